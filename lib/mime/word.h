/*
 * word - encoded words in a header value (RFC 2047).
 *
 * Answers one question: does the value say anything?  Does not turn a charset
 * into another one and keeps no text, since no name is ever kept.
 */
#ifndef AM_MIME_WORD_H
#define AM_MIME_WORD_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Is the text of size bytes empty or blank (space, tab, CR, LF, VT, FF), once
 * its encoded words "=?charset?B?...?=" and "=?charset?Q?...?=" are decoded?  A
 * word that is not well formed is plain text.  Stops at the first byte that is
 * not blank.
 */
bool am_word_is_blank(const unsigned char *text, size_t size);

#endif
