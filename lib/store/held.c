/*
 * held - see held.h.
 *
 * Always inside a transaction, so that a scan that is killed leaves a state as
 * of its last commit.  A file that is being measured is not done; if it stays
 * so, the next scan drops what is known of it.
 */
#include "store/held.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "sql/embedded.h"
#include "store/contents.h"
#include "store/statement.h"

#define APPLICATION_ID 0x61746d68 /* "atmh", as in sql/held/schema.sql */
#define VERSION        1

enum {
    BEGIN,
    COMMIT,
    FILE_FIND,
    FILE_ADD,
    FILE_RENEW,
    FILE_EMPTY,
    FILE_NAME,
    FILE_DONE,
    NAME_ADD,
    INSTANCE_ADD,
    INSTANCES_DROP,
    UNREAD_DROP,
    FILES_DROP,
    STATEMENT_COUNT
};

static const char *const sql[STATEMENT_COUNT] = {
    [BEGIN] = am_sql_write_begin,
    [COMMIT] = am_sql_write_commit,
    [FILE_FIND] = am_sql_held_file_find,
    [FILE_ADD] = am_sql_held_file_add,
    [FILE_RENEW] = am_sql_held_file_renew,
    [FILE_EMPTY] = am_sql_held_file_empty,
    [FILE_NAME] = am_sql_held_file_name,
    [FILE_DONE] = am_sql_held_file_done,
    [NAME_ADD] = am_sql_held_name_add,
    [INSTANCE_ADD] = am_sql_held_instance_add,
    [INSTANCES_DROP] = am_sql_held_instances_drop,
    [UNREAD_DROP] = am_sql_held_unread_drop,
    [FILES_DROP] = am_sql_held_files_drop,
};

struct am_held {
    sqlite3 *db;
    const char *path;          /* for messages */
    int64_t current, messages; /* the file whose messages come, so many yet */
    struct am_statement statements[STATEMENT_COUNT];
};

struct sqlite3 *am_held_handle(struct am_held *held)
{
    return held->db;
}

void am_held_close(struct am_held **held)
{
    struct am_held *old = *held;

    *held = NULL;
    if (old == NULL)
        return;
    am_statements_finish(old->statements, STATEMENT_COUNT);
    sqlite3_close(old->db);
    free(old);
}

/* ---- opening ---- */

static int run_script(struct am_held *held, const char *script,
                      struct am_err *err)
{
    if (sqlite3_exec(held->db, script, NULL, NULL, NULL) == SQLITE_OK)
        return 0;
    am_statement_fail(held->db, held->path, err);
    if (err->code == AM_EBUSY) {
        return am_fail(err, AM_EBUSY, "%s: another scan is at work with it",
                       held->path);
    }
    return -1;
}

/* Run a statement that is needed once. */
static int run_once(struct am_held *held, const char *text, struct am_err *err)
{
    struct am_statement statement = {text, NULL};

    if (am_statements_prepare(held->db, &statement, 1, err) < 0)
        return -1;
    int result = am_statement_run(&statement, err);
    am_statements_finish(&statement, 1);
    return result;
}

static int connect_file(struct am_held *held, const char *path,
                        struct am_err *err)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;

    if (path != NULL) {
        int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (fd < 0)
            return am_fail_errno(err, errno, "%s", path);
        close(fd);
    }
    if (sqlite3_open_v2(path != NULL ? path : "", &held->db, flags, NULL) !=
        SQLITE_OK)
        return am_statement_fail(held->db, held->path, err);
    return run_script(held, am_sql_held_connect, err);
}

/* 1: a state of ours, 0: an empty file. */
static int check_version(struct am_held *held, struct am_err *err)
{
    struct am_statement find = {am_sql_store_version, NULL};

    if (am_statements_prepare(held->db, &find, 1, err) < 0)
        return -1;
    int result = am_statement_row(&find, err);
    int64_t version = am_column(&find, 0);
    int64_t application = am_column(&find, 1);
    int64_t tables = am_column(&find, 2);
    am_statements_finish(&find, 1);
    if (result != 1)
        return -1;
    if (version == VERSION && application == APPLICATION_ID)
        return 1;
    if (version == 0 && application == 0 && tables == 0)
        return 0;
    return am_fail(err, AM_ECORRUPT,
                   "%s: no state of this version's scan: name another file, or "
                   "remove it",
                   held->path);
}

static int set_meta(struct am_held *held, const struct am_held_setup *setup,
                    struct am_err *err)
{
    struct am_statement set = {am_sql_held_meta_set, NULL};

    if (am_statements_prepare(held->db, &set, 1, err) < 0)
        return -1;
    am_bind_bytes(&set, ":key_id", setup->key_id, AM_KEY_ID_SIZE);
    am_bind_text(&set, ":made_by", setup->made_by);
    int result = am_statement_run(&set, err);
    am_statements_finish(&set, 1);
    return result;
}

/* What another program, or other limits, measured is to be measured again. */
static int check_meta(struct am_held *held, const struct am_held_setup *setup,
                      struct am_err *err)
{
    struct am_statement find = {am_sql_held_meta_find, NULL};

    if (am_statements_prepare(held->db, &find, 1, err) < 0)
        return -1;
    int result = am_statement_row(&find, err);
    bool is_same_key = result == 1 &&
                       sqlite3_column_bytes(find.stmt, 0) == AM_KEY_ID_SIZE &&
                       memcmp(sqlite3_column_blob(find.stmt, 0), setup->key_id,
                              AM_KEY_ID_SIZE) == 0;
    bool is_same_maker =
        result == 1 && strcmp(am_column_text(&find, 1), setup->made_by) == 0;
    am_statements_finish(&find, 1);
    if (result < 0)
        return -1;
    if (!is_same_key) {
        return am_fail(err, AM_EINVAL,
                       "%s was filled under another key: restore that key, or "
                       "remove the file to begin anew",
                       held->path);
    }
    if (is_same_maker)
        return 0;
    if (run_once(held, am_sql_held_files_undo, err) < 0)
        return -1;
    return set_meta(held, setup, err);
}

static int prepare(struct am_held *held, struct am_err *err)
{
    for (size_t i = 0; i < STATEMENT_COUNT; i++)
        held->statements[i].sql = sql[i];
    return am_statements_prepare(held->db, held->statements, STATEMENT_COUNT,
                                 err);
}

static int run(struct am_held *held, int number, struct am_err *err)
{
    return am_statement_run(&held->statements[number], err);
}

/* Drop files that are not done, and if `nameless` those without a name. */
static int drop_files(struct am_held *held, bool nameless, struct am_err *err)
{
    am_bind(&held->statements[INSTANCES_DROP], ":nameless", nameless);
    am_bind(&held->statements[FILES_DROP], ":nameless", nameless);
    if (run(held, INSTANCES_DROP, err) < 0 || run(held, UNREAD_DROP, err) < 0)
        return -1;
    return run(held, FILES_DROP, err);
}

static int begin_scan(struct am_held *held, const struct am_held_setup *setup,
                      struct am_err *err)
{
    int is_ours = 0;

    if (connect_file(held, setup->path, err) < 0 ||
        run_once(held, am_sql_write_begin, err) < 0)
        return -1;
    is_ours = check_version(held, err);
    if (is_ours < 0)
        return -1;
    if (is_ours == 0 && (run_script(held, am_sql_held_schema, err) < 0 ||
                         set_meta(held, setup, err) < 0))
        return -1;
    if (check_meta(held, setup, err) < 0 || prepare(held, err) < 0 ||
        run_once(held, am_sql_held_names_drop, err) < 0 ||
        run_once(held, am_sql_held_names_zero, err) < 0 ||
        drop_files(held, false, err) < 0)
        return -1;
    return am_held_commit(held, err);
}

int am_held_open(struct am_held **held, const struct am_held_setup *setup,
                 struct am_err *err)
{
    struct am_held *new = calloc(1, sizeof(*new));

    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the state of a scan");
    new->path = setup->path != NULL ? setup->path : "temporary file";
    if (begin_scan(new, setup, err) < 0) {
        am_held_close(&new);
        return -1;
    }
    *held = new;
    return 0;
}

/* ---- taking ---- */

int am_held_commit(struct am_held *held, struct am_err *err)
{
    if (run(held, COMMIT, err) < 0)
        return -1;
    return run(held, BEGIN, err);
}

static int add_file(struct am_held *held, const struct am_held_file *file,
                    int64_t *id, struct am_err *err)
{
    struct am_statement *add = &held->statements[FILE_ADD];

    am_bind(add, ":device", (int64_t)file->device);
    am_bind(add, ":inode", (int64_t)file->inode);
    am_bind(add, ":size_bytes", file->size_bytes);
    am_bind(add, ":modified_ns", file->modified_ns);
    am_bind(add, ":disk_bytes", file->disk_bytes);
    if (am_statement_run(add, err) < 0)
        return -1;
    *id = sqlite3_last_insert_rowid(held->db);
    return 0;
}

static int renew_file(struct am_held *held, const struct am_held_file *file,
                      int64_t id, struct am_err *err)
{
    struct am_statement *empty = &held->statements[FILE_EMPTY];
    struct am_statement *renew = &held->statements[FILE_RENEW];

    am_bind(empty, ":id", id);
    am_bind(renew, ":id", id);
    am_bind(renew, ":size_bytes", file->size_bytes);
    am_bind(renew, ":modified_ns", file->modified_ns);
    if (am_statement_run(empty, err) < 0)
        return -1;
    return am_statement_run(renew, err);
}

static int count_name(struct am_held *held, const struct am_held_file *file,
                      int64_t id, struct am_err *err)
{
    struct am_statement *count = &held->statements[FILE_NAME];

    am_bind(count, ":id", id);
    am_bind(count, ":disk_bytes", file->disk_bytes);
    return am_statement_run(count, err);
}

/* Find the file, or make it, or make it new, and count the name.  *is_named: it
 * had a name before. */
static int take_file(struct am_held *held, const struct am_held_file *file,
                     int64_t *id, bool *wanted, bool *is_named,
                     struct am_err *err)
{
    struct am_statement *find = &held->statements[FILE_FIND];

    *wanted = true;
    *is_named = false;
    am_bind(find, ":device", (int64_t)file->device);
    am_bind(find, ":inode", (int64_t)file->inode);
    int result = am_statement_row(find, err);
    if (result < 0)
        return -1;
    if (result == 0)
        return add_file(held, file, id, err);
    *id = am_column(find, 0);
    bool is_same = file->is_regular && am_column(find, 1) == file->size_bytes &&
                   am_column(find, 2) == file->modified_ns;
    bool is_done = am_column(find, 3) != 0;
    *is_named = am_column(find, 4) != 0;
    am_statement_reset(find);
    /* What is not done is being measured just now, under another name. */
    *wanted = is_done && !is_same;
    if (*wanted && renew_file(held, file, *id, err) < 0)
        return -1;
    return count_name(held, file, *id, err);
}

int am_held_name(struct am_held *held, const struct am_held_file *file,
                 int64_t *id, bool *wanted, struct am_err *err)
{
    struct am_statement *add = &held->statements[NAME_ADD];
    bool is_named = false;

    if (take_file(held, file, id, wanted, &is_named, err) < 0)
        return -1;
    am_bind(add, ":file", *id);
    am_bind(add, ":first", !is_named);
    am_bind(add, ":mailbox", (int64_t)file->mailbox);
    am_bind(add, ":in_user", file->in_user);
    return am_statement_run(add, err);
}

static int add_instance(struct am_held *held, int64_t file,
                        const struct am_sighting *sighting, struct am_err *err)
{
    struct am_statement *add = &held->statements[INSTANCE_ADD];

    am_bind(add, ":file", file);
    if (sighting->digested) {
        am_bind_bytes(add, ":fingerprint", sighting->fingerprint,
                      AM_FINGERPRINT_SIZE);
    }
    am_bind(add, ":class", sighting->class);
    am_bind(add, ":sis", am_contents_is_sis(sighting));
    am_bind(add, ":layout", (int64_t)sighting->layout);
    am_bind(add, ":size_bytes", (int64_t)sighting->size_bytes);
    am_bind(add, ":stored_bytes", (int64_t)sighting->stored_bytes);
    return am_statement_run(add, err);
}

int am_held_record(struct am_held *held, int64_t id,
                   const struct am_record *record, struct am_err *err)
{
    held->messages = held->current == id ? held->messages + 1 : 1;
    held->current = id;
    for (size_t i = 0; i < record->sighting_count; i++) {
        if (add_instance(held, id, &record->sightings[i], err) < 0)
            return -1;
    }
    return 0;
}

int am_held_end(struct am_held *held, int64_t id, enum am_mailfile kind,
                struct am_err *err)
{
    struct am_statement *done = &held->statements[FILE_DONE];

    am_bind(done, ":id", id);
    am_bind(done, ":kind", kind);
    am_bind(done, ":messages", held->current == id ? held->messages : 0);
    held->current = 0;
    return am_statement_run(done, err);
}

int am_held_finish(struct am_held *held, struct am_err *err)
{
    if (drop_files(held, true, err) < 0)
        return -1;
    return am_held_commit(held, err);
}
