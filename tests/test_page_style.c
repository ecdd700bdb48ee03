/*
 * test_page_style - the style sheet's colours can be read, in both schemes, and
 * the policy knows the sheet as it stands in a page.
 */
#include <math.h>

#include <openssl/evp.h>

#include "report/page_style.h"
#include "report/page_words.h"
#include "suite.h"

/* ---- colours ---- */

/* The value of a colour, in the light scheme or the dark one. */
static unsigned long colour(const char *name, bool is_dark)
{
    char key[32];
    const char *dark = strstr(am_page_style, "prefers-color-scheme: dark");

    ck_assert_ptr_nonnull(dark);
    snprintf(key, sizeof(key), "--%s: #", name);
    const char *found = strstr(is_dark ? dark : am_page_style, key);
    ck_assert_msg(found != NULL && (is_dark || found < dark), "%s", name);
    char *end = NULL;
    unsigned long value = strtoul(found + strlen(key), &end, 16);
    ck_assert_msg(*end == ';' && end == found + strlen(key) + 6, "%s", name);
    return value;
}

/* Relative luminance and contrast: WCAG 2.2. */
static double luminance(unsigned long value)
{
    static const double weights[] = {0.0722, 0.7152, 0.2126};
    double sum = 0;

    for (int i = 0; i < 3; i++) {
        double c = (double)((value >> (8 * i)) & 0xff) / 255;
        c = c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
        sum += weights[i] * c;
    }
    return sum;
}

static double contrast(unsigned long one, unsigned long other)
{
    double a = luminance(one);
    double b = luminance(other);

    return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

static const struct {
    const char *front, *back;
    double least;
} pairs[] = {
    {"ink", "paper", 7},   {"ink", "card", 7},    {"soft", "paper", 4.5},
    {"soft", "card", 4.5}, {"link", "card", 4.5}, {"link", "paper", 4.5},
    {"keep", "card", 3},   {"waste", "card", 3},  {"axis", "card", 3},
    {"waste", "paper", 3}, {"waste", "tint", 3},
};

START_TEST(colours_stand_apart)
{
    bool is_dark = _i % 2 == 1;
    const char *front = pairs[_i / 2].front;
    const char *back = pairs[_i / 2].back;
    double found = contrast(colour(front, is_dark), colour(back, is_dark));

    ck_assert_msg(found >= pairs[_i / 2].least, "%s on %s, %s: %.2f", front,
                  back, is_dark ? "dark" : "light", found);
}

END_TEST

START_TEST(contrast_is_that_of_wcag)
{
    ck_assert_double_eq_tol(contrast(0x000000, 0xffffff), 21, 1e-9);
    ck_assert_double_eq_tol(contrast(0x777777, 0xffffff), 4.48, 0.005);
}

END_TEST

/* ---- the policy ---- */

START_TEST(policy_knows_the_sheet)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned char base64[64];
    char policy[AM_PAGE_POLICY_SIZE];
    char wanted[AM_PAGE_POLICY_SIZE];
    struct am_err err;

    EVP_Digest(am_page_style, strlen(am_page_style), digest, NULL, EVP_sha256(),
               NULL);
    EVP_EncodeBlock(base64, digest, 32);
    snprintf(wanted, sizeof(wanted),
             "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; "
             "form-action 'none'",
             (const char *)base64);
    ck_assert_int_eq(am_page_style_policy(false, policy, &err), 0);
    ck_assert_str_eq(policy, wanted);
}

END_TEST

START_TEST(sheet_asks_for_nothing)
{
    ck_assert_ptr_null(strstr(am_page_style, "@import"));
    ck_assert_ptr_null(strstr(am_page_style, "http"));
    ck_assert_ptr_null(strstr(am_page_style, "</"));
    for (const char *c = am_page_style; (c = strstr(c, "url(")) != NULL; c++)
        ck_assert_int_eq(c[4], '#');
}

END_TEST

/* ---- words ---- */

static const struct {
    double share;
    const char *text;
} shares[] = {
    {0, "0 %"},      {0.0001, "< 1 %"}, {0.01, "1 %"},
    {0.424, "42 %"}, {0.9, "90 %"},     {0.9999, "99.9 %"},
    {1, "100 %"},    {1.5, "150 %"},    {(double)NAN, "–"},
};

START_TEST(shares_are_never_rounded_to_all_or_nothing)
{
    char text[AM_CELL_SIZE];

    ck_assert_str_eq(am_page_share(shares[_i].share, text), shares[_i].text);
}

END_TEST

START_TEST(changes_have_a_sign)
{
    char text[AM_CELL_SIZE];

    ck_assert_str_eq(am_page_change(0.042, text), "+4 %");
    ck_assert_str_eq(am_page_change(-0.12, text), "−12 %");
    ck_assert_str_eq(am_page_change(18.05, text), "+1,805 %");
}

END_TEST

static const struct {
    double kg;
    int digits;
    const char *text;
} masses[] = {
    {0, 2, "0 kg"},
    {10.5, 3, "10.5 kg"},
    {0.0061, 2, "6.1 g"},
    {0.0000061, 2, "6.1 mg"},
    {3e-9, 2, "0.0030 mg"},
    {1500, 2, "1.5 t"},
    {2.34e9, 2, "2,300,000 t"},
    {-0.02, 2, "-20 g"},
    {1, 1, "1 kg"},
};

START_TEST(masses_have_a_unit_that_reads_well)
{
    char text[AM_CELL_SIZE];

    ck_assert_str_eq(am_page_mass_text(masses[_i].kg, masses[_i].digits, text),
                     masses[_i].text);
}

END_TEST

START_TEST(ranges_have_one_unit)
{
    const struct am_interval kg = {0.36, 1.9, 12};
    struct am_page_mass mass;

    am_page_mass_of(&kg, &mass);
    ck_assert_str_eq(mass.central, "1.9 kg");
    ck_assert_str_eq(mass.range, "0.36 to 12 kg");
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("page_style");
    TCase *tcase = tcase_create("page_style");

    tcase_add_loop_test(tcase, colours_stand_apart, 0, 2 * ROWS(pairs));
    tcase_add_test(tcase, contrast_is_that_of_wcag);
    tcase_add_test(tcase, policy_knows_the_sheet);
    tcase_add_test(tcase, sheet_asks_for_nothing);
    tcase_add_loop_test(tcase, shares_are_never_rounded_to_all_or_nothing, 0,
                        ROWS(shares));
    tcase_add_test(tcase, changes_have_a_sign);
    tcase_add_loop_test(tcase, masses_have_a_unit_that_reads_well, 0,
                        ROWS(masses));
    tcase_add_test(tcase, ranges_have_one_unit);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
