/*
 * query - sums of days out of the database, for the reports.
 *
 * Reads the daily tables only, so a report costs days, not messages.  Ranges
 * are UTC days, half-open.  All bytes are integers; nothing is estimated here.
 */
#ifndef AM_STORE_QUERY_H
#define AM_STORE_QUERY_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "meter/policy.h"
#include "spool/spool.h"
#include "store/dimension.h"
#include "store/senders.h"
#include "store/store.h"

/*
 * Sums over day_sighting rows.  "x local" = multiplied by local recipients.
 *
 * With d, e = size and stored, in scope own (all: with external, and without
 * "own" in the names):
 *   delivered = stored_local + stored_sent
 *   encoding  = delivered - (size_local + size_sent)
 *   within    = size_local + size_sent - undigested_own
 *               - (size_own - undigested_once_own)
 *   across    = size_own - undigested_once_own - new_own
 *   unique    = new_own + undigested_own
 * and delivered = unique + encoding + within + across, to the byte, for any
 * period and any cut of it into days.  What a store makes of it that keeps
 * fewer bytes is report/savings'.
 *
 * Each is at most AM_SUMS_MOST, so that a few of them may be added.
 */
struct am_sums {
    int64_t sightings; /* continuations have none */
    int64_t sightings_own;
    int64_t copies_local, copies_external, copies_sent;
    int64_t copies_lmtp, copies_cyrus; /* of the local ones: see below */
    /* once per sighting, over all of them / those with an own copy */
    int64_t size_bytes, stored_bytes, wire_bytes;
    int64_t size_own_bytes, stored_own_bytes, wire_own_bytes;
    int64_t size_linked_bytes; /* over those with a local recipient */
    /* times copies: local, external, Sent; those of a store that links what one
     * delivery brings, ceil(local / delivery limit); the same a partition, min(
     * local, partitions x that) */
    int64_t size_local_bytes, size_external_bytes, size_sent_bytes;
    int64_t size_lmtp_bytes, size_cyrus_bytes;
    int64_t stored_local_bytes, stored_external_bytes, stored_sent_bytes;
    int64_t stored_lmtp_bytes, stored_cyrus_bytes;
    int64_t wire_local_bytes, wire_external_bytes, wire_sent_bytes;
    int64_t size_hops_bytes; /* times next-hop transactions */
    /* contents seen for the first time, by scope; of a container's bytes those
     * that are in new contents inside it, or in none (store/inside.h) */
    int64_t new_all_contents, new_all_bytes;
    int64_t new_own_contents, new_own_bytes;
    /* files a single-instance store would see for the first time: of
     * sightings with an own copy, not text, stored_bytes from 131,072; bytes
     * are the size if it can rebuild the encoded form, else stored (Dovecot
     * 2.3, "sis"); size_bytes is the size of all of them */
    int64_t new_sis_contents, new_sis_size_bytes, new_sis_bytes;
    /* what no digest tells apart: its copies are unique each.  By scope; of
     * own copies by LMTP and Cyrus, each with Sent */
    int64_t undigested_all_bytes, undigested_own_bytes;
    int64_t undigested_lmtp_bytes, undigested_cyrus_bytes;
    /* the part of size_bytes and size_own_bytes that these are copies of */
    int64_t undigested_once_bytes, undigested_once_own_bytes;
    /* own copies, local and Sent, compressed; without a digest */
    int64_t packed_own_bytes, packed_undigested_bytes;
    /* of what a single-instance store takes apart: stored and size times own
     * copies, and size once a sighting */
    int64_t sis_stored_bytes, sis_size_bytes, sis_once_bytes;
};

/* 2^60: eight of them can be added.  A day's sum goes no higher, and a query
 * refuses one that is as high. */
#define AM_SUMS_MOST (INT64_C(1) << 60)

struct am_query {
    int64_t from_day, until_day;
    unsigned classes;       /* 1 << enum am_class; 0: all */
    unsigned directions;    /* 1 << enum am_direction; 0: all */
    enum am_by by, then_by; /* the levels of the groups */
    /* thousandths, 0 to 1000: of Sent copies that are not kept after all (their
     * bytes go down, their number does not), and of its bytes that a compressed
     * store does not need, for packed_ */
    int64_t sent_less, packed_less;
};

/*
 * One group: on both levels its number (of the kind, domain.id; of a stretch of
 * time the first day, which may be before the range; -1 for logos) and its text
 * ("2026-11-24", "2026-W48", "pdf", "" for nothing and for no domain).
 *
 * senders is how many different ones are known to be behind it, at most
 * AM_SENDERS_MAX: the largest count of its days, for just the dimensions that
 * it is grouped or filtered by.  Where it is a stretch of time alone, or all,
 * it is AM_SENDERS_MAX: what is shown of a day is shown of any day.
 */
struct am_group {
    int64_t number[2];
    const char *value[2];
    int64_t senders;
};

typedef int am_sums_fn(void *context, const struct am_group *group,
                       const struct am_sums *sums, struct am_err *err);

/*
 * Call on_sums for each group, ordered by its numbers; never, if there is no
 * row in the range.  Fails with what on_sums() said, as am_store_open() does,
 * or with AM_EFULL: a sum reaches AM_SUMS_MOST.
 */
AM_MUST_CHECK int am_query_sums(struct am_store *store,
                                const struct am_query *query,
                                am_sums_fn *on_sums, void *context,
                                struct am_err *err);

/* Sums over day_message rows, gaps and runs; classes do not apply to them. */
struct am_message_sums {
    int64_t messages, with_attachments;
    int64_t deliveries; /* recipients of all messages */
    int64_t deliveries_with_attachments;
    int64_t wire_bytes;
    int64_t first_day, last_day; /* of rows in the range; 0 if none */
    int64_t gaps[AM_GAP_COUNT];
    int64_t downtime_s; /* between runs of the daemon, inside the range */
};

/* Zero where there is nothing.  Gaps, runs and flaws have no direction. */
AM_MUST_CHECK int am_query_messages(struct am_store *store,
                                    const struct am_query *query,
                                    struct am_message_sums *sums,
                                    struct am_err *err);

/* Days of the range of which something is known: a message, a gap, or that the
 * daemon ran.  Costs days with data, and runs. */
AM_MUST_CHECK int am_query_days(struct am_store *store,
                                const struct am_query *query, int64_t *days,
                                struct am_err *err);

/* Times each flaw was met in the range: counts[AM_FLAW_COUNT]. */
AM_MUST_CHECK int am_query_flaws(struct am_store *store,
                                 const struct am_query *query, int64_t *counts,
                                 struct am_err *err);

#endif
