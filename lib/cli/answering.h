/*
 * answering - what `attachmeter serve` answers to what was asked: a page, a
 * report, metrics, or whether the database can be read.
 *
 * Opens the database anew for each answer: then it is never one that was
 * replaced meanwhile, and nothing is held between two answers that the daemon
 * could have to wait for.  Does not know HTTP but for the status codes, and
 * keeps nothing.
 */
#ifndef AM_CLI_ANSWERING_H
#define AM_CLI_ANSWERING_H

#include "base/buf.h"
#include "cli/asking.h"
#include "cli/viewing.h"
#include "report/page_style.h"

/* No view is near it; more would be a fault, and is told as one. */
#define AM_ANSWER_LIMIT_BYTES (8 << 20)

#define AM_ANSWER_POLICY_SIZE (AM_PAGE_POLICY_SIZE + 32)

enum am_answer_status {
    AM_ANSWER_OK = 200,
    AM_ANSWER_FAILED = 500,     /* it was opened, but not all could be read */
    AM_ANSWER_UNAVAILABLE = 503 /* the database cannot be read now */
};

struct am_answer {
    enum am_answer_status status;
    const char *type;                   /* of its media */
    char policy[AM_ANSWER_POLICY_SIZE]; /* of a page's security; "": none of its
                                           own */
    struct am_buf body;
    struct am_err why; /* of a status that is not 200 */
};

/*
 * Make the answer to asked, whose path is the page, the report, the metrics or
 * the health; a failure is an answer too, one line of text.  The settings and
 * the source of input are used.  The caller gives it to am_answer_free().
 */
void am_answer_make(struct am_answer *answer, const struct am_asked *asked,
                    const struct am_viewing_input *input);

void am_answer_free(struct am_answer *answer);

#endif
