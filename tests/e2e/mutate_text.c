/*
 * mutate_text - see mutate_text.h.
 */
#include "e2e/mutate_text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

size_t mutate_below(struct mutate_work *w, size_t limit)
{
    return limit == 0 ? 0 : am_random_below(&w->random, (unsigned)limit);
}

/* Put text in the place of `cut` bytes at `at`. */
void mutate_put(struct mutation *m, size_t at, size_t cut, const void *text,
                size_t size)
{
    if (at > m->size || cut > m->size - at)
        return;
    if (m->size - cut + size > MUTATE_MAX)
        return;
    memmove(m->data + at + size, m->data + at + cut, m->size - at - cut);
    memcpy(m->data + at, text, size);
    m->size = m->size - cut + size;
}

void mutate_put_text(struct mutation *m, size_t at, size_t cut,
                     const char *text)
{
    mutate_put(m, at, cut, text, strlen(text));
}

struct mutate_line mutate_line_at(const struct mutation *m, size_t at)
{
    struct mutate_line line = {at, 0};

    while (line.at > 0 && m->data[line.at - 1] != '\n')
        line.at--;
    const unsigned char *lf =
        at < m->size ? memchr(m->data + at, '\n', m->size - at) : NULL;
    size_t end = lf != NULL ? (size_t)(lf - m->data) + 1 : m->size;
    line.size = end - line.at;
    return line;
}

struct mutate_line mutate_any_line(struct mutate_work *w)
{
    return mutate_line_at(w->m, mutate_below(w, w->m->size));
}

bool mutate_is_dashed(const struct mutation *m, struct mutate_line line)
{
    return line.size > 2 && m->data[line.at] == '-' &&
           m->data[line.at + 1] == '-';
}

/* "Name: value", with a name of letters and hyphens. */
bool mutate_is_field(const struct mutation *m, struct mutate_line line)
{
    for (size_t i = 0; i < line.size; i++) {
        unsigned char c = m->data[line.at + i];
        if (c == ':')
            return i > 1;
        if (!isalpha(c) && c != '-')
            return false;
    }
    return false;
}

bool mutate_is_content_field(const struct mutation *m, struct mutate_line line)
{
    return line.size > 8 && mutate_is_field(m, line) &&
           strncasecmp((const char *)m->data + line.at, "content-", 8) == 0;
}

/* A line of that kind, searched from a place by chance; size 0: none. */
struct mutate_line mutate_find_line(struct mutate_work *w, mutate_line_fn *fits)
{
    const struct mutation *m = w->m;
    size_t start = mutate_any_line(w).at;
    size_t at = start;

    for (unsigned round = 0; round < 2; round++) {
        while (at < m->size && (round == 0 || at < start)) {
            struct mutate_line line = mutate_line_at(m, at);
            if (fits(m, line))
                return line;
            at += line.size;
        }
        at = 0;
    }
    return (struct mutate_line){0, 0};
}

/* Bytes of the line without its line end. */
size_t mutate_text_size(const struct mutation *m, struct mutate_line line)
{
    size_t size = line.size;

    while (size > 0 && (m->data[line.at + size - 1] == '\n' ||
                        m->data[line.at + size - 1] == '\r'))
        size--;
    return size;
}
