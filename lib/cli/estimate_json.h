/*
 * estimate_json - an estimate as one JSON object "attachmeter.estimate/1".
 *
 * Its keys are the names of the outputs ("mail.kgco2e": [low, central, high],
 * or null), then "verdict", "weights", "factors" (version, sha256 and what was
 * set), "grid", "input", "per_mailbox_year",
 * "sci" and "explain" (as in a report) and "warnings".  Doubles are whole.
 */
#ifndef AM_CLI_ESTIMATE_JSON_H
#define AM_CLI_ESTIMATE_JSON_H

#include "cli/estimate_view.h"

/* Print it on out.  Fails with AM_ENOMEM, AM_EIO. */
AM_MUST_CHECK int am_estimate_print_json(const struct am_estimate_view *view,
                                         FILE *out, struct am_err *err);

#endif
