/* test_word - is the text of a header blank once its words are decoded? */
#include <string.h>

#include "mime/word.h"
#include "suite.h"

static const struct {
    const char *name, *text;
    bool blank;
} rows[] = {
    {"nothing", "", true},
    {"blanks", " \t\r\n ", true},
    {"plain text", "  a", false},
    {"8-bit text", "\xe4", false},
    {"quoted word", "=?utf-8?Q?abc?=", false},
    {"quoted word of blanks", "=?utf-8?Q?__=20=09?=", true},
    {"quoted word, lower case", "=?utf-8?q?=c3=a4?=", false},
    {"an escaped underscore is no blank", "=?utf-8?Q?=5F?=", false},
    {"base64 word", "=?utf-8?B?YWJj?=", false},
    {"base64 word of blanks", "=?utf-8?b?ICAg?=", true},
    {"base64 word of blanks, no padding", "=?utf-8?B?ICA?=", true},
    {"two words, blanks between", "=?utf-8?Q?_?= =?utf-8?Q?_?=", true},
    {"blank word, then text", "=?utf-8?Q?_?= x", false},
    {"empty word",
     "=?utf-8?Q?"
     "?=",
     true},
    {"unknown coding is text", "=?utf-8?X?abc?=", false},
    {"no end is text", "=?utf-8?Q?", false},
    {"cut behind its coding is text", "=?utf-8?Q", false},
    {"cut behind its mark is text", "=?utf-8?Q?_?", false},
    {"another end is text", "=?utf-8?Q?_?-", false},
    {"no mark behind the coding is text", "=?utf-8?QQ_?=", false},
    {"only the begin is text", "=?======", false},
    {"escapes of line ends", "=?utf-8?Q?=0a=0D?=", true},
    {"an escape that is none", "=?utf-8?Q?=2g?=", false},
    {"an escape without its second digit", "=?utf-8?Q?_=2?=", false},
    {"cut in the middle is text", "=?utf", false},
    {"bad escape in a word", "=?utf-8?Q?=2?=", false},
};

START_TEST(blank_text_is_told)
{
    const char *text = rows[_i].text;
    size_t size = strlen(text);

    ck_assert_msg(am_word_is_blank((const unsigned char *)text, size) ==
                      rows[_i].blank,
                  "%s", rows[_i].name);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("word");
    TCase *tcase = tcase_create("word");

    tcase_add_loop_test(tcase, blank_text_is_told, 0, ROWS(rows));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
