/*
 * test_meter - what counts, and how its bytes are counted.
 *
 * Rows are written with LF; each is measured with LF and with CRLF, whole, byte
 * by byte and in random cuts, and every figure must be the same.
 */
#include <stdio.h>
#include <string.h>

#include "cuts.h"
#include "meter/meter.h"
#include "suite.h"

#define MP       "Content-Type: multipart/mixed; boundary=BB\n\n"
#define END      "\n--BB--\n"
#define TYPE(t)  "Content-Type: " t "\n"
#define CTE(e)   "Content-Transfer-Encoding: " e "\n"
#define DISP(d)  "Content-Disposition: " d "\n"
#define PDF      TYPE("application/pdf")
#define OCTET    TYPE("application/octet-stream")
#define BASE64   CTE("base64")
#define QP       CTE("quoted-printable")
#define UU       CTE("x-uuencode")
#define SIZE(s)  (s), sizeof(s) - 1
#define F(flaw)  AM_FLAW_BIT(AM_FLAW_##flaw)
#define PART_MAX 4

struct expected {
    const char *path; /* NULL ends the list */
    enum am_class class;
    const char *content; /* NULL: no digest */
    size_t content_size; /* of a content with a NUL in it; else 0 */
    uint64_t stored_bytes, wire_bytes;
    uint32_t flaws;
};

struct row {
    const char *name;
    const char *message;
    size_t size;
    struct expected parts[PART_MAX];
    uint32_t flaws; /* of the message: all that are counted */
};

#define ATT AM_CLASS_ATTACHMENT
#define INL AM_CLASS_INLINE
#define SIG AM_CLASS_SIGNATURE
#define OPA AM_CLASS_OPAQUE

static const struct row rows[] = {
    /* what counts */
    {"empty message", SIZE(""), {{0}}, 0},
    {"text is a body", SIZE("\nhello\n"), {{0}}, 0},
    {"inline text without name is a body",
     SIZE(TYPE("text/plain") DISP("inline") "\nx\n"),
     {{0}},
     0},
    {"text with a name in Content-Type only",
     SIZE(TYPE("text/html; name=x") "\nx\n"),
     {{"1", ATT, "x\r\n", 0, 2, 3, 0}},
     0},
    {"text, unknown disposition, no name",
     SIZE(TYPE("text/plain") DISP("frob") "\nx\n"),
     {{0}},
     0},
    {"text, a disposition longer than is kept",
     SIZE(TYPE("text/plain") DISP("attachmentattachment") "\nx\n"),
     {{0}},
     0},
    {"text, a disposition that only begins like it",
     SIZE(TYPE("text/plain") DISP("attachments") "\nx\n"),
     {{0}},
     0},
    {"unknown disposition with a name",
     SIZE(TYPE("text/plain") DISP("frob; filename=x") "\nx\n"),
     {{"1", ATT, "x\r\n", 0, 2, 3, 0}},
     0},
    {"calendar without name", SIZE(TYPE("text/calendar") "\nx\n"), {{0}}, 0},
    {"delivery-status counts",
     SIZE(TYPE("message/delivery-status") "\nA: b\n"),
     {{"1", ATT, "A: b\r\n", 0, 5, 6, 0}},
     0},
    {"rfc822-headers is a body",
     SIZE(TYPE("text/rfc822-headers") "\nA: b\n"),
     {{0}},
     0},
    {"picture without anything",
     SIZE(TYPE("image/png") "\nx\n"),
     {{"1", ATT, "x\r\n", 0, 2, 3, 0}},
     0},
    {"picture with a Content-ID",
     SIZE(TYPE("image/png") "Content-ID: <a>\n\nx\n"),
     {{"1", INL, "x\r\n", 0, 2, 3, 0}},
     0},
    {"picture with an empty Content-ID",
     SIZE(TYPE("image/png") "Content-ID:  \n\nx\n"),
     {{"1", ATT, "x\r\n", 0, 2, 3, 0}},
     0},
    {"picture, inline",
     SIZE(TYPE("image/png") DISP("INLINE") "\nx\n"),
     {{"1", INL, "x\r\n", 0, 2, 3, 0}},
     0},
    {"picture, Content-ID, attachment",
     SIZE(TYPE("image/png") "Content-ID: <a>\n" DISP("attachment") "\nx\n"),
     {{"1", ATT, "x\r\n", 0, 2, 3, 0}},
     0},
    {"pdf, inline, name",
     SIZE(PDF DISP("inline; filename=x") "\nx\n"),
     {{"1", ATT, "x\r\n", 0, 2, 3, 0}},
     0},
    {"attachment without a name",
     SIZE(TYPE("text/plain") DISP("attachment") "\nx\n"),
     {{"1", ATT, "x\r\n", 0, 2, 3, 0}},
     0},
    {"disposition in any case, with a blank and =",
     SIZE(TYPE("text/plain") DISP(" ATTACHMENT =x") "\nx\n"),
     {{"1", ATT, "x\r\n", 0, 2, 3, 0}},
     0},
    {"names that are empty or blank",
     SIZE(TYPE("text/plain; name=\"\"")
              DISP("inline; filename=\"  \"") "\nx\n"),
     {{0}},
     0},
    {"blank filename, but a name",
     SIZE(TYPE("text/plain; name=x") DISP("inline; filename=\" \"") "\nx\n"),
     {{"1", ATT, "x\r\n", 0, 2, 3, 0}},
     0},
    {"name in encoded words",
     SIZE(TYPE("text/plain; name=\"=?utf-8?B?eA?=\"") "\nx\n"),
     {{"1", ATT, "x\r\n", 0, 2, 3, 0}},
     0},
    {"blank name in encoded words",
     SIZE(TYPE("text/plain; name=\"=?utf-8?Q?_?=\"") "\nx\n"),
     {{0}},
     0},
    {"name in pieces, out of order",
     SIZE(TYPE("text/plain; name*1=\" \"; name*0*=''%20; name*4=y") "\nx\n"),
     {{"1", ATT, "x\r\n", 0, 2, 3, 0}},
     0},
    {"filename* wins over filename",
     SIZE(TYPE("text/plain")
              DISP("inline; filename=x; filename*=''%20") "\nx\n"),
     {{0}},
     0},
    {"zero bytes",
     SIZE(MP "--BB\n" OCTET "\n--BB--\n"),
     {{"1", ATT, "", 0, 0, 0, 0}},
     0},
    {"type without a slash is a body",
     SIZE(TYPE("application") "\nx\n"),
     {{0}},
     0},
    {"message/rfc822 with a name does not count, its parts do",
     SIZE(MP "--BB\n" TYPE("message/rfc822; name=x") "\n" PDF "\nx" END),
     {{"1.1", ATT, "x", 0, 1, 1, 0}},
     0},
    {"news and external-body are leaves",
     SIZE(MP "--BB\n" TYPE("message/news") "\na\n--BB\n" TYPE(
         "message/external-body") "\nb" END),
     {{"1", ATT, "a", 0, 1, 1, 0}, {"2", ATT, "b", 0, 1, 1, 0}},
     0},
    {"nested mixed, alternative, related",
     SIZE(MP "--BB\n" TYPE(
         "multipart/alternative; boundary=CC") "\n--CC\n\n"
                                               "a\n--CC\n" TYPE("multipart/related; boundary=DD") "\n--DD\n" TYPE(
                                                   "text/html") "\nb\n--DD\n" TYPE("image/gif") "Content-ID: <x>\n\nc\n--DD--\n--CC--\n--BB\n" PDF
                                                                                                "\nd" END),
     {{"1.2.2", INL, "c", 0, 1, 1, 0}, {"2", ATT, "d", 0, 1, 1, 0}},
     0},
    {"multipart/appledouble is two leaves",
     SIZE(TYPE("multipart/appledouble; boundary=BB") "\n--BB\n" TYPE(
         "application/applefile") "\na\n--BB\n" TYPE("image/gif") "\nb" END),
     {{"1", ATT, "a", 0, 1, 1, 0}, {"2", ATT, "b", 0, 1, 1, 0}},
     0},
    {"multipart without boundary is a body",
     SIZE(TYPE("multipart/mixed") "\nx\n"),
     {{0}},
     F(BOUNDARY_MISSING)},
    {"the same with a name is an attachment",
     SIZE(TYPE("multipart/mixed; name=x") "\nx\n"),
     {{"1", ATT, "x\r\n", 0, 2, 3, F(BOUNDARY_MISSING)}},
     F(BOUNDARY_MISSING)},
    {"boundary never comes, disposition attachment",
     SIZE(DISP("attachment") MP "pre\n"),
     {{"1", ATT, "pre\r\n", 0, 4, 5, F(BOUNDARY_NOT_SEEN)}},
     F(BOUNDARY_NOT_SEEN)},
    {"boundary comes: the preamble does not count",
     SIZE(DISP("attachment") MP "pre\n--BB\n" PDF "\nx" END),
     {{"1", ATT, "x", 0, 1, 1, 0}},
     0},
    /* classes */
    {"S/MIME, encrypted",
     SIZE(TYPE("application/pkcs7-mime") "\nx\n"),
     {{"1", OPA, "x\r\n", 0, 2, 3, 0}},
     0},
    {"PGP, encrypted",
     SIZE(TYPE("multipart/encrypted; boundary=BB") "\n--BB\n" TYPE(
         "application/pgp-encrypted") "\nVersion: 1\n--BB\n" OCTET "\nx" END),
     {{"1", OPA, "Version: 1", 0, 10, 10, 0}, {"2", OPA, "x", 0, 1, 1, 0}},
     0},
    {"signed: its first part is walked",
     SIZE(
         TYPE("multipart/signed; boundary=BB") "\n--BB\n" PDF "\nx\n--BB\n" TYPE(
             "application/pgp-signature") "\ny" END),
     {{"1", ATT, "x", 0, 1, 1, 0}, {"2", SIG, "y", 0, 1, 1, 0}},
     0},
    /* bytes */
    {"bare CR, LF, 8-bit, NUL stay",
     SIZE(MP "--BB\n" OCTET "\na\rb\n\xff\n\0" END),
     {{"1", ATT, "a\rb\r\n\xff\r\n\0", 9, 7, 9, 0}},
     0},
    {"8-bit bytes in a part that says 7bit",
     SIZE(MP "--BB\n" OCTET CTE("7bit") "\n\xc3\xa4" END),
     {{"1", ATT, "\xc3\xa4", 0, 2, 2, 0}},
     0},
    {"no end boundary: the last line end is content",
     SIZE(MP "--BB\n" OCTET "\na\n"),
     {{"1", ATT, "a\r\n", 0, 2, 3, 0}},
     F(NO_END)},
    {"the same without a line end",
     SIZE(MP "--BB\n" OCTET "\na"),
     {{"1", ATT, "a\r\n", 0, 2, 3, 0}},
     F(NO_END)},
    {"a content's own last line end is in it",
     SIZE(MP "--BB\n" OCTET "\na\n" END),
     {{"1", ATT, "a\r\n", 0, 2, 3, 0}},
     0},
    {"same text in three encodings",
     SIZE(MP "--BB\n" TYPE("text/plain; name=a") "\na\nb\n--BB\n" TYPE(
         "text/plain; name=b") BASE64
          "\nYQ0KYg==\n--BB\n" TYPE("text/plain; name=c") QP
          "\na=\n=0D=0A\n=62" END),
     {{"1", ATT, "a\r\nb", 0, 3, 4, 0},
      {"2", ATT, "a\r\nb", 0, 8, 8, 0},
      {"3", ATT, "a\r\n\r\nb", 0, 13, 15, 0}},
     0},
    {"base64 in lines",
     SIZE(MP "--BB\n" OCTET BASE64 "\nQUJD\nREVG\nRw==" END),
     {{"1", ATT, "ABCDEFG", 0, 14, 16, 0}},
     0},
    {"base64, blank line before the boundary",
     SIZE(MP "--BB\n" OCTET BASE64 "\nQUJD\n" END),
     {{"1", ATT, "ABC", 0, 5, 6, 0}},
     0},
    {"base64 without an end boundary",
     SIZE(MP "--BB\n" OCTET BASE64 "\nQUJD\nREVG\n"),
     {{"1", ATT, "ABCDEF", 0, 10, 12, 0}},
     F(NO_END)},
    {"base64 with long lines",
     SIZE(MP "--BB\n" OCTET BASE64 "\n"
             "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"
             "QUFBQUFBQUFB\n"
             "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"
             "QUFBQUFBQUFB\n"
             "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"
             "QUFBQUFBQUFB\n"
             "Qg==" END),
     {{"1", ATT,
       "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
       "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
       "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
       0, 235, 238, 0}},
     0},
    {"boundary in the middle of base64",
     SIZE(MP "--BB\n" OCTET BASE64 "\nQUJD\n--BB\n\nREVG" END),
     {{"1", ATT, "ABC", 0, 4, 4, 0}},
     0},
    {"base64 whose line begins with a dash",
     SIZE(MP "--BB\n" OCTET BASE64 "\nQUJD\n-REVG\n--BCDE\nR0hJ" END),
     {{"1", ATT, "ABCDEF\x04\x20\xc4GHI", 0, 22, 25, F(B64_JUNK)}},
     F(B64_JUNK)},
    {"bytes behind the padding are stored, not content",
     SIZE(MP "--BB\n" OCTET BASE64 "\nQQ==\n____\nQUJD" END),
     {{"1", ATT, "A", 0, 14, 16, F(B64_AFTER_PAD)}},
     F(B64_AFTER_PAD)},
    {"base64 junk and blanks",
     SIZE(MP "--BB\n" OCTET BASE64 "\nQ\0U J-D\t" END),
     {{"1", ATT, "ABC", 0, 8, 8, F(B64_JUNK)}},
     F(B64_JUNK)},
    {"base64 without its padding",
     SIZE(MP "--BB\n" OCTET BASE64 "\nQUJDRA" END),
     {{"1", ATT, "ABCD", 0, 6, 6, F(B64_NO_PAD)}},
     F(B64_NO_PAD)},
    {"base64, one character too many",
     SIZE(MP "--BB\n" OCTET BASE64 "\nQUJDR" END),
     {{"1", ATT, "ABC", 0, 5, 5, F(B64_TRUNCATED)}},
     F(B64_TRUNCATED)},
    {"quoted-printable, odd",
     SIZE(MP "--BB\n" OCTET QP "\na=c3=zz \nb= \nc=" END),
     {{"1", ATT, "a\xc3=zz \r\nbc", 0, 15, 17,
       F(QP_BAD_ESCAPE) | F(QP_TRAILING_WS)}},
     F(QP_BAD_ESCAPE) | F(QP_TRAILING_WS)},
    {"uuencode",
     SIZE(MP "--BB\n" OCTET UU "\nbegin 644 x\n#86)C\n`\nend" END),
     {{"1", ATT, "abc", 0, 23, 26, 0}},
     0},
    {"unknown encoding: as it is, and a flaw",
     SIZE(MP "--BB\n" OCTET CTE("x-frob") "\nQQ==" END),
     {{"1", ATT, "QQ==", 0, 4, 4, F(CTE_UNKNOWN)}},
     F(CTE_UNKNOWN)},
    {"encoding with comment, case, quotes",
     SIZE(MP "--BB\n" OCTET CTE("(so) \"BASE64\" (why)") "\nQQ==" END),
     {{"1", ATT, "A", 0, 4, 4, 0}},
     0},
    {"encoding in quotes, with blanks",
     SIZE(MP "--BB\n" OCTET CTE("\" base64 \"") "\nQQ==" END),
     {{"1", ATT, "A", 0, 4, 4, 0}},
     0},
    {"encoding with a list behind",
     SIZE(MP "--BB\n" OCTET CTE("base64, x; y") "\nQQ==" END),
     {{"1", ATT, "A", 0, 4, 4, 0}},
     0},
    {"flaws of a body that is not decoded: none",
     SIZE(MP "--BB\n" TYPE("text/plain") BASE64 "\nQ-" END),
     {{0}},
     0},
    /* messages that are encoded */
    {"message/rfc822 in base64",
     SIZE(MP "--BB\n" TYPE("message/rfc822; name=m") BASE64
          "\n"
          "Q29udGVudC1UeXBlOiBhL2IKCngKeQo=" END), /* a/b, "x\ny\n" */
     {{"1.1", ATT, "x\r\ny\r\n", 0, 4, 6, F(ENCODED_MESSAGE)}},
     F(ENCODED_MESSAGE)},
    {"message/rfc822 in quoted-printable, a multipart in it",
     SIZE(MP "--BB\n" TYPE("message/rfc822") QP
          "\nContent-Type: multipart/mixed; boundary=3DCC\n\n--CC\n\n"
          "t\n--CC\nContent-Type: a/b\n\nx=\n=79\n--CC--\n--BB\n" PDF
          "\nz" END),
     {{"1.2", ATT, "xy", 0, 2, 2, F(ENCODED_MESSAGE)},
      {"2", ATT, "z", 0, 1, 1, 0}},
     F(ENCODED_MESSAGE)},
    {"a line without a colon in the header of an encoded message",
     SIZE(TYPE("message/rfc822") QP
          "\nA: b\nno colon here\nContent-Type: a/b\n\nx\n"),
     {{"1.1", ATT, "x\r\n", 0, 2, 3, F(ENCODED_MESSAGE) | F(HEADER_NO_COLON)}},
     F(ENCODED_MESSAGE) | F(HEADER_NO_COLON)},
    {"encoded message in an encoded message",
     SIZE(TYPE("message/rfc822") QP
          "\nContent-Type: message/rfc822\n"
          "Content-Transfer-Encoding: quoted-printable\n\n"
          "Content-Type: a/b\n\n=3D41=\n" END),
     {{"1.1.1", ATT, "A\r\n--BB--\r\n", 0, 9, 11, F(ENCODED_MESSAGE)}},
     F(ENCODED_MESSAGE)},
    /* flaws of text */
    {"uuencoded file in a text body",
     SIZE("\nsee\nbegin 644 x\n#86)C\n`\nend\n"),
     {{0}},
     F(UU_IN_BODY)},
    {"a begin line alone is none", SIZE("\nbegin 644 x\n\nend\n"), {{0}}, 0},
    {"text that says begin", SIZE("\nbegin the day\n#86)C\n"), {{0}}, 0},
    {"a field twice: the first",
     SIZE(MP "--BB\n" PDF BASE64 TYPE("text/plain") CTE("7bit") "\nQQ==" END),
     {{"1", ATT, "A", 0, 4, 4, F(FIELD_TWICE)}},
     F(FIELD_TWICE)},
    {"no colon in a part header",
     SIZE(MP "--BB\n" PDF "no colon here\n" BASE64 "\nQQ==" END),
     {{"1", ATT, "A", 0, 4, 4, F(HEADER_NO_COLON)}},
     F(HEADER_NO_COLON)},
    {"winmail.dat is one attachment",
     SIZE(MP "--BB\n" TYPE("application/ms-tnef") BASE64 "\neJ8+IgEA" END),
     {{"1", ATT, "\x78\x9f\x3e\x22\1\0", 6, 8, 8, 0}},
     0},
    {"winmail.dat that is none is one, too",
     SIZE(MP "--BB\n" TYPE("application/ms-tnef") BASE64 "\nQUJD" END),
     {{"1", ATT, "ABC", 0, 4, 4, F(TNEF_DAMAGED)}},
     F(TNEF_DAMAGED)},
};

/* What a measuring is checked with. */
struct check {
    const struct row *row;
    size_t seen;
    char why[160];
};

static void digest_of(const void *data, size_t size,
                      unsigned char out[AM_DIGEST_SIZE])
{
    struct am_digest *digest = NULL;
    struct am_err err;

    ck_assert_int_eq(am_digest_create(&digest, &err), 0);
    ck_assert_int_eq(am_digest_begin(digest, &err), 0);
    ck_assert_int_eq(am_digest_feed(digest, data, size, &err), 0);
    ck_assert_int_eq(am_digest_finish(digest, out, &err), 0);
    am_digest_destroy(&digest);
}

static void check_content(const struct check *check, const struct am_part *part,
                          const struct expected *want)
{
    unsigned char digest[AM_DIGEST_SIZE] = {0};

    if (want->content == NULL) {
        ck_assert_msg(!part->digested, "%s", check->why);
        ck_assert_msg(part->size_bytes == part->stored_bytes, "%s", check->why);
    } else {
        size_t size =
            want->content_size > 0 ? want->content_size : strlen(want->content);
        digest_of(want->content, size, digest);
        ck_assert_msg(part->digested, "%s", check->why);
        ck_assert_msg(part->size_bytes == size, "%s: %llu bytes", check->why,
                      (unsigned long long)part->size_bytes);
    }
    ck_assert_msg(memcmp(digest, part->digest, sizeof(digest)) == 0,
                  "%s: digest", check->why);
}

static int on_part(void *context, const struct am_part *part,
                   struct am_err *err)
{
    struct check *check = context;

    (void)err;
    ck_assert_msg(
        check->seen < PART_MAX && check->row->parts[check->seen].path != NULL,
        "%s: one too many, %s %s", check->why, part->path, part->type);
    const struct expected *want = &check->row->parts[check->seen++];
    ck_assert_msg(strcmp(part->path, want->path) == 0, "%s: path %s",
                  check->why, part->path);
    ck_assert_msg(part->class == want->class, "%s: class %s", check->why,
                  am_class_name(part->class));
    ck_assert_msg(part->stored_bytes == want->stored_bytes, "%s: stored %llu",
                  check->why, (unsigned long long)part->stored_bytes);
    ck_assert_msg(part->wire_bytes == want->wire_bytes, "%s: wire %llu",
                  check->why, (unsigned long long)part->wire_bytes);
    ck_assert_msg(part->flaws == want->flaws, "%s: flaws %x", check->why,
                  part->flaws);
    check_content(check, part, want);
    return 0;
}

static void feed(struct am_meter *meter, const char *data, size_t size, int way)
{
    unsigned state = 0;
    struct am_err err;

    while (size > 0) {
        size_t n = cut_next(way, size, &state);
        /* A copy of its own: reading beyond the chunk is seen. */
        char *chunk = malloc(n);
        ck_assert_ptr_nonnull(chunk);
        memcpy(chunk, data, n);
        ck_assert_int_eq(am_meter_feed(meter, chunk, n, &err), 0);
        free(chunk);
        data += n;
        size -= n;
    }
}

/* The bytes of a message as SMTP carries it. */
static uint64_t wire_size(const char *data, size_t size)
{
    uint64_t wire = size;

    for (size_t i = 0; i < size; i++)
        wire += data[i] == '\n' && (i == 0 || data[i - 1] != '\r');
    return wire + (size > 0 && data[size - 1] != '\n' ? 2 : 0);
}

static void check_summary(const struct check *check,
                          const struct am_summary *summary, uint64_t wire)
{
    uint32_t flaws = 0;

    for (unsigned i = 0; i < AM_FLAW_COUNT; i++) {
        if (summary->flaw_count[i] > 0)
            flaws |= AM_FLAW_BIT(i);
    }
    ck_assert_msg(check->seen == PART_MAX ||
                      check->row->parts[check->seen].path == NULL,
                  "%s: %zu parts are too few", check->why, check->seen);
    ck_assert_msg(summary->counted == check->seen, "%s", check->why);
    ck_assert_msg(summary->wire_bytes == wire, "%s: message of %llu bytes",
                  check->why, (unsigned long long)summary->wire_bytes);
    ck_assert_msg(flaws == check->row->flaws, "%s: flaws %x", check->why,
                  flaws);
}

static void measure(struct am_meter *meter, struct check *check,
                    const char *data, size_t size, const char *ends)
{
    struct am_summary summary;
    struct am_err err;

    for (int way = 0; way < CUT_WAYS; way++) {
        check->seen = 0;
        snprintf(check->why, sizeof(check->why), "%s, %s, way %d",
                 check->row->name, ends, way);
        feed(meter, data, size, way);
        ck_assert_int_eq(am_meter_finish(meter, &summary, &err), 0);
        check_summary(check, &summary, wire_size(data, size));
    }
}

START_TEST(a_message_is_measured_the_same_however_it_comes)
{
    struct check check = {.row = &rows[_i]};
    struct am_meter *meter = NULL;
    struct am_err err;
    size_t size = rows[_i].size;
    char *crlf = with_crlf(rows[_i].message, &size);

    ck_assert_int_eq(am_meter_create(&meter, NULL, on_part, &check, &err), 0);
    measure(meter, &check, rows[_i].message, rows[_i].size, "LF");
    measure(meter, &check, crlf, size, "CRLF");
    am_meter_destroy(&meter);
    free(crlf);
}

END_TEST

static const struct {
    struct am_limits limits;
    struct row row;
} limited[] = {
    {{1, 9, 1024, 70},
     {"too deep",
      SIZE(MP "--BB\n" TYPE("multipart/mixed; boundary=CC") "\n--CC\n\na\n"
                                                            "--CC--\n--BB\n" PDF
                                                            "\nb" END),
      {{"1", OPA, NULL, 0, 14, 17, F(LIMIT_DEPTH)},
       {"2", ATT, "b", 0, 1, 1, 0}},
      F(LIMIT_DEPTH)}},
    {{2, 9, 1024, 70},
     {"as deep as allowed",
      SIZE(MP "--BB\n" TYPE("multipart/mixed; boundary=CC") "\n--CC\n" PDF
                                                            "\na\n--CC--" END),
      {{"1.1", ATT, "a", 0, 1, 1, 0}},
      0}},
    {{9, 1, 1024, 70},
     {"too many parts",
      SIZE(MP "--BB\n" PDF "\na\n--BB\n" PDF "\nb" END),
      {{"1", ATT, "a", 0, 1, 1, 0},
       {"2", OPA, NULL, 0, 40, 44, F(LIMIT_PARTS)}},
      F(LIMIT_PARTS) | F(NO_END)}},
    {{9, 9, 1024, 1},
     {"boundary too long",
      SIZE(MP "--BB\n\na" END),
      {{"1", OPA, NULL, 0, 15, 19, F(LIMIT_BOUNDARY)}},
      F(LIMIT_BOUNDARY)}},
    {{1, 9, 1024, 70},
     {"no room for the message of an encoded message",
      SIZE(MP "--BB\n" TYPE("message/rfc822") BASE64 "\nQUJD" END),
      {{"1", OPA, NULL, 0, 4, 4, F(LIMIT_DEPTH)}},
      F(LIMIT_DEPTH)}},
    {{2, 9, 1024, 70},
     {"an encoded message takes a level of depth",
      SIZE(MP "--BB\n" TYPE("message/rfc822") QP
           "\nContent-Type: multipart/mixed; boundary=3DCC\n\n--CC\n\n"
           "a\n--CC--" END),
      {{"1.1", OPA, NULL, 0, 15, 19, F(LIMIT_DEPTH) | F(ENCODED_MESSAGE)}},
      F(LIMIT_DEPTH) | F(ENCODED_MESSAGE)}},
};

START_TEST(beyond_a_limit_a_part_is_opaque)
{
    struct check check = {.row = &limited[_i].row};
    struct am_meter *meter = NULL;
    struct am_err err;

    ck_assert_int_eq(
        am_meter_create(&meter, &limited[_i].limits, on_part, &check, &err), 0);
    measure(meter, &check, check.row->message, check.row->size, "LF");
    am_meter_destroy(&meter);
}

END_TEST

static const struct {
    const char *name;
    const char *message;
    const char *id; /* NULL: none */
    uint64_t body_bytes;
} summaries[] = {
    {"the message's own id", "Message-ID:  <a@b> \n\nx\n", "<a@b>", 3},
    {"folded", "Message-ID:\n <a\n @b>\n\n", "<a @b>", 0},
    {"any case, the first of two", "MESSAGE-id: a\nMessage-ID: b\n\n\n", "a",
     2},
    {"blank", "Message-ID: \n\nx", NULL, 3},
    {"of an inner message",
     "Content-Type: message/rfc822\n\nMessage-ID: a\n\nx\n", NULL, 20},
    {"in the body", "A: b\n\nMessage-ID: a\n\n", NULL, 17},
    {"header without an end", "Message-ID: a\n", "a", 0},
    {"header that a line without colon ends", "Message-ID: a\nb\nc\n", "a", 6},
};

START_TEST(a_summary_has_id_and_body)
{
    const char *message = summaries[_i].message;
    const char *id = summaries[_i].id;
    struct am_summary summary;
    struct am_meter *meter = NULL;
    struct am_err err;

    ck_assert_int_eq(am_meter_create(&meter, NULL, NULL, NULL, &err), 0);
    for (int way = 0; way < CUT_WAYS; way++) {
        feed(meter, message, strlen(message), way);
        ck_assert_int_eq(am_meter_finish(meter, &summary, &err), 0);
        ck_assert_msg(summary.body_wire_bytes == summaries[_i].body_bytes,
                      "%s, way %d: body of %llu", summaries[_i].name, way,
                      (unsigned long long)summary.body_wire_bytes);
        ck_assert_msg((summary.message_id == NULL) == (id == NULL),
                      "%s, way %d", summaries[_i].name, way);
        if (id != NULL)
            ck_assert_str_eq(summary.message_id, id);
    }
    am_meter_destroy(&meter);
}

END_TEST

START_TEST(a_message_id_ends_at_its_nul)
{
    static const char message[] = "Message-ID: <a@b>\0c\nMessage-ID: d\n\n";
    struct am_summary summary;
    struct am_meter *meter = NULL;
    struct am_err err;

    ck_assert_int_eq(am_meter_create(&meter, NULL, NULL, NULL, &err), 0);
    feed(meter, message, sizeof(message) - 1, 1);
    ck_assert_int_eq(am_meter_finish(meter, &summary, &err), 0);
    ck_assert_str_eq(summary.message_id, "<a@b>");
    am_meter_destroy(&meter);
}

END_TEST

START_TEST(nobody_has_to_listen)
{
    static const char message[] = MP "--BB\n" PDF "\nx\n--BB\n" PDF "\ny" END;
    struct am_summary summary;
    struct am_meter *meter = NULL;
    struct am_err err;

    ck_assert_int_eq(am_meter_create(&meter, NULL, NULL, NULL, &err), 0);
    feed(meter, message, strlen(message), 2);
    ck_assert_int_eq(am_meter_finish(meter, &summary, &err), 0);
    ck_assert_uint_eq(summary.counted, 2);
    am_meter_destroy(&meter);
    am_meter_destroy(&meter);
}

END_TEST

START_TEST(a_long_message_id_is_cut)
{
    static char message[4000];
    struct am_summary summary;
    struct am_meter *meter = NULL;
    struct am_err err;

    int used = snprintf(message, sizeof(message), "Message-ID: ");
    memset(message + used, 'i', 3000);
    ck_assert_int_eq(am_meter_create(&meter, NULL, NULL, NULL, &err), 0);
    feed(meter, message, strlen(message), 2);
    ck_assert_int_eq(am_meter_finish(meter, &summary, &err), 0);
    ck_assert_uint_eq(strlen(summary.message_id), 998);
    am_meter_destroy(&meter);
}

END_TEST

/* What was begun before a reset leaves no trace, whatever was open. */
START_TEST(a_reset_forgets)
{
    static const char *const begun[] = {
        "Content-Type: a/b",
        "Message-ID: a\n" MP "--BB\n" PDF BASE64 "\nQUJD\r",
        MP "--BB\n" TYPE("message/rfc822") BASE64 "\nQ29udGVudC1UeXBlOiBhL2IK",
        MP "--BB\n\nx\n--B",
    };
    struct check check = {.row = &rows[0]};
    struct am_meter *meter = NULL;
    struct am_err err;

    ck_assert_int_eq(am_meter_create(&meter, NULL, on_part, &check, &err), 0);
    for (size_t i = 0; i < sizeof(begun) / sizeof(begun[0]); i++) {
        feed(meter, begun[i], strlen(begun[i]), 0);
        am_meter_reset(meter);
        measure(meter, &check, "", 0, "empty");
    }
    am_meter_destroy(&meter);
}

END_TEST

static int refuse(void *context, const struct am_part *part, struct am_err *err)
{
    (void)context;
    return am_fail(err, AM_EFULL, "no %s", part->type);
}

START_TEST(a_failing_callback_ends_the_message)
{
    static const char message[] = MP "--BB\n" PDF "\nx" END;
    struct am_meter *meter = NULL;
    struct am_err err;

    ck_assert_int_eq(am_meter_create(&meter, NULL, refuse, NULL, &err), 0);
    ck_assert_int_eq(am_meter_feed(meter, message, strlen(message), &err), -1);
    ck_assert_int_eq(err.code, AM_EFULL);
    ck_assert_str_eq(err.text, "no application/pdf");
    am_meter_reset(meter);
    feed(meter, "A: b\n", 5, 0);
    am_meter_destroy(&meter);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("meter");
    TCase *tcase = tcase_create("meter");

    tcase_add_loop_test(tcase, a_message_is_measured_the_same_however_it_comes,
                        0, ROWS(rows));
    tcase_add_loop_test(tcase, beyond_a_limit_a_part_is_opaque, 0,
                        ROWS(limited));
    tcase_add_loop_test(tcase, a_summary_has_id_and_body, 0, ROWS(summaries));
    tcase_add_test(tcase, a_message_id_ends_at_its_nul);
    tcase_add_test(tcase, nobody_has_to_listen);
    tcase_add_test(tcase, a_long_message_id_is_cut);
    tcase_add_test(tcase, a_reset_forgets);
    tcase_add_test(tcase, a_failing_callback_ends_the_message);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
