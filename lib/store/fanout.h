/* fanout - how many copies and hops the recipients of a message make. */
#ifndef AM_STORE_FANOUT_H
#define AM_STORE_FANOUT_H

#include <stddef.h>
#include <stdint.h>

#include "meter/record.h"

/* Where nothing else is configured: Postfix's default_destination_recipient_
 * limit, and a store in one piece. */
#define AM_FANOUT_LIMIT      50
#define AM_FANOUT_PARTITIONS 1

struct am_fanout {
    int64_t local_given; /* local recipients as the client gave them */
    int64_t local;       /* local mailboxes, known lists expanded */
    int64_t external;
    int64_t lmtp;  /* deliveries to a local store: ceil(local / limit) */
    int64_t cyrus; /* files in its partitions: min(local, partitions x lmtp) */
    int64_t hops;  /* next-hop transactions: the same over every group */
};

/*
 * Count the first `count` recipients, which it puts in order of their groups.
 * limit is the number of recipients a delivery, partitions that of the store's
 * disks that mailboxes are spread over; both at least 1.
 */
void am_fanout_count(struct am_recipient *recipients, size_t count,
                     int64_t limit, int64_t partitions,
                     struct am_fanout *fanout);

/* The deliveries that so many recipients take. */
int64_t am_fanout_deliveries(int64_t recipients, int64_t limit);

/* The files that deliveries to mailboxes write: at most one a partition each;
 * mailboxes have links to them. */
int64_t am_fanout_files(int64_t mailboxes, int64_t deliveries,
                        int64_t partitions);

#endif
