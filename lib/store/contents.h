/*
 * contents - what is known of a content, and whether it is new.
 *
 * New is what was never seen, or not for longer than the detail is kept: a
 * content that retention has deleted and one that it has not yet got to are
 * treated alike.  Writes inside the caller's transaction.
 */
#ifndef AM_STORE_CONTENTS_H
#define AM_STORE_CONTENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "meter/record.h"
#include "store/senders.h"
#include "store/statement.h"

/* From here on a single-instance store takes a file apart (Dovecot 2.3,
 * mail_attachment_min_size = 128k), if its declared type is not text. */
#define AM_SIS_STORED_BYTES 131072U

enum {
    AM_CONTENTS_FIND,
    AM_CONTENTS_ADD,
    AM_CONTENTS_TOUCH,
    AM_CONTENTS_SIS_FIND,
    AM_CONTENTS_SIS_TOUCH,
    AM_CONTENTS_STATEMENTS
};

struct am_contents {
    struct sqlite3 *db;
    struct am_senders *senders;
    int64_t detail_days;
    struct am_statement statements[AM_CONTENTS_STATEMENTS];
};

/* Where a content is seen. */
struct am_content_place {
    const struct am_record *record;
    int64_t day;
    bool own; /* with a copy in our mailboxes */
};

struct am_content {
    int64_t id;     /* 0: none, a limit cut it off */
    int64_t family; /* of the first sighting */
    bool new_all;   /* seen for the first time */
    bool new_own;   /* for the first time in our mailboxes */
    bool new_sis;   /* for the first time as a file of such a store */
};

/* Open over db and senders, which must outlive it; am_contents_close() is due
 * if that succeeds.  Fails as am_statement_fail() says. */
AM_MUST_CHECK int am_contents_open(struct am_contents *contents,
                                   struct sqlite3 *db,
                                   struct am_senders *senders,
                                   int64_t detail_days, struct am_err *err);
void am_contents_close(struct am_contents *contents);

/* Would a single-instance store keep it apart? */
bool am_contents_is_sis(const struct am_sighting *sighting);

/*
 * See the content of a digested sighting at a place.  content->family is that
 * of the sighting, and becomes that of the content.  Fails as SQLite does.
 */
AM_MUST_CHECK int am_contents_take(struct am_contents *contents,
                                   const struct am_sighting *sighting,
                                   const struct am_content_place *place,
                                   struct am_content *content,
                                   struct am_err *err);

#endif
