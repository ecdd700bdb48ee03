/*
 * trace - through which passes of our own MTA a message came.
 *
 * A pass is one transaction: the MTA's name and the queue id that it gave.  A
 * content filter that takes mail out of the queue and gives it back makes two
 * of one message; the second has in its header the Received line of the first
 * (RFC 5321 section 4.4: "by NAME ... id ID").  Keeps keyed recognisers of
 * passes, never a name or an id, and none of other hosts' lines.  Does not know
 * which passes were recorded.
 */
#ifndef AM_METER_TRACE_H
#define AM_METER_TRACE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "meter/record.h"
#include "meter/signer.h"

#define AM_HOST_SIZE      256 /* bytes of an MTA's name, NUL included */
#define AM_TRACE_RECEIVED 100 /* lines looked at: more hops no MTA allows */

struct am_trace {
    char host[AM_HOST_SIZE]; /* in lower case; "": nobody said it */
    unsigned received;       /* lines so far */
    bool has_pass;           /* all as in a record */
    unsigned char pass[AM_SHORT_KEY];
    unsigned char before[AM_PASSES_MAX][AM_SHORT_KEY];
    size_t count;
    bool by_smtp[AM_PASSES_MAX]; /* came from a host, was not made here */
};

/* Begin a message.  host is what the MTA calls itself, {j}; NULL or "": it is
 * not known, and nothing is recognised. */
void am_trace_begin(struct am_trace *trace, const char *host);

/* Take the value of a Received field, in the order of the header, folded or
 * not.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_trace_received(struct am_trace *trace,
                                    struct am_signer *signer, const char *value,
                                    struct am_err *err);

/* Take the queue id of this pass, after the header; NULL or "": it has none.  A
 * line that names it is forgotten.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_trace_queue_id(struct am_trace *trace,
                                    struct am_signer *signer,
                                    const char *queue_id, struct am_err *err);

/* Fill what *record tells of passes. */
void am_trace_fill(const struct am_trace *trace, struct am_record *record);

/* Was the message taken from another host in a pass before this one?  Then
 * who gives it to us now is a filter or a store, not who sent it. */
bool am_trace_came_back(const struct am_trace *trace);

#endif
