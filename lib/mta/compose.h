/*
 * compose - one made-up message, written as MIME (RFC 5322, 2045 to 2047, 2231,
 * 2387, 8551, 3156, 3464), with the truth about its attachments.
 *
 * Knows how mailers write things, not who sends what: that is traffic's.
 */
#ifndef AM_MTA_COMPOSE_H
#define AM_MTA_COMPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "mta/content.h"
#include "mta/traffic.h"

/* How a mailer names the file. */
enum am_naming {
    AM_NAMING_FILENAME = 0, /* Content-Disposition: ...; filename="x" */
    AM_NAMING_TYPE_ONLY,    /* name= of the Content-Type, no disposition */
    AM_NAMING_2231,         /* filename*=UTF-8''... */
    AM_NAMING_2231_PIECES,  /* filename*0*=, filename*1= */
    AM_NAMING_2047,         /* filename="=?UTF-8?B?...?=" */
    AM_NAMING_NONE,         /* disposition attachment without a name */
    AM_NAMING_COUNT
};

/* One file in one message. */
struct am_enclosure {
    struct am_content content;
    enum am_encoding encoding;
    unsigned line_chars; /* of base64 */
    enum am_naming naming;
    bool inline_shown; /* disposition inline; a picture also a Content-ID */
    bool lies;         /* declares the other type of its kind */
};

#define AM_LETTER_FILES 8

enum am_wrapping {
    AM_WRAPPING_NONE = 0,
    AM_WRAPPING_BARE,      /* the one file is the whole body */
    AM_WRAPPING_OPEN,      /* the end boundary is missing; last file base64 */
    AM_WRAPPING_SIGNED,    /* S/MIME */
    AM_WRAPPING_ENCRYPTED, /* PGP/MIME: files[0] is what gets encrypted */
    AM_WRAPPING_REPORT     /* delivery status for inner, or its header */
};

/* What to write. */
struct am_letter {
    unsigned number; /* no two letters have the same: it makes boundaries */
    const char *from, *to;
    const char *message_id; /* "<...>"; NULL: none */
    enum am_wrapping wrapping;
    uint64_t seed; /* of the text, and of the signature */
    struct am_enclosure files[AM_LETTER_FILES];
    size_t file_count;
    struct am_enclosure logos[AM_LETTER_FILES];
    size_t logo_count;
    const struct am_buf *inner; /* a letter to enclose, or NULL */
};

/* Truths, as many as there are. */
struct am_findings {
    struct am_traffic_part *parts;
    size_t count, room;
};

/*
 * Append the letter to out and what must be found in it to findings.  What must
 * be found in the inner letter is there already.  Fails with AM_ENOMEM, or
 * AM_EFULL at the buffer's limit.
 */
AM_MUST_CHECK int am_compose(const struct am_letter *letter, struct am_buf *out,
                             struct am_findings *findings, struct am_err *err);

#endif
