/*
 * entity - what the header of a message or part says about its body.
 *
 * Takes whole fields, unfolded, one by one, and keeps only what decides how the
 * body is read and whether it counts: no name, no subject, no address.  The
 * first field of a name wins (RFC 5322 section 3.6); odd values are read by the
 * rules of RFC 2045 section 5.2 and noted as flaws.
 */
#ifndef AM_MIME_ENTITY_H
#define AM_MIME_ENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "codec/decoder.h"

#define AM_ENTITY_TYPE_SIZE        128 /* bytes kept, NUL included */
#define AM_ENTITY_DISPOSITION_SIZE 16  /* the same */

/* The fields that are read. */
enum am_field {
    AM_FIELD_OTHER = 0,
    AM_FIELD_CONTENT_TYPE,
    AM_FIELD_TRANSFER_ENCODING,
    AM_FIELD_DISPOSITION,
    AM_FIELD_CONTENT_ID,
    AM_FIELD_MESSAGE_ID
};

struct am_entity {
    char type[AM_ENTITY_TYPE_SIZE]; /* lower case, printable ASCII; of a longer
                                       one its begin, maybe without a slash */
    char disposition[AM_ENTITY_DISPOSITION_SIZE]; /* lower case, "": none */
    enum am_encoding encoding;
    bool has_type;         /* its header has one, and it can be read */
    bool has_name;         /* a file name that is not blank */
    bool has_content_id;   /* not empty */
    bool inside_encrypted; /* below multipart/encrypted */
    bool limited; /* a limit kept it shut: its bytes mean nothing, it counts */
    bool encoded_message; /* a message in base64 or alike: decode, then parse */
    uint32_t flaws;       /* AM_FLAW_BIT()s */

    /* For the parser alone. */
    unsigned seen;          /* 1 << enum am_field */
    bool is_multipart;      /* of type multipart/ */
    bool has_boundary;      /* there is one, and it is not empty */
    struct am_buf boundary; /* trailing blanks cut; may be cut at its limit */
    bool boundary_cut;      /* it is longer than the limit */
};

/* An entity without header, with boundaries of at most boundary_bytes. */
void am_entity_init(struct am_entity *entity, size_t boundary_bytes);

/* Give the memory back. */
void am_entity_free(struct am_entity *entity);

/*
 * Begin the header of an entity.  Its type without a Content-Type is
 * message/rfc822 in a digest (RFC 2046 section 5.1.5), else text/plain.
 */
void am_entity_begin(struct am_entity *entity, bool in_digest);

/* Give it a type that no header named, no multipart. */
void am_entity_set_type(struct am_entity *entity, const char *type);

/* Take a field of size bytes of value.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_entity_take(struct am_entity *entity, enum am_field field,
                                 const unsigned char *value, size_t size,
                                 struct am_err *err);

/* Is it a message that holds a message? */
bool am_entity_is_message(const struct am_entity *entity);

/* Does it count whatever its type: named, or disposition attachment? */
bool am_entity_is_named(const struct am_entity *entity);

#endif
