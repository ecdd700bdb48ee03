/*
 * tnef_props - the MAPI properties of an attachment, for codec/tnef alone.
 *
 * A property list (MS-OXTNEF section 2.1.3.4, MsgPropertyList) is a count and
 * as many properties: tag, name if the id is 0x8000 or more, values.  All are
 * passed over but the bytes of one, PidTagAttachDataBinary or -Object.
 */
#ifndef AM_CODEC_TNEF_PROPS_H
#define AM_CODEC_TNEF_PROPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AM_TNEF_PROPS_FIELD 24 /* bytes of the longest field looked at */

enum am_tnef_props_step {
    AM_TNEF_PROPS_COUNT,  /* of properties */
    AM_TNEF_PROPS_TAG,    /* type and id */
    AM_TNEF_PROPS_NAME,   /* GUID, kind, number or length of the name */
    AM_TNEF_PROPS_VALUES, /* how many there are */
    AM_TNEF_PROPS_LENGTH, /* of a value */
    AM_TNEF_PROPS_OBJECT, /* interface of an object */
    AM_TNEF_PROPS_DONE
};

/* All members but value_bytes are private. */
struct am_tnef_props {
    uint64_t value_bytes; /* of the value that AM_TNEF_FOUND_VALUE tells of */
    uint64_t pass;        /* bytes to pass over before the next field */
    enum am_tnef_props_step step;
    uint32_t properties; /* still to come */
    uint32_t values;     /* still to come, of this property */
    uint16_t type, id;
    bool first;      /* no value of this property has come yet */
    bool is_content; /* what is passed over is the attachment */
    uint8_t padding; /* bytes after that */
    uint8_t have;    /* bytes of field */
    unsigned char field[AM_TNEF_PROPS_FIELD];
};

enum am_tnef_found {
    AM_TNEF_FOUND_NOTHING, /* the bytes taken do not matter */
    AM_TNEF_FOUND_VALUE,   /* the attachment's bytes come next */
    AM_TNEF_FOUND_BYTES,   /* the bytes taken are some of them */
    AM_TNEF_FOUND_DAMAGE   /* no property list: feed no more */
};

/* Begin a list. */
void am_tnef_props_begin(struct am_tnef_props *props);

/*
 * Take bytes from the begin of data, at least one; size > 0 and *used is how
 * many.  left is the bytes from there to the end of the list's attribute, at
 * least size: what claims to be longer is damage.
 */
enum am_tnef_found am_tnef_props_take(struct am_tnef_props *props,
                                      const unsigned char *data, size_t size,
                                      uint64_t left, size_t *used);

/* The attribute has ended: was it a whole list? */
bool am_tnef_props_whole(const struct am_tnef_props *props);

#endif
