/*
 * engine - a shard of the fleet: statements and rows to one of its replicas.
 *
 * One request at a time, answered before the next.  Nothing is tried again
 * here; after a failure that may pass the next request goes to the next
 * replica.  What a batch needs to be kept once is in its rows: it may be sent
 * as often as one likes.
 */
#ifndef AM_FLEET_ENGINE_H
#define AM_FLEET_ENGINE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/config.h"
#include "base/err.h"
#include "fleet/http.h"
#include "fleet/phrase.h"
#include "fleet/routing.h"

/* How all shards are reached. */
struct am_fleet_access {
    struct am_http_setup http;
    char database[AM_PHRASE_TEXT_SIZE];
};

/*
 * Take it from the settings, the password from its file: one line, which nobody
 * but its owner and group may read.  Fails with AM_EINVAL, AM_ENOTFOUND,
 * AM_EACCESS, AM_EIO, AM_EFULL.
 */
AM_MUST_CHECK int am_fleet_access_read(struct am_fleet_access *access,
                                       const struct am_settings *settings,
                                       struct am_err *err);

struct am_engine;

/* Open it; nothing is sent.  Both must outlive it.  Fails as am_http_open(). */
AM_MUST_CHECK int am_engine_open(struct am_engine **engine,
                                 const struct am_fleet_access *access,
                                 const struct am_fleet_shard *shard,
                                 struct am_err *err);

/* Close *engine, which may be NULL, and set it to NULL. */
void am_engine_close(struct am_engine **engine);

/* The replica that the next request goes to, and its number; how many there
 * are; and go to another one. */
const char *am_engine_url(const struct am_engine *engine);
unsigned am_engine_replica(const struct am_engine *engine);
unsigned am_engine_replicas(const struct am_engine *engine);
void am_engine_use(struct am_engine *engine, unsigned replica);

/*
 * All of these fail, with the shard's name in front, with
 *  AM_EIO       it does not answer, or fails: try again
 *  AM_EBUSY     it has too many small parts: try again later, and larger
 *  AM_EACCESS   it does not let us: login, rights, certificate
 *  AM_ENOTFOUND the database, a table or a column is missing
 *  AM_EINVAL    it does not understand
 *  AM_EFULL, AM_ENOMEM  of ours
 */

/* Is the release newer than the last ones without rights, TTL and codecs? */
AM_MUST_CHECK int am_engine_is_modern(struct am_engine *engine, bool *is_modern,
                                      struct am_err *err);

/* What it is, "18.16.1"; text stays until the engine is closed. */
AM_MUST_CHECK int am_engine_version(struct am_engine *engine,
                                    const char **version, struct am_err *err);

/* Run a statement of sql/fleet/ that gives no rows. */
AM_MUST_CHECK int am_engine_run(struct am_engine *engine, const char *sql,
                                const struct am_phrase_word *words,
                                struct am_err *err);

/* The same, where the database may not be there yet. */
AM_MUST_CHECK int am_engine_run_outside(struct am_engine *engine,
                                        const char *sql,
                                        const struct am_phrase_word *words,
                                        struct am_err *err);

/* Ask for rows: *text are its lines, ended by NUL, columns with tabs between
 * them, until the next request. */
AM_MUST_CHECK int am_engine_ask(struct am_engine *engine, const char *sql,
                                const struct am_phrase_word *words,
                                const char **text, struct am_err *err);

/* The same, where the database may not be there yet. */
AM_MUST_CHECK int am_engine_ask_outside(struct am_engine *engine,
                                        const char *sql, const char **text,
                                        struct am_err *err);

/*
 * Insert rows in the statement's format, packed here.  0: the server has them
 * all.  Failed: it may have them or not.
 */
AM_MUST_CHECK int am_engine_insert(struct am_engine *engine, const char *sql,
                                   const struct am_buf *rows,
                                   struct am_err *err);

/* May the same request come through later, without anybody doing something? */
bool am_engine_may_pass(const struct am_err *err);

#endif
