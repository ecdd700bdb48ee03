/*
 * record - see record.h.
 *
 * The byte form, version 1, all numbers little-endian:
 *
 *   u8 version, u8 direction, u8 bits (1 sent, 2 message key, 4 sender),
 *   u64 time, u64 wire bytes,
 *   u8 domain length, domain,
 *   32 bytes message key if bit 2, 8 + 8 bytes sender and run if bit 4,
 *   u8 number of flaws that are not zero, each u8 flaw, u32 count,
 *   u32 recipients, each 8 bytes key, u32 group, u32 members,
 *   u32 sightings, each 32 bytes fingerprint, u64 size, u64 stored, u64 wire,
 *     u64 layout, u16 type, u8 class, u8 family, u8 encoding, u8 disposition,
 *     u8 bits (1 name, 2 Content-ID, 4 digested)
 *
 * and nothing behind it.
 */
#include "meter/record.h"

#include <stdlib.h>
#include <string.h>

#include "codec/decoder.h"

#define VERSION 1

#define RECIPIENT_SIZE (AM_SHORT_KEY + 8)
#define SIGHTING_SIZE  (AM_FINGERPRINT_SIZE + 4 * 8 + 2 + 4 + 1)
#define HEAD_SIZE                                                           \
 (3 + 8 + 8 + 1 + AM_DOMAIN_SIZE + AM_FINGERPRINT_SIZE + 2 * AM_SHORT_KEY + \
  1 + 5 * AM_FLAW_COUNT + 4 + 4)

enum {
    BIT_SENT = 1,
    BIT_MESSAGE_KEY = 2,
    BIT_SENDER = 4
};

enum {
    BIT_NAME = 1,
    BIT_CONTENT_ID = 2,
    BIT_DIGESTED = 4
};

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
            (record->has_sender ? BIT_SENDER : 0U),
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
}

int am_record_encode(const struct am_record *record, struct am_buf *out,
                     struct am_err *err)
{
    if (am_buf_reserve(out,
                       HEAD_SIZE + record->recipient_count * RECIPIENT_SIZE +
                           record->sighting_count * SIGHTING_SIZE,
                       err) < 0)
        return -1;
    put_head(out, record);
    put_flaws(out, record);
    put(out, record->recipient_count, 4);
    for (size_t i = 0; i < record->recipient_count; i++) {
        put_bytes(out, record->recipients[i].key, AM_SHORT_KEY);
        put(out, record->recipients[i].group, 4);
        put(out, record->recipients[i].members, 4);
    }
    put(out, record->sighting_count, 4);
    for (size_t i = 0; i < record->sighting_count; i++)
        put_sighting(out, &record->sightings[i]);
    return 0;
}

/* Reading.  A reader that ran out stays at its end and gives zeros; whoever
 * asked looks at `bad` once, at the end. */
struct reader {
    const unsigned char *p;
    size_t left;
    bool bad;
};

static void get_bytes(struct reader *in, void *data, size_t size)
{
    if (size > in->left) {
        in->bad = true;
        in->left = 0;
        memset(data, 0, size);
        return;
    }
    memcpy(data, in->p, size);
    in->p += size;
    in->left -= size;
}

static uint64_t get(struct reader *in, size_t size)
{
    unsigned char bytes[8];
    uint64_t number = 0;

    get_bytes(in, bytes, size);
    for (size_t i = 0; i < size; i++)
        number |= (uint64_t)bytes[i] << (8 * i);
    return number;
}

/* A number that is an enum below limit. */
static uint8_t get_code(struct reader *in, unsigned limit)
{
    uint64_t number = get(in, 1);
    if (number >= limit)
        in->bad = true;
    return (uint8_t)number;
}

static void get_head(struct reader *in, struct am_record *record)
{
    record->direction = (enum am_direction)get_code(in, AM_DIRECTION_COUNT);
    uint64_t bits = get(in, 1);
    record->sent = (bits & BIT_SENT) != 0;
    record->has_message_key = (bits & BIT_MESSAGE_KEY) != 0;
    record->has_sender = (bits & BIT_SENDER) != 0;
    record->time_s = (int64_t)get(in, 8);
    record->wire_bytes = get(in, 8);
    get_bytes(in, record->domain, get(in, 1));
    if (record->has_message_key)
        get_bytes(in, record->message_key, AM_FINGERPRINT_SIZE);
    if (record->has_sender) {
        get_bytes(in, record->sender, AM_SHORT_KEY);
        get_bytes(in, record->sender_run, AM_SHORT_KEY);
    }
    for (uint64_t flaws = get(in, 1); flaws > 0 && !in->bad; flaws--) {
        uint8_t flaw = get_code(in, AM_FLAW_COUNT);
        uint32_t count = (uint32_t)get(in, 4);
        if (!in->bad)
            record->flaw_count[flaw] = count;
    }
}

/* How many items of item_size follow; more than there are bytes cannot be. */
static size_t get_count(struct reader *in, size_t item_size)
{
    uint64_t count = get(in, 4);
    if (count > in->left / item_size) {
        in->bad = true;
        return 0;
    }
    return (size_t)count;
}

static void get_recipient(struct reader *in, struct am_recipient *r)
{
    get_bytes(in, r->key, AM_SHORT_KEY);
    r->group = (uint32_t)get(in, 4);
    r->members = (uint32_t)get(in, 4);
}

static void get_sighting(struct reader *in, struct am_sighting *s)
{
    get_bytes(in, s->fingerprint, AM_FINGERPRINT_SIZE);
    s->size_bytes = get(in, 8);
    s->stored_bytes = get(in, 8);
    s->wire_bytes = get(in, 8);
    s->layout = get(in, 8);
    s->type = (uint16_t)get(in, 2);
    if (s->type >= am_type_count())
        in->bad = true;
    s->class = get_code(in, AM_CLASS_COUNT);
    s->family = get_code(in, AM_FAMILY_COUNT);
    s->encoding = get_code(in, AM_ENCODING_COUNT);
    s->disposition = get_code(in, AM_DISPOSITION_COUNT);
    uint64_t bits = get(in, 1);
    s->has_name = (bits & BIT_NAME) != 0;
    s->has_content_id = (bits & BIT_CONTENT_ID) != 0;
    s->digested = (bits & BIT_DIGESTED) != 0;
}

/* One block: the record, its sightings, its recipients, in the order in which
 * alignment falls. */
static struct am_record *allocate(size_t recipients, size_t sightings)
{
    struct am_record *record =
        calloc(1, sizeof(*record) + sightings * sizeof(struct am_sighting) +
                      recipients * sizeof(struct am_recipient));
    if (record == NULL)
        return NULL;
    record->sightings = (struct am_sighting *)(void *)(record + 1);
    record->sighting_count = sightings;
    record->recipients =
        (struct am_recipient *)(void *)(record->sightings + sightings);
    record->recipient_count = recipients;
    return record;
}

static int corrupt(struct am_err *err)
{
    return am_fail(err, AM_ECORRUPT, "a record of the spool is damaged");
}

int am_record_decode(struct am_record **record, const void *data, size_t size,
                     struct am_err *err)
{
    struct reader in = {.p = data, .left = size};
    struct am_record head = {0};

    uint64_t version = get(&in, 1);
    if (version > VERSION) {
        return am_fail(err, AM_ENEWER,
                       "a record of the spool has version %u, this program "
                       "knows %d",
                       (unsigned)version, VERSION);
    }
    if (version != VERSION)
        return corrupt(err);
    get_head(&in, &head);

    size_t recipients = get_count(&in, RECIPIENT_SIZE);
    struct reader recipients_at = in;
    in.p += recipients * RECIPIENT_SIZE;
    in.left -= recipients * RECIPIENT_SIZE;
    size_t sightings = get_count(&in, SIGHTING_SIZE);
    if (in.bad || in.left != sightings * SIGHTING_SIZE)
        return corrupt(err);

    struct am_record *new = allocate(recipients, sightings);
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a record");
    head.recipients = new->recipients;
    head.recipient_count = recipients;
    head.sightings = new->sightings;
    head.sighting_count = sightings;
    *new = head;
    for (size_t i = 0; i < recipients; i++)
        get_recipient(&recipients_at, &new->recipients[i]);
    for (size_t i = 0; i < sightings; i++)
        get_sighting(&in, &new->sightings[i]);
    if (in.bad) {
        free(new);
        return corrupt(err);
    }
    *record = new;
    return 0;
}
