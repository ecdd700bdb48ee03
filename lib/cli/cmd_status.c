/*
 * cmd_status - `attachmeter status`: does the daemon answer, what has it
 * recorded, what is missing.
 *
 * Looks from outside: the socket, the database, the files of the spool.  Asks
 * the daemon nothing but a greeting.
 */
#include <dirent.h>
#include <getopt.h>
#include <jansson.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/language.h"
#include "base/units.h"
#include "cli/command.h"
#include "cli/opening.h"
#include "cli/options.h"
#include "mta/client.h"
#include "report/json.h"
#include "report/words.h"
#include "store/query.h"

#define CONNECT_MS 2000
#define PATH_SIZE  4096
#define RECENT     30 /* days in which gaps are told */

static const struct am_option options[] = {
    {"json", 'j', NULL, N_("print one JSON object")},
    {"database", 'D', N_("FILE"), N_("read this database")},
    {"config", 'c', N_("FILE"),
     N_("default: /etc/attachmeter/attachmeter.conf")},
    {0},
};

static const struct am_usage usage = {
    N_("status [options]"),
    N_("Does the daemon answer, what has it recorded, what could it not measure."),
    options,
    N_("exit: 0 all is well, 1 the daemon does not answer or there is no database"),
};

struct status {
    const char *socket, *database;
    char spool[PATH_SIZE];
    bool answers;
    struct am_err why_not; /* it does not answer */
    uint64_t database_bytes, spool_bytes;
    unsigned spool_files;
    struct am_message_sums ever, today, recent;
};

static uint64_t file_bytes(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 ? (uint64_t)about.st_size : 0;
}

/* The database is the file and its write-ahead log. */
static void measure_database(struct status *status)
{
    char path[PATH_SIZE];

    snprintf(path, sizeof(path), "%s-wal", status->database);
    status->database_bytes = file_bytes(status->database) + file_bytes(path);
}

static void measure_spool(struct status *status)
{
    char path[PATH_SIZE + 256];
    const struct dirent *entry = NULL;

    snprintf(status->spool, sizeof(status->spool), "%s.spool",
             status->database);
    DIR *dir = opendir(status->spool);
    /* The stream is this function's own: no other thread reads it. */
    while (dir != NULL && (entry = readdir(dir)) != NULL) { // NOLINT
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof(path), "%s/%.255s", status->spool, entry->d_name);
        status->spool_bytes += file_bytes(path);
        status->spool_files++;
    }
    if (dir != NULL)
        closedir(dir);
}

static int query(struct am_store *store, int64_t from_day, int64_t until_day,
                 struct am_message_sums *sums)
{
    struct am_query range = {.from_day = from_day, .until_day = until_day};
    struct am_err err;

    if (am_query_messages(store, &range, sums, &err) == 0)
        return 0;
    am_complain("%s", err.text);
    return -1;
}

static int gather(struct status *status, struct am_store *store)
{
    int64_t today = am_day_of(time(NULL));
    struct am_mta *mta = NULL;

    status->answers = am_mta_connect(&mta, status->socket, CONNECT_MS, NULL,
                                     &status->why_not) == 0;
    am_mta_close(&mta);
    measure_database(status);
    measure_spool(status);
    if (query(store, 0, today + 1, &status->ever) < 0 ||
        query(store, today, today + 1, &status->today) < 0)
        return -1;
    return query(store, today - RECENT, today + 1, &status->recent);
}

static int64_t sum_gaps(const struct am_message_sums *sums)
{
    int64_t gaps = 0;

    for (int i = 0; i < AM_GAP_COUNT; i++)
        gaps += sums->gaps[i];
    return gaps;
}

static void print_daemon(const struct status *status)
{
    fputs(_("daemon    "), stdout);
    if (status->answers) {
        fputs(_("answers on "), stdout);
        am_print_safe(stdout, status->socket);
        putchar('\n');
        return;
    }
    fputs(_("does not answer: "), stdout);
    am_print_safe(stdout, status->why_not.text);
    fputs(_("; start attachmeterd, see attachmeterd(8)\n"), stdout);
}

static void print_files(const struct status *status)
{
    char size[AM_SIZE_TEXT_SIZE];
    char day[AM_DAY_TEXT_SIZE];

    fputs(_("database  "), stdout);
    am_print_safe(stdout, status->database);
    printf(", %s, ", am_format_size(status->database_bytes, AM_UNITS_SI, size));
    if (status->ever.last_day == 0) {
        puts(_("no message yet"));
    } else {
        printf(_("last message on %s\n"),
               am_format_day(status->ever.last_day, day));
    }
    fputs(_("spool     "), stdout);
    am_print_safe(stdout, status->spool);
    printf(am_plural(", %s in %u file\n", ", %s in %u files\n",
                     status->spool_files),
           am_format_size(status->spool_bytes, AM_UNITS_SI, size),
           status->spool_files);
}

static void print_counts(const struct status *status)
{
    char messages[AM_COUNT_SIZE];
    char with[AM_COUNT_SIZE];
    char span[AM_SPAN_TEXT_SIZE];
    const struct am_message_sums *recent = &status->recent;
    const char *word = _("; by reason:");

    printf(_("today     %s messages, %s with attachments, %lld not measured\n"),
           am_count_text(status->today.messages, messages),
           am_count_text(status->today.with_attachments, with),
           (long long)sum_gaps(&status->today));
    printf(_("%d days   %s messages, %lld not measured"), RECENT,
           am_count_text(recent->messages, messages),
           (long long)sum_gaps(recent));
    for (int i = 0; i < AM_GAP_COUNT; i++) {
        if (recent->gaps[i] > 0) {
            printf("%s %s %lld", word, _(am_gap_name((enum am_gap)i)),
                   (long long)recent->gaps[i]);
            word = ",";
        }
    }
    printf(_("; daemon down for %s\n"),
           am_format_span(recent->downtime_s, span));
}

static json_t *sums_json(const struct am_message_sums *sums)
{
    int64_t gaps = sum_gaps(sums);
    int64_t seen = sums->messages + gaps;

    return json_pack("{sI sI sI sI sI}", "seen", (json_int_t)seen, "measured",
                     (json_int_t)sums->messages, "with_attachments",
                     (json_int_t)sums->with_attachments, "gaps",
                     (json_int_t)gaps, "downtime_s",
                     (json_int_t)sums->downtime_s);
}

static int print_json(const struct status *status, struct am_err *err)
{
    json_t *object = json_pack(
        "{ss s{so sb so} s{so sI so} s{so sI si} so so}", "schema",
        "attachmeter.status/1", "daemon", "socket",
        am_json_text(status->socket), "answers", (int)status->answers, "error",
        status->answers ? json_null() : am_json_text(status->why_not.text),
        "database", "path", am_json_text(status->database), "bytes",
        (json_int_t)status->database_bytes, "last_day",
        status->ever.last_day == 0 ? json_null()
                                   : am_json_day(status->ever.last_day),
        "spool", "path", am_json_text(status->spool), "bytes",
        (json_int_t)status->spool_bytes, "files", (int)status->spool_files,
        "today", sums_json(&status->today), "recent",
        sums_json(&status->recent));

    return am_json_print(object, stdout, err);
}

static int show(struct status *status, bool json)
{
    struct am_store *store = NULL;
    struct am_err err;

    if (am_opening_store(&store, status->database) < 0)
        return AM_EXIT_FAILED;
    int failed = gather(status, store);
    am_store_close(&store);
    if (failed)
        return AM_EXIT_FAILED;
    if (json) {
        if (print_json(status, &err) < 0) {
            am_complain("%s", err.text);
            return AM_EXIT_FAILED;
        }
    } else {
        print_daemon(status);
        print_files(status);
        print_counts(status);
    }
    return status->answers ? AM_EXIT_OK : AM_EXIT_FAILED;
}

int am_cmd_status(int argc, char **argv)
{
    struct am_config *config = NULL;
    struct status status = {0};
    const char *path = NULL;
    bool json = false;
    int letter = 0;

    while ((letter = am_option_next(argc, argv, &usage)) != AM_OPTION_END) {
        if (letter == AM_OPTION_BAD)
            return AM_EXIT_USAGE;
        if (letter == 'j') {
            json = true;
        } else if (letter == 'D') {
            status.database = optarg;
        } else {
            path = optarg;
        }
    }
    if (optind < argc) {
        return am_usage_error("status", "%s: it takes no argument",
                              argv[optind]);
    }
    if (am_opening_config(&config, path) < 0)
        return AM_EXIT_FAILED;
    status.socket = am_config_settings(config)->socket;
    if (status.database == NULL)
        status.database = am_config_settings(config)->database;
    int result = show(&status, json);
    am_config_close(&config);
    return result;
}
