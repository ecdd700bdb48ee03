/*
 * terms - see terms.h.
 */
#include "report/terms.h"

#include <math.h>
#include <string.h>

#define MONTHS_PER_YEAR 12.0
#define BYTES_PER_GB    1e9

static const struct am_interval *value_of(const struct am_factors *factors,
                                          enum am_factor_id id)
{
    return &factors->factor[id].value;
}

static void add_copies(struct am_terms *terms, const struct am_sums *sums,
                       const struct am_profile *profile,
                       const struct am_savings *own,
                       const struct am_interval *delta)
{
    double kept_sent = 1 - (double)profile->sent_less / 1000;
    double sent = kept_sent * (double)sums->copies_sent;
    double files = (double)own->copies_local;
    double mailboxes = (double)sums->copies_local + sent;
    double held = (double)own->delivered.stored_bytes;
    double mailbox_bytes =
        (double)(sums->stored_local_bytes + sums->stored_sent_bytes);
    double sent_bytes = (double)sums->stored_sent_bytes *
                        (1 - (double)profile->packed_less / 1000);

    if (profile->id == AM_PROFILE_DOVECOT_SIS)
        sent_bytes = 0;
    terms->copies = (struct am_interval){
        files, files + sent, files + sent + delta->central * mailboxes};
    terms->copies_stored_bytes = (struct am_interval){
        held - sent_bytes, held, held + delta->central * mailbox_bytes};
    terms->device_copies = am_interval_scale(*delta, mailboxes);
    terms->device_stored_bytes = am_interval_scale(*delta, mailbox_bytes);
}

/* The interval of first - ratio x second, over years: the widest. */
static struct am_interval kept_apart(double first, double second,
                                     const struct am_interval *ratio,
                                     const struct am_interval *years)
{
    struct am_interval yearly = {first - ratio->high * second,
                                 first - ratio->central * second,
                                 first - ratio->low * second};

    return (struct am_interval){
        yearly.low * (yearly.low < 0 ? years->high : years->low),
        yearly.central * years->central,
        yearly.high * (yearly.high < 0 ? years->low : years->high)};
}

static void add_time(struct am_terms *terms, const struct am_savings *own,
                     const struct am_factors *factors)
{
    const struct am_interval *years =
        value_of(factors, AM_FACTOR_MAIL_RETENTION);
    const struct am_interval *ratio =
        value_of(factors, AM_FACTOR_SHARED_RETENTION_RATIO);
    double scale = MONTHS_PER_YEAR / BYTES_PER_GB;
    double mail = (double)own->delivered.stored_bytes * scale;
    double shared = (double)own->unique_size_bytes * scale;

    terms->mail_gb_months = am_interval_scale(*years, mail);
    terms->shared_gb_months =
        (struct am_interval){years->low * ratio->low * shared,
                             years->central * ratio->central * shared,
                             years->high * ratio->high * shared};
    terms->saved_gb_months = kept_apart(mail, shared, ratio, years);
}

/* What an encoded content has more than the content, for all that is new. */
static double encoding_once(const struct am_sums *sums)
{
    double size =
        (double)(sums->size_own_bytes - sums->undigested_once_own_bytes);
    double stored =
        (double)(sums->stored_own_bytes - sums->undigested_once_own_bytes);

    return size > 0 ? (stored / size - 1) * (double)sums->new_own_bytes : 0;
}

static void add_places(struct am_terms *terms, const struct am_sums *sums,
                       const struct am_savings *own,
                       const struct am_factors *factors)
{
    const struct am_interval *backups =
        value_of(factors, AM_FACTOR_STORAGE_BACKUP_COPIES);
    double avoidable = (double)own->total_bytes;
    struct am_interval links = am_interval_scale(
        *value_of(factors, AM_FACTOR_SHARED_LINK_BYTES), terms->copies.central);

    terms->link_bytes = links;
    terms->after_links_bytes =
        (struct am_interval){avoidable - links.high, avoidable - links.central,
                             avoidable - links.low};
    terms->replicas_bytes = am_interval_scale(
        *value_of(factors, AM_FACTOR_STORAGE_REPLICATION), avoidable);
    terms->backup_plain_bytes = am_interval_scale(*backups, avoidable);
    terms->backup_deduplicating_bytes =
        am_interval_scale(*backups, encoding_once(sums));
}

struct am_terms am_terms_of(const struct am_sums *sums,
                            const struct am_profile *profile,
                            const struct am_factors *factors)
{
    struct am_savings own = am_profile_savings(profile, sums);
    struct am_terms terms = {
        .local_stored_bytes = sums->stored_local_bytes,
        .sent_stored_bytes = sums->stored_sent_bytes,
        .external_stored_bytes = sums->stored_external_bytes,
    };

    add_copies(&terms, sums, profile, &own,
               value_of(factors, AM_FACTOR_CLIENT_CACHE_COPIES));
    add_time(&terms, &own, factors);
    add_places(&terms, sums, &own, factors);
    return terms;
}

bool am_terms_is_eligible(const char *bucket)
{
    return strcmp(bucket, "attachment") == 0 || strcmp(bucket, "inline") == 0;
}

double am_terms_rate(const struct am_savings *savings)
{
    if (savings->delivered.stored_bytes <= 0)
        return (double)NAN;
    return (double)savings->total_bytes /
           (double)savings->delivered.stored_bytes;
}
