/*
 * sums - the members of struct am_sums by name: those that are columns of table
 * day_sighting first, then those that a query computes.
 */
#ifndef AM_STORE_SUMS_H
#define AM_STORE_SUMS_H

#include <stddef.h>
#include <stdint.h>

#include "store/query.h"

struct am_sums_member {
    const char *parameter; /* ":" and the name */
    size_t offset;         /* in struct am_sums */
};

#define AM_SUMS_STORED 35 /* members that are columns */
#define AM_SUMS_ALL    46

extern const struct am_sums_member am_sums_members[AM_SUMS_ALL];

/* The value of a member. */
int64_t *am_sums_at(struct am_sums *sums, size_t member);

/* Add more to sums, member by member; each side is below AM_SUMS_MOST, and at
 * most seven are added before am_sums_check(). */
void am_sums_add(struct am_sums *sums, const struct am_sums *more);

/* Fails with AM_EFULL if a member reaches AM_SUMS_MOST. */
AM_MUST_CHECK int am_sums_check(const struct am_sums *sums, struct am_err *err);

/* Fail as it does. */
int am_sums_fail(struct am_err *err);

#endif
