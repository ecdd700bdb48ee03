/* leaf - see leaf.h. */
#include "meter/leaf.h"

#include <string.h>

#include "base/ascii.h"

_Static_assert(AM_ENTITY_TYPE_SIZE <= AM_TYPE_SIZE, "a type fits");

static enum am_disposition disposition_of(const struct am_entity *entity)
{
    if (entity->disposition[0] == '\0')
        return AM_DISPOSITION_NONE;
    if (am_ascii_same(entity->disposition, "attachment"))
        return AM_DISPOSITION_ATTACHMENT;
    if (am_ascii_same(entity->disposition, "inline"))
        return AM_DISPOSITION_INLINE;
    return AM_DISPOSITION_OTHER;
}

int am_leaf_begin(struct am_leaf *leaf, const struct am_entity *entity,
                  bool is_encrypted, bool is_shut, struct am_err *err)
{
    bool limited = entity->limited || is_shut;

    memcpy(leaf->type, entity->type, sizeof(entity->type));
    leaf->traits = (struct am_traits){
        .type = leaf->type,
        .disposition = disposition_of(entity),
        .has_name = entity->has_name,
        .has_content_id = entity->has_content_id,
        .inside_encrypted = entity->inside_encrypted || is_encrypted,
        .limited = limited,
    };
    leaf->encoding = entity->encoding;
    leaf->counts = am_policy_counts(&leaf->traits);
    leaf->decodes = leaf->counts && !limited;
    leaf->watches_uu = am_encoding_is_identity(entity->encoding) &&
                       am_ascii_begins(leaf->type, "text/");
    leaf->size_bytes = 0;
    leaf->first_size = 0;
    am_uubody_begin(&leaf->uubody);
    if (!leaf->decodes)
        return 0;
    am_decoder_begin(&leaf->decoder, entity->encoding);
    if (am_tnefs_begin(&leaf->tnefs, leaf->type, err) < 0)
        return -1;
    return am_digest_begin(leaf->digest, err);
}

/* Take decoded bytes. */
static int take_content(struct am_leaf *leaf, const unsigned char *data,
                        size_t size, struct am_err *err)
{
    if (leaf->first_size < sizeof(leaf->first) && size > 0) {
        size_t n = sizeof(leaf->first) - leaf->first_size;
        if (n > size)
            n = size;
        memcpy(leaf->first + leaf->first_size, data, n);
        leaf->first_size += n;
    }
    leaf->size_bytes += size;
    if (leaf->tnefs.wants && am_tnefs_feed(&leaf->tnefs, data, size, err) < 0)
        return -1;
    return am_digest_feed(leaf->digest, data, size, err);
}

int am_leaf_feed(struct am_leaf *leaf, const unsigned char *data, size_t size,
                 struct am_slice *slice, struct am_err *err)
{
    if (leaf->watches_uu)
        am_uubody_feed(&leaf->uubody, data, size);
    if (!leaf->decodes)
        return 0;
    if (am_encoding_is_identity(leaf->encoding))
        return take_content(leaf, data, size, err);
    while (size > 0) {
        size_t used = 0;
        size_t n = am_decoder_feed(&leaf->decoder, data, size, &used,
                                   slice->data, AM_LEAF_SLICE);
        if (take_content(leaf, slice->data, n, err) < 0)
            return -1;
        data += used;
        size -= used;
    }
    return 0;
}

int am_leaf_take_lines(struct am_leaf *leaf, struct am_lines *lines,
                       struct am_slice *slice, struct am_err *err)
{
    if (!leaf->decodes)
        return 0;
    for (;;) {
        size_t before = lines->used;
        size_t n =
            am_decoder_lines(&leaf->decoder, lines, slice->data, AM_LEAF_SLICE);
        if (lines->used == before)
            return 0;
        if (take_content(leaf, slice->data, n, err) < 0)
            return -1;
    }
}

static int finish_content(struct am_leaf *leaf, struct am_err *err)
{
    unsigned char tail[64 + AM_DECODER_SLACK];
    struct am_part *part = &leaf->part;
    size_t n = am_decoder_finish(&leaf->decoder, tail);

    if (take_content(leaf, tail, n, err) < 0)
        return -1;
    part->size_bytes = leaf->size_bytes;
    part->flaws |= am_decoder_flaws(&leaf->decoder);
    part->layout = am_decoder_layout(&leaf->decoder);
    part->digested = true;
    if (am_tnefs_finish(&leaf->tnefs, part, err) < 0)
        return -1;
    return am_digest_finish(leaf->digest, part->digest, err);
}

int am_leaf_finish(struct am_leaf *leaf, uint64_t wire_bytes,
                   uint64_t line_ends, const struct am_entity *entity,
                   struct am_err *err)
{
    uint32_t flaws = entity->flaws | am_uubody_finish(&leaf->uubody);
    struct am_part *part = &leaf->part;

    part->flaws = flaws;
    if (!leaf->counts)
        return 0;
    *part = (struct am_part){
        .path = leaf->path,
        .type = leaf->type,
        .class = am_policy_class(&leaf->traits),
        .encoding = leaf->encoding,
        .disposition = leaf->traits.disposition,
        .has_name = leaf->traits.has_name,
        .has_content_id = leaf->traits.has_content_id,
        .wire_bytes = wire_bytes,
        .stored_bytes = wire_bytes - line_ends,
        .size_bytes = wire_bytes - line_ends, /* where no decoder looked */
        .flaws = flaws,
    };
    if (leaf->decodes && finish_content(leaf, err) < 0)
        return -1;
    bool contradicts = false;
    part->family =
        am_family_of(leaf->first, leaf->first_size, leaf->type, &contradicts);
    if (entity->has_type && contradicts)
        part->flaws |= AM_FLAW_BIT(AM_FLAW_TYPE_MISMATCH);
    return 0;
}
