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
};

// NOLINTEND(misc-misleading-bidirectional)

static char written[256];

static int print(const char *cell, const char *number)
{
    struct am_columns *columns = am_columns_create(headings);
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

/* In a locale in which libsmartcols itself would show most of them. */
START_TEST(shows_cells)
{
    ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8")); // NOLINT
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
    tcase_add_test(tcase, fails_without_columns);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
