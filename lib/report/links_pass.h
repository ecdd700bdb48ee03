/*
 * links_pass - attachments added up as if each had been a link to one shared
 * copy.
 *
 * Fed with the attachments of store/detail, once each, it knows what any set of
 * them takes that has a least size, or a least number of recipients: bytes in
 * mailboxes as they are, and each distinct content once.  Exact wherever such a
 * threshold has two significant digits (report/scale).
 *
 * Needs four bytes for each number of a content up to the highest in use, 40 MB
 * for ten million contents, and 0.5 MB besides, however many attachments there
 * are.
 *
 * In a set, a continuation counts as a first sighting where its content was in
 * none before it: its message had no copy of ours until then, or that part of
 * it is not in the set.  Of a container, what is around the contents inside it
 * is shared by the copies of one message and no further.
 */
#ifndef AM_REPORT_LINKS_PASS_H
#define AM_REPORT_LINKS_PASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "report/links.h"
#include "report/scale.h"
#include "store/detail.h"

/* By what attachments are put in steps. */
enum am_links_axis {
    AM_LINKS_BY_SIZE,
    AM_LINKS_BY_RECIPIENTS, /* of the message, local and external */
    AM_LINKS_AXES
};

/* Recipients from which on a message is taken for one to a list.  A judgement:
 * Postfix's default_destination_recipient_limit, one more delivery. */
#define AM_LINKS_LIST_RECIPIENTS 51

struct am_links_pass;

/* Create it for contents numbered up to last_content.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_links_create(struct am_links_pass **pass,
                                  int64_t last_content, struct am_err *err);

/* Destroy *pass, which may be NULL, and set it to NULL. */
void am_links_destroy(struct am_links_pass **pass);

/*
 * Take an attachment of the set (an am_detail_fn; context is the pass): those
 * of a message after each other, and am_links_finish() after the last one.
 * Fails with AM_EFULL (2^60 bytes or more), AM_ECORRUPT (a content's number
 * over the highest).
 */
AM_MUST_CHECK int am_links_feed(void *context, const struct am_detail *detail,
                                struct am_err *err);
void am_links_finish(struct am_links_pass *pass);

/* What was added up: in one step of an axis, which is all that a lower
 * threshold adds to the next higher one; of messages to lists, these being
 * AM_LINKS_LIST_RECIPIENTS or a list that was expanded; and of logos
 * (AM_LOGO_BYTES). */
const struct am_links *am_links_step(const struct am_links_pass *pass,
                                     enum am_links_axis axis, unsigned step);
const struct am_links *am_links_lists(const struct am_links_pass *pass);
const struct am_links *am_links_logos(const struct am_links_pass *pass);

/* The numbers of the contents whose highest step is from first to last, at most
 * room of them; returns how many. */
size_t am_links_contents(const struct am_links_pass *pass,
                         enum am_links_axis axis, unsigned first, unsigned last,
                         int64_t *contents, size_t room);

/* Copies, outside of the set, of contents that are in it. */
struct am_links_left {
    int64_t contents; /* as in AM_LINKS_CONTENTS */
    int64_t attachments;
    int64_t copies;
    int64_t stored_bytes; /* times copies */
};

/*
 * What of the set's contents is also outside of it, after am_links_finish().
 * First am_links_note_inside() for each content inside a container (an
 * am_detail_pair_fn); then for each attachment that is not of the set, but for
 * which am_links_is_met() (an am_detail_wanted_fn), am_links_feed_left(), which
 * fails as am_links_feed() does.  context is the pass.
 */
void am_links_note_inside(void *context, int64_t container, int64_t content);
bool am_links_is_met(void *context, int64_t content);
AM_MUST_CHECK int am_links_feed_left(void *context,
                                     const struct am_detail *detail,
                                     struct am_err *err);
const struct am_links_left *am_links_left(const struct am_links_pass *pass);

#endif
