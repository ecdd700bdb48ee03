/* test_record - the byte form of a record: there and back, and damaged. */
#include <stdlib.h>
#include <string.h>

#include "codec/decoder.h"
#include "meter/record.h"
#include "old_record.h"
#include "suite.h"

static struct am_recipient recipients[] = {
    {.key = "aaaaaaa", .members = 1},
    {.key = "bbbbbbb", .group = 0x80000001U, .members = 1},
    {.key = "ccccccc", .members = 4000000},
};

/* The same in a first pass, and in a later one. */
static struct am_recipient passing[] = {
    {.key = "aaaaaaa", .members = 1, .origin = "origin1"},
    {.group = 1, .members = 1, .origin = "origin2"},
};

static struct am_recipient returned[] = {
    {.key = "aaaaaaa", .members = 1, .origin = "origin1"},
    {.members = 2, .origin = "origin2", .given = "given02"},
};

static struct am_sighting sightings[] = {
    {
        .fingerprint = "0123456789abcdef0123456789abcde",
        .size_bytes = UINT64_MAX,
        .stored_bytes = 1350879,
        .wire_bytes = 1368421,
        .layout = 0x8877665544332211U,
        .type = 1,
        .class = AM_CLASS_INLINE,
        .family = AM_FAMILY_PROGRAM,
        .encoding = AM_ENCODING_BASE64,
        .disposition = AM_DISPOSITION_OTHER,
        .has_name = true,
        .digested = true,
        .part_count = 2,
    },
    {.class = AM_CLASS_OPAQUE, .has_content_id = true},
    {.size_bytes = 10, .digested = true, .part_count = 1},
};

static struct am_sighting_part parts[] = {
    {"first part fingerprint 901234567", UINT64_MAX - 5, AM_FAMILY_PDF},
    {"second part fingerprint 0123456", 5, AM_FAMILY_MESSAGE},
    {"third part fingerprint 90123456", 10, AM_FAMILY_OTHER},
};

static const struct am_record full = {
    .time_s = 1795500000,
    .direction = AM_DIRECTION_OUTBOUND,
    .sent = true,
    .domain = "example.org",
    .wire_bytes = 123456789,
    .has_message_key = true,
    .message_key = "message-key-message-key-message",
    .has_sender = true,
    .sender = "sender1",
    .sender_run = "run-one",
    .flaw_count = {[AM_FLAW_B64_JUNK] = 3, [AM_FLAW_LIMIT_RECIPIENTS] = 1},
    .recipients = recipients,
    .recipient_count = ROWS(recipients),
    .sightings = sightings,
    .sighting_count = ROWS(sightings),
    .parts = parts,
    .part_count = ROWS(parts),
};

static const struct am_record others[] = {
    {.time_s = -1},
    {.time_s = 1,
     .has_pass = true,
     .pass = "pass-01",
     .recipients = passing,
     .recipient_count = ROWS(passing),
     .sightings = sightings,
     .sighting_count = 2,
     .parts = parts,
     .part_count = 2},
    {.time_s = 2,
     .has_message_key = true,
     .has_pass = true,
     .pass = "pass-05",
     .before = {"pass-04", "pass-03", "pass-02", "pass-01"},
     .before_count = 4,
     .recipients = returned,
     .recipient_count = ROWS(returned)},
    {.time_s = 3,
     .before = {"pass-01"},
     .before_count = 1,
     .recipients = returned,
     .recipient_count = ROWS(returned)},
};

static void encode(const struct am_record *record, struct am_buf *out)
{
    struct am_err err;
    am_buf_init(out, 1 << 20);
    ck_assert_int_eq(am_record_encode(record, out, &err), 0);
}

static void check_same(const struct am_record *a, const struct am_record *b)
{
    struct am_record x = *a;
    struct am_record y = *b;

    x.recipients = y.recipients = NULL;
    x.sightings = y.sightings = NULL;
    x.parts = y.parts = NULL;
    ck_assert_int_eq(x.time_s, y.time_s);
    ck_assert_int_eq(x.direction, y.direction);
    ck_assert_int_eq(x.sent, y.sent);
    ck_assert_str_eq(x.domain, y.domain);
    ck_assert_uint_eq(x.wire_bytes, y.wire_bytes);
    ck_assert_int_eq(x.has_message_key, y.has_message_key);
    ck_assert_mem_eq(x.message_key, y.message_key, sizeof(x.message_key));
    ck_assert_int_eq(x.has_pass, y.has_pass);
    ck_assert_mem_eq(x.pass, y.pass, AM_SHORT_KEY);
    ck_assert_uint_eq(x.before_count, y.before_count);
    ck_assert_mem_eq(x.before, y.before, sizeof(x.before));
    ck_assert_int_eq(x.has_sender, y.has_sender);
    ck_assert_mem_eq(x.sender, y.sender, AM_SHORT_KEY);
    ck_assert_mem_eq(x.sender_run, y.sender_run, AM_SHORT_KEY);
    ck_assert_mem_eq(x.flaw_count, y.flaw_count, sizeof(x.flaw_count));
    ck_assert_uint_eq(x.recipient_count, y.recipient_count);
    ck_assert_uint_eq(x.sighting_count, y.sighting_count);
    ck_assert_uint_eq(x.part_count, y.part_count);
}

static void check_same_sighting(const struct am_sighting *a,
                                const struct am_sighting *b)
{
    ck_assert_mem_eq(a->fingerprint, b->fingerprint, AM_FINGERPRINT_SIZE);
    ck_assert_uint_eq(a->size_bytes, b->size_bytes);
    ck_assert_uint_eq(a->stored_bytes, b->stored_bytes);
    ck_assert_uint_eq(a->wire_bytes, b->wire_bytes);
    ck_assert_uint_eq(a->layout, b->layout);
    ck_assert_uint_eq(a->type, b->type);
    ck_assert_uint_eq(a->class, b->class);
    ck_assert_uint_eq(a->family, b->family);
    ck_assert_uint_eq(a->encoding, b->encoding);
    ck_assert_uint_eq(a->disposition, b->disposition);
    ck_assert_int_eq(a->has_name, b->has_name);
    ck_assert_int_eq(a->has_content_id, b->has_content_id);
    ck_assert_int_eq(a->digested, b->digested);
    ck_assert_uint_eq(a->part_count, b->part_count);
}

static void check_same_part(const struct am_sighting_part *a,
                            const struct am_sighting_part *b)
{
    ck_assert_mem_eq(a->fingerprint, b->fingerprint, AM_FINGERPRINT_SIZE);
    ck_assert_uint_eq(a->size_bytes, b->size_bytes);
    ck_assert_uint_eq(a->family, b->family);
}

/* The full one, and the others. */
static const struct am_record *record_of(int i)
{
    return i == 0 ? &full : &others[i - 1];
}

#define RECORDS (1 + ROWS(others))

START_TEST(a_record_comes_back)
{
    const struct am_record *record = record_of(_i);
    struct am_record *again = NULL;
    struct am_buf buf;
    struct am_err err;

    encode(record, &buf);
    ck_assert_int_eq(am_record_decode(&again, buf.data, buf.size, &err), 0);
    check_same(record, again);
    for (size_t i = 0; i < record->recipient_count; i++) {
        ck_assert_mem_eq(&record->recipients[i], &again->recipients[i],
                         sizeof(struct am_recipient));
    }
    for (size_t i = 0; i < record->sighting_count; i++)
        check_same_sighting(&record->sightings[i], &again->sightings[i]);
    for (size_t i = 0; i < record->part_count; i++)
        check_same_part(&record->parts[i], &again->parts[i]);
    free(again);
    am_buf_free(&buf);
}

END_TEST

START_TEST(a_part_of_a_record_is_refused)
{
    struct am_record *again = NULL;
    struct am_buf buf;
    struct am_err err;

    encode(record_of(_i), &buf);
    for (size_t size = 0; size < buf.size; size++) {
        /* On the heap, so that a sanitizer sees a read beyond. */
        unsigned char *part = malloc(size + 1);
        memcpy(part, buf.data, size);
        part = realloc(part, size == 0 ? 1 : size);
        ck_assert_int_eq(am_record_decode(&again, part, size, &err), -1);
        ck_assert_int_eq(err.code, AM_ECORRUPT);
        free(part);
    }
    ck_assert_int_eq(am_buf_add(&buf, "x", 1, &err), 0);
    ck_assert_int_eq(am_record_decode(&again, buf.data, buf.size, &err), -1);
    am_buf_free(&buf);
}

END_TEST

START_TEST(a_newer_record_says_so)
{
    struct am_record *again = NULL;
    struct am_buf buf;
    struct am_err err;

    encode(&full, &buf);
    buf.data[0] = 4;
    ck_assert_int_eq(am_record_decode(&again, buf.data, buf.size, &err), -1);
    ck_assert_int_eq(err.code, AM_ENEWER);
    am_buf_free(&buf);
}

END_TEST

static void check_recipients(const struct am_record *again)
{
    ck_assert_uint_eq(again->recipient_count, ROWS(recipients));
    ck_assert_mem_eq(again->recipients, recipients, sizeof(recipients));
}

/* It is the record above, but for the parts and the last sighting. */
START_TEST(a_record_of_version_1_is_read)
{
    unsigned char bytes[OLD_RECORD_SIZE];
    size_t size = old_record(1, bytes);
    struct am_record *again = NULL;
    struct am_record same = full;
    struct am_sighting without = sightings[0];
    struct am_err err;

    same.sighting_count = 2;
    same.part_count = 0;
    without.part_count = 0;
    ck_assert_int_eq(am_record_decode(&again, bytes, size, &err), 0);
    check_same(&same, again);
    check_same_sighting(&without, &again->sightings[0]);
    check_same_sighting(&sightings[1], &again->sightings[1]);
    check_recipients(again);
    free(again);
    ck_assert_int_eq(am_record_decode(&again, bytes, size - 1, &err), -1);
    ck_assert_int_eq(err.code, AM_ECORRUPT);
}

END_TEST

START_TEST(a_record_of_version_2_is_read)
{
    unsigned char bytes[OLD_RECORD_SIZE];
    size_t size = old_record(2, bytes);
    struct am_record *again = NULL;
    struct am_err err;

    ck_assert_int_eq(am_record_decode(&again, bytes, size, &err), 0);
    check_same(&full, again);
    for (size_t i = 0; i < full.sighting_count; i++)
        check_same_sighting(&sightings[i], &again->sightings[i]);
    for (size_t i = 0; i < full.part_count; i++)
        check_same_part(&parts[i], &again->parts[i]);
    check_recipients(again);
    free(again);
    ck_assert_int_eq(am_record_decode(&again, bytes, size - 1, &err), -1);
    ck_assert_int_eq(err.code, AM_ECORRUPT);
}

END_TEST

static const struct {
    const char *name;
    struct am_sighting sighting;
} misfits[] = {
    {"more than there are",
     {.size_bytes = 99, .digested = true, .part_count = 2}},
    {"fewer than there are", {.size_bytes = 99, .digested = true}},
    {"larger than the container",
     {.size_bytes = 9, .digested = true, .part_count = 1}},
    {"in what has no digest", {.size_bytes = 99, .part_count = 1}},
};

START_TEST(parts_that_do_not_fit_are_refused)
{
    struct am_sighting sighting = misfits[_i].sighting;
    const struct am_record record = {.sightings = &sighting,
                                     .sighting_count = 1,
                                     .parts = &parts[2],
                                     .part_count = 1};
    struct am_record *again = NULL;
    struct am_buf buf;
    struct am_err err;

    encode(&record, &buf);
    ck_assert_msg(am_record_decode(&again, buf.data, buf.size, &err) == -1 &&
                      err.code == AM_ECORRUPT,
                  "%s", misfits[_i].name);
    am_buf_free(&buf);
}

END_TEST

/* Whatever the bytes are, decoding ends, and what it accepts can be encoded
 * again: counts were bounded by the bytes that were there. */
START_TEST(damaged_records_do_no_harm)
{
    struct am_buf buf;
    struct am_err err;
    uint32_t random = 12345;
    int accepted = 0;

    encode(record_of(_i), &buf);
    for (int i = 0; i < 50000; i++) {
        struct am_record *again = NULL;
        random = random * 1664525U + 1013904223U;
        size_t at = 1 + (random >> 8) % (buf.size - 1);
        unsigned char old = buf.data[at];
        buf.data[at] = (unsigned char)(random >> 3);
        if (am_record_decode(&again, buf.data, buf.size, &err) == 0) {
            struct am_buf out;
            encode(again, &out);
            am_buf_free(&out);
            accepted++;
        }
        free(again);
        buf.data[at] = old;
    }
    ck_assert_int_gt(accepted, 1000);
    ck_assert_int_lt(accepted, 50000);
    am_buf_free(&buf);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("record");
    TCase *tcase = tcase_create("record");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, a_record_comes_back, 0, RECORDS);
    tcase_add_loop_test(tcase, a_part_of_a_record_is_refused, 0, RECORDS);
    tcase_add_test(tcase, a_newer_record_says_so);
    tcase_add_test(tcase, a_record_of_version_1_is_read);
    tcase_add_test(tcase, a_record_of_version_2_is_read);
    tcase_add_loop_test(tcase, parts_that_do_not_fit_are_refused, 0,
                        ROWS(misfits));
    tcase_add_loop_test(tcase, damaged_records_do_no_harm, 0, RECORDS);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
