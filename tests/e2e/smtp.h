/*
 * smtp - the client's side of SMTP (RFC 5321), one command at a time, to a port
 * of this machine.  For tests: no TLS, no pipelining, no queue.
 */
#ifndef AM_TESTS_E2E_SMTP_H
#define AM_TESTS_E2E_SMTP_H

#include <stddef.h>

#include "base/err.h"

struct smtp {
    int fd;
    size_t have; /* bytes in input that were not used yet */
    char input[2048];
    char reply[512]; /* last line of the last reply */
};

/* Connect and say EHLO; a reply may take timeout_s.  0, or -1: see reply. */
AM_MUST_CHECK int smtp_open(struct smtp *smtp, unsigned port,
                            unsigned timeout_s);

/* Send one line and return the code of its reply, or -1 if there is none. */
int smtp_command(struct smtp *smtp, const char *format, ...) AM_PRINTF(2, 3);

/*
 * After the 354: send a message with CRLF line ends, dots doubled, and its end.
 * Returns the code of the reply, or -1.
 */
int smtp_message(struct smtp *smtp, const void *message, size_t size);

/* Send bytes as they are; -1 if that fails. */
int smtp_raw(struct smtp *smtp, const void *data, size_t size);

/* Close, with or without saying so. */
void smtp_quit(struct smtp *smtp);
void smtp_drop(struct smtp *smtp);

#endif
