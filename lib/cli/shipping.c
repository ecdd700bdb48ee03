/* shipping - see shipping.h. */
#include "cli/shipping.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <time.h>

#include "base/language.h"
#include "base/units.h"
#include "cli/choice.h"
#include "cli/command.h"
#include "cli/opening.h"
#include "cli/options.h"
#include "fleet/audit.h"
#include "fleet/lag.h"

static int take_format(struct am_shipping *shipping, const char *word)
{
    static const struct am_choice formats = {{"table", "json"}, 2};
    struct am_err err;
    int number = am_choice_number(&formats, word, &err);

    if (number < 0)
        return am_usage_error("ship", "--%s %s: %s", "format", word, err.text);
    shipping->is_json = number == 1;
    return AM_EXIT_OK;
}

int am_shipping_take(struct am_shipping *shipping, int letter,
                     const char *argument)
{
    switch (letter) {
    case AM_SHIPPING_FORMAT:
        return take_format(shipping, argument);
    case AM_SHIPPING_STATE:
        shipping->state = argument;
        return AM_EXIT_OK;
    case 'D':
        shipping->database = argument;
        return AM_EXIT_OK;
    case 'c':
        shipping->config = argument;
        return AM_EXIT_OK;
    default:
        if (shipping->action != 0 && shipping->action != letter)
            return am_usage_error("ship", _("one thing at a time"));
        shipping->action = letter;
        return AM_EXIT_OK;
    }
}

void am_shipping_settle(struct am_shipping *shipping,
                        const struct am_settings *settings)
{
    shipping->settings = settings;
    if (shipping->database == NULL)
        shipping->database = settings->database;
    if (shipping->state == NULL) {
        am_lag_state_path(shipping->database, shipping->state_path,
                          sizeof(shipping->state_path));
        shipping->state = shipping->state_path;
    }
}

static int print_json(json_t *root)
{
    int failed = root == NULL || json_dumpf(root, stdout, JSON_INDENT(1)) < 0;

    putchar('\n');
    json_decref(root);
    return failed ? AM_EXIT_FAILED : AM_EXIT_OK;
}

/* ---- how far it is ---- */

static int print_lag(const struct am_lag *lag, bool is_json)
{
    char span[AM_SPAN_TEXT_SIZE];

    if (is_json) {
        return print_json(json_pack(
            "{s:s, s:I, s:I, s:I, s:I, s:I, s:s}", "schema",
            "attachmeter.ship/1", "acked", (json_int_t)lag->acked, "last",
            (json_int_t)lag->last, "lag_rows", (json_int_t)lag->rows,
            "lag_seconds", (json_int_t)lag->seconds, "failing_since_s",
            (json_int_t)lag->failed_s, "failure", lag->why));
    }
    printf(_("shipped up to row %" PRId64 " of %" PRId64 ", %" PRId64
             " behind, for %s"),
           lag->acked, lag->last, lag->rows,
           am_format_span(lag->seconds, span));
    putchar('\n');
    if (lag->failed_s != 0) {
        printf(_("it fails: %s"), lag->why);
        putchar('\n');
    }
    return AM_EXIT_OK;
}

static int tell_lag(const struct am_shipping *shipping)
{
    struct am_lag lag;
    struct am_err err;

    if (am_lag_take(&lag, shipping->database, shipping->state, time(NULL),
                    &err) < 0)
        return am_failure(&err);
    int status = print_lag(&lag, shipping->is_json);
    return lag.failed_s != 0 ? AM_EXIT_FAILED : status;
}

/* ---- what the shards lack ---- */

/* Filled for JSON, NULL else. */
struct holes {
    json_t *rows, *days;
};

static void print_day_hole(json_t *holes, const struct am_audit_hole *hole)
{
    char first[AM_DAY_TEXT_SIZE];
    char last[AM_DAY_TEXT_SIZE];

    am_format_day(hole->first, first);
    am_format_day(hole->last, last);
    if (holes != NULL) {
        json_array_append_new(
            holes, json_pack("{s:i, s:s, s:s, s:I}", "shard",
                             (int)hole->shard + 1, "first_day", first,
                             "last_day", last, "days", (json_int_t)hole->rows));
        return;
    }
    printf(_("shard %u lacks rows of %" PRId64 " days, between %s and %s"),
           hole->shard + 1, hole->rows, first, last);
    putchar('\n');
}

static void print_hole(void *context, const struct am_audit_hole *hole)
{
    const struct holes *all = context;
    json_t *holes = all->rows;

    if (hole->is_of_days) {
        print_day_hole(all->days, hole);
        return;
    }
    if (holes != NULL) {
        json_array_append_new(holes,
                              json_pack("{s:i, s:I, s:I, s:I}", "shard",
                                        (int)hole->shard + 1, "first_sequence",
                                        (json_int_t)hole->first,
                                        "last_sequence", (json_int_t)hole->last,
                                        "rows", (json_int_t)hole->rows));
        return;
    }
    printf(
        _("shard %u lacks %" PRId64 " rows, between %" PRId64 " and %" PRId64),
        hole->shard + 1, hole->rows, hole->first, hole->last);
    putchar('\n');
}

static int print_audit(const struct am_audit_result *found,
                       const struct holes *holes)
{
    const struct am_recount_result *days = &found->days;

    if (holes->rows != NULL) {
        return print_json(json_pack(
            "{s:s, s:I, s:I, s:I, s:I, s:O, s:I, s:I, s:I, s:O}", "schema",
            "attachmeter.ship-audit/1", "rows", (json_int_t)found->rows,
            "missing", (json_int_t)found->missing, "misplaced",
            (json_int_t)found->misplaced, "sent", (json_int_t)found->sent,
            "holes", holes->rows, "days", (json_int_t)days->days,
            "missing_days", (json_int_t)days->missing, "sent_days",
            (json_int_t)days->sent, "day_holes", holes->days));
    }
    printf(_("%" PRId64 " rows shipped, %" PRId64 " of them missing, %" PRId64
             " where they do not belong, %" PRId64 " sent again"),
           found->rows, found->missing, found->misplaced, found->sent);
    putchar('\n');
    printf(_("%" PRId64 " days shipped, %" PRId64
             " of them incomplete, %" PRId64 " sent again"),
           days->days, days->missing, days->sent);
    putchar('\n');
    return AM_EXIT_OK;
}

static int audit(const struct am_shipping *shipping)
{
    const struct am_audit_setup setup = {
        .settings = shipping->settings,
        .database = shipping->database,
        .state = shipping->state,
        .is_repair = shipping->action == AM_SHIPPING_REPAIR,
    };
    struct holes holes = {NULL, NULL};
    struct am_audit_result found;
    struct am_err err;

    if (shipping->is_json)
        holes = (struct holes){json_array(), json_array()};
    int result = am_audit_run(&setup, print_hole, &holes, &found, &err);
    int status = result < 0 ? am_failure(&err) : print_audit(&found, &holes);
    json_decref(holes.rows);
    json_decref(holes.days);
    if (result == 0 && (found.missing > found.sent || found.misplaced > 0 ||
                        found.days.missing > found.days.sent))
        return AM_EXIT_FAILED;
    return status;
}

int am_shipping_look(const struct am_shipping *shipping)
{
    return shipping->action == AM_SHIPPING_STATUS ? tell_lag(shipping)
                                                  : audit(shipping);
}
