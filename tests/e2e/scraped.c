/*
 * scraped - the metrics of a real daemon: while it runs, after it was killed in
 * the middle of a message, and when it runs again.  What they must say is
 * looked at by metrics.py, in both formats.
 *
 *   scraped ATTACHMETERD PYTHON METRICS_PY ATTACHMETER ROOT DIR
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "e2e/daemon.h"
#include "e2e/unique.h"
#include "mta/client.h"

#define MESSAGES 30
#define MORE     5

struct world {
    struct daemon daemon;
    char **script; /* PYTHON METRICS_PY ATTACHMETER ROOT */
    struct am_mta *mta;
    unsigned sent;
};

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "scraped: %s: %s\n", what, why);
    return -1;
}

static int send_messages(struct world *world, unsigned count)
{
    struct am_err err;
    int status = 0;

    if (world->mta == NULL) {
        status = am_mta_connect(&world->mta, world->daemon.socket, 10000, NULL,
                                &err);
    }
    for (unsigned i = 0; i < count && status == 0; i++)
        status = unique_pass(world->mta, world->sent++, 3000, &err);
    if (status < 0)
        return tell("mail", err.text);
    return daemon_wait(&world->daemon, world->sent, 30);
}

/* Two messages that are called off, and one that never ends. */
static int begin_messages(struct world *world)
{
    static const char *const rcpt[] = {"u@example.org"};
    const struct am_mta_envelope envelope = {.queue_id = "4OPEN",
                                             .sender = "s@example.org",
                                             .rcpt = rcpt,
                                             .rcpt_count = 1};
    struct am_err err;

    for (int i = 0; i < 3; i++) {
        if (am_mta_mail(world->mta, &envelope, &err) < 0 ||
            am_mta_rcpt(world->mta, &envelope, 0, &err) < 0 ||
            (i < 2 && am_mta_abort(world->mta, &err) < 0))
            return tell("envelope", err.text);
    }
    return 0;
}

/* The script must find what phase and so many messages imply. */
static int look(struct world *world, const char *phase)
{
    char sent[16];
    const char *const words[] = {world->script[0],
                                 world->script[1],
                                 world->script[2],
                                 world->script[3],
                                 world->daemon.config,
                                 world->daemon.database,
                                 phase,
                                 sent,
                                 NULL};

    snprintf(sent, sizeof(sent), "%u", world->sent);
    return daemon_run(words) == 0 ? 0 : tell(phase, "not as it should be");
}

static int run(struct world *world)
{
    if (daemon_start(&world->daemon) < 0 ||
        send_messages(world, MESSAGES) < 0 || begin_messages(world) < 0 ||
        look(world, "up") < 0)
        return -1;
    daemon_end(&world->daemon, SIGKILL);
    am_mta_drop(&world->mta);
    if (look(world, "killed") < 0 || daemon_start(&world->daemon) < 0 ||
        send_messages(world, MORE) < 0 || look(world, "again") < 0)
        return -1;
    am_mta_close(&world->mta);
    daemon_end(&world->daemon, SIGTERM);
    return look(world, "stopped");
}

int main(int argc, char **argv)
{
    static struct world world;

    if (argc != 7) {
        fputs("usage: scraped ATTACHMETERD PYTHON METRICS_PY ATTACHMETER ROOT "
              "DIR\n",
              stderr);
        return 2;
    }
    world.script = argv + 2;
    if (daemon_prepare(&world.daemon, argv[1], argv[6], "scraped") < 0)
        return EXIT_FAILURE;
    int status = run(&world);
    daemon_end(&world.daemon, SIGKILL);
    return status == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
