/*
 * daemon - see daemon.h.
 */
#include "e2e/daemon.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "meter/key.h"
#include "mta/client.h"
#include "mta/wire.h"
#include "pause.h"
#include "store/query.h"
#include "store/store.h"

#define USER 64123 /* no name in the system, no group */

extern char **environ;

static int fail(const char *what, const char *why)
{
    fprintf(stderr, "daemon: %s: %s\n", what, why);
    return -1;
}

static int fail_errno(const char *what)
{
    struct am_err err;

    am_err_set_errno(&err, errno, "%s", what);
    return fail("system", err.text);
}

static int write_settings(const struct daemon *daemon)
{
    FILE *out = fopen(daemon->config, "w");

    if (out == NULL)
        return fail_errno(daemon->config);
    fprintf(out,
            "socket = \"%s\"\ndatabase = \"%s\"\nkey_file = \"%s\"\n"
            "local_domains = {example.org, example.net}\n",
            daemon->socket, daemon->database, daemon->key);
    return fclose(out) == 0 ? 0 : fail_errno(daemon->config);
}

int daemon_prepare(struct daemon *daemon, const char *program, const char *dir,
                   const char *name)
{
    *daemon = (struct daemon){.program = program};
    snprintf(daemon->dir, sizeof(daemon->dir), "%s/%s", dir, name);
    snprintf(daemon->config, sizeof(daemon->config), "%s/conf", daemon->dir);
    snprintf(daemon->socket, sizeof(daemon->socket), "unix:%s/sock",
             daemon->dir);
    snprintf(daemon->database, sizeof(daemon->database), "%s/db", daemon->dir);
    snprintf(daemon->key, sizeof(daemon->key), "%s/key", daemon->dir);
    if (mkdir(daemon->dir, 0755) < 0 ||
        (getuid() == 0 && chown(daemon->dir, USER, USER) < 0))
        return fail_errno(daemon->dir);
    return write_settings(daemon);
}

static void write_pid(const struct daemon *daemon)
{
    char path[DAEMON_PATH];

    snprintf(path, sizeof(path), "%s/../daemon.pid", daemon->dir);
    FILE *out = fopen(path, "w");
    if (out == NULL)
        return;
    fprintf(out, "%ld\n", (long)daemon->pid);
    fclose(out);
}

/* What it says goes into a file, which the script around shows if need be. */
static void open_log(const struct daemon *daemon)
{
    char path[DAEMON_PATH];

    snprintf(path, sizeof(path), "%s/log", daemon->dir);
    int log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (log < 0)
        return;
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
}

/* As systemd does it, or without a word. */
static void give_socket(const struct daemon *daemon)
{
    char pid[32];

    snprintf(pid, sizeof(pid), "%ld", (long)getpid());
    if (daemon->given == 0)
        return;
    dup2(daemon->given, 3);
    if (daemon->given == 3)
        fcntl(3, F_SETFD, 0);
    if (daemon->tells_given) {
        setenv("LISTEN_FDS", "1", 1); // NOLINT(concurrency-mt-unsafe)
        setenv("LISTEN_PID", pid, 1); // NOLINT(concurrency-mt-unsafe)
    }
}

/* setpriv replaces itself by the daemon, so that its pid is the daemon's. */
static void become_daemon(const struct daemon *daemon)
{
    const char *program = daemon->program;

    open_log(daemon);
    give_socket(daemon);
    if (getuid() == 0) {
        execlp("setpriv", "setpriv", "--reuid=64123", "--regid=64123",
               "--clear-groups", program, "--foreground", "--config",
               daemon->config, (char *)NULL);
    } else {
        execl(program, program, "--foreground", "--config", daemon->config,
              (char *)NULL);
    }
    _exit(127);
}

int daemon_launch(struct daemon *daemon)
{
    daemon->pid = fork();
    if (daemon->pid < 0)
        return fail_errno("fork");
    if (daemon->pid == 0)
        become_daemon(daemon);
    write_pid(daemon);
    return 0;
}

int daemon_try(struct daemon *daemon, struct am_err *err)
{
    am_err_set(err, AM_EIO, "it did not start");
    if (daemon_launch(daemon) < 0)
        return -1;
    for (unsigned i = 0; i < 500; i++) {
        struct am_mta *mta = NULL;

        if (am_mta_connect(&mta, daemon->socket, 5000, NULL, err) == 0) {
            am_mta_close(&mta);
            return 0;
        }
        if (waitpid(daemon->pid, &daemon->status, WNOHANG) == daemon->pid) {
            daemon->pid = 0;
            return am_fail(err, AM_EIO, "it ended at its start");
        }
        pause_ms(20);
    }
    return -1;
}

int daemon_start(struct daemon *daemon)
{
    struct am_err err;

    return daemon_try(daemon, &err) == 0 ? 0 : fail(daemon->program, err.text);
}

int daemon_end(struct daemon *daemon, int signal)
{
    if (daemon->pid == 0)
        return -1;
    kill(daemon->pid, signal);
    waitpid(daemon->pid, &daemon->status, 0);
    daemon->pid = 0;
    return WIFEXITED(daemon->status) ? WEXITSTATUS(daemon->status) : -1;
}

int daemon_stop(struct daemon *daemon, unsigned seconds)
{
    struct am_err err;

    if (daemon->pid == 0)
        return 0;
    kill(daemon->pid, SIGTERM);
    for (unsigned i = 0; i < seconds * 100; i++) {
        int fd = -1;

        if (waitpid(daemon->pid, &daemon->status, WNOHANG) == daemon->pid) {
            daemon->pid = 0;
            return 0;
        }
        if (am_wire_connect(&fd, daemon->socket, 100, &err) == 0)
            close(fd);
        pause_ms(10);
    }
    return fail(daemon->program, "it did not stop");
}

int daemon_run(const char *const *args)
{
    char *words[16] = {NULL};
    size_t count = 0;
    int status = -1;
    pid_t pid;

    while (args[count] != NULL && count < 15)
        count++;
    /* posix_spawnp() does not change the words, but says it may. */
    memcpy(words, args, count * sizeof(words[0]));
    if (count == 0 ||
        posix_spawnp(&pid, words[0], NULL, NULL, words, environ) != 0 ||
        waitpid(pid, &status, 0) != pid)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int64_t daemon_messages(const struct daemon *daemon, int64_t *gaps)
{
    struct am_query query = {.until_day = INT32_MAX};
    struct am_message_sums sums = {0};
    struct am_store *store = NULL;
    struct am_err err;
    int status = am_store_open_readonly(&store, daemon->database, &err);

    if (status == 0)
        status = am_query_messages(store, &query, &sums, &err);
    am_store_close(&store);
    if (gaps != NULL) {
        *gaps = 0;
        for (int i = 0; i < AM_GAP_COUNT; i++)
            *gaps += sums.gaps[i];
    }
    return status == 0 ? sums.messages : -1;
}

int64_t daemon_number_in(const char *database, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = NULL;
    int64_t value = -1;

    sqlite3_open_v2(database, &db, SQLITE_OPEN_READONLY, NULL);
    sqlite3_busy_timeout(db, 10000);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_int64(statement, 0);
    if (value < 0)
        fail(sql, sqlite3_errmsg(db));
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return value;
}

int64_t daemon_number(const struct daemon *daemon, const char *sql)
{
    return daemon_number_in(daemon->database, sql);
}

sqlite3 *daemon_lock(const struct daemon *daemon)
{
    sqlite3 *db = NULL;

    if (sqlite3_open_v2(daemon->database, &db, SQLITE_OPEN_READWRITE, NULL) ==
            SQLITE_OK &&
        sqlite3_busy_timeout(db, 10000) == SQLITE_OK &&
        sqlite3_exec(db, "BEGIN EXCLUSIVE", NULL, NULL, NULL) == SQLITE_OK)
        return db;
    fail("lock", sqlite3_errmsg(db));
    sqlite3_close(db);
    return NULL;
}

int daemon_wait(const struct daemon *daemon, int64_t messages, unsigned seconds)
{
    int64_t most = -1;

    for (unsigned i = 0; i < seconds * 10; i++) {
        int64_t got = daemon_messages(daemon, NULL);
        if (got >= messages)
            return 0;
        if (got > most) {
            most = got;
            i = 0;
        }
        pause_ms(100);
    }
    fprintf(stderr,
            "daemon: %lld of %lld messages in the database, none more for "
            "%u s\n",
            (long long)most, (long long)messages, seconds);
    return -1;
}

static int count_sightings(sqlite3_stmt *statement,
                           const unsigned char *fingerprint, unsigned *found)
{
    sqlite3_reset(statement);
    if (sqlite3_bind_blob(statement, 1, fingerprint, AM_FINGERPRINT_SIZE,
                          SQLITE_STATIC) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW)
        return -1;
    *found = (unsigned)sqlite3_column_int(statement, 0);
    return 0;
}

static int find_all(sqlite3 *db, const struct am_key *key,
                    const unsigned char (*digests)[AM_DIGEST_SIZE],
                    size_t count, unsigned *found)
{
    static const char sql[] =
        "SELECT count(*) FROM sighting JOIN content"
        " ON content.id = sighting.content WHERE content.fingerprint = ?";
    sqlite3_stmt *statement = NULL;
    struct am_err err;
    int status = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);

    for (size_t i = 0; i < count && status == SQLITE_OK; i++) {
        unsigned char print[AM_FINGERPRINT_SIZE];

        if (am_key_sign(key, AM_LABEL_FINGERPRINT, digests[i], AM_DIGEST_SIZE,
                        print, &err) < 0 ||
            count_sightings(statement, print, &found[i]) < 0)
            status = SQLITE_ERROR;
    }
    if (status != SQLITE_OK)
        fail("database", sqlite3_errmsg(db));
    sqlite3_finalize(statement);
    return status == SQLITE_OK ? 0 : -1;
}

int daemon_find(const struct daemon *daemon,
                const unsigned char (*digests)[AM_DIGEST_SIZE], size_t count,
                unsigned *found)
{
    struct am_key *key = NULL;
    sqlite3 *db = NULL;
    struct am_err err;
    int status = -1;

    if (am_key_open(&key, daemon->key, &err) < 0)
        return fail("key", err.text);
    int opened =
        sqlite3_open_v2(daemon->database, &db, SQLITE_OPEN_READONLY, NULL);
    if (opened == SQLITE_OK) {
        status = find_all(db, key, digests, count, found);
    } else {
        fail(daemon->database, sqlite3_errmsg(db));
    }
    sqlite3_close(db);
    am_key_close(&key);
    return status;
}
