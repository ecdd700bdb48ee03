/*
 * doctor - the checks of `attachmeter doctor`, in their order.  Each looks from
 * outside and changes nothing.
 */
#ifndef AM_CLI_DOCTOR_H
#define AM_CLI_DOCTOR_H

#include <stdbool.h>

#include "base/config.h"
#include "cli/checks.h"
#include "cli/postfix.h"
#include "store/store.h"

struct am_doctor {
    const struct am_settings *settings;
    const char *instance; /* of Postfix, or NULL: all */
    const char *cf;       /* sendmail.cf, or NULL: where it usually is */
    struct am_checks *checks;
    struct am_store *store; /* NULL: it cannot be read */
    bool answers;           /* the daemon does */
};

/* Files: database, key, soundness and size.  Opens store, which the caller
 * closes. */
void am_doctor_files(struct am_doctor *doctor);

/* Room: what waits in the spool, and the disk. */
void am_doctor_room(struct am_doctor *doctor);

/* The daemon: a greeting on its socket, its recorder, the last message. */
void am_doctor_daemon(struct am_doctor *doctor);

/* The MTA: whichever is there.  One Postfix, by the directory of main.cf. */
void am_doctor_mta(struct am_doctor *doctor);
void am_doctor_postfix(struct am_doctor *doctor, const char *dir);

#endif
