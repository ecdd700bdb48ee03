/*
 * guests - the connections of `attachmeter serve`, each with the time it has
 * had, and those that wait for an answer from the database.
 *
 * Knows no request but what it asks; reads and sends nothing.
 */
#ifndef AM_CLI_GUESTS_H
#define AM_CLI_GUESTS_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/asking.h"

struct MHD_Connection;

#define AM_GUESTS_MAX   256
#define AM_GUESTS_CROWD (AM_GUESTS_MAX * 3 / 4)

/* How long a request may take to come, all of it; the same in a crowd; and how
 * long its answer may take to be made and to go. */
#define AM_GUESTS_ASK_MS    10000
#define AM_GUESTS_CROWD_MS  2000
#define AM_GUESTS_ANSWER_MS 60000

/* A connection, from its beginning to its end. */
struct am_guest {
    struct MHD_Connection *connection; /* NULL: the place is free */
    int fd;
    int64_t since_ms; /* when it could begin to ask, or had asked */
    bool has_asked;   /* a whole request has come */
    bool is_waiting;  /* for the answer to: */
    struct am_asked asked;
};

struct am_guests {
    struct am_guest places[AM_GUESTS_MAX];
    unsigned count;
};

/* A place for a connection; NULL: there is none. */
struct am_guest *am_guests_let_in(struct am_guests *guests,
                                  struct MHD_Connection *connection, int fd);

/* The connection is closed. */
void am_guests_let_out(struct am_guests *guests, struct am_guest *guest);

/* It has asked, or has its answer and may ask again. */
void am_guest_asks(struct am_guest *guest, bool has_asked);

/*
 * Shut down the connections of those that had their time; who waits is not one
 * of them.  A limit by the last byte would never end for who sends one now and
 * then.
 */
void am_guests_send_away(const struct am_guests *guests);

/* Whose answer is to be made next: who asks for the health goes first, else
 * who waits longest.  NULL: nobody waits. */
const struct am_guest *am_guests_next(const struct am_guests *guests);

/* Has it cut the connection, so that nobody would take the answer?  One that
 * has only ended its own side still waits. */
bool am_guest_has_left(const struct am_guest *guest);

/* Is an answer being made for somebody, or sent? */
bool am_guests_are_served(const struct am_guests *guests);

#endif
