/*
 * claim - see claim.h.
 */
#include "report/claim.h"

#include <math.h>
#include <stdio.h>

#include "base/language.h"

const char *am_claim_verdict_name(enum am_claim_verdict verdict)
{
    static const char *const names[] = {
        [AM_CLAIM_SUPPORTED] = N_("supported"),
        [AM_CLAIM_REFUTED] = N_("refuted"),
        [AM_CLAIM_COMPATIBLE] = N_("compatible, not shown"),
        [AM_CLAIM_NOT_MEASURED] = N_("not measured"),
    };
    return names[verdict];
}

static void add(struct am_claim *claim, struct am_claim_figure figure)
{
    if (claim->figure_count < AM_CLAIM_FIGURES)
        claim->figures[claim->figure_count++] = figure;
}

void am_claim_add(struct am_claim *claim, const char *name, const char *unit,
                  struct am_interval value)
{
    add(claim, (struct am_claim_figure){name, unit, value, false});
}

void am_claim_add_given(struct am_claim *claim, const char *name,
                        const char *unit, struct am_interval value)
{
    add(claim, (struct am_claim_figure){name, unit, value, true});
}

void am_claim_add_value(struct am_claim *claim, const char *name,
                        const char *unit, double value)
{
    am_claim_add(claim, name, unit, (struct am_interval){value, value, value});
}

void am_claim_decide(struct am_claim *claim, enum am_claim_verdict verdict,
                     const char *reason)
{
    claim->verdict = verdict;
    snprintf(claim->reason, sizeof(claim->reason), "%s", reason);
    snprintf(claim->told, sizeof(claim->told), "%s", _(reason));
}

/* The first figure, if there is something to compare; else says so. */
static const struct am_interval *comparable(struct am_claim *claim)
{
    const struct am_interval *value = &claim->figures[0].value;

    if (claim->figure_count > 0 && am_interval_is_known(value) &&
        isfinite(claim->claimed))
        return value;
    am_claim_decide(claim, AM_CLAIM_NOT_MEASURED,
                    "there is no value to compare");
    return NULL;
}

static void be_compatible(struct am_claim *claim)
{
    am_claim_decide(claim, AM_CLAIM_COMPATIBLE,
                    "what is claimed lies inside the interval");
}

void am_claim_judge_at_least(struct am_claim *claim)
{
    const struct am_interval *value = comparable(claim);

    if (value == NULL)
        return;
    if (value->low >= claim->claimed) {
        am_claim_decide(claim, AM_CLAIM_SUPPORTED,
                        "all of it is what is claimed, or more");
    } else if (value->high < claim->claimed) {
        am_claim_decide(claim, AM_CLAIM_REFUTED,
                        "all of it is less than is claimed");
    } else {
        be_compatible(claim);
    }
}

void am_claim_judge_at_most(struct am_claim *claim)
{
    const struct am_interval *value = comparable(claim);

    if (value == NULL)
        return;
    if (value->high <= claim->claimed) {
        am_claim_decide(claim, AM_CLAIM_SUPPORTED,
                        "all of it is what is claimed, or less");
    } else if (value->low > claim->claimed) {
        am_claim_decide(claim, AM_CLAIM_REFUTED,
                        "all of it is more than is claimed");
    } else {
        be_compatible(claim);
    }
}
