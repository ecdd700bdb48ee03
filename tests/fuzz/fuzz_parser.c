/*
 * fuzz_parser - the parser: the same events however the message is cut,
 * whether its lines end in CRLF or LF and whether base64 is taken by lines or
 * as events; bodies of the sizes that it tells; within its limits.
 *
 * Options: 4 small limits.
 */
#include "fuzz.h"
#include "mime/parser.h"

enum {
    OPTION_SMALL = 4
};

static const struct am_parser_limits large = {100, 10000, 65536, 256};
static const struct am_parser_limits small = {3, 5, 1024, 8};

/* What was told, and how far the leaf has come. */
struct telling {
    struct am_parser parser;
    struct text told;
    bool by_lines;
    bool leaf_open;
    bool is_base64;
    uint64_t body_size;
    uint64_t body_lines;
    unsigned leaves;
};

static void tell_number(struct telling *telling, uint64_t number)
{
    add(&telling->told, &number, sizeof(number));
}

static void tell_string(struct telling *telling, const char *string)
{
    add(&telling->told, string, strlen(string) + 1);
}

/* A type has one slash, unless that is behind what is kept, and no capital. */
static void is_sound_type(const char *type)
{
    const char *slash = strchr(type, '/');

    MUST(*type != '\0');
    MUST(slash == NULL || strchr(slash + 1, '/') == NULL);
    for (; *type != '\0'; type++)
        MUST((*type < 'A' || *type > 'Z') && (unsigned char)*type < 0x7f);
}

static void begin_leaf(struct telling *telling)
{
    const struct am_entity *entity = am_parser_entity(&telling->parser);
    char path[512];

    MUST(!telling->leaf_open);
    is_sound_type(entity->type);
    telling->leaf_open = true;
    telling->is_base64 = entity->encoding == AM_ENCODING_BASE64;
    telling->body_size = telling->body_lines = 0;
    am_parser_path(&telling->parser, path, sizeof(path));
    tell_string(telling, path);
    tell_string(telling, entity->type);
    tell_string(telling, entity->disposition);
    tell_number(telling, entity->encoding);
    tell_number(telling, (unsigned)entity->has_name << 4 |
                             (unsigned)entity->has_content_id << 3 |
                             (unsigned)entity->inside_encrypted << 2 |
                             (unsigned)entity->limited << 1 |
                             (unsigned)entity->encoded_message);
}

static void take_body(struct telling *telling, const unsigned char *data,
                      size_t size)
{
    MUST(telling->leaf_open);
    MUST(size > 0);
    add(&telling->told, data, size);
    telling->body_size += size;
    for (size_t i = 0; i < size; i++)
        telling->body_lines += data[i] == '\n';
}

/* A line end before the boundary is told of, and not counted, in base64. */
static void end_leaf(struct telling *telling, const struct am_event *event)
{
    uint64_t size = telling->body_size;
    uint64_t lines = telling->body_lines;

    MUST(telling->leaf_open);
    telling->leaf_open = false;
    if (telling->is_base64 && size != event->wire_bytes) {
        size -= 2;
        lines--;
    }
    if (event->kind == AM_EVENT_END) {
        MUST(size == event->wire_bytes);
        MUST(lines == event->line_ends);
        telling->leaves++;
        tell_number(telling, event->wire_bytes);
        tell_number(telling, event->line_ends);
        tell_number(telling, am_parser_entity(&telling->parser)->flaws);
    }
    tell_number(telling, event->kind);
}

static bool is_clean(unsigned char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c >= '0' && c <= '9') || c == '+' || c == '/';
}

/* The bytes of the line end behind a whole line of the alphabet alone, or 0;
 * *width is those of the line. */
static size_t clean_line(const unsigned char *line, size_t size, size_t *width)
{
    size_t i = 0;

    while (i < size && is_clean(line[i]))
        i++;
    *width = i;
    if (size - i >= 1 && line[i] == '\n')
        return 1;
    return size - i >= 2 && line[i] == '\r' && line[i + 1] == '\n' ? 2 : 0;
}

static void take_lines(struct telling *telling)
{
    struct am_lines lines = {0};
    size_t eol_size = 0;
    size_t width = 0;

    lines.data = am_parser_lines(&telling->parser, &lines.size);
    if (lines.data == NULL)
        return;
    while ((eol_size = clean_line(lines.data + lines.used,
                                  lines.size - lines.used, &width)) > 0) {
        if (width > 0)
            take_body(telling, lines.data + lines.used, width);
        take_body(telling, (const unsigned char *)"\r\n", 2);
        lines.used += width + eol_size;
        lines.count++;
        lines.lone_lf += 2 - eol_size;
    }
    am_parser_took(&telling->parser, &lines);
}

static void pull(struct telling *telling)
{
    const struct am_parser_limits *limits = &telling->parser.limits;
    struct am_event event = {.kind = AM_EVENT_MORE};
    struct am_err err;

    for (;;) {
        if (telling->by_lines && telling->leaf_open)
            take_lines(telling);
        MUST(am_parser_next(&telling->parser, &event, &err) == 0);
        MUST(am_parser_depth(&telling->parser) <= limits->depth);
        MUST(am_parser_parts(&telling->parser) <= limits->parts + 1);
        switch (event.kind) {
        case AM_EVENT_MORE:
            return;
        case AM_EVENT_PART:
            begin_leaf(telling);
            break;
        case AM_EVENT_BODY:
            take_body(telling, event.data, event.size);
            break;
        case AM_EVENT_END:
        case AM_EVENT_DROP:
            end_leaf(telling, &event);
            break;
        }
    }
}

static void tell_end(struct telling *telling)
{
    const char *message_id = am_parser_message_id(&telling->parser);

    MUST(!telling->leaf_open);
    MUST(am_parser_parts(&telling->parser) == telling->leaves);
    MUST(am_parser_body_bytes(&telling->parser) <=
         am_parser_wire_bytes(&telling->parser));
    tell_number(telling, am_parser_wire_bytes(&telling->parser));
    tell_number(telling, am_parser_body_bytes(&telling->parser));
    tell_string(telling, message_id != NULL ? message_id : "");
    add(&telling->told, am_parser_flaws(&telling->parser),
        AM_FLAW_COUNT * sizeof(uint32_t));
}

/* Parse the message of the input; free() the data of what is told. */
static struct text parse(const struct input *input, struct cuts cuts,
                         bool by_lines)
{
    struct telling telling = {.by_lines = by_lines};

    am_parser_init(&telling.parser,
                   input->options & OPTION_SMALL ? &small : &large);
    for (size_t at = 0; at < input->size;) {
        size_t size = next_size(&cuts, input->size - at);
        unsigned char *piece = copy_of(input->text + at, size);
        am_parser_push(&telling.parser, piece, size);
        pull(&telling);
        free(piece);
        at += size;
    }
    am_parser_finish(&telling.parser);
    pull(&telling);
    tell_end(&telling);
    am_parser_free(&telling.parser);
    return telling.told;
}

static void tells_the_same(const struct text *whole, const struct input *input,
                           struct cuts cuts, bool by_lines)
{
    struct text other = parse(input, cuts, by_lines);

    MUST(same_text(whole, &other));
    free(other.data);
}

void fuzz_one(const unsigned char *data, size_t size)
{
    struct input input = input_of(data, size);
    struct text whole = parse(&input, (struct cuts){0}, false);

    tells_the_same(&whole, &input, input.cuts, false);
    tells_the_same(&whole, &input, input.cuts, true);
    tells_the_same(&whole, &input, single_bytes(), false);

    struct text lines = crlf_of(input.text, input.size);
    struct input crlf = input;
    crlf.text = lines.data;
    crlf.size = lines.size;
    tells_the_same(&whole, &crlf, (struct cuts){0}, true);
    tells_the_same(&whole, &crlf, input.cuts, true);
    free(lines.data);
    free(whole.data);
}
