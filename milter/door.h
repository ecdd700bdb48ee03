/*
 * door - the place where the MTA knocks: one daemon at a time, at a socket that
 * libmilter opens or that we are given.
 *
 * Given: by systemd's protocol (LISTEN_FDS, LISTEN_PID), in place of the
 * socket in the settings, which it must then be; or by any supervisor as
 * `socket = fd:N`, with nothing in the environment.  Such a socket goes on
 * without us: who connects meanwhile waits for the next daemon.
 */
#ifndef AM_MILTER_DOOR_H
#define AM_MILTER_DOOR_H

#include "base/config.h"
#include "base/err.h"

/*
 * Lock, and listen.  Due after am_filter_start(), once a process.  Returns 0 or
 * an exit status of sysexits.h with *err filled.
 */
AM_MUST_CHECK int am_door_open(const struct am_settings *settings,
                               struct am_err *err);

/* Was the socket given to us? */
bool am_door_is_given(void);

/* Connections of MTAs that there are now: also those that libmilter has
 * accepted and has called nobody for yet. */
unsigned am_door_connections(void);

/*
 * Is there a connection that its MTA left without SMFIC_QUIT?  libmilter calls
 * the same function for a message that the MTA takes back, and goes on or says
 * goodbye, and for a connection that breaks, of which it may not even read what
 * was sent before.
 */
bool am_door_has_broken(void);

/* No new connections from now on, as far as that can be had: a port of our own
 * stays open.  Those that are there are not touched. */
void am_door_shut(void);

#endif
