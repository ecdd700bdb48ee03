/*
 * notify - what systemd is told: that we are ready, reload, stop, are alive.
 * Nothing where systemd did not start us, or in a build without libsystemd.
 */
#ifndef AM_MILTER_NOTIFY_H
#define AM_MILTER_NOTIFY_H

/* The start goes on, and may for ten minutes more; a line for `systemctl
 * status`. */
void am_notify_starting(const char *status);

/* We take connections; a line for `systemctl status`. */
void am_notify_ready(const char *status);

void am_notify_reloading(void);
void am_notify_stopping(void);

/*
 * The recorder goes on: its thread calls this again and again, and nobody else,
 * so that a recorder that hangs is found out.  Tells as often as WatchdogSec=
 * wants it.
 */
void am_notify_alive(void);

#endif
