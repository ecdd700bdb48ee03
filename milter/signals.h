/*
 * signals - what the daemon is told from outside, as events for the main
 * thread.
 *
 * libmilter has a thread of its own that waits for SIGTERM, SIGINT and SIGHUP,
 * drops every session when one comes, and cannot be told otherwise.  Linux
 * gives a signal for a process to its main thread where that one does not block
 * it, so the main thread does not, and all other threads block all signals.
 * Should libmilter get one all the same, it ends by itself: an event too.
 */
#ifndef AM_MILTER_SIGNALS_H
#define AM_MILTER_SIGNALS_H

#include <pthread.h>
#include <stdbool.h>

enum am_told {
    AM_TOLD_STOP,   /* SIGTERM, SIGINT, SIGHUP */
    AM_TOLD_RELOAD, /* SIGUSR1 */
    AM_TOLD_END     /* am_signals_tell_end() was called */
};

/* From now on SIGUSR1 waits until am_signals_begin().  Before any thread. */
void am_signals_hold(void);

/* From now on signals are events.  Main thread, before any other. */
void am_signals_begin(void);

/* Wait for an event: the most urgent one, in the order above but for the end,
 * which is first.  Several reloads asked for meanwhile are one.  Main thread.
 */
enum am_told am_signals_wait(void);

/* Wait ms milliseconds, or until the stop is asked for again, or the end is
 * told.  Was it so?  Main thread. */
bool am_signals_hurry(long ms);

/* libmilter ended by itself.  Any thread. */
void am_signals_tell_end(void);

/* As pthread_create(): a thread that takes no signal.  0, or -1. */
int am_signals_thread(pthread_t *thread, void *(*run)(void *), void *argument);

#endif
