/*
 * intake - rows that other relays' databases have, put into one of one's own,
 * for reports over all of them.
 *
 * Everything is added to what is there: sums add up, a row of single
 * attachments that is there already is left as it is.  Decides nothing of what
 * is new: who takes in says so.  One transaction, on a database that nobody
 * else writes.
 */
#ifndef AM_STORE_INTAKE_H
#define AM_STORE_INTAKE_H

#include <stdint.h>

#include "base/err.h"
#include "meter/key.h"
#include "store/dimension.h"
#include "store/query.h"
#include "store/store.h"

struct am_intake;

/* Begin, with one relay or more to come.  store must outlive it.  All functions
 * fail as am_store_open() does. */
AM_MUST_CHECK int am_intake_open(struct am_intake **intake,
                                 struct am_store *store, struct am_err *err);

/* All is in.  bound_until_day: what is new on days before it is an upper bound;
 * 0: on none. */
AM_MUST_CHECK int am_intake_finish(struct am_intake *intake,
                                   int64_t bound_until_day, struct am_err *err);

/* Close *intake, which may be NULL, and set it to NULL; what was not finished
 * is undone. */
void am_intake_close(struct am_intake **intake);

/* A setting that single attachments are counted by, on all days. */
AM_MUST_CHECK int am_intake_setting(struct am_intake *intake, const char *name,
                                    int64_t value, struct am_err *err);

/* A relay's rows are under a key from a day on; told twice, the first day
 * holds. */
AM_MUST_CHECK int am_intake_epoch(struct am_intake *intake,
                                  const unsigned char relay[AM_RELAY_ID_SIZE],
                                  const unsigned char key[AM_KEY_ID_SIZE],
                                  int64_t day, struct am_err *err);

/* The tables whose rows are numbers, and a name of a domain. */
enum am_intake_table {
    AM_INTAKE_DAY_MESSAGE, /* day, direction, messages, with_attachments,
                              deliveries, deliveries_with_attachments,
                              wire_bytes; and the domain */
    AM_INTAKE_DAY_FLAW,    /* day, flaw, times */
    AM_INTAKE_GAP,         /* day, reason, messages */
    AM_INTAKE_RUN,         /* source, started_s, heartbeat_s, clean */
    AM_INTAKE_TABLE_COUNT
};

#define AM_INTAKE_NUMBERS 7 /* at most, in a row of those */

/* Add a row; domain is NULL for a table that has none. */
AM_MUST_CHECK int am_intake_add(struct am_intake *intake,
                                enum am_intake_table table,
                                const int64_t *numbers, const char *domain,
                                struct am_err *err);

/* Where a sighting is counted: a row of day_sighting. */
struct am_intake_cell {
    int64_t day, direction;
    const char *domain;
    int64_t family, class, sis, digested, logo;
};

AM_MUST_CHECK int am_intake_sums(struct am_intake *intake,
                                 const struct am_intake_cell *cell,
                                 struct am_sums *sums, struct am_err *err);

/* At least so many senders are behind a combination of dimensions of a day;
 * what is not of them is not looked at in cell. */
AM_MUST_CHECK int am_intake_senders(struct am_intake *intake,
                                    const struct am_intake_cell *cell,
                                    unsigned dimensions, int64_t senders,
                                    struct am_err *err);

struct am_intake_content {
    unsigned char fingerprint[AM_FINGERPRINT_SIZE];
    int64_t size_bytes, family;
    int64_t first_day, last_day, last_own_day; /* 0: never own */
    int64_t senders;
};

AM_MUST_CHECK int am_intake_content(struct am_intake *intake,
                                    const struct am_intake_content *content,
                                    struct am_err *err);

/* An attachment, or what is inside one, with all that is known of its message.
 * Numbers of messages and sightings are unique over all relays. */
struct am_intake_sighting {
    const unsigned char *fingerprint; /* of a content that is in */
    int64_t sequence, ordinal, message;
    struct am_intake_cell cell;
    int64_t local_given, local, external, sent, hops, continuation;
    int64_t type, encoding, disposition, has_name, has_content_id;
    int64_t size_bytes, stored_bytes, wire_bytes, layout;
};

/* ordinal 0: the attachment; else what is inside one that is in. */
AM_MUST_CHECK int am_intake_sighting(struct am_intake *intake,
                                     const struct am_intake_sighting *sighting,
                                     struct am_err *err);

#endif
