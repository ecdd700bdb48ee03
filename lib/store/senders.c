/* senders - see senders.h.  An open-addressed table, never more than half full.
 */
#include "store/senders.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS 65536U

struct slot {
    struct am_sender_group group;
    uint32_t count; /* senders known */
    bool used;
    unsigned char senders[AM_SENDERS_MAX][AM_SHORT_KEY];
};

struct am_senders {
    struct slot *slots;
    size_t used;
    unsigned char run[AM_SHORT_KEY]; /* whose senders these are */
};

int am_senders_create(struct am_senders **senders, struct am_err *err)
{
    struct am_senders *new = calloc(1, sizeof(*new));
    if (new != NULL)
        new->slots = calloc(SLOTS, sizeof(*new->slots));
    if (new == NULL || new->slots == NULL) {
        free(new);
        return am_fail(err, AM_ENOMEM, "no memory to tell senders apart");
    }
    *senders = new;
    return 0;
}

void am_senders_destroy(struct am_senders **senders)
{
    struct am_senders *old = *senders;

    *senders = NULL;
    if (old == NULL)
        return;
    free(old->slots);
    free(old);
}

void am_senders_clear(struct am_senders *senders)
{
    if (senders->used > 0)
        memset(senders->slots, 0, SLOTS * sizeof(*senders->slots));
    senders->used = 0;
}

/* Multiplication by an odd constant near 2^64 / phi spreads small numbers. */
static uint64_t hash(const struct am_sender_group *group)
{
    uint64_t h = (uint64_t)group->day ^ (uint64_t)group->dimension << 32;

    h *= 0x9e3779b97f4a7c15U;
    h = (h ^ (h >> 29) ^ (uint64_t)group->value) * 0x9e3779b97f4a7c15U;
    return h >> 40;
}

static bool same(const struct am_sender_group *a,
                 const struct am_sender_group *b)
{
    return a->day == b->day && a->dimension == b->dimension &&
           a->value == b->value;
}

static struct slot *find(struct am_senders *senders,
                         const struct am_sender_group *group)
{
    uint64_t i = hash(group) % SLOTS;

    while (senders->slots[i].used && !same(&senders->slots[i].group, group))
        i = (i + 1) % SLOTS;
    struct slot *slot = &senders->slots[i];
    if (!slot->used) {
        *slot = (struct slot){.group = *group, .used = true};
        senders->used++;
    }
    return slot;
}

int64_t am_senders_add(struct am_senders *senders,
                       const struct am_record *record,
                       const struct am_sender_group *group, bool *raised)
{
    *raised = false;
    if (memcmp(senders->run, record->sender_run, AM_SHORT_KEY) != 0 ||
        senders->used >= SLOTS / 2) {
        am_senders_clear(senders);
        memcpy(senders->run, record->sender_run, AM_SHORT_KEY);
    }
    struct slot *slot = find(senders, group);
    if (!record->has_sender || slot->count == AM_SENDERS_MAX)
        return slot->count;
    for (uint32_t i = 0; i < slot->count; i++) {
        if (memcmp(slot->senders[i], record->sender, AM_SHORT_KEY) == 0)
            return slot->count;
    }
    memcpy(slot->senders[slot->count++], record->sender, AM_SHORT_KEY);
    *raised = true;
    return slot->count;
}
