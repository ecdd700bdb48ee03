/*
 * glance - how far a spool reaches, seen from outside, while its daemon has it.
 *
 * Takes no lock and changes nothing; a record that is just being written may be
 * in it or not.
 */
#ifndef AM_SPOOL_GLANCE_H
#define AM_SPOOL_GLANCE_H

#include <stdbool.h>

#include "base/err.h"
#include "spool/counters.h"
#include "spool/spool.h"

struct am_glance {
    bool is_there; /* there is a record; the rest is of the newest one */
    unsigned char incarnation[AM_INCARNATION_SIZE];
    struct am_spool_position end;
};

/*
 * Look at the spool in directory dir; no directory is an empty one.  Fails with
 * AM_EACCESS, AM_EIO, AM_ENEWER.
 */
AM_MUST_CHECK int am_glance_take(struct am_glance *glance, const char *dir,
                                 struct am_err *err);

#endif
