/* intake - rows of other relays (lib/store/intake.h). */
#include "desk.h"
#include "store/epoch.h"
#include "store/intake.h"

/* All fingerprints here begin alike: contents are told apart by this byte. */
#define LAST (AM_FINGERPRINT_SIZE - 1)

static struct am_intake *intake;

static const struct am_intake_cell cell = {.day = DAY,
                                           .direction = 2,
                                           .domain = "a.example",
                                           .family = 1,
                                           .digested = 1};

static void begin(void)
{
    ck_assert_msg(am_intake_open(&intake, store, &err) == 0, "%s", err.text);
}

static void finish(int64_t bound)
{
    ck_assert_msg(am_intake_finish(intake, bound, &err) == 0, "%s", err.text);
    am_intake_close(&intake);
}

static void see(unsigned char content, int64_t sequence, int64_t ordinal)
{
    unsigned char fingerprint[AM_FINGERPRINT_SIZE] = {[LAST] = content};
    const struct am_intake_sighting sighting = {.fingerprint = fingerprint,
                                                .sequence = sequence,
                                                .ordinal = ordinal,
                                                .message = sequence,
                                                .cell = cell,
                                                .local = 3,
                                                .size_bytes = 1000};

    ck_assert_msg(am_intake_sighting(intake, &sighting, &err) == 0, "%s",
                  err.text);
}

static void know(unsigned char content, int64_t first_day, int64_t last_day,
                 int64_t family, int64_t senders)
{
    const struct am_intake_content known = {.fingerprint = {[LAST] = content},
                                            .size_bytes = 1000,
                                            .family = family,
                                            .first_day = first_day,
                                            .last_day = last_day,
                                            .senders = senders};

    ck_assert_msg(am_intake_content(intake, &known, &err) == 0, "%s", err.text);
}

static int64_t key_day(int64_t from_day, int64_t until_day)
{
    struct am_unique_bound bound;

    ck_assert_int_eq(am_epoch_bound(store, from_day, until_day, &bound, &err),
                     0);
    return bound.key_day;
}

/* What one shard knows of a relay, and then another one. */
START_TEST(a_change_of_key_is_told)
{
    static const struct {
        unsigned char relay, key;
        int64_t day;
    } rows[] = {{1, 1, DAY},      {1, 2, DAY + 20}, {2, 2, DAY + 25},
                {1, 2, DAY + 12}, {1, 1, DAY + 3},  {2, 2, DAY + 22}};

    begin();
    ck_assert_int_eq(am_intake_setting(intake, "detail_days", 30, &err), 0);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const unsigned char relay[AM_RELAY_ID_SIZE] = {rows[i].relay};
        const unsigned char key[AM_KEY_ID_SIZE] = {rows[i].key};
        ck_assert_int_eq(am_intake_epoch(intake, relay, key, rows[i].day, &err),
                         0);
    }
    finish(0);
    ck_assert_int_eq(key_day(DAY, DAY + 100), DAY + 12);
    ck_assert_int_eq(key_day(DAY, DAY + 12), 0);
    ck_assert_int_eq(key_day(DAY + 42, DAY + 100), DAY + 12);
    ck_assert_int_eq(key_day(DAY + 43, DAY + 100), 0);
}

END_TEST

START_TEST(sums_of_relays_add_up)
{
    const int64_t numbers[] = {DAY, 2, 10, 4, 20, 8, 5000};
    struct am_sums sums = {.sightings = 3, .new_own_bytes = -7};

    begin();
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(am_intake_add(intake, AM_INTAKE_DAY_MESSAGE, numbers,
                                       "a.example", &err),
                         0);
        ck_assert_int_eq(am_intake_sums(intake, &cell, &sums, &err), 0);
        sums.new_own_bytes = 107;
    }
    finish(0);
    struct am_message_sums messages = messages_of(DAY, DAY + 1);
    ck_assert_int_eq(messages.messages, 20);
    ck_assert_int_eq(messages.with_attachments, 8);
    ck_assert_int_eq(messages.deliveries, 40);
    ck_assert_int_eq(messages.deliveries_with_attachments, 16);
    ck_assert_int_eq(messages.wire_bytes, 10000);
    struct am_sums found = sums_of(DAY, DAY + 1);
    ck_assert_int_eq(found.sightings, 6);
    ck_assert_int_eq(found.new_own_bytes, 100);
    ck_assert_int_eq(number("SELECT count(*) FROM domain"), 1);
}

END_TEST

START_TEST(a_row_that_comes_twice_is_one)
{
    begin();
    know(1, DAY, DAY, 1, 1);
    know(2, DAY, DAY, 1, 1);
    for (int i = 0; i < 2; i++) {
        see(1, 7, 0);
        see(2, 7, 1);
    }
    finish(0);
    ck_assert_int_eq(number("SELECT count(*) FROM message"), 1);
    ck_assert_int_eq(number("SELECT count(*) FROM sighting"), 1);
    ck_assert_int_eq(number("SELECT count(*) FROM sighting_part"), 1);
}

END_TEST

START_TEST(what_two_know_of_a_content_is_put_together)
{
    begin();
    know(1, DAY + 3, DAY + 9, 1, 2);
    know(1, DAY + 1, DAY + 5, 4, 1);
    know(2, DAY - 5, DAY + 20, 2, 5);
    know(1, DAY + 2, DAY + 4, 5, 4);
    finish(0);
    ck_assert_int_eq(number("SELECT count(*) FROM content"), 2);
    ck_assert_int_eq(number("SELECT first_day FROM content"), DAY + 1);
    ck_assert_int_eq(number("SELECT last_day FROM content"), DAY + 9);
    ck_assert_int_eq(number("SELECT family FROM content"), 4);
    ck_assert_int_eq(number("SELECT senders FROM content"), 4);
    ck_assert_int_eq(number("SELECT last_own_day IS NULL FROM content"), 1);
}

END_TEST

START_TEST(what_is_inside_nothing_is_left_out)
{
    begin();
    know(2, DAY, DAY, 1, 1);
    see(2, 7, 1);
    finish(0);
    ck_assert_int_eq(number("SELECT count(*) FROM sighting_part"), 0);
}

END_TEST

START_TEST(what_is_not_finished_is_undone)
{
    begin();
    know(1, DAY, DAY, 1, 1);
    am_intake_close(&intake);
    ck_assert_ptr_null(intake);
    ck_assert_int_eq(number("SELECT count(*) FROM content"), 0);
}

END_TEST

START_TEST(an_upper_bound_is_written_down)
{
    begin();
    finish(DAY + 30);
    ck_assert_int_eq(number("SELECT is_merged FROM meta"), 1);
    ck_assert_int_eq(number("SELECT bound_until_day FROM meta"), DAY + 30);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("intake");
    TCase *tcase = tcase_create("intake");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_change_of_key_is_told);
    tcase_add_test(tcase, sums_of_relays_add_up);
    tcase_add_test(tcase, a_row_that_comes_twice_is_one);
    tcase_add_test(tcase, what_two_know_of_a_content_is_put_together);
    tcase_add_test(tcase, what_is_inside_nothing_is_left_out);
    tcase_add_test(tcase, what_is_not_finished_is_undone);
    tcase_add_test(tcase, an_upper_bound_is_written_down);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
