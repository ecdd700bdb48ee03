/*
 * post - records for tests of the store, written in a few letters.
 *
 * A message is a line of a table: recipients "1 2 x3 y4 l5*20" are local ones
 * by number, external ones by a letter for their next-hop domain before it, and
 * local lists with their members; attachments are letters: content 'A' has
 * 1000 bytes, 'B' 2000, ..., stored 4/3 of it; lower case is the same content
 * in another layout; '#' is one of 500 bytes without a digest, '!' a large one
 * that a single-instance store would take apart, '?' the same in a layout that
 * it cannot rebuild; '~' is one of 62,000 bytes whose fingerprint begins as
 * that of A.  "(AB)" is a container with
 * the contents A and B inside, and 100 bytes of framing.  "3=1" is recipient 3
 * in whose place 1 stood when it was first given.
 */
#ifndef AM_TESTS_POST_H
#define AM_TESTS_POST_H

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "codec/decoder.h"
#include "meter/record.h"

#define POST_RECIPIENTS 64
#define POST_SIGHTINGS  16
#define POST_PARTS      16
#define POST_FRAMING    100U
#define POST_ALIKE      (AM_FINGERPRINT_SIZE - 1)

struct post {
    int64_t time_s;
    const char *recipients;
    const char *attachments;
    const char *domain;
    int message;               /* 0: no Message-ID */
    int pass;                  /* through the MTA; 0: none is known */
    int before[AM_PASSES_MAX]; /* passes before, newest first */
    int sender;                /* 0: <> */
    int direction;
    bool sent;
};

#define POST(when, id, to, with)                                               \
 {                                                                             \
  .time_s = (when), .message = (id), .recipients = (to), .attachments = (with) \
 }

/* The same and more members. */
#define POST_AND(when, id, to, with, ...)                \
 {                                                       \
  .time_s = (when), .message = (id), .recipients = (to), \
  .attachments = (with), __VA_ARGS__                     \
 }

struct post_box {
    struct am_record record;
    struct am_recipient recipients[POST_RECIPIENTS];
    struct am_sighting sightings[POST_SIGHTINGS];
    struct am_sighting_part parts[POST_PARTS];
};

static inline void post_bytes(unsigned char *out, size_t size, uint64_t seed)
{
    for (size_t i = 0; i < size; i++) {
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        out[i] = (unsigned char)(seed >> 33);
    }
}

static inline void post_stored(struct am_sighting *s)
{
    s->stored_bytes = s->size_bytes / 3 * 4 + 7;
    s->wire_bytes = s->stored_bytes + s->stored_bytes / 77;
}

static inline void post_sighting(struct am_sighting *s, char letter)
{
    bool odd = letter == '?';

    if (odd)
        letter = '!';
    char upper = (char)toupper((unsigned char)letter);

    *s = (struct am_sighting){.digested = letter != '#',
                              .encoding = AM_ENCODING_BASE64,
                              .family = AM_FAMILY_PDF,
                              .disposition = AM_DISPOSITION_ATTACHMENT};
    s->size_bytes = 1000U * (uint64_t)(upper - 'A' + 1);
    if (letter == '#')
        s->size_bytes = 500;
    if (letter == '!')
        s->size_bytes = 300000;
    post_stored(s);
    if (letter == '#')
        s->stored_bytes = 500;
    if (letter != '#')
        post_bytes(s->fingerprint, sizeof(s->fingerprint), (uint64_t)upper);
    if (letter == '~')
        post_bytes(s->fingerprint, POST_ALIKE, (uint64_t)'A');
    if (letter == '#')
        s->class = AM_CLASS_OPAQUE;
    if (odd)
        s->layout = 77;
    if (letter != upper) {
        s->layout = 0x8000000000000001U;
        s->class = AM_CLASS_INLINE;
        s->family = AM_FAMILY_IMAGE; /* the first sighting's one wins */
    }
}

/* Read "(AB)"; returns its ')'. */
static inline const char *post_container(struct am_record *record,
                                         const char *a)
{
    struct am_sighting *s = &record->sightings[record->sighting_count++];
    uint64_t seed = 77;

    *s = (struct am_sighting){.digested = true,
                              .encoding = AM_ENCODING_BASE64,
                              .family = AM_FAMILY_MESSAGE,
                              .size_bytes = POST_FRAMING};
    for (a++; *a != ')'; a++) {
        ck_assert(*a != '\0');
        struct am_sighting inside;
        struct am_sighting_part *part = &record->parts[record->part_count++];
        post_sighting(&inside, *a);
        *part = (struct am_sighting_part){.size_bytes = inside.size_bytes,
                                          .family = inside.family};
        memcpy(part->fingerprint, inside.fingerprint, AM_FINGERPRINT_SIZE);
        s->size_bytes += inside.size_bytes;
        s->part_count++;
        seed = seed * 131U + (unsigned char)*a;
    }
    post_bytes(s->fingerprint, sizeof(s->fingerprint), seed);
    post_stored(s);
    return a;
}

static inline void post_recipient(struct am_recipient *r, const char *word)
{
    *r = (struct am_recipient){.members = 1};
    if (isalpha((unsigned char)word[0]) && word[0] != 'l')
        r->group = (uint32_t)word[0];
    post_bytes(
        r->key, sizeof(r->key),
        strtoull(word + (isalpha((unsigned char)word[0]) ? 1 : 0), NULL, 10) +
            UINT64_C(1000) * r->group);
    if (strchr(word, '*') != NULL)
        r->members = (uint32_t)strtoul(strchr(word, '*') + 1, NULL, 10);
}

/* The keys of a recipient under the first pass of its message. */
static inline void post_origin(struct am_recipient *r, const char *word,
                               int first)
{
    const char *given = strchr(word, '=');
    uint64_t seed = 0;
    struct am_recipient other;

    memcpy(&seed, r->key, sizeof(seed));
    post_bytes(r->origin, sizeof(r->origin), seed ^ (uint64_t)first << 32);
    if (given == NULL)
        return;
    post_recipient(&other, given + 1);
    memcpy(&seed, other.key, sizeof(seed));
    post_bytes(r->given, sizeof(r->given), seed ^ (uint64_t)first << 32);
}

static inline void post_pass(unsigned char *out, int pass)
{
    post_bytes(out, AM_SHORT_KEY, (uint64_t)pass * 104729U);
}

static inline struct am_record *post_make(const struct post *post,
                                          struct post_box *box)
{
    struct am_record *record = &box->record;
    char words[512];
    char *rest = NULL;

    *record = (struct am_record){
        .time_s = post->time_s,
        .direction = (enum am_direction)post->direction,
        .sent = post->sent,
        .wire_bytes = 5000,
        .has_message_key = post->message != 0,
        .has_pass = post->pass != 0,
        .has_sender = post->sender != 0,
        .recipients = box->recipients,
        .sightings = box->sightings,
        .parts = box->parts,
    };
    snprintf(record->domain, sizeof(record->domain), "%s",
             post->domain != NULL ? post->domain : "");
    if (post->message != 0) {
        post_bytes(record->message_key, sizeof(record->message_key),
                   (uint64_t)post->message * 7919U);
    }
    if (post->sender != 0) {
        post_bytes(record->sender, sizeof(record->sender),
                   (uint64_t)post->sender);
    }
    int first = post->pass;
    if (post->pass != 0)
        post_pass(record->pass, post->pass);
    while (record->before_count < AM_PASSES_MAX &&
           post->before[record->before_count] != 0) {
        first = post->before[record->before_count];
        post_pass(record->before[record->before_count++], first);
    }
    snprintf(words, sizeof(words), "%s", post->recipients);
    for (char *w = strtok_r(words, " ", &rest); w != NULL;
         w = strtok_r(NULL, " ", &rest)) {
        struct am_recipient *r = &record->recipients[record->recipient_count++];
        post_recipient(r, w);
        if (first != 0)
            post_origin(r, w, first);
    }
    const char *a = post->attachments != NULL ? post->attachments : "";
    for (; *a != '\0'; a++) {
        if (*a == '(') {
            a = post_container(record, a);
        } else {
            post_sighting(&record->sightings[record->sighting_count++], *a);
        }
    }
    return record;
}

#endif
