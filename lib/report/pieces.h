/*
 * pieces - the attachments of the detail, cut into contents, each with what it
 * adds to the sums of the scope own.
 *
 * An attachment is one piece; a container (TNEF) is one for each content inside
 * it, and one for itself: what is around them, which is shared by the copies of
 * one message and no further, and all that its encoding adds.  So no byte is in
 * two pieces, and a file counts as one content whether it came plainly or
 * inside.
 *
 * New is a content that is fed for the first time, so unique is of distinct
 * contents.  A continuation counts as a first sighting only where its content
 * was in none before it: its message had no copy of ours until then, or that
 * part of it was not chosen.  The equations of struct am_sums hold for any set
 * of pieces that holds all of each content.
 */
#ifndef AM_REPORT_PIECES_H
#define AM_REPORT_PIECES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "report/head.h"
#include "report/profile.h"
#include "store/detail.h"
#include "store/detail_extent.h"
#include "store/query.h"

/*
 * The attachments that a head selects, for am_detail_scan(); under a profile
 * with single instances without those that such a store keeps once already.
 */
struct am_detail_rule am_pieces_rule(const struct am_head *head,
                                     const struct am_profile *profile);

/* Set *err to why the detail has nothing of it, though there was mail. */
void am_pieces_tell_none(const struct am_head *head,
                         const struct am_detail_extent *extent,
                         struct am_err *err);

struct am_piece {
    int64_t content;
    const struct am_detail *detail;
    struct am_sums sums; /* those of the scope own, as the profile wants them */
};

struct am_pieces;

/* Four bytes for each number of a content up to the last one.  Fails with
 * AM_ENOMEM. */
AM_MUST_CHECK int am_pieces_create(struct am_pieces **pieces,
                                   int64_t last_content, struct am_err *err);

/* Destroy *pieces, which may be NULL, and set it to NULL. */
void am_pieces_destroy(struct am_pieces **pieces);

/*
 * A number of the caller's for each content, from 1 to the last one: below
 * 2^31, at first 0, to be read and set at any time.
 */
uint32_t am_pieces_number(const struct am_pieces *pieces, int64_t content);
void am_pieces_set_number(struct am_pieces *pieces, int64_t content,
                          uint32_t number);

typedef void am_piece_fn(void *context, const struct am_piece *piece);

/*
 * Call on_piece for each piece of an attachment, that of a container after
 * those inside it.  Fails with AM_EFULL: the sums of
 * all that was fed may reach AM_SUMS_MOST; with AM_ECORRUPT: a content is
 * beyond the last one.
 */
AM_MUST_CHECK int am_pieces_feed(struct am_pieces *pieces,
                                 const struct am_profile *profile,
                                 const struct am_detail *detail,
                                 am_piece_fn *on_piece, void *context,
                                 struct am_err *err);

#endif
