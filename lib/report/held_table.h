/*
 * held_table - what a mail store holds, for people.
 */
#ifndef AM_REPORT_HELD_TABLE_H
#define AM_REPORT_HELD_TABLE_H

#include <stdio.h>

#include "report/held.h"
#include "report/look.h"

/* Print it on out.  Fails with AM_ENOMEM, AM_EIO. */
AM_MUST_CHECK int am_held_table_print(const struct am_held_report *report,
                                      const struct am_look *look, FILE *out,
                                      struct am_err *err);

#endif
