/*
 * test_shapes - messages too large to lie about as files: depth, numbers and
 * lengths at the default limits and beyond them.
 *
 * Beyond a limit there is an opaque part and a counted flaw, never an error.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "meter/meter.h"
#include "suite.h"

#define F(flaw)     AM_FLAW_BIT(AM_FLAW_##flaw)
#define LEAF        "Content-Type: application/x-a\n\ndata"
#define BB          "Content-Type: multipart/mixed; boundary=BB\n\n"
#define END         "\n--BB--\n"
#define MESSAGE_MAX (16U << 20)

static struct am_buf message;

static void repeat(const char *text, unsigned count)
{
    struct am_err err;
    size_t size = strlen(text);
    int failed = am_buf_reserve(&message, size * count, &err);

    for (; failed == 0 && count > 0; count--)
        failed = am_buf_add(&message, text, size, &err);
    ck_assert_int_eq(failed, 0);
}

static void add(const char *format, ...) AM_PRINTF(1, 2);

static void add(const char *format, ...)
{
    char text[512];
    va_list args;

    va_start(args, format);
    int size = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    ck_assert_int_lt(size, (int)sizeof(text));
    repeat(text, 1);
}

/* Multiparts in each other, with a leaf in the innermost. */
static void nest(unsigned depth)
{
    for (unsigned i = 0; i < depth; i++) {
        add("Content-Type: multipart/mixed; boundary=b%ux\n\n--b%ux\n", i, i);
    }
    add(LEAF "\n");
    while (depth-- > 0)
        add("--b%ux--\n", depth);
}

/* The same with long boundaries. */
static void nest_long(unsigned depth)
{
    for (unsigned i = 0; i < depth; i++) {
        add("Content-Type: multipart/mixed; boundary=b%0199u\n\n--b%0199u\n", i,
            i);
    }
    add(LEAF "\n");
    while (depth-- > 0)
        add("--b%0199u--\n", depth);
}

/* Messages in each other, with a leaf in the innermost. */
static void nest_messages(unsigned depth)
{
    repeat("Content-Type: message/rfc822\n\n", depth);
    add(LEAF "\n");
}

static void nest_both(unsigned depth)
{
    for (unsigned i = 0; i < depth; i++) {
        add("Content-Type: multipart/mixed; boundary=q%u\n\n--q%u\n"
            "Content-Type: message/rfc822\n\n",
            i, i);
    }
    add(LEAF "\n");
    while (depth-- > 0)
        add("--q%u--\n", depth);
}

static void open_then_lines(unsigned depth)
{
    for (unsigned i = 0; i < depth; i++)
        add("Content-Type: multipart/mixed; boundary=z%u\n\n--z%u\n", i, i);
    add("\n");
    repeat("--z\n", 20000);
}

static void empty_parts(unsigned count)
{
    add(BB);
    repeat("--BB\n\n", count);
    add("--BB\n" LEAF END);
}

static void leaves(unsigned count)
{
    add(BB);
    repeat("--BB\n" LEAF "\n", count);
    add("--BB--\n");
}

/* Encoded messages, each with as many leaves as half the limit; each is a part
 * itself. */
static void encoded_leaves(unsigned count)
{
    add(BB);
    while (count-- > 0) {
        add("--BB\nContent-Type: message/rfc822\n"
            "Content-Transfer-Encoding: quoted-printable\n\n"
            "Content-Type: multipart/mixed; boundary=3DCC\n\n");
        repeat("--CC\n" LEAF "\n", 5000);
        add("--CC--\n");
    }
    add("--BB\n" LEAF END);
}

static void header_line(unsigned size)
{
    add("X-Long: ");
    repeat("a", size);
    add("\n" BB "--BB\n" LEAF END);
}

static void header_folded(unsigned size)
{
    add("X-Long:");
    repeat(" 23456789\n", size / 10);
    add(BB "--BB\n" LEAF END);
}

static void header_fields(unsigned count)
{
    while (count-- > 0)
        add("X-%u: y\n", count);
    add(BB "--BB\n" LEAF END);
}

/* Parts of a multipart with one long field. */
static void part_with(const char *before, const char *text, unsigned count,
                      const char *after)
{
    add(BB "--BB\n%s", before);
    repeat(text, count);
    add("%s\n\ndata" END, after);
}

static void parameters(unsigned count)
{
    part_with("Content-Type: application/x-a; name=x", ";\n p=v", count, "");
}

/* The name comes after what is read of the field. */
static void name_too_late(unsigned count)
{
    part_with("Content-Type: text/plain", ";\n p=v", count, "; name=x");
}

static void comments(unsigned count)
{
    part_with("Content-Type: application/x-a ", "(", count, "");
}

static void encoded_words(unsigned count)
{
    part_with("Content-Type: text/plain;\n name=\"", " =?utf-8?B?YWFh?=\n",
              count, " \"");
}

static void long_name(unsigned size)
{
    part_with("Content-Type: text/plain;\n name=\"", "n", size, "\"");
}

static void dashes_without_colon(unsigned size)
{
    part_with("Content-Type: application/x-a\n", "-", size, "");
}

static void letters_without_colon(unsigned size)
{
    part_with("Content-Type: application/x-a\n", "x", size, "");
}

static void pieces(unsigned count)
{
    add(BB "--BB\nContent-Disposition: inline");
    while (count-- > 0)
        add(";\n filename*%u=x", count);
    add("\n\ndata" END);
}

static void boundary(unsigned size)
{
    add("Content-Type: multipart/mixed; boundary=");
    repeat("B", size);
    add("\n\n--");
    repeat("B", size);
    add("\n" LEAF "\n");
}

static void base64_line(unsigned groups)
{
    add(BB "--BB\nContent-Type: application/x-a\n"
           "Content-Transfer-Encoding: base64\n\n");
    repeat("QUJD", groups);
    add(END);
}

static void base64_characters(unsigned groups)
{
    add(BB "--BB\nContent-Type: application/x-a\n"
           "Content-Transfer-Encoding: base64\n\n");
    repeat("Q\nU\nJ\nD\n", groups);
    add(END);
}

static void base64_lines(unsigned count)
{
    add(BB "--BB\nContent-Type: application/x-a\n"
           "Content-Transfer-Encoding: base64\n\n");
    while (count-- > 0) {
        repeat("QUJD", 19);
        add("\n");
    }
    add("QQ==" END);
}

static void quoted_line(unsigned size)
{
    add(BB "--BB\nContent-Type: application/x-a\n"
           "Content-Transfer-Encoding: quoted-printable\n\n");
    repeat("x", size);
    add(END);
}

static void quoted_soft_breaks(unsigned count)
{
    add(BB "--BB\nContent-Type: application/x-a\n"
           "Content-Transfer-Encoding: quoted-printable\n\n");
    repeat("=\n", count);
    add("z" END);
}

static void almost_boundaries(unsigned count)
{
    add(BB "--BB\nContent-Type: application/x-a\n\n");
    repeat("--BC\n", count);
    add(END);
}

static void dash_lines(unsigned count)
{
    add(BB "--BB\n\n");
    repeat("--\n", count);
    add("\n--BB\n" LEAF END);
}

static const struct {
    const char *name;
    void (*build)(unsigned count);
    unsigned count;
    unsigned digested, opaque; /* parts that count */
    unsigned size_bytes;       /* of those digested */
    uint32_t flaws;
} rows[] = {
    /* depth: 100 */
    {"100 multiparts in each other", nest, 100, 1, 0, 4, 0},
    {"100 multiparts with boundaries of 200", nest_long, 100, 1, 0, 4, 0},
    {"15 multiparts with boundaries of 200", nest_long, 15, 1, 0, 4, 0},
    {"101 multiparts", nest, 101, 0, 1, 0, F(LIMIT_DEPTH)},
    {"10,000 multiparts", nest, 10000, 0, 1, 0, F(LIMIT_DEPTH)},
    {"100 messages in each other", nest_messages, 100, 1, 0, 6, 0},
    {"101 messages", nest_messages, 101, 0, 1, 0, F(LIMIT_DEPTH)},
    {"1,000 messages", nest_messages, 1000, 0, 1, 0, F(LIMIT_DEPTH)},
    {"50 of each in turn", nest_both, 50, 1, 0, 4, 0},
    {"51 of each", nest_both, 51, 0, 1, 0, F(LIMIT_DEPTH)},
    {"2,000 of each", nest_both, 2000, 0, 1, 0, F(LIMIT_DEPTH)},
    {"100 open, then lines of dashes", open_then_lines, 100, 0, 0, 0,
     F(NO_END)},
    {"5,000 open, then lines of dashes", open_then_lines, 5000, 0, 1, 0,
     F(NO_END) | F(LIMIT_DEPTH)},
    /* parts: 10,000 */
    {"9,999 empty parts, then an attachment", empty_parts, 9999, 1, 0, 4, 0},
    {"10,000 empty parts", empty_parts, 10000, 0, 1, 0,
     F(LIMIT_PARTS) | F(NO_END)},
    {"100,000 empty parts", empty_parts, 100000, 0, 1, 0,
     F(LIMIT_PARTS) | F(NO_END)},
    {"10,000 attachments", leaves, 10000, 10000, 0, 40000, 0},
    {"20,000 attachments", leaves, 20000, 10000, 1, 40000,
     F(LIMIT_PARTS) | F(NO_END)},
    {"5,000 parts in an encoded message and one more", encoded_leaves, 1, 5001,
     0, 20004, F(ENCODED_MESSAGE)},
    {"5,000 parts in each of two encoded messages", encoded_leaves, 2, 9998, 2,
     39992, F(ENCODED_MESSAGE) | F(LIMIT_PARTS) | F(NO_END)},
    /* a header field: 64 KiB, where it is one that is read */
    {"a header line of 1 MB", header_line, 1000000, 1, 0, 4, 0},
    {"a folded field of 1 MB", header_folded, 1000000, 1, 0, 4, 0},
    {"100,000 fields", header_fields, 100000, 1, 0, 4, 0},
    {"65,000 bytes of parameters", parameters, 13000, 1, 0, 4, 0},
    {"100,000 parameters", parameters, 100000, 1, 0, 4, F(HEADER_CUT)},
    {"a name within the limit", name_too_late, 13000, 1, 0, 4, 0},
    {"a name behind the limit", name_too_late, 14000, 0, 0, 0, F(HEADER_CUT)},
    {"100,000 comments in each other", comments, 100000, 1, 0, 4,
     F(HEADER_CUT)},
    {"3,000 encoded words", encoded_words, 3000, 1, 0, 4, 0},
    {"50,000 encoded words", encoded_words, 50000, 1, 0, 4, F(HEADER_CUT)},
    {"a name of 1 MB", long_name, 1000000, 1, 0, 4, F(HEADER_CUT)},
    {"10,000 pieces of a name", pieces, 10000, 1, 0, 4, F(HEADER_CUT)},
    {"a line of 1 MB without a colon", letters_without_colon, 1000000, 1, 0, 4,
     F(HEADER_NO_COLON)},
    {"a line of 1 MB of dashes", dashes_without_colon, 1000000, 1, 0, 4,
     F(HEADER_NO_COLON)},
    /* a boundary: 256 bytes */
    {"a boundary of 256 bytes", boundary, 256, 1, 0, 6, F(NO_END)},
    {"a boundary of 10,000 bytes", boundary, 10000, 0, 1, 0, F(LIMIT_BOUNDARY)},
    /* long bodies */
    {"base64 in a line of 1 MB", base64_line, 250000, 1, 0, 750000, 0},
    {"base64, a character a line", base64_characters, 50000, 1, 0, 150000, 0},
    {"4 MB of base64", base64_lines, 50000, 1, 0, 50000 * 57 + 1, 0},
    {"quoted-printable in a line of 1 MB", quoted_line, 1000000, 1, 0, 1000000,
     0},
    {"100,000 soft breaks", quoted_soft_breaks, 100000, 1, 0, 1, 0},
    {"100,000 lines that are almost a boundary", almost_boundaries, 100000, 1,
     0, 600000, 0},
    {"a million lines of two dashes", dash_lines, 1000000, 1, 0, 4, 0},
};

struct seen {
    const char *name;
    unsigned digested, opaque;
    uint64_t size_bytes;
};

static int on_part(void *context, const struct am_part *part,
                   struct am_err *err)
{
    struct seen *seen = context;

    (void)err;
    if (part->digested) {
        seen->digested++;
        seen->size_bytes += part->size_bytes;
        return 0;
    }
    seen->opaque++;
    ck_assert_msg(part->class == AM_CLASS_OPAQUE, "%s", seen->name);
    ck_assert_msg(part->size_bytes == part->stored_bytes, "%s", seen->name);
    return 0;
}

static void check_flaws(const char *name, const struct am_summary *summary,
                        uint32_t want)
{
    uint32_t flaws = 0;

    for (unsigned i = 0; i < AM_FLAW_COUNT; i++) {
        if (summary->flaw_count[i] > 0)
            flaws |= AM_FLAW_BIT(i);
    }
    ck_assert_msg(flaws == want, "%s: flaws %x", name, flaws);
}

static void measure(struct am_meter *meter, struct am_summary *summary)
{
    struct am_err err;

    for (size_t at = 0; at < message.size; at += 65535) {
        size_t size = message.size - at < 65535 ? message.size - at : 65535;
        ck_assert_int_eq(am_meter_feed(meter, message.data + at, size, &err),
                         0);
    }
    ck_assert_int_eq(am_meter_finish(meter, summary, &err), 0);
}

/* Twice by one meter: the first message leaves nothing behind. */
START_TEST(a_large_shape_ends_in_counts_and_flaws)
{
    struct seen seen;
    struct am_meter *meter = NULL;
    struct am_summary summary;
    struct am_err err;

    am_buf_init(&message, MESSAGE_MAX);
    rows[_i].build(rows[_i].count);
    ck_assert_int_eq(am_meter_create(&meter, NULL, on_part, &seen, &err), 0);
    for (int times = 0; times < 2; times++) {
        seen = (struct seen){.name = rows[_i].name};
        measure(meter, &summary);
        ck_assert_msg(seen.digested == rows[_i].digested &&
                          seen.opaque == rows[_i].opaque,
                      "%s: %u digested, %u opaque", seen.name, seen.digested,
                      seen.opaque);
        ck_assert_msg(seen.size_bytes == rows[_i].size_bytes, "%s: %llu bytes",
                      seen.name, (unsigned long long)seen.size_bytes);
        check_flaws(seen.name, &summary, rows[_i].flaws);
    }
    am_meter_destroy(&meter);
    am_buf_free(&message);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("shapes");
    TCase *tcase = tcase_create("shapes");

    tcase_add_loop_test(tcase, a_large_shape_ends_in_counts_and_flaws, 0,
                        ROWS(rows));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
