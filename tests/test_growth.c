/* test_growth - the growth a year, by Theil and Sen. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/growth.h"
#include "suite.h"

#define WEEK (7 / 365.2425)

/* Figures by the same definition, computed with Python's statistics module;
 * values are a week apart, "0" is left out. */
static const struct {
    const char *name, *values;
    struct am_interval growth;
} rows[] = {
    {"none", "", {(double)NAN, (double)NAN, (double)NAN}},
    {"seven are too few",
     "1 1 1 1 1 1 1",
     {(double)NAN, (double)NAN, (double)NAN}},
    {"the same all the time", "5 5 5 5 5 5 5 5", {0, 0, 0}},
    {"one wild week in nine changes nothing",
     "5 5 5 5 5000 5 5 5 5",
     {0, 0, 0}},
    {"eight weeks, any order of size",
     "100 104 99 103 108 102 110 107",
     {-0.22376253, 0.67641832, 2.95255449}},
    {"an odd number of pairs",
     "100 104 99 103 108 102 110 107 109 104",
     {-0.22280747, 0.61398470, 1.62814327}},
    {"a hole in time",
     "100 104 0 0 99 103 108 102 110 107",
     {-0.14938177, 0.56579939, 2.95255449}},
};

static size_t read_points(const char *values, struct am_growth_point *points)
{
    char words[256];
    char *rest = NULL;
    size_t count = 0;
    int week = 0;

    snprintf(words, sizeof(words), "%s", values);
    for (char *w = strtok_r(words, " ", &rest); w != NULL;
         w = strtok_r(NULL, " ", &rest), week++) {
        double value = strtod(w, NULL);
        if (value > 0)
            points[count++] = (struct am_growth_point){week * WEEK, value};
    }
    return count;
}

static void check(const char *name, double got, double want)
{
    ck_assert_msg((isnan(got) && isnan(want)) || fabs(got - want) < 1e-6,
                  "%s: %.8f, not %.8f", name, got, want);
}

START_TEST(growth_is_as_worked_out)
{
    struct am_growth_point points[64];
    struct am_interval growth;
    size_t count = read_points(rows[_i].values, points);

    ck_assert_int_eq(am_growth_find(&growth, points, count, NULL), 0);
    check(rows[_i].name, growth.low, rows[_i].growth.low);
    check(rows[_i].name, growth.central, rows[_i].growth.central);
    check(rows[_i].name, growth.high, rows[_i].growth.high);
}

END_TEST

/* Ten percent a year, though a quarter of the weeks is lost or doubled. */
START_TEST(a_quarter_of_wild_weeks_does_not_matter)
{
    struct am_growth_point points[AM_GROWTH_MOST + 100];
    struct am_interval growth;

    for (size_t i = 0; i < ROWS(points); i++) {
        points[i] = (struct am_growth_point){(double)i * WEEK,
                                             1e12 * pow(1.1, (double)i * WEEK)};
        if (i % 8 == 3)
            points[i].value /= 1000;
        if (i % 8 == 6)
            points[i].value *= 1000;
    }
    for (size_t count = 60; count < ROWS(points); count += 61) {
        ck_assert_int_eq(am_growth_find(&growth, points, count, NULL), 0);
        ck_assert_msg(fabs(growth.central - 0.1) < 0.005, "%zu: %f", count,
                      growth.central);
        ck_assert(growth.low <= 0.1 + 1e-9 && growth.high >= 0.1 - 1e-9);
    }
}

END_TEST

/* A rise that no double holds is none. */
START_TEST(what_is_no_number_is_not_told)
{
    struct am_growth_point points[AM_GROWTH_LEAST];
    struct am_interval growth;

    for (size_t i = 0; i < AM_GROWTH_LEAST; i++) {
        points[i] = (struct am_growth_point){(double)i * WEEK,
                                             pow(1e18, (double)i / 7.0)};
        points[i].value *= i % 2 == 1 ? 1e18 : 1;
    }
    ck_assert_int_eq(am_growth_find(&growth, points, AM_GROWTH_LEAST, NULL), 0);
    ck_assert(!isinf(growth.low) && !isinf(growth.central) &&
              !isinf(growth.high));
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("growth");
    TCase *tcase = tcase_create("growth");

    tcase_add_loop_test(tcase, growth_is_as_worked_out, 0, ROWS(rows));
    tcase_add_test(tcase, a_quarter_of_wild_weeks_does_not_matter);
    tcase_add_test(tcase, what_is_no_number_is_not_told);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
