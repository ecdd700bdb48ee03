/*
 * restart - a supervisor holds the listening socket and restarts the daemon
 * again and again while mail goes on: no message is lost, none has to wait for
 * longer than an MTA would, and only those count as gaps that were open for
 * longer than a stop waits.
 *
 *   restart ATTACHMETERD RESTARTS PATIENCE_MS DIR
 *
 * Sessions are as an MTA has them: a connection, some messages, the end.
 */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "e2e/broken.h"
#include "e2e/daemon.h"
#include "e2e/unique.h"
#include "e2e/watch.h"
#include "mta/random.h"
#include "pause.h"

#define CLIENTS      4
#define MESSAGES_MAX 30000 /* of one client */
#define WAIT_S       30

struct client {
    uint64_t which;
    atomic_bool *stop;
    unsigned count, sessions;
    unsigned unanswered; /* messages that began, and sessions that did not */
    int64_t slowest_ms;  /* from connecting, or from MAIL, to the answer */
    bool answered[MESSAGES_MAX]; /* by number */
    unsigned char digests[MESSAGES_MAX][AM_DIGEST_SIZE];
};

static struct daemon home;
static int patience_ms; /* of an MTA */

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "restart: %s: %s\n", what, why);
    return -1;
}

/* ---- the supervisor ---- */

static int listen_for(const struct daemon *daemon)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *path = strchr(daemon->socket, ':') + 1;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0 || strlen(path) >= sizeof(address.sun_path))
        return tell(path, "no socket");
    memcpy(address.sun_path, path, strlen(path) + 1);
    if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
        chmod(path, 0666) < 0 || listen(fd, 100) < 0)
        return tell(path, "cannot listen");
    return fd;
}

/* By systemd's protocol, or as any other supervisor may. */
static int start(unsigned turn)
{
    home.tells_given = turn % 2 == 0;
    if (broken_settings(&home, home.tells_given ? "" : "socket = fd:3\n") < 0 ||
        daemon_start(&home) < 0)
        return -1;
    return watch_log(&home, "(given)");
}

static int stop(int64_t *took_ms)
{
    int64_t begin_ms = am_clock_ms();
    int status = daemon_end(&home, SIGTERM);

    *took_ms = am_clock_ms() - begin_ms;
    if (status != EX_OK)
        return tell("stop", "another exit status than 0");
    return *took_ms < patience_ms ? 0 : tell("stop", "it took too long");
}

static const struct {
    const char *name, *settings, *pid;
    bool gives, tells, listens;
    const char *said;
} refusals[] = {
    {"nothing is given", "socket = fd:3\n", NULL, false, false, false,
     "descriptor 3 is no stream socket that listens"},
    {"a socket that does not listen", "socket = fd:3\n", NULL, true, false,
     false, "descriptor 3 is no stream socket that listens"},
    {"the same by systemd's protocol", "", NULL, true, true, false,
     "descriptor 3 is no stream socket that listens"},
    {"given to another process", "", "1", false, false, false,
     "LISTEN_PID is not"},
    {"another socket than doctor is told of", "socket = unix:/nowhere/sock\n",
     NULL, true, true, true,
     "but socket = unix:/nowhere/sock: make them the same"},
};

/* Each is told in a line, and ends the daemon as wrong settings do. */
static int try_refusals(int listening)
{
    char settings[2 * DAEMON_PATH];
    int deaf = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int result = 0;

    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        home.given = refusals[i].listens ? listening : deaf;
        if (!refusals[i].gives)
            home.given = 0;
        home.tells_given = refusals[i].tells;
        if (refusals[i].pid != NULL) {
            setenv("LISTEN_FDS", "1", 1);             // NOLINT
            setenv("LISTEN_PID", refusals[i].pid, 1); // NOLINT
        }
        snprintf(settings, sizeof(settings), "lock_file = %s/lock\n%s",
                 home.dir, refusals[i].settings);
        if (broken_settings(&home, settings) < 0 || daemon_launch(&home) < 0)
            return -1;
        int status = daemon_end(&home, 0);
        unsetenv("LISTEN_FDS"); // NOLINT(concurrency-mt-unsafe)
        if (status != EX_CONFIG || watch_log(&home, refusals[i].said) < 0)
            result = tell(refusals[i].name, "not refused so");
    }
    close(deaf);
    home.given = listening;
    return result;
}

/* ---- mail ---- */

static void note_time(struct client *client, int64_t begin_ms)
{
    int64_t took_ms = am_clock_ms() - begin_ms;

    if (took_ms > client->slowest_ms)
        client->slowest_ms = took_ms;
}

static bool send_next(struct client *client, struct am_mta *mta,
                      struct am_buf *message)
{
    struct am_mta_answer answer = {0};
    struct am_err err;
    unsigned number = client->count;
    int64_t begin_ms = am_clock_ms();

    if (unique_write(client->which * MESSAGES_MAX + number, 64 + number % 4000,
                     message, client->digests[number], &err) < 0)
        return false;
    client->count++;
    client->answered[number] =
        unique_send(mta, message, &answer, &err) == 0 && answer.reply == 'c';
    if (!client->answered[number]) {
        client->unanswered++;
        tell("message", err.text);
    }
    note_time(client, begin_ms);
    return client->answered[number];
}

static void *run_client(void *context)
{
    struct client *client = context;
    struct am_buf message;
    struct am_random random;
    struct am_err err;

    am_random_begin(&random, client->which);
    am_buf_init(&message, (size_t)1 << 20);
    while (!atomic_load(client->stop) && client->count + 4 < MESSAGES_MAX) {
        struct am_mta *mta = NULL;
        unsigned messages = 1 + am_random_below(&random, 4);
        int64_t begin_ms = am_clock_ms();

        if (am_mta_connect(&mta, home.socket, patience_ms, NULL, &err) < 0) {
            client->unanswered++;
            tell("session", err.text);
        }
        note_time(client, begin_ms);
        client->sessions++;
        while (mta != NULL && messages > 0 && send_next(client, mta, &message))
            messages--;
        am_mta_close(&mta);
        pause_ms(am_random_below(&random, 10));
    }
    am_buf_free(&message);
    return NULL;
}

/* A message whose end never comes. */
static int open_slow(struct am_mta **slow)
{
    static const char *const rcpts[] = {"p1@example.org"};
    static const char header[] = "Subject: x\r\n";
    const struct am_mta_envelope envelope = {.queue_id = "4SLOW",
                                             .sender = "c1@example.com",
                                             .rcpt = rcpts,
                                             .rcpt_count = 1};
    struct am_err err;

    if (am_mta_connect(slow, home.socket, patience_ms, NULL, &err) < 0 ||
        am_mta_mail(*slow, &envelope, &err) < 0 ||
        am_mta_rcpt(*slow, &envelope, 0, &err) < 0 ||
        am_mta_header(*slow, header, strlen(header), &err) < 0)
        return tell("slow message", err.text);
    pause_ms(200); /* it is among others: no counter tells when it arrived */
    return 0;
}

/* ---- what must hold ---- */

/* Every second time with a message that is too slow: slow counts them. */
static int restart_often(unsigned restarts, unsigned *slow)
{
    int64_t took_ms[2] = {0};

    for (unsigned i = 0; i < restarts; i++) {
        struct am_mta *open = NULL;
        int64_t ms = 0;

        pause_ms(300);
        if (i % 2 == 1 && open_slow(&open) < 0)
            return -1;
        if (stop(&ms) < 0 || start(i) < 0)
            return -1;
        am_mta_drop(&open);
        *slow += i % 2;
        if (ms > took_ms[i % 2])
            took_ms[i % 2] = ms;
    }
    pause_ms(300);
    printf("%u restarts; stops took up to %lld ms, with a slow message %lld "
           "ms\n",
           restarts, (long long)took_ms[0], (long long)took_ms[1]);
    return 0;
}

static int judge(const struct client *clients, unsigned slow)
{
    static unsigned found[MESSAGES_MAX];
    unsigned answered = 0;
    unsigned unanswered = 0;
    unsigned sessions = 0;
    unsigned wrong = 0;
    int64_t slowest_ms = 0;
    int64_t gaps = 0;
    int64_t rows = daemon_messages(&home, &gaps);

    for (unsigned i = 0; i < CLIENTS; i++) {
        const struct client *client = &clients[i];
        if (daemon_find(&home, client->digests, client->count, found) < 0)
            return -1;
        for (unsigned n = 0; n < client->count; n++) {
            answered += client->answered[n];
            wrong += found[n] != 1;
        }
        sessions += client->sessions;
        unanswered += client->unanswered;
        if (client->slowest_ms > slowest_ms)
            slowest_ms = client->slowest_ms;
    }
    printf("%u messages answered in %u sessions, %u not, slowest %lld ms; %u "
           "not in the database once; %lld rows, %lld gaps, %u too slow\n",
           answered, sessions, unanswered, (long long)slowest_ms, wrong,
           (long long)rows, (long long)gaps, slow);
    if (unanswered > 0 || wrong > 0)
        return tell("mail", "it is lost");
    if (rows != (int64_t)answered || gaps != (int64_t)slow)
        return tell("sums", "rows are not answers, or gaps not what was open");
    return slowest_ms < patience_ms ? 0 : tell("mail", "an MTA would not wait");
}

static int run_all(struct client *clients, unsigned restarts)
{
    atomic_bool ends = false;
    pthread_t threads[CLIENTS];
    unsigned started = 0;
    unsigned slow = 0;
    int64_t ms = 0;

    home.given = listen_for(&home);
    if (home.given < 0 || try_refusals(home.given) < 0 || start(0) < 0)
        return -1;
    for (; started < CLIENTS; started++) {
        clients[started].which = started;
        clients[started].stop = &ends;
        if (pthread_create(&threads[started], NULL, run_client,
                           &clients[started]) != 0)
            break;
    }
    int status = started == CLIENTS ? restart_often(restarts, &slow) : -1;
    atomic_store(&ends, true);
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    /* The stop brings all of it into the database. */
    return status < 0 || stop(&ms) < 0 ? -1 : judge(clients, slow);
}

int main(int argc, char **argv)
{
    static struct client clients[CLIENTS];

    if (argc != 5) {
        fputs("usage: restart ATTACHMETERD RESTARTS PATIENCE_MS DIR\n", stderr);
        return 2;
    }
    patience_ms = (int)strtol(argv[3], NULL, 10);
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (daemon_prepare(&home, argv[1], argv[4], "restart") < 0)
        return EXIT_FAILURE;
    int result = run_all(clients, (unsigned)strtoul(argv[2], NULL, 10));
    daemon_end(&home, SIGKILL);
    return result == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
