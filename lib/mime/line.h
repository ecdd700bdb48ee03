/*
 * line - what a line is, and the fast way over those that need no look.
 */
#ifndef AM_MIME_LINE_H
#define AM_MIME_LINE_H

#include <stddef.h>

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

/*
 * Write to out, in lower case, the letters of ASCII, digits, "-", "." and "/"
 * that the text of size bytes begins with: most words are nothing else.
 * Returns how many.  out has room for size bytes, and all of it may be written.
 */
size_t am_line_token(const unsigned char *text, size_t size, char *out);

#endif
