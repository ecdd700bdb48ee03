/* Tests of base/language, and of what base/units writes in each language. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/units.h"
#include "suite.h"

#define NARROW "\xe2\x80\xaf" /* U+202F */
#define GAP    "\xc2\xa0"     /* U+00A0 */

/* Every test has a process of its own (CK_FORK), and so its own locale. */
static void use(const char *lang)
{
    struct am_err err;

    ck_assert_msg(am_language_use(lang, &err) == 0, "%s", err.text);
}

static void put(const char *name, const char *value)
{
    if (value == NULL) {
        unsetenv(name); // NOLINT(concurrency-mt-unsafe)
    } else {
        setenv(name, value, 1); // NOLINT(concurrency-mt-unsafe)
    }
}

static const struct {
    const char *name, *all, *messages, *ctype, *lang, *wanted;
} places[] = {
    {"nothing is set", NULL, NULL, NULL, NULL, "en"},
    {"LANG alone", NULL, NULL, NULL, "fr_FR.UTF-8", "fr"},
    {"a charset as glibc writes it", NULL, NULL, NULL, "fr_CA.utf8", "fr"},
    {"no country", NULL, NULL, NULL, "fr.UTF-8", "fr"},
    {"LC_MESSAGES before LANG", NULL, "en_GB.UTF-8", NULL, "fr_FR.UTF-8", "en"},
    {"an empty one is none", "", "", "", "fr_FR.UTF-8", "fr"},
    {"LC_ALL before all", "C", "fr_FR.UTF-8", NULL, "fr_FR.UTF-8", "en"},
    {"C.UTF-8 is English", NULL, NULL, NULL, "C.UTF-8", "en"},
    {"another language", NULL, NULL, NULL, "de_DE.UTF-8", "en"},
    {"Friulian is not French", NULL, NULL, NULL, "fur_IT.UTF-8", "en"},
    {"Latin-1 cannot show it", NULL, NULL, NULL, "fr_FR.ISO-8859-1", "en"},
    {"no charset is Latin-1", NULL, NULL, NULL, "fr_FR", "en"},
    {"the terminal's charset is LC_CTYPE's", NULL, "fr_FR", "C.UTF-8", NULL,
     "fr"},
    {"and may be another one", NULL, NULL, "fr_FR@euro", "fr_FR.UTF-8", "en"},
};

START_TEST(the_environment_names_a_language)
{
    put("LC_ALL", places[_i].all);
    put("LC_MESSAGES", places[_i].messages);
    put("LC_CTYPE", places[_i].ctype);
    put("LANG", places[_i].lang);
    use(NULL);
    ck_assert_msg(strcmp(am_language_current(), places[_i].wanted) == 0,
                  "%s: %s", places[_i].name, am_language_current());
}

END_TEST

/* As a program that only links the library, in any environment. */
START_TEST(nothing_changes_unasked)
{
    char size[AM_SIZE_TEXT_SIZE];

    put("LC_ALL", "fr_FR.UTF-8");
    put("LANGUAGE", "fr");
    ck_assert_ptr_nonnull(setlocale(LC_MESSAGES, "C.UTF-8")); // NOLINT
    ck_assert_str_eq(_("kB"), "kB");
    ck_assert_str_eq(am_format_size(1234, AM_UNITS_SI, size), "1.23 kB");
    ck_assert_str_eq(am_language_current(), "en");
    ck_assert_str_eq(setlocale(LC_CTYPE, NULL), "C");          // NOLINT
    ck_assert_str_eq(setlocale(LC_MESSAGES, NULL), "C.UTF-8"); // NOLINT
}

END_TEST

/* As a web server does, and with a LANGUAGE that wants something else. */
START_TEST(the_language_may_change_at_any_time)
{
    put("LC_ALL", "C");
    put("LANGUAGE", "de:en");
    for (int i = 0; i < 3; i++) {
        use("fr");
        ck_assert_str_eq(am_language_current(), "fr");
        ck_assert_str_eq(_("kB"), "ko");
        ck_assert_str_eq(_("nobody says this"), "nobody says this");
        ck_assert_str_eq(_(""), "");
        use("en");
        ck_assert_str_eq(am_language_current(), "en");
        ck_assert_str_eq(_("kB"), "kB");
    }
}

END_TEST

START_TEST(a_language_that_is_none_changes_nothing)
{
    struct am_err err;

    use("fr");
    ck_assert_int_eq(am_language_use("de", &err), -1);
    ck_assert_int_eq(err.code, AM_EINVAL);
    ck_assert_str_eq(_("kB"), "ko");
}

END_TEST

/* libconfuse and the factors read numbers by it. */
START_TEST(numbers_are_read_with_a_point)
{
    put("LC_ALL", "fr_FR.UTF-8");
    use(NULL);
    ck_assert_str_eq(setlocale(LC_NUMERIC, NULL), "C"); // NOLINT
    ck_assert_double_eq(strtod("0.5", NULL), 0.5);
}

END_TEST

static const struct {
    uint64_t size_bytes;
    enum am_unit_style style;
    const char *en, *fr;
} sizes[] = {
    {12, AM_UNITS_SI, "12 B", "12" GAP "o"},
    {1234567, AM_UNITS_SI, "1.23 MB", "1,23" GAP "Mo"},
    {1024, AM_UNITS_IEC, "1.00 KiB", "1,00" GAP "Kio"},
    {1234567, AM_UNITS_RAW, "1234567", "1234567"},
};

static const struct {
    int64_t span_s;
    const char *en, *fr;
} spans[] = {
    {7, "7 s", "7" GAP "s"},
    {600, "10 min", "10" GAP "min"},
    {9000, "2.5 h", "2,5" GAP "h"},
    {216000, "2.5 days", "2,5" GAP "jours"},
};

static const struct {
    double value;
    const char *en, *fr;
} numbers[] = {
    {0.0031, "0.0031", "0,0031"},
    {-2.5, "-2.5", "-2,5"},
    {14, "14", "14"},
    {1.0 / 0.0, "-", "-"},
};

START_TEST(sizes_follow_the_language)
{
    char text[AM_SIZE_TEXT_SIZE];

    use("en");
    am_format_size(sizes[_i].size_bytes, sizes[_i].style, text);
    ck_assert_str_eq(text, sizes[_i].en);
    use("fr");
    am_format_size(sizes[_i].size_bytes, sizes[_i].style, text);
    ck_assert_str_eq(text, sizes[_i].fr);
}

END_TEST

START_TEST(spans_follow_the_language)
{
    char text[AM_SPAN_TEXT_SIZE];

    use("en");
    ck_assert_str_eq(am_format_span(spans[_i].span_s, text), spans[_i].en);
    use("fr");
    ck_assert_str_eq(am_format_span(spans[_i].span_s, text), spans[_i].fr);
}

END_TEST

START_TEST(numbers_follow_the_language)
{
    char text[32];

    use("en");
    am_format_digits(numbers[_i].value, 2, text, sizeof(text));
    ck_assert_str_eq(text, numbers[_i].en);
    use("fr");
    am_format_digits(numbers[_i].value, 2, text, sizeof(text));
    ck_assert_str_eq(text, numbers[_i].fr);
}

END_TEST

START_TEST(errors_follow_the_language)
{
    struct am_err err;

    use("fr");
    am_err_set(&err, AM_EINVAL, "%s: %s", "a", "b");
    ck_assert_str_eq(err.text, "a" GAP ": b");
}

END_TEST

START_TEST(padding_counts_characters)
{
    char text[32];

    ck_assert_int_eq(am_language_width("re\xc3\xa7u" NARROW "?"), 6);
    snprintf(text, sizeof(text), "%-*s|", am_language_pad("re\xc3\xa7u", 6),
             "re\xc3\xa7u");
    ck_assert_str_eq(text, "re\xc3\xa7u  |");
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("language");
    TCase *tcase = tcase_create("language");

    tcase_add_loop_test(tcase, the_environment_names_a_language, 0,
                        ROWS(places));
    tcase_add_test(tcase, nothing_changes_unasked);
    tcase_add_test(tcase, the_language_may_change_at_any_time);
    tcase_add_test(tcase, a_language_that_is_none_changes_nothing);
    tcase_add_test(tcase, numbers_are_read_with_a_point);
    tcase_add_loop_test(tcase, sizes_follow_the_language, 0, ROWS(sizes));
    tcase_add_loop_test(tcase, spans_follow_the_language, 0, ROWS(spans));
    tcase_add_loop_test(tcase, numbers_follow_the_language, 0, ROWS(numbers));
    tcase_add_test(tcase, errors_follow_the_language);
    tcase_add_test(tcase, padding_counts_characters);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
