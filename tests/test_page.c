/*
 * test_page - the page as a document, of all sorts of mail and in both
 * languages: well-formed, inert, headed, and with the report's own figures.
 * What a browser makes of it is tested by e2e; its colours and its policy by
 * test_page_style, its pictures by test_page_pictures.
 */
#include <inttypes.h>
#include <libxml/HTMLparser.h>
#include <math.h>

#include "base/language.h"
#include "one_page.h"

/* With U+202E, which turns the direction of writing, and U+202C, which ends it.
 */
#define HOSTILE "\"><script>alert(1)</script>\xe2\x80\xaegpj\xe2\x80\xac\x01"

/* ---- mail ---- */

/* From more than five senders on each of four days. */
static void send_many(const char *domain, int count)
{
    static const char *const attachments[] = {"A!", "Bc", "C", "DE", "F?", "G"};

    for (int i = 0; i < count; i++) {
        const struct post post = POST_AND(
            MORNING + i % 4 * DAY_S, i + 1, i % 3 == 0 ? "1 2 3 4 5" : "1 x2",
            attachments[i % ROWS(attachments)], .sender = i + 1,
            .domain = domain, .direction = AM_DIRECTION_INTERNAL,
            .sent = i % 2 == 0);
        append(&post);
    }
    drain();
}

static void nothing(void)
{
}

static void ordinary(void)
{
    send_many("a.example", 60);
    send_many("b.example", 24);
}

static void one_message(void)
{
    const struct post post = POST(MORNING, 1, "1", "A");

    append(&post);
    drain();
}

/* Copies in other people's mailboxes only. */
static void abroad(void)
{
    for (int i = 0; i < 20; i++) {
        const struct post post =
            POST_AND(MORNING, i + 1, "x1 y2", "AB", .sender = i + 1);
        append(&post);
    }
    drain();
}

static void senders_unknown(void)
{
    for (int i = 0; i < 30; i++) {
        const struct post post = POST(MORNING, i + 1, "1 2 3", "A");
        append(&post);
    }
    drain();
}

static void hostile(void)
{
    send_many(HOSTILE, 60);
}

/* Each sum as high as a day's may be. */
static void huge(void)
{
    send_many("a.example", 60);
    sqlite3_exec(am_store_handle(store),
                 "UPDATE day_sighting SET stored_local_bytes = 1 << 48", NULL,
                 NULL, NULL);
}

static void unmeasured(void)
{
    send_many("a.example", 40);
    sqlite3_exec(am_store_handle(store),
                 "INSERT INTO gap (day, reason, messages) VALUES (20001, 1, 7)",
                 NULL, NULL, NULL);
}

static const struct {
    const char *name;
    void (*send)(void);
    int64_t days;
    unsigned classes;
    enum am_profile_id profile;
    int64_t mailboxes;
} sorts[] = {
    {"nothing", nothing, 30, 0, AM_PROFILE_PLAIN, 0},
    {"ordinary", ordinary, 60, 0, AM_PROFILE_PLAIN, 40},
    {"a day", ordinary, 1, 0, AM_PROFILE_PLAIN, 40},
    {"a year", ordinary, 365, 0, AM_PROFILE_PLAIN, 0},
    {"two years", ordinary, 730, 0, AM_PROFILE_PLAIN, 0},
    {"seven years", ordinary, 2600, 0, AM_PROFILE_PLAIN, 1},
    {"a class", ordinary, 60, 1U << AM_CLASS_INLINE, AM_PROFILE_PLAIN, 0},
    {"one message", one_message, 1, 0, AM_PROFILE_PLAIN, 1},
    {"abroad", abroad, 1, 0, AM_PROFILE_PLAIN, 5},
    {"senders unknown", senders_unknown, 2, 0, AM_PROFILE_PLAIN, 5},
    {"hostile", hostile, 60, 0, AM_PROFILE_PLAIN, 5},
    {"huge", huge, 60, 0, AM_PROFILE_PLAIN, 5},
    {"unmeasured", unmeasured, 60, 0, AM_PROFILE_PLAIN, 5},
    {"links", ordinary, 60, 0, AM_PROFILE_LMTP_HARDLINK, 5},
    {"instances", ordinary, 60, 0, AM_PROFILE_DOVECOT_SIS, 5},
    {"compressed", ordinary, 60, 0, AM_PROFILE_COMPRESSED, 5},
};

#define ORDINARY    1
#define HOSTILE_ONE 10

/* ---- the page ---- */

static struct am_page_request request_of(int sort)
{
    return (struct am_page_request){
        .report = {.ask = {.period = {DAY, DAY + sorts[sort].days, false},
                           .classes = sorts[sort].classes,
                           .profile = {.id = sorts[sort].profile,
                                       .packed_less = 400},
                           .now_s = MORNING + 50 * DAY_S,
                           .source = "/var/lib/attachmeter/secret.db"},
                   .country = "FRA",
                   .factors = &factors},
        .mailboxes = sorts[sort].mailboxes,
    };
}

static void none_at(const char *sort, const char *where)
{
    ck_assert_msg(count_at(where) == 0, "%s: %s: %s", sort, where,
                  text_at(where));
}

/* ---- every page ---- */

static void on_error(void *context, xmlErrorPtr error)
{
    const char *sort = context;

    /* libxml2 knows the elements of HTML 4 only. */
    ck_assert_msg(error->code == XML_HTML_UNKNOWN_TAG, "%s: %s", sort,
                  error->message);
}

static void check_html(const char *sort)
{
    char name[64];

    snprintf(name, sizeof(name), "%s", sort);
    xmlSetStructuredErrorFunc(name, on_error);
    htmlDocPtr html =
        htmlReadMemory(text, (int)text_size, "page", "UTF-8", HTML_PARSE_NONET);
    xmlSetStructuredErrorFunc(NULL, NULL);
    ck_assert_ptr_nonnull(html);
    xmlFreeDoc(html);
}

static void check_inert(const char *sort)
{
    static const char right_to_left[] = {'\xe2', '\x80', '\xae', '\0'};
    static const char *const nowhere[] = {
        "//script",
        "//@style",
        "//@src",
        "//*[local-name() = 'image']",
        "//iframe",
        "//form",
        "//@*[starts-with(name(), 'on')]",
        "//base",
        "//@href[not(starts-with(., '#'))]",
    };

    for (int i = 0; i < ROWS(nowhere); i++)
        none_at(sort, nowhere[i]);
    ck_assert_msg(strstr(text, "secret.db") == NULL, "%s: a path", sort);
    for (const char *c = text; *c != '\0'; c++) {
        ck_assert_msg((unsigned char)*c >= ' ' || *c == '\n', "%s: byte %d",
                      sort, *c);
    }
    ck_assert_msg(strstr(text, right_to_left) == NULL, "%s: U+202E", sort);
}

static void check_accessible(const char *sort)
{
    static const char *const nowhere[] = {
        "//th[not(@scope)]",
        "//table[not(caption)]",
        "//th[normalize-space() = '']",
        "//td[normalize-space() = '']",
        "//tr[count(*) != count(ancestor::table/thead/tr/th)]",
        "//svg[not(@aria-hidden) and not(@role = 'img' and title and desc)]",
        "//*[@id = preceding::*/@id]",
        "//section[@aria-labelledby and not(@aria-labelledby = //h2/@id)]",
        "//h3[not(preceding::h2)]",
        "//h4",
        "//body/div | //body/p | //body/section | //body/table",
    };

    for (int i = 0; i < ROWS(nowhere); i++)
        none_at(sort, nowhere[i]);
    ck_assert_int_eq(count_at("//h1"), 1);
    ck_assert_int_eq(count_at("//main"), 1);
    ck_assert_str_eq(text_at("/html/@lang"), am_language_current());
}

/* No figure is missing that came out as none. */
static void check_figures(const char *sort)
{
    static const char *const never[] = {"nan", "inf", "(null)", "%s", "--"};

    for (int i = 0; i < ROWS(never); i++) {
        char where[128];
        snprintf(where, sizeof(where),
                 "//body//*[not(self::dd) and text()[contains(concat(' ', ., "
                 "' '), ' %s ')]]",
                 never[i]);
        none_at(sort, where);
    }
}

START_TEST(is_a_sound_document)
{
    const char *sort = sorts[_i / 2].name;
    struct am_page_request request = request_of(_i / 2);

    ck_assert_int_eq(am_language_use(_i % 2 == 0 ? "en" : "fr", &err), 0);
    set_up();
    sorts[_i / 2].send();
    struct am_page *page = write_page(&request);
    check_html(sort);
    check_inert(sort);
    check_accessible(sort);
    check_figures(sort);
    bool is_empty = am_head_is_empty(&page->report->head);
    ck_assert_msg(count_at("//div[@class = 'tile']") == (is_empty ? 0 : 4),
                  "%s", sort);
    ck_assert_msg(count_at("//section[@aria-labelledby]") == (is_empty ? 1 : 9),
                  "%s", sort);
    forget_page(page);
    tear_down();
}

END_TEST

/* ---- figures ---- */

static void figure_is(const char *section, const char *row, int64_t value)
{
    char where[256];
    char digits[32];

    snprintf(where, sizeof(where),
             "//section[@aria-labelledby = '%s']//tr[starts-with(th, '%s')]/"
             "td[@class = 'number'][1]",
             section, row);
    snprintf(digits, sizeof(digits), "%" PRId64, value);
    ck_assert_msg(strcmp(text_at(where), digits) == 0, "%s, %s: %s, not %s",
                  section, row, text_at(where), digits);
}

START_TEST(has_the_figures_of_the_report)
{
    struct am_page_request request = request_of(ORDINARY);
    struct am_report_request plain = request.report;
    struct am_report *report = NULL;

    set_up();
    ordinary();
    request.units = AM_UNITS_RAW;
    struct am_page *page = write_page(&request);
    ck_assert_int_eq(am_report_make(&report, store, &plain, &err), 0);
    const struct am_savings *own = &report->totals.own;
    ck_assert_int_gt(own->within_bytes, 0);
    figure_is("duplicated", "delivered", own->delivered.stored_bytes);
    figure_is("duplicated", "received", own->received.stored_bytes);
    figure_is("duplicated", "unique", own->unique_size_bytes);
    figure_is("duplicated", "within", own->within_bytes);
    figure_is("duplicated", "across", own->across_bytes);
    figure_is("duplicated", "encoding", own->encoding_bytes);
    figure_is("duplicated", "avoidable", own->total_bytes);
    int64_t saved = INT64_MAX;
    for (int i = 1; i <= count_at("//section[@aria-labelledby = 'advice']//"
                                  "tbody/tr");
         i++) {
        char where[128];
        snprintf(where, sizeof(where),
                 "//section[@aria-labelledby = 'advice']//tbody/tr[%d]/"
                 "td[@class = 'number']",
                 i);
        int64_t next = strtoll(text_at(where), NULL, 10);
        ck_assert_int_le(next, saved); /* the largest first */
        saved = next;
    }
    ck_assert_int_lt(saved, INT64_MAX);
    forget_page(page);
    am_report_free(&report);
    tear_down();
}

END_TEST

/* What was put in is given as its source gives it. */
START_TEST(does_not_round_factors)
{
    static const struct {
        const char *id, *value;
    } given[] = {
        {"storage.pue", "1.54 [1.1 .. 2] "},
        {"storage.replication", "2 [1.25 .. 4] "},
    };
    struct am_page_request request = request_of(ORDINARY);

    set_up();
    ordinary();
    struct am_page *page = write_page(&request);
    for (int i = 0; i < ROWS(given); i++) {
        char where[128];
        snprintf(where, sizeof(where),
                 "//dt[. = '%s']/following-sibling::dd[1]", given[i].id);
        ck_assert_msg(strncmp(text_at(where), given[i].value,
                              strlen(given[i].value)) == 0,
                      "%s: %s", given[i].id, text_at(where));
    }
    forget_page(page);
    tear_down();
}

END_TEST

START_TEST(shows_a_hostile_domain_as_text)
{
    struct am_page_request request = request_of(HOSTILE_ONE);

    set_up();
    hostile();
    struct am_page *page = write_page(&request);
    ck_assert_str_eq(
        text_at("//section[@aria-labelledby = 'domains']//"
                "tbody/tr[1]/th"),
        "\"><script>alert(1)</script>\\xe2\\x80\\xaegpj\\xe2\\x80\\xac\\x01");
    forget_page(page);
    tear_down();
}

END_TEST

START_TEST(a_served_page_has_an_icon)
{
    struct am_page_request request = request_of(0);

    set_up();
    request.is_served = true;
    struct am_page *page = write_page(&request);
    ck_assert_str_eq(text_at("//link[@rel = 'icon']/@href"), "data:,");
    ck_assert_ptr_nonnull(
        strstr(text_at("//meta[@http-equiv]/@content"), "img-src data:;"));
    forget_page(page);
    tear_down();
}

END_TEST

START_TEST(tells_a_store_that_cannot_be_written_to)
{
    struct am_page_request request = request_of(0);
    struct am_page *page = NULL;
    FILE *full = fopen("/dev/full", "w");

    set_up();
    ck_assert_int_eq(am_page_make(&page, store, &request, &err), 0);
    setvbuf(full, NULL, _IONBF, 0);
    ck_assert_int_eq(am_page_print(page, full, &err), -1);
    ck_assert_int_eq(err.code, AM_EIO);
    fclose(full);
    am_page_free(&page);
    tear_down();
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("page");
    TCase *tcase = tcase_create("page");

    if (am_factors_load(&factors, NULL, &err) < 0)
        return EXIT_FAILURE;
    tcase_add_loop_test(tcase, is_a_sound_document, 0, 2 * ROWS(sorts));
    tcase_add_test(tcase, has_the_figures_of_the_report);
    tcase_add_test(tcase, does_not_round_factors);
    tcase_add_test(tcase, shows_a_hostile_domain_as_text);
    tcase_add_test(tcase, a_served_page_has_an_icon);
    tcase_add_test(tcase, tells_a_store_that_cannot_be_written_to);
    suite_add_tcase(suite, tcase);
    int status = run_suite(suite);
    am_factors_free(&factors);
    xmlCleanupParser();
    return status;
}
