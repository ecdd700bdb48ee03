/* state - see state.h. */
#include "fleet/state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <sqlite3.h>

#include "sql/embedded.h"
#include "store/statement.h"

#define APPLICATION_ID 0x61746d73 /* "atms", as in sql/ship/schema.sql */
#define VERSION        2
#define WAIT_MS        2000
#define PATH_SIZE      4096

enum {
    PROGRESS_FIND,
    NAMES,
    DAY_FIND,
    READ_COUNT, /* all that a reader needs */
    PROGRESS_SET = READ_COUNT,
    NAME_ADD,
    NAMES_DROP,
    DAY_SET,
    DAYS_DROP,
    STATEMENT_COUNT
};

struct am_state {
    sqlite3 *db;
    int lock; /* -1: only read */
    struct am_statement statements[STATEMENT_COUNT];
};

static int take_lock(struct am_state *state, const char *path,
                     struct am_err *err)
{
    char name[PATH_SIZE];

    snprintf(name, sizeof(name), "%s.lock", path);
    state->lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (state->lock < 0)
        return am_fail_errno(err, errno, "%s", name);
    if (flock(state->lock, LOCK_EX | LOCK_NB) == 0)
        return 0;
    if (errno == EWOULDBLOCK)
        return am_fail(err, AM_EBUSY, "%s: another process ships", path);
    return am_fail_errno(err, errno, "%s", name);
}

static int execute(struct am_state *state, const char *sql, const char *path,
                   struct am_err *err)
{
    if (sqlite3_exec(state->db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return 0;
    return am_statement_fail(state->db, path, err);
}

/* *version 0: there is nothing in it yet. */
static int check_version(struct am_state *state, const char *path,
                         int64_t *version, struct am_err *err)
{
    struct am_statement find = {am_sql_store_version, NULL};

    if (am_statements_prepare(state->db, &find, 1, err) < 0)
        return -1;
    int result = am_statement_row(&find, err);
    int64_t application = am_column(&find, 1);
    *version = am_column(&find, 0);
    bool is_new = *version == 0 && application == 0 && am_column(&find, 2) == 0;
    am_statements_finish(&find, 1);
    if (result != 1)
        return -1;
    if (is_new)
        return 0;
    if (application != APPLICATION_ID || *version == 0)
        return am_fail(err, AM_ECORRUPT, "%s is no state of shipping", path);
    if (*version > VERSION) {
        return am_fail(err, AM_ENEWER, "%s is of a newer attachmeter", path);
    }
    return 0;
}

/* Who only reads takes the file as it is. */
static int prepare(struct am_state *state, int64_t version, bool is_writer,
                   struct am_err *err)
{
    const char *const sql[STATEMENT_COUNT] = {
        [PROGRESS_FIND] = am_sql_ship_progress_find,
        [PROGRESS_SET] = am_sql_ship_progress_set,
        [NAMES] = am_sql_ship_names,
        [NAME_ADD] = am_sql_ship_name_add,
        [NAMES_DROP] = am_sql_ship_names_drop,
        [DAY_FIND] = version == 1 && !is_writer ? am_sql_ship_day_find_1
                                                : am_sql_ship_day_find,
        [DAY_SET] = am_sql_ship_day_set,
        [DAYS_DROP] = am_sql_ship_days_drop,
    };

    for (size_t i = 0; i < STATEMENT_COUNT; i++)
        state->statements[i].sql = sql[i];
    return am_statements_prepare(state->db, state->statements,
                                 is_writer ? STATEMENT_COUNT : READ_COUNT, err);
}

/* Make the file, or bring it up to date. */
static int make(struct am_state *state, int64_t version, const char *path,
                struct am_err *err)
{
    if (version == VERSION)
        return 0;
    if (execute(state, am_sql_write_begin, path, err) < 0 ||
        execute(state,
                version == 0 ? am_sql_ship_schema : am_sql_ship_schema_to_2,
                path, err) < 0)
        return -1;
    return execute(state, am_sql_write_commit, path, err);
}

static int set_up(struct am_state *state, const char *path, bool is_writer,
                  struct am_err *err)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                (is_writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                           : SQLITE_OPEN_READONLY);
    int64_t version = 0;

    if (is_writer && take_lock(state, path, err) < 0)
        return -1;
    if (sqlite3_open_v2(path, &state->db, flags, NULL) != SQLITE_OK)
        return am_statement_fail(state->db, path, err);
    sqlite3_busy_timeout(state->db, WAIT_MS);
    if ((is_writer && execute(state, am_sql_ship_connect, path, err) < 0) ||
        check_version(state, path, &version, err) < 0)
        return -1;
    if (version == 0 && !is_writer)
        return am_fail(err, AM_ENOTFOUND, "%s: nothing was shipped yet", path);
    if (is_writer && make(state, version, path, err) < 0)
        return -1;
    return prepare(state, version, is_writer, err);
}

static int open_as(struct am_state **state, const char *path, bool is_writer,
                   struct am_err *err)
{
    struct am_state *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a state");

    new->lock = -1;
    if (set_up(new, path, is_writer, err) < 0) {
        am_state_close(&new);
        return -1;
    }
    *state = new;
    return 0;
}

int am_state_open(struct am_state **state, const char *path, struct am_err *err)
{
    return open_as(state, path, true, err);
}

int am_state_open_readonly(struct am_state **state, const char *path,
                           struct am_err *err)
{
    return open_as(state, path, false, err);
}

void am_state_close(struct am_state **state)
{
    struct am_state *old = *state;

    *state = NULL;
    if (old == NULL)
        return;
    am_statements_finish(old->statements, STATEMENT_COUNT);
    sqlite3_close(old->db);
    if (old->lock >= 0)
        close(old->lock);
    free(old);
}

int am_state_read(struct am_state *state, struct am_state_progress *progress,
                  bool *known, struct am_err *err)
{
    struct am_statement *find = &state->statements[PROGRESS_FIND];
    int result = am_statement_row(find, err);

    *progress = (struct am_state_progress){.acked = 0};
    *known = result == 1;
    if (result != 1)
        return result;
    progress->acked = am_column(find, 1);
    progress->sending = am_column(find, 2);
    progress->version = am_column(find, 3);
    progress->sent_s = am_column(find, 4);
    progress->failed_s = am_column(find, 5);
    snprintf(progress->why, sizeof(progress->why), "%s",
             am_column_text(find, 6));
    result =
        am_column_bytes(find, 0, progress->origin, sizeof(progress->origin));
    am_statement_reset(find);
    return result == 0
               ? 0
               : am_fail(err, AM_ECORRUPT, "the state of shipping is damaged");
}

int am_state_write(struct am_state *state,
                   const struct am_state_progress *progress, struct am_err *err)
{
    struct am_statement *set = &state->statements[PROGRESS_SET];

    am_bind_bytes(set, ":origin", progress->origin, sizeof(progress->origin));
    am_bind(set, ":acked", progress->acked);
    am_bind(set, ":sending", progress->sending);
    am_bind(set, ":version", progress->version);
    am_bind(set, ":sent_s", progress->sent_s);
    am_bind(set, ":failed_s", progress->failed_s);
    am_bind_text(set, ":why", progress->why);
    return am_statement_run(set, err);
}

int am_state_names(struct am_state *state, struct am_names *names,
                   struct am_err *err)
{
    struct am_statement *find = &state->statements[NAMES];
    int result = 0;

    names->count = 0;
    while ((result = am_statement_row(find, err)) == 1) {
        struct am_name *one = &names->list[names->count];
        if (names->count == AM_NAMES_MAX ||
            am_column_bytes(find, 2, one->relay_of, AM_FLEET_ID_SIZE) < 0 ||
            am_column_bytes(find, 3, one->relay, AM_FLEET_ID_SIZE) < 0) {
            am_statement_reset(find);
            return am_fail(err, AM_ECORRUPT,
                           "the state of shipping is damaged");
        }
        one->first_sequence = am_column(find, 0);
        one->first_day = am_column(find, 1);
        names->count++;
    }
    return result;
}

static int write_all(struct am_state *state,
                     const struct am_state_progress *progress,
                     const struct am_names *names, struct am_err *err)
{
    struct am_statement *add = &state->statements[NAME_ADD];

    if (am_statement_run(&state->statements[NAMES_DROP], err) < 0 ||
        am_statement_run(&state->statements[DAYS_DROP], err) < 0)
        return -1;
    for (size_t i = 0; i < names->count; i++) {
        const struct am_name *one = &names->list[i];
        am_bind(add, ":first_sequence", one->first_sequence);
        am_bind(add, ":first_day", one->first_day);
        am_bind_bytes(add, ":relay_of", one->relay_of, sizeof(one->relay_of));
        am_bind_bytes(add, ":relay", one->relay, sizeof(one->relay));
        if (am_statement_run(add, err) < 0)
            return -1;
    }
    return am_state_write(state, progress, err);
}

int am_state_begin(struct am_state *state,
                   const struct am_state_progress *progress,
                   const struct am_names *names, struct am_err *err)
{
    if (execute(state, am_sql_write_begin, "state", err) < 0)
        return -1;
    if (write_all(state, progress, names, err) == 0 &&
        execute(state, am_sql_write_commit, "state", err) == 0)
        return 0;
    sqlite3_exec(state->db, am_sql_write_rollback, NULL, NULL, NULL);
    return -1;
}

int am_state_day(struct am_state *state, int64_t day,
                 struct am_state_day *found, struct am_err *err)
{
    struct am_statement *find = &state->statements[DAY_FIND];

    am_bind(find, ":day", day);
    int result = am_statement_row(find, err);
    *found = (struct am_state_day){.day = day};
    if (result == 1) {
        found->digest = (uint64_t)am_column(find, 0);
        found->version = am_column(find, 1);
    }
    am_statement_reset(find);
    return result < 0 ? -1 : 0;
}

static int set_days(struct am_state *state, const struct am_state_day *days,
                    size_t count, struct am_err *err)
{
    struct am_statement *set = &state->statements[DAY_SET];

    for (size_t i = 0; i < count; i++) {
        am_bind(set, ":day", days[i].day);
        am_bind(set, ":digest", (int64_t)days[i].digest);
        am_bind(set, ":version", days[i].version);
        if (am_statement_run(set, err) < 0)
            return -1;
    }
    return 0;
}

int am_state_days_sent(struct am_state *state, const struct am_state_day *days,
                       size_t count, struct am_err *err)
{
    if (execute(state, am_sql_write_begin, "state", err) < 0)
        return -1;
    if (set_days(state, days, count, err) == 0 &&
        execute(state, am_sql_write_commit, "state", err) == 0)
        return 0;
    sqlite3_exec(state->db, am_sql_write_rollback, NULL, NULL, NULL);
    return -1;
}
