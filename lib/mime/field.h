/*
 * field - the lines of a header, cut anywhere, into unfolded fields (RFC 5322
 * section 2.2).
 *
 * Gathers the value of a field that is read (enum am_field) and skips all
 * others without a copy.  Memory: the longest value gathered, up to the limit.
 * Does not know where the header ends: the caller looks at each line's size.
 */
#ifndef AM_MIME_FIELD_H
#define AM_MIME_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "mime/entity.h"

struct am_field_reader {
    struct am_buf text; /* the field so far: name, ':', value */
    size_t line_size;   /* bytes of the line so far, line end not counted */
    size_t value_at;    /* where the value begins in text */
    enum am_field field;
    bool open;      /* a field has begun */
    bool undecided; /* its name is not whole yet */
    bool folded;    /* the line goes on with the field before */
    bool has_colon;
    bool is_dashed; /* the line may be a boundary: it is gathered whole */
    bool cut;       /* over the limit: the rest of the field is dropped */
    bool is_strict; /* what is no field ends the header: a message's own */
    bool is_first;  /* of the lines: may be "From " of an mbox */
    uint32_t flaws; /* of the header: AM_FLAW_BIT()s */
};

/* A whole field.  value lives until the reader is used again. */
struct am_field_view {
    enum am_field field;
    const unsigned char *value;
    size_t size;
};

/* A reader of fields of at most header_bytes.  Allocates nothing. */
void am_field_init(struct am_field_reader *reader, size_t header_bytes);

/* Give the memory back. */
void am_field_free(struct am_field_reader *reader);

/*
 * Begin a header.  In a strict one, a line that is no field ends it, as an MTA
 * ends a message's own header; else such a line is skipped.
 */
void am_field_begin(struct am_field_reader *reader, bool is_strict);

/*
 * Does a line that begins with `first` begin a new field?  Then *view is the
 * one before, if that is one that is read; view->field is AM_FIELD_OTHER if
 * not.  To be asked before the first byte of each line is added, and, as
 * am_field_end(), where the header ends.
 */
bool am_field_turn(struct am_field_reader *reader, unsigned char first,
                   struct am_field_view *view);

/* End of the header: *view is the last field, as above. */
void am_field_end(struct am_field_reader *reader, struct am_field_view *view);

/*
 * Add bytes of a line, without its line end.  Returns 0; or 1, in a strict
 * header, if they show that the line is no field: they are not added then, and
 * the line so far is in reader->text.  Fails with AM_ENOMEM.
 */
AM_MUST_CHECK int am_field_add(struct am_field_reader *reader,
                               const unsigned char *data, size_t size,
                               struct am_err *err);

/*
 * Take lines at once, where no line has begun: those that lie whole in size
 * bytes of text and belong to fields that are not read, up to the first that is
 * a whole field that is read, which is taken too: *view is that one, in the
 * text.  Adds those without a CR to *lone_lf.  Returns the bytes taken.  What
 * it does not take has to be added.
 */
size_t am_field_take_lines(struct am_field_reader *reader,
                           const unsigned char *text, size_t size,
                           struct am_field_view *view, uint64_t *lone_lf);

/* The line has ended.  In a strict header it has a colon, or is folded. */
void am_field_line_end(struct am_field_reader *reader);

#endif
