/*
 * profile - what the user's own mail store makes of the copies.
 *
 * Some stores keep fewer bytes than one encoded file a mailbox: they link the
 * copies of one delivery, keep large attachments once, or compress.  What such
 * a store saves already must not be promised again, so the savings of the scope
 * `own` are those under its profile, and what is saved already stands beside
 * them.  A pure function over sums; says nothing of the scope `all`.
 *
 * For a sighting with size d, stored e, L local recipients, s = 1 for a Sent
 * copy, the store holds
 *
 *   plain, exchange  e x (L + s)
 *   lmtp-hardlink    e x (lambda + s), lambda = ceil(L / delivery_limit)
 *   cyrus            the same, lambda = min(L, store_partitions x that)
 *   compressed       store_compression x e x (L + s), rounded down in each row
 *                    of the daily sums
 *   dovecot-sis      of what it takes apart (declared type not text, e of 128
 *                    KiB or more), d once for each content in base64 that it
 *                    can rebuild, e once for each other encoded form of it; of
 *                    all else e x (L + s)
 *
 * Checked against real stores of Dovecot 2.3: tests/e2e/dovecot.py.
 */
#ifndef AM_REPORT_PROFILE_H
#define AM_REPORT_PROFILE_H

#include <stdint.h>

#include "base/config.h"
#include "base/err.h"
#include "report/savings.h"
#include "store/query.h"

enum am_profile_id {
    AM_PROFILE_PLAIN,
    AM_PROFILE_EXCHANGE, /* plain by another name */
    AM_PROFILE_LMTP_HARDLINK,
    AM_PROFILE_DOVECOT_SIS,
    AM_PROFILE_CYRUS,
    AM_PROFILE_COMPRESSED,
    AM_PROFILE_COUNT
};

/* All zero is plain, with all Sent copies. */
struct am_profile {
    enum am_profile_id id;
    int64_t packed_less; /* thousandths that `compressed` takes off; else 0 */
    int64_t sent_less;   /* thousandths of the Sent copies that are not kept */
};

/*
 * The profile of a name, or of the setting store_profile if it is NULL, with
 * store_compression and sent_copies of the settings.  Fails with AM_EINVAL,
 * which lists the names.
 */
AM_MUST_CHECK int am_profile_choose(struct am_profile *profile,
                                    const char *name,
                                    const struct am_settings *settings,
                                    struct am_err *err);

/* The names, as a message tells them. */
#define AM_PROFILE_NAMES                               \
 "plain, exchange, lmtp-hardlink, dovecot-sis, cyrus " \
 "or compressed"

/* The profile of a name; AM_PROFILE_COUNT: there is none. */
enum am_profile_id am_profile_find(const char *name);

/* "dovecot-sis"; which stores it stands for and what it assumes, one line. */
const char *am_profile_name(enum am_profile_id id);
const char *am_profile_assumes(enum am_profile_id id);

/* Ask for the sums that the profile needs. */
void am_profile_prepare(const struct am_profile *profile,
                        struct am_query *query);

/*
 * The savings of the scope `own` under the profile, out of sums of such a
 * query.  The equations of savings.h hold to the byte.  copies_local and
 * delivered are what the store holds; the wire's bytes are those of all
 * mailboxes under every profile.  A TNEF container's framing counts as unique
 * in each sighting, which dovecot-sis does better: there across may be below 0.
 */
struct am_savings am_profile_savings(const struct am_profile *profile,
                                     const struct am_sums *sums);

/* What the store saves already: each term of a plain one less that of
 * am_profile_savings().  The total, delivered of a plain one less delivered, is
 * the sum of the others. */
struct am_already {
    int64_t within_bytes, across_bytes, encoding_bytes;
    int64_t undigested_bytes; /* of copies that no digest tells apart */
    int64_t total_bytes;
};

struct am_already am_profile_already(const struct am_profile *profile,
                                     const struct am_sums *sums);

#endif
