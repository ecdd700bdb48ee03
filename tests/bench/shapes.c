/* shapes - see shapes.h.  Here is how they are written, and the 13 of the
 * bench; the hostile ones are in hostile.c. */
#include "shapes.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "mta/encode.h"
#include "must.h"

static void done(int status)
{
    must(status == 0, "making a shape");
}

void shape_add(struct shape_writer *writer, const void *data, size_t size)
{
    done(am_buf_add(writer->out, data, size, NULL));
}

void shape_put(struct shape_writer *writer, const char *format, ...)
{
    char text[1024];
    va_list args;

    va_start(args, format);
    int size = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    shape_add(writer, text, (size_t)size);
}

void shape_make(const struct shape *shape, size_t size, struct am_buf *out)
{
    struct shape_writer writer = {.out = out, .until = size};

    am_buf_clear(out);
    am_random_begin(&writer.random, size);
    shape_put(&writer, "%s", shape->head);
    if (shape->make != NULL) {
        shape->make(&writer, shape);
    } else {
        size_t unit = shape->unit_size;
        if (unit == 0)
            unit = strlen(shape->unit);
        while (out->size < size)
            shape_add(&writer, shape->unit, unit);
    }
    shape_put(&writer, "%s", shape->tail);
}

/* Random bytes in base64, in lines of any number of columns. */
static void make_base64(struct shape_writer *writer, const struct shape *shape)
{
    size_t size = writer->until / 4 * 3 + 1;
    struct am_buf bytes;
    struct am_buf text;
    size_t breaks;

    am_buf_init(&bytes, SIZE_MAX / 2);
    am_buf_init(&text, SIZE_MAX / 2);
    done(am_buf_reserve(&bytes, size, NULL));
    am_random_fill(&writer->random, bytes.data, size);
    done(am_encode_base64(&text, bytes.data, size, 1U << 30, &breaks, NULL));
    for (size_t at = 0; at < text.size && writer->out->size < writer->until;
         at += shape->columns) {
        size_t left = text.size - at;
        size_t n = left < shape->columns ? left : shape->columns;
        shape_add(writer, text.data + at, n);
        shape_put(writer, "%s", shape->line_end);
    }
    am_buf_free(&bytes);
    am_buf_free(&text);
}

/* Lines of words with an accent here and there. */
static void make_quoted_text(struct shape_writer *writer,
                             const struct shape *shape)
{
    static const char *const words[] = {
        "le ",    "r=C3=A9sum=C3=A9 ", "des ",         "travaux ",
        "de la ", "commission ",       "=C3=A0 ",      "relire ",
        "avant ", "la prochaine ",     "s=C3=A9ance ", "publique, ",
    };

    while (writer->out->size < writer->until) {
        for (unsigned i = 0; i < shape->columns; i++) {
            unsigned pick = am_random_below(&writer->random, 12);
            shape_put(writer, "%s", words[pick]);
        }
        shape_put(writer, "=\r\n");
    }
}

/* Any bytes, escaped as they must be. */
static void make_quoted_bytes(struct shape_writer *writer,
                              const struct shape *shape)
{
    unsigned char bytes[4096];
    size_t breaks;

    (void)shape;
    while (writer->out->size < writer->until) {
        am_random_fill(&writer->random, bytes, sizeof(bytes));
        done(
            am_encode_quoted(writer->out, bytes, sizeof(bytes), &breaks, NULL));
        shape_put(writer, "=\r\n");
    }
}

#define BASE64(columns_name, columns_number, end)                      \
 {                                                                     \
  .name = "base64, " columns_name,                                     \
  .head = SHAPE_FILE("application/octet-stream", "base64"),            \
  .make = make_base64, .tail = SHAPE_END, .columns = (columns_number), \
  .line_end = (end)                                                    \
 }

const struct shape shapes_fast[] = {
    BASE64("60 columns", 60, "\r\n"),
    BASE64("64 columns", 64, "\r\n"),
    BASE64("75 columns", 75, "\r\n"),
    BASE64("76 columns", 76, "\r\n"),
    BASE64("998 columns", 998, "\r\n"),
    BASE64("76 columns, LF alone", 76, "\n"),
    BASE64("a space every 19", 19, " "),
    BASE64("lines of 4", 4, "\r\n"),
    BASE64("lines of 1", 1, "\r\n"),
    {.name = "7bit text",
     .head = SHAPE_FILE("text/csv", "7bit"),
     .unit = "A line of text is as long as this one, which is quite usual.\r\n",
     .tail = SHAPE_END},
    {.name = "quoted-printable, text",
     .head = SHAPE_FILE("text/csv", "quoted-printable"),
     .make = make_quoted_text,
     .tail = SHAPE_END,
     .columns = 8},
    {.name = "quoted-printable, bytes",
     .head = SHAPE_FILE("application/octet-stream", "quoted-printable"),
     .make = make_quoted_bytes,
     .tail = SHAPE_END},
    {.name = "lines --x",
     .head = SHAPE_FILE("text/csv", "7bit"),
     .unit = "--x\r\n",
     .tail = SHAPE_END},
};
const size_t shapes_fast_count = sizeof(shapes_fast) / sizeof(shapes_fast[0]);
