/*
 * mail - the mail of the bench, made from a seed, and the digests of what is in
 * it, taken from the contents before they are encoded.
 *
 * Two mixes: large messages with one file each, and small multiparts as people
 * send them.  Knows nothing of how mail is read.
 */
#ifndef AM_BENCH_MAIL_H
#define AM_BENCH_MAIL_H

#include <stddef.h>

#include "base/buf.h"
#include "meter/digest.h"

enum mail_mix {
    MAIL_LARGE = 0, /* an attachment of 1 to 10 MB, base64 */
    MAIL_SMALL      /* 5 to 57 KB: text, HTML, pictures, 1 to 3 files */
};

/* Bytes that lie one behind the other, and where each item of them ends. */
struct mail_items {
    struct am_buf bytes;
    struct am_buf ends; /* of size_t */
};

struct mail {
    struct mail_items messages;
    struct mail_items contents; /* decoded bytes of what counts */
    struct am_digest *digest;
    unsigned char xor_all[AM_DIGEST_SIZE];    /* of the contents' digests, */
    unsigned char xor_binary[AM_DIGEST_SIZE]; /* and of those not text */
};

size_t mail_count(const struct mail_items *items);
size_t mail_end(const struct mail_items *items, size_t index);

/* Make count messages.  The process ends if there is no memory. */
void mail_make(struct mail *mail, enum mail_mix mix, size_t count,
               unsigned seed);

/* Give the memory back. */
void mail_free(struct mail *mail);

#endif
