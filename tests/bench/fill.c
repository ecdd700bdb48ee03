/*
 * bench_fill - a database as retention leaves it: detail of the last days, sums
 * of all, and the contents that were seen since.
 *
 *   bench_fill [--sightings N] [--days N] [--detail-days N] [--until DAY]
 *              [--seed N] [--shared PERMILLE] FILE
 *
 * FILE must not be there.  20,000,000 sightings of the two years before today,
 * if nothing else is said; the same options give the same rows.  Another seed
 * has other contents, but for so many in a thousand.  The rows are written by
 * the recorder's statements, but not by store/ingest, which would take an hour;
 * fill.sh compares the sums with the detail.
 */
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/units.h"
#include "must.h"
#include "past.h"
#include "tables.h"

struct fill {
    struct tables tables;
    struct past past;
    int64_t detail_from_day;
};

static void add_parts(struct fill *fill, const struct wares *ware)
{
    struct am_statement *add = tables_statement(&fill->tables, TABLES_PART);
    int64_t sighting = sqlite3_last_insert_rowid(fill->tables.db);

    for (unsigned p = 0; p < ware->sighting.part_count; p++) {
        am_bind(add, ":sighting", sighting);
        am_bind(add, ":ordinal", p + 1);
        am_bind(add, ":content", ware->parts[p].content);
        am_bind(add, ":size_bytes", ware->parts[p].size_bytes);
        tables_run(add);
    }
}

static void add_sighting(struct fill *fill, int64_t message,
                         const struct wares *ware)
{
    struct am_statement *add = tables_statement(&fill->tables, TABLES_SIGHTING);
    const struct am_sighting *sighting = &ware->sighting;

    am_bind(add, ":message", message);
    if (ware->content != 0)
        am_bind(add, ":content", ware->content);
    am_bind(add, ":type", sighting->type);
    am_bind(add, ":class", sighting->class);
    am_bind(add, ":family", sighting->family);
    am_bind(add, ":encoding", sighting->encoding);
    am_bind(add, ":disposition", sighting->disposition);
    am_bind(add, ":has_name", sighting->has_name);
    am_bind(add, ":has_content_id", sighting->has_content_id);
    am_bind(add, ":size_bytes", (int64_t)sighting->size_bytes);
    am_bind(add, ":stored_bytes", (int64_t)sighting->stored_bytes);
    am_bind(add, ":wire_bytes", (int64_t)sighting->wire_bytes);
    am_bind(add, ":layout", (int64_t)sighting->layout);
    tables_run(add);
    add_parts(fill, ware);
}

static void add_detail(struct fill *fill, const struct past_message *message)
{
    struct am_statement *add = tables_statement(&fill->tables, TABLES_MESSAGE);
    const struct am_day_counts *counts = &message->counts;

    am_bind(add, ":day", message->day);
    am_bind(add, ":direction", message->direction);
    am_bind(add, ":domain", message->domain + 1);
    am_bind(add, ":local_given", counts->fanout.local_given);
    am_bind(add, ":local", counts->fanout.local);
    am_bind(add, ":external", counts->fanout.external);
    am_bind(add, ":sent", counts->sent);
    am_bind(add, ":hops", counts->fanout.hops);
    am_bind(add, ":continuation", !counts->first);
    tables_run(add);
    int64_t id = sqlite3_last_insert_rowid(fill->tables.db);
    for (unsigned i = 0; i < message->count; i++)
        add_sighting(fill, id, &message->sightings[i].ware);
}

static void make_day(struct fill *fill, unsigned day)
{
    static struct past_message message;

    for (past_begin_day(&fill->past, day); past_more(&fill->past);) {
        past_message(&fill->past, day, &message);
        for (bool more = true; more;) {
            tables_sum_up(&fill->tables, &message);
            if (message.day >= fill->detail_from_day)
                add_detail(fill, &message);
            more = message.counts.linked &&
                   am_random_chance(&fill->past.random, 10);
            if (more)
                past_continue(&fill->past, &message);
        }
    }
    tables_write_day(&fill->tables, fill->past.first_day + day);
}

static void add_sis(struct fill *fill, const struct past_content *content)
{
    struct am_statement *touch = tables_statement(&fill->tables, TABLES_SIS);

    for (unsigned i = 0; i < 2; i++) {
        if (content->sis_day[i] < fill->detail_from_day)
            continue;
        am_bind(touch, ":content", content->id);
        am_bind(touch, ":layout", content->layout[i]);
        am_bind(touch, ":day", content->sis_day[i]);
        tables_run(touch);
    }
}

/* False: there is none of that number. */
static bool add_content(struct fill *fill, enum am_class what, size_t i)
{
    struct am_statement *add = tables_statement(&fill->tables, TABLES_CONTENT);
    struct past_content content;

    if (!past_content(&fill->past, what, i, &content))
        return false;
    if (content.last_day < fill->detail_from_day)
        return true;
    am_bind(add, ":id", content.id);
    am_bind_bytes(add, ":fingerprint", content.fingerprint,
                  AM_FINGERPRINT_SIZE);
    am_bind(add, ":size_bytes", content.size_bytes);
    am_bind(add, ":family", content.family);
    am_bind(add, ":first_day", content.first_day);
    am_bind(add, ":last_day", content.last_day);
    if (content.own_day != 0)
        am_bind(add, ":own_day", content.own_day);
    am_bind(add, ":senders", content.senders);
    tables_run(add);
    add_sis(fill, &content);
    return true;
}

static void add_contents(struct fill *fill)
{
    unsigned left = (1U << AM_CLASS_COUNT) - 1;

    for (size_t i = 0; left != 0; i++) {
        for (unsigned what = 0; what < AM_CLASS_COUNT; what++) {
            if (!add_content(fill, (enum am_class)what, i))
                left &= ~(1U << what);
        }
    }
}

/* The daemon ran all the time, but for a minute a month. */
static void add_runs(struct fill *fill)
{
    struct am_statement *start =
        tables_statement(&fill->tables, TABLES_RUN_START);
    struct am_statement *beat =
        tables_statement(&fill->tables, TABLES_RUN_BEAT);
    int64_t until_day = fill->past.options.until_day;

    for (int64_t day = fill->past.first_day; day < until_day; day += 30) {
        int64_t end_day = day + 30 < until_day ? day + 30 : until_day;
        am_bind(start, ":now_s", day * 86400);
        tables_run(start);
        am_bind(beat, ":id", sqlite3_last_insert_rowid(fill->tables.db));
        am_bind(beat, ":started_s", day * 86400);
        am_bind(beat, ":now_s", end_day * 86400 - 60);
        am_bind(beat, ":clean", 1);
        tables_run(beat);
    }
}

static void print_rows(struct fill *fill)
{
    static const char *const tables[] = {
        "content",  "message",     "sighting",     "sighting_part",
        "sis_file", "day_message", "day_sighting", "small_group",
    };

    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        char text[64];
        snprintf(text, sizeof(text), "SELECT count(*) FROM %s", tables[i]);
        printf("%-14s %10lld rows\n", tables[i],
               (long long)tables_number(&fill->tables, text));
    }
    printf("%-14s %10lld\n", "sightings summed",
           (long long)tables_number(&fill->tables,
                                    "SELECT sum(sightings) FROM day_sighting"));
    printf("%-14s %10lld bytes\n", "database",
           (long long)tables_number(
               &fill->tables, "SELECT page_count * page_size"
                              " FROM pragma_page_count, pragma_page_size"));
}

static void make(const struct past_options *options, const char *path)
{
    struct fill fill = {.detail_from_day =
                            options->until_day - options->detail_days};

    tables_open(&fill.tables, path);
    past_begin(&fill.past, options);
    for (unsigned day = 0; day < options->days; day++)
        make_day(&fill, day);
    add_contents(&fill);
    add_runs(&fill);
    print_rows(&fill);
    past_end(&fill.past);
    tables_close(&fill.tables);
}

static void use(void)
{
    fprintf(stderr, "usage: bench_fill [--sightings N] [--days N] "
                    "[--detail-days N] [--until DAY] [--seed N] "
                    "[--shared PERMILLE] FILE\n");
    exit(2); // NOLINT
}

static void parse(int argc, char **argv, struct past_options *options)
{
    static const struct option longs[] = {
        {"sightings", required_argument, NULL, 'n'},
        {"days", required_argument, NULL, 'd'},
        {"detail-days", required_argument, NULL, 'k'},
        {"until", required_argument, NULL, 'u'},
        {"seed", required_argument, NULL, 's'},
        {"shared", required_argument, NULL, 'r'},
        {0},
    };
    int letter = 0;

    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    while ((letter = getopt_long(argc, argv, "", longs, NULL)) != -1) {
        if (letter == 'n') {
            options->sightings = strtod(optarg, NULL);
        } else if (letter == 'd') {
            options->days = (unsigned)strtoul(optarg, NULL, 10);
        } else if (letter == 'k') {
            options->detail_days = strtoll(optarg, NULL, 10);
        } else if (letter == 's') {
            options->origin.seed = (unsigned)strtoul(optarg, NULL, 10);
        } else if (letter == 'r') {
            options->origin.shared = (unsigned)strtoul(optarg, NULL, 10);
        } else if (letter != 'u' ||
                   am_parse_day(optarg, options->until_day, &options->until_day,
                                NULL) < 0) {
            use();
        }
    }
    /* Days of the past are kept in 16 bits. */
    if (optind + 1 != argc || options->days == 0 || options->days > 60000)
        use();
}

int main(int argc, char **argv)
{
    struct past_options options = {.sightings = 20e6,
                                   .days = 730,
                                   .origin = {.seed = 1},
                                   .until_day = am_day_of(time(NULL)),
                                   .detail_days = 180};

    parse(argc, argv, &options);
    must(access(argv[optind], F_OK) != 0, "making a new database");
    make(&options, argv[optind]);
    return 0;
}
