/* json_terms - see json_terms.h. */
#include "report/json_terms.h"

#include "report/json.h"
#include "report/json_co2e.h"

static json_t *copies_json(const struct am_terms *terms)
{
    return json_pack("{so so}", "kept", am_json_interval(&terms->copies),
                     "on_devices", am_json_interval(&terms->device_copies));
}

static json_t *bytes_json(const struct am_terms *terms)
{
    return json_pack(
        "{so so so so so so so}", "kept",
        am_json_interval(&terms->copies_stored_bytes), "on_devices",
        am_json_interval(&terms->device_stored_bytes), "links",
        am_json_interval(&terms->link_bytes), "after_links",
        am_json_interval(&terms->after_links_bytes), "replicas",
        am_json_interval(&terms->replicas_bytes), "backup_plain",
        am_json_interval(&terms->backup_plain_bytes), "backup_deduplicating",
        am_json_interval(&terms->backup_deduplicating_bytes));
}

static json_t *gb_months_json(const struct am_terms *terms)
{
    return json_pack("{so so so}", "mail",
                     am_json_interval(&terms->mail_gb_months), "shared",
                     am_json_interval(&terms->shared_gb_months), "saved",
                     am_json_interval(&terms->saved_gb_months));
}

json_t *am_json_terms(const struct am_terms *terms)
{
    return json_pack(
        "{sI sI sI so so so}", "local_stored_bytes",
        (json_int_t)terms->local_stored_bytes, "sent_stored_bytes",
        (json_int_t)terms->sent_stored_bytes, "external_stored_bytes",
        (json_int_t)terms->external_stored_bytes, "copies", copies_json(terms),
        "bytes", bytes_json(terms), "gb_months", gb_months_json(terms));
}

json_t *am_json_rates(const struct am_report *report)
{
    return json_pack("{so so}", "all",
                     am_json_number(am_terms_rate(&report->totals.own)),
                     "eligible", am_json_number(report->rate_eligible));
}
