/*
 * control - makes a daemon load the library of inject.c, and holds the file
 * that says what it does.
 */
#ifndef AM_TESTS_E2E_CONTROL_H
#define AM_TESTS_E2E_CONTROL_H

#include "e2e/inject.h"

/* Map a new file at path, all zeros: nothing fails.  NULL: it cannot be made.
 * To be given back by control_close(). */
struct inject *control_open(const char *path);

void control_close(struct inject **inject);

/* Daemons that are started from now on load the library and are told by the
 * file at path; or, by the second, are left alone again. */
void control_use(const char *library, const char *path);
void control_leave(void);

#endif
