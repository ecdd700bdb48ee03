/*
 * load - attachmeterd in a crowd: 1,000 connections that say nothing, 200 that
 * send mail and hang up after any step, slow ones, monitors that connect and
 * leave, nonsense; half of the time with the database locked.
 *
 *   load ATTACHMETERD NOOP SECONDS MESSAGES [sanitized] DIR
 *
 * At half of the rate that saturates the machine, for SECONDS and MESSAGES at
 * least.  The end of a message must be answered as fast as by a milter that
 * does nothing, which gets the same mail in the same moments.  Afterwards
 * memory, descriptors and threads are what they were, and every message is in
 * the database or counted.  NOOP is bench/noop.c.
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <sqlite3.h>

#include "base/clock.h"
#include "base/config.h"
#include "bench/median.h"
#include "e2e/busy.h"
#include "e2e/company.h"
#include "e2e/daemon.h"
#include "e2e/noop.h"
#include "e2e/process.h"
#include "e2e/unique.h"
#include "pause.h"
#include "spool/tally.h"

#define BUSY         200
#define WAIT_MS      60000
#define THREADS_MOST 8
#define LAG_MS       2.0 /* of 99 in 100 answers, beyond the other milter's */
#define SLICES       15
#define RUDE         120 /* of a thousand messages */

/* Workers that have nothing to do leave after 10 s. */
#define LEAVE_S 14
#define DRAIN_S 120

/* What a second round may hold beyond the first: arenas of the allocator that
 * fill in no order, and the keys by which messages are recognised: of each its
 * pass through the MTA, two facts and three recipients, of 28 bytes, in a table
 * that doubles, so that up to twice as many bytes are touched.  A sanitizer
 * keeps what was freed, and looks for leaks itself. */
#define GROWTH_KIB      2048
#define SANITIZED_KIB   8192
#define KEYS_BYTES_EACH ((size_t)6 * 28 * 2)

static struct {
    struct daemon daemon;
    struct noop noop;
    unsigned seconds, messages;
    bool sanitized;
    struct lag_pair lags;
    struct letter letters[LETTERS];
} world;

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "load: %s: %s\n", what, why);
    return -1;
}

static struct process look(void)
{
    struct process process = {0};

    if (process_look(&process, world.daemon.pid) < 0)
        tell("attachmeterd", "it is not there any more");
    return process;
}

/* Or their times say nothing. */
static int both_negotiate_the_same(void)
{
    return noop_negotiates_as(&world.noop, world.daemon.socket);
}

/* NULL: the recorder, which has records to write, did not let us. */
static sqlite3 *lock_database(void)
{
    sqlite3 *db = NULL;

    if (sqlite3_open_v2(world.daemon.database, &db, SQLITE_OPEN_READWRITE,
                        NULL) == SQLITE_OK &&
        sqlite3_busy_timeout(db, 2000) == SQLITE_OK &&
        sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK)
        return db;
    sqlite3_close(db);
    return NULL;
}

static int send_some(unsigned connections, unsigned rude, long ms)
{
    const struct busy_setup setup = {.daemon = world.daemon.socket,
                                     .noop = world.noop.socket,
                                     .letters = world.letters,
                                     .connections = connections,
                                     .rude = rude};
    struct busy *busy = busy_start(&setup);

    pause_ms(ms);
    return busy_stop(&busy);
}

/* Workers that were needed a moment ago may still be there. */
static int check_threads(const char *when)
{
    struct process process = look();

    for (int i = 0; i < LEAVE_S * 10; i++) {
        if (process.threads <= THREADS_MOST)
            break;
        pause_ms(100);
        process = look();
    }
    printf("  %s: %ld threads, %ld descriptors, %ld KiB\n", when,
           process.threads, process.files, process.rss_kib);
    return process.threads <= THREADS_MOST
               ? 0
               : tell("threads", "more than there may be");
}

static int a_thousand_idle(void)
{
    int status = company_sit(world.daemon.socket, world.noop.socket);

    if (status == 0)
        status = check_threads("1,000 idle");
    sqlite3 *lock = status == 0 ? lock_database() : NULL;
    if (status == 0 && lock == NULL)
        status = tell("the database", "it cannot be locked");
    if (status == 0)
        status = send_some(1, 0, 500);
    if (status == 0)
        status = check_threads("with the database locked and mail waiting");
    sqlite3_close(lock);
    return status;
}

/* ---- the load ---- */

static uint64_t answered(void)
{
    return atomic_load(&busy_counts.answered);
}

/* Messages to each of the two in a second that saturate the machine. */
static double find_rate(void)
{
    uint64_t before = answered();
    int64_t began_ms = am_clock_ms();

    if (send_some(BUSY, 0, 1500) < 0)
        return 0;
    return 1000.0 * (double)(answered() - before) /
           (double)(am_clock_ms() - began_ms);
}

/* Send until both are over, locking the database each other second. */
static int keep_on(int64_t until_ms, uint64_t until_messages)
{
    long most = 0;

    while (am_clock_ms() < until_ms || answered() < until_messages) {
        struct process process = look();

        if (process.threads == 0)
            break;
        if (process.threads > most)
            most = process.threads;
        sqlite3 *lock = lock_database();

        pause_ms(1000);
        sqlite3_close(lock);
        pause_ms(1000);
        lag_pair_take(&world.lags, &busy_daemon_lags, &busy_noop_lags);
    }
    printf("  at most %ld threads\n", most);
    return most > 0 ? 0 : -1;
}

static int play_round(double pairs_s, unsigned seconds, uint64_t messages)
{
    const struct busy_setup setup = {.daemon = world.daemon.socket,
                                     .noop = world.noop.socket,
                                     .letters = world.letters,
                                     .connections = BUSY,
                                     .pairs_s = pairs_s,
                                     .rude = RUDE};

    if (company_start(world.daemon.socket) < 0)
        return -1;
    struct busy *busy = busy_start(&setup);
    int status =
        keep_on(am_clock_ms() + INT64_C(1000) * seconds, answered() + messages);
    if (busy_stop(&busy) < 0)
        status = -1;
    company_stop();
    return status;
}

/* Fewer slices say nothing of 99 in 100. */
static int check_lags(void)
{
    static struct lag_pair empty;
    struct lag_pair *lags = &world.lags;
    struct median_interval late = median_interval(lags->late_ms, lags->count);
    double ours_ms = lags_ms(&lags->ours, 0.5);
    double theirs_ms = lags_ms(&lags->theirs, 0.5);
    double late_ms = lags->count < SLICES ? ours_ms - theirs_ms : late.low;

    printf("  the end of a message is answered in %.2f ms (median), %.2f (99 "
           "%%); by the milter that does nothing in %.2f, %.2f; %u messages\n"
           "  later by %.2f ms [%.2f .. %.2f] (99 %%, %zu slices of 2 s)\n",
           ours_ms, lags_ms(&lags->ours, 0.99), theirs_ms,
           lags_ms(&lags->theirs, 0.99), atomic_load(&lags->ours.all),
           late.median, late.low, late.high, lags->count);
    *lags = empty;
    if (world.sanitized || late_ms <= LAG_MS)
        return 0;
    return tell("the end of a message", "is answered late");
}

/* Descriptors and threads as they were; what memory it has then. */
static int settle(const struct process *before, struct process *after)
{
    /* A recorder that is behind has a segment of the spool open. */
    if (daemon_wait(&world.daemon, (int64_t)answered(), DRAIN_S) < 0)
        return -1;
    for (int i = 0; i < LEAVE_S * 10; i++) {
        *after = look();
        if (after->files <= before->files && after->threads <= THREADS_MOST)
            break;
        pause_ms(100);
    }
    printf("  all left: %ld threads, %ld descriptors, %ld KiB\n",
           after->threads, after->files, after->rss_kib);
    if (after->files > before->files)
        return tell("descriptors", "more than before");
    return after->threads <= THREADS_MOST ? 0 : tell("threads", "they stay");
}

static int a_crowd(void)
{
    static struct lag_pair warm;
    struct process before = look();
    struct process first = {0};
    struct process second = {0};
    double pairs_s = find_rate() / 2;
    unsigned half_s = (world.seconds + 1) / 2;

    if (pairs_s <= 0)
        return -1;
    before.files -= (long)COMPANY_IDLE;
    lag_pair_take(&warm, &busy_daemon_lags, &busy_noop_lags);
    printf("  %.0f messages/s to each of the two, and 1,000 idle\n", pairs_s);
    if (play_round(pairs_s, half_s, world.messages / 2) < 0 || check_lags() < 0)
        return -1;
    company_rise();
    uint64_t sent = answered();
    if (settle(&before, &first) < 0 ||
        company_sit(world.daemon.socket, world.noop.socket) < 0 ||
        play_round(pairs_s, half_s, world.messages / 2) < 0 || check_lags() < 0)
        return -1;
    company_rise();
    if (settle(&before, &second) < 0)
        return -1;
    long slack = world.sanitized ? SANITIZED_KIB : GROWTH_KIB;
    slack += (long)((answered() - sent) * KEYS_BYTES_EACH / 1024);
    printf("  %ld KiB more than after the first half, at most %ld; %u visits "
           "of slow and strange peers\n",
           second.rss_kib - first.rss_kib, slack, company_visits());
    return second.rss_kib - first.rss_kib <= slack ? 0
                                                   : tell("memory", "it grows");
}

/* ---- afterwards ---- */

static int all_is_counted(void)
{
    uint64_t begun = atomic_load(&busy_counts.begun);
    uint64_t unheard = atomic_load(&busy_counts.unheard);
    uint64_t given_up = atomic_load(&busy_counts.given_up);
    char spool[DAEMON_PATH + 8];
    struct am_tally tally;
    struct am_err err;
    int64_t gaps = 0;

    pause_ms(500);
    int64_t rows = daemon_messages(&world.daemon, &gaps);
    am_config_spool_path(world.daemon.database, spool, sizeof(spool));
    if (am_tally_read(&tally, spool, &err) < 0)
        return tell(spool, err.text);
    uint64_t hung_up = tally.gaps[AM_GAP_HUNG_UP];
    printf("  begun %llu: answered %llu, left before the answer %llu, given up "
           "%llu; rows %lld, gaps %lld (the peer hung up: %llu), aborted "
           "%llu\n",
           (unsigned long long)begun, (unsigned long long)answered(),
           (unsigned long long)unheard, (unsigned long long)given_up,
           (long long)rows, (long long)gaps, (unsigned long long)hung_up,
           (unsigned long long)tally.aborted);
    if (hung_up == 0 || hung_up > given_up + unheard)
        return tell("peers that hung up", "none, or more than there were");
    gaps -= (int64_t)hung_up;
    if ((uint64_t)(rows + gaps) < answered() ||
        (uint64_t)(rows + gaps) > answered() + unheard)
        return tell("messages", "not all are counted, or some twice");
    return tally.measured == (uint64_t)rows ? 0 : tell("tally", "it differs");
}

static int it_stops(void)
{
    int status = -1;

    kill(world.daemon.pid, SIGTERM);
    if (waitpid(world.daemon.pid, &status, 0) != world.daemon.pid)
        return tell("stop", "no such process");
    world.daemon.pid = 0;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0
               ? 0
               : tell("stop", "it did not end well");
}

static int run_all(void)
{
    static const struct {
        const char *name;
        int (*fn)(void);
    } cases[] = {
        {"both negotiate the same", both_negotiate_the_same},
        {"a thousand idle connections", a_thousand_idle},
        {"a crowd", a_crowd},
        {"all is counted", all_is_counted},
        {"a clean stop", it_stops},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t began_ms = am_clock_ms();

        printf("%s\n", cases[i].name);
        fflush(stdout);
        if (cases[i].fn() < 0)
            return tell(cases[i].name, "failed");
        printf("  %.1f s\n", (double)(am_clock_ms() - began_ms) / 1000);
    }
    return 0;
}

static bool may_open_enough(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return false;
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &limit) == 0 &&
           limit.rlim_cur > 2 * (COMPANY_IDLE + BUSY) + 100;
}

int main(int argc, char **argv)
{
    struct am_err err;

    if (argc < 6) {
        fputs("load: wrong usage, see load.c\n", stderr);
        return 2;
    }
    if (!may_open_enough()) {
        puts("skipped: fewer than 2,500 descriptors");
        return 77;
    }
    world.seconds = (unsigned)strtoul(argv[3], NULL, 10);
    world.messages = (unsigned)strtoul(argv[4], NULL, 10);
    world.sanitized = strcmp(argv[5], "sanitized") == 0;
    signal(SIGPIPE, SIG_IGN);
    if (letters_make(world.letters, &err) < 0) {
        tell("letters", err.text);
        return EXIT_FAILURE;
    }
    int status = daemon_prepare(&world.daemon, argv[1], argv[argc - 1], "load");
    if (status == 0)
        status = daemon_start(&world.daemon);
    if (status == 0)
        status = noop_start(&world.noop, argv[2], argv[argc - 1]);
    if (status == 0)
        status = run_all();
    daemon_end(&world.daemon, SIGKILL);
    noop_end(&world.noop);
    letters_free(world.letters);
    return status == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
