/*
 * setup - what to change in an MTA so that it asks the daemon, and what the
 * configuration should say of its domains and lists.
 *
 * A plan is made from what the MTA says and changes nothing; setup_apply.h
 * carries one out.
 */
#ifndef AM_CLI_SETUP_H
#define AM_CLI_SETUP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/config.h"
#include "base/err.h"
#include "cli/findings.h"
#include "cli/postfix.h"
#include "meter/words.h"
#include "mta/aliases.h"

#define AM_SETUP_PATH_SIZE 4096
#define AM_SETUP_USER      "attachmeter" /* whom the daemon runs as */

/* A setting of main.cf, before and after.  The texts are the plan's. */
struct am_setup_edit {
    const char *name; /* "smtpd_milters" */
    bool was_set;     /* in main.cf at all */
    char *old, *new;  /* as written there */
};

#define AM_SETUP_EDITS 2

struct am_setup_instance {
    struct am_postfix postfix;
    struct am_setup_edit edits[AM_SETUP_EDITS];
    size_t edit_count; /* 0: it asks the daemon already */
};

/* How mail for a domain of ours goes on. */
enum am_setup_domain {
    AM_SETUP_RELAYED,  /* to another program or host */
    AM_SETUP_DELIVERED /* by this host, whose aliases hold there */
};

struct am_setup {
    const struct am_settings *settings;
    const char *const *asked;        /* --domain, NULL-ended */
    char socket[AM_SETUP_PATH_SIZE]; /* as the configuration should have it */
    char socket_dir[AM_SETUP_PATH_SIZE]; /* "": it is no file */
    struct am_setup_instance *instances; /* of Postfix */
    size_t instance_count;
    char filter_line[512];   /* Sendmail: for sendmail.mc; "": it is there */
    struct am_words domains; /* with an enum am_setup_domain each */
    struct am_words lists;   /* addresses with their members */
    struct am_findings findings;
};

/*
 * Plan for the Postfix in directory dir, or for all enabled instances of this
 * host if that is NULL.  Fails with AM_ENOTFOUND (no Postfix), AM_EIO,
 * AM_ENOMEM.  am_setup_free() is due in any case.
 */
AM_MUST_CHECK int am_setup_postfix(struct am_setup *setup, const char *dir,
                                   struct am_err *err);

/*
 * Plan for a Sendmail by its sendmail.cf, and by the sendmail.mc that it was
 * made from, which may be NULL.  Fails as reading them does.
 */
AM_MUST_CHECK int am_setup_sendmail(struct am_setup *setup, const char *cf,
                                    const char *mc, struct am_err *err);

void am_setup_free(struct am_setup *setup);

/* Our entry of smtpd_milters for the socket, into entry of size bytes; true: it
 * names a path that is not below the queue directory. */
bool am_setup_entry(const char *socket, const struct am_postfix *postfix,
                    char *entry, size_t size);

/* Write list, the value of smtpd_milters, with our entry at its end and with no
 * other one of ours, into out of size bytes. */
void am_setup_list(const char *list, const char *socket,
                   const struct am_postfix *postfix, char *out, size_t size);

/* Add a domain as A-label; what is none is passed over.  Fails with AM_ENOMEM,
 * as the next ones. */
AM_MUST_CHECK int am_setup_add_domain(struct am_setup *setup,
                                      const char *domain,
                                      enum am_setup_domain how,
                                      struct am_err *err);

/* Add the lists of an alias file; a name without a domain is a list in each of
 * the domains found that this host delivers to. */
AM_MUST_CHECK int am_setup_add_lists(struct am_setup *setup, const char *path,
                                     enum am_aliases_form form,
                                     struct am_err *err);

/* The domains and lists of a Postfix. */
AM_MUST_CHECK int am_setup_take_domains(struct am_setup *setup,
                                        const struct am_postfix *postfix,
                                        struct am_err *err);

/* All is found: sort domains and lists, each once.  where: in what they were
 * looked for. */
AM_MUST_CHECK int am_setup_settle(struct am_setup *setup, const char *where,
                                  struct am_err *err);

/* Print the plan for people; for programs. */
void am_setup_print(const struct am_setup *setup);
AM_MUST_CHECK int am_setup_print_json(const struct am_setup *setup,
                                      struct am_err *err);

#endif
