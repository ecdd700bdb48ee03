/*
 * content - the files that made-up mail carries.
 *
 * A content is three numbers; its bytes are made from them whenever they are
 * asked for, so that a generator remembers thousands of files in a few
 * kilobytes.  Each kind begins as files of that kind do, and knows its family.
 */
#ifndef AM_MTA_CONTENT_H
#define AM_MTA_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "meter/policy.h"
#include "mta/random.h"

struct am_content {
    unsigned kind; /* below am_content_kinds() */
    uint64_t seed;
    size_t size_bytes;
};

/* What a kind of file is. */
struct am_content_kind {
    const char *type;   /* as a mailer declares it */
    const char *suffix; /* of its name, with the dot */
    enum am_family family;
    bool text;             /* lines that end in CRLF, else bytes */
    unsigned weight;       /* how often it is sent, 0: only on purpose */
    size_t magic_size;     /* bytes it begins with */
    const char *magic;     /* may hold NUL */
    const char *lies_type; /* another type mailers declare for it, or NULL */
};

/* Kinds that are asked for by name. */
enum am_content_known {
    AM_CONTENT_PDF = 0,
    AM_CONTENT_LOGO,
    AM_CONTENT_PKCS7,
    AM_CONTENT_PGP
};

unsigned am_content_kinds(void);
const struct am_content_kind *am_content_kind(unsigned kind);

/* A kind for an attachment, by weight. */
unsigned am_content_pick(struct am_random *random);

#define AM_CONTENT_TEXT_MIN 64 /* bytes: no text is smaller */

/* Is it text without a byte over 127? */
bool am_content_is_ascii(const struct am_content *content);

/* Write the size_bytes of content into out. */
void am_content_fill(const struct am_content *content, unsigned char *out);

#endif
