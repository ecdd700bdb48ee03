/*
 * ledger - each message that began is accounted for once, whatever happens.
 *
 * Let R be the records ever appended, which the segments tell (spool.c).  Then,
 * when nobody is at work,
 *
 *     begun = dropped + R + sum of all gaps but the torn
 *
 * After a crash the left side is larger by the messages that were open, and
 * that difference is added to the crash gap: one write of eight bytes, which
 * makes the equation true again.  The append of a record and the count that it
 * settles are one and the same write, so at no moment a message is in both or
 * in none.  A record torn by the crash is not in R: its message is one of the
 * difference and is not counted again.  So are records that a power cut took
 * from the newest segment.
 *
 * An end does not say which message ends.  `settled` holds how many of the open
 * ones have their record or gap; an end uses up one of those first.  When the
 * last open message ends, `dropped` follows from the equation, so that nothing
 * can drift.  Keeps no lock: the spool calls it under its own.
 */
#ifndef AM_SPOOL_LEDGER_H
#define AM_SPOOL_LEDGER_H

#include <stdint.h>

#include "spool/counters.h"
#include "spool/spool.h"

struct am_ledger {
    struct am_counters counters;
    uint64_t records; /* R */
    uint64_t open;    /* messages begun and not ended */
    uint64_t settled; /* of these, with a record or a gap */
};

/* After the counters were opened and the records counted: what is missing was
 * open when the process before died. */
void am_ledger_settle_crash(struct am_ledger *ledger);

void am_ledger_begin(struct am_ledger *ledger);
void am_ledger_end(struct am_ledger *ledger);
void am_ledger_gap(struct am_ledger *ledger, enum am_gap reason,
                   uint64_t messages);

/* A record was appended. */
void am_ledger_record(struct am_ledger *ledger);

/* records were found damaged at a place; counts them if that is news. */
void am_ledger_torn(struct am_ledger *ledger,
                    const struct am_spool_position *place, uint64_t records);

#endif
