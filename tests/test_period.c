/* Tests of report/period: what days a wish means. */
#include "base/units.h"
#include "report/period.h"
#include "suite.h"

#define TODAY 20782 /* 2026-11-25 */

static const struct {
    const char *name;
    struct am_period_request request;
    const char *from, *until; /* NULL: refused */
} rows[] = {
    {"nothing: 30 complete days", {0}, "2026-10-26", "2026-11-25"},
    {"since alone takes in today",
     {.since = "2026-11-01"},
     "2026-11-01",
     "2026-11-26"},
    {"since today is today", {.since = "today"}, "2026-11-25", "2026-11-26"},
    {"since -7d", {.since = "-7d"}, "2026-11-18", "2026-11-26"},
    {"until is not in the range",
     {.since = "2026-11-01", .until = "2026-11-03"},
     "2026-11-01",
     "2026-11-03"},
    {"until alone ends 30 days",
     {.until = "2026-11-01"},
     "2026-10-02",
     "2026-11-01"},
    {"last 1d is yesterday", {.last = "1d"}, "2026-11-24", "2026-11-25"},
    {"last 48h is two days", {.last = "48h"}, "2026-11-23", "2026-11-25"},
    {"last 2w", {.last = "2w"}, "2026-11-11", "2026-11-25"},
    {"a leap year's end", {.day = "2024-02-29"}, "2024-02-29", "2024-03-01"},
    {"day yesterday", {.day = "yesterday"}, "2026-11-24", "2026-11-25"},
    {"finer than a day", {.last = "36h"}, NULL, NULL},
    {"last nothing", {.last = "0d"}, NULL, NULL},
    {"last without a unit", {.last = "30"}, NULL, NULL},
    {"last and since", {.since = "-7d", .last = "7d"}, NULL, NULL},
    {"day and until", {.day = "today", .until = "today"}, NULL, NULL},
    {"day and last", {.day = "today", .last = "7d"}, NULL, NULL},
    {"a year that is over", {.year = "2024"}, "2024-01-01", "2025-01-01"},
    {"this year: complete days", {.year = "2026"}, "2026-01-01", "2026-11-25"},
    {"a year to come", {.year = "2027"}, "2027-01-01", "2027-01-02"},
    {"a year of two digits", {.year = "26"}, NULL, NULL},
    {"a year and more", {.year = "2026x"}, NULL, NULL},
    {"a negative year", {.year = "-026"}, NULL, NULL},
    {"year and since", {.year = "2026", .since = "-7d"}, NULL, NULL},
    {"year and last", {.year = "2026", .last = "7d"}, NULL, NULL},
    {"a month that is over", {.month = "2026-02"}, "2026-02-01", "2026-03-01"},
    {"this month: complete days",
     {.month = "2026-11"},
     "2026-11-01",
     "2026-11-25"},
    {"a month to come", {.month = "2026-12"}, "2026-12-01", "2026-12-02"},
    {"the last month", {.month = "last"}, "2026-10-01", "2026-11-01"},
    {"a month of one digit", {.month = "2026-1"}, NULL, NULL},
    {"month 13", {.month = "2026-13"}, NULL, NULL},
    {"month 0", {.month = "2026-00"}, NULL, NULL},
    {"a month and more", {.month = "2026-011"}, NULL, NULL},
    {"a month without a year", {.month = "11"}, NULL, NULL},
    {"month and year", {.month = "2026-11", .year = "2026"}, NULL, NULL},
    {"month and day", {.month = "last", .day = "today"}, NULL, NULL},
    {"empty", {.since = "today", .until = "today"}, NULL, NULL},
    {"backwards", {.since = "today", .until = "-7d"}, NULL, NULL},
    {"from the first day on",
     {.since = "1970-01-01", .until = "2026-11-25"},
     "1970-01-01",
     "2026-11-25"},
    {"200 years",
     {.since = "2000-01-01", .until = "2200-01-02"},
     "2000-01-01",
     "2200-01-02"},
    {"a day more", {.since = "2000-01-01", .until = "2200-01-03"}, NULL, NULL},
    {"back to before 1970", {.last = "60y"}, NULL, NULL},
    {"back for ever", {.last = "99999999y"}, NULL, NULL},
    {"since before 1970", {.since = "-99999999y"}, NULL, NULL},
    {"30 days up to one of 1970", {.until = "1970-01-10"}, NULL, NULL},
    {"a year before 1970", {.year = "1969"}, NULL, NULL},
    {"a month before 1970", {.month = "1969-12"}, NULL, NULL},
    {"no such day", {.since = "2026-02-29"}, NULL, NULL},
    {"no day", {.until = "soon"}, NULL, NULL},
};

START_TEST(resolves)
{
    struct am_period period;
    struct am_err err = {0};
    char text[AM_DAY_TEXT_SIZE];
    int result = am_period_resolve(&period, &rows[_i].request, TODAY, &err);

    if (rows[_i].from == NULL) {
        ck_assert_msg(result == -1, "%s", rows[_i].name);
        ck_assert_msg(err.code == AM_EINVAL && err.text[0] != '\0', "%s",
                      rows[_i].name);
        return;
    }
    ck_assert_msg(result == 0, "%s: %s", rows[_i].name, err.text);
    ck_assert_str_eq(am_format_day(period.from_day, text), rows[_i].from);
    ck_assert_str_eq(am_format_day(period.until_day, text), rows[_i].until);
    ck_assert_int_eq(period.is_default, _i == 0);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("period");
    TCase *tests = tcase_create("period");

    tcase_add_loop_test(tests, resolves, 0, ROWS(rows));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
