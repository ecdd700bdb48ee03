/* held_json - see held_json.h. */
#include "report/held_json.h"

#include <inttypes.h>

#include "report/json.h"

static json_t *sum_json(const struct am_held_sum *sum)
{
    return json_pack(
        "{sI sI s{sI sI} s{sI sI} sI sI}", "contents",
        (json_int_t)sum->contents, "unique_size_bytes",
        (json_int_t)sum->unique_bytes, "by_names", "attachments",
        (json_int_t)sum->names, "stored_bytes", (json_int_t)sum->name_bytes,
        "by_files", "attachments", (json_int_t)sum->files, "stored_bytes",
        (json_int_t)sum->file_bytes, "linked_bytes",
        (json_int_t)(sum->name_bytes - sum->file_bytes), "avoidable_bytes",
        (json_int_t)(sum->file_bytes - sum->unique_bytes));
}

static json_t *paths_json(const struct am_held_report *report)
{
    json_t *list = json_array();

    for (const char *const *path = report->request.paths; *path != NULL; path++)
        am_json_append(&list, am_json_text(*path));
    return list;
}

static json_t *kind_json(const struct am_held_kind *kind)
{
    return json_pack(
        "{sI sI sI sI sI sI sI sI}", "names", (json_int_t)kind->names,
        "name_bytes", (json_int_t)kind->name_bytes, "files",
        (json_int_t)kind->files, "file_bytes", (json_int_t)kind->file_bytes,
        "disk_bytes", (json_int_t)kind->disk_bytes, "linked_bytes",
        (json_int_t)(kind->name_bytes - kind->file_bytes), "messages_by_names",
        (json_int_t)kind->name_messages, "messages_by_files",
        (json_int_t)kind->file_messages);
}

static json_t *kinds_json(const struct am_held_report *report)
{
    json_t *list = json_array();
    int lost = list == NULL;

    for (int i = 0; i < AM_MAILFILE_COUNT; i++) {
        json_t *kind = kind_json(&report->kinds[i]);
        lost |= json_object_set_new(
            kind, "kind", json_string(am_mailfile_name((enum am_mailfile)i)));
        lost |= json_object_set_new(
            kind, "measured",
            json_boolean(am_mailfile_is_measured((enum am_mailfile)i)));
        lost |= json_array_append_new(list, kind);
    }
    if (!lost)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *attachments_json(const struct am_held_report *report)
{
    json_t *object = sum_json(&report->total);
    int lost = json_object_set_new(object, "across_bytes",
                                   json_integer(report->across_bytes));

    lost |= json_object_set_new(object, "within_bytes",
                                json_integer(report->within_bytes));
    lost |= json_object_set_new(object, "encoding_bytes",
                                json_integer(report->encoding_bytes));
    if (!lost)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *sis_json(const struct am_held_sis *sis)
{
    return json_pack(
        "{sI sI sI sI sI}", "attachments", (json_int_t)sis->attachments,
        "stored_bytes", (json_int_t)sis->now_bytes, "files",
        (json_int_t)sis->files, "file_bytes", (json_int_t)sis->then_bytes,
        "avoidable_bytes", (json_int_t)(sis->now_bytes - sis->then_bytes));
}

static json_t *met_json(const struct am_held_met *met)
{
    return json_pack("{sI sI sI sI}", "unread", (json_int_t)met->unread,
                     "changed", (json_int_t)met->changed, "vanished",
                     (json_int_t)met->vanished, "special",
                     (json_int_t)met->special);
}

static json_t *against_json(const struct am_held_report *report)
{
    const struct am_held_against *against = &report->against;

    if (report->request.relay == NULL)
        return json_null();
    bool has_days = against->last_day != 0;
    return json_pack(
        "{so so so so so so so sI sI so so}", "database",
        am_json_text(report->request.relay_name), "first_day",
        has_days ? am_json_day(against->first_day) : json_null(), "last_day",
        has_days ? am_json_day(against->last_day) : json_null(), "predicted",
        sum_json(&against->predicted), "found", sum_json(&against->found),
        "missing", sum_json(&against->missing), "extra",
        sum_json(&against->extra), "fewer_copies",
        (json_int_t)against->fewer_names, "more_copies",
        (json_int_t)against->more_names, "ratio_of_both",
        am_json_number(am_held_ratio_of_both(against)), "ratio_of_all",
        am_json_number(am_held_ratio_of_all(against)));
}

/* ---- rows ---- */

typedef int row_fn(void *context, const char *by, size_t step,
                   const struct am_held_sum *sum);

/* Call on_row for each row that is not empty; returns 0, or what it said. */
static int each_row(const struct am_held_report *report, row_fn *on_row,
                    void *context)
{
    int lost = 0;

    for (size_t i = 0; i < AM_HELD_STEPS; i++) {
        if (report->by_copies[i].contents > 0)
            lost |= on_row(context, "copies", i, &report->by_copies[i]);
    }
    for (size_t i = 0; i < AM_HELD_STEPS; i++) {
        if (report->by_mailboxes[i].contents > 0)
            lost |= on_row(context, "mailboxes", i, &report->by_mailboxes[i]);
    }
    return lost;
}

static int add_row(void *context, const char *by, size_t step,
                   const struct am_held_sum *sum)
{
    json_t *row = sum_json(sum);
    int lost = json_object_set_new(row, "by", json_string(by));

    lost |=
        json_object_set_new(row, "from", json_integer(am_held_step_from(step)));
    lost |= json_object_set_new(row, "to", json_integer(am_held_step_to(step)));
    return lost | json_array_append_new(context, row);
}

static json_t *rows_json(const struct am_held_report *report)
{
    json_t *list = json_array();

    if (list != NULL && each_row(report, add_row, list) == 0)
        return list;
    json_decref(list);
    return NULL;
}

int am_held_json_print(const struct am_held_report *report, FILE *out,
                       struct am_err *err)
{
    char classes[96];
    const struct am_held_request *request = &report->request;
    const struct am_head head = {.classes = request->classes};
    json_t *object = json_pack(
        "{ss so so ss so so so sI so so so so so}", "schema", AM_HELD_SCHEMA,
        "generated", am_json_time(request->now_s), "paths", paths_json(report),
        "class", am_head_classes(&head, classes, sizeof(classes)), "files",
        kind_json(&report->files), "kinds", kinds_json(report), "not_read",
        met_json(&request->met), "mailboxes", (json_int_t)report->mailboxes,
        "attachments", attachments_json(report), "undigested",
        sum_json(&report->undigested), "sis", sis_json(&report->sis), "against",
        against_json(report), "rows", rows_json(report));

    return am_json_print(object, out, err);
}

static int add_csv(struct am_csv *csv, const struct am_held_sum *sum)
{
    am_csv_integer(csv, sum->contents);
    am_csv_integer(csv, sum->names);
    am_csv_integer(csv, sum->files);
    am_csv_integer(csv, sum->name_bytes);
    am_csv_integer(csv, sum->file_bytes);
    am_csv_integer(csv, sum->unique_bytes);
    am_csv_integer(csv, sum->name_bytes - sum->file_bytes);
    am_csv_integer(csv, sum->file_bytes - sum->unique_bytes);
    am_csv_end_row(csv);
    return 0;
}

static int add_csv_row(void *context, const char *by, size_t step,
                       const struct am_held_sum *sum)
{
    am_csv_text(context, by);
    am_csv_integer(context, am_held_step_from(step));
    am_csv_integer(context, am_held_step_to(step));
    return add_csv(context, sum);
}

int am_held_csv_print(const struct am_held_report *report,
                      enum am_csv_style style, FILE *out, struct am_err *err)
{
    static const char *const names[] = {
        "by",
        "from",
        "to",
        "contents",
        "attachments_by_names",
        "attachments_by_files",
        "stored_by_names_bytes",
        "stored_by_files_bytes",
        "unique_size_bytes",
        "linked_bytes",
        "avoidable_bytes",
        NULL,
    };
    struct am_csv csv;

    am_csv_begin(&csv, out, style);
    am_csv_names(&csv, names);
    each_row(report, add_csv_row, &csv);
    am_csv_text(&csv, "total");
    am_csv_text(&csv, NULL);
    am_csv_text(&csv, NULL);
    add_csv(&csv, &report->total);
    return am_csv_finish(&csv, err);
}
