/*
 * claims_json - the claims for programs: JSON and CSV; see claims.h.
 */
#include <math.h>

#include "report/claims.h"
#include "report/json.h"
#include "report/json_co2e.h"
#include "report/words.h"

static json_t *figures_json(const struct am_claim *claim)
{
    json_t *figures = json_array();

    for (size_t i = 0; i < claim->figure_count; i++) {
        const struct am_claim_figure *figure = &claim->figures[i];
        json_t *object = am_json_interval(&figure->value);
        if (json_object_set_new(object, "name", json_string(figure->name)) <
                0 ||
            json_object_set_new(object, "unit", json_string(figure->unit)) <
                0) {
            json_decref(object);
            object = NULL;
        }
        am_json_append(&figures, object);
    }
    return figures;
}

static json_t *claim_json(const struct am_claim *claim)
{
    return json_pack(
        "{ss ss ss ss s{so ss} so ss ss}", "id", claim->id, "claim",
        claim->claim, "source", claim->source, "formula", claim->formula,
        "claimed", "value", am_json_number(claim->claimed), "unit", claim->unit,
        "figures", figures_json(claim), "verdict",
        am_claim_verdict_name(claim->verdict), "reason", claim->reason);
}

static json_t *list_json(const struct am_claims *claims)
{
    json_t *list = json_array();

    for (size_t i = 0; i < claims->count; i++)
        am_json_append(&list, claim_json(&claims->claims[i]));
    return list;
}

int am_claims_json(const struct am_claims *claims, FILE *out,
                   struct am_err *err)
{
    const struct am_factors *factors = &claims->report->impact.factors;
    char method[AM_METHOD_SIZE];
    json_t *root = am_json_head(&claims->report->head);
    json_t *rest = json_pack(
        "{sI so ss ss? si so}", "days_with_data",
        (json_int_t)claims->days_with_data, "mailboxes",
        claims->mailboxes > 0 ? json_integer(claims->mailboxes) : json_null(),
        "method", am_method_name(factors, method), "country",
        factors->grid == NULL ? NULL : factors->grid->country, "year",
        factors->grid_year, "claims", list_json(claims));

    return am_json_print(am_json_join(root, rest), out, err);
}

/* ---- CSV ---- */

static void add_row(struct am_csv *csv, const struct am_claim *claim)
{
    static const struct am_claim_figure nothing = {
        "", "", {(double)NAN, (double)NAN, (double)NAN}, false};
    const struct am_claim_figure *first =
        claim->figure_count > 0 ? &claim->figures[0] : &nothing;

    am_csv_text(csv, claim->id);
    am_csv_text(csv, claim->claim);
    am_csv_text(csv, claim->source);
    am_csv_real(csv, claim->claimed);
    am_csv_text(csv, claim->unit);
    am_csv_text(csv, claim->formula);
    am_csv_text(csv, first->name);
    am_csv_real(csv, first->value.central);
    am_csv_real(csv, first->value.low);
    am_csv_real(csv, first->value.high);
    am_csv_text(csv, first->unit);
    am_csv_text(csv, am_claim_verdict_name(claim->verdict));
    am_csv_text(csv, claim->reason);
    am_csv_end_row(csv);
}

int am_claims_csv(const struct am_claims *claims, enum am_csv_style style,
                  FILE *out, struct am_err *err)
{
    static const char *const names[] = {
        "id",          "claim",   "source", "claimed", "unit",
        "formula",     "figure",  "value",  "min",     "max",
        "figure_unit", "verdict", "reason", NULL};
    struct am_csv csv;

    am_csv_begin(&csv, out, style);
    am_csv_names(&csv, names);
    for (size_t i = 0; i < claims->count; i++)
        add_row(&csv, &claims->claims[i]);
    return am_csv_finish(&csv, err);
}
