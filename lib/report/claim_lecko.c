/*
 * claim_lecko - Lecko's kilograms, in Lecko's own factor and in the model's,
 * each by itself; see claim_rules.h.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/language.h"
#include "report/claim_rules.h"

#define DAYS_PER_YEAR 365.0
#define GB_PER_TB     1000.0
#define G_PER_KG      1000.0

static void refuse_days(const struct am_claims *claims, struct am_claim *claim)
{
    static const char reason[] =
        N_("it takes %d complete days with data to tell of a year: the range "
           "has %" PRId64);

    claim->verdict = AM_CLAIM_NOT_MEASURED;
    snprintf(claim->reason, sizeof(claim->reason), reason, AM_DAYS_FOR_YEAR,
             claims->complete_days);
    snprintf(claim->told, sizeof(claim->told), _(reason), AM_DAYS_FOR_YEAR,
             claims->complete_days);
}

/* What makes the range's figures those of a mailbox and a year; 0 and the
 * reason said, if they cannot be made so. */
static double per_mailbox_year(const struct am_claims *claims,
                               struct am_claim *claim)
{
    if (!am_claim_is_modelled(claims, claim))
        return 0;
    if (claims->mailboxes <= 0) {
        am_claim_decide(claim, AM_CLAIM_NOT_MEASURED,
                        "how many mailboxes there are is not known: set "
                        "mailboxes in the configuration");
        return 0;
    }
    if (claims->complete_days < AM_DAYS_FOR_YEAR) {
        refuse_days(claims, claim);
        return 0;
    }
    return DAYS_PER_YEAR / (double)claims->days_with_data /
           (double)claims->mailboxes;
}

void am_claim_lecko_mail(const struct am_claims *claims, struct am_claim *claim)
{
    double scale = per_mailbox_year(claims, claim);
    double mb = am_impact_participant_mb(&claims->report->impact);
    double kg_per_mb = am_claims_benchmark(claims, AM_LECKO_FACTOR) / G_PER_KG;

    if (scale <= 0)
        return;
    am_claim_add_value(claim, "mail of a mailbox and year, by Lecko's factor",
                       "kgCO2e", mb * scale * kg_per_mb);
    am_claim_add_value(claim, "volume of a mailbox and year",
                       N_("MB.participant"), mb * scale);
    am_claim_add_value(claim, "volume that the claim stands for",
                       N_("MB.participant"), claim->claimed / kg_per_mb);
    am_claim_judge_at_least(claim);
}

void am_claim_lecko_model(const struct am_claims *claims,
                          struct am_claim *claim)
{
    const struct am_estimate *estimate = &claims->report->impact.estimate;
    double scale = per_mailbox_year(claims, claim);

    if (scale <= 0)
        return;
    am_claim_add(claim, "mail of a mailbox and year, over its life", "kgCO2e",
                 am_interval_scale(estimate->output[AM_MAIL_KGCO2E], scale));
    am_claim_add(
        claim, "the same, kept one year, storage only", "kgCO2e",
        am_estimate_kept(estimate, estimate->step[AM_STEP_MAIL_BYTES] * scale));
    am_claim_judge_at_least(claim);
}

void am_claim_lecko_total(const struct am_claims *claims,
                          struct am_claim *claim)
{
    am_claim_add_value(
        claim, "of it mail, as published", "kgCO2e",
        am_claims_benchmark(claims, "lecko.mail_kg_per_employee_year"));
    am_claim_add_value(
        claim, "of it storage, as published", "kgCO2e",
        am_claims_benchmark(claims, "lecko.storage_kg_per_employee_year"));
    am_claim_decide(claim, AM_CLAIM_NOT_MEASURED,
                    "a mail relay sees the mail alone: see lecko_mail");
}

/* The same volume by the factors of others shows what the claim rests on. */
void am_claim_lecko_storage(const struct am_claims *claims,
                            struct am_claim *claim)
{
    double gb = claim->claimed * G_PER_KG /
                am_claims_benchmark(claims, "lecko.storage_g_per_gb_year");

    am_claim_add_value(claim, "volume that the claim stands for", "GB", gb);
    am_claim_add_value(
        claim, "the same volume by ADEME's factor", "kgCO2e",
        gb / GB_PER_TB *
            am_claims_benchmark(claims,
                                "ademe2024.storage_kg_per_tb_year_copy"));
    am_claim_add_value(
        claim, "by Cloud Carbon Footprint's", "kgCO2e",
        gb / GB_PER_TB *
            am_claims_benchmark(claims, "ccf.s3_fr_kg_per_tb_year"));
    am_claim_decide(claim, AM_CLAIM_NOT_MEASURED,
                    "a mail relay does not see it: measure the shared "
                    "space itself, with du");
}
