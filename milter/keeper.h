/*
 * keeper - the day's retention: once a day, and at start, what is too old goes.
 *
 * Part of the recorder's thread, which calls it when no record waits: one short
 * step at a time, so that the next batch waits some milliseconds at most.  What
 * is too old is store/retention's.
 */
#ifndef AM_MILTER_KEEPER_H
#define AM_MILTER_KEEPER_H

#include <stdint.h>

struct am_store;
struct am_retention;

struct am_keeper_terms {
    int64_t detail_days, sum_months;
};

struct am_keeper {
    const char *database;         /* path; must outlive it */
    struct am_keeper_terms terms; /* of the next day's retention */
    struct am_store *store;       /* of its own, open while there is work */
    struct am_retention *retention;
    int64_t day;   /* of the last retention, begun or given up; 0: none */
    unsigned most; /* rows of a step */
};

void am_keeper_begin(struct am_keeper *keeper, const char *database,
                     const struct am_keeper_terms *terms);

/* Do a step of today's retention, if one is due.  Returns after how many
 * milliseconds the next one may be done. */
int64_t am_keeper_step(struct am_keeper *keeper, int64_t today);

/* Leave what is not done to the next day, or start: the database is gone, or
 * the recorder ends. */
void am_keeper_end(struct am_keeper *keeper);

#endif
