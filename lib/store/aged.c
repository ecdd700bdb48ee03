/*
 * aged - see aged.h.
 *
 * No index leads from a message to its sightings, nor from a content to them.
 * Sightings are walked by their sequence: one thread writes, a message before
 * its sightings, and both numbers only grow, so a message's sightings lie
 * beside each other and those of later messages behind them.
 */
#include "store/aged.h"

#include <sqlite3.h>

#include "sql/embedded.h"

/* Windows that a step looks at before it finds one with old rows. */
#define LOOKS 16

/* Rows walked at once. */
struct window {
    int64_t until, message;
    int64_t old, looked;
};

int am_aged_open(struct am_aged *aged, struct am_erase *erase,
                 int64_t message_day, int64_t content_day, struct am_err *err)
{
    *aged = (struct am_aged){
        .erase = erase,
        .statements =
            {
                [AM_AGED_LOOK] = {am_sql_write_purge_look, NULL},
                [AM_AGED_PARTS] = {am_sql_write_purge_parts, NULL},
                [AM_AGED_SIGHTINGS] = {am_sql_write_purge_sightings, NULL},
                [AM_AGED_MESSAGES] = {am_sql_write_purge_messages, NULL},
                [AM_AGED_CONTENT_LOOK] = {am_sql_write_purge_content_look,
                                          NULL},
                [AM_AGED_SIS_FILES] = {am_sql_write_purge_sis_files, NULL},
                [AM_AGED_CONTENTS] = {am_sql_write_purge_contents, NULL},
            },
        .message_day = message_day,
        .content_day = content_day,
    };
    return am_statements_prepare(erase->db, aged->statements,
                                 AM_AGED_STATEMENTS, err);
}

void am_aged_close(struct am_aged *aged)
{
    am_statements_finish(aged->statements, AM_AGED_STATEMENTS);
}

/* Delete between two places; *deleted grows by the rows that were. */
static int delete_rows(struct am_aged *aged, int which, int64_t after,
                       int64_t until, int64_t *deleted, struct am_err *err)
{
    struct am_statement *delete = &aged->statements[which];
    int64_t day =
        which < AM_AGED_SIS_FILES ? aged->message_day : aged->content_day;

    am_bind(delete, ":after", after);
    am_bind(delete, ":until", until);
    am_bind(delete, ":day", day);
    if (am_statement_run(delete, err) < 0)
        return -1;
    *deleted += sqlite3_changes(aged->erase->db);
    return 0;
}

static int look(struct am_aged *aged, unsigned most, struct window *window,
                struct am_err *err)
{
    struct am_statement *look = &aged->statements[AM_AGED_LOOK];
    int result = 0;

    /* A message with more sightings than that is looked at as a whole. */
    do {
        am_bind(look, ":after", aged->sequence);
        am_bind(look, ":most", most);
        am_bind(look, ":day", aged->message_day);
        result = am_statement_row(look, err);
        if (result < 0)
            return -1;
        *window = (struct window){.until = am_column(look, 0),
                                  .message = am_column(look, 1),
                                  .old = am_column(look, 2),
                                  .looked = am_column(look, 3)};
        am_statement_reset(look);
        most *= 2;
    } while (window->looked > 0 && window->until == 0);
    return 0;
}

static int delete_messages(struct am_aged *aged, const struct window *window,
                           struct am_err *err)
{
    int64_t parts = 0;

    if (delete_rows(aged, AM_AGED_PARTS, aged->sequence, window->until, &parts,
                    err) < 0 ||
        delete_rows(aged, AM_AGED_SIGHTINGS, aged->sequence, window->until,
                    &aged->sightings, err) < 0)
        return -1;
    return delete_rows(aged, AM_AGED_MESSAGES, aged->message, window->message,
                       &aged->messages, err);
}

/* A transaction failed: what it had counted and walked was not done. */
static int go_back(struct am_aged *aged, const struct am_aged *before)
{
    *aged = *before;
    return -1;
}

static void walk_on(struct am_aged *aged, const struct window *window)
{
    aged->sequence = window->until;
    aged->message = window->message;
}

int am_aged_step(struct am_aged *aged, unsigned most, struct am_err *err)
{
    struct window window = {0};

    for (int i = 0; i < LOOKS; i++) {
        if (look(aged, most, &window, err) < 0)
            return -1;
        if (window.looked == 0)
            return 0;
        if (window.old > 0)
            break;
        walk_on(aged, &window);
    }
    if (window.old == 0)
        return 1;
    const struct am_aged before = *aged;
    if (am_erase_begin(aged->erase, err) < 0 ||
        delete_messages(aged, &window, err) < 0 ||
        am_erase_commit(aged->erase, err) < 0)
        return go_back(aged, &before);
    walk_on(aged, &window);
    return 1;
}

static int look_at_contents(struct am_aged *aged, unsigned most,
                            struct window *window, struct am_err *err)
{
    struct am_statement *look = &aged->statements[AM_AGED_CONTENT_LOOK];

    am_bind(look, ":after", aged->content);
    am_bind(look, ":most", most);
    am_bind(look, ":day", aged->content_day);
    if (am_statement_row(look, err) < 0)
        return -1;
    *window = (struct window){.until = am_column(look, 0),
                              .old = am_column(look, 1),
                              .looked = am_column(look, 2)};
    am_statement_reset(look);
    return 0;
}

/* A clock that went back may have brought an old sighting since those were
 * deleted: its content must not go without it. */
static int catch_up(struct am_aged *aged, unsigned most, struct am_err *err)
{
    struct window window = {0};

    for (;;) {
        if (look(aged, most, &window, err) < 0)
            return -1;
        if (window.looked == 0)
            return 0;
        if (window.old > 0 && delete_messages(aged, &window, err) < 0)
            return -1;
        walk_on(aged, &window);
    }
}

static int delete_contents(struct am_aged *aged, unsigned most,
                           const struct window *window, struct am_err *err)
{
    int64_t files = 0;

    if (catch_up(aged, most, err) < 0 ||
        delete_rows(aged, AM_AGED_SIS_FILES, aged->content, window->until,
                    &files, err) < 0)
        return -1;
    return delete_rows(aged, AM_AGED_CONTENTS, aged->content, window->until,
                       &aged->contents, err);
}

int am_aged_step_contents(struct am_aged *aged, unsigned most,
                          struct am_err *err)
{
    struct window window = {0};

    for (int i = 0; i < LOOKS; i++) {
        if (look_at_contents(aged, most, &window, err) < 0)
            return -1;
        if (window.looked == 0)
            return 0;
        if (window.old > 0)
            break;
        aged->content = window.until;
    }
    if (window.old == 0)
        return 1;
    const struct am_aged before = *aged;
    if (am_erase_begin(aged->erase, err) < 0 ||
        delete_contents(aged, most, &window, err) < 0 ||
        am_erase_commit(aged->erase, err) < 0)
        return go_back(aged, &before);
    aged->content = window.until;
    return 1;
}
