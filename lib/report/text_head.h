/*
 * text_head - the head of a view, for people.
 */
#ifndef AM_REPORT_TEXT_HEAD_H
#define AM_REPORT_TEXT_HEAD_H

#include <stdio.h>

#include "report/head.h"
#include "report/look.h"

/*
 * Print on out: the view, what was selected, the days, the coverage and what
 * it lacks; two lines or more, each with its end.
 */
void am_text_head_print(const struct am_head *head, const struct am_look *look,
                        FILE *out);

#endif
