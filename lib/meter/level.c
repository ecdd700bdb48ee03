/* level - see level.h. */
#include "meter/level.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int am_level_create(struct am_level **level,
                    const struct am_parser_limits *limits, struct am_err *err)
{
    struct am_level *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a parser");

    am_parser_init(&new->parser, limits);
    *level = new;
    return 0;
}

static unsigned left(unsigned limit, unsigned used)
{
    return limit > used ? limit - used : 0;
}

int am_level_create_above(struct am_level **level, struct am_level *below,
                          struct am_err *err)
{
    const struct am_entity *entity = am_parser_entity(&below->parser);
    struct am_parser_limits limits = below->parser.limits;
    struct am_level *new = NULL;

    limits.depth = left(limits.depth, am_parser_depth(&below->parser) + 1);
    limits.parts = left(limits.parts, am_parser_parts(&below->parser));
    if (below->slice == NULL)
        below->slice = malloc(sizeof(*below->slice));
    if (below->slice == NULL)
        return am_fail(err, AM_ENOMEM, "no memory to decode a message");
    if (am_level_create(&new, &limits, err) < 0)
        return -1;

    am_parser_set_enclosed(&new->parser);
    am_level_path(below, new->prefix);
    new->inside_encrypted = below->inside_encrypted || entity->inside_encrypted;
    below->body = AM_LEVEL_BODY;
    below->flaws = entity->flaws;
    below->size = 0;
    am_decoder_begin(&below->decoder, entity->encoding);
    *level = new;
    return 0;
}

void am_level_destroy(struct am_level **level)
{
    if (*level == NULL)
        return;
    am_parser_free(&(*level)->parser);
    free((*level)->slice);
    free(*level);
    *level = NULL;
}

void am_level_path(const struct am_level *level, char path[AM_LEAF_PATH])
{
    size_t used = strlen(level->prefix);

    memcpy(path, level->prefix, used + 1);
    if (used > 0 && used + 2 < AM_LEAF_PATH)
        path[used++] = '.';
    am_parser_path(&level->parser, path + used, AM_LEAF_PATH - used);
    if (path[used] == '\0' && used > 0)
        path[used - 1] = '\0'; /* nothing came behind the point */
}

bool am_level_lift(struct am_level *level, struct am_level *above)
{
    unsigned char *out = level->slice->data;

    if (level->size > 0) {
        size_t used = 0;
        size_t n = am_decoder_feed(&level->decoder, level->data, level->size,
                                   &used, out, AM_LEAF_SLICE);
        level->data += used;
        level->size -= used;
        am_parser_push(&above->parser, out, n);
        return true;
    }
    if (level->body == AM_LEVEL_ENDED) {
        size_t n = am_decoder_finish(&level->decoder, out);
        level->flaws |= am_decoder_flaws(&level->decoder);
        level->body = AM_LEVEL_DRAINED;
        am_parser_push(&above->parser, out, n);
        return true;
    }
    if (level->body == AM_LEVEL_DRAINED && !above->finished) {
        am_parser_finish(&above->parser);
        above->finished = true;
        return true;
    }
    return false;
}

void am_level_take(struct am_level *level, const struct am_event *event)
{
    if (event->kind == AM_EVENT_BODY) {
        level->data = event->data;
        level->size = event->size;
    } else if (event->kind == AM_EVENT_END) {
        level->body = AM_LEVEL_ENDED;
    }
}
