/*
 * company - see company.h.  One company a process.
 */
#include "e2e/company.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "e2e/rude.h"
#include "mta/client.h"
#include "mta/random.h"
#include "pause.h"

#define SLOW    16
#define WAIT_MS 60000

static struct {
    struct am_mta *idle[2 * COMPANY_IDLE];
    const char *socket_name;
    pthread_t threads[SLOW + 1];
    struct am_random random[SLOW + 1];
    atomic_bool stopping;
    atomic_uint visits;
} company;

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "company: %s: %s\n", what, why);
    return -1;
}

int company_sit(const char *one, const char *other)
{
    struct am_err err;

    for (size_t i = 0; i < 2 * COMPANY_IDLE; i++) {
        if (am_mta_connect(&company.idle[i], i % 2 == 0 ? one : other, WAIT_MS,
                           NULL, &err) < 0)
            return tell("an idle connection", err.text);
    }
    return 0;
}

void company_rise(void)
{
    for (size_t i = 0; i < 2 * COMPANY_IDLE; i++) {
        if (i % 3 == 0) {
            am_mta_drop(&company.idle[i]);
        } else {
            am_mta_close(&company.idle[i]);
        }
    }
}

/* A message whose packets come in pieces, so that one is never whole. */
static int send_slowly(struct am_mta *mta, struct am_random *random)
{
    static const char piece[] = "\0\0\1\0B";
    static const char envelope[] =
        "\0\0\0\x12M<c1@example.com>\0\0\0\x12R<p1@example.org>";
    struct am_err err;
    size_t size = sizeof(envelope);

    for (size_t i = 0; i < size + 600 && !atomic_load(&company.stopping); i++) {
        const char *byte = i < size ? &envelope[i] : &piece[(i - size) % 5];

        if (am_mta_raw(mta, byte, 1, &err) < 0)
            return -1;
        pause_ms(5 + (long)am_random_below(random, 20));
    }
    return 0;
}

static void *be_slow(void *argument)
{
    struct am_random *random = argument;
    struct am_err err;

    while (!atomic_load(&company.stopping)) {
        struct am_mta *mta = NULL;

        if (am_mta_connect(&mta, company.socket_name, WAIT_MS, NULL, &err) < 0)
            continue;
        (void)!send_slowly(mta, random);
        am_mta_drop(&mta);
        atomic_fetch_add(&company.visits, 1);
    }
    return NULL;
}

static void *be_strange(void *argument)
{
    static int (*const peers[])(const char *socket_name) = {
        rude_bare, rude_browser, rude_garbage, rude_lengths, rude_packets};

    (void)argument;
    for (unsigned i = 0; !atomic_load(&company.stopping); i++) {
        if (peers[i % 5](company.socket_name) < 0)
            break;
        atomic_fetch_add(&company.visits, 1);
        pause_ms(20);
    }
    return NULL;
}

int company_start(const char *socket_name)
{
    company.socket_name = socket_name;
    atomic_store(&company.stopping, false);
    for (size_t i = 0; i <= SLOW; i++) {
        am_random_begin(&company.random[i], i);
        if (pthread_create(&company.threads[i], NULL,
                           i < SLOW ? be_slow : be_strange,
                           &company.random[i]) != 0)
            return tell("a thread", "cannot be made");
    }
    return 0;
}

void company_stop(void)
{
    atomic_store(&company.stopping, true);
    for (size_t i = 0; i <= SLOW; i++)
        pthread_join(company.threads[i], NULL);
}

unsigned company_visits(void)
{
    return atomic_load(&company.visits);
}
