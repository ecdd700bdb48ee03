/*
 * cmd_forget - `attachmeter forget FILE...`: what the detail knows of these
 * contents is deleted; the sums of days stay.
 *
 * Works beside a running daemon.  Leaves a line in the system's log.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/language.h"
#include "cli/command.h"
#include "cli/opening.h"
#include "cli/sought.h"
#include "cli/upkeep.h"
#include "cli/viewing.h"
#include "cli/witness.h"
#include "report/columns.h"
#include "report/json.h"
#include "report/words.h"
#include "store/forget.h"

#define WAIT_S 10 /* for records that the recorder is about to read */

enum {
    LETTER_FINGERPRINT = AM_VIEWING_END,
};

static const struct am_option options[] = {
    {"fingerprint", LETTER_FINGERPRINT, N_("HEX"),
     N_("forget the content of this fingerprint; repeat")},
    {"dry-run", 'n', NULL, N_("delete nothing: print what would go")},
    {"yes", 'y', NULL, N_("do not ask")},
    AM_VIEWING_OUTPUT,
    AM_VIEWING_SOURCE,
    {0},
};

static const struct am_usage usage = {
    N_("forget [options] FILE..."),
    N_("Delete what is known of the contents of files: their attachments, the\n"
       "messages that held nothing else, their places inside other attachments.\n"
       "FILE is a file as it was attached; - is standard input."),
    options,
    N_("Sums of days stay: they name no file.  Deleted rows are overwritten.  The\n"
       "daemon may run; seen again, a content is new.  Takes the site's key, but\n"
       "for fingerprints, and is noted in the system's log (authpriv).\n"
       "\n"
       "Files of the spool keep a fingerprint, unread, for up to four hours, and\n"
       "copies of the database as long as they are kept.\n"
       "exit: 0 done, 1 failed, 2 wrong usage, 3 no FILE was seen"),
};

struct victim {
    struct am_sought sought;
    struct am_forget_counts counts;
};

struct forget {
    bool is_dry, yes, has_progress;
    const char *source;
    const char **given; /* fingerprints */
    size_t given_count;
    struct victim *victims;
    size_t count;
    struct am_forget_counts all;
    struct am_forget *running;
};

static int take(void *context, int letter, const char *argument,
                const struct am_viewing *viewing)
{
    struct forget *forget = context;

    (void)viewing;
    if (letter == 'n')
        forget->is_dry = true;
    if (letter == 'y')
        forget->yes = true;
    if (letter == LETTER_FINGERPRINT)
        forget->given[forget->given_count++] = argument;
    return AM_EXIT_OK;
}

/* ---- print ---- */

static int print_table(const void *context, const struct am_viewing *viewing,
                       FILE *out, struct am_err *err)
{
    static const struct am_column headings[] = {{N_("content"), 0},
                                                {N_("attachments"), 1},
                                                {N_("inside"), 1},
                                                {N_("messages"), 1},
                                                {NULL, 0}};
    const struct forget *forget = context;
    struct am_columns *columns = am_columns_create(headings, &viewing->look);

    (void)viewing;
    fprintf(out, "attachmeter forget   %s\n",
            forget->is_dry ? _("nothing was deleted: a dry run")
                           : _("deleted:"));
    for (size_t i = 0; i < forget->count; i++) {
        const struct victim *victim = &forget->victims[i];
        char counts[3][AM_COUNT_SIZE];
        const char *cells[] = {victim->sought.name, _("not seen"), "", ""};
        if (victim->counts.contents > 0) {
            cells[1] = am_count_text(victim->counts.sightings, counts[0]);
            cells[2] = am_count_text(victim->counts.inside, counts[1]);
            cells[3] = am_count_text(victim->counts.messages, counts[2]);
        }
        am_columns_add(columns, cells);
    }
    int result = am_columns_print(columns, out, err);
    am_columns_destroy(&columns);
    return result;
}

static int print_json(const void *context, const struct am_viewing *viewing,
                      FILE *out, struct am_err *err)
{
    const struct forget *forget = context;
    json_t *contents = json_array();
    int failed = 0;

    (void)viewing;
    for (size_t i = 0; i < forget->count; i++) {
        const struct victim *victim = &forget->victims[i];
        char fingerprint[AM_FINGERPRINT_TEXT_SIZE];
        failed |= json_array_append_new(
            contents,
            json_pack("{so ss sb sI sI sI}", "content",
                      am_json_text(victim->sought.name), "fingerprint",
                      am_sought_text(&victim->sought, fingerprint), "seen",
                      (int)(victim->counts.contents > 0), "attachments",
                      (json_int_t)victim->counts.sightings, "inside",
                      (json_int_t)victim->counts.inside, "messages",
                      (json_int_t)victim->counts.messages));
    }
    if (failed) {
        json_decref(contents);
        contents = NULL;
    }
    return am_json_print(json_pack("{ss so so sb so}", "schema",
                                   "attachmeter.forget/1", "generated",
                                   am_json_time(time(NULL)), "source",
                                   am_json_text(forget->source), "dry_run",
                                   (int)forget->is_dry, "contents", contents),
                         out, err);
}

static int print_csv(const void *context, const struct am_viewing *viewing,
                     FILE *out, struct am_err *err)
{
    static const char *const names[] = {
        "content", "fingerprint", "seen", "attachments",
        "inside",  "messages",    NULL};
    const struct forget *forget = context;
    struct am_csv csv;

    am_csv_begin(&csv, out, viewing->csv_style);
    am_csv_names(&csv, names);
    for (size_t i = 0; i < forget->count; i++) {
        const struct victim *victim = &forget->victims[i];
        char fingerprint[AM_FINGERPRINT_TEXT_SIZE];
        am_csv_text(&csv, victim->sought.name);
        am_csv_text(&csv, am_sought_text(&victim->sought, fingerprint));
        am_csv_text(&csv, victim->counts.contents > 0 ? "yes" : "no");
        am_csv_integer(&csv, victim->counts.sightings);
        am_csv_integer(&csv, victim->counts.inside);
        am_csv_integer(&csv, victim->counts.messages);
        am_csv_end_row(&csv);
    }
    return am_csv_finish(&csv, err);
}

static const struct am_view view = {
    .usage = &usage,
    .take = take,
    .print = {print_table, print_json, print_csv},
};

/* ---- which ---- */

static int name_victims(struct forget *forget, char **paths,
                        const struct am_key *key, struct am_err *err)
{
    for (size_t i = 0; i < forget->count; i++) {
        struct am_sought *sought = &forget->victims[i].sought;
        int failed = i < forget->given_count
                         ? am_sought_given(sought, forget->given[i], err)
                         : am_sought_file(sought, key,
                                          paths[i - forget->given_count], err);
        if (failed)
            return -1;
    }
    return 0;
}

/* Read all files before anything is deleted. */
static int seek(struct forget *forget, char **paths, struct am_store *store,
                const char *key_file)
{
    struct am_key *key = NULL;
    struct am_err err;

    if (forget->count > forget->given_count &&
        am_opening_key(&key, key_file) < 0)
        return -1;
    int result = key != NULL ? am_opening_bound(store, key) : 0;
    if (result == 0 && name_victims(forget, paths, key, &err) < 0) {
        am_complain("%s", err.text);
        result = -1;
    }
    am_key_close(&key);
    return result;
}

static int preview(struct forget *forget, struct am_store *store)
{
    struct am_err err;

    for (size_t i = 0; i < forget->count; i++) {
        struct victim *victim = &forget->victims[i];
        if (am_forget_preview(store, victim->sought.fingerprint,
                              &victim->counts, &err) < 0) {
            am_complain("%s", err.text);
            return -1;
        }
        forget->all.contents += victim->counts.contents;
        forget->all.sightings += victim->counts.sightings;
        forget->all.messages += victim->counts.messages;
    }
    return 0;
}

/* ---- delete ---- */

static int step(void *context, struct am_err *err)
{
    const struct forget *forget = context;

    return am_forget_step(forget->running, err);
}

static void tell(void *context, double elapsed_s, char *text, size_t size)
{
    const struct forget *forget = context;
    struct am_forget_counts counts;

    (void)elapsed_s;
    am_forget_count(forget->running, &counts);
    snprintf(text, size, _("deleted: attachments %lld, messages %lld"),
             (long long)counts.sightings, (long long)counts.messages);
}

static int delete_one(struct forget *forget, struct victim *victim,
                      struct am_store *store)
{
    const struct am_upkeep upkeep = {"forget", step, tell, forget,
                                     forget->has_progress};
    struct am_err err;

    if (am_forget_create(&forget->running, store, victim->sought.fingerprint,
                         &err) < 0) {
        am_complain("%s", err.text);
        return -1;
    }
    int result = am_upkeep_run(&upkeep);
    am_forget_count(forget->running, &victim->counts);
    am_forget_destroy(&forget->running);
    return result;
}

static bool agree(const struct forget *forget)
{
    char answer[8] = "";

    fprintf(stderr,
            am_plural("Delete %lld content: %lld attachments, %lld messages "
                      "with nothing else?  [y/N] ",
                      "Delete %lld contents: %lld attachments, %lld messages "
                      "with nothing else?  [y/N] ",
                      (unsigned long)forget->all.contents),
            (long long)forget->all.contents, (long long)forget->all.sightings,
            (long long)forget->all.messages);
    return fgets(answer, sizeof(answer), stdin) != NULL &&
           strchr(_("yY"), answer[0]) != NULL && answer[0] != '\0';
}

/* Records that were spooled before this began would bring a content back. */
static int delete_all(struct forget *forget, struct am_store *store)
{
    bool is_waiting = false;

    if (am_upkeep_wait(store, forget->source, WAIT_S, &is_waiting) < 0)
        return AM_EXIT_FAILED;
    for (size_t i = 0; i < forget->count; i++) {
        if (delete_one(forget, &forget->victims[i], store) < 0)
            return AM_EXIT_FAILED;
    }
    if (!is_waiting)
        return AM_EXIT_OK;
    am_complain("records wait in %s.spool that may name it: run this again "
                "when attachmeterd has read them",
                forget->source);
    return AM_EXIT_FAILED;
}

static bool is_any_seen(const struct forget *forget)
{
    for (size_t i = 0; i < forget->count; i++) {
        if (forget->victims[i].counts.contents > 0)
            return true;
    }
    return false;
}

static int run(struct forget *forget, const struct am_viewing *viewing,
               struct am_store *store)
{
    int status = AM_EXIT_OK;

    if (preview(forget, store) < 0)
        return AM_EXIT_FAILED;
    if (!forget->is_dry && !forget->yes && forget->all.contents > 0 &&
        !agree(forget))
        return AM_EXIT_FAILED;
    forget->has_progress = !viewing->has_no_progress;
    if (!forget->is_dry)
        status = delete_all(forget, store);
    int printed = am_viewing_print(viewing, &view, forget);
    if (status != AM_EXIT_OK || printed != AM_EXIT_OK)
        return AM_EXIT_FAILED;
    return is_any_seen(forget) ? AM_EXIT_OK : AM_EXIT_NO_DATA;
}

static int open_and_run(struct forget *forget, char **paths,
                        const struct am_viewing *viewing)
{
    struct am_viewing_input input = {0};
    int status = AM_EXIT_FAILED;
    int opened = am_viewing_configure(viewing, &input);

    forget->source = input.source;
    if (opened == 0) {
        opened = forget->is_dry ? am_opening_store(&input.store, input.source)
                                : am_opening_writer(&input.store, input.source);
    }
    if (opened == 0) {
        am_witness(forget->is_dry ? "forget --dry-run" : "forget",
                   forget->count);
        if (seek(forget, paths, input.store, input.settings->key_file) == 0)
            status = run(forget, viewing, input.store);
    }
    am_viewing_close(&input);
    return status;
}

/* Where nobody can be asked, that it is meant must be said. */
static int check_wish(const struct forget *forget)
{
    if (forget->count == 0)
        return am_usage_error("forget", "no FILE to forget");
    if (!forget->yes && !forget->is_dry &&
        (isatty(STDIN_FILENO) == 0 || isatty(STDERR_FILENO) == 0))
        return am_usage_error("forget", "--yes is needed: no terminal to ask");
    return AM_EXIT_OK;
}

int am_cmd_forget(int argc, char **argv)
{
    struct am_viewing viewing = {0};
    struct forget forget = {0};
    size_t most = (size_t)argc; /* of either kind */

    forget.given = calloc(most, sizeof(forget.given[0]));
    forget.victims = calloc(most, sizeof(forget.victims[0]));
    int status = AM_EXIT_FAILED;
    if (forget.given == NULL || forget.victims == NULL) {
        am_complain("no memory to forget");
    } else {
        status = am_viewing_options(&viewing, argc, argv, &view, &forget);
    }
    if (status == AM_EXIT_OK) {
        forget.count = forget.given_count + (size_t)(argc - optind);
        status = check_wish(&forget);
    }
    if (status == AM_EXIT_OK)
        status = open_and_run(&forget, argv + optind, &viewing);
    free(forget.victims);
    free(forget.given);
    return status;
}
