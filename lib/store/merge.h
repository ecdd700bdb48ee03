/*
 * merge - the databases of several relays as one, for reports.
 *
 * Each (relay, sequence) is in it once: of a database and an earlier state of
 * it, such as a backup, the later one is taken, with what it has deleted since
 * left out; two that know the same relay and both went on are refused, as their
 * sums of days cannot be told apart (of mail that came without a spool: as far
 * as their attachments tell).  Sums of days are added up; what is new is
 * told again from the detail: a content counts once, at its first sighting by
 * (day, relay, sequence).  Of days whose detail is gone that cannot be told:
 * there what is new is an upper bound (am_epoch_bound()).  Contents must be
 * under one key.
 *
 * A content is taken off only where the detail proves that another relay had
 * seen it before, so that what is new is never too little.
 */
#ifndef AM_STORE_MERGE_H
#define AM_STORE_MERGE_H

#include <stdint.h>

#include "base/err.h"

struct am_merge;

struct am_merge_counts {
    int64_t relays, messages, sightings, contents;
    int64_t bound_until_day; /* 0: of all days is known what is new */
};

/* Begin in the empty file at path.  Fails as am_store_open() does, as all of
 * these do. */
AM_MUST_CHECK int am_merge_create(struct am_merge **merge, const char *path,
                                  struct am_err *err);

/* Destroy *merge, which may be NULL, and set it to NULL. */
void am_merge_destroy(struct am_merge **merge);

/* Look at the database at path, which is to come in; all of them have to be
 * looked at before the first one does.  Fails as am_merge_add(). */
AM_MUST_CHECK int am_merge_look(struct am_merge *merge, const char *path,
                                struct am_err *err);

/*
 * Take in the database at path, which is only read; somebody may write into it.
 * In the order in which they were looked at.  Returns 1 if it is left out, as
 * another one holds all of it.  Fails with AM_EOLDER, with AM_EINVAL if it is
 * under another key, or of a relay that another one knows, too.
 */
AM_MUST_CHECK int am_merge_add(struct am_merge *merge, const char *path,
                               struct am_err *err);

/* All are taken in: put the rows in order and close the file.  Fails with
 * AM_EINVAL if one that was left out went on by itself. */
AM_MUST_CHECK int am_merge_finish(struct am_merge *merge,
                                  struct am_merge_counts *counts,
                                  struct am_err *err);

#endif
