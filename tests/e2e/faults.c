/*
 * faults - the database or the disk fails while mail goes through the daemon:
 * the mail passes at once, and afterwards everything is counted or is a gap.
 *
 *   faults ATTACHMETERD LOCK_SECONDS DIR
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/clock.h"
#include "e2e/daemon.h"
#include "e2e/unique.h"
#include "pause.h"

#define SLOW_MS      2000 /* an answer may not take longer */
#define MESSAGES_MAX 4000
#define WAIT_S       40 /* the recorder's pause between tries is up to 30 s */

/* One fault: the daemon, and the mail it answered. */
struct trial {
    struct daemon daemon;
    const char *program, *dir;
    unsigned lock_s;
    unsigned count;
    int64_t slowest_ms;
    unsigned char digests[MESSAGES_MAX][AM_DIGEST_SIZE];
};

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "faults: %s: %s\n", what, why);
    return -1;
}

/* Every message must be answered with "continue", soon and unchanged. */
static int send_mail(struct trial *trial, unsigned count, unsigned gap_ms)
{
    struct am_mta_answer answer = {0};
    struct am_mta *mta = NULL;
    struct am_buf message;
    struct am_err err;
    int status = am_mta_connect(&mta, trial->daemon.socket, 10000, NULL, &err);

    am_buf_init(&message, (size_t)1 << 22);
    for (unsigned i = 0; i < count && status == 0; i++) {
        status = unique_write(trial->count, 3000, &message,
                              trial->digests[trial->count], &err);
        int64_t begin = am_clock_ms();
        if (status == 0)
            status = unique_send(mta, &message, &answer, &err);
        int64_t took_ms = am_clock_ms() - begin;
        if (status == 0 && (answer.reply != 'c' || answer.changes != 0)) {
            status =
                am_fail(&err, AM_EINVAL, "the answer was '%c'", answer.reply);
        }
        if (took_ms > trial->slowest_ms)
            trial->slowest_ms = took_ms;
        trial->count++;
        pause_ms(gap_ms);
    }
    am_mta_close(&mta);
    am_buf_free(&message);
    return status < 0 ? tell("mail", err.text) : 0;
}

/* Every message is in the database once, but for those that are a gap: none, or
 * with a full disk some. */
static int check_all(const struct trial *trial, bool some_gaps)
{
    static unsigned found[MESSAGES_MAX];
    int64_t got_gaps;
    unsigned lost = 0;
    unsigned doubled = 0;

    if (daemon_messages(&trial->daemon, &got_gaps) < 0 ||
        daemon_find(&trial->daemon, trial->digests, trial->count, found) < 0)
        return -1;
    for (unsigned i = 0; i < trial->count; i++) {
        lost += found[i] == 0;
        doubled += found[i] > 1;
    }
    printf(
        "  %u messages, slowest answer %lld ms, %u not recorded, %u doubled, %lld "
        "gaps\n",
        trial->count, (long long)trial->slowest_ms, lost, doubled,
        (long long)got_gaps);
    if (trial->slowest_ms >= SLOW_MS)
        return tell("mail", "an answer took too long");
    if ((got_gaps > 0) != some_gaps)
        return tell("gaps", some_gaps ? "none" : "some");
    if (lost != (unsigned)got_gaps || doubled != 0) {
        return tell("database", "what was answered is not there, once, or not "
                                "a gap");
    }
    return 0;
}

/* Somebody else holds the database for lock_s seconds. */
static int try_locked(struct trial *trial)
{
    sqlite3 *db = daemon_lock(&trial->daemon);

    if (db == NULL)
        return -1;
    int status = send_mail(trial, trial->lock_s * 10, 100);
    if (status == 0 &&
        daemon_messages(&trial->daemon, NULL) >= (int64_t)trial->count)
        status = tell("lock", "the database was not locked at all");
    sqlite3_close(db);
    if (status < 0 || daemon_wait(&trial->daemon, trial->count, WAIT_S) < 0)
        return -1;
    return check_all(trial, false);
}

static void side_path(const struct trial *trial, const char *suffix, char *path,
                      size_t size)
{
    snprintf(path, size, "%s%s", trial->daemon.database, suffix);
}

static void remove_database(const struct trial *trial, bool main_file)
{
    static const char *const suffixes[] = {"-wal", "-shm", ""};
    char path[DAEMON_PATH + 8];
    for (unsigned i = 0; i < (main_file ? 3 : 2); i++) {
        side_path(trial, suffixes[i], path, sizeof(path));
        unlink(path);
    }
}

/* The file is deleted under the daemon.  The spool still has the past hours. */
static int try_removed(struct trial *trial)
{
    remove_database(trial, true);
    if (send_mail(trial, 20, 50) < 0 ||
        daemon_wait(&trial->daemon, trial->count, WAIT_S) < 0)
        return -1;
    return check_all(trial, false);
}

/* A copy of the database as it is now, as a backup makes it. */
static int copy_database(const struct trial *trial, const char *copy)
{
    sqlite3 *db = NULL;
    char *sql = sqlite3_mprintf("VACUUM INTO %Q", copy);
    int status = sqlite3_open_v2(trial->daemon.database, &db,
                                 SQLITE_OPEN_READWRITE, NULL);

    if (status == SQLITE_OK)
        status = sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_free(sql);
    sqlite3_close(db);
    return status == SQLITE_OK ? 0 : tell(copy, "cannot be made");
}

/*
 * The copy takes the place of the database, with its owner and mode, or so that
 * the daemon may only read it.
 */
static int swap_database(const struct trial *trial, const char *copy,
                         bool readonly)
{
    struct stat was;

    remove_database(trial, false);
    if (stat(trial->daemon.database, &was) < 0 ||
        chown(copy, readonly ? getuid() : was.st_uid, was.st_gid) < 0 ||
        chmod(copy, readonly ? 0444 : was.st_mode & 07777) < 0 ||
        rename(copy, trial->daemon.database) < 0)
        return tell(copy, "cannot take the place of the database");
    return 0;
}

/* Another file takes its place: of an hour ago, as a restore does. */
static int try_replaced(struct trial *trial)
{
    char copy[DAEMON_PATH + 8];
    side_path(trial, ".copy", copy, sizeof(copy));
    if (copy_database(trial, copy) < 0 || send_mail(trial, 10, 50) < 0 ||
        daemon_wait(&trial->daemon, trial->count, WAIT_S) < 0 ||
        swap_database(trial, copy, false) < 0 || send_mail(trial, 10, 50) < 0 ||
        daemon_wait(&trial->daemon, trial->count, WAIT_S) < 0)
        return -1;
    return check_all(trial, false);
}

/* The file may only be read; then it may be written again. */
static int try_readonly(struct trial *trial)
{
    char copy[DAEMON_PATH + 8];
    struct stat was;

    side_path(trial, ".copy", copy, sizeof(copy));
    if (stat(trial->daemon.database, &was) < 0 ||
        copy_database(trial, copy) < 0 ||
        swap_database(trial, copy, true) < 0 || send_mail(trial, 20, 50) < 0)
        return -1;
    pause_ms(2000);
    if (daemon_messages(&trial->daemon, NULL) >= (int64_t)trial->count)
        return tell("readonly", "the database was written all the same");
    if (chown(trial->daemon.database, was.st_uid, was.st_gid) < 0 ||
        chmod(trial->daemon.database, was.st_mode & 07777) < 0 ||
        daemon_wait(&trial->daemon, trial->count, WAIT_S) < 0)
        return -1;
    return check_all(trial, false);
}

/* Fill the file system until nothing goes in any more. */
static int fill_disk(const char *path)
{
    static const char block[4096];
    FILE *out = fopen(path, "w");

    if (out == NULL)
        return tell(path, "cannot be made");
    setvbuf(out, NULL, _IONBF, 0);
    while (fwrite(block, 1, sizeof(block), out) == sizeof(block))
        ;
    fclose(out);
    return 0;
}

/* Wait until every message is a row or a gap. */
static int wait_counted(const struct trial *trial)
{
    for (unsigned i = 0; i < WAIT_S * 10; i++) {
        int64_t gaps = 0;
        int64_t rows = daemon_messages(&trial->daemon, &gaps);

        if (rows + gaps >= (int64_t)trial->count)
            return 0;
        pause_ms(100);
    }
    return tell("database", "messages are neither rows nor gaps");
}

/* The disk at hand is full, then has room again.  What fits the last block of a
 * file is still kept. */
static int fill_and_free(struct trial *trial, const char *suffix)
{
    char ballast[DAEMON_PATH + 32];

    side_path(trial, suffix, ballast, sizeof(ballast));
    if (fill_disk(ballast) < 0 || send_mail(trial, 40, 10) < 0)
        return -1;
    unlink(ballast);
    if (send_mail(trial, 10, 10) < 0 || wait_counted(trial) < 0)
        return -1;
    return check_all(trial, true);
}

static int try_full(struct trial *trial)
{
    return fill_and_free(trial, ".spool/ballast");
}

/* How many lines of the log have a piece in them. */
static unsigned count_lines(const struct trial *trial, const char *piece)
{
    char path[DAEMON_PATH];
    char line[1024];
    unsigned count = 0;

    snprintf(path, sizeof(path), "%s/log", trial->daemon.dir);
    FILE *log = fopen(path, "r");
    if (log == NULL)
        return 0;
    while (fgets(line, sizeof(line), log) != NULL)
        count += strstr(line, piece) != NULL;
    fclose(log);
    return count;
}

/* Database and spool are on it; the log tells of each once, and of its end. */
static int try_all_full(struct trial *trial)
{
    static const char *const lines[] = {
        "message not recorded, reason=full", "messages are recorded again",
        "cannot write the database", "the database is written again"};

    if (fill_and_free(trial, ".ballast") < 0)
        return -1;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        if (count_lines(trial, lines[i]) != 1)
            return tell(lines[i], "is not in the log once");
    }
    return 0;
}

/* A small file system of its own; only root can have it. */
static int mount_small(const char *path)
{
    const char *const args[] = {
        "mount", "-t", "tmpfs", "-o", "size=2m,uid=64123,gid=64123,mode=700",
        "tmpfs", path, NULL};

    return mkdir(path, 0700) == 0 ? daemon_run(args) : -1;
}

static int mount_spool(struct trial *trial)
{
    char spool[DAEMON_PATH + 8];
    side_path(trial, ".spool", spool, sizeof(spool));
    return mount_small(spool);
}

/* For the database, and its spool beside it. */
static int mount_all(struct trial *trial)
{
    char disk[DAEMON_PATH];
    FILE *conf = fopen(trial->daemon.config, "a");

    if (conf == NULL)
        return -1;
    snprintf(disk, sizeof(disk), "%s/disk", trial->daemon.dir);
    snprintf(trial->daemon.database, DAEMON_PATH, "%s/disk/db",
             trial->daemon.dir);
    fprintf(conf, "database = \"%s\"\n", trial->daemon.database);
    return fclose(conf) == 0 ? mount_small(disk) : -1;
}

typedef int trial_fn(struct trial *trial);

static int run_trial(struct trial *trial, const char *name, trial_fn *fn,
                     trial_fn *mount)
{
    trial->count = 0;
    trial->slowest_ms = 0;
    printf("%s\n", name);
    fflush(stdout);
    if (daemon_prepare(&trial->daemon, trial->program, trial->dir, name) < 0)
        return -1;
    if (mount != NULL && (getuid() != 0 || mount(trial) != 0)) {
        printf("  skipped: no file system may be mounted here\n");
        return 0;
    }
    if (daemon_start(&trial->daemon) < 0)
        return -1;
    int status = send_mail(trial, 5, 0);
    if (status == 0)
        status = daemon_wait(&trial->daemon, trial->count, WAIT_S);
    if (status == 0)
        status = fn(trial);
    daemon_end(&trial->daemon, status == 0 ? SIGTERM : SIGKILL);
    return status;
}

int main(int argc, char **argv)
{
    static struct trial trial;

    static const struct {
        const char *name;
        trial_fn *fn;
        trial_fn *mount; /* or NULL */
    } trials[] = {
        {"locked", try_locked, NULL},     {"removed", try_removed, NULL},
        {"replaced", try_replaced, NULL}, {"readonly", try_readonly, NULL},
        {"full", try_full, mount_spool},  {"allfull", try_all_full, mount_all},
    };

    int status = 0;
    if (argc != 4) {
        fputs("usage: faults ATTACHMETERD LOCK_SECONDS DIR\n", stderr);
        return 2;
    }
    trial.program = argv[1];
    trial.lock_s = (unsigned)strtoul(argv[2], NULL, 10);
    trial.dir = argv[3];
    for (size_t i = 0; i < sizeof(trials) / sizeof(trials[0]); i++) {
        if (run_trial(&trial, trials[i].name, trials[i].fn, trials[i].mount) <
            0)
            status = -1;
    }
    return status == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
