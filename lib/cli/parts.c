/* parts - see parts.h. */
#include "cli/parts.h"

#include <jansson.h>
#include <string.h>

#include "base/hex.h"
#include "base/language.h"
#include "cli/options.h"
#include "cli/source.h"
#include "cli/walk.h"
#include "report/json.h"

struct printer {
    FILE *out;
    const struct am_source *source;
    bool inside; /* print the contents inside containers, too */
};

static json_t *make_digest(const unsigned char digest[AM_DIGEST_SIZE])
{
    char hex[2 * AM_DIGEST_SIZE + 1];

    return json_string(am_hex_write(digest, AM_DIGEST_SIZE, hex));
}

static json_t *make_flaws(uint32_t flaws)
{
    json_t *list = json_array();

    for (unsigned i = 0; i < AM_FLAW_COUNT; i++) {
        if (flaws & AM_FLAW_BIT(i))
            json_array_append_new(list, json_string(am_flaw_name(i)));
    }
    return list;
}

static json_t *make_disposition(enum am_disposition disposition)
{
    if (disposition == AM_DISPOSITION_NONE)
        return json_null();
    return json_string(am_disposition_name(disposition));
}

/* Print a line, which may be NULL, and free it. */
static int print_line(const struct printer *printer, json_t *line,
                      struct am_err *err)
{
    if (line == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a line of output");
    int printed =
        json_dumpf(line, printer->out, JSON_COMPACT | JSON_ENSURE_ASCII);
    json_decref(line);
    if (printed < 0 || fputc('\n', printer->out) == EOF)
        return am_fail(err, AM_EIO, "cannot write the output");
    return 0;
}

static json_t *make_part(const struct printer *printer,
                         const struct am_part *part)
{
    return json_pack(
        "{s:o, s:o, s:o, s:s, s:s, s:o, s:s, s:I, s:I, s:I, s:o, s:o}", "file",
        am_json_text(am_source_name(printer->source)), "path",
        am_json_text(part->path), "type", am_json_text(part->type), "class",
        am_class_name(part->class), "family", am_family_name(part->family),
        "disposition", make_disposition(part->disposition), "encoding",
        am_encoding_name(part->encoding), "size_bytes",
        (json_int_t)part->size_bytes, "stored_bytes",
        (json_int_t)part->stored_bytes, "wire_bytes",
        (json_int_t)part->wire_bytes, "sha256",
        part->digested ? make_digest(part->digest) : json_null(), "flaws",
        make_flaws(part->flaws));
}

static json_t *make_child(const struct printer *printer,
                          const struct am_part *part, size_t i)
{
    const struct am_child *child = &part->children[i];

    return json_pack("{s:o, s:o, s:s, s:I, s:o}", "file",
                     am_json_text(am_source_name(printer->source)), "path",
                     json_sprintf("%s/%zu", part->path, i + 1), "family",
                     am_family_name(child->family), "size_bytes",
                     (json_int_t)child->size_bytes, "sha256",
                     make_digest(child->digest));
}

static int print_part(void *context, const struct am_part *part,
                      struct am_err *err)
{
    const struct printer *printer = context;

    if (print_line(printer, make_part(printer, part), err) < 0)
        return -1;
    for (size_t i = 0; printer->inside && i < part->child_count; i++) {
        if (print_line(printer, make_child(printer, part, i), err) < 0)
            return -1;
    }
    return 0;
}

/* Measure the message that the source is at. */
static int measure(struct am_meter *meter, struct am_source *source,
                   struct am_err *err)
{
    struct am_summary summary;
    const void *data = NULL;
    long size = 0;

    while ((size = am_source_read(source, &data, err)) > 0) {
        if (am_meter_feed(meter, data, (size_t)size, err) < 0)
            return -1;
    }
    if (size < 0)
        return -1;
    return am_meter_finish(meter, &summary, err);
}

/* All messages of a file.  What is no mail is passed over; what holds mail that
 * is not measured is told. */
static int print_file(struct am_meter *meter, struct am_source *source,
                      const struct am_found *file)
{
    enum am_mailfile kind = AM_MAILFILE_NONE;
    struct am_err err;
    int result =
        am_source_open(source, file->path, file->is_chosen, &kind, &err);
    int found = 0;

    if (result < 0 && err.code == AM_ENOTFOUND)
        return 0; /* it has vanished */
    if (result < 0) {
        am_complain("%s", err.text);
        return -1;
    }
    if (file->is_chosen && !am_mailfile_is_measured(kind)) {
        am_complain("%s: %s, not measured", file->path,
                    _(am_mailfile_name(kind)));
    }
    while ((found = am_source_next(source, &err)) != 0) {
        if (found > 0 && measure(meter, source, &err) == 0)
            continue;
        am_complain("%s", err.text);
        am_meter_reset(meter);
        result = -1;
    }
    am_source_close(source);
    return result;
}

static int print_all(struct am_meter *meter, struct am_source *source,
                     struct am_walk *walk)
{
    struct am_found file;
    struct am_err err;
    int result = 0;
    int found = 0;

    while ((found = am_walk_next(walk, &file, &err)) != 0) {
        if (found < 0)
            am_complain("%s", err.text);
        if (found < 0 || print_file(meter, source, &file) < 0)
            result = -1;
    }
    return result;
}

int am_parts_print(FILE *out, const char *path, const struct am_limits *limits,
                   bool inside)
{
    struct am_walk *walk = NULL;
    struct am_source *source = NULL;
    struct am_meter *meter = NULL;
    struct printer printer = {.out = out, .inside = inside};
    struct am_err err;
    int result = -1;

    if (am_walk_create(&walk, &err) < 0 || am_walk_to(walk, path, &err) < 0 ||
        am_source_create(&source, &err) < 0)
        goto done;
    printer.source = source;
    if (am_meter_create(&meter, limits, print_part, &printer, &err) < 0)
        goto done;
    result = print_all(meter, source, walk);

done:
    if (result < 0 && meter == NULL)
        am_complain("%s", err.text);
    am_meter_destroy(&meter);
    am_source_destroy(&source);
    am_walk_destroy(&walk);
    return result;
}
