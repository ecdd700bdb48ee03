/*
 * inside - the contents inside a container (TNEF), as rows and as new bytes.
 *
 * Each is a content as any other: seen plainly or inside, it is the same.  Of a
 * container's bytes those are new that are new contents inside it, and its
 * framing, which is all that is in none of them: framing is never seen again,
 * even if the container is, and is new in each sighting.  Writes inside the
 * caller's transaction.
 */
#ifndef AM_STORE_INSIDE_H
#define AM_STORE_INSIDE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "meter/record.h"
#include "store/contents.h"
#include "store/statement.h"

struct sqlite3;

struct am_inside {
    struct am_contents *contents;
    struct am_statement add;
};

/* What is in one container. */
struct am_inside_sums {
    int64_t bytes; /* of all contents inside */
    int64_t new_all_contents, new_all_bytes;
    int64_t new_own_contents, new_own_bytes;
};

/* Open over db and contents, which must outlive it; am_inside_close() is due if
 * that succeeds.  Fails as am_statement_fail() says. */
AM_MUST_CHECK int am_inside_open(struct am_inside *inside, struct sqlite3 *db,
                                 struct am_contents *contents,
                                 struct am_err *err);
void am_inside_close(struct am_inside *inside);

/* The sighting's row and the contents inside it. */
struct am_inside_list {
    int64_t sighting;
    const struct am_sighting_part *parts; /* those of a record */
    size_t first;                         /* the first one of this sighting */
    uint32_t count;
};

/* See them at a place, write their rows and sum them up.  Fails as SQLite
 * does. */
AM_MUST_CHECK int am_inside_take(struct am_inside *inside,
                                 const struct am_inside_list *list,
                                 const struct am_content_place *place,
                                 struct am_inside_sums *sums,
                                 struct am_err *err);

#endif
