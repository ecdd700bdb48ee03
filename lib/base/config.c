/*
 * config - see config.h.  One table names every setting; reading, defaults,
 * checks, printing and help all walk it.
 *
 * libconfuse only splits the text into names, words and lists and counts lines:
 * all values are words to it, since it knows neither sizes nor durations and
 * reads numbers by the locale.  Its scanner keeps global state, which freeing
 * touches as well, and its error callback takes no context, hence the lock.
 * Does not look at the values of other settings: each is checked by itself, on
 * its line.
 */
#include "base/config.h"

#include <confuse.h>
#include <ctype.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/files.h"
#include "base/language.h"
#include "base/setting.h"

#define FILE_LIMIT_BYTES ((size_t)1 << 20)
#define SCAN_BYTES       262144 /* of an empty file, and some to spare */
#define SCAN_TIMES       64     /* a file of words of one letter takes less */

struct am_config {
    cfg_t *parsed; /* owns every word */
    const char **lists[AM_SETTING_MAX];
    struct am_settings settings;
};

/* What the callbacks of libconfuse may touch, while the lock is held. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct {
    const char *path;
    struct am_err *err;
    bool failed;
} parse;

static void on_error(cfg_t *parsed, const char *format, va_list args)
    AM_PRINTF(2, 0);

static void on_error(cfg_t *parsed, const char *format, va_list args)
{
    char text[AM_ERR_TEXT_SIZE];

    if (parse.failed)
        return;
    vsnprintf(text, sizeof(text), format, args);
    am_err_set(parse.err, AM_EINVAL, "%s:%d: %s", parse.path, parsed->line,
               text);
    parse.failed = true;
}

/* Called after each word, so that a bad one is told with its line. */
static int on_value(cfg_t *parsed, cfg_opt_t *option)
{
    const struct am_setting *setting = am_setting_find(cfg_opt_name(option));
    unsigned count = cfg_opt_size(option);
    struct am_settings unused;
    struct am_err err;

    if (setting == NULL || count == 0)
        return 0;
    if (am_setting_set(setting, cfg_opt_getnstr(option, count - 1), &unused,
                       &err) == 0)
        return 0;
    cfg_error(parsed, "%s: %s", setting->name, err.text);
    return -1;
}

static void fill_options(cfg_opt_t *options)
{
    size_t i = 0;

    for (; i < am_setting_count; i++) {
        const struct am_setting *setting = &am_setting_table[i];

        /* libconfuse reads the default of a list as it reads the file, and
         * declares a text that it only copies as one it may change. */
        union {
            const char *ours;
            char *theirs;
        } text = {.ours = setting->initial};

        if (setting->kind == AM_SETTING_LIST) {
            options[i] =
                (cfg_opt_t)CFG_STR_LIST(setting->name, text.theirs, CFGF_NONE);
        } else {
            options[i] =
                (cfg_opt_t)CFG_STR(setting->name, text.theirs, CFGF_NONE);
        }
    }
    options[i] = (cfg_opt_t)CFG_END();
}

/* The words of a list, ended by NULL. */
static int take_list(struct am_config *config, size_t i, struct am_err *err)
{
    cfg_opt_t *option = cfg_getopt(config->parsed, am_setting_table[i].name);
    unsigned count = cfg_opt_size(option);
    const char **words = calloc((size_t)count + 1, sizeof(*words));

    if (words == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the settings");
    config->lists[i] = words;
    for (unsigned n = 0; n < count; n++) {
        words[n] = cfg_opt_getnstr(option, n);
        if (words[n] == NULL) /* libconfuse goes on without */
            return am_fail(err, AM_ENOMEM, "no memory for the settings");
    }
    am_setting_set_list(&am_setting_table[i], words, &config->settings);
    return 0;
}

static int take_values(struct am_config *config, struct am_err *err)
{
    for (size_t i = 0; i < am_setting_count; i++) {
        const struct am_setting *setting = &am_setting_table[i];
        int result =
            setting->kind == AM_SETTING_LIST
                ? take_list(config, i, err)
                : am_setting_set(setting,
                                 cfg_getstr(config->parsed, setting->name),
                                 &config->settings, err);
        if (result < 0)
            return -1;
    }
    return 0;
}

/* Lock held. */
static int parse_text(struct am_config *config, const char *text)
{
    cfg_opt_t options[AM_SETTING_MAX + 1];

    fill_options(options);
    config->parsed = cfg_init(options, CFGF_NONE);
    if (config->parsed == NULL)
        return am_fail(parse.err, AM_ENOMEM, "no memory for the settings");
    cfg_set_error_function(config->parsed, on_error);
    for (size_t i = 0; i < am_setting_count; i++) {
        cfg_set_validate_func(config->parsed, am_setting_table[i].name,
                              on_value);
    }
    int result = cfg_parse_buf(config->parsed, text);
    if (result == CFG_SUCCESS)
        return 0;
    if (!parse.failed)
        am_err_set(parse.err, AM_EINVAL, "%s: cannot be read", parse.path);
    return -1;
}

static int parse_as(struct am_config *config, const char *path,
                    const char *text, struct am_err *err)
{
    pthread_mutex_lock(&lock);
    parse.path = path;
    parse.err = err;
    parse.failed = false;
    int result = parse_text(config, text);
    parse.path = NULL;
    parse.err = NULL;
    pthread_mutex_unlock(&lock);
    if (result < 0)
        return -1;
    return take_values(config, err);
}

/* Lines up to size bytes of text, for the message about a NUL. */
static int line_of(const unsigned char *text, size_t size)
{
    int line = 1;

    for (size_t i = 0; i < size; i++)
        line += text[i] == '\n';
    return line;
}

/* The file as a C string in text; no file at the usual place: an empty one. */
static int read_text(const char *path, bool may_lack, struct am_buf *text,
                     struct am_err *err)
{
    struct am_err why = {AM_OK, ""};

    if (am_file_read(path, text, &why) < 0 &&
        !(may_lack && why.code == AM_ENOTFOUND))
        return am_fail(err, why.code, "%s", why.text);
    const unsigned char *nul =
        text->size > 0 ? memchr(text->data, '\0', text->size) : NULL;
    if (nul != NULL) {
        return am_fail(err, AM_EINVAL, "%s:%d: a NUL byte: is this a text?",
                       path, line_of(text->data, (size_t)(nul - text->data)));
    }
    return am_buf_add(text, "", 1, err);
}

/* libconfuse's scanner ends the process where it gets no memory, at a reload a
 * daemon; so it is not begun unless there is more than it takes. */
static int ensure_memory(size_t text_size, struct am_err *err)
{
    size_t size = SCAN_BYTES + SCAN_TIMES * text_size;
    struct am_buf spare;

    am_buf_init(&spare, size);
    int result = am_buf_reserve(&spare, size, err);
    am_buf_free(&spare);
    return result;
}

int am_config_open(struct am_config **config, const char *path,
                   struct am_err *err)
{
    struct am_buf text;
    struct am_config *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the settings");

    am_buf_init(&text, FILE_LIMIT_BYTES);
    const char *name = path != NULL ? path : AM_CONFIG_PATH;
    int result = read_text(name, path == NULL, &text, err);
    if (result == 0)
        result = ensure_memory(text.size, err);
    if (result == 0)
        result = parse_as(new, name, (const char *)text.data, err);
    am_buf_free(&text);
    if (result < 0) {
        am_config_close(&new);
        return -1;
    }
    *config = new;
    return 0;
}

void am_config_close(struct am_config **config)
{
    struct am_config *old = *config;

    *config = NULL;
    if (old == NULL)
        return;
    for (size_t i = 0; i < AM_SETTING_MAX; i++)
        free(old->lists[i]);
    /* This too ends the scanner, which another thread may be using. */
    pthread_mutex_lock(&lock);
    if (old->parsed != NULL)
        cfg_free(old->parsed);
    pthread_mutex_unlock(&lock);
    free(old);
}

const struct am_settings *am_config_settings(const struct am_config *config)
{
    return &config->settings;
}

static bool are_same_words(const char *const *a, const char *const *b)
{
    size_t i = 0;

    while (a[i] != NULL && b[i] != NULL && strcmp(a[i], b[i]) == 0)
        i++;
    return a[i] == NULL && b[i] == NULL;
}

static bool is_same(const struct am_config *a, const struct am_config *b,
                    size_t i)
{
    const struct am_setting *setting = &am_setting_table[i];
    const char *at_a = (const char *)&a->settings + setting->offset;
    const char *at_b = (const char *)&b->settings + setting->offset;
    const char *text_a = NULL;
    const char *text_b = NULL;

    if (setting->kind == AM_SETTING_LIST)
        return are_same_words(a->lists[i], b->lists[i]);
    if (setting->kind == AM_SETTING_BOOL)
        return memcmp(at_a, at_b, sizeof(bool)) == 0;
    if (setting->kind >= AM_SETTING_NUMBER)
        return memcmp(at_a, at_b, sizeof(int64_t)) == 0;
    memcpy(&text_a, at_a, sizeof(text_a));
    memcpy(&text_b, at_b, sizeof(text_b));
    return strcmp(text_a, text_b) == 0;
}

const char *am_config_changed(const struct am_config *a,
                              const struct am_config *b, size_t *i)
{
    while (*i < am_setting_count) {
        size_t at = (*i)++;
        if (!is_same(a, b, at))
            return am_setting_table[at].name;
    }
    return NULL;
}

const char *am_config_socket_path(const char *socket)
{
    const char *colon = strchr(socket, ':');

    return colon != NULL && colon[1] == '/' ? colon + 1 : NULL;
}

const char *am_config_lock_path(const struct am_settings *settings, char *path,
                                size_t size)
{
    const char *socket_path = am_config_socket_path(settings->socket);

    if (settings->lock_file[0] != '\0') {
        snprintf(path, size, "%s", settings->lock_file);
    } else {
        snprintf(path, size, "%s.lock",
                 socket_path != NULL ? socket_path : settings->database);
    }
    return path;
}

const char *am_config_spool_path(const char *database, char *path, size_t size)
{
    snprintf(path, size, "%s.spool", database);
    return path;
}

/* The words of setting i as they stand in the file; the caller frees. */
static char *value_text(const struct am_config *config, size_t i)
{
    const struct am_setting *setting = &am_setting_table[i];

    if (setting->kind == AM_SETTING_LIST)
        return am_setting_list_text(config->lists[i]);
    return am_setting_word_text(cfg_getstr(config->parsed, setting->name));
}

static bool is_initial(const struct am_config *config, size_t i)
{
    const struct am_setting *setting = &am_setting_table[i];

    if (setting->kind != AM_SETTING_LIST) {
        return strcmp(cfg_getstr(config->parsed, setting->name),
                      setting->initial) == 0;
    }
    char *text = value_text(config, i);
    bool same = text != NULL && strcmp(text, setting->initial) == 0;
    free(text);
    return same;
}

static void print_default(const struct am_setting *setting, FILE *out)
{
    bool list = setting->kind == AM_SETTING_LIST;
    char *text = list ? NULL : am_setting_word_text(setting->initial);

    fprintf(out, "# %s\n%s = %s\n\n", _(setting->help), setting->name,
            text != NULL ? text : setting->initial);
    free(text);
}

static void print_value(const struct am_config *config, size_t i, FILE *out)
{
    char *text = value_text(config, i);

    if (text != NULL)
        fprintf(out, "%s = %s\n", am_setting_table[i].name, text);
    free(text);
}

void am_config_print(const struct am_config *config, enum am_config_print what,
                     FILE *out)
{
    for (size_t i = 0; i < am_setting_count; i++) {
        if (what == AM_CONFIG_DEFAULTS) {
            print_default(&am_setting_table[i], out);
        } else if (what == AM_CONFIG_ALL || !is_initial(config, i)) {
            print_value(config, i, out);
        }
    }
}

bool am_config_view(const struct am_config *config, size_t i,
                    struct am_setting_view *view)
{
    if (i >= am_setting_count)
        return false;
    char *text = value_text(config, i);
    view->name = am_setting_table[i].name;
    view->help = am_setting_table[i].help;
    view->is_default = is_initial(config, i);
    snprintf(view->value, sizeof(view->value), "%s", text != NULL ? text : "");
    free(text);
    return true;
}
