/*
 * session - one connection of the MTA: its messages, measured and spooled one
 * after the other.
 *
 * No function fails to its caller: a message that cannot be measured passes and
 * is counted as a gap, with its reason.  Knows nothing of libmilter.  One
 * thread at a time may use a session, but not always the same one.
 */
#ifndef AM_MILTER_SESSION_H
#define AM_MILTER_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "basis.h"
#include "meter/envelope.h"
#include "meter/key.h"
#include "spool/spool.h"

/* What all sessions share.  Not changed while there are sessions, but for which
 * basis is the current one. */
struct am_session_setup {
    const struct am_key *key;
    struct am_current *current;
    struct am_spool *spool;
};

struct am_session;

/* A new session, or NULL if there is no memory.  setup must outlive it. */
struct am_session *am_session_open(const struct am_session_setup *setup);

/* Close *session, which may be NULL, and set it to NULL.  A message still open
 * is forgotten. */
void am_session_close(struct am_session **session);

/* Keep session as it is to the process's end: for a connection that is closed
 * when neither setup nor OpenSSL may be touched any more. */
void am_session_leave(struct am_session *session);

/*
 * MAIL: begin a message; one begun before is forgotten.  To its end it is
 * measured by the basis that is the current one now; a connection that sends
 * no mail meanwhile keeps the one of its last message.  relay is what the MTA
 * calls itself, or NULL.
 */
void am_session_mail(struct am_session *session, const struct am_sender *sender,
                     const char *relay);

/* RCPT of an accepted recipient. */
void am_session_rcpt(struct am_session *session, const struct am_rcpt *rcpt);

/*
 * A header field.  value is as an MTA hands it over: bare LF between folded
 * lines, no line end behind it.  colon is what stood before it: ":", or ": "
 * where the MTA took a blank away.
 */
void am_session_header(struct am_session *session, const char *name,
                       const char *colon, const char *value);

/* The empty line behind the header. */
void am_session_header_end(struct am_session *session);

/* A piece of the body. */
void am_session_body(struct am_session *session, const void *data, size_t size);

/*
 * End of message: measured and in the spool when this returns, or counted as a
 * gap.  queue_id recognises a message that comes back, and is for the log; it
 * may be NULL.
 */
void am_session_end(struct am_session *session, const char *queue_id);

/*
 * The message is off: RSET, a dropped client, a refusal.  Where has_broken says
 * that the MTA has gone instead, in the middle of the content, it may have sent
 * the mail on without us, as where we were too slow for it: a gap.  It is asked
 * for such a message alone.
 */
void am_session_abort(struct am_session *session, bool (*has_broken)(void));

/* A message ended for which there was no memory to have a session. */
void am_session_lost(const struct am_session_setup *setup);

#endif
