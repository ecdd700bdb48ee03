/*
 * rude - peers that are no MTA, at the milter's socket.  Each returns 0 if it
 * could connect each time; what the daemon then thinks is asked by sending it
 * mail.
 */
#ifndef AM_TESTS_E2E_RUDE_H
#define AM_TESTS_E2E_RUDE_H

int rude_bare(const char *socket_name);    /* connect and go */
int rude_browser(const char *socket_name); /* an HTTP request */
int rude_garbage(const char *socket_name);
int rude_lengths(const char *socket_name); /* lengths that cannot be */
int rude_packets(const char *socket_name); /* after a good negotiation */

#endif
