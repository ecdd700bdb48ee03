/*
 * whatif_json - see printer_whatif.h.  jansson's calls are not checked one by
 * one: see report/json.h.
 */
#include <math.h>

#include "report/json.h"
#include "report/json_co2e.h"
#include "report/printer_whatif.h"
#include "report/words.h"

static const char *family_name(unsigned number)
{
    return am_family_name((enum am_family)number);
}

static json_t *rule_json(const struct am_detail_rule *rule)
{
    char types[160];

    return json_pack("{sI sI sI ss}", "min_size_bytes",
                     (json_int_t)rule->min_size_bytes, "max_size_bytes",
                     (json_int_t)rule->max_size_bytes, "min_recipients",
                     (json_int_t)rule->min_recipients, "type",
                     am_words_of_set(rule->families, AM_FAMILY_COUNT,
                                     family_name, types, sizeof(types)));
}

static json_t *all_json(const struct am_whatif *whatif)
{
    const struct am_savings *all = &whatif->all;
    json_int_t copies =
        whatif->all_sums.copies_local + whatif->all_sums.copies_sent;

    return json_pack("{sI sI sI sI}", "messages",
                     (json_int_t)whatif->all_messages, "attachments",
                     (json_int_t)all->sightings, "copies", copies,
                     "stored_bytes", (json_int_t)all->delivered.stored_bytes);
}

static json_t *split_json(const struct am_savings *savings)
{
    return json_pack("{sI sI sI sI}", "within_bytes",
                     (json_int_t)savings->within_bytes, "across_bytes",
                     (json_int_t)savings->across_bytes, "encoding_bytes",
                     (json_int_t)savings->encoding_bytes, "total_bytes",
                     (json_int_t)savings->total_bytes);
}

static json_t *left_json(const struct am_links_left *left)
{
    return json_pack("{sI sI sI sI}", "contents", (json_int_t)left->contents,
                     "attachments", (json_int_t)left->attachments, "copies",
                     (json_int_t)left->copies, "stored_bytes",
                     (json_int_t)left->stored_bytes);
}

static int set_number(json_t *row, const char *key, double value)
{
    return json_object_set_new(row, key, am_json_number(value));
}

/* Null where the carbon model has no case. */
static int add_co2e(json_t *object, const struct am_whatif_row *row)
{
    static const struct am_interval unknown = {(double)NAN, (double)NAN,
                                               (double)NAN};
    const struct am_interval *saved = row->has_co2e ? &row->saved_kg : &unknown;
    const struct am_interval *ratio = row->has_co2e ? &row->ratio : &unknown;
    int lost = set_number(object, "saved_kgco2e", saved->central);

    lost |= set_number(object, "saved_kgco2e_min", saved->low);
    lost |= set_number(object, "saved_kgco2e_max", saved->high);
    lost |= set_number(object, "ratio_kgco2e", ratio->central);
    lost |= set_number(object, "ratio_kgco2e_min", ratio->low);
    lost |= set_number(object, "ratio_kgco2e_max", ratio->high);
    return lost | json_object_set_new(
                      object, "verdict",
                      row->has_co2e ? json_string(am_verdict_name(row->verdict))
                                    : json_null());
}

/* Flat, with the names of the columns of CSV. */
static json_t *row_json(const struct am_whatif_row *row)
{
    json_t *object = json_pack(
        "{ss sI sI sI sI sI sI sI sI sI sI so}", "kind",
        am_whatif_kind_name(row->kind), "least", (json_int_t)row->least,
        "percent", (json_int_t)row->percent, "messages",
        (json_int_t)row->messages, "attachments", (json_int_t)row->attachments,
        "contents", (json_int_t)row->contents, "copies",
        (json_int_t)row->copies, "stored_bytes", (json_int_t)row->stored_bytes,
        "shared_bytes", (json_int_t)row->shared_bytes, "stub_bytes",
        (json_int_t)row->stub_bytes, "saved_bytes",
        (json_int_t)row->saved_bytes, "best_share",
        am_json_number(row->best_share));

    if (add_co2e(object, row) == 0)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *rows_json(const struct am_whatif *whatif)
{
    json_t *rows = json_array();

    for (size_t i = 0; i < whatif->row_count; i++)
        am_json_append(&rows, row_json(&whatif->rows[i]));
    return rows;
}

int am_whatif_print_json(const struct am_whatif *whatif, FILE *out,
                         struct am_err *err)
{
    json_t *object = am_json_head(&whatif->head);
    bool is_small = whatif->is_small;
    json_t *rest = json_pack(
        "{so ss sb sb sb sf so so so so so sb so}", "rule",
        rule_json(&whatif->rule), "store", am_profile_name(whatif->profile.id),
        "range_is_cut", (int)whatif->is_cut, "detail_is_gone",
        (int)whatif->is_gone, "withheld", (int)is_small, "stub_bytes_each",
        whatif->stub_bytes_each, "all", all_json(whatif), "chosen",
        is_small ? json_null() : row_json(&whatif->chosen), "avoidable",
        is_small ? json_null() : split_json(&whatif->savings), "left",
        is_small ? json_null() : left_json(&whatif->left), "co2e",
        am_json_co2e(&whatif->impact), "advised_by_interval",
        (int)whatif->is_by_interval, "rows", rows_json(whatif));

    return am_json_print(am_json_join(object, rest), out, err);
}
