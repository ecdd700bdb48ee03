/* printer_metrics - see printer_metrics.h. */
#include "report/printer_metrics.h"

#include <errno.h>

#include "report/exposition.h"

static const struct {
    const char *name, *content_type;
} formats[AM_METRICS_FORMAT_COUNT] = {
    [AM_METRICS_PROMETHEUS] = {"prometheus", "text/plain; version=0.0.4"},
    [AM_METRICS_OPENMETRICS] = {"openmetrics",
                                "application/openmetrics-text; version=1.0.0; "
                                "charset=utf-8"},
};

static void put_plain(struct am_exposition *exposition,
                      const struct am_exposition_family *family, int64_t value)
{
    am_exposition_begin(exposition, family);
    am_exposition_put_one(exposition, NULL, NULL, value);
}

/* ---- the daemon and its spool ---- */

static void put_program(struct am_exposition *exposition,
                        const struct am_metrics *metrics)
{
    static const struct am_exposition_family build = {
        "build", AM_EXPOSITION_INFO, NULL, "The program that gathered this."};
    static const struct am_exposition_family up = {
        "up", AM_EXPOSITION_GAUGE, NULL,
        "1 if attachmeterd answered on its socket."};
    static const struct am_exposition_family readable = {
        "readable", AM_EXPOSITION_GAUGE, NULL,
        "1 if the database, the spool, the state of shipping could be read; "
        "else what comes from it is missing here."};

    am_exposition_begin(exposition, &build);
    am_exposition_put_one(exposition, "version", metrics->version, 1);
    put_plain(exposition, &up, metrics->is_up);
    am_exposition_begin(exposition, &readable);
    am_exposition_put_one(exposition, "part", "database", metrics->has_store);
    am_exposition_put_one(exposition, "part", "spool", metrics->has_spool);
    if (metrics->is_shipped) {
        am_exposition_put_one(exposition, "part", "shipping",
                              metrics->has_shipping);
    }
}

static void put_messages(struct am_exposition *exposition,
                         const struct am_tally *tally)
{
    static const struct am_exposition_family messages = {
        "messages", AM_EXPOSITION_COUNTER, NULL,
        "Messages by what became of them: measured, not measured through our "
        "fault (gap), called off by the MTA (aborted)."};
    static const struct am_exposition_family dropped = {
        "dropped_records", AM_EXPOSITION_COUNTER, NULL,
        "Messages that were not measured, by reason."};
    uint64_t gaps = 0;

    for (int i = 0; i < AM_GAP_COUNT; i++)
        gaps += tally->gaps[i];
    am_exposition_begin(exposition, &messages);
    am_exposition_put_one(exposition, "result", "measured",
                          (int64_t)tally->measured);
    am_exposition_put_one(exposition, "result", "gap", (int64_t)gaps);
    am_exposition_put_one(exposition, "result", "aborted",
                          (int64_t)tally->aborted);
    am_exposition_begin(exposition, &dropped);
    for (int i = 0; i < AM_GAP_COUNT; i++) {
        am_exposition_put_one(exposition, "reason", am_gap_name((enum am_gap)i),
                              (int64_t)tally->gaps[i]);
    }
}

static void put_spool(struct am_exposition *exposition,
                      const struct am_metrics *metrics)
{
    static const struct am_exposition_family eom = {
        "eom_seconds", AM_EXPOSITION_HISTOGRAM, "seconds",
        "Time from the MTA's end of message to our answer."};
    static const struct am_exposition_family recipients = {
        "recipients", AM_EXPOSITION_HISTOGRAM, NULL,
        "Accepted recipients of measured messages with attachments."};
    static const struct am_exposition_family last = {
        "last_message_timestamp_seconds", AM_EXPOSITION_GAUGE, "seconds",
        "The hour, in UTC, in which a message last ended: never the time."};
    static const struct am_exposition_family bytes = {
        "spool_bytes", AM_EXPOSITION_GAUGE, "bytes",
        "All of the spool, about four hours of records that are in the "
        "database among it."};
    static const struct am_exposition_family limit = {
        "spool_limit_bytes", AM_EXPOSITION_GAUGE, "bytes",
        "The setting spool_limit: beyond it messages are gaps."};
    const struct am_tally *tally = &metrics->tally;

    put_messages(exposition, tally);
    am_exposition_put_histogram(exposition, &eom, &tally->eom_s);
    am_exposition_put_histogram(exposition, &recipients, &tally->recipients);
    if (tally->last_message_s > 0)
        put_plain(exposition, &last, tally->last_message_s);
    put_plain(exposition, &bytes, (int64_t)tally->spool_bytes);
    put_plain(exposition, &limit, (int64_t)metrics->limit_bytes);
}

/* ---- the database ---- */

/* The figures that are told of savings. */
enum figure {
    ATTACHMENTS,
    RECEIVED,
    DELIVERED,
    UNIQUE
};

static int64_t figure_of(const struct am_savings *savings, enum figure figure)
{
    switch (figure) {
    case ATTACHMENTS:
        return savings->sightings;
    case RECEIVED:
        return savings->received.stored_bytes;
    case DELIVERED:
        return savings->delivered.stored_bytes;
    case UNIQUE:
        break;
    }
    return savings->unique_size_bytes;
}

/* Counters of a value of a dimension (name NULL: of all), both scopes. */
static void put_scopes(const struct am_exposition *exposition,
                       const char *const name[2],
                       const struct am_savings savings[AM_SCOPE_COUNT],
                       enum figure figure, int64_t since_s)
{
    for (int i = 0; i < AM_SCOPE_COUNT; i++) {
        const char *const labels[4] = {name[0], name[1], "scope",
                                       am_scope_name((enum am_scope)i)};
        am_exposition_put(exposition, labels, figure_of(&savings[i], figure));
        am_exposition_put_created(exposition, labels, since_s);
    }
}

static void put_totals(struct am_exposition *exposition,
                       const struct am_metrics *metrics)
{
    static const struct {
        struct am_exposition_family family;
        enum figure figure;
    } rows[] = {
        {{"received_bytes", AM_EXPOSITION_COUNTER, "bytes",
          "Attachments as stored (encoded), once a message.  Counts from the "
          "first of the month, UTC."},
         RECEIVED},
        {{"delivered_bytes", AM_EXPOSITION_COUNTER, "bytes",
          "The same, times copies; own: as the mail store keeps them.  Counts "
          "from the first of the month, UTC."},
         DELIVERED},
        {{"unique_bytes", AM_EXPOSITION_COUNTER, "bytes",
          "Contents seen for the first time, decoded; avoidable is delivered "
          "less unique.  Counts from the first of the month, UTC."},
         UNIQUE},
    };

    static const char *const none[2];

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        am_exposition_begin(exposition, &rows[i].family);
        put_scopes(exposition, none, metrics->totals, rows[i].figure,
                   metrics->month_s);
    }
}

static const char *name_of_class(size_t number)
{
    return am_class_name((enum am_class)number);
}

static const char *name_of_family(size_t number)
{
    return am_family_name((enum am_family)number);
}

static const char *name_of_direction(size_t number)
{
    return am_direction_name((enum am_direction)number);
}

#define FINISHED                                             \
 "  Finished days since the first of the month, UTC; others" \
 " are groups with few senders."

static void put_splits(struct am_exposition *exposition,
                       const struct am_metrics *metrics)
{
    static const struct {
        struct am_exposition_family family;
        enum figure figure;
        enum am_metrics_by by;
        const char *label;
        const char *(*name)(size_t);
    } rows[] = {
        {{"attachments", AM_EXPOSITION_COUNTER, NULL,
          "Attachments by class." FINISHED},
         ATTACHMENTS,
         AM_METRICS_BY_CLASS,
         "class",
         name_of_class},
        {{"family_delivered_bytes", AM_EXPOSITION_COUNTER, "bytes",
          "Delivered bytes by type of file." FINISHED},
         DELIVERED,
         AM_METRICS_BY_FAMILY,
         "family",
         name_of_family},
        {{"family_unique_bytes", AM_EXPOSITION_COUNTER, "bytes",
          "Unique bytes by type of file." FINISHED},
         UNIQUE,
         AM_METRICS_BY_FAMILY,
         "family",
         name_of_family},
        {{"direction_delivered_bytes", AM_EXPOSITION_COUNTER, "bytes",
          "Delivered bytes by direction." FINISHED},
         DELIVERED,
         AM_METRICS_BY_DIRECTION,
         "direction",
         name_of_direction},
        {{"direction_unique_bytes", AM_EXPOSITION_COUNTER, "bytes",
          "Unique bytes by direction." FINISHED},
         UNIQUE,
         AM_METRICS_BY_DIRECTION,
         "direction",
         name_of_direction},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct am_metrics_split *split = &metrics->splits[rows[i].by];
        am_exposition_begin(exposition, &rows[i].family);
        for (size_t j = 0; j <= split->count; j++) {
            const char *const name[2] = {
                rows[i].label, j < split->count ? rows[i].name(j) : "others"};
            put_scopes(exposition, name, split->savings[j], rows[i].figure,
                       metrics->split_month_s);
        }
    }
}

static void put_store(struct am_exposition *exposition,
                      const struct am_metrics *metrics)
{
    static const struct am_exposition_family database = {
        "database_bytes", AM_EXPOSITION_GAUGE, "bytes",
        "The database with its write-ahead log."};
    static const struct am_exposition_family queue_records = {
        "queue_records", AM_EXPOSITION_GAUGE, NULL,
        "Records in the spool that are not in the database yet."};
    static const struct am_exposition_family queue_bytes = {
        "queue_bytes", AM_EXPOSITION_GAUGE, "bytes", "The bytes of these."};
    static const struct am_exposition_family copies = {
        "fanout_copies", AM_EXPOSITION_GAUGE, NULL,
        "The most copies that one attached content has had today, UTC."};
    static const struct am_exposition_family downtime = {
        "downtime_seconds", AM_EXPOSITION_COUNTER, "seconds",
        "Time between runs of the daemon, known when it starts again.  Counts "
        "from the first of the month, UTC."};
    static const char *const none[4];

    put_plain(exposition, &database, (int64_t)metrics->database_bytes);
    if (metrics->has_spool) {
        put_plain(exposition, &queue_records, (int64_t)metrics->queue.records);
        put_plain(exposition, &queue_bytes, (int64_t)metrics->queue.bytes);
    }
    put_plain(exposition, &copies, metrics->most_copies);
    put_plain(exposition, &downtime, metrics->downtime_s);
    am_exposition_put_created(exposition, none, metrics->month_s);
    put_totals(exposition, metrics);
    put_splits(exposition, metrics);
}

/* ---- the fleet ---- */

static void put_shipping(struct am_exposition *exposition,
                         const struct am_metrics_shipping *shipping)
{
    static const struct am_exposition_family rows = {
        "shipping_lag_rows", AM_EXPOSITION_GAUGE, NULL,
        "Rows that wait to be shipped to the fleet."};
    static const struct am_exposition_family seconds = {
        "shipping_lag_seconds", AM_EXPOSITION_GAUGE, "seconds",
        "How long ago rows were last shipped, if some wait; whole minutes."};
    static const struct am_exposition_family failing = {
        "shipping_failing_seconds", AM_EXPOSITION_GAUGE, "seconds",
        "For how long shipping has failed; 0: it does not."};
    static const struct am_exposition_family last = {
        "shipping_last_success_timestamp_seconds", AM_EXPOSITION_GAUGE,
        "seconds", "The hour, in UTC, in which rows were last shipped."};

    put_plain(exposition, &rows, shipping->rows);
    put_plain(exposition, &seconds, shipping->seconds / 60 * 60);
    put_plain(exposition, &failing, shipping->failing_s);
    if (shipping->sent_s > 0)
        put_plain(exposition, &last, shipping->sent_s / 3600 * 3600);
}

const char *am_metrics_format_name(enum am_metrics_format format)
{
    return formats[format].name;
}

const char *am_metrics_content_type(enum am_metrics_format format)
{
    return formats[format].content_type;
}

int am_metrics_write(FILE *out, enum am_metrics_format format,
                     const struct am_metrics *metrics, struct am_err *err)
{
    struct am_exposition exposition = {
        .out = out, .is_open = format == AM_METRICS_OPENMETRICS};

    put_program(&exposition, metrics);
    if (metrics->has_spool)
        put_spool(&exposition, metrics);
    if (metrics->has_store)
        put_store(&exposition, metrics);
    if (metrics->has_shipping)
        put_shipping(&exposition, &metrics->shipping);
    am_exposition_end(&exposition);
    if (fflush(out) != 0 || ferror(out))
        return am_fail_errno(err, errno, "metrics not written");
    return 0;
}
