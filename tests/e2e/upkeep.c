/*
 * upkeep - what is too old is deleted, and a content forgotten, while mail goes
 * through the daemon and both are killed in the middle: no message is lost, no
 * sum of a day is another one, no row refers to nothing.  A backup that is made
 * meanwhile is of one moment.
 *
 *   upkeep ATTACHMETERD ATTACHMETER BENCH_FILL DIR
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "e2e/daemon.h"
#include "e2e/filled.h"
#include "e2e/unique.h"
#include "meter/key.h"
#include "pause.h"

#define MESSAGES  400
#define FORGOTTEN 3 /* the number of the message whose content goes */
#define LATE      MESSAGES

struct world {
    struct daemon daemon;
    const char *command, *fill;
    struct am_mta *mta;
    int64_t filled; /* messages that were there before */
    unsigned char digests[MESSAGES + 1][AM_DIGEST_SIZE];
};

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "upkeep: %s: %s\n", what, why);
    return -1;
}

/* It must be answered, though the daemon was killed since the last one. */
static int send_message(struct world *world, unsigned which)
{
    struct am_mta_answer answer = {0};
    struct am_buf message;
    struct am_err err;

    am_buf_init(&message, (size_t)1 << 22);
    int status =
        unique_write(which, 3000, &message, world->digests[which], &err);
    if (status == 0 && world->mta == NULL) {
        status = am_mta_connect(&world->mta, world->daemon.socket, 10000, NULL,
                                &err);
    }
    if (status == 0)
        status = unique_send(world->mta, &message, &answer, &err);
    am_buf_free(&message);
    return status == 0 ? 0 : tell("mail", err.text);
}

static int restart(struct world *world)
{
    am_mta_drop(&world->mta);
    daemon_end(&world->daemon, SIGKILL);
    return daemon_start(&world->daemon);
}

static int purge(struct world *world)
{
    const char *const words[] = {
        world->command, "purge",     "--config", world->daemon.config,
        "-o",           "/dev/null", NULL};

    return daemon_run(words) == 0 ? 0 : tell("purge", "failed");
}

static void purge_and_kill(struct world *world, unsigned after_ms)
{
    pid_t child = fork();

    if (child == 0) {
        execl(world->command, world->command, "purge", "--config",
              world->daemon.config, (char *)NULL);
        _exit(127);
    }
    pause_ms(after_ms);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

static int forget(struct world *world, unsigned which, int wanted)
{
    char text[2 * AM_FINGERPRINT_SIZE + 1];
    unsigned char fingerprint[AM_FINGERPRINT_SIZE];
    const char *const words[] = {
        world->command,       "forget",        "--yes", "--config",
        world->daemon.config, "--fingerprint", text,    NULL};
    struct am_key *key = NULL;
    struct am_err err;

    if (am_key_open(&key, world->daemon.key, &err) < 0)
        return tell("key", err.text);
    int status = am_key_sign(key, AM_LABEL_FINGERPRINT, world->digests[which],
                             AM_DIGEST_SIZE, fingerprint, &err);
    am_key_close(&key);
    for (size_t i = 0; i < AM_FINGERPRINT_SIZE; i++)
        snprintf(text + 2 * i, 3, "%02x", fingerprint[i]);
    if (status == 0 && daemon_run(words) == wanted)
        return 0;
    return tell("forget", "another exit status");
}

/* ---- backup ---- */

static void path_of_copy(const struct world *world, char path[2 * DAEMON_PATH])
{
    snprintf(path, (size_t)2 * DAEMON_PATH, "%s.copy", world->daemon.database);
}

static pid_t begin_backup(const struct world *world)
{
    char path[2 * DAEMON_PATH];
    pid_t child = fork();

    if (child != 0)
        return child;
    path_of_copy(world, path);
    execl(world->command, world->command, "backup", "--quiet", "--config",
          world->daemon.config, path, (char *)NULL);
    _exit(127);
}

/* All rows of it are of one moment: what is told twice is told alike. */
static int end_backup(const struct world *world, pid_t child, unsigned sent)
{
    static const char *const none[] = {
        "SELECT count(*) FROM pragma_foreign_key_check",
        "SELECT count(*) FROM message WHERE id NOT IN"
        " (SELECT message FROM sighting)",
        "SELECT 1 - is_copy FROM meta",
        "SELECT (SELECT sum(new_all_contents) FROM day_sighting WHERE day >="
        " CAST(strftime('%s', 'now') AS INTEGER) / 86400 - 1) <>"
        " (SELECT count(*) FROM content WHERE first_day >="
        " CAST(strftime('%s', 'now') AS INTEGER) / 86400 - 1)"};
    char path[2 * DAEMON_PATH];
    int status = 0;

    path_of_copy(world, path);
    if (waitpid(child, &status, 0) != child || status != 0)
        return tell("backup", "failed");
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        if (daemon_number_in(path, none[i]) != 0)
            return tell(none[i], "is not 0 in the copy");
    }
    int64_t messages =
        daemon_number_in(path, "SELECT sum(messages) FROM day_message");
    return messages > world->filled && messages <= world->filled + sent
               ? 0
               : tell("backup", "has other messages");
}

static int send_all(struct world *world)
{
    pid_t backup = 0;

    for (unsigned i = 0; i < MESSAGES; i++) {
        if (send_message(world, i) < 0)
            return -1;
        if (i == 50 || i == 120)
            purge_and_kill(world, i);
        if ((i == 80 || i == 150) && restart(world) < 0)
            return -1;
        if (i == 220 && purge(world) < 0)
            return -1;
        if (i == 230)
            backup = begin_backup(world);
        if (i == 290 && end_backup(world, backup, i + 1) < 0)
            return -1;
        if (i == 300 && forget(world, FORGOTTEN, 0) < 0)
            return -1;
        pause_ms(5);
    }
    return daemon_wait(&world->daemon, world->filled + MESSAGES, 30);
}

/* Records in the spool that the database is too busy for: they would bring the
 * content back, and forgetting says so. */
static int forget_too_soon(struct world *world)
{
    sqlite3 *db = NULL;

    sqlite3_open(world->daemon.database, &db);
    sqlite3_busy_timeout(db, 10000);
    if (sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
        return tell("lock", sqlite3_errmsg(db));
    int status = send_message(world, LATE);
    am_mta_drop(&world->mta);
    daemon_end(&world->daemon, SIGKILL);
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(db);
    if (status < 0 || forget(world, LATE, 1) < 0 ||
        daemon_start(&world->daemon) < 0 ||
        daemon_wait(&world->daemon, world->filled + MESSAGES + 1, 30) < 0)
        return -1;
    return forget(world, LATE, 0);
}

static const struct {
    const char *name, *sql;
} rules[] = {
    {"references", "SELECT count(*) FROM pragma_foreign_key_check"},
    {"integrity", "SELECT count(*) FROM pragma_integrity_check"
                  " WHERE integrity_check <> 'ok'"},
    {"messages without attachments",
     "SELECT count(*) FROM message WHERE id NOT IN"
     " (SELECT message FROM sighting)"},
    {"old messages", "SELECT count(*) FROM message WHERE day <"
                     " CAST(strftime('%s', 'now') AS INTEGER) / 86400 - 181"},
    {"old contents", "SELECT count(*) FROM content WHERE last_day <"
                     " CAST(strftime('%s', 'now') AS INTEGER) / 86400 - 182"},
};

static int check_database(const struct world *world)
{
    int status = 0;

    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        if (daemon_number(&world->daemon, rules[i].sql) != 0)
            status = tell(rules[i].name, "there are some");
    }
    return status;
}

static int check_mail(const struct world *world)
{
    static unsigned found[MESSAGES + 1];
    int status =
        daemon_find(&world->daemon, world->digests, MESSAGES + 1, found);

    for (unsigned i = 0; i <= MESSAGES && status == 0; i++) {
        if (found[i] != (i != FORGOTTEN && i != LATE)) {
            fprintf(stderr, "upkeep: message %u is there %u times\n", i,
                    found[i]);
            status = -1;
        }
    }
    return status;
}

static int run(struct world *world)
{
    static const char sums[] =
        "SELECT sum(sightings + 3 * size_bytes + 5 * new_all_bytes) %"
        " 1000000007 FROM day_sighting WHERE day <"
        " CAST(strftime('%s', 'now') AS INTEGER) / 86400 - 1";

    if (filled_make(&world->daemon, world->fill, "60000", "400") < 0)
        return -1;
    world->filled = daemon_messages(&world->daemon, NULL);
    int64_t before = daemon_number(&world->daemon, sums);
    if (daemon_start(&world->daemon) < 0 || send_all(world) < 0 ||
        forget_too_soon(world) < 0)
        return -1;
    am_mta_close(&world->mta);
    daemon_end(&world->daemon, SIGTERM);
    if (purge(world) < 0 || check_database(world) < 0)
        return -1;
    if (daemon_number(&world->daemon, sums) != before)
        return tell("sums of days", "changed");
    return check_mail(world);
}

int main(int argc, char **argv)
{
    static struct world world;

    if (argc != 5) {
        fputs("usage: upkeep ATTACHMETERD ATTACHMETER BENCH_FILL DIR\n",
              stderr);
        return 2;
    }
    world.command = argv[2];
    world.fill = argv[3];
    if (daemon_prepare(&world.daemon, argv[1], argv[4], "upkeep") < 0)
        return EXIT_FAILURE;
    int status = run(&world);
    daemon_end(&world.daemon, SIGKILL);
    return status == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
