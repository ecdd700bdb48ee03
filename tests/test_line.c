/* test_line - the fast way over lines against its own definition. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "decode.h"
#include "mime/line.h"
#include "suite.h"

/* The words of line.h, byte by byte. */
static size_t pass_slowly(const unsigned char *text, size_t size,
                          const char *first, size_t *lines)
{
    for (size_t i = 0; i < size; i++) {
        if (text[i] != '\n')
            continue;
        if (i == 0 || text[i - 1] != '\r' || i + 1 == size ||
            strchr(first, text[i + 1]) != NULL)
            return i;
        ++*lines;
    }
    return size;
}

static void check(const unsigned char *text, size_t size, const char *first)
{
    /* a copy of that size: a byte too far is found */
    unsigned char *copy = malloc(size + (size == 0));
    size_t want_lines = 0;
    size_t lines = 0;

    memcpy(copy, text, size);
    size_t want = pass_slowly(copy, size, first, &want_lines);
    ck_assert_uint_eq(am_line_pass(copy, size, first, &lines), want);
    ck_assert_uint_eq(lines, want_lines);
    free(copy);
}

START_TEST(random_text_is_passed_as_defined)
{
    static const char bytes[] = "\r\n\r\n\r\n\n-=bxxxxxxxxxxxxxxxxxxxxxxx";

    for (int round = 0; round < 40000; round++) {
        unsigned char text[150];
        size_t size = random_number(sizeof(text));
        size_t kinds = 6 + random_number(sizeof(bytes) - 7);
        for (size_t i = 0; i < size; i++)
            text[i] = (unsigned char)bytes[random_number(kinds)];
        check(text, size, round % 2 == 0 ? "--" : "b=");
    }
}

END_TEST

/* A stop of each kind at each place of a vector, and around it. */
START_TEST(each_stop_is_found_at_each_place)
{
    static const char *const stops[] = {"x\nx", "\r\n-", "\r\n=", "\r\nx"};

    for (size_t at = 0; at < 70; at++) {
        for (int i = 0; i < ROWS(stops); i++) {
            unsigned char text[80];
            memset(text, 'x', sizeof(text));
            for (size_t j = 0; j < 3; j++)
                text[at + j] = (unsigned char)stops[i][j];
            for (size_t size = at; size < sizeof(text); size++)
                check(text, size, "-=");
        }
    }
}

END_TEST

/* Nothing but line ends: so many that a byte would not count them. */
START_TEST(line_ends_without_text_are_counted)
{
    static unsigned char text[20001];

    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = i % 2 == 0 ? '\r' : '\n';
    for (size_t size = 0; size < sizeof(text); size += 997)
        check(text, size, "--");
    text[sizeof(text) - 1] = '-';
    check(text, sizeof(text), "--");
}

END_TEST

static size_t name_slowly(const unsigned char *line, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (line[i] == ':')
            return i;
        if (line[i] <= ' ' || line[i] >= 0x7f)
            return 0;
    }
    return 0;
}

static void check_name(const unsigned char *line, size_t size)
{
    unsigned char *copy = malloc(size + (size == 0)); /* as above */

    memcpy(copy, line, size);
    ck_assert_uint_eq(am_line_name(copy, size), name_slowly(line, size));
    free(copy);
}

/* Each byte at each place of a name, before and behind its end. */
START_TEST(each_byte_ends_a_name_or_not)
{
    for (unsigned byte = 0; byte < 256; byte++) {
        for (size_t at = 0; at < 36; at++) {
            unsigned char line[40];
            memset(line, 'x', sizeof(line));
            line[at] = (unsigned char)byte;
            check_name(line, sizeof(line));
            for (size_t colon = at & ~(size_t)3; colon < at + 4; colon++) {
                line[colon] = ':';
                check_name(line, colon + 1);
                check_name(line, sizeof(line));
                line[colon] = colon == at ? (unsigned char)byte : 'x';
            }
        }
    }
    check_name((const unsigned char *)"", 0);
}

END_TEST

static size_t token_slowly(const unsigned char *text, size_t size, char *out)
{
    static const char tokens[] = "abcdefghijklmnopqrstuvwxyz"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./";
    size_t i = 0;

    for (; i < size && text[i] != '\0' && strchr(tokens, text[i]) != NULL; i++)
        out[i] = (char)am_ascii_lower(text[i]);
    return i;
}

/* Each byte at each place of a token, in rooms of just its size. */
START_TEST(each_byte_ends_a_token_or_not)
{
    for (unsigned byte = 0; byte < 256; byte++) {
        for (size_t at = 0; at < 40; at++) {
            for (size_t size = at; size <= 40; size += 3) {
                unsigned char *text = malloc(size + (size == 0));
                char *out = malloc(size + (size == 0));
                char want[40];
                memset(text, 'X', size);
                if (at < size)
                    text[at] = (unsigned char)byte;
                size_t n = token_slowly(text, size, want);
                ck_assert_uint_eq(am_line_token(text, size, out), n);
                ck_assert(memcmp(out, want, n) == 0);
                free(out);
                free(text);
            }
        }
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("line");
    TCase *tcase = tcase_create("line");

    tcase_add_test(tcase, random_text_is_passed_as_defined);
    tcase_add_test(tcase, each_stop_is_found_at_each_place);
    tcase_add_test(tcase, line_ends_without_text_are_counted);
    tcase_add_test(tcase, each_byte_ends_a_name_or_not);
    tcase_add_test(tcase, each_byte_ends_a_token_or_not);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
