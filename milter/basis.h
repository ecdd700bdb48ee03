/*
 * basis - what messages are measured by: the settings as one reading of the
 * file gave them, the lists and limits made of them, and what measures by these
 * and is free.
 *
 * But for the last, never changed once read.  A reload reads another and makes
 * it the current one; who holds the one of before goes on with it, and the last
 * to drop it frees it.  Knows nothing of what a setting is for.
 */
#ifndef AM_MILTER_BASIS_H
#define AM_MILTER_BASIS_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/config.h"
#include "base/err.h"
#include "meter/key.h"
#include "meter/measure.h"
#include "meter/meter.h"
#include "meter/rules.h"

#define AM_BASIS_SPARES 16 /* more messages at once make theirs anew */

struct am_basis {
    struct am_config *config;
    const struct am_settings *settings; /* of config */
    struct am_rules *rules;
    struct am_limits limits;
    atomic_uint holders;
    pthread_mutex_t lock;                       /* over the spares */
    struct am_measure *spares[AM_BASIS_SPARES]; /* the last one was used last */
    unsigned spare_count;
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

/*
 * Take memory to measure a message by this basis, or make it: under key.  It
 * must be spared again before the basis is dropped.  Fails with AM_ENOMEM.
 */
AM_MUST_CHECK int am_basis_take(struct am_basis *basis,
                                const struct am_key *key,
                                struct am_measure **measure,
                                struct am_err *err);

/* The message is over: forget it, and keep the memory for another.  Sets
 * *measure, which may be NULL, to NULL. */
void am_basis_spare(struct am_basis *basis, struct am_measure **measure);

/* Begin with a basis, which it holds too, until am_current_end(). */
void am_current_begin(struct am_current *current, struct am_basis *basis);
void am_current_end(struct am_current *current);

/* The current one, held for the caller.  Any thread. */
struct am_basis *am_current_hold(struct am_current *current);

/* From now on this one, which it holds too; the one of before is dropped. */
void am_current_change(struct am_current *current, struct am_basis *basis);

#endif
