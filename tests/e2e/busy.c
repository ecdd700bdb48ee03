/*
 * busy - see busy.h.
 */
#include "e2e/busy.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "mta/random.h"

#define WAIT_MS   60000
#define STACK     ((size_t)256 << 10)
#define NEXT_MAIL 100 /* of a thousand messages: on a connection of its own */
#define PIECE     16384

struct busy_counts busy_counts;
struct lags busy_daemon_lags;
struct lags busy_noop_lags;

static atomic_uint_fast64_t number;

static const char *const rcpts[] = {"p1@example.org", "p2@example.org",
                                    "c2@example.com"};

static const struct am_mta_envelope envelope = {
    .queue_id = "4BUSY",
    .sender = "c1@example.com",
    .rcpt = rcpts,
    .rcpt_count = 3,
};

/* One connection: to both. */
struct sender {
    const struct busy *busy;
    unsigned which;
    struct am_random random;
    struct letter letters[LETTERS]; /* copies */
    struct am_mta *daemon, *noop;
    bool failed;
};

struct busy {
    struct busy_setup setup;
    atomic_bool stopping;
    pthread_t threads[BUSY_MAX];
    struct sender senders[BUSY_MAX];
};

static int64_t now_ns(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "busy: %s: %s\n", what, why);
    return -1;
}

/* A connection to it, if there is none now. */
static int meet(struct am_mta **mta, const char *socket_name)
{
    struct am_err err;

    if (*mta != NULL)
        return 0;
    if (am_mta_connect(mta, socket_name, WAIT_MS, NULL, &err) < 0)
        return tell(socket_name, err.text);
    return 0;
}

static int send_letter(struct am_mta *mta, const struct letter *letter,
                       struct lags *lags)
{
    size_t steps = letter_steps(letter, envelope.rcpt_count, PIECE);
    struct am_mta_answer answer;
    struct am_err err;

    if (letter_play(letter, mta, &envelope, PIECE, steps, &err) < 0)
        return tell("message", err.text);
    int64_t began_ns = now_ns();
    if (am_mta_end(mta, &answer, &err) < 0)
        return tell("end of message", err.text);
    lags_add(lags, now_ns() - began_ns);
    return answer.reply == 'c' && answer.changes == 0
               ? 0
               : tell("answer", "not just 'continue'");
}

static int send_daemon(struct sender *sender, const struct letter *letter)
{
    if (meet(&sender->daemon, sender->busy->setup.daemon) < 0)
        return -1;
    atomic_fetch_add(&busy_counts.begun, 1);
    if (send_letter(sender->daemon, letter, &busy_daemon_lags) < 0)
        return -1;
    atomic_fetch_add(&busy_counts.answered, 1);
    return 0;
}

static int send_noop(struct sender *sender, const struct letter *letter)
{
    if (meet(&sender->noop, sender->busy->setup.noop) < 0)
        return -1;
    return send_letter(sender->noop, letter, &busy_noop_lags);
}

/* Anything but a whole message.  libmilter may not look at what we sent before
 * we left. */
static int be_rude(struct sender *sender, const struct letter *letter)
{
    static const char half[] = "\0\0\1\0Bhalf of a piece";
    size_t most = letter_steps(letter, envelope.rcpt_count, PIECE);
    size_t steps = am_random_below(&sender->random, (unsigned)most + 2);
    bool unheard = steps == most + 1;
    unsigned way = am_random_below(&sender->random, 4);
    struct am_err err;

    if (letter_play(letter, sender->daemon, &envelope, PIECE,
                    unheard ? most : steps, &err) < 0)
        return tell("some steps", err.text);
    if (steps > 0)
        atomic_fetch_add(&busy_counts.begun, 1);
    if (unheard) {
        atomic_fetch_add(&busy_counts.unheard, 1);
        (void)!am_mta_raw(sender->daemon, "\0\0\0\1E", 5, &err);
        am_mta_drop(&sender->daemon);
        return 0;
    }
    if (steps > 0)
        atomic_fetch_add(&busy_counts.given_up, 1);
    if (way == 0)
        return am_mta_abort(sender->daemon, &err);
    if (way == 1)
        return 0; /* the next one begins with MAIL */
    if (way == 2)
        (void)!am_mta_raw(sender->daemon, half, sizeof(half) - 1, &err);
    am_mta_drop(&sender->daemon);
    return 0;
}

static int take_turn(struct sender *sender)
{
    struct am_random *random = &sender->random;
    struct letter *letter = &sender->letters[am_random_below(random, LETTERS)];
    uint64_t mine = atomic_fetch_add(&number, 1);

    letter_number(letter, mine);
    if (am_random_chance(random, NEXT_MAIL))
        am_mta_close(&sender->daemon);
    if (meet(&sender->daemon, sender->busy->setup.daemon) < 0)
        return -1;
    if (am_random_chance(random, sender->busy->setup.rude)) {
        if (be_rude(sender, letter) < 0)
            return -1;
        letter_number(letter, atomic_fetch_add(&number, 1));
    }
    /* By turns, so that neither is always the first of the two. */
    if (mine % 2 == 0 && send_noop(sender, letter) < 0)
        return -1;
    if (send_daemon(sender, letter) < 0)
        return -1;
    return mine % 2 != 0 ? send_noop(sender, letter) : 0;
}

static void wait_until(int64_t at_ns)
{
    struct timespec at = {.tv_sec = (time_t)(at_ns / 1000000000),
                          .tv_nsec = (long)(at_ns % 1000000000)};

    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
}

static void *run(void *argument)
{
    struct sender *sender = argument;
    const struct busy_setup *setup = &sender->busy->setup;
    int64_t pause_ns = 0;

    if (setup->pairs_s > 0)
        pause_ns = (int64_t)(1e9 * setup->connections / setup->pairs_s);
    int64_t next_ns = now_ns() + pause_ns * sender->which / setup->connections;
    while (!atomic_load(&sender->busy->stopping) && !sender->failed) {
        wait_until(next_ns);
        sender->failed = take_turn(sender) < 0;
        next_ns += pause_ns;
        if (next_ns < now_ns())
            next_ns = now_ns();
    }
    am_mta_close(&sender->daemon);
    am_mta_close(&sender->noop);
    return NULL;
}

static void must(bool done, const char *what)
{
    if (!done) {
        tell(what, "failed");
        abort();
    }
}

static void start_sender(struct busy *busy, unsigned which)
{
    struct sender *sender = &busy->senders[which];
    pthread_attr_t attributes;
    struct am_err err;

    *sender = (struct sender){.busy = busy, .which = which};
    am_random_begin(&sender->random, which);
    for (size_t i = 0; i < LETTERS; i++) {
        must(letter_copy(&sender->letters[i], &busy->setup.letters[i], &err) ==
                 0,
             "a letter");
    }
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK);
    must(pthread_create(&busy->threads[which], &attributes, run, sender) == 0,
         "a thread");
    pthread_attr_destroy(&attributes);
}

struct busy *busy_start(const struct busy_setup *setup)
{
    struct busy *busy = calloc(1, sizeof(*busy));

    must(busy != NULL && setup->connections <= BUSY_MAX, "memory");
    busy->setup = *setup;
    for (unsigned i = 0; i < setup->connections; i++)
        start_sender(busy, i);
    return busy;
}

int busy_stop(struct busy **busy)
{
    struct busy *old = *busy;
    int status = 0;

    *busy = NULL;
    atomic_store(&old->stopping, true);
    for (unsigned i = 0; i < old->setup.connections; i++) {
        pthread_join(old->threads[i], NULL);
        if (old->senders[i].failed)
            status = -1;
        letters_free(old->senders[i].letters);
    }
    free(old);
    return status;
}
