/* Tests of report/csv and of base/safe, by which it escapes. */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/safe.h"
#include "report/csv.h"
#include "suite.h"
#include "tempdir.h"

// NOLINTBEGIN(misc-misleading-bidirectional): it is what is tested
static const struct {
    const char *name, *text, *standard, *excel_fr;
} texts[] = {
    {"plain", "pdf", "pdf", "pdf"},
    {"empty", "", "", ""},
    {"no text", NULL, "", ""},
    {"blanks stay", " a b ", " a b ", " a b "},
    {"comma", "a,b", "\"a,b\"", "\"a,b\""},
    {"semicolon", "a;b", "\"a;b\"", "\"a;b\""},
    {"quote", "\"><script>", "\"\"\"><script>\"", "\"\"\"><script>\""},
    {"formula", "=1+2", "'=1+2", "'=1+2"},
    {"command", "=cmd|'/c calc'", "'=cmd|'/c calc'", "'=cmd|'/c calc'"},
    {"plus", "+1", "'+1", "'+1"},
    {"minus", "-1", "'-1", "'-1"},
    {"at", "@SUM(1)", "'@SUM(1)", "'@SUM(1)"},
    {"tab", "\t=1", "'\\x09=1", "'\\x09=1"},
    {"carriage return", "\r=1", "'\\x0d=1", "'\\x0d=1"},
    {"line end", "\n=1", "'\\x0a=1", "'\\x0a=1"},
    {"full width",
     "\xef\xbc\x9d"
     "1",
     "'\xef\xbc\x9d"
     "1",
     "'\xef\xbc\x9d"
     "1"},
    {"formula in quotes", "=A1,\"b\"", "\"'=A1,\"\"b\"\"\"",
     "\"'=A1,\"\"b\"\"\""},
    {"equals sign inside", "a=b", "a=b", "a=b"},
    {"line end inside", "a\r\nb", "a\\x0d\\x0ab", "a\\x0d\\x0ab"},
    {"escape", "\x1b[31m", "\\x1b[31m", "\\x1b[31m"},
    {"UTF-8", "caf\xc3\xa9", "caf\xc3\xa9", "caf\xc3\xa9"},
    {"no UTF-8", "caf\xe9", "caf\\xe9", "caf\\xe9"},
    {"right to left",
     "a\xe2\x80\xae"
     "gpj",
     "a\\xe2\\x80\\xaegpj", "a\\xe2\\x80\\xaegpj"},
};

// NOLINTEND(misc-misleading-bidirectional)

static const struct {
    const char *name;
    double value;
    const char *standard, *excel_fr;
} reals[] = {
    {"one", 1, "1", "1"},
    {"negative", -2.5, "-2.5", "-2,5"},
    {"as few digits as do", 0.1, "0.1", "0,1"},
    {"all digits", 0.1 + 0.2, "0.30000000000000004", "0,30000000000000004"},
    {"exponent", 0x1p-1000, "9.332636185032189e-302", "9,332636185032189e-302"},
    {"NaN", (double)NAN, "", ""},
    {"infinite", (double)INFINITY, "", ""},
    {"minus infinite", -(double)INFINITY, "", ""},
};

static const struct {
    const char *name;
    int64_t value;
    const char *out;
} integers[] = {
    {"zero", 0, "0"},
    {"negative", -3, "-3"},
    {"largest", INT64_MAX, "9223372036854775807"},
    {"smallest", INT64_MIN, "-9223372036854775808"},
};

/* What text, real or integer wrote, up to the next call. */
static char written[256];
static struct am_csv csv;

static void begin(enum am_csv_style style)
{
    memset(written, 0, sizeof(written));
    am_csv_begin(&csv, fmemopen(written, sizeof(written), "w"), style);
}

static void end(const char *name, const char *expected)
{
    struct am_err err;

    ck_assert_int_eq(am_csv_finish(&csv, &err), 0);
    fclose(csv.stream);
    ck_assert_msg(strcmp(written, expected) == 0, "%s: <%s>, not <%s>", name,
                  written, expected);
}

START_TEST(writes_texts)
{
    begin(AM_CSV_STANDARD);
    am_csv_text(&csv, texts[_i].text);
    end(texts[_i].name, texts[_i].standard);
    begin(AM_CSV_EXCEL_FR);
    am_csv_text(&csv, texts[_i].text);
    end(texts[_i].name, texts[_i].excel_fr);
}

END_TEST

START_TEST(writes_reals)
{
    begin(AM_CSV_STANDARD);
    am_csv_real(&csv, reals[_i].value);
    end(reals[_i].name, reals[_i].standard);
    begin(AM_CSV_EXCEL_FR);
    am_csv_real(&csv, reals[_i].value);
    end(reals[_i].name, reals[_i].excel_fr);
}

END_TEST

/* Any bits that are a number come back; the same ones in each run. */
START_TEST(writes_reals_whole)
{
    uint64_t bits = 1;
    double value = 0;

    for (int i = 0; i < 20000; i++) {
        bits =
            bits * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963);
        memcpy(&value, &bits, sizeof(value));
        if (!isfinite(value))
            continue;
        begin(AM_CSV_STANDARD);
        am_csv_real(&csv, value);
        fclose(csv.stream);
        ck_assert_msg(strtod(written, NULL) == value, "%a: <%s>", value,
                      written);
    }
}

END_TEST

START_TEST(writes_integers)
{
    begin(AM_CSV_EXCEL_FR);
    am_csv_integer(&csv, integers[_i].value);
    end(integers[_i].name, integers[_i].out);
}

END_TEST

START_TEST(separates_cells_and_rows)
{
    static const char *const names[] = {"type", "size_bytes", "ratio", NULL};
    static const char *const out[] = {
        "type,size_bytes,ratio\r\n,7,1.5\r\n",
        "type;size_bytes;ratio\r\n;7;1,5\r\n",
    };

    for (int style = AM_CSV_STANDARD; style <= AM_CSV_EXCEL_FR; style++) {
        begin((enum am_csv_style)style);
        am_csv_names(&csv, names);
        am_csv_text(&csv, NULL);
        am_csv_integer(&csv, 7);
        am_csv_real(&csv, 1.5);
        am_csv_end_row(&csv);
        end("rows", out[style]);
    }
}

END_TEST

/* A program that uses the library may have set a locale with another mark. */
START_TEST(does_not_follow_the_locale)
{
    char dir[TEMP_PATH_SIZE];
    char command[TEMP_PATH_SIZE + 64];

    tempdir_make(dir);
    snprintf(command, sizeof(command),
             "localedef -i fr_FR -f UTF-8 %s/fr_FR.UTF-8", dir);
    ck_assert_int_eq(system(command), 0);                        // NOLINT
    setenv("LOCPATH", dir, 1);                                   // NOLINT
    ck_assert_ptr_nonnull(setlocale(LC_NUMERIC, "fr_FR.UTF-8")); // NOLINT
    snprintf(command, sizeof(command), "%.1f", 2.5);
    ck_assert_str_eq(command, "2,5");
    begin(AM_CSV_STANDARD);
    am_csv_real(&csv, 2.5);
    end("locale", "2.5");
    setlocale(LC_NUMERIC, "C"); // NOLINT
    snprintf(command, sizeof(command), "%s/fr_FR.UTF-8/LC_MESSAGES", dir);
    tempdir_remove(command);
    tempdir_remove(dir);
}

END_TEST

START_TEST(tells_of_a_full_disk)
{
    struct am_err err = {0};
    FILE *full = fopen("/dev/full", "w");

    ck_assert_ptr_nonnull(full);
    setvbuf(full, NULL, _IONBF, 0);
    am_csv_begin(&csv, full, AM_CSV_STANDARD);
    am_csv_integer(&csv, 1);
    ck_assert_int_eq(am_csv_finish(&csv, &err), -1);
    ck_assert_int_eq(err.code, AM_EIO);
    fclose(full);
}

END_TEST

// NOLINTBEGIN(misc-misleading-bidirectional): it is what is tested
static const struct {
    const char *name, *text;
    size_t utf8, safe; /* bytes of the first character */
} characters[] = {
    {"letter", "a", 1, 1},
    {"end", "", 1, 0},
    {"two bytes", "\xc3\xa9", 2, 2},
    {"three bytes", "\xe2\x82\xac", 3, 3},
    {"four bytes", "\xf0\x9f\x98\x80", 4, 4},
    {"overlong", "\xc0\xaf", 0, 0},
    {"overlong of three", "\xe0\x80\xaf", 0, 0},
    {"surrogate", "\xed\xa0\x80", 0, 0},
    {"over U+10FFFF", "\xf4\x90\x80\x80", 0, 0},
    {"cut off", "\xe2\x82", 0, 0},
    {"a byte that only continues", "\x80", 0, 0},
    {"DEL", "\x7f", 1, 0},
    {"C1, the CSI of a terminal", "\xc2\x9b", 2, 0},
    {"U+00A0", "\xc2\xa0", 2, 2},
    {"Arabic letter mark", "\xd8\x9c", 2, 0},
    {"zero width space", "\xe2\x80\x8b", 3, 0},
    {"line separator", "\xe2\x80\xa8", 3, 0},
    {"right-to-left override", "\xe2\x80\xae", 3, 0},
    {"narrow no-break space", "\xe2\x80\xaf", 3, 3},
    {"isolate", "\xe2\x81\xa6", 3, 0},
    {"byte order mark", "\xef\xbb\xbf", 3, 0},
    {"tag", "\xf3\xa0\x81\x81", 4, 0},
};

// NOLINTEND(misc-misleading-bidirectional)

START_TEST(knows_characters)
{
    ck_assert_msg(am_safe_utf8_size(characters[_i].text) == characters[_i].utf8,
                  "UTF-8: %s", characters[_i].name);
    ck_assert_msg(am_safe_size(characters[_i].text) == characters[_i].safe,
                  "%s", characters[_i].name);
}

END_TEST

START_TEST(escapes_between_characters)
{
    char out[8];

    ck_assert_str_eq(am_safe_text("a\x1b", out, sizeof(out)), "a\\x1b");
    ck_assert_str_eq(am_safe_text("abcd\x1b", out, sizeof(out)), "abcd");
    ck_assert_str_eq(am_safe_text("abcde\xe2\x82\xac", out, sizeof(out)),
                     "abcde");
    ck_assert_str_eq(am_safe_text("abcd\xe2\x82\xac", out, sizeof(out)),
                     "abcd\xe2\x82\xac");
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("csv");
    TCase *tcase = tcase_create("csv");

    tcase_add_loop_test(tcase, writes_texts, 0, ROWS(texts));
    tcase_add_loop_test(tcase, writes_reals, 0, ROWS(reals));
    tcase_add_test(tcase, writes_reals_whole);
    tcase_add_loop_test(tcase, writes_integers, 0, ROWS(integers));
    tcase_add_test(tcase, separates_cells_and_rows);
    tcase_add_test(tcase, does_not_follow_the_locale);
    tcase_add_test(tcase, tells_of_a_full_disk);
    tcase_add_loop_test(tcase, knows_characters, 0, ROWS(characters));
    tcase_add_test(tcase, escapes_between_characters);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
