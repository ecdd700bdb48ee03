/* top_contents - the rows of report/top that are contents, out of the detail.
 */
#ifndef AM_REPORT_TOP_CONTENTS_H
#define AM_REPORT_TOP_CONTENTS_H

#include "base/err.h"
#include "report/top.h"
#include "store/store.h"

/*
 * Fill rows, contents, total and detail_from_day of *top, whose head was read.
 * Returns 0; 1: the detail has nothing of these days, and *err says so; -1 as
 * am_top_make().
 */
AM_MUST_CHECK int am_top_gather_contents(struct am_top *top,
                                         struct am_store *store,
                                         struct am_err *err);

#endif
