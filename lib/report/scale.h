/*
 * scale - whole numbers in steps of two significant digits: 0, 1 .. 99, then
 * 100, 110 .. 990, 1000, 1100 and so on.
 *
 * A threshold that people can say ("2.1 MB") is then exactly the beginning of a
 * step, and all numbers there are need few of them.
 */
#ifndef AM_REPORT_SCALE_H
#define AM_REPORT_SCALE_H

#include <stdint.h>

#define AM_SCALE_STEPS 1630U /* as many as int64_t has */

/* The step that holds value; what is below 0 is in that of 0. */
unsigned am_scale_step(int64_t value);

/* The least value of a step. */
int64_t am_scale_least(unsigned step);

#endif
