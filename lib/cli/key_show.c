/*
 * key_show - see key_show.h.
 */
#include "cli/key_show.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/language.h"
#include "base/units.h"
#include "cli/options.h"
#include "cli/rekey.h"
#include "meter/key.h"
#include "report/columns.h"
#include "report/json.h"
#include "report/words.h"

/* ---- read ---- */

static int read_key(struct am_key_facts *facts, struct am_err *err)
{
    struct am_key *key = NULL;
    struct am_err why;

    if (am_key_open(&key, facts->key_file, &why) < 0) {
        if (why.code == AM_ENOMEM)
            return am_fail(err, why.code, "%s", why.text);
        snprintf(facts->problem, sizeof(facts->problem), "%s", why.text);
        return 0;
    }
    int result = am_epoch_name_key(key, facts->id, err);
    am_key_close(&key);
    return result;
}

static int read_epochs(struct am_key_facts *facts, struct am_err *err)
{
    struct am_store *store = NULL;
    struct am_err why;

    if (am_store_open_readonly(&store, facts->database, &why) < 0) {
        return why.code == AM_ENOTFOUND
                   ? 0
                   : am_fail(err, why.code, "%s", why.text);
    }
    int result = am_epoch_list(store, &facts->epochs, &facts->count, err);
    am_store_close(&store);
    return result;
}

int am_key_facts_read(struct am_key_facts *facts, const char *key_file,
                      const char *database, struct am_err *err)
{
    *facts = (struct am_key_facts){.key_file = key_file, .database = database};
    return read_key(facts, err) < 0 ? -1 : read_epochs(facts, err);
}

void am_key_facts_free(struct am_key_facts *facts)
{
    free(facts->epochs);
    facts->epochs = NULL;
    facts->count = 0;
}

/* Does the key belong to the database, or is there none to belong to? */
static bool fits(const struct am_key_facts *facts)
{
    if (facts->id[0] == '\0')
        return false;
    if (facts->count == 0)
        return true;
    const char *current = facts->epochs[facts->count - 1].key_id;
    return current[0] == '\0' || strcmp(current, facts->id) == 0;
}

/* ---- print ---- */

/* Where the key of an epoch is; "": it is not here. */
static const char *place_of(const struct am_key_facts *facts,
                            const struct am_epoch *epoch,
                            char path[AM_REKEY_PATH_SIZE])
{
    if (epoch->key_id[0] == '\0')
        return "";
    if (strcmp(epoch->key_id, facts->id) == 0)
        return facts->key_file;
    am_rekey_kept(facts->key_file, epoch->key_id, path);
    return access(path, F_OK) == 0 ? path : "";
}

static void print_head(const struct am_key_facts *facts, FILE *out)
{
    fputs(_("key       "), out);
    if (facts->problem[0] != '\0') {
        am_print_safe(out, facts->problem);
    } else {
        am_print_safe(out, facts->key_file);
        fprintf(out, ", %s", facts->id);
    }
    fputs(_("\ndatabase  "), out);
    am_print_safe(out, facts->database);
    fputs(facts->count == 0 ? _(": not there yet\n") : "\n", out);
}

static void add_row(struct am_columns *columns,
                    const struct am_key_facts *facts,
                    const struct am_epoch *epoch)
{
    char day[AM_DAY_TEXT_SIZE];
    char counts[2][AM_COUNT_SIZE];
    char path[AM_REKEY_PATH_SIZE];
    const char *place = place_of(facts, epoch, path);
    const char *cells[] = {
        am_format_day(epoch->start_day, day),
        epoch->key_id[0] != '\0' ? epoch->key_id : _("none yet"),
        epoch->relay_id,
        am_count_text(epoch->contents, counts[0]),
        am_count_text(epoch->sightings, counts[1]),
        place[0] != '\0' ? place : _("not here"),
    };

    am_columns_add(columns, cells);
}

int am_key_print_table(const void *context, const struct am_viewing *viewing,
                       FILE *out, struct am_err *err)
{
    static const struct am_column headings[] = {{N_("since"), 0},
                                                {N_("key"), 0},
                                                {N_("relay"), 0},
                                                {N_("contents"), 1},
                                                {N_("attachments"), 1},
                                                {N_("key file"), 0},
                                                {NULL, 0}};
    const struct am_key_facts *facts = context;
    struct am_columns *columns = NULL;

    print_head(facts, out);
    if (facts->count == 0)
        return 0;
    columns = am_columns_create(headings, &viewing->look);
    for (size_t i = 0; i < facts->count; i++)
        add_row(columns, facts, &facts->epochs[i]);
    int result = am_columns_print(columns, out, err);
    am_columns_destroy(&columns);
    return result;
}

static json_t *text_or_null(const char *text)
{
    return text[0] != '\0' ? am_json_text(text) : json_null();
}

static json_t *epoch_json(const struct am_key_facts *facts,
                          const struct am_epoch *epoch)
{
    char path[AM_REKEY_PATH_SIZE];

    return json_pack("{so so ss sI sI so}", "since",
                     am_json_day(epoch->start_day), "key",
                     text_or_null(epoch->key_id), "relay", epoch->relay_id,
                     "contents", (json_int_t)epoch->contents, "attachments",
                     (json_int_t)epoch->sightings, "key_file",
                     text_or_null(place_of(facts, epoch, path)));
}

int am_key_print_json(const void *context, const struct am_viewing *viewing,
                      FILE *out, struct am_err *err)
{
    const struct am_key_facts *facts = context;
    json_t *epochs = json_array();

    (void)viewing;
    for (size_t i = 0; i < facts->count; i++)
        am_json_append(&epochs, epoch_json(facts, &facts->epochs[i]));
    return am_json_print(
        json_pack("{ss so so so so sb so}", "schema", "attachmeter.key/1",
                  "generated", am_json_time(time(NULL)), "source",
                  am_json_text(facts->database), "key_file",
                  am_json_text(facts->key_file), "key", text_or_null(facts->id),
                  "fits", (int)fits(facts), "epochs", epochs),
        out, err);
}

int am_key_print_csv(const void *context, const struct am_viewing *viewing,
                     FILE *out, struct am_err *err)
{
    static const char *const names[] = {
        "since", "key", "relay", "contents", "attachments", "key_file", NULL};
    const struct am_key_facts *facts = context;
    struct am_csv csv;

    am_csv_begin(&csv, out, viewing->csv_style);
    am_csv_names(&csv, names);
    for (size_t i = 0; i < facts->count; i++) {
        const struct am_epoch *epoch = &facts->epochs[i];
        char day[AM_DAY_TEXT_SIZE];
        char path[AM_REKEY_PATH_SIZE];
        am_csv_text(&csv, am_format_day(epoch->start_day, day));
        am_csv_text(&csv, epoch->key_id);
        am_csv_text(&csv, epoch->relay_id);
        am_csv_integer(&csv, epoch->contents);
        am_csv_integer(&csv, epoch->sightings);
        am_csv_text(&csv, place_of(facts, epoch, path));
        am_csv_end_row(&csv);
    }
    return am_csv_finish(&csv, err);
}
