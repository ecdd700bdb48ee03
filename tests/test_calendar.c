/* test_calendar - which week, month and year a day is in. */
#include "base/calendar.h"
#include "suite.h"

/* Weeks at the turn of a year by ISO 8601:
 * a year has 53 of them if it begins on a Thursday, or is a leap year that
 * begins on a Wednesday. */
static const struct {
    const char *day, *week, *month, *year;
    int64_t number;
} rows[] = {
    {"1970-01-01", "1970-W01", "1970-01", "1970", 0},
    {"1969-12-29", "1970-W01", "1969-12", "1969", -3},
    {"1969-12-28", "1969-W52", "1969-12", "1969", -4},
    {"2020-12-31", "2020-W53", "2020-12", "2020", 18627},
    {"2021-01-03", "2020-W53", "2021-01", "2021", 18630},
    {"2021-01-04", "2021-W01", "2021-01", "2021", 18631},
    {"2024-02-29", "2024-W09", "2024-02", "2024", 19782},
    {"2024-12-30", "2025-W01", "2024-12", "2024", 20087},
    {"2026-11-24", "2026-W48", "2026-11", "2026", 20781},
    {"2027-01-01", "2026-W53", "2027-01", "2027", 20819},
};

START_TEST(a_day_is_in_its_units)
{
    char text[AM_CALENDAR_TEXT_SIZE];
    int64_t day = rows[_i].number;

    ck_assert_str_eq(am_calendar_text(AM_CALENDAR_DAY, day, text),
                     rows[_i].day);
    ck_assert_str_eq(am_calendar_text(AM_CALENDAR_WEEK, day, text),
                     rows[_i].week);
    ck_assert_str_eq(am_calendar_text(AM_CALENDAR_MONTH, day, text),
                     rows[_i].month);
    ck_assert_str_eq(am_calendar_text(AM_CALENDAR_YEAR, day, text),
                     rows[_i].year);
}

END_TEST

/* Each day of 60 years is in one unit, whose ends are where its text changes.
 */
START_TEST(units_follow_each_other_without_a_gap)
{
    enum am_calendar unit = (enum am_calendar)_i;
    char text[AM_CALENDAR_TEXT_SIZE];
    char before[AM_CALENDAR_TEXT_SIZE];
    int64_t first = am_calendar_first(unit, -7300);

    ck_assert_int_le(first, -7300);
    while (first < 14600) {
        int64_t next = am_calendar_next(unit, first);
        ck_assert_int_gt(next, first);
        ck_assert_int_eq(am_calendar_first(unit, next - 1), first);
        ck_assert_int_eq(am_calendar_next(unit, next - 1), next);
        ck_assert_int_eq(am_calendar_first(unit, next), next);
        am_calendar_text(unit, first, before);
        ck_assert_str_eq(am_calendar_text(unit, next - 1, text), before);
        ck_assert_int_gt(strcmp(am_calendar_text(unit, next, text), before), 0);
        first = next;
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("calendar");
    TCase *tcase = tcase_create("calendar");

    tcase_add_loop_test(tcase, a_day_is_in_its_units, 0, ROWS(rows));
    tcase_add_loop_test(tcase, units_follow_each_other_without_a_gap, 0,
                        AM_CALENDAR_COUNT);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
