/*
 * names - under which id a relay's rows go.
 *
 * It is the one that the database gives them (store/epoch.h), which is a new
 * one where the database was restored or cloned.  Where it cannot see that
 * itself, as all of its files came back together, the shards know of later rows
 * than it ever gave: then its rows go under another name from the next one on.
 */
#ifndef AM_FLEET_NAMES_H
#define AM_FLEET_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "fleet/routing.h"

#define AM_NAMES_MAX 64

struct am_name {
    int64_t first_sequence, first_day;        /* from here on */
    unsigned char relay_of[AM_FLEET_ID_SIZE]; /* rows of this relay */
    unsigned char relay[AM_FLEET_ID_SIZE];    /* go under this one */
};

struct am_names {
    size_t count; /* in the order of their sequences */
    struct am_name list[AM_NAMES_MAX];
};

/*
 * One more, made after all others.  The database gave no row of its first
 * sequence or a later one by then: names from there on have none, and go.
 * Fails with AM_EFULL.
 */
AM_MUST_CHECK int am_names_add(struct am_names *names,
                               const struct am_name *name, struct am_err *err);

/* The id that a row of a relay goes under, by its sequence, or its day where it
 * is of a day: `relay` itself if there is no other. */
const unsigned char *am_name_of(const struct am_names *names,
                                const unsigned char *relay, int64_t sequence);
const unsigned char *am_name_on(const struct am_names *names,
                                const unsigned char *relay, int64_t day);

#endif
