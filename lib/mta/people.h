/*
 * people - who writes to whom in made-up mail: addresses and recipients.
 *
 * Mailboxes are numbers; an address is one way to write one.  Local ones live
 * in am_traffic_local_domains, external ones in some dozens of example.com.
 */
#ifndef AM_MTA_PEOPLE_H
#define AM_MTA_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "mta/random.h"
#include "mta/traffic.h"

#define AM_ADDRESS_SIZE 64   /* bytes, NUL included */
#define AM_PEOPLE_LOCAL 1000 /* mailboxes 1 to this are ours */
#define AM_PEOPLE_OUT   3000 /* and so many outside follow */

/* A random mailbox, local or not. */
unsigned am_people_pick(struct am_random *random, bool local);

/* Write the address of a mailbox. */
void am_people_address(unsigned mailbox, char text[AM_ADDRESS_SIZE]);

/* Recipients under way, with the text of their addresses. */
struct am_crowd {
    struct am_traffic_rcpt *rcpts;
    char (*addresses)[AM_ADDRESS_SIZE];
    size_t count, room;
};

/* A crowd with room for so many.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_crowd_create(struct am_crowd *crowd, size_t room,
                                  struct am_err *err);

/* Give the memory back. */
void am_crowd_free(struct am_crowd *crowd);

/* Add count mailboxes that are not in it yet, as long as there is room. */
void am_crowd_add(struct am_crowd *crowd, struct am_random *random, bool local,
                  unsigned count);

/* Name one of them once more, in other case; and a local user who is none. */
void am_crowd_add_duplicate(struct am_crowd *crowd, struct am_random *random);
void am_crowd_add_refused(struct am_crowd *crowd, struct am_random *random);

/* What the envelope says by the rules of counting. */
enum am_direction am_crowd_direction(const struct am_crowd *crowd,
                                     bool sender_local);
/* Own domain of the recipients: "" none, "several", or the one. */
const char *am_crowd_domain(const struct am_crowd *crowd);

/* Own domain of a mailbox, "" for one outside. */
const char *am_people_domain(unsigned mailbox);

#endif
