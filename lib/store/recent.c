/*
 * recent - see recent.h.  The keys stand in a ring, oldest first; a hash table
 * of chains finds them, newest first.  Keys are parts of HMACs, so they are
 * their own hash.
 */
#include "store/recent.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 1024U
#define NONE       UINT32_MAX

struct entry {
    uint64_t key;
    int64_t time_s;
    uint32_t next; /* place in the ring of the next in the chain, or NONE */
};

struct am_recent {
    struct entry *ring; /* room of them, a power of two */
    uint32_t *chains;   /* room of them */
    uint32_t room, most;
    uint64_t head, tail; /* counted on for ever; the place is modulo room */
    uint64_t kept;       /* tail at the last am_recent_keep() */
    int64_t window_s;
};

static int make_tables(struct am_recent *recent, uint32_t room)
{
    struct entry *ring = calloc(room, sizeof(*ring));
    uint32_t *chains = malloc(room * sizeof(*chains));

    if (ring == NULL || chains == NULL) {
        free(ring);
        free(chains);
        return -1;
    }
    memset(chains, 0xff, room * sizeof(*chains));
    recent->ring = ring;
    recent->chains = chains;
    recent->room = room;
    return 0;
}

int am_recent_create(struct am_recent **recent, size_t most, int64_t window_s,
                     struct am_err *err)
{
    struct am_recent *new = calloc(1, sizeof(*new));
    if (new == NULL || make_tables(new, FIRST_ROOM) < 0) {
        free(new);
        return am_fail(err, AM_ENOMEM, "no memory to recognise messages");
    }
    new->most = FIRST_ROOM;
    while (new->most < most &&new->most < 1U << 30)
        new->most *= 2;
    new->window_s = window_s;
    *recent = new;
    return 0;
}

void am_recent_destroy(struct am_recent **recent)
{
    struct am_recent *old = *recent;

    *recent = NULL;
    if (old == NULL)
        return;
    free(old->ring);
    free(old->chains);
    free(old);
}

static void link_in(struct am_recent *recent, uint64_t place, uint64_t key,
                    int64_t time_s)
{
    uint32_t i = (uint32_t)(place & (recent->room - 1));
    uint32_t *chain = &recent->chains[key & (recent->room - 1)];

    recent->ring[i] = (struct entry){key, time_s, *chain};
    *chain = i;
}

static void unlink_from(struct am_recent *recent, uint64_t place)
{
    uint32_t i = (uint32_t)(place & (recent->room - 1));
    const struct entry *entry = &recent->ring[i];
    uint32_t *link = &recent->chains[entry->key & (recent->room - 1)];

    while (*link != i)
        link = &recent->ring[*link].next;
    *link = entry->next;
}

/* Double the room; without memory the old room has to do. */
static void grow(struct am_recent *recent)
{
    struct am_recent old = *recent;

    if (old.room >= old.most || make_tables(recent, old.room * 2) < 0)
        return;
    for (uint64_t place = old.head; place < old.tail; place++) {
        const struct entry *entry = &old.ring[place & (old.room - 1)];
        link_in(recent, place, entry->key, entry->time_s);
    }
    free(old.ring);
    free(old.chains);
}

static void drop_oldest(struct am_recent *recent)
{
    unlink_from(recent, recent->head++);
}

static void put(struct am_recent *recent, uint64_t key, int64_t time_s)
{
    if (recent->tail - recent->head == recent->room)
        grow(recent);
    if (recent->tail - recent->head == recent->room)
        drop_oldest(recent);
    link_in(recent, recent->tail++, key, time_s);
}

static void expire(struct am_recent *recent, int64_t now_s)
{
    while (recent->head < recent->kept &&
           now_s - recent->ring[recent->head & (recent->room - 1)].time_s >
               2 * recent->window_s)
        drop_oldest(recent);
}

/* The time of a key that is within the window of now_s. */
static bool find(const struct am_recent *recent, uint64_t key, int64_t now_s,
                 int64_t *time_s)
{
    uint32_t i = recent->chains[key & (recent->room - 1)];

    for (; i != NONE; i = recent->ring[i].next) {
        const struct entry *entry = &recent->ring[i];
        int64_t away_s = entry->time_s < now_s ? now_s - entry->time_s
                                               : entry->time_s - now_s;
        if (entry->key == key && away_s <= recent->window_s) {
            *time_s = entry->time_s;
            return true;
        }
    }
    return false;
}

static uint64_t number(const unsigned char *bytes)
{
    uint64_t value = 0;

    for (size_t i = 0; i < sizeof(value); i++)
        value = value << 8 | bytes[i];
    return value;
}

/* A recipient belongs to its message: its key is mixed with the message's. */
static uint64_t recipient_key(const struct am_record *record, size_t i)
{
    return number(record->message_key + 24) ^ number(record->recipients[i].key);
}

static void take_recipients(struct am_recent *recent, struct am_record *record,
                            struct am_seen *seen, int64_t time_s)
{
    struct am_recipient *all = record->recipients;

    /* All are looked up before one is put in: two of a record are two. */
    for (size_t i = 0; i < record->recipient_count; i++) {
        int64_t before_s = 0;
        if (seen->known &&
            find(recent, recipient_key(record, i), record->time_s, &before_s))
            continue;
        struct am_recipient fresh = all[i];
        all[i] = all[seen->fresh];
        all[seen->fresh++] = fresh;
    }
    for (size_t i = 0; i < seen->fresh; i++)
        put(recent, recipient_key(record, i), time_s);
}

static void note(struct am_recent *recent, uint64_t key, bool fact,
                 int64_t time_s)
{
    if (fact)
        put(recent, key, time_s);
}

void am_recent_take(struct am_recent *recent, struct am_record *record,
                    struct am_seen *seen)
{
    const unsigned char *bytes = record->message_key;
    int64_t time_s = record->time_s;
    int64_t unused_s = 0;
    bool local = false;

    *seen = (struct am_seen){.fresh = record->recipient_count};
    if (!record->has_message_key)
        return;
    expire(recent, record->time_s);
    seen->known = find(recent, number(bytes), record->time_s, &time_s);
    seen->own = seen->known &&
                find(recent, number(bytes + 8), record->time_s, &unused_s);
    seen->local = seen->known &&
                  find(recent, number(bytes + 16), record->time_s, &unused_s);
    seen->fresh = 0;
    take_recipients(recent, record, seen, time_s);
    for (size_t i = 0; i < seen->fresh; i++)
        local = local || record->recipients[i].group == 0;
    note(recent, number(bytes), !seen->known, time_s);
    note(recent, number(bytes + 8),
         !seen->own && (local || (!seen->known && record->sent)), time_s);
    note(recent, number(bytes + 16), !seen->local && local, time_s);
}

void am_recent_keep(struct am_recent *recent)
{
    recent->kept = recent->tail;
}

void am_recent_undo(struct am_recent *recent)
{
    while (recent->tail > recent->kept && recent->tail > recent->head)
        unlink_from(recent, --recent->tail);
    if (recent->kept > recent->tail)
        recent->kept = recent->tail;
}
