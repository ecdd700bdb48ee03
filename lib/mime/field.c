/* field - see field.h. */
#include "mime/field.h"

#include <string.h>

#include "base/ascii.h"
#include "codec/flaw.h"
#include "mime/line.h"

/* With what a field that is read begins. */
static const char first_letters[2] = {'c', 'm'};

void am_field_init(struct am_field_reader *reader, size_t header_bytes)
{
    *reader = (struct am_field_reader){0};
    am_buf_init(&reader->text, header_bytes);
}

void am_field_free(struct am_field_reader *reader)
{
    am_buf_free(&reader->text);
}

/* Member by member: what was just written is not read as part of more. */
void am_field_begin(struct am_field_reader *reader, bool is_strict)
{
    am_buf_clear(&reader->text);
    reader->line_size = reader->value_at = 0;
    reader->field = AM_FIELD_OTHER;
    reader->open = reader->undecided = reader->folded = false;
    reader->has_colon = reader->is_dashed = reader->cut = false;
    reader->is_strict = is_strict;
    reader->is_first = true;
    reader->flaws = 0;
}

/* Is it that name, mostly as it is usually written? */
#define IS(usual, lower)                           \
 (memcmp(name, (usual), sizeof(usual) - 1) == 0 || \
  am_ascii_is(name, sizeof(lower) - 1, (lower)))

/* By its size, which is nearly enough. */
static enum am_field find_in_size(const unsigned char *name, size_t size)
{
    switch (size) {
    case sizeof("content-id") - 1:
        if (IS("Content-ID", "content-id"))
            return AM_FIELD_CONTENT_ID;
        return IS("Message-ID", "message-id") ? AM_FIELD_MESSAGE_ID
                                              : AM_FIELD_OTHER;
    case sizeof("content-type") - 1:
        return IS("Content-Type", "content-type") ? AM_FIELD_CONTENT_TYPE
                                                  : AM_FIELD_OTHER;
    case sizeof("content-disposition") - 1:
        return IS("Content-Disposition", "content-disposition")
                   ? AM_FIELD_DISPOSITION
                   : AM_FIELD_OTHER;
    case sizeof("content-transfer-encoding") - 1:
        return IS("Content-Transfer-Encoding", "content-transfer-encoding")
                   ? AM_FIELD_TRANSFER_ENCODING
                   : AM_FIELD_OTHER;
    default:
        return AM_FIELD_OTHER;
    }
}

/* RFC 5322 section 4.5 allows blanks before the colon. */
static enum am_field find_field(const unsigned char *name, size_t size)
{
    unsigned char first = am_ascii_lower(name[0]);

    if (first != (unsigned char)first_letters[0] &&
        first != (unsigned char)first_letters[1])
        return AM_FIELD_OTHER;
    while (size > 0 && am_ascii_is_wsp(name[size - 1]))
        size--;
    return find_in_size(name, size);
}

void am_field_end(struct am_field_reader *reader, struct am_field_view *view)
{
    *view = (struct am_field_view){AM_FIELD_OTHER, NULL, 0};
    if (reader->open && !reader->undecided && reader->field != AM_FIELD_OTHER) {
        view->field = reader->field;
        view->value = reader->text.data + reader->value_at;
        view->size = reader->text.size - reader->value_at;
        if (reader->cut)
            reader->flaws |= AM_FLAW_BIT(AM_FLAW_HEADER_CUT);
    }
    reader->open = false;
}

bool am_field_turn(struct am_field_reader *reader, unsigned char first,
                   struct am_field_view *view)
{
    reader->folded = am_ascii_is_wsp(first);
    if (reader->folded)
        return false;
    am_field_end(reader, view);
    reader->open = true;
    reader->undecided = true;
    reader->has_colon = false;
    reader->cut = false;
    reader->field = AM_FIELD_OTHER;
    reader->is_dashed = first == '-' && !reader->is_strict;
    return true;
}

/* Decide what field the line begins, if its first bytes tell. */
static void decide(struct am_field_reader *reader, const unsigned char *line,
                   size_t size)
{
    size_t look = size <= AM_LINE_NAME_MAX ? size : AM_LINE_NAME_MAX + 1;
    const unsigned char *colon = memchr(line, ':', look);

    if (colon != NULL) {
        reader->field = find_field(line, (size_t)(colon - line));
        reader->has_colon = true;
        reader->value_at = (size_t)(colon + 1 - line);
        reader->undecided = false;
    } else if (size > AM_LINE_NAME_MAX && !reader->is_dashed) {
        reader->undecided = false;
    }
}

static int keep(struct am_field_reader *reader, const unsigned char *data,
                size_t size, struct am_err *err)
{
    struct am_buf *text = &reader->text;

    if (size > text->limit - text->size) {
        size = text->limit - text->size;
        reader->cut = true;
    }
    return am_buf_add(text, data, size, err);
}

/* "From " or ">From ": 1 it is, 0 it is not, -1 too short to tell. */
static int is_envelope(const unsigned char *line, size_t size)
{
    static const char from[] = ">From ";
    size_t skip = size > 0 && line[0] == '>' ? 0 : 1;
    size_t length = sizeof(from) - 1 - skip;

    if (memcmp(line, from + skip, size < length ? size : length) != 0)
        return 0;
    return size < length ? -1 : 1;
}

/* Can a line that begins like this still be a field?  RFC 5322 section 2.2:
 * a name of printable characters; blanks may stand before the colon. */
static bool may_be_field(const unsigned char *line, size_t size)
{
    bool blank = false;

    for (size_t i = 0; i < size && i <= AM_LINE_BOUNDARY_MAX; i++) {
        unsigned char c = line[i];
        if (c == ':')
            return i > 0;
        if (blank && !am_ascii_is_wsp(c))
            return false;
        blank = am_ascii_is_wsp(c);
        if (!blank && (c < ' ' || c == 0x7f))
            return false;
    }
    return size <= AM_LINE_BOUNDARY_MAX;
}

/* The line as far as it is known, where it has no colon yet, must look like the
 * begin of a name. */
static int check_strictly(struct am_field_reader *reader,
                          const unsigned char *data, size_t size,
                          struct am_err *err)
{
    struct am_buf *text = &reader->text;
    size_t had = text->size;

    if (had + size > text->limit)
        size = text->limit - had;
    if (had > 0) {
        if (am_buf_add(text, data, size, err) < 0)
            return -1;
        data = text->data;
        size += had;
    }
    int envelope = reader->is_first ? is_envelope(data, size) : 0;
    bool fits = envelope != 0 || may_be_field(data, size);
    text->size = had;
    if (envelope > 0) {
        reader->undecided = false;
        reader->has_colon = true;
    }
    return fits ? 0 : 1;
}

/* The first bytes of a line that is not folded. */
static void begin_line(struct am_field_reader *reader,
                       const unsigned char *data, size_t size)
{
    am_buf_clear(&reader->text);
    if (!reader->is_dashed && reader->undecided)
        decide(reader, data, size);
}

int am_field_add(struct am_field_reader *reader, const unsigned char *data,
                 size_t size, struct am_err *err)
{
    if (size == 0)
        return 0;
    if (reader->line_size == 0 && !reader->folded)
        am_buf_clear(&reader->text);
    if (reader->is_strict && reader->open && !reader->folded &&
        !reader->has_colon) {
        int odd = check_strictly(reader, data, size, err);
        if (odd != 0)
            return odd;
    }
    if (reader->line_size == 0 && !reader->folded)
        begin_line(reader, data, size);
    reader->line_size += size;
    if (!reader->folded && !reader->has_colon)
        reader->has_colon = memchr(data, ':', size) != NULL;
    if (!reader->open)
        return 0;
    bool is_kept = reader->undecided || reader->field != AM_FIELD_OTHER ||
                   (reader->is_strict && !reader->has_colon);
    if (!is_kept)
        return 0;
    if (keep(reader, data, size, err) < 0)
        return -1;
    if (reader->is_dashed && !reader->folded &&
        reader->line_size > AM_LINE_BOUNDARY_MAX) {
        reader->undecided = false; /* no boundary, and no name like this */
    } else if (reader->undecided && !reader->is_dashed) {
        decide(reader, reader->text.data, reader->text.size);
    }
    return 0;
}

/* A field that begins with a line that is whole in the text. */
struct begun {
    enum am_field field;
    const unsigned char *line;
    size_t name; /* its bytes */
    const unsigned char *lf;
};

static bool begin_field(const unsigned char *line, size_t size,
                        struct begun *begun)
{
    if (line[0] == '-')
        return false;
    begun->line = line;
    begun->lf = am_line_field(line, size, &begun->name);
    if (begun->lf == NULL)
        return false;
    begun->field = find_field(line, begun->name);
    return true;
}

/* Where the text of the line that ends with the LF ends. */
static const unsigned char *text_end(const unsigned char *lf)
{
    return lf - (lf[-1] == '\r');
}

/*
 * Put together a field whose next line, behind its first, is folded.  Returns
 * the last LF; NULL if it is not whole before end, or must be cut.
 */
static const unsigned char *unfold(struct am_field_reader *reader,
                                   const struct begun *begun,
                                   const unsigned char *end, uint64_t *lone_lf)
{
    struct am_buf *text = &reader->text;
    const unsigned char *line = begun->line;
    const unsigned char *lf = begun->lf;
    uint64_t lone = 0;

    am_buf_clear(text);
    for (;;) {
        const unsigned char *line_end = text_end(lf);
        if (am_buf_add(text, line, (size_t)(line_end - line), NULL) < 0)
            return NULL;
        lone += line_end == lf;
        line = lf + 1;
        if (line == end)
            return NULL;
        if (!am_ascii_is_wsp(*line))
            break;
        lf = am_line_end(line, (size_t)(end - line));
        if (lf == NULL)
            return NULL;
    }
    *lone_lf += lone;
    return lf;
}

/*
 * Take the field that was begun, if it is whole before end, of which only what
 * comes behind it tells.  Returns its last LF, or NULL.
 */
static const unsigned char *take_field(struct am_field_reader *reader,
                                       const struct begun *begun,
                                       const unsigned char *end,
                                       struct am_field_view *view,
                                       uint64_t *lone_lf)
{
    const unsigned char *line_end = text_end(begun->lf);
    const unsigned char *lf = begun->lf;
    const unsigned char *text = begun->line;

    if ((size_t)(begun->lf - text) > reader->text.limit || lf + 1 == end)
        return NULL;
    if (am_ascii_is_wsp(lf[1])) {
        lf = unfold(reader, begun, end, lone_lf);
        if (lf == NULL)
            return NULL;
        text = reader->text.data;
        line_end = text + reader->text.size;
    } else {
        *lone_lf += line_end == lf;
    }
    text += begun->name + 1;
    *view =
        (struct am_field_view){begun->field, text, (size_t)(line_end - text)};
    return lf;
}

size_t am_field_take_lines(struct am_field_reader *reader,
                           const unsigned char *text, size_t size,
                           struct am_field_view *view, uint64_t *lone_lf)
{
    const unsigned char *end = text + size;
    const unsigned char *at = text;
    struct begun begun;

    view->field = AM_FIELD_OTHER;
    if (reader->open && (reader->undecided || reader->field != AM_FIELD_OTHER))
        return 0;
    while (view->field == AM_FIELD_OTHER) {
        at += am_line_skip(at, (size_t)(end - at), first_letters,
                           reader->open || at > text, lone_lf);
        if (at == end || !begin_field(at, (size_t)(end - at), &begun))
            break;
        const unsigned char *lf = begun.lf;
        if (begun.field != AM_FIELD_OTHER) {
            lf = take_field(reader, &begun, end, view, lone_lf);
        } else {
            *lone_lf += text_end(lf) == lf;
        }
        if (lf == NULL)
            break;
        at = lf + 1;
    }
    if (at > text) {
        reader->open = reader->has_colon = true;
        reader->undecided = reader->folded = reader->is_dashed = false;
        reader->is_first = false;
        reader->field = AM_FIELD_OTHER;
    }
    return (size_t)(at - text);
}

void am_field_line_end(struct am_field_reader *reader)
{
    if (reader->open && !reader->folded) {
        if (!reader->has_colon)
            reader->flaws |= AM_FLAW_BIT(AM_FLAW_HEADER_NO_COLON);
        if (reader->undecided)
            reader->field = AM_FIELD_OTHER;
        reader->undecided = false;
    }
    reader->is_first = false;
    reader->line_size = 0;
}
