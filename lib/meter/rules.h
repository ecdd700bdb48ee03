/*
 * rules - the site's lists, ready to be asked: which domains are ours, which
 * clients are trusted, which addresses are lists.
 *
 * Read once from the configuration and not changed any more, so that threads
 * may share them.  Nothing here is written anywhere.
 */
#ifndef AM_METER_RULES_H
#define AM_METER_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/config.h"
#include "base/err.h"

struct am_rules;

/* Where the lists come from; every member may be NULL or empty. */
struct am_rules_source {
    const char *const *local_domains; /* names or "@/path/file", NULL-ended */
    const char *const *local_mailers; /* {rcpt_mailer} words that mean local */
    const char *const *trusted_networks; /* "192.0.2.0/24", "2001:db8::/32" */
    const char *const *submission_ports; /* "587": clients that authenticate */
    const char *const *no_sent_senders;  /* addresses without a Sent folder */
    const char *list_sizes;     /* file: "address members" a line, or NULL */
    const char *default_domain; /* completes bare names; NULL: none */
};

/*
 * Read the lists.  On success *rules is the caller's.  Fails with AM_EINVAL
 * (the text has file and line), AM_ENOTFOUND, AM_EACCESS, AM_EIO, AM_ENOMEM.
 */
AM_MUST_CHECK int am_rules_create(struct am_rules **rules,
                                  const struct am_rules_source *source,
                                  struct am_err *err);

/* The same with the lists that the settings name, which it does not keep. */
AM_MUST_CHECK int am_rules_read(struct am_rules **rules,
                                const struct am_settings *settings,
                                struct am_err *err);

/* Destroy *rules, which may be NULL, and set it to NULL. */
void am_rules_destroy(struct am_rules **rules);

/* Are there local domains to compare with? */
bool am_rules_know_domains(const struct am_rules *rules);

/* Is this domain, as am_address_read() gives it, one of ours? */
bool am_rules_is_local_domain(const struct am_rules *rules, const char *domain);

/* Is this {rcpt_mailer} one that delivers here?  mailer may be NULL. */
bool am_rules_is_local_mailer(const struct am_rules *rules, const char *mailer);

/* Is this {client_addr} ("192.0.2.1", "IPv6:2001:db8::1") in a trusted
 * network?  address may be NULL. */
bool am_rules_is_trusted(const struct am_rules *rules, const char *address);

/* Is this {daemon_port} one where clients submit their own mail?  NULL: no. */
bool am_rules_is_submission(const struct am_rules *rules, const char *port);

/* Has this address no Sent folder? */
bool am_rules_lacks_sent(const struct am_rules *rules, const char *address);

/* Mailboxes behind this address: 1, or the size of the list it is. */
uint32_t am_rules_members(const struct am_rules *rules, const char *address);

/* What completes a bare name: a domain as A-label, or "". */
const char *am_rules_default_domain(const struct am_rules *rules);

#endif
