/*
 * cmd_whatif - `attachmeter whatif`: what would have been saved if the chosen
 * attachments had been links to one shared copy.
 *
 * Reads the database whether the daemon is up or not, and never writes to it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "cli/choice.h"
#include "cli/command.h"
#include "cli/modelling.h"
#include "cli/viewing.h"
#include "report/printer_whatif.h"

#define RECIPIENTS_MOST 1000000000

enum letter {
    MIN_SIZE = AM_MODELLING_END,
    MAX_SIZE,
    MIN_RECIPIENTS,
    TYPE
};

static const struct am_option options[] = {
    {"min-size", MIN_SIZE, N_("SIZE"),
     N_("decoded, of the attachment: 1M, 500k")},
    {"max-size", MAX_SIZE, N_("SIZE"), N_("the same; it is included")},
    {"min-recipients", MIN_RECIPIENTS, N_("N"),
     N_("of the message, ours and others")},
    {"type", TYPE, N_("LIST"),
     N_("pdf,document,sheet,slides,image,... or all")},
    AM_VIEWING_SELECTION,
    AM_VIEWING_RANGE,
    AM_VIEWING_PROFILE,
    AM_MODELLING_OPTIONS,
    AM_VIEWING_OUTPUT,
    AM_VIEWING_SOURCES,
    {0},
};

static const struct am_usage usage = {
    N_("whatif [options]"),
    N_("What would have been saved if the chosen attachments had been links to\n"
       "one shared copy, and from which size or how many recipients on it pays."),
    options,
    N_("All conditions must hold; of a list, one word must.  Without any: all\n"
       "attachments, and advice.  Only what has a digest and a copy of ours is\n"
       "chosen, while its detail is kept (detail_days).\n"
       "\n"
       "stored  what the copies take in our mailboxes and Sent folders\n"
       "shared  each distinct content once, decoded\n"
       "stubs   links in the mailboxes: shared.link_bytes x copies (--set)\n"
       "saved   stored - shared - stubs; negative: a loss\n"
       "best    the largest saving of any threshold of its kind\n"
       "\n"
       "Nothing is freed until the last copy goes, and a link keeps nobody from\n"
       "downloading.  Rows of advice overlap: they do not add up.\n"
       "exit: 0 done, 1 failed, 2 wrong usage, 3 no data in the range"),
};

struct whatif {
    struct am_detail_rule rule;
    struct am_modelling modelling;
    struct am_factors factors; /* those of made */
    struct am_whatif *made;    /* NULL: not gathered */
};

static const char *family_name(unsigned number)
{
    return am_family_name((enum am_family)number);
}

static int take_size(const char *command, const char *option,
                     const char *argument, int64_t *size_bytes)
{
    struct am_err err;
    uint64_t size = 0;

    if (am_parse_size(argument, &size, &err) < 0)
        return am_usage_error(command, "--%s: %s", option, err.text);
    *size_bytes = (int64_t)size;
    return AM_EXIT_OK;
}

static int take_recipients(const char *command, const char *argument,
                           int64_t *recipients)
{
    char *end = NULL;
    long long count = strtoll(argument, &end, 10);

    if (strspn(argument, "0123456789") == 0 || *end != '\0' || count < 1 ||
        count > RECIPIENTS_MOST) {
        return am_usage_error(command,
                              "--min-recipients %.40s: not a number from 1 to "
                              "%d",
                              argument, RECIPIENTS_MOST);
    }
    *recipients = count;
    return AM_EXIT_OK;
}

static int take_type(const char *command, const char *argument, unsigned *set)
{
    struct am_choice choice = am_choice_of(family_name, AM_FAMILY_COUNT);
    struct am_err err;

    if (am_choice_set(&choice, argument, set, &err) == 0)
        return AM_EXIT_OK;
    return am_usage_error(command, "--%s %s: %s", "type", argument, err.text);
}

static int take_option(struct whatif *whatif, int letter, const char *argument,
                       const char *command)
{
    struct am_detail_rule *rule = &whatif->rule;

    switch (letter) {
    case MIN_SIZE:
        return take_size(command, "min-size", argument, &rule->min_size_bytes);
    case MAX_SIZE:
        return take_size(command, "max-size", argument, &rule->max_size_bytes);
    case MIN_RECIPIENTS:
        return take_recipients(command, argument, &rule->min_recipients);
    case TYPE:
        return take_type(command, argument, &rule->families);
    default:
        return am_modelling_option(&whatif->modelling, letter, argument,
                                   command);
    }
}

static int take(void *context, int letter, const char *argument,
                const struct am_viewing *viewing)
{
    struct whatif *whatif = context;
    const struct am_detail_rule *rule = &whatif->rule;
    int status = take_option(whatif, letter, argument, viewing->command);

    if (status != AM_EXIT_OK || rule->min_size_bytes <= rule->max_size_bytes)
        return status;
    return am_usage_error(viewing->command,
                          "--min-size is more than --max-size: no attachment "
                          "can be both");
}

static int no_data(const struct whatif *whatif, const char *source,
                   struct am_err *err)
{
    if (whatif->made->is_gone) {
        am_err_set(err, AM_ENOTFOUND,
                   "%s: single attachments of that range are kept no longer "
                   "(detail_days); 'attachmeter report' has its sums",
                   source);
    }
    return AM_VIEWING_NO_DATA;
}

static int gather(void *context, const struct am_viewing *viewing,
                  const struct am_viewing_input *input, struct am_err *err)
{
    struct whatif *whatif = context;
    struct am_whatif_request request = {
        .rule = whatif->rule,
        .country = am_modelling_country(&whatif->modelling, input->settings),
        .year = whatif->modelling.year,
        .share_scope = whatif->modelling.share_scope,
        .factors = &whatif->factors,
    };

    if (am_viewing_ask(viewing, input, &request.ask, err) < 0 ||
        am_modelling_factors(&whatif->modelling, input->settings,
                             &whatif->factors, err) < 0 ||
        am_whatif_make(&whatif->made, input->store, &request, err) < 0)
        return -1;
    if (!viewing->is_quiet)
        am_modelling_warn(&whatif->factors, request.country);
    if (am_head_is_empty(&whatif->made->head) || whatif->made->is_gone)
        return no_data(whatif, input->source, err);
    return 0;
}

static int print_table(const void *context, const struct am_viewing *viewing,
                       FILE *out, struct am_err *err)
{
    const struct whatif *whatif = context;

    return am_whatif_print_table(whatif->made, &viewing->look, out, err);
}

static int print_json(const void *context, const struct am_viewing *viewing,
                      FILE *out, struct am_err *err)
{
    const struct whatif *whatif = context;

    (void)viewing;
    return am_whatif_print_json(whatif->made, out, err);
}

static int print_csv(const void *context, const struct am_viewing *viewing,
                     FILE *out, struct am_err *err)
{
    const struct whatif *whatif = context;

    return am_whatif_print_csv(whatif->made, viewing->csv_style, out, err);
}

static const struct am_view view = {
    .usage = &usage,
    .take = take,
    .gather = gather,
    .print = {[AM_FORMAT_TABLE] = print_table,
              [AM_FORMAT_JSON] = print_json,
              [AM_FORMAT_CSV] = print_csv},
};

int am_cmd_whatif(int argc, char **argv)
{
    struct whatif whatif = {.rule = am_whatif_everything};
    int status = am_viewing_run(argc, argv, &view, &whatif);

    am_whatif_free(&whatif.made);
    am_factors_free(&whatif.factors);
    return status;
}
