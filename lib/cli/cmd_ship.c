/*
 * cmd_ship - `attachmeter ship`: a process that sends the relay's rows on to a
 * fleet, for as long as it runs; or what there is, once.
 *
 * May be killed at any moment: it goes on where it was (fleet/ship.h).  So it
 * handles no signal.  Says what fails when it begins to and when it is over,
 * not each time.
 */
#include <getopt.h>
#include <stdio.h>
#include <sys/random.h>
#include <time.h>

#ifdef AM_SYSTEMD
# include <systemd/sd-daemon.h>
#endif

#include "base/language.h"
#include "cli/command.h"
#include "cli/opening.h"
#include "cli/options.h"
#include "cli/shipping.h"
#include "fleet/backoff.h"
#include "fleet/ship.h"

#define PAUSE_MS      1000  /* between two looks at the database */
#define CROWDED_MS    60000 /* a shard with too many parts is left alone */
#define ONCE_ATTEMPTS 8     /* about 25 seconds in all */

static const struct am_option options[] = {
    {"once", AM_SHIPPING_ONCE, NULL, N_("ship what there is, then end")},
    {"audit", AM_SHIPPING_AUDIT, NULL,
     N_("compare with the shards, row by row: name what they lack")},
    {"repair", AM_SHIPPING_REPAIR, NULL,
     N_("the same, and send what they lack once more")},
    {"status", AM_SHIPPING_STATUS, NULL, N_("how far shipping is")},
    {"format", AM_SHIPPING_FORMAT, N_("FORMAT"),
     N_("of --audit, --repair, --status: table (default) or json")},
    {"state", AM_SHIPPING_STATE, N_("FILE"),
     N_("default: the database's path + .ship")},
    {"database", 'D', N_("FILE"), N_("ship this database")},
    AM_OPTION_CONFIG,
    {0},
};

static const struct am_usage usage = {
    N_("ship [options]"),
    N_("Send the rows of this relay on to the fleet that fleet_url names, "
       "until it is\nkilled, which it may be at any moment."),
    options,
    N_("The tables are made by 'attachmeter fleet init'.  A row that is sent "
       "twice\ncounts once.\n"
       "exit: 0 done, 1 something is for you to mend, or rows are missing, 2 "
       "wrong\nusage"),
};

static void pause_ms(int64_t ms)
{
    const struct timespec time = {ms / 1000, (long)(ms % 1000) * 1000000};

    nanosleep(&time, NULL);
}

static void back_off(unsigned failures, const struct am_err *err)
{
    uint64_t chance = 0;

    if (getrandom(&chance, sizeof(chance), 0) < 0)
        chance = (uint64_t)time(NULL);
    int64_t ms = am_backoff_ms(failures, chance);
    pause_ms(err->code == AM_EBUSY && ms < CROWDED_MS ? CROWDED_MS : ms);
}

static void tell_ready(void)
{
#ifdef AM_SYSTEMD
    sd_notify(0, "READY=1");
#endif
}

/* Step after step.  Returns 0 at the end of --once, -1 with *err. */
static int run(struct am_ship *ship, bool is_once, struct am_err *err)
{
    enum am_ship_did did = AM_SHIP_NOTHING;
    unsigned failures = 0;

    for (;;) {
        int result = am_ship_step(ship, time(NULL), is_once, &did, err);
        if (result == 0) {
            if (failures > 0)
                am_complain("shipping again, after %u attempts", failures);
            failures = 0;
            if (is_once && did == AM_SHIP_NOTHING)
                return 0;
            if (did != AM_SHIP_SENT)
                pause_ms(PAUSE_MS);
        } else if (!am_engine_may_pass(err) ||
                   (is_once && failures == ONCE_ATTEMPTS)) {
            return -1;
        } else {
            if (failures++ == 0)
                am_complain("%s", err->text);
            back_off(failures, err);
        }
    }
}

static int ship(const struct am_shipping *shipping)
{
    const struct am_ship_setup setup = {
        .settings = shipping->settings,
        .database = shipping->database,
        .state = shipping->state,
        .program = AM_VERSION,
    };
    struct am_ship *new = NULL;
    struct am_err err;

    int result = am_ship_open(&new, &setup, &err);
    if (result == 0) {
        tell_ready();
        result = run(new, shipping->action == AM_SHIPPING_ONCE, &err);
        am_ship_close(&new);
    }
    if (result < 0)
        return am_failure(&err);
    return AM_EXIT_OK;
}

int am_cmd_ship(int argc, char **argv)
{
    struct am_config *config = NULL;
    struct am_shipping shipping = {.database = NULL};
    int letter = 0;

    while ((letter = am_option_next(argc, argv, &usage)) != AM_OPTION_END) {
        if (letter == AM_OPTION_BAD ||
            am_shipping_take(&shipping, letter, optarg) != AM_EXIT_OK)
            return AM_EXIT_USAGE;
    }
    if (am_no_argument(argc, argv) != AM_EXIT_OK)
        return AM_EXIT_USAGE;
    if (am_opening_config(&config, shipping.config) < 0)
        return AM_EXIT_FAILED;
    am_shipping_settle(&shipping, am_config_settings(config));
    int status = shipping.action == 0 || shipping.action == AM_SHIPPING_ONCE
                     ? ship(&shipping)
                     : am_shipping_look(&shipping);
    am_config_close(&config);
    return status;
}
