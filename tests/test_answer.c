/* answer - rows of the engine as text (lib/fleet/answer.h). */
#include <string.h>

#include "fleet/answer.h"
#include "suite.h"

static const struct {
    const char *name, *row;
    bool is_good;
    int64_t number;
    const char *text;
} rows[] = {
    {"number and text", "12\tabc\n", true, 12, "abc"},
    {"negative", "-12\tabc\n", true, -12, "abc"},
    {"no text", "12\t\n", true, 12, ""},
    {"an escaped tab", "0\ta\\tb\n", true, 0, "a\tb"},
    {"an escaped line end, backslash, quote", "0\t\\n\\\\\\'\n", true, 0,
     "\n\\'"},
    {"just fits", "0\t123456789012345\n", true, 0, "123456789012345"},
    {"higher than we count", "18446744073709551615\ta\n", true, INT64_MAX, "a"},
    {"too long", "0\t1234567890123456\n", false, 0, ""},
    {"no number", "x\tabc\n", false, 0, ""},
    {"a fraction", "1.5\tabc\n", false, 0, ""},
    {"nothing for a number", "\tabc\n", false, 0, ""},
    {"a column less", "12\n", false, 0, ""},
    {"a column more", "12\tabc\tdef\n", false, 0, ""},
    {"cut in the text", "12\tab", false, 0, ""},
    {"cut behind an escape", "12\tab\\", false, 0, ""},
    {"cut in the number", "12", false, 0, ""},
};

START_TEST(a_row_is_read_or_refused)
{
    struct am_answer answer;
    char text[16];
    struct am_err err;

    am_answer_begin(&answer, rows[_i].row);
    ck_assert_msg(am_answer_has_row(&answer), "%s", rows[_i].name);
    int64_t number = am_answer_number(&answer);
    am_answer_text(&answer, text, sizeof(text));
    int result = am_answer_end(&answer, &err);
    ck_assert_msg((result == 0) == rows[_i].is_good, "%s", rows[_i].name);
    if (result < 0)
        return;
    ck_assert_msg(number == rows[_i].number, "%s", rows[_i].name);
    ck_assert_msg(strcmp(text, rows[_i].text) == 0, "%s", rows[_i].name);
    ck_assert_msg(!am_answer_has_row(&answer), "%s", rows[_i].name);
}

END_TEST

static const struct {
    const char *name, *row;
    bool is_good;
} bytes[] = {
    {"two bytes", "00FF\n", true},          {"one", "00\n", false},
    {"three", "00FF00\n", false},           {"small letters", "00ff\n", false},
    {"half a byte", "00F\n", false},        {"no hexadecimal", "00GG\n", false},
    {"another column", "00FF\tx\n", false}, {"cut", "00FF", false},
};

START_TEST(bytes_are_read_or_refused)
{
    struct am_answer answer;
    unsigned char two[2];
    struct am_err err;

    am_answer_begin(&answer, bytes[_i].row);
    am_answer_bytes(&answer, two, sizeof(two));
    int result = am_answer_end(&answer, &err);
    ck_assert_msg((result == 0) == bytes[_i].is_good, "%s", bytes[_i].name);
    if (result == 0)
        ck_assert(two[0] == 0 && two[1] == 0xff);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("answer");
    TCase *tcase = tcase_create("row");

    tcase_add_loop_test(tcase, a_row_is_read_or_refused, 0, ROWS(rows));
    tcase_add_loop_test(tcase, bytes_are_read_or_refused, 0, ROWS(bytes));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
