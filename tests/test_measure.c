/* test_measure - one message from envelope to record. */
#include <stdio.h>
#include <string.h>

#include <openssl/evp.h>

#include "meter/measure.h"
#include "suite.h"

#define HEAD "From: <a@else.net>\r\nMIME-Version: 1.0\r\n"
#define ID   "Message-ID: <1@else.net>\r\n"
#define BODY                                                 \
 "Content-Type: multipart/mixed; boundary=B\r\n\r\n"         \
 "--B\r\n\r\nhello\r\n"                                      \
 "--B\r\nContent-Type: application/pdf; name=a.pdf\r\n"      \
 "Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK\r\n" \
 "--B\r\nContent-Type: image/png\r\nContent-ID: <x>\r\n"     \
 "Content-Disposition: inline\r\n\r\nnot really\r\n--B--\r\n"

#define MULTIPART "Content-Type: multipart/mixed; boundary=B\r\n\r\n"
#define PART      "--B\r\nContent-Type: application/pdf\r\n\r\nx\r\n"

#define INNER                                        \
 "Content-Type: multipart/mixed; boundary=C\r\n\r\n" \
 "--C\r\n\r\nx\r\n--C--"

static const char *const domains[] = {"example.org", NULL};
static const unsigned char run[AM_SHORT_KEY] = "run0001";

static struct am_key *key;
static struct am_rules *rules;
static struct am_measure *measure;

static void setup(void)
{
    const struct am_rules_source source = {.local_domains = domains};
    struct am_err err;

    ck_assert_int_eq(am_key_random(&key, &err), 0);
    ck_assert_int_eq(am_rules_create(&rules, &source, &err), 0);
    const struct am_measure_setup with = {.key = key, .rules = rules};
    ck_assert_int_eq(am_measure_create(&measure, &with, &err), 0);
}

static void teardown(void)
{
    am_measure_destroy(&measure);
    am_rules_destroy(&rules);
    am_key_close(&key);
}

static const struct am_record *measured(const char *text, size_t step)
{
    const struct am_sender sender = {.address = "<a@else.net>"};
    const struct am_rcpt rcpt = {.address = "<b@example.org>"};
    const struct am_record *record = NULL;
    size_t size = strlen(text);
    struct am_err err;

    ck_assert_int_eq(am_measure_begin(measure, &sender, &err), 0);
    ck_assert_int_eq(am_measure_recipient(measure, &rcpt, &err), 0);
    for (size_t i = 0; i < size; i += step) {
        size_t n = size - i < step ? size - i : step;
        ck_assert_int_eq(am_measure_feed(measure, text + i, n, &err), 0);
    }
    ck_assert_int_eq(am_measure_finish(measure, 1795500000, run, &record, &err),
                     0);
    return record;
}

START_TEST(a_message_becomes_a_record)
{
    const struct am_record *record = measured(HEAD ID BODY, 7);
    unsigned char digest[AM_DIGEST_SIZE];
    unsigned char fingerprint[AM_FINGERPRINT_SIZE];
    struct am_err err;

    ck_assert_uint_eq(record->sighting_count, 2);
    ck_assert_uint_eq(record->recipient_count, 1);
    ck_assert_int_eq(record->direction, AM_DIRECTION_INBOUND);
    ck_assert_str_eq(record->domain, "example.org");
    ck_assert_uint_eq(record->wire_bytes, strlen(HEAD ID BODY));
    ck_assert_int_eq(record->time_s, 1795500000);

    const struct am_sighting *pdf = &record->sightings[0];
    ck_assert_uint_eq(pdf->size_bytes, 9);
    ck_assert_uint_eq(pdf->stored_bytes, 12);
    ck_assert_int_eq(pdf->class, AM_CLASS_ATTACHMENT);
    ck_assert_int_eq(pdf->family, AM_FAMILY_PDF);
    ck_assert_str_eq(am_type_name(pdf->type), "application/pdf");
    ck_assert(pdf->has_name && pdf->digested && !pdf->has_content_id);
    ck_assert_int_eq(record->sightings[1].class, AM_CLASS_INLINE);

    ck_assert_int_eq(
        EVP_Digest("%PDF-1.4\n", 9, digest, NULL, EVP_sha256(), NULL), 1);
    ck_assert_int_eq(am_key_sign(key, AM_LABEL_FINGERPRINT, digest,
                                 sizeof(digest), fingerprint, &err),
                     0);
    ck_assert_mem_eq(pdf->fingerprint, fingerprint, sizeof(fingerprint));
}

END_TEST

/* A PDF that says it is a picture, behind a text with a yEnc file. */
#define CONTRADICTS                                             \
 "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\n" \
 "=ybegin line=128 size=1 name=x\r\n.\r\n=yend size=1\r\n"      \
 "--B\r\nContent-Type: image/png\r\n\r\n%PDF-1.7\r\n--B--\r\n"

START_TEST(flaws_get_into_the_record)
{
    const struct am_record *record = measured(HEAD ID CONTRADICTS, 9);

    ck_assert_int_eq(record->sightings[0].family, AM_FAMILY_PDF);
    ck_assert_str_eq(am_type_name(record->sightings[0].type), "image/png");
    ck_assert_uint_eq(record->flaw_count[AM_FLAW_TYPE_MISMATCH], 1);
    ck_assert_uint_eq(record->flaw_count[AM_FLAW_YENC_IN_BODY], 1);
    ck_assert_uint_eq(record->flaw_count[AM_FLAW_UU_IN_BODY], 0);
}

END_TEST

#define OTHER_NAME                                           \
 "Content-Type: multipart/mixed; boundary=B\r\n\r\n"         \
 "--B\r\n\r\nhello\r\n"                                      \
 "--B\r\nContent-Type: application/pdf; name=b.pdf\r\n"      \
 "Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjUK\r\n" \
 "--B\r\nContent-Type: image/png\r\nContent-ID: <x>\r\n"     \
 "Content-Disposition: inline\r\n\r\nnot really\r\n--B--\r\n"

static const struct {
    const char *name, *text;
    bool same;
} again[] = {
    {"the same bytes", HEAD ID BODY, true},
    {"one hop more", "Received: from x by y\r\n" HEAD ID BODY, true},
    {"blanks around the id", HEAD "Message-ID:   <1@else.net>  \r\n" BODY,
     true},
    {"another id", HEAD "Message-ID: <2@else.net>\r\n" BODY, false},
    {"another content, as long", HEAD ID OTHER_NAME, false},
    {"a longer body", HEAD ID BODY "footer\r\n", false},
};

START_TEST(a_message_seen_again_has_the_same_key)
{
    unsigned char first[AM_FINGERPRINT_SIZE];

    const struct am_record *record = measured(HEAD ID BODY, 65535);
    ck_assert(record->has_message_key);
    memcpy(first, record->message_key, sizeof(first));
    for (size_t step = 1; step < 100; step += 31) {
        record = measured(again[_i].text, step);
        ck_assert(record->has_message_key);
        bool same = memcmp(first, record->message_key, sizeof(first)) == 0;
        ck_assert_msg(same == again[_i].same, "%s", again[_i].name);
    }
}

END_TEST

START_TEST(without_an_id_there_is_no_key)
{
    ck_assert(!measured(HEAD BODY, 100)->has_message_key);
    ck_assert(measured(HEAD ID BODY, 100)->has_message_key);
    ck_assert(!measured(HEAD "Message-ID: \r\n" BODY, 100)->has_message_key);
}

END_TEST

/* A message begun and forgotten leaves nothing in the next one. */
START_TEST(a_forgotten_message_leaves_no_trace)
{
    const struct am_sender sender = {.address = "<c@example.org>"};
    const struct am_rcpt rcpt = {.address = "<d@third.net>"};
    struct am_err err;

    for (int reset = 0; reset < 2; reset++) {
        ck_assert_int_eq(am_measure_begin(measure, &sender, &err), 0);
        ck_assert_int_eq(am_measure_recipient(measure, &rcpt, &err), 0);
        ck_assert_int_eq(am_measure_feed(measure, HEAD ID BODY,
                                         strlen(HEAD ID BODY) - 30, &err),
                         0);
        if (reset == 1)
            am_measure_reset(measure);
        const struct am_record *record = measured(HEAD ID BODY, 50);
        ck_assert_uint_eq(record->recipient_count, 1);
        ck_assert_uint_eq(record->sighting_count, 2);
        ck_assert_int_eq(record->direction, AM_DIRECTION_INBOUND);
        ck_assert_uint_eq(record->wire_bytes, strlen(HEAD ID BODY));
    }
}

END_TEST

static int note_size(void *context, const struct am_part *part,
                     struct am_err *err)
{
    (void)err;
    *(uint64_t *)context = part->size_bytes;
    return 0;
}

/* What no decoder looked at counts with the bytes that a store keeps. */
START_TEST(beyond_a_limit_a_sighting_has_no_fingerprint)
{
    static const unsigned char none[AM_FINGERPRINT_SIZE];
    const struct am_limits limits = {1, 9, 1024, 70};
    uint64_t told = 0;
    const struct am_measure_setup with = {.key = key,
                                          .rules = rules,
                                          .limits = &limits,
                                          .on_part = note_size,
                                          .context = &told};
    struct am_err err;

    am_measure_destroy(&measure);
    am_measure_destroy(&measure);
    ck_assert_int_eq(am_measure_create(&measure, &with, &err), 0);
    const struct am_record *record =
        measured(HEAD MULTIPART "--B\r\n" INNER "\r\n--B--\r\n", 11);
    ck_assert_uint_eq(record->sighting_count, 1);
    const struct am_sighting *sighting = &record->sightings[0];
    ck_assert_int_eq(sighting->class, AM_CLASS_OPAQUE);
    ck_assert(!sighting->digested);
    ck_assert_uint_eq(sighting->stored_bytes, strlen("--C\n\nx\n--C--"));
    ck_assert_uint_eq(sighting->size_bytes, sighting->stored_bytes);
    ck_assert_uint_eq(told, sighting->stored_bytes);
    ck_assert_mem_eq(sighting->fingerprint, none, sizeof(none));
    ck_assert_uint_eq(record->flaw_count[AM_FLAW_LIMIT_DEPTH], 1);
}

END_TEST

/* More of both than is kept for the next message. */
START_TEST(a_large_message_leaves_no_trace)
{
    const struct am_sender sender = {.address = "<c@example.org>"};
    const struct am_record *record = NULL;
    struct am_err err;

    ck_assert_int_eq(am_measure_begin(measure, &sender, &err), 0);
    for (int i = 0; i < 65537; i++) {
        char text[40];
        const struct am_rcpt rcpt = {.address = text};
        snprintf(text, sizeof(text), "<u%d@third.net>", i);
        ck_assert(am_measure_recipient(measure, &rcpt, &err) == 0);
    }
    ck_assert_int_eq(
        am_measure_feed(measure, HEAD MULTIPART, strlen(HEAD MULTIPART), &err),
        0);
    for (int i = 0; i < 3000; i++)
        ck_assert(am_measure_feed(measure, PART, strlen(PART), &err) == 0);
    ck_assert_int_eq(am_measure_finish(measure, 1795500000, run, &record, &err),
                     0);
    ck_assert_uint_eq(record->sighting_count, 3000);
    ck_assert_uint_eq(record->recipient_count, 65536);
    ck_assert_uint_eq(record->flaw_count[AM_FLAW_LIMIT_RECIPIENTS], 1);

    record = measured(HEAD ID BODY, 50);
    ck_assert_uint_eq(record->sighting_count, 2);
    ck_assert_uint_eq(record->recipient_count, 1);
    ck_assert_uint_eq(record->flaw_count[AM_FLAW_LIMIT_RECIPIENTS], 0);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("measure");
    TCase *tcase = tcase_create("measure");

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, a_message_becomes_a_record);
    tcase_add_test(tcase, flaws_get_into_the_record);
    tcase_add_loop_test(tcase, a_message_seen_again_has_the_same_key, 0,
                        ROWS(again));
    tcase_add_test(tcase, without_an_id_there_is_no_key);
    tcase_add_test(tcase, a_forgotten_message_leaves_no_trace);
    tcase_add_test(tcase, beyond_a_limit_a_sighting_has_no_fingerprint);
    tcase_add_test(tcase, a_large_message_leaves_no_trace);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
