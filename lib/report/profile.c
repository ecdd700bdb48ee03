/*
 * profile - see profile.h.
 */
#include "report/profile.h"

#include <stddef.h>
#include <string.h>

#define WHOLE 1000

static const struct {
    const char *name, *assumes;
} table[AM_PROFILE_COUNT] = {
    [AM_PROFILE_PLAIN] = {"plain", "a file a mailbox, as it came: mdbox, LDA, "
                                   "local(8); nothing is saved already"},
    [AM_PROFILE_EXCHANGE] = {"exchange", "Exchange since 2010, which keeps no "
                                         "single instance: as plain"},
    [AM_PROFILE_LMTP_HARDLINK] =
        {"lmtp-hardlink", "Maildir or sdbox by LMTP, one uid: the mailboxes of "
                          "one delivery share a file"},
    [AM_PROFILE_DOVECOT_SIS] =
        {"dovecot-sis", "sdbox or mdbox with single instances (Dovecot to "
                        "2.3): parts from 128 KiB that are no text, once"},
    [AM_PROFILE_CYRUS] = {"cyrus", "Cyrus or Zimbra: the mailboxes of one "
                                   "delivery share a file on each partition"},
    [AM_PROFILE_COMPRESSED] = {"compressed", "a file a mailbox, compressed to "
                                             "store_compression of its bytes"},
};

const char *am_profile_name(enum am_profile_id id)
{
    return table[id].name;
}

const char *am_profile_assumes(enum am_profile_id id)
{
    return table[id].assumes;
}

enum am_profile_id am_profile_find(const char *name)
{
    int id = 0;

    while (id < AM_PROFILE_COUNT && strcmp(table[id].name, name) != 0)
        id++;
    return (enum am_profile_id)id;
}

int am_profile_choose(struct am_profile *profile, const char *name,
                      const struct am_settings *settings, struct am_err *err)
{
    const char *wanted = name != NULL ? name : settings->store_profile;
    enum am_profile_id id = am_profile_find(wanted);

    if (id == AM_PROFILE_COUNT) {
        return am_fail(err, AM_EINVAL, "%s '%.40s': no such store: write %s",
                       name != NULL ? "--store" : "store_profile", wanted,
                       AM_PROFILE_NAMES);
    }
    *profile = (struct am_profile){
        .id = id,
        .packed_less = id == AM_PROFILE_COMPRESSED
                           ? WHOLE - settings->store_compression_milli
                           : 0,
        .sent_less = WHOLE - settings->sent_copies_milli,
    };
    return 0;
}

void am_profile_prepare(const struct am_profile *profile,
                        struct am_query *query)
{
    query->sent_less = profile->sent_less;
    query->packed_less = profile->packed_less;
}

/* Of what it takes apart, files stand in the place of sightings and copies. */
static void hold_single(const struct am_sums *sums, struct am_held *held)
{
    held->stored_bytes += sums->new_sis_bytes - sums->sis_stored_bytes;
    held->size_bytes += sums->new_sis_size_bytes - sums->sis_size_bytes;
    held->once_bytes += sums->new_sis_size_bytes - sums->sis_once_bytes;
}

/* What the store holds in the place of a plain one. */
static struct am_held hold(enum am_profile_id id, const struct am_sums *sums)
{
    struct am_held held = am_savings_held(sums, AM_SCOPE_OWN);

    switch (id) {
    case AM_PROFILE_LMTP_HARDLINK:
        held.stored_bytes = sums->stored_lmtp_bytes + sums->stored_sent_bytes;
        held.size_bytes = sums->size_lmtp_bytes + sums->size_sent_bytes;
        held.undigested_bytes = sums->undigested_lmtp_bytes;
        held.undigested_size_bytes = sums->undigested_lmtp_bytes;
        break;
    case AM_PROFILE_CYRUS:
        held.stored_bytes = sums->stored_cyrus_bytes + sums->stored_sent_bytes;
        held.size_bytes = sums->size_cyrus_bytes + sums->size_sent_bytes;
        held.undigested_bytes = sums->undigested_cyrus_bytes;
        held.undigested_size_bytes = sums->undigested_cyrus_bytes;
        break;
    case AM_PROFILE_DOVECOT_SIS:
        hold_single(sums, &held);
        break;
    case AM_PROFILE_COMPRESSED:
        held.stored_bytes = sums->packed_own_bytes;
        held.undigested_bytes = sums->packed_undigested_bytes;
        break;
    case AM_PROFILE_PLAIN:
    case AM_PROFILE_EXCHANGE:
    case AM_PROFILE_COUNT:
        break;
    }
    return held;
}

static int64_t local_copies(enum am_profile_id id, const struct am_sums *sums)
{
    if (id == AM_PROFILE_LMTP_HARDLINK)
        return sums->copies_lmtp;
    return id == AM_PROFILE_CYRUS ? sums->copies_cyrus : sums->copies_local;
}

struct am_savings am_profile_savings(const struct am_profile *profile,
                                     const struct am_sums *sums)
{
    struct am_savings savings = am_savings_of(sums, AM_SCOPE_OWN);
    struct am_held held = hold(profile->id, sums);
    int64_t plain_bytes = savings.delivered.stored_bytes;

    savings.copies_local = local_copies(profile->id, sums);
    am_savings_split(&savings, &held);
    savings.already_bytes = plain_bytes - held.stored_bytes;
    return savings;
}

struct am_already am_profile_already(const struct am_profile *profile,
                                     const struct am_sums *sums)
{
    struct am_savings plain = am_savings_of(sums, AM_SCOPE_OWN);
    struct am_savings own = am_profile_savings(profile, sums);

    return (struct am_already){
        .within_bytes = plain.within_bytes - own.within_bytes,
        .across_bytes = plain.across_bytes - own.across_bytes,
        .encoding_bytes = plain.encoding_bytes - own.encoding_bytes,
        .undigested_bytes = plain.unique_size_bytes - own.unique_size_bytes,
        .total_bytes = own.already_bytes,
    };
}
