/*
 * family - the kinds of file that a report groups by, told from first bytes.
 *
 * Declared types lie (application/octet-stream for everything), so a known
 * signature comes first; a container such as ZIP is refined by the declared
 * type, and that decides alone where no signature is known.  The table is a
 * choice of ours, kept here and nowhere else.  Never decides what counts.  Two
 * or three bytes are a weak signature ("MZ", "ID3", "BZh"): a text that begins
 * like that is taken for what it is not.
 */
#ifndef AM_METER_FAMILY_H
#define AM_METER_FAMILY_H

#include <stdbool.h>
#include <stddef.h>

enum am_family {
    AM_FAMILY_OTHER = 0,
    AM_FAMILY_PDF,
    AM_FAMILY_DOCUMENT,
    AM_FAMILY_SHEET,
    AM_FAMILY_SLIDES,
    AM_FAMILY_IMAGE,
    AM_FAMILY_AUDIO,
    AM_FAMILY_VIDEO,
    AM_FAMILY_ARCHIVE,
    AM_FAMILY_CALENDAR,
    AM_FAMILY_TEXT,
    AM_FAMILY_MESSAGE,
    AM_FAMILY_CRYPTO,
    AM_FAMILY_PROGRAM,
    AM_FAMILY_COUNT
};

const char *am_family_name(enum am_family family);

/* First decoded bytes that decide the family: 38 and the longest type that an
 * OpenDocument file has there. */
#define AM_SNIFF_SIZE 96

/*
 * The family of a content from its first bytes (size of them, at most
 * AM_SNIFF_SIZE are read) and, where they do not say, its declared type, in
 * lower case.
 *
 * *contradicts: a known signature contradicts the declared type.  It does if
 * its family is another one than that of the type, but for these:
 *   a type of the family "other", application/octet-stream above all, claims
 *     nothing;
 *   a container refined by its type agrees with it: ZIP and OLE2 declared as
 *     document, sheet or slides, Ogg, MP4 and Matroska as audio or video;
 *   any ZIP is an archive;
 *   calendars, cards and RTF are text.
 * Where there is no signature nothing is contradicted.
 */
enum am_family am_family_of(const void *first, size_t size, const char *type,
                            bool *contradicts);

#endif
