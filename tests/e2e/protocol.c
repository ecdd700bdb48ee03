/*
 * protocol - the daemon meets good and bad peers on its socket, one after the
 * other and at once; afterwards the database holds what was answered, once.
 *
 *   protocol ATTACHMETERD DIR
 */
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "e2e/daemon.h"
#include "e2e/halfway.h"
#include "e2e/outcome.h"
#include "e2e/rude.h"
#include "e2e/unique.h"

#define WAIT_MS      60000
#define MESSAGES_MAX OUTCOME_MOST
#define THREADS      8
#define EACH         10

static struct {
    struct daemon daemon;
    unsigned count; /* messages answered, numbered from 0 */
    unsigned plain; /* of these, without an attachment */
    unsigned gaps;  /* messages begun, and open at the end */
    unsigned hung_up;
    unsigned char digests[MESSAGES_MAX][AM_DIGEST_SIZE];
} world;

static const char *const rcpts[] = {"p1@example.org", "p2@example.org",
                                    "c2@example.com"};

static const struct am_mta_envelope envelope = {
    .queue_id = "4PROTO",
    .sender = "c1@example.com",
    .rcpt = rcpts,
    .rcpt_count = 3,
};

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "protocol: %s: %s\n", what, why);
    return -1;
}

static int check_answer(const struct am_mta_answer *answer)
{
    if (answer->reply == 'c' && answer->changes == 0)
        return 0;
    return tell("answer", "not just 'continue'");
}

static struct am_mta *meet(void)
{
    struct am_mta *mta = NULL;
    struct am_err err;

    if (am_mta_connect(&mta, world.daemon.socket, WAIT_MS, NULL, &err) < 0)
        tell("connect", err.text);
    return mta;
}

/* Message number with a file of size_bytes, in chunks. */
static int send_numbered(struct am_mta *mta, unsigned number, size_t size_bytes,
                         size_t chunk)
{
    struct am_mta_answer answer = {0};
    struct am_buf message;
    struct am_err err;

    am_buf_init(&message, (size_t)1 << 25);
    int status =
        unique_write(number, size_bytes, &message, world.digests[number], &err);
    if (status == 0) {
        status = am_mta_message(mta, &envelope, message.data, message.size,
                                chunk, &answer, &err);
    }
    am_buf_free(&message);
    return status < 0 ? tell("message", err.text) : check_answer(&answer);
}

static int send_next(struct am_mta *mta, size_t size_bytes, size_t chunk)
{
    return send_numbered(mta, world.count++, size_bytes, chunk);
}

/* The daemon is still well: a message on a connection of its own. */
static int send_alone(void)
{
    struct am_mta *mta = meet();
    int status = mta != NULL ? send_next(mta, 1000, 0) : -1;

    am_mta_close(&mta);
    return status;
}

static int asks_for_nothing(void)
{
    struct am_mta_terms terms = {0};
    struct am_mta *mta = NULL;
    struct am_err err;
    const uint32_t quiet = 0xfd080; /* replies to all steps but the end */
    const uint32_t never = 0xc00;   /* SKIP, refused recipients */

    if (am_mta_connect(&mta, world.daemon.socket, WAIT_MS, &terms, &err) < 0)
        return tell("connect", err.text);
    am_mta_close(&mta);
    printf("  version %u, actions 0x%x, steps 0x%x\n", terms.version,
           terms.actions, terms.protocol);
    if (terms.actions != 0)
        return tell("terms", "rights over the mail were asked for");
    if ((terms.protocol & quiet) != quiet || (terms.protocol & never) != 0)
        return tell("terms", "not the steps we expect");
    return 0;
}

static int no_mtas(void)
{
    static const struct {
        const char *name;
        int (*fn)(const char *socket_name);
    } peers[] = {
        {"connect and go", rude_bare},
        {"a browser", rude_browser},
        {"garbage", rude_garbage},
        {"lengths that cannot be", rude_lengths},
        {"broken packets", rude_packets},
    };

    for (size_t i = 0; i < sizeof(peers) / sizeof(peers[0]); i++) {
        if (peers[i].fn(world.daemon.socket) < 0 || send_alone() < 0)
            return tell(peers[i].name, "failed");
    }
    return 0;
}

static int an_unknown_client(void)
{
    static const struct am_mta_peer nobody = {.relay_name = "relay"};
    struct am_mta *mta = meet();

    if (mta == NULL)
        return -1;
    am_mta_introduce(mta, &nobody);
    int status = send_next(mta, 500, 0);
    am_mta_close(&mta);
    return status;
}

static int mail_twice(void)
{
    struct am_mta *mta = meet();
    int status = mta != NULL ? halfway_begin(mta, &envelope, 2) : -1;

    if (status == 0)
        status = send_next(mta, 1000, 0);
    am_mta_close(&mta);
    return status;
}

static int resets(void)
{
    struct am_mta *mta = meet();
    struct am_err err;
    int status = mta != NULL ? 0 : -1;

    for (unsigned steps = 1; steps <= 5 && status == 0; steps++) {
        status = halfway_begin(mta, &envelope, steps);
        if (status == 0 && am_mta_abort(mta, &err) < 0)
            status = tell("abort", err.text);
        if (status == 0)
            status = send_next(mta, 1000, 0);
    }
    am_mta_close(&mta);
    return status;
}

/* A gap, where the MTA may have sent it on: its content was to come. */
static int rude_clients(void)
{
    for (unsigned steps = 0; steps <= 6; steps++) {
        struct am_mta *mta = meet();
        if (mta == NULL || halfway_begin(mta, &envelope, steps) < 0 ||
            halfway_leave(&mta) < 0)
            return -1;
        world.hung_up += steps > 2;
    }
    return send_alone();
}

/* As Postfix leaves when its client is gone, and, a gap, when we took too long
 * for it, and it sends the mail on. */
static int left_while_stopped(void)
{
    static const char taken_back[] = "\0\0\0\2Bx\0\0\0\1A\0\0\0\1Q";

    for (int i = 0; i < 2; i++) {
        struct am_mta *mta = meet();
        if (mta == NULL || halfway_begin(mta, &envelope, 5) < 0 ||
            halfway_leave_stopped(&mta, world.daemon.pid, taken_back,
                                  i == 0 ? sizeof(taken_back) - 1 : 6) < 0)
            return -1;
    }
    world.hung_up++;
    return send_alone();
}

/* Legal, though no MTA does it: libmilter answers nothing then. */
static int body_in_the_end(void)
{
    struct am_mta *mta = meet();
    struct am_err err;
    int status = mta != NULL ? halfway_begin(mta, &envelope, 4) : -1;

    if (status == 0 && am_mta_raw(mta, "\0\0\0\4Exyz", 8, &err) < 0)
        status = tell("end", err.text);
    if (status < 0 || halfway_leave(&mta) < 0)
        return -1;
    return send_alone();
}

static int many_on_one_connection(void)
{
    struct am_mta *mta = meet();
    int status = mta != NULL ? 0 : -1;

    for (int i = 0; i < 20 && status == 0; i++)
        status = send_next(mta, 2000, 777);
    am_mta_close(&mta);
    return status;
}

static int bodies_at_odd_cuts(void)
{
    static const struct {
        size_t size_bytes, chunk;
    } bodies[] = {
        {64, 1},       {500, 3},       {65536, 77},      {65536, 1021},
        {65536, 4093}, {65536, 65535}, {10000000, 4093}, {10000000, 65535},
    };
    struct am_mta *mta = meet();
    int status = mta != NULL ? 0 : -1;

    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]) && status == 0;
         i++)
        status = send_next(mta, bodies[i].size_bytes, bodies[i].chunk);
    am_mta_close(&mta);
    return status;
}

/* Without a body, and without an empty line behind the header. */
static int no_bodies(void)
{
    static const char *const texts[] = {"Subject: a\r\n\r\n", "Subject: a\r\n",
                                        "\r\n", "no header at all\r\n"};
    struct am_mta *mta = meet();
    int status = mta != NULL ? 0 : -1;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]) && status == 0;
         i++) {
        struct am_mta_answer answer = {0};
        struct am_err err;
        status = am_mta_message(mta, &envelope, texts[i], strlen(texts[i]), 0,
                                &answer, &err);
        status = status < 0 ? tell("message", err.text) : check_answer(&answer);
        world.plain++;
    }
    am_mta_close(&mta);
    return status;
}

static void *send_many(void *argument)
{
    unsigned first = *(const unsigned *)argument;
    struct am_mta *mta = meet();
    static int failed = -1;
    int status = mta != NULL ? 0 : -1;

    for (unsigned i = 0; i < EACH && status == 0; i++)
        status = send_numbered(mta, first + i, 20000, 1000 + i);
    am_mta_close(&mta);
    return status == 0 ? NULL : &failed;
}

static int eight_at_once(void)
{
    pthread_t threads[THREADS];
    unsigned first[THREADS];
    int status = 0;

    for (unsigned i = 0; i < THREADS; i++) {
        first[i] = world.count + i * EACH;
        if (pthread_create(&threads[i], NULL, send_many, &first[i]) != 0)
            return tell("thread", "cannot be made");
    }
    for (unsigned i = 0; i < THREADS; i++) {
        void *result = NULL;
        pthread_join(threads[i], &result);
        if (result != NULL)
            status = -1;
    }
    world.count += (unsigned)(THREADS * EACH);
    return status;
}

/* SIGTERM with two messages open: it drains, counts them and ends well. */
static int stops_well(void)
{
    struct am_mta *first = meet();
    struct am_mta *second = meet();
    int status = 0;

    if (first == NULL || second == NULL ||
        halfway_begin(first, &envelope, 2) < 0 ||
        halfway_begin(second, &envelope, 5) < 0 || send_alone() < 0)
        return -1;
    world.gaps += 2;
    int64_t begin_ms = am_clock_ms();
    kill(world.daemon.pid, SIGTERM);
    if (waitpid(world.daemon.pid, &status, 0) != world.daemon.pid)
        return tell("stop", "no such process");
    world.daemon.pid = 0;
    am_mta_drop(&first);
    am_mta_drop(&second);
    printf("  status %d after %lld ms\n",
           WIFEXITED(status) ? WEXITSTATUS(status) : -1,
           (long long)(am_clock_ms() - begin_ms));
    return WIFEXITED(status) && WEXITSTATUS(status) == 0
               ? 0
               : tell("stop", "it did not end well");
}

static int the_database_agrees(void)
{
    const struct outcome outcome = {
        .files = world.count,
        .plain = world.plain,
        .open = world.gaps,
        .hung_up = world.hung_up,
        .digests = (const unsigned char(*)[AM_DIGEST_SIZE])world.digests,
    };

    return outcome_check(&world.daemon, &outcome);
}

typedef int case_fn(void);

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        case_fn *fn;
    } cases[] = {
        {"it asks for nothing", asks_for_nothing},

        {"peers that are no MTA", no_mtas},
        {"an unknown client", an_unknown_client},
        {"MAIL twice", mail_twice},
        {"resets at every step", resets},
        {"rude clients at every step", rude_clients},
        {"messages left while it hangs", left_while_stopped},
        {"a body in the end packet", body_in_the_end},
        {"many messages on one connection", many_on_one_connection},
        {"bodies at odd cuts", bodies_at_odd_cuts},
        {"no bodies", no_bodies},
        {"eight connections at once", eight_at_once},
        {"a stop with messages open", stops_well},
        {"the database agrees", the_database_agrees},
    };

    int status = 0;

    if (argc != 3) {
        fputs("usage: protocol ATTACHMETERD DIR\n", stderr);
        return 2;
    }
    if (daemon_prepare(&world.daemon, argv[1], argv[2], "protocol") < 0 ||
        daemon_start(&world.daemon) < 0)
        return EXIT_FAILURE;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]) && status == 0;
         i++) {
        printf("%s\n", cases[i].name);
        fflush(stdout);
        status = cases[i].fn();
        if (status != 0)
            tell(cases[i].name, "failed");
    }
    daemon_end(&world.daemon, SIGKILL);
    return status == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
