/* race - see race.h. */
#include "race.h"

#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "median.h"
#include "must.h"

#define TURN_BYTES 262140U /* four large chunks: fits in a core's own cache */

static void *make(size_t size)
{
    void *new = malloc(size);

    must(new != NULL, "memory");
    return new;
}

struct race_pieces race_cut(const struct mail_items *items, size_t chunk)
{
    struct race_pieces pieces = {.bytes = items->bytes.size};
    size_t most = items->bytes.size / chunk + mail_count(items) + 1;
    size_t at = 0;

    pieces.items = make(most * sizeof(*pieces.items));
    for (size_t i = 0; i < mail_count(items); i++) {
        size_t end = mail_end(items, i);
        do {
            size_t size = end - at < chunk ? end - at : chunk;
            pieces.items[pieces.count++] = (struct race_piece){
                items->bytes.data + at, size, at + size == end};
            at += size;
        } while (at < end);
    }
    return pieces;
}

static double now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void read_once(const struct race_piece *piece)
{
    volatile unsigned char byte = 0;

    for (size_t i = 0; i < piece->size; i += 64)
        byte = piece->data[i];
    (void)byte;
}

/* Pieces from `from` to before `until`: the CPU seconds they take. */
static double run_some(const struct race_contender *who, size_t from,
                       size_t until, bool cold)
{
    double spent_s = 0;

    while (from < until) {
        size_t end = from;
        size_t bytes = 0;
        while (end < until && (bytes == 0 || bytes < TURN_BYTES)) {
            if (!cold)
                read_once(&who->pieces.items[end]);
            bytes += who->pieces.items[end++].size;
        }
        double began_s = now_s();
        for (; from < end; from++)
            who->work(who->context, &who->pieces.items[from]);
        spent_s += now_s() - began_s;
    }
    return spent_s;
}

/* One pair: turns of about a megabyte, first one first, then the other. */
static void run_pair(const struct race_setup *setup, unsigned pair, double *a_s,
                     double *b_s)
{
    const struct race_contender *a = &setup->a;
    const struct race_contender *b = &setup->b;
    size_t turns = a->pieces.bytes / 1000000 + 1;

    *a_s = *b_s = 0;
    for (size_t t = 0; t < turns; t++) {
        size_t a_from = a->pieces.count * t / turns;
        size_t a_until = a->pieces.count * (t + 1) / turns;
        size_t b_from = b->pieces.count * t / turns;
        size_t b_until = b->pieces.count * (t + 1) / turns;

        if ((t + pair) % 2 == 0)
            *a_s += run_some(a, a_from, a_until, setup->cold);
        *b_s += run_some(b, b_from, b_until, setup->cold);
        if ((t + pair) % 2 == 1)
            *a_s += run_some(a, a_from, a_until, setup->cold);
    }
}

struct race_result race_run(const struct race_setup *setup)
{
    struct race_result result;
    size_t n = setup->pairs;
    double *values = make(3 * n * sizeof(*values));
    double a_s;
    double b_s;

    run_pair(setup, 0, &a_s, &b_s); /* caches and clock speed settle */
    for (unsigned i = 0; i < n; i++) {
        run_pair(setup, i, &a_s, &b_s);
        values[i] = (double)setup->a.bytes / a_s / 1e6;
        values[n + i] = (double)setup->b.bytes / b_s / 1e6;
        values[2 * n + i] = values[i] / values[n + i];
    }
    result.ratio = median_interval(values + 2 * n, n);
    result.a_mb_s = median_of(values, n);
    result.b_mb_s = median_of(values + n, n);
    free(values);
    return result;
}
