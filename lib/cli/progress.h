/*
 * progress - a line on standard error that tells how far something is, written
 * over at most five times a second, and erased at its end.
 *
 * Only on a terminal that is not dumb, and only if it is wanted; never wider
 * than that, also after a resize.  There is one such line in the process, which
 * one thread writes.
 */
#ifndef AM_CLI_PROGRESS_H
#define AM_CLI_PROGRESS_H

#include <stdbool.h>

/* What follows is told at first after so many seconds: short work says nothing.
 */
#define AM_PROGRESS_DELAY_S 1.0

struct am_progress {
    const char *command;   /* its name, which the line begins with */
    double began_s, due_s; /* of a clock of its own */
    bool is_on;
};

/* Begin; tells nothing before delay_s is over, and never if it is not wanted.
 */
void am_progress_begin(struct am_progress *progress, const char *command,
                       double delay_s, bool is_wanted);

/* Is it time to compose a new line? */
bool am_progress_is_due(const struct am_progress *progress);

/* Show it: text, cut where the terminal ends. */
void am_progress_show(struct am_progress *progress, const char *text);

/* Seconds since it began, over 0. */
double am_progress_elapsed_s(const struct am_progress *progress);

#define AM_PROGRESS_LEFT_SIZE 64

/* "1:02:03 left", if the rest goes on as what was done in elapsed_s; "? left"
 * where nothing is done, or the total, then 0, is not known.  Returns text. */
const char *am_progress_left(double elapsed_s, double done, double total,
                             char text[AM_PROGRESS_LEFT_SIZE]);

/* Erase the line and tell no more. */
void am_progress_end(struct am_progress *progress);

/* Erase the line, if there is one, for something else to be written there. */
void am_progress_erase(void);

#endif
