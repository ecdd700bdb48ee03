/*
 * viewing - see viewing.h.
 */
#include "cli/viewing.h"

#include <getopt.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/language.h"
#include "cli/command.h"
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

/* The bit of the first word of a list, whose size is word_size; 0: unknown. */
static unsigned word_bit(const char *word, size_t word_size,
                         const char *(*name)(unsigned), unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (strlen(name(i)) == word_size &&
            strncmp(name(i), word, word_size) == 0)
            return 1U << i;
    }
    return 0;
}

int am_viewing_words(const char *list, const char *(*name)(unsigned),
                     unsigned count, unsigned *set)
{
    *set = 0;
    if (strcmp(list, "all") == 0)
        return 0;
    for (;;) {
        size_t size = strcspn(list, ",");
        unsigned bit = word_bit(list, size, name, count);
        if (bit == 0)
            return -1;
        *set |= bit;
        if (list[size] == '\0')
            return 0;
        list += size + 1;
    }
}

/* The number of a word in a list of count, or -1. */
static int word_number(const char *word, const char *const *words, int count)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(word, words[i]) == 0)
            return i;
    }
    return -1;
}

static const char *const formats[AM_FORMAT_COUNT] = {"table", "json", "csv",
                                                     "html",  "mail", "poster"};

static int parse_format(struct am_viewing *viewing, const char *word)
{
    int number = word_number(word, formats, AM_FORMAT_COUNT);

    if (number < 0)
        return -1;
    viewing->format = (enum am_format)number;
    return 0;
}

static int parse_units(struct am_viewing *viewing, const char *word)
{
    static const char *const names[] = {"si", "iec", "raw"};
    int number = word_number(word, names, 3);

    if (number < 0)
        return -1;
    viewing->look.units = (enum am_unit_style)number;
    return 0;
}

/* An option with a list or a word; -1: it is not one that it takes. */
static int take_word(struct am_viewing *viewing, int letter, const char *word)
{
    switch (letter) {
    case AM_VIEWING_CLASS:
        return am_viewing_words(word, class_name, AM_CLASS_COUNT,
                                &viewing->classes);
    case AM_VIEWING_DIRECTION:
        return am_viewing_words(word, direction_name, AM_DIRECTION_COUNT,
                                &viewing->directions);
    case AM_VIEWING_FORMAT:
        return parse_format(viewing, word);
    case AM_VIEWING_UNITS:
        return parse_units(viewing, word);
    case AM_VIEWING_COLOR:
        return am_terminal_colour_of(word, &viewing->colour);
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
    if (take_word(viewing, letter, argument) == 0)
        return 0;
    return am_fail(err, AM_EINVAL, "not one of what it takes");
}

static int take_option(struct am_viewing *viewing, int letter,
                       const struct am_view *view, void *context)
{
    struct am_err err;
    int result = am_viewing_set(viewing, letter, optarg, &err);

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
    if (view->print[viewing->format] != NULL)
        return AM_EXIT_OK;
    return am_usage_error(viewing->command, "--format %s: not here",
                          formats[viewing->format]);
}

/* At most one of the words of the view. */
static int take_view_word(struct am_viewing *viewing, int count, char **words,
                          const struct am_view *view)
{
    int known = 0;

    while (view->words[known] != NULL)
        known++;
    if (count == 0)
        return AM_EXIT_OK;
    viewing->word = word_number(words[0], view->words, known);
    if (viewing->word < 0 || count > 1) {
        return am_usage_error(viewing->command, "%s: not one of what it takes",
                              words[viewing->word < 0 ? 0 : 1]);
    }
    return AM_EXIT_OK;
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

static int show_database(const struct am_viewing *viewing,
                         const struct am_period *period,
                         const struct am_view *view, void *context)
{
    struct am_viewing_input input = {.period = *period};
    int status = AM_EXIT_FAILED;

    if (am_viewing_configure(viewing, &input) == 0 &&
        am_opening_store(&input.store, input.source) == 0)
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
