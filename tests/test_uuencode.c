/* test_uuencode - what uuencode gives, whole and in cuts. */
#include "decode.h"

#define NO_BEGIN AM_FLAW_BIT(AM_FLAW_UU_NO_BEGIN)
#define NO_END   AM_FLAW_BIT(AM_FLAW_UU_NO_END)

#define BEGIN  "begin 644 a.bin\r\n"
#define DASH30 "------------------------------"
#define DASHES "\x34\xd3\x4d\x34\xd3\x4d\x34\xd3\x4d\x34\xd3\x4d"
#define LONG   DASH30 DASH30 DASH30 DASH30

static const struct {
    const char *name, *in;
    size_t in_size;
    const char *out;
    size_t out_size;
    uint32_t flaws;
} rows[] = {
    {"a file", TEXT(BEGIN "#0V%T\r\n`\r\nend\r\n"), TEXT("Cat"), 0},
    {"four digits of mode", TEXT("begin 0644 a\r\n#0V%T\r\n`\r\nend\r\n"),
     TEXT("Cat"), 0},
    {"a blank stands for a grave accent",
     TEXT(BEGIN "#    \r\n#````\r\n \r\nend"), TEXT("\0\0\0\0\0\0"), 0},
    {"a cut line is filled", TEXT(BEGIN "#0V\r\nend\r\n"), TEXT("C`\0"), 0},
    {"a line longer than its count", TEXT(BEGIN "#0V%TZZZ\r\nend\r\n"),
     TEXT("Cat"), 0},
    {"a much longer line", TEXT(BEGIN "#0V%T" LONG "\r\nend\r\n"), TEXT("Cat"),
     0},
    {"one byte and two bytes", TEXT(BEGIN "!0P``\r\n\"0V$`\r\n`\r\nend\r\n"),
     TEXT("CCa"), 0},
    {"the longest line", TEXT(BEGIN "_____" LONG "\r\nend\r\n"),
     TEXT("\xff\xff\xff" DASHES DASHES DASHES DASHES DASHES), 0},
    {"a line with a strange byte is dropped",
     TEXT(BEGIN "#0V%T\r\n#0\x7f%T\r\n#0V%T\r\nend\r\n"), TEXT("CatCat"), 0},
    {"empty lines", TEXT(BEGIN "\r\n#0V%T\r\n\r\nend\r\n"), TEXT("Cat"), 0},
    {"an empty line first", TEXT("\r\n" BEGIN "#0V%T\r\nend\r\n"), TEXT("Cat"),
     0},
    {"text before the begin line", TEXT("see below:\r\n" BEGIN "#0V%T\r\nend"),
     TEXT("Cat"), 0},
    {"text after the end line", TEXT(BEGIN "#0V%T\r\nend\r\n#0V%T\r\n"),
     TEXT("Cat"), 0},
    {"blanks around the end", TEXT(BEGIN "#0V%T\r\n end \r\n#0V%T"),
     TEXT("Cat"), 0},
    {"no end", TEXT(BEGIN "#0V%T\r\n`\r\n"), TEXT("Cat"), NO_END},
    {"no line end at the end", TEXT(BEGIN "#0V%T"), TEXT("Cat"), NO_END},
    {"only a begin line", TEXT(BEGIN), TEXT(""), NO_END},
    {"a begin line without its end", TEXT("begin 644 a"), TEXT(""), NO_END},
    {"nothing", TEXT(""), TEXT(""), NO_BEGIN},
    {"no begin", TEXT("#0V%T\r\nend\r\n"), TEXT("#0V%T\r\nend\r\n"), NO_BEGIN},
    {"a mode that is none", TEXT("begin 888 a\r\n#0V%T\r\nend\r\n"),
     TEXT("begin 888 a\r\n#0V%T\r\nend\r\n"), NO_BEGIN},
    {"begin in mid-line", TEXT("x" BEGIN "end\r\n"), TEXT("x" BEGIN "end\r\n"),
     NO_BEGIN},
    {"begin after a bare LF", TEXT("x\n" BEGIN), TEXT("x\n" BEGIN), NO_BEGIN},
    {"begin comes too late", TEXT(LONG "\r\n" BEGIN "#0V%T\r\nend\r\n"),
     TEXT(LONG "\r\n" BEGIN "#0V%T\r\nend\r\n"), NO_BEGIN},
};

START_TEST(a_row_decodes)
{
    check_decoding(rows[_i].name, AM_ENCODING_UUENCODE, rows[_i].in,
                   rows[_i].in_size, rows[_i].out, rows[_i].out_size,
                   rows[_i].flaws);
}

END_TEST

START_TEST(random_text_is_the_same_in_every_cut)
{
    static const char bytes[] = "MM#`AZ_ \r\n\r\n\r\n\rend\x7f";

    for (int round = 0; round < 100; round++) {
        char text[300] = "\r\n" BEGIN;
        size_t begin = round % 4 == 0 ? 0 : strlen(text);
        size_t size = begin + random_number(200);
        for (size_t i = begin; i < size; i++)
            text[i] = bytes[random_number(sizeof(bytes) - 1)];
        free(decode_all_ways(AM_ENCODING_UUENCODE, text, size).data);
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("uuencode");
    TCase *tcase = tcase_create("uuencode");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, a_row_decodes, 0, ROWS(rows));
    tcase_add_test(tcase, random_text_is_the_same_in_every_cut);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
