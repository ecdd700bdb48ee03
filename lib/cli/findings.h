/*
 * findings - what an admin should know of an MTA's settings before the milter
 * goes in, or where its figures are wrong: each with what mends it.
 */
#ifndef AM_CLI_FINDINGS_H
#define AM_CLI_FINDINGS_H

#include <stddef.h>

#include "base/err.h"
#include "cli/postfix.h"

enum am_finding_kind {
    AM_FINDING_FILTER_TWICE, /* a content filter's mail comes back to a milter
                              */
    AM_FINDING_PIPE_FILTER,  /* ... by sendmail(1) */
    AM_FINDING_PROXY_FILTER, /* milters see no content of this smtpd */
    AM_FINDING_OVERRIDE,     /* a service with a list of milters of its own */
    AM_FINDING_CHROOT,       /* an absolute path, and a chroot */
    AM_FINDING_INSTANCES,    /* mail may go through several instances */
    AM_FINDING_TABLE,        /* domains in a table that cannot be listed */
    AM_FINDING_SUBDOMAINS,   /* ".example.org": a list has no such thing */
    AM_FINDING_UNREADABLE,   /* a file that main.cf names */
    AM_FINDING_RELAYED,      /* relay_domains taken for ours */
    AM_FINDING_NO_DOMAINS,   /* none found */
    AM_FINDING_ORDER,        /* Sendmail: the order of filters is fixed */
    AM_FINDING_COUNT
};

struct am_finding {
    enum am_finding_kind kind;
    char subject[256]; /* a service, a table, a file */
    char fix[1024];    /* a command, or "" */
};

struct am_findings {
    struct am_finding *items;
    size_t count;
};

void am_findings_free(struct am_findings *findings);

/* The word for programs: "filter_twice". */
const char *am_finding_name(enum am_finding_kind kind);

/* For people: a sentence with the subject in it, in the language, into text of
 * size bytes; returns text. */
const char *am_finding_text(const struct am_finding *finding, char *text,
                            size_t size);

/* Add one, unless it is there; fix may be NULL.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_findings_add(struct am_findings *findings,
                                  enum am_finding_kind kind,
                                  const char *subject, const char *fix,
                                  struct am_err *err);

/*
 * What is to be said of the services of a Postfix whose smtpd_milters has our
 * milter, or will have: filters whose mail comes back, lists of their own.
 * socket as in the configuration.  Fails as am_postfix_value() does.
 */
AM_MUST_CHECK int am_findings_of_services(struct am_findings *findings,
                                          const struct am_postfix *postfix,
                                          const char *socket,
                                          struct am_err *err);

/* "-c DIR ", or "" for the Postfix that commands mean by themselves. */
const char *am_finding_option(const char *dir, char *text, size_t size);

#endif
