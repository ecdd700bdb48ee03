/*
 * printer_json - see printer_json.h.  The part on CO2e is in json_co2e.c.
 */
#include "report/printer_json.h"

#include <jansson.h>

#include "report/json.h"
#include "report/json_co2e.h"
#include "report/json_terms.h"

static json_t *bytes_json(const struct am_bytes *bytes)
{
    return json_pack("{sI sI sI}", "size_bytes", (json_int_t)bytes->size_bytes,
                     "stored_bytes", (json_int_t)bytes->stored_bytes,
                     "wire_bytes", (json_int_t)bytes->wire_bytes);
}

static json_t *savings_json(const struct am_savings *savings,
                            const struct am_message_sums *messages)
{
    return json_pack("{sI sI sI sI s{sI sI sI} so so sI sI s{sI sI sI sI} so}",
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
                     (json_int_t)savings->unique_size_bytes, "already_bytes",
                     (json_int_t)savings->already_bytes, "avoidable",
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

static json_t *row_json(const struct am_report_row *row, enum am_by by,
                        enum am_by then_by)
{
    json_t *object =
        json_pack("{so}", am_by_name(by), am_json_text(row->value));
    size_t groups = row->others > 0 ? row->others : 1;
    int lost = object == NULL;

    if (then_by != AM_BY_NOTHING) {
        lost |= json_object_set_new(object, am_by_name(then_by),
                                    am_json_text(row->then_value));
    }
    lost |=
        json_object_set_new(object, "groups", json_integer((json_int_t)groups));
    if (!lost && add_savings(object, "", &row->all) == 0 &&
        add_savings(object, "own_", &row->own) == 0)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *rows_json(const struct am_report_row *rows, size_t count,
                         enum am_by by, enum am_by then_by)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        am_json_append(&list, row_json(&rows[i], by, then_by));
    return list;
}

static json_t *store_json(const struct am_profile *profile,
                          const struct am_already *already)
{
    return json_pack("{ss ss sf sf s{sI sI sI sI sI}}", "profile",
                     am_profile_name(profile->id), "assumes",
                     am_profile_assumes(profile->id), "compression",
                     1 - (double)profile->packed_less / 1000, "sent_copies",
                     1 - (double)profile->sent_less / 1000, "already",
                     "within_bytes", (json_int_t)already->within_bytes,
                     "across_bytes", (json_int_t)already->across_bytes,
                     "encoding_bytes", (json_int_t)already->encoding_bytes,
                     "undigested_bytes", (json_int_t)already->undigested_bytes,
                     "total_bytes", (json_int_t)already->total_bytes);
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

static json_t *explain_json(const struct am_report *report)
{
    struct am_explain explain = am_impact_explain(&report->impact);

    return report->impact.is_known ? am_explain_json(&explain) : json_null();
}

int am_printer_json_print(const struct am_report *report, FILE *out,
                          struct am_err *err)
{
    struct am_explain explain = am_impact_explain(&report->impact);
    json_t *object = am_json_head(&report->head);
    enum am_by then_by = report->request.then_by;
    json_t *rest =
        json_pack("{ss ss? so so so so so so so so so so}", "by",
                  am_by_name(report->request.by), "then_by",
                  then_by != AM_BY_NOTHING ? am_by_name(then_by) : NULL,
                  "flaws", flaws_json(report->flaws), "totals",
                  savings_json(&report->totals.all, &report->messages), "own",
                  savings_json(&report->totals.own, &report->messages), "store",
                  store_json(&report->request.ask.profile, &report->already),
                  "terms", am_json_terms(&report->terms), "rates",
                  am_json_rates(report), "buckets",
                  rows_json(report->buckets, report->bucket_count, AM_BY_BUCKET,
                            AM_BY_NOTHING),
                  "co2e", am_json_co2e(&report->impact), "sci",
                  am_json_sci(&explain), "rows",
                  rows_json(report->rows, report->row_count, report->request.by,
                            then_by));

    if (report->request.is_explained) {
        rest = am_json_join(rest,
                            json_pack("{so}", "explain", explain_json(report)));
    }
    return am_json_print(am_json_join(object, rest), out, err);
}
