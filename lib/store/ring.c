/*
 * ring - see ring.h.  The keys stand in a circle, oldest first; a hash table of
 * chains finds them, newest first.  Chains are linked both ways, as one may be
 * long: a key that is put in again and again has an entry for each time.
 */
#include "store/ring.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 1024U
#define ROOM_MOST  (1U << 30)
#define NONE       UINT32_MAX

struct entry {
    uint64_t key;
    int64_t time_s;
    uint32_t next, before; /* places in the circle of those beside it in the
                              chain, or NONE */
};

struct am_ring {
    struct entry *circle; /* room of them, a power of two */
    uint32_t *chains;     /* room of them */
    uint32_t room, most;
    uint64_t head, tail; /* counted on for ever; the place is modulo room */
    uint64_t kept;       /* tail at the last am_ring_keep() */
    int64_t window_s;
};

static int make_tables(struct am_ring *ring, uint32_t room)
{
    struct entry *circle = calloc(room, sizeof(*circle));
    uint32_t *chains = malloc(room * sizeof(*chains));

    if (circle == NULL || chains == NULL) {
        free(circle);
        free(chains);
        return -1;
    }
    memset(chains, 0xff, room * sizeof(*chains));
    ring->circle = circle;
    ring->chains = chains;
    ring->room = room;
    return 0;
}

int am_ring_create(struct am_ring **ring, size_t most, int64_t window_s,
                   struct am_err *err)
{
    struct am_ring *new = calloc(1, sizeof(*new));
    if (new == NULL || make_tables(new, FIRST_ROOM) < 0) {
        free(new);
        return am_fail(err, AM_ENOMEM, "no memory to recognise messages");
    }
    uint32_t room = FIRST_ROOM;
    while (room < most && room < ROOM_MOST)
        room *= 2;
    new->most = room;
    new->window_s = window_s;
    *ring = new;
    return 0;
}

void am_ring_destroy(struct am_ring **ring)
{
    struct am_ring *old = *ring;

    *ring = NULL;
    if (old == NULL)
        return;
    free(old->circle);
    free(old->chains);
    free(old);
}

static void link_in(struct am_ring *ring, uint64_t place, uint64_t key,
                    int64_t time_s)
{
    uint32_t i = (uint32_t)(place & (ring->room - 1));
    uint32_t *chain = &ring->chains[key & (ring->room - 1)];

    ring->circle[i] = (struct entry){key, time_s, *chain, NONE};
    if (*chain != NONE)
        ring->circle[*chain].before = i;
    *chain = i;
}

static void unlink_from(struct am_ring *ring, uint64_t place)
{
    const struct entry *entry = &ring->circle[place & (ring->room - 1)];

    if (entry->next != NONE)
        ring->circle[entry->next].before = entry->before;
    if (entry->before != NONE) {
        ring->circle[entry->before].next = entry->next;
    } else {
        ring->chains[entry->key & (ring->room - 1)] = entry->next;
    }
}

/* Double the room; without memory the old room has to do. */
static void grow(struct am_ring *ring)
{
    struct am_ring old = *ring;

    if (old.room >= old.most || make_tables(ring, old.room * 2) < 0)
        return;
    for (uint64_t place = old.head; place < old.tail; place++) {
        const struct entry *entry = &old.circle[place & (old.room - 1)];
        link_in(ring, place, entry->key, entry->time_s);
    }
    free(old.circle);
    free(old.chains);
}

static void drop_oldest(struct am_ring *ring)
{
    unlink_from(ring, ring->head++);
}

void am_ring_put(struct am_ring *ring, uint64_t key, int64_t time_s)
{
    if (ring->tail - ring->head == ring->room)
        grow(ring);
    if (ring->tail - ring->head == ring->room)
        drop_oldest(ring);
    link_in(ring, ring->tail++, key, time_s);
}

void am_ring_expire(struct am_ring *ring, int64_t now_s)
{
    while (ring->head < ring->kept &&
           now_s - ring->circle[ring->head & (ring->room - 1)].time_s >
               2 * ring->window_s)
        drop_oldest(ring);
}

bool am_ring_find(const struct am_ring *ring, uint64_t key, int64_t now_s,
                  int64_t *time_s)
{
    uint32_t i = ring->chains[key & (ring->room - 1)];

    for (; i != NONE; i = ring->circle[i].next) {
        const struct entry *entry = &ring->circle[i];
        int64_t away_s = entry->time_s < now_s ? now_s - entry->time_s
                                               : entry->time_s - now_s;
        if (entry->key == key && away_s <= ring->window_s) {
            if (time_s != NULL)
                *time_s = entry->time_s;
            return true;
        }
    }
    return false;
}

void am_ring_keep(struct am_ring *ring)
{
    ring->kept = ring->tail;
}

void am_ring_undo(struct am_ring *ring)
{
    while (ring->tail > ring->kept && ring->tail > ring->head)
        unlink_from(ring, --ring->tail);
    if (ring->kept > ring->tail)
        ring->kept = ring->tail;
}
