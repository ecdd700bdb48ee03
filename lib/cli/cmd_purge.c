/*
 * cmd_purge - `attachmeter purge`: what is too old goes now.
 *
 * The same that the daemon does once a day, and beside it.  Decides nothing:
 * what is too old is store/retention's.
 */
#include <getopt.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/language.h"
#include "base/units.h"
#include "cli/command.h"
#include "cli/opening.h"
#include "cli/progress.h"
#include "cli/upkeep.h"
#include "cli/viewing.h"
#include "report/columns.h"
#include "report/json.h"
#include "report/words.h"
#include "store/query.h"
#include "store/retention.h"

#define STEP_ROWS 2000
#define WAIT_S    2 /* for records that the recorder is about to read */

static const struct am_option options[] = {
    {"dry-run", 'n', NULL, N_("delete nothing: print what would go")},
    AM_VIEWING_OUTPUT,
    AM_VIEWING_SOURCE,
    {0},
};

static const struct am_usage usage = {
    N_("purge [options]"),
    N_("Delete what is too old, as attachmeterd does once a day: messages and\n"
       "their attachments after detail_days, contents that were not seen since,\n"
       "sums of days after sum_months."),
    options,
    N_("The daemon may run.  Deleted rows are overwritten, and their space is\n"
       "given back.  No sum of a day that stays is changed, now or later.\n"
       "exit: 0 done, 1 failed, 2 wrong usage"),
};

struct purge {
    bool is_dry;
    const char *source;
    struct am_retention_limits limits;
    struct am_retention_counts counts;
    bool has_progress;
    struct am_retention_counts expected; /* before it, where that is told */
    uint64_t bytes_before, bytes;        /* of the database's files */
    struct am_retention *running;
};

static int take(void *context, int letter, const char *argument,
                const struct am_viewing *viewing)
{
    struct purge *purge = context;

    (void)letter;
    (void)argument;
    (void)viewing;
    purge->is_dry = true;
    return AM_EXIT_OK;
}

/* ---- print ---- */

static int print_table(const void *context, const struct am_viewing *viewing,
                       FILE *out, struct am_err *err)
{
    static const struct am_column headings[] = {
        {N_("what"), 0}, {N_("before"), 0}, {N_("rows"), 1}, {NULL, 0}};
    const struct purge *purge = context;

    const struct {
        const char *what;
        int64_t day, rows;
    } rows[] = {
        {N_("messages"), purge->limits.message_day, purge->counts.messages},
        {N_("attachments"), purge->limits.message_day, purge->counts.sightings},
        {N_("contents"), purge->limits.content_day, purge->counts.contents},
        {N_("sums of days"), purge->limits.sum_day, purge->counts.sums},
    };
    struct am_columns *columns = am_columns_create(headings, &viewing->look);
    char size[2][AM_SIZE_TEXT_SIZE];

    fprintf(out, "attachmeter purge   %s\n",
            purge->is_dry ? _("nothing was deleted: a dry run")
                          : _("deleted:"));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char day[AM_DAY_TEXT_SIZE];
        char count[AM_COUNT_SIZE];
        const char *cells[] = {_(rows[i].what), am_format_day(rows[i].day, day),
                               am_count_text(rows[i].rows, count)};
        am_columns_add(columns, cells);
    }
    int result = am_columns_print(columns, out, err);
    am_columns_destroy(&columns);
    am_format_size(purge->bytes_before, viewing->look.units, size[0]);
    if (purge->is_dry) {
        fprintf(out, _("database: %s\n"), size[0]);
    } else {
        fprintf(out, _("database: %s before, %s now\n"), size[0],
                am_format_size(purge->bytes, viewing->look.units, size[1]));
    }
    return result;
}

static json_t *row_json(int64_t day, int64_t rows)
{
    return json_pack("{so sI}", "before", am_json_day(day), "rows",
                     (json_int_t)rows);
}

static int print_json(const void *context, const struct am_viewing *viewing,
                      FILE *out, struct am_err *err)
{
    const struct purge *purge = context;
    const struct am_retention_limits *limits = &purge->limits;
    const struct am_retention_counts *counts = &purge->counts;

    (void)viewing;
    return am_json_print(
        json_pack("{ss so so sb so so so so s{sI sI}}", "schema",
                  "attachmeter.purge/1", "generated", am_json_time(time(NULL)),
                  "source", am_json_text(purge->source), "dry_run",
                  (int)purge->is_dry, "messages",
                  row_json(limits->message_day, counts->messages),
                  "attachments",
                  row_json(limits->message_day, counts->sightings), "contents",
                  row_json(limits->content_day, counts->contents), "sums",
                  row_json(limits->sum_day, counts->sums), "database",
                  "before_bytes", (json_int_t)purge->bytes_before,
                  "after_bytes", (json_int_t)purge->bytes),
        out, err);
}

static void csv_row(struct am_csv *csv, const char *what, int64_t day,
                    int64_t rows)
{
    char text[AM_DAY_TEXT_SIZE];

    am_csv_text(csv, what);
    am_csv_text(csv, am_format_day(day, text));
    am_csv_integer(csv, rows);
    am_csv_end_row(csv);
}

static int print_csv(const void *context, const struct am_viewing *viewing,
                     FILE *out, struct am_err *err)
{
    static const char *const names[] = {"what", "before_day", "rows", NULL};
    const struct purge *purge = context;
    struct am_csv csv;

    am_csv_begin(&csv, out, viewing->csv_style);
    am_csv_names(&csv, names);
    csv_row(&csv, "messages", purge->limits.message_day,
            purge->counts.messages);
    csv_row(&csv, "attachments", purge->limits.message_day,
            purge->counts.sightings);
    csv_row(&csv, "contents", purge->limits.content_day,
            purge->counts.contents);
    csv_row(&csv, "sums", purge->limits.sum_day, purge->counts.sums);
    return am_csv_finish(&csv, err);
}

static const struct am_view view = {
    .usage = &usage,
    .take = take,
    .print = {print_table, print_json, print_csv},
};

/* ---- delete ---- */

static int step(void *context, struct am_err *err)
{
    const struct purge *purge = context;

    return am_retention_step(purge->running, STEP_ROWS, err);
}

static int64_t rows_of(const struct am_retention_counts *counts)
{
    return counts->messages + counts->sightings + counts->contents +
           counts->sums;
}

static void tell(void *context, double elapsed_s, char *text, size_t size)
{
    const struct purge *purge = context;
    struct am_retention_counts counts;
    char count[3][AM_COUNT_SIZE];
    char left[AM_PROGRESS_LEFT_SIZE];

    am_retention_count(purge->running, &counts);
    int64_t done = rows_of(&counts);
    snprintf(text, size, _("%s of %s rows deleted, %s/s, %s"),
             am_count_text(done, count[0]),
             am_count_text(rows_of(&purge->expected), count[1]),
             am_count_text((long long)((double)done / elapsed_s), count[2]),
             am_progress_left(elapsed_s, (double)done,
                              (double)rows_of(&purge->expected), left));
}

static int delete_all(struct purge *purge, struct am_store *store,
                      const struct am_retention_rule *rule)
{
    const struct am_upkeep upkeep = {"purge", step, tell, purge,
                                     purge->has_progress};
    struct am_err err;

    if ((purge->has_progress &&
         am_retention_preview(store, rule, &purge->expected, &err) < 0) ||
        am_retention_create(&purge->running, store, rule, &err) < 0) {
        am_complain("%s", err.text);
        return -1;
    }
    int result = am_upkeep_run(&upkeep);
    am_retention_count(purge->running, &purge->counts);
    am_retention_destroy(&purge->running);
    return result;
}

/* Records that wait are of the newest day in the database, or later: until they
 * are in it, no later day can be gone by. */
static int find_today(const struct purge *purge, struct am_store *store,
                      int64_t *today)
{
    const struct am_query ever = {.until_day = INT32_MAX};
    struct am_message_sums sums;
    bool is_waiting = false;
    struct am_err err;

    *today = am_day_of(time(NULL));
    if (am_upkeep_wait(store, purge->source, WAIT_S, &is_waiting) < 0)
        return -1;
    if (!is_waiting)
        return 0;
    if (am_query_messages(store, &ever, &sums, &err) < 0) {
        am_complain("%s", err.text);
        return -1;
    }
    if (sums.last_day < *today)
        *today = sums.last_day;
    return 0;
}

static int run(struct purge *purge, struct am_store *store,
               const struct am_settings *settings)
{
    struct am_retention_rule rule = {.detail_days = settings->detail_days,
                                     .sum_months = settings->sum_months};
    struct am_err err;

    if (find_today(purge, store, &rule.today) < 0)
        return -1;
    if (am_retention_limit(store, &rule, &purge->limits, &err) < 0 ||
        (purge->is_dry &&
         am_retention_preview(store, &rule, &purge->counts, &err) < 0)) {
        am_complain("%s", err.text);
        return -1;
    }
    return purge->is_dry ? 0 : delete_all(purge, store, &rule);
}

static uint64_t file_bytes(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 ? (uint64_t)about.st_size : 0;
}

static int open_and_run(struct purge *purge, const struct am_viewing *viewing)
{
    struct am_viewing_input input = {0};
    int status = AM_EXIT_FAILED;
    int opened = am_viewing_configure(viewing, &input);

    if (opened == 0) {
        purge->source = input.source;
        purge->bytes_before = file_bytes(input.source);
        opened = purge->is_dry ? am_opening_store(&input.store, input.source)
                               : am_opening_writer(&input.store, input.source);
    }
    if (opened == 0 && run(purge, input.store, input.settings) == 0) {
        purge->bytes = file_bytes(input.source);
        status = am_viewing_print(viewing, &view, purge);
    }
    am_viewing_close(&input);
    return status;
}

int am_cmd_purge(int argc, char **argv)
{
    struct am_viewing viewing = {0};
    struct purge purge = {0};

    if (am_viewing_options(&viewing, argc, argv, &view, &purge) != AM_EXIT_OK)
        return AM_EXIT_USAGE;
    purge.has_progress =
        !viewing.has_no_progress && am_terminal_of(STDERR_FILENO).is_one;
    if (am_no_argument(argc, argv) != AM_EXIT_OK)
        return AM_EXIT_USAGE;
    return open_and_run(&purge, &viewing);
}
