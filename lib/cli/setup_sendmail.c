/*
 * setup_sendmail - the plan for Sendmail: see setup.h.  Without F= a filter
 * that fails is passed over, so the line has none.
 */
#include <stdio.h>
#include <string.h>

#include "cli/setup.h"
#include "mta/sendmail_cf.h"

#define TIMES "T=C:2s;S:5s;R:5s;E:20s"

/* "S=local:/path", or for a port "S=inet:port@host", as libmilter says it. */
static const char *socket_equate(const struct am_setup *setup, char *text,
                                 size_t size)
{
    const char *where = strchr(setup->socket, ':');

    if (where != NULL && strncmp(setup->socket, "unix:", 5) == 0) {
        snprintf(text, size, "S=local%s", where);
    } else {
        snprintf(text, size, "S=%s", setup->socket);
    }
    return text;
}

static void plan_filter(struct am_setup *setup, const struct am_sendmail_cf *cf)
{
    char equate[AM_SETUP_PATH_SIZE + 16];

    socket_equate(setup, equate, sizeof(equate));
    for (size_t i = 0; i < cf->equates.count; i++) {
        const char *found = strstr(cf->equates.words[i].text, equate);
        if (found != NULL && strchr(", \t", found[strlen(equate)]) != NULL)
            return; /* it is there */
    }
    snprintf(setup->filter_line, sizeof(setup->filter_line),
             "INPUT_MAIL_FILTER(`attachmeter', `%.400s, " TIMES "')dnl",
             equate);
}

/* Is the order of filters fixed?  m4 then calls no filter but those named. */
static int look_at_mc(void *context, char *line, struct am_err *err)
{
    struct am_setup *setup = context;
    const char *define = strstr(line, "confINPUT_MAIL_FILTERS");
    const char *comment = strstr(line, "dnl");

    if (define == NULL || (comment != NULL && comment < define))
        return 0;
    const char *value = strchr(define, ',');
    value = value != NULL ? value + strspn(value, ", \t`") : "";
    char order[256];
    snprintf(order, sizeof(order), "%.*s", (int)strcspn(value, "')"), value);
    return am_findings_add(&setup->findings, AM_FINDING_ORDER, order, NULL,
                           err);
}

static int take_cf(struct am_setup *setup, const struct am_sendmail_cf *cf,
                   struct am_err *err)
{
    for (size_t i = 0; i < cf->hosts.count; i++) {
        if (am_setup_add_domain(setup, cf->hosts.words[i].text,
                                AM_SETUP_DELIVERED, err) < 0)
            return -1;
    }
    for (size_t i = 0; i < cf->unreadable.count; i++) {
        if (am_findings_add(&setup->findings, AM_FINDING_UNREADABLE,
                            cf->unreadable.words[i].text, NULL, err) < 0)
            return -1;
    }
    for (size_t i = 0; i < cf->aliases.count; i++) {
        if (am_setup_add_lists(setup, cf->aliases.words[i].text,
                               AM_ALIASES_LOCAL, err) < 0)
            return -1;
    }
    plan_filter(setup, cf);
    return 0;
}

int am_setup_sendmail(struct am_setup *setup, const char *cf_path,
                      const char *mc, struct am_err *err)
{
    const char *where = strchr(setup->settings->socket, ':');
    struct am_sendmail_cf cf;

    snprintf(setup->socket, sizeof(setup->socket), "%s",
             setup->settings->socket);
    if (where != NULL && where[1] == '/') {
        snprintf(setup->socket_dir, sizeof(setup->socket_dir), "%s", where + 1);
        *strrchr(setup->socket_dir, '/') = '\0';
    }
    int result = am_sendmail_cf_read(&cf, cf_path, err);
    if (result == 0)
        result = take_cf(setup, &cf, err);
    am_sendmail_cf_free(&cf);
    if (result == 0 && mc != NULL)
        result = am_words_read_file(mc, look_at_mc, setup, err);
    return result < 0 ? -1 : am_setup_settle(setup, cf_path, err);
}
