/*
 * setup_print - a plan for people and for programs: see setup.h.
 *
 * Commands are to be pasted into a shell: what came from the MTA stands in
 * single quotes.
 */
#include <grp.h>
#include <jansson.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/setting.h"
#include "cli/options.h"
#include "cli/setup.h"
#include "cli/setup_apply.h"
#include "report/json.h"
#include "report/words.h"

#define FEW       20 /* domains that stand in the list itself */
#define CONF_DIR  "/etc/attachmeter"
#define LINE_SIZE 16384
#define INDENT    "    "

/* ---- commands ---- */

/* The group that smtpd runs with: the one of its user. */
static const char *group_of(const char *user, char *name, size_t size)
{
    struct passwd entry;
    struct passwd *found = NULL;
    struct group group;
    struct group *found_group = NULL;
    char strings[1024];
    char more[4096];

    snprintf(name, size, "%s", user);
    if (getpwnam_r(user, &entry, strings, sizeof(strings), &found) == 0 &&
        found != NULL &&
        getgrgid_r(found->pw_gid, &group, more, sizeof(more), &found_group) ==
            0 &&
        found_group != NULL)
        snprintf(name, size, "%s", found_group->gr_name);
    return name;
}

/* "": the socket is no file, or it is Sendmail's affair. */
static const char *directory_command(const struct am_setup *setup, char *line,
                                     size_t size)
{
    char group[64];

    line[0] = '\0';
    if (setup->socket_dir[0] == '\0')
        return line;
    if (setup->instance_count == 0) {
        snprintf(line, size, "install -d -o " AM_SETUP_USER " -m 0750 %s",
                 setup->socket_dir);
    } else {
        snprintf(line, size, "install -d -o " AM_SETUP_USER " -g %s -m 2750 %s",
                 group_of(setup->instances[0].postfix.mail_owner, group,
                          sizeof(group)),
                 setup->socket_dir);
    }
    return line;
}

/* 'text' as a shell takes it. */
static void quote(const char *text, char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (; *text != '\0' && used + 6 < size; text++) {
        used += (size_t)snprintf(out + used, size - used,
                                 *text == '\'' ? "'\\''" : "%c", *text);
    }
}

static const char *edit_command(const struct am_postfix *postfix,
                                const struct am_setup_edit *edit, bool undo,
                                char *line, size_t size)
{
    char option[300];
    char value[LINE_SIZE / 2];

    am_finding_option(postfix->dir, option, sizeof(option));
    if (undo && !edit->was_set) {
        snprintf(line, size, "postconf %s-X %s", option, edit->name);
    } else {
        quote(undo ? edit->old : edit->new, value, sizeof(value));
        snprintf(line, size, "postconf %s-e '%s = %s'", option, edit->name,
                 value);
    }
    return line;
}

static const char *reload_command(const struct am_postfix *postfix, char *line,
                                  size_t size)
{
    char option[300];

    snprintf(line, size, "postfix %sreload",
             am_finding_option(postfix->dir, option, sizeof(option)));
    return line;
}

/* ---- for people ---- */

static void print_step(int *number, const char *text)
{
    printf("%d. ", ++*number);
    am_print_wrapped(stdout, text, 3, 3);
    putchar('\n');
}

static void print_line(const char *text)
{
    fputs(INDENT, stdout);
    am_print_safe(stdout, text);
    putchar('\n');
}

static void print_domains(const struct am_setup *setup)
{
    const char *words[FEW + 1] = {NULL};

    if (setup->domains.count > FEW) {
        puts(INDENT "local_domains = {@" CONF_DIR "/domains}");
        return;
    }
    for (size_t i = 0; i < setup->domains.count; i++)
        words[i] = setup->domains.words[i].text;
    char *text = am_setting_list_text(words);
    printf(INDENT "local_domains = ");
    am_print_safe(stdout, text != NULL ? text : "");
    putchar('\n');
    free(text);
}

static void print_files(const struct am_setup *setup, int *number)
{
    if (setup->domains.count > FEW) {
        print_step(number, _("In /etc/attachmeter/domains, one a line:"));
        for (size_t i = 0; i < setup->domains.count; i++)
            print_line(setup->domains.words[i].text);
        putchar('\n');
    }
    if (setup->lists.count == 0)
        return;
    print_step(
        number,
        _("In /etc/attachmeter/lists, the lists and their members, which are counted before the MTA expands them:"));
    for (size_t i = 0; i < setup->lists.count; i++) {
        const struct am_word *list = &setup->lists.words[i];
        fputs(INDENT, stdout);
        am_print_safe(stdout, list->text);
        printf(" %u\n", list->number);
    }
    putchar('\n');
}

static void print_configuration(const struct am_setup *setup, int *number)
{
    print_step(
        number,
        _("In /etc/attachmeter/attachmeter.conf; look the domains over: mail to them is yours:"));
    printf(INDENT "socket = ");
    am_print_safe(stdout, setup->socket);
    putchar('\n');
    if (setup->domains.count > 0)
        print_domains(setup);
    if (setup->lists.count > 0)
        puts(INDENT "list_sizes = @" CONF_DIR "/lists");
    putchar('\n');
    print_files(setup, number);
}

static void print_edits(const struct am_setup_instance *instance, bool undo)
{
    char line[LINE_SIZE];

    for (size_t i = 0; i < instance->edit_count; i++) {
        print_line(edit_command(&instance->postfix, &instance->edits[i], undo,
                                line, sizeof(line)));
    }
    if (instance->edit_count > 0)
        print_line(reload_command(&instance->postfix, line, sizeof(line)));
}

static size_t count_edits(const struct am_setup *setup)
{
    size_t edits = 0;

    for (size_t i = 0; i < setup->instance_count; i++)
        edits += setup->instances[i].edit_count;
    return edits;
}

static void print_findings(const struct am_setup *setup)
{
    char text[2048];

    if (setup->findings.count == 0)
        return;
    puts(_("To look at:"));
    for (size_t i = 0; i < setup->findings.count; i++) {
        const struct am_finding *finding = &setup->findings.items[i];
        fputs("  - ", stdout);
        am_print_wrapped(stdout, am_finding_text(finding, text, sizeof(text)),
                         4, 4);
        if (finding->fix[0] != '\0')
            print_line(finding->fix);
    }
}

static void print_postfix(const struct am_setup *setup, int *number)
{
    if (count_edits(setup) == 0) {
        print_step(number, _("Postfix asks the daemon already: nothing is to "
                             "be added."));
        return;
    }
    print_step(number,
               _("Start attachmeterd, then add it behind the milters that are "
                 "there (--apply does this, and can undo it):"));
    for (size_t i = 0; i < setup->instance_count; i++)
        print_edits(&setup->instances[i], false);
    putchar('\n');
    puts(_("To undo (what --apply did: --undo):"));
    putchar('\n');
    for (size_t i = 0; i < setup->instance_count; i++)
        print_edits(&setup->instances[i], true);
    putchar('\n');
}

static void print_sendmail(const struct am_setup *setup, int *number)
{
    if (setup->filter_line[0] == '\0') {
        print_step(number, _("Sendmail asks the daemon already: nothing is to "
                             "be added."));
        return;
    }
    print_step(number, _("Start attachmeterd, then add this line to "
                         "sendmail.mc, behind other filters, and make "
                         "sendmail.cf anew (Debian: sendmailconfig):"));
    print_line(setup->filter_line);
    putchar('\n');
    puts(_("To undo: take the line out, make sendmail.cf anew."));
    putchar('\n');
}

void am_setup_print(const struct am_setup *setup)
{
    char line[LINE_SIZE];
    int number = 0;

    puts(_("Nothing is changed by this."));
    putchar('\n');
    if (directory_command(setup, line, sizeof(line))[0] != '\0') {
        print_step(&number, _("The directory of the socket, which the MTA may "
                              "enter and nobody else:"));
        print_line(line);
        putchar('\n');
    }
    print_configuration(setup, &number);
    if (setup->instance_count > 0) {
        print_postfix(setup, &number);
    } else {
        print_sendmail(setup, &number);
    }
    print_findings(setup);
}

/* ---- for programs ---- */

static json_t *words_json(const struct am_words *words, bool numbers)
{
    json_t *list = json_array();

    for (size_t i = 0; i < words->count; i++) {
        json_t *text = am_json_text(words->words[i].text);
        am_json_append(
            &list, numbers ? json_pack("{so sI}", "address", text, "members",
                                       (json_int_t)words->words[i].number)
                           : text);
    }
    return list;
}

static json_t *edits_json(const struct am_setup_instance *instance)
{
    json_t *list = json_array();
    char add[LINE_SIZE];
    char undo[LINE_SIZE];

    for (size_t i = 0; i < instance->edit_count; i++) {
        const struct am_setup_edit *edit = &instance->edits[i];
        edit_command(&instance->postfix, edit, false, add, sizeof(add));
        edit_command(&instance->postfix, edit, true, undo, sizeof(undo));
        am_json_append(
            &list,
            json_pack("{ss so so so so}", "name", edit->name, "old",
                      edit->was_set ? am_json_text(edit->old) : json_null(),
                      "new", am_json_text(edit->new), "add", am_json_text(add),
                      "undo", am_json_text(undo)));
    }
    return list;
}

static json_t *instances_json(const struct am_setup *setup)
{
    json_t *list = json_array();
    char reload[512];

    for (size_t i = 0; i < setup->instance_count; i++) {
        const struct am_setup_instance *instance = &setup->instances[i];
        reload_command(&instance->postfix, reload, sizeof(reload));
        am_json_append(
            &list,
            json_pack("{so so so so}", "directory",
                      am_json_text(instance->postfix.dir), "queue_directory",
                      am_json_text(instance->postfix.queue_dir), "edits",
                      edits_json(instance), "reload", am_json_text(reload)));
    }
    return list;
}

static json_t *findings_json(const struct am_findings *findings)
{
    json_t *list = json_array();

    for (size_t i = 0; i < findings->count; i++) {
        const struct am_finding *finding = &findings->items[i];
        am_json_append(
            &list,
            json_pack("{ss so so}", "finding", am_finding_name(finding->kind),
                      "subject", am_json_text(finding->subject), "fix",
                      finding->fix[0] != '\0' ? am_json_text(finding->fix)
                                              : json_null()));
    }
    return list;
}

int am_setup_print_json(const struct am_setup *setup, struct am_err *err)
{
    char line[LINE_SIZE];

    directory_command(setup, line, sizeof(line));
    return am_json_print(
        json_pack(
            "{ss ss so so so so so so so}", "schema", "attachmeter.setup/1",
            "mta", setup->instance_count > 0 ? "postfix" : "sendmail", "socket",
            am_json_text(setup->socket), "directory_command",
            line[0] != '\0' ? am_json_text(line) : json_null(), "local_domains",
            words_json(&setup->domains, false), "list_sizes",
            words_json(&setup->lists, true), "instances", instances_json(setup),
            "filter_line",
            setup->filter_line[0] != '\0' ? am_json_text(setup->filter_line)
                                          : json_null(),
            "findings", findings_json(&setup->findings)),
        stdout, err);
}
