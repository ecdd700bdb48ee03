/*
 * retention - what is too old goes: first the detail, later the sums.
 *
 * Works in small steps, so that whoever writes mail's rows beside it waits a
 * moment at most, and so that it can be broken off, or killed, after any of
 * them: a message goes with its sightings in one transaction, a content with
 * its files, a day of sums with all its rows.  Begun anew it finds what is
 * left.
 *
 * Never changes a sum that is still there, nor one to come: a content that was
 * not seen for longer than detail_days is new again whether it is deleted or
 * not (store/contents).  For that no record of a day before yesterday may still
 * be on its way.
 */
#ifndef AM_STORE_RETENTION_H
#define AM_STORE_RETENTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/store.h"

struct am_retention_rule {
    int64_t today; /* as a day; records to come are of yesterday or later */
    int64_t detail_days; /* messages, sightings, contents unseen since */
    int64_t sum_months;  /* of the calendar; never before the detail */
};

#define AM_RETENTION_TRUST_DAYS 30 /* a clock jumps no further */

struct am_retention_counts {
    int64_t messages, sightings, contents;
    int64_t sums; /* rows of the daily tables */
};

/* The first days that stay. */
struct am_retention_limits {
    int64_t message_day, content_day, sum_day;
};

struct am_retention;

/*
 * Create it over a store opened for writing that nothing else uses and that
 * must outlive it.  A larger detail_days that the recorder works by holds for
 * the contents.  Fails as am_store_open() does, as all of these do.
 */
AM_MUST_CHECK int am_retention_create(struct am_retention **retention,
                                      struct am_store *store,
                                      const struct am_retention_rule *rule,
                                      struct am_err *err);

/* Destroy *retention, which may be NULL, and set it to NULL. */
void am_retention_destroy(struct am_retention **retention);

/*
 * Do one step: delete about `most` rows, or find that none of some ten times
 * as many are old.  1: there is more to do; 0: all is done, and nothing of it
 * is left in the files.  Fails with AM_EBUSY, without waiting, while another
 * one writes, and at the end while another one reads; the step can be tried
 * again.
 */
AM_MUST_CHECK int am_retention_step(struct am_retention *retention,
                                    unsigned most, struct am_err *err);

/*
 * Is today a day to go by?  Not if the recorder did not run on any of
 * AM_RETENTION_TRUST_DAYS before: then the clock may be wrong, and all would be
 * too old.  If it is right, tomorrow is such a day.
 */
AM_MUST_CHECK int am_retention_is_due(struct am_store *store, int64_t today,
                                      bool *due, struct am_err *err);

/* What was deleted so far. */
void am_retention_count(const struct am_retention *retention,
                        struct am_retention_counts *counts);

/* The first day of which sums stay. */
int64_t am_retention_sum_day(const struct am_retention_rule *rule);

/* What the rule comes to: before these days is what goes. */
AM_MUST_CHECK int am_retention_limit(struct am_store *store,
                                     const struct am_retention_rule *rule,
                                     struct am_retention_limits *limits,
                                     struct am_err *err);

/* What would be deleted now.  The store may be read-only. */
AM_MUST_CHECK int am_retention_preview(struct am_store *store,
                                       const struct am_retention_rule *rule,
                                       struct am_retention_counts *counts,
                                       struct am_err *err);

#endif
