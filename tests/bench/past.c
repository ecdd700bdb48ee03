/* past - see past.h. */
#include "past.h"

#include <stdlib.h>
#include <string.h>

#include "must.h"
#include "wares.h"

#define DELIVERY_LIMIT 50

struct domain {
    const char *name;
    unsigned senders;
};

static const struct domain domains[PAST_DOMAINS] = {
    {"", 40000},           {"several", 40000},     {"one.example", 2000},
    {"two.example", 900},  {"three.example", 400}, {"four.example", 180},
    {"five.example", 80},  {"six.example", 40},    {"seven.example", 20},
    {"eight.example", 10}, {"nine.example", 6},    {"ten.example", 4},
    {"eleven.example", 3}, {"twelve.example", 2},
};

/* In a thousand sightings, and of those how many of a content seen before. */
static const struct {
    unsigned permille, repeats;
} classes[AM_CLASS_COUNT] = {{620, 350}, {330, 930}, {30, 0}, {20, 0}};

/* Shares of the directions in a thousand messages. */
static const unsigned directions[AM_DIRECTION_COUNT] = {450, 200, 300, 50};

const char *past_domain(unsigned number)
{
    return domains[number].name;
}

/* A number from 0 to below limit whose logarithm is even. */
static size_t low_number(struct am_random *random, size_t limit)
{
    unsigned bits = 0;

    while (limit >> bits > 0)
        bits++;
    size_t n =
        am_random_next(random) >> (63 - am_random_below(random, bits)) >> 1;
    return n % limit;
}

/* The place of a thousandth among shares of a thousand. */
static unsigned pick(struct am_random *random, const unsigned *shares)
{
    unsigned left = am_random_below(random, 1000);
    unsigned i = 0;

    while (left >= shares[i])
        left -= shares[i++];
    return i;
}

static void add_content(struct past_seens *seen)
{
    if (seen->count == seen->room) {
        seen->room = seen->room == 0 ? 4096 : 2 * seen->room;
        seen->items = realloc(seen->items, seen->room * sizeof(seen->items[0]));
        must(seen->items != NULL, "memory");
    }
    seen->items[seen->count++] = (struct past_seen){0};
}

/* Logos are old friends, or new ones; files are those of the last days. */
static size_t choose(struct past *past, enum am_class what)
{
    struct past_seens *seen = &past->seen[what];
    struct am_random *random = &past->random;

    if (seen->count == 0 || !am_random_chance(random, classes[what].repeats)) {
        add_content(seen);
        return seen->count - 1;
    }
    size_t away = low_number(random, seen->count);
    if (what == AM_CLASS_INLINE && am_random_chance(random, 700))
        return away;
    return seen->count - 1 - away;
}

/* The rule of store/contents, with days that count from 1. */
static bool touch(const struct past *past, uint16_t *last, unsigned day)
{
    bool is_new = *last == 0 || day + 1 - *last > past->options.detail_days;

    *last = (uint16_t)(day + 1);
    return is_new;
}

static void see(struct past *past, struct past_seen *seen, unsigned day,
                bool own, struct am_content *is)
{
    is->new_all = touch(past, &seen->last, day);
    is->new_own = own && touch(past, &seen->own, day);
    if (is->new_all) {
        seen->first = (uint16_t)(day + 1);
        seen->senders = 1;
    } else if (seen->senders < 5 && am_random_chance(&past->random, 400)) {
        seen->senders++;
    }
}

static void see_parts(struct past *past, unsigned day, bool own, size_t i,
                      struct past_sighting *seen)
{
    for (unsigned p = 0; p < seen->ware.sighting.part_count; p++) {
        struct am_content is;
        size_t inside = wares_part_of(i, p);
        see(past, &past->seen[AM_CLASS_ATTACHMENT].items[inside], day, own,
            &is);
        int64_t size = seen->ware.parts[p].size_bytes;
        seen->news.inside.bytes += size;
        seen->news.inside.new_all_contents += is.new_all;
        seen->news.inside.new_all_bytes += is.new_all ? size : 0;
        seen->news.inside.new_own_contents += is.new_own;
        seen->news.inside.new_own_bytes += is.new_own ? size : 0;
    }
}

static void sight(struct past *past, unsigned day, bool own,
                  struct past_sighting *seen)
{
    unsigned shares[AM_CLASS_COUNT];
    struct am_sighting *sighting = &seen->ware.sighting;

    memset(seen, 0, sizeof(*seen));
    for (size_t i = 0; i < AM_CLASS_COUNT; i++)
        shares[i] = classes[i].permille;
    enum am_class what = (enum am_class)pick(&past->random, shares);
    size_t i = choose(past, what);
    wares_describe(&past->options.origin, what, i, &seen->ware);
    sighting->disposition = what == AM_CLASS_INLINE ? AM_DISPOSITION_INLINE
                                                    : AM_DISPOSITION_ATTACHMENT;
    sighting->has_name = am_random_chance(&past->random, 950);
    sighting->has_content_id = what == AM_CLASS_INLINE;
    bool odd = am_random_chance(&past->random, 50);
    sighting->layout = odd ? (uint64_t)wares_odd_layout(seen->ware.content) : 0;
    struct past_seen *state = &past->seen[what].items[i];
    see(past, state, day, own, &seen->news.content);
    seen->news.content.family = sighting->family;
    if (own && am_contents_is_sis(sighting))
        seen->news.content.new_sis = touch(past, &state->sis[odd], day);
    see_parts(past, day, own, i, seen);
}

/* A limit cut it off: bytes without a digest. */
static void cut_off(struct past_sighting *seen)
{
    memset(seen, 0, sizeof(*seen));
    seen->ware.sighting.class = AM_CLASS_OPAQUE;
    seen->ware.sighting.size_bytes = 30000000;
    wares_encode(&seen->ware.sighting, false);
    seen->ware.sighting.size_bytes = seen->ware.sighting.stored_bytes;
}

/* One most of the time, else by powers of two, a thousand at most. */
static int64_t many(struct am_random *random)
{
    unsigned power = 0;

    while (power < 10 && am_random_chance(random, 400))
        power++;
    return (1 << power) + (int64_t)am_random_below(random, 1U << power);
}

static int64_t deliveries(int64_t recipients)
{
    return (recipients + DELIVERY_LIMIT - 1) / DELIVERY_LIMIT;
}

static void address(struct past *past, struct past_message *message)
{
    struct am_random *random = &past->random;
    struct am_fanout *fanout = &message->counts.fanout;
    bool outside = message->direction == AM_DIRECTION_OUTBOUND ||
                   message->direction == AM_DIRECTION_TRANSIT;

    *fanout = (struct am_fanout){0};
    if (message->direction != AM_DIRECTION_TRANSIT &&
        (!outside || am_random_chance(random, 300)))
        fanout->local = many(random);
    if (outside)
        fanout->external = many(random);
    fanout->local_given = fanout->local;
    if (am_random_chance(random, 10) && fanout->local > 1)
        fanout->local_given = 1; /* a list */
    fanout->lmtp = deliveries(fanout->local);
    fanout->cyrus = fanout->lmtp; /* one partition */
    fanout->hops = fanout->lmtp + (fanout->external + 3) / 4;
}

static void post(struct past *past, struct past_message *message)
{
    struct am_random *random = &past->random;
    enum am_direction direction = (enum am_direction)pick(random, directions);
    bool ours = direction == AM_DIRECTION_OUTBOUND ||
                direction == AM_DIRECTION_INTERNAL;

    message->direction = direction;
    message->domain = 0;
    if (direction != AM_DIRECTION_TRANSIT)
        message->domain = 2 + (unsigned)low_number(random, PAST_DOMAINS - 2);
    if (direction == AM_DIRECTION_INBOUND && am_random_chance(random, 20))
        message->domain = 1;
    unsigned from = ours ? message->domain : 0;
    message->sender =
        from << 20 | am_random_below(random, domains[from].senders);
    address(past, message);
    int64_t local = message->counts.fanout.local;
    message->counts.sent = ours && am_random_chance(random, 980);
    message->counts.first = 1;
    message->counts.own = local + message->counts.sent > 0;
    message->counts.linked = local > 0;
}

void past_message(struct past *past, unsigned day, struct past_message *message)
{
    struct am_random *random = &past->random;

    post(past, message);
    message->day = past->first_day + day;
    message->wire_bytes = 4000;
    message->count = 1;
    while (message->count < PAST_SIGHTINGS && am_random_chance(random, 380))
        message->count++;
    for (unsigned i = 0; i < message->count; i++) {
        struct past_sighting *seen = &message->sightings[i];
        if (am_random_chance(random, 1) && am_random_chance(random, 300)) {
            cut_off(seen);
        } else {
            sight(past, day, message->counts.own > 0, seen);
        }
        message->wire_bytes += (int64_t)seen->ware.sighting.wire_bytes;
    }
    past->made += message->count;
}

void past_continue(struct past *past, struct past_message *message)
{
    address(past, message);
    message->counts.sent = message->counts.first = 0;
    message->counts.own = message->counts.linked =
        0; /* the first part had both */
    for (unsigned i = 0; i < message->count; i++) {
        struct past_sighting *seen = &message->sightings[i];
        seen->news.content =
            (struct am_content){.family = seen->ware.sighting.family};
        seen->news.inside =
            (struct am_inside_sums){.bytes = seen->news.inside.bytes};
    }
}

/* 1970-01-01 was a Thursday. */
static double weight_of(const struct past *past, unsigned day)
{
    int64_t weekday = (past->first_day + day + 3) % 7; /* 0 is Monday */

    return (weekday >= 5 ? 0.12 : 1) * (1 + 0.15 * day / 365);
}

void past_begin(struct past *past, const struct past_options *options)
{
    *past = (struct past){.options = *options,
                          .first_day = options->until_day - options->days};
    am_random_begin(&past->random, options->origin.seed);
    for (unsigned day = 0; day < options->days; day++)
        past->weight += weight_of(past, day);
}

void past_end(struct past *past)
{
    for (size_t i = 0; i < AM_CLASS_COUNT; i++)
        free(past->seen[i].items);
}

void past_begin_day(struct past *past, unsigned day)
{
    past->due += past->options.sightings * weight_of(past, day) / past->weight;
}

bool past_more(const struct past *past)
{
    return past->made < past->due;
}

/* A day that counts from 1 as one since 1970; 0 stays 0. */
static int64_t day_of(const struct past *past, uint16_t day)
{
    return day == 0 ? 0 : past->first_day + day - 1;
}

bool past_content(const struct past *past, enum am_class what, size_t i,
                  struct past_content *content)
{
    struct wares ware;

    if (i >= past->seen[what].count)
        return false;
    const struct past_seen *state = &past->seen[what].items[i];
    wares_describe(&past->options.origin, what, i, &ware);
    *content = (struct past_content){
        .id = ware.content,
        .size_bytes = (int64_t)ware.sighting.size_bytes,
        .first_day = day_of(past, state->first),
        .last_day = day_of(past, state->last),
        .own_day = day_of(past, state->own),
        .sis_day = {day_of(past, state->sis[0]), day_of(past, state->sis[1])},
        .layout = {0, wares_odd_layout(ware.content)},
        .senders = state->senders,
        .family = (enum am_family)ware.sighting.family,
    };
    memcpy(content->fingerprint, ware.sighting.fingerprint,
           AM_FINGERPRINT_SIZE);
    return true;
}
