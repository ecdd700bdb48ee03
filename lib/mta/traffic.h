/*
 * traffic - a day of made-up mail, with its ground truth.
 *
 * From a seed it makes messages as offices send them (files sent again and
 * forwarded, logos, lists, bounces, signatures, the same message twice) and
 * says of each what a right measurement finds in it.  The truth is known by
 * construction: sizes are those of the bytes that were written, digests are
 * OpenSSL's, and nothing here reads MIME.  The same options give the same mail,
 * byte for byte, on every machine.  Sends nothing.
 */
#ifndef AM_MTA_TRAFFIC_H
#define AM_MTA_TRAFFIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "codec/decoder.h"
#include "meter/digest.h"
#include "meter/policy.h"

/* The own domains of the mail made here, ended by NULL: `local_domains`. */
extern const char *const am_traffic_local_domains[];

/* Local users that exist match this, an extended regular expression. */
#define AM_TRAFFIC_USERS "^p[0-9]+(@|$)"

/* How often a thing happens: messages in a thousand, if not said otherwise. */
struct am_traffic_shares {
    unsigned attach;     /* has attachments */
    unsigned more;       /* one attachment more, asked again for each */
    unsigned resend;     /* of attachments: a file that was sent before */
    unsigned logo;       /* logos beside its text, multipart/related */
    unsigned nested;     /* of those with attachments: as message/rfc822 */
    unsigned signature;  /* S/MIME signature */
    unsigned encrypted;  /* PGP/MIME */
    unsigned bounce;     /* from <>, with a delivery status */
    unsigned list;       /* to many, up to fan_out */
    unsigned duplicates; /* names a recipient twice, in other case */
    unsigned anonymous;  /* without Message-ID */
    unsigned again;      /* is an earlier message once more */
    unsigned refused;    /* also names a local user who does not exist */
};

/* A plain office; refused is 0, as only an MTA can refuse. */
extern const struct am_traffic_shares am_traffic_shares_default;

struct am_traffic_options {
    uint64_t seed;
    unsigned messages;    /* how many; every one counts, repeats too */
    size_t message_bytes; /* no message is larger; 0: 8 MB; least 64 kB */
    size_t median_bytes;  /* of an attachment; 0: 40 kB */
    unsigned fan_out;     /* most recipients of a message; 0: 200 */
    bool story; /* also: one PDF of 4.4 MB (or what fits) to 25 people, then
                   forwarded twice.  Takes three of the messages; from 12 on */
    const struct am_traffic_shares *shares; /* NULL: the default ones */
};

/* One recipient as an SMTP client names it. */
struct am_traffic_rcpt {
    const char *address; /* without brackets */
    unsigned mailbox;    /* equal numbers are one recipient */
    unsigned group;      /* 0: local; else the number of its domain */
    bool refused;        /* no such user: not to be counted */
};

/* One attachment, as it must be found. */
struct am_traffic_part {
    const char *type; /* declared */
    enum am_class class;
    enum am_family family;
    enum am_encoding encoding;
    uint64_t size_bytes;
    uint64_t stored_bytes;
    uint64_t wire_bytes;
    unsigned char sha256[AM_DIGEST_SIZE];
};

struct am_traffic_message {
    unsigned number;   /* from 1 */
    unsigned identity; /* number of the message that this is once more, or its
                          own: equal ones must be sent in order */
    bool mergeable;    /* false: no Message-ID, so that it always counts anew */
    char queue_id[16];
    const char *sender; /* without brackets; "" is <> */
    bool sender_local;
    enum am_direction direction; /* refused recipients left out */
    const char *domain;          /* own domain: "" none, "several" */
    struct am_traffic_rcpt *rcpts;
    size_t rcpt_count;
    struct am_traffic_part *parts;
    size_t part_count;
    unsigned char *bytes; /* RFC 5322, line ends CRLF */
    size_t size;
};

struct am_traffic;

/* Create it before the first message.  Fails with AM_EINVAL, AM_ENOMEM. */
AM_MUST_CHECK int am_traffic_create(struct am_traffic **traffic,
                                    const struct am_traffic_options *options,
                                    struct am_err *err);

/* Destroy *traffic, which may be NULL, and set it to NULL. */
void am_traffic_destroy(struct am_traffic **traffic);

/*
 * Make the next message.  Returns 1, with *message the caller's, or 0 after the
 * last one, or -1 (AM_ENOMEM).
 */
AM_MUST_CHECK int am_traffic_next(struct am_traffic *traffic,
                                  struct am_traffic_message **message,
                                  struct am_err *err);

/* Give back *message, which may be NULL, and set it to NULL. */
void am_traffic_message_destroy(struct am_traffic_message **message);

/* The number of the message that first carries the story's file; 0: none. */
unsigned am_traffic_story(const struct am_traffic *traffic);

#endif
