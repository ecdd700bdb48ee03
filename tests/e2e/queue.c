/*
 * queue - a recorder that works off a long queue rests now and then, for longer
 * than SQLite sleeps between two tries: who waits for the database has a turn.
 *
 *   queue ATTACHMETERD DIR
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sqlite3.h>

#include "base/config.h"
#include "e2e/daemon.h"
#include "meter/record.h"
#include "pause.h"
#include "spool/spool.h"

#define QUEUED  150000 /* records, that take the recorder some seconds */
#define LOOK_MS 20
#define LOOKS   4 /* in a row that find the database free */

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "queue: %s: %s\n", what, why);
    return -1;
}

static int put_record(struct am_spool *spool, uint32_t number,
                      struct am_err *err)
{
    struct am_recipient recipient = {.members = 1};
    struct am_sighting sighting = {
        .size_bytes = 1000,
        .stored_bytes = 1352,
        .wire_bytes = 1370,
        .digested = true,
    };
    const struct am_record record = {
        .time_s = (int64_t)time(NULL),
        .wire_bytes = 2000,
        .recipients = &recipient,
        .recipient_count = 1,
        .sightings = &sighting,
        .sighting_count = 1,
    };
    struct am_buf bytes;

    memcpy(sighting.fingerprint, &number, sizeof(number));
    am_buf_init(&bytes, 65536);
    int result = am_record_encode(&record, &bytes, err);
    if (result == 0)
        result = am_spool_append(spool, bytes.data, bytes.size, err);
    am_buf_free(&bytes);
    return result;
}

/* As if the database had been away for a while. */
static int fill_spool(const struct daemon *daemon)
{
    char path[2 * DAEMON_PATH];
    const char *const give[] = {"chown",          "-R", "--reference",
                                daemon->database, path, NULL};
    struct am_spool *spool = NULL;
    struct am_err err;

    am_config_spool_path(daemon->database, path, sizeof(path));
    int result = am_spool_open(&spool, path, NULL, &err);
    for (uint32_t i = 1; result == 0 && i <= QUEUED; i++)
        result = put_record(spool, i, &err);
    am_spool_close(&spool);
    if (result < 0)
        return tell("spool", err.text);
    return daemon_run(give) == 0 ? 0 : tell("spool", "not given away");
}

static bool is_free(sqlite3 *db)
{
    return sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL) == SQLITE_OK;
}

/* Look until it is left alone for a while: how much was taken in by then. */
static int64_t taken_at_rest(const struct daemon *daemon)
{
    sqlite3 *db = NULL;

    if (sqlite3_open_v2(daemon->database, &db, SQLITE_OPEN_READWRITE, NULL) !=
        SQLITE_OK)
        return tell("database", sqlite3_errmsg(db));
    for (int looks = 0; looks < LOOKS;) {
        pause_ms(LOOK_MS);
        looks = is_free(db) ? looks + 1 : 0;
    }
    int64_t taken = daemon_messages(daemon, NULL);
    sqlite3_close(db);
    return taken;
}

static int run(struct daemon *daemon)
{
    if (daemon_start(daemon) < 0 || daemon_stop(daemon, 20) < 0 ||
        fill_spool(daemon) < 0 || daemon_start(daemon) < 0)
        return -1;
    int64_t taken = taken_at_rest(daemon);
    fprintf(stderr, "queue: a rest after %lld of %d\n", (long long)taken,
            QUEUED);
    return taken >= 0 && taken < QUEUED ? 0 : tell("recorder", "did not rest");
}

int main(int argc, char **argv)
{
    static struct daemon daemon;

    if (argc != 3) {
        fputs("usage: queue ATTACHMETERD DIR\n", stderr);
        return 2;
    }
    if (daemon_prepare(&daemon, argv[1], argv[2], "queue") < 0)
        return EXIT_FAILURE;
    int status = run(&daemon);
    daemon_end(&daemon, SIGKILL);
    return status == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
