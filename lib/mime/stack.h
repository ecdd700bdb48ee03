/*
 * stack - the containers that are open: multiparts with their boundaries, and
 * messages in messages.
 *
 * Says which of them a line closes, innermost first (RFC 2046 section 5.1.2),
 * and numbers the parts.  Memory grows with the depth and is bounded by it.
 */
#ifndef AM_MIME_STACK_H
#define AM_MIME_STACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct am_container {
    unsigned number;    /* in the part number; 0: adds nothing to it */
    unsigned children;  /* parts begun so far */
    size_t boundary_at; /* in the stack's bytes */
    size_t boundary_size;
    uint64_t sizes;    /* of the boundaries open here: a bit each, modulo 64 */
    uint64_t firsts;   /* their first bytes, the same */
    bool is_multipart; /* else a message */
    bool is_digest;
    bool is_encrypted; /* or inside of one that is */
    bool is_seen;      /* its boundary came */
};

struct am_stack {
    struct am_container *items;
    unsigned depth; /* containers open */
    unsigned room;
    struct am_buf boundaries; /* of all, one behind the other */
};

/* An empty stack for at most boundaries_bytes bytes of boundaries. */
void am_stack_init(struct am_stack *stack, size_t boundaries_bytes);

/* Give the memory back. */
void am_stack_free(struct am_stack *stack);

/*
 * Open a container of the given values; those of the boundary, size bytes of
 * it, sizes and firsts are filled in.  Fails with AM_ENOMEM.
 */
AM_MUST_CHECK int am_stack_push(struct am_stack *stack,
                                const struct am_container *container,
                                const void *boundary, size_t size,
                                struct am_err *err);

/* Close the innermost one. */
void am_stack_pop(struct am_stack *stack);

/* The innermost one, or NULL. */
struct am_container *am_stack_top(const struct am_stack *stack);

/* Is the line (without line end) one of this boundary, or its end line?  Blanks
 * behind it are allowed. */
bool am_stack_is_boundary(const unsigned char *line, size_t size,
                          const struct am_buf *boundary);

/* May a line that begins with "--" and this byte be a boundary of any? */
bool am_stack_may_match(const struct am_stack *stack, unsigned char first);

/*
 * The index of the container whose boundary the line (without line end) is, or
 * -1.  Blanks behind a boundary are allowed.  *is_end: it is the end line.
 */
int am_stack_match(const struct am_stack *stack, const unsigned char *line,
                   size_t size, bool *is_end);

/* The number of the next entity within the innermost container: its index in a
 * multipart; else, for a leaf or message alone, 1, and 0 for a multipart. */
unsigned am_stack_number(const struct am_stack *stack, bool is_multipart);

/*
 * Write the part number of an entity with this number of its own, such as
 * "1.2.1" (RFC 9051 section 6.4.5), to out.  What does not fit is cut.
 */
void am_stack_path(const struct am_stack *stack, unsigned number, char *out,
                   size_t out_size);

#endif
