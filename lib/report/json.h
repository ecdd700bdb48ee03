/*
 * json - what all views have in common as JSON: the head, numbers, the way out.
 *
 * A view is one object, schema "attachmeter.VIEW/1".  Within /1 keys may be
 * added, none is removed or given another meaning.  Bytes and counts are
 * integers, estimates are full doubles, null where there is no value.  The
 * output is ASCII: other characters are \u escapes.
 *
 * jansson's calls need no check one by one: a value that could not be made is
 * NULL, and NULL makes the call that takes it fail.
 */
#ifndef AM_REPORT_JSON_H
#define AM_REPORT_JSON_H

#include <jansson.h>
#include <stdio.h>

#include "report/head.h"

/* A number, or null if it is not finite. */
json_t *am_json_number(double value);

/* A day as "2026-11-24". */
json_t *am_json_day(int64_t day);

/* Seconds since 1970 as "2026-11-24T12:34:56Z". */
json_t *am_json_time(int64_t time_s);

/* Any bytes as a string; what is not UTF-8 is replaced by U+FFFD. */
json_t *am_json_text(const char *text);

/*
 * A new object that begins as every view does, the caller's; NULL: no memory.
 *
 *   schema     "attachmeter.VIEW/1"
 *   generated  a time, UTC
 *   source, class, direction
 *   range      from, until (that day is not in it), days, zone, with_today
 *   coverage   seen, measured, gaps (messages), gap_reasons, downtime_s
 */
json_t *am_json_head(const struct am_head *head);

/* object with the keys of more; both are given away.  NULL: one of them is
 * NULL, or no memory. */
json_t *am_json_join(json_t *object, json_t *more);

/* One more to the list; both are given away.  *list is NULL from then on if one
 * of them is NULL, or there is no memory. */
void am_json_append(json_t **list, json_t *item);

/*
 * Print object on out, indented, with a line end; it is freed in any case.
 * Fails with AM_ENOMEM (object is NULL), AM_EIO.
 */
AM_MUST_CHECK int am_json_print(json_t *object, FILE *out, struct am_err *err);

#endif
