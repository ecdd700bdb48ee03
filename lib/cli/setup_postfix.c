/* setup_postfix - the plan for Postfix: see setup.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/setup.h"
#include "mta/milters.h"

#define DIR_NAME    "attachmeter"
#define SOCKET_NAME "attachmeter.sock"
#define ENTRY_SIZE  (AM_SETUP_PATH_SIZE + 256)
#define OPTIONS                             \
 "connect_timeout=1s, command_timeout=5s, " \
 "content_timeout=20s, default_action=accept"

/* ---- the socket, as the configuration should have it ---- */

static bool is_below(const char *path, const char *dir)
{
    size_t size = strlen(dir);

    return strncmp(path, dir, size) == 0 && path[size] == '/';
}

/* The configured socket if a queue directory has it, or if it is a port; else
 * one in the queue directory of the first instance. */
static void choose_socket(struct am_setup *setup)
{
    const char *configured = setup->settings->socket;
    const char *colon = strchr(configured, ':');
    bool fits = strncmp(configured, "inet", 4) == 0;

    for (size_t i = 0; i < setup->instance_count && !fits; i++) {
        fits = colon != NULL &&
               is_below(colon + 1, setup->instances[i].postfix.queue_dir);
    }
    if (fits) {
        snprintf(setup->socket, sizeof(setup->socket), "%s", configured);
    } else {
        snprintf(setup->socket, sizeof(setup->socket),
                 "unix:%s/" DIR_NAME "/" SOCKET_NAME,
                 setup->instances[0].postfix.queue_dir);
    }
    if (strncmp(setup->socket, "inet", 4) == 0)
        return;
    snprintf(setup->socket_dir, sizeof(setup->socket_dir), "%s",
             strchr(setup->socket, ':') + 1);
    *strrchr(setup->socket_dir, '/') = '\0';
}

static int warn_of_chroot(struct am_setup *setup,
                          const struct am_postfix *postfix, struct am_err *err)
{
    char name[AM_POSTFIX_ID_SIZE];
    char fix[512];
    char option[300];

    for (size_t i = 0; i < postfix->service_count; i++) {
        const struct am_postfix_service *service = &postfix->services[i];
        bool asks = strcmp(service->command, "smtpd") == 0 ||
                    strcmp(service->command, "cleanup") == 0;
        if (!asks || !service->in_chroot)
            continue;
        am_postfix_id(service, name);
        snprintf(fix, sizeof(fix), "postconf %s-F '%.250s/chroot=n'",
                 am_finding_option(postfix->dir, option, sizeof(option)), name);
        if (am_findings_add(&setup->findings, AM_FINDING_CHROOT, name, fix,
                            err) < 0)
            return -1;
    }
    return 0;
}

bool am_setup_entry(const char *socket, const struct am_postfix *postfix,
                    char *entry, size_t size)
{
    const char *where = strchr(socket, ':') + 1;
    const char *at = strchr(where, '@');

    if (strncmp(socket, "inet", 4) == 0) {
        snprintf(entry, size, "{ inet:%s:%.*s, " OPTIONS " }",
                 at != NULL ? at + 1 : "localhost", (int)strcspn(where, "@"),
                 where);
        return false;
    }
    bool below = is_below(where, postfix->queue_dir);
    snprintf(entry, size, "{ unix:%s, " OPTIONS " }",
             below ? where + strlen(postfix->queue_dir) + 1 : where);
    return !below;
}

/* ---- the settings ---- */

static bool has_place(const struct am_setup *setup,
                      const struct am_postfix *postfix, const char *list,
                      enum am_milter_place place)
{
    struct am_milter_entry entry;

    return am_postfix_find_milter(postfix, list, setup->socket, &entry) ==
           place;
}

void am_setup_list(const char *list, const char *socket,
                   const struct am_postfix *postfix, char *out, size_t size)
{
    char entry[ENTRY_SIZE];
    struct am_milter_entry stale;
    size_t used = 0;

    am_setup_entry(socket, postfix, entry, sizeof(entry));
    if (am_postfix_find_milter(postfix, list, socket, &stale) !=
        AM_MILTER_OTHER) {
        am_milters_without(list, &stale, out, size);
    } else {
        snprintf(out, size, "%s", list);
    }
    used = strlen(out);
    snprintf(out + used, size - used, "%s%s", used > 0 ? ", " : "", entry);
}

/* Our milter behind those that are there, an older entry of ours taken out. */
static int add_edit(struct am_setup *setup, struct am_setup_instance *instance,
                    const char *name, struct am_err *err)
{
    struct am_setup_edit *edit = &instance->edits[instance->edit_count];
    char *old = NULL;
    bool was_set = false;

    if (am_postfix_has(&instance->postfix, name, &was_set, err) < 0 ||
        am_postfix_value(&instance->postfix, name, AM_POSTFIX_WRITTEN, &old,
                         err) < 0)
        return -1;
    size_t size = strlen(old) + ENTRY_SIZE;
    char *new = malloc(size);
    if (new == NULL) {
        free(old);
        return am_fail(err, AM_ENOMEM, "no memory");
    }
    am_setup_list(old, setup->socket, &instance->postfix, new, size);
    *edit = (struct am_setup_edit){name, was_set, old, new};
    instance->edit_count++;
    return 0;
}

/* Would mail that is submitted locally meet our milter by $smtpd_milters? */
static int is_local_done(const struct am_setup *setup,
                         const struct am_postfix *postfix, const char *entry,
                         bool *done, struct am_err *err)
{
    char *list = NULL;

    if (am_postfix_value_if(postfix, "non_smtpd_milters", "smtpd_milters",
                            entry, &list, err) < 0)
        return -1;
    *done = has_place(setup, postfix, list, AM_MILTER_OURS);
    free(list);
    return 0;
}

static bool has_finding(const struct am_findings *findings,
                        enum am_finding_kind kind)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->items[i].kind == kind)
            return true;
    }
    return false;
}

static int plan_instance(struct am_setup *setup,
                         struct am_setup_instance *instance, struct am_err *err)
{
    const struct am_postfix *postfix = &instance->postfix;
    char entry[ENTRY_SIZE];
    char *list = NULL;
    bool local_done = false;

    if (am_setup_entry(setup->socket, postfix, entry, sizeof(entry)) &&
        warn_of_chroot(setup, postfix, err) < 0)
        return -1;
    if (am_findings_of_services(&setup->findings, postfix, setup->socket, err) <
        0)
        return -1;
    if (am_postfix_value(postfix, "smtpd_milters", AM_POSTFIX_EXPANDED, &list,
                         err) < 0)
        return -1;
    bool done = has_place(setup, postfix, list, AM_MILTER_OURS);
    free(list);
    if (!done && add_edit(setup, instance, "smtpd_milters", err) < 0)
        return -1;
    if (is_local_done(setup, postfix, entry, &local_done, err) < 0)
        return -1;
    if (local_done || has_finding(&setup->findings, AM_FINDING_PIPE_FILTER))
        return 0;
    return add_edit(setup, instance, "non_smtpd_milters", err);
}

/* ---- the instances ---- */

static int add_instance(struct am_setup *setup, const char *dir,
                        struct am_err *err)
{
    size_t n = setup->instance_count;
    struct am_setup_instance *more =
        realloc(setup->instances, (n + 1) * sizeof(*more));

    if (more == NULL)
        return am_fail(err, AM_ENOMEM, "no memory");
    setup->instances = more;
    more[n] = (struct am_setup_instance){.edit_count = 0};
    if (am_postfix_open(&more[n].postfix, dir, err) < 0)
        return -1;
    setup->instance_count = n + 1;
    return 0;
}

static int open_instances(struct am_setup *setup, const char *dir,
                          struct am_err *err)
{
    struct am_words dirs = {0};
    char count[32];
    int result = 0;

    if (dir != NULL)
        return add_instance(setup, dir, err);
    result = am_postfix_list(&dirs, err);
    for (size_t i = 0; i < dirs.count && result == 0; i++) {
        /* the first one is there even where it is "not enabled" */
        if (i == 0 || dirs.words[i].number == 1)
            result = add_instance(setup, dirs.words[i].text, err);
    }
    am_words_free(&dirs);
    if (result < 0 || setup->instance_count < 2)
        return result;
    snprintf(count, sizeof(count), "%zu", setup->instance_count);
    return am_findings_add(&setup->findings, AM_FINDING_INSTANCES, count, NULL,
                           err);
}

int am_setup_postfix(struct am_setup *setup, const char *dir,
                     struct am_err *err)
{
    if (open_instances(setup, dir, err) < 0)
        return -1;
    choose_socket(setup);
    for (size_t i = 0; i < setup->instance_count; i++) {
        if (plan_instance(setup, &setup->instances[i], err) < 0 ||
            am_setup_take_domains(setup, &setup->instances[i].postfix, err) < 0)
            return -1;
    }
    return am_setup_settle(setup, "main.cf", err);
}

void am_setup_free(struct am_setup *setup)
{
    for (size_t i = 0; i < setup->instance_count; i++) {
        struct am_setup_instance *instance = &setup->instances[i];
        for (size_t n = 0; n < instance->edit_count; n++) {
            free(instance->edits[n].old);
            free(instance->edits[n].new);
        }
        am_postfix_close(&instance->postfix);
    }
    free(setup->instances);
    am_words_free(&setup->domains);
    am_words_free(&setup->lists);
    am_findings_free(&setup->findings);
}
