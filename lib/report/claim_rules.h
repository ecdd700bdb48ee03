/*
 * claim_rules - one function a claim: it adds what was measured or modelled,
 * and judges by its rule, which is said above each.  claims.c has the table of
 * them.  For claims.c only.
 */
#ifndef AM_REPORT_CLAIM_RULES_H
#define AM_REPORT_CLAIM_RULES_H

#include <stdbool.h>

#include "report/claims.h"

typedef void am_claim_fn(const struct am_claims *claims,
                         struct am_claim *claim);

/* Copies of a mail to 20: at least what is claimed; on the server at rest, as
 * the store's profile keeps them, then with mail clients. */
am_claim_fn am_claim_copies_server, am_claim_copies_clients;

/* A shared file stays one only without versions and synchronised copies. */
am_claim_fn am_claim_shared_one;

/* The model's mail/shared is at least what is claimed. */
am_claim_fn am_claim_division;

/* Mail of a mailbox and year is at least what is claimed: by Lecko's factor,
 * and by the model.  From AM_DAYS_FOR_YEAR complete days on. */
am_claim_fn am_claim_lecko_mail, am_claim_lecko_model;

/* Not measured by a relay. */
am_claim_fn am_claim_lecko_total, am_claim_lecko_storage, am_claim_network,
    am_claim_history;

/* The site's own PUE, if it is known, is at most what is claimed. */
am_claim_fn am_claim_pue;

/* The embodied share is at least half. */
am_claim_fn am_claim_hardware;

/* Delivered bytes grow at least as is claimed. */
am_claim_fn am_claim_rebound;

/* Is there mail of ours to judge by?  If not, the claim is not measured. */
bool am_claim_is_modelled(const struct am_claims *claims,
                          struct am_claim *claim);

/* A published figure of the factor file; NaN: it has none of that id. */
double am_claims_benchmark(const struct am_claims *claims, const char *id);

#endif
