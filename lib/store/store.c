/* store - see store.h.  Does not know a row but that of the identity. */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "sql/embedded.h"
#include "store/epoch.h"
#include "store/schema.h"
#include "store/statement.h"

#define WRITER_WAIT_MS 2000 /* then the caller backs off by itself */
#define READER_WAIT_MS 1000
#define FILE_MODE      0640

struct am_store {
    sqlite3 *db;
    char *path;
    dev_t device; /* of the file when it was opened */
    ino_t inode;
    unsigned holds; /* am_store_hold()s that were not released */
    am_store_watch_fn *watch;
    void *watch_context;
    int64_t done, total; /* for the watch */
};

static bool in_memory(const char *path)
{
    return strcmp(path, ":memory:") == 0;
}

/* SQLite gives a new file 0644 and the files beside it the mode of this one;
 * so it is made here, as a umask would be the whole process's. */
static int make_file(const char *path, struct am_err *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return 0;
    if (fd < 0)
        return am_fail_errno(err, errno, "%s", path);
    int result = fchmod(fd, FILE_MODE);
    close(fd);
    return result < 0 ? am_fail_errno(err, errno, "%s", path) : 0;
}

static int note_file(struct am_store *store, struct am_err *err)
{
    struct stat info;

    if (in_memory(store->path))
        return 0;
    if (stat(store->path, &info) < 0)
        return am_fail_errno(err, errno, "%s", store->path);
    store->device = info.st_dev;
    store->inode = info.st_ino;
    return 0;
}

static int create(struct am_store **store, const char *path, struct am_err *err)
{
    struct am_store *new = calloc(1, sizeof(*new));
    if (new != NULL)
        new->path = strdup(path);
    if (new == NULL || new->path == NULL) {
        free(new);
        return am_fail(err, AM_ENOMEM, "no memory for a database");
    }
    *store = new;
    return 0;
}

/* ---- watching ---- */

#define WATCH_STEPS 50000 /* of SQLite's machine: some milliseconds */

static int on_steps(void *context)
{
    const struct am_store *store = context;

    store->watch(store->watch_context, store->done, store->total);
    return 0; /* go on */
}

void am_store_watch(struct am_store *store, am_store_watch_fn *watch,
                    void *context)
{
    store->watch = watch;
    store->watch_context = context;
    sqlite3_progress_handler(store->db, WATCH_STEPS,
                             watch != NULL ? on_steps : NULL, store);
}

void am_store_reach(struct am_store *store, int64_t done, int64_t total)
{
    store->done = done;
    store->total = total;
}

bool am_store_is_watched(const struct am_store *store)
{
    return store->watch != NULL;
}

/* ---- opening ---- */

static int set_up_writer(struct am_store *store, am_store_watch_fn *watch,
                         void *context, struct am_err *err)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    int keep = 1;

    if (!in_memory(store->path) && make_file(store->path, err) < 0)
        return -1;
    if (sqlite3_open_v2(store->path, &store->db, flags, NULL) != SQLITE_OK)
        return am_statement_fail(store->db, store->path, err);
    sqlite3_busy_timeout(store->db, WRITER_WAIT_MS);
    am_store_watch(store, watch, context);
    /* Readers without the right to make these files need them to stay. */
    sqlite3_file_control(store->db, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
    if (sqlite3_exec(store->db, am_sql_store_connect, NULL, NULL, NULL) !=
        SQLITE_OK)
        return am_statement_fail(store->db, store->path, err);
    if (am_schema_migrate(store->db, am_sql_files, err) < 0)
        return -1;
    am_store_watch(store, NULL, NULL);
    return note_file(store, err);
}

/* Errors of the layers below do not know the path. */
static int name_path(const char *path, struct am_err *err)
{
    struct am_err why;

    if (err == NULL || strncmp(err->text, path, strlen(path)) == 0)
        return -1;
    why = *err;
    return am_fail(err, why.code, "%s: %s", path, why.text);
}

int am_store_open_watched(struct am_store **store, const char *path,
                          am_store_watch_fn *watch, void *context,
                          struct am_err *err)
{
    struct am_store *new = NULL;

    if (create(&new, path, err) < 0)
        return -1;
    if (set_up_writer(new, watch, context, err) < 0) {
        name_path(path, err);
        am_store_close(&new);
        return -1;
    }
    *store = new;
    return 0;
}

int am_store_open(struct am_store **store, const char *path, struct am_err *err)
{
    return am_store_open_watched(store, path, NULL, NULL, err);
}

char *am_store_uri(const char *path, const char *tail)
{
    char *uri = malloc(3 * strlen(path) + strlen(tail) + 9);
    if (uri == NULL)
        return NULL;

    char *p = uri + sprintf(uri, "file:%s", path[0] == '/' ? "//" : "");
    for (; *path != '\0'; path++) {
        if (strchr("%?#", *path) != NULL) {
            p += sprintf(p, "%%%02X", (unsigned)(unsigned char)*path);
        } else {
            *p++ = *path;
        }
    }
    memcpy(p, tail, strlen(tail) + 1);
    return uri;
}

static int connect_reader(struct am_store *store, const char *name,
                          struct am_err *err)
{
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX |
                SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_URI;

    if (sqlite3_open_v2(name, &store->db, flags, NULL) != SQLITE_OK)
        return am_statement_fail(store->db, store->path, err);
    sqlite3_busy_timeout(store->db, READER_WAIT_MS);
    return am_schema_check(store->db, am_sql_files, err);
}

/* Is there a log beside the database that holds anything? */
static bool has_wal(const char *path)
{
    char name[4096];
    struct stat info;

    snprintf(name, sizeof(name), "%s-wal", path);
    return stat(name, &info) == 0 && info.st_size > 0;
}

static int set_up_reader(struct am_store *store, struct am_err *err)
{
    struct am_err why = {AM_OK, ""};

    if (note_file(store, err) < 0)
        return -1;
    if (connect_reader(store, store->path, &why) == 0)
        return 0;
    /* Who may not write beside a database in WAL mode cannot read it while no
     * writer has it open; with no log there is nothing to miss. */
    if (why.code != AM_EACCESS || has_wal(store->path))
        return am_fail(err, why.code, "%s", why.text);
    sqlite3_close(store->db);
    store->db = NULL;
    char *uri = am_store_uri(store->path, "?immutable=1");
    if (uri == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a path");
    int result = connect_reader(store, uri, err);
    free(uri);
    return result;
}

int am_store_open_readonly(struct am_store **store, const char *path,
                           struct am_err *err)
{
    struct am_store *new = NULL;

    if (create(&new, path, err) < 0)
        return -1;
    if (set_up_reader(new, err) < 0) {
        name_path(path, err);
        am_store_close(&new);
        return -1;
    }
    *store = new;
    return 0;
}

void am_store_close(struct am_store **store)
{
    struct am_store *old = *store;

    *store = NULL;
    if (old == NULL)
        return;
    sqlite3_close(old->db);
    free(old->path);
    free(old);
}

bool am_store_is_gone(const struct am_store *store)
{
    struct stat info;

    if (in_memory(store->path))
        return false;
    return stat(store->path, &info) < 0 || info.st_dev != store->device ||
           info.st_ino != store->inode;
}

int am_store_is_empty(struct am_store *store, bool *empty, struct am_err *err)
{
    struct am_statement find = {am_sql_store_is_empty, NULL};

    if (am_statements_prepare(store->db, &find, 1, err) < 0)
        return -1;
    int result = am_statement_row(&find, err);
    if (result == 1)
        *empty = am_column(&find, 0) != 0;
    am_statements_finish(&find, 1);
    return result == 1 ? 0 : -1;
}

#define META_TEXT_SIZE 64

static int read_meta(struct am_store *store, char relay_id[META_TEXT_SIZE],
                     char key_id[META_TEXT_SIZE], struct am_err *err)
{
    struct am_statement find = {am_sql_store_meta_find, NULL};

    if (am_statements_prepare(store->db, &find, 1, err) < 0)
        return -1;
    int result = am_statement_row(&find, err);
    if (result == 1) {
        snprintf(relay_id, META_TEXT_SIZE, "%s", am_column_text(&find, 0));
        snprintf(key_id, META_TEXT_SIZE, "%s", am_column_text(&find, 1));
    }
    am_statements_finish(&find, 1);
    if (result == 0)
        return am_fail(err, AM_ECORRUPT, "the database has lost its identity");
    return result == 1 ? 0 : -1;
}

static int set_key(struct am_store *store, const char *key_id,
                   struct am_err *err)
{
    struct am_statement set = {am_sql_store_key_set, NULL};

    if (am_statements_prepare(store->db, &set, 1, err) < 0)
        return -1;
    am_bind_text(&set, ":key_id", key_id);
    int result = am_statement_run(&set, err);
    am_statements_finish(&set, 1);
    return result;
}

/* 1: the key of that id is the store's; 0: it has none yet. */
static int look_at_key(struct am_store *store, const char *text,
                       struct am_err *err)
{
    char relay_id[META_TEXT_SIZE];
    char key_id[META_TEXT_SIZE];

    if (am_epoch_refuse_merged(store->db, err) < 0 ||
        read_meta(store, relay_id, key_id, err) < 0)
        return -1;
    if (key_id[0] == '\0' || strcmp(key_id, text) == 0)
        return key_id[0] != '\0';
    return am_fail(err, AM_EINVAL,
                   "%s was filled under key %s, this is key %s: restore that "
                   "key, or run 'attachmeter key rotate'",
                   store->path, key_id, text);
}

int am_store_check_key(struct am_store *store,
                       const unsigned char id[AM_KEY_ID_SIZE],
                       struct am_err *err)
{
    char text[AM_KEY_TEXT_SIZE];

    am_epoch_key_text(id, text);
    return look_at_key(store, text, err) < 0 ? -1 : 0;
}

int am_store_use_key(struct am_store *store,
                     const unsigned char id[AM_KEY_ID_SIZE], struct am_err *err)
{
    char text[AM_KEY_TEXT_SIZE];

    am_epoch_key_text(id, text);
    int found = look_at_key(store, text, err);
    if (found < 0)
        return -1;
    return found == 0 ? set_key(store, text, err) : 0;
}

int am_store_relay_id(struct am_store *store,
                      unsigned char id[AM_RELAY_ID_SIZE], struct am_err *err)
{
    char relay_id[META_TEXT_SIZE];
    char key_id[META_TEXT_SIZE];

    if (read_meta(store, relay_id, key_id, err) < 0)
        return -1;
    if (strspn(relay_id, "0123456789abcdef") != (size_t)2 * AM_RELAY_ID_SIZE) {
        return am_fail(err, AM_ECORRUPT, "%s: relay id is damaged",
                       store->path);
    }
    for (size_t i = 0; i < AM_RELAY_ID_SIZE; i++) {
        const char pair[3] = {relay_id[2 * i], relay_id[2 * i + 1], '\0'};
        id[i] = (unsigned char)strtoul(pair, NULL, 16);
    }
    return 0;
}

int am_store_hold(struct am_store *store, struct am_err *err)
{
    if (store->holds == 0 && sqlite3_exec(store->db, am_sql_store_hold, NULL,
                                          NULL, NULL) != SQLITE_OK)
        return am_statement_fail(store->db, store->path, err);
    store->holds++;
    return 0;
}

void am_store_release(struct am_store *store)
{
    if (--store->holds == 0)
        sqlite3_exec(store->db, am_sql_write_commit, NULL, NULL, NULL);
}

struct sqlite3 *am_store_handle(struct am_store *store)
{
    return store->db;
}
