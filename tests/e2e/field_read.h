/*
 * field_read - the fields of a header that decide how a part is read, taken
 * apart in place: the helpers of the repairs (see rules.h).
 *
 * A field is its lines, line ends and all; places are offsets into it.  White
 * space, comments (RFC 5322 section 3.2.2) and quotes are those that lib/mime
 * knows.
 */
#ifndef AM_TESTS_E2E_FIELD_READ_H
#define AM_TESTS_E2E_FIELD_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#define FIELD_LINE     998  /* bytes of a line, RFC 5322 section 2.1.1 */
#define FIELD_BOUNDARY 1024 /* bytes of a boundary, NUL included */

enum field_kind {
    FIELD_OTHER = 0,
    FIELD_TYPE,
    FIELD_ENCODING,
    FIELD_DISPOSITION,
    FIELD_ID
};

/* Which field begins here? */
enum field_kind field_kind_of(const unsigned char *line, size_t size);

/* Does it begin with a name of printable characters, blanks, a colon (RFC 5322
 * section 2.2), within FIELD_LINE bytes? */
bool field_has_name(const unsigned char *line, size_t size);

/* What a Content-Type says. */
struct field_type {
    char word[64];                 /* "type/subtype", lower case; "": neither */
    size_t at;                     /* where it begins in the field */
    char boundary[FIELD_BOUNDARY]; /* "": none */
};

void field_read_type(const struct am_buf *field, struct field_type *type);

/* Does a Content-Transfer-Encoding say base64, quoted-printable or uuencode? */
bool field_is_encoded(const struct am_buf *field);

bool field_is_white(unsigned char c);

/* Of no token (RFC 2045 section 5.1), but '/' and ';'. */
bool field_is_special(unsigned char c);

/* Where the value begins; where the field ends, its line end left out. */
size_t field_value(const struct am_buf *field);
size_t field_end(const struct am_buf *field);

/* Behind the comment that begins here; behind white space and comments. */
size_t field_comment_end(const struct am_buf *field, size_t at);
size_t field_skip_space(const struct am_buf *field, size_t at);

/* Where the text before the first ';' ends, white space left out. */
size_t field_bare_end(const struct am_buf *field, size_t at);

/* Behind the next ';' that is outside of quotes and comments, or the end. */
size_t field_next_param(const struct am_buf *field, size_t at);

/* Behind the parameter that begins here. */
size_t field_param_end(const struct am_buf *field, size_t at);

/* Is the parameter that begins here of that name? */
bool field_is_named(const struct am_buf *field, size_t at, const char *name);

/* Where the word that begins here ends; is it this one, in any case? */
size_t field_word_end(const struct am_buf *field, size_t at);
bool field_is_word(const struct am_buf *field, size_t at, const char *word);

/* Cut bytes out; put text in. */
void field_cut(struct am_buf *field, size_t at, size_t size);
void field_put(struct am_buf *field, size_t at, const char *text);

#endif
