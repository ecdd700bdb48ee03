/*
 * mail - the report as a mail for `sendmail -t`: the table as its text, the
 * page as its HTML (multipart/alternative, RFC 2046 5.1.4).
 *
 * Sends nothing.  Lines end in LF, as sendmail(8) takes them; both parts are
 * base64, so that no line is long and no server on the way has to change one.
 * Date, Message-ID and a From that is not given are the MTA's to add.
 */
#ifndef AM_REPORT_MAIL_H
#define AM_REPORT_MAIL_H

#include <stdio.h>

#include "base/err.h"
#include "report/page.h"

struct am_mail_request {
    const char *from;      /* "": the MTA says who called it */
    const char *const *to; /* ends in NULL */
};

/* Is it an address: "name@domain", or the name of a local mailbox, without a
 * display name and in ASCII?  Fails with AM_EINVAL. */
AM_MUST_CHECK int am_mail_check_address(const char *address,
                                        struct am_err *err);

/* May it be written?  Fails with AM_EINVAL: nobody to send it to, or no
 * address. */
AM_MUST_CHECK int am_mail_check(const struct am_mail_request *request,
                                struct am_err *err);

/*
 * Write it on out, in the language in use.  A range without mail makes one that
 * says so.  Fails as am_mail_check(), and with AM_ENOMEM, AM_EIO.
 */
AM_MUST_CHECK int am_mail_print(const struct am_page *page,
                                const struct am_mail_request *request,
                                FILE *out, struct am_err *err);

#endif
