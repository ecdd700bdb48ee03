/*
 * mutate_text - a message under change: places and lines found by chance, text
 * put in and cut out.
 */
#ifndef AM_TESTS_E2E_MUTATE_TEXT_H
#define AM_TESTS_E2E_MUTATE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "e2e/mailset.h"
#include "e2e/mutate.h"
#include "mta/random.h"

struct mutate_work {
    struct mutation *m;
    struct am_random random;
    const struct mailset *set;
};

/* A line of the message, its line end included. */
struct mutate_line {
    size_t at, size;
};

/* A number below limit; 0 if that is 0. */
size_t mutate_below(struct mutate_work *w, size_t limit);

/* One of an array of words. */
#define MUTATE_ANY(w, words) \
 ((words)[mutate_below(w, sizeof(words) / sizeof((words)[0]))])

/* Put text in the place of `cut` bytes at `at`; what does not fit is not done.
 */
void mutate_put(struct mutation *m, size_t at, size_t cut, const void *text,
                size_t size);
void mutate_put_text(struct mutation *m, size_t at, size_t cut,
                     const char *text);

/* The line around a place; one by chance; its bytes without the line end. */
struct mutate_line mutate_line_at(const struct mutation *m, size_t at);
struct mutate_line mutate_any_line(struct mutate_work *w);
size_t mutate_text_size(const struct mutation *m, struct mutate_line line);

typedef bool mutate_line_fn(const struct mutation *m, struct mutate_line line);

/* Kinds of lines: "--..."; "Name: value"; "Content-...: value". */
bool mutate_is_dashed(const struct mutation *m, struct mutate_line line);
bool mutate_is_field(const struct mutation *m, struct mutate_line line);
bool mutate_is_content_field(const struct mutation *m, struct mutate_line line);

/* A line of that kind, searched from a place by chance; size 0: none. */
struct mutate_line mutate_find_line(struct mutate_work *w,
                                    mutate_line_fn *fits);

#endif
