/* contents - see contents.h. */
#include "store/contents.h"

#include <string.h>

#include <sqlite3.h>

#include "sql/embedded.h"

int am_contents_open(struct am_contents *contents, struct sqlite3 *db,
                     struct am_senders *senders, int64_t detail_days,
                     struct am_err *err)
{
    *contents = (struct am_contents){
        .db = db,
        .senders = senders,
        .detail_days = detail_days,
        .statements =
            {
                [AM_CONTENTS_FIND] = {am_sql_write_content_find, NULL},
                [AM_CONTENTS_ADD] = {am_sql_write_content_add, NULL},
                [AM_CONTENTS_TOUCH] = {am_sql_write_content_touch, NULL},
                [AM_CONTENTS_SIS_FIND] = {am_sql_write_sis_find, NULL},
                [AM_CONTENTS_SIS_TOUCH] = {am_sql_write_sis_touch, NULL},
            },
    };
    return am_statements_prepare(db, contents->statements,
                                 AM_CONTENTS_STATEMENTS, err);
}

void am_contents_close(struct am_contents *contents)
{
    am_statements_finish(contents->statements, AM_CONTENTS_STATEMENTS);
}

bool am_contents_is_sis(const struct am_sighting *sighting)
{
    return sighting->stored_bytes >= AM_SIS_STORED_BYTES &&
           strncmp(am_type_name(sighting->type), "text/", 5) != 0;
}

static bool is_new(const struct am_contents *contents,
                   const struct am_content_place *place, int64_t last_day)
{
    return place->day - last_day > contents->detail_days;
}

/* By the fingerprint: a row's id is used again once the row is deleted. */
static int64_t count_senders(struct am_contents *contents,
                             const struct am_content_place *place,
                             const unsigned char *fingerprint)
{
    struct am_sender_group group = {place->day, AM_SENDERS_CONTENT, 0};
    bool raised = false;

    memcpy(&group.value, fingerprint, sizeof(group.value));

    return am_senders_add(contents->senders, place->record, &group, &raised);
}

static int add(struct am_contents *contents, const struct am_sighting *sighting,
               const struct am_content_place *place, struct am_content *content,
               struct am_err *err)
{
    struct am_statement *add = &contents->statements[AM_CONTENTS_ADD];

    am_bind_bytes(add, ":fingerprint", sighting->fingerprint,
                  AM_FINGERPRINT_SIZE);
    am_bind(add, ":size_bytes", (int64_t)sighting->size_bytes);
    am_bind(add, ":family", content->family);
    am_bind(add, ":day", place->day);
    if (place->own)
        am_bind(add, ":own_day", place->day);
    am_bind(add, ":senders", place->record->has_sender);
    if (am_statement_run(add, err) < 0)
        return -1;
    content->id = sqlite3_last_insert_rowid(contents->db);
    count_senders(contents, place, sighting->fingerprint);
    return 0;
}

static int touch(struct am_contents *contents,
                 const struct am_content_place *place,
                 const struct am_content *content, int64_t senders,
                 struct am_err *err)
{
    struct am_statement *touch = &contents->statements[AM_CONTENTS_TOUCH];

    am_bind(touch, ":id", content->id);
    am_bind(touch, ":family", content->family);
    am_bind(touch, ":renew", content->new_all);
    am_bind(touch, ":day", place->day);
    if (place->own)
        am_bind(touch, ":own_day", place->day);
    am_bind(touch, ":senders", senders);
    return am_statement_run(touch, err);
}

/* Would a touch change nothing of the row that was found? */
static bool is_settled(const struct am_statement *found,
                       const struct am_content_place *place,
                       const struct am_content *content, int64_t senders)
{
    return !content->new_all && !content->new_own &&
           am_column(found, 2) >= place->day &&
           (!place->own || am_column(found, 3) >= place->day) &&
           am_column(found, 4) <= place->day && am_column(found, 5) >= senders;
}

static int take_content(struct am_contents *contents,
                        const struct am_sighting *sighting,
                        const struct am_content_place *place,
                        struct am_content *content, struct am_err *err)
{
    struct am_statement *find = &contents->statements[AM_CONTENTS_FIND];

    content->new_all = true;
    content->new_own = place->own;
    am_bind_bytes(find, ":fingerprint", sighting->fingerprint,
                  AM_FINGERPRINT_SIZE);
    int result = am_statement_row(find, err);
    if (result < 0)
        return -1;
    if (result == 0)
        return add(contents, sighting, place, content, err);

    content->id = am_column(find, 0);
    content->new_all = is_new(contents, place, am_column(find, 2));
    if (!content->new_all)
        content->family = am_column(find, 1);
    if (sqlite3_column_type(find->stmt, 3) != SQLITE_NULL &&
        !is_new(contents, place, am_column(find, 3)))
        content->new_own = false;
    int64_t senders = count_senders(contents, place, sighting->fingerprint);
    bool settled = is_settled(find, place, content, senders);
    am_statement_reset(find);
    return settled ? 0 : touch(contents, place, content, senders, err);
}

static int take_sis_file(struct am_contents *contents, int64_t layout,
                         const struct am_content_place *place,
                         struct am_content *content, struct am_err *err)
{
    struct am_statement *find = &contents->statements[AM_CONTENTS_SIS_FIND];
    struct am_statement *touch = &contents->statements[AM_CONTENTS_SIS_TOUCH];

    am_bind(find, ":content", content->id);
    am_bind(find, ":layout", layout);
    int result = am_statement_row(find, err);
    if (result < 0)
        return -1;
    content->new_sis =
        result == 0 || is_new(contents, place, am_column(find, 0));
    bool settled = result == 1 && am_column(find, 0) >= place->day;
    am_statement_reset(find);
    if (settled)
        return 0;
    am_bind(touch, ":content", content->id);
    am_bind(touch, ":layout", layout);
    am_bind(touch, ":day", place->day);
    return am_statement_run(touch, err);
}

int am_contents_take(struct am_contents *contents,
                     const struct am_sighting *sighting,
                     const struct am_content_place *place,
                     struct am_content *content, struct am_err *err)
{
    if (take_content(contents, sighting, place, content, err) < 0)
        return -1;
    if (!place->own || !am_contents_is_sis(sighting))
        return 0;
    return take_sis_file(contents, (int64_t)sighting->layout, place, content,
                         err);
}
