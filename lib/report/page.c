/* page - see page.h. */
#include "report/page.h"

#include <math.h>
#include <stdlib.h>

#include "base/language.h"
#include "report/page_parts.h"
#include "report/page_style.h"

/* ---- gather ---- */

/* Days of a range; not many more bars than a row of them has room for. */
#define MOST_BY_DAY   31
#define MOST_BY_WEEK  371  /* 53 weeks */
#define MOST_BY_MONTH 1830 /* 60 months */

static enum am_calendar suited(const struct am_period *period)
{
    int64_t days = period->until_day - period->from_day;

    if (days <= MOST_BY_DAY)
        return AM_CALENDAR_DAY;
    if (days <= MOST_BY_WEEK)
        return AM_CALENDAR_WEEK;
    return days <= MOST_BY_MONTH ? AM_CALENDAR_MONTH : AM_CALENDAR_YEAR;
}

static int gather_report(struct am_page *page, struct am_store *store,
                         struct am_err *err)
{
    struct am_report_request request = page->request.report;

    request.by = AM_BY_FAMILY;
    request.then_by = AM_BY_NOTHING;
    request.is_explained = false;
    if (am_report_make(&page->report, store, &request, err) < 0)
        return -1;

    struct am_query query = am_head_query(&page->report->head);
    if (am_query_days(store, &query, &page->days_with_data, err) < 0)
        return -1;
    return am_head_complete_days(&page->report->head, store,
                                 &page->complete_days, err);
}

/* What says that there is nothing leaves a view without rows: *err is not
 * told. */
static int gather_rows(struct am_page *page, struct am_store *store,
                       struct am_err *err)
{
    const struct am_ask *ask = &page->request.report.ask;
    const struct am_trend_request trend = {
        .ask = *ask, .by = suited(&page->report->head.period)};
    const struct am_top_request domains = {
        .ask = *ask, .of = AM_TOP_DOMAINS, .limit = AM_TOP_LIMIT};
    const struct am_top_request contents = {
        .ask = *ask, .of = AM_TOP_CONTENTS, .limit = AM_TOP_LIMIT};
    const struct am_histogram_request recipients = {
        .ask = *ask, .of = AM_HISTOGRAM_RECIPIENTS};

    if (am_trend_make(&page->trend, store, &trend, err) < 0 ||
        am_top_make(&page->domains, store, &domains, err) < 0 ||
        am_top_make(&page->contents, store, &contents, err) < 0)
        return -1;
    return am_histogram_make(&page->recipients, store, &recipients, err) < 0
               ? -1
               : 0;
}

static int gather_advice(struct am_page *page, struct am_store *store,
                         struct am_err *err)
{
    const struct am_report_request *report = &page->request.report;
    const struct am_whatif_request request = {
        .ask = report->ask,
        .rule = am_whatif_everything,
        .country = report->country,
        .year = report->year,
        .share_scope = report->share_scope,
        .factors = report->factors,
    };

    return am_whatif_make(&page->whatif, store, &request, err);
}

static int gather(struct am_page *page, struct am_store *store,
                  struct am_err *err)
{
    if (gather_report(page, store, err) < 0 ||
        gather_rows(page, store, err) < 0)
        return -1;
    return gather_advice(page, store, err);
}

int am_page_make(struct am_page **page, struct am_store *store,
                 const struct am_page_request *request, struct am_err *err)
{
    struct am_page *new = calloc(1, sizeof(*new));

    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a page");
    new->request = *request;
    int result = am_store_hold(store, err);
    if (result == 0) {
        result = gather(new, store, err);
        am_store_release(store);
    }
    if (result < 0) {
        am_page_free(&new);
        return -1;
    }
    *page = new;
    return 0;
}

void am_page_free(struct am_page **page)
{
    struct am_page *old = *page;

    *page = NULL;
    if (old == NULL)
        return;
    am_report_free(&old->report);
    am_trend_free(&old->trend);
    am_top_free(&old->domains);
    am_top_free(&old->contents);
    am_histogram_free(&old->recipients);
    am_whatif_free(&old->whatif);
    free(old);
}

/* ---- print ---- */

static void write_meta(struct am_html *html, const char *attribute,
                       const char *what, const char *content)
{
    am_html_open(html, "meta", NULL);
    am_html_attribute(html, attribute, what);
    if (content != NULL)
        am_html_attribute(html, "content", content);
    am_html_close_void(html);
    am_html_raw(html, "\n");
}

static void write_head(struct am_html *html, const struct am_page *page,
                       const char *policy)
{
    am_html_open(html, "head", NULL);
    write_meta(html, "charset", "utf-8", NULL);
    write_meta(html, "http-equiv", "Content-Security-Policy", policy);
    write_meta(html, "name", "viewport", "width=device-width, initial-scale=1");
    write_meta(html, "name", "referrer", "no-referrer");
    if (page->request.is_served) {
        am_html_open(html, "link", NULL);
        am_html_attribute(html, "rel", "icon");
        am_html_attribute(html, "href", "data:,");
        am_html_close_void(html);
    }
    am_html_element(html, "title", NULL, "%s",
                    _("Attachments: what the copies cost"));
    am_html_open(html, "style", NULL);
    am_html_raw(html, am_page_style);
    am_html_close(html);
    am_html_close(html);
    am_html_raw(html, "\n");
}

/* The hatching that the style sheet refers to. */
static void write_hatching(struct am_html *html)
{
    am_html_raw(
        html,
        "<svg class=\"defs\" aria-hidden=\"true\" width=\"0\" height=\"0\">"
        "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" "
        "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
        "<rect class=\"ground\" width=\"6\" height=\"6\"/>"
        "<rect class=\"stripe\" width=\"3\" height=\"6\"/>"
        "</pattern></defs></svg>\n");
}

static void write_skip(struct am_html *html)
{
    am_html_open(html, "a", "skip");
    am_html_attribute(html, "href", "#figures");
    am_html_text(html, "%s", _("To the figures"));
    am_html_close(html);
    am_html_raw(html, "\n");
}

static void write_main(struct am_html *html, const struct am_page *page)
{
    static am_page_part_fn *const pictures[] = {
        am_page_duplicate, am_page_saving, am_page_trend,     am_page_domains,
        am_page_types,     am_page_spread, am_page_benchmark, am_page_advice,
    };

    am_html_open(html, "main", NULL);
    am_html_attribute(html, "id", "figures");
    if (!am_head_is_empty(&page->report->head)) {
        am_page_tiles(html, page);
        am_html_open(html, "div", "pictures");
        for (size_t i = 0; i < sizeof(pictures) / sizeof(pictures[0]); i++)
            pictures[i](html, page);
        am_html_close(html);
    }
    am_page_method(html, page);
    am_html_close(html);
}

static void write_body(struct am_html *html, const struct am_page *page)
{
    am_html_open(html, "body", NULL);
    write_skip(html);
    write_hatching(html);
    am_page_head(html, page);
    write_main(html, page);
    am_page_privacy(html, page);
    am_html_close(html);
}

static void write_poster(struct am_html *html, const struct am_page *page)
{
    am_html_open(html, "body", "poster");
    am_page_poster(html, page);
    am_html_close(html);
}

static int print(const struct am_page *page, am_page_part_fn *body, FILE *out,
                 struct am_err *err)
{
    char policy[AM_PAGE_POLICY_SIZE];
    struct am_html *html = NULL;

    if (am_page_style_policy(page->request.is_served, policy, err) < 0 ||
        am_html_create(&html, err) < 0)
        return -1;
    am_html_open(html, "html", NULL);
    am_html_attribute(html, "lang", am_language_current());
    write_head(html, page, policy);
    body(html, page);
    am_html_close(html);
    am_html_raw(html, "\n");
    int result = am_html_finish(html, out, err);
    am_html_destroy(&html);
    return result;
}

int am_page_print(const struct am_page *page, FILE *out, struct am_err *err)
{
    return print(page, write_body, out, err);
}

int am_page_print_poster(const struct am_page *page, FILE *out,
                         struct am_err *err)
{
    if (isnan(page->report->rate_eligible)) {
        return am_fail(
            err, AM_EINVAL,
            "too few people are behind these figures: a poster could "
            "tell of single ones; take a longer range");
    }
    return print(page, write_poster, out, err);
}
