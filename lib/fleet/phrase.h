/*
 * phrase - a statement for the engine, from a file of sql/fleet/.
 *
 * The lines of "--" at its head are left out, and {words} are replaced.  What
 * stands for a word is a number, bytes in hexadecimal, a name that was checked
 * or a part of a statement of ours: nothing that came from mail or from a
 * user's text goes into a statement.  Texts go as rows (rowbinary.h).
 */
#ifndef AM_FLEET_PHRASE_H
#define AM_FLEET_PHRASE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define AM_PHRASE_TEXT_SIZE 64

struct am_phrase_word {
    const char *name; /* without braces; NULL ends a list */
    const char *text;
};

/* Add the statement to text, and a NUL that is counted.  Fails with AM_EINVAL
 * (a word that is not in the list), AM_EFULL, AM_ENOMEM. */
AM_MUST_CHECK int am_phrase_make(struct am_buf *text, const char *sql,
                                 const struct am_phrase_word *words,
                                 struct am_err *err);

/* A number, or up to 16 bytes as an expression; return text. */
const char *am_phrase_number(int64_t number, char text[AM_PHRASE_TEXT_SIZE]);
const char *am_phrase_bytes(const unsigned char *bytes, size_t size,
                            char text[AM_PHRASE_TEXT_SIZE]);

#endif
