/* held_sums - see held_sums.h. */
#include "store/held_sums.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "sql/embedded.h"
#include "store/statement.h"

int am_held_kinds(struct am_held *held, struct am_held_kind *kinds,
                  struct am_err *err)
{
    struct am_statement find = {am_sql_held_kinds, NULL};
    int result = 0;

    memset(kinds, 0, AM_MAILFILE_COUNT * sizeof(*kinds));
    if (am_statements_prepare(am_held_handle(held), &find, 1, err) < 0)
        return -1;
    while ((result = am_statement_row(&find, err)) == 1) {
        int64_t number = am_column(&find, 0);
        if (number < 0 || number >= AM_MAILFILE_COUNT) {
            result = am_fail(err, AM_ECORRUPT, "a file of an unknown kind");
            break;
        }
        kinds[number] = (struct am_held_kind){
            .names = am_column(&find, 1),
            .name_bytes = am_column(&find, 2),
            .name_messages = am_column(&find, 3),
            .files = am_column(&find, 4),
            .file_bytes = am_column(&find, 5),
            .file_messages = am_column(&find, 6),
            .disk_bytes = am_column(&find, 7),
        };
    }
    am_statements_finish(&find, 1);
    return result;
}

int am_held_mailboxes(struct am_held *held, int64_t *mailboxes,
                      struct am_err *err)
{
    struct am_statement find = {am_sql_held_mailboxes, NULL};

    if (am_statements_prepare(am_held_handle(held), &find, 1, err) < 0)
        return -1;
    int result = am_statement_row(&find, err);
    if (result == 1)
        *mailboxes = am_column(&find, 0);
    am_statements_finish(&find, 1);
    return result == 1 ? 0 : -1;
}

int am_held_sis(struct am_held *held, unsigned classes, struct am_held_sis *sis,
                struct am_err *err)
{
    struct am_statement find = {am_sql_held_sis, NULL};

    if (am_statements_prepare(am_held_handle(held), &find, 1, err) < 0)
        return -1;
    am_bind(&find, ":classes", classes);
    int result = am_statement_row(&find, err);
    if (result == 1) {
        sis->attachments = am_column(&find, 0);
        sis->now_bytes = am_column(&find, 1);
        sis->files = am_column(&find, 2);
        sis->then_bytes = am_column(&find, 3);
    }
    am_statements_finish(&find, 1);
    return result == 1 ? 0 : -1;
}

/* The fingerprint in the first column; false: there is none. */
static bool read_fingerprint(const struct am_statement *find,
                             unsigned char fingerprint[AM_FINGERPRINT_SIZE])
{
    memset(fingerprint, 0, AM_FINGERPRINT_SIZE);
    if (sqlite3_column_bytes(find->stmt, 0) != AM_FINGERPRINT_SIZE)
        return false;
    memcpy(fingerprint, sqlite3_column_blob(find->stmt, 0),
           AM_FINGERPRINT_SIZE);
    return true;
}

int am_held_contents(struct am_held *held, unsigned classes,
                     am_held_content_fn *on_content, void *context,
                     struct am_err *err)
{
    struct am_statement find = {am_sql_held_contents, NULL};
    int result = 0;

    if (am_statements_prepare(am_held_handle(held), &find, 1, err) < 0)
        return -1;
    am_bind(&find, ":classes", classes);
    while ((result = am_statement_row(&find, err)) == 1) {
        struct am_held_content content = {
            .mailboxes = am_column(&find, 1),
            .copies = am_column(&find, 2),
            .copies_size_bytes = am_column(&find, 3),
            .copies_stored_bytes = am_column(&find, 4),
            .filed = am_column(&find, 5),
            .filed_size_bytes = am_column(&find, 6),
            .filed_stored_bytes = am_column(&find, 7),
        };
        content.has_digest = read_fingerprint(&find, content.fingerprint);
        if (on_content(context, &content, err) < 0) {
            result = -1;
            break;
        }
    }
    am_statements_finish(&find, 1);
    return result;
}

/* ---- a relay's database ---- */

struct am_held_relay {
    struct am_statement find;
};

int am_held_relay_open(struct am_held_relay **relay, struct am_store *store,
                       unsigned classes, int64_t delivery_limit,
                       struct am_err *err)
{
    struct am_held_relay *new = calloc(1, sizeof(*new));

    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory to read a database");
    new->find.sql = am_sql_report_held_against;
    if (am_statements_prepare(am_store_handle(store), &new->find, 1, err) < 0) {
        free(new);
        return -1;
    }
    am_bind(&new->find, ":classes", classes);
    am_bind(&new->find, ":delivery_limit", delivery_limit);
    *relay = new;
    return 0;
}

void am_held_relay_close(struct am_held_relay **relay)
{
    struct am_held_relay *old = *relay;

    *relay = NULL;
    if (old == NULL)
        return;
    am_statements_finish(&old->find, 1);
    free(old);
}

int am_held_relay_next(struct am_held_relay *relay,
                       struct am_held_prediction *prediction,
                       struct am_err *err)
{
    const struct am_statement *find = &relay->find;
    int result = am_statement_row(&relay->find, err);

    if (result != 1)
        return result;
    *prediction = (struct am_held_prediction){
        .size_bytes = am_column(find, 1),
        .first_day = am_column(find, 2),
        .last_day = am_column(find, 3),
        .copies = am_column(find, 4),
        .copies_stored_bytes = am_column(find, 5),
        .filed = am_column(find, 6),
        .filed_stored_bytes = am_column(find, 7),
    };
    if (!read_fingerprint(find, prediction->fingerprint))
        return am_fail(err, AM_ECORRUPT, "a fingerprint of the wrong size");
    return 1;
}
