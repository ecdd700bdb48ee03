/*
 * reload - the settings change under the daemon while mail goes through: by
 * SIGUSR1, again and again, with good files and bad ones.
 *
 *   reload ATTACHMETERD RELOADS DIR
 *
 * Each message of unique.h goes to two people at example.org and one at
 * example.com, so that its row tells by which local domains it was measured.
 */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include <sqlite3.h>

#include "e2e/broken.h"
#include "e2e/daemon.h"
#include "e2e/unique.h"
#include "e2e/watch.h"
#include "pause.h"

#define WAIT_S   20
#define MANY     1000  /* reloads that tell of a leak */
#define GROWN_KB 49152 /* a third of what 800 of them would leak */
#define LIST     300   /* domains in a file */
#define CLIENTS  2

static struct daemon home;
static struct am_mta *mta;
static unsigned reloads;
static atomic_uint sent; /* messages answered */

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "reload: %s: %s\n", what, why);
    return -1;
}

/* The settings of broken_settings() and more, told to the daemon. */
static int reload(const char *more, const char *logged)
{
    if (broken_settings(&home, more) < 0 || kill(home.pid, SIGUSR1) < 0)
        return -1;
    return watch_log(&home, logged);
}

/* ---- mail ---- */

static int send_to(struct am_mta *to, unsigned number)
{
    struct am_err err;

    if (unique_pass(to, number, 2000, &err) < 0)
        return tell("message", err.text);
    atomic_fetch_add(&sent, 1);
    return 0;
}

/* One on the connection that is there, and wait until it is a row: how many of
 * its recipients are local, -1 if that fails. */
static int64_t locals_of_next(void)
{
    if (send_to(mta, atomic_load(&sent) + 1) < 0 ||
        daemon_wait(&home, (int64_t)atomic_load(&sent), WAIT_S) < 0)
        return -1;
    return daemon_number(&home,
                         "SELECT local FROM message ORDER BY id DESC LIMIT 1");
}

static int expect_locals(const char *when, int64_t wanted)
{
    int64_t got = locals_of_next();

    printf("%s: %lld local\n", when, (long long)got);
    return got == wanted ? 0 : tell(when, "by other domains than was due");
}

/* ---- what is tried ---- */

/* A message that began before the reload, and one behind it. */
static int try_middle(void)
{
    static const char *const rcpts[] = {"p1@example.org", "p2@example.org"};
    static const char header[] = "Content-Type: application/pdf\r\n";
    const struct am_mta_envelope envelope = {.queue_id = "4MIDDLE",
                                             .sender = "c1@example.com",
                                             .rcpt = rcpts,
                                             .rcpt_count = 2};
    struct am_mta_answer answer;
    struct am_err err;

    if (am_mta_mail(mta, &envelope, &err) < 0 ||
        am_mta_rcpt(mta, &envelope, 0, &err) < 0)
        return tell("middle", err.text);
    if (watch_begun(&home, atomic_load(&sent) + 1) < 0 ||
        reload("local_domains = {example.com}\n", "changed: local_domains;") <
            0)
        return -1;
    if (am_mta_rcpt(mta, &envelope, 1, &err) < 0 ||
        am_mta_header(mta, header, strlen(header), &err) < 0 ||
        am_mta_body(mta, "\r\nfile\r\n", 8, &err) < 0 ||
        am_mta_end(mta, &answer, &err) < 0)
        return tell("middle", err.text);
    atomic_fetch_add(&sent, 1);
    if (daemon_wait(&home, (int64_t)atomic_load(&sent), WAIT_S) < 0)
        return -1;
    if (daemon_number(&home, "SELECT local FROM message ORDER BY id DESC "
                             "LIMIT 1") != 2)
        return tell("middle", "not by the settings it began with");
    return expect_locals("behind it, on the same connection", 1);
}

static const struct {
    const char *name, *settings, *logged;
} bad[] = {
    {"a bad value", "local_domains = {example.org}\ndetail_days = 0\n",
     "error: not reloaded, all stays as it was: "},
    {"its line", "local_domains = {example.org}\ndetail_days = 0\n",
     "conf:6: detail_days: must be 1 to 3650 days"},
    {"no such setting", "retention = 3\n", "conf:5: no such option"},
    {"a list that is not there", "local_domains = {\"@/nowhere/list\"}\n",
     "/nowhere/list"},
    {"half a file", "local_domains = {", "conf:5: "},
};

static int try_bad(void)
{
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        if (reload(bad[i].settings, bad[i].logged) < 0)
            return tell(bad[i].name, "failed");
    }
    return expect_locals("after bad files", 1);
}

/* What is open stays open, and the log says so. */
static int try_fixed(void)
{
    struct am_err err;

    if (reload("local_domains = {example.com}\nsocket = unix:/nowhere/sock\n"
               "database = /nowhere/db\nkey_file = /nowhere/key\n"
               "lock_file = /nowhere/lock\nspool_sync = 2s\n",
               "changed: spool_sync;") < 0 ||
        watch_log(&home,
                  "warning: only a restart changes, so their values stay: "
                  "socket, database, key_file, lock_file") < 0)
        return -1;
    am_mta_close(&mta);
    if (am_mta_connect(&mta, home.socket, 10000, NULL, &err) < 0)
        return tell("its socket of before", err.text);
    return expect_locals("with another database in the file", 1);
}

/* The recorder's settings hold from the day of the next message on. */
static int try_recorder(void)
{
    if (reload("detail_days = 90\ndelivery_limit = 1\nstore_partitions = 3\n"
               "log_messages = yes\n",
               "changed: local_domains, delivery_limit, store_partitions, "
               "detail_days, spool_sync, log_messages;") < 0)
        return -1;
    pause_ms(1000); /* until the recorder's next batch */
    if (expect_locals("with the first list again", 2) < 0 ||
        watch_log(&home, ": nrcpt=3, parts=1, ") < 0)
        return -1;
    if (daemon_number(&home, "SELECT value FROM setting_day WHERE name = "
                             "'detail_days' ORDER BY start_day DESC") != 90 ||
        daemon_number(&home,
                      "SELECT value FROM setting_day WHERE name = "
                      "'store_partitions' ORDER BY start_day DESC") != 3 ||
        daemon_number(&home, "SELECT hops FROM message ORDER BY id DESC "
                             "LIMIT 1") != 3)
        return tell("recorder", "it did not take up its settings");
    return 0;
}

/* With the database locked a small spool is full soon, until it may grow. */
static int try_spool_limit(int64_t *gaps)
{
    char text[WATCH_LOG_SIZE];
    sqlite3 *db = daemon_lock(&home);

    if (db == NULL)
        return -1;
    int status = reload("spool_limit = 4096\n", "spool_limit");
    for (unsigned i = 0; i < 40 && status == 0; i++)
        status = send_to(mta, atomic_load(&sent) + 1);
    watch_read(&home, text);
    if (status == 0 && strstr(text, "reason=full") == NULL)
        status = tell("spool_limit", "40 messages fit into 4096 bytes");
    if (status == 0)
        status = reload("", "changed: spool_limit;");
    if (status == 0)
        status = send_to(mta, atomic_load(&sent) + 1);
    if (status == 0)
        status = watch_log(&home, "messages are recorded again");
    sqlite3_close(db);
    for (unsigned i = 0; i < WAIT_S * 10 && status == 0; i++) {
        if (daemon_messages(&home, gaps) + *gaps == (int64_t)atomic_load(&sent))
            return *gaps > 0 ? 0 : tell("spool_limit", "no gaps");
        pause_ms(100);
    }
    return status < 0 ? -1 : tell("spool_limit", "the sums do not agree");
}

/* ---- reloads, again and again ---- */

static int write_list(char *setting, size_t size)
{
    char path[DAEMON_PATH + 8];

    snprintf(path, sizeof(path), "%s/list", home.dir);
    FILE *out = fopen(path, "w");
    if (out == NULL)
        return tell(path, "cannot be made");
    for (unsigned i = 0; i < LIST; i++)
        fprintf(out, "domain-number-%u.example\n", i);
    snprintf(setting, size, "local_domains = {example.org, \"@%s\"}\n", path);
    return fclose(out);
}

struct client {
    unsigned which;
    atomic_bool *stop;
    bool failed;
};

/* Mail on one connection, and a new one now and then. */
static void *run_client(void *context)
{
    struct client *client = context;
    struct am_mta *own = NULL;
    struct am_err err;

    for (unsigned i = 0; !atomic_load(client->stop) && !client->failed; i++) {
        if (own == NULL &&
            am_mta_connect(&own, home.socket, 10000, NULL, &err) < 0) {
            tell("client", err.text);
            client->failed = true;
            break;
        }
        client->failed = send_to(own, 1000000 * client->which + i) < 0;
        if (i % 50 == 49)
            am_mta_close(&own);
        pause_ms(2);
    }
    am_mta_close(&own);
    return NULL;
}

/* Every tenth file is bad, and every hundredth time ten signals come at once.
 */
static int reload_often(void)
{
    char good[DAEMON_PATH + 64];
    int64_t before_kb = 0;
    int status = write_list(good, sizeof(good));

    for (unsigned i = 0; i < reloads && status == 0; i++) {
        if (i % 100 == 50) {
            for (unsigned n = 0; n < 10; n++)
                kill(home.pid, SIGUSR1);
        }
        if (i == reloads / 5)
            before_kb = watch_resident_kb(&home);
        status = i % 10 == 5 ? reload("depth = 1\n", "conf:5: no such option")
                             : reload(good, "reloaded; ");
    }
    int64_t now_kb = watch_resident_kb(&home);
    printf("%u reloads, %u messages, resident %lld KB, then %lld KB\n", reloads,
           atomic_load(&sent), (long long)before_kb, (long long)now_kb);
    if (status == 0 && reloads >= MANY && now_kb - before_kb > GROWN_KB)
        return tell("memory", "it grows with each reload");
    return status;
}

static int try_many(int64_t gaps)
{
    struct client clients[CLIENTS];
    pthread_t threads[CLIENTS];
    atomic_bool stop = false;
    unsigned started = 0;
    int64_t got_gaps = 0;

    for (; started < CLIENTS; started++) {
        clients[started] = (struct client){.which = started + 1, .stop = &stop};
        if (pthread_create(&threads[started], NULL, run_client,
                           &clients[started]) != 0)
            break;
    }
    int status = started == CLIENTS ? reload_often() : -1;
    atomic_store(&stop, true);
    for (unsigned i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
        if (clients[i].failed)
            status = -1;
    }
    if (status < 0 ||
        daemon_wait(&home, (int64_t)atomic_load(&sent) - gaps, WAIT_S) < 0)
        return -1;
    int64_t rows = daemon_messages(&home, &got_gaps);
    printf("%lld rows, %lld gaps of %u\n", (long long)rows, (long long)got_gaps,
           atomic_load(&sent));
    return rows + got_gaps == (int64_t)atomic_load(&sent) && got_gaps == gaps
               ? 0
               : tell("many", "the sums do not agree");
}

static int run_all(void)
{
    struct am_err err;
    int64_t gaps = 0;

    if (broken_settings(&home, "") < 0 || daemon_start(&home) < 0 ||
        watch_log(&home, "started: ") < 0)
        return -1;
    if (am_mta_connect(&mta, home.socket, 10000, NULL, &err) < 0)
        return tell("connect", err.text);
    if (expect_locals("at first", 2) < 0 || try_middle() < 0 || try_bad() < 0 ||
        try_fixed() < 0 || try_recorder() < 0 || try_spool_limit(&gaps) < 0)
        return -1;
    am_mta_close(&mta);
    return try_many(gaps);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: reload ATTACHMETERD RELOADS DIR\n", stderr);
        return 2;
    }
    reloads = (unsigned)strtoul(argv[2], NULL, 10);
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (daemon_prepare(&home, argv[1], argv[3], "reload") < 0)
        return EXIT_FAILURE;
    int result = run_all();
    am_mta_close(&mta);
    /* With a sanitizer the status tells of what it found. */
    if (daemon_end(&home, result == 0 ? SIGTERM : SIGKILL) != EX_OK &&
        result == 0)
        result = tell("stop", "another exit status than 0");
    return result == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
