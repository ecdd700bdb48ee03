/*
 * meter - a message in, its attachments out.
 *
 * Takes the bytes of one RFC 5322 message, cut anywhere, and tells of every
 * leaf part that counts.  The same message gives the same calls however it is
 * cut, and whether its lines end in CRLF or LF.  Memory is constant in the size
 * of the message; one meter measures any number of messages one after the
 * other, and one thread at a time may use it.  Does not know recipients.
 */
#ifndef AM_METER_METER_H
#define AM_METER_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "codec/decoder.h"
#include "codec/flaw.h"
#include "meter/digest.h"
#include "meter/policy.h"

#define AM_TYPE_SIZE 128 /* bytes of a declared type kept, NUL included */

/* A content inside a container: counted with it, never as a part. */
struct am_child {
    uint64_t size_bytes;
    enum am_family family; /* by the first bytes alone */
    unsigned char digest[AM_DIGEST_SIZE];
};

/* One leaf part that counts.  Lives as long as the call it is given to. */
struct am_part {
    const char *path; /* part number, "1.2.1" (RFC 9051 section 6.4.5) */
    const char *type; /* declared, lower case, at most AM_TYPE_SIZE - 1 */
    enum am_class class;
    enum am_family family;
    enum am_encoding encoding;
    enum am_disposition disposition;
    bool has_name;
    bool has_content_id;
    bool digested; /* false: a limit cut it off, digest is all zero */
    uint64_t size_bytes;
    uint64_t stored_bytes;
    uint64_t wire_bytes;
    uint64_t layout; /* 0 = canonical base64, see codec/decoder.h */
    uint32_t flaws;  /* AM_FLAW_BIT()s */
    unsigned char digest[AM_DIGEST_SIZE];
    const struct am_child *children; /* attachments inside TNEF, in order */
    size_t child_count;
};

/* Called for each part that counts, in the order of the message.  Returns 0,
 * or -1 with *err set to end the measuring of this message. */
typedef int am_part_fn(void *context, const struct am_part *part,
                       struct am_err *err);

/* Whatever they are, encoded messages in each other are decoded four deep: each
 * takes a parser of its own.  The fifth is opaque, with AM_FLAW_LIMIT_DEPTH. */
struct am_limits {
    unsigned depth;          /* containers open at once; default 100 */
    unsigned parts;          /* parts a message, and children; 10,000 */
    unsigned header_bytes;   /* one header field; default 65,536 */
    unsigned boundary_bytes; /* one boundary; default 256 */
};

/* The defaults. */
extern const struct am_limits am_limits_default;

/* What is known of a whole message at its end. */
struct am_summary {
    uint64_t wire_bytes;                /* header and body, line ends as CRLF */
    uint64_t body_wire_bytes;           /* body alone */
    unsigned counted;                   /* parts told of */
    uint32_t flaw_count[AM_FLAW_COUNT]; /* parts, or the message, with a flaw */
    const char *message_id; /* first Message-ID, unfolded, trimmed; NULL: none.
                               Owned by the meter, until the next message */
};

struct am_meter;

/*
 * Create a meter that calls on_part(context, ...).  limits may be NULL for the
 * defaults.  On success *meter is the caller's.  Fails with AM_ENOMEM.
 */
AM_MUST_CHECK int am_meter_create(struct am_meter **meter,
                                  const struct am_limits *limits,
                                  am_part_fn *on_part, void *context,
                                  struct am_err *err);

/* Destroy *meter, which may be NULL, and set it to NULL. */
void am_meter_destroy(struct am_meter **meter);

/* Forget a message begun.  The meter is ready for the next one. */
void am_meter_reset(struct am_meter *meter);

/*
 * Measure size more bytes of the message: header, empty line, body, in any
 * cuts.  Fails with AM_ENOMEM or with what on_part() said; the message can then
 * only be reset.
 */
AM_MUST_CHECK int am_meter_feed(struct am_meter *meter, const void *data,
                                size_t size, struct am_err *err);

/*
 * The message is whole: tell of the parts still open and fill *summary.  The
 * meter is then ready for the next message.  Fails as am_meter_feed() does.
 */
AM_MUST_CHECK int am_meter_finish(struct am_meter *meter,
                                  struct am_summary *summary,
                                  struct am_err *err);

#endif
