/*
 * mutate - see mutate.h.  A change takes what it finds by chance: a line, a
 * line that looks like a boundary or a field, a place.  One that finds nothing
 * changes nothing.  What does not fit is cut off at the end.
 */
#include "e2e/mutate.h"

#include <stdio.h>
#include <string.h>

#include "e2e/mutate_mime.h"
#include "e2e/mutate_text.h"

/* ---- bytes ---- */

static void flip(struct mutate_work *w)
{
    for (size_t n = 1 + mutate_below(w, 3); n > 0 && w->m->size > 0; n--) {
        w->m->data[mutate_below(w, w->m->size)] ^=
            (unsigned char)(1U << mutate_below(w, 8));
    }
}

static void odd_byte(struct mutate_work *w)
{
    static const unsigned char odd[] = "\0\r\n=-;\" :\t\xff()<>\\\x7f/?_.";
    unsigned char byte = odd[mutate_below(w, sizeof(odd) - 1)];

    mutate_put(w->m, mutate_below(w, w->m->size), mutate_below(w, 2), &byte, 1);
}

static void delete_bytes(struct mutate_work *w)
{
    size_t at = mutate_below(w, w->m->size);
    size_t most = w->m->size - at < 64 ? w->m->size - at : 64;

    mutate_put(w->m, at, mutate_below(w, most + 1), "", 0);
}

static void repeat_bytes(struct mutate_work *w)
{
    unsigned char copy[256];
    size_t at = mutate_below(w, w->m->size);
    size_t size = mutate_below(w, sizeof(copy));

    if (size > w->m->size - at)
        size = w->m->size - at;
    memcpy(copy, w->m->data + at, size);
    mutate_put(w->m, mutate_below(w, w->m->size), 0, copy, size);
}

static void truncate_it(struct mutate_work *w)
{
    w->m->size = mutate_below(w, w->m->size);
}

/* ---- lines ---- */

static void delete_line(struct mutate_work *w)
{
    struct mutate_line line = mutate_any_line(w);

    mutate_put(w->m, line.at, line.size, "", 0);
}

static void repeat_line(struct mutate_work *w)
{
    unsigned char copy[1024];
    struct mutate_line line = mutate_any_line(w);
    struct mutate_line to = mutate_any_line(w);
    size_t size = line.size < sizeof(copy) ? line.size : sizeof(copy);

    memcpy(copy, w->m->data + line.at, size);
    mutate_put(w->m, to.at, 0, copy, size);
}

static void swap_lines(struct mutate_work *w)
{
    unsigned char copy[1024];
    struct mutate_line line = mutate_any_line(w);
    struct mutate_line next = mutate_line_at(w->m, line.at + line.size);

    if (line.size > sizeof(copy) || next.at != line.at + line.size)
        return;
    memcpy(copy, w->m->data + line.at, line.size);
    mutate_put(w->m, next.at + next.size, 0, copy, line.size);
    mutate_put(w->m, line.at, line.size, "", 0);
}

static void empty_line(struct mutate_work *w)
{
    mutate_put_text(w->m, mutate_any_line(w).at, 0,
                    mutate_below(w, 2) ? "\r\n" : "\n");
}

static void line_ends(struct mutate_work *w)
{
    struct mutate_line line = mutate_any_line(w);
    static const char *const ends[] = {"\n",     "\r\n", "\r",
                                       "\r\r\n", "\n\r", ""};
    size_t size = mutate_text_size(w->m, line);

    mutate_put_text(w->m, line.at + size, line.size - size,
                    ends[mutate_below(w, 6)]);
}

static void insert_word(struct mutate_work *w)
{
    static const char *const words[] = {"--",
                                        "=",
                                        "==",
                                        "=\r\n",
                                        "= \r\n",
                                        "=3D",
                                        "TQ==",
                                        "TWE=",
                                        "QUJD",
                                        "begin 644 a\r\n",
                                        "end\r\n",
                                        "\r\n\r\n",
                                        "\r\n--b\r\n",
                                        "\r\n--b--\r\n",
                                        "Content-Type: ",
                                        "message/rfc822",
                                        "boundary=",
                                        "name*0*=",
                                        "filename=",
                                        "From x\r\n",
                                        ">From ",
                                        ".\r\n",
                                        "=?utf-8?B?YQ==?=",
                                        "\r\n "};
    const char *word = MUTATE_ANY(w, words);

    mutate_put_text(w->m,
                    mutate_below(w, 2) ? mutate_any_line(w).at
                                       : mutate_below(w, w->m->size),
                    0, word);
}

/* The begin of this one, the end of another. */
static void splice(struct mutate_work *w)
{
    const struct mail *other = &w->set->mails[mutate_below(w, w->set->count)];
    size_t keep = mutate_any_line(w).at;
    size_t from = mutate_below(w, other->size);

    while (from > 0 && other->data[from - 1] != '\n')
        from--;
    size_t size = other->size - from;
    if (size > MUTATE_MAX - keep)
        size = MUTATE_MAX - keep;
    w->m->size = keep;
    mutate_put(w->m, keep, 0, other->data + from, size);
}

#define MULTIPART "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
#define MESSAGE   "Content-Type: message/rfc822\r\n\r\n"
#define DIGEST \
 "Content-Type: multipart/digest; boundary=\"b b\"\r\n\r\n--b b\r\n\r\n"

static void enclose(struct mutate_work *w)
{
    static const char *const heads[] = {MESSAGE, MULTIPART MESSAGE, MULTIPART,
                                        DIGEST};

    mutate_put_text(w->m, 0, 0, MUTATE_ANY(w, heads));
}

static const struct {
    const char *name;
    void (*fn)(struct mutate_work *w);
} changes[] = {
    {"flip", flip},
    {"odd byte", odd_byte},
    {"delete bytes", delete_bytes},
    {"repeat bytes", repeat_bytes},
    {"truncate", truncate_it},
    {"delete line", delete_line},
    {"repeat line", repeat_line},
    {"swap lines", swap_lines},
    {"empty line", empty_line},
    {"line ends", line_ends},
    {"boundary", mutate_edit_boundary},
    {"copy boundary", mutate_copy_boundary},
    {"field", mutate_edit_field},
    {"value", mutate_other_value},
    {"word", insert_word},
    {"splice", splice},
    {"enclose", enclose},
};

void mutate(struct mutation *mutation, const struct mailset *set, uint64_t seed,
            uint64_t index)
{
    struct mutate_work w = {.m = mutation, .set = set};

    am_random_begin(&w.random, seed ^ (index * UINT64_C(0x9e3779b97f4a7c15)));
    const struct mail *base = &set->mails[mutate_below(&w, set->count)];
    mutation->size = base->size < MUTATE_MAX ? base->size : MUTATE_MAX;
    memcpy(mutation->data, base->data, mutation->size);
    snprintf(mutation->story, sizeof(mutation->story), "%.100s", base->name);
    for (size_t n = 1 + mutate_below(&w, 4); n > 0; n--) {
        size_t i = mutate_below(&w, sizeof(changes) / sizeof(changes[0]));
        size_t used = strlen(mutation->story);
        snprintf(mutation->story + used, sizeof(mutation->story) - used, ", %s",
                 changes[i].name);
        changes[i].fn(&w);
    }
}
