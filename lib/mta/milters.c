/* milters - see milters.h. */
#define _XOPEN_SOURCE 700 /* NOLINT: realpath() */
#include "mta/milters.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLANKS    " \t\r\n"
#define SEPARATES ", \t\r\n"
#define PATH_SIZE 4096

/* Behind the brace that closes the one at p, or the end of the text. */
static const char *behind_brace(const char *p)
{
    int depth = 0;

    for (; *p != '\0'; p++) {
        depth += (*p == '{') - (*p == '}');
        if (depth == 0)
            return p + 1;
    }
    return p;
}

int64_t am_milters_time_s(const char *text)
{
    static const struct {
        char unit;
        int64_t seconds;
    } units[] = {{'\0', 1},   {'s', 1},     {'m', 60},
                 {'h', 3600}, {'d', 86400}, {'w', 604800}};

    size_t digits = strspn(text, "0123456789");

    if (digits == 0 || digits > 9)
        return -1;
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (text[digits] == units[i].unit &&
            (units[i].unit == '\0' || text[digits + 1] == '\0'))
            return strtoll(text, NULL, 10) * units[i].seconds;
    }
    return -1;
}

/* An option as it stands in the braces: "name = value". */
static void take_option(struct am_milter_entry *entry, char *word)
{
    char *value = strchr(word, '=');

    if (value == NULL) {
        if (entry->name[0] == '\0')
            snprintf(entry->name, sizeof(entry->name), "%s", word);
        return;
    }
    *value++ = '\0';
    word[strcspn(word, BLANKS)] = '\0';
    value += strspn(value, BLANKS);
    if (strcmp(word, "default_action") == 0) {
        snprintf(entry->action, sizeof(entry->action), "%s", value);
    } else if (strcmp(word, "connect_timeout") == 0) {
        entry->connect_s = am_milters_time_s(value);
    } else if (strcmp(word, "command_timeout") == 0) {
        entry->command_s = am_milters_time_s(value);
    } else if (strcmp(word, "content_timeout") == 0) {
        entry->content_s = am_milters_time_s(value);
    }
}

/* A word ends at a comma or blank that is in no braces; "{ a = b }" is the word
 * "a = b". */
static const char *take_word(struct am_milter_entry *entry, const char *p,
                             const char *end)
{
    char word[AM_MILTER_NAME_SIZE];
    const char *from = p;
    bool braced = *p == '{';

    if (braced) {
        p = behind_brace(p);
        from++;
    } else {
        while (p < end && strchr(SEPARATES, *p) == NULL)
            p++;
    }
    from += strspn(from, BLANKS);
    snprintf(word, sizeof(word), "%.*s", p > from ? (int)(p - from) : 0, from);
    for (size_t n = strlen(word);
         n > 0 && strchr(braced ? BLANKS "}" : BLANKS, word[n - 1]) != NULL;)
        word[--n] = '\0';
    take_option(entry, word);
    return p;
}

static void take_braces(struct am_milter_entry *entry, const char *p,
                        const char *end)
{
    p++;
    if (end > p && end[-1] == '}')
        end--;
    while (p < end) {
        size_t skip = strspn(p, SEPARATES);
        p += skip;
        if (p < end)
            p = take_word(entry, p, end);
    }
}

bool am_milters_next(const char *text, size_t from,
                     struct am_milter_entry *entry)
{
    const char *p = text + from;
    const char *end = NULL;

    p += strspn(p, SEPARATES);
    if (*p == '\0')
        return false;
    *entry = (struct am_milter_entry){
        .connect_s = -1,
        .command_s = -1,
        .content_s = -1,
    };
    if (*p == '{') {
        end = behind_brace(p);
        take_braces(entry, p, end);
    } else {
        end = p + strcspn(p, SEPARATES);
        snprintf(entry->name, sizeof(entry->name), "%.*s", (int)(end - p), p);
    }
    entry->start = (size_t)(p - text);
    entry->end = (size_t)(end - text);
    return true;
}

/* Two paths of which the files may not be there, so that only their texts and,
 * where both are, what they lead to can be compared. */
static bool is_same_path(const char *a, const char *b)
{
    char real_a[PATH_SIZE];
    char real_b[PATH_SIZE];

    if (strcmp(a, b) == 0)
        return true;
    return realpath(a, real_a) != NULL && realpath(b, real_b) != NULL &&
           strcmp(real_a, real_b) == 0;
}

/* Postfix writes "inet:host:port", libmilter "inet:port@host". */
static bool is_same_inet(const char *name, const char *socket)
{
    char turned[AM_MILTER_NAME_SIZE];
    const char *colon = strrchr(name, ':');
    const char *first = strchr(name, ':');

    if (colon == NULL || colon == first)
        return false;
    snprintf(turned, sizeof(turned), "inet:%s@%.*s", colon + 1,
             (int)(colon - first - 1), first + 1);
    return strcmp(turned, socket) == 0;
}

static bool is_same_unix(const char *path, const char *socket,
                         const char *queue_dir, bool in_chroot)
{
    char full[PATH_SIZE];

    if (path[0] == '/' && !in_chroot) {
        snprintf(full, sizeof(full), "%s", path);
    } else {
        snprintf(full, sizeof(full), "%s/%s", queue_dir,
                 path + strspn(path, "/"));
    }
    return is_same_path(full, socket);
}

enum am_milter_place am_milters_compare(const char *name, const char *socket,
                                        const char *queue_dir, bool in_chroot)
{
    const char *where = strchr(socket, ':');
    bool same = false;

    if (where == NULL)
        return AM_MILTER_OTHER;
    if (strncmp(name, "inet", 4) == 0 && strncmp(socket, "inet", 4) == 0) {
        same = is_same_inet(name, socket);
    } else if (strncmp(name, "unix:", 5) == 0 && where[1] == '/') {
        same = is_same_unix(name + 5, where + 1, queue_dir, in_chroot);
    }
    if (same)
        return AM_MILTER_OURS;
    return strstr(name, "attachmeter") != NULL ? AM_MILTER_ELSEWHERE
                                               : AM_MILTER_OTHER;
}

const char *am_milters_without(const char *text,
                               const struct am_milter_entry *entry, char *out,
                               size_t size)
{
    size_t start = entry->start;
    const char *rest = text + entry->end;

    rest += strspn(rest, SEPARATES);
    while (start > 0 && strchr(SEPARATES, text[start - 1]) != NULL)
        start--;
    snprintf(out, size, "%.*s%s%s", (int)start, text,
             start > 0 && *rest != '\0' ? ", " : "", rest);
    return out;
}
