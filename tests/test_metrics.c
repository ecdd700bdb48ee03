/*
 * test_metrics - what is told to a monitoring system, gathered and written.
 * The scraper of these tests adds up as Prometheus' increase() does: a value
 * that falls began anew at 0.
 */
#include <stdlib.h>

#include "desk.h"
#include "report/breakdown.h"
#include "report/printer_metrics.h"
#include "store/retention.h"

/* 2026-10-05: a month ends below, and its first days are purged. */
#define FIRST_DAY 20731

static struct am_metrics metrics;

static void gather(int64_t now_s)
{
    metrics = (struct am_metrics){.version = "1.2", .now_s = now_s};
    ck_assert_msg(am_metrics_take_spool(&metrics, dir, &err) == 0, "%s",
                  err.text);
    ck_assert_msg(am_metrics_take_store(&metrics, store, path, dir, &err) == 0,
                  "%s", err.text);
}

/* So many messages, each from another sender and with the same attachments. */
static void take(int64_t time_s, int senders, const char *attachments)
{
    static int message;
    struct post_box box;

    ck_assert_int_eq(am_ingest_begin(ingest, &err), 0);
    for (int i = 0; i < senders; i++) {
        const struct post post =
            POST_AND(time_s, ++message, "1 2 x3", attachments, .sender = i + 1,
                     .direction = AM_DIRECTION_INTERNAL,
                     .domain = "example.org", .sent = true);
        struct am_record *record = post_make(&post, &box);
        memset(record->sender_run, (int)(time_s / DAY_S) & 0xff,
               sizeof(record->sender_run));
        ck_assert_msg(am_ingest_take(ingest, record, &err) == 0, "%s",
                      err.text);
    }
    ck_assert_int_eq(am_ingest_commit(ingest, &err), 0);
}

/* ---- a scraper is not fooled ---- */

static void purge(int64_t today)
{
    const struct am_retention_rule rule = {
        .today = today, .detail_days = 3, .sum_months = 1};
    struct am_retention *retention = NULL;
    int result = 1;

    ck_assert_int_eq(am_retention_create(&retention, store, &rule, &err), 0);
    while (result == 1)
        result = am_retention_step(retention, 1000, &err);
    ck_assert_msg(result == 0, "%s", err.text);
    am_retention_destroy(&retention);
}

struct seen {
    int64_t last, total;
    bool must_reset_to_0;
};

static void see(struct seen *seen, int64_t value)
{
    if (value < seen->last && seen->must_reset_to_0)
        ck_assert_int_eq(value, 0);
    seen->total += value < seen->last ? value : value - seen->last;
    seen->last = value;
}

static struct {
    struct seen received, delivered[AM_SCOPE_COUNT], unique;
    struct seen classes[AM_CLASS_COUNT + 1];
    struct seen families[AM_FAMILY_COUNT + 1];
} scraper;

static void scrape(int64_t now_s)
{
    const struct am_metrics_split *classes =
        &metrics.splits[AM_METRICS_BY_CLASS];
    const struct am_metrics_split *families =
        &metrics.splits[AM_METRICS_BY_FAMILY];

    gather(now_s);
    see(&scraper.received, metrics.totals[AM_SCOPE_ALL].received.stored_bytes);
    see(&scraper.unique, metrics.totals[AM_SCOPE_ALL].unique_size_bytes);
    for (int i = 0; i < AM_SCOPE_COUNT; i++) {
        see(&scraper.delivered[i], metrics.totals[i].delivered.stored_bytes);
    }
    for (size_t i = 0; i <= AM_CLASS_COUNT; i++) {
        scraper.classes[i].must_reset_to_0 = true;
        see(&scraper.classes[i], classes->savings[i][AM_SCOPE_ALL].sightings);
    }
    for (size_t i = 0; i <= AM_FAMILY_COUNT; i++) {
        scraper.families[i].must_reset_to_0 = true;
        see(&scraper.families[i],
            families->savings[i][AM_SCOPE_OWN].delivered.stored_bytes);
    }
}

static int64_t total_of(const struct seen *seen, size_t count)
{
    int64_t total = 0;

    for (size_t i = 0; i < count; i++)
        total += seen[i].total;
    return total;
}

/* The truth, read day by day before it is purged. */
struct truth {
    int64_t received, delivered[AM_SCOPE_COUNT], unique, sightings;
};

static void add_truth(struct truth *truth, int64_t day)
{
    struct am_sums sums = sums_of(day, day + 1);

    for (int i = 0; i < AM_SCOPE_COUNT; i++) {
        truth->delivered[i] +=
            am_savings_of(&sums, (enum am_scope)i).delivered.stored_bytes;
    }
    truth->received += sums.stored_bytes;
    truth->unique += am_savings_of(&sums, AM_SCOPE_ALL).unique_size_bytes;
    truth->sightings += sums.sightings;
}

START_TEST(increases_add_up_over_months_purges_and_small_groups)
{
    struct truth truth = {0};
    int64_t day = FIRST_DAY;

    for (; day < FIRST_DAY + 40; day++) {
        int64_t begin_s = day * DAY_S;
        scrape(begin_s + 1800);
        scrape(begin_s + 5400);
        take(begin_s + 36000, (int)(day % 7) + 1, "Ab");
        scrape(begin_s + 43200);
        take(begin_s + 84600, (int)(day % 5), day % 2 == 0 ? "C#" : "b");
        scrape(begin_s + DAY_S - 1);
        add_truth(&truth, day);
        purge(day);
    }
    scrape(day * DAY_S + 5400);
    ck_assert_int_eq(scraper.received.total, truth.received);
    ck_assert_int_eq(scraper.unique.total, truth.unique);
    for (int i = 0; i < AM_SCOPE_COUNT; i++)
        ck_assert_int_eq(scraper.delivered[i].total, truth.delivered[i]);
    ck_assert_int_eq(total_of(scraper.classes, AM_CLASS_COUNT + 1),
                     truth.sightings);
    ck_assert_int_eq(total_of(scraper.families, AM_FAMILY_COUNT + 1),
                     truth.delivered[AM_SCOPE_OWN]);
    /* both kinds of groups were there */
    ck_assert_int_gt(scraper.classes[AM_CLASS_COUNT].total, 0);
    ck_assert_int_gt(scraper.classes[AM_CLASS_ATTACHMENT].total, 0);
    /* and rows of the first month are gone */
    ck_assert_int_eq(sums_of(FIRST_DAY, FIRST_DAY + 1).sightings, 0);
}

END_TEST

/* ---- when, what ---- */

#define LAST_OF_OCTOBER 20757
#define AT(day, hour)   ((day)*DAY_S + (hour)*INT64_C(3600))

static const struct {
    const char *name;
    int64_t now_s;
    int64_t month_day, attachments, split_month_day, split;
} moments[] = {
    {"the day itself is in the total alone", AT(LAST_OF_OCTOBER, 12),
     LAST_OF_OCTOBER - 30, 6, LAST_OF_OCTOBER - 30, 0},
    {"a total begins with the month", AT(LAST_OF_OCTOBER + 1, 0),
     LAST_OF_OCTOBER + 1, 0, LAST_OF_OCTOBER - 30, 0},
    {"a day is told an hour after its end, the last of a month, too",
     AT(LAST_OF_OCTOBER + 1, 1), LAST_OF_OCTOBER + 1, 0, LAST_OF_OCTOBER - 30,
     6},
    {"and until the next day's end", AT(LAST_OF_OCTOBER + 1, 23),
     LAST_OF_OCTOBER + 1, 0, LAST_OF_OCTOBER - 30, 6},
    {"then a split begins anew, at nothing", AT(LAST_OF_OCTOBER + 2, 0),
     LAST_OF_OCTOBER + 1, 0, LAST_OF_OCTOBER + 1, 0},
};

START_TEST(days_are_told_when_they_are_over)
{
    take(AT(LAST_OF_OCTOBER, 10), 6, "A");
    gather(moments[_i].now_s);
    ck_assert_int_eq(metrics.month_s, moments[_i].month_day * DAY_S);
    ck_assert_int_eq(metrics.totals[AM_SCOPE_ALL].sightings,
                     moments[_i].attachments);
    ck_assert_int_eq(metrics.split_month_s,
                     moments[_i].split_month_day * DAY_S);
    ck_assert_int_eq(metrics.splits[AM_METRICS_BY_CLASS]
                         .savings[AM_CLASS_ATTACHMENT][AM_SCOPE_ALL]
                         .sightings,
                     moments[_i].split);
}

END_TEST

START_TEST(a_number_that_we_do_not_know_is_of_the_others)
{
    struct am_metrics_split *split = &metrics.splits[AM_METRICS_BY_FAMILY];

    take(AT(FIRST_DAY, 10), 6, "A");
    sqlite3_exec(am_store_handle(store),
                 "UPDATE day_sighting SET family = 200, class = 90;"
                 "UPDATE small_group SET value = 200 << 8 WHERE dimension = 4;"
                 "UPDATE domain SET name = '\"} 1' || char(10) || 'evil 2'",
                 NULL, NULL, NULL);
    gather(AT(FIRST_DAY + 1, 2));
    for (size_t i = 0; i < split->count; i++)
        ck_assert_int_eq(split->savings[i][AM_SCOPE_ALL].sightings, 0);
    ck_assert_int_eq(split->savings[split->count][AM_SCOPE_ALL].sightings, 6);
}

END_TEST

static const struct {
    const char *name, *first, *second; /* attachments: three messages, one */
    int64_t copies;
} fanouts[] = {
    {"none", "", "", 0},
    {"of all messages of the day", "A", "A", 16},
    {"the largest one", "A", "B", 12},
    {"no picture in the text", "a", "B", 4},
    {"none without a digest", "#", "", 0},
};

START_TEST(the_largest_fanout_is_of_today)
{
    take(AT(FIRST_DAY - 1, 23), 50, "A");
    take(AT(FIRST_DAY, 10), 3, fanouts[_i].first);
    take(AT(FIRST_DAY, 11), 1, fanouts[_i].second);
    gather(AT(FIRST_DAY, 12));
    ck_assert_int_eq(metrics.most_copies, fanouts[_i].copies);
}

END_TEST

START_TEST(the_queue_is_what_is_not_in_the_database)
{
    const struct post post = POST(MORNING, 1, "1", "A");

    for (int i = 0; i < 5; i++)
        append(&post);
    gather(MORNING);
    ck_assert_uint_eq(metrics.queue.records, 5);
    ck_assert_uint_eq(metrics.tally.measured, 5);
    drain();
    gather(MORNING);
    ck_assert_uint_eq(metrics.queue.records, 0);
    ck_assert_uint_eq(metrics.queue.bytes, 0);
    ck_assert_uint_eq(metrics.tally.measured, 5);
    ck_assert_uint_gt(metrics.database_bytes, 4096);
}

END_TEST

START_TEST(no_spool_is_a_failure_and_no_zeros)
{
    char elsewhere[TEMP_PATH_SIZE];

    snprintf(elsewhere, sizeof(elsewhere), "%.400s/none", root);
    metrics = (struct am_metrics){.version = "1.2"};
    ck_assert_int_eq(am_metrics_take_spool(&metrics, elsewhere, &err), -1);
    ck_assert_int_eq(err.code, AM_ENOTFOUND);
    ck_assert(!metrics.has_spool);
}

END_TEST

/* ---- the two formats ---- */

#define BOTH 2

static const struct {
    const char *name;
    int format;       /* BOTH: in each of them */
    const char *text; /* whole lines; after '!' none of them is there */
} lines[] = {
    {"a counter's family has its suffix", AM_METRICS_PROMETHEUS,
     "\n# TYPE attachmeter_messages_total counter\n"
     "attachmeter_messages_total{result=\"measured\"} 12\n"
     "attachmeter_messages_total{result=\"gap\"} 5\n"
     "attachmeter_messages_total{result=\"aborted\"} 7\n"},
    {"or its samples alone", AM_METRICS_OPENMETRICS,
     "\n# TYPE attachmeter_messages counter\n"
     "attachmeter_messages_total{result=\"measured\"} 12\n"},
    {"gaps by reason", BOTH,
     "\nattachmeter_dropped_records_total{reason=\"memory\"} 0\n"
     "attachmeter_dropped_records_total{reason=\"disk\"} 0\n"
     "attachmeter_dropped_records_total{reason=\"full\"} 2\n"
     "attachmeter_dropped_records_total{reason=\"stop\"} 0\n"
     "attachmeter_dropped_records_total{reason=\"crash\"} 3\n"},
    {"a histogram adds up", AM_METRICS_PROMETHEUS,
     "\n# TYPE attachmeter_eom_seconds histogram\n"
     "attachmeter_eom_seconds_bucket{le=\"0.5\"} 1\n"
     "attachmeter_eom_seconds_bucket{le=\"2\"} 1\n"
     "attachmeter_eom_seconds_bucket{le=\"+Inf\"} 4\n"
     "attachmeter_eom_seconds_sum 7.25\n"
     "attachmeter_eom_seconds_count 4\n"},
    {"its bounds and unit", AM_METRICS_OPENMETRICS,
     "\n# UNIT attachmeter_eom_seconds seconds\n"
     "attachmeter_eom_seconds_bucket{le=\"0.5\"} 1\n"
     "attachmeter_eom_seconds_bucket{le=\"2.0\"} 1\n"
     "attachmeter_eom_seconds_bucket{le=\"+Inf\"} 4\n"
     "attachmeter_eom_seconds_sum 7.25\n"},
    {"an info is a gauge", AM_METRICS_PROMETHEUS,
     "\n# TYPE attachmeter_build_info gauge\n"
     "attachmeter_build_info{version=\"1\\\\2\\\"3\\n4\"} 1\n"},
    {"an info", AM_METRICS_OPENMETRICS,
     "\n# TYPE attachmeter_build info\n"
     "attachmeter_build_info{version=\"1\\\\2\\\"3\\n4\"} 1\n"},
    {"the hour", BOTH,
     "\nattachmeter_last_message_timestamp_seconds 1790000000\n"},
    {"since when", AM_METRICS_OPENMETRICS,
     "\nattachmeter_received_bytes_total{scope=\"all\"} 77\n"
     "attachmeter_received_bytes_created{scope=\"all\"} 86400\n"},
    {"since when has no place", AM_METRICS_PROMETHEUS, "!_created"},
    {"without an end", AM_METRICS_PROMETHEUS, "!# EOF"},
    {"by family and scope", BOTH,
     "\nattachmeter_family_unique_bytes_total{family=\"pdf\",scope=\"own\"} "
     "99\n"},
    {"shipping", BOTH, "\nattachmeter_readable{part=\"shipping\"} 1\n"},
    {"rows that wait", BOTH, "\nattachmeter_shipping_lag_rows 41\n"},
    {"behind by whole minutes", BOTH,
     "\nattachmeter_shipping_lag_seconds 120\n"},
    {"for how long it fails", BOTH,
     "\nattachmeter_shipping_failing_seconds 9\n"},
    {"when it did not, by the hour", BOTH,
     "\nattachmeter_shipping_last_success_timestamp_seconds 1789999200\n"},
    {"no domain", BOTH, "!domain"},
    {"no CO2e", BOTH, "!co2"},
};

static void fill(void)
{
    static const double bounds[] = {0.5, 2};
    const struct am_tally_histogram histogram = {
        .bounds = bounds, .bound_count = 2, .counts = {1, 0, 3}, .sum = 7.25};

    metrics = (struct am_metrics){
        .version = "1\\2\"3\n4",
        .is_up = true,
        .has_spool = true,
        .has_store = true,
        .month_s = 86400,
        .is_shipped = true,
        .has_shipping = true,
        .shipping = {.rows = 41,
                     .seconds = 179,
                     .sent_s = 1790000000,
                     .failing_s = 9},
        .tally = {.measured = 12,
                  .aborted = 7,
                  .gaps = {[AM_GAP_FULL] = 2, [AM_GAP_CRASH] = 3},
                  .eom_s = histogram,
                  .recipients = histogram,
                  .last_message_s = 1790000000},
    };
    metrics.totals[AM_SCOPE_ALL].received.stored_bytes = 77;
    metrics.splits[AM_METRICS_BY_FAMILY].count = AM_FAMILY_COUNT;
    metrics.splits[AM_METRICS_BY_FAMILY]
        .savings[AM_FAMILY_PDF][AM_SCOPE_OWN]
        .unique_size_bytes = 99;
}

static char *written(enum am_metrics_format format)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    ck_assert_ptr_nonnull(out);
    ck_assert_msg(am_metrics_write(out, format, &metrics, &err) == 0, "%s",
                  err.text);
    fclose(out);
    return text;
}

START_TEST(each_format_is_written_as_it_is_read)
{
    fill();
    for (int i = 0; i < AM_METRICS_FORMAT_COUNT; i++) {
        if (lines[_i].format != BOTH && lines[_i].format != i)
            continue;
        char *text = written((enum am_metrics_format)i);
        const char *wanted = lines[_i].text;
        bool is_there = strstr(text, wanted + (wanted[0] == '!')) != NULL;
        ck_assert_msg(is_there == (wanted[0] != '!'), "%s: %s", lines[_i].name,
                      text);
        free(text);
    }
}

END_TEST

START_TEST(what_was_not_read_is_missing)
{
    fill();
    metrics.has_spool = metrics.has_store = metrics.has_shipping = false;
    char *text = written(AM_METRICS_OPENMETRICS);
    ck_assert_ptr_nonnull(
        strstr(text, "attachmeter_readable{part=\"spool\"} 0\n"
                     "attachmeter_readable{part=\"shipping\"} 0\n# EOF\n"));
    ck_assert_ptr_null(strstr(text, "attachmeter_messages"));
    ck_assert_ptr_null(strstr(text, "bytes"));
    free(text);
}

END_TEST

START_TEST(without_a_fleet_nothing_is_said_of_shipping)
{
    fill();
    metrics.is_shipped = metrics.has_shipping = false;
    char *text = written(AM_METRICS_OPENMETRICS);
    ck_assert_ptr_null(strstr(text, "\"shipping\""));
    ck_assert_ptr_null(strstr(text, "attachmeter_shipping"));
    free(text);
}

END_TEST

START_TEST(a_full_disk_is_told)
{
    FILE *out = fopen("/dev/full", "w");

    fill();
    ck_assert_ptr_nonnull(out);
    ck_assert_int_eq(
        am_metrics_write(out, AM_METRICS_PROMETHEUS, &metrics, &err), -1);
    fclose(out);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("metrics");
    TCase *tcase = tcase_create("metrics");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 240);
    tcase_add_test(tcase, increases_add_up_over_months_purges_and_small_groups);
    tcase_add_loop_test(tcase, days_are_told_when_they_are_over, 0,
                        ROWS(moments));
    tcase_add_test(tcase, a_number_that_we_do_not_know_is_of_the_others);
    tcase_add_loop_test(tcase, the_largest_fanout_is_of_today, 0,
                        ROWS(fanouts));
    tcase_add_test(tcase, the_queue_is_what_is_not_in_the_database);
    tcase_add_test(tcase, no_spool_is_a_failure_and_no_zeros);
    tcase_add_loop_test(tcase, each_format_is_written_as_it_is_read, 0,
                        ROWS(lines));
    tcase_add_test(tcase, what_was_not_read_is_missing);
    tcase_add_test(tcase, without_a_fleet_nothing_is_said_of_shipping);
    tcase_add_test(tcase, a_full_disk_is_told);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
