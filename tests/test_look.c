/* test_look - bars, sparklines and colours, by tables. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/look.h"
#include "suite.h"

static const struct am_look plain = {0};
static const struct am_look unicode = {.is_unicode = true};
static const struct am_look coloured = {.has_colour = true};

static const struct {
    const char *name;
    double share;
    unsigned columns;
    const char *plain, *unicode;
} bars[] = {
    {"nothing", 0, 10, "", ""},
    {"less than nothing", -0.5, 10, "", ""},
    {"no number", (double)NAN, 10, "", ""},
    {"all", 1, 4, "####", "████"},
    {"more than all", 7, 4, "####", "████"},
    {"infinitely more", (double)INFINITY, 2, "##", "██"},
    {"a half", 0.5, 4, "##", "██"},
    {"three eighths of a column", 0.375, 1, "", "▍"},
    {"a column and a half", 0.375, 4, "##", "█▌"},
    {"each eighth: 1", 0.125, 1, "", "▏"},
    {"each eighth: 2", 0.25, 1, "", "▎"},
    {"each eighth: 4", 0.5, 1, "#", "▌"},
    {"each eighth: 5", 0.625, 1, "#", "▋"},
    {"each eighth: 6", 0.75, 1, "#", "▊"},
    {"each eighth: 7", 0.875, 1, "#", "▉"},
    {"half of an eighth is one", 0.0625, 1, "", "▏"},
    {"less is nothing", 0.06, 1, "", ""},
    {"a twentieth of ten", 0.05, 10, "#", "▌"},
    {"less than a twentieth of ten", 0.049, 10, "", "▌"},
    {"no room", 1, 0, "", ""},
    {"more than the most", 1, 1000,
     "############################################################",
     "██████████████████████████████"
     "██████████████████████████████"},
};

START_TEST(bar_is_as_long_as_its_share)
{
    char text[AM_LOOK_BAR_SIZE];

    am_look_bar(&plain, bars[_i].share, bars[_i].columns, text);
    ck_assert_msg(strcmp(text, bars[_i].plain) == 0, "%s: <%s>", bars[_i].name,
                  text);
    am_look_bar(&unicode, bars[_i].share, bars[_i].columns, text);
    ck_assert_msg(strcmp(text, bars[_i].unicode) == 0, "%s: <%s>",
                  bars[_i].name, text);
}

END_TEST

static const struct {
    const char *name;
    double values[8];
    size_t count;
    unsigned columns;
    const char *out;
} sparks[] = {
    {"no value", {0}, 0, 10, ""},
    {"no room", {1, 2}, 2, 0, ""},
    {"all nothing", {0, 0, 0}, 3, 10, "..."},
    {"one", {5}, 1, 10, "█"},
    {"all eighths", {1, 2, 3, 4, 5, 6, 7, 8}, 8, 8, "▁▂▃▄▅▆▇█"},
    {"a little is not nothing", {0, 0.001, 1000}, 3, 3, ".▁█"},
    {"all alike", {3, 3, 3}, 3, 3, "███"},
    {"a column is the mean of two", {0, 2, 4, 4}, 4, 2, "▂█"},
    {"values are shared out", {1, 1, 8, 8, 8}, 5, 2, "▁█"},
    {"so small that it overflows nothing", {5e-324, 1e308}, 2, 2, "▁█"},
};

START_TEST(spark_is_as_high_as_its_values)
{
    char text[AM_LOOK_SPARK_SIZE];

    am_look_spark(sparks[_i].values, sparks[_i].count, sparks[_i].columns,
                  text);
    ck_assert_msg(strcmp(text, sparks[_i].out) == 0, "%s: <%s>",
                  sparks[_i].name, text);
}

END_TEST

START_TEST(spark_of_very_many_values_has_its_most_columns)
{
    static double values[5000];
    char text[AM_LOOK_SPARK_SIZE];

    for (size_t i = 0; i < ROWS(values); i++)
        values[i] = 1;
    am_look_spark(values, ROWS(values), 100000, text);
    ck_assert_uint_eq(strlen(text), AM_LOOK_SPARK_SIZE - 1);
}

END_TEST

START_TEST(colour_only_where_there_is_some)
{
    for (int ink = AM_INK_NONE; ink < AM_INK_COUNT; ink++) {
        const char *begin = am_look_begin(&coloured, (enum am_ink)ink);
        ck_assert_str_eq(am_look_begin(&plain, (enum am_ink)ink), "");
        ck_assert_str_eq(am_look_begin(NULL, (enum am_ink)ink), "");
        ck_assert_int_eq(begin[0] == '\033', ink != AM_INK_NONE);
    }
    ck_assert_str_eq(am_look_end(&plain), "");
    ck_assert_str_eq(am_look_end(NULL), "");
    ck_assert_str_eq(am_look_end(&coloured), "\033[0m");
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("look");
    TCase *tcase = tcase_create("look");

    tcase_add_loop_test(tcase, bar_is_as_long_as_its_share, 0, ROWS(bars));
    tcase_add_loop_test(tcase, spark_is_as_high_as_its_values, 0, ROWS(sparks));
    tcase_add_test(tcase, spark_of_very_many_values_has_its_most_columns);
    tcase_add_test(tcase, colour_only_where_there_is_some);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
