/*
 * record - see record.h.
 *
 * The byte form, version 3, all numbers little-endian:
 *
 *   u8 version, u8 direction, u8 bits (1 sent, 2 message key, 4 sender,
 *     8 pass),
 *   u64 time, u64 wire bytes,
 *   u8 domain length, domain,
 *   32 bytes message key if bit 2, 8 + 8 bytes sender and run if bit 4,
 *   8 bytes pass if bit 8, u8 passes before, each 8 bytes,
 *   u8 number of flaws that are not zero, each u8 flaw, u32 count,
 *   u32 recipients, each 8 bytes key, u32 group, u32 members; 8 bytes origin
 *     if there is a pass or one before, 8 bytes given if there is one before,
 *   u32 sightings, each 32 bytes fingerprint, u64 size, u64 stored, u64 wire,
 *     u64 layout, u16 type, u8 class, u8 family, u8 encoding, u8 disposition,
 *     u8 bits (1 name, 2 Content-ID, 4 digested), u16 parts of this sighting,
 *   u32 parts of all, each 32 bytes fingerprint, u64 size, u8 family
 *
 * and nothing behind it.  Version 2 is the same without anything of passes,
 * version 1 without anything of parts either.
 */
#include "meter/record.h"

#include <stdlib.h>
#include <string.h>

#include "codec/decoder.h"
#include "meter/cursor.h"

#define VERSION      3
#define OLDEST       1
#define PARTS_SINCE  2 /* the version that knows them */
#define PASSES_SINCE 3

#define RECIPIENT_SIZE (AM_SHORT_KEY + 8) /* without what passes add */
#define SIGHTING_SIZE  (AM_FINGERPRINT_SIZE + 4 * 8 + 2 + 4 + 1)
#define COUNT_SIZE     2 /* behind a sighting, since there are parts */
#define PART_SIZE      (AM_FINGERPRINT_SIZE + 8 + 1)
#define HEAD_SIZE                                                           \
 (3 + 8 + 8 + 1 + AM_DOMAIN_SIZE + AM_FINGERPRINT_SIZE + 2 * AM_SHORT_KEY + \
  (1 + AM_PASSES_MAX) * AM_SHORT_KEY + 1 + 1 + 5 * AM_FLAW_COUNT + 4 + 4 + 4)

enum {
    BIT_SENT = 1,
    BIT_MESSAGE_KEY = 2,
    BIT_SENDER = 4,
    BIT_PASS = 8
};

enum {
    BIT_NAME = 1,
    BIT_CONTENT_ID = 2,
    BIT_DIGESTED = 4
};

/* Bytes of one of its recipients. */
static size_t recipient_size(const struct am_record *record)
{
    bool came_before = record->before_count > 0;

    return RECIPIENT_SIZE +
           (record->has_pass || came_before ? (size_t)AM_SHORT_KEY : 0) +
           (came_before ? (size_t)AM_SHORT_KEY : 0);
}

/* Writing.  The room was reserved before, so that nothing here can fail. */

static void put_bytes(struct am_buf *out, const void *data, size_t size)
{
    memcpy(out->data + out->size, data, size);
    out->size += size;
}

static void put(struct am_buf *out, uint64_t number, size_t size)
{
    for (size_t i = 0; i < size; i++)
        out->data[out->size++] = (unsigned char)(number >> (8 * i));
}

static void put_head(struct am_buf *out, const struct am_record *record)
{
    size_t domain_size = strnlen(record->domain, AM_DOMAIN_SIZE - 1);

    put(out, VERSION, 1);
    put(out, record->direction, 1);
    put(out,
        (record->sent ? BIT_SENT : 0U) |
            (record->has_message_key ? BIT_MESSAGE_KEY : 0U) |
            (record->has_sender ? BIT_SENDER : 0U) |
            (record->has_pass ? BIT_PASS : 0U),
        1);
    put(out, (uint64_t)record->time_s, 8);
    put(out, record->wire_bytes, 8);
    put(out, domain_size, 1);
    put_bytes(out, record->domain, domain_size);
    if (record->has_message_key)
        put_bytes(out, record->message_key, AM_FINGERPRINT_SIZE);
    if (record->has_sender) {
        put_bytes(out, record->sender, AM_SHORT_KEY);
        put_bytes(out, record->sender_run, AM_SHORT_KEY);
    }
    if (record->has_pass)
        put_bytes(out, record->pass, AM_SHORT_KEY);
    put(out, record->before_count, 1);
    for (size_t i = 0; i < record->before_count; i++)
        put_bytes(out, record->before[i], AM_SHORT_KEY);
}

static void put_flaws(struct am_buf *out, const struct am_record *record)
{
    size_t count_at = out->size;

    put(out, 0, 1);
    for (unsigned i = 0; i < AM_FLAW_COUNT; i++) {
        if (record->flaw_count[i] == 0)
            continue;
        put(out, i, 1);
        put(out, record->flaw_count[i], 4);
        out->data[count_at]++;
    }
}

static void put_recipient(struct am_buf *out, const struct am_record *record,
                          const struct am_recipient *recipient)
{
    put_bytes(out, recipient->key, AM_SHORT_KEY);
    put(out, recipient->group, 4);
    put(out, recipient->members, 4);
    if (record->has_pass || record->before_count > 0)
        put_bytes(out, recipient->origin, AM_SHORT_KEY);
    if (record->before_count > 0)
        put_bytes(out, recipient->given, AM_SHORT_KEY);
}

static void put_sighting(struct am_buf *out, const struct am_sighting *s)
{
    put_bytes(out, s->fingerprint, AM_FINGERPRINT_SIZE);
    put(out, s->size_bytes, 8);
    put(out, s->stored_bytes, 8);
    put(out, s->wire_bytes, 8);
    put(out, s->layout, 8);
    put(out, s->type, 2);
    put(out, s->class, 1);
    put(out, s->family, 1);
    put(out, s->encoding, 1);
    put(out, s->disposition, 1);
    put(out,
        (s->has_name ? BIT_NAME : 0U) |
            (s->has_content_id ? BIT_CONTENT_ID : 0U) |
            (s->digested ? BIT_DIGESTED : 0U),
        1);
    put(out, s->part_count, COUNT_SIZE);
}

static void put_part(struct am_buf *out, const struct am_sighting_part *part)
{
    put_bytes(out, part->fingerprint, AM_FINGERPRINT_SIZE);
    put(out, part->size_bytes, 8);
    put(out, part->family, 1);
}

int am_record_encode(const struct am_record *record, struct am_buf *out,
                     struct am_err *err)
{
    if (am_buf_reserve(
            out,
            HEAD_SIZE + record->recipient_count * recipient_size(record) +
                record->sighting_count * (SIGHTING_SIZE + COUNT_SIZE) +
                record->part_count * PART_SIZE,
            err) < 0)
        return -1;
    put_head(out, record);
    put_flaws(out, record);
    put(out, record->recipient_count, 4);
    for (size_t i = 0; i < record->recipient_count; i++)
        put_recipient(out, record, &record->recipients[i]);
    put(out, record->sighting_count, 4);
    for (size_t i = 0; i < record->sighting_count; i++)
        put_sighting(out, &record->sightings[i]);
    put(out, record->part_count, 4);
    for (size_t i = 0; i < record->part_count; i++)
        put_part(out, &record->parts[i]);
    return 0;
}

/* Reading: `bad` of a cursor is looked at once, at the end. */

static void get_passes(struct am_cursor *in, struct am_record *record)
{
    if (record->has_pass)
        am_cursor_bytes(in, record->pass, AM_SHORT_KEY);
    record->before_count = am_cursor_code(in, AM_PASSES_MAX + 1);
    for (size_t i = 0; i < record->before_count && !in->bad; i++)
        am_cursor_bytes(in, record->before[i], AM_SHORT_KEY);
}

static void get_head(struct am_cursor *in, uint64_t version,
                     struct am_record *record)
{
    record->direction =
        (enum am_direction)am_cursor_code(in, AM_DIRECTION_COUNT);
    uint64_t bits = am_cursor_number(in, 1);
    record->sent = (bits & BIT_SENT) != 0;
    record->has_message_key = (bits & BIT_MESSAGE_KEY) != 0;
    record->has_sender = (bits & BIT_SENDER) != 0;
    record->time_s = (int64_t)am_cursor_number(in, 8);
    record->wire_bytes = am_cursor_number(in, 8);
    am_cursor_bytes(in, record->domain, am_cursor_number(in, 1));
    if (record->has_message_key)
        am_cursor_bytes(in, record->message_key, AM_FINGERPRINT_SIZE);
    if (record->has_sender) {
        am_cursor_bytes(in, record->sender, AM_SHORT_KEY);
        am_cursor_bytes(in, record->sender_run, AM_SHORT_KEY);
    }
    record->has_pass = version >= PASSES_SINCE && (bits & BIT_PASS) != 0;
    if (version >= PASSES_SINCE)
        get_passes(in, record);
    for (uint64_t flaws = am_cursor_number(in, 1); flaws > 0 && !in->bad;
         flaws--) {
        uint8_t flaw = am_cursor_code(in, AM_FLAW_COUNT);
        uint32_t count = (uint32_t)am_cursor_number(in, 4);
        if (!in->bad)
            record->flaw_count[flaw] = count;
    }
}

static void get_recipient(struct am_cursor *in, const struct am_record *record,
                          struct am_recipient *r)
{
    am_cursor_bytes(in, r->key, AM_SHORT_KEY);
    r->group = (uint32_t)am_cursor_number(in, 4);
    r->members = (uint32_t)am_cursor_number(in, 4);
    if (record->has_pass || record->before_count > 0)
        am_cursor_bytes(in, r->origin, AM_SHORT_KEY);
    if (record->before_count > 0)
        am_cursor_bytes(in, r->given, AM_SHORT_KEY);
}

static void get_sighting(struct am_cursor *in, struct am_sighting *s,
                         bool parts)
{
    am_cursor_bytes(in, s->fingerprint, AM_FINGERPRINT_SIZE);
    s->size_bytes = am_cursor_number(in, 8);
    s->stored_bytes = am_cursor_number(in, 8);
    s->wire_bytes = am_cursor_number(in, 8);
    s->layout = am_cursor_number(in, 8);
    s->type = (uint16_t)am_cursor_number(in, 2);
    if (s->type >= am_type_count())
        in->bad = true;
    s->class = am_cursor_code(in, AM_CLASS_COUNT);
    s->family = am_cursor_code(in, AM_FAMILY_COUNT);
    s->encoding = am_cursor_code(in, AM_ENCODING_COUNT);
    s->disposition = am_cursor_code(in, AM_DISPOSITION_COUNT);
    uint64_t bits = am_cursor_number(in, 1);
    s->has_name = (bits & BIT_NAME) != 0;
    s->has_content_id = (bits & BIT_CONTENT_ID) != 0;
    s->digested = (bits & BIT_DIGESTED) != 0;
    if (parts)
        s->part_count = (uint32_t)am_cursor_number(in, COUNT_SIZE);
}

static void get_part(struct am_cursor *in, struct am_sighting_part *part)
{
    am_cursor_bytes(in, part->fingerprint, AM_FINGERPRINT_SIZE);
    part->size_bytes = am_cursor_number(in, 8);
    part->family = am_cursor_code(in, AM_FAMILY_COUNT);
}

/* The lists of a record, as they stand in its bytes. */
struct lists {
    struct am_cursor recipients, sightings, parts;
    size_t recipient_count, sighting_count, part_count;
    bool has_parts;
};

static void get_lists(struct am_cursor *in, uint64_t version,
                      const struct am_record *head, struct lists *lists)
{
    lists->has_parts = version >= PARTS_SINCE;
    lists->recipients =
        am_cursor_items(in, recipient_size(head), &lists->recipient_count);
    lists->sightings =
        am_cursor_items(in, SIGHTING_SIZE + (lists->has_parts ? COUNT_SIZE : 0),
                        &lists->sighting_count);
    if (lists->has_parts)
        lists->parts = am_cursor_items(in, PART_SIZE, &lists->part_count);
    if (in->left > 0)
        in->bad = true;
}

/* One block: the record, its sightings, their parts, its recipients, in the
 * order in which alignment falls. */
static struct am_record *allocate(const struct am_record *head,
                                  const struct lists *lists)
{
    struct am_record *record =
        calloc(1, sizeof(*record) +
                      lists->sighting_count * sizeof(struct am_sighting) +
                      lists->part_count * sizeof(struct am_sighting_part) +
                      lists->recipient_count * sizeof(struct am_recipient));
    if (record == NULL)
        return NULL;
    *record = *head;
    record->sightings = (struct am_sighting *)(void *)(record + 1);
    record->sighting_count = lists->sighting_count;
    record->parts = (struct am_sighting_part *)(void *)(record->sightings +
                                                        record->sighting_count);
    record->part_count = lists->part_count;
    record->recipients =
        (struct am_recipient *)(void *)(record->parts + record->part_count);
    record->recipient_count = lists->recipient_count;
    return record;
}

/* Do the parts stand in their sightings, with no byte in two of them? */
static bool parts_fit(const struct am_record *record)
{
    size_t at = 0;

    for (size_t i = 0; i < record->sighting_count; i++) {
        const struct am_sighting *sighting = &record->sightings[i];
        uint64_t left = sighting->digested ? sighting->size_bytes : 0;
        if (sighting->part_count > record->part_count - at)
            return false;
        for (uint32_t j = 0; j < sighting->part_count; j++, at++) {
            if (record->parts[at].size_bytes > left)
                return false;
            left -= record->parts[at].size_bytes;
        }
    }
    return at == record->part_count;
}

/* Read the lists; false: a number in them cannot be. */
static bool fill(struct am_record *record, struct lists *lists)
{
    for (size_t i = 0; i < record->recipient_count; i++)
        get_recipient(&lists->recipients, record, &record->recipients[i]);
    for (size_t i = 0; i < record->sighting_count; i++) {
        get_sighting(&lists->sightings, &record->sightings[i],
                     lists->has_parts);
    }
    for (size_t i = 0; i < record->part_count; i++)
        get_part(&lists->parts, &record->parts[i]);
    return !lists->sightings.bad && !lists->parts.bad && parts_fit(record);
}

static int corrupt(struct am_err *err)
{
    return am_fail(err, AM_ECORRUPT, "a record of the spool is damaged");
}

int am_record_decode(struct am_record **record, const void *data, size_t size,
                     struct am_err *err)
{
    struct am_cursor in = {.p = data, .left = size};
    struct am_record head = {0};
    struct lists lists = {0};

    uint64_t version = am_cursor_number(&in, 1);
    if (version > VERSION) {
        return am_fail(err, AM_ENEWER,
                       "a record of the spool has version %u, this program "
                       "knows %d",
                       (unsigned)version, VERSION);
    }
    if (version < OLDEST)
        return corrupt(err);
    get_head(&in, version, &head);
    get_lists(&in, version, &head, &lists);
    if (in.bad)
        return corrupt(err);

    struct am_record *new = allocate(&head, &lists);
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a record");
    if (!fill(new, &lists)) {
        free(new);
        return corrupt(err);
    }
    *record = new;
    return 0;
}
