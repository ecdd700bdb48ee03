/*
 * held_sums - what is in the state of a scan, summed; and what a relay's
 * database predicts of the same.
 *
 * Of a mail store things are counted in two ways: by names, as if each name of
 * a file were a file of its own, which is what mailboxes see; and by files,
 * each once, which is what lies on the disk.  Sums that do not fit into 63 bits
 * fail with AM_EINVAL ("integer overflow").
 */
#ifndef AM_STORE_HELD_SUMS_H
#define AM_STORE_HELD_SUMS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "meter/key.h"
#include "mime/mailfile.h"
#include "store/held.h"
#include "store/store.h"

/* Files of a kind. */
struct am_held_kind {
    int64_t names, name_bytes, name_messages;
    int64_t files, file_bytes, file_messages;
    int64_t disk_bytes; /* blocks of the files */
};

/* Fill kinds[AM_MAILFILE_COUNT]; zero where there is nothing. */
AM_MUST_CHECK int am_held_kinds(struct am_held *held,
                                struct am_held_kind *kinds, struct am_err *err);

/* Mailboxes that hold a message. */
AM_MUST_CHECK int am_held_mailboxes(struct am_held *held, int64_t *mailboxes,
                                    struct am_err *err);

/* Attachments, or what a store with single instances would make of them. */
struct am_held_sis {
    int64_t attachments, now_bytes; /* by files; those it would take apart */
    int64_t files, then_bytes;      /* that it would make of them */
};

AM_MUST_CHECK int am_held_sis(struct am_held *held, unsigned classes,
                              struct am_held_sis *sis, struct am_err *err);

/* Attachments of one content, or of all that have no digest. */
struct am_held_content {
    bool has_digest;
    unsigned char fingerprint[AM_FINGERPRINT_SIZE];
    int64_t mailboxes;
    int64_t copies, copies_size_bytes, copies_stored_bytes; /* by names */
    int64_t filed, filed_size_bytes, filed_stored_bytes;    /* by files */
};

typedef int am_held_content_fn(void *context,
                               const struct am_held_content *content,
                               struct am_err *err);

/*
 * Call on_content for each content that is held, ordered by fingerprint; before
 * them, if there is such, for what has no digest.  classes as in struct
 * am_query.  Fails with what on_content() said, or as SQLite does.
 */
AM_MUST_CHECK int am_held_contents(struct am_held *held, unsigned classes,
                                   am_held_content_fn *on_content,
                                   void *context, struct am_err *err);

/* ---- a relay's database ---- */

/* What a relay predicts of a content, in own mailboxes: copies, each a file;
 * and files, where those of one delivery are links of one. */
struct am_held_prediction {
    unsigned char fingerprint[AM_FINGERPRINT_SIZE];
    int64_t size_bytes; /* decoded */
    int64_t first_day, last_day;
    int64_t copies, copies_stored_bytes;
    int64_t filed, filed_stored_bytes;
};

struct am_held_relay;

/* Begin to read the predictions of the detail, ordered by fingerprint.  store
 * must outlive *relay. */
AM_MUST_CHECK int am_held_relay_open(struct am_held_relay **relay,
                                     struct am_store *store, unsigned classes,
                                     int64_t delivery_limit,
                                     struct am_err *err);

/* Close *relay, which may be NULL, and set it to NULL. */
void am_held_relay_close(struct am_held_relay **relay);

/* The next: 1, or 0 after the last. */
AM_MUST_CHECK int am_held_relay_next(struct am_held_relay *relay,
                                     struct am_held_prediction *prediction,
                                     struct am_err *err);

#endif
