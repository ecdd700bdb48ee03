/*
 * injected - a daemon in which one call fails: each call of each kind in turn,
 * by the library inject.c, over the life that life.h tells.
 *
 *   injected ATTACHMETERD LIBRARY MAILS LIVES [FAULT] DIR
 *
 * LIVES is how many of the calls of each fault, spread evenly; 0: all of them.
 * FAULT takes one of the faults alone.  Which call has which number depends a
 * little on how threads are scheduled.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "e2e/life.h"
#include "e2e/unique.h"

#define WORKERS  2
#define EVER     UINT64_MAX
#define PROGRESS 100 /* lives between two lines */

#define MEMORY  INJECT_BIT(INJECT_MEMORY)
#define WRITES  INJECT_BIT(INJECT_WRITE)
#define READS   INJECT_BIT(INJECT_READ)
#define SYNCS   INJECT_BIT(INJECT_SYNC)
#define OPENS   INJECT_BIT(INJECT_OPEN)
#define RENAMES INJECT_BIT(INJECT_RENAME)
#define CUTS    INJECT_BIT(INJECT_TRUNCATE)
#define UNLINKS INJECT_BIT(INJECT_UNLINK)
#define MAPS    INJECT_BIT(INJECT_MMAP)
#define LOCKS   INJECT_BIT(INJECT_LOCK)
#define THREADS INJECT_BIT(INJECT_THREAD)
#define RANDOMS INJECT_BIT(INJECT_RANDOM)
#define ACCEPTS INJECT_BIT(INJECT_ACCEPT)

static const struct life_fault faults[] = {
    {"memory", MEMORY, ENOMEM, 1, false},
    {"memory for a while", MEMORY, ENOMEM, 40, false},
    {"write", WRITES, EIO, 1, false},
    {"write without room", WRITES, ENOSPC, 1, false},
    {"half a write", WRITES, 0, 1, false},
    {"write interrupted", WRITES, EINTR, 1, false},
    {"read", READS, EIO, 1, false},
    {"sync", SYNCS, EIO, 1, false},
    {"open", OPENS, EMFILE, 1, false},
    {"rename", RENAMES, EIO, 1, false},
    {"truncate", CUTS, EIO, 1, false},
    {"unlink", UNLINKS, EIO, 1, false},
    {"mmap", MAPS, ENOMEM, 1, false},
    {"lock", LOCKS, ENOLCK, 1, false},
    {"thread", THREADS, EAGAIN, 1, false},
    {"random", RANDOMS, EIO, 1, false},
    {"accept", ACCEPTS, EMFILE, 1, false},
    {"killed",
     WRITES | SYNCS | OPENS | RENAMES | CUTS | UNLINKS | LOCKS | RANDOMS, -1, 1,
     false},
    {"disk full from here on", WRITES | CUTS, ENOSPC, EVER, true},
    {"disk dead from here on",
     WRITES | READS | SYNCS | OPENS | RENAMES | CUTS | UNLINKS, EIO, EVER,
     true},
};

#define FAULTS (sizeof(faults) / sizeof(faults[0]))

struct plan {
    struct life_setup setup;
    unsigned long lives;
    const char *only; /* a fault, or NULL */
    uint64_t calls[FAULTS];
};

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "injected: %s: %s\n", what, why);
    return -1;
}

/* ---- mail ---- */

static int add_unique(struct mailset *mails, uint64_t number, size_t size_bytes)
{
    unsigned char digest[AM_DIGEST_SIZE];
    struct am_buf message;
    struct am_err err;

    am_buf_init(&message, (size_t)1 << 22);
    if (unique_write(number, size_bytes, &message, digest, &err) < 0)
        return tell("mail", err.text);
    return mailset_add(mails, "unique", message.data, message.size);
}

/* A fixture as an MTA sends it: with CRLF. */
static int add_fixture(struct mailset *mails, const struct mailset *from,
                       const char *name)
{
    for (size_t i = 0; i < from->count; i++) {
        const struct mail *mail = &from->mails[i];
        size_t size = 0;

        if (strcmp(mail->name, name) != 0)
            continue;
        unsigned char *data = malloc(2 * mail->size + 1);
        if (data == NULL)
            return tell(name, "no memory");
        for (size_t j = 0; j < mail->size; j++) {
            if (mail->data[j] == '\n')
                data[size++] = '\r';
            data[size++] = mail->data[j];
        }
        return mailset_add(mails, name, data, size);
    }
    return tell(name, "no such message");
}

/* Files of two sizes, winmail.dat, messages in messages, no attachment; the
 * last one is for the daemon that comes after. */
static int gather_mail(struct mailset *mails, const char *path)
{
    struct mailset all = {0};
    int status = mailset_add_dir(&all, path);

    if (status == 0 &&
        (add_unique(mails, 1, 3000) < 0 ||
         add_fixture(mails, &all, "tnef-with-files.eml") < 0 ||
         add_fixture(mails, &all, "forwarded-message-twice.eml") < 0 ||
         add_fixture(mails, &all, "body-only.eml") < 0 ||
         add_unique(mails, 2, 40000) < 0 || add_unique(mails, 3, 500) < 0))
        status = -1;
    mailset_free(&all);
    return status;
}

/* ---- lives ---- */

static uint64_t calls_of(const struct life_result *result, unsigned kinds)
{
    uint64_t sum = 0;

    for (unsigned i = 0; i < INJECT_KINDS; i++)
        sum += (kinds & INJECT_BIT(i)) != 0 ? result->calls[i] : 0;
    return sum;
}

/* How many calls there are, in a life in which nothing fails. */
static int count_calls(struct plan *plan)
{
    static const struct life_fault nothing = {"nothing", 0, 0, 0, false};
    struct life_result result;

    if (life_run(&plan->setup, &nothing, 0, &result) < 0)
        return -1;
    if (result.gaps != 0 || result.given_up != 0)
        return tell("nothing fails", "but there are gaps");
    for (size_t i = 0; i < FAULTS; i++) {
        plan->calls[i] = calls_of(&result, faults[i].kinds);
        if (plan->calls[i] == 0)
            return tell(faults[i].name, "there is no such call");
    }
    return 0;
}

struct share {
    unsigned lives, failed, reached, refused, crashed, gaps, given_up;
};

static void add_life(struct share *share, const struct life_result *result)
{
    share->lives++;
    share->reached += result->reached;
    share->refused += !result->started;
    share->crashed += result->library_crashed;
    share->gaps += result->gaps > 0;
    share->given_up += result->given_up > 0;
}

/* One worker's part of a fault's calls: every second one of them. */
static void live(const struct plan *plan, const struct life_fault *fault,
                 uint64_t calls, unsigned worker, struct share *share)
{
    struct life_result result;
    uint64_t lives = plan->lives;

    if (lives == 0 || lives > calls)
        lives = calls;
    for (uint64_t i = worker; i < lives; i += WORKERS) {
        uint64_t n = 1 + i * calls / lives;
        if (life_run(&plan->setup, fault, n, &result) < 0)
            share->failed++;
        add_life(share, &result);
        if (share->lives % PROGRESS == 0) {
            printf("  %s: call %llu of %llu\n", fault->name,
                   (unsigned long long)n, (unsigned long long)calls);
            fflush(stdout);
        }
    }
}

/* What a worker found goes through a pipe. */
static int start_worker(const struct plan *plan, size_t which, unsigned worker,
                        int *result_fd)
{
    char dir[256];
    int ends[2];

    snprintf(dir, sizeof(dir), "%s/%zu-%u", plan->setup.dir, which, worker);
    if (mkdir(dir, 0755) < 0 || pipe(ends) < 0)
        return tell(dir, "cannot be made");
    *result_fd = ends[0];
    pid_t pid = fork();
    if (pid != 0) {
        close(ends[1]);
        return pid > 0 ? 0 : tell("fork", "failed");
    }
    struct plan own = *plan;
    struct share share = {0};
    own.setup.dir = dir;
    live(&own, &faults[which], plan->calls[which], worker, &share);
    _exit(write(ends[1], &share, sizeof(share)) == sizeof(share) ? 0 : 1);
}

static int try_fault(const struct plan *plan, size_t which)
{
    struct share sum = {0};
    struct share one;
    int fds[WORKERS];
    unsigned started = 0;
    int status = 0;

    while (started < WORKERS &&
           start_worker(plan, which, started, &fds[started]) == 0)
        started++;
    if (started < WORKERS)
        status = -1;
    for (unsigned i = 0; i < started; i++) {
        if (read(fds[i], &one, sizeof(one)) != sizeof(one))
            return tell(faults[which].name, "a worker died");
        close(fds[i]);
        wait(NULL);
        sum.lives += one.lives;
        sum.failed += one.failed;
        sum.reached += one.reached;
        sum.refused += one.refused;
        sum.crashed += one.crashed;
        sum.gaps += one.gaps;
        sum.given_up += one.given_up;
    }
    printf(
        "%s: %llu calls, %u lives: %u with the fault, %u did not start "
        "(%u: a library crashed), %u with gaps, %u with mail given up; %u failed\n",
        faults[which].name, (unsigned long long)plan->calls[which], sum.lives,
        sum.reached, sum.refused, sum.crashed, sum.gaps, sum.given_up,
        sum.failed);
    fflush(stdout);
    if (sum.reached == 0)
        status = tell(faults[which].name, "nothing failed at all");
    return sum.failed == 0 ? status : -1;
}

static int run(struct plan *plan)
{
    int status = count_calls(plan);

    for (size_t i = 0; i < FAULTS && status == 0; i++) {
        if (plan->only != NULL && strcmp(plan->only, faults[i].name) != 0)
            plan->calls[i] = 0;
    }
    if (status < 0)
        return -1;
    for (size_t i = 0; i < FAULTS; i++) {
        if (plan->calls[i] > 0 && try_fault(plan, i) < 0)
            status = -1;
    }
    return status;
}

int main(int argc, char **argv)
{
    struct mailset mails = {0};
    struct plan plan = {.setup.mails = &mails};

    if (argc != 6 && argc != 7) {
        fputs("usage: injected ATTACHMETERD LIBRARY MAILS LIVES [FAULT] DIR\n",
              stderr);
        return 2;
    }
    plan.setup.program = argv[1];
    plan.setup.preload = argv[2];
    plan.lives = strtoul(argv[4], NULL, 10);
    plan.only = argc == 7 ? argv[5] : NULL;
    plan.setup.dir = argv[argc - 1];
    if (gather_mail(&mails, argv[3]) < 0)
        return EXIT_FAILURE;
    int status = run(&plan);
    mailset_free(&mails);
    return status == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
