/*
 * past - made-up mail of many days: which contents it carried, how often, to
 * how many, and which of them were new on their day.
 *
 * The same seed gives the same mail.  Sizes are skewed, fan-out goes by powers
 * of two, most files are seen once and logos all the time, working days have
 * more mail than others and each year more than the one before.  Knows nothing
 * of a database; the sums that it says a sighting adds are store/day_sum's.
 */
#ifndef AM_BENCH_PAST_H
#define AM_BENCH_PAST_H

#include <stdbool.h>
#include <stdint.h>

#include "mta/random.h"
#include "store/day_sum.h"
#include "wares.h"

#define PAST_SIGHTINGS 16 /* in a message, at most */
#define PAST_DOMAINS   14 /* none, several, and our own */

struct past_options {
    double sightings;
    unsigned days; /* the last of them is the day before until_day */
    struct wares_origin origin;
    int64_t until_day;
    int64_t detail_days; /* unseen for longer: new again */
};

/* What the past knows of a content; days count from 1, 0 is never. */
struct past_seen {
    uint16_t first, last, own;
    uint16_t sis[2]; /* as canonical base64, and otherwise */
    uint8_t senders;
};

struct past_seens {
    struct past_seen *items;
    size_t count, room;
};

struct past {
    struct past_options options;
    struct am_random random;
    int64_t first_day;
    double weight; /* of all days */
    double due;    /* sightings that the days so far should have */
    double made;
    struct past_seens seen[AM_CLASS_COUNT];
};

struct past_sighting {
    struct wares ware;       /* its content is 0: a limit cut it off */
    struct am_day_news news; /* what is new of it */
};

struct past_message {
    int64_t day;
    enum am_direction direction;
    unsigned domain; /* of past_domain() */
    unsigned sender; /* a number for each */
    int64_t wire_bytes;
    struct am_day_counts counts;
    unsigned count;
    struct past_sighting sightings[PAST_SIGHTINGS];
};

/* A row of table content. */
struct past_content {
    int64_t id, size_bytes, first_day, last_day, own_day; /* 0: never */
    int64_t sis_day[2], layout[2];
    int64_t senders;
    enum am_family family;
    unsigned char fingerprint[AM_FINGERPRINT_SIZE];
};

/* The process ends if there is no memory. */
void past_begin(struct past *past, const struct past_options *options);
void past_end(struct past *past);

/* Go on to a day, counted from 0; is there more mail of it? */
void past_begin_day(struct past *past, unsigned day);
bool past_more(const struct past *past);

/* The next message of that day. */
void past_message(struct past *past, unsigned day,
                  struct past_message *message);

/* Turn it into a continuation: the same to others.  Its first part had a local
 * recipient. */
void past_continue(struct past *past, struct past_message *message);

/* The name of a domain: "" is the first, "several" the second. */
const char *past_domain(unsigned number);

/* The i-th content of a class; false: there is none. */
bool past_content(const struct past *past, enum am_class what, size_t i,
                  struct past_content *content);

#endif
