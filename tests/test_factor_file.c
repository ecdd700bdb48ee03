/*
 * test_factor_file - what the factor file holds and what is refused.  Bad files
 * are made from the built-in one by replacing a piece of its text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "carbon/factor.h"
#include "carbon/factor_file.h"
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

/* The built-in file with the first `from` after `after` become `to`, as a
 * string to free. */
static char *changed(const char *after, const char *from, const char *to)
{
    size_t size = am_factor_file_builtin_size;
    char *text = calloc(1, size + strlen(to) + 1);
    ck_assert_ptr_nonnull(text);
    memcpy(text, am_factor_file_builtin, size);

    char *place = strstr(text, after);
    ck_assert_msg(place != NULL, "no '%s' in the file", after);
    place = strstr(place, from);
    ck_assert_msg(place != NULL, "no '%s' after '%s'", from, after);
    memmove(place + strlen(to), place + strlen(from),
            strlen(place + strlen(from)) + 1);
    memcpy(place, to, strlen(to));
    return text;
}

static int parse(struct am_factors *got, const char *name, const char *text,
                 size_t size)
{
    const struct am_factor_text whole = {name, text, size, NULL, NULL};

    return am_factor_file_parse(got, &whole, &err);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

#define PUE   "\"storage.pue\""
#define FRA   "\"grid.FRA\""
#define WORLD "\"grid.WORLD\""

static const struct {
    const char *name;
    const char *after, *from, *to;
    const char *says[2]; /* parts of the error */
} bad[] = {
    {"not JSON", "{", "{", "", {":2: ", NULL}},
    {"a key twice", "{", "\"schema\"", "\"schema\":\"\",\"schema\"", {":2: "}},
    {"another schema", "{", "factors/1", "factors/2", {"schema", NULL}},
    {"no version", "{", "\"version\"", "\"versio\"", {"version", "missing"}},
    {"an empty version", "{", "2026.11", "", {"version", "missing"}},
    {"no grid rule", "{", "grid_rule", "grid_role", {"grid_rule", "missing"}},
    {"a low multiplier over 1", "{", "0.7,", "1.7,", {"grid_rule", "<= 1"}},
    {"a negative multiplier", "{", "0.7,", "-0.7,", {"grid_rule", "0 <="}},
    {"a high multiplier below 1", "{", "1.5,", "0.5,", {"grid_rule", "1 <="}},
    {"no factors", "{", "\"factors\": [", "\"x\": [", {"factors", "array"}},
    {"no id", PUE, "\"storage.pue\"", "1", {"factors[3]", "no id"}},
    {"an unknown id", PUE, "storage.pue", "storage.pu", {"storage.pu", "id"}},
    {"a grid without country", PUE, "storage.pue", "grid", {"grid", "unknown"}},
    {"a missing factor",
     "{",
     "\"factors\": [",
     "\"factors\": [], \"x\": [",
     {"client.cache_copies", "no default"}},
    {"a factor twice",
     PUE,
     "storage.pue",
     "ssd.watts_per_tb",
     {"ssd.watts_per_tb", "twice"}},
    {"no unit", PUE, "\"unit\"", "\"unti\"", {"storage.pue", "unit"}},
    {"no source", PUE, "\"source\"", "\"sauce\"", {"storage.pue", "source"}},
    {"an empty unit", PUE, "\"ratio\"", "\"\"", {"storage.pue", "unit"}},
    {"no year", PUE, "\"year\"", "\"jahr\"", {"storage.pue", "year"}},
    {"a year as text", PUE, "2025", "\"2025\"", {"storage.pue", "year"}},
    {"a year beyond int", PUE, "2025", "4294967296", {"storage.pue", "year"}},
    {"no low", PUE, "\"low\"", "\"lwo\"", {"storage.pue", "low is missing"}},
    {"no central", PUE, "\"central\"", "\"c\"", {"storage.pue", "central is"}},
    {"no high", PUE, "\"high\"", "\"h\"", {"storage.pue", "high is missing"}},
    {"a value as text", PUE, "1.54", "\"1.54\"", {"storage.pue", "central is"}},
    {"a null", PUE, "1.54", "null", {"storage.pue", "central is"}},
    {"not finite", PUE, "2.0", "1e999", {"real number overflow", NULL}},
    {"low over central", PUE, "1.1", "1.6", {"storage.pue", "low <= central"}},
    {"central over high", PUE, "2.0", "1.5", {"storage.pue", "<= high"}},
    {"a PUE below 1", PUE, "1.1", "0.9", {"storage.pue", "below 1"}},
    {"a negative value",
     "\"hdd.watts_per_tb\"",
     "0.27",
     "-0.27",
     {"hdd.watts_per_tb", "below 0"}},
    {"an SSD share over 1",
     "\"storage.ssd_share\"",
     "1.0",
     "1.01",
     {"storage.ssd_share", "over 1"}},
    {"a linked share over 1",
     "\"mail.sis_share\"",
     "0.5",
     "1.5",
     {"mail.sis_share", "over 1"}},
    {"a synced share over 1",
     "\"shared.sync_share\"",
     "0.5",
     "1.5",
     {"shared.sync_share", "over 1"}},
    {"a second-hand share over 1",
     "\"hw.refurb_share\"",
     "\"high\": 0.0",
     "\"high\": 2",
     {"hw.refurb_share", "over 1"}},
    {"a lifetime of 0",
     "\"hw.lifetime_years\"",
     "3.0",
     "0",
     {"hw.lifetime_years", "not over 0"}},
    {"a second lifetime of 0",
     "\"hw.refurb_lifetime_years\"",
     "2.0",
     "0",
     {"hw.refurb_lifetime_years", "not over 0"}},
    {"a utilisation of 0",
     "\"storage.utilisation\"",
     "0.4",
     "0",
     {"storage.utilisation", "not over 0"}},
    {"a utilisation over 1",
     "\"storage.utilisation\"",
     "0.85",
     "85",
     {"storage.utilisation", "over 1"}},
    {"a country of two letters", FRA, "grid.FRA", "grid.FR", {"grid.FR", "id"}},
    {"a country twice", FRA, "grid.FRA", "grid.FIN", {"grid.FIN", "twice"}},
    {"no world", WORLD, "grid.WORLD", "grid.WLD", {"grid.WORLD", "missing"}},
    {"no series", FRA, "\"series\"", "\"seris\"", {"grid.FRA", "no series"}},
    {"a series as number",
     FRA,
     "series\": {",
     "series\": 1, \"x\": {",
     {"grid.FRA", "no series"}},
    {"a series without years",
     FRA,
     "series\": {",
     "series\": {}, \"x\": {",
     {"grid.FRA", "no series"}},
    {"a year of two digits", FRA, "\"2022\"", "\"22\"", {"grid.FRA", "a year"}},
    {"a negative year's value",
     FRA,
     "\"2022\": ",
     "\"2022\": -",
     {"grid.FRA", ">= 0"}},
    {"a year's value as text",
     FRA,
     "\"2022\": ",
     "\"2022\": \"x\", \"2021\": ",
     {"grid.FRA", ">= 0"}},
    {"a grid without unit", FRA, "\"unit\"", "\"u\"", {"grid.FRA", "no unit"}},
    {"a grid without low", FRA, "\"low\"", "\"l\"", {"grid.FRA", "low is"}},
    {"a grid's low over central",
     FRA,
     "\"low\": ",
     "\"low\": 9",
     {"grid.FRA", "low <= central"}},
    {"benchmarks of another kind",
     "{",
     "\"benchmarks\": [",
     "\"benchmarks\": 1, \"x\": [",
     {"benchmarks", "array"}},
    {"a benchmark without source",
     "\"benchmarks\"",
     "\"source\"",
     "\"s\"",
     {"benchmarks[0]", "source"}},
    {"a benchmark without value",
     "\"benchmarks\"",
     "\"value\"",
     "\"v\"",
     {"lecko.total_kg_per_employee_year", "value is missing"}},
};

START_TEST(bad_files_are_refused)
{
    char *text = changed(bad[_i].after, bad[_i].from, bad[_i].to);
    struct am_factors got = {0};

    int result = parse(&got, "my.json", text, strlen(text));
    ck_assert_msg(result == -1, "%s: accepted", bad[_i].name);
    ck_assert_int_eq(err.code, AM_EINVAL);
    ck_assert_msg(strncmp(err.text, "my.json:", 8) == 0, "%s", err.text);
    for (size_t i = 0; i < 2 && bad[_i].says[i] != NULL; i++) {
        ck_assert_msg(strstr(err.text, bad[_i].says[i]) != NULL, "%s: %s",
                      bad[_i].name, err.text);
    }
    am_factors_free(&got);
    free(text);
}

END_TEST

START_TEST(a_cut_file_is_refused)
{
    const char *text = (const char *)am_factor_file_builtin;

    for (size_t size = 0; size < am_factor_file_builtin_size - 2; size += 499) {
        struct am_factors got = {0};
        ck_assert_int_eq(parse(&got, "cut", text, size), -1);
        am_factors_free(&got);
    }
}

END_TEST

START_TEST(a_file_that_is_not_there)
{
    struct am_factors got;

    ck_assert_int_eq(am_factors_load(&got, "/nonexistent/f.json", &err), -1);
    ck_assert_int_eq(err.code, AM_ENOTFOUND);
    ck_assert_ptr_nonnull(strstr(err.text, "/nonexistent/f.json"));
    ck_assert_ptr_null(got.document);
}

END_TEST

/* The digest is that of the bytes, whoever holds them. */
START_TEST(a_file_of_the_user)
{
    char path[] = "/tmp/attachmeter-factor-XXXXXX";
    struct am_factors got;
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);

    char *text = changed("{", "2026.11", "2026.11");
    write_file(path, text);
    ck_assert_msg(am_factors_load(&got, path, &err) == 0, "%s", err.text);
    ck_assert_str_eq(got.sha256, factors.sha256);
    ck_assert_int_eq(got.factor[0].status, AM_FACTOR_FILE);
    ck_assert_int_eq(factors.factor[0].status, AM_FACTOR_DEFAULT);
    am_factors_free(&got);
    free(text);

    text = changed("{", "2026.11", "2026.12-ours");
    write_file(path, text);
    ck_assert_msg(am_factors_load(&got, path, &err) == 0, "%s", err.text);
    ck_assert_str_eq(got.version, "2026.12-ours");
    ck_assert_str_ne(got.sha256, factors.sha256);
    am_factors_free(&got);
    free(text);
    unlink(path);
}

END_TEST

/* Years in any order in the file, with a hole between them. */
START_TEST(a_series_is_put_in_order)
{
    char *text = changed(FRA, "\"2022\"", "\"2030\": 3, \"2010\": 1, \"2022\"");
    struct am_factors got = {0};
    ck_assert_msg(parse(&got, "f", text, strlen(text)) == 0, "%s", err.text);

    const struct am_grid *grid = am_factors_find_grid(&got, "FRA");
    ck_assert_ptr_nonnull(grid);
    for (size_t i = 1; i < grid->year_count; i++)
        ck_assert_int_lt(grid->years[i - 1].year, grid->years[i].year);
    am_factors_use_grid(&got, "FRA", 2021);
    ck_assert_int_eq(got.grid_year, 2010);
    am_factors_use_grid(&got, "FRA", 2009);
    ck_assert_int_eq(got.grid_year, 2010);
    am_factors_use_grid(&got, "FRA", 2031);
    ck_assert_int_eq(got.grid_year, 2030);
    am_factors_free(&got);
    free(text);
}

END_TEST

/* One row for each rule, all broken in one file. */
static const char many_flaws[] =
    "{\"schema\": \"attachmeter-factors/1\", \"grid_rule\": {},"
    "\"factors\": [{\"low\": 1}, {\"id\": \"grid.FR\"},"
    " {\"id\": \"grid.WORLD\", \"unit\": \"g\", \"source\": \"s\","
    "  \"low\": 1, \"central\": 1, \"high\": 1},"
    " {\"id\": \"storage.pu\"}, {\"id\": \"storage.pue\"},"
    " {\"id\": \"storage.ssd_share\", \"unit\": \"u\", \"source\": \"s\","
    "  \"year\": 2026, \"low\": 0, \"central\": 1, \"high\": 2},"
    " {\"id\": \"hdd.watts_per_tb\", \"unit\": \"u\", \"source\": \"s\","
    "  \"year\": 2026, \"low\": 3, \"central\": 2, \"high\": 4}],"
    "\"benchmarks\": [{\"id\": \"x\"}]}";

static const char *const many_wanted[] = {
    "f: version: is missing",
    "f: grid_rule: low_multiplier is missing",
    "f: factors[0]: has no id",
    "f: grid.FR: unknown id",
    "f: grid.WORLD: has no series",
    "f: storage.pu: unknown id",
    "f: storage.pue: has no unit",
    "f: storage.ssd_share: high 2 is over 1",
    "f: hdd.watts_per_tb: 3, 2, 4 are not low <= central <= high",
    "f: benchmarks[0]: has no id",
    "f: client.cache_copies: is missing",
};

static void match_flaw(void *context, const char *flaw)
{
    size_t *told = context;

    if (*told < ROWS(many_wanted)) {
        ck_assert_msg(
            strncmp(flaw, many_wanted[*told], strlen(many_wanted[*told])) == 0,
            "'%s' where '%s' is wanted", flaw, many_wanted[*told]);
    }
    ++*told;
}

START_TEST(all_flaws_are_told)
{
    struct am_factors got = {0};
    size_t told = 0;
    const struct am_factor_text whole = {"f", many_flaws, strlen(many_flaws),
                                         match_flaw, &told};

    ck_assert_int_eq(am_factor_file_parse(&got, &whole, &err), -1);
    /* All factors but grid and the three that have a row are missing. */
    ck_assert_uint_eq(told, 10 + AM_FACTOR_COUNT - 4);
    am_factors_free(&got);
}

END_TEST

START_TEST(the_built_in_file_is_complete)
{
    ck_assert_str_ne(factors.version, "");
    ck_assert_uint_eq(strlen(factors.sha256), 64);
    ck_assert_uint_eq(strspn(factors.sha256, "0123456789abcdef"), 64);
    ck_assert_uint_ge(factors.grid_count, 76);
    for (size_t i = 0; i < AM_FACTOR_COUNT; i++) {
        const struct am_factor *factor = &factors.factor[i];
        const char *name = am_factor_name((enum am_factor_id)i);
        ck_assert_str_eq(factor->id, name);
        ck_assert_uint_eq(am_factor_find(name), i);
        ck_assert_str_ne(factor->source, "");
        ck_assert_str_ne(factor->unit, "");
        ck_assert_int_ge(factor->year, 1990);
        if (i > 0)
            ck_assert_str_lt(am_factor_name((enum am_factor_id)(i - 1)), name);
    }
    ck_assert_int_eq(am_factor_find("storage"), AM_FACTOR_COUNT);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("factor_file");
    TCase *tcase = tcase_create("factor_file");

    tcase_add_checked_fixture(tcase, load, unload);
    tcase_add_loop_test(tcase, bad_files_are_refused, 0, ROWS(bad));
    tcase_add_test(tcase, a_cut_file_is_refused);
    tcase_add_test(tcase, a_file_that_is_not_there);
    tcase_add_test(tcase, a_file_of_the_user);
    tcase_add_test(tcase, a_series_is_put_in_order);
    tcase_add_test(tcase, all_flaws_are_told);
    tcase_add_test(tcase, the_built_in_file_is_complete);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
