/*
 * lags - see lags.h.
 */
#include "e2e/lags.h"

void lags_add(struct lags *lags, int64_t ns)
{
    int64_t place = ns / 1000 / LAG_US;

    atomic_fetch_add(&lags->counts[place < LAG_MOST ? place : LAG_MOST], 1);
    atomic_fetch_add(&lags->all, 1);
}

double lags_ms(const struct lags *lags, double share)
{
    double wanted = share * (double)atomic_load(&lags->all);
    double below = 0;
    size_t i = 0;

    for (; i < LAG_MOST; i++) {
        below += (double)atomic_load(&lags->counts[i]);
        if (below >= wanted)
            break;
    }
    return (double)(i + 1) * LAG_US / 1000;
}

static void move(struct lags *from, struct lags *to)
{
    for (size_t i = 0; i <= LAG_MOST; i++) {
        unsigned count = atomic_exchange(&from->counts[i], 0);

        atomic_fetch_add(&to->counts[i], count);
    }
    atomic_fetch_add(&to->all, atomic_exchange(&from->all, 0));
}

void lag_pair_take(struct lag_pair *pair, struct lags *ours,
                   struct lags *theirs)
{
    if (pair->count < LAG_SLICES) {
        pair->late_ms[pair->count++] =
            lags_ms(ours, 0.99) - lags_ms(theirs, 0.99);
    }
    move(ours, &pair->ours);
    move(theirs, &pair->theirs);
}
