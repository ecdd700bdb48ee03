/*
 * test_uubody - files written into a text body, uuencoded or as yEnc.
 *
 * Rows are written with LF; each is looked at with LF and with CRLF, in all
 * cuts.
 */
#include <string.h>

#include "codec/flaw.h"
#include "cuts.h"
#include "meter/uubody.h"
#include "suite.h"

#define UU      AM_FLAW_BIT(AM_FLAW_UU_IN_BODY)
#define YENC    AM_FLAW_BIT(AM_FLAW_YENC_IN_BODY)
#define TEXT(s) (s), sizeof(s) - 1
#define BLANKS78                           \
 "                                       " \
 "                                       "
#define YBEGIN "=ybegin line=128 size=3 name=x.bin\n"
#define YEND   "=yend size=3\n"

static const struct {
    const char *name;
    const char *text;
    size_t size;
    uint32_t flaws;
} rows[] = {
    {"nothing", TEXT(""), 0},
    {"text", TEXT("Hello\nbye\n=====\n\n"), 0},
    /* uuencode */
    {"a file", TEXT("see\n\nbegin 644 x\n#86)C\n`\nend\n"), UU},
    {"in the first line", TEXT("begin 644 x\n#86)C\n"), UU},
    {"four digits of mode", TEXT("begin 0644 x\n#86)C\n"), UU},
    {"two digits", TEXT("begin 64 x\n#86)C\n"), 0},
    {"five digits", TEXT("begin 00644 x\n#86)C\n"), 0},
    {"a digit that is not octal", TEXT("begin 648 x\n#86)C\n"), 0},
    {"no mode", TEXT("begin the day\n#86)C\n"), 0},
    {"no name", TEXT("begin 644 \n#86)C\n"), 0},
    {"no blank behind the mode", TEXT("begin 644x\n#86)C\n"), 0},
    {"BEGIN", TEXT("BEGIN 644 x\n#86)C\n"), 0},
    {"begin in mid-line", TEXT(" begin 644 x\n#86)C\n"), 0},
    {"a begin line alone", TEXT("begin 644 x\n"), 0},
    {"an empty line behind it", TEXT("begin 644 x\n\n#86)C\n"), 0},
    {"an empty file", TEXT("begin 644 x\n`\nend\n"), 0},
    {"text behind it", TEXT("begin 644 x\nwith a text\n"), 0},
    {"capitals that are no data", TEXT("begin 644 x\nA LINE OF TEXT\n"), 0},
    {"only a mode behind it", TEXT("begin 644\n#86)C\n"), 0},
    {"a mode of eight", TEXT("begin 888 x\n#86)C\n"), 0},
    {"a tab in the data", TEXT("begin 644 x\n#86\t)C\n"), 0},
    {"a small letter in the data", TEXT("begin 644 x\n#86)c\n"), 0},
    {"two begin lines", TEXT("begin 644 x\nbegin 644 y\n#86)C\n"), UU},
    {"begin, text, begin", TEXT("begin 644 x\nno\nbegin 644 y\n#86)C\n"), UU},
    {"a line two characters short", TEXT("begin 644 x\n#86\n"), UU},
    {"a line four characters short", TEXT("begin 644 x\n#\n"), 0},
    {"a line with a checksum", TEXT("begin 644 x\n#86)C0\n"), UU},
    {"a line two characters too long", TEXT("begin 644 x\n#86)C00\n"), 0},
    {"a whole line",
     TEXT("begin 644 x\n"
          "M````````````````````````````````````````````````````````````\n"),
     UU},
    {"a line of 63 bytes is longer than is written",
     TEXT("begin 644 x\n_````````````````````````````````````````````````````"
          "````````````````````````````````\n"),
     0},
    {"a long name", TEXT("begin 644 " BLANKS78 "x\n#86)C\n"), UU},
    {"a line of 80 behind it", TEXT("begin 644 x\n#" BLANKS78 "!\n#86)C\n"), 0},
    {"no line end behind the data", TEXT("begin 644 x\n#86)C"), UU},
    /* yEnc */
    {"yEnc", TEXT("see\n" YBEGIN "\x92\x8c\x97\n" YEND), YENC},
    {"no line end behind its end", TEXT(YBEGIN "\x92\n=yend size=3"), YENC},
    {"cut inside its end", TEXT(YBEGIN "\x92\n=yend siz"), 0},
    {"a part of many",
     TEXT("=ybegin part=2 total=9 line=128 size=900000 name=a b.bin\n"
          "=ypart begin=1 end=3\nbegin 644 x\n\x92\n=yend size=3 part=2\n"),
     YENC},
    {"other order", TEXT("=ybegin size=3 line=128 name=x\n" YEND), YENC},
    {"no end", TEXT(YBEGIN "\x92\x8c\x97\n"), 0},
    {"no begin", TEXT("\x92\x8c\x97\n" YEND), 0},
    {"the end first", TEXT(YEND YBEGIN), 0},
    {"no line length", TEXT("=ybegin size=3 name=x\n" YEND), 0},
    {"no size", TEXT("=ybegin line=128 name=x\n" YEND), 0},
    {"no yEnc name", TEXT("=ybegin line=128 size=3\n" YEND), 0},
    {"a size that is no number",
     TEXT("=ybegin line=128 size=big name=x\n" YEND), 0},
    {"a size without digits", TEXT("=ybegin line=128 name=x size=\n" YEND), 0},
    {"a size of a letter", TEXT("=ybegin line=128 size=: name=x\n" YEND), 0},
    {"an end without a size", TEXT(YBEGIN "=yend\n=yend crc=1\n"), 0},
    {"the word alone", TEXT("=ybegin\n=ybeginning line=1 size=1 name=x\n" YEND),
     0},
    {"in mid-line", TEXT("> " YBEGIN YEND), 0},
    {"a second begin line without a size",
     TEXT(YBEGIN "=ybegin line=128 name=x\n" YEND), 0},
    {"a name longer than is looked at",
     TEXT("=ybegin line=128 size=3 name=" BLANKS78 "\n" YEND), YENC},
    {"quoted-printable of it is not looked into",
     TEXT("=3Dybegin line=3D128 size=3D3 name=3Dx\n=3Dyend size=3D3\n"), 0},
    {"both", TEXT("begin 644 x\n#86)C\n`\nend\n" YBEGIN "\n" YEND), UU | YENC},
};

static uint32_t look(const char *text, size_t size, int way)
{
    struct am_uubody body;
    unsigned state = 0;

    am_uubody_begin(&body);
    while (size > 0) {
        size_t n = cut_next(way, size, &state);
        am_uubody_feed(&body, (const unsigned char *)text, n);
        text += n;
        size -= n;
    }
    return am_uubody_finish(&body);
}

START_TEST(a_file_in_a_text_is_noted)
{
    size_t size = rows[_i].size;
    char *crlf = with_crlf(rows[_i].text, &size);

    ck_assert_ptr_nonnull(crlf);
    for (int way = 0; way < CUT_WAYS; way++) {
        uint32_t flaws = look(rows[_i].text, rows[_i].size, way);
        ck_assert_msg(flaws == rows[_i].flaws, "%s, LF, way %d: %x",
                      rows[_i].name, way, flaws);
        flaws = look(crlf, size, way);
        ck_assert_msg(flaws == rows[_i].flaws, "%s, CRLF, way %d: %x",
                      rows[_i].name, way, flaws);
    }
    free(crlf);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("uubody");
    TCase *tcase = tcase_create("uubody");

    tcase_add_loop_test(tcase, a_file_in_a_text_is_noted, 0, ROWS(rows));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
