/* test_decoder - names of encodings, and the bytes as they are. */
#include "decode.h"

static const struct {
    const char *token;
    enum am_encoding encoding;
    bool identity;
    const char *name;
} rows[] = {
    {"7bit", AM_ENCODING_7BIT, true, "7bit"},
    {"", AM_ENCODING_7BIT, true, "7bit"},
    {"8BIT", AM_ENCODING_8BIT, true, "8bit"},
    {"Binary", AM_ENCODING_BINARY, true, "binary"},
    {"quoted-PRINTABLE", AM_ENCODING_QUOTED, false, "quoted-printable"},
    {"BASE64", AM_ENCODING_BASE64, false, "base64"},
    {"x-uuencode", AM_ENCODING_UUENCODE, false, "x-uuencode"},
    {"uuencode", AM_ENCODING_UUENCODE, false, "x-uuencode"},
    {"X-UUE", AM_ENCODING_UUENCODE, false, "x-uuencode"},
    {"uue", AM_ENCODING_UUENCODE, false, "x-uuencode"},
    {"base65", AM_ENCODING_OTHER, true, "other"},
    {"base6", AM_ENCODING_OTHER, true, "other"},
    {"base64 ", AM_ENCODING_OTHER, true, "other"},
    {"x-yenc", AM_ENCODING_OTHER, true, "other"},
};

START_TEST(a_word_names_an_encoding)
{
    enum am_encoding encoding =
        am_encoding_of(rows[_i].token, strlen(rows[_i].token));

    ck_assert_int_eq(encoding, rows[_i].encoding);
    ck_assert_int_eq(am_encoding_is_identity(encoding), rows[_i].identity);
    ck_assert_str_eq(am_encoding_name(encoding), rows[_i].name);
}

END_TEST

START_TEST(other_encodings_leave_the_bytes)
{
    static const enum am_encoding encodings[] = {
        AM_ENCODING_7BIT, AM_ENCODING_8BIT, AM_ENCODING_BINARY,
        AM_ENCODING_OTHER};

    uint32_t flaws = encodings[_i] == AM_ENCODING_OTHER
                         ? AM_FLAW_BIT(AM_FLAW_CTE_UNKNOWN)
                         : 0;

    check_decoding("bytes as they are", encodings[_i],
                   TEXT("a=41\r\nQQ==\0\xff\r\n"),
                   TEXT("a=41\r\nQQ==\0\xff\r\n"), flaws);
}

END_TEST

START_TEST(a_decoder_begins_anew)
{
    static const enum am_encoding encodings[] = {
        AM_ENCODING_BASE64, AM_ENCODING_QUOTED, AM_ENCODING_UUENCODE};
    struct am_decoder decoder;
    unsigned char out[64 + AM_DECODER_SLACK];
    size_t used = 0;

    for (int i = 0; i < ROWS(encodings); i++) {
        am_decoder_begin(&decoder, encodings[i]);
        am_decoder_feed(&decoder, (const unsigned char *)"=4 *\r", 5, &used,
                        out, 64);
        am_decoder_finish(&decoder, out);
        ck_assert_uint_ne(am_decoder_flaws(&decoder), 0);
        am_decoder_begin(&decoder, encodings[i]);
        ck_assert_uint_eq(am_decoder_flaws(&decoder), 0);
    }
}

END_TEST

START_TEST(a_decoder_is_small)
{
    ck_assert_uint_le(sizeof(struct am_decoder), 512);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("decoder");
    TCase *tcase = tcase_create("decoder");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, a_word_names_an_encoding, 0, ROWS(rows));
    tcase_add_loop_test(tcase, other_encodings_leave_the_bytes, 0, 4);
    tcase_add_test(tcase, a_decoder_begins_anew);
    tcase_add_test(tcase, a_decoder_is_small);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
