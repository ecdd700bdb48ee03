/*
 * address - an envelope address as it is compared.
 *
 * Cuts brackets and ESMTP arguments (RFC 5321 section 4.1.2), folds ASCII case
 * and writes the domain as A-label (RFC 5890), so that one mailbox has one
 * text.  Does not judge whether an address is valid: an MTA accepted it.
 */
#ifndef AM_METER_ADDRESS_H
#define AM_METER_ADDRESS_H

#include <stddef.h>

#define AM_ADDRESS_SIZE                                \
 1024 /* bytes kept, NUL included; RFC 5321 allows 320 \
       */

struct am_address {
    char text[AM_ADDRESS_SIZE]; /* "user@example.org"; "" is the null sender */
    const char *domain;         /* into text, behind the last "@"; "" if none */
};

/*
 * Read argument, which may have brackets, a source route and ESMTP arguments.
 * A bare name is completed by default_domain unless that is "" or NULL.  What
 * does not fit is cut.
 */
void am_address_read(struct am_address *address, const char *argument,
                     const char *default_domain);

/*
 * Read the value of ORCPT= (RFC 3461 section 4.2): "rfc822;user@example.org" in
 * xtext, or "utf-8;..." (RFC 6533).  Of another type, or NULL: "".
 */
void am_address_read_orcpt(struct am_address *address, const char *orcpt);

/* Write a domain in lower case and as A-label into out; one that has no such
 * form (RFC 5891) is kept as it is, in lower case. */
void am_domain_fold(const char *domain, char *out, size_t out_size);

#endif
