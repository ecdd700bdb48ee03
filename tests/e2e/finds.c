/*
 * finds - see finds.h.
 */
#include "e2e/finds.h"

#include <stdlib.h>
#include <string.h>

void finds_add(struct finds *finds, const struct find *find)
{
    if (finds->count == finds->room) {
        size_t room = finds->room == 0 ? 16 : 2 * finds->room;
        struct find *more = realloc(finds->items, room * sizeof(*more));
        if (more == NULL)
            abort();
        finds->items = more;
        finds->room = room;
    }
    finds->items[finds->count++] = *find;
}

void finds_clear(struct finds *finds)
{
    finds->count = 0;
}

void finds_free(struct finds *finds)
{
    free(finds->items);
    *finds = (struct finds){0};
}

static int compare(const void *left, const void *right)
{
    const struct find *a = left;
    const struct find *b = right;

    if (a->size_bytes != b->size_bytes)
        return a->size_bytes < b->size_bytes ? -1 : 1;
    return memcmp(a->digest, b->digest, sizeof(a->digest));
}

bool finds_equal(struct finds *a, struct finds *b)
{
    if (a->count != b->count)
        return false;
    if (a->count == 0)
        return true;
    qsort(a->items, a->count, sizeof(a->items[0]), compare);
    qsort(b->items, b->count, sizeof(b->items[0]), compare);
    for (size_t i = 0; i < a->count; i++) {
        if (compare(&a->items[i], &b->items[i]) != 0)
            return false;
    }
    return true;
}

void finds_print(FILE *out, const struct finds *finds)
{
    for (size_t i = 0; i < finds->count; i++) {
        const struct find *find = &finds->items[i];
        fprintf(out, " %llu:%02x%02x%02x%02x",
                (unsigned long long)find->size_bytes, find->digest[0],
                find->digest[1], find->digest[2], find->digest[3]);
    }
    fputs(finds->count == 0 ? " nothing\n" : "\n", out);
}

static int take_part(void *context, const struct am_part *part,
                     struct am_err *err)
{
    struct find find = {.size_bytes = part->size_bytes};

    (void)err;
    if (!part->digested)
        return 0;
    memcpy(find.digest, part->digest, sizeof(find.digest));
    finds_add(context, &find);
    return 0;
}

int finds_measure(struct finds *finds, const struct am_limits *limits,
                  const unsigned char *data, size_t size)
{
    struct am_meter *meter = NULL;
    struct am_summary summary;
    struct am_err err;

    finds_clear(finds);
    if (am_meter_create(&meter, limits, take_part, finds, &err) < 0)
        return -1;
    int status = am_meter_feed(meter, data, size, &err);
    if (status == 0)
        status = am_meter_finish(meter, &summary, &err);
    am_meter_destroy(&meter);
    return status;
}
