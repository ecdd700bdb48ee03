/*
 * company - peers of a milter beside those that send mail: connections that say
 * nothing, slow ones, monitors, nonsense.
 */
#ifndef AM_TESTS_E2E_COMPANY_H
#define AM_TESTS_E2E_COMPANY_H

#include <stddef.h>

#define COMPANY_IDLE ((size_t)1000)

/* Connections that say nothing, COMPANY_IDLE to each of the two; -1 with a line
 * on stderr.  They leave with a word or without. */
int company_sit(const char *one, const char *other);
void company_rise(void);

/*
 * Peers that send byte by byte, connect and leave, send nonsense, each again
 * and again until they are told to stop.
 */
int company_start(const char *socket_name);
void company_stop(void);

/* How often the latter have come. */
unsigned company_visits(void);

#endif
