/*
 * exception - see exception.h.
 */
#include "e2e/exception.h"

#include <string.h>
#include <strings.h>

#define FIELD_MAX 60000 /* bytes of a field: Postfix cuts longer ones */

/* A line of the header, without its line end. */
struct line {
    const unsigned char *at;
    size_t size;
};

static const char *odd_line(struct line line, bool is_first)
{
    const unsigned char *colon = memchr(line.at, ':', line.size);
    bool is_from =
        line.size > 5 && memcmp(line.at + (line.at[0] == '>'), "From ", 5) == 0;

    if (is_first && is_from)
        return "a mailbox's From line comes first: an MTA takes it away";
    if (is_first && (line.at[0] == ' ' || line.at[0] == '\t'))
        return "the header begins with a folded line: an MTA ends it there";
    if (memchr(line.at, '\0', line.size) != NULL)
        return "NUL in the header: a milter is told the text before it";
    if (colon != NULL && colon > line.at && line.at[0] != ' ' &&
        line.at[0] != '\t' && (colon[-1] == ' ' || colon[-1] == '\t'))
        return "blanks before a colon: MTAs differ";
    return NULL;
}

/* Does this line end the header? */
static bool ends_header(struct line line)
{
    if (line.size == 0)
        return true;
    if (line.at[0] == ' ' || line.at[0] == '\t')
        return false;
    const unsigned char *colon = memchr(line.at, ':', line.size);
    for (const unsigned char *c = line.at; colon != NULL && c < colon; c++) {
        if (*c <= ' ' || *c == 0x7f)
            return true;
    }
    return colon == NULL || colon == line.at;
}

/* The line at `at`; *next is behind it. */
static struct line line_at(const unsigned char *data, size_t size, size_t at,
                           size_t *next)
{
    const unsigned char *lf = memchr(data + at, '\n', size - at);
    struct line line = {data + at, size - at};

    *next = size;
    if (lf != NULL) {
        *next = (size_t)(lf - data) + 1;
        line.size = *next - at - 1;
    }
    if (line.size > 0 && line.at[line.size - 1] == '\r')
        line.size--;
    return line;
}

const char *exception_of(const unsigned char *data, size_t size)
{
    size_t field = 0;
    size_t next = 0;

    for (size_t at = 0; at < size; at = next) {
        struct line line = line_at(data, size, at, &next);
        const char *rule = line.size > 0 ? odd_line(line, at == 0) : NULL;
        if (rule != NULL)
            return rule;
        if (ends_header(line))
            return NULL;
        bool is_folded = line.at[0] == ' ' || line.at[0] == '\t';
        field = (is_folded ? field : 0) + line.size;
        if (field > FIELD_MAX)
            return "a field that is too long: an MTA cuts it";
    }
    return NULL;
}

/* The line of the first Message-ID, without its line end; *length 0: none. */
static const unsigned char *find_id(const unsigned char *data, size_t size,
                                    size_t *length)
{
    static const char name[] = "message-id:";
    size_t next = 0;

    *length = 0;
    for (size_t at = 0; at < size; at = next) {
        struct line line = line_at(data, size, at, &next);
        if (ends_header(line))
            break;
        if (line.size < sizeof(name) ||
            strncasecmp((const char *)line.at, name, sizeof(name) - 1) != 0)
            continue;
        *length = line.size;
        return line.at;
    }
    return data;
}

bool exception_was_there(const struct mailset *set, size_t count,
                         const struct mail *mail)
{
    size_t size = 0;
    const unsigned char *id = find_id(mail->data, mail->size, &size);

    for (size_t i = 0; i < count && size > 0; i++) {
        const struct mail *other = &set->mails[i];
        size_t length = 0;
        const unsigned char *its = find_id(other->data, other->size, &length);
        if (length == size && memcmp(id, its, size) == 0)
            return true;
    }
    return false;
}

enum exception_end exception_end_of(const unsigned char *data, size_t size)
{
    size_t next = 0;

    for (size_t at = 0; at < size; at = next) {
        struct line line = line_at(data, size, at, &next);
        if (ends_header(line))
            return line.size == 0 ? EXCEPTION_NONE : EXCEPTION_LINE;
    }
    return EXCEPTION_MESSAGE;
}

int exception_to_wire(const unsigned char *data, size_t size,
                      struct am_buf *out, struct am_err *err)
{
    int status = 0;

    for (size_t i = 0; i < size && status == 0; i++) {
        if (data[i] == '\n' && (i == 0 || data[i - 1] != '\r'))
            status = am_buf_add(out, "\r", 1, err);
        if (status == 0)
            status = am_buf_add(out, data + i, 1, err);
    }
    if (status == 0 && size > 0 && data[size - 1] != '\n')
        status = am_buf_add(out, "\r\n", 2, err);
    return status;
}
