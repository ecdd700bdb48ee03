/*
 * reporting - see reporting.h.
 */
#include "cli/reporting.h"

#include <string.h>

#include "cli/choice.h"
#include "cli/command.h"
#include "report/printer_csv.h"
#include "report/printer_json.h"
#include "report/printer_table.h"

static const char *by_name(unsigned number)
{
    return am_by_name((enum am_by)number);
}

/* Take the words of one --by; several are as one with commas. */
static int take_by(struct am_reporting *reporting, const char *list,
                   const struct am_viewing *viewing)
{
    struct am_choice choice = am_choice_of(by_name, AM_BY_COUNT);
    struct am_err err;
    char words[64];
    char *rest = NULL;

    snprintf(words, sizeof(words), "%s", list);
    char *word = strtok_r(words, ",", &rest);
    if (word == NULL)
        return am_usage_error(viewing->command, "--by: no word");
    for (; word != NULL; word = strtok_r(NULL, ",", &rest)) {
        if (strcmp(word, "content") == 0 || strcmp(word, "size") == 0) {
            return am_usage_error(viewing->command,
                                  "--by %s: that is 'attachmeter top' and "
                                  "'attachmeter histogram size'",
                                  word);
        }
        int number = am_choice_number(&choice, word, &err);
        if (number < 0) {
            return am_usage_error(viewing->command, "--%s %s: %s", "by", list,
                                  err.text);
        }
        enum am_by by = (enum am_by)number;
        if (reporting->by_count == 2 ||
            (reporting->by_count == 1 &&
             (by == reporting->by[0] || by == AM_BY_NOTHING ||
              reporting->by[0] == AM_BY_NOTHING))) {
            return am_usage_error(viewing->command,
                                  "--by %s: two different ones are the most",
                                  list);
        }
        reporting->by[reporting->by_count++] = by;
    }
    return AM_EXIT_OK;
}

static int take_to(struct am_reporting *reporting, const char *address,
                   const struct am_viewing *viewing)
{
    if (reporting->to_count == AM_REPORTING_TO_MAX) {
        return am_usage_error(viewing->command, _("--to: %d are the most"),
                              AM_REPORTING_TO_MAX);
    }
    reporting->to[reporting->to_count++] = address;
    return AM_EXIT_OK;
}

/* An address of --to or --sender, which may be nobody: the MTA says who. */
static int take_address(struct am_reporting *reporting, int letter,
                        const char *address, const struct am_viewing *viewing)
{
    bool is_nobody = letter == AM_REPORTING_FROM && address[0] == '\0';
    struct am_err err;

    if (!is_nobody && am_mail_check_address(address, &err) < 0)
        return am_usage_error(viewing->command, "%s", err.text);
    if (letter == AM_REPORTING_TO)
        return take_to(reporting, address, viewing);
    reporting->from = address;
    return AM_EXIT_OK;
}

int am_reporting_take(void *context, int letter, const char *argument,
                      const struct am_viewing *viewing)
{
    struct am_reporting *reporting = context;

    if (letter == AM_REPORTING_EXPLAIN) {
        reporting->is_explained = true;
        return AM_EXIT_OK;
    }
    if (letter == AM_REPORTING_TO || letter == AM_REPORTING_FROM)
        return take_address(reporting, letter, argument, viewing);
    if (letter != AM_REPORTING_BY) {
        return am_modelling_option(&reporting->modelling, letter, argument,
                                   viewing->command);
    }
    return take_by(reporting, argument, viewing);
}

int am_reporting_check(const void *context, const struct am_viewing *viewing)
{
    const struct am_reporting *reporting = context;
    bool has_mail_option = reporting->to_count > 0 || reporting->from != NULL;

    if (has_mail_option && viewing->format != AM_FORMAT_MAIL) {
        return am_usage_error(viewing->command,
                              "--to and --sender need --format mail");
    }
    if (viewing->format >= AM_FORMAT_HTML &&
        (reporting->by_count > 0 || reporting->is_explained)) {
        return am_usage_error(viewing->command,
                              "--by and --explain: not in a page, a mail or a "
                              "poster");
    }
    return AM_EXIT_OK;
}

int am_reporting_request(struct am_reporting *reporting,
                         const struct am_viewing *viewing,
                         const struct am_viewing_input *input,
                         struct am_report_request *request, struct am_err *err)
{
    *request = (struct am_report_request){
        .by = reporting->by_count > 0 ? reporting->by[0] : AM_BY_FAMILY,
        .then_by = reporting->by[1],
        .country = am_modelling_country(&reporting->modelling, input->settings),
        .year = reporting->modelling.year,
        .is_explained = reporting->is_explained,
        .share_scope = reporting->modelling.share_scope,
        .factors = &reporting->factors,
    };
    if (am_viewing_ask(viewing, input, &request->ask, err) < 0)
        return -1;
    return am_modelling_factors(&reporting->modelling, input->settings,
                                &reporting->factors, err);
}

void am_reporting_warn(const struct am_reporting *reporting,
                       const struct am_viewing *viewing,
                       const struct am_report_request *request)
{
    if (!viewing->is_quiet)
        am_modelling_warn(&reporting->factors, request->country);
}

/* Who writes to whom, before the long work. */
static int choose_mail(struct am_reporting *reporting,
                       const struct am_viewing *viewing,
                       const struct am_settings *settings, struct am_err *err)
{
    if (viewing->format != AM_FORMAT_MAIL)
        return 0;
    reporting->mail = (struct am_mail_request){
        .from =
            reporting->from != NULL ? reporting->from : settings->report_from,
        .to = reporting->to_count > 0 ? reporting->to : settings->report_to,
    };
    return am_mail_check(&reporting->mail, err);
}

/* The report, or a page of it and of what goes with it. */
static int make(struct am_reporting *reporting,
                const struct am_viewing *viewing,
                const struct am_viewing_input *input,
                const struct am_report_request *request, struct am_err *err)
{
    const struct am_page_request page = {
        .report = *request,
        .mailboxes = input->settings->mailboxes,
        .units = viewing->look.units,
    };

    if (choose_mail(reporting, viewing, input->settings, err) < 0)
        return -1;
    if (viewing->format == AM_FORMAT_HTML ||
        viewing->format == AM_FORMAT_MAIL ||
        viewing->format == AM_FORMAT_POSTER)
        return am_page_make(&reporting->page, input->store, &page, err);
    return am_report_make(&reporting->report, input->store, request, err);
}

int am_reporting_gather(void *context, const struct am_viewing *viewing,
                        const struct am_viewing_input *input,
                        struct am_err *err)
{
    struct am_reporting *reporting = context;
    struct am_report_request request;

    if (am_reporting_request(reporting, viewing, input, &request, err) < 0 ||
        make(reporting, viewing, input, &request, err) < 0)
        return -1;
    am_reporting_warn(reporting, viewing, &request);
    const struct am_report *report =
        reporting->page != NULL ? reporting->page->report : reporting->report;
    return am_head_is_empty(&report->head) ? AM_VIEWING_NO_DATA : 0;
}

int am_reporting_table(const void *context, const struct am_viewing *viewing,
                       FILE *out, struct am_err *err)
{
    const struct am_reporting *reporting = context;

    return am_printer_table_print(reporting->report, &viewing->look, out, err);
}

int am_reporting_json(const void *context, const struct am_viewing *viewing,
                      FILE *out, struct am_err *err)
{
    const struct am_reporting *reporting = context;

    (void)viewing;
    return am_printer_json_print(reporting->report, out, err);
}

int am_reporting_csv(const void *context, const struct am_viewing *viewing,
                     FILE *out, struct am_err *err)
{
    const struct am_reporting *reporting = context;

    return am_printer_csv_print(reporting->report, viewing->csv_style, out,
                                err);
}

int am_reporting_html(const void *context, const struct am_viewing *viewing,
                      FILE *out, struct am_err *err)
{
    const struct am_reporting *reporting = context;

    (void)viewing;
    return am_page_print(reporting->page, out, err);
}

int am_reporting_mail(const void *context, const struct am_viewing *viewing,
                      FILE *out, struct am_err *err)
{
    const struct am_reporting *reporting = context;

    (void)viewing;
    return am_mail_print(reporting->page, &reporting->mail, out, err);
}

int am_reporting_poster(const void *context, const struct am_viewing *viewing,
                        FILE *out, struct am_err *err)
{
    const struct am_reporting *reporting = context;

    (void)viewing;
    return am_page_print_poster(reporting->page, out, err);
}

void am_reporting_free(struct am_reporting *reporting)
{
    am_page_free(&reporting->page);
    am_report_free(&reporting->report);
    am_factors_free(&reporting->factors);
}
