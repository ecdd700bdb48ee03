/*
 * kept - the last answers of `attachmeter serve`, each for as long as it took
 * to make ten times over, and for a second at least.
 *
 * So the same question from many clients costs one look at the database, and at
 * most a tenth of the time goes into answering it, however large the database
 * is.  SQLite's data_version would not do as a key: it changes with each second
 * in which mail passes.  What is kept is gone when the database is another
 * file, or none.
 */
#ifndef AM_CLI_KEPT_H
#define AM_CLI_KEPT_H

#include <stdint.h>
#include <sys/stat.h>

#include "cli/asking.h"
#include "cli/viewing.h"

struct MHD_Response;

#define AM_KEPT_MAX 16

struct am_kept {
    struct {
        struct am_asked asked;
        struct MHD_Response *reply; /* NULL: free */
        unsigned status;
        int64_t until_ms;
        dev_t device; /* of the database that it was read from */
        ino_t inode;
    } answers[AM_KEPT_MAX];

    char failure[AM_ERR_TEXT_SIZE]; /* the last one that was said; "": none */
    enum am_asked_path failed;      /* by which path */
};

/* The answer to asked if it is kept still, with its status; else NULL.  It is
 * the keeper's; times are of a monotonic clock. */
struct MHD_Response *am_kept_find(const struct am_kept *kept,
                                  const struct am_asked *asked,
                                  const struct am_viewing_input *input,
                                  int64_t now_ms, unsigned *status);

/*
 * Make the answer, and keep it.  Says on stderr when answers begin to fail, and
 * when they do no more.  As am_kept_find(); NULL: no memory.
 */
struct MHD_Response *am_kept_make(struct am_kept *kept,
                                  const struct am_asked *asked,
                                  const struct am_viewing_input *input,
                                  int64_t now_ms, unsigned *status);

/* Forget all of them. */
void am_kept_free(struct am_kept *kept);

#endif
