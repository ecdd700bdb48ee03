/*
 * line - what a line is, and the fast way over those that need no look.
 */
#ifndef AM_MIME_LINE_H
#define AM_MIME_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* RFC 5322 section 2.1.1: no line is longer, so no boundary line is. */
#define AM_LINE_BOUNDARY_MAX 998

/*
 * Pass over text of size bytes to the first LF that has no CR before it, or
 * stands before one of the two bytes `first` or at the end of the text; adds
 * the LFs before that one to *lines.  Returns the place of the LF, or size if
 * there is none.
 */
size_t am_line_pass(const unsigned char *text, size_t size,
                    const char first[static 2], size_t *lines);

/*
 * The bytes of the name, if the line begins with "Name:", a name of printable
 * characters without blanks (RFC 5322 section 2.2); else 0.
 */
size_t am_line_name(const unsigned char *line, size_t size);

/* Bytes that a name of a field has at most, with the blanks behind it. */
#define AM_LINE_NAME_MAX 63

/*
 * The LF that ends the line, if that lies whole in size bytes and begins with
 * "Name:", a name as above of at most AM_LINE_NAME_MAX bytes, *name of them;
 * else NULL.
 */
const unsigned char *am_line_field(const unsigned char *line, size_t size,
                                   size_t *name);

/* The next LF in size bytes of text, which is mostly near, or NULL. */
const unsigned char *am_line_end(const unsigned char *text, size_t size);

/*
 * Pass over lines of a header, as long as each is whole in size bytes of text
 * and is a field, "Name:" with a name of at most AM_LINE_NAME_MAX bytes that
 * begins neither with "-" nor with one of the two letters `but` in either case;
 * or, behind such a line or if is_open, folded.  Adds the LFs without a CR to
 * *lone_lf.  Returns the bytes passed over.
 */
size_t am_line_skip(const unsigned char *text, size_t size,
                    const char but[static 2], bool is_open, uint64_t *lone_lf);

/*
 * Write to out, in lower case, the letters of ASCII, digits, "-", "." and "/"
 * that the text of size bytes begins with: most words are nothing else.
 * Returns how many, and in *slashes how many of them are "/".  out has room for
 * size bytes, and all of it may be written.
 */
size_t am_line_token(const unsigned char *text, size_t size, char *out,
                     size_t *slashes);

#endif
