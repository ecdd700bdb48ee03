/*
 * door - the place where the MTA knocks: one daemon at a time, and no stale
 * socket in its way.  Opens no socket: libmilter does.
 */
#ifndef AM_MILTER_DOOR_H
#define AM_MILTER_DOOR_H

#include "base/err.h"

/*
 * Lock the file at path, made if need be, for the life of the process.  Fails
 * with AM_EBUSY (another daemon has it), AM_EACCESS, AM_ENOTFOUND, AM_EIO.
 */
AM_MUST_CHECK int am_door_lock(const char *path, struct am_err *err);

/*
 * Make way at the path of a Unix socket: one that nobody listens on is removed.
 * Fails with AM_EBUSY if somebody answers, with AM_EINVAL if it is no socket,
 * AM_EACCESS, AM_EIO.
 */
AM_MUST_CHECK int am_door_clear(const char *path, struct am_err *err);

#endif
