/*
 * witness - a line in the system's log (authpriv) that says who asked for a
 * content: looking one up, or forgetting it, is for few and must be seen.
 */
#ifndef AM_CLI_WITNESS_H
#define AM_CLI_WITNESS_H

#include <stddef.h>

/* Log that the command runs for so many contents; names no file. */
void am_witness(const char *command, size_t contents);

#endif
