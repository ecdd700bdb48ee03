/* hostile - the shapes of shapes.h that shall not cost more than their bytes.
 */
#include <stdint.h>
#include <string.h>

#include "mta/encode.h"
#include "must.h"
#include "shapes.h"

/* A multipart in each other: beyond the limit of depth they stay closed. */
static void make_deep(struct shape_writer *writer, const struct shape *shape)
{
    (void)shape;
    for (unsigned i = 0; writer->out->size < writer->until; i++) {
        shape_put(writer,
                  "Content-Type: multipart/mixed; boundary=b%u\r\n\r\n"
                  "--b%u\r\n",
                  i, i);
    }
}

/* Multiparts beside each other, each with a boundary of its own. */
static void make_siblings(struct shape_writer *writer,
                          const struct shape *shape)
{
    (void)shape;
    for (unsigned i = 0; writer->out->size < writer->until; i++) {
        shape_put(writer,
                  "--b\r\nContent-Type: multipart/mixed; boundary=c%u\r\n\r\n"
                  "--c%u\r\n\r\nx\r\n--c%u--\r\n",
                  i, i, i);
    }
}

/* As many multiparts as may be open, whose boundaries differ at their ends
 * alone, then lines that differ from all of them there. */
static void make_open(struct shape_writer *writer, const struct shape *shape)
{
    char stem[254];

    memset(stem, 'x', sizeof(stem) - 1);
    stem[sizeof(stem) - 1] = '\0';
    for (unsigned i = 0; i < 99; i++) {
        shape_put(writer,
                  "Content-Type: multipart/mixed; boundary=%s%u\r\n\r\n", stem,
                  100 + i);
        shape_put(writer, "--%s%u\r\n", stem, 100 + i);
    }
    shape_put(writer, "Content-Type: text/csv; name=x\r\n\r\n");
    size_t until = writer->out->size + writer->until;
    while (writer->out->size < until) {
        shape_put(writer, shape->columns != 0 ? "--%s999\r\n" : "--%.3s\r\n",
                  stem);
    }
}

/* Parameters with numbers in them, counted up, or down if columns says so. */
static void make_params(struct shape_writer *writer, const struct shape *shape)
{
    unsigned count = (unsigned)(writer->until / (strlen(shape->unit) +
                                                 strlen(shape->line_end) + 4));

    for (unsigned i = 0; i < count; i++) {
        unsigned number = shape->columns == 0 ? i : count - 1 - i;
        shape_put(writer, "%s%u%s", shape->unit, number, shape->line_end);
    }
}

/* Messages in messages, each in base64: more of them than are decoded. */
static void make_encoded(struct shape_writer *writer, const struct shape *shape)
{
    struct am_buf inner;
    size_t breaks;

    am_buf_init(&inner, SIZE_MAX / 2);
    while (writer->out->size < writer->until / 7)
        shape_put(writer, "%s", shape->unit);
    for (unsigned i = 0; i < shape->columns; i++) {
        const struct am_buf text = *writer->out;
        *writer->out = inner;
        inner = text;
        am_buf_clear(writer->out);
        shape_put(writer, "%s", shape->head);
        must(am_encode_base64(writer->out, inner.data, inner.size, 76, &breaks,
                              NULL) == 0,
             "making a shape");
    }
    am_buf_free(&inner);
}

/* Of TNEF (MS-OXTNEF 2.1.3): level, id, length, value, sum of the value. */
#define EMPTY_BODY "\1\x0c\x80\2\0\0\0\0\0\0\0"
#define RENDERING  "\2\2\x90\6\0\x0e\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define ONE_BYTE   "\2\x0f\x80\6\0\1\0\0\0A\x41\0"
/* Properties (2.1.3.4): type, id, value; for lists how many, and their sizes.
 */
#define NUMBER "\3\0\1\x30\1\2\3\4"
#define TEXTS  "\x1e\x10\1\x30\1\0\0\0\4\0\0\0abc\0"

/* A TNEF stream of as many units, in base64.  If columns says so they are the
 * properties of one attachment, else attributes. */
static void make_tnef(struct shape_writer *writer, const struct shape *shape)
{
    static const unsigned char key[] = "\x78\x9f\x3e\x22\x01";
    static const unsigned char list[] = RENDERING "\2\5\x90\6\0\xff\xff\xff";
    static const unsigned char many[] = "\xff\xff\xff";
    struct am_buf stream;
    size_t breaks;
    int status;

    am_buf_init(&stream, SIZE_MAX / 2);
    status = am_buf_add(&stream, key, sizeof(key), NULL);
    if (shape->columns != 0) {
        status |= am_buf_add(&stream, list, sizeof(list), NULL);
        status |= am_buf_add(&stream, many, sizeof(many), NULL);
    }
    while (status == 0 && stream.size < writer->until / 4 * 3)
        status = am_buf_add(&stream, shape->unit, shape->unit_size, NULL);
    must(status == 0 && am_encode_base64(writer->out, stream.data, stream.size,
                                         76, &breaks, NULL) == 0,
         "making a shape");
    am_buf_free(&stream);
}

#define MIXED "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
#define PDF   "application/pdf"
#define FIELD 30000 /* bytes: twice of it is below the limit of a field */
#define FULL_LINE                 \
 "M"                              \
 "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!" \
 "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!\r\n"

const struct shape shapes_hostile[] = {
    {.name = "deep multiparts", .head = "", .make = make_deep, .tail = ""},
    {.name = "multiparts side by side",
     .head = MIXED,
     .make = make_siblings,
     .tail = "--b--\r\n"},
    {.name = "many parts",
     .head = MIXED,
     .unit = "--b\r\n\r\nx\r\n",
     .tail = "",
     .size = 40000},
    {.name = "parts beyond the limit",
     .head = MIXED,
     .unit = "--b\r\n\r\nx\r\n",
     .tail = "",
     .size = 200000},
    {.name = "parts that are attachments",
     .head = MIXED,
     .unit = "--b\r\nContent-Type: image/png\r\n\r\n\r\n",
     .tail = ""},
    {.name = "boundaries followed by nothing",
     .head = MIXED,
     .unit = "--b\r\n",
     .tail = "",
     .size = 25000},
    {.name = "boundaries with blanks behind",
     .head = MIXED "--b\r\n\r\n",
     .unit = "--b                                                       x\r\n",
     .tail = ""},
    {.name = "end boundaries", .head = MIXED, .unit = "--b--\r\n", .tail = ""},
    {.name = "multiparts open, lines like their boundaries",
     .head = "",
     .make = make_open,
     .tail = "",
     .size = 100000,
     .columns = 1},
    {.name = "multiparts open, short lines --x",
     .head = "",
     .make = make_open,
     .tail = ""},
    {.name = "messages in messages",
     .head = "",
     .unit = "Content-Type: message/rfc822\r\n\r\n",
     .tail = ""},
    {.name = "messages in messages, each in base64",
     .head = "Content-Type: message/rfc822\r\n"
             "Content-Transfer-Encoding: base64\r\n\r\n",
     .unit = "--x\r\n",
     .make = make_encoded,
     .tail = "",
     .columns = 7},
    {.name = "short messages in base64",
     .head = MIXED,
     .unit = "--b\r\nContent-Type: message/rfc822\r\n"
             "Content-Transfer-Encoding: base64\r\n\r\nQTogYg0KDQp4\r\n",
     .tail = ""},
    {.name = "a long field", .head = "Content-Type: ", .unit = "x", .tail = ""},
    {.name = "a long field, folded",
     .head = "Content-Type: x/y",
     .unit = ";\r\n x",
     .tail = "\r\n\r\n"},
    {.name = "a long field that nobody reads",
     .head = "Subject: ",
     .unit = "x\r\n ",
     .tail = "\r\n\r\n"},
    {.name = "many fields", .head = "", .unit = "A: b\r\n", .tail = "\r\n"},
    {.name = "many fields that are read",
     .head = "",
     .unit = "Content-Type: a/b\r\n",
     .tail = "\r\n"},
    {.name = "part header without a colon",
     .head = MIXED "--b\r\n",
     .unit = "--x\r\n",
     .tail = "\r\n"},
    {.name = "many parameters",
     .head = "Content-Disposition: attachment",
     .unit = "; a",
     .make = make_params,
     .line_end = "=b",
     .tail = "\r\n\r\n",
     .size = FIELD},
    {.name = "pieces of a name",
     .head = "Content-Disposition: attachment",
     .unit = "; filename*",
     .make = make_params,
     .line_end = "=b",
     .tail = "\r\n\r\n",
     .size = FIELD},
    {.name = "pieces of a boundary, backwards",
     .head = "Content-Type: multipart/mixed",
     .unit = "; boundary*",
     .make = make_params,
     .line_end = "*=%41",
     .tail = "\r\n\r\n",
     .columns = 1,
     .size = FIELD},
    {.name = "encoded words",
     .head = "Content-Disposition: attachment; filename=\"",
     .unit = "=?utf-8?q?_?= ",
     .tail = "\"\r\n\r\n",
     .size = FIELD},
    {.name = "begun encoded words",
     .head = "Content-Disposition: attachment; filename=\"",
     .unit = "=?a?q?",
     .tail = "\"\r\n\r\n",
     .size = FIELD},
    {.name = "comments in comments",
     .head = "Content-Type: ",
     .unit = "(",
     .tail = "\r\n\r\n",
     .size = FIELD},
    {.name = "quotes that do not close",
     .head = "Content-Type: a/b; x=\"",
     .unit = "\\\"",
     .tail = "\r\n\r\n",
     .size = FIELD},
    {.name = "semicolons",
     .head = "Content-Type: a/b",
     .unit = ";",
     .tail = "\r\n\r\n",
     .size = FIELD},
    {.name = "a long line",
     .head = SHAPE_FILE("text/csv", "7bit"),
     .unit = "x",
     .tail = SHAPE_END},
    {.name = "a long line of dashes",
     .head = SHAPE_FILE("text/csv", "7bit"),
     .unit = "-",
     .tail = SHAPE_END},
    {.name = "empty lines",
     .head = SHAPE_FILE("text/csv", "7bit"),
     .unit = "\r\n",
     .tail = SHAPE_END},
    {.name = "LF alone",
     .head = SHAPE_FILE("text/csv", "7bit"),
     .unit = "\n",
     .tail = SHAPE_END},
    {.name = "CR alone",
     .head = SHAPE_FILE("text/csv", "7bit"),
     .unit = "\r",
     .tail = SHAPE_END},
    {.name = "NUL",
     .head = SHAPE_FILE("text/csv", "7bit"),
     .unit = "\0",
     .unit_size = 1,
     .tail = SHAPE_END},
    {.name = "soft breaks",
     .head = SHAPE_FILE("text/csv", "quoted-printable"),
     .unit = "=\r\n",
     .tail = SHAPE_END},
    {.name = "soft breaks with blanks",
     .head = SHAPE_FILE("text/csv", "quoted-printable"),
     .unit = "= \t ",
     .tail = SHAPE_END},
    {.name = "blanks in quoted-printable",
     .head = SHAPE_FILE("text/csv", "quoted-printable"),
     .unit = " ",
     .tail = SHAPE_END},
    {.name = "bad escapes",
     .head = SHAPE_FILE("text/csv", "quoted-printable"),
     .unit = "=",
     .tail = SHAPE_END},
    {.name = "junk in base64",
     .head = SHAPE_FILE(PDF, "base64"),
     .unit = "Q*",
     .tail = SHAPE_END},
    {.name = "padding that completes nothing",
     .head = SHAPE_FILE(PDF, "base64"),
     .unit = "=",
     .tail = SHAPE_END},
    {.name = "lines of base64 of growing length",
     .head = SHAPE_FILE(PDF, "base64"),
     .unit = "QUJD\r\nQUJDRA\r\nRUZHSElK\r\nQUJDRUZHSElK\r\n",
     .tail = SHAPE_END},
    {.name = "text behind the padding",
     .head = SHAPE_FILE(PDF, "base64") "QQ==\r\n",
     .unit = "QUJD\r\n",
     .tail = SHAPE_END},
    {.name = "uuencode",
     .head = SHAPE_FILE(PDF, "x-uuencode") "begin 644 x\r\n",
     .unit = FULL_LINE,
     .tail = SHAPE_END},
    {.name = "uuencode that never begins",
     .head = SHAPE_FILE(PDF, "x-uuencode"),
     .unit = "begin \r\n",
     .tail = SHAPE_END},
    {.name = "TNEF of empty attributes",
     .head = SHAPE_FILE("application/ms-tnef", "base64"),
     .unit = EMPTY_BODY,
     .unit_size = sizeof(EMPTY_BODY) - 1,
     .make = make_tnef,
     .tail = SHAPE_END},
    {.name = "TNEF of small attachments",
     .head = SHAPE_FILE("application/ms-tnef", "base64"),
     .unit = RENDERING ONE_BYTE,
     .unit_size = sizeof(RENDERING ONE_BYTE) - 1,
     .make = make_tnef,
     .tail = SHAPE_END,
     .size = 6000},
    {.name = "TNEF of many numbers",
     .head = SHAPE_FILE("application/ms-tnef", "base64"),
     .unit = NUMBER,
     .unit_size = sizeof(NUMBER) - 1,
     .make = make_tnef,
     .tail = SHAPE_END,
     .columns = 1},
    {.name = "TNEF of many lists of texts",
     .head = SHAPE_FILE("application/ms-tnef", "base64"),
     .unit = TEXTS,
     .unit_size = sizeof(TEXTS) - 1,
     .make = make_tnef,
     .tail = SHAPE_END,
     .columns = 1},
    {.name = "uuencode in text",
     .head = "\r\n",
     .unit = "begin 644 x\r\n" FULL_LINE "`\r\nend\r\n",
     .tail = ""},
};
const size_t shapes_hostile_count =
    sizeof(shapes_hostile) / sizeof(shapes_hostile[0]);
