/* findings - see findings.h. */
#include "cli/findings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "mta/milters.h"

static const struct {
    const char *name, *text; /* one %s: the subject */
} kinds[AM_FINDING_COUNT] = {
    [AM_FINDING_FILTER_TWICE] =
        {"filter_twice",
         N_("a content filter gives its mail back to %s, where a milter would "
            "see it a second time")},
    [AM_FINDING_PIPE_FILTER] =
        {"pipe_filter",
         N_("the content filter %s gives its mail back by sendmail(1): "
            "non_smtpd_milters would see it a second time and is left alone")},
    [AM_FINDING_PROXY_FILTER] =
        {"proxy_filter",
         N_("%s has an smtpd_proxy_filter: milters see no content there; put "
            "the milter on the smtpd behind the filter")},
    [AM_FINDING_OVERRIDE] =
        {"override",
         N_("%s has a list of milters of its own in master.cf: mail that comes "
            "in there is not measured")},
    [AM_FINDING_CHROOT] =
        {"chroot",
         N_("%s runs in a chroot, from where an absolute path does not lead to "
            "the socket")},
    [AM_FINDING_INSTANCES] =
        {"instances",
         N_("%s instances: mail that goes through two of them is seen twice "
            "(and counted once, if it was not changed between them); best add "
            "the milter only where mail comes in")},
    [AM_FINDING_TABLE] =
        {"table",
         N_("%s cannot be listed: name the domains that it may hold by "
            "--domain, each is looked up")},
    [AM_FINDING_SUBDOMAINS] =
        {"subdomains",
         N_("%s stands for all names below it: name those in use by "
            "local_domains")},
    [AM_FINDING_UNREADABLE] = {"unreadable", N_("%s cannot be read")},
    [AM_FINDING_RELAYED] =
        {"relayed",
         N_("relay_domains (%s) are taken for ours: take out those whose "
            "mailboxes are not yours")},
    [AM_FINDING_NO_DOMAINS] =
        {"no_domains",
         N_("no domain was found in %s: name yours in local_domains, or it is "
            "the MTA's word for a recipient that decides")},
    [AM_FINDING_ORDER] =
        {"order",
         N_("confINPUT_MAIL_FILTERS is defined (%s): add attachmeter at its "
            "end, or the filter is not called")},
};

void am_findings_free(struct am_findings *findings)
{
    free(findings->items);
    *findings = (struct am_findings){0};
}

const char *am_finding_name(enum am_finding_kind kind)
{
    return kinds[kind].name;
}

const char *am_finding_text(const struct am_finding *finding, char *text,
                            size_t size)
{
    const char *sentence = _(kinds[finding->kind].text);
    const char *hole = strstr(sentence, "%s");

    if (hole == NULL) {
        snprintf(text, size, "%s", sentence);
    } else {
        snprintf(text, size, "%.*s%s%s", (int)(hole - sentence), sentence,
                 finding->subject, hole + 2);
    }
    return text;
}

int am_findings_add(struct am_findings *findings, enum am_finding_kind kind,
                    const char *subject, const char *fix, struct am_err *err)
{
    struct am_finding *more = NULL;
    size_t n = findings->count;

    for (size_t i = 0; i < n; i++) {
        if (findings->items[i].kind == kind &&
            strcmp(findings->items[i].subject, subject) == 0)
            return 0;
    }
    more = realloc(findings->items, (n + 1) * sizeof(*more));
    if (more == NULL)
        return am_fail(err, AM_ENOMEM, "no memory");
    findings->items = more;
    more[n].kind = kind;
    snprintf(more[n].subject, sizeof(more[n].subject), "%s", subject);
    snprintf(more[n].fix, sizeof(more[n].fix), "%s", fix != NULL ? fix : "");
    findings->count = n + 1;
    return 0;
}

const char *am_finding_option(const char *dir, char *text, size_t size)
{
    text[0] = '\0';
    if (strcmp(dir, AM_POSTFIX_DIR) != 0)
        snprintf(text, size, "-c %s ", dir);
    return text;
}

/* ---- services ---- */

/* What is known of an instance while its services are gone through. */
struct survey {
    struct am_findings *findings;
    const struct am_postfix *postfix;
    const char *socket;
    bool filtered; /* some smtpd has a content filter */
};

static int read_value(const struct survey *survey,
                      const struct am_postfix_service *service,
                      const char *name, char *value, size_t size,
                      struct am_err *err)
{
    char *text = NULL;

    if (am_postfix_service_value(survey->postfix, service, name, &text, err) <
        0)
        return -1;
    snprintf(value, size, "%s", text);
    free(text);
    return 0;
}

static bool has_ours(const struct survey *survey,
                     const struct am_postfix_service *service,
                     const char *milters)
{
    struct am_milter_entry entry = {.end = 0};

    while (am_milters_next(milters, entry.end, &entry)) {
        if (am_milters_compare(entry.name, survey->socket,
                               survey->postfix->queue_dir,
                               service->in_chroot) == AM_MILTER_OURS)
            return true;
    }
    return false;
}

/* Does a filter hand its mail back here, rather than clients their own? */
static bool takes_back(const struct am_postfix_service *service,
                       bool overridden)
{
    static const char *const hosts[] = {"127.", "localhost:", "[::1]:", "::1:"};

    for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
        if (strncmp(service->name, hosts[i], strlen(hosts[i])) == 0)
            return true;
    }
    return overridden;
}

/* The transport of "filter:dummy" is a line of master.cf; by pipe(8)? */
static int look_at_filter(const struct survey *survey, const char *filter,
                          struct am_err *err)
{
    size_t size = strcspn(filter, ":");

    for (size_t i = 0; i < survey->postfix->service_count; i++) {
        const struct am_postfix_service *service =
            &survey->postfix->services[i];
        if (strlen(service->name) == size &&
            strncmp(service->name, filter, size) == 0 &&
            strcmp(service->command, "pipe") == 0) {
            return am_findings_add(survey->findings, AM_FINDING_PIPE_FILTER,
                                   service->name, NULL, err);
        }
    }
    return 0;
}

static int add_twice(const struct survey *survey,
                     const struct am_postfix_service *service,
                     const char *options, struct am_err *err)
{
    char name[AM_POSTFIX_ID_SIZE];
    char fix[1024];
    char option[300];

    am_postfix_id(service, name);
    snprintf(fix, sizeof(fix),
             "postconf %s-P '%s/receive_override_options=%.300s%sno_milters'",
             am_finding_option(survey->postfix->dir, option, sizeof(option)),
             name, options, options[0] != '\0' ? "," : "");
    return am_findings_add(survey->findings, AM_FINDING_FILTER_TWICE, name, fix,
                           err);
}

static int look_at_smtpd(const struct survey *survey,
                         const struct am_postfix_service *service,
                         struct am_err *err)
{
    char filter[512];
    char options[512];
    char milters[4096];
    char name[AM_POSTFIX_ID_SIZE];
    char unused[8];

    if (read_value(survey, service, "content_filter", filter, sizeof(filter),
                   err) < 0 ||
        read_value(survey, service, "receive_override_options", options,
                   sizeof(options), err) < 0 ||
        read_value(survey, service, "smtpd_milters", milters, sizeof(milters),
                   err) < 0)
        return -1;
    bool own_filter = am_postfix_override(
        survey->postfix, service, "content_filter", unused, sizeof(unused));
    bool own_list = am_postfix_override(
        survey->postfix, service, "smtpd_milters", unused, sizeof(unused));
    bool is_ours = !own_list || has_ours(survey, service, milters);
    bool is_back = survey->filtered && filter[0] == '\0' &&
                   takes_back(service, own_filter);
    if (is_back) {
        return is_ours && strstr(options, "no_milters") == NULL
                   ? add_twice(survey, service, options, err)
                   : 0;
    }
    if (is_ours)
        return 0;
    am_postfix_id(service, name);
    return am_findings_add(survey->findings, AM_FINDING_OVERRIDE, name, NULL,
                           err);
}

static int look_for_filters(struct survey *survey,
                            const struct am_postfix_service *service,
                            struct am_err *err)
{
    char value[512];
    char name[AM_POSTFIX_ID_SIZE];

    if (read_value(survey, service, "content_filter", value, sizeof(value),
                   err) < 0)
        return -1;
    if (value[0] != '\0') {
        survey->filtered = true;
        if (look_at_filter(survey, value, err) < 0)
            return -1;
    }
    if (read_value(survey, service, "smtpd_proxy_filter", value, sizeof(value),
                   err) < 0)
        return -1;
    if (value[0] == '\0')
        return 0;
    am_postfix_id(service, name);
    return am_findings_add(survey->findings, AM_FINDING_PROXY_FILTER, name,
                           NULL, err);
}

int am_findings_of_services(struct am_findings *findings,
                            const struct am_postfix *postfix,
                            const char *socket, struct am_err *err)
{
    struct survey survey = {findings, postfix, socket, false};

    for (size_t i = 0; i < postfix->service_count; i++) {
        if (strcmp(postfix->services[i].command, "smtpd") == 0 &&
            look_for_filters(&survey, &postfix->services[i], err) < 0)
            return -1;
    }
    for (size_t i = 0; i < postfix->service_count; i++) {
        if (strcmp(postfix->services[i].command, "smtpd") == 0 &&
            look_at_smtpd(&survey, &postfix->services[i], err) < 0)
            return -1;
    }
    return 0;
}
