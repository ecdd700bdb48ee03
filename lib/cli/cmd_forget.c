/*
 * cmd_forget - `attachmeter forget FILE...`: what the detail knows of these
 * contents is deleted; the sums of days stay.
 *
 * Works beside a running daemon.  Leaves a line in the system's log.
 */
#include <getopt.h>
#include <stdlib.h>

#include "base/language.h"
#include "cli/command.h"
#include "cli/forget_print.h"
#include "cli/keyring.h"
#include "cli/opening.h"
#include "cli/upkeep.h"
#include "cli/witness.h"
#include "fleet/forgotten.h"

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

static int take(void *context, int letter, const char *argument,
                const struct am_viewing *viewing)
{
    struct am_forgetting *forget = context;

    (void)viewing;
    if (letter == 'n')
        forget->is_dry = true;
    if (letter == 'y')
        forget->yes = true;
    if (letter == LETTER_FINGERPRINT)
        forget->given[forget->given_count++] = argument;
    return AM_EXIT_OK;
}

static const struct am_view view = {
    .usage = &usage,
    .take = take,
    .print = {am_forget_print_table, am_forget_print_json, am_forget_print_csv},
};

/* ---- which ---- */

static int name_victims(struct am_forgetting *forget, char **paths,
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

/* The same files, as they were known under the keys before. */
static int add_older(struct am_forgetting *forget,
                     const struct am_keyring *ring, struct am_err *err)
{
    size_t named = forget->count;

    for (size_t i = forget->given_count; i < named; i++) {
        for (size_t k = 1; k < ring->count; k++) {
            struct am_victim *victim = &forget->victims[forget->count++];
            *victim = (struct am_victim){.sought = forget->victims[i].sought,
                                         .is_older = true};
            if (am_sought_under(&victim->sought, ring->keys[k], err) < 0)
                return -1;
        }
    }
    return 0;
}

/* Read all files before anything is deleted. */
static int seek(struct am_forgetting *forget, char **paths,
                struct am_store *store, const char *key_file)
{
    struct am_keyring ring = {0};
    struct am_err err;
    int result = 0;

    if (forget->count > forget->given_count)
        result = am_keyring_open(&ring, store, key_file);
    if (result == 0 && (name_victims(forget, paths, ring.keys[0], &err) < 0 ||
                        add_older(forget, &ring, &err) < 0)) {
        am_complain("%s", err.text);
        result = -1;
    }
    am_keyring_close(&ring);
    return result;
}

/* Look at all; those under older keys that were not seen are left out. */
static int preview(struct am_forgetting *forget, struct am_store *store)
{
    struct am_err err;
    size_t kept = 0;

    for (size_t i = 0; i < forget->count; i++) {
        struct am_victim *victim = &forget->victims[kept];
        *victim = forget->victims[i];
        if (am_forget_preview(store, victim->sought.fingerprint,
                              &victim->counts, &err) < 0) {
            am_complain("%s", err.text);
            return -1;
        }
        kept += !victim->is_older || victim->counts.contents > 0;
        forget->all.contents += victim->counts.contents;
        forget->all.sightings += victim->counts.sightings;
        forget->all.messages += victim->counts.messages;
    }
    forget->count = kept;
    return 0;
}

/* ---- delete ---- */

static int step(void *context, struct am_err *err)
{
    const struct am_forgetting *forget = context;

    return am_forget_step(forget->running, err);
}

static void tell(void *context, double elapsed_s, char *text, size_t size)
{
    const struct am_forgetting *forget = context;
    struct am_forget_counts counts;

    (void)elapsed_s;
    am_forget_count(forget->running, &counts);
    snprintf(text, size, _("deleted: attachments %lld, messages %lld"),
             (long long)counts.sightings, (long long)counts.messages);
}

/* For the shards, of all that is in the database by now. */
struct note {
    const struct am_forgetting *forget;
    const struct am_victim *victim;
    struct am_store *store;
};

static int leave_note(void *context, struct am_err *err)
{
    const struct note *note = context;

    if (!note->forget->has_fleet)
        return 0;
    return am_forgotten_note(note->store, note->forget->source,
                             note->victim->sought.fingerprint, err);
}

/* A note before anything is deleted that it has to tell of. */
static int delete_one(struct am_forgetting *forget, struct am_victim *victim,
                      struct am_store *store)
{
    const struct am_upkeep upkeep = {"forget", step, tell, forget,
                                     forget->has_progress};
    struct note note = {forget, victim, store};
    struct am_err err;
    if (am_forget_create(&forget->running, store, victim->sought.fingerprint,
                         leave_note, &note, &err) < 0 ||
        leave_note(&note, &err) < 0) {
        am_complain("%s", err.text);
        am_forget_destroy(&forget->running);
        return -1;
    }
    int result = am_upkeep_run(&upkeep);
    am_forget_count(forget->running, &victim->counts);
    am_forget_destroy(&forget->running);
    return result;
}

static bool agree(const struct am_forgetting *forget)
{
    fprintf(stderr,
            am_plural("Delete %lld content: %lld attachments, %lld messages "
                      "with nothing else?  [y/N] ",
                      "Delete %lld contents: %lld attachments, %lld messages "
                      "with nothing else?  [y/N] ",
                      (unsigned long)forget->all.contents),
            (long long)forget->all.contents, (long long)forget->all.sightings,
            (long long)forget->all.messages);
    return am_upkeep_is_agreed();
}

/* Records that were spooled before this began would bring a content back. */
static int delete_all(struct am_forgetting *forget, struct am_store *store)
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

static bool is_any_seen(const struct am_forgetting *forget)
{
    for (size_t i = 0; i < forget->count; i++) {
        if (forget->victims[i].counts.contents > 0)
            return true;
    }
    return false;
}

static int run(struct am_forgetting *forget, const struct am_viewing *viewing,
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

static int open_and_run(struct am_forgetting *forget, char **paths,
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
        forget->has_fleet = input.settings->fleet_url[0] != NULL;
        if (seek(forget, paths, input.store, input.settings->key_file) == 0)
            status = run(forget, viewing, input.store);
    }
    am_viewing_close(&input);
    return status;
}

static int check_wish(const struct am_forgetting *forget)
{
    if (forget->count == 0)
        return am_usage_error("forget", "no FILE to forget");
    return !forget->yes && !forget->is_dry ? am_upkeep_check_terminal("forget")
                                           : AM_EXIT_OK;
}

int am_cmd_forget(int argc, char **argv)
{
    struct am_viewing viewing = {0};
    struct am_forgetting forget = {0};
    size_t most = (size_t)argc; /* of either kind */

    forget.given = calloc(most, sizeof(forget.given[0]));
    forget.victims = calloc(most * AM_KEYRING_MOST, sizeof(forget.victims[0]));
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
