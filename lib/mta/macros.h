/*
 * macros - what an MTA tells a milter beside the commands: `{client_addr}` and
 * the like, by stage.  Which names are told is Postfix's default until the
 * milter asks for others.  Knows values, not packets.
 */
#ifndef AM_MTA_MACROS_H
#define AM_MTA_MACROS_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "mta/client.h"

/* Stages as the milter protocol numbers them (SMFIM_* of libmilter). */
enum am_mta_stage {
    AM_STAGE_CONNECT = 0,
    AM_STAGE_HELO,
    AM_STAGE_MAIL,
    AM_STAGE_RCPT,
    AM_STAGE_DATA,
    AM_STAGE_END,
    AM_STAGE_HEADER_END,
    AM_STAGE_COUNT
};

#define AM_MACRO_LIST_SIZE 512 /* bytes of the names of one stage */

struct am_macros {
    char names[AM_STAGE_COUNT][AM_MACRO_LIST_SIZE];
};

/* Postfix's default names. */
void am_macros_init(struct am_macros *macros);

/* The milter asks for names (separated by blanks or commas) at a stage; one
 * that does not exist, or a list that is too long, is left as it is. */
void am_macros_ask(struct am_macros *macros, unsigned stage, const char *names);

/* Who and what a stage is about; message and rcpt may be NULL. */
struct am_macro_scope {
    const struct am_mta_peer *peer;
    const struct am_mta_envelope *message;
    const char *rcpt;
    bool has_queue_id; /* Postfix has none before the second recipient */
};

/* Add name, NUL, value, NUL of each macro of the stage that has a value.  Fails
 * as am_buf_add() does. */
AM_MUST_CHECK int am_macros_put(const struct am_macros *macros,
                                enum am_mta_stage stage,
                                const struct am_macro_scope *scope,
                                struct am_buf *out, struct am_err *err);

#endif
