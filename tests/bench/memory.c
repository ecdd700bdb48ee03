/*
 * bench_memory - what one meter holds at its peak, whatever the message.
 *
 * The C library's allocator is replaced by one that counts, as usable bytes,
 * what is allocated while the meter works.  The limits are the figures of the
 * README; a longer message of the same shape must not need more.
 */
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "load.h"
#include "mta/encode.h"
#include "must.h"
#include "shapes.h"

#define PLAIN_LIMIT  16000U  /* bytes: ordinary mail */
#define LIMIT        512000U /* any message */
#define ROUNDING     64U     /* a block that is used again may be larger */
#define SHORT_BYTES  1000000U
#define LONG_BYTES   4000000U
#define LARGE_BYTES  16000000U
#define FIELD_BYTES  70000U /* more than is kept of a field */
#define WORST_LEVELS 6      /* more than are decoded */

static bool counting;
static size_t held, peak; /* bytes */

static void *count(void *block)
{
    if (counting && block != NULL) {
        held += malloc_usable_size(block);
        peak = held > peak ? held : peak;
    }
    return block;
}

static void uncount(void *block)
{
    if (counting && block != NULL)
        held -= malloc_usable_size(block);
}

/* The names under which glibc has its own. NOLINTBEGIN */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void __libc_free(void *block);

void *malloc(size_t size)
{
    return count(__libc_malloc(size));
}

void *calloc(size_t number, size_t size)
{
    return count(__libc_calloc(number, size));
}

void *realloc(void *block, size_t size)
{
    uncount(block);
    return count(__libc_realloc(block, size));
}

void free(void *block)
{
    uncount(block);
    __libc_free(block);
}

/* NOLINTEND */

/* The peak of a meter, from its creation to the end of this message. */
static size_t peak_of(const struct am_buf *message)
{
    struct load_meter load;

    held = peak = 0;
    counting = true;
    load_meter_create(&load);
    for (size_t at = 0; at < message->size;) {
        size_t left = message->size - at;
        size_t size = left < RACE_CHUNK ? left : RACE_CHUNK;
        const struct race_piece piece = {message->data + at, size,
                                         at + size == message->size};
        load_meter_work(&load, &piece);
        at += size;
    }
    size_t most = peak;
    load_meter_destroy(&load);
    counting = false;
    must(held == 0, "giving all memory back");
    return most;
}

/* Fields that are read, each longer than is kept of it. */
static void put_fields(struct shape_writer *writer)
{
    static const char *const names[] = {"Message-ID", "Content-Type",
                                        "Content-Transfer-Encoding",
                                        "Content-Disposition", "Content-ID"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        shape_put(writer, "%s: ", names[i]);
        for (size_t n = 0; n < FIELD_BYTES; n += 8)
            shape_put(writer, "xxxxxxxx");
        shape_put(writer, "\r\n");
    }
    shape_put(writer, "\r\n");
}

static void make_fields(struct shape_writer *writer, const struct shape *shape)
{
    put_fields(writer);
    while (writer->out->size < writer->until)
        shape_put(writer, "%s", shape->unit);
}

/* The worst that there is: long fields and open multiparts in messages that
 * have to be decoded, in each other. */
static void make_worst(struct shape_writer *writer, const struct shape *shape)
{
    struct am_buf inner;
    size_t breaks;

    am_buf_init(&inner, SIZE_MAX / 2);
    while (writer->out->size < writer->until / 5)
        shape_put(writer, "%s", shape->unit);
    for (unsigned level = 0; level < WORST_LEVELS; level++) {
        const struct am_buf text = *writer->out;
        *writer->out = inner;
        inner = text;
        am_buf_clear(writer->out);
        for (unsigned i = 0; i < 18; i++) {
            shape_put(writer,
                      "Content-Type: multipart/mixed; boundary=%0*u\r\n\r\n",
                      256, 100 * level + i);
            shape_put(writer, "--%0*u\r\n", 256, 100 * level + i);
        }
        shape_put(writer, "Content-Type: message/rfc822\r\n"
                          "Content-Transfer-Encoding: base64\r\n");
        put_fields(writer);
        must(am_encode_base64(writer->out, inner.data, inner.size, 76, &breaks,
                              NULL) == 0,
             "making a shape");
    }
    am_buf_free(&inner);
}

static const struct shape own[] = {
    {.name = "fields beyond their limit",
     .head = "",
     .make = make_fields,
     .unit = "--x\r\n",
     .tail = ""},
    {.name = "all of it in each other",
     .head = "",
     .make = make_worst,
     .unit = "--x\r\n",
     .tail = ""},
};

static size_t worst;

static bool check(const struct shape *shape, size_t limit, size_t long_size)
{
    struct am_buf message;

    am_buf_init(&message, SIZE_MAX / 2);
    shape_make(shape, SHORT_BYTES, &message);
    size_t once = peak_of(&message);
    shape_make(shape, long_size, &message);
    size_t again = peak_of(&message);
    am_buf_free(&message);
    worst = once > worst ? once : worst;
    bool right = once <= limit && again <= once + ROUNDING;
    printf("%-46s %7zu bytes, %zu times as long %7zu%s\n", shape->name, once,
           long_size / SHORT_BYTES, again, right ? "" : "  WRONG");
    return right;
}

int main(void)
{
    const struct am_buf empty = {0};
    struct load_meter first;
    bool right = true;

    load_meter_create(&first); /* what libcrypto allocates once and for all */
    load_meter_destroy(&first);
    size_t idle = peak_of(&empty);
    printf("%-46s %7zu bytes\n", "idle", idle);
    right &= idle <= PLAIN_LIMIT;
    for (size_t i = 0; i < shapes_fast_count; i++)
        right &= check(&shapes_fast[i], PLAIN_LIMIT, LARGE_BYTES);
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
        right &= check(&own[i], LIMIT, LARGE_BYTES);
    for (size_t i = 0; i < shapes_hostile_count; i++)
        right &= check(&shapes_hostile[i], LIMIT, LONG_BYTES);
    printf("the most: %zu bytes, limit %u\n", worst, LIMIT);
    return right ? 0 : 1;
}
