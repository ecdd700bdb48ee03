/*
 * words - a sorted set of words with a number each, read from lists and files.
 *
 * Built once, then only asked.  For the rules' lists; not for anything that
 * grows with mail.
 */
#ifndef AM_METER_WORDS_H
#define AM_METER_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct am_word {
    char *text;
    uint32_t number;
};

struct am_words {
    struct am_word *words;
    size_t count;
    size_t room;
};

/* Add a copy of text with a number.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_words_add(struct am_words *words, const char *text,
                               uint32_t number, struct am_err *err);

/* A line of a file: its text without blanks at the ends.  Returns 0, or -1 with
 * *err set; the caller puts file and line in front of that. */
typedef int am_line_fn(void *context, char *line, struct am_err *err);

/*
 * Call on_line for each line of the file that is not empty and does not begin
 * with '#'.  Fails with what on_line said ("path:line: ..."), AM_ENOTFOUND,
 * AM_EACCESS, AM_EIO, AM_EFULL (over 16 MiB), AM_ENOMEM.
 */
AM_MUST_CHECK int am_words_read_file(const char *path, am_line_fn *on_line,
                                     void *context, struct am_err *err);

/* Sort, once all words are in.  Before this nothing is found. */
void am_words_sort(struct am_words *words);

/* The word, or NULL. */
const struct am_word *am_words_find(const struct am_words *words,
                                    const char *text);

void am_words_free(struct am_words *words);

#endif
