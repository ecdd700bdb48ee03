/* field - see field.h. */
#include "mime/field.h"

#include <string.h>

#include "base/ascii.h"
#include "codec/flaw.h"
#include "mime/line.h"

#define NAME_MAX_BYTES 64 /* of a name with the blanks behind it */

#define NAME(usual, lower) sizeof(usual) - 1, usual, lower

static const struct {
    enum am_field field;
    size_t size;
    const char *usual, *lower;
} names[] = {
    {AM_FIELD_CONTENT_TYPE, NAME("Content-Type", "content-type")},
    {AM_FIELD_TRANSFER_ENCODING,
     NAME("Content-Transfer-Encoding", "content-transfer-encoding")},
    {AM_FIELD_DISPOSITION, NAME("Content-Disposition", "content-disposition")},
    {AM_FIELD_CONTENT_ID, NAME("Content-ID", "content-id")},
    {AM_FIELD_MESSAGE_ID, NAME("Message-ID", "message-id")},
};

void am_field_init(struct am_field_reader *reader, size_t header_bytes)
{
    *reader = (struct am_field_reader){0};
    am_buf_init(&reader->text, header_bytes);
}

void am_field_free(struct am_field_reader *reader)
{
    am_buf_free(&reader->text);
}

void am_field_begin(struct am_field_reader *reader, bool is_strict)
{
    struct am_buf text = reader->text;

    am_buf_clear(&text);
    *reader = (struct am_field_reader){
        .text = text,
        .is_strict = is_strict,
        .is_first = true,
    };
}

/* RFC 5322 section 4.5 allows blanks before the colon. */
static enum am_field find_field(const unsigned char *name, size_t size)
{
    unsigned char first = am_ascii_lower(name[0]);

    if (first != 'c' && first != 'm')
        return AM_FIELD_OTHER;
    while (size > 0 && am_ascii_is_wsp(name[size - 1]))
        size--;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (names[i].size == size && (memcmp(name, names[i].usual, size) == 0 ||
                                      am_ascii_is(name, size, names[i].lower)))
            return names[i].field;
    }
    return AM_FIELD_OTHER;
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
    size_t look = size < NAME_MAX_BYTES ? size : NAME_MAX_BYTES;
    const unsigned char *colon = memchr(line, ':', look);

    if (colon != NULL) {
        reader->field = find_field(line, (size_t)(colon - line));
        reader->has_colon = true;
        reader->value_at = (size_t)(colon + 1 - line);
        reader->undecided = false;
    } else if (size >= NAME_MAX_BYTES && !reader->is_dashed) {
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

/* Is the line that begins at `line` one that needs no look: of a field that is
 * not read?  If it is the first one of a field, *field says which. */
static bool is_plain(const unsigned char *line, size_t size, bool is_open,
                     size_t *name, enum am_field *field)
{
    *field = AM_FIELD_OTHER;
    *name = 0;
    if (am_ascii_is_wsp(line[0]))
        return is_open;
    *name = am_line_name(line, size);
    if (*name == 0 || *name >= NAME_MAX_BYTES || line[0] == '-')
        return false;
    *field = find_field(line, *name);
    return true;
}

size_t am_field_take_lines(struct am_field_reader *reader,
                           const unsigned char *text, size_t size,
                           struct am_field_view *view, uint64_t *lone_lf)
{
    size_t at = 0;
    bool is_open = reader->open;
    bool waits =
        is_open && (reader->undecided || reader->field != AM_FIELD_OTHER);

    view->field = AM_FIELD_OTHER;
    while (at < size && !waits && view->field == AM_FIELD_OTHER) {
        const unsigned char *line = text + at;
        enum am_field field;
        size_t name;
        if (!is_plain(line, size - at, is_open, &name, &field))
            break;
        const unsigned char *lf = memchr(line + name, '\n', size - at - name);
        if (lf == NULL)
            break;
        size_t length = (size_t)(lf - line);
        bool has_cr = lf > line && lf[-1] == '\r';
        if (field != AM_FIELD_OTHER) {
            if (length > reader->text.limit || at + length + 1 == size ||
                am_ascii_is_wsp(lf[1]))
                break;
            *view = (struct am_field_view){field, line + name + 1,
                                           length - has_cr - name - 1};
        }
        is_open = true;
        *lone_lf += !has_cr;
        at += length + 1;
    }
    if (at > 0) {
        reader->open = reader->has_colon = true;
        reader->undecided = reader->folded = reader->is_dashed = false;
        reader->is_first = false;
        reader->field = AM_FIELD_OTHER;
    }
    return at;
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
