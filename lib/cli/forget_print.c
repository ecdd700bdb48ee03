/*
 * forget_print - see forget_print.h.
 */
#include "cli/forget_print.h"

#include <stdio.h>
#include <time.h>

#include "base/language.h"
#include "report/columns.h"
#include "report/json.h"
#include "report/words.h"

int am_forget_print_table(const void *context, const struct am_viewing *viewing,
                          FILE *out, struct am_err *err)
{
    static const struct am_column headings[] = {{N_("content"), 0},
                                                {N_("attachments"), 1},
                                                {N_("inside"), 1},
                                                {N_("messages"), 1},
                                                {NULL, 0}};
    const struct am_forgetting *forget = context;
    struct am_columns *columns = am_columns_create(headings, &viewing->look);

    (void)viewing;
    fprintf(out, "attachmeter forget   %s\n",
            forget->is_dry ? _("nothing was deleted: a dry run")
                           : _("deleted:"));
    for (size_t i = 0; i < forget->count; i++) {
        const struct am_victim *victim = &forget->victims[i];
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

int am_forget_print_json(const void *context, const struct am_viewing *viewing,
                         FILE *out, struct am_err *err)
{
    const struct am_forgetting *forget = context;
    json_t *contents = json_array();

    (void)viewing;
    for (size_t i = 0; i < forget->count; i++) {
        const struct am_victim *victim = &forget->victims[i];
        char fingerprint[AM_FINGERPRINT_TEXT_SIZE];
        am_json_append(
            &contents,
            json_pack("{so ss sb sI sI sI}", "content",
                      am_json_text(victim->sought.name), "fingerprint",
                      am_sought_text(&victim->sought, fingerprint), "seen",
                      (int)(victim->counts.contents > 0), "attachments",
                      (json_int_t)victim->counts.sightings, "inside",
                      (json_int_t)victim->counts.inside, "messages",
                      (json_int_t)victim->counts.messages));
    }
    return am_json_print(json_pack("{ss so so sb so}", "schema",
                                   "attachmeter.forget/1", "generated",
                                   am_json_time(time(NULL)), "source",
                                   am_json_text(forget->source), "dry_run",
                                   (int)forget->is_dry, "contents", contents),
                         out, err);
}

int am_forget_print_csv(const void *context, const struct am_viewing *viewing,
                        FILE *out, struct am_err *err)
{
    static const char *const names[] = {
        "content", "fingerprint", "seen", "attachments",
        "inside",  "messages",    NULL};
    const struct am_forgetting *forget = context;
    struct am_csv csv;

    am_csv_begin(&csv, out, viewing->csv_style);
    am_csv_names(&csv, names);
    for (size_t i = 0; i < forget->count; i++) {
        const struct am_victim *victim = &forget->victims[i];
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
