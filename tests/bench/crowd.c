/*
 * bench_crowd - what a connection costs a milter in memory.
 *
 *   bench_crowd SOCKET PID
 *
 * PID is the milter's.  Prints in KB (1,000 bytes) a connection what its
 * resident memory has grown by: 1,000 that negotiated and say nothing; 900 that
 * have sent half of their message and rest; and, of these, the peak while all
 * of them send at once.  Then its threads with the 1,000.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "e2e/process.h"
#include "mta/client.h"
#include "must.h"
#include "pause.h"

#define IDLE    1000
#define SENDERS 900
#define PIECES  8 /* before the rest, and again after it */
#define WAIT_MS 60000

static const char *socket_name;
static unsigned char piece[AM_MTA_CHUNK_MAX]; /* lines of base64 */
static pthread_barrier_t barrier;

static struct process look(pid_t pid)
{
    struct process process = {0};

    must(process_look(&process, pid) == 0, "looking at the milter");
    return process;
}

static void fill_piece(void)
{
    for (size_t i = 0; i < sizeof(piece); i++) {
        size_t column = i % 78;

        piece[i] = (unsigned char)('A' + i * 7 % 26);
        if (column >= 76)
            piece[i] = column == 76 ? '\r' : '\n';
    }
}

static void begin(struct am_mta *mta)
{
    static const char *const fields[] = {
        "Subject: crowd\r\n", "MIME-Version: 1.0\r\n",
        "Content-Type: application/pdf; name=\"crowd.pdf\"\r\n",
        "Content-Transfer-Encoding: base64\r\n"};
    static const char *const rcpts[] = {"p1@example.org"};
    static const struct am_mta_envelope envelope = {
        .queue_id = "4CROWD",
        .sender = "c1@example.com",
        .rcpt = rcpts,
        .rcpt_count = 1,
    };

    must(am_mta_mail(mta, &envelope, NULL) == 0, "MAIL");
    must(am_mta_rcpt(mta, &envelope, 0, NULL) == 0, "RCPT");
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        must(am_mta_header(mta, fields[i], strlen(fields[i]), NULL) == 0,
             "a field");
    }
}

static void send_pieces(struct am_mta *mta)
{
    for (int i = 0; i < PIECES; i++)
        must(am_mta_body(mta, piece, sizeof(piece), NULL) == 0, "a piece");
}

/* Meets main at the barrier: connected, half sent, all sent. */
static void *send_one(void *unused)
{
    struct am_mta_answer answer;
    struct am_mta *mta = NULL;

    (void)unused;
    must(am_mta_connect(&mta, socket_name, WAIT_MS, NULL, NULL) == 0,
         "connecting");
    pthread_barrier_wait(&barrier);
    begin(mta);
    send_pieces(mta);
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    send_pieces(mta);
    must(am_mta_end(mta, &answer, NULL) == 0, "the end");
    am_mta_close(&mta);
    return NULL;
}

static void tell(const char *what, long kib, unsigned connections)
{
    printf("%s\t%.2f\n", what, (double)kib * 1.024 / connections);
    fflush(stdout);
}

static void measure_idle(pid_t pid)
{
    static struct am_mta *idle[IDLE];
    struct process before = look(pid);

    for (size_t i = 0; i < IDLE; i++) {
        must(am_mta_connect(&idle[i], socket_name, WAIT_MS, NULL, NULL) == 0,
             "connecting");
    }
    pause_ms(500);
    struct process with = look(pid);
    tell("idle", with.rss_kib - before.rss_kib, IDLE);
    printf("threads with 1000 idle\t%ld\n", with.threads);
    for (size_t i = 0; i < IDLE; i++)
        am_mta_close(&idle[i]);
    pause_ms(500);
}

static void measure_bodies(pid_t pid)
{
    static pthread_t threads[SENDERS];
    pthread_attr_t attributes;
    struct process before = look(pid);

    must(pthread_barrier_init(&barrier, NULL, SENDERS + 1) == 0, "a barrier");
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, (size_t)128 << 10);
    for (size_t i = 0; i < SENDERS; i++) {
        must(pthread_create(&threads[i], &attributes, send_one, NULL) == 0,
             "a thread");
    }
    pthread_attr_destroy(&attributes);
    process_forget_peak(pid);
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    pause_ms(2000);
    struct process half = look(pid);
    pthread_barrier_wait(&barrier);
    for (size_t i = 0; i < SENDERS; i++)
        pthread_join(threads[i], NULL);
    struct process after = look(pid);
    tell("in a body", half.rss_kib - before.rss_kib, SENDERS);
    tell("peak", after.peak_kib - before.rss_kib, SENDERS);
}

int main(int argc, char **argv)
{
    must(argc == 3, "reading two arguments");
    socket_name = argv[1];
    pid_t pid = (pid_t)strtol(argv[2], NULL, 10);
    fill_piece();
    measure_idle(pid);
    measure_bodies(pid);
    return 0;
}
