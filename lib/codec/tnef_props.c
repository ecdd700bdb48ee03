/*
 * tnef_props - see tnef_props.h.
 *
 * Sizes and padding: MS-OXTNEF section 2.1.3.4.  A value of fixed size is
 * padded to four bytes, also within a list of values; one of variable size has
 * a count before it even if it is single, and its length does not hold the
 * padding.  Types: MS-OXCDATA section 2.11.1.
 */
#include "codec/tnef_props.h"

#include <string.h>

#include "codec/tnef_bytes.h"

enum {
    TYPE_NULL = 0x0001,
    TYPE_INT16 = 0x0002,
    TYPE_INT32 = 0x0003,
    TYPE_FLOAT32 = 0x0004,
    TYPE_FLOAT64 = 0x0005,
    TYPE_CURRENCY = 0x0006,
    TYPE_APP_TIME = 0x0007,
    TYPE_ERROR = 0x000a,
    TYPE_BOOLEAN = 0x000b,
    TYPE_OBJECT = 0x000d,
    TYPE_INT64 = 0x0014,
    TYPE_STRING8 = 0x001e,
    TYPE_STRING = 0x001f,
    TYPE_TIME = 0x0040,
    TYPE_GUID = 0x0048,
    TYPE_BINARY = 0x0102,
    MULTIPLE = 0x1000 /* the flag of a list of values */
};

#define ID_ATTACH_DATA  0x3701 /* PidTagAttachDataBinary, -Object */
#define ID_NAMED        0x8000 /* from here on a property has a name */
#define INTERFACE_BYTES 16     /* before the bytes of an object */

enum {
    VARIABLE = -1,
    UNKNOWN = -2
};

static const uint8_t field_bytes[] = {
    [AM_TNEF_PROPS_COUNT] = 4,
    [AM_TNEF_PROPS_TAG] = 4,
    [AM_TNEF_PROPS_NAME] = AM_TNEF_PROPS_FIELD,
    [AM_TNEF_PROPS_VALUES] = 4,
    [AM_TNEF_PROPS_LENGTH] = 4,
    [AM_TNEF_PROPS_OBJECT] = INTERFACE_BYTES,
};

/* Bytes of a value, padding included. */
static int size_of(unsigned type)
{
    switch (type) {
    case TYPE_NULL:
        return 0;
    case TYPE_INT16:
    case TYPE_INT32:
    case TYPE_FLOAT32:
    case TYPE_ERROR:
    case TYPE_BOOLEAN:
        return 4;
    case TYPE_FLOAT64:
    case TYPE_CURRENCY:
    case TYPE_APP_TIME:
    case TYPE_INT64:
    case TYPE_TIME:
        return 8;
    case TYPE_GUID:
        return 16;
    case TYPE_OBJECT:
    case TYPE_STRING8:
    case TYPE_STRING:
    case TYPE_BINARY:
        return VARIABLE;
    default:
        return UNKNOWN;
    }
}

void am_tnef_props_begin(struct am_tnef_props *props)
{
    *props = (struct am_tnef_props){.step = AM_TNEF_PROPS_COUNT};
}

bool am_tnef_props_whole(const struct am_tnef_props *props)
{
    return props->step == AM_TNEF_PROPS_DONE;
}

/* Pass over bytes, and the padding behind them.  Padding that the attribute
 * has no room for was left out. */
static enum am_tnef_found pass_over(struct am_tnef_props *props, uint64_t bytes,
                                    uint64_t left)
{
    if (bytes > left)
        return AM_TNEF_FOUND_DAMAGE;
    props->pass = bytes;
    props->padding = (uint8_t)(-bytes & 3);
    return AM_TNEF_FOUND_NOTHING;
}

static void end_property(struct am_tnef_props *props)
{
    props->step =
        --props->properties > 0 ? AM_TNEF_PROPS_TAG : AM_TNEF_PROPS_DONE;
}

static void end_value(struct am_tnef_props *props)
{
    props->first = false;
    if (--props->values > 0) {
        props->step = AM_TNEF_PROPS_LENGTH;
    } else {
        end_property(props);
    }
}

static enum am_tnef_found begin_values(struct am_tnef_props *props,
                                       uint64_t left)
{
    int size = size_of(props->type & ~(unsigned)MULTIPLE);

    if (size == UNKNOWN || (size == 0 && (props->type & MULTIPLE)))
        return AM_TNEF_FOUND_DAMAGE;
    if (size == VARIABLE || (props->type & MULTIPLE)) {
        props->step = AM_TNEF_PROPS_VALUES;
        return AM_TNEF_FOUND_NOTHING;
    }
    end_property(props);
    return pass_over(props, (uint64_t)size, left);
}

static enum am_tnef_found take_tag(struct am_tnef_props *props, uint64_t left)
{
    props->type = (uint16_t)am_tnef_number(props->field, 2);
    props->id = (uint16_t)am_tnef_number(props->field + 2, 2);
    if (props->id < ID_NAMED)
        return begin_values(props, left);
    props->step = AM_TNEF_PROPS_NAME;
    return AM_TNEF_FOUND_NOTHING;
}

static enum am_tnef_found take_name(struct am_tnef_props *props, uint64_t left)
{
    uint32_t kind = am_tnef_number(props->field + 16, 4);
    uint64_t name = am_tnef_number(props->field + 20, 4);

    if (kind == 0) /* that was a number, not a length */
        return begin_values(props, left);
    /* Unlike a value's, this padding cannot be missing: values follow. */
    name = (name + 3) & ~(uint64_t)3;
    if (kind != 1 || name > left)
        return AM_TNEF_FOUND_DAMAGE;
    enum am_tnef_found found = begin_values(props, left - name);
    /* A value of fixed size is passed over together with the name. */
    props->pass += name;
    return found;
}

static enum am_tnef_found take_values(struct am_tnef_props *props,
                                      uint64_t left)
{
    int size = size_of(props->type & ~(unsigned)MULTIPLE);

    props->values = am_tnef_number(props->field, 4);
    if (size > 0) {
        end_property(props);
        return pass_over(props, props->values * (uint64_t)size, left);
    }
    props->first = true;
    if (props->values > 0) {
        props->step = AM_TNEF_PROPS_LENGTH;
    } else {
        end_property(props);
    }
    return AM_TNEF_FOUND_NOTHING;
}

static enum am_tnef_found begin_content(struct am_tnef_props *props,
                                        uint64_t size, uint64_t left)
{
    if (pass_over(props, size, left) == AM_TNEF_FOUND_DAMAGE)
        return AM_TNEF_FOUND_DAMAGE;
    props->value_bytes = size;
    props->is_content = true;
    end_value(props);
    return AM_TNEF_FOUND_VALUE;
}

static enum am_tnef_found take_length(struct am_tnef_props *props,
                                      uint64_t left)
{
    unsigned type = props->type & ~(unsigned)MULTIPLE;
    uint64_t size = am_tnef_number(props->field, 4);
    bool is_wanted = props->id == ID_ATTACH_DATA && props->first;

    if (is_wanted && type == TYPE_BINARY)
        return begin_content(props, size, left);
    if (is_wanted && type == TYPE_OBJECT) {
        props->value_bytes = size;
        props->step = AM_TNEF_PROPS_OBJECT;
        return size < INTERFACE_BYTES ? AM_TNEF_FOUND_DAMAGE
                                      : AM_TNEF_FOUND_NOTHING;
    }
    end_value(props);
    return pass_over(props, size, left);
}

static enum am_tnef_found take_field(struct am_tnef_props *props, uint64_t left)
{
    switch (props->step) {
    case AM_TNEF_PROPS_COUNT:
        props->properties = am_tnef_number(props->field, 4);
        props->step =
            props->properties > 0 ? AM_TNEF_PROPS_TAG : AM_TNEF_PROPS_DONE;
        return AM_TNEF_FOUND_NOTHING;
    case AM_TNEF_PROPS_TAG:
        return take_tag(props, left);
    case AM_TNEF_PROPS_NAME:
        return take_name(props, left);
    case AM_TNEF_PROPS_VALUES:
        return take_values(props, left);
    case AM_TNEF_PROPS_LENGTH:
        return take_length(props, left);
    case AM_TNEF_PROPS_OBJECT:
        return begin_content(props, props->value_bytes - INTERFACE_BYTES, left);
    case AM_TNEF_PROPS_DONE:
        break;
    }
    return AM_TNEF_FOUND_NOTHING;
}

/* Pass over bytes that are wanted or do not matter, as far as there are. */
static enum am_tnef_found pass_bytes(struct am_tnef_props *props, size_t size,
                                     size_t *used)
{
    enum am_tnef_found found =
        props->is_content ? AM_TNEF_FOUND_BYTES : AM_TNEF_FOUND_NOTHING;

    *used = size < props->pass ? size : (size_t)props->pass;
    props->pass -= *used;
    return found;
}

enum am_tnef_found am_tnef_props_take(struct am_tnef_props *props,
                                      const unsigned char *data, size_t size,
                                      uint64_t left, size_t *used)
{
    if (props->pass > 0)
        return pass_bytes(props, size, used);
    props->is_content = false;
    props->pass = props->padding;
    props->padding = 0;
    if (props->pass > 0)
        return pass_bytes(props, size, used);
    *used = size;
    if (props->step == AM_TNEF_PROPS_DONE) /* bytes behind the list */
        return AM_TNEF_FOUND_NOTHING;
    size_t missing = (size_t)(field_bytes[props->step] - props->have);
    if (missing > left)
        return AM_TNEF_FOUND_DAMAGE;
    if (*used > missing)
        *used = missing;
    memcpy(props->field + props->have, data, *used);
    props->have += (uint8_t)*used;
    if (*used < missing)
        return AM_TNEF_FOUND_NOTHING;
    props->have = 0;
    return take_field(props, left - *used);
}
