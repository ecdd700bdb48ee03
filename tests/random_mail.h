/*
 * random_mail - mail at random, and what it adds up to, counted out by the
 * definitions alone: over whole messages, each with all recipients it ever had.
 */
#ifndef AM_TESTS_RANDOM_MAIL_H
#define AM_TESTS_RANDOM_MAIL_H

#include "base/units.h"
#include "desk.h"
#include "store/recent.h"

#define RANDOM_MESSAGES  400
#define ATTACHMENTS_SIZE 24

struct whole {
    int64_t first_s;
    bool seen[40];           /* recipients 1 to 19 ours, 20 to 39 abroad */
    int64_t own, all, local; /* copies */
    char attachments[ATTACHMENTS_SIZE];
    bool sent;
};

struct truth {
    int64_t delivered, unique, encoding, within, across;
};

static uint32_t random_state;

static inline uint32_t any(uint32_t below)
{
    random_state = random_state * 1664525U + 1013904223U;
    return (uint32_t)(((uint64_t)random_state * below) >> 32);
}

static struct whole wholes[RANDOM_MESSAGES];
static struct truth truths[2]; /* own, all */
static int64_t last_seen[2][256];

/* Told of each record what is new in it: local recipients, a Sent copy. */
typedef void portion_fn(const struct whole *whole, int64_t day, int64_t local,
                        int64_t sent);
static portion_fn *on_portion;

/* Of several relays, by each of which a part of the messages comes, the one
 * that this is; none of them: all comes here. */
static int relay_count, this_relay = -1;

/* How many people send; 0: nobody is known. */
static int sender_count;

/* A content is seen in a scope on a day: is it new? */
static inline int64_t sight(int scope, char letter, int64_t day)
{
    int upper = letter == '?' ? '!' : toupper((unsigned char)letter);
    int64_t *last = &last_seen[scope][upper];
    bool new = *last == 0 || day - *last > 30;

    if (*last < day)
        *last = day;
    return new;
}

/* Bytes of a content are met once more, and are across unless they are new. */
static inline void meet(int scope, char letter, int64_t size, int64_t day)
{
    if (sight(scope, letter, day)) {
        truths[scope].across -= size;
        truths[scope].unique += size;
    }
}

/* A container: each content inside is met, what is around them is new where
 * the message is. */
static inline void meet_container(int scope, const char *a, int64_t day,
                                  bool first)
{
    if (a[1] == ')') { /* with nothing inside it is a content */
        meet(scope, '(', POST_FRAMING, day);
        return;
    }
    for (a++; *a != ')'; a++) {
        struct am_sighting inside;
        post_sighting(&inside, *a);
        meet(scope, *a, (int64_t)inside.size_bytes, day);
    }
    if (first) {
        truths[scope].across -= POST_FRAMING;
        truths[scope].unique += POST_FRAMING;
    }
}

/* An attachment of so many copies in a scope; first: of its message there. */
static inline void count_attachment(int scope, const char *a, int64_t copies,
                                    int64_t day, bool first)
{
    struct truth *truth = &truths[scope];
    struct post_box box = {.record.sightings = box.sightings,
                           .record.parts = box.parts};
    struct am_sighting *s = &box.sightings[0];

    if (*a == '(') {
        post_container(&box.record, a);
    } else {
        post_sighting(s, *a);
    }
    int64_t d = (int64_t)s->size_bytes;
    int64_t e = (int64_t)s->stored_bytes;
    truth->delivered += e * copies;
    if (*a == '#') {
        truth->unique += d * copies;
        return;
    }
    truth->encoding += (e - d) * copies;
    truth->within += d * (copies - first);
    truth->across += first ? d : 0;
    if (*a == '(') {
        meet_container(scope, a, day, first);
    } else {
        meet(scope, *a, d, day);
    }
}

static inline void count_portion(struct whole *whole, int64_t day, int64_t own,
                                 int64_t all)
{
    const int64_t copies[2] = {own, all};
    const int64_t before[2] = {whole->own, whole->all};

    for (int scope = 0; scope < 2; scope++) {
        const char *a = whole->attachments;
        for (; copies[scope] > 0 && *a != '\0'; a++) {
            count_attachment(scope, a, copies[scope], day, before[scope] == 0);
            if (*a == '(')
                a = strchr(a, ')');
        }
    }
    whole->own += own;
    whole->all += all;
}

/* Up to three attachments, some of them containers. */
static inline void random_attachments(char *out)
{
    static const char *const some[] = {
        "A", "B", "C", "D",  "E",   "F",    "G",     "a",   "b",   "c",
        "#", "!", "?", "()", "(A)", "(AB)", "(CaC)", "(!)", "(GG)"};
    size_t count = 1 + any(3);
    size_t size = 0;

    for (size_t i = 0; i < count; i++) {
        size += (size_t)snprintf(out + size, ATTACHMENTS_SIZE - size, "%s",
                                 some[any(19)]);
    }
}

static inline void random_record(int64_t time_s)
{
    int which = (int)any(RANDOM_MESSAGES);
    struct whole *whole = &wholes[which];
    char recipients[256] = "";
    size_t size = 0;
    int64_t own = 0;
    int64_t all = 0;
    bool first = whole->attachments[0] == '\0';

    if (!first && time_s - whole->first_s > AM_RECENT_KEY_S)
        return; /* its number is used up */
    if (first) {
        whole->first_s = time_s;
        whole->sent = any(3) == 0;
        random_attachments(whole->attachments);
        own = all = whole->sent;
    }
    for (uint32_t n = 1 + any(6); n > 0; n--) {
        uint32_t r = any(40);
        size += (size_t)snprintf(recipients + size, sizeof(recipients) - size,
                                 r < 20 ? "%u " : "x%u ", r);
        if (whole->seen[r])
            continue;
        whole->seen[r] = true;
        all++;
        own += r < 20;
    }
    /* A recipient named twice in one record is the envelope's to drop. */
    char *rest = NULL;
    char distinct[256] = "";
    bool named[40] = {false};
    for (char *w = strtok_r(recipients, " ", &rest); w != NULL;
         w = strtok_r(NULL, " ", &rest)) {
        size_t r = strtoul(w + (w[0] == 'x'), NULL, 10);
        if (!named[r]) {
            snprintf(distinct + strlen(distinct),
                     sizeof(distinct) - strlen(distinct), "%s ", w);
        }
        named[r] = true;
    }
    int sender = sender_count == 0 ? 0 : 1 + which % sender_count;
    const struct post post = {.time_s = time_s,
                              .message = which + 1,
                              .recipients = distinct,
                              .attachments = whole->attachments,
                              .sender = sender,
                              .sent = whole->sent,
                              .direction = (int)any(4),
                              .domain = any(2) == 0 ? "a.example" : ""};
    if (this_relay < 0 || which % relay_count == this_relay)
        append(&post);
    int64_t sent = first && whole->sent;
    if (on_portion != NULL)
        on_portion(whole, am_day_of(time_s), own - sent, sent);
    count_portion(whole, am_day_of(time_s), own, all);
}

#endif
