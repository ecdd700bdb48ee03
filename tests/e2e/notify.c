/*
 * notify - what systemd is told by the daemon, with this test in its place: the
 * start, also one that takes long, a reload that is well or is not, the stop,
 * and that it is alive; which it must say with a locked database, and must not
 * with a disk that hangs.
 *
 *   notify ATTACHMETERD HANG_LIBRARY DIR
 *
 * HANG_LIBRARY is that of hang.c; "-": leave that out.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sysexits.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/clock.h"
#include "e2e/broken.h"
#include "e2e/daemon.h"
#include "e2e/unique.h"

#define WATCHDOG_MS  1000 /* WatchdogSec=, in the unit a minute */
#define LOCKED_MS    10000
#define LOCKED_BEATS 3
#define WAIT_MS      20000
#define LOOK_MS      2000

static struct daemon home;
static int ear = -1;

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "notify: %s: %s\n", what, why);
    return -1;
}

static int listen_for(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const struct timeval patience = {.tv_usec = 100000};

    if (strlen(path) >= sizeof(address.sun_path))
        return tell(path, "too long");
    memcpy(address.sun_path, path, strlen(path) + 1);
    ear = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (ear < 0 ||
        bind(ear, (struct sockaddr *)&address, sizeof(address)) < 0 ||
        chmod(path, 0666) < 0 ||
        setsockopt(ear, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) <
            0)
        return tell(path, "cannot be made");
    return 0;
}

/* How often a message has that word, in so many milliseconds; with `first` it
 * comes back at the first one. */
static unsigned hear(const char *word, int64_t ms, bool first)
{
    int64_t until_ms = am_clock_ms() + ms;
    unsigned heard = 0;
    char text[1024];

    while (am_clock_ms() < until_ms && !(first && heard > 0)) {
        ssize_t size = recv(ear, text, sizeof(text) - 1, 0);
        if (size <= 0)
            continue;
        text[size] = '\0';
        heard += strstr(text, word) != NULL;
    }
    return heard;
}

static int expect(const char *word)
{
    return hear(word, WAIT_MS, true) > 0 ? 0 : tell(word, "was not told");
}

/* Nothing that came before counts. */
static unsigned beats(void)
{
    (void)hear("WATCHDOG=1", WATCHDOG_MS, false);
    return hear("WATCHDOG=1", LOOK_MS, false);
}

static int send_one(unsigned number)
{
    struct am_err err;

    return unique_pass_alone(home.socket, number, 2000, &err) == 0
               ? 0
               : tell("message", err.text);
}

static int reload(const char *settings, const char *told)
{
    if (broken_settings(&home, settings) < 0 || kill(home.pid, SIGUSR1) < 0)
        return -1;
    return expect("RELOADING=1") < 0 ? -1 : expect(told);
}

static int try_locked(void)
{
    sqlite3 *db = daemon_lock(&home);

    if (db == NULL)
        return -1;
    int status = send_one(1);
    int64_t begin_ms = am_clock_ms();
    unsigned heard = 0;
    /* Between two it may wait for the lock. */
    while (heard < LOCKED_BEATS && hear("WATCHDOG=1", LOCKED_MS, true) > 0)
        heard++;
    sqlite3_close(db);
    printf("%u beats in %lld ms, the database locked\n", heard,
           (long long)(am_clock_ms() - begin_ms));
    return status == 0 && heard == LOCKED_BEATS
               ? 0
               : tell("locked", "systemd would kill it");
}

/* Mail passes all the while. */
static int try_hung(const char *hang)
{
    FILE *out = fopen(hang, "w");

    if (out == NULL || fclose(out) != 0)
        return tell(hang, "cannot be made");
    int status = send_one(2);
    unsigned heard = beats();
    if (status == 0)
        status = send_one(3);
    unlink(hang);
    printf("%u beats in %d ms, the disk hung\n", heard, LOOK_MS);
    if (status < 0 || heard > 0)
        return tell("hung", "systemd would not find out");
    return expect("WATCHDOG=1");
}

/* As a large database of the release before: without the index that the newest
 * schema adds. */
static int make_older(void)
{
    static const char sql[] =
        "INSERT INTO content (fingerprint, size_bytes, family, first_day,"
        " last_day, senders) WITH n (i) AS (VALUES (1) UNION ALL SELECT i + 1"
        " FROM n WHERE i < 30000) SELECT randomblob(32), i, 1, 1, 1, 1 FROM n;"
        "DROP INDEX content_prefix; PRAGMA user_version = 5";
    sqlite3 *db = NULL;
    int status =
        sqlite3_open_v2(home.database, &db, SQLITE_OPEN_READWRITE, NULL);

    if (status == SQLITE_OK)
        status = sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_close(db);
    return status == SQLITE_OK ? 0 : tell("older database", "cannot be made");
}

/* A start that takes long is not to be ended by systemd. */
static int try_upgrade(void)
{
    if (daemon_end(&home, SIGTERM) != EX_OK || make_older() < 0 ||
        daemon_start(&home) < 0 || expect("EXTEND_TIMEOUT_USEC=") < 0 ||
        expect("READY=1") < 0)
        return -1;
    return 0;
}

static int run_all(const char *hang)
{
    if (broken_settings(&home, "") < 0 || daemon_start(&home) < 0 ||
        expect("READY=1") < 0)
        return -1;
    unsigned heard = beats();
    printf("%u beats in %d ms\n", heard, LOOK_MS);
    if (heard < LOOK_MS / WATCHDOG_MS)
        return tell("alive", "too seldom");
    if (reload("log_messages = yes\n", "READY=1") < 0 ||
        reload("nonsense = yes\n", "STATUS=the last reload failed") < 0 ||
        reload("", "READY=1") < 0 || try_locked() < 0 ||
        (hang != NULL && try_hung(hang) < 0))
        return -1;
    kill(home.pid, SIGTERM);
    return expect("STOPPING=1") < 0 ? -1 : try_upgrade();
}

/* For the daemon, which is the only one that it is meant for. */
static void set_environment(const char *place, const char *library,
                            const char *hang)
{
    char limit[32];

    snprintf(limit, sizeof(limit), "%d", WATCHDOG_MS * 1000);
    setenv("NOTIFY_SOCKET", place, 1); // NOLINT
    setenv("WATCHDOG_USEC", limit, 1); // NOLINT
    unsetenv("WATCHDOG_PID");          // NOLINT
    if (hang == NULL)
        return;
    setenv("LD_PRELOAD", library, 1); // NOLINT
    setenv("HANG", hang, 1);          // NOLINT
}

int main(int argc, char **argv)
{
    char place[DAEMON_PATH];
    char hang[DAEMON_PATH];

    if (argc != 4) {
        fputs("usage: notify ATTACHMETERD HANG_LIBRARY DIR\n", stderr);
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    snprintf(place, sizeof(place), "%s/told", argv[3]);
    snprintf(hang, sizeof(hang), "%s/hang", argv[3]);
    bool hangs = strcmp(argv[2], "-") != 0;
    if (listen_for(place) < 0 ||
        daemon_prepare(&home, argv[1], argv[3], "notify") < 0)
        return EXIT_FAILURE;
    set_environment(place, argv[2], hangs ? hang : NULL);
    int result = run_all(hangs ? hang : NULL);
    if (daemon_end(&home, result == 0 ? SIGTERM : SIGKILL) != EX_OK &&
        result == 0)
        result = tell("stop", "another exit status than 0");
    return result == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
