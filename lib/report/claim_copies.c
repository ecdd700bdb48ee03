/*
 * claim_copies - how many copies there are, and what sharing divides by; see
 * claim_rules.h.
 */
#include "report/claim_rules.h"

#define RECIPIENTS 20 /* of the mail that the claims are of */

/* Of the bytes, what a store of single instances keeps once for all who have
 * it, whatever else it does with the rest. */
static double once_share(const struct am_claims *claims)
{
    const struct am_report *report = claims->report;

    if (report->request.ask.profile.id != AM_PROFILE_DOVECOT_SIS)
        return 0;
    return (double)report->sums.sis_once_bytes /
           (double)report->sums.size_own_bytes;
}

/* At rest: a store that links keeps fewer.  The context is once_share(). */
static double copies_on_server(const double *f, const void *context)
{
    const double *once = context;
    double linked = f[AM_FACTOR_MAIL_SIS_SHARE] * (RECIPIENTS - 1);

    return *once +
           (1 - *once) * (RECIPIENTS - linked + f[AM_FACTOR_MAIL_SENT_COPIES]);
}

/* A client has its copy whatever the server links. */
static double copies_of_clients(const double *f)
{
    return (RECIPIENTS + f[AM_FACTOR_MAIL_SENT_COPIES]) *
           f[AM_FACTOR_CLIENT_CACHE_COPIES];
}

static double copies_with_clients(const double *f, const void *context)
{
    return copies_on_server(f, context) + copies_of_clients(f);
}

static double copies_on_disks(const double *f, const void *context)
{
    return copies_on_server(f, context) * f[AM_FACTOR_STORAGE_REPLICATION] *
               (1 + f[AM_FACTOR_STORAGE_BACKUP_COPIES]) +
           copies_of_clients(f);
}

/* A mailbox of such a store has no copy of its own to be counted. */
static void add_once(struct am_claim *claim, double once)
{
    claim->formula = "once + (1 - once) * (20 - mail.sis_share * 19 + "
                     "mail.sent_copies)";
    am_claim_add_value(claim,
                       "once, share of the bytes that the store keeps once",
                       "ratio", once);
}

void am_claim_copies_server(const struct am_claims *claims,
                            struct am_claim *claim)
{
    const struct am_message_sums *messages = &claims->report->messages;
    const struct am_savings *own = &claims->report->totals.own;

    if (!am_claim_is_modelled(claims, claim))
        return;
    double once = once_share(claims);
    am_claim_add(claim, "copies on the server, of a mail to 20", "copies",
                 am_estimate_spread(&claims->report->impact.factors,
                                    AM_INTERVAL_PLAIN, copies_on_server,
                                    &once));
    am_claim_add_value(claim, "recipients of a message, on average",
                       "recipients",
                       (double)messages->deliveries_with_attachments /
                           (double)messages->with_attachments);
    if (once > 0) {
        add_once(claim, once);
    } else {
        am_claim_add_value(
            claim, "own copies of an attachment, on average", "copies",
            (double)am_savings_copies(own) / (double)own->sightings);
    }
    am_claim_judge_at_least(claim);
}

void am_claim_copies_clients(const struct am_claims *claims,
                             struct am_claim *claim)
{
    if (!am_claim_is_modelled(claims, claim))
        return;
    double once = once_share(claims);
    am_claim_add(claim, "copies with those of mail clients", "copies",
                 am_estimate_spread(&claims->report->impact.factors,
                                    AM_INTERVAL_PLAIN, copies_with_clients,
                                    &once));
    am_claim_add(claim, "with replicas and backups, too", "copies",
                 am_estimate_spread(&claims->report->impact.factors,
                                    AM_INTERVAL_PLAIN, copies_on_disks, &once));
    am_claim_judge_at_least(claim);
}

/* Versions of a file on the shared space, and its copies on clients. */
static double copies_shared(const double *f, const void *context)
{
    const struct am_model_input *input = context;
    struct am_model model;

    am_model_evaluate(input, f, &model);
    double synced_bytes =
        f[AM_FACTOR_SHARED_OPEN_RATE] * f[AM_FACTOR_MAIL_DELIVERED_SHARE] *
        input->delivered_bytes * f[AM_FACTOR_SHARED_SYNC_SHARE] *
        f[AM_FACTOR_CLIENT_CACHE_COPIES];
    return (model.step[AM_STEP_FILE_BYTES] + synced_bytes) /
           model.step[AM_STEP_UPLOADED_BYTES];
}

/* As one is the fewest that there can be, a quadrature around more of them
 * never comes down to it: the low end is that of all factors together.  None of
 * these copies goes when a factor rises. */
static struct am_interval spread_shared(const struct am_impact *impact)
{
    struct am_interval copies = am_estimate_spread(
        &impact->factors, AM_INTERVAL_PLAIN, copies_shared, &impact->input);
    double low[AM_FACTOR_COUNT];

    for (size_t i = 0; i < AM_FACTOR_COUNT; i++)
        low[i] = impact->factors.factor[i].value.low;
    copies.low = copies_shared(low, &impact->input);
    return copies;
}

void am_claim_shared_one(const struct am_claims *claims, struct am_claim *claim)
{
    const struct am_impact *impact = &claims->report->impact;
    const struct am_factor *factor = impact->factors.factor;

    if (!am_claim_is_modelled(claims, claim))
        return;
    struct am_interval copies = spread_shared(impact);
    am_claim_add(claim, "copies of a shared file", "copies", copies);
    am_claim_add_given(claim, "versions kept of it", "ratio",
                       factor[AM_FACTOR_SHARED_VERSION_FACTOR].value);
    am_claim_add_given(claim, "share of its readers who synchronise", "ratio",
                       factor[AM_FACTOR_SHARED_SYNC_SHARE].value);
    if (copies.high <= claim->claimed) {
        am_claim_decide(claim, AM_CLAIM_SUPPORTED,
                        "no version and no synchronised "
                        "copy is kept");
    } else if (copies.low > claim->claimed) {
        am_claim_decide(
            claim, AM_CLAIM_REFUTED,
            "versions, or synchronised copies, are kept for certain");
    } else {
        am_claim_decide(claim, AM_CLAIM_COMPATIBLE,
                        "only with one version and no synchronised copy: set "
                        "shared.version_factor and shared.sync_share");
    }
}

/* ---- dividing ---- */

void am_claim_division(const struct am_claims *claims, struct am_claim *claim)
{
    const struct am_estimate *estimate = &claims->report->impact.estimate;

    if (!am_claim_is_modelled(claims, claim))
        return;
    am_claim_add(claim, "mail/shared of the model, in CO2e", "ratio",
                 estimate->output[AM_RATIO_KGCO2E]);
    am_claim_add_value(claim, "delivered/unique, in bytes", "ratio",
                       am_savings_ratio(&claims->report->totals.own));
    am_claim_judge_at_least(claim);
}
