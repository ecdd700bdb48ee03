/* test_factor - setting and measuring factors, choosing a grid: which wins. */
#include <math.h>
#include <string.h>

#include "carbon/factor.h"
#include "suite.h"

static struct am_factors factors;
static struct am_err err;

static void load(void)
{
    ck_assert_int_eq(am_factors_load(&factors, NULL, &err), 0);
}

static void unload(void)
{
    am_factors_free(&factors);
}

START_TEST(benchmarks_are_found)
{
    const struct am_benchmark *found =
        am_factors_find_benchmark(&factors, "lecko.mail_kg_per_employee_year");

    ck_assert_ptr_nonnull(found);
    ck_assert_double_eq_tol(found->value, 1.764, 1e-12);
    ck_assert_str_eq(found->unit, "kgCO2e");
    ck_assert_ptr_null(am_factors_find_benchmark(&factors, "lecko"));
}

END_TEST

static const struct {
    const char *name, *country, *used;
    int year, used_year;
    struct am_interval want;
    bool is_fallback;
} grids[] = {
    {"the year itself", "FRA", "FRA", 2024, 2024, {30.926, 44.18, 66.27}, 0},
    {"in small letters", "fra", "FRA", 2024, 2024, {30.926, 44.18, 66.27}, 0},
    {"after the series",
     "WORLD",
     "WORLD",
     2026,
     2024,
     {331.058, 472.94, 709.41},
     0},
    {"before the series",
     "WORLD",
     "WORLD",
     2010,
     2022,
     {340.193, 485.99, 728.985},
     0},
    {"an unknown country",
     "XXX",
     "WORLD",
     2024,
     2024,
     {331.058, 472.94, 709.41},
     1},
    {"a name", "France", "WORLD", 2023, 2023, {339.08, 484.4, 726.6}, 1},
};

START_TEST(a_grid_is_chosen)
{
    const struct am_interval *got = &factors.factor[AM_FACTOR_GRID].value;

    am_factors_use_grid(&factors, grids[_i].country, grids[_i].year);
    ck_assert_str_eq(factors.grid->country, grids[_i].used);
    ck_assert_int_eq(factors.grid_year, grids[_i].used_year);
    ck_assert(factors.grid_is_fallback == grids[_i].is_fallback);
    ck_assert_double_eq_tol(got->low, grids[_i].want.low, 1e-9);
    ck_assert_double_eq_tol(got->central, grids[_i].want.central, 1e-9);
    ck_assert_double_eq_tol(got->high, grids[_i].want.high, 1e-9);
}

END_TEST

#define NO_VALUE \
 {               \
  0, 0, 0        \
 }

static const struct {
    const char *name, *text;
    int result;
    enum am_factor_id id;
    struct am_interval want;
} sets[] = {
    {"one value", "storage.pue=1.2", 0, AM_FACTOR_STORAGE_PUE, {1.2, 1.2, 1.2}},
    {"three",
     "storage.pue=1.1,1.2,1.3",
     0,
     AM_FACTOR_STORAGE_PUE,
     {1.1, 1.2, 1.3}},
    {"grid", "grid=51.1", 0, AM_FACTOR_GRID, {51.1, 51.1, 51.1}},
    {"an exponent",
     "shared.link_bytes=2e3",
     0,
     AM_FACTOR_SHARED_LINK_BYTES,
     {2000, 2000, 2000}},
    {"zero", "mail.sent_copies=0", 0, AM_FACTOR_MAIL_SENT_COPIES, {0, 0, 0}},
    {"no =", "storage.pue", -1, 0, NO_VALUE},
    {"nothing", "", -1, 0, NO_VALUE},
    {"no id", "=1", -1, 0, NO_VALUE},
    {"no value", "storage.pue=", -1, 0, NO_VALUE},
    {"unknown", "storage.pu=1", -1, 0, NO_VALUE},
    {"a row of the grid", "grid.FRA=40", -1, 0, NO_VALUE},
    {"two values", "storage.pue=1,2", -1, 0, NO_VALUE},
    {"four values", "storage.pue=1,2,3,4", -1, 0, NO_VALUE},
    {"a comma at the end", "storage.pue=1,2,3,", -1, 0, NO_VALUE},
    {"an empty place", "storage.pue=1,,3", -1, 0, NO_VALUE},
    {"out of order", "storage.pue=1.3,1.2,1.1", -1, 0, NO_VALUE},
    {"out of bounds", "storage.pue=0.5", -1, 0, NO_VALUE},
    {"negative", "grid=-1", -1, 0, NO_VALUE},
    {"a space", "grid= 1", -1, 0, NO_VALUE},
    {"text behind", "grid=1g", -1, 0, NO_VALUE},
    {"hexadecimal", "grid=0x10", -1, 0, NO_VALUE},
    {"infinite", "grid=inf", -1, 0, NO_VALUE},
    {"too large", "grid=1e999", -1, 0, NO_VALUE},
    {"not a number", "grid=nan", -1, 0, NO_VALUE},
    {"only a sign", "grid=-", -1, 0, NO_VALUE},
};

START_TEST(factors_are_set)
{
    int result =
        am_factors_set(&factors, sets[_i].text, AM_FACTOR_OPTION, &err);

    ck_assert_msg(result == sets[_i].result, "%s", sets[_i].name);
    if (result < 0) {
        ck_assert_int_eq(err.code, AM_EINVAL);
        return;
    }
    const struct am_factor *factor = &factors.factor[sets[_i].id];
    ck_assert_double_eq(factor->value.low, sets[_i].want.low);
    ck_assert_double_eq(factor->value.central, sets[_i].want.central);
    ck_assert_double_eq(factor->value.high, sets[_i].want.high);
    ck_assert_int_eq(factor->status, AM_FACTOR_OPTION);
}

END_TEST

static void set(const char *text, enum am_factor_status status)
{
    ck_assert_msg(am_factors_set(&factors, text, status, &err) == 0, "%s",
                  err.text);
}

START_TEST(the_administrator_wins)
{
    const struct am_factor *sent = &factors.factor[AM_FACTOR_MAIL_SENT_COPIES];

    ck_assert_int_eq(am_factors_measure(&factors, AM_FACTOR_MAIL_SENT_COPIES,
                                        0.3, "of a test", &err),
                     0);
    ck_assert_double_eq(sent->value.high, 0.3);
    ck_assert_str_eq(am_factor_status_name(sent->status), "measured");
    set("mail.sent_copies=0.5", AM_FACTOR_CONFIG);
    ck_assert_double_eq(sent->value.central, 0.5);
    ck_assert_int_eq(am_factors_measure(&factors, AM_FACTOR_MAIL_SENT_COPIES,
                                        0.3, "of a test", &err),
                     0);
    ck_assert_double_eq(sent->value.central, 0.5);
    ck_assert_str_eq(am_factor_status_name(sent->status), "config");
    set("mail.sent_copies=0.6", AM_FACTOR_OPTION);
    set("mail.sent_copies=0.7", AM_FACTOR_CONFIG);
    ck_assert_double_eq(sent->value.central, 0.6);
    set("mail.sent_copies=0.8", AM_FACTOR_OPTION);
    ck_assert_double_eq(sent->value.central, 0.8);
}

END_TEST

START_TEST(a_measured_value_is_checked)
{
    ck_assert_int_eq(am_factors_measure(&factors, AM_FACTOR_MAIL_SIS_SHARE, 1.5,
                                        "of a test", &err),
                     -1);
    ck_assert_int_eq(am_factors_measure(&factors, AM_FACTOR_MAIL_EXPANSION,
                                        (double)NAN, "of a test", &err),
                     -1);
    ck_assert_ptr_nonnull(strstr(err.text, "mail.expansion"));
}

END_TEST

START_TEST(a_set_grid_stays)
{
    set("grid=51.1", AM_FACTOR_CONFIG);
    am_factors_use_grid(&factors, "XXX", 2024);
    ck_assert_double_eq(factors.factor[AM_FACTOR_GRID].value.central, 51.1);
    ck_assert_ptr_null(factors.grid);
    ck_assert(!factors.grid_is_fallback);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("factor");
    TCase *tcase = tcase_create("factor");

    tcase_add_checked_fixture(tcase, load, unload);
    tcase_add_test(tcase, benchmarks_are_found);
    tcase_add_loop_test(tcase, a_grid_is_chosen, 0, ROWS(grids));
    tcase_add_loop_test(tcase, factors_are_set, 0, ROWS(sets));
    tcase_add_test(tcase, the_administrator_wins);
    tcase_add_test(tcase, a_measured_value_is_checked);
    tcase_add_test(tcase, a_set_grid_stays);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
