/*
 * test_median - what the bench and the crowd judge by.  The interval is held
 * against that of order statistics: of 15 different values the median of what
 * they are drawn from is between the 4th and the 12th in 96 of 100 cases
 * (binomial distribution), between the 5th and the 11th in 88.
 */
#include <string.h>

#include "bench/median.h"
#include "suite.h"

#define MOST 15

static const struct {
    const char *name;
    size_t count;
    double values[MOST];
    double median;
    double low[2], high[2]; /* at least, at most */
} rows[] = {
    {"one value", 1, {7}, 7, {7, 7}, {7, 7}},
    {"two: their middle", 2, {9, 4}, 6.5, {4, 4}, {9, 9}},
    {"an odd number, in no order", 3, {3, 1, 2}, 2, {1, 1}, {3, 3}},
    {"an even number: between the two", 4, {8, 1, 4, 2}, 3, {1, 1}, {8, 8}},
    {"all the same", 4, {5, 5, 5, 5}, 5, {5, 5}, {5, 5}},
    {"below zero", 3, {-1, -3, -2}, -2, {-3, -3}, {-1, -1}},
    {"one far away moves nothing",
     15,
     {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1000},
     1,
     {1, 1},
     {1, 1}},
    {"fifteen",
     15,
     {15, 1, 14, 2, 13, 3, 12, 4, 11, 5, 10, 6, 9, 7, 8},
     8,
     {4, 5},
     {11, 12}},
};

START_TEST(median_is_in_the_middle)
{
    double values[MOST];

    memcpy(values, rows[_i].values, sizeof(values));
    ck_assert_msg(median_of(values, rows[_i].count) == rows[_i].median, "%s",
                  rows[_i].name);
}

END_TEST

START_TEST(interval_is_as_wide_as_chance)
{
    struct median_interval found =
        median_interval(rows[_i].values, rows[_i].count);

    ck_assert_msg(
        found.median == rows[_i].median && found.low >= rows[_i].low[0] &&
            found.low <= rows[_i].low[1] && found.high >= rows[_i].high[0] &&
            found.high <= rows[_i].high[1],
        "%s: %g [%g .. %g]", rows[_i].name, found.median, found.low,
        found.high);
}

END_TEST

START_TEST(nothing_is_zero)
{
    struct median_interval found = median_interval(NULL, 0);

    ck_assert(found.median == 0 && found.low == 0 && found.high == 0);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("median");
    TCase *tcase = tcase_create("median");

    tcase_add_loop_test(tcase, median_is_in_the_middle, 0, ROWS(rows));
    tcase_add_loop_test(tcase, interval_is_as_wide_as_chance, 0, ROWS(rows));
    tcase_add_test(tcase, nothing_is_zero);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
