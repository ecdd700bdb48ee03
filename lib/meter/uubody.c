/* uubody - see uubody.h. */
#include "meter/uubody.h"

#include <string.h>

void am_uubody_begin(struct am_uubody *body)
{
    body->found = body->begun = body->skipping = false;
    body->size = 0;
}

/* "begin", a blank, three or four octal digits, a blank, a name. */
static bool is_begin_line(const unsigned char *line, size_t size)
{
    static const char begin[] = "begin ";
    size_t i = sizeof(begin) - 1;
    size_t digits = 0;

    if (size < i || memcmp(line, begin, i) != 0)
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

static void judge(struct am_uubody *body)
{
    size_t size = body->size;

    if (size > 0 && body->line[size - 1] == '\r')
        size--;
    body->found = body->begun && is_data_line(body->line, size);
    body->begun = is_begin_line(body->line, size);
    body->size = 0;
}

/* Take a byte of a line that may matter. */
static void take(struct am_uubody *body, unsigned char c)
{
    if (c == '\n') {
        judge(body);
        return;
    }
    body->line[body->size++] = c;
    if (!body->begun && body->line[0] != 'b') {
        body->skipping = true;
    } else if (body->size == AM_UUBODY_LINE) {
        judge(body);
        body->skipping = true;
    }
}

void am_uubody_feed(struct am_uubody *body, const unsigned char *data,
                    size_t size)
{
    const unsigned char *end = data + size;

    while (data < end && !body->found) {
        if (!body->skipping) {
            take(body, *data++);
            continue;
        }
        data = memchr(data, '\n', (size_t)(end - data));
        if (data == NULL)
            return;
        data++;
        body->skipping = false;
        body->size = 0;
    }
}
