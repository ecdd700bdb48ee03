/* test_base64 - what base64 gives, whole and in cuts. */
#include "decode.h"

#define JUNK   AM_FLAW_BIT(AM_FLAW_B64_JUNK)
#define AFTER  AM_FLAW_BIT(AM_FLAW_B64_AFTER_PAD)
#define NO_PAD AM_FLAW_BIT(AM_FLAW_B64_NO_PAD)
#define CUT    AM_FLAW_BIT(AM_FLAW_B64_TRUNCATED)

static const struct {
    const char *name, *in;
    size_t in_size;
    const char *out;
    size_t out_size;
    uint32_t flaws;
} rows[] = {
    {"nothing", TEXT(""), TEXT(""), 0},
    {"only line ends", TEXT("\r\n\r\n"), TEXT(""), 0},
    {"no padding needed", TEXT("QUJD"), TEXT("ABC"), 0},
    {"padding of one", TEXT("QUI="), TEXT("AB"), 0},
    {"padding of two", TEXT("QQ=="), TEXT("A"), 0},
    {"all of the alphabet's ends", TEXT("AZaz09+/"),
     TEXT("\x01\x96\xb3\xd3\xdf\xbf"), 0},
    {"lines", TEXT("QUJD\r\nREVG\r\n"), TEXT("ABCDEF"), 0},
    {"a line break in a group", TEXT("QU\r\nJD"), TEXT("ABC"), 0},
    {"lines of one character", TEXT("Q\r\nU\r\nJ\r\nD\r\n"), TEXT("ABC"), 0},
    {"a line break in the padding", TEXT("QQ=\r\n=\r\n"), TEXT("A"), 0},
    {"blanks", TEXT("QU JD\tRE VG"), TEXT("ABCDEF"), 0},
    {"a CR alone", TEXT("QU\rJD"), TEXT("ABC"), 0},
    {"an LF alone", TEXT("QU\nJD"), TEXT("ABC"), 0},
    {"junk in a group", TEXT("QU*JD"), TEXT("ABC"), JUNK},
    {"NUL", TEXT("QU\0JD"), TEXT("ABC"), JUNK},
    {"the URL alphabet is junk", TEXT("QU-J_D"), TEXT("ABC"), JUNK},
    {"8-bit bytes", TEXT("\xffQUJD\x80"), TEXT("ABC"), JUNK},
    {"padding left out, three left", TEXT("QUI"), TEXT("AB"), NO_PAD},
    {"padding left out, two left", TEXT("QUJDQQ"), TEXT("ABCA"), NO_PAD},
    {"half of the padding", TEXT("QQ="), TEXT("A"), NO_PAD},
    {"one left", TEXT("QUJDR"), TEXT("ABC"), CUT},
    {"only one", TEXT("Q"), TEXT(""), CUT},
    {"text after the padding", TEXT("QQ==TWFu"), TEXT("A"), AFTER},
    {"text after the padding, later", TEXT("QUI=\r\n\r\nfooter\r\n"),
     TEXT("AB"), AFTER},
    {"no alphabet after the padding", TEXT("QQ==\r\n--==!!\r\n"), TEXT("A"), 0},
    {"a '=' that completes nothing", TEXT("QUJD=REVG"), TEXT("ABCDEF"), AFTER},
    {"a '=' first", TEXT("=QUJD"), TEXT("ABC"), AFTER},
    {"a '=' after one character", TEXT("Q=UJD"), TEXT("ABC"), AFTER},
    {"one '=' after two characters", TEXT("QU=JD"), TEXT("ABC"), AFTER},
    {"a '=' that comes to late to count", TEXT("QU=J="), TEXT("AB"), AFTER},
    {"junk in the padding", TEXT("QQ=*="), TEXT("A"), JUNK},
    {"four '='", TEXT("QUJD===="), TEXT("ABC"), AFTER},
    {"spare bits", TEXT("QR=="), TEXT("A"), 0},
    {"padding alone", TEXT("=="), TEXT(""), AFTER},
    {"a line that begins with '-'", TEXT("QUJD\r\n-QUJD\r\n"), TEXT("ABCABC"),
     JUNK},
};

START_TEST(a_row_decodes)
{
    check_decoding(rows[_i].name, AM_ENCODING_BASE64, rows[_i].in,
                   rows[_i].in_size, rows[_i].out, rows[_i].out_size,
                   rows[_i].flaws);
}

END_TEST

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Encode data in lines of width characters; the caller frees. */
static char *encode(const unsigned char *data, size_t size, size_t width,
                    size_t *text_size)
{
    char *text = calloc(size * 6 + 16, 1);
    size_t n = 0;
    size_t column = 0;

    for (size_t i = 0; i < size; i += 3) {
        size_t left = size - i;
        uint32_t bits = (uint32_t)data[i] << 16;
        bits |= left > 1 ? (uint32_t)data[i + 1] << 8 : 0;
        bits |= left > 2 ? data[i + 2] : 0;
        for (size_t k = 0; k < 4; k++) {
            if (column++ == width) {
                text[n++] = '\r';
                text[n++] = '\n';
                column = 1;
            }
            if (k <= left) {
                text[n++] = alphabet[bits >> (18 - 6 * k) & 63];
            } else {
                text[n++] = '=';
            }
        }
    }
    *text_size = n;
    return text;
}

static const size_t widths[] = {76, 4, 60, 64, 72, 75, 1, 3, 998, 100000};

START_TEST(random_bytes_come_back_at_every_width)
{
    for (size_t size = 0; size < 400; size += 1 + random_number(40)) {
        unsigned char data[400];
        size_t text_size = 0;
        for (size_t i = 0; i < size; i++)
            data[i] = (unsigned char)random_number(256);
        char *text = encode(data, size, widths[_i], &text_size);
        struct decoded got =
            decode_all_ways(AM_ENCODING_BASE64, text, text_size);
        ck_assert_uint_eq(got.size, size);
        ck_assert(size == 0 || memcmp(got.data, data, size) == 0);
        ck_assert_uint_eq(got.flaws, 0);
        if (widths[_i] % 4 == 0)
            ck_assert_uint_eq(got.layout, 0);
        free(got.data);
        free(text);
    }
}

END_TEST

/* Bytes that hurt, in random order: every cut must agree with the whole. */
START_TEST(random_text_is_the_same_in_every_cut)
{
    static const char bytes[] = "QUJDAb/+9==\r\n\r\n -\n\r*\xff";

    for (int round = 0; round < 200; round++) {
        char text[120];
        size_t size = random_number(sizeof(text));
        for (size_t i = 0; i < size; i++)
            text[i] = bytes[random_number(sizeof(bytes))];
        free(decode_all_ways(AM_ENCODING_BASE64, text, size).data);
    }
}

END_TEST

static const struct {
    const char *name, *in;
    size_t lines, used;
} clean[] = {
    {"two lines, the third is not whole", "QUJD\r\nREVG\r\nR0hJ", 2, 12},
    {"a line with padding is left", "QUJD\r\nQQ==\r\n", 1, 6},
    {"a line that begins with '-' is left", "QUJD\r\n--b\r\n", 1, 6},
    {"a line with a blank is left", "QUJD\r\nQU JD\r\n", 1, 6},
    {"a CR is not a line end yet", "QUJD\r\nREVG\r", 1, 6},
    {"an LF alone ends a line", "QUJD\nREVG\r\nR0hJ\n", 3, 16},
    {"a CR alone ends no line", "QUJD\rREVG\r\n", 0, 0},
    {"lines of odd length", "QUJDR\r\nEV\r\nG\r\n", 3, 14},
    {"a shorter line", "QUJDREVG\r\nQUJD\r\n", 2, 16},
    {"a line end where the last line had one", "QUJDQ\r\nA\r\nAA\r\n", 3, 14},
    {"an empty line", "QUJD\r\n\r\nQUJD\r\n", 3, 14},
};

START_TEST(whole_clean_lines_are_taken)
{
    unsigned char out[64 + AM_DECODER_SLACK];
    struct am_decoder decoder;
    struct am_lines lines = {
        .data = (const unsigned char *)clean[_i].in,
        .size = strlen(clean[_i].in),
    };

    am_decoder_begin(&decoder, AM_ENCODING_BASE64);
    am_decoder_lines(&decoder, &lines, out, 64);
    ck_assert_msg(
        lines.count == clean[_i].lines && lines.used == clean[_i].used,
        "%s: %zu lines, %zu bytes", clean[_i].name, lines.count, lines.used);
}

END_TEST

START_TEST(no_line_is_taken_in_the_middle_or_after_the_end)
{
    static const char *const before[] = {"Q", "QUJD\r\nQ", "QQ==\r\n",
                                         "QQ=\r\n", "QUJD\r"};

    for (int i = 0; i < ROWS(before); i++) {
        unsigned char out[64 + AM_DECODER_SLACK];
        struct am_decoder decoder;
        struct am_lines lines = {
            .data = (const unsigned char *)"QUJD\r\n",
            .size = 6,
        };
        size_t used = 0;
        am_decoder_begin(&decoder, AM_ENCODING_BASE64);
        am_decoder_feed(&decoder, (const unsigned char *)before[i],
                        strlen(before[i]), &used, out, 64);
        am_decoder_lines(&decoder, &lines, out, 64);
        ck_assert_msg(lines.used == 0 && lines.count == 0, "after '%s'",
                      before[i]);
    }
}

END_TEST

START_TEST(a_line_too_long_for_the_output_is_left)
{
    unsigned char out[64 + AM_DECODER_SLACK];
    unsigned char text[90];
    struct am_decoder decoder;
    struct am_lines lines = {.data = text, .size = sizeof(text)};

    memset(text, 'A', sizeof(text));
    text[88] = '\r';
    text[89] = '\n';
    am_decoder_begin(&decoder, AM_ENCODING_BASE64);
    am_decoder_lines(&decoder, &lines, out, 64);
    ck_assert_uint_eq(lines.used, 0);
    ck_assert_uint_eq(lines.count, 0);
    lines.data += 4;
    lines.size -= 4;
    am_decoder_lines(&decoder, &lines, out, 64);
    ck_assert_uint_eq(lines.count, 1);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("base64");
    TCase *tcase = tcase_create("base64");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, a_row_decodes, 0, ROWS(rows));
    tcase_add_loop_test(tcase, random_bytes_come_back_at_every_width, 0,
                        ROWS(widths));
    tcase_add_test(tcase, random_text_is_the_same_in_every_cut);
    tcase_add_loop_test(tcase, whole_clean_lines_are_taken, 0, ROWS(clean));
    tcase_add_test(tcase, no_line_is_taken_in_the_middle_or_after_the_end);
    tcase_add_test(tcase, a_line_too_long_for_the_output_is_left);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
