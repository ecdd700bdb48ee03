/*
 * cmd_merge - `attachmeter merge A.db B.db -o C.db`: a handful of relays as one
 * database, for reports.
 *
 * Only reads its inputs, which daemons may write into.
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/language.h"
#include "base/units.h"
#include "cli/command.h"
#include "cli/newfile.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "report/json.h"
#include "report/words.h"
#include "store/merge.h"

#define LINE_SIZE 160

enum {
    LETTER_NO_PROGRESS = 256,
};

static const struct am_option options[] = {
    {"output", 'o', N_("FILE"), N_("the database to be made")},
    {"force", 'f', NULL, N_("take the place of FILE, if it is there")},
    {"json", 'j', NULL, N_("print one JSON object")},
    {"quiet", 'q', NULL, N_("errors only: no remarks, no progress")},
    {"no-progress", LETTER_NO_PROGRESS, NULL, N_("do not tell how far it is")},
    {0},
};

static const struct am_usage usage = {
    N_("merge [options] -o FILE DATABASE DATABASE..."),
    N_("Put the databases of several relays together in FILE, for reports: a file\n"
       "that went through two of them is one content.  They must share a key\n"
       "(attachmeter key); they are only read, and their daemons may run."),
    options,
    N_("Sums of days are added up; what is new is told again from the detail, the\n"
       "first sighting by day, relay and number counts.  On days whose detail is\n"
       "gone unique is an upper bound, and reports say so.  A message that passes\n"
       "two of the relays is counted by each: merge relays beside each other.\n"
       "Of a database and a copy of it the later one is taken.\n"
       "exit: 0 done, 1 failed, 2 wrong usage"),
};

struct merging {
    const char *output;
    bool may_replace, is_json, is_quiet, has_no_progress;
    char **inputs;
    int count;
    bool *left_out; /* of the inputs: another one holds all of it */
    struct am_merge_counts counts;
    int64_t bytes;
};

/* ---- merge ---- */

static int add_all(const struct merging *merging, struct am_merge *merge,
                   struct am_err *err)
{
    struct am_progress progress;
    int result = 0;

    am_progress_begin(&progress, "merge", AM_PROGRESS_DELAY_S,
                      !merging->has_no_progress && !merging->is_quiet);
    for (int i = 0; i < merging->count && result == 0; i++)
        result = am_merge_look(merge, merging->inputs[i], err);
    for (int i = 0; i < merging->count && result >= 0; i++) {
        char line[LINE_SIZE];
        if (am_progress_is_due(&progress)) {
            snprintf(line, sizeof(line), _("%d of %d databases"), i,
                     merging->count);
            am_progress_show(&progress, line);
        }
        result = am_merge_add(merge, merging->inputs[i], err);
        merging->left_out[i] = result == 1;
    }
    am_progress_end(&progress);
    return result < 0 ? -1 : 0;
}

static int make(struct merging *merging, const char *path, struct am_err *err)
{
    struct am_merge *merge = NULL;

    if (am_merge_create(&merge, path, err) < 0)
        return -1;
    int result = add_all(merging, merge, err);
    if (result == 0)
        result = am_merge_finish(merge, &merging->counts, err);
    am_merge_destroy(&merge);
    return result;
}

/* ---- print ---- */

static json_t *inputs_json(const struct merging *merging, bool left_out)
{
    json_t *inputs = json_array();

    for (int i = 0; i < merging->count; i++) {
        if (merging->left_out[i] == left_out)
            am_json_append(&inputs, am_json_text(merging->inputs[i]));
    }
    return inputs;
}

static int print_json(const struct merging *merging, struct am_err *err)
{
    const struct am_merge_counts *counts = &merging->counts;

    return am_json_print(
        json_pack(
            "{ss so so so so sI sI sI sI sI so}", "schema",
            "attachmeter.merge/1", "generated", am_json_time(time(NULL)),
            "sources", inputs_json(merging, false), "left_out",
            inputs_json(merging, true), "file", am_json_text(merging->output),
            "bytes", (json_int_t)merging->bytes, "relays",
            (json_int_t)counts->relays, "messages",
            (json_int_t)counts->messages, "attachments",
            (json_int_t)counts->sightings, "contents",
            (json_int_t)counts->contents, "bound_until",
            counts->bound_until_day != 0 ? am_json_day(counts->bound_until_day)
                                         : json_null()),
        stdout, err);
}

static int print(const struct merging *merging)
{
    const struct am_merge_counts *counts = &merging->counts;
    char texts[4][AM_COUNT_SIZE];
    char day[AM_DAY_TEXT_SIZE];
    struct am_err err;

    if (merging->is_json)
        return print_json(merging, &err) < 0 ? am_failure(&err) : AM_EXIT_OK;
    if (merging->is_quiet)
        return AM_EXIT_OK;
    for (int i = 0; i < merging->count; i++) {
        if (!merging->left_out[i])
            continue;
        am_print_safe(stdout, merging->inputs[i]);
        printf(_(": left out, another one holds all of it\n"));
    }
    am_print_safe(stdout, merging->output);
    printf(_(": relays %s, messages %s; in detail attachments %s, contents "
             "%s\n"),
           am_count_text(counts->relays, texts[0]),
           am_count_text(counts->messages, texts[1]),
           am_count_text(counts->sightings, texts[2]),
           am_count_text(counts->contents, texts[3]));
    if (counts->bound_until_day != 0) {
        printf(_("unique is an upper bound before %s: detail is gone\n"),
               am_format_day(counts->bound_until_day, day));
    }
    return AM_EXIT_OK;
}

/* ---- command ---- */

static int make_and_print(struct merging *merging)
{
    struct am_newfile file;
    struct stat about;
    struct am_err err;

    if (am_newfile_begin(&file, merging->output, merging->may_replace, &err) <
        0)
        return am_failure(&err);
    if (make(merging, file.temporary, &err) < 0) {
        am_newfile_drop(&file);
        return am_failure(&err);
    }
    if (am_newfile_keep(&file, &err) < 0)
        return am_failure(&err);
    if (stat(merging->output, &about) == 0)
        merging->bytes = about.st_size;
    return print(merging);
}

static int run(struct merging *merging)
{
    merging->left_out = calloc((size_t)merging->count, sizeof(bool));
    if (merging->left_out == NULL) {
        am_complain("no memory");
        return AM_EXIT_FAILED;
    }
    int status = make_and_print(merging);
    free(merging->left_out);
    return status;
}

static int take_option(struct merging *merging, int letter)
{
    switch (letter) {
    case 'o':
        merging->output = optarg;
        return 0;
    case 'f':
        merging->may_replace = true;
        return 0;
    case 'j':
        merging->is_json = true;
        return 0;
    case 'q':
        merging->is_quiet = true;
        return 0;
    case LETTER_NO_PROGRESS:
        merging->has_no_progress = true;
        return 0;
    default:
        return -1;
    }
}

int am_cmd_merge(int argc, char **argv)
{
    struct merging merging = {0};
    int letter = 0;

    while ((letter = am_option_next(argc, argv, &usage)) != AM_OPTION_END) {
        if (take_option(&merging, letter) < 0)
            return AM_EXIT_USAGE;
    }
    merging.inputs = argv + optind;
    merging.count = argc - optind;
    if (merging.output == NULL)
        return am_usage_error("merge", "-o FILE is needed");
    if (merging.count < 2)
        return am_usage_error("merge", "at least two databases");
    return run(&merging);
}
