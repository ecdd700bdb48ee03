/*
 * basis - what messages are measured by: the settings as one reading of the
 * file gave them, and the lists and limits made of them.
 *
 * Never changed once read.  A reload reads another and makes it the current
 * one; who holds the one of before goes on with it, and the last to drop it
 * frees it.  Knows nothing of what a setting is for.
 */
#ifndef AM_MILTER_BASIS_H
#define AM_MILTER_BASIS_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/config.h"
#include "base/err.h"
#include "meter/meter.h"
#include "meter/rules.h"

struct am_basis {
    struct am_config *config;
    const struct am_settings *settings; /* of config */
    struct am_rules *rules;
    struct am_limits limits;
    atomic_uint holders;
};

/* Which one new messages are measured by. */
struct am_current {
    pthread_mutex_t lock;
    struct am_basis *basis; /* under lock; held */
};

/*
 * Read the settings at path, as am_config_open() does, and the files they name.
 * On success *basis is held by the caller.  Fails with AM_ENOMEM, or with what
 * is wrong in the files: the text has file and line.
 */
AM_MUST_CHECK int am_basis_read(struct am_basis **basis, const char *path,
                                struct am_err *err);

/* Drop *basis, which may be NULL, and set it to NULL.  Any thread. */
void am_basis_drop(struct am_basis **basis);

/* Begin with a basis, which it holds too, until am_current_end(). */
void am_current_begin(struct am_current *current, struct am_basis *basis);
void am_current_end(struct am_current *current);

/* The current one, held for the caller.  Any thread. */
struct am_basis *am_current_hold(struct am_current *current);

/* From now on this one, which it holds too; the one of before is dropped. */
void am_current_change(struct am_current *current, struct am_basis *basis);

#endif
