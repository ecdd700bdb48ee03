/*
 * linking - where a page that is served leads to: other ranges of days, the
 * ones before and after, and the other language, with all else as it was asked
 * for.
 */
#ifndef AM_CLI_LINKING_H
#define AM_CLI_LINKING_H

#include <stdint.h>

#include "cli/asking.h"
#include "report/page.h"

#define AM_LINKING_MAX 8

struct am_linking {
    struct am_page_link
        links[AM_LINKING_MAX + 1]; /* for struct am_page_request */
    char hrefs[AM_LINKING_MAX][256];
};

/* Fill *linking for the page of asked, in the language in use. */
void am_linking_make(struct am_linking *linking, const struct am_asked *asked,
                     int64_t today);

#endif
