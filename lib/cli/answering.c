/*
 * answering - see answering.h.
 */
#include "cli/answering.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/safe.h"
#include "base/units.h"
#include "cli/linking.h"
#include "cli/reporting.h"
#include "cli/scraping.h"
#include "store/query.h"

/* Prints one view of an open database, or what it is of by itself. */
typedef int print_fn(const struct am_asked *asked,
                     const struct am_viewing_input *input, FILE *out,
                     struct am_err *err);

/* The rows of today are read as well: a damaged file may have a sound head. */
static int print_health(const struct am_asked *asked,
                        const struct am_viewing_input *input, FILE *out,
                        struct am_err *err)
{
    int64_t today = am_day_of(time(NULL));
    const struct am_query query = {.from_day = today, .until_day = today + 1};
    struct am_message_sums sums;

    (void)asked;
    if (am_query_messages(input->store, &query, &sums, err) < 0)
        return -1;
    fputs("ok\n", out);
    return 0;
}

static struct am_viewing viewing_of(const struct am_asked *asked)
{
    return (struct am_viewing){
        .classes = asked->classes,
        .directions = asked->directions,
        .store = asked->store,
    };
}

static int print_report(const struct am_asked *asked,
                        const struct am_viewing_input *input, FILE *out,
                        struct am_err *err)
{
    const struct am_viewing viewing = viewing_of(asked);
    struct am_reporting reporting = {0};
    struct am_report_request request;
    int failed =
        am_reporting_request(&reporting, &viewing, input, &request, err) < 0 ||
        am_report_make(&reporting.report, input->store, &request, err) < 0 ||
        am_reporting_json(&reporting, &viewing, out, err) < 0;

    am_reporting_free(&reporting);
    return failed ? -1 : 0;
}

static int print_page(const struct am_asked *asked,
                      const struct am_viewing_input *input, FILE *out,
                      struct am_err *err)
{
    const struct am_viewing viewing = viewing_of(asked);
    struct am_reporting reporting = {0};
    struct am_linking linking;
    struct am_page_request request = {
        .mailboxes = input->settings->mailboxes,
        .is_served = true,
        .links = linking.links,
    };

    am_linking_make(&linking, asked, am_day_of(time(NULL)));
    int failed =
        am_reporting_request(&reporting, &viewing, input, &request.report,
                             err) < 0 ||
        am_page_make(&reporting.page, input->store, &request, err) < 0 ||
        am_page_print(reporting.page, out, err) < 0;

    am_reporting_free(&reporting);
    return failed ? -1 : 0;
}

static enum am_metrics_format form_of(const struct am_asked *asked)
{
    return asked->is_openmetrics ? AM_METRICS_OPENMETRICS
                                 : AM_METRICS_PROMETHEUS;
}

/* A database that cannot be read is one of the figures, as is the daemon that
 * does not answer: they are told, and this is no failure. */
static int print_metrics(const struct am_asked *asked,
                         const struct am_viewing_input *input, FILE *out,
                         struct am_err *err)
{
    struct am_scraping scraping;

    am_scraping_take(&scraping, input->settings, input->source);
    return am_metrics_write(out, form_of(asked), &scraping.metrics, err);
}

static const struct {
    print_fn *print;
    const char *type; /* NULL: as the metrics' format has it */
} kinds[AM_ASKED_PATHS] = {
    [AM_ASKED_PAGE] = {print_page, "text/html; charset=utf-8"},
    [AM_ASKED_REPORT] = {print_report, "application/json"},
    [AM_ASKED_METRICS] = {print_metrics, NULL},
    [AM_ASKED_HEALTH] = {print_health, "text/plain; charset=utf-8"},
};

/* Print into the body, which has all the room that it may have. */
static int print_body(const struct am_asked *asked,
                      const struct am_viewing_input *input, struct am_buf *body,
                      struct am_err *err)
{
    if (am_buf_reserve(body, AM_ANSWER_LIMIT_BYTES, err) < 0)
        return -1;
    /* Untouched pages of it cost nothing. */
    FILE *out = fmemopen(body->data, body->room, "w");
    if (out == NULL)
        return am_fail_errno(err, errno, "an answer");
    int failed = kinds[asked->path].print(asked, input, out, err) < 0;
    long size = ftell(out);
    /* What does not fit is an error of writing. */
    int is_cut = ferror(out) != 0;
    is_cut |= fclose(out) != 0;
    if (failed)
        return -1;
    if (is_cut || size < 0)
        return am_fail(err, AM_EFULL, "an answer is over its limit");
    body->size = (size_t)size;
    return 0;
}

/* What the page says in itself, and what only a header may say. */
static int choose_policy(struct am_answer *answer, struct am_err *err)
{
    char policy[AM_PAGE_POLICY_SIZE];

    if (am_page_style_policy(true, policy, err) < 0)
        return -1;
    snprintf(answer->policy, sizeof(answer->policy),
             "%s; frame-ancestors 'none'", policy);
    return 0;
}

static void tell_failure(struct am_answer *answer, enum am_answer_status status)
{
    char shown[2 * AM_ERR_TEXT_SIZE];
    struct am_buf *body = &answer->body;

    answer->status = status;
    answer->type = "text/plain; charset=utf-8";
    answer->policy[0] = '\0';
    am_safe_text(answer->why.text, shown, sizeof(shown));
    am_buf_clear(body);
    if (am_buf_add(body, shown, strlen(shown), NULL) < 0 ||
        am_buf_add(body, "\n", 1, NULL) < 0)
        am_buf_clear(body);
}

void am_answer_make(struct am_answer *answer, const struct am_asked *asked,
                    const struct am_viewing_input *input)
{
    struct am_viewing_input open = *input;

    *answer = (struct am_answer){.status = AM_ANSWER_OK,
                                 .type = kinds[asked->path].type};
    if (answer->type == NULL)
        answer->type = am_metrics_content_type(form_of(asked));
    am_buf_init(&answer->body, AM_ANSWER_LIMIT_BYTES);
    open.period = asked->period;
    if (asked->path != AM_ASKED_METRICS &&
        am_store_open_readonly(&open.store, open.source, &answer->why) < 0) {
        tell_failure(answer, AM_ANSWER_UNAVAILABLE);
        return;
    }
    if ((asked->path == AM_ASKED_PAGE &&
         choose_policy(answer, &answer->why) < 0) ||
        print_body(asked, &open, &answer->body, &answer->why) < 0) {
        tell_failure(answer, answer->why.code == AM_EBUSY
                                 ? AM_ANSWER_UNAVAILABLE
                                 : AM_ANSWER_FAILED);
    }
    am_store_close(&open.store);
}

void am_answer_free(struct am_answer *answer)
{
    am_buf_free(&answer->body);
}
