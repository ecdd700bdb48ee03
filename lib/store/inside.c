/* inside - see inside.h. */
#include "store/inside.h"

#include <string.h>

#include "sql/embedded.h"

int am_inside_open(struct am_inside *inside, struct sqlite3 *db,
                   struct am_contents *contents, struct am_err *err)
{
    *inside = (struct am_inside){
        .contents = contents,
        .add = {am_sql_write_sighting_part_add, NULL},
    };
    return am_statements_prepare(db, &inside->add, 1, err);
}

void am_inside_close(struct am_inside *inside)
{
    am_statements_finish(&inside->add, 1);
}

/* See a content inside; a single-instance store takes only the container
 * apart, so it has no encoded form of its own. */
static int take_part(struct am_inside *inside,
                     const struct am_sighting_part *part,
                     const struct am_content_place *place,
                     struct am_content *content, struct am_err *err)
{
    struct am_sighting sighting = {.size_bytes = part->size_bytes,
                                   .family = part->family,
                                   .digested = true};

    memcpy(sighting.fingerprint, part->fingerprint, AM_FINGERPRINT_SIZE);
    *content = (struct am_content){.family = part->family};
    return am_contents_take(inside->contents, &sighting, place, content, err);
}

static void sum_up(int64_t size, const struct am_content *content,
                   struct am_inside_sums *sums)
{
    sums->bytes += size;
    sums->new_all_contents += content->new_all;
    sums->new_all_bytes += content->new_all ? size : 0;
    sums->new_own_contents += content->new_own;
    sums->new_own_bytes += content->new_own ? size : 0;
}

int am_inside_take(struct am_inside *inside, const struct am_inside_list *list,
                   const struct am_content_place *place,
                   struct am_inside_sums *sums, struct am_err *err)
{
    *sums = (struct am_inside_sums){0};
    for (uint32_t i = 0; i < list->count; i++) {
        const struct am_sighting_part *part = &list->parts[list->first + i];
        int64_t size = (int64_t)part->size_bytes;
        struct am_content content;
        if (take_part(inside, part, place, &content, err) < 0)
            return -1;
        am_bind(&inside->add, ":sighting", list->sighting);
        am_bind(&inside->add, ":ordinal", (int64_t)i + 1);
        am_bind(&inside->add, ":content", content.id);
        am_bind(&inside->add, ":size_bytes", size);
        if (am_statement_run(&inside->add, err) < 0)
            return -1;
        sum_up(size, &content, sums);
    }
    return 0;
}
