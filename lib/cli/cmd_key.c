/*
 * cmd_key - `attachmeter key VERB`: the site's key is shown, checked, replaced,
 * taken out and brought in.
 *
 * A key is never on a command line, and on a terminal only if that is asked
 * for.  What replaces it is cli/rekey's.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/language.h"
#include "cli/command.h"
#include "cli/key_show.h"
#include "cli/opening.h"
#include "cli/rekey.h"
#include "cli/upkeep.h"

enum {
    LETTER_DESTROY = AM_VIEWING_END,
    LETTER_ROTATE,
};

static const struct am_option options[] = {
    {"destroy-old", LETTER_DESTROY, NULL,
     N_("rotate: no key before it is kept beside it")},
    {"rotate", LETTER_ROTATE, NULL,
     N_("import: begin anew under the key of FILE")},
    {"yes", 'y', NULL, N_("do not ask")},
    AM_VIEWING_FORMATS,
    AM_VIEWING_SOURCE,
    {0},
};

static const struct am_usage usage = {
    N_("key [options] [show|check|rotate|export FILE|import FILE]"),
    N_("The key under which contents are known.  show tells ids, since when they\n"
       "hold and where the keys are; check, whether key and database belong\n"
       "together.  export writes the key into a new FILE, mode 0400; import puts\n"
       "that of FILE in its place: relays that share a key recognise each other's\n"
       "files.  FILE may be - for a pipe.  rotate makes a new key."),
    options,
    N_("rotate and import want attachmeterd stopped.  Contents under two keys cannot\n"
       "be matched: from then on all are new once more, and reports say so.  The old\n"
       "key is kept as KEY.old/ID, and lookup and forget ask under both.  With\n"
       "--destroy-old it is overwritten and removed: what is recorded can then be\n"
       "held against no file any more.  Copies elsewhere, and what flash or copy on\n"
       "write may have left of it, are not reached.\n"
       "exit: 0 done, 1 failed, or they do not belong together, 2 wrong usage"),
};

struct keys {
    bool destroys, rotates, yes;
    const char *file; /* of export, import */
    struct am_viewing viewing;
    struct am_viewing_input input;
};

static int take(void *context, int letter, const char *argument,
                const struct am_viewing *viewing)
{
    struct keys *keys = context;

    (void)argument;
    (void)viewing;
    keys->destroys |= letter == LETTER_DESTROY;
    keys->rotates |= letter == LETTER_ROTATE;
    keys->yes |= letter == 'y';
    return AM_EXIT_OK;
}

static const struct am_view view = {
    .usage = &usage,
    .take = take,
    .print = {am_key_print_table, am_key_print_json, am_key_print_csv},
};

/* ---- show, check ---- */

static int show(struct keys *keys)
{
    struct am_key_facts facts;
    struct am_err err;
    int status = AM_EXIT_FAILED;

    if (am_key_facts_read(&facts, keys->input.settings->key_file,
                          keys->input.source, &err) < 0) {
        am_complain("%s", err.text);
    } else {
        status = am_viewing_print(&keys->viewing, &view, &facts);
    }
    am_key_facts_free(&facts);
    return status;
}

static int check(struct keys *keys)
{
    struct am_key *key = NULL;
    int status = AM_EXIT_FAILED;

    if (am_opening_store(&keys->input.store, keys->input.source) == 0 &&
        am_opening_key(&key, keys->input.settings->key_file) == 0 &&
        am_opening_bound(keys->input.store, key) == 0) {
        if (!keys->viewing.is_quiet)
            puts(_("the key belongs to the database"));
        status = AM_EXIT_OK;
    }
    am_key_close(&key);
    return status;
}

/* ---- export ---- */

static int write_key(const struct am_key *key, const char *file,
                     struct am_err *err)
{
    if (strcmp(file, "-") != 0)
        return am_key_save(key, file, err);
    if (isatty(STDOUT_FILENO) != 0) {
        return am_fail(err, AM_EINVAL,
                       "a key is not shown on a terminal: name a FILE, or a "
                       "pipe");
    }
    return am_key_write(key, STDOUT_FILENO, err);
}

static int export_key(struct keys *keys)
{
    char id[AM_KEY_TEXT_SIZE];
    struct am_key *key = NULL;
    struct am_err err;

    if (am_opening_key(&key, keys->input.settings->key_file) < 0)
        return AM_EXIT_FAILED;
    int result = am_epoch_name_key(key, id, &err);
    if (result == 0)
        result = write_key(key, keys->file, &err);
    am_key_close(&key);
    if (result < 0)
        return am_failure(&err);
    if (!keys->viewing.is_quiet)
        fprintf(stderr, _("key %s\n"), id);
    return AM_EXIT_OK;
}

/* ---- rotate, import ---- */

static bool agree(void)
{
    fputs(
        _("Destroy the old keys?  No file can be looked up or forgotten under "
          "them then.  [y/N] "),
        stderr);
    return am_upkeep_is_agreed();
}

static void tell(const struct keys *keys, const struct am_rekey *rekey)
{
    if (keys->viewing.is_quiet)
        return;
    printf(_("key %s: "), rekey->new_id);
    am_print_safe(stdout, keys->input.settings->key_file);
    putchar('\n');
    if (rekey->kept[0] != '\0') {
        printf(_("the key before it, %s, is kept: "), rekey->old_id);
        am_print_safe(stdout, rekey->kept);
        putchar('\n');
    }
    if (rekey->destroyed > 0) {
        printf(am_plural("%zu old key was overwritten and removed; copies of "
                         "it elsewhere are not reached\n",
                         "%zu old keys were overwritten and removed; copies "
                         "of them elsewhere are not reached\n",
                         (unsigned long)rekey->destroyed),
               rekey->destroyed);
    }
}

/* Records in the spool are under the key that their session had. */
static int refuse_waiting(struct keys *keys)
{
    bool is_waiting = false;

    if (am_upkeep_wait(keys->input.store, keys->input.source, 0, &is_waiting) <
        0)
        return -1;
    if (!is_waiting)
        return 0;
    am_complain(
        "records under the old key wait in %s.spool: start attachmeterd "
        "and stop it again, it reads them",
        keys->input.source);
    return -1;
}

static int replace(struct keys *keys, const struct am_key *given)
{
    struct am_rekey rekey = {.settings = keys->input.settings,
                             .database = keys->input.source,
                             .given = given,
                             .destroys = keys->destroys};
    struct am_err err;

    if (am_rekey_run(&rekey, keys->input.store, &err) < 0)
        return am_failure(&err);
    tell(keys, &rekey);
    return AM_EXIT_OK;
}

static int lock(struct keys *keys)
{
    struct am_err err;

    if (am_rekey_lock(keys->input.settings, keys->input.source, &err) == 0)
        return 0;
    am_complain("%s", err.text);
    return -1;
}

static int rotate(struct keys *keys)
{
    if (lock(keys) < 0 ||
        am_opening_writer(&keys->input.store, keys->input.source) < 0 ||
        refuse_waiting(keys) < 0)
        return AM_EXIT_FAILED;
    return replace(keys, NULL);
}

static int read_given(struct am_key **key, const char *file, struct am_err *err)
{
    return strcmp(file, "-") == 0
               ? am_key_read(key, STDIN_FILENO, _("standard input"), err)
               : am_key_open(key, file, err);
}

/* May the key take its place?  Not where contents are under another one. */
static int check_given(struct keys *keys, const struct am_key *given,
                       struct am_err *err)
{
    struct am_epoch *epochs = NULL;
    char id[AM_KEY_TEXT_SIZE];
    bool is_empty = true;
    size_t count = 0;

    if (am_epoch_name_key(given, id, err) < 0 ||
        am_store_is_empty(keys->input.store, &is_empty, err) < 0 ||
        am_epoch_list(keys->input.store, &epochs, &count, err) < 0)
        return -1;
    int result = 0;
    const char *current = count > 0 ? epochs[count - 1].key_id : "";
    if (!is_empty && !keys->rotates && strcmp(id, current) != 0) {
        result = am_fail(err, AM_EINVAL,
                         "%s has contents under key %s, this is key %s: "
                         "--rotate begins anew under it",
                         keys->input.source, current, id);
    }
    free(epochs);
    return result;
}

static int import_into(struct keys *keys, const struct am_key *given)
{
    struct am_err err;

    if (lock(keys) < 0)
        return AM_EXIT_FAILED;
    /* Before its first start a relay has no database. */
    if (access(keys->input.source, F_OK) == 0) {
        if (am_opening_writer(&keys->input.store, keys->input.source) < 0)
            return AM_EXIT_FAILED;
        if (check_given(keys, given, &err) < 0)
            return am_failure(&err);
        if (keys->rotates && refuse_waiting(keys) < 0)
            return AM_EXIT_FAILED;
    }
    return replace(keys, given);
}

static int import_key(struct keys *keys)
{
    struct am_key *given = NULL;
    struct am_err err;

    if (read_given(&given, keys->file, &err) < 0)
        return am_failure(&err);
    int status = import_into(keys, given);
    am_key_close(&given);
    return status;
}

/* ---- command ---- */

static const struct verb {
    const char *name;
    int (*run)(struct keys *keys);
    bool wants_file, may_destroy, may_rotate, has_formats;
} verbs[] = {
    {"show", show, false, false, false, true},
    {"check", check, false, false, false, false},
    {"rotate", rotate, false, true, false, false},
    {"export", export_key, true, false, false, false},
    {"import", import_key, true, true, true, false},
};

static const struct verb *find_verb(const char *name)
{
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        if (strcmp(name, verbs[i].name) == 0)
            return &verbs[i];
    }
    return NULL;
}

static int check_usage(const struct keys *keys, const struct verb *verb,
                       int words)
{
    bool has_format =
        keys->viewing.format != AM_FORMAT_TABLE || keys->viewing.output != NULL;

    if (words != verb->wants_file) {
        return am_usage_error("key",
                              verb->wants_file ? N_("%s takes one FILE, or -")
                                               : N_("%s takes no argument"),
                              verb->name);
    }
    if ((keys->destroys && !verb->may_destroy) ||
        (keys->rotates && !verb->may_rotate) ||
        (has_format && !verb->has_formats)) {
        return am_usage_error("key", "%s does not take that option",
                              verb->name);
    }
    return keys->destroys && !keys->yes ? am_upkeep_check_terminal("key")
                                        : AM_EXIT_OK;
}

int am_cmd_key(int argc, char **argv)
{
    struct keys keys = {0};
    int status = am_viewing_options(&keys.viewing, argc, argv, &view, &keys);

    if (status != AM_EXIT_OK)
        return status;
    const char *name = optind < argc ? argv[optind++] : "show";
    const struct verb *verb = find_verb(name);
    if (verb == NULL)
        return am_usage_error("key", "%s: not a word that it takes", name);
    status = check_usage(&keys, verb, argc - optind);
    if (status != AM_EXIT_OK)
        return status;
    if (verb->wants_file)
        keys.file = argv[optind];
    if (keys.destroys && !keys.yes && !agree())
        return AM_EXIT_FAILED;
    status = AM_EXIT_FAILED;
    if (am_viewing_configure(&keys.viewing, &keys.input) == 0)
        status = verb->run(&keys);
    am_viewing_close(&keys.input);
    return status;
}
