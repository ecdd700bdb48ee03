/*
 * label - see label.h.
 */
#include "mta/label.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int am_print(struct am_buf *out, struct am_err *err, const char *format, ...)
{
    char text[1024];
    va_list args;

    va_start(args, format);
    int size = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (size < 0 || (size_t)size >= sizeof(text)) {
        return am_fail(err, AM_EFULL, "a header of over %zu bytes",
                       sizeof(text) - 1);
    }
    return am_buf_add(out, text, (size_t)size, err);
}

static int write_name(const struct am_enclosure *file, struct am_buf *out,
                      struct am_err *err)
{
    const char *place = file->inline_shown ? "inline" : "attachment";
    const char *suffix = am_content_kind(file->content.kind)->suffix;
    unsigned id = (unsigned)(file->content.seed % 100000);

    switch (file->naming) {
    case AM_NAMING_2231:
        return am_print(out, err,
                        "Content-Disposition: %s;\r\n"
                        " filename*=UTF-8''r%%C3%%A9sum%%C3%%A9%%20%u%s\r\n",
                        place, id, suffix);
    case AM_NAMING_2231_PIECES:
        return am_print(
            out, err,
            "Content-Disposition: %s;\r\n"
            " filename*1=\"%u%s\";\r\n filename*0*=UTF-8''%%C3%%89t\r\n",
            place, id, suffix);
    case AM_NAMING_2047:
        return am_print(out, err,
                        "Content-Disposition: %s;\r\n"
                        "\tfilename=\"=?UTF-8?Q?b=C3=BCro_%u?=%s\"\r\n",
                        place, id, suffix);
    case AM_NAMING_NONE:
        return am_print(out, err, "Content-Disposition: %s\r\n", place);
    case AM_NAMING_FILENAME:
    case AM_NAMING_TYPE_ONLY:
    case AM_NAMING_COUNT:
        break;
    }
    return am_print(out, err,
                    "Content-Disposition: %s; filename=\"file-%u%s\"\r\n",
                    place, id, suffix);
}

int am_label_write(const struct am_enclosure *file, const char *type,
                   struct am_buf *out, struct am_err *err)
{
    unsigned id = (unsigned)(file->content.seed % 100000);

    if (file->naming == AM_NAMING_TYPE_ONLY) {
        if (am_print(out, err, "Content-Type: %s;\r\n\tname=\"file %u\"\r\n",
                     type, id) < 0)
            return -1;
    } else if (am_print(out, err, "Content-Type: %s\r\n", type) < 0 ||
               write_name(file, out, err) < 0) {
        return -1;
    }
    if (file->inline_shown && strncmp(type, "image/", 6) == 0 &&
        am_print(out, err, "Content-ID: <logo-%u@made.example>\r\n", id) < 0)
        return -1;
    return am_print(out, err, "Content-Transfer-Encoding: %s\r\n\r\n",
                    am_encoding_name(file->encoding));
}
