/*
 * detail_extent - how far the detail goes, and what is known of its contents.
 *
 * Tells of no single attachment; store/detail does.
 */
#ifndef AM_STORE_DETAIL_EXTENT_H
#define AM_STORE_DETAIL_EXTENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "meter/key.h"
#include "store/store.h"

/* How far the detail goes. */
struct am_detail_extent {
    bool is_empty;
    int64_t first_day;    /* from_day or before it: the detail goes so far */
    int64_t last_content; /* the highest number of a content; 0: none */
};

/* Looks through all messages only if the first one that came in is of a day
 * after from_day.  Fails as am_store_open() does. */
AM_MUST_CHECK int am_detail_find_extent(struct am_store *store,
                                        int64_t from_day,
                                        struct am_detail_extent *extent,
                                        struct am_err *err);

/* A content as the database knows it, whatever the days asked for. */
struct am_detail_content {
    int64_t content;
    unsigned char fingerprint[AM_FINGERPRINT_SIZE];
    int64_t size_bytes;
    int64_t family; /* of the first sighting */
    int64_t first_day, last_day;
};

typedef int am_detail_content_fn(void *context,
                                 const struct am_detail_content *content,
                                 struct am_err *err);

/*
 * Call on_content, by their numbers, for the contents that AM_SENDERS_MAX
 * senders or more sent on one day and that may have been seen in a range of
 * days.  Fails with what on_content() said, or as am_store_open() does.
 */
AM_MUST_CHECK int am_detail_contents(struct am_store *store, int64_t from_day,
                                     int64_t until_day,
                                     am_detail_content_fn *on_content,
                                     void *context, struct am_err *err);

/* Distinct senders of a content on one day, counted up to 5; 0: not known. */
AM_MUST_CHECK int am_detail_senders(struct am_store *store, int64_t content,
                                    int64_t *senders, struct am_err *err);

/* Attachments that am_detail_most_copies() looks at. */
#define AM_DETAIL_NEWEST 100000

/*
 * The most copies, local, external and in Sent folders, that one content had on
 * a day, among the newest AM_DETAIL_NEWEST attachments; pictures shown in the
 * text, signatures and what is opaque do not count.  Fails as am_store_open().
 */
AM_MUST_CHECK int am_detail_most_copies(struct am_store *store, int64_t day,
                                        int64_t *copies, struct am_err *err);

/* A content and one inside it. */
typedef void am_detail_pair_fn(void *context, int64_t container,
                               int64_t content);

/* Call on_pair for each content inside a container, of any day.  Fails as
 * am_store_open() does. */
AM_MUST_CHECK int am_detail_scan_inside(struct am_store *store,
                                        am_detail_pair_fn *on_pair,
                                        void *context, struct am_err *err);

#endif
