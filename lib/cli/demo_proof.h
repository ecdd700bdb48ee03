/*
 * demo_proof - are the figures those of the mail that was sent, and is nobody
 * named on disk?
 */
#ifndef AM_CLI_DEMO_PROOF_H
#define AM_CLI_DEMO_PROOF_H

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "mta/truth.h"
#include "report/report.h"

/* Compare the totals of a report with the truth; each difference is a line on
 * out.  Returns how many differ; *compared counts all. */
unsigned am_demo_proof_compare(const struct am_report *report,
                               const struct am_truth *truth, unsigned *compared,
                               FILE *out);

/*
 * Count what reads like an address of made-up mail (name@...example...) in the
 * files of a database: itself, its log, its spool.  Fails with AM_EIO,
 * AM_ENOMEM, AM_EFULL.
 */
AM_MUST_CHECK int am_demo_proof_addresses(const char *database,
                                          unsigned *addresses,
                                          struct am_err *err);

#endif
