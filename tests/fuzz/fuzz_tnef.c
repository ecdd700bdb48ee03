/*
 * fuzz_tnef - the attachments inside TNEF: the same however the stream is cut,
 * as a plain reading finds them, those of its begin alike where it breaks off,
 * no more than are allowed, and what is put into a stream comes back.
 *
 * Options: 1 checksums are made right before reading, 2 few attachments are
 * allowed.
 */
#include "../tnef.h"
#include "codec/tnef.h"
#include "fuzz.h"
#include "tnef_plain.h"

enum {
    OPTION_MEND = 1,
    OPTION_FEW = 2
};

#define FEW        2
#define MOST_PUT   8    /* attachments put into a stream */
#define PUT_BYTES  4096 /* of the input, at most */
#define HEAD_BYTES 9    /* level, id, length */

struct telling {
    struct am_tnef tnef;
    struct text attachments; /* the whole ones, SEPARATOR behind each */
    struct text begun;
    size_t last_at; /* where the last whole one begins in attachments */
    unsigned whole;
    bool is_begun;
    uint64_t told_bytes;
};

static void take(struct telling *telling, const struct am_tnef_event *event)
{
    switch (event->kind) {
    case AM_TNEF_BEGIN:
        telling->is_begun = true;
        telling->begun.size = 0;
        break;
    case AM_TNEF_DATA:
        MUST(telling->is_begun && event->size > 0);
        add(&telling->begun, event->data, event->size);
        telling->told_bytes += event->size;
        break;
    case AM_TNEF_WHOLE:
        MUST(telling->is_begun);
        telling->is_begun = false;
        telling->whole++;
        telling->last_at = telling->attachments.size;
        add(&telling->attachments, telling->begun.data, telling->begun.size);
        add(&telling->attachments, SEPARATOR, sizeof(SEPARATOR) - 1);
        break;
    case AM_TNEF_MORE:
        break;
    }
}

static void pull(struct telling *telling)
{
    struct am_tnef_event event;

    do {
        am_tnef_next(&telling->tnef, &event);
        take(telling, &event);
    } while (event.kind != AM_TNEF_MORE);
}

static struct telling read_stream(const struct text *stream, unsigned most,
                                  struct cuts cuts)
{
    struct telling telling = {.whole = 0};

    am_tnef_begin(&telling.tnef, most);
    for (size_t at = 0; at < stream->size;) {
        size_t size = next_size(&cuts, stream->size - at);
        unsigned char *piece = copy_of(stream->data + at, size);
        am_tnef_push(&telling.tnef, piece, size);
        pull(&telling);
        free(piece);
        at += size;
    }
    am_tnef_finish(&telling.tnef);
    pull(&telling);
    MUST(telling.whole <= most);
    MUST(telling.told_bytes <= stream->size);
    return telling;
}

static void release(struct telling *telling)
{
    free(telling->attachments.data);
    free(telling->begun.data);
}

static void reads_the_same(const struct telling *whole,
                           const struct text *stream, struct cuts cuts)
{
    struct telling other = read_stream(stream, whole->tnef.most, cuts);

    MUST(same_text(&whole->attachments, &other.attachments));
    MUST(whole->whole == other.whole);
    MUST(am_tnef_flaws(&whole->tnef) == am_tnef_flaws(&other.tnef));
    release(&other);
}

/* What was whole before the last attachment found does not depend on what
 * follows. */
static void begins_the_same(const struct telling *whole,
                            const struct text *stream, size_t size)
{
    struct text begin = {stream->data, size, 0};
    struct telling other =
        read_stream(&begin, whole->tnef.most, (struct cuts){0});
    size_t last = other.last_at;

    MUST(other.whole <= whole->whole + 1);
    MUST(last <= whole->attachments.size);
    MUST(last == 0 ||
         memcmp(other.attachments.data, whole->attachments.data, last) == 0);
    release(&other);
}

static void reads_as_plainly(const struct telling *whole,
                             const struct text *stream)
{
    struct plain_tnef plain = {.stream = stream};

    if (am_tnef_flaws(&whole->tnef) & AM_FLAW_BIT(AM_FLAW_LIMIT_TNEF))
        return;
    plain_tnef_read(&plain);
    MUST(same_text(&whole->attachments, &plain.attachments));
    MUST(am_tnef_flaws(&whole->tnef) == plain.flaws);
    free(plain.attachments.data);
    free(plain.content.data);
}

/* Make the checksum of each attribute right, as far as lengths lead. */
static void mend(struct text *stream)
{
    size_t at = 6;

    while (at < stream->size && stream->size - at >= HEAD_BYTES) {
        uint32_t length = plain_number(stream->data + at + 5, 4);
        uint32_t sum = 0;
        at += HEAD_BYTES;
        if (stream->size - at < 2 || length > stream->size - at - 2)
            return;
        for (uint32_t i = 0; i < length; i++)
            sum += stream->data[at++];
        stream->data[at++] = (unsigned char)sum;
        stream->data[at++] = (unsigned char)(sum >> 8);
    }
}

/* Add an attachment, in an attribute or in a property. */
static void put(struct tnef *stream, const unsigned char *data, size_t size,
                bool in_property)
{
    tnef_rend_data(stream);
    tnef_begin(stream, ATTACHED, in_property ? ATTACHMENT : DATA);
    if (in_property) {
        tnef_number(stream, 1, 4);
        tnef_tag(stream, 0x0102, 0x3701);
        tnef_number(stream, 1, 4);
        tnef_value(stream, data, size);
    } else {
        tnef_bytes(stream, data, size);
    }
    tnef_end(stream);
}

static void comes_back(const struct input *input)
{
    static struct tnef stream;
    struct text put_in = {0};
    struct cuts sizes = input->cuts;
    size_t most = input->size < PUT_BYTES ? input->size : PUT_BYTES;
    unsigned count = 0;

    tnef_start(&stream);
    for (size_t at = 0; at < most && count < MOST_PUT; count++) {
        size_t size = next_size(&sizes, most - at);
        put(&stream, input->text + at, size, count % 2 == 1);
        add(&put_in, input->text + at, size);
        add(&put_in, SEPARATOR, sizeof(SEPARATOR) - 1);
        at += size;
    }
    struct text text = {stream.data, stream.size, 0};
    struct telling telling = read_stream(&text, AM_TNEF_MOST, input->cuts);
    MUST(same_text(&telling.attachments, &put_in));
    MUST(am_tnef_flaws(&telling.tnef) == 0);
    release(&telling);
    free(put_in.data);
}

void fuzz_one(const unsigned char *data, size_t size)
{
    struct input input = input_of(data, size);
    struct text stream = {0};

    add(&stream, input.text, input.size);
    if (input.options & OPTION_MEND)
        mend(&stream);
    unsigned most = input.options & OPTION_FEW ? FEW : AM_TNEF_MOST;
    struct telling whole = read_stream(&stream, most, (struct cuts){0});
    reads_the_same(&whole, &stream, input.cuts);
    reads_the_same(&whole, &stream, single_bytes());
    reads_as_plainly(&whole, &stream);
    size_t part = stream.size > 0 ? next_size(&input.cuts, stream.size) : 0;
    begins_the_same(&whole, &stream, part);
    begins_the_same(&whole, &stream, stream.size - stream.size / 4);
    release(&whole);
    free(stream.data);
    comes_back(&input);
}
