/*
 * test_interval - the combination of swings.  Expected values are computed by
 * hand from the rule: with one factor the interval is the swing itself, with
 * two of the same size it is wider by the square root of two.
 */
#include <math.h>
#include <string.h>

#include "carbon/interval.h"
#include "suite.h"

#define FACTORS 3

static const struct {
    const char *name;
    enum am_interval_kind kind;
    double central;
    struct am_swing swings[FACTORS];
    struct am_interval want;
    double weight[FACTORS];
} rows[] = {
    {"nothing swings",
     AM_INTERVAL_PLAIN,
     5,
     {{5, 5}, {5, 5}, {5, 5}},
     {5, 5, 5},
     {0, 0, 0}},
    {"zero without swings is zero",
     AM_INTERVAL_PLAIN,
     0,
     {{0, 0}, {0, 0}, {0, 0}},
     {0, 0, 0},
     {0, 0, 0}},
    {"log: one factor gives its own ends",
     AM_INTERVAL_PLAIN,
     10,
     {{5, 40}, {10, 10}, {10, 10}},
     {5, 10, 40},
     {1, 0, 0}},
    {"log: a factor in the denominator turns its ends round",
     AM_INTERVAL_PLAIN,
     10,
     {{40, 5}, {10, 10}, {10, 10}},
     {5, 10, 40},
     {1, 0, 0}},
    {"log: both ends on one side",
     AM_INTERVAL_PLAIN,
     10,
     {{12, 40}, {10, 10}, {10, 10}},
     {10, 10, 40},
     {1, 0, 0}},
    {"log: squares add up",
     AM_INTERVAL_PLAIN,
     1,
     {{0.125, 8}, {1.0 / 16, 16}, {1, 1}},
     {1.0 / 32, 1, 32},
     {9.0 / 25, 16.0 / 25, 0}},
    {"a zero end makes it linear and is cut at zero",
     AM_INTERVAL_PLAIN,
     10,
     {{0, 14}, {4, 13}, {10, 10}},
     {0, 10, 15},
     {116.0 / 161, 45.0 / 161, 0}},
    {"signed: log above zero",
     AM_INTERVAL_SIGNED,
     10,
     {{5, 40}, {10, 10}, {10, 10}},
     {5, 10, 40},
     {1, 0, 0}},
    {"signed: log of the opposite below zero",
     AM_INTERVAL_SIGNED,
     -10,
     {{-40, -5}, {-10, -10}, {-10, -10}},
     {-40, -10, -5},
     {1, 0, 0}},
    {"signed: squares add up below zero",
     AM_INTERVAL_SIGNED,
     -1,
     {{-8, -0.125}, {-16, -1.0 / 16}, {-1, -1}},
     {-32, -1, -1.0 / 32},
     {9.0 / 25, 16.0 / 25, 0}},
    {"signed: linear across zero, not cut",
     AM_INTERVAL_SIGNED,
     1,
     {{-2, 4}, {-3, 5}, {1, 1}},
     {-4, 1, 6},
     {18.0 / 50, 32.0 / 50, 0}},
    {"signed: linear if an end is zero",
     AM_INTERVAL_SIGNED,
     -3,
     {{-7, 0}, {-3, -3}, {-3, -3}},
     {-7, -3, 0},
     {1, 0, 0}},
    {"linear although all is positive",
     AM_INTERVAL_LINEAR,
     10,
     {{7, 14}, {6, 13}, {10, 10}},
     {5, 10, 15},
     {0.5, 0.5, 0}},
    {"linear is not cut",
     AM_INTERVAL_LINEAR,
     1,
     {{0.5, 2}, {-3, 1}, {1, 1}},
     {1 - 4.031128874149275, 1, 2},
     {1.25 / 17.25, 16 / 17.25, 0}},
    {"the central value is no number",
     AM_INTERVAL_PLAIN,
     (double)NAN,
     {{1, 2}, {1, 2}, {1, 2}},
     {(double)NAN, (double)NAN, (double)NAN},
     {0, 0, 0}},
    {"a low swing is no number",
     AM_INTERVAL_PLAIN,
     1,
     {{1, 2}, {(double)NAN, 2}, {1, 1}},
     {(double)NAN, (double)NAN, (double)NAN},
     {0, 0, 0}},
    {"a high swing is no number",
     AM_INTERVAL_LINEAR,
     1,
     {{1, 2}, {1, 1}, {1, (double)NAN}},
     {(double)NAN, (double)NAN, (double)NAN},
     {0, 0, 0}},
    {"an infinite swing is no number",
     AM_INTERVAL_SIGNED,
     1,
     {{1, (double)INFINITY}, {1, 1}, {1, 1}},
     {(double)NAN, (double)NAN, (double)NAN},
     {0, 0, 0}},
    {"a bound beyond the range of a double is no number",
     AM_INTERVAL_PLAIN,
     1e300,
     {{1, 1e305}, {1, 1e308}, {1, 1e308}},
     {(double)NAN, (double)NAN, (double)NAN},
     {0, 0, 0}},
};

static void check_value(const char *name, double got, double want)
{
    if (isnan(want)) {
        ck_assert_msg(isnan(got), "%s: %g is a number", name, got);
    } else {
        ck_assert_msg(fabs(got - want) <= 1e-12 * fmax(1, fabs(want)),
                      "%s: %.17g, not %.17g", name, got, want);
    }
}

START_TEST(swings_are_combined)
{
    double weight[FACTORS] = {-1, -1, -1};
    struct am_interval got = am_interval_combine(
        rows[_i].kind, rows[_i].central, rows[_i].swings, FACTORS, weight);

    check_value(rows[_i].name, got.low, rows[_i].want.low);
    check_value(rows[_i].name, got.central, rows[_i].want.central);
    check_value(rows[_i].name, got.high, rows[_i].want.high);
    for (size_t i = 0; i < FACTORS; i++)
        check_value(rows[_i].name, weight[i], rows[_i].weight[i]);
    ck_assert(am_interval_is_known(&got) == !isnan(rows[_i].want.central));
}

END_TEST

START_TEST(weights_may_be_left_out)
{
    struct am_swing swing = {5, 20};
    struct am_interval got =
        am_interval_combine(AM_INTERVAL_PLAIN, 10, &swing, 1, NULL);

    check_value("low", got.low, 5);
    check_value("high", got.high, 20);
}

END_TEST

START_TEST(intervals_are_scaled)
{
    struct am_interval interval = {1, 2, 4};
    struct am_interval twice = am_interval_scale(interval, 2);
    struct am_interval turned = am_interval_scale(interval, -1);

    check_value("low", twice.low, 2);
    check_value("central", twice.central, 4);
    check_value("high", twice.high, 8);
    check_value("low", turned.low, -4);
    check_value("central", turned.central, -2);
    check_value("high", turned.high, -1);
}

END_TEST

static const struct {
    const char *name;
    struct am_interval interval;
    double least, most;
    struct am_interval want;
} limited[] = {
    {"inside", {1, 2, 4}, 0, 5, {1, 2, 4}},
    {"both ends", {1, 2, 4}, 1.5, 3, {1.5, 2, 3}},
    {"no most", {1, 2, 4}, 1.5, (double)INFINITY, {1.5, 2, 4}},
    {"all below", {-3, -2, -1}, 0, 1, {0, 0, 0}},
    {"no value",
     {(double)NAN, (double)NAN, (double)NAN},
     0,
     1,
     {(double)NAN, (double)NAN, (double)NAN}},
};

START_TEST(intervals_are_limited)
{
    struct am_interval got = am_interval_limit(
        limited[_i].interval, limited[_i].least, limited[_i].most);

    check_value("low", got.low, limited[_i].want.low);
    check_value("central", got.central, limited[_i].want.central);
    check_value("high", got.high, limited[_i].want.high);
}

END_TEST

static const struct {
    const char *name;
    struct am_interval interval;
    double value;
    bool result;
} contained[] = {
    {"inside", {1, 2, 3}, 2.5, true},
    {"the low end", {1, 2, 3}, 1, true},
    {"the high end", {1, 2, 3}, 3, true},
    {"below", {1, 2, 3}, 0.99, false},
    {"above", {1, 2, 3}, 3.01, false},
    {"no value", {(double)NAN, (double)NAN, (double)NAN}, 1, false},
};

START_TEST(intervals_contain_values)
{
    ck_assert_msg(
        am_interval_contains(&contained[_i].interval, contained[_i].value) ==
            contained[_i].result,
        "%s", contained[_i].name);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("interval");
    TCase *tcase = tcase_create("interval");

    tcase_add_loop_test(tcase, swings_are_combined, 0, ROWS(rows));
    tcase_add_test(tcase, weights_may_be_left_out);
    tcase_add_test(tcase, intervals_are_scaled);
    tcase_add_loop_test(tcase, intervals_are_limited, 0, ROWS(limited));
    tcase_add_loop_test(tcase, intervals_contain_values, 0, ROWS(contained));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
