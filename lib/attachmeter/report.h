/*
 * attachmeter/report.h - all that a program needs to report from a database:
 * #include <attachmeter/report.h>, and pkg-config attachmeter.
 *
 * Open the database (store/store.h), say which days (report/period.h), load
 * the factors (carbon/factor.h), make the report (report/report.h), and read
 * it or print it; or make a page of it (report/page.h).  lib/README.md has a
 * whole program.
 */
#ifndef ATTACHMETER_REPORT_H
#define ATTACHMETER_REPORT_H

#include "base/err.h"
#include "base/units.h"
#include "carbon/factor.h"
#include "report/page.h"
#include "report/period.h"
#include "report/printer_csv.h"
#include "report/printer_json.h"
#include "report/printer_table.h"
#include "report/report.h"
#include "store/store.h"

#endif
