/*
 * viewing - see viewing.h.
 */
#include "cli/viewing.h"

#include <getopt.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/language.h"
#include "cli/choice.h"
#include "cli/command.h"
#include "cli/from.h"
#include "cli/opening.h"
#include "cli/store_progress.h"
#include "meter/policy.h"
#include "meter/record.h"

/* ---- options ---- */

static const char *class_name(unsigned number)
{
    return am_class_name((enum am_class)number);
}

static const char *direction_name(unsigned number)
{
    return am_direction_name((enum am_direction)number);
}

static const char *const formats[AM_FORMAT_COUNT] = {"table", "json", "csv",
                                                     "html",  "mail", "poster"};

/* One of the formats that the view has. */
static int take_format(struct am_viewing *viewing, const struct am_view *view,
                       const char *word, struct am_err *err)
{
    struct am_choice choice = {.count = AM_FORMAT_COUNT};

    for (unsigned i = 0; i < AM_FORMAT_COUNT; i++)
        choice.words[i] = view->print[i] != NULL ? formats[i] : NULL;
    int number = am_choice_number(&choice, word, err);
    if (number >= 0)
        viewing->format = (enum am_format)number;
    return number < 0 ? -1 : 0;
}

static int take_units(struct am_viewing *viewing, const char *word,
                      struct am_err *err)
{
    static const struct am_choice choice = {{"si", "iec", "raw"}, 3};
    int number = am_choice_number(&choice, word, err);

    if (number >= 0)
        viewing->look.units = (enum am_unit_style)number;
    return number < 0 ? -1 : 0;
}

static int take_colour(struct am_viewing *viewing, const char *word,
                       struct am_err *err)
{
    static const struct am_choice choice = {{"auto", "always", "never"}, 3};
    int number = am_choice_number(&choice, word, err);

    if (number >= 0)
        viewing->colour = (enum am_terminal_colour)number;
    return number < 0 ? -1 : 0;
}

static int take_classes(struct am_viewing *viewing, const char *list,
                        struct am_err *err)
{
    struct am_choice choice = am_choice_of(class_name, AM_CLASS_COUNT);

    return am_choice_set(&choice, list, &viewing->classes, err);
}

static int take_directions(struct am_viewing *viewing, const char *list,
                           struct am_err *err)
{
    struct am_choice choice = am_choice_of(direction_name, AM_DIRECTION_COUNT);

    return am_choice_set(&choice, list, &viewing->directions, err);
}

/* An option with a list or a word, or without one. */
static int take_word(struct am_viewing *viewing, int letter, const char *word,
                     struct am_err *err)
{
    switch (letter) {
    case AM_VIEWING_CLASS:
        return take_classes(viewing, word, err);
    case AM_VIEWING_DIRECTION:
        return take_directions(viewing, word, err);
    case AM_VIEWING_UNITS:
        return take_units(viewing, word, err);
    case AM_VIEWING_COLOR:
        return take_colour(viewing, word, err);
    case AM_VIEWING_NO_PAGER:
        viewing->has_no_pager = true;
        return 0;
    case AM_VIEWING_NO_PROGRESS:
        viewing->has_no_progress = true;
        return 0;
    case AM_VIEWING_POSTER:
        viewing->format = AM_FORMAT_POSTER;
        return 0;
    default: /* AM_VIEWING_EXCEL_FR */
        viewing->format = AM_FORMAT_CSV;
        viewing->csv_style = AM_CSV_EXCEL_FR;
        return 0;
    }
}

/* Where the text of an option goes that is read later; NULL: not such a one. */
static const char **text_of(struct am_viewing *viewing, int letter)
{
    switch (letter) {
    case 's':
        return &viewing->range.since;
    case 'u':
        return &viewing->range.until;
    case 'l':
        return &viewing->range.last;
    case 'd':
        return &viewing->range.day;
    case 'm':
        return &viewing->range.month;
    case AM_VIEWING_STORE:
        return &viewing->store;
    case AM_VIEWING_YEAR:
        return &viewing->range.year;
    case AM_VIEWING_FROM:
        return &viewing->from;
    case 'D':
        return &viewing->database;
    case 'c':
        return &viewing->config;
    case 'o':
        return &viewing->output;
    default:
        return NULL;
    }
}

int am_viewing_set(struct am_viewing *viewing, int letter, const char *argument,
                   struct am_err *err)
{
    const char **text = text_of(viewing, letter);

    if (letter == AM_VIEWING_STORE &&
        am_profile_find(argument) == AM_PROFILE_COUNT)
        return am_fail(err, AM_EINVAL, "write %s", AM_PROFILE_NAMES);
    if (text != NULL) {
        *text = argument;
        return 0;
    }
    if (letter == 'q') {
        viewing->is_quiet = true;
        viewing->has_no_progress = true;
        return 0;
    }
    if (letter < AM_VIEWING_CLASS || letter >= AM_VIEWING_END)
        return AM_VIEWING_OTHER;
    return take_word(viewing, letter, argument, err);
}

static int take_option(struct am_viewing *viewing, int letter,
                       const struct am_view *view, void *context)
{
    struct am_err err;
    int result = letter == AM_VIEWING_FORMAT
                     ? take_format(viewing, view, optarg, &err)
                     : am_viewing_set(viewing, letter, optarg, &err);

    if (result == AM_VIEWING_OTHER)
        return view->take(context, letter, optarg, viewing);
    if (result == 0)
        return AM_EXIT_OK;
    return am_usage_error(viewing->command, "--%s %s: %s",
                          am_option_name(view->usage->options, letter), optarg,
                          err.text);
}

static bool is_to_stdout(const struct am_viewing *viewing)
{
    return viewing->output == NULL || strcmp(viewing->output, "-") == 0;
}

static void look_at_output(struct am_viewing *viewing)
{
    if (is_to_stdout(viewing))
        viewing->terminal = am_terminal_of(STDOUT_FILENO);
    am_terminal_look(&viewing->terminal, viewing->colour, &viewing->look);
}

int am_viewing_options(struct am_viewing *viewing, int argc, char **argv,
                       const struct am_view *view, void *context)
{
    int letter = 0;

    viewing->command = argv[0];
    while ((letter = am_option_next(argc, argv, view->usage)) !=
           AM_OPTION_END) {
        if (letter == AM_OPTION_BAD ||
            take_option(viewing, letter, view, context) != AM_EXIT_OK)
            return AM_EXIT_USAGE;
    }
    look_at_output(viewing);
    if (view->print[viewing->format] == NULL) {
        return am_usage_error(viewing->command, "--format %s: not here",
                              formats[viewing->format]);
    }
    return view->check != NULL ? view->check(context, viewing) : AM_EXIT_OK;
}

/* At most one of the words of the view. */
static int take_view_word(struct am_viewing *viewing, int count, char **words,
                          const struct am_view *view)
{
    struct am_choice choice = am_choice_among(view->words);
    struct am_err err;

    if (count == 0)
        return AM_EXIT_OK;
    if (count > 1) {
        return am_usage_error(viewing->command, _("%s: it takes one argument"),
                              words[1]);
    }
    viewing->word = am_choice_number(&choice, words[0], &err);
    if (viewing->word >= 0)
        return AM_EXIT_OK;
    return am_usage_error(viewing->command, "%s: %s", words[0], err.text);
}

static int take_arguments(struct am_viewing *viewing, int count, char **words,
                          const struct am_view *view)
{
    int wanted = view->argument != NULL;

    if (view->words != NULL)
        return take_view_word(viewing, count, words, view);

    if (count < wanted) {
        return am_usage_error(viewing->command, "%s is missing",
                              _(view->argument));
    }
    if (count > wanted) {
        return am_usage_error(viewing->command,
                              wanted ? _("%s: it takes one argument")
                                     : _("%s: it takes no argument"),
                              words[wanted]);
    }
    viewing->argument = words[0];
    return AM_EXIT_OK;
}

/* ---- from the database to the output ---- */

int am_viewing_ask(const struct am_viewing *viewing,
                   const struct am_viewing_input *input, struct am_ask *ask,
                   struct am_err *err)
{
    *ask = (struct am_ask){
        .period = input->period,
        .classes = viewing->classes,
        .directions = viewing->directions,
        .now_s = time(NULL),
        .source = input->source,
    };
    return am_profile_choose(&ask->profile, viewing->store, input->settings,
                             err);
}

/* Telling how far it is, if it takes its time. */
static int gather(const struct am_viewing *viewing,
                  const struct am_viewing_input *input,
                  const struct am_view *view, void *context, struct am_err *err)
{
    struct am_store_progress progress;

    am_store_progress_begin(&progress, input->store, viewing->command,
                            !viewing->has_no_progress);
    int result = view->gather(context, viewing, input, err);
    am_store_progress_end(&progress);
    return result;
}

int am_viewing_show(const struct am_viewing *viewing,
                    const struct am_viewing_input *input,
                    const struct am_view *view, void *context)
{
    struct am_err err = {AM_OK, ""};
    char from[AM_DAY_TEXT_SIZE];
    char last[AM_DAY_TEXT_SIZE];
    int result = gather(viewing, input, view, context, &err);

    if (result < 0)
        return am_failure(&err);
    if (result == 0)
        return am_viewing_print(viewing, view, context);
    if (viewing->format != AM_FORMAT_TABLE &&
        viewing->format != AM_FORMAT_POSTER &&
        am_viewing_print(viewing, view, context) != AM_EXIT_OK)
        return AM_EXIT_FAILED;
    if (err.text[0] != '\0') {
        am_complain("%s", err.text);
    } else {
        am_complain("%s: no message from %s to %s", input->source,
                    am_format_day(input->period.from_day, from),
                    am_format_day(input->period.until_day - 1, last));
    }
    return AM_EXIT_NO_DATA;
}

int am_viewing_configure(const struct am_viewing *viewing,
                         struct am_viewing_input *input)
{
    if (am_opening_config(&input->config, viewing->config) < 0)
        return -1;
    input->settings = am_config_settings(input->config);
    input->source = viewing->database != NULL ? viewing->database
                                              : input->settings->database;
    return 0;
}

void am_viewing_close(struct am_viewing_input *input)
{
    am_store_close(&input->store);
    am_config_close(&input->config);
}

static int open_source(const struct am_viewing *viewing,
                       const struct am_view *view,
                       struct am_viewing_input *input)
{
    return viewing->from != NULL
               ? am_from_open(viewing, view, input)
               : am_opening_store(&input->store, input->source);
}

static int show_database(const struct am_viewing *viewing,
                         const struct am_period *period,
                         const struct am_view *view, void *context)
{
    struct am_viewing_input input = {.period = *period};
    int status = AM_EXIT_FAILED;

    if (am_viewing_configure(viewing, &input) == 0 &&
        open_source(viewing, view, &input) == 0)
        status = am_viewing_show(viewing, &input, view, context);
    am_viewing_close(&input);
    return status;
}

int am_viewing_run(int argc, char **argv, const struct am_view *view,
                   void *context)
{
    struct am_viewing viewing = {0};
    struct am_period period;
    struct am_err err;

    if (am_viewing_options(&viewing, argc, argv, view, context) != AM_EXIT_OK ||
        take_arguments(&viewing, argc - optind, argv + optind, view) !=
            AM_EXIT_OK)
        return AM_EXIT_USAGE;
    if (am_period_resolve(&period, &viewing.range, am_day_of(time(NULL)),
                          &err) < 0)
        return am_usage_error(viewing.command, "%s", err.text);
    return show_database(&viewing, &period, view, context);
}
