/*
 * answer - rows of the engine's format TabSeparated, read one column after the
 * other.
 *
 * What cannot be read makes the answer bad, and every column of it empty, until
 * am_answer_end() says so: columns need not be checked one by one.  Source:
 * ClickHouse's documentation of the format TabSeparated.
 */
#ifndef AM_FLEET_ANSWER_H
#define AM_FLEET_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct am_answer {
    const char *at;
    bool is_over; /* the row's last column was read */
    bool is_bad;
};

/* Read text, which must stay, from its first row on. */
void am_answer_begin(struct am_answer *answer, const char *text);

/* Is there a row more? */
bool am_answer_has_row(const struct am_answer *answer);

/* The next column: a whole number; INT64_MAX for one that is higher. */
int64_t am_answer_number(struct am_answer *answer);

/* A text, its escapes undone, of less than size bytes; a longer one is bad. */
void am_answer_text(struct am_answer *answer, char *text, size_t size);

/* Exactly size bytes, in hexadecimal. */
void am_answer_bytes(struct am_answer *answer, unsigned char *bytes,
                     size_t size);

/* The row ends here.  Fails with AM_EIO: it does not, or was not understood. */
AM_MUST_CHECK int am_answer_end(struct am_answer *answer, struct am_err *err);

#endif
