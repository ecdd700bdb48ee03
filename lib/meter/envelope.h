/*
 * envelope - who a message is from and for, as far as counting needs it.
 *
 * Takes what an MTA says of sender and recipients, tells local from external,
 * drops duplicates, and fills the envelope part of a record.  Holds keyed
 * recognisers, never an address, once a call has returned.
 *
 * Rules (RFC 5321 section 4.1.2 for the form): brackets and ESMTP arguments are
 * cut, a bare name is completed by default_domain, ASCII case is folded, the
 * domain is compared as A-label (RFC 5890).
 */
#ifndef AM_METER_ENVELOPE_H
#define AM_METER_ENVELOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "meter/record.h"
#include "meter/rules.h"
#include "meter/signer.h"

/* What the MTA says of the sender; NULL where it says nothing. */
struct am_sender {
    const char *address;     /* MAIL FROM argument, with or without brackets */
    const char *mail_addr;   /* {mail_addr} */
    const char *auth_authen; /* {auth_authen}: the login of the client */
    const char *client_addr; /* {client_addr} */
    const char *client_port; /* {client_port}; "0" is local submission */
    const char *daemon_port; /* {daemon_port} */
};

/* What the MTA says of one recipient. */
struct am_rcpt {
    const char *address;     /* RCPT TO argument, with or without brackets */
    const char *rcpt_addr;   /* {rcpt_addr}; used if it holds "@" */
    const char *rcpt_mailer; /* {rcpt_mailer} */
    const char *orcpt;       /* value of ORCPT= (RFC 3461 section 4.2): what
                                stood in its place when it was first given */
};

struct am_envelope;

/*
 * Create an empty envelope; signer and rules must outlive it.  On success
 * *envelope is the caller's.  Fails with AM_ENOMEM.
 */
AM_MUST_CHECK int am_envelope_create(struct am_envelope **envelope,
                                     struct am_signer *signer,
                                     const struct am_rules *rules,
                                     struct am_err *err);

/* Destroy *envelope, which may be NULL, and set it to NULL. */
void am_envelope_destroy(struct am_envelope **envelope);

/* Begin a message: forget the one before.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_envelope_begin(struct am_envelope *envelope,
                                    const struct am_sender *sender,
                                    struct am_err *err);

/*
 * Add an accepted recipient; one seen already is dropped.  Beyond 65,536 of
 * them the rest is not counted, which am_envelope_flaws() tells.  Fails with
 * AM_ENOMEM.
 */
AM_MUST_CHECK int am_envelope_add(struct am_envelope *envelope,
                                  const struct am_rcpt *rcpt,
                                  struct am_err *err);

/*
 * The message came from a host that gives back what was here before: who the
 * client is says nothing of the sender, whose login or domain then decides.
 */
void am_envelope_came_back(struct am_envelope *envelope);

/* Distinct recipients so far. */
size_t am_envelope_count(const struct am_envelope *envelope);

/* What of it is a flaw, as AM_FLAW_BIT()s: recipients that are not counted, or
 * that the sender is ours by the weakest signal. */
uint32_t am_envelope_flaws(const struct am_envelope *envelope);

/*
 * Fill direction, sent, domain, sender and recipients of *record, whose
 * message_key and passes must be set already (or has_message_key and has_pass
 * be false).  The recipients array is the envelope's, until its next call.  run
 * is a random number of this process and day, kept in memory only.  Fails with
 * AM_ENOMEM.
 */
AM_MUST_CHECK int am_envelope_fill(struct am_envelope *envelope,
                                   const unsigned char run[AM_SHORT_KEY],
                                   struct am_record *record,
                                   struct am_err *err);

#endif
