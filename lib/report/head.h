/*
 * head - what every view says first: what was read, of which days, and how much
 * of the mail of these days was measured.
 *
 * Knows no figure of attachments.  Printed by json.h and text_head.h.
 */
#ifndef AM_REPORT_HEAD_H
#define AM_REPORT_HEAD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "report/period.h"
#include "report/profile.h"
#include "store/epoch.h"
#include "store/query.h"
#include "store/store.h"

/* Of all directions, and of mail without attachments too. */
struct am_coverage {
    int64_t seen, measured, gaps; /* messages; seen = measured + gaps */
    int64_t gap_reasons[AM_GAP_COUNT];
    int64_t downtime_s; /* the daemon was not running inside the range */
};

/* What every view of the database is asked. */
struct am_ask {
    struct am_period period;
    unsigned classes;          /* 1 << enum am_class; 0: all */
    unsigned directions;       /* 1 << enum am_direction; 0: all */
    struct am_profile profile; /* the user's own store */
    int64_t now_s;             /* seconds since 1970 */
    const char *source;        /* what is read, for the head: a path */
};

struct am_head {
    const char *view;        /* "report"; its schema: "attachmeter.report/1" */
    const char *source;      /* what was read: a path */
    int64_t now_s;           /* seconds since 1970 */
    unsigned classes;        /* as in struct am_query */
    unsigned directions;     /* the same */
    struct am_period period; /* as asked for, then as used */
    /* read: */
    bool with_today; /* no complete day has data: today was taken in */
    struct am_coverage coverage;
    struct am_unique_bound bound; /* of the unique bytes */
};

/* The head of a view as it was asked for, not read yet. */
struct am_head am_head_of(const char *view, const struct am_ask *ask);

/*
 * Read the coverage of head->period, and what its unique bytes are.  The
 * default period without a message in it is followed up to and including today.
 * Fails as am_query_messages().
 */
AM_MUST_CHECK int am_head_read(struct am_head *head, struct am_store *store,
                               struct am_err *err);

/* Days of the range with data that are over: today is none of them.  Fails as
 * am_query_days(). */
AM_MUST_CHECK int am_head_complete_days(const struct am_head *head,
                                        struct am_store *store, int64_t *days,
                                        struct am_err *err);

/* Is there nothing at all in the range: no message and no gap? */
bool am_head_is_empty(const struct am_head *head);

/* The days, classes and directions of it, for a query. */
struct am_query am_head_query(const struct am_head *head);

/*
 * The classes or directions as words with commas, or "all", into text of size
 * bytes; returns text.
 */
const char *am_head_classes(const struct am_head *head, char *text,
                            size_t size);
const char *am_head_directions(const struct am_head *head, char *text,
                               size_t size);

#endif
