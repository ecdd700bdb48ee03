/*
 * filter - see filter.h.
 *
 * The session hangs on the connection's private pointer, made when both sides
 * have agreed on what to tell, or at MAIL at the latest; it is NULL in close
 * for a peer that only connected, and must be NULL again when close returns.
 * Callbacks of one connection come one at a time, but from different threads,
 * so nothing is kept on a thread.
 *
 * Asks for no right over the mail: then libmilter itself refuses to send a
 * change.  Asks the MTA to wait for no reply but the last one; to an MTA that
 * cannot do without them libmilter offers the same and plays the replies, so
 * that a callback with such a bit always answers NOREPLY.
 */
#include "filter.h"

#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include <libmilter/mfapi.h>
#include <libmilter/mfdef.h>

#include "base/ascii.h"
#include "door.h"

#define STEPS                                                       \
 (SMFIP_NOCONNECT | SMFIP_NOHELO | SMFIP_NOUNKNOWN | SMFIP_NODATA | \
  SMFIP_NR_HDR | SMFIP_NR_CONN | SMFIP_NR_HELO | SMFIP_NR_MAIL |    \
  SMFIP_NR_RCPT | SMFIP_NR_DATA | SMFIP_NR_UNKN | SMFIP_NR_EOH |    \
  SMFIP_NR_BODY | SMFIP_HDR_LEADSPC)

static const struct am_session_setup *setup;

/* Does the MTA leave the blanks behind a field's colon?  The same for all
 * connections, as one MTA makes them; it changes only how many bytes a header
 * is told to have. */
static atomic_bool leaves_blanks;

static atomic_uint inside;
static atomic_bool closed;

static bool enter(void)
{
    atomic_fetch_add(&inside, 1);
    if (!atomic_load(&closed))
        return true;
    atomic_fetch_sub(&inside, 1);
    return false;
}

static void leave(void)
{
    atomic_fetch_sub(&inside, 1);
}

static const char *macro(SMFICTX *ctx, const char *name)
{
    /* libmilter reads the name and declares that it may change it */
    union {
        const char *ours;
        char *theirs;
    } text = {.ours = name};

    return smfi_getsymval(ctx, text.theirs);
}

static void ask(SMFICTX *ctx, int stage, const char *names)
{
    union {
        const char *ours;
        char *theirs;
    } text = {.ours = names};

    /* Fails for want of memory alone: some signals are missing then. */
    (void)smfi_setsymlist(ctx, stage, text.theirs);
}

static struct am_session *session_of(SMFICTX *ctx)
{
    return smfi_getpriv(ctx);
}

static struct am_session *make_session(SMFICTX *ctx)
{
    struct am_session *session = session_of(ctx);

    if (session != NULL)
        return session;
    session = am_session_open(setup);
    if (session != NULL && smfi_setpriv(ctx, session) != MI_SUCCESS)
        am_session_close(&session);
    return session;
}

/* NOLINTNEXTLINE(readability-function-size): libmilter's */
static sfsistat on_negotiate(SMFICTX *ctx, unsigned long actions,
                             unsigned long steps, unsigned long unused_2,
                             unsigned long unused_3, unsigned long *actions_out,
                             unsigned long *steps_out,
                             unsigned long *unused_2_out,
                             unsigned long *unused_3_out)
{
    (void)unused_2;
    (void)unused_3;
    if (actions & SMFIF_SETSYMLIST) {
        ask(ctx, SMFIM_ENVFROM,
            "i j {auth_authen} {mail_addr} {client_addr} {client_port} "
            "{daemon_port}");
        ask(ctx, SMFIM_ENVRCPT, "{rcpt_addr} {rcpt_mailer}");
        ask(ctx, SMFIM_EOH, "i");
        ask(ctx, SMFIM_EOM, "i");
    }
    atomic_store(&leaves_blanks, (steps & SMFIP_HDR_LEADSPC) != 0);
    *actions_out = 0;
    *steps_out = STEPS & steps;
    *unused_2_out = 0;
    *unused_3_out = 0;
    if (enter()) {
        (void)make_session(ctx); /* else MAIL tries again */
        leave();
    }
    return SMFIS_CONTINUE;
}

static sfsistat on_mail(SMFICTX *ctx, char **args)
{
    if (enter()) {
        struct am_session *session = make_session(ctx);
        const struct am_sender sender = {
            .address = args[0],
            .mail_addr = macro(ctx, "{mail_addr}"),
            .auth_authen = macro(ctx, "{auth_authen}"),
            .client_addr = macro(ctx, "{client_addr}"),
            .client_port = macro(ctx, "{client_port}"),
            .daemon_port = macro(ctx, "{daemon_port}"),
        };
        if (session != NULL)
            am_session_mail(session, &sender, macro(ctx, "j"));
        leave();
    }
    return SMFIS_NOREPLY;
}

/* The value of an ESMTP argument; name in lower case, with its "=". */
static const char *argument(char **args, const char *name)
{
    size_t size = strlen(name);

    for (size_t i = 1; args[0] != NULL && args[i] != NULL; i++) {
        if (strlen(args[i]) >= size &&
            am_ascii_is((const unsigned char *)args[i], size, name))
            return args[i] + size;
    }
    return NULL;
}

static sfsistat on_rcpt(SMFICTX *ctx, char **args)
{
    if (enter()) {
        struct am_session *session = session_of(ctx);
        const struct am_rcpt rcpt = {
            .address = args[0],
            .rcpt_addr = macro(ctx, "{rcpt_addr}"),
            .rcpt_mailer = macro(ctx, "{rcpt_mailer}"),
            .orcpt = argument(args, "orcpt="),
        };
        if (session != NULL)
            am_session_rcpt(session, &rcpt);
        leave();
    }
    return SMFIS_NOREPLY;
}

static sfsistat on_header(SMFICTX *ctx, char *name, char *value)
{
    if (enter()) {
        struct am_session *session = session_of(ctx);
        const char *colon = atomic_load(&leaves_blanks) ? ":" : ": ";
        if (session != NULL)
            am_session_header(session, name, colon, value);
        leave();
    }
    return SMFIS_NOREPLY;
}

static sfsistat on_header_end(SMFICTX *ctx)
{
    if (enter()) {
        struct am_session *session = session_of(ctx);
        if (session != NULL)
            am_session_header_end(session);
        leave();
    }
    return SMFIS_NOREPLY;
}

static sfsistat on_body(SMFICTX *ctx, unsigned char *data, size_t size)
{
    if (enter()) {
        struct am_session *session = session_of(ctx);
        if (session != NULL)
            am_session_body(session, data, size);
        leave();
    }
    return SMFIS_NOREPLY;
}

static sfsistat on_end(SMFICTX *ctx)
{
    if (enter()) {
        struct am_session *session = session_of(ctx);
        if (session != NULL) {
            am_session_end(session, macro(ctx, "i"));
        } else {
            am_session_lost(setup);
        }
        leave();
    }
    return SMFIS_CONTINUE;
}

static sfsistat on_abort(SMFICTX *ctx)
{
    if (enter()) {
        struct am_session *session = session_of(ctx);
        if (session != NULL)
            am_session_abort(session, am_door_has_broken);
        leave();
    }
    return SMFIS_CONTINUE;
}

static sfsistat on_close(SMFICTX *ctx)
{
    struct am_session *session = session_of(ctx);

    if (enter()) {
        am_session_close(&session);
        leave();
    } else if (session != NULL) {
        am_session_leave(session);
    }
    (void)smfi_setpriv(ctx, NULL);
    return SMFIS_CONTINUE;
}

int am_filter_start(const struct am_session_setup *new_setup,
                    struct am_err *err)
{
    static char name[] = "attachmeter";
    struct smfiDesc filter = {
        .xxfi_name = name,
        .xxfi_version = SMFI_VERSION,
        .xxfi_flags = SMFIF_NONE,
        .xxfi_envfrom = on_mail,
        .xxfi_envrcpt = on_rcpt,
        .xxfi_header = on_header,
        .xxfi_eoh = on_header_end,
        .xxfi_body = on_body,
        .xxfi_eom = on_end,
        .xxfi_abort = on_abort,
        .xxfi_close = on_close,
        .xxfi_negotiate = on_negotiate,
    };

    setup = new_setup;
    if (smfi_register(filter) != MI_SUCCESS) {
        return am_fail(err, AM_EINVAL, "libmilter of version %d is not ours",
                       SMFI_VERSION);
    }
    return 0;
}

unsigned am_filter_stop(unsigned wait_ms)
{
    static const struct timespec pause = {0, 5000000};

    atomic_store(&closed, true);
    for (unsigned ms = 0; ms < wait_ms && atomic_load(&inside) > 0; ms += 5)
        nanosleep(&pause, NULL);
    return atomic_load(&inside);
}
