/*
 * kill9 - the daemon is killed again and again at random moments while mail
 * goes through it: what it answered must be in the database once, and only
 * once.
 *
 *   kill9 ATTACHMETERD KILLS DIR
 *
 * Half of the messages that got no answer are sent again, as an MTA would do.
 */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "e2e/daemon.h"
#include "e2e/unique.h"
#include "mta/random.h"
#include "pause.h"

#define CLIENTS      4
#define MESSAGES_MAX 20000 /* of one client */

struct client {
    const struct daemon *daemon;
    uint64_t which;
    atomic_bool *stop;
    unsigned count;              /* messages tried */
    unsigned broken;             /* begun, no answer */
    bool answered[MESSAGES_MAX]; /* by number */
    unsigned char digests[MESSAGES_MAX][AM_DIGEST_SIZE];
};

/* One message, again if it gets no answer and its number is odd. */
static void play_one(struct client *client, struct am_mta **mta,
                     const struct am_buf *message, unsigned number)
{
    struct am_mta_answer answer;
    struct am_err err;

    do {
        while (*mta == NULL && !atomic_load(client->stop)) {
            if (am_mta_connect(mta, client->daemon->socket, 5000, NULL, &err) <
                0)
                pause_ms(5);
        }
        if (*mta == NULL)
            return;
        if (unique_send(*mta, message, &answer, &err) == 0) {
            client->answered[number] = true;
            return;
        }
        client->broken++;
        am_mta_drop(mta);
    } while (number % 2 == 1);
}

static void *run_client(void *context)
{
    struct client *client = context;
    struct am_mta *mta = NULL;
    struct am_random random;
    struct am_buf message;
    struct am_err err;

    am_random_begin(&random, client->which);
    am_buf_init(&message, (size_t)1 << 22);
    while (!atomic_load(client->stop) && client->count < MESSAGES_MAX) {
        unsigned number = client->count;
        size_t size = 64 + am_random_size(&random, 8000);

        if (unique_write(client->which * MESSAGES_MAX + number, size, &message,
                         client->digests[number], &err) < 0)
            break;
        client->count++;
        play_one(client, &mta, &message, number);
    }
    am_mta_close(&mta);
    am_buf_free(&message);
    return NULL;
}

/* Kill it so many times, each time somewhere in its work. */
static int kill_again(struct daemon *daemon, unsigned kills)
{
    struct am_random random;

    am_random_begin(&random, (uint64_t)time(NULL));
    for (unsigned i = 0; i < kills; i++) {
        pause_ms(10 + am_random_below(&random, 300));
        daemon_end(daemon, SIGKILL);
        if (daemon_start(daemon) < 0)
            return -1;
    }
    pause_ms(300);
    return 0;
}

struct verdict {
    unsigned answered, broken, lost, doubled;
};

static int judge_client(const struct client *client, struct verdict *verdict)
{
    static unsigned found[MESSAGES_MAX];

    if (daemon_find(client->daemon, client->digests, client->count, found) < 0)
        return -1;
    verdict->broken += client->broken;
    for (unsigned i = 0; i < client->count; i++) {
        verdict->answered += client->answered[i];
        verdict->lost += client->answered[i] && found[i] == 0;
        verdict->doubled += found[i] > 1;
    }
    return 0;
}

static int judge(const struct daemon *daemon, const struct client *clients,
                 unsigned kills)
{
    struct verdict verdict = {0};
    int64_t gaps;
    int64_t rows;

    for (unsigned i = 0; i < CLIENTS; i++) {
        if (judge_client(&clients[i], &verdict) < 0)
            return -1;
    }
    rows = daemon_messages(daemon, &gaps);
    printf("%u lost, %u doubled of %u answered, %u kills; %lld rows, %lld "
           "gaps, %u open at a kill\n",
           verdict.lost, verdict.doubled, verdict.answered, kills,
           (long long)rows, (long long)gaps, verdict.broken);
    if (verdict.answered > rows + gaps ||
        rows + gaps > (int64_t)verdict.answered + verdict.broken) {
        fprintf(stderr, "kill9: rows + gaps must be from answered to answered "
                        "+ open\n");
        return -1;
    }
    return verdict.lost == 0 && verdict.doubled == 0 ? 0 : -1;
}

/* Everything that was answered is on its way: wait until it has arrived. */
static int wait_all(const struct daemon *daemon, const struct client *clients)
{
    int64_t answered = 0;

    for (unsigned i = 0; i < CLIENTS; i++) {
        for (unsigned j = 0; j < clients[i].count; j++)
            answered += clients[i].answered[j];
    }
    return daemon_wait(daemon, answered, 30);
}

static int play(struct daemon *daemon, struct client *clients, unsigned kills)
{
    atomic_bool stop = false;
    pthread_t threads[CLIENTS];
    unsigned started = 0;

    for (; started < CLIENTS; started++) {
        clients[started].daemon = daemon;
        clients[started].which = started;
        clients[started].stop = &stop;
        if (pthread_create(&threads[started], NULL, run_client,
                           &clients[started]) != 0)
            break;
    }
    int status = started == CLIENTS ? kill_again(daemon, kills) : -1;
    atomic_store(&stop, true);
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    return status;
}

int main(int argc, char **argv)
{
    static struct client clients[CLIENTS];
    struct daemon daemon;

    if (argc != 4) {
        fputs("usage: kill9 ATTACHMETERD KILLS DIR\n", stderr);
        return 2;
    }

    unsigned kills = (unsigned)strtoul(argv[2], NULL, 10);
    if (daemon_prepare(&daemon, argv[1], argv[3], "kill9") < 0 ||
        daemon_start(&daemon) < 0)
        return EXIT_FAILURE;
    int status = play(&daemon, clients, kills);
    if (status == 0)
        status = wait_all(&daemon, clients);
    daemon_end(&daemon, status == 0 ? SIGTERM : SIGKILL);
    if (status == 0)
        status = judge(&daemon, clients, kills);
    return status == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
