/*
 * claims - what is said in public about mail and sharing, held against what was
 * measured here: one claim a row, each with its source, its formula and a
 * verdict by a fixed rule.
 *
 * A figure of others is compared in its own terms: by Lecko's factor with
 * Lecko's figure, by our model with our model, never one in the other.  What a
 * mail relay cannot see is said not to be measured, with the reason.  The
 * figures claimed are those of the factor file's benchmarks.
 *
 * Gathers; claim_rules.h judges, claims_text.c and claims_json.c print.
 */
#ifndef AM_REPORT_CLAIMS_H
#define AM_REPORT_CLAIMS_H

#include <stdio.h>

#include "report/claim.h"
#include "report/csv.h"
#include "report/look.h"
#include "report/report.h"

/* 365 days: what growth is told from. */
struct am_claims_year {
    int64_t days_with_data;
    int64_t messages;                      /* with attachments */
    int64_t message_bytes;                 /* S: decoded, once a message */
    int64_t delivered_bytes, unique_bytes; /* D, U: decoded, own copies */
};

/* Days before the end of the range: one year is held against the other. */
#define AM_CLAIMS_DAYS 730

#define AM_CLAIMS_MAX 16

struct am_claims {
    struct am_report *report; /* of the range, without rows */
    int64_t days_with_data;   /* of the range */
    int64_t complete_days;    /* of these; today is none */
    int64_t mailboxes;        /* 0: not known */
    struct am_claims_year
        years[2]; /* the one before, and up to the range's end */
    struct am_claim claims[AM_CLAIMS_MAX];
    size_t count;
};

/*
 * Test all claims on request->ask.period; by is not looked at.  On success
 * *claims is the caller's, to be given to am_claims_free(); its texts belong to
 * request->factors.  Fails as am_report_make().
 */
AM_MUST_CHECK int am_claims_make(struct am_claims **claims,
                                 struct am_store *store,
                                 const struct am_report_request *request,
                                 int64_t mailboxes, struct am_err *err);

/* Free *claims, which may be NULL, and set it to NULL. */
void am_claims_free(struct am_claims **claims);

/*
 * Print them on out.  Fail with AM_ENOMEM, AM_EIO.
 *
 * JSON, "attachmeter.claims/1": as every view; days_with_data, mailboxes (null:
 * not known), method, country, year, claims[]: id, claim, source, formula,
 * claimed {value, unit}, figures[] {name, value, min, max, unit}, verdict,
 * reason.
 *
 * CSV: one row a claim: id, claim, source, claimed, unit, formula, figure,
 * value, min, max, figure_unit (the first figure), verdict, reason.
 */
AM_MUST_CHECK int am_claims_text(const struct am_claims *claims,
                                 const struct am_look *look, FILE *out,
                                 struct am_err *err);
AM_MUST_CHECK int am_claims_json(const struct am_claims *claims, FILE *out,
                                 struct am_err *err);
AM_MUST_CHECK int am_claims_csv(const struct am_claims *claims,
                                enum am_csv_style style, FILE *out,
                                struct am_err *err);

#endif
