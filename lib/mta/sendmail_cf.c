/* sendmail_cf - see sendmail_cf.h. */
#include "mta/sendmail_cf.h"

#include <stdio.h>
#include <string.h>

#define BLANKS " \t"

/* The name of a class at p, "w" or "{VirtHost}", into name; what is behind. */
static const char *class_name(const char *p, char *name, size_t size)
{
    const char *end = NULL;

    if (*p == '{' && (end = strchr(p, '}')) != NULL) {
        snprintf(name, size, "%.*s", (int)(end - p - 1), p + 1);
        return end + 1;
    }
    snprintf(name, size, "%.1s", p);
    return *p != '\0' ? p + 1 : p;
}

static bool is_ours(const char *name)
{
    return strcmp(name, "w") == 0 || strcmp(name, "VirtHost") == 0;
}

static int add_names(struct am_words *hosts, char *text, struct am_err *err)
{
    char *rest = NULL;

    for (char *word = strtok_r(text, BLANKS, &rest); word != NULL;
         word = strtok_r(NULL, BLANKS, &rest)) {
        /* "$j" and "$=w" stand for names that are in the files, too */
        if (strchr(word, '$') == NULL && am_words_add(hosts, word, 0, err) < 0)
            return -1;
    }
    return 0;
}

static int take_name(void *context, char *line, struct am_err *err)
{
    struct am_sendmail_cf *cf = context;

    line[strcspn(line, " \t#")] = '\0';
    return line[0] == '\0' ? 0 : am_words_add(&cf->hosts, line, 0, err);
}

/* "Fw-o /path %[^\#]": an optional file, with a format of scanf(3). */
static int take_file(struct am_sendmail_cf *cf, const char *text,
                     struct am_err *err)
{
    char path[1024];
    struct am_err why;

    text += strspn(text, BLANKS);
    bool optional = strncmp(text, "-o", 2) == 0;
    if (optional)
        text += 2;
    text += strspn(text, BLANKS);
    snprintf(path, sizeof(path), "%.*s", (int)strcspn(text, BLANKS), text);
    if (path[0] != '/') /* a program or a map */
        return 0;
    if (am_words_read_file(path, take_name, cf, &why) == 0 ||
        (optional && why.code == AM_ENOTFOUND))
        return 0;
    return am_words_add(&cf->unreadable, path, 0, err);
}

static int take_class(struct am_sendmail_cf *cf, char *line, struct am_err *err)
{
    char name[64];
    const char *behind = class_name(line + 1, name, sizeof(name));

    if (!is_ours(name))
        return 0;
    if (line[0] == 'F')
        return take_file(cf, behind, err);
    return add_names(&cf->hosts, line + (behind - line), err);
}

/* The text behind "/path" or "hash:/path"; NULL: there is none. */
static const char *alias_text(const char *word)
{
    static const char *const types[] = {"", "hash:", "btree:", "dbm:", "text:"};

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        size_t size = strlen(types[i]);
        if (strncmp(word, types[i], size) == 0 && word[size] == '/')
            return word + size;
    }
    return NULL;
}

/* "O AliasFile=/etc/mail/aliases, hash:/x" */
static int take_aliases(struct am_sendmail_cf *cf, char *value,
                        struct am_err *err)
{
    char *rest = NULL;

    for (char *word = strtok_r(value, ", \t", &rest); word != NULL;
         word = strtok_r(NULL, ", \t", &rest)) {
        const char *path = alias_text(word);
        if (path != NULL && am_words_add(&cf->aliases, path, 0, err) < 0)
            return -1;
    }
    return 0;
}

static int take_option(struct am_sendmail_cf *cf, char *line,
                       struct am_err *err)
{
    char *name = line + 1 + strspn(line + 1, BLANKS);
    char *value = strchr(name, '=');

    if (value == NULL)
        return 0;
    *value++ = '\0';
    name[strcspn(name, BLANKS)] = '\0';
    value += strspn(value, BLANKS);
    if (strcmp(name, "AliasFile") == 0)
        return take_aliases(cf, value, err);
    if (strcmp(name, "InputMailFilters") == 0)
        snprintf(cf->order, sizeof(cf->order), "%s", value);
    return 0;
}

/* "Xname, S=local:/path, T=..." */
static int take_filter(struct am_sendmail_cf *cf, char *line,
                       struct am_err *err)
{
    char *name = line + 1;
    size_t size = strcspn(name, ", \t");
    const char *behind = name + size;

    behind += strspn(behind, ", \t");
    if (am_words_add(&cf->equates, behind, 0, err) < 0)
        return -1;
    name[size] = '\0';
    return am_words_add(&cf->filters, name, 0, err);
}

static int take_line(void *context, char *line, struct am_err *err)
{
    switch (line[0]) {
    case 'C':
    case 'F':
        return take_class(context, line, err);
    case 'O':
        return take_option(context, line, err);
    case 'X':
        return take_filter(context, line, err);
    default:
        return 0;
    }
}

int am_sendmail_cf_read(struct am_sendmail_cf *cf, const char *path,
                        struct am_err *err)
{
    *cf = (struct am_sendmail_cf){.order = ""};
    return am_words_read_file(path, take_line, cf, err);
}

void am_sendmail_cf_free(struct am_sendmail_cf *cf)
{
    am_words_free(&cf->hosts);
    am_words_free(&cf->unreadable);
    am_words_free(&cf->aliases);
    am_words_free(&cf->filters);
    am_words_free(&cf->equates);
}
