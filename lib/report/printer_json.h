/*
 * printer_json - a report as one JSON object, schema "attachmeter.report/1".
 *
 *   as every view: schema, generated, source, class, direction, range,
 *                coverage (report/json.h)
 *   by           the dimension of the rows; then_by: that of the second level
 *                of them, or null
 *   flaws        parts, or messages, with each oddity
 *   totals, own  messages, messages_with_attachments (of the range, the same
 *                in both), sightings, contents (seen for the first time),
 *                copies {local, external, sent}, received and delivered
 *                {size_bytes, stored_bytes, wire_bytes}, unique_size_bytes,
 *                avoidable {within_bytes, across_bytes, encoding_bytes,
 *                total_bytes}, already_bytes (in none of these: what the
 *                user's own store saves without us), ratio (delivered stored
 *                bytes / unique).  totals: all copies, in plain stores; own:
 *                local mailboxes and Sent folders under the profile of the
 *                store, the only ones that are a saving
 *   store        profile, assumes (in words), compression, sent_copies (shares
 *                that are kept), already {within_bytes, across_bytes,
 *                encoding_bytes, undigested_bytes, total_bytes}
 *                (report/profile.h)
 *   terms, rates the parts of it one by one, and avoidable / delivered
 *                (report/json_terms.h)
 *   buckets      as rows, by "bucket": the classes, but logos apart
 *   co2e         of `own`: value, min, max (central, low, high of mail minus
 *                shared over the life of the copies), unit,
 *                significant_figures, basis, verdict, method, ratio (of the
 *                model: mail / shared), kept_per_year, benchmark, country,
 *                year, inputs, factors[], weights[], factor_file
 *   sci          ISO/IEC 21031, per delivered copy (report/json_co2e.h)
 *   explain      if asked for: how the CO2e is worked out (report/explain.h),
 *                null where there is none
 *   rows         flat: the group under the name of its dimension, one key a
 *                level; groups, which is how many are in it ("others": those
 *                that were too small to be shown); then the keys above joined
 *                by "_"; those of own begin with "own_"
 */
#ifndef AM_REPORT_PRINTER_JSON_H
#define AM_REPORT_PRINTER_JSON_H

#include <stdio.h>

#include "report/report.h"

/* Print it on out, indented, with a line end.  Fails with AM_ENOMEM, AM_EIO. */
AM_MUST_CHECK int am_printer_json_print(const struct am_report *report,
                                        FILE *out, struct am_err *err);

#endif
