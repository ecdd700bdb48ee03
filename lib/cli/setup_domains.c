/*
 * setup_domains - whose mail is ours, by what Postfix says: mydestination and
 * its like, names, files and tables; and the lists of its alias files.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cli/running.h"
#include "cli/setup.h"
#include "meter/address.h"
#include "mta/aliases.h"

#define OUTPUT_LIMIT ((size_t)64 << 20)
#define SEPARATES    ", \t\r\n"
#define DOMAIN_SIZE  256

int am_setup_add_domain(struct am_setup *setup, const char *domain,
                        enum am_setup_domain how, struct am_err *err)
{
    char folded[DOMAIN_SIZE];

    am_domain_fold(domain, folded, sizeof(folded));
    if (folded[0] == '\0' || strpbrk(folded, SEPARATES "[]@:/{}") != NULL)
        return 0;
    return am_words_add(&setup->domains, folded, how, err);
}

static void sort_words(struct am_words *words)
{
    size_t kept = 0;

    am_words_sort(words);
    for (size_t i = 0; i < words->count; i++) {
        struct am_word *last = kept > 0 ? &words->words[kept - 1] : NULL;
        struct am_word *word = &words->words[i];
        if (last != NULL && strcmp(last->text, word->text) == 0) {
            if (word->number > last->number)
                last->number = word->number;
            free(word->text);
        } else {
            words->words[kept++] = *word;
        }
    }
    words->count = kept;
}

int am_setup_settle(struct am_setup *setup, const char *where,
                    struct am_err *err)
{
    sort_words(&setup->domains);
    sort_words(&setup->lists);
    if (setup->domains.count > 0)
        return 0;
    return am_findings_add(&setup->findings, AM_FINDING_NO_DOMAINS, where, NULL,
                           err);
}

/* ---- lists ---- */

static int add_list(struct am_setup *setup, const char *name,
                    const char *domain, uint32_t members, struct am_err *err)
{
    char address[2 * DOMAIN_SIZE];

    snprintf(address, sizeof(address), "%.250s%s%.250s", name,
             domain[0] != '\0' ? "@" : "", domain);
    if (strpbrk(address, SEPARATES) != NULL)
        return 0;
    return am_words_add(&setup->lists, address, members, err);
}

/* A bare name is one in each domain whose mail is delivered by this host. */
static int add_local_list(struct am_setup *setup, const char *name,
                          uint32_t members, struct am_err *err)
{
    for (size_t i = 0; i < setup->domains.count; i++) {
        const struct am_word *domain = &setup->domains.words[i];
        if (strncmp(domain->text, "localhost", 9) != 0 &&
            domain->number == AM_SETUP_DELIVERED &&
            add_list(setup, name, domain->text, members, err) < 0)
            return -1;
    }
    return 0;
}

int am_setup_add_lists(struct am_setup *setup, const char *path,
                       enum am_aliases_form form, struct am_err *err)
{
    struct am_words lists = {0};
    struct am_err why;
    int result = 0;

    if (am_aliases_read(&lists, path, form, &why) < 0) {
        am_words_free(&lists);
        return am_findings_add(&setup->findings, AM_FINDING_UNREADABLE, path,
                               NULL, err);
    }
    for (size_t i = 0; i < lists.count && result == 0; i++) {
        const struct am_word *list = &lists.words[i];
        if (strchr(list->text, '@') != NULL) {
            result = add_list(setup, list->text, "", list->number, err);
        } else if (form == AM_ALIASES_LOCAL) {
            result = add_local_list(setup, list->text, list->number, err);
        }
    }
    am_words_free(&lists);
    return result;
}

/* ---- tables of Postfix ---- */

/* A list of main.cf is gone through word by word. */
struct reading {
    struct am_setup *setup;
    const struct am_postfix *postfix;
    enum am_setup_domain how;
};

/* Does the table hold this key? */
static bool is_in_table(const struct reading *reading, const char *table,
                        const char *key)
{
    const char *words[] = {"postmap", "-c", reading->postfix->dir, "-q", key,
                           table,     NULL};
    struct am_buf out;
    int status = 1;

    am_buf_init(&out, OUTPUT_LIMIT);
    bool held = am_running_read(words, &out, &status, NULL) == 0 && status == 0;
    am_buf_free(&out);
    return held;
}

static int ask_table(const struct reading *reading, const char *table,
                     struct am_err *err)
{
    for (size_t i = 0; reading->setup->asked[i] != NULL; i++) {
        const char *domain = reading->setup->asked[i];
        if (is_in_table(reading, table, domain) &&
            am_setup_add_domain(reading->setup, domain, reading->how, err) < 0)
            return -1;
    }
    return 0;
}

/* "key<TAB>value" a line; a key with "@" is an address, no domain. */
static int take_keys(const struct reading *reading, char *text,
                     struct am_err *err)
{
    char *rest = NULL;

    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        line[strcspn(line, "\t")] = '\0';
        if (strchr(line, '.') != NULL && line[0] != '.' &&
            am_setup_add_domain(reading->setup, line, reading->how, err) < 0)
            return -1;
    }
    return 0;
}

static int list_table(const struct reading *reading, const char *table,
                      struct am_err *err)
{
    const char *words[] = {"postmap", "-c",  reading->postfix->dir,
                           "-s",      table, NULL};
    struct am_buf out;
    int status = 1;

    am_buf_init(&out, OUTPUT_LIMIT);
    int result = am_running_read(words, &out, &status, err);
    if (result == 0 && status == 0) {
        result = take_keys(reading, (char *)out.data, err);
    } else if (result == 0) {
        result = am_findings_add(&reading->setup->findings, AM_FINDING_TABLE,
                                 table, NULL, err);
    }
    am_buf_free(&out);
    return result < 0 ? -1 : ask_table(reading, table, err);
}

/* ---- words of main.cf ---- */

static int take_plain(const struct reading *reading, const char *word,
                      struct am_err *err)
{
    if (word[0] == '.') {
        return am_findings_add(&reading->setup->findings, AM_FINDING_SUBDOMAINS,
                               word, NULL, err);
    }
    return am_setup_add_domain(reading->setup, word, reading->how, err);
}

/* Postfix puts the words of a "/path" in its place. */
static int take_file_line(void *context, char *line, struct am_err *err)
{
    char *rest = NULL;

    for (char *word = strtok_r(line, SEPARATES, &rest); word != NULL;
         word = strtok_r(NULL, SEPARATES, &rest)) {
        if (take_plain(context, word, err) < 0)
            return -1;
    }
    return 0;
}

static int take_word(struct reading *reading, const char *word,
                     struct am_err *err)
{
    if (word[0] == '!' || word[0] == '[')
        return 0; /* left out; a literal address */
    if (word[0] == '/') {
        if (am_words_read_file(word, take_file_line, reading, NULL) == 0)
            return 0;
        return am_findings_add(&reading->setup->findings, AM_FINDING_UNREADABLE,
                               word, NULL, err);
    }
    if (strchr(word, ':') != NULL)
        return list_table(reading, word, err);
    return take_plain(reading, word, err);
}

/* The next word of *list, in which braces hold blanks and commas together. */
static bool next_word(const char **list, char *word, size_t size)
{
    const char *p = *list + strspn(*list, SEPARATES);
    const char *from = p;
    int depth = 0;

    for (; *p != '\0' && (depth > 0 || strchr(SEPARATES, *p) == NULL); p++)
        depth += (*p == '{') - (*p == '}');
    snprintf(word, size, "%.*s", (int)(p - from), from);
    *list = p;
    return p > from;
}

static int take_setting(struct am_setup *setup,
                        const struct am_postfix *postfix, const char *name,
                        enum am_setup_domain how, struct am_err *err)
{
    struct reading reading = {setup, postfix, how};
    char word[4096];
    char *value = NULL;
    int result =
        am_postfix_value(postfix, name, AM_POSTFIX_EXPANDED, &value, err);

    for (const char *list = value;
         result == 0 && next_word(&list, word, sizeof(word));)
        result = take_word(&reading, word, err);
    free(value);
    return result;
}

/* The text that a table such as hash:/etc/aliases is made of. */
static const char *source_of(const char *table)
{
    static const char *const types[] = {
        "hash:", "btree:", "dbm:", "lmdb:", "cdb:", "texthash:"};

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        size_t size = strlen(types[i]);
        if (strncmp(table, types[i], size) == 0 && table[size] == '/')
            return table + size;
    }
    return NULL;
}

static int take_aliases(struct am_setup *setup,
                        const struct am_postfix *postfix, const char *name,
                        enum am_aliases_form form, struct am_err *err)
{
    char word[4096];
    char *value = NULL;
    int result =
        am_postfix_value(postfix, name, AM_POSTFIX_EXPANDED, &value, err);

    for (const char *list = value;
         result == 0 && next_word(&list, word, sizeof(word));) {
        const char *path = source_of(word);
        if (path != NULL)
            result = am_setup_add_lists(setup, path, form, err);
    }
    free(value);
    return result;
}

/* relay_domains may be other people's: say so where it adds some. */
static int take_relayed(struct am_setup *setup,
                        const struct am_postfix *postfix, struct am_err *err)
{
    size_t before = setup->domains.count;
    char *value = NULL;
    char *mine = NULL;

    if (am_postfix_value(postfix, "relay_domains", AM_POSTFIX_EXPANDED, &value,
                         err) < 0 ||
        am_postfix_value(postfix, "mydestination", AM_POSTFIX_EXPANDED, &mine,
                         err) < 0 ||
        take_setting(setup, postfix, "relay_domains", AM_SETUP_RELAYED, err) <
            0) {
        free(value);
        free(mine);
        return -1;
    }
    bool differs = strcmp(value, mine) != 0;
    int result = 0;
    if (differs && setup->domains.count > before) {
        result = am_findings_add(&setup->findings, AM_FINDING_RELAYED, value,
                                 NULL, err);
    }
    free(value);
    free(mine);
    return result;
}

int am_setup_take_domains(struct am_setup *setup,
                          const struct am_postfix *postfix, struct am_err *err)
{
    if (take_setting(setup, postfix, "mydestination", AM_SETUP_DELIVERED, err) <
            0 ||
        take_setting(setup, postfix, "virtual_mailbox_domains",
                     AM_SETUP_RELAYED, err) < 0 ||
        take_setting(setup, postfix, "virtual_alias_domains", AM_SETUP_RELAYED,
                     err) < 0 ||
        take_relayed(setup, postfix, err) < 0)
        return -1;
    if (take_aliases(setup, postfix, "alias_maps", AM_ALIASES_LOCAL, err) < 0)
        return -1;
    return take_aliases(setup, postfix, "virtual_alias_maps",
                        AM_ALIASES_VIRTUAL, err);
}
