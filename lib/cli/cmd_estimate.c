/*
 * cmd_estimate - `attachmeter estimate`: the carbon model on quantities given
 * as options.  Reads no database and no configuration.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/units.h"
#include "carbon/estimate.h"
#include "carbon/factor.h"
#include "cli/command.h"
#include "cli/estimate_json.h"
#include "cli/estimate_view.h"
#include "cli/options.h"

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

/* Option letters: 256 + enum quantity, then these. */
enum letter {
    QUANTITY = 256,
    COUNTRY = QUANTITY + QUANTITY_COUNT,
    YEAR,
    SHARE_SCOPE,
    SET,
    FACTORS,
    FORMAT
};

static const struct am_option options[] = {
    {"size", QUANTITY + SIZE, "SIZE", "size of one attachment: 1M, 300k"},
    {"recipients", QUANTITY + RECIPIENTS, "N", "sent in one mail to N people"},
    {"unique-bytes", QUANTITY + UNIQUE_BYTES, "SIZE",
     "sum of sizes of distinct contents"},
    {"message-bytes", QUANTITY + MESSAGE_BYTES, "SIZE",
     "sum of sizes, once per attachment and mail"},
    {"delivered-bytes", QUANTITY + DELIVERED_BYTES, "SIZE",
     "sum of size x recipients, Sent copies not in it"},
    {"hop-bytes", QUANTITY + HOP_BYTES, "SIZE",
     "sum of size x next-hop transactions"},
    {"messages", QUANTITY + MESSAGES, "N", "mails with attachments"},
    {"deliveries", QUANTITY + DELIVERIES, "N", "their recipients, summed"},
    {"linked-bytes", QUANTITY + LINKED_BYTES, "SIZE",
     "message-bytes with a local recipient (default: all)"},
    {"mailboxes", QUANTITY + MAILBOXES, "N",
     "with --period-days: also per mailbox and year"},
    {"period-days", QUANTITY + PERIOD_DAYS, "N", "days the quantities cover"},
    {"country", COUNTRY, "CODE",
     "grid of a country: FRA, DEU, EU27 (default: WORLD)"},
    {"year", YEAR, "YEAR", "year of the grid (default: this year)"},
    {"share-scope", SHARE_SCOPE, "WHAT",
     "hash (default): one upload per content; message: per mail"},
    {"set", SET, "ID=VALUE",
     "set a factor; or ID=LOW,CENTRAL,HIGH; repeatable"},
    {"factors", FACTORS, "FILE", "another factor file than the built-in one"},
    {"format", FORMAT, "FORMAT", "table (default) or json"},
    {NULL, 0, NULL, NULL}};

static const struct am_usage usage = {
    "estimate --size SIZE --recipients N [options]",
    "What attachments cost in bytes, kWh and CO2e, sent by mail or shared as "
    "one file:\nthe carbon model on quantities you give.  Every figure is low, "
    "central, high.",
    options,
    "Sizes are decoded bytes: what the file has on a disk.  k, M, G, T are "
    "powers of 1000,\nKi, Mi, Gi, Ti of 1024.  delivered-bytes is size x "
    "recipients without the Sent copy,\nwhich the factor mail.sent_copies adds; "
    "give unreplicated bytes, the model replicates.\n\n"
    "Instead of --size and --recipients: --unique-bytes, --message-bytes,\n"
    "--delivered-bytes, --hop-bytes, --messages and --deliveries, all six.\n\n"
    "No database and no configuration is read.  'attachmeter factors' lists the factors;\n--set grid=51.1 sets the grid in "
    "gCO2e/kWh.",
};

struct request {
    double value[QUANTITY_COUNT];
    bool has[QUANTITY_COUNT];
    enum am_share_scope share_scope;
    const char *country;
    int year;
    const char *factors_file;
    const char **sets;
    size_t set_count;
    bool is_json;
    char title[128];
};

static bool is_size(enum quantity quantity)
{
    return quantity == SIZE || quantity == LINKED_BYTES ||
           (quantity >= UNIQUE_BYTES && quantity <= HOP_BYTES);
}

static int read_quantity(struct request *request, enum quantity quantity)
{
    const char *name = options[quantity].name;
    uint64_t value = 0;
    struct am_err err;

    if (is_size(quantity)) {
        if (am_parse_size(optarg, &value, &err) < 0)
            return am_usage_error(NAME, "--%s: %s", name, err.text);
    } else {
        size_t digits = strspn(optarg, "0123456789");
        if (digits == 0 || digits > 19 || optarg[digits] != '\0') {
            return am_usage_error(NAME, "--%s: '%.40s' is not a count", name,
                                  optarg);
        }
        value = strtoull(optarg, NULL, 10);
    }
    if (value > COUNT_MAX)
        return am_usage_error(NAME, "--%s: '%.40s' is too much", name, optarg);
    request->value[quantity] = (double)value;
    request->has[quantity] = true;
    return AM_EXIT_OK;
}

static int read_year(struct request *request)
{
    size_t digits = strspn(optarg, "0123456789");

    if (digits != 4 || optarg[4] != '\0')
        return am_usage_error(NAME, "--year: '%.40s' is not a year", optarg);
    request->year = (int)strtol(optarg, NULL, 10);
    return AM_EXIT_OK;
}

/* One of two words; *second says which. */
static int read_word(const char *option, const char *first, const char *other,
                     bool *second)
{
    *second = strcmp(optarg, other) == 0;
    if (!*second && strcmp(optarg, first) != 0) {
        return am_usage_error(NAME, "--%s: '%.40s' is neither %s nor %s",
                              option, optarg, first, other);
    }
    return AM_EXIT_OK;
}

static int read_option(struct request *request, int letter)
{
    bool second = false;
    int status = AM_EXIT_OK;

    switch (letter) {
    case COUNTRY:
        request->country = optarg;
        break;
    case YEAR:
        status = read_year(request);
        break;
    case SHARE_SCOPE:
        status = read_word("share-scope", "hash", "message", &second);
        request->share_scope = second ? AM_SHARE_MESSAGE : AM_SHARE_HASH;
        break;
    case SET:
        request->sets[request->set_count++] = optarg;
        break;
    case FACTORS:
        request->factors_file = optarg;
        break;
    case FORMAT:
        status = read_word("format", "table", "json", &request->is_json);
        break;
    case AM_OPTION_BAD:
        return AM_EXIT_USAGE;
    default:
        return read_quantity(request, (enum quantity)(letter - QUANTITY));
    }
    return status;
}

static int read_options(int argc, char **argv, struct request *request)
{
    int letter = 0;

    while ((letter = am_option_next(argc, argv, &usage)) != AM_OPTION_END) {
        int status = read_option(request, letter);
        if (status != AM_EXIT_OK)
            return status;
    }
    if (optind < argc) {
        return am_usage_error(NAME, "'%.40s': unexpected argument",
                              argv[optind]);
    }
    return AM_EXIT_OK;
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

static struct am_model_input input_of(struct request *request)
{
    const double *value = request->value;
    char size[AM_SIZE_TEXT_SIZE];

    if (request->has[SIZE]) {
        snprintf(request->title, sizeof(request->title), "%s to %.0f %s",
                 am_format_size((uint64_t)value[SIZE], AM_UNITS_SI, size),
                 value[RECIPIENTS],
                 value[RECIPIENTS] == 1 ? "recipient" : "recipients");
        return (struct am_model_input){
            value[SIZE],       value[SIZE],
            value[SIZE],       value[SIZE] * value[RECIPIENTS],
            value[SIZE],       1,
            value[RECIPIENTS], request->share_scope};
    }
    snprintf(
        request->title, sizeof(request->title), "%s in %.0f deliveries",
        am_format_size((uint64_t)value[DELIVERED_BYTES], AM_UNITS_SI, size),
        value[DELIVERIES]);
    return (struct am_model_input){
        .unique_bytes = value[UNIQUE_BYTES],
        .message_bytes = value[MESSAGE_BYTES],
        .linked_bytes =
            value[request->has[LINKED_BYTES] ? LINKED_BYTES : MESSAGE_BYTES],
        .delivered_bytes = value[DELIVERED_BYTES],
        .hop_bytes = value[HOP_BYTES],
        .messages = value[MESSAGES],
        .deliveries = value[DELIVERIES],
        .share_scope = request->share_scope};
}

static const char *warning_of(const struct request *request,
                              const struct am_factors *factors, char *text,
                              size_t size)
{
    if (factors->grid_is_fallback) {
        snprintf(text, size,
                 "%.20s: no such country among the factors; the world's grid "
                 "is used",
                 request->country);
    } else if (factors->grid != NULL && factors->grid_year > request->year) {
        snprintf(text, size, "%.20s: no grid before %d; that year is used",
                 factors->grid->country, factors->grid_year);
    } else {
        return NULL;
    }
    return text;
}

static int show(struct request *request, const struct am_factors *factors)
{
    struct am_model_input input = input_of(request);
    struct am_estimate estimate;
    char warning[128];

    am_estimate_run(&input, factors, &estimate);
    struct am_estimate_view view = {
        .title = request->title,
        .input = &input,
        .factors = factors,
        .estimate = &estimate,
        .warning = warning_of(request, factors, warning, sizeof(warning)),
        .mailboxes = request->value[MAILBOXES],
        .period_days = request->value[PERIOD_DAYS],
    };
    int result = request->is_json ? am_estimate_print_json(&view)
                                  : am_estimate_print_table(&view);
    if (result < 0)
        am_complain("cannot print the estimate");
    return result < 0 ? AM_EXIT_FAILED : AM_EXIT_OK;
}

static int run(struct request *request)
{
    struct am_factors factors;
    struct am_err err;
    int status = AM_EXIT_OK;

    if (am_factors_load(&factors, request->factors_file, &err) < 0) {
        am_complain("%s", err.text);
        return AM_EXIT_FAILED;
    }
    for (size_t i = 0; i < request->set_count && status == AM_EXIT_OK; i++) {
        if (am_factors_set(&factors, request->sets[i], AM_FACTOR_OPTION, &err) <
            0)
            status = am_usage_error(NAME, "--set: %s", err.text);
    }
    if (status == AM_EXIT_OK) {
        am_factors_use_grid(&factors, request->country, request->year);
        status = show(request, &factors);
    }
    am_factors_free(&factors);
    return status;
}

int am_cmd_estimate(int argc, char **argv)
{
    struct request request = {
        .country = "WORLD",
        .year = am_year_of(am_day_of((int64_t)time(NULL))),
        .sets = calloc((size_t)argc, sizeof(char *)),
    };
    if (request.sets == NULL) {
        am_complain("no memory");
        return AM_EXIT_FAILED;
    }
    int status = read_options(argc, argv, &request);
    if (status == AM_EXIT_OK)
        status = check(&request);
    if (status == AM_EXIT_OK)
        status = run(&request);
    free(request.sets);
    return status;
}
