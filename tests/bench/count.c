/*
 * bench_count - to be run under callgrind by instructions.py: measures each mix
 * and each shape, and lets callgrind write down what that took.
 *
 * Prints a line for each of callgrind's dumps, in their order: what it was, the
 * chunk, the bytes measured, the name, the kernel of base64.
 */
#include <stdint.h>
#include <stdio.h>
#include <valgrind/callgrind.h>

#include "codec/base64_run.h"
#include "load.h"
#include "mail.h"
#include "must.h"
#include "race.h"
#include "shapes.h"

#define SHAPE_BYTES 30000U
#define SHORT_CHUNK 61U /* shorter than most lines */

static void count(const char *what, const char *name,
                  const struct mail_items *messages, size_t chunk)
{
    struct race_pieces pieces = race_cut(messages, chunk);
    struct load_meter load;

    load_meter_create(&load);
    CALLGRIND_START_INSTRUMENTATION;
    for (size_t i = 0; i < pieces.count; i++)
        load_meter_work(&load, &pieces.items[i]);
    CALLGRIND_DUMP_STATS;
    CALLGRIND_STOP_INSTRUMENTATION;
    load_meter_destroy(&load);
    printf("%s\t%zu\t%zu\t%s\t%s\n", what, chunk, messages->bytes.size, name,
           am_base64_kernel()->name);
    free(pieces.items);
}

static void count_mix(const char *name, enum mail_mix mix, size_t messages)
{
    struct mail mail;

    mail_make(&mail, mix, messages, 2); /* this seed's first is of 2 MB */
    count("mix", name, &mail.messages, RACE_CHUNK);
    mail_free(&mail);
}

/* At its size and at twice of that. */
static void count_shape(const struct shape *shape, size_t chunk)
{
    struct mail_items one;
    size_t size = shape->size != 0 ? shape->size : SHAPE_BYTES;

    am_buf_init(&one.bytes, SIZE_MAX / 2);
    am_buf_init(&one.ends, SIZE_MAX / 2);
    for (unsigned times = 1; times <= 2; times++) {
        shape_make(shape, times * size, &one.bytes);
        am_buf_clear(&one.ends);
        must(am_buf_add(&one.ends, &one.bytes.size, sizeof(size_t), NULL) == 0,
             "memory");
        count(times == 1 ? "once" : "twice", shape->name, &one, chunk);
    }
    am_buf_free(&one.bytes);
    am_buf_free(&one.ends);
}

int main(void)
{
    if (!RUNNING_ON_VALGRIND) {
        fputs("bench_count: to be run by instructions.py\n", stderr);
        return 2;
    }
    for (unsigned portable = 0; portable < 2; portable++) {
        am_base64_use_portable(portable == 1);
        count_mix("large", MAIL_LARGE, 1);
        count_mix("small", MAIL_SMALL, 80);
    }
    am_base64_use_portable(false);
    for (size_t i = 0; i < shapes_fast_count; i++)
        count_shape(&shapes_fast[i], RACE_CHUNK);
    for (size_t i = 0; i < shapes_hostile_count; i++) {
        count_shape(&shapes_hostile[i], RACE_CHUNK);
        count_shape(&shapes_hostile[i], SHORT_CHUNK);
    }
    return 0;
}
