/*
 * cmd_estimate - `attachmeter estimate`: the carbon model on quantities given
 * as options.  A view that reads no database and no configuration.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/language.h"
#include "base/units.h"
#include "carbon/estimate.h"
#include "carbon/factor.h"
#include "cli/command.h"
#include "cli/estimate_json.h"
#include "cli/estimate_view.h"
#include "cli/modelling.h"
#include "cli/viewing.h"

#define NAME      "estimate"
#define COUNT_MAX 1000000000000000000U

/* Quantities, in the order of the options and of the errors. */
enum quantity {
    SIZE,
    RECIPIENTS,
    UNIQUE_BYTES,
    MESSAGE_BYTES,
    DELIVERED_BYTES,
    HOP_BYTES,
    MESSAGES,
    DELIVERIES,
    LINKED_BYTES,
    MAILBOXES,
    PERIOD_DAYS,
    QUANTITY_COUNT
};

/* Option letters of the quantities: this, and the number of the quantity. */
#define LETTER_QUANTITY AM_MODELLING_END
#define LETTER_EXPLAIN  (LETTER_QUANTITY + QUANTITY_COUNT)

static const struct am_option options[] = {
    {"size", LETTER_QUANTITY + SIZE, N_("SIZE"),
     N_("size of one attachment: 1M, 300k")},
    {"recipients", LETTER_QUANTITY + RECIPIENTS, N_("N"),
     N_("sent in one mail to N people")},
    {"unique-bytes", LETTER_QUANTITY + UNIQUE_BYTES, N_("SIZE"),
     N_("sum of sizes of distinct contents")},
    {"message-bytes", LETTER_QUANTITY + MESSAGE_BYTES, N_("SIZE"),
     N_("sum of sizes, once per attachment and mail")},
    {"delivered-bytes", LETTER_QUANTITY + DELIVERED_BYTES, N_("SIZE"),
     N_("sum of size x recipients, Sent copies not in it")},
    {"hop-bytes", LETTER_QUANTITY + HOP_BYTES, N_("SIZE"),
     N_("sum of size x next-hop transactions")},
    {"messages", LETTER_QUANTITY + MESSAGES, N_("N"),
     N_("mails with attachments")},
    {"deliveries", LETTER_QUANTITY + DELIVERIES, N_("N"),
     N_("their recipients, summed")},
    {"linked-bytes", LETTER_QUANTITY + LINKED_BYTES, N_("SIZE"),
     N_("message-bytes with a local recipient (default: all)")},
    {"mailboxes", LETTER_QUANTITY + MAILBOXES, N_("N"),
     N_("with --period-days: also per mailbox and year")},
    {"period-days", LETTER_QUANTITY + PERIOD_DAYS, N_("N"),
     N_("days the quantities cover")},
    AM_MODELLING_OPTIONS,
    {"explain", LETTER_EXPLAIN, NULL, N_("how it is worked out, step by step")},
    AM_VIEWING_OUTPUT,
    {NULL, 0, NULL, NULL}};

static const struct am_usage usage = {
    N_("estimate --size SIZE --recipients N [options]"),
    N_("What attachments cost in bytes, kWh and CO2e, sent by mail or shared as "
       "one file:\nthe carbon model on quantities you give.  Every figure is low, "
       "central, high."),
    options,
    N_("Sizes are decoded bytes: what the file has on a disk.  k, M, G, T are "
       "powers of 1000,\nKi, Mi, Gi, Ti of 1024.  delivered-bytes is size x "
       "recipients without the Sent copy,\nwhich the factor mail.sent_copies adds; "
       "give unreplicated bytes, the model replicates.\n\n"
       "Instead of --size and --recipients: --unique-bytes, --message-bytes,\n"
       "--delivered-bytes, --hop-bytes, --messages and --deliveries, all six.\n\n"
       "No database and no configuration is read: the grid is the world's, of "
       "this year, until\n--country and --year say another.  'attachmeter factors' "
       "lists the factors;\n--set grid=51.1 sets the grid in gCO2e/kWh."),
};

/* What was asked for, and what came out: the context of the view. */
struct request {
    double value[QUANTITY_COUNT];
    bool has[QUANTITY_COUNT];
    struct am_modelling modelling;
    bool is_explained;
    struct am_factors factors;
    struct am_model_input input;
    struct am_estimate estimate;
    struct am_estimate_view view;
    char title[128], warning[128];
};

static bool is_size(enum quantity quantity)
{
    return quantity == SIZE || quantity == LINKED_BYTES ||
           (quantity >= UNIQUE_BYTES && quantity <= HOP_BYTES);
}

static int read_quantity(struct request *request, enum quantity quantity,
                         const char *argument)
{
    const char *name = options[quantity].name;
    uint64_t value = 0;
    struct am_err err;

    if (is_size(quantity)) {
        if (am_parse_size(argument, &value, &err) < 0)
            return am_usage_error(NAME, "--%s: %s", name, err.text);
    } else {
        size_t digits = strspn(argument, "0123456789");
        if (digits == 0 || digits > 19 || argument[digits] != '\0') {
            return am_usage_error(NAME, "--%s: '%.40s' is not a count", name,
                                  argument);
        }
        value = strtoull(argument, NULL, 10);
    }
    if (value > COUNT_MAX) {
        return am_usage_error(NAME, "--%s: '%.40s' is too much", name,
                              argument);
    }
    request->value[quantity] = (double)value;
    request->has[quantity] = true;
    return AM_EXIT_OK;
}

static int take(void *context, int letter, const char *argument,
                const struct am_viewing *viewing)
{
    struct request *request = context;

    if (letter < AM_MODELLING_END) {
        return am_modelling_option(&request->modelling, letter, argument,
                                   viewing->command);
    }
    if (letter == LETTER_EXPLAIN) {
        request->is_explained = true;
        return AM_EXIT_OK;
    }
    return read_quantity(request, (enum quantity)(letter - LETTER_QUANTITY),
                         argument);
}

/* The first quantity from first to last that is given, or is not. */
static enum quantity find(const struct request *request, enum quantity first,
                          enum quantity last, bool is_given)
{
    for (int i = (int)first; i <= (int)last; i++) {
        if (request->has[i] == is_given)
            return (enum quantity)i;
    }
    return QUANTITY_COUNT;
}

static int check(const struct request *request)
{
    bool is_mail = find(request, SIZE, RECIPIENTS, true) != QUANTITY_COUNT;
    enum quantity other = find(request, UNIQUE_BYTES, LINKED_BYTES, true);
    enum quantity missing =
        is_mail ? find(request, SIZE, RECIPIENTS, false)
                : find(request, UNIQUE_BYTES, DELIVERIES, false);

    if (!is_mail && other == QUANTITY_COUNT) {
        return am_usage_error(
            NAME, "say how much: --size 1M --recipients 20, for instance");
    }
    if (is_mail && other != QUANTITY_COUNT) {
        return am_usage_error(NAME,
                              "--%s does not go with --size and "
                              "--recipients",
                              options[other].name);
    }
    if (missing != QUANTITY_COUNT)
        return am_usage_error(NAME, "--%s is missing", options[missing].name);
    if (request->has[MAILBOXES] != request->has[PERIOD_DAYS]) {
        return am_usage_error(NAME, "--mailboxes and --period-days go "
                                    "together");
    }
    if (request->has[MAILBOXES] &&
        (request->value[MAILBOXES] <= 0 || request->value[PERIOD_DAYS] <= 0)) {
        return am_usage_error(NAME, "--mailboxes and --period-days are at "
                                    "least 1");
    }
    return AM_EXIT_OK;
}

static void set_input(struct request *request, enum am_unit_style units)
{
    const double *value = request->value;
    struct am_model_input *input = &request->input;
    enum quantity linked =
        request->has[LINKED_BYTES] ? LINKED_BYTES : MESSAGE_BYTES;
    char size[AM_SIZE_TEXT_SIZE];

    input->share_scope = request->modelling.share_scope;
    if (request->has[SIZE]) {
        double bytes = value[SIZE];
        *input = (struct am_model_input){bytes,
                                         bytes,
                                         bytes,
                                         bytes * value[RECIPIENTS],
                                         bytes,
                                         1,
                                         value[RECIPIENTS],
                                         input->share_scope};
        am_format_size((uint64_t)bytes, units, size);
        snprintf(request->title, sizeof(request->title),
                 am_plural("%s to %.0f recipient", "%s to %.0f recipients",
                           (unsigned long)value[RECIPIENTS]),
                 size, value[RECIPIENTS]);
        return;
    }
    *input = (struct am_model_input){
        value[UNIQUE_BYTES],    value[MESSAGE_BYTES], value[linked],
        value[DELIVERED_BYTES], value[HOP_BYTES],     value[MESSAGES],
        value[DELIVERIES],      input->share_scope};
    am_format_size((uint64_t)value[DELIVERED_BYTES], units, size);
    snprintf(request->title, sizeof(request->title), _("%s in %.0f deliveries"),
             size, value[DELIVERIES]);
}

/* What is to be said of the grid, or NULL. */
static const char *warning_of(struct request *request, const char *country,
                              int year)
{
    const struct am_factors *factors = &request->factors;
    const size_t size = sizeof(request->warning);

    if (factors->grid_is_fallback) {
        snprintf(request->warning, size,
                 _("%.20s: no such country among the factors; the world's grid "
                   "is used"),
                 country);
    } else if (factors->grid != NULL && factors->grid_year > year) {
        snprintf(request->warning, size,
                 _("%.20s: no grid before %d; that year is used"),
                 factors->grid->country, factors->grid_year);
    } else {
        return NULL;
    }
    return request->warning;
}

static int gather(void *context, const struct am_viewing *viewing,
                  const struct am_viewing_input *input, struct am_err *err)
{
    struct request *request = context;
    const struct am_modelling *modelling = &request->modelling;
    const char *country =
        modelling->country != NULL ? modelling->country : "WORLD";
    int year = modelling->year != 0 ? modelling->year
                                    : am_year_of(am_day_of(time(NULL)));

    (void)input; /* nothing is read */
    if (am_modelling_factors(modelling, NULL, &request->factors, err) < 0)
        return -1;
    am_factors_use_grid(&request->factors, country, year);
    set_input(request, viewing->look.units);
    am_estimate_run(&request->input, &request->factors, &request->estimate);
    request->view = (struct am_estimate_view){
        .look = &viewing->look,
        .title = request->title,
        .estimate = {&request->input, &request->factors, &request->estimate},
        .is_explained = request->is_explained,
        .warning = warning_of(request, country, year),
        .mailboxes = request->value[MAILBOXES],
        .period_days = request->value[PERIOD_DAYS],
    };
    return 0;
}

static int print_table(const void *context, const struct am_viewing *viewing,
                       FILE *out, struct am_err *err)
{
    const struct request *request = context;

    (void)viewing;
    return am_estimate_print_table(&request->view, out, err);
}

static int print_json(const void *context, const struct am_viewing *viewing,
                      FILE *out, struct am_err *err)
{
    const struct request *request = context;

    (void)viewing;
    return am_estimate_print_json(&request->view, out, err);
}

static int print_csv(const void *context, const struct am_viewing *viewing,
                     FILE *out, struct am_err *err)
{
    const struct request *request = context;

    return am_estimate_print_csv(&request->view, viewing->csv_style, out, err);
}

static const struct am_view view = {
    .usage = &usage,
    .take = take,
    .gather = gather,
    .print = {[AM_FORMAT_TABLE] = print_table,
              [AM_FORMAT_JSON] = print_json,
              [AM_FORMAT_CSV] = print_csv},
};

int am_cmd_estimate(int argc, char **argv)
{
    static const struct am_viewing_input nothing = {.source = NAME};
    struct request request = {0};
    struct am_viewing viewing = {0};

    if (am_viewing_options(&viewing, argc, argv, &view, &request) != AM_EXIT_OK)
        return AM_EXIT_USAGE;
    if (optind < argc) {
        return am_usage_error(NAME, "'%.40s': unexpected argument",
                              argv[optind]);
    }
    int status = check(&request);
    if (status == AM_EXIT_OK)
        status = am_viewing_show(&viewing, &nothing, &view, &request);
    am_factors_free(&request.factors);
    return status;
}
