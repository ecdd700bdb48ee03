/*
 * accepting - see accepting.h.
 */
#include "cli/accepting.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#define BLANKS  " \t"
#define Q_WHOLE 1000 /* thousandths */

/* ---- Host ---- */

static bool is_name(const char *host, size_t size, const char *name)
{
    return strlen(name) == size && strncasecmp(host, name, size) == 0;
}

bool am_accepting_host(const char *host, const char *const *names)
{
    static const char *const ours[] = {"localhost", "127.0.0.1", "[::1]", NULL};
    size_t size = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");

    /* Without its bracket at the end it is longer than the text. */
    if (size > strlen(host))
        return false;
    const char *port = host + size;
    if (*port != '\0' &&
        (*port != ':' || port[1 + strspn(port + 1, "0123456789")] != '\0'))
        return false;
    for (size_t i = 0; ours[i] != NULL; i++) {
        if (is_name(host, size, ours[i]))
            return true;
    }
    for (; *names != NULL; names++) {
        if (is_name(host, size, *names))
            return true;
    }
    return false;
}

/* ---- lists of what is wanted, each with a weight ---- */

struct item {
    const char *text; /* "text/plain", "fr-FR", "*" */
    size_t size;
    const char *version; /* of the parameter of that name; NULL: none */
    size_t version_size;
    int q; /* thousandths */
};

/* "0", "0.5", "1.000" in thousandths; -1: none of these. */
static int read_q(const char *text, size_t size)
{
    int q = 0;
    int unit = Q_WHOLE;

    for (size_t i = 0; i < size; i++) {
        if (i == 1) {
            if (text[i] != '.')
                return -1;
            continue;
        }
        if (text[i] < '0' || text[i] > '9' || i > 4)
            return -1;
        q += (text[i] - '0') * unit;
        unit /= 10;
    }
    return size > 0 && q <= Q_WHOLE ? q : -1;
}

/* The bytes up to one of ends, and not in quotes, less blanks at their end. */
static size_t span(const char *text, const char *ends, const char **rest)
{
    bool is_quoted = false;
    const char *p = text;

    for (; *p != '\0' && (is_quoted || strchr(ends, *p) == NULL); p++) {
        if (*p == '"')
            is_quoted = !is_quoted;
        if (*p == '\\' && is_quoted && p[1] != '\0')
            p++;
    }
    *rest = p;
    while (p > text && strchr(BLANKS, p[-1]) != NULL)
        p--;
    return (size_t)(p - text);
}

static void read_parameter(struct item *item, const char *text, size_t size)
{
    static const char version[] = "version=";
    size_t skip = sizeof(version) - 1;

    if (size >= 2 && strncasecmp(text, "q=", 2) == 0) {
        item->q = read_q(text + 2, size - 2);
    } else if (size >= skip && strncasecmp(text, version, skip) == 0) {
        item->version = text + skip;
        item->version_size = size - skip;
    }
}

/* The next item of the list at *rest; false: there is none. */
static bool next_item(const char **rest, struct item *item)
{
    const char *p = *rest + strspn(*rest, BLANKS ",");

    if (*p == '\0')
        return false;
    *item = (struct item){.text = p, .q = Q_WHOLE};
    item->size = span(p, ",;", &p);
    while (*p == ';') {
        p += 1 + strspn(p + 1, BLANKS);
        const char *parameter = p;
        size_t size = span(parameter, ",;", &p);
        read_parameter(item, parameter, size);
    }
    *rest = p;
    return true;
}

/* ---- Accept-Language ---- */

/* How far does "fr-FR", "fr" or "*" say the language: 2 by name, 1, or not. */
static int says_language(const struct item *item, const char *language)
{
    size_t size = strlen(language);

    if (item->size == 1 && item->text[0] == '*')
        return 1;
    return item->size >= size && strncasecmp(item->text, language, size) == 0 &&
                   (item->size == size || item->text[size] == '-')
               ? 2
               : 0;
}

/* The weight of a language, and in *place where in the list it has it. */
static int language_q(const char *field, const char *language, int *place)
{
    struct item item;
    int best = 0;
    int q = 0;

    for (int i = 0; next_item(&field, &item); i++) {
        int said = says_language(&item, language);
        if (item.q < 0 || said < best || said == 0)
            continue;
        if (said == best && item.q <= q)
            continue;
        best = said;
        q = item.q;
        *place = i;
    }
    return q;
}

int am_accepting_language(const char *field, const char *const *languages)
{
    int found = -1;
    int best_q = 0;
    int best_place = 0;

    for (int i = 0; field != NULL && languages[i] != NULL; i++) {
        int place = 0;
        int q = language_q(field, languages[i], &place);
        if (q == 0 || q < best_q || (q == best_q && place >= best_place))
            continue;
        found = i;
        best_q = q;
        best_place = place;
    }
    return found;
}

/* ---- Accept ---- */

/* The weight that the list gives a type of that version by name; -1: none.  A
 * list that names no version means any. */
static int type_q(const char *field, const char *type, const char *version)
{
    struct item item;
    int q = -1;

    while (next_item(&field, &item)) {
        if (!is_name(item.text, item.size, type) || item.q <= q)
            continue;
        if (item.version == NULL ||
            is_name(item.version, item.version_size, version))
            q = item.q;
    }
    return q;
}

bool am_accepting_openmetrics(const char *field)
{
    if (field == NULL)
        return false;
    int wanted = type_q(field, "application/openmetrics-text", "1.0.0");
    return wanted > 0 && wanted >= type_q(field, "text/plain", "0.0.4");
}
