/*
 * accepting - what the header fields of a request say: which host it is meant
 * for, and which language and format of metrics it wants.
 *
 * Reads fields (RFC 9110), nothing else; what cannot be read in one counts as
 * not said.
 */
#ifndef AM_CLI_ACCEPTING_H
#define AM_CLI_ACCEPTING_H

#include <stdbool.h>

/*
 * Is the value of Host ("name", "name:port", "[::1]:9798") localhost,
 * 127.0.0.1, [::1] or one of names, which end in NULL?  Any port will do, as
 * with a tunnel it is not ours.  A page elsewhere whose name is made to lead to
 * 127.0.0.1 (DNS rebinding) sends its own name, and is none of these.
 */
bool am_accepting_host(const char *host, const char *const *names);

/*
 * Which of the languages, which end in NULL, does Accept-Language like best?
 * Of two it likes as much, the one it says first.  -1: none, or field is NULL.
 */
int am_accepting_language(const char *field, const char *const *languages);

/*
 * Does Accept want metrics in the form of OpenMetrics 1.0.0 rather than in the
 * classic one?  Only if it names that, and no classic one above it: a browser
 * or curl gets text that it can show.  field may be NULL.
 */
bool am_accepting_openmetrics(const char *field);

#endif
