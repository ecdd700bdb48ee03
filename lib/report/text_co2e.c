/*
 * text_co2e - see text_co2e.h.
 */
#include "report/text_co2e.h"

#include <inttypes.h>
#include <math.h>

#include "base/language.h"
#include "base/units.h"
#include "report/words.h"

void am_text_co2e_method(const struct am_impact *impact, FILE *out)
{
    const struct am_factors *factors = &impact->factors;
    char method[AM_METHOD_SIZE];

    fprintf(out, _("  method %s, "), am_method_name(factors, method));
    if (factors->grid == NULL) {
        fprintf(out, _("grid as set\n"));
    } else {
        fprintf(out, "%s %d%s\n", factors->grid->country, factors->grid_year,
                factors->grid_is_fallback ? _(" (country unknown)") : "");
    }
}

static void print_weights(const struct am_impact *impact, FILE *out)
{
    struct am_weight top[AM_WEIGHT_TOP];
    size_t count = am_estimate_weights(&impact->estimate, AM_SAVED_KGCO2E, top);
    char option[AM_OPTION_TEXT_SIZE];

    if (count == 0)
        return;
    fprintf(out, _("  what makes it wide, and what sets it:\n"));
    for (size_t i = 0; i < count; i++) {
        fprintf(out, _("  %3.0f %%  %s\n"), 100 * top[i].share,
                am_explain_told(top[i].factor, option));
    }
}

static void print_lecko(const struct am_impact *impact, FILE *out)
{
    struct am_interval kg = {impact->lecko_kg, impact->lecko_kg,
                             impact->lecko_kg};
    char number[32];
    double shown = kg.central < 1 ? kg.central * 1000 : kg.central;

    if (!isfinite(shown))
        return;
    am_format_digits(shown, AM_SIGNIFICANT_DIGITS, number, sizeof(number));
    fprintf(
        out,
        _("with Lecko's factor, a year kept: %s %s, for its benchmark only\n"),
        number, kg.central < 1 ? "g" : "kg");
}

void am_text_co2e_saving(const struct am_impact *impact, FILE *out)
{
    const struct am_estimate *estimate = &impact->estimate;
    const struct am_interval *ratio = &estimate->output[AM_RATIO_KGCO2E];
    static const char *const words[] = {
        [AM_NOT_ESTABLISHED] = N_(", may be 1"),
        [AM_ESTABLISHED] = N_(", all over 1"),
        [AM_LOSS_ESTABLISHED] = N_(", all below 1"),
    };
    char mass[AM_MASS_SIZE];

    fprintf(out, _("CO2e saved by sharing, over their life: %s\n"),
            am_mass_text(&estimate->output[AM_SAVED_KGCO2E], mass));
    fprintf(out, _("  %s: mail/shared is %s%s\n"),
            _(am_verdict_name(estimate->verdict)), am_ratio_text(ratio, mass),
            am_interval_is_known(ratio) ? _(words[estimate->verdict]) : "");
    am_text_co2e_method(impact, out);
}

void am_text_co2e_print(const struct am_impact *impact, FILE *out)
{
    char mass[AM_MASS_SIZE];

    if (!impact->is_known) {
        fputs(_("CO2e: none given, as no content with an own copy was seen for "
                "the first\ntime in this range; are local_domains set?\n"),
              out);
        return;
    }
    fprintf(out, _("CO2e of the avoidable own bytes, a year kept: %s\n"),
            am_mass_text(&impact->kept, mass));
    am_text_co2e_saving(impact, out);
    print_weights(impact, out);
    print_lecko(impact, out);
    fputs(
        _("a year kept: storage only; over their life: storage, network and "
          "caches, mail\nminus shared; never to be summed.  Deleting saves this "
          "only when it postpones\nbuying disks or lets some be switched off.\n"),
        out);
}

void am_text_co2e_explain(const struct am_impact *impact, FILE *out)
{
    struct am_explain explain = am_impact_explain(impact);
    char mass[AM_MASS_SIZE];

    if (!impact->is_known)
        return;
    fputc('\n', out);
    am_explain_text(&explain, out);
    fprintf(out,
            _("\nA year kept, of the avoidable own bytes that stay\n"
              "  %" PRId64 " / 1e12 * model.kg_per_tb_year\n      = %s\n"),
            impact->kept_bytes, am_mass_text(&impact->kept, mass));
}
