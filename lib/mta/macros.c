/*
 * macros - see macros.h.  Does not tell of TLS: names without a value are left
 * out, as MTAs do.
 */
#include "mta/macros.h"

#include <stdio.h>
#include <string.h>

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

void am_macros_init(struct am_macros *macros)
{
    /* postconf(5), milter_connect_macros and the others */
    static const char mail[] = "i {auth_type} {auth_authen} {auth_author} "
                               "{mail_addr} {mail_host} {mail_mailer}";
    static const char *const names[AM_STAGE_COUNT] = {
        [AM_STAGE_CONNECT] = "j {daemon_name} {daemon_addr} v _",
        [AM_STAGE_HELO] = "",
        [AM_STAGE_MAIL] = mail,
        [AM_STAGE_RCPT] = "i {rcpt_addr} {rcpt_host} {rcpt_mailer}",
        [AM_STAGE_DATA] = "i",
        [AM_STAGE_END] = "i",
        [AM_STAGE_HEADER_END] = "i",
    };

    for (int i = 0; i < AM_STAGE_COUNT; i++)
        snprintf(macros->names[i], AM_MACRO_LIST_SIZE, "%s", names[i]);
}

void am_macros_ask(struct am_macros *macros, unsigned stage, const char *names)
{
    if (stage >= AM_STAGE_COUNT || strlen(names) >= AM_MACRO_LIST_SIZE)
        return;
    snprintf(macros->names[stage], AM_MACRO_LIST_SIZE, "%s", names);
}

static const char *domain_of(const char *address)
{
    const char *at = address != NULL ? strrchr(address, '@') : NULL;
    return at != NULL ? at + 1 : NULL;
}

/* Value of a macro, name without braces; NULL: the MTA has none. */
static const char *value_of(const char *name,
                            const struct am_macro_scope *scope)
{
    static const struct am_mta_envelope nothing;
    const struct am_mta_peer *peer = scope->peer;
    const struct am_mta_envelope *message =
        scope->message != NULL ? scope->message : &nothing;

    const struct {
        const char *name, *value;
    } values[] = {
        {"j", peer->relay_name},
        {"v", "Postfix 3.7.11"},
        {"_", peer->name},
        {"daemon_name", peer->relay_name},
        {"daemon_addr", peer->daemon_address},
        {"daemon_port", peer->daemon_port},
        {"client_addr", peer->address},
        {"client_name", peer->name},
        {"client_ptr", peer->name},
        {"client_port", peer->port},
        {"i", scope->has_queue_id ? message->queue_id : NULL},
        {"auth_authen", message->login},
        {"auth_type", message->login != NULL ? "PLAIN" : NULL},
        {"mail_addr", message->sender},
        {"mail_host", domain_of(message->sender)},
        {"rcpt_addr", scope->rcpt},
        {"rcpt_host", domain_of(scope->rcpt)},
        {"rcpt_mailer", scope->rcpt != NULL ? message->rcpt_mailer : NULL},
    };

    for (int i = 0; i < COUNT(values); i++) {
        if (strcmp(values[i].name, name) == 0)
            return values[i].value;
    }
    return NULL;
}

/* One macro; name of size bytes as it was asked for, with braces or not. */
static int put_one(const char *name, size_t size,
                   const struct am_macro_scope *scope, struct am_buf *out,
                   struct am_err *err)
{
    char bare[64];
    bool braces = size > 2 && name[0] == '{' && name[size - 1] == '}';
    size_t bare_size = braces ? size - 2 : size;

    if (bare_size >= sizeof(bare))
        return 0;
    memcpy(bare, name + braces, bare_size);
    bare[bare_size] = '\0';
    const char *value = value_of(bare, scope);
    if (value == NULL)
        return 0;
    if (am_buf_add(out, name, size, err) < 0 || am_buf_add(out, "", 1, err) < 0)
        return -1;
    return am_buf_add(out, value, strlen(value) + 1, err);
}

int am_macros_put(const struct am_macros *macros, enum am_mta_stage stage,
                  const struct am_macro_scope *scope, struct am_buf *out,
                  struct am_err *err)
{
    static const char blanks[] = " ,\t";
    const char *p = macros->names[stage] + strspn(macros->names[stage], blanks);

    while (*p != '\0') {
        size_t size = strcspn(p, blanks);
        if (put_one(p, size, scope, out, err) < 0)
            return -1;
        p += size;
        p += strspn(p, blanks);
    }
    return 0;
}
