/* uubody - see uubody.h.  Only lines that begin with "be" or "=y" are kept, so
 * that a text costs little more than the search for its line ends. */
#include "meter/uubody.h"

#include <string.h>

#include "codec/flaw.h"
#include "mime/line.h"

void am_uubody_begin(struct am_uubody *body)
{
    body->flaws = 0;
    body->begun = body->yenc_begun = body->skipping = false;
    body->size = 0;
}

static bool begins(const unsigned char *line, size_t size, const char *prefix)
{
    size_t length = strlen(prefix);

    return size >= length && memcmp(line, prefix, length) == 0;
}

/* "begin", a blank, three or four octal digits, a blank, a name. */
static bool is_begin_line(const unsigned char *line, size_t size)
{
    size_t i = strlen("begin ");
    size_t digits = 0;

    if (!begins(line, size, "begin "))
        return false;
    for (; i < size && line[i] >= '0' && line[i] <= '7'; i++)
        digits++;
    return (digits == 3 || digits == 4) && i + 1 < size && line[i] == ' ';
}

/* Some encoders leave out blanks at the end, some add a checksum. */
static bool is_data_line(const unsigned char *line, size_t size)
{
    if (size < 2 || size > 62)
        return false;
    for (size_t i = 0; i < size; i++) {
        if (line[i] < ' ' || line[i] > '`')
            return false;
    }
    size_t bytes = (size_t)(line[0] - ' ') & 63;
    size_t whole = (bytes + 2) / 3 * 4;
    return bytes > 0 && size - 1 <= whole + 1 && size - 1 + 3 >= whole;
}

/* Is there a " key=" with a digit behind it? */
static bool has_number(const unsigned char *line, size_t size, const char *key)
{
    size_t length = strlen(key);

    for (size_t i = 0; i + length < size; i++) {
        if (memcmp(line + i, key, length) == 0)
            return line[i + length] >= '0' && line[i + length] <= '9';
    }
    return false;
}

static bool has_name(const unsigned char *line, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (begins(line + i, size - i, " name="))
            return true;
    }
    return false;
}

static void judge_yenc(struct am_uubody *body, size_t size)
{
    const unsigned char *line = body->line;

    if (begins(line, size, "=ybegin ")) {
        body->yenc_begun = has_number(line, size, " line=") &&
                           has_number(line, size, " size=") &&
                           has_name(line, size);
    } else if (body->yenc_begun && begins(line, size, "=yend ") &&
               has_number(line, size, " size=")) {
        body->flaws |= AM_FLAW_BIT(AM_FLAW_YENC_IN_BODY);
    }
}

/* The line is whole, or as long as it may be. */
static void judge(struct am_uubody *body)
{
    size_t size = body->size;

    if (size > 0 && body->line[size - 1] == '\r')
        size--;
    if (body->begun && is_data_line(body->line, size))
        body->flaws |= AM_FLAW_BIT(AM_FLAW_UU_IN_BODY);
    body->begun = is_begin_line(body->line, size);
    judge_yenc(body, size);
    body->size = 0;
}

/* May a line that begins like this matter?  Behind a begin line any may. */
static bool may_matter(const struct am_uubody *body)
{
    const unsigned char *line = body->line;

    if (body->begun)
        return true;
    if (body->size == 1)
        return line[0] == 'b' || line[0] == '=';
    return line[1] == (line[0] == 'b' ? 'e' : 'y');
}

/* Take a byte of a line that may matter. */
static void take(struct am_uubody *body, unsigned char c)
{
    if (c == '\n') {
        judge(body);
        return;
    }
    body->line[body->size++] = c;
    if (!may_matter(body)) {
        body->skipping = true;
    } else if (body->size == AM_UUBODY_LINE) {
        judge(body);
        body->skipping = true;
    }
}

/* The line end behind which the next line that may matter begins, or size. */
static size_t skip(const struct am_uubody *body, const unsigned char *data,
                   size_t size)
{
    size_t lines = 0;

    if (!body->begun)
        return am_line_pass(data, size, "b=", &lines);
    const unsigned char *lf = memchr(data, '\n', size);
    return lf == NULL ? size : (size_t)(lf - data);
}

void am_uubody_feed(struct am_uubody *body, const unsigned char *data,
                    size_t size)
{
    const unsigned char *end = data + size;

    while (data < end) {
        if (!body->skipping) {
            take(body, *data++);
            continue;
        }
        data += skip(body, data, (size_t)(end - data));
        if (data == end)
            return;
        data++;
        body->skipping = false;
        body->size = 0;
    }
}

uint32_t am_uubody_finish(struct am_uubody *body)
{
    if (!body->skipping && body->size > 0)
        judge(body);
    return body->flaws;
}
