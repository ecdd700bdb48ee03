/*
 * detail - attachments one by one, as long as the database keeps them.
 *
 * For what no sum of days can tell: what is true of a set of attachments that
 * somebody chooses.  Tells only those with a digest and a copy of ours, from
 * the oldest on, those of a message after each other.  Adds nothing up; sums of
 * days are store/query's.
 */
#ifndef AM_STORE_DETAIL_H
#define AM_STORE_DETAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/store.h"

/* Which attachments: all of it must hold. */
struct am_detail_rule {
    int64_t from_day, until_day;            /* from_day <= day < until_day */
    int64_t min_size_bytes, max_size_bytes; /* decoded, both included */
    int64_t min_recipients; /* of the message, local and external */
    unsigned families;      /* 1 << enum am_family; 0: all */
    unsigned classes;       /* 1 << enum am_class; 0: all */
    unsigned directions;    /* 1 << enum am_direction; 0: all */
    bool without_sis; /* leave out, here and among the others, what a store with
                         single instances keeps once (am_contents_is_sis()) */
};

/* A content inside a container. */
struct am_detail_part {
    int64_t content;
    int64_t size_bytes;
};

/* One attachment in one message, or in a later part of its recipients. */
struct am_detail {
    int64_t message; /* the same for all attachments of a message */
    int64_t day;
    bool is_continuation; /* its message was counted before */
    int64_t local_given;  /* local recipients as the client gave them */
    int64_t local;        /* local mailboxes, known lists expanded */
    int64_t external;
    int64_t sent;  /* 1: a copy in the sender's Sent folder */
    int64_t lmtp;  /* deliveries to a local store, and the files that these */
    int64_t cyrus; /* write, as in struct am_fanout */
    int64_t content;
    int64_t class;
    int64_t size_bytes, stored_bytes, wire_bytes;
    const struct am_detail_part *parts; /* what is inside, if a container */
    size_t part_count;
};

/* What *detail points to is gone when it returns.  Failing ends the scan. */
typedef int am_detail_fn(void *context, const struct am_detail *detail,
                         struct am_err *err);

/* Is a content wanted? */
typedef bool am_detail_wanted_fn(void *context, int64_t content);

/*
 * Call on_detail for each attachment that the rule chooses; or, where wanted is
 * not NULL, for each other one of its days whose content is wanted, that of a
 * container being its own.  Reads each row once, in the order of the file, and
 * keeps none.  Fails with what on_detail() said, with AM_ECORRUPT (numbers that
 * cannot be), or as am_store_open() does.
 */
AM_MUST_CHECK int am_detail_scan(struct am_store *store,
                                 const struct am_detail_rule *rule,
                                 am_detail_wanted_fn *wanted,
                                 am_detail_fn *on_detail, void *context,
                                 struct am_err *err);

/*
 * Adding up: are its contents at most the last one, and can no sum over what
 * was checked with the same *bound, at first 0, reach AM_SUMS_MOST?  Sums are
 * of its sizes, times copies or one more.  Fails with AM_ECORRUPT, AM_EFULL.
 */
AM_MUST_CHECK int am_detail_check(const struct am_detail *detail,
                                  int64_t last_content, int64_t *bound,
                                  struct am_err *err);

#endif
