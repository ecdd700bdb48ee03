/*
 * measure - one message from envelope to record: the meter, the envelope and
 * the key put together.  Used by the daemon for a transaction and by `scan` for
 * a file, so that both count alike.  Knows neither protocol nor spool.
 */
#ifndef AM_METER_MEASURE_H
#define AM_METER_MEASURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "meter/envelope.h"
#include "meter/key.h"
#include "meter/meter.h"
#include "meter/record.h"

struct am_measure;

/* What measuring needs and shares with others; all of it must outlive it. */
struct am_measure_setup {
    const struct am_key *key;
    const struct am_rules *rules;
    const struct am_limits *limits; /* NULL: the defaults */
    am_part_fn *on_part; /* told of each part beside the record; may be NULL */
    void *context;
};

/* Create it, with no message begun.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_measure_create(struct am_measure **measure,
                                    const struct am_measure_setup *setup,
                                    struct am_err *err);

/* Destroy *measure, which may be NULL, and set it to NULL. */
void am_measure_destroy(struct am_measure **measure);

/* Begin a message; one begun before is forgotten.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_measure_begin(struct am_measure *measure,
                                   const struct am_sender *sender,
                                   struct am_err *err);

/* Add an accepted recipient.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_measure_recipient(struct am_measure *measure,
                                       const struct am_rcpt *rcpt,
                                       struct am_err *err);

/*
 * Tell of the passes of a message through the MTA (meter/trace.h): what the MTA
 * calls itself, before any field; the value of each Received field, beside its
 * bytes; the queue id, before the end.  A text may be NULL.  Not told of: the
 * message is never taken for one that a filter gave back.  Fails with
 * AM_ENOMEM.
 */
void am_measure_relay(struct am_measure *measure, const char *name);
AM_MUST_CHECK int am_measure_received(struct am_measure *measure,
                                      const char *value, struct am_err *err);
AM_MUST_CHECK int am_measure_queue_id(struct am_measure *measure,
                                      const char *queue_id, struct am_err *err);

/* Add bytes of the message, header and body.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_measure_feed(struct am_measure *measure, const void *data,
                                  size_t size, struct am_err *err);

/*
 * End of message: *record is filled and belongs to measure, until its next
 * begin.  time_s is now, in seconds since 1970; run as in am_envelope_fill().
 * Fails with AM_ENOMEM.
 */
AM_MUST_CHECK int am_measure_finish(struct am_measure *measure, int64_t time_s,
                                    const unsigned char run[AM_SHORT_KEY],
                                    const struct am_record **record,
                                    struct am_err *err);

/* Forget the message begun, if any, and every keyed trace of it. */
void am_measure_reset(struct am_measure *measure);

#endif
