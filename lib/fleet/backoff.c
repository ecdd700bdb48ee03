/* backoff - see backoff.h. */
#include "fleet/backoff.h"

int64_t am_backoff_ms(unsigned failures, uint64_t chance)
{
    int64_t most = AM_BACKOFF_FIRST_MS;

    while (failures-- > 0 && most < AM_BACKOFF_MOST_MS)
        most *= 2;
    if (most > AM_BACKOFF_MOST_MS)
        most = AM_BACKOFF_MOST_MS;
    int64_t least = most / 10;
    return least + (int64_t)(chance % (uint64_t)(most - least + 1));
}
