/*
 * safe - which characters of a text from outside may be shown as they are.
 *
 * Not to be shown: control characters (C0, DEL, C1: a terminal obeys them),
 * what turns the direction of writing or hides (a file "gpj.exe" that reads
 * "exe.jpg": Unicode TR36 and TR39), line and paragraph separators, bytes that
 * are no UTF-8.  Escapes nothing itself: how depends on where it is shown.
 */
#ifndef AM_BASE_SAFE_H
#define AM_BASE_SAFE_H

#include <stddef.h>

/* Bytes of the UTF-8 character (RFC 3629) at text; 0: it is none. */
size_t am_safe_utf8_size(const char *text);

/*
 * Bytes of the character at text if it may be shown as it is; 0: it may not,
 * and its first byte is to be escaped.  The end of text is no character: 0.
 */
size_t am_safe_size(const char *text);

/*
 * Copy text into out of out_size bytes, what may not be shown as \xNN, cut
 * between characters where it does not fit; returns out.
 */
const char *am_safe_text(const char *text, char *out, size_t out_size);

#endif
