/* tnefs - see tnefs.h. */
#include "meter/tnefs.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "codec/tnef.h"
#include "meter/digest.h"

#define SIGNATURE_SIZE (sizeof(AM_TNEF_SIGNATURE) - 1)

struct am_tnef_reader {
    struct am_tnef tnef;
    struct am_digest *digest;
    /* the child at hand */
    uint64_t size_bytes;
    size_t first_size;
    unsigned char first[AM_SNIFF_SIZE];
    /* those that are whole */
    struct am_child *children;
    size_t count;
    size_t room;
};

static void destroy(struct am_tnef_reader *reader)
{
    if (reader == NULL)
        return;
    am_digest_destroy(&reader->digest);
    free(reader->children);
    free(reader);
}

void am_tnefs_close(struct am_tnefs *tnefs)
{
    destroy(tnefs->reader);
    tnefs->reader = NULL;
}

static int make_reader(struct am_tnefs *tnefs, struct am_err *err)
{
    struct am_tnef_reader *new = NULL;

    if (tnefs->reader != NULL)
        return 0;
    new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory to read TNEF");
    if (am_digest_create(&new->digest, err) < 0) {
        destroy(new);
        return -1;
    }
    tnefs->reader = new;
    return 0;
}

/* The leaf at hand is a stream. */
static int open_reader(struct am_tnefs *tnefs, struct am_err *err)
{
    unsigned most = tnefs->most - tnefs->used;

    if (make_reader(tnefs, err) < 0)
        return -1;
    am_tnef_begin(&tnefs->reader->tnef,
                  most < AM_TNEF_MOST ? most : AM_TNEF_MOST);
    tnefs->reader->count = 0;
    tnefs->is_open = true;
    return 0;
}

int am_tnefs_begin(struct am_tnefs *tnefs, const char *type, struct am_err *err)
{
    tnefs->wants = true;
    tnefs->is_open = false;
    tnefs->matched = 0;
    if (!am_ascii_same(type, "application/ms-tnef") &&
        !am_ascii_same(type, "application/vnd.ms-tnef"))
        return 0;
    return open_reader(tnefs, err);
}

static int take_data(struct am_tnef_reader *reader,
                     const struct am_tnef_event *event, struct am_err *err)
{
    size_t n = sizeof(reader->first) - reader->first_size;

    if (n > event->size)
        n = event->size;
    memcpy(reader->first + reader->first_size, event->data, n);
    reader->first_size += n;
    reader->size_bytes += event->size;
    return am_digest_feed(reader->digest, event->data, event->size, err);
}

static int reserve(struct am_tnef_reader *reader, struct am_err *err)
{
    if (reader->count < reader->room)
        return 0;
    size_t room = reader->room == 0 ? 4 : 2 * reader->room;
    struct am_child *more = realloc(reader->children, room * sizeof(*more));
    if (more == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for %zu attachments", room);
    reader->children = more;
    reader->room = room;
    return 0;
}

static int take_child(struct am_tnef_reader *reader, struct am_err *err)
{
    if (reserve(reader, err) < 0)
        return -1;
    struct am_child *child = &reader->children[reader->count++];
    child->size_bytes = reader->size_bytes;
    bool contradicts = false; /* nothing: no type is declared */
    child->family =
        am_family_of(reader->first, reader->first_size, "", &contradicts);
    return am_digest_finish(reader->digest, child->digest, err);
}

static int take_events(struct am_tnef_reader *reader, struct am_err *err)
{
    struct am_tnef_event event;
    int result = 0;

    while (result == 0) {
        am_tnef_next(&reader->tnef, &event);
        switch (event.kind) {
        case AM_TNEF_MORE:
            return 0;
        case AM_TNEF_BEGIN:
            reader->size_bytes = 0;
            reader->first_size = 0;
            result = am_digest_begin(reader->digest, err);
            break;
        case AM_TNEF_DATA:
            result = take_data(reader, &event, err);
            break;
        case AM_TNEF_WHOLE:
            result = take_child(reader, err);
            break;
        }
    }
    return -1;
}

static int read_bytes(struct am_tnefs *tnefs, const void *data, size_t size,
                      struct am_err *err)
{
    am_tnef_push(&tnefs->reader->tnef, data, size);
    return take_events(tnefs->reader, err);
}

/* Pass over the signature in data; true when all of it has come. */
static bool match(struct am_tnefs *tnefs, const unsigned char **data,
                  size_t *size)
{
    static const char signature[] = AM_TNEF_SIGNATURE;

    for (; *size > 0 && tnefs->matched < SIGNATURE_SIZE; ++*data, --*size) {
        if (**data != (unsigned char)signature[tnefs->matched++]) {
            tnefs->wants = false;
            return false;
        }
    }
    return tnefs->matched == SIGNATURE_SIZE;
}

int am_tnefs_feed(struct am_tnefs *tnefs, const unsigned char *data,
                  size_t size, struct am_err *err)
{
    if (!tnefs->wants)
        return 0;
    if (!tnefs->is_open) {
        if (!match(tnefs, &data, &size))
            return 0;
        if (open_reader(tnefs, err) < 0 ||
            read_bytes(tnefs, AM_TNEF_SIGNATURE, SIGNATURE_SIZE, err) < 0)
            return -1;
    }
    return read_bytes(tnefs, data, size, err);
}

int am_tnefs_finish(struct am_tnefs *tnefs, struct am_part *part,
                    struct am_err *err)
{
    struct am_tnef_reader *reader = tnefs->reader;

    if (!tnefs->is_open)
        return 0;
    tnefs->is_open = tnefs->wants = false;
    am_tnef_finish(&reader->tnef);
    if (take_events(reader, err) < 0)
        return -1;
    tnefs->used += (unsigned)reader->count;
    part->flaws |= am_tnef_flaws(&reader->tnef);
    part->children = reader->children;
    part->child_count = reader->count;
    return 0;
}
