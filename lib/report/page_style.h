/*
 * page_style - the page's one style sheet, page.css, as it is built in, and the
 * policy that lets a browser use it and nothing else.
 */
#ifndef AM_REPORT_PAGE_STYLE_H
#define AM_REPORT_PAGE_STYLE_H

#include <stdbool.h>

#include "base/err.h"

extern const char am_page_style[];

#define AM_PAGE_POLICY_SIZE 256

/*
 * The Content-Security-Policy, for <meta> or a header, into text: nothing may
 * be loaded, the style is known by its SHA-256, and with has_icon an icon may
 * stand in the page itself.  Fails with AM_ENOMEM.
 */
AM_MUST_CHECK int am_page_style_policy(bool has_icon,
                                       char text[AM_PAGE_POLICY_SIZE],
                                       struct am_err *err);

#endif
