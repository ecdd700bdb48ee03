/*
 * letters - messages made beforehand that cost nothing to make different: a
 * few bytes of the file, and at times of the Message-ID, are written anew for
 * each time that one is sent, so that every file is a content of its own.
 */
#ifndef AM_TESTS_E2E_LETTERS_H
#define AM_TESTS_E2E_LETTERS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "mta/client.h"

#define LETTERS       12
#define LETTER_FIELDS 32

/* One message, and where its steps are. */
struct letter {
    struct am_buf bytes;
    size_t fields[LETTER_FIELDS + 1]; /* where each begins, and the last ends */
    size_t field_count;
    size_t body;  /* where it begins */
    size_t file;  /* a line of the base64 of the file */
    size_t named; /* the field Message-ID */
    size_t id;    /* of the ten digits in the Message-ID */
};

/* Files of 1 to 130 kB, most of them small.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int letters_make(struct letter letters[LETTERS],
                               struct am_err *err);
void letters_free(struct letter letters[LETTERS]);

/* A copy to be changed by letter_number(); free its bytes. */
AM_MUST_CHECK int letter_copy(struct letter *copy, const struct letter *letter,
                              struct am_err *err);

/* Make it message number of all, below 2^32: no other has its file.  One in
 * 64 has a Message-ID. */
void letter_number(struct letter *letter, uint64_t number);

/* The steps of a message with these recipients: MAIL, RCPTs, fields, body in
 * pieces of `piece` bytes; the end is none of them. */
size_t letter_steps(const struct letter *letter, size_t rcpts, size_t piece);

/* Take the first `steps` of them. */
AM_MUST_CHECK int letter_play(const struct letter *letter, struct am_mta *mta,
                              const struct am_mta_envelope *envelope,
                              size_t piece, size_t steps, struct am_err *err);

#endif
