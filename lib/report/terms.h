/*
 * terms - the parts of a saving one by one, and what the bytes become over
 * time, in replicas and in backups.
 *
 * Arithmetic over sums and factors, of the scope `own` beside the user's own
 * store; external copies lie in other people's stores and stand apart.  None of
 * it goes into the carbon model, which has its own lines for all of it.  With
 * d, e = decoded and stored bytes, L local recipients, lambda files that the
 * store keeps for them, s Sent copies, delta = client.cache_copies:
 *
 *   copies       low lambda, central c = lambda + s, high c + delta x (L + s)
 *                with delta's central value: "20 recipients make 20 copies,
 *                even 40".  Devices are not the server's disks, and a link
 * keeps nobody from downloading GB.months    delivered, or unique x
 * shared.retention_ratio, times mail.retention_years; all copies are taken to
 * live as long links        shared.link_bytes x c, which stay in the mailboxes
 *   replicas     avoidable x storage.replication
 *   backups      storage.backup_copies x avoidable if they are plain; if they
 *                deduplicate they keep each encoded content once already, and
 *                only its encoding is saved.  Encoded contents are estimated by
 *                the mean of these attachments
 */
#ifndef AM_REPORT_TERMS_H
#define AM_REPORT_TERMS_H

#include "carbon/factor.h"
#include "carbon/interval.h"
#include "report/profile.h"
#include "report/savings.h"
#include "store/query.h"

struct am_terms {
    struct am_interval copies;
    struct am_interval
        copies_stored_bytes; /* Sent is taken off low but with
                                dovecot-sis, where it is shared */
    struct am_interval device_copies, device_stored_bytes; /* delta's range */
    int64_t local_stored_bytes, sent_stored_bytes;         /* in plain stores */
    int64_t external_stored_bytes;
    struct am_interval mail_gb_months, shared_gb_months, saved_gb_months;
    struct am_interval link_bytes;
    struct am_interval after_links_bytes; /* avoidable less these */
    struct am_interval replicas_bytes;
    struct am_interval backup_plain_bytes, backup_deduplicating_bytes;
};

/* The terms of sums that were asked for as am_profile_prepare() says. */
struct am_terms am_terms_of(const struct am_sums *sums,
                            const struct am_profile *profile,
                            const struct am_factors *factors);

/* What a shared space could take: attachments and large pictures with a digest.
 * Logos, signatures and opaque parts it could not. */
bool am_terms_is_eligible(const char *bucket);

/* avoidable / delivered, or NaN where nothing was delivered. */
double am_terms_rate(const struct am_savings *savings);

#endif
