/* Tests of report/columns: what becomes of cells. */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "report/columns.h"
#include "suite.h"

static const struct am_column headings[] = {{"what", 0}, {"n", 1}, {NULL, 0}};

// NOLINTBEGIN(misc-misleading-bidirectional): it is what is tested
static const struct {
    const char *name, *cell, *out;
} rows[] = {
    {"text", "pdf", "what  n\npdf   1\n"},
    {"wider than its heading", "spread sheet",
     "what          n\nspread sheet  1\n"},
    {"escape sequence", "\x1b[2J", "what     n\n\\x1b[2J  1\n"},
    {"line end", "a\nb", "what    n\na\\x0ab  1\n"},
    {"right to left", "a\xe2\x80\xae",
     "what           n\na\\xe2\\x80\\xae  1\n"},
    {"no UTF-8", "\xe9", "what  n\n\\xe9  1\n"},
    {"wide characters", "\xe4\xb8\xad\xe6\x96\x87",
     "what  n\n\xe4\xb8\xad\xe6\x96\x87  1\n"},
    {"more wide characters than their heading", "例え.テスト.example",
     "what                 n\n例え.テスト.example  1\n"},
};

// NOLINTEND(misc-misleading-bidirectional)

static char written[256];

static int print(const char *cell, const char *number)
{
    struct am_columns *columns = am_columns_create(headings, NULL);
    const char *const cells[] = {cell, number};
    struct am_err err;
    FILE *out = fmemopen(written, sizeof(written), "w");

    memset(written, 0, sizeof(written));
    ck_assert_ptr_nonnull(columns);
    am_columns_add(columns, cells);
    int result = am_columns_print(columns, out, &err);
    fclose(out);
    am_columns_destroy(&columns);
    return result;
}

/* In a locale in which libsmartcols itself would show most of them, and in one
 * in which it could not. */
START_TEST(shows_cells)
{
    ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8")); // NOLINT
    ck_assert_int_eq(print(rows[_i].cell, "1"), 0);
    ck_assert_msg(strcmp(written, rows[_i].out) == 0, "%s: <%s>", rows[_i].name,
                  written);
    ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C")); // NOLINT
    ck_assert_int_eq(print(rows[_i].cell, "1"), 0);
    ck_assert_msg(strcmp(written, rows[_i].out) == 0, "%s: <%s>", rows[_i].name,
                  written);
}

END_TEST

START_TEST(leaves_no_blanks_at_the_end)
{
    ck_assert_int_eq(print("pdf", ""), 0);
    ck_assert_str_eq(written, "what  n\npdf\n");
}

END_TEST

/* ---- bars and colour ---- */

static const struct am_column barred[] = {{"what", AM_COLUMN_TEXT},
                                          {"n", AM_COLUMN_STRONG},
                                          {"", AM_COLUMN_BAR},
                                          {NULL, 0}};

/* Of 8 columns "what  n", the bar gets what is left behind two more. */
static const struct {
    const char *name;
    struct am_look look;
    double share;
    const char *out;
} looks[] = {
    {"plain", {0}, 0.5, "what  n\npdf   1  #####\n"},
    {"plain, no bar", {0}, 0, "what  n\npdf   1\n"},
    {"Unicode", {.is_unicode = true}, 0.55, "what  n\npdf   1  █████▌\n"},
    {"a terminal",
     {.width_columns = 29},
     1,
     "what  n\npdf   1  ####################\n"},
    {"a narrow terminal", {.width_columns = 13}, 1, "what  n\npdf   1  ####\n"},
    {"no room for a bar", {.width_columns = 12}, 1, "what  n\npdf   1\n"},
    {"narrower than the table", {.width_columns = 3}, 1, "what  n\npdf   1\n"},
    {"the most",
     {.width_columns = 1000},
     1,
     "what  n\npdf   1  ##############################"
     "##############################\n"},
    {"colour",
     {.has_colour = true},
     0.5,
     "\x1b[2mwhat\x1b[0m  \x1b[2mn\x1b[0m\n"
     "pdf   \x1b[1m1\x1b[0m  \x1b[36m#####\x1b[0m\n"},
    {"colour, no bar",
     {.has_colour = true},
     0,
     "\x1b[2mwhat\x1b[0m  \x1b[2mn\x1b[0m\npdf   \x1b[1m1\x1b[0m\n"},
};

START_TEST(looks_as_it_is_told)
{
    struct am_columns *columns = am_columns_create(barred, &looks[_i].look);
    const char *const cells[] = {"pdf", "1", ""};
    struct am_err err;
    FILE *out = fmemopen(written, sizeof(written), "w");

    memset(written, 0, sizeof(written));
    ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8")); // NOLINT
    am_columns_add_bar(columns, cells, looks[_i].share);
    ck_assert_int_eq(am_columns_print(columns, out, &err), 0);
    fclose(out);
    am_columns_destroy(&columns);
    ck_assert_msg(strcmp(written, looks[_i].out) == 0, "%s: <%s>",
                  looks[_i].name, written);
}

END_TEST

/* With colour, a text still cannot bring its own. */
START_TEST(shows_escapes_in_colour_mode)
{
    static const struct am_look coloured = {.has_colour = true};
    struct am_columns *columns = am_columns_create(headings, &coloured);
    const char *const cells[] = {"\x1b[31mred", "1"};
    struct am_err err;
    FILE *out = fmemopen(written, sizeof(written), "w");

    memset(written, 0, sizeof(written));
    am_columns_add(columns, cells);
    ck_assert_int_eq(am_columns_print(columns, out, &err), 0);
    fclose(out);
    am_columns_destroy(&columns);
    ck_assert_ptr_nonnull(strstr(written, "\\x1b[31mred"));
    ck_assert_ptr_null(strstr(written, "\x1b[31m"));
}

END_TEST

START_TEST(fails_without_columns)
{
    struct am_err err = {0};
    const char *const cells[] = {"pdf", "1"};

    am_columns_add(NULL, cells);
    ck_assert_int_eq(am_columns_print(NULL, stdout, &err), -1);
    ck_assert_int_eq(err.code, AM_ENOMEM);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("columns");
    TCase *tcase = tcase_create("columns");

    tcase_add_loop_test(tcase, shows_cells, 0, ROWS(rows));
    tcase_add_test(tcase, leaves_no_blanks_at_the_end);
    tcase_add_loop_test(tcase, looks_as_it_is_told, 0, ROWS(looks));
    tcase_add_test(tcase, shows_escapes_in_colour_mode);
    tcase_add_test(tcase, fails_without_columns);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
