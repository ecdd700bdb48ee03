/*
 * test_parser - the tree of a message, and the bytes of its leaves.
 *
 * A message is told as text: for each leaf its part number, type, "[" body "]"
 * with CRLF shown as "|", then its flaws, and at the end the flaws of opened
 * containers.  Rows are written with LF; each is parsed as it is, and with
 * CRLF, in all cuts.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cuts.h"
#include "mime/parser.h"
#include "suite.h"

#define MP      "Content-Type: multipart/mixed; boundary=BB\n\n"
#define IN      "Content-Type: multipart/mixed; boundary=in\n\n"
#define TEXT    "Content-Type: text/plain\n\n"
#define PDF     "Content-Type: application/pdf\n\n"
#define RFC822  "Content-Type: message/rfc822\n\n"
#define A20     "aaaaaaaaaaaaaaaaaaaa"
#define A120    A20 A20 A20 A20 A20 A20
#define SIZE(s) (s), sizeof(s) - 1

static const struct {
    const char *name;
    const char *message;
    size_t size;
    const char *told;
} rows[] = {
    /* leaves and containers */
    {"empty message", SIZE(""), "1 text/plain []"},
    {"one byte", SIZE("x"), "1 text/plain [x|] header_no_colon"},
    {"one line end", SIZE("\n"), "1 text/plain []"},
    {"only headers", SIZE(PDF), "1 application/pdf []"},
    {"headers without an empty line", SIZE("Content-Type: a/b\n"), "1 a/b []"},
    {"no Content-Type", SIZE("A: b\n\nx\n"), "1 text/plain [x|]"},
    {"no MIME-Version", SIZE(MP "--BB\n" PDF "x\n--BB--\n"),
     "1 application/pdf [x]"},
    {"three parts", SIZE(MP "--BB\n\na\n--BB\n\nb\n--BB\n\nc\n--BB--\n"),
     "1 text/plain [a] 2 text/plain [b] 3 text/plain [c]"},
    {"preamble and epilogue are no parts",
     SIZE(MP "pre\n--B\n\n--BB\n\na\n--BB--\nepi\n--BB\n\nb\n"),
     "1 text/plain [a]"},
    {"nested multiparts",
     SIZE(MP "--BB\n" IN "--in\n\na\n--in\n\nb\n--in--\n\n--BB\n\nc\n--BB--\n"),
     "1.1 text/plain [a] 1.2 text/plain [b] 2 text/plain [c]"},
    {"message/rfc822", SIZE(RFC822 "Subject: x\n" PDF "x\n"),
     "1.1 application/pdf [x|]"},
    {"multipart in message/rfc822 in multipart",
     SIZE(MP "--BB\n\nt\n--BB\n" RFC822 IN "--in\n\na\n--in\n" PDF
             "b\n--in--\n--BB\n\nz\n--BB--\n"),
     "1 text/plain [t] 2.1 text/plain [a] 2.2 application/pdf [b] "
     "3 text/plain [z]"},
    {"message in message", SIZE(RFC822 RFC822 PDF "x"),
     "1.1.1 application/pdf [x|]"},
    {"message/global is opened",
     SIZE("Content-Type: message/global\n\n" PDF "x\n"),
     "1.1 application/pdf [x|]"},
    {"other message/* are leaves",
     SIZE("Content-Type: message/delivery-status\n\nA: b\n\nC: d\n"),
     "1 message/delivery-status [A: b||C: d|]"},
    {"empty message/rfc822", SIZE(MP "--BB\n" RFC822 "--BB--\n"),
     "1.1 text/plain []"},
    {"message/rfc822 ends with its parent",
     SIZE(MP "--BB\n" RFC822 "A: b\n\nx\n--BB\n\ny\n--BB--\n"),
     "1.1 text/plain [x] 2 text/plain [y]"},
    {"encoded message is a leaf to be decoded",
     SIZE("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
          "QQ==\n"),
     "1 message/rfc822 [QQ==|] encoded_message"},
    {"default type in a digest",
     SIZE("Content-Type: multipart/digest; boundary=BB\n\n--BB\n\n" PDF
          "x\n--BB\n" TEXT "y\n--BB--\n"),
     "1.1 application/pdf [x] 2 text/plain [y]"},
    {"multipart without boundary",
     SIZE("Content-Type: multipart/mixed\n\n--BB\n\nx\n--BB--\n"),
     "1 multipart/mixed [--BB||x|--BB--|] boundary_missing"},
    {"multipart with an empty boundary",
     SIZE("Content-Type: multipart/mixed; boundary=\"\"\n\n--\n\nx\n"),
     "1 multipart/mixed [--||x|] boundary_missing"},
    {"boundary never comes", SIZE(MP "x\n--BBB\n"), " +boundary_not_seen"},
    {"boundary never comes, but a name",
     SIZE("Content-Type: multipart/mixed; boundary=BB; name=x\n\na\n--B\n"),
     "1 multipart/mixed [a|--B|] boundary_not_seen"},
    {"the same inside a multipart",
     SIZE(MP "--BB\nContent-Disposition: attachment\n" IN "a\n--BB\n\nb\n"
             "--BB--\n"),
     "1 multipart/mixed [a] boundary_not_seen 2 text/plain [b]"},
    {"boundary comes after all: the leaf is dropped",
     SIZE("Content-Disposition: attachment\n" MP "pre\n--BB\n\na\n--BB--\n"),
     "1 multipart/mixed [pre] DROP 1 text/plain [a]"},
    {"the same inside a multipart",
     SIZE(MP "--BB\nContent-Disposition: attachment\n" IN
             "--in\n\na\n--in--\n--BB--\n"),
     "1 multipart/mixed [] DROP 1.1 text/plain [a]"},
    {"multipart with a transfer encoding",
     SIZE("Content-Transfer-Encoding: base64\n" MP "--BB\n\nx\n--BB--\n"),
     "1 text/plain [x]"},
    /* boundaries */
    {"line end before a boundary is the boundary's",
     SIZE(MP "--BB\n" PDF "x\n\n--BB--\n"), "1 application/pdf [x|]"},
    {"empty part", SIZE(MP "--BB\n" PDF "--BB--\n"), "1 application/pdf []"},
    {"part of one empty line", SIZE(MP "--BB\n" PDF "\n--BB--\n"),
     "1 application/pdf []"},
    {"part of two empty lines", SIZE(MP "--BB\n" PDF "\n\n--BB--\n"),
     "1 application/pdf [|]"},
    {"no end boundary", SIZE(MP "--BB\n" PDF "x\n"),
     "1 application/pdf [x|] +no_end_boundary"},
    {"no end boundary, no line end", SIZE(MP "--BB\n" PDF "x"),
     "1 application/pdf [x|] +no_end_boundary"},
    {"end boundary without line end", SIZE(MP "--BB\n" PDF "x\n--BB--"),
     "1 application/pdf [x]"},
    {"cut inside the end boundary", SIZE(MP "--BB\n" PDF "x\n--B"),
     "1 application/pdf [x|--B|] +no_end_boundary"},
    {"parent's boundary ends inner parts",
     SIZE(MP "--BB\n" IN "--in\n\na\n--BB\n\nb\n--BB--\n"),
     "1.1 text/plain [a] 2 text/plain [b] +no_end_boundary"},
    {"parent's end ends inner parts",
     SIZE(MP "--BB\n" IN "--in\n\na\n--BB--\n\nb\n--in--\n"),
     "1.1 text/plain [a] +no_end_boundary"},
    {"outer boundary is a prefix of the inner",
     SIZE("Content-Type: multipart/mixed; boundary=i\n\n--i\n" IN
          "--in\n\na\n--in--\n--i\n\nb\n--i--\n"),
     "1.1 text/plain [a] 2 text/plain [b]"},
    {"inner boundary is a prefix of the outer",
     SIZE("Content-Type: multipart/mixed; boundary=inn\n\n--inn\n" IN
          "--in\n\na\n--in--\n--inn\n\nb\n--inn--\n"),
     "1.1 text/plain [a] 2 text/plain [b]"},
    {"equal boundaries: the inner until its end",
     SIZE(MP "--BB\n" MP "--BB\n\na\n--BB--\n--BB\n\nb\n--BB--\n"),
     "1.1 text/plain [a] 2 text/plain [b]"},
    {"almost boundaries are content",
     SIZE(MP "--BB\n" PDF "--BBx\n--bb\n--BB-\n--BB--x\n --BB\nx--BB\n-\n--\n"
             "-x\n\n--BB--\n"),
     "1 application/pdf [--BBx|--bb|--BB-|--BB--x| --BB|x--BB|-|--|-x|]"},
    {"blanks behind a boundary", SIZE(MP "--BB \t \n\na\n--BB-- \t\n"),
     "1 text/plain [a]"},
    {"boundary of one character",
     SIZE("Content-Type: multipart/mixed; boundary=a\n\n--a\n\n-a\n--a--\n"),
     "1 text/plain [-a]"},
    {"boundary with blanks at its end",
     SIZE("Content-Type: multipart/mixed; boundary=\"B  \"\n\n--B\n\nx\n"
          "--B  --\n--B--\n"),
     "1 text/plain [x|--B  --]"},
    {"boundary folded in its quotes",
     SIZE("Content-Type: multipart/mixed; boundary=\"a\n b\"\n\n--a b\n\nx\n"
          "--a b--\n"),
     "1 text/plain [x]"},
    {"boundary in pieces",
     SIZE("Content-Type: multipart/mixed; boundary*0=a; boundary*1=b\n\n"
          "--ab\n\nx\n--ab--\n"),
     "1 text/plain [x]"},
    {"boundary unquoted with = and :",
     SIZE("Content-Type: multipart/mixed; boundary==_:x\n\n--=_:x\n\ny\n"
          "--=_:x--\n"),
     "1 text/plain [y]"},
    {"boundary ends a part header",
     SIZE(MP "--BB\nContent-Type: a/b\n--BB\n\nx\n--BB--\n"),
     "1 a/b [] 2 text/plain [x]"},
    {"a part's own boundary ends its header",
     SIZE(MP "--BB\nContent-Type: multipart/mixed; boundary=in\n--in\n" PDF
             "x\n--in-- \n--BB\n\ny\n--BB--\n"),
     "1.1 application/pdf [x] 2 text/plain [y] +header_no_colon"},
    {"the same with a name",
     SIZE(MP "--BB\nContent-Disposition: attachment\n"
             "Content-Type: multipart/mixed; boundary=in\n--in \t\n" PDF
             "x\n--in--\n--BB--\n"),
     "1 multipart/mixed [] DROP 1.1 application/pdf [x] +header_no_colon"},
    {"its own end boundary ends it",
     SIZE(MP "--BB\nContent-Type: multipart/mixed; boundary=in\n--in--\n" PDF
             "x\n--BB\n\ny\n--BB--\n"),
     "2 text/plain [y] +header_no_colon"},
    {"almost its own boundary is skipped",
     SIZE(MP "--BB\nContent-Type: multipart/mixed; boundary=in\n--inn\n--in-\n"
             "-in\n--i\n--in --\n\n--in\n" PDF "x\n--in--\n--BB--\n"),
     "1.1 application/pdf [x] +header_no_colon"},
    {"a boundary that no multipart has is skipped",
     SIZE(MP "--BB\nContent-Type: a/b; boundary=in\n--in\n\nx\n--BB--\n"),
     "1 a/b [x] header_no_colon"},
    {"boundary ends a header in a header",
     SIZE(MP "--BB\nContent-Type: message/rfc822\n--BB--\n"),
     "1.1 text/plain []"},
    {"end boundary first", SIZE(MP "--BB--\n--BB\n\nx\n"), ""},
    {"boundary after a bare CR is content",
     SIZE(MP "--BB\n" PDF "a\r--BB\rb\r\r\nc\r\n\n--BB--\n"),
     "1 application/pdf [a\r--BB\rb\r|c|]"},
    {"bare CR in what may become a boundary",
     SIZE(MP "--BB\n" PDF "--B\rB\n--\rBB\n-\r-BB\n--BB\rx\ny\n--BB--\n"),
     "1 application/pdf [--B\rB|--\rBB|-\r-BB|--BB\rx|y]"},
    {"bare CR at the begin of a line", SIZE(PDF "a\n\rb\n\r\rc\n"),
     "1 application/pdf [a|\rb|\r\rc|]"},
    {"bare CR at the end", SIZE(PDF "a\r"), "1 application/pdf [a\r|]"},
    {"NUL is content", SIZE(PDF "a\0b\n"), "1 application/pdf [a.b|]"},
    {"base64 has the line end before a boundary",
     SIZE(MP "--BB\nContent-Transfer-Encoding: base64\n" PDF
             "QQ==\n\n--BB--\n"),
     "1 application/pdf [QQ==||]"},
    /* headers */
    {"name in any case, blanks before the colon",
     SIZE("CONTENT-type \t: a/b\n\nx\n"), "1 a/b [x|]"},
    {"folded", SIZE("Content-Type:\n a/b\n\t;c=d\n\nx\n"), "1 a/b [x|]"},
    {"continuation of blanks only",
     SIZE("Content-Type: a/b;\n \t\n name=x\n\ny\n"), "1 a/b [y|]"},
    {"a field twice", SIZE("Content-Type: a/b\nContent-Type: c/d\n\nx\n"),
     "1 a/b [x|] field_twice"},
    {"no colon in a part header: skipped",
     SIZE(MP "--BB\nno colon\nContent-Type: a/b\n\nx\n--BB--\n"),
     "1 a/b [x] header_no_colon"},
    {"no field in the message's header: it ends",
     SIZE("A: b\nno field: here\nContent-Type: a/b\n\nx\n"),
     "1 text/plain [no field: here|Content-Type: a/b||x|] header_no_colon"},
    {"the same at the end of its line",
     SIZE("A: b\nnothing\nContent-Type: a/b\n"),
     "1 text/plain [nothing|Content-Type: a/b|] header_no_colon"},
    {"boundary directly behind the message's header",
     SIZE("Content-Type: multipart/mixed; boundary=BB\n--BB\n\nx\n--BB--\n"),
     "1 text/plain [x] +header_no_colon"},
    {"bare CR in a field of a part",
     SIZE(MP "--BB\nX: a\rContent-Type: c/d\nContent-Type: a/b\n\nx\n--BB--\n"),
     "1 a/b [x]"},
    {"bare CR in a field of the message",
     SIZE("X: a\rb\nContent-Type: a/b\n\nx\n"), "1 a/b [x|]"},
    {"bare CR in a name of the message's header: it ends",
     SIZE("A: b\nC\rD: e\nContent-Type: a/b\n"),
     "1 text/plain [C\rD: e|Content-Type: a/b|] header_no_colon"},
    {"DEL in a name of the message's header: it ends", SIZE("A: b\nC\x7f: e\n"),
     "1 text/plain [C\x7f: e|] header_no_colon"},
    {"a colon first in the message's header: it ends", SIZE("A: b\n: e\n"),
     "1 text/plain [: e|] header_no_colon"},
    {"the message's header ends early, and the body is a message",
     SIZE("Content-Type: message/rfc822\nno field\n" PDF "x\n"),
     "1.1 application/pdf [x|] header_no_colon +header_no_colon"},
    {"a name of 70 characters in a part",
     SIZE(MP "--BB\nX2345678901234567890123456789012345678901234567890123456789"
             "012345678901: x\n" PDF "x\n--BB--\n"),
     "1 application/pdf [x]"},
    {"a line of 70 characters without a colon in a part",
     SIZE(MP "--BB\nX2345678901234567890123456789012345678901234567890123456789"
             "012345678901\n" PDF "x\n--BB--\n"),
     "1 application/pdf [x] header_no_colon"},
    {"a line of dashes in a part header, no boundary",
     SIZE(MP "--BB\n--B: x\n-y: z\n" PDF "x\n--BB--\n"),
     "1 application/pdf [x]"},
    {"From line of an mbox", SIZE("From a b\nContent-Type: a/b\n\nx\n"),
     "1 a/b [x|]"},
    {">From line", SIZE(">From a b\nContent-Type: a/b\n\nx\n"), "1 a/b [x|]"},
    {"From line is the first one only",
     SIZE("A: b\nFrom a b\nContent-Type: a/b\n\nx\n"),
     "1 text/plain [From a b|Content-Type: a/b||x|] header_no_colon"},
    {"continuation before any field", SIZE(" x\nContent-Type: a/b\n\ny\n"),
     "1 a/b [y|]"},
    {"type without a slash", SIZE("Content-Type: application\n\nx\n"),
     "1 text/plain [x|]"},
    {"type with two slashes", SIZE("Content-Type: a/b/c\n\nx\n"),
     "1 text/plain [x|]"},
    {"type with the second slash behind what is kept",
     SIZE("Content-Type: a/" A120 A20 "/c\n\nx\n"), "1 text/plain [x|]"},
    {"type with its slash behind what is kept",
     SIZE("Content-Type: " A120 A20 "/c\n\nx\n"), "1 " A120 "aaaaaaa [x|]"},
    {"type in any case, with comments",
     SIZE("Content-Type: (so) Application/(this)PDF (why) ; x=y\n\nx\n"),
     "1 application/pdf [x|]"},
    {"type with a backslash in its comment",
     SIZE("Content-Type: a(\\)x)/b\n\nx\n"), "1 a/b [x|]"},
    {"type with a parenthesis that closes nothing",
     SIZE("Content-Type: a/b)\n\nx\n"), "1 a/b) [x|]"},
    {"type longer than is kept",
     SIZE("Content-Type: a/890123456789012345678901234567890123456789012345678"
          "901234567890123456789012345678901234567890123456789012345678"
          "901234567890123456789012345678; x=y\n\nx\n"),
     "1 a/890123456789012345678901234567890123456789012345678901234567"
     "89012345678901234567890123456789012345678901234567890123456789012 [x|]"},
    {"type with bytes that are not ASCII", SIZE("Content-Type: a/\xe4\n\nx\n"),
     "1 a/? [x|]"},
    {"unknown encoding", SIZE("Content-Transfer-Encoding: x-a\n\nx\n"),
     "1 text/plain [x|] cte_unknown"},
    {"NUL in a header", SIZE("X: a\0b\nContent-Type: a/b\n\nx\n"),
     "1 a/b [x|]"},
};

static void tell(char *out, size_t room, const char *format, ...)
    AM_PRINTF(3, 4);

static void tell(char *out, size_t room, const char *format, ...)
{
    va_list args;
    size_t used = strlen(out);

    va_start(args, format);
    vsnprintf(out + used, room - used, format, args);
    va_end(args);
}

static void tell_body(char *out, size_t room, const struct am_event *event)
{
    for (size_t i = 0; i < event->size; i++) {
        unsigned char c = event->data[i];
        if (c == '\n' && out[strlen(out) - 1] == '\r') {
            out[strlen(out) - 1] = '|';
            continue;
        }
        tell(out, room, "%c", c == '\0' ? '.' : c);
    }
}

static void tell_flaws(char *out, size_t room, uint32_t flaws, const char *sign)
{
    for (unsigned i = 0; i < AM_FLAW_COUNT; i++) {
        if (flaws & AM_FLAW_BIT(i))
            tell(out, room, " %s%s", sign, am_flaw_name(i));
    }
}

static void tell_event(char *out, size_t room, struct am_parser *parser,
                       const struct am_event *event)
{
    char path[64];

    switch (event->kind) {
    case AM_EVENT_PART:
        am_parser_path(parser, path, sizeof(path));
        tell(out, room, "%s%s %s [", out[0] == '\0' ? "" : " ", path,
             am_parser_entity(parser)->type);
        break;
    case AM_EVENT_BODY:
        tell_body(out, room, event);
        break;
    case AM_EVENT_END:
        tell(out, room, "]");
        tell_flaws(out, room, am_parser_entity(parser)->flaws, "");
        break;
    case AM_EVENT_DROP:
        tell(out, room, "] DROP");
        break;
    case AM_EVENT_MORE:
        break;
    }
}

static void pull(struct am_parser *parser, char *out, size_t room)
{
    struct am_event event;
    struct am_err err;

    do {
        ck_assert_int_eq(am_parser_next(parser, &event, &err), 0);
        tell_event(out, room, parser, &event);
    } while (event.kind != AM_EVENT_MORE);
}

static void parse(struct am_parser *parser, const char *data, size_t size,
                  int way, char *out, size_t room)
{
    unsigned state = 0;

    out[0] = '\0';
    while (size > 0) {
        size_t n = cut_next(way, size, &state);
        /* A copy of its own: reading beyond the chunk is seen. */
        unsigned char *chunk = malloc(n);
        ck_assert_ptr_nonnull(chunk);
        memcpy(chunk, data, n);
        am_parser_push(parser, chunk, n);
        pull(parser, out, room);
        free(chunk);
        data += n;
        size -= n;
    }
    am_parser_finish(parser);
    pull(parser, out, room);
    uint32_t flaws = 0;
    for (unsigned i = 0; i < AM_FLAW_COUNT; i++) {
        if (am_parser_flaws(parser)[i] > 0)
            flaws |= AM_FLAW_BIT(i);
    }
    tell_flaws(out, room, flaws, "+");
}

static const struct am_parser_limits limits = {100, 10000, 65536, 256};

START_TEST(a_message_is_its_parts_however_it_is_cut)
{
    struct am_parser parser;
    char told[1024];
    size_t size = rows[_i].size;
    char *crlf = with_crlf(rows[_i].message, &size);

    ck_assert_ptr_nonnull(crlf);
    am_parser_init(&parser, &limits);
    for (int way = 0; way < CUT_WAYS; way++) {
        parse(&parser, rows[_i].message, rows[_i].size, way, told,
              sizeof(told));
        ck_assert_msg(strcmp(told, rows[_i].told) == 0, "%s, LF, way %d: %s",
                      rows[_i].name, way, told);
        am_parser_reset(&parser);
        parse(&parser, crlf, size, way, told, sizeof(told));
        /* A CR before the LF in the row is one more CR here: data. */
        if (strstr(rows[_i].message, "\r\n") == NULL) {
            ck_assert_msg(strcmp(told, rows[_i].told) == 0,
                          "%s, CRLF, way %d: %s", rows[_i].name, way, told);
        }
        am_parser_reset(&parser);
    }
    am_parser_free(&parser);
    free(crlf);
}

END_TEST

static const struct {
    const char *name;
    const char *message;
    struct am_parser_limits limits;
    const char *told;
} limited[] = {
    {"as deep as allowed",
     MP "--BB\n" IN "--in\n\na\n--in--\n--BB--\n",
     {2, 9, 1024, 70},
     "1.1 text/plain [a]"},
    {"a multipart too deep",
     MP "--BB\n" IN "--in\n\na\n--in--\n--BB\n\nb\n--BB--\n",
     {1, 9, 1024, 70},
     "1 multipart/mixed [--in||a|--in--] limit_depth 2 text/plain [b]"},
    {"a message too deep",
     MP "--BB\n" RFC822 "A: b\n\nx\n--BB--\n",
     {1, 9, 1024, 70},
     "1 message/rfc822 [A: b||x] limit_depth"},
    {"an encoded message too deep",
     MP "--BB\nContent-Transfer-Encoding: base64\n" RFC822 "QQ==\n--BB--\n",
     {1, 9, 1024, 70},
     "1 message/rfc822 [QQ==] limit_depth"},
    {"too many parts",
     MP "--BB\n\na\n--BB\n\nb\n--BB\n\nc\n--BB--\n",
     {9, 2, 1024, 70},
     "1 text/plain [a] 2 text/plain [b] "
     "3 application/octet-stream [|c|--BB--|] limit_parts +no_end_boundary"},
    {"a boundary as long as allowed",
     MP "--BB\n\na\n--BB--\n",
     {9, 9, 1024, 2},
     "1 text/plain [a]"},
    {"a boundary too long",
     MP "--BB\n\na\n--BB--\n",
     {9, 9, 1024, 1},
     "1 multipart/mixed [--BB||a|--BB--|] limit_boundary"},
};

START_TEST(limits_end_in_a_leaf_and_a_flaw)
{
    struct am_parser parser;
    char told[1024];

    am_parser_init(&parser, &limited[_i].limits);
    for (int way = 0; way < CUT_WAYS; way++) {
        const char *message = limited[_i].message;
        parse(&parser, message, strlen(message), way, told, sizeof(told));
        ck_assert_msg(strcmp(told, limited[_i].told) == 0, "%s, way %d: %s",
                      limited[_i].name, way, told);
        am_parser_reset(&parser);
    }
    am_parser_free(&parser);
}

END_TEST

/* A field over the limit is cut: the name at its begin is seen, later ones. */
static void fill(char *out, size_t room, char c, size_t count)
{
    size_t used = strlen(out);

    ck_assert_uint_lt(used + count, room);
    memset(out + used, c, count);
    out[used + count] = '\0';
}

START_TEST(a_long_field_is_cut)
{
    struct am_parser parser;
    struct am_parser_limits small = {9, 9, 1024, 70};
    static char message[8192];
    static char told[256];

    message[0] = '\0';
    tell(message, sizeof(message), "Content-Type: a/b; name=x; y=\"");
    fill(message, sizeof(message), 'z', 4000);
    tell(message, sizeof(message), "\"; boundary=BB\nContent-ID: <x>\nX: ");
    fill(message, sizeof(message), 'z', 2000);
    tell(message, sizeof(message), "\n\nq\n");
    am_parser_init(&parser, &small);
    for (int way = 0; way < CUT_WAYS; way++) {
        parse(&parser, message, strlen(message), way, told, sizeof(told));
        ck_assert_str_eq(told, "1 a/b [q|] header_cut");
        ck_assert(am_parser_entity(&parser)->has_name);
        ck_assert(am_parser_entity(&parser)->has_content_id);
        ck_assert_uint_le(parser.fields.text.room, 1024);
        am_parser_reset(&parser);
    }
    am_parser_free(&parser);
}

END_TEST

/* A line over 998 bytes is no boundary, though it is one but for its blanks. */
START_TEST(a_boundary_line_is_bounded)
{
    struct am_parser parser;
    static char message[4096];
    static char told[4096];

    for (size_t blanks = 993; blanks < 998; blanks++) {
        bool fits = blanks + 4 <= 998;
        message[0] = '\0';
        tell(message, sizeof(message), MP "--BB\n\na\n--BB");
        fill(message, sizeof(message), ' ', blanks);
        tell(message, sizeof(message), "\n\nb\n--BB--\n");
        am_parser_init(&parser, &limits);
        for (int way = 0; way < CUT_WAYS; way++) {
            parse(&parser, message, strlen(message), way, told, sizeof(told));
            ck_assert_msg((strcmp(told, "1 text/plain [a] 2 text/plain [b]") ==
                           0) == fits,
                          "%zu blanks, way %d: %s", blanks, way, told);
            am_parser_reset(&parser);
        }
        am_parser_free(&parser);
    }
}

END_TEST

START_TEST(a_part_number_is_cut_at_a_point)
{
    static const char message[] = MP "--BB\n" IN "--in\n" RFC822 PDF "x\n";
    static const char *const cut[] = {"", "", "1", "1", "1.1", "1.1", "1.1.1"};
    struct am_parser parser;
    struct am_event event;
    struct am_err err;

    am_parser_init(&parser, &limits);
    am_parser_push(&parser, (const unsigned char *)message, strlen(message));
    ck_assert_int_eq(am_parser_next(&parser, &event, &err), 0);
    ck_assert_int_eq(event.kind, AM_EVENT_PART);
    for (size_t room = 1; room < sizeof(cut) / sizeof(cut[0]); room++) {
        char path[16];
        am_parser_path(&parser, path, room);
        ck_assert_str_eq(path, cut[room]);
    }
    am_parser_free(&parser);
}

END_TEST

/* The largest values that the settings take. */
START_TEST(the_largest_limits_hold)
{
    struct am_parser parser;
    struct am_parser_limits largest = {1000, 9, 65536, 998};
    const size_t room = 2 << 20;
    char *message = malloc(room);
    char told[256];
    size_t size = 0;

    ck_assert_ptr_nonnull(message);
    for (unsigned i = 0; i < largest.depth; i++) {
        size += (size_t)snprintf(message + size, room - size,
                                 "Content-Type: multipart/mixed; boundary="
                                 "%0800u\n\n--%0800u\n",
                                 i, i);
    }
    size += (size_t)snprintf(message + size, room - size, "\nx\n");
    am_parser_init(&parser, &largest);
    parse(&parser, message, size, 0, told, sizeof(told));
    ck_assert_ptr_nonnull(strstr(told, " text/plain [x|] +no_end_boundary"));
    am_parser_free(&parser);
    free(message);
}

END_TEST

START_TEST(memory_is_given_back)
{
    struct am_parser parser;
    struct am_event event;
    struct am_err err;
    static char field[70000];

    tell(field, sizeof(field), "Content-Type: a/b; c=");
    fill(field, sizeof(field), 'x', sizeof(field) - 100);
    am_parser_init(&parser, &limits);
    am_parser_push(&parser, (unsigned char *)field, strlen(field));
    ck_assert_int_eq(am_parser_next(&parser, &event, &err), 0);
    ck_assert_uint_eq(parser.fields.text.room, 65536);
    am_parser_reset(&parser);
    ck_assert_uint_eq(parser.fields.text.room, 0);
    am_parser_free(&parser);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("parser");
    TCase *tcase = tcase_create("parser");

    tcase_add_loop_test(tcase, a_message_is_its_parts_however_it_is_cut, 0,
                        ROWS(rows));
    tcase_add_loop_test(tcase, limits_end_in_a_leaf_and_a_flaw, 0,
                        ROWS(limited));
    tcase_add_test(tcase, a_long_field_is_cut);
    tcase_add_test(tcase, a_boundary_line_is_bounded);
    tcase_add_test(tcase, a_part_number_is_cut_at_a_point);
    tcase_add_test(tcase, the_largest_limits_hold);
    tcase_add_test(tcase, memory_is_given_back);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
