/*
 * life - see life.h.
 */
#include "e2e/life.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>

#include "base/files.h"
#include "e2e/control.h"
#include "e2e/daemon.h"
#include "mta/client.h"

#define STOP_S   30
#define WAIT_MS  20000
#define LOG_ROOM 65536

struct life {
    const struct life_setup *setup;
    const struct life_fault *fault;
    struct life_result *result;
    struct inject *inject;
    struct daemon daemon;
    struct am_mta *mta;
    uint64_t first;
};

static const char *const rcpts[] = {"p1@example.org", "p2@example.org",
                                    "c2@example.com"};

static const struct am_mta_envelope envelope = {
    .queue_id = "4LIFE",
    .sender = "c1@example.com",
    .rcpt = rcpts,
    .rcpt_count = 3,
};

/* The end of what the daemon said. */
static void show_log(const struct life *life)
{
    char path[DAEMON_PATH + 8];
    char text[2000];
    size_t size = 0;

    snprintf(path, sizeof(path), "%s/log", life->daemon.dir);
    FILE *log = fopen(path, "r");
    if (log == NULL)
        return;
    if (fseek(log, -(long)sizeof(text), SEEK_END) < 0)
        rewind(log);
    size = fread(text, 1, sizeof(text), log);
    fclose(log);
    fwrite(text, 1, size, stderr);
}

static int tell(const struct life *life, const char *what, const char *why)
{
    fprintf(stderr, "life: %s, call %llu by %s: %s: %s (%s)\n",
            life->fault->name, (unsigned long long)life->first,
            life->result->who, what, why, life->daemon.dir);
    show_log(life);
    return -1;
}

/* ---- the fault ---- */

static int arm(struct life *life)
{
    char path[DAEMON_PATH];

    snprintf(path, sizeof(path), "%s/control", life->daemon.dir);
    life->inject = control_open(path);
    if (life->inject == NULL)
        return tell(life, path, "cannot be made");
    life->inject->kinds = life->fault->kinds;
    life->inject->error_number = life->fault->error_number;
    life->inject->first = life->first;
    life->inject->times = life->first > 0 ? life->fault->times : 0;
    atomic_store(&life->inject->armed, 1);
    control_use(life->setup->preload, path);
    return 0;
}

static void read_control(struct life *life)
{
    struct life_result *result = life->result;

    result->reached = atomic_load(&life->inject->fired) > 0;
    result->hits = atomic_load(&life->inject->hits);
    for (size_t i = 0; i < INJECT_KINDS; i++)
        result->calls[i] = atomic_load(&life->inject->calls[i]);
    memcpy(result->who, life->inject->who, sizeof(result->who));
    result->who[sizeof(result->who) - 1] = '\0';
}

static bool is_killed(const struct life *life)
{
    return life->fault->error_number < 0;
}

/* May a connection be lost by this fault?  Not by one that we ourselves, the
 * database or OpenSSL met with. */
static bool is_libmilters(const struct life *life)
{
    const char *who = life->inject->who;

    return strncmp(who, "libmilter", 9) == 0 || strncmp(who, "libc.", 5) == 0 ||
           life->fault->times > 1 || is_killed(life);
}

/* ---- mail ---- */

static int give_up(struct life *life, const char *why)
{
    am_mta_drop(&life->mta);
    life->result->given_up++;
    if (is_libmilters(life))
        return 0;
    read_control(life);
    return tell(life, "a message was not answered", why);
}

/* The MTA connects for its next message if it has to. */
static int send_one(struct life *life, const struct mail *mail)
{
    struct am_mta_answer answer = {0};
    struct am_err err;

    if (life->mta == NULL && am_mta_connect(&life->mta, life->daemon.socket,
                                            WAIT_MS, NULL, &err) < 0)
        return give_up(life, err.text);
    if (am_mta_message(life->mta, &envelope, mail->data, mail->size, 16384,
                       &answer, &err) < 0)
        return give_up(life, err.text);
    if (answer.reply != 'c' || answer.changes != 0)
        return tell(life, mail->name, "another answer than 'continue'");
    life->result->answered++;
    return 0;
}

/* One that the client gives up, as many do: no message, and no gap. */
static void begin_and_abort(struct life *life)
{
    struct am_err err;

    if (life->mta != NULL && (am_mta_mail(life->mta, &envelope, &err) < 0 ||
                              am_mta_rcpt(life->mta, &envelope, 0, &err) < 0 ||
                              am_mta_abort(life->mta, &err) < 0))
        am_mta_drop(&life->mta);
}

/* All mails but the last one, on two connections. */
static int converse(struct life *life)
{
    const struct mailset *mails = life->setup->mails;
    int status = 0;

    for (size_t i = 0; i + 1 < mails->count && status == 0; i++) {
        if (i == mails->count / 2)
            am_mta_close(&life->mta);
        if (i % 2 == 1)
            begin_and_abort(life);
        status = send_one(life, &mails->mails[i]);
    }
    am_mta_close(&life->mta);
    return status;
}

/* ---- start and end ---- */

/* How often the log tells of an error; -1: it cannot be read. */
static int count_errors(const struct life *life)
{
    static const char word[] = "attachmeterd: error: ";
    char path[DAEMON_PATH + 8];
    struct am_buf log;
    struct am_err err;
    int count = -1;

    snprintf(path, sizeof(path), "%s/log", life->daemon.dir);
    am_buf_init(&log, LOG_ROOM);
    if (am_file_read(path, &log, &err) == 0 &&
        am_buf_add(&log, "", 1, &err) == 0) {
        count = 0;
        for (const char *p = (char *)log.data; (p = strstr(p, word)) != NULL;
             p++)
            count++;
    }
    am_buf_free(&log);
    return count;
}

/* A library that we cannot mend crashed, or ended the process by itself, as
 * the scanner of libconfuse does. */
static bool library_crashed(const struct life *life)
{
    const char *where = life->inject->crashed;
    int status = life->daemon.status;

    if ((life->fault->kinds & INJECT_BIT(INJECT_MEMORY)) == 0)
        return false;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 2)
        return strncmp(life->inject->who, "libconfuse.", 11) == 0;
    return strncmp(where, "libconfuse.", 11) == 0 ||
           strncmp(where, "libcrypto.", 10) == 0;
}

/* It gave up in one line, and in a way that systemd understands. */
static int check_refusal(const struct life *life)
{
    int status = life->daemon.status;

    life->result->library_crashed = library_crashed(life);
    if (is_killed(life) || life->result->library_crashed)
        return 0;
    if (!WIFEXITED(status))
        return tell(life, "start", "it crashed");
    if (WEXITSTATUS(status) < EX__BASE || WEXITSTATUS(status) > EX__MAX)
        return tell(life, "start", "no status of sysexits.h");
    return count_errors(life) == 1
               ? 0
               : tell(life, "start", "not one line that says why");
}

static int run_faulty(struct life *life)
{
    struct am_err err;

    if (arm(life) < 0)
        return -1;
    life->result->started = daemon_try(&life->daemon, &err) == 0;
    control_leave();
    if (!life->result->started) {
        bool ended = life->daemon.pid == 0;
        daemon_end(&life->daemon, SIGKILL);
        read_control(life);
        return ended ? check_refusal(life) : tell(life, "start", err.text);
    }
    int status = converse(life);
    if (life->fault->until_mail_over)
        atomic_store(&life->inject->armed, 0);
    if (status == 0 && daemon_stop(&life->daemon, STOP_S) < 0)
        status = -1;
    daemon_end(&life->daemon, SIGKILL);
    read_control(life);
    if (status == 0 && !WIFEXITED(life->daemon.status) && !is_killed(life))
        status = tell(life, "stop", "it crashed");
    return status;
}

static int read_rows(struct life *life)
{
    life->result->rows = daemon_messages(&life->daemon, &life->result->gaps);
    return life->result->rows < 0 ? -1 : 0;
}

static void wait_rows(struct life *life)
{
    static const struct timespec pause = {0, 20000000};

    for (int ms = 0; ms < WAIT_MS; ms += 20) {
        if (read_rows(life) == 0 &&
            life->result->rows + life->result->gaps >= life->result->answered)
            return;
        nanosleep(&pause, NULL);
    }
}

/* The next daemon takes what was left, and new mail. */
static int run_healthy(struct life *life)
{
    const struct mailset *mails = life->setup->mails;

    if (daemon_start(&life->daemon) < 0)
        return tell(life, "next start", "failed");
    unsigned given_up = life->result->given_up;
    int status = send_one(life, &mails->mails[mails->count - 1]);
    am_mta_close(&life->mta);
    if (status == 0 && life->result->given_up != given_up)
        status = tell(life, "next mail", "was not answered");
    if (status == 0)
        wait_rows(life);
    if (daemon_stop(&life->daemon, STOP_S) < 0)
        status = -1;
    daemon_end(&life->daemon, SIGKILL);
    return status;
}

static int check_sums(struct life *life)
{
    const struct life_result *result = life->result;
    char text[128];

    if (read_rows(life) < 0)
        return tell(life, "database", "cannot be read");
    int64_t told = result->rows + result->gaps;
    if (told >= result->answered && told <= result->answered + result->given_up)
        return 0;
    snprintf(text, sizeof(text),
             "%lld rows and %lld gaps of %u answered, %u given up",
             (long long)result->rows, (long long)result->gaps, result->answered,
             result->given_up);
    return tell(life, "the sums do not agree", text);
}

static int remove_dir(const struct life *life)
{
    const char *const words[] = {"rm", "-rf", life->daemon.dir, NULL};

    return daemon_run(words) == 0 ? 0 : tell(life, "directory", "not removed");
}

int life_run(const struct life_setup *setup, const struct life_fault *fault,
             uint64_t first, struct life_result *result)
{
    struct life life = {
        .setup = setup, .fault = fault, .result = result, .first = first};
    char name[32];

    *result = (struct life_result){0};
    snprintf(name, sizeof(name), "%llu", (unsigned long long)first);
    if (daemon_prepare(&life.daemon, setup->program, setup->dir, name) < 0)
        return -1;
    int status = run_faulty(&life);
    if (status == 0)
        status = run_healthy(&life);
    if (status == 0)
        status = check_sums(&life);
    control_close(&life.inject);
    return status == 0 ? remove_dir(&life) : -1;
}
