/*
 * door - the place where the MTA knocks: one daemon at a time.  Opens no
 * socket: libmilter does.
 */
#ifndef AM_MILTER_DOOR_H
#define AM_MILTER_DOOR_H

#include "base/err.h"

/*
 * Lock the file at path, made if need be, for the life of the process.  Fails
 * with AM_EBUSY (another daemon has it), AM_EACCESS, AM_ENOTFOUND, AM_EIO.
 */
AM_MUST_CHECK int am_door_lock(const char *path, struct am_err *err);

#endif
