/*
 * cmd_fleet - `attachmeter fleet init|upgrade|check|purge|rollup|rights`: the
 * tables of the fleet, on every shard and replica that the configuration names.
 *
 * Ships nothing: cmd_ship does.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/language.h"
#include "base/units.h"
#include "cli/choice.h"
#include "cli/command.h"
#include "cli/opening.h"
#include "cli/options.h"
#include "fleet/fleet.h"
#include "fleet/purge.h"
#include "fleet/replicas.h"
#include "fleet/rollup.h"
#include "fleet/schema.h"
#include "sql/embedded.h"
#include "store/retention.h"

#define LETTER_REPLICATED 256
#define LETTER_ROWS       257
#define ROWS_MOST         1000000000L
#define NOTICE_DAYS       2 /* until every relay has seen a shard more */
#define TEXT_LIMIT        ((size_t)1 << 16)

static const struct am_option options[] = {
    {"replicated", LETTER_REPLICATED, NULL,
     N_("tables that replicas share, also under one URL")},
    {"rows", LETTER_ROWS, N_("N"),
     N_("rollup: about so many rows a statement")},
    AM_OPTION_CONFIG,
    {0},
};

static const struct am_usage usage = {
    N_("fleet ACTION [options]"),
    N_("The tables of a fleet of relays on ClickHouse, to which 'attachmeter "
       "ship'\nships.  ACTION is one of those below."),
    options,
    N_("init     make the database and its tables on every shard, or what they "
       "lack\n"
       "upgrade  bring the tables that are there up to date\n"
       "check    are they there, and do all shards agree with fleet_url\n"
       "purge    delete what relays have forgotten, and what is too old\n"
       "rollup   build sums of months that are over, for dashboards\n"
       "rights   print the statements for users who ship, read, and keep the "
       "tables\n\n"
       "init, upgrade, purge and rollup need a user who may do that; all may be "
       "run\nagain.  Of two rollups at once the one that began last goes on.\n"
       "exit: 0 done, 1 a shard failed or is not as it should be, 2 wrong "
       "usage"),
};

struct wish {
    const char *action, *config;
    bool is_replicated;
    long rows;
};

/* One replica, which its engine is set to; returns -1, said. */
typedef int replica_fn(struct am_fleet *fleet, unsigned shard,
                       const struct am_fleet_schema_plan *plan);

static int complain(const struct am_err *err)
{
    am_complain("%s", err->text);
    return -1;
}

static int tell(struct am_engine *engine, const char *what)
{
    const char *version = NULL;
    struct am_err err;

    if (am_engine_version(engine, &version, &err) < 0)
        return complain(&err);
    printf("%s: ClickHouse %s, ", am_engine_url(engine), version);
    printf(_("version %d of the tables: %s"), am_fleet_schema_newest(), what);
    putchar('\n');
    return 0;
}

static int make(struct am_fleet *fleet, unsigned shard,
                const struct am_fleet_schema_plan *plan)
{
    struct am_engine *engine = fleet->engines[shard];
    struct am_err err;

    if (am_fleet_schema_make(engine, plan, &err) < 0)
        return complain(&err);
    return tell(engine, _("made"));
}

static int upgrade(struct am_fleet *fleet, unsigned shard,
                   const struct am_fleet_schema_plan *plan)
{
    struct am_engine *engine = fleet->engines[shard];
    struct am_err err;
    int version = 0;

    if (am_fleet_schema_version(engine, &version, &err) < 0)
        return complain(&err);
    if (version == 0) {
        am_complain("%s: there are no tables yet: 'attachmeter fleet init'",
                    am_engine_url(engine));
        return -1;
    }
    return make(fleet, shard, plan);
}

/* Does it have what the other replicas have, and take rows? */
static int check_replica(struct am_engine *engine)
{
    struct am_fleet_replica replica;
    struct am_err err;

    if (am_fleet_replica_ask(engine, &replica, &err) < 0)
        return complain(&err);
    if (replica.tables == 0) {
        am_complain("%s: the tables are not replicated", am_engine_url(engine));
        return -1;
    }
    if (replica.is_read_only) {
        am_complain("%s: the tables are read-only: it does not reach ZooKeeper "
                    "or Keeper",
                    am_engine_url(engine));
        return -1;
    }
    return am_replicas_check_behind(engine, &err) < 0 ? complain(&err) : 0;
}

static int check(struct am_fleet *fleet, unsigned shard,
                 const struct am_fleet_schema_plan *plan)
{
    struct am_engine *engine = fleet->engines[shard];
    struct am_err err;

    if (am_fleet_schema_check(engine, &err) < 0 ||
        am_fleet_epochs_check(engine, &fleet->routing, shard, &err) < 0)
        return complain(&err);
    if (plan->is_replicated && check_replica(engine) < 0)
        return -1;
    return tell(engine, _("as they should be"));
}

/* Replicas tell each other. */
static int purge(struct am_fleet *fleet, const struct am_settings *settings)
{
    const struct am_retention_rule rule = {
        .today = am_day_of(time(NULL)),
        .detail_days = settings->detail_days,
        .sum_months = settings->sum_months,
    };
    const struct am_purge_limits limits = {
        .detail_day = rule.today - rule.detail_days,
        .sum_day =
            am_retention_sum_day(&rule) - 1, /* a relay may keep it today */
    };
    int result = 0;

    for (unsigned i = 0; i < fleet->routing.shard_count; i++) {
        struct am_engine *engine = fleet->engines[i];
        struct am_err err;
        size_t notes = 0;
        if (am_replicas_use_best(engine, &err) < 0 ||
            am_fleet_schema_check(engine, &err) < 0 ||
            am_fleet_purge(engine, &limits, &notes, &err) < 0) {
            result = complain(&err);
            continue;
        }
        printf("%s: ", am_engine_url(engine));
        printf(am_plural("%zu note of what was forgotten",
                         "%zu notes of what was forgotten", notes),
               notes);
        putchar('\n');
    }
    return result;
}

/* Replicas tell each other here, too. */
static int roll_up(struct am_fleet *fleet, const struct am_settings *settings,
                   long rows)
{
    int64_t today = am_day_of(time(NULL));
    const struct am_rollup_request request = {
        .first_day = today - settings->detail_days + 1,
        .today = today,
        .piece_rows = rows,
    };
    int result = 0;

    for (unsigned i = 0; i < fleet->routing.shard_count; i++) {
        struct am_engine *engine = fleet->engines[i];
        struct am_rollup_result done = {.built = 0};
        struct am_err err;
        if (am_replicas_use_best(engine, &err) < 0 ||
            am_fleet_schema_check(engine, &err) < 0 ||
            am_fleet_rollup(engine, &request, &done, &err) < 0) {
            result = complain(&err);
            if (done.is_replaced) /* so on the shards behind this one, too */
                break;
            continue;
        }
        printf("%s: ", am_engine_url(engine));
        printf(am_plural("%u month built", "%u months built", done.built),
               done.built);
        fputs(", ", stdout);
        printf(am_plural("contents of %u month dropped",
                         "contents of %u months dropped", done.dropped),
               done.dropped);
        putchar('\n');
    }
    return result;
}

/* All replicas of all shards, also behind one that fails. */
static int each(struct am_fleet *fleet, replica_fn *function,
                const struct am_fleet_schema_plan *plan)
{
    int result = 0;

    for (unsigned i = 0; i < fleet->routing.shard_count; i++) {
        const struct am_fleet_shard *shard = &fleet->routing.shards[i];
        struct am_fleet_schema_plan its = *plan;
        its.is_replicated = plan->is_replicated || shard->url_count > 1;
        for (unsigned r = 0; r < shard->url_count; r++) {
            am_engine_use(fleet->engines[i], r);
            if (function(fleet, i, &its) < 0)
                result = -1;
        }
    }
    return result;
}

static int write_epochs(struct am_fleet *fleet)
{
    int64_t first_day = am_day_of(time(NULL)) + NOTICE_DAYS;
    struct am_err err;

    if (am_fleet_use_best(fleet, &err) < 0 ||
        am_fleet_epochs_write(fleet, first_day, &err) < 0)
        return complain(&err);
    return 0;
}

static int print_statement(const char *sql, const struct am_phrase_word *words)
{
    struct am_buf text;
    struct am_err err;

    am_buf_init(&text, TEXT_LIMIT);
    int result = am_phrase_make(&text, sql, words, &err);
    if (result == 0) {
        size_t size = strcspn((const char *)text.data, "\n");
        printf("%.*s;\n", (int)size, (const char *)text.data);
    } else {
        complain(&err);
    }
    am_buf_free(&text);
    return result;
}

static int print_rights(const struct am_fleet *fleet)
{
    const struct am_phrase_word words[] = {
        {"database", fleet->access.database},
        {"writer", "attachmeter_ship"},
        {"reader", "attachmeter_read"},
        {"keeper", "attachmeter_keep"},
        {NULL, NULL},
    };

    for (const struct am_sql_file *file = am_sql_files; file->name != NULL;
         file++) {
        if (strncmp(file->name, "fleet/rights/", 13) == 0 &&
            print_statement(file->text, words) < 0)
            return -1;
    }
    return 0;
}

static int act(struct am_fleet *fleet, const struct wish *wish,
               const struct am_settings *settings)
{
    const struct am_fleet_schema_plan plan = {
        .database = fleet->access.database,
        .is_replicated = wish->is_replicated,
        .detail_days = settings->detail_days,
    };
    struct am_err err;

    if (strcmp(wish->action, "rights") == 0)
        return print_rights(fleet);
    if (strcmp(wish->action, "purge") == 0)
        return purge(fleet, settings);
    if (strcmp(wish->action, "rollup") == 0)
        return roll_up(fleet, settings, wish->rows);
    if (am_fleet_macros_check(fleet, wish->is_replicated, &err) < 0)
        return complain(&err);
    if (strcmp(wish->action, "check") == 0)
        return each(fleet, check, &plan);
    if (each(fleet, strcmp(wish->action, "init") == 0 ? make : upgrade, &plan) <
        0)
        return -1;
    return write_epochs(fleet);
}

static int take_rows(struct wish *wish, const char *argument)
{
    char *end = NULL;

    wish->rows = strtol(argument, &end, 10);
    if (*end == '\0' && wish->rows > 0 && wish->rows <= ROWS_MOST)
        return AM_EXIT_OK;
    return am_usage_error("fleet", "--rows %.40s: not a number from 1 to %ld",
                          argument, ROWS_MOST);
}

static int read_options(int argc, char **argv, struct wish *wish)
{
    static const struct am_choice actions = {
        {"init", "upgrade", "check", "purge", "rollup", "rights"}, 6};
    struct am_err err;
    int letter = 0;

    while ((letter = am_option_next(argc, argv, &usage)) != AM_OPTION_END) {
        if (letter == AM_OPTION_BAD)
            return AM_EXIT_USAGE;
        if (letter == LETTER_REPLICATED) {
            wish->is_replicated = true;
        } else if (letter == LETTER_ROWS) {
            if (take_rows(wish, optarg) != AM_EXIT_OK)
                return AM_EXIT_USAGE;
        } else {
            wish->config = optarg;
        }
    }
    if (argc - optind != 1)
        return am_usage_error("fleet", _("name one action"));
    int number = am_choice_number(&actions, argv[optind], &err);
    if (number < 0)
        return am_usage_error("fleet", "%s: %s", argv[optind], err.text);
    wish->action = actions.words[number];
    return AM_EXIT_OK;
}

int am_cmd_fleet(int argc, char **argv)
{
    struct am_config *config = NULL;
    struct am_fleet fleet;
    struct wish wish = {.action = "", .rows = AM_ROLLUP_ROWS};
    struct am_err err;

    if (read_options(argc, argv, &wish) != AM_EXIT_OK)
        return AM_EXIT_USAGE;
    if (am_opening_config(&config, wish.config) < 0)
        return AM_EXIT_FAILED;
    const struct am_settings *settings = am_config_settings(config);
    int result = am_fleet_open(&fleet, settings, &err);
    if (result < 0) {
        complain(&err);
    } else {
        result = act(&fleet, &wish, settings);
        am_fleet_close(&fleet);
    }
    am_config_close(&config);
    return result < 0 ? AM_EXIT_FAILED : AM_EXIT_OK;
}
