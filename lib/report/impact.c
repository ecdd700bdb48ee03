/*
 * impact - see impact.h.
 */
#include "report/impact.h"

#include <math.h>
#include <string.h>

#define DAYS_PER_YEAR 365.0
#define BYTES_PER_MB  1e6
#define G_PER_KG      1000.0

static double lesser(int64_t a, int64_t b)
{
    return (double)(a < b ? a : b);
}

static void set_input(struct am_model_input *input, const struct am_sums *sums,
                      const struct am_message_sums *messages)
{
    *input = (struct am_model_input){
        .unique_bytes =
            (double)(sums->new_own_bytes + sums->undigested_own_bytes),
        .message_bytes = (double)sums->size_own_bytes,
        .linked_bytes = (double)sums->size_linked_bytes,
        .delivered_bytes = (double)sums->size_local_bytes,
        .hop_bytes = (double)sums->size_lmtp_bytes,
        .messages = lesser(messages->with_attachments, sums->sightings_own),
        .deliveries =
            lesser(messages->deliveries_with_attachments, sums->copies_local),
    };
}

/* A measured value out of a factor's bounds (mail that is smaller encoded than
 * decoded, say) leaves the factor as it was. */
static void measure(struct am_factors *factors, enum am_factor_id id,
                    double numerator, double denominator, const char *source)
{
    struct am_err ignored;

    if (denominator <= 0)
        return;
    if (am_factors_measure(factors, id, numerator / denominator, source,
                           &ignored) < 0)
        return;
}

/* What the store holds, beside a plain one: by links of the copies of a
 * delivery, or in another way, and then as if it compressed. */
static void measure_store(struct am_factors *factors,
                          const struct am_sums *sums,
                          const struct am_profile *profile,
                          const struct am_savings *own)
{
    int64_t linked_bytes = sums->size_local_bytes;
    double share = 1;

    if (profile->id == AM_PROFILE_LMTP_HARDLINK)
        linked_bytes = sums->size_lmtp_bytes;
    if (profile->id == AM_PROFILE_CYRUS)
        linked_bytes = sums->size_cyrus_bytes;
    if (linked_bytes == sums->size_local_bytes && own->already_bytes > 0) {
        share = (double)own->delivered.stored_bytes /
                (double)(own->delivered.stored_bytes + own->already_bytes);
    }
    /* Plain is also what is taken where nobody said which store it is. */
    if (own->already_bytes > 0 || profile->id == AM_PROFILE_EXCHANGE) {
        measure(factors, AM_FACTOR_MAIL_SIS_SHARE,
                (double)(sums->size_local_bytes - linked_bytes),
                (double)(sums->size_local_bytes - sums->size_linked_bytes),
                "copies that the store links / copies after the first");
    }
    measure(factors, AM_FACTOR_MAIL_STORE_RATIO,
            share * (double)sums->stored_own_bytes,
            (double)sums->wire_own_bytes,
            "stored bytes / wire bytes of these attachments, as the store "
            "keeps them");
}

static void measure_all(struct am_factors *factors, const struct am_sums *sums)
{
    measure(factors, AM_FACTOR_MAIL_EXPANSION, (double)sums->wire_own_bytes,
            (double)sums->size_own_bytes,
            "wire bytes / decoded bytes of these attachments");
    measure(factors, AM_FACTOR_MAIL_SENT_COPIES, (double)sums->size_sent_bytes,
            (double)sums->size_own_bytes,
            "decoded bytes with a Sent copy / decoded bytes");
}

/* Avoidable bytes that stay: some of the local copies do not. */
static int64_t kept_bytes_of(const struct am_savings *own,
                             const struct am_sums *sums,
                             const struct am_factors *factors)
{
    double lost_share =
        1 - factors->factor[AM_FACTOR_MAIL_DELIVERED_SHARE].value.central;

    int64_t local_bytes = own->delivered.stored_bytes - sums->stored_sent_bytes;

    return own->total_bytes -
           (int64_t)(lost_share * (double)(local_bytes > 0 ? local_bytes : 0));
}

/* Of so many MB, each with one who has it. */
static double lecko_kg(const struct am_factors *factors, double mb)
{
    const struct am_benchmark *lecko =
        am_factors_find_benchmark(factors, AM_LECKO_FACTOR);

    return lecko == NULL ? (double)NAN : lecko->value * mb / G_PER_KG;
}

void am_impact_compute(struct am_impact *impact, const struct am_sums *sums,
                       const struct am_message_sums *messages,
                       const struct am_factors *factors,
                       enum am_share_scope share_scope,
                       const struct am_profile *profile)
{
    struct am_savings own = am_profile_savings(profile, sums);

    memset(impact, 0, sizeof(*impact));
    impact->factors = *factors;
    set_input(&impact->input, sums, messages);
    impact->input.share_scope = share_scope;
    measure_all(&impact->factors, sums);
    measure_store(&impact->factors, sums, profile, &own);
    am_estimate_run(&impact->input, &impact->factors, &impact->estimate);
    impact->is_known =
        own.delivered.stored_bytes > 0 && own.unique_size_bytes > 0;
    impact->kept_bytes = kept_bytes_of(&own, sums, &impact->factors);
    impact->kept =
        am_estimate_kept(&impact->estimate, (double)impact->kept_bytes);
    impact->lecko_kg =
        lecko_kg(factors, (double)impact->kept_bytes / BYTES_PER_MB);
}

double am_impact_participant_mb(const struct am_impact *impact)
{
    const struct am_factor *factor = impact->factors.factor;

    return factor[AM_FACTOR_MAIL_EXPANSION].value.central *
           (impact->input.delivered_bytes +
            factor[AM_FACTOR_MAIL_SENT_COPIES].value.central *
                impact->input.message_bytes) /
           BYTES_PER_MB;
}

double am_impact_lecko_year_kg(const struct am_impact *impact, int64_t days)
{
    return lecko_kg(&impact->factors, am_impact_participant_mb(impact)) *
           DAYS_PER_YEAR / (double)days;
}

struct am_explain am_impact_explain(const struct am_impact *impact)
{
    return (struct am_explain){&impact->input, &impact->factors,
                               &impact->estimate};
}
