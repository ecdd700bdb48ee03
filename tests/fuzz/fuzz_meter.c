/*
 * fuzz_meter - a whole message: the same parts, flaws and summary however it is
 * cut, whether its lines end in CRLF or LF, whichever kernel decodes it and
 * whatever the meter measured before; with sizes that can be.
 *
 * Options: 4 small limits.
 */
#include "codec/base64_run.h"
#include "fuzz.h"
#include "meter/meter.h"

enum {
    OPTION_SMALL = 4
};

static const struct am_limits small = {
    .depth = 3, .parts = 5, .header_bytes = 1024, .boundary_bytes = 8};

/* What may be told beyond the limit of parts: a last one of each message that
 * had to be decoded. */
#define REST_PARTS 5

#define LIMIT_FLAWS                                                     \
 (AM_FLAW_BIT(AM_FLAW_LIMIT_DEPTH) | AM_FLAW_BIT(AM_FLAW_LIMIT_PARTS) | \
  AM_FLAW_BIT(AM_FLAW_LIMIT_BOUNDARY))

/* What a meter told of a message. */
struct telling {
    struct am_meter *meter;
    struct text told;
    struct text paths; /* each ends in NUL */
    unsigned parts, most_parts;
    uint64_t outer_bytes; /* wire bytes of parts in no encoded message */
};

static void tell_number(struct telling *telling, uint64_t number)
{
    add(&telling->told, &number, sizeof(number));
}

static void tell_string(struct telling *telling, const char *string)
{
    add(&telling->told, string, strlen(string) + 1);
}

/* The most that an encoded body of these bytes can hold. */
static uint64_t most_of(enum am_encoding encoding, uint64_t wire_bytes)
{
    if (encoding == AM_ENCODING_BASE64)
        return wire_bytes / 4 * 3 + 2;
    if (encoding == AM_ENCODING_UUENCODE)
        return wire_bytes * 63;
    return wire_bytes;
}

static void is_sound_content(const struct am_part *part)
{
    bool identity = am_encoding_is_identity(part->encoding);

    MUST(part->size_bytes <= most_of(part->encoding, part->wire_bytes));
    MUST(!identity || part->size_bytes == part->wire_bytes);
    MUST(!identity || part->layout == AM_LAYOUT_AS_IT_IS);
    MUST(part->layout != 0 || part->encoding == AM_ENCODING_BASE64);
    MUST((part->flaws & LIMIT_FLAWS) == 0);
}

static void is_sound_opaque(const struct am_part *part)
{
    static const unsigned char zero[AM_DIGEST_SIZE];

    MUST(part->class == AM_CLASS_OPAQUE);
    MUST(memcmp(part->digest, zero, sizeof(zero)) == 0);
    MUST(part->size_bytes == part->stored_bytes);
    MUST((part->flaws & LIMIT_FLAWS) != 0);
}

static void is_sound(const struct am_part *part)
{
    MUST(part->stored_bytes <= part->wire_bytes);
    MUST(part->wire_bytes - part->stored_bytes <= part->stored_bytes);
    MUST(part->type[0] != '\0' && strlen(part->type) < AM_TYPE_SIZE);
    MUST(part->class < AM_CLASS_COUNT && part->family < AM_FAMILY_COUNT);
    MUST(am_type_number(part->type) < am_type_count());
    MUST(part->path[0] != '\0');
    if (part->digested) {
        is_sound_content(part);
    } else {
        is_sound_opaque(part);
    }
}

/* No two parts have one part number, but where it was too long. */
static void is_new_path(struct telling *telling, const char *path)
{
    size_t size = strlen(path) + 1;

    for (size_t at = 0; at < telling->paths.size;) {
        const char *other = (const char *)telling->paths.data + at;
        MUST(size > 400 || strcmp(path, other) != 0);
        at += strlen(other) + 1;
    }
    add(&telling->paths, path, size);
}

/* What is inside a part is not larger than it. */
static void tell_children(struct telling *telling, const struct am_part *part)
{
    uint64_t left = part->digested ? part->size_bytes : 0;

    tell_number(telling, part->child_count);
    for (size_t i = 0; i < part->child_count; i++) {
        const struct am_child *child = &part->children[i];
        MUST(child->size_bytes <= left && child->family < AM_FAMILY_COUNT);
        left -= child->size_bytes;
        tell_number(telling, child->size_bytes);
        tell_number(telling, child->family);
        add(&telling->told, child->digest, sizeof(child->digest));
    }
}

static int on_part(void *context, const struct am_part *part,
                   struct am_err *err)
{
    struct telling *telling = context;

    (void)err;
    is_sound(part);
    is_new_path(telling, part->path);
    tell_string(telling, part->path);
    tell_string(telling, part->type);
    tell_number(telling, (uint64_t)part->class << 24 |
                             (uint64_t)part->family << 16 |
                             (uint64_t)part->encoding << 8 |
                             (uint64_t)part->disposition);
    tell_number(telling, (unsigned)part->has_name << 2 |
                             (unsigned)part->has_content_id << 1 |
                             (unsigned)part->digested);
    tell_number(telling, part->size_bytes);
    tell_number(telling, part->stored_bytes);
    tell_number(telling, part->wire_bytes);
    tell_number(telling, part->layout);
    tell_number(telling, part->flaws);
    add(&telling->told, part->digest, sizeof(part->digest));
    tell_children(telling, part);
    telling->parts++;
    if ((part->flaws & AM_FLAW_BIT(AM_FLAW_ENCODED_MESSAGE)) == 0)
        telling->outer_bytes += part->wire_bytes;
    return 0;
}

static void feed(struct am_meter *meter, const unsigned char *text, size_t size,
                 struct cuts cuts)
{
    struct am_err err;

    for (size_t at = 0; at < size;) {
        size_t n = next_size(&cuts, size - at);
        unsigned char *piece = copy_of(text + at, n);
        MUST(am_meter_feed(meter, piece, n, &err) == 0);
        free(piece);
        at += n;
    }
}

/* The bytes of a message whose lines end in CRLF. */
static uint64_t wire_size(const unsigned char *text, size_t size)
{
    uint64_t wire = size;

    for (size_t i = 0; i < size; i++)
        wire += text[i] == '\n' && (i == 0 || text[i - 1] != '\r');
    return size > 0 && text[size - 1] != '\n' ? wire + 2 : wire;
}

static void tell_summary(struct telling *telling,
                         const struct am_summary *summary)
{
    const char *id = summary->message_id;

    MUST(summary->counted == telling->parts);
    MUST(telling->parts <= telling->most_parts + REST_PARTS);
    MUST(summary->body_wire_bytes <= summary->wire_bytes);
    MUST(telling->outer_bytes <= summary->body_wire_bytes);
    MUST(id == NULL || (id[0] != '\0' && strlen(id) <= 998));
    tell_number(telling, summary->wire_bytes);
    tell_number(telling, summary->body_wire_bytes);
    add(&telling->told, summary->flaw_count, sizeof(summary->flaw_count));
    tell_string(telling, id != NULL ? id : "");
}

/* What a meter tells of a message, after what it told before is forgotten. */
static void measure(struct telling *telling, const unsigned char *text,
                    size_t size, struct cuts cuts)
{
    struct am_summary summary;
    struct am_err err;

    telling->told.size = telling->paths.size = 0;
    telling->parts = 0;
    telling->outer_bytes = 0;
    feed(telling->meter, text, size, cuts);
    MUST(am_meter_finish(telling->meter, &summary, &err) == 0);
    MUST(summary.wire_bytes == wire_size(text, size));
    tell_summary(telling, &summary);
}

static void open_meter(struct telling *telling, const struct input *input)
{
    const struct am_limits *limits =
        input->options & OPTION_SMALL ? &small : NULL;
    struct am_err err;

    *telling = (struct telling){0};
    telling->most_parts = (limits != NULL ? limits : &am_limits_default)->parts;
    MUST(am_meter_create(&telling->meter, limits, on_part, telling, &err) == 0);
}

static void close_meter(struct telling *telling)
{
    am_meter_destroy(&telling->meter);
    free(telling->told.data);
    free(telling->paths.data);
}

/* Begin the message, and forget it. */
static void begin_in_vain(struct telling *telling, const struct input *input)
{
    struct cuts cuts = input->cuts;
    size_t size = input->size - input->size / 4;

    telling->paths.size = 0;
    feed(telling->meter, input->text, size, cuts);
    am_meter_reset(telling->meter);
}

static void measures_the_same(struct telling *other,
                              const struct telling *whole,
                              const unsigned char *text, size_t size,
                              struct cuts cuts)
{
    measure(other, text, size, cuts);
    MUST(same_text(&whole->told, &other->told));
}

void fuzz_one(const unsigned char *data, size_t size)
{
    struct input input = input_of(data, size);
    struct text crlf = crlf_of(input.text, input.size);
    const struct cuts uncut = {0};
    struct telling whole;
    struct telling other;

    open_meter(&whole, &input);
    open_meter(&other, &input);
    measure(&whole, input.text, input.size, uncut);
    measures_the_same(&other, &whole, input.text, input.size, input.cuts);
    measures_the_same(&other, &whole, input.text, input.size, single_bytes());
    begin_in_vain(&other, &input);
    measures_the_same(&other, &whole, crlf.data, crlf.size, input.cuts);
    am_base64_use_portable(true);
    measures_the_same(&other, &whole, input.text, input.size, uncut);
    measures_the_same(&other, &whole, crlf.data, crlf.size, uncut);
    am_base64_use_portable(false);
    close_meter(&whole);
    close_meter(&other);
    free(crlf.data);
}
