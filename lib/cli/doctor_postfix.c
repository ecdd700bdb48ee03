/*
 * doctor_postfix - does a Postfix ask the daemon, in a way that lets mail pass
 * when the daemon fails, and can it reach the socket: see doctor.h.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "cli/doctor.h"
#include "cli/findings.h"
#include "cli/reaching.h"
#include "cli/setup.h"
#include "mta/milters.h"

#define LIST_SIZE 8192
#define MOST_S    30 /* what a daemon that hangs may hold a message */

/* An instance under examination. */
struct patient {
    struct am_doctor *doctor;
    const struct am_postfix *postfix;
    char *list; /* smtpd_milters, expanded */
    struct am_milter_entry entry;
    char mend[2 * LIST_SIZE]; /* the command that puts our entry right */
};

static void unknown(struct am_doctor *doctor, const char *name,
                    const struct am_err *err)
{
    am_checks_add(doctor->checks, name, AM_VERDICT_UNKNOWN, "%s", err->text);
}

/* "postconf -e 'smtpd_milters = ...'", if the entry stands there itself. */
static void find_mend(struct patient *patient)
{
    const struct am_postfix *postfix = patient->postfix;
    char right[LIST_SIZE];
    char option[300];
    char *written = NULL;

    snprintf(patient->mend, sizeof(patient->mend),
             "attachmeter setup postfix --apply");
    if (am_postfix_value(postfix, "smtpd_milters", AM_POSTFIX_WRITTEN, &written,
                         NULL) < 0)
        return;
    am_setup_list(written, patient->doctor->settings->socket, postfix, right,
                  sizeof(right));
    am_finding_option(postfix->dir, option, sizeof(option));
    if (strchr(written, '\'') == NULL) {
        snprintf(patient->mend, sizeof(patient->mend),
                 "postconf %s-e 'smtpd_milters = %s' && postfix %sreload",
                 option, right, option);
    }
    free(written);
}

static struct am_check *add(const struct patient *patient, const char *name,
                            bool good, enum am_verdict bad, const char *text)
{
    struct am_check *check =
        am_checks_add(patient->doctor->checks, name, good ? AM_VERDICT_OK : bad,
                      "%s: %s", patient->postfix->dir, text);

    if (!good)
        am_check_fix(check, "%s", patient->mend);
    return check;
}

/* ---- our entry ---- */

static int setting_of(const struct patient *patient, const char *name,
                      char *value, size_t size)
{
    char *text = NULL;

    if (am_postfix_value(patient->postfix, name, AM_POSTFIX_EXPANDED, &text,
                         NULL) < 0)
        return -1;
    snprintf(value, size, "%s", text);
    free(text);
    return 0;
}

static void check_action(const struct patient *patient)
{
    char action[AM_MILTER_ACTION_SIZE];
    char text[256];

    snprintf(action, sizeof(action), "%s", patient->entry.action);
    if (action[0] == '\0' && setting_of(patient, "milter_default_action",
                                        action, sizeof(action)) < 0)
        return;
    bool passes = strcmp(action, "accept") == 0;
    snprintf(text, sizeof(text),
             passes ? _("default_action is %s: mail passes when the daemon is "
                        "down")
                    : _("default_action is %s: mail does not pass when the "
                        "daemon is down"),
             action);
    add(patient, "action", passes, AM_VERDICT_FAILED, text);
}

static int64_t timeout_of(const struct patient *patient, int64_t own,
                          const char *name)
{
    char value[64];

    if (own >= 0)
        return own;
    return setting_of(patient, name, value, sizeof(value)) < 0
               ? -1
               : am_milters_time_s(value);
}

static void check_timeouts(const struct patient *patient)
{
    const struct am_milter_entry *entry = &patient->entry;
    int64_t connect_s =
        timeout_of(patient, entry->connect_s, "milter_connect_timeout");
    int64_t command_s =
        timeout_of(patient, entry->command_s, "milter_command_timeout");
    int64_t content_s =
        timeout_of(patient, entry->content_s, "milter_content_timeout");
    int64_t most_s = connect_s + command_s + content_s;
    char text[256];

    snprintf(text, sizeof(text),
             _("a daemon that hangs holds a message for at most %lld s "
               "(connect %lld, command %lld, content %lld)"),
             (long long)most_s, (long long)connect_s, (long long)command_s,
             (long long)content_s);
    add(patient, "timeouts", most_s <= MOST_S, AM_VERDICT_NOTE, text);
}

static void check_position(const struct patient *patient)
{
    struct am_milter_entry next;
    bool last = !am_milters_next(patient->list, patient->entry.end, &next);

    add(patient, "position", last, AM_VERDICT_NOTE,
        last ? _("last of the milters")
             : _("other milters come after it: what they refuse or change is "
                 "measured as it was before"));
}

static bool has_ours(const struct patient *patient, const char *name)
{
    struct am_milter_entry entry;
    char list[LIST_SIZE];

    return setting_of(patient, name, list, sizeof(list)) == 0 &&
           am_postfix_find_milter(patient->postfix, list,
                                  patient->doctor->settings->socket,
                                  &entry) == AM_MILTER_OURS;
}

/* 1: it is there; 0: it is not, which was said. */
static int check_entry(struct patient *patient)
{
    const char *socket = patient->doctor->settings->socket;
    enum am_milter_place place = am_postfix_find_milter(
        patient->postfix, patient->list, socket, &patient->entry);
    bool chrooted = am_postfix_is_chrooted(patient->postfix, "smtpd");
    char text[AM_MILTER_NAME_SIZE + 512];

    if (place == AM_MILTER_OURS) {
        snprintf(text, sizeof(text), _("smtpd_milters has %s"),
                 patient->entry.name);
        add(patient, "postfix", true, AM_VERDICT_FAILED, text);
        return 1;
    }
    if (place == AM_MILTER_OTHER) {
        am_check_fix(add(patient, "postfix", false, AM_VERDICT_FAILED,
                         _("attachmeter is not in smtpd_milters")),
                     _("attachmeter setup postfix (with --apply it makes the "
                       "change)"));
        return 0;
    }
    if (chrooted && am_milters_compare(patient->entry.name, socket,
                                       patient->postfix->queue_dir,
                                       false) == AM_MILTER_OURS) {
        snprintf(text, sizeof(text),
                 _("smtpd runs in a chroot (master.cf), from where %s does "
                   "not lead to the socket"),
                 patient->entry.name);
        add(patient, "chroot", false, AM_VERDICT_FAILED, text);
        return 0;
    }
    snprintf(text, sizeof(text),
             _("smtpd_milters has %s, but the daemon's socket is %.200s"),
             patient->entry.name, socket);
    add(patient, "postfix", false, AM_VERDICT_FAILED, text);
    return 0;
}

static void check_local_mail(const struct patient *patient, bool by_pipe)
{
    bool ours = has_ours(patient, "non_smtpd_milters");

    if (by_pipe && ours) {
        struct am_check *check =
            add(patient, "local-mail", false, AM_VERDICT_FAILED,
                _("a content filter gives its mail back by sendmail(1), and "
                  "non_smtpd_milters sees it a second time"));
        am_check_fix(check, _("take attachmeter out of non_smtpd_milters"));
        return;
    }
    if (by_pipe || ours) {
        add(patient, "local-mail", true, AM_VERDICT_NOTE,
            ours ? _("non_smtpd_milters has it, too")
                 : _("not measured: a content filter's mail comes that way"));
        return;
    }
    struct am_check *check =
        add(patient, "local-mail", false, AM_VERDICT_NOTE,
            _("mail that is submitted by sendmail(1) is not measured"));
    am_check_fix(check, "attachmeter setup postfix --apply");
}

/* ---- services, and the way to the socket ---- */

static bool check_services(const struct patient *patient)
{
    struct am_findings findings = {0};
    char text[512];
    bool by_pipe = false;
    struct am_err err;

    if (am_findings_of_services(&findings, patient->postfix,
                                patient->doctor->settings->socket, &err) < 0) {
        unknown(patient->doctor, "services", &err);
        am_findings_free(&findings);
        return false;
    }
    for (size_t i = 0; i < findings.count; i++) {
        const struct am_finding *finding = &findings.items[i];
        bool twice = finding->kind == AM_FINDING_FILTER_TWICE;
        by_pipe |= finding->kind == AM_FINDING_PIPE_FILTER;
        if (finding->kind == AM_FINDING_PIPE_FILTER)
            continue;
        struct am_check *check =
            add(patient, "services", false,
                twice ? AM_VERDICT_FAILED : AM_VERDICT_NOTE,
                am_finding_text(finding, text, sizeof(text)));
        am_check_fix(check, "%s", finding->fix);
    }
    if (findings.count == 0) {
        add(patient, "services", true, AM_VERDICT_NOTE,
            _("no content filter gives mail back to it, no service has other "
              "milters"));
    }
    am_findings_free(&findings);
    return by_pipe;
}

static const char *why_not(int error_number, char *text, size_t size)
{
    if (error_number == ECONNREFUSED) {
        snprintf(text, size, "%s", _("nobody listens there"));
    } else if (strerror_r(error_number, text, size) != 0) {
        snprintf(text, size, "%d", error_number);
    }
    return text;
}

static void fix_socket(const struct patient *patient, int error_number,
                       struct am_check *check)
{
    const char *path = strchr(patient->doctor->settings->socket, ':') + 1;
    const char *slash = strrchr(path, '/');
    int size = slash != NULL ? (int)(slash - path) : 0;

    if (error_number == EACCES) {
        am_check_fix(check,
                     "chgrp $(id -gn %s) %.*s %s && chmod 2750 %.*s && "
                     "chmod 0660 %s",
                     patient->postfix->mail_owner, size, path, path, size, path,
                     path);
    } else {
        am_check_fix(check, _("start attachmeterd"));
    }
}

/* As smtpd does it: as its user, from the queue directory, in its chroot. */
static void check_socket(const struct patient *patient, bool in_chroot)
{
    const char *user = patient->postfix->mail_owner;
    const char *colon = strchr(patient->entry.name, ':');
    const struct am_reach reach = {
        .user = user,
        .dir = patient->postfix->queue_dir,
        .in_chroot = in_chroot,
        .path = colon != NULL ? colon + 1 : "",
    };
    char reason[256];
    char text[768];
    bool tried = false;
    struct am_err err;
    int result = 0;

    if (strncmp(patient->entry.name, "unix:", 5) != 0)
        return;
    result = am_reaching_try(&reach, &tried, &err);
    if (result < 0) {
        unknown(patient->doctor, "socket", &err);
        return;
    }
    if (result == 0) {
        snprintf(text, sizeof(text),
                 tried ? _("%s reaches %s%s")
                       : _("by its mode %s reaches %s%s (root would try it)"),
                 user, reach.path, in_chroot ? _(", in the chroot") : "");
        add(patient, "socket", true, AM_VERDICT_FAILED, text);
        return;
    }
    snprintf(text, sizeof(text), _("%s does not reach %s%s: %s"), user,
             reach.path, in_chroot ? _(", in the chroot") : "",
             why_not(result, reason, sizeof(reason)));
    fix_socket(patient, result,
               add(patient, "socket", false, AM_VERDICT_FAILED, text));
}

static void examine(struct am_doctor *doctor, const struct am_postfix *postfix)
{
    struct patient patient = {.doctor = doctor, .postfix = postfix};
    struct am_err err;

    if (am_postfix_value(postfix, "smtpd_milters", AM_POSTFIX_EXPANDED,
                         &patient.list, &err) < 0) {
        unknown(doctor, "postfix", &err);
        return;
    }
    find_mend(&patient);
    if (check_entry(&patient)) {
        check_action(&patient);
        check_timeouts(&patient);
        check_position(&patient);
        check_socket(&patient, am_postfix_is_chrooted(postfix, "smtpd"));
        check_local_mail(&patient, check_services(&patient));
    }
    free(patient.list);
}

void am_doctor_postfix(struct am_doctor *doctor, const char *dir)
{
    struct am_postfix postfix;
    struct am_err err;

    if (am_postfix_open(&postfix, dir, &err) < 0) {
        unknown(doctor, "postfix", &err);
        return;
    }
    examine(doctor, &postfix);
    am_postfix_close(&postfix);
}
