/*
 * aliases - see aliases.h.
 *
 * The sizes are found by rounds over all names, each adding up what the round
 * before knew, until nothing changes: no recursion on what a file says.
 */
#include "mta/aliases.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/files.h"

#define FILE_LIMIT ((size_t)64 << 20)
#define ROUNDS     50 /* lists within lists */
#define LARGEST    UINT32_C(1000000)

struct alias {
    const char *value;
    uint32_t size;
};

struct table {
    enum am_aliases_form form;
    struct am_words names; /* number: which alias */
    struct alias *aliases;
    size_t room;
};

static void fold(char *text)
{
    for (; *text != '\0'; text++)
        *text = (char)am_ascii_lower((unsigned char)*text);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Cut the next member out of *rest, without quotes; NULL: there is none. */
static char *next_member(char **rest, enum am_aliases_form form)
{
    char *p = *rest;
    bool quoted = false;

    while (is_blank(*p) || *p == ',')
        p++;
    if (*p == '\0')
        return NULL;
    char *word = p;
    char *out = p;
    for (; *p != '\0'; p++) {
        bool ends = *p == ',' || (form == AM_ALIASES_VIRTUAL && is_blank(*p));
        if (ends && !quoted)
            break;
        if (*p == '"') {
            quoted = !quoted;
        } else {
            *out++ = *p;
        }
    }
    *rest = *p != '\0' ? p + 1 : p;
    while (out > word && is_blank(out[-1]))
        out--;
    *out = '\0';
    return word;
}

/* A line of an :include: file may hold several. */
static int count_line(void *context, char *line, struct am_err *err)
{
    uint32_t *size = context;

    (void)err;
    while (next_member(&line, AM_ALIASES_LOCAL) != NULL)
        *size += *size < LARGEST;
    return 0;
}

static uint32_t size_of(const struct table *table, const char *name,
                        char *member)
{
    static const char include[] = ":include:";
    const struct am_word *found = NULL;
    uint32_t size = 0;

    if (member[0] == '|')
        return 0;
    if (strncmp(member, include, sizeof(include) - 1) == 0) {
        const char *path = member + sizeof(include) - 1;
        path += strspn(path, " \t");
        return am_words_read_file(path, count_line, &size, NULL) == 0 ? size
                                                                      : 0;
    }
    if (member[0] == '/' || member[0] == '\\')
        return 1;
    fold(member);
    if (strcmp(member, name) == 0)
        return 1;
    found = am_words_find(&table->names, member);
    return found != NULL ? table->aliases[found->number].size : 1;
}

/* Add up one alias; 1: it has changed. */
static int add_up(struct table *table, const struct am_word *name,
                  struct am_err *err)
{
    struct alias *alias = &table->aliases[name->number];
    char *copy = strdup(alias->value);
    char *rest = copy;
    char *member = NULL;
    uint32_t size = 0;

    if (copy == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for aliases");
    while ((member = next_member(&rest, table->form)) != NULL) {
        uint32_t more = size_of(table, name->text, member);
        size = more > LARGEST - size ? LARGEST : size + more;
    }
    free(copy);
    int changed = size != alias->size;
    alias->size = size;
    return changed;
}

static int add_up_all(struct table *table, struct am_err *err)
{
    bool changed = true;

    for (int round = 0; changed && round < ROUNDS; round++) {
        changed = false;
        for (size_t i = 0; i < table->names.count; i++) {
            int result = add_up(table, &table->names.words[i], err);
            if (result < 0)
                return -1;
            changed |= result == 1;
        }
    }
    return 0;
}

/* ---- reading ---- */

static int add_alias(struct table *table, const char *name, const char *value,
                     struct am_err *err)
{
    size_t count = table->names.count;

    if (count == table->room) {
        size_t room = table->room == 0 ? 64 : 2 * table->room;
        struct alias *more = realloc(table->aliases, room * sizeof(*more));
        if (more == NULL)
            return am_fail(err, AM_ENOMEM, "no memory for aliases");
        table->aliases = more;
        table->room = room;
    }
    table->aliases[count] = (struct alias){value, 1};
    return am_words_add(&table->names, name, (uint32_t)count, err);
}

/* "name: value", or "name value". */
static int take_line(struct table *table, char *line, struct am_err *err)
{
    char *end = NULL;

    if (table->form == AM_ALIASES_VIRTUAL) {
        end = line + strcspn(line, " \t");
    } else if (line[0] == '"') {
        line++;
        end = strchr(line, '"');
        if (end == NULL)
            return 0;
        *end++ = '\0';
        end = strchr(end, ':');
    } else {
        end = strchr(line, ':');
    }
    if (end == NULL || *end == '\0')
        return 0;
    *end = '\0';
    for (char *p = end; p > line && is_blank(p[-1]); p--)
        p[-1] = '\0';
    fold(line);
    return line[0] == '\0' ? 0 : add_alias(table, line, end + 1, err);
}

/* Lines that begin with a blank go on; NUL ends the text. */
static int take_text(struct table *table, char *text, struct am_err *err)
{
    char *next = text;

    while (next != NULL && *next != '\0') {
        char *line = next;
        char *end = strchr(line, '\n');
        while (end != NULL && is_blank(end[1])) {
            *end = ' ';
            end = strchr(end, '\n');
        }
        if (end != NULL)
            *end = '\0';
        next = end != NULL ? end + 1 : NULL;
        if (*line != '#' && take_line(table, line, err) < 0)
            return -1;
    }
    am_words_sort(&table->names);
    return add_up_all(table, err);
}

int am_aliases_read(struct am_words *lists, const char *path,
                    enum am_aliases_form form, struct am_err *err)
{
    struct table table = {.form = form};
    struct am_buf text;

    am_buf_init(&text, FILE_LIMIT);
    int result = am_file_read(path, &text, err);
    if (result == 0)
        result = am_buf_add(&text, "", 1, err);
    if (result == 0)
        result = take_text(&table, (char *)text.data, err);
    for (size_t i = 0; result == 0 && i < table.names.count; i++) {
        const struct am_word *name = &table.names.words[i];
        uint32_t size = table.aliases[name->number].size;
        if (size > 1)
            result = am_words_add(lists, name->text, size, err);
    }
    am_words_free(&table.names);
    free(table.aliases);
    am_buf_free(&text);
    return result;
}
