/*
 * held - what a mail store holds, as `scan` finds it: files, their names, and
 * the attachments in them, in a SQLite file of its own, the state of a scan.
 *
 * A scan that was killed is begun again with the same state, and measures only
 * what it does not know: a file is known by device, inode, size and time of
 * modification.  What it gives in the end depends on the mail store alone.  No
 * name, path or address is written.  One thread, one process at a time.  What
 * is in it, held_sums.h tells.
 */
#ifndef AM_STORE_HELD_H
#define AM_STORE_HELD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "meter/key.h"
#include "meter/record.h"
#include "mime/mailfile.h"

struct sqlite3;
struct am_held;

struct am_held_setup {
    const char *path; /* NULL: a file without a name, gone when it is closed */
    unsigned char key_id[AM_KEY_ID_SIZE];
    const char
        *made_by; /* program and limits; another: all is measured again */
};

/*
 * Open the state, or make it, mode 0600, and begin a scan: no name is found
 * yet.  Fails with AM_EBUSY (another scan has it), AM_ECORRUPT (it is none),
 * AM_EINVAL (of another key), AM_EFULL, AM_EACCESS, AM_EIO, AM_ENOMEM; the text
 * says how to go on.
 */
AM_MUST_CHECK int am_held_open(struct am_held **held,
                               const struct am_held_setup *setup,
                               struct am_err *err);

/* Close *held, which may be NULL, and set it to NULL.  What was not committed
 * is forgotten. */
void am_held_close(struct am_held **held);

/* A name that was found. */
struct am_held_file {
    uint64_t device, inode;
    int64_t size_bytes, modified_ns;
    int64_t disk_bytes; /* blocks in use */
    bool is_regular;    /* if not, it is never known */
    uint64_t mailbox;   /* a number of this scan */
    bool in_user;       /* an mbox there is no mailbox of its own */
};

/*
 * Take a name.  *id is its file's; *wanted: it is to be measured: then
 * am_held_record() and am_held_end() follow.  Fails as SQLite does.
 */
AM_MUST_CHECK int am_held_name(struct am_held *held,
                               const struct am_held_file *file, int64_t *id,
                               bool *wanted, struct am_err *err);

/* Take a message of a file; those of one file come one behind the other. */
AM_MUST_CHECK int am_held_record(struct am_held *held, int64_t id,
                                 const struct am_record *record,
                                 struct am_err *err);

/* A file is measured; without this it does not count. */
AM_MUST_CHECK int am_held_end(struct am_held *held, int64_t id,
                              enum am_mailfile kind, struct am_err *err);

/* Keep what was taken: now and then, not each time. */
AM_MUST_CHECK int am_held_commit(struct am_held *held, struct am_err *err);

/* All names were taken: drop what was not found any more, and commit. */
AM_MUST_CHECK int am_held_finish(struct am_held *held, struct am_err *err);

/* The connection, for the modules of this folder only. */
struct sqlite3 *am_held_handle(struct am_held *held);

#endif
