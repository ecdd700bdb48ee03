/* test_quoted - what quoted-printable gives, whole and in cuts. */
#include "decode.h"

#define BAD   AM_FLAW_BIT(AM_FLAW_QP_BAD_ESCAPE)
#define WHITE AM_FLAW_BIT(AM_FLAW_QP_TRAILING_WS)

#define BLANKS10 "          "
#define BLANKS60 BLANKS10 BLANKS10 BLANKS10 BLANKS10 BLANKS10 BLANKS10

static const struct {
    const char *name, *in;
    size_t in_size;
    const char *out;
    size_t out_size;
    uint32_t flaws;
} rows[] = {
    {"nothing", TEXT(""), TEXT(""), 0},
    {"text", TEXT("abc\r\ndef"), TEXT("abc\r\ndef"), 0},
    {"an escape", TEXT("a=3Db"), TEXT("a=b"), 0},
    {"lower case digits", TEXT("=c3=bc"), TEXT("\xc3\xbc"), 0},
    {"one digit of each case", TEXT("=aB=Ab"), TEXT("\xab\xab"), 0},
    {"NUL and escaped line end", TEXT("=00=0D=0A\0"), TEXT("\0\r\n\0"), 0},
    {"a soft break", TEXT("ab=\r\ncd"), TEXT("abcd"), 0},
    {"many soft breaks", TEXT("=\r\n=\r\n=\r\nz"), TEXT("z"), 0},
    {"a '=' at the end", TEXT("abc="), TEXT("abc"), 0},
    {"blanks in a soft break", TEXT("abc= \t\r\ndef"), TEXT("abcdef"), 0},
    {"blanks in a soft break behind a run",
     TEXT("0123456789= \r\nghijklmnopqrstuv"),
     TEXT("0123456789ghijklmnopqrstuv"), 0},
    {"a '=' and blanks at the end", TEXT("abc= \t"), TEXT("abc"), 0},
    {"more blanks than are held", TEXT("=" BLANKS60 "\r\n"),
     TEXT("=" BLANKS60 "\r\n"), BAD | WHITE},
    {"a bad escape", TEXT("a=ZZb"), TEXT("a=ZZb"), BAD},
    {"half an escape, then a whole one", TEXT("b=4=41c"), TEXT("b=4Ac"), BAD},
    {"half an escape at the end", TEXT("abc=4"), TEXT("abc=4"), BAD},
    {"two '='", TEXT("a==41"), TEXT("a=A"), BAD},
    {"three '='", TEXT("==="), TEXT("=="), BAD},
    {"a '=' before a blank and text", TEXT("a= b"), TEXT("a= b"), BAD},
    {"a '=' before blanks and an escape", TEXT("a= =41"), TEXT("a= A"), BAD},
    {"a '=' before a CR alone", TEXT("a=\rb\r\nc"), TEXT("a=\rb\r\nc"), BAD},
    {"a '=' before two CRs", TEXT("a=\r\r\nb"), TEXT("a=\r\r\nb"), BAD},
    {"a '=' and a CR at the end", TEXT("a=\r"), TEXT("a=\r"), BAD},
    {"a '=' before an LF alone", TEXT("a=\nb"), TEXT("a=\nb"), BAD},
    {"8-bit bytes", TEXT("\xff=FF\x80"), TEXT("\xff\xff\x80"), 0},
    {"a bad escape of 8-bit bytes", TEXT("=\xff"), TEXT("=\xff"), BAD},
    {"blanks before a line break", TEXT("ab \t\r\nc"), TEXT("ab \t\r\nc"),
     WHITE},
    {"a blank line of blanks", TEXT(" \r\n"), TEXT(" \r\n"), WHITE},
    {"blanks at the end", TEXT("abc "), TEXT("abc "), WHITE},
    {"an escaped blank before a line break", TEXT("ab=20\r\nc"),
     TEXT("ab \r\nc"), 0},
    {"a blank before a CR alone", TEXT("ab \rc"), TEXT("ab \rc"), 0},
    {"a blank, a soft break, a hard one", TEXT("ab =\r\n\r\nc"),
     TEXT("ab \r\nc"), WHITE},
    {"a blank after a bad escape", TEXT("=Z \r\n"), TEXT("=Z \r\n"),
     BAD | WHITE},
    {"a long line", TEXT(BLANKS60 "x" BLANKS60 "x" BLANKS60 "=3D" BLANKS60 "x"),
     TEXT(BLANKS60 "x" BLANKS60 "x" BLANKS60 "=" BLANKS60 "x"), 0},
};

START_TEST(a_row_decodes)
{
    check_decoding(rows[_i].name, AM_ENCODING_QUOTED, rows[_i].in,
                   rows[_i].in_size, rows[_i].out, rows[_i].out_size,
                   rows[_i].flaws);
}

END_TEST

START_TEST(random_text_is_the_same_in_every_cut)
{
    static const char bytes[] = "==a1F\r\n\r\n \t=\n\rZ\xff";

    for (int round = 0; round < 150; round++) {
        char text[150];
        size_t size = random_number(sizeof(text));
        for (size_t i = 0; i < size; i++)
            text[i] = bytes[random_number(sizeof(bytes))];
        free(decode_all_ways(AM_ENCODING_QUOTED, text, size).data);
    }
}

END_TEST

/* Runs without an escape, as long as several vectors. */
START_TEST(long_runs_are_the_same_in_every_cut)
{
    for (int round = 0; round < 50; round++) {
        char text[200];
        size_t size = random_number(sizeof(text));
        memset(text, 'x', sizeof(text));
        for (uint64_t odd = random_number(5); odd > 0; odd--) {
            static const char *const marks[] = {" \r\n", "\t\r\n", "=41", "=",
                                                "x\r\n", " \n",    "\r\n"};
            size_t at = random_number(sizeof(text) - 3);
            for (const char *c = marks[random_number(ROWS(marks))]; *c != '\0';
                 c++)
                text[at++] = *c;
        }
        free(decode_all_ways(AM_ENCODING_QUOTED, text, size).data);
    }
}

END_TEST

/* A blank before a line break at each place of a vector, the next escape behind
 * it or in its midst. */
START_TEST(a_blank_is_seen_at_each_place)
{
    for (size_t at = 0; at < 50; at++) {
        for (size_t escape = at % 9; escape < 54; escape += 9) {
            char text[56];
            char want[54];
            memset(text, 'x', sizeof(text));
            memcpy(text + at, " \r\n", 3);
            memcpy(text + escape, "=41", 3);
            bool is_hit = memcmp(text + at, " \r\n", 3) == 0;
            memcpy(want, text, escape);
            want[escape] = 'A';
            memcpy(want + escape + 1, text + escape + 3,
                   sizeof(text) - escape - 3);
            check_decoding("a blank", AM_ENCODING_QUOTED, text, sizeof(text),
                           want, sizeof(want), is_hit ? WHITE : 0);
        }
    }
}

END_TEST

START_TEST(all_bytes_come_back_escaped)
{
    char text[3 * 256 + 1];
    unsigned char bytes[256];

    for (unsigned i = 0; i < 256; i++) {
        snprintf(text + (size_t)3 * i, 4, i % 2 == 0 ? "=%02X" : "=%02x", i);
        bytes[i] = (unsigned char)i;
    }
    check_decoding("all bytes", AM_ENCODING_QUOTED, text, sizeof(text) - 1,
                   (const char *)bytes, sizeof(bytes), 0);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("quoted");
    TCase *tcase = tcase_create("quoted");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, a_row_decodes, 0, ROWS(rows));
    tcase_add_test(tcase, random_text_is_the_same_in_every_cut);
    tcase_add_test(tcase, long_runs_are_the_same_in_every_cut);
    tcase_add_test(tcase, a_blank_is_seen_at_each_place);
    tcase_add_test(tcase, all_bytes_come_back_escaped);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
