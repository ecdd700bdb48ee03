/* ledger - see ledger.h. */
#include "spool/ledger.h"

#include "base/language.h"

const char *am_gap_name(enum am_gap reason)
{
    static const char *const names[AM_GAP_COUNT] = {
        [AM_GAP_MEMORY] = N_("memory"),   [AM_GAP_DISK] = N_("disk"),
        [AM_GAP_FULL] = N_("full"),       [AM_GAP_STOP] = N_("stop"),
        [AM_GAP_CRASH] = N_("crash"),     [AM_GAP_TORN] = N_("torn"),
        [AM_GAP_HUNG_UP] = N_("hung_up"),
    };

    return names[reason];
}

static uint64_t right_side(const struct am_ledger *ledger)
{
    const uint64_t *value = ledger->counters.value;
    uint64_t sum = value[AM_COUNTER_DROPPED] + ledger->records;

    for (unsigned i = 0; i < AM_GAP_COUNT; i++) {
        if (i != AM_GAP_TORN)
            sum += value[AM_COUNTER_GAP + i];
    }
    return sum;
}

/* Make the equation true by adding to the counter `missing`. */
static void balance(struct am_ledger *ledger, unsigned missing)
{
    uint64_t begun = ledger->counters.value[AM_COUNTER_BEGUN];
    uint64_t right = right_side(ledger);

    if (begun > right) {
        am_counters_add(&ledger->counters, missing, begun - right);
    } else if (begun < right) {
        am_counters_set(&ledger->counters, AM_COUNTER_BEGUN, right);
    }
}

void am_ledger_settle_crash(struct am_ledger *ledger)
{
    balance(ledger, AM_COUNTER_GAP + AM_GAP_CRASH);
}

void am_ledger_begin(struct am_ledger *ledger)
{
    ledger->open++;
    am_counters_add(&ledger->counters, AM_COUNTER_BEGUN, 1);
}

void am_ledger_end(struct am_ledger *ledger)
{
    if (ledger->open > 0)
        ledger->open--;
    if (ledger->open == 0) {
        ledger->settled = 0;
        balance(ledger, AM_COUNTER_DROPPED);
    } else if (ledger->settled > 0) {
        ledger->settled--;
    } else {
        am_counters_add(&ledger->counters, AM_COUNTER_DROPPED, 1);
    }
}

/* Of n messages now accounted for, how many had not begun? */
static uint64_t settle(struct am_ledger *ledger, uint64_t n)
{
    uint64_t waiting = ledger->open - ledger->settled;
    uint64_t begun = n < waiting ? n : waiting;

    ledger->settled += begun;
    return n - begun;
}

void am_ledger_gap(struct am_ledger *ledger, enum am_gap reason,
                   uint64_t messages)
{
    /* Messages that never began do so now, or the equation would lack them. */
    uint64_t late = reason == AM_GAP_TORN ? 0 : settle(ledger, messages);
    if (late > 0)
        am_counters_add(&ledger->counters, AM_COUNTER_BEGUN, late);
    am_counters_add(&ledger->counters, AM_COUNTER_GAP + (unsigned)reason,
                    messages);
}

void am_ledger_record(struct am_ledger *ledger)
{
    ledger->records++;
    if (settle(ledger, 1) > 0)
        am_counters_add(&ledger->counters, AM_COUNTER_BEGUN, 1);
}

void am_ledger_torn(struct am_ledger *ledger,
                    const struct am_spool_position *place, uint64_t records)
{
    const uint64_t *value = ledger->counters.value;

    if (place->segment < value[AM_COUNTER_MARK_SEGMENT] ||
        (place->segment == value[AM_COUNTER_MARK_SEGMENT] &&
         place->offset <= value[AM_COUNTER_MARK_OFFSET]))
        return;
    am_counters_set(&ledger->counters, AM_COUNTER_MARK_OFFSET, place->offset);
    am_counters_set(&ledger->counters, AM_COUNTER_MARK_SEGMENT, place->segment);
    am_counters_add(&ledger->counters, AM_COUNTER_GAP + AM_GAP_TORN, records);
}
