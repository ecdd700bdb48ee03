/*
 * json_terms - the terms of a report as JSON, for printer_json.
 *
 *   terms  local_stored_bytes, sent_stored_bytes, external_stored_bytes (each
 *          copy as it came); then, as value, min, max (report/terms.h),
 *          copies {kept, on_devices}; kept is at its min files of the store, as
 *          value Sent copies too, at its max one on a device of each
 *          bytes {kept, on_devices (those copies), links, after_links,
 *          replicas, backup_plain, backup_deduplicating}
 *          gb_months {mail, shared, saved}
 *   rates  avoidable / delivered of own: all, and eligible (no logos,
 *          signatures, opaque parts); null where there is none, and eligible
 *          also where too few senders are behind a part of it
 */
#ifndef AM_REPORT_JSON_TERMS_H
#define AM_REPORT_JSON_TERMS_H

#include <jansson.h>

#include "report/report.h"

/* The caller's; NULL without memory. */
json_t *am_json_terms(const struct am_terms *terms);
json_t *am_json_rates(const struct am_report *report);

#endif
