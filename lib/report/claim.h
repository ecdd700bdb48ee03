/*
 * claim - a claim that was published, what was measured here of it, and the
 * verdict.  Knows no claim in particular: see claim_rules.
 */
#ifndef AM_REPORT_CLAIM_H
#define AM_REPORT_CLAIM_H

#include <stdbool.h>
#include <stddef.h>

#include "carbon/interval.h"

enum am_claim_verdict {
    AM_CLAIM_SUPPORTED,   /* the whole interval is on the claim's side */
    AM_CLAIM_REFUTED,     /* the whole interval is on the other */
    AM_CLAIM_COMPATIBLE,  /* "compatible, not shown": the claim is inside */
    AM_CLAIM_NOT_MEASURED /* by a mail relay, or not yet: the reason says */
};

/* Something measured or modelled here.  What was only counted is one value. */
struct am_claim_figure {
    const char *name;
    const char *unit;
    struct am_interval value;
    bool is_given; /* a factor's: it is not rounded */
};

#define AM_CLAIM_FIGURES     5
#define AM_CLAIM_REASON_SIZE 240

struct am_claim {
    const char *id;      /* "copies_server" */
    const char *claim;   /* as published, in one sentence */
    const char *source;  /* of the publication */
    const char *formula; /* of the first figure */
    const char *unit;    /* of claimed */
    double claimed;      /* NaN: there is no figure */
    struct am_claim_figure figures[AM_CLAIM_FIGURES]; /* the first is judged */
    size_t figure_count;
    enum am_claim_verdict verdict;
    char reason[AM_CLAIM_REASON_SIZE];   /* for programs, in English */
    char told[2 * AM_CLAIM_REASON_SIZE]; /* the same for people */
};

/* "supported", "refuted", "compatible, not shown", "not measured". */
const char *am_claim_verdict_name(enum am_claim_verdict verdict);

/* Add a figure; beyond AM_CLAIM_FIGURES it is left out.  name and unit are
 * kept, not copied. */
void am_claim_add(struct am_claim *claim, const char *name, const char *unit,
                  struct am_interval value);

/* The same of a factor, which is printed as it was given. */
void am_claim_add_given(struct am_claim *claim, const char *name,
                        const char *unit, struct am_interval value);

/* The same with one value. */
void am_claim_add_value(struct am_claim *claim, const char *name,
                        const char *unit, double value);

void am_claim_decide(struct am_claim *claim, enum am_claim_verdict verdict,
                     const char *reason);

/* By the first figure: supported if all of it is what is claimed or more,
 * refuted if all of it is less. */
void am_claim_judge_at_least(struct am_claim *claim);

/* The same, where less is what is claimed. */
void am_claim_judge_at_most(struct am_claim *claim);

#endif
