/*
 * links - what is known of a set of attachments that might have been links to
 * one shared copy: bytes in mailboxes as they are, and each content once.
 *
 * Sums alone; they are made by report/links_pass.
 */
#ifndef AM_REPORT_LINKS_H
#define AM_REPORT_LINKS_H

#include <stdint.h>

#include "report/profile.h"
#include "store/detail.h"
#include "store/query.h"

/* What is known of a set of attachments. */
enum am_links_value {
    AM_LINKS_MESSAGES,   /* continuations are none */
    AM_LINKS_DELIVERIES, /* local recipients of these, and of continuations */
    AM_LINKS_ATTACHMENTS,
    AM_LINKS_CONTENTS, /* distinct ones, a container and those inside it */
    AM_LINKS_COPIES_LOCAL,
    AM_LINKS_COPIES_LMTP, /* files: struct am_fanout */
    AM_LINKS_COPIES_CYRUS,
    AM_LINKS_COPIES_SENT,
    AM_LINKS_UNIQUE_BYTES, /* decoded, each content once */
    AM_LINKS_SIZE_BYTES,   /* once an attachment, so are the next three */
    AM_LINKS_STORED_BYTES,
    AM_LINKS_WIRE_BYTES,
    AM_LINKS_SIZE_LINKED_BYTES, /* of those with a local recipient */
    AM_LINKS_SIZE_LOCAL_BYTES,  /* times copies, from here on */
    AM_LINKS_SIZE_LMTP_BYTES,
    AM_LINKS_SIZE_CYRUS_BYTES,
    AM_LINKS_SIZE_SENT_BYTES,
    AM_LINKS_STORED_LOCAL_BYTES,
    AM_LINKS_STORED_LMTP_BYTES,
    AM_LINKS_STORED_CYRUS_BYTES,
    AM_LINKS_STORED_SENT_BYTES,
    AM_LINKS_VALUES
};

struct am_links {
    int64_t value[AM_LINKS_VALUES];
};

/* Add more to links. */
void am_links_add(struct am_links *links, const struct am_links *more);

/* The same as sums of days, scope own, which the profile has scaled, for
 * report/profile and report/impact; what is not known of a set is 0. */
void am_links_to_sums(const struct am_links *links,
                      const struct am_profile *profile, struct am_sums *sums,
                      struct am_message_sums *messages);

/* What an attachment adds to each set that it is in, and besides that to those
 * that it is in as a first sighting, with framing bytes in no content. */
struct am_links am_links_of_copies(const struct am_detail *detail);
struct am_links am_links_of_first(const struct am_detail *detail,
                                  int64_t framing);

#endif
