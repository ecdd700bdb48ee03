/*
 * terminal - what a stream is shown on: is it a terminal, how large, does it
 * show colour and Unicode.  The only place that asks.
 *
 * COLUMNS and LINES go before what the terminal says, and those before 80 x 24.
 */
#ifndef AM_CLI_TERMINAL_H
#define AM_CLI_TERMINAL_H

#include <stdbool.h>

#include "report/look.h"

struct am_terminal {
    bool is_one;            /* the rest is only of a terminal */
    bool is_dumb;           /* TERM is "dumb" or not set: no escapes */
    bool is_unicode;        /* LC_ALL, LC_CTYPE or LANG names UTF-8 */
    unsigned columns, rows; /* over 0 */
};

/* Of a file descriptor, now: a terminal may be resized at any time. */
struct am_terminal am_terminal_of(int fd);

enum am_terminal_colour {
    AM_TERMINAL_AUTO, /* on a terminal that is not dumb, without NO_COLOR */
    AM_TERMINAL_ALWAYS,
    AM_TERMINAL_NEVER
};

/* How a view looks there: fills all of *look but the units. */
void am_terminal_look(const struct am_terminal *terminal,
                      enum am_terminal_colour colour, struct am_look *look);

#endif
