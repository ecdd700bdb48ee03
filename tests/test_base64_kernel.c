/*
 * test_base64_kernel - all kernels against a decoder of ten lines, for every
 * length, alignment and damage, in room that AddressSanitizer guards.
 */
#include <stdlib.h>
#include <string.h>

#include "codec/base64_run.h"
#include "codec/decoder.h"
#include "decode.h"
#include "suite.h"

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

#define KERNELS 3

/* The portable one, that for AVX2 if the processor has it, the fastest. */
static const struct am_base64_kernel *kernel_of(int i)
{
#ifdef __x86_64__
    if (i == 1 && __builtin_cpu_supports("avx2"))
        return am_base64_avx2;
#endif
    return i == 0 ? &am_base64_portable : am_base64_kernel();
}

/* Whole groups from the begin of text, one character after the other. */
static size_t decode_slowly(const unsigned char *text, size_t size,
                            unsigned char *out)
{
    uint32_t bits = 0;
    size_t i = 0;

    for (; i < size; i++) {
        const char *found = text[i] == '\0' ? NULL : strchr(alphabet, text[i]);
        if (found == NULL)
            break;
        bits = bits << 6 | (uint32_t)(found - alphabet);
        if (i % 4 != 3)
            continue;
        *out++ = (unsigned char)(bits >> 16);
        *out++ = (unsigned char)(bits >> 8);
        *out++ = (unsigned char)bits;
    }
    return i / 4 * 4;
}

static void fill(unsigned char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        text[i] = (unsigned char)alphabet[random_number(64)];
}

/* A copy whose end is the end of its allocation, at an odd address. */
static unsigned char *guarded(const unsigned char *text, size_t size,
                              unsigned char **room)
{
    size_t shift = random_number(33);

    *room = malloc(size + shift + 1);
    memcpy(*room + shift, text, size);
    *room = realloc(*room, size + shift + (size + shift == 0));
    return *room + shift;
}

static void check_run(const struct am_base64_kernel *kernel,
                      const unsigned char *text, size_t size)
{
    unsigned char *room = NULL;
    const unsigned char *in = guarded(text, size, &room);
    unsigned char *want = malloc(size + 1);
    unsigned char *got = malloc(size / 4 * 3 + AM_DECODER_SLACK);
    size_t used = decode_slowly(text, size, want);

    ck_assert_uint_eq(kernel->run(in, size, got), used);
    ck_assert(memcmp(got, want, used / 4 * 3) == 0);
    free(got);
    free(want);
    free(room);
}

START_TEST(a_run_is_decoded_at_every_length)
{
    unsigned char text[400];

    for (size_t size = 0; size < sizeof(text); size++) {
        fill(text, size);
        check_run(kernel_of(_i), text, size);
    }
}

END_TEST

/* Every value of a byte, at every place of a vector and of what follows it. */
START_TEST(a_run_ends_at_every_byte_that_is_not_of_the_alphabet)
{
    unsigned char text[80];

    for (size_t at = 0; at < sizeof(text); at++) {
        for (unsigned byte = 0; byte < 256; byte++) {
            fill(text, sizeof(text));
            text[at] = (unsigned char)byte;
            check_run(kernel_of(_i), text, sizeof(text));
        }
    }
}

END_TEST

/* How many of the lines are clean by decode_slowly(). */
static size_t count_clean(const unsigned char *in, size_t lines, size_t width,
                          const char *eol, unsigned char *out)
{
    size_t eol_size = strlen(eol);
    size_t n = 0;

    for (; n < lines; n++, in += width + eol_size, out += width / 4 * 3) {
        if (decode_slowly(in, width, out) != width ||
            memcmp(in + width, eol, eol_size) != 0)
            break;
    }
    return n;
}

static void check_lines(const struct am_base64_kernel *kernel,
                        const unsigned char *text, size_t lines, size_t width,
                        const char *eol)
{
    unsigned char *room = NULL;
    size_t size = lines * (width + strlen(eol));
    size_t decoded = lines * (width / 4 * 3);
    unsigned char *want = malloc(decoded + 3);
    unsigned char *got = malloc(decoded + AM_DECODER_SLACK);
    struct am_base64_block block = {
        .in = guarded(text, size, &room),
        .lines = lines,
        .width = width,
        .eol_size = strlen(eol),
    };
    size_t clean = count_clean(text, lines, width, eol, want);

    ck_assert_uint_eq(kernel->lines(&block, got), clean);
    ck_assert(memcmp(got, want, clean * (width / 4 * 3)) == 0);
    free(got);
    free(want);
    free(room);
}

static size_t write_lines(unsigned char *text, size_t lines, size_t width,
                          const char *eol)
{
    size_t size = 0;

    for (size_t n = 0; n < lines; n++) {
        fill(text + size, width);
        size += width;
        for (const char *c = eol; *c != '\0'; c++)
            text[size++] = (unsigned char)*c;
    }
    return size;
}

START_TEST(lines_of_every_width_are_decoded_up_to_the_first_damage)
{
    unsigned char text[9 * 260];

    for (size_t width = AM_BASE64_WIDTH_MIN; width <= 256; width += 4) {
        for (int round = 0; round < 40; round++) {
            const char *eol = round % 2 == 0 ? "\r\n" : "\n";
            size_t lines = 1 + random_number(9);
            size_t size = write_lines(text, lines, width, eol);
            if (round > 1) /* often a line end, or a good character */
                text[random_number(size)] = (unsigned char)random_number(256);
            check_lines(kernel_of(_i), text, lines, width, eol);
        }
    }
}

END_TEST

/* The widths that have code of their own: every value of a byte, at an eighth
 * of the places of four lines each, which may be decoded together. */
START_TEST(lines_of_the_usual_widths_end_at_every_damage)
{
    static const size_t widths[] = {60, 64, 72, 76, 80};
    unsigned char text[4 * 82];

    for (int i = 0; i < ROWS(widths); i++) {
        size_t size = write_lines(text, 4, widths[i], "\r\n");
        for (size_t at = 0; at < size; at++) {
            unsigned char right = text[at];
            for (size_t byte = at % 8; byte < 256; byte += 8) {
                text[at] = (unsigned char)byte;
                check_lines(kernel_of(_i), text, 4, widths[i], "\r\n");
            }
            text[at] = right;
        }
    }
}

END_TEST

START_TEST(no_lines_are_no_lines)
{
    check_lines(kernel_of(_i), (const unsigned char *)"", 0, 76, "\r\n");
}

END_TEST

START_TEST(the_portable_kernel_can_be_had)
{
    am_base64_use_portable(true);
    ck_assert_str_eq(am_base64_kernel()->name, "portable");
    am_base64_use_portable(false);
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2"))
        ck_assert_str_ne(am_base64_kernel()->name, "portable");
#endif
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("base64_kernel");
    TCase *tcase = tcase_create("kernel");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, a_run_is_decoded_at_every_length, 0, KERNELS);
    tcase_add_loop_test(tcase,
                        a_run_ends_at_every_byte_that_is_not_of_the_alphabet, 0,
                        KERNELS);
    tcase_add_loop_test(tcase,
                        lines_of_every_width_are_decoded_up_to_the_first_damage,
                        0, KERNELS);
    tcase_add_loop_test(tcase, lines_of_the_usual_widths_end_at_every_damage, 0,
                        KERNELS);
    tcase_add_loop_test(tcase, no_lines_are_no_lines, 0, KERNELS);
    tcase_add_test(tcase, the_portable_kernel_can_be_had);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
