/*
 * tnef - the attachments inside a TNEF stream (winmail.dat), cut anywhere.
 *
 * Push bytes, pull events; the bytes of an attachment are handed out where they
 * lie.  After MS-OXTNEF section 2.1.3:
 *
 *   The stream is a signature, a key and attributes: level, id, length, value,
 *   checksum.  attAttachRendData begins an attachment, which ends at the next
 *   one or with the stream.  Its bytes are those of attAttachData, or of
 *   PidTagAttachDataBinary or -Object in attAttachment; of both the property is
 *   taken, as section 2.1.3 wants, unless it is empty.  Of several attributes
 *   or properties the first one that is not empty is taken, of a list of values
 *   the first.  An object is its bytes behind the interface id; an embedded
 *   message, which is a TNEF stream itself, is one attachment and not looked
 *   into.  An attachment without bytes of either kind (a link) is none.
 *
 * An attachment counts if all of its attributes were read whole, with right
 * checksums and a sound property list; it may be empty.  After damage inside an
 * attribute reading goes on at the next one.  At a level that is neither
 * message nor attachment it ends, since no more can be found: what was begun
 * there was whole.  Where the stream is cut, what was begun was not.
 *
 * Memory is this struct; work is linear in the bytes, without recursion.
 */
#ifndef AM_CODEC_TNEF_H
#define AM_CODEC_TNEF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codec/flaw.h"
#include "codec/tnef_props.h"

#define AM_TNEF_SIGNATURE "\x78\x9f\x3e\x22" /* the first bytes of a stream */
#define AM_TNEF_MOST      256                /* attachments of a stream */

enum am_tnef_kind {
    AM_TNEF_MORE,  /* all bytes pushed are used up */
    AM_TNEF_BEGIN, /* an attachment's bytes begin; those of one begun before
                      and not called whole are void */
    AM_TNEF_DATA,  /* some of its bytes */
    AM_TNEF_WHOLE  /* what was begun last is a whole attachment */
};

struct am_tnef_event {
    enum am_tnef_kind kind;
    const unsigned char *data; /* of DATA: points into what was pushed */
    size_t size;
};

enum am_tnef_state {
    AM_TNEF_START, /* signature and key */
    AM_TNEF_LEVEL,
    AM_TNEF_HEAD, /* id and length */
    AM_TNEF_VALUE,
    AM_TNEF_CHECKSUM,
    AM_TNEF_OVER
};

enum am_tnef_use {
    AM_TNEF_SKIP,
    AM_TNEF_BYTES, /* they are the attachment */
    AM_TNEF_LIST   /* of properties, the attachment may be in one */
};

/* All members are private; it may be copied while no bytes are pushed. */
struct am_tnef {
    const unsigned char *data;
    size_t size;
    bool finished;
    uint32_t flaws;
    enum am_tnef_state state;
    unsigned most, count; /* attachments allowed, and found */

    unsigned char field[8];
    uint8_t have;
    bool of_attachment; /* the level */
    enum am_tnef_use use;
    uint32_t left; /* bytes of the value */
    uint16_t sum;  /* of its bytes */
    struct am_tnef_props props;

    bool is_open;        /* an attachment */
    bool is_bad;         /* it cannot be read */
    bool has_bytes;      /* BEGIN was told */
    bool is_empty;       /* but no byte */
    bool from_attribute; /* they are those of attAttachData */
    bool is_taken;       /* the value at hand is what is told */
};

/* Begin a stream with at most `most` attachments; all beyond are left alone. */
void am_tnef_begin(struct am_tnef *tnef, unsigned most);

/* Give it bytes, which must stay until next() says MORE. */
void am_tnef_push(struct am_tnef *tnef, const void *data, size_t size);

/* The stream has ended: next() may tell of the last attachment. */
void am_tnef_finish(struct am_tnef *tnef);

/* The next event. */
void am_tnef_next(struct am_tnef *tnef, struct am_tnef_event *event);

/* Flaws met, AM_FLAW_BIT()s; whole after am_tnef_finish() and MORE. */
uint32_t am_tnef_flaws(const struct am_tnef *tnef);

#endif
