/*
 * estimate_json - an estimate as one JSON object on standard output.
 *
 * Its keys are the names of the outputs ("mail.kgco2e": [low, central, high],
 * or null), then "verdict", "weights", "factors" (version, sha256 and what was
 * set), "grid", "input", "per_mailbox_year" and "warnings".  Doubles are whole.
 */
#ifndef AM_CLI_ESTIMATE_JSON_H
#define AM_CLI_ESTIMATE_JSON_H

#include "cli/estimate_view.h"

/* Returns 0, or -1: no memory, or standard output failed. */
int am_estimate_print_json(const struct am_estimate_view *view);

#endif
