/*
 * policy - what counts, in which class, of which family.
 *
 * Pure functions over what the header said.  Does not look at names: only
 * whether there is one.  The numbers of the enums are stored in the spool and
 * in the database (sql/schema.sql, table code): append, never renumber.
 */
#ifndef AM_METER_POLICY_H
#define AM_METER_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "meter/family.h"
#include "meter/type.h"

enum am_class {
    AM_CLASS_ATTACHMENT = 0,
    AM_CLASS_INLINE,    /* pictures shown in the text, mostly logos */
    AM_CLASS_SIGNATURE, /* S/MIME, PGP */
    AM_CLASS_OPAQUE,    /* encrypted, or beyond a limit */
    AM_CLASS_COUNT
};

enum am_disposition {
    AM_DISPOSITION_NONE = 0,
    AM_DISPOSITION_ATTACHMENT,
    AM_DISPOSITION_INLINE,
    AM_DISPOSITION_OTHER,
    AM_DISPOSITION_COUNT
};

enum am_direction {
    AM_DIRECTION_INBOUND = 0, /* other sender, a local recipient */
    AM_DIRECTION_OUTBOUND,    /* local sender, an external recipient */
    AM_DIRECTION_INTERNAL,    /* local sender, local recipients only */
    AM_DIRECTION_TRANSIT,     /* other sender, no local recipient */
    AM_DIRECTION_COUNT
};

/* The words of these numbers, in SQL, JSON and tables; they never change. */
const char *am_class_name(enum am_class what);
const char *am_disposition_name(enum am_disposition what);
const char *am_direction_name(enum am_direction what);

/* What the header of a leaf says of it, as far as the rule asks. */
struct am_traits {
    const char *type; /* "text/plain": lower case, bounded, never NULL */
    enum am_disposition disposition;
    bool has_name;         /* a file name that is not blank */
    bool has_content_id;   /* not empty */
    bool inside_encrypted; /* a leaf inside multipart/encrypted */
    bool limited;          /* a limit cut it: there is no digest */
};

/* Does a leaf count as an attachment?  RFC 2183 and what mailers do. */
bool am_policy_counts(const struct am_traits *traits);

/* The class of a leaf that counts. */
enum am_class am_policy_class(const struct am_traits *traits);

#endif
