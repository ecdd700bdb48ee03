/*
 * printer_json - see printer_json.h.  The part on CO2e is in json_co2e.c.
 *
 * jansson's calls are not checked one by one: a value that could not be made
 * is NULL, NULL makes the call that takes it fail, and what is missing then is
 * found at the end by the count of `lost`.
 */
#include "report/printer_json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/units.h"
#include "report/json_co2e.h"

static json_t *bytes_json(const struct am_bytes *bytes)
{
    return json_pack("{sI sI sI}", "size_bytes", (json_int_t)bytes->size_bytes,
                     "stored_bytes", (json_int_t)bytes->stored_bytes,
                     "wire_bytes", (json_int_t)bytes->wire_bytes);
}

static json_t *savings_json(const struct am_savings *savings,
                            const struct am_message_sums *messages)
{
    return json_pack("{sI sI sI sI s{sI sI sI} so so sI s{sI sI sI sI} so}",
                     "messages", (json_int_t)messages->messages,
                     "messages_with_attachments",
                     (json_int_t)messages->with_attachments, "sightings",
                     (json_int_t)savings->sightings, "contents",
                     (json_int_t)savings->contents, "copies", "local",
                     (json_int_t)savings->copies_local, "external",
                     (json_int_t)savings->copies_external, "sent",
                     (json_int_t)savings->copies_sent, "received",
                     bytes_json(&savings->received), "delivered",
                     bytes_json(&savings->delivered), "unique_size_bytes",
                     (json_int_t)savings->unique_size_bytes, "avoidable",
                     "within_bytes", (json_int_t)savings->within_bytes,
                     "across_bytes", (json_int_t)savings->across_bytes,
                     "encoding_bytes", (json_int_t)savings->encoding_bytes,
                     "total_bytes", (json_int_t)savings->total_bytes, "ratio",
                     am_json_number(am_savings_ratio(savings)));
}

static int add_savings(json_t *row, const char *prefix,
                       const struct am_savings *savings)
{
    char name[96];
    int lost = 0;

    for (size_t i = 0; i < am_savings_field_count(); i++) {
        snprintf(name, sizeof(name), "%s%s", prefix, am_savings_field_name(i));
        lost |= json_object_set_new(row, name,
                                    json_integer(am_savings_field(savings, i)));
    }
    snprintf(name, sizeof(name), "%sratio", prefix);
    return lost | json_object_set_new(
                      row, name, am_json_number(am_savings_ratio(savings)));
}

static json_t *row_json(const struct am_report_row *row, enum am_by by)
{
    json_t *object = json_pack("{ss}", am_by_name(by), row->value);

    if (object == NULL)
        return NULL;
    if (add_savings(object, "", &row->all) == 0 &&
        add_savings(object, "own_", &row->own) == 0)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *rows_json(const struct am_report *report)
{
    json_t *rows = json_array();

    for (size_t i = 0; rows != NULL && i < report->row_count; i++) {
        if (json_array_append_new(
                rows, row_json(&report->rows[i], report->request.by)) < 0) {
            json_decref(rows);
            return NULL;
        }
    }
    return rows;
}

static json_t *coverage_json(const struct am_coverage *coverage)
{
    json_t *reasons = json_object();
    int lost = reasons == NULL;

    for (int i = 0; i < AM_GAP_COUNT; i++) {
        lost |= json_object_set_new(reasons, am_gap_name((enum am_gap)i),
                                    json_integer(coverage->gap_reasons[i]));
    }
    json_t *object = json_pack(
        "{sI sI sI so sI}", "seen", (json_int_t)coverage->seen, "measured",
        (json_int_t)coverage->measured, "gaps", (json_int_t)coverage->gaps,
        "gap_reasons", reasons, "downtime_s", (json_int_t)coverage->downtime_s);
    if (!lost)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *flaws_json(const int64_t *flaws)
{
    json_t *object = json_object();
    int lost = object == NULL;

    for (int i = 0; i < AM_FLAW_COUNT; i++) {
        lost |= json_object_set_new(object, am_flaw_name((enum am_flaw)i),
                                    json_integer(flaws[i]));
    }
    if (!lost)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *range_json(const struct am_report *report)
{
    const struct am_period *period = &report->period;
    char from[AM_DAY_TEXT_SIZE];
    char until[AM_DAY_TEXT_SIZE];

    return json_pack("{ss ss sI ss sb}", "from",
                     am_format_day(period->from_day, from), "until",
                     am_format_day(period->until_day, until), "days",
                     (json_int_t)(period->until_day - period->from_day), "zone",
                     "UTC", "with_today", (int)report->with_today);
}

static json_t *report_json(const struct am_report *report)
{
    const struct am_report_request *request = &report->request;
    char classes[96];
    char directions[96];
    char generated[32] = "";
    time_t now = (time_t)request->now_s;
    struct tm utc;

    if (gmtime_r(&now, &utc) != NULL)
        strftime(generated, sizeof(generated), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return json_pack(
        "{ss ss ss ss ss ss so so so so so so so so}", "schema",
        AM_REPORT_SCHEMA, "generated", generated, "source", request->source,
        "class", am_report_classes(request->classes, classes, sizeof(classes)),
        "direction",
        am_report_directions(request->directions, directions,
                             sizeof(directions)),
        "by", am_by_name(request->by), "range", range_json(report), "coverage",
        coverage_json(&report->coverage), "flaws", flaws_json(report->flaws),
        "totals", savings_json(&report->totals.all, &report->messages), "own",
        savings_json(&report->totals.own, &report->messages), "co2e",
        am_json_co2e(&report->impact), "sci", am_json_sci(&report->impact),
        "rows", rows_json(report));
}

int am_printer_json_print(const struct am_report *report, FILE *out,
                          struct am_err *err)
{
    json_t *object = report_json(report);

    if (object == NULL) {
        return am_fail(err, AM_ENOMEM,
                       "cannot build the JSON: no memory, or a text in it is "
                       "not UTF-8");
    }
    int failed =
        json_dumpf(object, out, JSON_INDENT(2)) < 0 || fputc('\n', out) == EOF;
    json_decref(object);
    return failed ? am_fail(err, AM_EIO, "cannot write the JSON") : 0;
}
