/*
 * recent - see recent.h.
 *
 * The recipients of a message are keyed twice in its record: under its message
 * key, and under its first pass through our MTA that its header tells of (this
 * one, where there was none before).  So both passes of a message have the same
 * keys for the same recipients, whatever a filter has done to it.
 */
#include "store/recent.h"

#include <stdlib.h>
#include <string.h>

#include "store/ring.h"

enum {
    BY_KEY,
    BY_PASS,
    WAYS
};

struct am_recent {
    struct am_ring *rings[WAYS];
};

/* What one way says of a record. */
struct way {
    struct am_ring *ring;
    bool usable;     /* the record has what this way goes by */
    bool known;      /* its message was seen ... */
    bool own, local; /* ... with such a copy */
    int64_t time_s;  /* first sight in this way */
    uint64_t own_key, local_key;
    uint64_t base; /* what the keys of its recipients are mixed with */
};

int am_recent_create(struct am_recent **recent, size_t most, struct am_err *err)
{
    struct am_recent *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory to recognise messages");
    if (am_ring_create(&new->rings[BY_KEY], most, AM_RECENT_KEY_S, err) < 0 ||
        am_ring_create(&new->rings[BY_PASS], most / 2, AM_RECENT_PASS_S, err) <
            0) {
        am_recent_destroy(&new);
        return -1;
    }
    *recent = new;
    return 0;
}

void am_recent_destroy(struct am_recent **recent)
{
    struct am_recent *old = *recent;

    *recent = NULL;
    if (old == NULL)
        return;
    for (int i = 0; i < WAYS; i++)
        am_ring_destroy(&old->rings[i]);
    free(old);
}

static uint64_t number(const unsigned char *bytes)
{
    uint64_t value = 0;

    for (size_t i = 0; i < sizeof(value); i++)
        value = value << 8 | bytes[i];
    return value;
}

/* Was the message seen with the facts of these keys? */
static void ask_facts(struct way *way, int64_t now_s)
{
    if (!way->known)
        return;
    way->own = am_ring_find(way->ring, way->own_key, now_s, NULL);
    way->local = am_ring_find(way->ring, way->local_key, now_s, NULL);
}

static struct way ask_key(const struct am_recent *recent,
                          const struct am_record *record)
{
    const unsigned char *bytes = record->message_key;
    struct way way = {.ring = recent->rings[BY_KEY],
                      .usable = record->has_message_key,
                      .time_s = record->time_s,
                      .own_key = number(bytes + 8),
                      .local_key = number(bytes + 16),
                      .base = number(bytes + 24)};

    way.known = way.usable && am_ring_find(way.ring, number(bytes),
                                           record->time_s, &way.time_s);
    ask_facts(&way, record->time_s);
    return way;
}

static struct way ask_pass(const struct am_recent *recent,
                           const struct am_record *record)
{
    size_t before = record->before_count;
    const unsigned char *first = am_record_first_pass(record);
    struct way way = {.ring = recent->rings[BY_PASS],
                      .usable = record->has_pass || before > 0,
                      .time_s = record->time_s,
                      .own_key = ~number(first),
                      .local_key = number(first) ^ UINT32_MAX};

    for (size_t i = 0; i < before && !way.known; i++) {
        way.known = am_ring_find(way.ring, number(record->before[i]),
                                 record->time_s, &way.time_s);
    }
    ask_facts(&way, record->time_s);
    return way;
}

static uint64_t recipient_key(const struct am_recipient *recipient, int way,
                              uint64_t base)
{
    return way == BY_KEY ? number(recipient->key) ^ base
                         : number(recipient->origin);
}

/* Was a copy for this recipient counted?  The MTA may have put it in place of
 * the address that was given in the first pass, such as a list's. */
static bool is_counted(const struct way ways[WAYS],
                       const struct am_recipient *recipient, int64_t now_s)
{
    for (int i = 0; i < WAYS; i++) {
        if (ways[i].known &&
            am_ring_find(ways[i].ring,
                         recipient_key(recipient, i, ways[i].base), now_s,
                         NULL))
            return true;
    }
    return ways[BY_PASS].known && am_recipient_was_given(recipient) &&
           am_ring_find(ways[BY_PASS].ring, number(recipient->given), now_s,
                        NULL);
}

/* Those not seen to the front; all are looked up before one is put in. */
static void sort_recipients(const struct way ways[WAYS],
                            struct am_record *record, struct am_seen *seen)
{
    struct am_recipient *all = record->recipients;

    seen->fresh = 0;
    for (size_t i = 0; i < record->recipient_count; i++) {
        if (is_counted(ways, &all[i], record->time_s))
            continue;
        struct am_recipient fresh = all[i];
        all[i] = all[seen->fresh];
        all[seen->fresh++] = fresh;
    }
}

static bool is_local_copy(const struct am_record *record,
                          const struct am_seen *seen)
{
    for (size_t i = 0; i < seen->fresh; i++) {
        if (record->recipients[i].group == 0)
            return true;
    }
    return false;
}

/* Put in what a way does not know yet, so that the next record of this message
 * is recognised in either. */
static void note(const struct way ways[WAYS], int which,
                 const struct am_record *record, const struct am_seen *seen)
{
    const struct way *way = &ways[which];
    bool local = seen->local || is_local_copy(record, seen);
    bool own = seen->own || local || (!seen->known && record->sent);

    if (!way->usable)
        return;
    if (which == BY_PASS && record->has_pass)
        am_ring_put(way->ring, number(record->pass), way->time_s);
    if (which == BY_KEY && !way->known)
        am_ring_put(way->ring, number(record->message_key), way->time_s);
    if (own && !way->own)
        am_ring_put(way->ring, way->own_key, way->time_s);
    if (local && !way->local)
        am_ring_put(way->ring, way->local_key, way->time_s);
    for (size_t i = 0; i < record->recipient_count; i++) {
        uint64_t key = recipient_key(&record->recipients[i], which, way->base);
        if (!way->known || !am_ring_find(way->ring, key, record->time_s, NULL))
            am_ring_put(way->ring, key, way->time_s);
    }
}

void am_recent_take(struct am_recent *recent, struct am_record *record,
                    struct am_seen *seen)
{
    for (int i = 0; i < WAYS; i++)
        am_ring_expire(recent->rings[i], record->time_s);

    const struct way ways[WAYS] = {ask_key(recent, record),
                                   ask_pass(recent, record)};
    *seen = (struct am_seen){
        .known = ways[BY_KEY].known || ways[BY_PASS].known,
        .own = ways[BY_KEY].own || ways[BY_PASS].own,
        .local = ways[BY_KEY].local || ways[BY_PASS].local,
    };
    sort_recipients(ways, record, seen);
    for (int i = 0; i < WAYS; i++)
        note(ways, i, record, seen);
}

void am_recent_keep(struct am_recent *recent)
{
    for (int i = 0; i < WAYS; i++)
        am_ring_keep(recent->rings[i]);
}

void am_recent_undo(struct am_recent *recent)
{
    for (int i = 0; i < WAYS; i++)
        am_ring_undo(recent->rings[i]);
}
