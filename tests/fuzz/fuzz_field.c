/*
 * fuzz_field - the header field reader: the same fields however the lines are
 * cut, and in a part's header those that a plain reading gives.
 *
 * Options: 1 a message's own header (strict), 2 a small limit.
 */
#include "codec/flaw.h"
#include "fuzz.h"
#include "mime/field.h"

enum {
    OPTION_STRICT = 1,
    OPTION_SMALL = 2
};

#define LIMIT 1000 /* the smallest that a parser has */

/* What was read: field numbers, sizes, values, flaws. */
struct reading {
    struct am_field_reader reader;
    struct text told;
    bool ended; /* a strict header, by a line that is no field */
};

static void tell(struct text *told, enum am_field field,
                 const unsigned char *value, size_t size)
{
    if (field == AM_FIELD_OTHER)
        return;
    add(told, &field, sizeof(field));
    add(told, &size, sizeof(size));
    add(told, value, size);
}

/* Add a line in chunks; the rest of it is not read once it ends the header. */
static void read_line(struct reading *reading, const unsigned char *line,
                      size_t size, struct cuts *cuts)
{
    struct am_field_view view;
    struct am_err err;

    if (am_field_turn(&reading->reader, line[0], &view))
        tell(&reading->told, view.field, view.value, view.size);
    for (size_t at = 0; at < size && !reading->ended;) {
        size_t n = next_size(cuts, size - at);
        unsigned char *piece = copy_of(line + at, n);
        int odd = am_field_add(&reading->reader, piece, n, &err);
        free(piece);
        MUST(odd >= 0);
        reading->ended = odd > 0;
        if (reading->ended) {
            MUST(same_bytes(reading->reader.text.data,
                            reading->reader.text.size, line, at));
        }
        at += n;
    }
    const struct am_field_reader *reader = &reading->reader;
    if (reader->is_strict && !reader->folded && !reader->has_colon)
        reading->ended = true;
    if (!reading->ended)
        am_field_line_end(&reading->reader);
}

static struct reading read_all(const struct input *input, struct cuts cuts)
{
    size_t limit = input->options & OPTION_SMALL ? LIMIT : 65536;
    struct reading reading = {.ended = false};
    struct am_field_view view;
    const unsigned char *line = input->text;
    const unsigned char *end = line + input->size;

    am_field_init(&reading.reader, limit);
    am_field_begin(&reading.reader, (input->options & OPTION_STRICT) != 0);
    while (line < end && *line != '\n' && !reading.ended) {
        const unsigned char *lf = memchr(line, '\n', (size_t)(end - line));
        size_t size = (size_t)((lf == NULL ? end : lf) - line);
        read_line(&reading, line, size, &cuts);
        line += lf == NULL ? size : size + 1;
    }
    MUST(reading.reader.text.room <= limit);
    if (!reading.ended) {
        am_field_end(&reading.reader, &view);
        tell(&reading.told, view.field, view.value, view.size);
    }
    add(&reading.told, &reading.ended, sizeof(reading.ended));
    add(&reading.told, &reading.reader.flaws, sizeof(reading.reader.flaws));
    return reading;
}

static void release(struct reading *reading)
{
    am_field_free(&reading->reader);
    free(reading->told.data);
}

static void reads_the_same(const struct reading *whole,
                           const struct input *input, struct cuts cuts)
{
    struct reading other = read_all(input, cuts);

    MUST(same_text(&whole->told, &other.told));
    release(&other);
}

/* A reading of an unlimited, lenient header: unfold, look at the name. */
struct plain {
    struct text told;
    struct text field; /* the one begun */
    uint32_t flaws;
};

static const struct {
    enum am_field field;
    const char *name;
} names[] = {
    {AM_FIELD_CONTENT_TYPE, "content-type"},
    {AM_FIELD_TRANSFER_ENCODING, "content-transfer-encoding"},
    {AM_FIELD_DISPOSITION, "content-disposition"},
    {AM_FIELD_CONTENT_ID, "content-id"},
    {AM_FIELD_MESSAGE_ID, "message-id"},
};

static enum am_field field_named(const unsigned char *name, size_t size)
{
    char lower[64];

    while (size > 0 && (name[size - 1] == ' ' || name[size - 1] == '\t'))
        size--;
    for (size_t i = 0; i < size; i++) {
        bool upper = name[i] >= 'A' && name[i] <= 'Z';
        lower[i] = (char)(upper ? name[i] + 32 : name[i]);
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (same_bytes(names[i].name, strlen(names[i].name), lower, size))
            return names[i].field;
    }
    return AM_FIELD_OTHER;
}

static void end_field(struct plain *plain)
{
    const struct text *field = &plain->field;
    size_t look = field->size < 64 ? field->size : 64;
    const unsigned char *colon =
        look > 0 ? memchr(field->data, ':', look) : NULL;

    if (colon != NULL) {
        size_t at = (size_t)(colon - field->data);
        tell(&plain->told, field_named(field->data, at), colon + 1,
             field->size - at - 1);
    }
    plain->field.size = 0;
}

static struct text read_plainly(const struct input *input)
{
    struct plain plain = {0};
    const unsigned char *line = input->text;
    const unsigned char *end = line + input->size;
    bool no_field = true; /* what a folded line goes on with */

    while (line < end && *line != '\n') {
        const unsigned char *lf = memchr(line, '\n', (size_t)(end - line));
        size_t size = (size_t)((lf == NULL ? end : lf) - line);
        if (*line != ' ' && *line != '\t') {
            end_field(&plain);
            no_field = memchr(line, ':', size) == NULL;
            if (no_field)
                plain.flaws |= AM_FLAW_BIT(AM_FLAW_HEADER_NO_COLON);
        }
        if (!no_field)
            add(&plain.field, line, size);
        line += lf == NULL ? size : size + 1;
    }
    end_field(&plain);
    bool ended = false;
    add(&plain.told, &ended, sizeof(ended));
    add(&plain.told, &plain.flaws, sizeof(plain.flaws));
    free(plain.field.data);
    return plain.told;
}

void fuzz_one(const unsigned char *data, size_t size)
{
    struct input input = input_of(data, size);
    struct reading whole = read_all(&input, (struct cuts){0});

    reads_the_same(&whole, &input, input.cuts);
    reads_the_same(&whole, &input, single_bytes());
    if (input.options == 0 && input.size < 65536) {
        struct text plain = read_plainly(&input);
        MUST(same_text(&whole.told, &plain));
        free(plain.data);
    }
    release(&whole);
}
