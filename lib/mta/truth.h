/*
 * truth - what the figures must be for a stream of made-up messages.
 *
 * Remembers every message it was given and counts by going through all of them
 * with the definitions as they are written, in plain loops: nothing is shared
 * with the meter, the recorder or SQL.  For thousands of messages, not
 * millions.
 */
#ifndef AM_MTA_TRUTH_H
#define AM_MTA_TRUTH_H

#include <stdint.h>

#include "base/err.h"
#include "mta/traffic.h"
#include "store/query.h"

struct am_truth;

/* Create it; delivery_limit is the recipients of one delivery (Postfix: 50). */
AM_MUST_CHECK int am_truth_create(struct am_truth **truth,
                                  unsigned delivery_limit, struct am_err *err);

/* Destroy *truth, which may be NULL, and set it to NULL. */
void am_truth_destroy(struct am_truth **truth);

/*
 * A message was accepted on this day (UTC), for all its recipients that are not
 * refused.  In the order of acceptance, at least for equal identities.  Fails
 * with AM_ENOMEM.
 */
AM_MUST_CHECK int am_truth_add(struct am_truth *truth, int64_t day,
                               const struct am_traffic_message *message,
                               struct am_err *err);

/* Which messages and attachments to count; -1 or NULL: all of them. */
struct am_truth_filter {
    int64_t day;
    int direction;
    int class;
    int family;
    const char *domain;
};

extern const struct am_truth_filter am_truth_all;

/*
 * The sums of attachments.  The new_ columns follow the order of am_truth_add()
 * and so are comparable for a group only if messages came one by one.
 */
void am_truth_sums(const struct am_truth *truth,
                   const struct am_truth_filter *filter, struct am_sums *sums);

/* The sums of messages: class and family do not matter; gaps and days are 0. */
void am_truth_messages(const struct am_truth *truth,
                       const struct am_truth_filter *filter,
                       struct am_message_sums *sums);

struct am_truth_bytes {
    int64_t size_bytes, stored_bytes, wire_bytes;
};

/* The totals of a scope, as `report` prints them. */
struct am_truth_totals {
    int64_t sightings, contents;
    int64_t copies_local, copies_external, copies_sent;
    struct am_truth_bytes received, delivered;
    int64_t unique_bytes, within_bytes, across_bytes, encoding_bytes;
};

enum am_truth_scope {
    AM_TRUTH_ALL, /* local, external and Sent */
    AM_TRUTH_OWN  /* local and Sent */
};

void am_truth_total(const struct am_truth *truth, enum am_truth_scope scope,
                    struct am_truth_totals *totals);

#endif
