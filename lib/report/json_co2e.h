/*
 * json_co2e - CO2e as JSON: that of a report, and what other views share with
 * it.  Says nothing of bytes.
 */
#ifndef AM_REPORT_JSON_CO2E_H
#define AM_REPORT_JSON_CO2E_H

#include <jansson.h>

#include "report/explain.h"
#include "report/impact.h"

/* The object "co2e" of a report, the caller's; NULL without memory. */
json_t *am_json_co2e(const struct am_impact *impact);

/*
 * The object "sci", ISO/IEC 21031: value, min, max, unit (those of mail),
 * method, functional_unit, boundary, electricity, country, year,
 * i_g_co2e_per_kwh, r_copies, and for each scenario, mail and shared, its
 * value, e_kwh and m_kg_co2e, so that value = (e x i / 1000 + m) / r.
 */
json_t *am_json_sci(const struct am_explain *explain);

/* {value, min, max}: central, low, high; each null if it is not finite. */
json_t *am_json_interval(const struct am_interval *interval);

/* [{id, share, option}]: the factors that weigh most in output. */
json_t *am_json_weights(const struct am_estimate *estimate,
                        enum am_output output);

#endif
