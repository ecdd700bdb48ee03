/*
 * noop - see noop.h.  It ends with the test, however that ends.
 */
#include "e2e/noop.h"

#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "mta/client.h"

#define WAIT_MS 60000

int noop_start(struct noop *noop, const char *program, const char *dir)
{
    snprintf(noop->socket, sizeof(noop->socket), "unix:%s/noop", dir);
    noop->pid = fork();
    if (noop->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        execl(program, program, "quiet", noop->socket, (char *)NULL);
        _exit(127);
    }
    if (noop->pid > 0)
        return 0;
    noop->pid = 0;
    fputs("noop: it cannot be started\n", stderr);
    return -1;
}

static int read_terms(const char *socket_name, struct am_mta_terms *terms)
{
    static const struct timespec pause = {0, 50000000};
    struct am_err err;

    for (int i = 0; i < 100; i++) {
        struct am_mta *mta = NULL;

        if (am_mta_connect(&mta, socket_name, WAIT_MS, terms, &err) == 0) {
            am_mta_close(&mta);
            return 0;
        }
        nanosleep(&pause, NULL);
    }
    fprintf(stderr, "noop: %s: %s\n", socket_name, err.text);
    return -1;
}

int noop_negotiates_as(const struct noop *noop, const char *socket_name)
{
    struct am_mta_terms ours = {0};
    struct am_mta_terms other = {0};

    if (read_terms(noop->socket, &ours) < 0 ||
        read_terms(socket_name, &other) < 0)
        return -1;
    printf("  steps 0x%x, and 0x%x\n", ours.protocol, other.protocol);
    if (ours.protocol == other.protocol)
        return 0;
    fputs("noop: they do not leave out the same\n", stderr);
    return -1;
}

void noop_end(struct noop *noop)
{
    if (noop->pid == 0)
        return;
    kill(noop->pid, SIGKILL);
    waitpid(noop->pid, NULL, 0);
    noop->pid = 0;
}
