/*
 * server - what a server of a shard is, and the settings that a request takes
 * to it: what its release knows, and what its user may set.
 */
#ifndef AM_FLEET_SERVER_H
#define AM_FLEET_SERVER_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

struct am_server {
    char version[32]; /* "18.16.1"; "": not known */
    long wait_s;      /* for an answer */
    bool may_limit;   /* how long it computes for us */
    bool is_read_only;
};

/* Read it from its answer to sql/fleet/query/ server; wait_s: how long we wait
 * for answers.  Returns false if it is no ClickHouse. */
bool am_server_read(struct am_server *server, const char *text, long wait_s);

/* Is the release newer than the last ones without rights, TTL and codecs? */
bool am_server_is_modern(const struct am_server *server);

/*
 * Add the settings of a question, or of an insertion or a change, to a
 * request's URL; of a server that is not known there are none.  They have it
 * stop when we do, as nobody is left to whom it would answer.  Fails as
 * am_buf_add().
 */
AM_MUST_CHECK int am_server_add_settings(const struct am_server *server,
                                         bool is_question, struct am_buf *url,
                                         struct am_err *err);

#endif
