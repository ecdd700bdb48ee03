/* test_line - the fast way over lines against its own definition. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "codec/base64_run.h"
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

/* Both ways that there are on a processor with AVX2. */
static void use_kernel(int i)
{
    am_base64_use_portable(i == 1);
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
    use_kernel(_i);
    static const char bytes[] = "\r\n\r\n\r\n\n-=bxxxxxxxxxxxxxxxxxxxxxxx";

    for (int round = 0; round < 15000; round++) {
        unsigned char text[300];
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
    use_kernel(_i);
    static const char *const stops[] = {"x\nx", "\r\n-", "\r\n=", "\r\nx"};

    for (size_t at = 0; at < 200; at++) {
        for (int i = 0; i < ROWS(stops); i++) {
            unsigned char text[210];
            memset(text, 'x', sizeof(text));
            for (size_t j = 0; j < 3; j++)
                text[at + j] = (unsigned char)stops[i][j];
            for (size_t size = at; size < sizeof(text); size += 1 + at % 4)
                check(text, size, "-=");
        }
    }
}

END_TEST

/* Nothing but line ends: so many that a byte would not count them. */
START_TEST(line_ends_without_text_are_counted)
{
    use_kernel(_i);
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

static const unsigned char *end_slowly(const unsigned char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\n')
            return text + i;
    }
    return NULL;
}

/* The words of line.h, line by line. */
static size_t skip_slowly(const unsigned char *text, size_t size,
                          const char *but, bool is_open, uint64_t *lone_lf)
{
    size_t at = 0;

    while (at < size) {
        const unsigned char *line = text + at;
        size_t name = name_slowly(line, size - at);
        const unsigned char *lf = end_slowly(line, size - at);
        bool is_fold = line[0] == ' ' || line[0] == '\t';
        bool is_field = name > 0 && name <= AM_LINE_NAME_MAX &&
                        strchr(but, am_ascii_lower(line[0])) == NULL &&
                        line[0] != '-';
        if (lf == NULL || !(is_fold ? is_open : is_field))
            break;
        if (lf[-1] != '\r')
            ++*lone_lf;
        is_open = true;
        at += (size_t)(lf - line) + 1;
    }
    return at;
}

static void check_skip(const unsigned char *text, size_t size, bool is_open)
{
    unsigned char *copy = malloc(size + (size == 0)); /* as above */
    uint64_t want_lone = 0;
    uint64_t lone = 0;

    memcpy(copy, text, size);
    size_t want = skip_slowly(copy, size, "cm", is_open, &want_lone);
    ck_assert_uint_eq(am_line_skip(copy, size, "cm", is_open, &lone), want);
    ck_assert_uint_eq(lone, want_lone);
    free(copy);
}

static size_t put(unsigned char *to, const char *text, size_t size)
{
    memcpy(to, text, size);
    return size;
}

/* Headers of a few lines, each of odd or even parts of random sizes. */
START_TEST(random_headers_are_skipped_as_defined)
{
    static const char *const begins[] = {"Received:", "x:",    " ",     "\t",
                                         "Content-",  "mime:", "-odd:", ":"};
    static const char *const ends[] = {"\r\n", "\n", "\r\n", "\r"};

    for (int round = 0; round < 20000; round++) {
        unsigned char text[600];
        size_t size = 0;
        for (uint64_t lines = random_number(5); lines > 0; lines--) {
            const char *begin = begins[random_number(
                random_number(4) == 0 ? ROWS(begins) : ROWS(begins) / 2)];
            size_t rest = random_number(90);
            if (random_number(8) == 0) {
                memset(text + size, 'n', rest);
                size += rest;
            }
            size += put(text + size, begin, strlen(begin));
            memset(text + size, 'v', rest / 2);
            size += rest / 2;
            const char *end = ends[random_number(ROWS(ends))];
            size += put(text + size, end, strlen(end));
        }
        if (size > 0 && random_number(3) == 0)
            size -= random_number(size);
        check_skip(text, size, round % 2 == 0);
    }
}

END_TEST

/* A line end at each place, in texts of each size. */
START_TEST(each_line_end_is_found)
{
    for (size_t size = 0; size < 200; size += 3) {
        unsigned char *text = malloc(size + (size == 0)); /* as above */
        memset(text, 'v', size);
        for (size_t at = 0; at <= size; at++) {
            size_t name = 0;
            if (at < size)
                text[at] = '\n';
            ck_assert_ptr_eq(am_line_end(text, size), end_slowly(text, size));
            for (size_t colon = 0; colon < size; colon += 13) {
                text[colon] = ':';
                size_t want = name_slowly(text, size);
                bool fits = want > 0 && want <= AM_LINE_NAME_MAX;
                ck_assert_ptr_eq(am_line_field(text, size, &name),
                                 fits ? end_slowly(text, size) : NULL);
                ck_assert(!fits || name == want);
                text[colon] = colon == at ? '\n' : 'v';
            }
            if (at < size)
                text[at] = 'v';
        }
        free(text);
    }
}

END_TEST

static size_t token_slowly(const unsigned char *text, size_t size, char *out,
                           size_t *slashes)
{
    static const char tokens[] = "abcdefghijklmnopqrstuvwxyz"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./";
    size_t i = 0;

    *slashes = 0;
    for (; i < size && text[i] != '\0' && strchr(tokens, text[i]) != NULL;
         i++) {
        out[i] = (char)am_ascii_lower(text[i]);
        *slashes += text[i] == '/';
    }
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
                size_t want_slashes;
                size_t slashes;
                memset(text, 'X', size);
                if (size > 0)
                    text[random_number(size)] = '/';
                if (at < size)
                    text[at] = (unsigned char)byte;
                size_t n = token_slowly(text, size, want, &want_slashes);
                ck_assert_uint_eq(am_line_token(text, size, out, &slashes), n);
                ck_assert_uint_eq(slashes, want_slashes);
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

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, random_text_is_passed_as_defined, 0, 2);
    tcase_add_loop_test(tcase, each_stop_is_found_at_each_place, 0, 2);
    tcase_add_loop_test(tcase, line_ends_without_text_are_counted, 0, 2);
    tcase_add_test(tcase, each_byte_ends_a_name_or_not);
    tcase_add_test(tcase, random_headers_are_skipped_as_defined);
    tcase_add_test(tcase, each_line_end_is_found);
    tcase_add_test(tcase, each_byte_ends_a_token_or_not);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
