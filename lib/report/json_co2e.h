/*
 * json_co2e - the CO2e of a report as JSON, for printer_json.  Says nothing of
 * bytes.
 */
#ifndef AM_REPORT_JSON_CO2E_H
#define AM_REPORT_JSON_CO2E_H

#include <jansson.h>

#include "report/impact.h"

/* The objects "co2e" and "sci", the caller's; NULL without memory. */
json_t *am_json_co2e(const struct am_impact *impact);
json_t *am_json_sci(const struct am_impact *impact);

#endif
