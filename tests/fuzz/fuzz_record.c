/*
 * fuzz_record - the byte form of a record: what can be read is read the same
 * from what is written of it, and not from a part of that.
 */
#include "codec/decoder.h"
#include "fuzz.h"
#include "meter/record.h"

/* What today's form has that older ones had not: one byte of passes; since
 * version 1 also 2 bytes a sighting, and 4 more. */
static size_t added_since(unsigned char version, const struct am_record *record)
{
    size_t passes = version < 3 ? 1 : 0;

    return version == 1 ? passes + 2 * record->sighting_count + 4 : passes;
}

static struct am_buf encode(const struct am_record *record)
{
    struct am_buf bytes;
    struct am_err err;

    am_buf_init(&bytes, SIZE_MAX);
    MUST(am_record_encode(record, &bytes, &err) == 0);
    return bytes;
}

static struct am_record *decode(const unsigned char *data, size_t size)
{
    struct am_record *record = NULL;
    struct am_err err = {.code = AM_OK};
    unsigned char *copy = copy_of(data, size);

    if (am_record_decode(&record, copy, size, &err) < 0) {
        MUST(record == NULL);
        MUST(err.code == AM_ECORRUPT || err.code == AM_ENEWER);
    }
    free(copy);
    return record;
}

/* Its numbers are those that the database has words for. */
static void is_sound(const struct am_record *record)
{
    size_t parts = 0;

    MUST((unsigned)record->direction < AM_DIRECTION_COUNT);
    MUST(record->before_count <= AM_PASSES_MAX);
    MUST(memchr(record->domain, '\0', sizeof(record->domain)) != NULL);
    for (size_t i = 0; i < record->sighting_count; i++) {
        const struct am_sighting *s = &record->sightings[i];
        MUST(s->type < am_type_count());
        MUST(s->class < AM_CLASS_COUNT);
        MUST(s->family < AM_FAMILY_COUNT);
        MUST(s->encoding < AM_ENCODING_COUNT);
        MUST(s->disposition < AM_DISPOSITION_COUNT);
        parts += s->part_count;
    }
    MUST(parts == record->part_count);
    for (size_t i = 0; i < record->part_count; i++)
        MUST(record->parts[i].family < AM_FAMILY_COUNT);
}

static void comes_back(const struct am_record *record,
                       const struct am_buf *bytes)
{
    struct am_record *again = decode(bytes->data, bytes->size);

    MUST(again != NULL);
    MUST(again->direction == record->direction);
    MUST(again->time_s == record->time_s);
    MUST(again->wire_bytes == record->wire_bytes);
    MUST(again->before_count == record->before_count);
    MUST(again->recipient_count == record->recipient_count);
    MUST(again->sighting_count == record->sighting_count);
    MUST(again->part_count == record->part_count);
    struct am_buf bytes_again = encode(again);
    MUST(same_bytes(bytes_again.data, bytes_again.size, bytes->data,
                    bytes->size));
    am_buf_free(&bytes_again);
    free(again);
}

/* Cut off anywhere, or with a byte behind, it is no record. */
static void is_whole_or_nothing(const struct am_buf *bytes)
{
    size_t step = 1 + bytes->size / 64;

    for (size_t size = 0; size < bytes->size; size += step)
        MUST(decode(bytes->data, size) == NULL);
    MUST(decode(bytes->data, bytes->size - 1) == NULL);

    struct text longer = {0};
    add(&longer, bytes->data, bytes->size);
    add_byte(&longer, 0);
    MUST(decode(longer.data, longer.size) == NULL);
    free(longer.data);
}

void fuzz_one(const unsigned char *data, size_t size)
{
    struct am_record *record = decode(data, size);

    if (record == NULL)
        return;
    is_sound(record);
    struct am_buf bytes = encode(record);
    MUST(bytes.size <= size + added_since(data[0], record));
    comes_back(record, &bytes);
    is_whole_or_nothing(&bytes);
    am_buf_free(&bytes);
    free(record);
}
