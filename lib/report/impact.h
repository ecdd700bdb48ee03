/*
 * impact - from sums to CO2e, by the carbon model.
 *
 * On the scope `own` only: other people's stores are not ours to save.  The
 * model's bytes are decoded and without Sent copies (the factor
 * mail.sent_copies adds those), so they are not the report's *delivered*.
 * Measured values replace the factors that they are known for, unless the
 * administrator set the factor.  Reads no file.
 */
#ifndef AM_REPORT_IMPACT_H
#define AM_REPORT_IMPACT_H

#include <stdbool.h>

#include "carbon/estimate.h"
#include "carbon/factor.h"
#include "report/explain.h"
#include "report/profile.h"
#include "report/savings.h"
#include "store/query.h"

/* The published factor printed beside ours, for its own benchmark only. */
#define AM_LECKO_FACTOR "lecko.mail_g_per_mb_participant"

struct am_impact {
    bool is_known; /* false: no own copy, or nothing seen first: no figure */
    struct am_factors factors; /* those used; a copy that shares its strings */
    struct am_model_input input;
    struct am_estimate estimate;
    int64_t kept_bytes;      /* avoidable own bytes, less those that do not stay
                                (mail.delivered_share, central) */
    struct am_interval kept; /* kgCO2e of keeping them for a year */
    double lecko_kg;         /* the same by Lecko's factor; NaN: not known */
};

/*
 * Fill *impact from sums.  messages and deliveries of the model are the
 * messages with attachments and their recipients, or the own attachments and
 * their local copies where those are fewer: an upper bound, which errs towards
 * the smaller saving.  What the store of the profile saves already is measured,
 * too: links as mail.sis_share, all else as mail.store_ratio; that Exchange
 * links nothing is known as well.  factors must live as long as *impact is
 * used.
 */
void am_impact_compute(struct am_impact *impact, const struct am_sums *sums,
                       const struct am_message_sums *messages,
                       const struct am_factors *factors,
                       enum am_share_scope share_scope,
                       const struct am_profile *profile);

/*
 * Mail as Lecko counts it: MB as sent, times those who have them, the sender
 * among them; and by its factor, the kgCO2e of a year of such mail, where days
 * of mail were measured.  NaN: the factor file does not have that factor.
 * Fewer complete days than AM_DAYS_FOR_YEAR, four whole weeks, are no measure
 * of a year: weekends weigh too much in them, or too little.
 */
#define AM_DAYS_FOR_YEAR 28
double am_impact_participant_mb(const struct am_impact *impact);
double am_impact_lecko_year_kg(const struct am_impact *impact, int64_t days);

/* The same for explain.h; valid as long as *impact is. */
struct am_explain am_impact_explain(const struct am_impact *impact);

#endif
