/* test_scale - steps of two significant digits. */
#include <stdio.h>

#include "report/scale.h"
#include "suite.h"

static const struct {
    int64_t value, least; /* of the step it is in */
} rows[] = {
    {-5, 0},
    {0, 0},
    {1, 1},
    {9, 9},
    {10, 10},
    {99, 99},
    {100, 100},
    {109, 100},
    {110, 110},
    {999, 990},
    {1000, 1000},
    {65535, 65000},
    {2149999, 2100000},
    {INT64_MAX, INT64_C(9200000000000000000)},
};

START_TEST(a_value_is_in_its_step)
{
    unsigned step = am_scale_step(rows[_i].value);

    ck_assert_uint_lt(step, AM_SCALE_STEPS);
    ck_assert_int_eq(am_scale_least(step), rows[_i].least);
}

END_TEST

START_TEST(steps_follow_each_other_without_a_gap)
{
    for (unsigned step = 0; step < AM_SCALE_STEPS - 8; step++) {
        int64_t least = am_scale_least(step);
        if (least == INT64_MAX)
            break;
        ck_assert_uint_eq(am_scale_step(least), step);
        ck_assert_int_lt(least, am_scale_least(step + 1));
        if (least > 0)
            ck_assert_uint_eq(am_scale_step(least - 1), step - 1);
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("scale");
    TCase *tcase = tcase_create("scale");

    tcase_add_loop_test(tcase, a_value_is_in_its_step, 0, ROWS(rows));
    tcase_add_test(tcase, steps_follow_each_other_without_a_gap);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
