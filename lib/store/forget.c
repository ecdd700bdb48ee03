/*
 * forget - see forget.h.
 *
 * No index leads from a content to its sightings: they are looked for outside
 * of a transaction, some at a time, and deleted inside one.  Those that came
 * meanwhile are behind the newest one of the beginning, and go with the
 * content.
 */
#include "store/forget.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "sql/embedded.h"
#include "store/erase.h"
#include "store/statement.h"

#define MOST 500 /* sightings of one transaction */

enum {
    CONTENT_FIND,
    LAST,
    LOOK,
    LOOK_INSIDE,
    PARTS,
    INSIDE,
    SIGHTING,
    MESSAGE,
    FILES,
    CONTENT,
    STATEMENTS
};

enum phase {
    IN_SIGHTINGS,
    IN_INSIDE,
    AT_CONTENT,
    IN_PAGES,
    IN_LOG,
    DONE
};

/* Sightings that were found, and their messages if they are the content's. */
struct found {
    size_t count;
    int64_t sequences[MOST], messages[MOST];
};

struct am_forget {
    struct am_erase erase;
    struct am_statement statements[STATEMENTS];
    unsigned char fingerprint[AM_FINGERPRINT_SIZE];
    enum phase phase;
    int64_t content;             /* its id; 0: it is not there */
    int64_t last;                /* newest sighting of the beginning */
    int64_t after, after_inside; /* looked up to here */
    am_forget_late_fn *late;
    void *context;
    struct am_forget_counts counts;
    struct found found;
};

/* The first column of the only row; 0 where there is none. */
static int find_number(struct am_statement *find, int64_t *number,
                       struct am_err *err)
{
    int result = am_statement_row(find, err);

    *number = result == 1 ? am_column(find, 0) : 0;
    am_statement_reset(find);
    return result < 0 ? -1 : 0;
}

int am_forget_create(struct am_forget **forget, struct am_store *store,
                     const unsigned char fingerprint[AM_FINGERPRINT_SIZE],
                     am_forget_late_fn *late, void *context, struct am_err *err)
{
    static const char *const sql[STATEMENTS] = {
        [CONTENT_FIND] = am_sql_write_content_find,
        [LAST] = am_sql_write_forget_last,
        [LOOK] = am_sql_write_forget_look,
        [LOOK_INSIDE] = am_sql_write_forget_look_inside,
        [PARTS] = am_sql_write_forget_parts,
        [INSIDE] = am_sql_write_forget_inside,
        [SIGHTING] = am_sql_write_forget_sighting,
        [MESSAGE] = am_sql_write_forget_message,
        [FILES] = am_sql_write_forget_files,
        [CONTENT] = am_sql_write_forget_content,
    };
    struct am_forget *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory to forget");

    for (size_t i = 0; i < STATEMENTS; i++)
        new->statements[i].sql = sql[i];
    new->late = late;
    new->context = context;
    memcpy(new->fingerprint, fingerprint, AM_FINGERPRINT_SIZE);
    struct sqlite3 *db = am_store_handle(store);
    if (am_erase_open(&new->erase, db, err) < 0 ||
        am_statements_prepare(db, new->statements, STATEMENTS, err) < 0 ||
        find_number(&new->statements[LAST], &new->last, err) < 0) {
        am_forget_destroy(&new);
        return -1;
    }
    *forget = new;
    return 0;
}

void am_forget_destroy(struct am_forget **forget)
{
    struct am_forget *old = *forget;

    *forget = NULL;
    if (old == NULL)
        return;
    am_statements_finish(old->statements, STATEMENTS);
    am_erase_close(&old->erase);
    free(old);
}

void am_forget_count(const struct am_forget *forget,
                     struct am_forget_counts *counts)
{
    *counts = forget->counts;
}

static int find_content(struct am_forget *forget, int64_t *content,
                        struct am_err *err)
{
    struct am_statement *find = &forget->statements[CONTENT_FIND];

    am_bind_bytes(find, ":fingerprint", forget->fingerprint,
                  AM_FINGERPRINT_SIZE);
    return find_number(find, content, err);
}

static int look(struct am_forget *forget, int which, int64_t after,
                int64_t until, struct am_err *err)
{
    struct am_statement *look = &forget->statements[which];
    struct found *found = &forget->found;
    int result = 0;

    am_bind(look, ":content", forget->content);
    am_bind(look, ":after", after);
    am_bind(look, ":until", until);
    am_bind(look, ":most", MOST);
    for (found->count = 0; (result = am_statement_row(look, err)) == 1;
         found->count++) {
        found->sequences[found->count] = am_column(look, 0);
        found->messages[found->count] = am_column(look, 1);
    }
    return result;
}

/* Run a statement; *deleted, which may be NULL, grows by its rows. */
static int delete_row(struct am_forget *forget, int which, int64_t sequence,
                      int64_t number, int64_t *deleted, struct am_err *err)
{
    struct am_statement *delete = &forget->statements[which];

    am_bind(delete, ":sequence", sequence);
    if (which == MESSAGE)
        am_bind(delete, ":message", number);
    if (which == INSIDE)
        am_bind(delete, ":content", number);
    if (am_statement_run(delete, err) < 0)
        return -1;
    if (deleted != NULL)
        *deleted += sqlite3_changes(forget->erase.db);
    return 0;
}

static int delete_sightings(struct am_forget *forget, struct am_err *err)
{
    const struct found *found = &forget->found;
    struct am_forget_counts *counts = &forget->counts;

    for (size_t i = 0; i < found->count; i++) {
        int64_t sequence = found->sequences[i];
        if (delete_row(forget, PARTS, sequence, 0, NULL, err) < 0 ||
            delete_row(forget, SIGHTING, sequence, 0, &counts->sightings, err) <
                0 ||
            delete_row(forget, MESSAGE, sequence, found->messages[i],
                       &counts->messages, err) < 0)
            return -1;
        forget->after = sequence;
    }
    return 0;
}

static int delete_inside(struct am_forget *forget, struct am_err *err)
{
    const struct found *found = &forget->found;

    for (size_t i = 0; i < found->count; i++) {
        if (delete_row(forget, INSIDE, found->sequences[i], forget->content,
                       &forget->counts.inside, err) < 0)
            return -1;
        forget->after_inside = found->sequences[i];
    }
    return 0;
}

/* What is found by one look, in a transaction.  1: some; 0: there was none. */
static int step_rows(struct am_forget *forget, int which, int64_t after,
                     int (*drop)(struct am_forget *, struct am_err *),
                     struct am_err *err)
{
    int64_t content = 0;

    if (look(forget, which, after, forget->last, err) < 0)
        return -1;
    if (forget->found.count == 0)
        return 0;
    if (am_erase_begin(&forget->erase, err) < 0 ||
        find_content(forget, &content, err) < 0)
        return -1;
    if (content != forget->content)
        forget->found.count = 0;
    if (drop(forget, err) < 0 || am_erase_commit(&forget->erase, err) < 0)
        return -1;
    return content == forget->content;
}

static int step_sightings(struct am_forget *forget, struct am_err *err)
{
    if (find_content(forget, &forget->content, err) < 0)
        return -1;
    return step_rows(forget, LOOK, forget->after, delete_sightings, err);
}

/* Those that came since, without an end. */
static int delete_late(struct am_forget *forget, struct am_err *err)
{
    const struct am_forget_counts before = forget->counts;

    forget->after = forget->after_inside = forget->last;
    do {
        if (look(forget, LOOK, forget->after, INT64_MAX, err) < 0 ||
            delete_sightings(forget, err) < 0)
            return -1;
    } while (forget->found.count == MOST);
    do {
        if (look(forget, LOOK_INSIDE, forget->after_inside, INT64_MAX, err) <
                0 ||
            delete_inside(forget, err) < 0)
            return -1;
    } while (forget->found.count == MOST);
    bool is_any = forget->counts.sightings > before.sightings ||
                  forget->counts.inside > before.inside;
    return is_any && forget->late != NULL ? forget->late(forget->context, err)
                                          : 0;
}

static int delete_content(struct am_forget *forget, struct am_err *err)
{
    struct am_statement *files = &forget->statements[FILES];
    struct am_statement *content = &forget->statements[CONTENT];

    am_bind(files, ":content", forget->content);
    am_bind(content, ":content", forget->content);
    if (am_statement_run(files, err) < 0 || am_statement_run(content, err) < 0)
        return -1;
    forget->counts.contents += sqlite3_changes(forget->erase.db);
    return 0;
}

static int step_content(struct am_forget *forget, struct am_err *err)
{
    if (am_erase_begin(&forget->erase, err) < 0 ||
        find_content(forget, &forget->content, err) < 0 ||
        delete_late(forget, err) < 0 || delete_content(forget, err) < 0 ||
        am_erase_commit(&forget->erase, err) < 0)
        return -1;
    return 0;
}

static int step(struct am_forget *forget, struct am_err *err)
{
    int result = 0;

    switch (forget->phase) {
    case IN_SIGHTINGS:
        result = step_sightings(forget, err);
        break;
    case IN_INSIDE:
        result = step_rows(forget, LOOK_INSIDE, forget->after_inside,
                           delete_inside, err);
        break;
    case AT_CONTENT:
        result = step_content(forget, err);
        break;
    case IN_PAGES:
        result = am_erase_pages(&forget->erase, err);
        break;
    case IN_LOG:
        result = am_erase_log(&forget->erase, err);
        break;
    case DONE:
        return 0;
    }
    if (result == 0)
        forget->phase++;
    return result < 0 ? -1 : forget->phase != DONE;
}

int am_forget_step(struct am_forget *forget, struct am_err *err)
{
    const struct am_forget_counts counts = forget->counts;
    int64_t after = forget->after;
    int64_t after_inside = forget->after_inside;
    int result = step(forget, err);

    if (result >= 0)
        return result;
    am_erase_rollback(&forget->erase);
    forget->counts = counts;
    forget->after = after;
    forget->after_inside = after_inside;
    return -1;
}

int am_forget_preview(struct am_store *store,
                      const unsigned char fingerprint[AM_FINGERPRINT_SIZE],
                      struct am_forget_counts *counts, struct am_err *err)
{
    struct am_statement find[] = {
        {am_sql_write_content_find, NULL},
        {am_sql_report_forget, NULL},
    };
    int64_t content = 0;
    int result = -1;

    *counts = (struct am_forget_counts){0};
    if (am_statements_prepare(am_store_handle(store), find, 2, err) < 0)
        return -1;
    am_bind_bytes(&find[0], ":fingerprint", fingerprint, AM_FINGERPRINT_SIZE);
    if (find_number(&find[0], &content, err) == 0)
        result = content != 0;
    am_bind(&find[1], ":content", content);
    if (result == 1)
        result = am_statement_row(&find[1], err);
    if (result == 1) {
        *counts = (struct am_forget_counts){
            .contents = 1,
            .sightings = am_column(&find[1], 0),
            .inside = am_column(&find[1], 1),
            .messages = am_column(&find[1], 2),
        };
    }
    am_statements_finish(find, 2);
    return result < 0 ? -1 : 0;
}
