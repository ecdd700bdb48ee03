/* postfix - see postfix.h. */
#include "cli/postfix.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/language.h"
#include "cli/running.h"

#define OUTPUT_LIMIT ((size_t)16 << 20)
#define BLANKS       " \t"
#define FIELDS       8 /* of a line of master.cf */

/* Run words; its output, without the last line end, into *text. */
static int ask(const char *const *words, char **text, struct am_err *err)
{
    struct am_buf out;
    int status = 0;

    am_buf_init(&out, OUTPUT_LIMIT);
    int result = am_running_read(words, &out, &status, err);
    if (result == 0 && status == 127) {
        result = am_fail(err, AM_ENOTFOUND,
                         _("there is no Postfix here: %s is not installed"),
                         words[0]);
    } else if (result == 0 && status != 0) {
        result = am_fail(err, AM_EIO, "%s %s %s fails with status %d", words[0],
                         words[1], words[1] != NULL ? words[2] : "", status);
    }
    if (result < 0) {
        am_buf_free(&out);
        return -1;
    }
    if (out.size > 0 && out.data[out.size - 1] == '\n')
        out.data[out.size - 1] = '\0';
    *text = (char *)out.data;
    return 0;
}

/* "instance group enabled directory" a line. */
static int take_instances(struct am_words *dirs, char *text, struct am_err *err)
{
    char *rest = NULL;

    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        char *fields[4] = {NULL};
        char *inner = NULL;
        char *field = strtok_r(line, BLANKS, &inner);
        for (int i = 0; i < 4 && field != NULL; i++) {
            fields[i] = field;
            field = strtok_r(NULL, BLANKS, &inner);
        }
        if (fields[3] != NULL &&
            am_words_add(dirs, fields[3], strcmp(fields[2], "y") == 0, err) < 0)
            return -1;
    }
    return 0;
}

int am_postfix_list(struct am_words *dirs, struct am_err *err)
{
    static const char *const words[] = {"postmulti", "-l", NULL};
    char *text = NULL;

    if (ask(words, &text, err) < 0)
        return -1;
    int result = take_instances(dirs, text, err);
    free(text);
    if (result == 0 && dirs->count == 0)
        return am_words_add(dirs, AM_POSTFIX_DIR, 1, err);
    return result;
}

int am_postfix_value(const struct am_postfix *postfix, const char *name,
                     enum am_postfix_form form, char **value,
                     struct am_err *err)
{
    const char *words[] = {
        "postconf",   "-c",
        postfix->dir, form == AM_POSTFIX_EXPANDED ? "-hx" : "-h",
        name,         NULL};

    return ask(words, value, err);
}

int am_postfix_value_if(const struct am_postfix *postfix, const char *name,
                        const char *other, const char *text, char **value,
                        struct am_err *err)
{
    char setting[8192];
    const char *words[] = {"postconf", "-c",    postfix->dir, "-hx",
                           "-o",       setting, name,         NULL};
    int size = snprintf(setting, sizeof(setting), "%s=%s", other, text);

    if (size < 0 || (size_t)size >= sizeof(setting))
        return am_fail(err, AM_EINVAL, _("%s is too long"), other);
    return ask(words, value, err);
}

int am_postfix_has(const struct am_postfix *postfix, const char *name,
                   bool *has, struct am_err *err)
{
    const char *words[] = {"postconf", "-c", postfix->dir, "-n", name, NULL};
    char *text = NULL;

    if (ask(words, &text, err) < 0)
        return -1;
    *has = text[0] != '\0';
    free(text);
    return 0;
}

/* ---- master.cf ---- */

static int take_service(struct am_postfix *postfix, char *line,
                        struct am_err *err)
{
    char *fields[FIELDS] = {NULL};
    char *rest = NULL;
    char *field = strtok_r(line, BLANKS, &rest);
    size_t n = postfix->service_count;

    for (int i = 0; i < FIELDS && field != NULL; i++) {
        fields[i] = field;
        field = strtok_r(NULL, BLANKS, &rest);
    }
    if (fields[FIELDS - 1] == NULL)
        return 0;
    struct am_postfix_service *more =
        realloc(postfix->services, (n + 1) * sizeof(*more));
    if (more == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for master.cf");
    postfix->services = more;
    more[n] = (struct am_postfix_service){
        .name = fields[0],
        .type = fields[1],
        .command = fields[FIELDS - 1],
        .in_chroot = fields[4][0] == '-' ? postfix->chroot_unless_told
                                         : fields[4][0] == 'y',
    };
    postfix->service_count = n + 1;
    return 0;
}

static int take_services(struct am_postfix *postfix, struct am_err *err)
{
    char *rest = NULL;
    int result = 0;

    for (char *line = strtok_r(postfix->master, "\n", &rest);
         line != NULL && result == 0; line = strtok_r(NULL, "\n", &rest))
        result = take_service(postfix, line, err);
    return result;
}

/* "-" in the column is "y" up to compatibility_level 0, "n" from 1 on. */
static int ask_chroot(struct am_postfix *postfix, struct am_err *err)
{
    char *level = NULL;

    if (am_postfix_value(postfix, "compatibility_level", AM_POSTFIX_EXPANDED,
                         &level, err) < 0)
        return -1;
    postfix->chroot_unless_told = strtol(level, NULL, 10) < 1;
    free(level);
    return 0;
}

int am_postfix_open(struct am_postfix *postfix, const char *dir,
                    struct am_err *err)
{
    const char *master[] = {"postconf", "-c", dir, "-M", NULL};
    const char *overrides[] = {"postconf", "-c", dir, "-P", NULL};

    *postfix = (struct am_postfix){.dir = strdup(dir)};
    if (postfix->dir == NULL)
        return am_fail(err, AM_ENOMEM, "no memory");
    if (am_postfix_value(postfix, "queue_directory", AM_POSTFIX_EXPANDED,
                         &postfix->queue_dir, err) == 0 &&
        am_postfix_value(postfix, "mail_owner", AM_POSTFIX_EXPANDED,
                         &postfix->mail_owner, err) == 0 &&
        ask_chroot(postfix, err) == 0 &&
        ask(master, &postfix->master, err) == 0 &&
        ask(overrides, &postfix->overrides, err) == 0 &&
        take_services(postfix, err) == 0)
        return 0;
    am_postfix_close(postfix);
    return -1;
}

void am_postfix_close(struct am_postfix *postfix)
{
    free(postfix->dir);
    free(postfix->queue_dir);
    free(postfix->mail_owner);
    free(postfix->services);
    free(postfix->master);
    free(postfix->overrides);
    *postfix = (struct am_postfix){0};
}

bool am_postfix_override(const struct am_postfix *postfix,
                         const struct am_postfix_service *service,
                         const char *name, char *value, size_t size)
{
    char key[512];
    int length =
        snprintf(key, sizeof(key), "%.200s/%.100s/%.100s =", service->name,
                 service->type, name);

    for (const char *line = postfix->overrides; line != NULL;) {
        const char *end = strchr(line, '\n');
        const char *from = line + length;
        if (strncmp(line, key, (size_t)length) == 0) {
            from += strspn(from, BLANKS);
            snprintf(value, size, "%.*s", (int)strcspn(from, "\n"), from);
            return true;
        }
        line = end != NULL ? end + 1 : NULL;
    }
    return false;
}

int am_postfix_service_value(const struct am_postfix *postfix,
                             const struct am_postfix_service *service,
                             const char *name, char **value, struct am_err *err)
{
    char own[4096];

    if (!am_postfix_override(postfix, service, name, own, sizeof(own)))
        return am_postfix_value(postfix, name, AM_POSTFIX_EXPANDED, value, err);
    if (strchr(own, '$') != NULL)
        return am_postfix_value_if(postfix, name, name, own, value, err);
    *value = strdup(own);
    return *value != NULL ? 0 : am_fail(err, AM_ENOMEM, "no memory");
}

const char *am_postfix_id(const struct am_postfix_service *service,
                          char id[AM_POSTFIX_ID_SIZE])
{
    snprintf(id, AM_POSTFIX_ID_SIZE, "%.120s/%.100s", service->name,
             service->type);
    return id;
}

bool am_postfix_is_chrooted(const struct am_postfix *postfix,
                            const char *command)
{
    for (size_t i = 0; i < postfix->service_count; i++) {
        if (postfix->services[i].in_chroot &&
            strcmp(postfix->services[i].command, command) == 0)
            return true;
    }
    return false;
}

enum am_milter_place am_postfix_find_milter(const struct am_postfix *postfix,
                                            const char *list,
                                            const char *socket,
                                            struct am_milter_entry *entry)
{
    bool in_chroot = am_postfix_is_chrooted(postfix, "smtpd");
    enum am_milter_place best = AM_MILTER_OTHER;
    struct am_milter_entry next = {.end = 0};

    while (best != AM_MILTER_OURS && am_milters_next(list, next.end, &next)) {
        enum am_milter_place place = am_milters_compare(
            next.name, socket, postfix->queue_dir, in_chroot);
        if (place > best) {
            best = place;
            *entry = next;
        }
    }
    return best;
}
