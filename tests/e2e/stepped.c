/*
 * stepped - the clock of the day is set while mail goes through the daemon: the
 * mail is counted on the day that the clock showed, what is kept is not deleted
 * for a clock that leaps, and is when a day has really passed.
 *
 *   stepped ATTACHMETERD LIBRARY BENCH_FILL DIR
 *
 * The clock is moved by the library inject.c.
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/units.h"
#include "e2e/control.h"
#include "e2e/daemon.h"
#include "e2e/filled.h"
#include "e2e/unique.h"
#include "pause.h"

#define DAY_S  INT64_C(86400)
#define EACH   3 /* messages under each clock */
#define WAIT_S 20

struct world {
    struct daemon daemon;
    struct inject *inject;
    unsigned sent;
};

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "stepped: %s: %s\n", what, why);
    return -1;
}

static int64_t today_by(const struct world *world)
{
    return am_day_of((int64_t)time(NULL) +
                     (int64_t)atomic_load(&world->inject->clock_s));
}

static int64_t messages_of(const struct world *world, int64_t day)
{
    char sql[128];

    snprintf(sql, sizeof(sql),
             "SELECT coalesce(sum(messages), 0) FROM day_message"
             " WHERE day = %lld",
             (long long)day);
    return daemon_number(&world->daemon, sql);
}

static int send_messages(struct world *world)
{
    struct am_mta *mta = NULL;
    struct am_err err;
    int status = am_mta_connect(&mta, world->daemon.socket, 10000, NULL, &err);

    for (int i = 0; i < EACH && status == 0; i++)
        status = unique_pass(mta, ++world->sent, 500, &err);
    am_mta_close(&mta);
    return status == 0 ? 0 : tell("mail", err.text);
}

/* ---- what the clock does ---- */

struct step {
    const char *name;
    int64_t clock_s; /* off from the true one */
    int64_t kept;    /* days of detail before today that must stay */
    int64_t gone;    /* and from which day before today on it must not; 0: such
                        detail is not looked at */
};

static const struct step steps[] = {
    {"the true clock", 0, 179, 181},
    {"two hours back", -7200, 179, 0},
    {"a day back", -DAY_S, 178, 0},
    {"a day ahead", DAY_S, 178, 181},
    {"the year 2038", 4200 * DAY_S, 0, 0},
    {"back from 2038", 0, 178, 0},
    {"the day after tomorrow", 2 * DAY_S, 177, 181},
    {"the year 1990", -13000 * DAY_S, 0, 0},
    {"back from 1990, three days ahead", 3 * DAY_S, 177, 0},
    {"four days ahead", 4 * DAY_S, 176, 181},
};

/* Detail of `days` days before the true today. */
static int64_t detail_of(const struct world *world, int64_t day)
{
    char sql[128];

    snprintf(sql, sizeof(sql), "SELECT count(*) FROM message WHERE day = %lld",
             (long long)day);
    return daemon_number(&world->daemon, sql);
}

/* The recorder's retention comes when there is nothing else to do. */
static int wait_gone(const struct world *world, int64_t before_day)
{
    char sql[128];

    /* 1990 is older, and has its own time */
    snprintf(sql, sizeof(sql),
             "SELECT count(*) FROM message WHERE day < %lld AND day > 15000",
             (long long)before_day);
    for (int ms = 0; ms < WAIT_S * 1000; ms += 50) {
        if (daemon_number(&world->daemon, sql) == 0)
            return 0;
        pause_ms(50);
    }
    return tell("what is too old", "is still there");
}

/* On the day that the clock shows: a sum of all days goes down when those of
 * 1990 are deleted. */
static int wait_counted(const struct world *world, int64_t day,
                        int64_t messages)
{
    int64_t got = messages_of(world, day);

    for (int ms = 0; got < messages && ms < WAIT_S * 1000; ms += 50) {
        pause_ms(50);
        got = messages_of(world, day);
    }
    return got == messages ? 0 : tell("messages", "not counted on their day");
}

static int take_step(struct world *world, const struct step *step)
{
    atomic_store(&world->inject->clock_s, step->clock_s);
    int64_t today = today_by(world);
    int64_t before = messages_of(world, today);

    printf("%s\n", step->name);
    fflush(stdout);
    if (send_messages(world) < 0 ||
        wait_counted(world, today, before + EACH) < 0)
        return tell(step->name, "lost, or told twice");
    if (step->gone > 0 && wait_gone(world, today - step->gone + 1) < 0)
        return tell(step->name, "nothing was deleted");
    pause_ms(400); /* for a retention that should not come */
    int64_t true_today = am_day_of((int64_t)time(NULL));
    int64_t days = step->kept != 0 ? step->kept : 170;
    if (detail_of(world, (step->kept != 0 ? today : true_today) - days) == 0)
        return tell(step->name, "detail is gone that was to stay");
    return 0;
}

static int check_runs(const struct world *world)
{
    if (daemon_number(
            &world->daemon,
            "SELECT count(*) FROM run WHERE heartbeat_s < started_s") != 0)
        return tell("runs", "one ends before it begins");
    if (daemon_number(
            &world->daemon,
            "SELECT count(*) FROM run"
            " WHERE heartbeat_s > strftime('%s', 'now') + 5 * 86400") != 0)
        return tell("runs", "one lives in the future");
    if (daemon_number(&world->daemon, "SELECT heartbeat_s - started_s FROM run "
                                      "ORDER BY id DESC LIMIT 1") > 3600)
        return tell("runs", "the daemon's is longer than this test");
    return 0;
}

static int run(struct world *world, const char *library, const char *fill)
{
    char path[DAEMON_PATH + 16];

    if (filled_make(&world->daemon, fill, "4000", "200") < 0)
        return -1;
    snprintf(path, sizeof(path), "%s/control", world->daemon.dir);
    world->inject = control_open(path);
    if (world->inject == NULL)
        return tell(path, "cannot be made");
    control_use(library, path);
    int status = daemon_start(&world->daemon);
    control_leave();
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]) && status == 0; i++)
        status = take_step(world, &steps[i]);
    if (status == 0)
        status = daemon_stop(&world->daemon, WAIT_S);
    return status == 0 ? check_runs(world) : -1;
}

int main(int argc, char **argv)
{
    static struct world world;

    if (argc != 5) {
        fputs("usage: stepped ATTACHMETERD LIBRARY BENCH_FILL DIR\n", stderr);
        return 2;
    }
    if (daemon_prepare(&world.daemon, argv[1], argv[4], "stepped") < 0)
        return EXIT_FAILURE;
    int status = run(&world, argv[2], argv[3]);
    daemon_end(&world.daemon, SIGKILL);
    control_close(&world.inject);
    return status == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
