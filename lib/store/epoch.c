/* epoch - see epoch.h. */
#include "store/epoch.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <sqlite3.h>

#include "base/files.h"
#include "meter/digest.h"
#include "sql/embedded.h"
#include "store/statement.h"

#define MACHINE_FILE  "/etc/machine-id"
#define MACHINE_MOST  64 /* bytes of that file */
#define MACHINE_BYTES 16 /* of the digest are kept */
#define MACHINE_SIZE  (2 * MACHINE_BYTES + 1)

struct origin {
    char machine[MACHINE_SIZE]; /* "": not known */
    bool is_copy, is_merged;
};

static void to_hex(const unsigned char *bytes, size_t size, char *text)
{
    text[0] = '\0';
    for (size_t i = 0; i < size; i++)
        snprintf(text + 2 * i, 3, "%02x", bytes[i]);
}

const char *am_epoch_key_text(const unsigned char id[AM_KEY_ID_SIZE],
                              char text[AM_KEY_TEXT_SIZE])
{
    to_hex(id, AM_KEY_ID_SIZE, text);
    return text;
}

int am_epoch_name_key(const struct am_key *key, char text[AM_KEY_TEXT_SIZE],
                      struct am_err *err)
{
    unsigned char id[AM_KEY_ID_SIZE];

    if (am_key_id(key, id, err) < 0)
        return -1;
    am_epoch_key_text(id, text);
    return 0;
}

static int run(struct sqlite3 *db, const char *sql, const char *name,
               const char *value, struct am_err *err)
{
    struct am_statement statement = {sql, NULL};

    if (am_statements_prepare(db, &statement, 1, err) < 0)
        return -1;
    if (value != NULL)
        am_bind_text(&statement, name, value);
    int result = am_statement_run(&statement, err);
    am_statements_finish(&statement, 1);
    return result;
}

int am_epoch_new_relay(struct sqlite3 *db, struct am_err *err)
{
    unsigned char id[AM_RELAY_ID_SIZE];
    char text[AM_RELAY_TEXT_SIZE];

    if (getrandom(id, sizeof(id), 0) != (ssize_t)sizeof(id))
        return am_fail(err, AM_EIO, "no random bytes");
    to_hex(id, sizeof(id), text);
    return run(db, am_sql_store_epoch_add, ":relay_id", text, err);
}

/* One statement is a transaction of its own. */
int am_epoch_begin_key(struct am_store *store, const char *key_id,
                       struct am_err *err)
{
    return run(am_store_handle(store), am_sql_store_epoch_add, ":key_id",
               key_id, err);
}

/* ---- which machine ---- */

/* One row with a text in its first column, or none: then text is "". */
static int find_text(struct sqlite3 *db, const char *sql, char *text,
                     size_t size, struct am_err *err)
{
    struct am_statement find = {sql, NULL};

    text[0] = '\0';
    if (am_statements_prepare(db, &find, 1, err) < 0)
        return -1;
    int result = am_statement_row(&find, err);
    if (result == 1)
        snprintf(text, size, "%s", am_column_text(&find, 0));
    am_statements_finish(&find, 1);
    return result < 0 ? -1 : 0;
}

static int digest_of(const char *relay_id, const struct am_buf *id,
                     char machine[MACHINE_SIZE], struct am_err *err)
{
    unsigned char bytes[AM_DIGEST_SIZE];
    struct am_digest *digest = NULL;
    int result = am_digest_create(&digest, err);

    if (result == 0)
        result = am_digest_feed(digest, relay_id, strlen(relay_id), err);
    if (result == 0)
        result = am_digest_feed(digest, id->data, id->size, err);
    if (result == 0)
        result = am_digest_finish(digest, bytes, err);
    if (result == 0)
        to_hex(bytes, MACHINE_BYTES, machine);
    am_digest_destroy(&digest);
    return result;
}

/* This machine, in a word that means nothing outside of this database, as
 * machine-id(5) asks for; "" where it has no id. */
static int this_machine(struct sqlite3 *db, char machine[MACHINE_SIZE],
                        struct am_err *err)
{
    char relay_id[AM_RELAY_TEXT_SIZE];
    struct am_buf id;
    int result = 0;

    machine[0] = '\0';
    if (find_text(db, am_sql_store_meta_find, relay_id, sizeof(relay_id), err) <
        0)
        return -1;
    am_buf_init(&id, MACHINE_MOST);
    if (am_file_read(MACHINE_FILE, &id, NULL) == 0 && id.size > 0)
        result = digest_of(relay_id, &id, machine, err);
    am_buf_free(&id);
    return result;
}

/* ---- settle ---- */

static int find_origin(struct sqlite3 *db, struct origin *origin,
                       struct am_err *err)
{
    struct am_statement find = {am_sql_store_origin_find, NULL};

    *origin = (struct origin){0};
    if (am_statements_prepare(db, &find, 1, err) < 0)
        return -1;
    int result = am_statement_row(&find, err);
    if (result == 1) {
        snprintf(origin->machine, sizeof(origin->machine), "%s",
                 am_column_text(&find, 0));
        origin->is_copy = am_column(&find, 1) != 0;
        origin->is_merged = am_column(&find, 2) != 0;
    }
    am_statements_finish(&find, 1);
    return result < 0 ? -1 : 0;
}

static bool is_elsewhere(const struct origin *origin, const char *machine)
{
    return origin->is_copy ||
           (origin->machine[0] != '\0' && machine[0] != '\0' &&
            strcmp(origin->machine, machine) != 0);
}

static int settle(struct sqlite3 *db, bool is_other, struct am_err *err)
{
    char machine[MACHINE_SIZE];

    if (is_other && am_epoch_new_relay(db, err) < 0)
        return -1;
    if (this_machine(db, machine, err) < 0)
        return -1;
    return run(db, am_sql_store_origin_set, ":machine",
               machine[0] != '\0' ? machine : NULL, err);
}

static int settle_at_once(struct sqlite3 *db, bool is_other, struct am_err *err)
{
    if (run(db, am_sql_write_begin, NULL, NULL, err) < 0)
        return -1;
    if (settle(db, is_other, err) == 0 &&
        run(db, am_sql_write_commit, NULL, NULL, err) == 0)
        return 0;
    sqlite3_exec(db, am_sql_write_rollback, NULL, NULL, NULL);
    return -1;
}

static int refuse_merged(const struct origin *origin, struct am_err *err)
{
    return origin->is_merged
               ? am_fail(err, AM_EINVAL,
                         "the database was merged from several: it is for "
                         "reports, no relay records into it")
               : 0;
}

int am_epoch_refuse_merged(struct sqlite3 *db, struct am_err *err)
{
    struct origin origin;

    return find_origin(db, &origin, err) < 0 ? -1 : refuse_merged(&origin, err);
}

int am_epoch_settle(struct sqlite3 *db, struct am_err *err)
{
    struct origin origin;
    char machine[MACHINE_SIZE];

    if (find_origin(db, &origin, err) < 0 ||
        this_machine(db, machine, err) < 0 || refuse_merged(&origin, err) < 0)
        return -1;
    bool is_other = is_elsewhere(&origin, machine);
    if (!is_other && strcmp(origin.machine, machine) == 0)
        return 0;
    return settle_at_once(db, is_other, err);
}

int am_epoch_settle_spool(struct sqlite3 *db, const unsigned char *incarnation,
                          size_t size, struct am_err *err)
{
    struct am_statement find = {am_sql_store_spool_known, NULL};

    if (am_statements_prepare(db, &find, 1, err) < 0)
        return -1;
    am_bind_bytes(&find, ":incarnation", incarnation, size);
    int result = am_statement_row(&find, err);
    bool is_known = result == 1 && am_column(&find, 0) != 0;
    am_statements_finish(&find, 1);
    if (result < 0)
        return -1;
    return is_known ? 0 : settle_at_once(db, true, err);
}

/* ---- list ---- */

static int add(struct am_epoch **epochs, size_t *count,
               const struct am_statement *row, struct am_err *err)
{
    struct am_epoch *more = realloc(*epochs, (*count + 1) * sizeof(*more));

    if (more == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for epochs");
    *epochs = more;
    struct am_epoch *epoch = &more[(*count)++];
    *epoch = (struct am_epoch){.start_day = am_column(row, 2),
                               .contents = am_column(row, 3),
                               .sightings = am_column(row, 4)};
    snprintf(epoch->relay_id, sizeof(epoch->relay_id), "%s",
             am_column_text(row, 0));
    snprintf(epoch->key_id, sizeof(epoch->key_id), "%s",
             am_column_text(row, 1));
    return 0;
}

int am_epoch_list(struct am_store *store, struct am_epoch **epochs,
                  size_t *count, struct am_err *err)
{
    struct am_statement find = {am_sql_store_epochs, NULL};
    int result = 0;

    *epochs = NULL;
    *count = 0;
    if (am_statements_prepare(am_store_handle(store), &find, 1, err) < 0)
        return -1;
    while ((result = am_statement_row(&find, err)) == 1) {
        if (add(epochs, count, &find, err) < 0) {
            result = -1;
            break;
        }
    }
    am_statements_finish(&find, 1);
    if (result == 0)
        return 0;
    free(*epochs);
    *epochs = NULL;
    return -1;
}

int am_epoch_bound(struct am_store *store, int64_t from_day, int64_t until_day,
                   struct am_unique_bound *bound, struct am_err *err)
{
    struct am_statement find = {am_sql_report_unique_bound, NULL};

    *bound = (struct am_unique_bound){0};
    if (am_statements_prepare(am_store_handle(store), &find, 1, err) < 0)
        return -1;
    am_bind(&find, ":from_day", from_day);
    am_bind(&find, ":until_day", until_day);
    int result = am_statement_row(&find, err);
    if (result == 1) {
        bound->key_day = am_column(&find, 0);
        bound->merged_until_day = am_column(&find, 1);
    }
    am_statements_finish(&find, 1);
    return result < 0 ? -1 : 0;
}
