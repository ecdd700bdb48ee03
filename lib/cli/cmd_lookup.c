/*
 * cmd_lookup - `attachmeter lookup FILE...`: was this file seen, how often, in
 * how many mailboxes.
 *
 * Asks the detail alone, so that what is older is not known.  Takes the site's
 * key, and leaves a line in the system's log.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/language.h"
#include "base/units.h"
#include "cli/command.h"
#include "cli/keyring.h"
#include "cli/opening.h"
#include "cli/sought.h"
#include "cli/viewing.h"
#include "cli/witness.h"
#include "report/columns.h"
#include "report/json.h"
#include "report/words.h"
#include "store/lookup.h"

static const struct am_option options[] = {
    AM_VIEWING_OUTPUT,
    AM_VIEWING_SOURCE,
    {0},
};

static const struct am_usage usage = {
    N_("lookup [options] FILE..."),
    N_("Was this file seen as an attachment, how often, in how many mailboxes?\n"
       "FILE is a file as it was attached; - is standard input."),
    options,
    N_("Takes the site's key, and is noted in the system's log (authpriv).\n"
       "\n"
       "times   messages that it was attached to, as long as these are kept\n"
       "own     copies in our mailboxes, Sent folders among them\n"
       "others  copies to other people's mailboxes\n"
       "inside  times that it was inside of another attachment (winmail.dat);\n"
       "        its copies there are in JSON and CSV\n"
       "exit: 0 seen, 1 failed, 2 wrong usage, 3 no FILE was seen"),
};

struct answer {
    struct am_sought sought;
    bool is_seen;
    struct am_lookup found;
};

struct lookup {
    const char *source;
    int64_t detail_days;
    struct answer *answers;
    size_t count, seen;
};

/* ---- print ---- */

static void add_row(struct am_columns *columns, const struct answer *answer,
                    enum am_unit_style units)
{
    const struct am_lookup *found = &answer->found;
    const struct am_lookup_times *times = &found->attached;
    char size[AM_SIZE_TEXT_SIZE];
    char first[AM_DAY_TEXT_SIZE];
    char last[AM_DAY_TEXT_SIZE];
    char counts[4][AM_COUNT_SIZE];
    const char *cells[9] = {
        answer->sought.name,
        _("not seen"),
        "",
        "",
        "",
        "",
        "",
        "",
        am_format_size((uint64_t)answer->sought.size_bytes, units, size)};

    if (answer->is_seen) {
        cells[1] = _(am_family_name(found->family));
        cells[2] = am_format_day(found->first_day, first);
        cells[3] = am_format_day(found->last_day, last);
        cells[4] = am_count_text(times->sightings, counts[0]);
        cells[5] =
            am_count_text(times->copies_local + times->copies_sent, counts[1]);
        cells[6] = am_count_text(times->copies_external, counts[2]);
        cells[7] = am_count_text(found->inside.sightings, counts[3]);
    }
    am_columns_add(columns, cells);
}

static int print_table(const void *context, const struct am_viewing *viewing,
                       FILE *out, struct am_err *err)
{
    static const struct am_column headings[] = {
        {N_("file"), 0},  {N_("type"), 0}, {N_("first"), 0},  {N_("last"), 0},
        {N_("times"), 1}, {N_("own"), 1},  {N_("others"), 1}, {N_("inside"), 1},
        {N_("size"), 1},  {NULL, 0}};
    const struct lookup *lookup = context;
    struct am_columns *columns = am_columns_create(headings, &viewing->look);

    fprintf(out, _("attachmeter lookup   detail is kept for %lld days (UTC)\n"),
            (long long)lookup->detail_days);
    for (size_t i = 0; i < lookup->count; i++)
        add_row(columns, &lookup->answers[i], viewing->look.units);
    int result = am_columns_print(columns, out, err);
    am_columns_destroy(&columns);
    return result;
}

static json_t *times_json(const struct am_lookup_times *times)
{
    return json_pack("{sI s{sI sI sI}}", "times", (json_int_t)times->sightings,
                     "copies", "local", (json_int_t)times->copies_local, "sent",
                     (json_int_t)times->copies_sent, "external",
                     (json_int_t)times->copies_external);
}

static json_t *answer_json(const struct answer *answer)
{
    const struct am_lookup *found = &answer->found;
    char fingerprint[AM_FINGERPRINT_TEXT_SIZE];
    json_t *object =
        json_pack("{so sI ss sb}", "file", am_json_text(answer->sought.name),
                  "size_bytes", (json_int_t)answer->sought.size_bytes,
                  "fingerprint", am_sought_text(&answer->sought, fingerprint),
                  "seen", (int)answer->is_seen);

    if (!answer->is_seen)
        return object;
    json_t *more = json_pack(
        "{ss so so so so so}", "type", am_family_name(found->family),
        "first_day", am_json_day(found->first_day), "last_day",
        am_json_day(found->last_day), "last_own_day",
        found->is_own ? am_json_day(found->last_own_day) : json_null(),
        "attached", times_json(&found->attached), "inside",
        times_json(&found->inside));
    return am_json_join(object, more);
}

static int print_json(const void *context, const struct am_viewing *viewing,
                      FILE *out, struct am_err *err)
{
    const struct lookup *lookup = context;
    json_t *files = json_array();

    (void)viewing;
    for (size_t i = 0; i < lookup->count; i++)
        am_json_append(&files, answer_json(&lookup->answers[i]));
    return am_json_print(
        json_pack("{ss so so sI so}", "schema", "attachmeter.lookup/1",
                  "generated", am_json_time(time(NULL)), "source",
                  am_json_text(lookup->source), "detail_days",
                  (json_int_t)lookup->detail_days, "files", files),
        out, err);
}

static void csv_times(struct am_csv *csv, const struct am_lookup_times *times)
{
    am_csv_integer(csv, times->sightings);
    am_csv_integer(csv, times->copies_local);
    am_csv_integer(csv, times->copies_sent);
    am_csv_integer(csv, times->copies_external);
}

static void csv_answer(struct am_csv *csv, const struct answer *answer)
{
    const struct am_lookup *found = &answer->found;
    char fingerprint[AM_FINGERPRINT_TEXT_SIZE];
    char day[AM_DAY_TEXT_SIZE];

    am_csv_text(csv, answer->sought.name);
    am_csv_integer(csv, answer->sought.size_bytes);
    am_csv_text(csv, am_sought_text(&answer->sought, fingerprint));
    am_csv_text(csv, answer->is_seen ? "yes" : "no");
    am_csv_text(csv, answer->is_seen ? am_family_name(found->family) : NULL);
    am_csv_text(csv,
                answer->is_seen ? am_format_day(found->first_day, day) : NULL);
    am_csv_text(csv,
                answer->is_seen ? am_format_day(found->last_day, day) : NULL);
    am_csv_text(csv,
                found->is_own ? am_format_day(found->last_own_day, day) : NULL);
    csv_times(csv, &found->attached);
    csv_times(csv, &found->inside);
    am_csv_end_row(csv);
}

static int print_csv(const void *context, const struct am_viewing *viewing,
                     FILE *out, struct am_err *err)
{
    static const char *const names[] = {"file",
                                        "size_bytes",
                                        "fingerprint",
                                        "seen",
                                        "type",
                                        "first_day",
                                        "last_day",
                                        "last_own_day",
                                        "times",
                                        "copies_local",
                                        "copies_sent",
                                        "copies_external",
                                        "inside_times",
                                        "inside_copies_local",
                                        "inside_copies_sent",
                                        "inside_copies_external",
                                        NULL};
    const struct lookup *lookup = context;
    struct am_csv csv;

    am_csv_begin(&csv, out, viewing->csv_style);
    am_csv_names(&csv, names);
    for (size_t i = 0; i < lookup->count; i++)
        csv_answer(&csv, &lookup->answers[i]);
    return am_csv_finish(&csv, err);
}

static const struct am_view view = {
    .usage = &usage,
    .print = {print_table, print_json, print_csv},
};

/* ---- gather ---- */

static int read_files(struct lookup *lookup, char **paths,
                      const struct am_key *key, struct am_err *err)
{
    for (size_t i = 0; i < lookup->count; i++) {
        if (am_sought_file(&lookup->answers[i].sought, key, paths[i], err) < 0)
            return -1;
    }
    return 0;
}

static void add_times(struct am_lookup_times *sum,
                      const struct am_lookup_times *more)
{
    sum->sightings += more->sightings;
    sum->copies_local += more->copies_local;
    sum->copies_sent += more->copies_sent;
    sum->copies_external += more->copies_external;
}

/* The same content, as it was known under an older key. */
static void add_older(struct am_lookup *found, const struct am_lookup *older)
{
    if (older->first_day < found->first_day)
        found->first_day = older->first_day;
    if (older->last_day > found->last_day)
        found->last_day = older->last_day;
    if (older->is_own &&
        (!found->is_own || older->last_own_day > found->last_own_day))
        found->last_own_day = older->last_own_day;
    found->is_own |= older->is_own;
    add_times(&found->attached, &older->attached);
    add_times(&found->inside, &older->inside);
}

/* Ask under the older keys as well; the fingerprint is that of the newest one
 * under which it was seen. */
static int find_older(struct answer *answer, struct am_store *store,
                      const struct am_keyring *ring, struct am_err *err)
{
    struct am_sought sought = answer->sought;
    struct am_lookup older;

    for (size_t i = ring->count; i > 1; i--) {
        if (am_sought_under(&sought, ring->keys[i - 1], err) < 0)
            return -1;
        int result = am_lookup_find(store, sought.fingerprint, &older, err);
        if (result < 0)
            return -1;
        if (result == 1 && answer->is_seen) {
            add_older(&answer->found, &older);
        } else if (result == 1) {
            answer->is_seen = true;
            answer->found = older;
            answer->sought = sought;
        }
    }
    return 0;
}

static int find_all(struct lookup *lookup, struct am_store *store,
                    const struct am_keyring *ring, struct am_err *err)
{
    for (size_t i = 0; i < lookup->count; i++) {
        struct answer *answer = &lookup->answers[i];
        int result = am_lookup_find(store, answer->sought.fingerprint,
                                    &answer->found, err);
        if (result < 0)
            return -1;
        answer->is_seen = result == 1;
        if (find_older(answer, store, ring, err) < 0)
            return -1;
        lookup->seen += answer->is_seen;
    }
    return 0;
}

/* Everything that needs the keys. */
static int gather(struct lookup *lookup, char **paths, struct am_store *store,
                  const struct am_keyring *ring)
{
    struct am_err err;

    if (read_files(lookup, paths, ring->keys[0], &err) == 0 &&
        find_all(lookup, store, ring, &err) == 0)
        return 0;
    am_complain("%s", err.text);
    return -1;
}

static int ask_store(struct lookup *lookup, char **paths,
                     const struct am_viewing *viewing,
                     const struct am_viewing_input *input)
{
    struct am_keyring ring;
    int status = AM_EXIT_FAILED;

    if (am_keyring_open(&ring, input->store, input->settings->key_file) == 0) {
        am_witness("lookup", lookup->count);
        if (gather(lookup, paths, input->store, &ring) == 0)
            status = am_viewing_print(viewing, &view, lookup);
    }
    am_keyring_close(&ring);
    return status;
}

static int ask(struct lookup *lookup, char **paths,
               const struct am_viewing *viewing)
{
    struct am_viewing_input input = {0};
    int status = AM_EXIT_FAILED;

    if (am_viewing_configure(viewing, &input) == 0) {
        lookup->detail_days = input.settings->detail_days;
        lookup->source = input.source;
        if (am_opening_store(&input.store, input.source) == 0)
            status = ask_store(lookup, paths, viewing, &input);
    }
    am_viewing_close(&input);
    if (status == AM_EXIT_OK && lookup->seen == 0)
        status = AM_EXIT_NO_DATA;
    return status;
}

int am_cmd_lookup(int argc, char **argv)
{
    struct am_viewing viewing = {0};
    struct lookup lookup = {0};

    if (am_viewing_options(&viewing, argc, argv, &view, NULL) != AM_EXIT_OK)
        return AM_EXIT_USAGE;
    if (optind == argc)
        return am_usage_error("lookup", "no FILE to look up");
    lookup.count = (size_t)(argc - optind);
    lookup.answers = calloc(lookup.count, sizeof(lookup.answers[0]));
    if (lookup.answers == NULL) {
        am_complain("no memory for %zu files", lookup.count);
        return AM_EXIT_FAILED;
    }
    int status = ask(&lookup, argv + optind, &viewing);
    free(lookup.answers);
    return status;
}
