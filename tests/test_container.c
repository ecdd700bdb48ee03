/*
 * test_container - one file, sent plainly and in TNEF, from the bytes of the
 * messages to the rows.
 */
#include "desk.h"
#include "meter/measure.h"
#include "mta/encode.h"
#include "tnef.h"

#define FILE_BYTES 10000U

enum form {
    PLAIN = 1,
    INSIDE,   /* TNEF, bytes in an attribute */
    PROPERTY, /* TNEF, bytes in a property */
    CUT       /* TNEF that ends within the file */
};

static const struct {
    const char *name;
    enum form forms[3]; /* a message each, to another recipient */
    const char *expected;
} rows[] = {
    {"plainly twice", {PLAIN, PLAIN}, "sightings=2 content=1"},
    {"plainly, then inside",
     {PLAIN, INSIDE},
     "sightings=2 content=2 sighting_part=1"},
    {"inside, then plainly",
     {INSIDE, PLAIN},
     "sightings=2 content=2 sighting_part=1"},
    {"inside in two ways, and plainly",
     {INSIDE, PROPERTY, PLAIN},
     "sightings=3 content=3 sighting_part=2"},
    {"cut off: one opaque item, a content of its own",
     {PLAIN, CUT, CUT},
     "sightings=3 content=2 sighting_part=0"},
};

static struct am_key *key;
static struct am_rules *rules;
static struct am_measure *measure;
static char file[FILE_BYTES + 1];
static uint64_t framing; /* bytes of all containers around the file */
static uint64_t cut_bytes;

static void set_up_all(void)
{
    static const char *const domains[] = {"example.org", NULL};
    const struct am_rules_source source = {.local_domains = domains};

    set_up();
    for (size_t i = 0; i < FILE_BYTES; i++)
        file[i] = (char)('a' + i * i % 23);
    for (size_t i = 0; i < 5; i++)
        file[i] = "%PDF-"[i];
    framing = cut_bytes = 0;
    ck_assert_int_eq(am_key_random(&key, &err), 0);
    ck_assert_int_eq(am_rules_create(&rules, &source, &err), 0);
    const struct am_measure_setup with = {.key = key, .rules = rules};
    ck_assert_int_eq(am_measure_create(&measure, &with, &err), 0);
}

static void tear_down_all(void)
{
    am_measure_destroy(&measure);
    am_rules_destroy(&rules);
    am_key_close(&key);
    tear_down();
}

/* The decoded bytes of the attachment. */
static void build(enum form form, struct tnef *t)
{
    t->size = 0;
    if (form == PLAIN) {
        tnef_bytes(t, file, FILE_BYTES);
        return;
    }
    tnef_start(t);
    tnef_rend_data(t);
    if (form == PROPERTY) {
        tnef_begin(t, ATTACHED, ATTACHMENT);
        tnef_number(t, 1, 4);
        tnef_variable(t, 0x0102, 0x3701, file);
        tnef_end(t);
    } else {
        tnef_attribute(t, ATTACHED, DATA, file);
    }
    if (form == CUT) {
        t->size -= 100;
        cut_bytes = t->size;
    } else {
        framing += t->size - FILE_BYTES;
    }
}

static void add(struct am_buf *out, const char *text)
{
    ck_assert_int_eq(am_buf_add(out, text, strlen(text), &err), 0);
}

static void write_message(enum form form, struct am_buf *out)
{
    static struct tnef stream;
    size_t breaks = 0;

    build(form, &stream);
    add(out, form == PLAIN ? "Content-Type: application/pdf\r\n"
                           : "Content-Type: application/ms-tnef\r\n");
    add(out, "Content-Transfer-Encoding: base64\r\n\r\n");
    ck_assert_int_eq(
        am_encode_base64(out, stream.data, stream.size, 76, &breaks, &err), 0);
    add(out, "\r\n");
}

/* Measure a message and put its record into the spool. */
static void pass(enum form form)
{
    static const unsigned char run[AM_SHORT_KEY] = "run0001";
    const struct am_sender sender = {.address = "<a@else.net>"};
    const struct am_rcpt rcpt = {.address = "<b@example.org>"};
    const struct am_record *record = NULL;
    struct am_buf text;
    struct am_buf bytes;

    am_buf_init(&text, 1U << 20);
    am_buf_init(&bytes, 1U << 20);
    write_message(form, &text);
    ck_assert_int_eq(am_measure_begin(measure, &sender, &err), 0);
    ck_assert_int_eq(am_measure_recipient(measure, &rcpt, &err), 0);
    ck_assert_int_eq(am_measure_feed(measure, text.data, text.size, &err), 0);
    ck_assert_int_eq(am_measure_finish(measure, MORNING, run, &record, &err),
                     0);
    ck_assert_int_eq(am_record_encode(record, &bytes, &err), 0);
    ck_assert_int_eq(am_spool_append(spool, bytes.data, bytes.size, &err), 0);
    am_buf_free(&text);
    am_buf_free(&bytes);
}

START_TEST(a_file_is_unique_once_however_it_was_sent)
{
    for (size_t i = 0; i < 3 && rows[_i].forms[i] != 0; i++)
        pass(rows[_i].forms[i]);
    drain();
    check(rows[_i].name, rows[_i].expected);
    ck_assert_msg((uint64_t)sums_of(0, 100000).new_own_bytes ==
                      FILE_BYTES + framing + cut_bytes,
                  "%s: %lld new", rows[_i].name,
                  (long long)sums_of(0, 100000).new_own_bytes);
}

END_TEST

START_TEST(a_cut_one_is_a_flaw)
{
    pass(CUT);
    drain();
    ck_assert_int_eq(number("SELECT times FROM day_flaw WHERE flaw = (SELECT "
                            "number FROM code WHERE name = 'tnef_damaged')"),
                     1);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("container");
    TCase *tcase = tcase_create("container");

    tcase_add_checked_fixture(tcase, set_up_all, tear_down_all);
    tcase_add_loop_test(tcase, a_file_is_unique_once_however_it_was_sent, 0,
                        ROWS(rows));
    tcase_add_test(tcase, a_cut_one_is_a_flaw);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
