/*
 * test_keeper - the day's retention is done each day, also beside others who
 * write.
 */
#include "../milter/keeper.h"
#include "../milter/log.h"
#include "desk.h"

#define STEPS    100 /* more than there are */
#define MESSAGES "SELECT count(*) FROM message"

static const struct am_keeper_terms terms = {.detail_days = 10,
                                             .sum_months = 60};

static void send(void)
{
    const struct post post = POST(MORNING, 1, "1 2", "A");

    append(&post);
    drain();
    ck_assert_int_eq(number(MESSAGES), 1);
}

static void keep(struct am_keeper *keeper, int64_t today)
{
    for (int i = 0; i < STEPS; i++)
        am_keeper_step(keeper, today);
}

START_TEST(what_is_too_old_goes_on_its_day)
{
    struct am_keeper keeper;

    send();
    am_keeper_begin(&keeper, path, &terms);
    keep(&keeper, DAY + 10);
    ck_assert_int_eq(number(MESSAGES), 1);
    keep(&keeper, DAY + 11);
    ck_assert_int_eq(number(MESSAGES), 0);
    am_keeper_end(&keeper);
}

END_TEST

/* At the one moment of the day at which it begins, for longer than it waits. */
START_TEST(who_writes_at_its_beginning_puts_it_off_for_a_moment)
{
    struct am_keeper keeper;
    sqlite3 *other = NULL;

    send();
    am_keeper_begin(&keeper, path, &terms);
    keep(&keeper, DAY + 10);
    ck_assert_int_eq(sqlite3_open(path, &other), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL),
                     SQLITE_OK);
    am_keeper_step(&keeper, DAY + 11);
    ck_assert_int_eq(number(MESSAGES), 1);
    sqlite3_exec(other, "COMMIT", NULL, NULL, NULL);
    sqlite3_close(other);
    keep(&keeper, DAY + 11);
    ck_assert_int_eq(number(MESSAGES), 0);
    am_keeper_end(&keeper);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("keeper");
    TCase *tcase = tcase_create("keeper");

    am_log_open("mail", true);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, what_is_too_old_goes_on_its_day);
    tcase_add_test(tcase, who_writes_at_its_beginning_puts_it_off_for_a_moment);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
