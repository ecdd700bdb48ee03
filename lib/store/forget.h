/*
 * forget - one content leaves the detail for good.
 *
 * Its sightings go, the messages in which nothing else was, its places inside
 * other attachments (their bytes are framing then), and itself.  The sums of
 * days stay as they are: they name nobody and no file.  Contents inside it, if
 * it is a container, are other contents and stay.  Seen again it is new.
 *
 * Works in short transactions, like store/retention, and can be broken off or
 * killed after any of them: the content itself goes last.
 */
#ifndef AM_STORE_FORGET_H
#define AM_STORE_FORGET_H

#include <stdint.h>

#include "base/err.h"
#include "meter/key.h"
#include "store/store.h"

struct am_forget_counts {
    int64_t contents; /* 1, or 0: it was not there */
    int64_t sightings, inside, messages;
};

struct am_forget;

/*
 * Rows that came after am_forget_create() go, too: called before they are gone
 * for good, in their transaction, so that none can come any more.  What fails
 * here undoes it.
 */
typedef int am_forget_late_fn(void *context, struct am_err *err);

/*
 * Create it over a store opened for writing that nothing else uses and that
 * must outlive it.  late may be NULL.  Fails as am_store_open() does, as all of
 * these do.
 */
AM_MUST_CHECK int am_forget_create(
    struct am_forget **forget, struct am_store *store,
    const unsigned char fingerprint[AM_FINGERPRINT_SIZE],
    am_forget_late_fn *late, void *context, struct am_err *err);

/* Destroy *forget, which may be NULL, and set it to NULL. */
void am_forget_destroy(struct am_forget **forget);

/*
 * Do one step.  1: there is more to do; 0: all is done, and nothing of it is
 * left in the database's files.  Fails with AM_EBUSY as am_retention_step()
 * does; the step can be tried again.
 */
AM_MUST_CHECK int am_forget_step(struct am_forget *forget, struct am_err *err);

/* What was deleted so far. */
void am_forget_count(const struct am_forget *forget,
                     struct am_forget_counts *counts);

/* What would be deleted.  The store may be read-only. */
AM_MUST_CHECK int am_forget_preview(
    struct am_store *store,
    const unsigned char fingerprint[AM_FINGERPRINT_SIZE],
    struct am_forget_counts *counts, struct am_err *err);

#endif
