/*
 * level - a parser over bytes that the level below decoded.
 *
 * A message inside a message that is in base64 or alike (RFC 2046 section 5.2.1
 * forbids it, mailers do it) has to be decoded before it can be parsed.  Level
 * 0 is the message itself.  Does not know what an attachment is.
 */
#ifndef AM_METER_LEVEL_H
#define AM_METER_LEVEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "codec/decoder.h"
#include "meter/leaf.h"
#include "mime/parser.h"

enum am_level_body {
    AM_LEVEL_NO_BODY = 0, /* no level above */
    AM_LEVEL_BODY,        /* its bytes go to the level above */
    AM_LEVEL_ENDED,       /* what the decoder still holds is due */
    AM_LEVEL_DRAINED      /* nothing more: the level above may finish */
};

struct am_level {
    struct am_parser parser;
    char prefix[AM_LEAF_PATH]; /* part number of the message it parses, "" */
    bool inside_encrypted;
    bool finished; /* its parser knows the end */
    /* The body that the level above parses: */
    enum am_level_body body;
    uint32_t flaws; /* of its header and its decoding */
    struct am_decoder decoder;
    const unsigned char *data; /* not decoded yet */
    size_t size;
    struct am_slice *slice; /* decoded, being parsed by the level above */
};

/* Create level 0.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_level_create(struct am_level **level,
                                  const struct am_parser_limits *limits,
                                  struct am_err *err);

/*
 * Create the level above `below`, whose parser has just begun the encoded
 * message that it shall parse; limits that `below` used up are taken off.
 * Fails with AM_ENOMEM.
 */
AM_MUST_CHECK int am_level_create_above(struct am_level **level,
                                        struct am_level *below,
                                        struct am_err *err);

/* Destroy *level, which may be NULL, and set it to NULL. */
void am_level_destroy(struct am_level **level);

/* The part number of the leaf or message that has just begun. */
void am_level_path(const struct am_level *level, char path[AM_LEAF_PATH]);

/*
 * Decode the next bytes of the body for the parser of `above`, or tell it the
 * end.  Returns false if there is nothing to do before more is pulled here.
 */
bool am_level_lift(struct am_level *level, struct am_level *above);

/* Take the event of a body that is parsed above. */
void am_level_take(struct am_level *level, const struct am_event *event);

#endif
