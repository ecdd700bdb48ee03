/*
 * reload - the settings are read again while mail goes through.
 *
 * The file is read whole, with the files it names; if something is wrong in
 * them all stays as it was.  A message goes on by the settings it began with,
 * the next one on its connection is measured by the new ones.  What only a
 * restart can change is logged by its name, and keeps its value.
 */
#ifndef AM_MILTER_RELOAD_H
#define AM_MILTER_RELOAD_H

#include "basis.h"
#include "recorder.h"
#include "spool/spool.h"

/* What a reload reads and changes. */
struct am_reload {
    const char *path;             /* of the settings, which must be there */
    const struct am_basis *first; /* of the start */
    struct am_current *current;
    struct am_recorder *recorder;
    struct am_spool *spool;
};

/* Do it, and log what came of it.  One thread at a time. */
void am_reload(const struct am_reload *reload);

#endif
