/*
 * measure - see measure.h.  A digest lives here from the end of its part until
 * it is a fingerprint, and is wiped then.
 */
#include "meter/measure.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include "meter/signer.h"
#include "meter/trace.h"

#define KEEP_MAX                                             \
 256U /* sightings whose memory is kept for the next message \
       */

struct am_measure {
    struct am_measure_setup setup;
    struct am_signer *signer;
    struct am_meter *meter;
    struct am_envelope *envelope;
    struct am_trace trace;
    struct am_digest *message; /* of what recognises the message */
    struct am_sighting *sightings;
    size_t count;
    size_t room;
    struct am_sighting_part *parts;
    size_t part_count;
    size_t part_room;
    struct am_record record;
};

static void put_u64(unsigned char *out, uint64_t number)
{
    for (size_t i = 0; i < 8; i++)
        out[i] = (unsigned char)(number >> (8 * i));
}

/* What tells two messages with one Message-ID apart: their attachments. */
static int note_part(struct am_measure *measure, const struct am_part *part,
                     struct am_err *err)
{
    unsigned char bytes[AM_DIGEST_SIZE + 8 + 1];

    memcpy(bytes, part->digest, AM_DIGEST_SIZE);
    put_u64(bytes + AM_DIGEST_SIZE, part->size_bytes);
    bytes[AM_DIGEST_SIZE + 8] = (unsigned char)part->class;
    int result = am_digest_feed(measure->message, bytes, sizeof(bytes), err);
    OPENSSL_cleanse(bytes, sizeof(bytes));
    return result;
}

static int reserve(struct am_measure *measure, struct am_err *err)
{
    if (measure->count < measure->room)
        return 0;
    size_t room = measure->room == 0 ? 8 : 2 * measure->room;
    struct am_sighting *more =
        realloc(measure->sightings, room * sizeof(*more));
    if (more == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for %zu attachments", room);
    measure->sightings = more;
    measure->room = room;
    return 0;
}

static int reserve_parts(struct am_measure *measure, size_t count,
                         struct am_err *err)
{
    size_t room = measure->part_room;

    while (room < measure->part_count + count)
        room = room == 0 ? 8 : 2 * room;
    if (room == measure->part_room)
        return 0;
    struct am_sighting_part *more =
        realloc(measure->parts, room * sizeof(*more));
    if (more == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for %zu contents", room);
    measure->parts = more;
    measure->part_room = room;
    return 0;
}

/* What is inside a container belongs to its sighting. */
static int take_children(struct am_measure *measure, const struct am_part *part,
                         struct am_err *err)
{
    if (reserve_parts(measure, part->child_count, err) < 0)
        return -1;
    for (size_t i = 0; i < part->child_count; i++) {
        const struct am_child *child = &part->children[i];
        struct am_sighting_part *new = &measure->parts[measure->part_count];
        *new = (struct am_sighting_part){.size_bytes = child->size_bytes,
                                         .family = (uint8_t)child->family};
        if (am_signer_sign(measure->signer, AM_LABEL_FINGERPRINT, child->digest,
                           AM_DIGEST_SIZE, new->fingerprint, err) < 0)
            return -1;
        measure->part_count++;
    }
    return 0;
}

static int on_part(void *context, const struct am_part *part,
                   struct am_err *err)
{
    struct am_measure *measure = context;
    const struct am_measure_setup *setup = &measure->setup;

    if (reserve(measure, err) < 0 || note_part(measure, part, err) < 0 ||
        take_children(measure, part, err) < 0)
        return -1;
    struct am_sighting *sighting = &measure->sightings[measure->count];
    *sighting = (struct am_sighting){
        .size_bytes = part->digested ? part->size_bytes : part->stored_bytes,
        .stored_bytes = part->stored_bytes,
        .wire_bytes = part->wire_bytes,
        .layout = part->layout,
        .type = am_type_number(part->type),
        .class = (uint8_t)part->class,
        .family = (uint8_t)part->family,
        .encoding = (uint8_t)part->encoding,
        .disposition = (uint8_t)part->disposition,
        .has_name = part->has_name,
        .has_content_id = part->has_content_id,
        .digested = part->digested,
        .part_count = (uint32_t)part->child_count,
    };
    if (part->digested &&
        am_signer_sign(measure->signer, AM_LABEL_FINGERPRINT, part->digest,
                       AM_DIGEST_SIZE, sighting->fingerprint, err) < 0)
        return -1;
    measure->count++;
    return setup->on_part == NULL ? 0
                                  : setup->on_part(setup->context, part, err);
}

int am_measure_create(struct am_measure **measure,
                      const struct am_measure_setup *setup, struct am_err *err)
{
    struct am_measure *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for measuring");
    new->setup = *setup;
    if (am_signer_create(&new->signer, setup->key, err) < 0 ||
        am_meter_create(&new->meter, setup->limits, on_part, new, err) < 0 ||
        am_envelope_create(&new->envelope, new->signer, setup->rules, err) <
            0 ||
        am_digest_create(&new->message, err) < 0) {
        am_measure_destroy(&new);
        return -1;
    }
    *measure = new;
    return 0;
}

void am_measure_destroy(struct am_measure **measure)
{
    if (*measure == NULL)
        return;
    am_signer_destroy(&(*measure)->signer);
    am_meter_destroy(&(*measure)->meter);
    am_envelope_destroy(&(*measure)->envelope);
    am_digest_destroy(&(*measure)->message);
    free((*measure)->sightings);
    free((*measure)->parts);
    free(*measure);
    *measure = NULL;
}

static void forget(struct am_measure *measure)
{
    if (measure->room > KEEP_MAX) {
        free(measure->sightings);
        measure->sightings = NULL;
        measure->room = 0;
    }
    if (measure->part_room > KEEP_MAX) {
        free(measure->parts);
        measure->parts = NULL;
        measure->part_room = 0;
    }
    measure->count = measure->part_count = 0;
    measure->record = (struct am_record){0};
    am_trace_begin(&measure->trace, NULL);
}

void am_measure_reset(struct am_measure *measure)
{
    static const struct am_sender nobody;

    am_meter_reset(measure->meter);
    /* Without a sender there is nothing to sign, so nothing that can fail. */
    (void)!am_envelope_begin(measure->envelope, &nobody, NULL);
    forget(measure);
}

int am_measure_begin(struct am_measure *measure, const struct am_sender *sender,
                     struct am_err *err)
{
    am_meter_reset(measure->meter);
    forget(measure);
    if (am_envelope_begin(measure->envelope, sender, err) < 0)
        return -1;
    return am_digest_begin(measure->message, err);
}

int am_measure_recipient(struct am_measure *measure, const struct am_rcpt *rcpt,
                         struct am_err *err)
{
    return am_envelope_add(measure->envelope, rcpt, err);
}

void am_measure_relay(struct am_measure *measure, const char *name)
{
    am_trace_begin(&measure->trace, name);
}

int am_measure_received(struct am_measure *measure, const char *value,
                        struct am_err *err)
{
    return am_trace_received(&measure->trace, measure->signer, value, err);
}

int am_measure_queue_id(struct am_measure *measure, const char *queue_id,
                        struct am_err *err)
{
    return am_trace_queue_id(&measure->trace, measure->signer, queue_id, err);
}

int am_measure_feed(struct am_measure *measure, const void *data, size_t size,
                    struct am_err *err)
{
    return am_meter_feed(measure->meter, data, size, err);
}

/* HMAC of SHA-256 of: each counted part, body wire bytes, Message-ID. */
static int make_message_key(struct am_measure *measure,
                            const struct am_summary *summary,
                            struct am_err *err)
{
    unsigned char size[8];
    unsigned char digest[AM_DIGEST_SIZE];
    const char *id = summary->message_id;

    put_u64(size, summary->body_wire_bytes);
    if (am_digest_feed(measure->message, size, sizeof(size), err) < 0 ||
        am_digest_feed(measure->message, id, strlen(id), err) < 0 ||
        am_digest_finish(measure->message, digest, err) < 0)
        return -1;
    int result =
        am_signer_sign(measure->signer, AM_LABEL_MESSAGE, digest,
                       sizeof(digest), measure->record.message_key, err);
    OPENSSL_cleanse(digest, sizeof(digest));
    return result;
}

int am_measure_finish(struct am_measure *measure, int64_t time_s,
                      const unsigned char run[AM_SHORT_KEY],
                      const struct am_record **record, struct am_err *err)
{
    struct am_record *new = &measure->record;
    struct am_summary summary;

    if (am_meter_finish(measure->meter, &summary, err) < 0)
        return -1;
    *new = (struct am_record){
        .time_s = time_s,
        .wire_bytes = summary.wire_bytes,
        .has_message_key = summary.message_id != NULL,
        .sightings = measure->sightings,
        .sighting_count = measure->count,
        .parts = measure->parts,
        .part_count = measure->part_count,
    };
    memcpy(new->flaw_count, summary.flaw_count, sizeof(new->flaw_count));
    if (new->has_message_key && make_message_key(measure, &summary, err) < 0)
        return -1;
    am_trace_fill(&measure->trace, new);
    if (am_trace_came_back(&measure->trace))
        am_envelope_came_back(measure->envelope);
    am_flaws_count(new->flaw_count, am_envelope_flaws(measure->envelope));
    if (am_envelope_fill(measure->envelope, run, new, err) < 0)
        return -1;
    *record = new;
    return 0;
}
