/*
 * postfix - one Postfix on this host, asked by postconf(1): what main.cf and
 * master.cf say.
 *
 * Asks only; setup_apply.c changes.  Texts are Postfix's own and to be escaped
 * where they are shown.
 */
#ifndef AM_CLI_POSTFIX_H
#define AM_CLI_POSTFIX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "meter/words.h"
#include "mta/milters.h"

#define AM_POSTFIX_DIR                                 \
 "/etc/postfix" /* of the instance that is there first \
                 */

/* A line of master.cf. */
struct am_postfix_service {
    const char *name, *type; /* "smtp", "inet" */
    const char *command;     /* "smtpd" */
    bool in_chroot;
};

struct am_postfix {
    char *dir;        /* of main.cf */
    char *queue_dir;  /* queue_directory */
    char *mail_owner; /* the user that smtpd runs as */
    bool chroot_unless_told;
    struct am_postfix_service *services;
    size_t service_count;
    char *master;    /* owns the texts of services */
    char *overrides; /* "service/type/name = value" a line */
};

/*
 * The directories of all instances of this host, in postmulti's order; the
 * number of each is 1 if it is enabled.  Fails with AM_ENOTFOUND: there is no
 * Postfix, AM_EIO, AM_ENOMEM.
 */
AM_MUST_CHECK int am_postfix_list(struct am_words *dirs, struct am_err *err);

/* Ask the instance in directory dir.  Fails as above; am_postfix_close() is due
 * if it succeeds. */
AM_MUST_CHECK int am_postfix_open(struct am_postfix *postfix, const char *dir,
                                  struct am_err *err);
void am_postfix_close(struct am_postfix *postfix);

/* What a setting of main.cf may be asked as. */
enum am_postfix_form {
    AM_POSTFIX_WRITTEN, /* as it stands there, $names and all */
    AM_POSTFIX_EXPANDED /* with what the names stand for */
};

/* The setting's value, or its default, into *value, the caller's to free. */
AM_MUST_CHECK int am_postfix_value(const struct am_postfix *postfix,
                                   const char *name, enum am_postfix_form form,
                                   char **value, struct am_err *err);

/* The value that name would have, expanded, if `other` were text. */
AM_MUST_CHECK int am_postfix_value_if(const struct am_postfix *postfix,
                                      const char *name, const char *other,
                                      const char *text, char **value,
                                      struct am_err *err);

/* Is the setting in main.cf at all? */
AM_MUST_CHECK int am_postfix_has(const struct am_postfix *postfix,
                                 const char *name, bool *has,
                                 struct am_err *err);

/*
 * What service has for a setting by its own "-o", into value of size bytes, as
 * written; false: it has none.
 */
bool am_postfix_override(const struct am_postfix *postfix,
                         const struct am_postfix_service *service,
                         const char *name, char *value, size_t size);

/* The setting as service has it, its own or main.cf's, expanded. */
AM_MUST_CHECK int am_postfix_service_value(
    const struct am_postfix *postfix, const struct am_postfix_service *service,
    const char *name, char **value, struct am_err *err);

#define AM_POSTFIX_ID_SIZE 256

/* The service as postconf -P and -F name it ("smtp/inet"), into id. */
const char *am_postfix_id(const struct am_postfix_service *service,
                          char id[AM_POSTFIX_ID_SIZE]);

/* Does any service that runs command do so in a chroot? */
bool am_postfix_is_chrooted(const struct am_postfix *postfix,
                            const char *command);

/*
 * Our entry of list, an expanded value of smtpd_milters: the one that leads
 * smtpd to socket, else one that is ours by its name.  entry is set unless the
 * answer is AM_MILTER_OTHER.
 */
enum am_milter_place am_postfix_find_milter(const struct am_postfix *postfix,
                                            const char *list,
                                            const char *socket,
                                            struct am_milter_entry *entry);

#endif
