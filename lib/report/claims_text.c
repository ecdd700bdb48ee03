/*
 * claims_text - the claims for people: a table of the verdicts, then what each
 * rests on; see claims.h.
 */
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/units.h"
#include "report/cells.h"
#include "report/claims.h"
#include "report/columns.h"
#include "report/text_co2e.h"
#include "report/text_head.h"
#include "report/words.h"

#define KNOWN_DIGITS 3 /* of what is one value, and of what is claimed */
#define MOST_DIGITS  6
#define INDENT       11 /* columns of the names of what stands beside them */

static double rounded(double value, int digits)
{
    char text[AM_CELL_SIZE];

    snprintf(text, sizeof(text), "%.*e", digits - 1, value);
    return strtod(text, NULL);
}

/* 0 also beside what is not known. */
static int compare(double a, double b)
{
    return (a > b) - (a < b);
}

/* As printed, is the end on the side of the claim where it is? */
static bool is_beside(double end, double claimed, int digits)
{
    return compare(rounded(end, digits), rounded(claimed, KNOWN_DIGITS)) ==
           compare(end, claimed);
}

/* So many that the verdict can be seen. */
static int digits_of(const struct am_interval *value, double claimed)
{
    bool is_one = value->low == value->high;
    int digits = is_one ? KNOWN_DIGITS : AM_SIGNIFICANT_DIGITS;

    while (digits < MOST_DIGITS &&
           ((!is_one &&
             rounded(value->low, digits) == rounded(value->high, digits)) ||
            !is_beside(value->low, claimed, digits) ||
            !is_beside(value->high, claimed, digits)))
        digits++;
    return digits;
}

static const char *given_text(const struct am_interval *value,
                              char text[AM_CELL_SIZE])
{
    const int digits = AM_GIVEN_DIGITS;
    char low[16];
    char high[16];

    am_format_short(value->central, digits, text, AM_CELL_SIZE);
    if (value->low < value->high) {
        size_t size = strlen(text);
        snprintf(text + size, AM_CELL_SIZE - size, " [%s .. %s]",
                 am_format_short(value->low, digits, low, sizeof(low)),
                 am_format_short(value->high, digits, high, sizeof(high)));
    }
    return text;
}

/* "21 [12 .. 21]", or one value, or "unknown".  claimed is NaN for what is not
 * judged. */
static const char *value_text(const struct am_claim_figure *figure,
                              double claimed, char text[AM_CELL_SIZE])
{
    const struct am_interval *value = &figure->value;
    char ratio[AM_MASS_SIZE];
    int digits = digits_of(value, claimed);

    if (figure->is_given)
        return given_text(value, text);
    if (am_interval_is_known(value) && value->low == value->high) {
        am_format_digits(value->central, digits, text, AM_CELL_SIZE);
    } else {
        snprintf(text, AM_CELL_SIZE, "%.63s",
                 am_ratio_digits(value, digits, ratio));
    }
    return text;
}

static void claimed_text(const struct am_claim *claim, char text[AM_CELL_SIZE])
{
    if (isfinite(claim->claimed)) {
        am_format_short(claim->claimed, KNOWN_DIGITS, text, AM_CELL_SIZE);
    } else {
        snprintf(text, AM_CELL_SIZE, "-");
    }
}

static int print_verdicts(const struct am_claims *claims,
                          const struct am_look *look, FILE *out,
                          struct am_err *err)
{
    static const struct am_column headings[] = {{N_("claim"), 0},
                                                {N_("claimed"), 1},
                                                {N_("here"), 0},
                                                {N_("verdict"), 0},
                                                {NULL, 0}};
    struct am_columns *table = am_columns_create(headings, look);
    struct am_cells cells;

    for (size_t i = 0; i < claims->count; i++) {
        const struct am_claim *claim = &claims->claims[i];
        am_cells_begin(&cells);
        snprintf(cells.text[0], AM_CELL_SIZE, "%s", claim->id);
        claimed_text(claim, cells.text[1]);
        if (claim->verdict != AM_CLAIM_NOT_MEASURED)
            value_text(&claim->figures[0], claim->claimed, cells.text[2]);
        snprintf(cells.text[3], AM_CELL_SIZE, "%s",
                 _(am_claim_verdict_name(claim->verdict)));
        am_columns_add(table, cells.cell);
    }
    int result = am_columns_print(table, out, err);
    am_columns_destroy(&table);
    return result;
}

/* "  source   " and the text, in lines that begin under it. */
static void print_field(FILE *out, const char *name, const char *text)
{
    if (text[0] == '\0')
        return;
    fprintf(out, "  %-*s", am_language_pad(_(name), INDENT - 2), _(name));
    am_print_wrapped(out, text, INDENT, INDENT);
}

/* " kg"; a ratio has no unit. */
static const char *unit_text(const char *unit, char text[AM_CELL_SIZE])
{
    snprintf(text, AM_CELL_SIZE, "%s%s",
             unit[0] == '\0' || strcmp(unit, "ratio") == 0 ? "" : " ",
             strcmp(unit, "ratio") == 0 ? "" : _(unit));
    return text;
}

static void print_figure(FILE *out, const char *name,
                         const struct am_claim_figure *figure, double claimed)
{
    char value[AM_CELL_SIZE];
    char unit[AM_CELL_SIZE];
    char line[256];

    snprintf(line, sizeof(line), _("%.120s: %s%s"), _(figure->name),
             value_text(figure, claimed, value), unit_text(figure->unit, unit));
    print_field(out, name, line);
}

static void print_claim(const struct am_claim *claim, FILE *out)
{
    char text[2 * AM_CLAIM_REASON_SIZE + 64];
    char claimed[AM_CELL_SIZE];
    char unit[AM_CELL_SIZE];
    const char *name =
        claim->verdict == AM_CLAIM_NOT_MEASURED ? N_("figures") : N_("here");

    fprintf(out, _("\n%s: %s\n"), claim->id, _(claim->claim));
    print_field(out, N_("source"), claim->source);
    if (isfinite(claim->claimed)) {
        claimed_text(claim, claimed);
        snprintf(text, sizeof(text), "%s%s", claimed,
                 unit_text(claim->unit, unit));
        print_field(out, N_("claimed"), text);
    }
    for (size_t i = 0; i < claim->figure_count; i++) {
        print_figure(out, i == 0 ? name : "", &claim->figures[i],
                     i == 0 ? claim->claimed : (double)NAN);
    }
    print_field(out, N_("formula"), _(claim->formula));
    snprintf(text, sizeof(text), _("%s: %s"),
             _(am_claim_verdict_name(claim->verdict)), claim->told);
    print_field(out, N_("verdict"), text);
}

int am_claims_text(const struct am_claims *claims, const struct am_look *look,
                   FILE *out, struct am_err *err)
{
    am_text_head_print(&claims->report->head, look, out);
    fprintf(out, _("days with data: %" PRId64 "; mailboxes: "),
            claims->days_with_data);
    if (claims->mailboxes > 0) {
        fprintf(out, "%" PRId64 "\n", claims->mailboxes);
    } else {
        fputs(_("not known\n"), out);
    }
    am_text_co2e_method(&claims->report->impact, out);
    fputc('\n', out);
    if (print_verdicts(claims, look, out, err) < 0)
        return -1;
    for (size_t i = 0; i < claims->count; i++)
        print_claim(&claims->claims[i], out);
    fputc('\n', out);
    am_print_wrapped(
        out,
        _("The symbols are those of report --explain.  A figure is "
          "central [low .. high]; supported or refuted is what the "
          "whole interval says."),
        0, 0);
    am_print_wrapped(out, _(AM_ATTRIBUTION), 0, 0);
    return ferror(out) ? am_fail(err, AM_EIO, "cannot write the claims") : 0;
}
