/*
 * held - what a mail store holds now, from the state of a scan; and, if a
 * relay's database is given, beside what that predicts.
 *
 * By names and by files as in store/held_sums.h.  For each content of size d,
 * with C copies by names in m mailboxes and n by files:
 *
 *   by names  = unique + encoding + across + within, to the byte, where
 *   unique    = sum d           one copy of each content, decoded
 *   encoding  = stored - size, over the copies
 *   across    = sum d (m - 1)   copies in further mailboxes
 *   within    = sum d (C - m)   more copies in the same mailbox
 *   linked    = by names - by files    what hard links save already
 *   avoidable = by files - unique      what one decoded copy would free
 *
 * A container (winmail.dat) is one content, whatever is inside it.  What has no
 * digest is counted apart and is in none of these.  Bytes of attachments are as
 * a store holds them, with LF; those of files are as they are.
 */
#ifndef AM_REPORT_HELD_H
#define AM_REPORT_HELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/held.h"
#include "store/held_sums.h"
#include "store/store.h"

#define AM_HELD_SCHEMA "attachmeter.held/1"

/* What a scan met beside the files that it read. */
struct am_held_met {
    int64_t unread;   /* files and directories that could not be read */
    int64_t changed;  /* files that changed while they were read */
    int64_t vanished; /* names that were gone when looked at */
    int64_t special;  /* sockets, pipes, devices, links that lead nowhere */
};

struct am_held_request {
    unsigned classes;         /* as in struct am_query */
    int64_t now_s;            /* seconds since 1970 */
    const char *const *paths; /* what was scanned, ended by NULL */
    struct am_held_met met;
    struct am_store *relay; /* NULL: none */
    const char *relay_name; /* its path */
    int64_t delivery_limit; /* recipients a delivery */
};

/* Sums over contents; of names and of files stored bytes. */
struct am_held_sum {
    int64_t contents, unique_bytes;
    int64_t names, name_bytes;
    int64_t files, file_bytes;
};

/* Contents of 1, 2 to 3, 4 to 7 ... copies, or mailboxes. */
#define AM_HELD_STEPS 63

/* The least and the largest number of a step. */
int64_t am_held_step_from(size_t step);
int64_t am_held_step_to(size_t step);

/* The contents that a relay predicts a copy of in an own mailbox: its detail,
 * whole.  Of names it predicts copies, of files those that are no links. */
struct am_held_against {
    int64_t first_day, last_day; /* of the detail; both 0: there is none */
    struct am_held_sum predicted, found; /* of contents that both have */
    struct am_held_sum missing;          /* predicted, and none is found */
    struct am_held_sum extra;            /* found, and not predicted */
    int64_t fewer_names, more_names; /* copies, of contents that both have */
};

struct am_held_report {
    struct am_held_request request; /* its texts are the caller's */
    struct am_held_kind kinds[AM_MAILFILE_COUNT];
    struct am_held_kind files; /* all of them */
    int64_t mailboxes;         /* that hold a message */
    struct am_held_sum total, undigested;
    int64_t across_bytes, within_bytes, encoding_bytes;
    struct am_held_sum by_copies[AM_HELD_STEPS], by_mailboxes[AM_HELD_STEPS];
    struct am_held_sis sis;
    struct am_held_against against;
};

/*
 * Make the report.  Fails as the queries of store/held_sums.h do, with
 * AM_EINVAL also where a sum is over 2^63.
 */
AM_MUST_CHECK int am_held_report_make(struct am_held_report *report,
                                      struct am_held *held,
                                      const struct am_held_request *request,
                                      struct am_err *err);

/* Was there no message at all? */
bool am_held_report_is_empty(const struct am_held_report *report);

/* found / predicted of names' bytes, NaN where nothing is predicted: of what
 * both have; and of all that is predicted. */
double am_held_ratio_of_both(const struct am_held_against *against);
double am_held_ratio_of_all(const struct am_held_against *against);

#endif
