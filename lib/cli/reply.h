/*
 * reply - an answer as libmicrohttpd sends it, with the header fields that all
 * of ours have: nothing is to be stored, guessed at, framed or told to others.
 *
 * There is no CORS field: a page elsewhere may not read what is here.
 */
#ifndef AM_CLI_REPLY_H
#define AM_CLI_REPLY_H

#include <stdbool.h>
#include <stddef.h>

struct MHD_Connection;
struct MHD_Response;

#define AM_REPLY_TEXT "text/plain; charset=utf-8"

/* A reply of size bytes, which are copied.  policy: of the content's security,
 * NULL for none of its own.  NULL: no memory. */
struct MHD_Response *am_reply_make(const void *data, size_t size,
                                   const char *type, const char *policy);

/*
 * Send reply, which may be NULL and is given away, with a field of its own
 * where name is not NULL.  Returns whether it could be.
 */
bool am_reply_send(struct MHD_Connection *connection, unsigned status,
                   struct MHD_Response *reply, const char *name,
                   const char *value);

/* The same for a line of text. */
bool am_reply_refuse(struct MHD_Connection *connection, unsigned status,
                     const char *text, const char *name, const char *value);

#endif
