/*
 * Tests of report/report and its printers, on a small store whose figures are
 * worked out by hand below.  AM_UPDATE_GOLDEN=1 writes the expected texts anew.
 */
#include <jansson.h>
#include <math.h>
#include <string.h>

#include <sqlite3.h>

#include "report/printer_json.h"
#include "report/printer_table.h"
#include "report/report.h"
#include "report/words.h"
#include "store/ingest.h"
#include "suite.h"

#define TODAY  20782 /* 2026-11-25 */
#define DAY_S  86400
#define PDF    1
#define LOGO   2
#define GOLDEN AM_TEST_DATA "/report/"

static struct am_store *store;
static struct am_ingest *ingest;
static struct am_factors factors;
static struct am_err err;

/* ---- the store ---- */

static const struct am_sighting pdf = {.fingerprint = {PDF},
                                       .size_bytes = 1000000,
                                       .stored_bytes = 1350000,
                                       .wire_bytes = 1368000,
                                       .class = AM_CLASS_ATTACHMENT,
                                       .family = AM_FAMILY_PDF,
                                       .digested = true};

static const struct am_sighting logo = {.fingerprint = {LOGO},
                                        .size_bytes = 5000,
                                        .stored_bytes = 6800,
                                        .wire_bytes = 6890,
                                        .class = AM_CLASS_INLINE,
                                        .family = AM_FAMILY_IMAGE,
                                        .digested = true};

static void take(int64_t day, enum am_direction direction, size_t local,
                 size_t external, const struct am_sighting *sighting)
{
    struct am_recipient recipients[16] = {0};
    struct am_sighting sightings[1] = {0};
    struct am_record record = {
        .time_s = day * DAY_S + 60,
        .direction = direction,
        .sent = direction == AM_DIRECTION_INTERNAL ||
                direction == AM_DIRECTION_OUTBOUND,
        .domain = "example.org",
        .wire_bytes = 2000000,
        .has_sender = true,
        .recipients = recipients,
        .recipient_count = local + external,
        .sightings = sightings,
        .sighting_count = sighting != NULL,
    };

    for (size_t i = 0; i < local + external; i++) {
        recipients[i].key[0] = (unsigned char)(i + 1);
        recipients[i].group = i < local ? 0 : 1 + (uint32_t)(i % 2);
        recipients[i].members = 1;
    }
    if (sighting != NULL)
        sightings[0] = *sighting;
    ck_assert_int_eq(am_ingest_begin(ingest, &err), 0);
    ck_assert_msg(am_ingest_take(ingest, &record, &err) == 0, "%s", err.text);
    ck_assert_int_eq(am_ingest_commit(ingest, &err), 0);
}

static void open_store(void)
{
    const struct am_ingest_options options = {0};

    ck_assert_msg(am_store_open(&store, ":memory:", &err) == 0, "%s", err.text);
    ck_assert_int_eq(am_ingest_create(&ingest, store, &options, &err), 0);
    ck_assert_msg(am_factors_load(&factors, NULL, &err) == 0, "%s", err.text);
}

/* Five senders are behind every group: none is too small to be shown. */
static void make_groups_large(void)
{
    const char *sql = "UPDATE small_group SET senders = 5";

    ck_assert_int_eq(
        sqlite3_exec(am_store_handle(store), sql, NULL, NULL, NULL), SQLITE_OK);
}

/* Two days of mail: a PDF to three colleagues; the same one to a colleague and
 * four people outside; a logo to two of us; a message with nothing. */
static void fill_store(void)
{
    take(TODAY - 2, AM_DIRECTION_INTERNAL, 3, 0, &pdf);
    take(TODAY - 1, AM_DIRECTION_OUTBOUND, 1, 4, &pdf);
    take(TODAY - 1, AM_DIRECTION_INBOUND, 2, 0, &logo);
    take(TODAY - 1, AM_DIRECTION_INBOUND, 1, 0, NULL);
    make_groups_large();
}

static void close_store(void)
{
    am_ingest_destroy(&ingest);
    am_store_close(&store);
    am_factors_free(&factors);
}

static struct am_report_request request_of(
    const struct am_period_request *range)
{
    struct am_report_request request = {
        .by = AM_BY_FAMILY,
        .ask.now_s = (int64_t)TODAY * DAY_S + 3600,
        .ask.source = "test.db",
        .country = "FRA",
        .factors = &factors,
    };

    ck_assert_int_eq(am_period_resolve(&request.ask.period, range, TODAY, &err),
                     0);
    return request;
}

static struct am_report *make(const struct am_report_request *request)
{
    struct am_report *report = NULL;

    ck_assert_msg(am_report_make(&report, store, request, &err) == 0, "%s",
                  err.text);
    return report;
}

static struct am_report *make_usual(void)
{
    const struct am_period_request nothing = {0};
    struct am_report_request request = request_of(&nothing);

    return make(&request);
}

/* ---- the figures ---- */

START_TEST(counts_both_scopes)
{
    struct am_report *report = make_usual();
    const struct am_savings *all = &report->totals.all;
    const struct am_savings *own = &report->totals.own;

    ck_assert_int_eq(report->messages.messages, 4);
    ck_assert_int_eq(report->messages.with_attachments, 3);
    ck_assert_int_eq(all->sightings, 3);
    ck_assert_int_eq(all->contents, 2);
    ck_assert_int_eq(all->copies_local, 6);
    ck_assert_int_eq(all->copies_external, 4);
    ck_assert_int_eq(all->copies_sent, 2);
    ck_assert_int_eq(all->received.stored_bytes, 2706800);
    ck_assert_int_eq(all->delivered.stored_bytes, 13513600);
    ck_assert_int_eq(all->unique_size_bytes, 1005000);
    ck_assert_int_eq(all->within_bytes, 8005000);
    ck_assert_int_eq(all->across_bytes, 1000000);
    ck_assert_int_eq(all->encoding_bytes, 3503600);
    ck_assert_int_eq(own->delivered.stored_bytes, 8113600);
    ck_assert_int_eq(own->within_bytes, 4005000);
    ck_assert_int_eq(own->across_bytes, 1000000);
    ck_assert_int_eq(own->encoding_bytes, 2103600);
    ck_assert_int_eq(own->total_bytes, 7108600);
    am_report_free(&report);
    ck_assert_ptr_null(report);
}

END_TEST

START_TEST(covers)
{
    struct am_report *report = make_usual();

    ck_assert_int_eq(report->head.coverage.measured, 4);
    ck_assert_int_eq(report->head.coverage.seen, 4);
    ck_assert_int_eq(report->head.coverage.gaps, 0);
    ck_assert(!am_head_is_empty(&report->head));
    ck_assert(!report->head.with_today);
    am_report_free(&report);
}

END_TEST

/* Rows of a dimension add up to the totals. */
static const struct {
    enum am_by by;
    const char *first; /* most avoidable, or the earliest day */
    size_t count;
} dimensions[] = {
    {AM_BY_FAMILY, "pdf", 2},         {AM_BY_CLASS, "attachment", 2},
    {AM_BY_DIRECTION, "internal", 3}, {AM_BY_DAY, "2026-11-23", 2},
    {AM_BY_NOTHING, NULL, 0},
};

START_TEST(rows_add_up)
{
    const struct am_period_request nothing = {0};
    struct am_report_request request = request_of(&nothing);
    struct am_savings sum = {0};

    request.by = dimensions[_i].by;
    struct am_report *report = make(&request);
    ck_assert_uint_eq(report->row_count, dimensions[_i].count);
    for (size_t i = 0; i < report->row_count; i++) {
        sum.total_bytes += report->rows[i].own.total_bytes;
        sum.across_bytes += report->rows[i].own.across_bytes;
        sum.sightings += report->rows[i].all.sightings;
    }
    if (report->row_count > 0) {
        ck_assert_str_eq(report->rows[0].value, dimensions[_i].first);
        ck_assert_int_eq(sum.total_bytes, report->totals.own.total_bytes);
        ck_assert_int_eq(sum.across_bytes, report->totals.own.across_bytes);
        ck_assert_int_eq(sum.sightings, report->totals.all.sightings);
    }
    am_report_free(&report);
}

END_TEST

START_TEST(filters)
{
    const struct am_period_request nothing = {0};
    struct am_report_request request = request_of(&nothing);
    char text[64];

    request.ask.classes = 1U << AM_CLASS_INLINE;
    struct am_report *report = make(&request);
    ck_assert_int_eq(report->totals.all.sightings, 1);
    ck_assert_int_eq(report->totals.all.delivered.stored_bytes, 13600);
    ck_assert_int_eq(report->head.coverage.measured, 4);
    am_report_free(&report);

    request.ask.classes = 0;
    request.ask.directions =
        1U << AM_DIRECTION_OUTBOUND | 1U << AM_DIRECTION_INTERNAL;
    report = make(&request);
    ck_assert_int_eq(report->totals.all.sightings, 2);
    ck_assert_int_eq(report->messages.messages, 2);
    ck_assert_int_eq(report->head.coverage.measured, 4);
    ck_assert_str_eq(am_head_directions(&report->head, text, sizeof(text)),
                     "outbound,internal");
    ck_assert_str_eq(am_head_classes(&report->head, text, sizeof(text)), "all");
    am_report_free(&report);
}

END_TEST

/* First day: nothing is complete yet, so today is taken in, and said. */
START_TEST(takes_in_today_only_when_it_must)
{
    const struct am_period_request nothing = {0};
    const struct am_period_request last = {.last = "30d"};
    struct am_report_request request = request_of(&nothing);
    struct am_report *report = make(&request);

    ck_assert(am_head_is_empty(&report->head));
    ck_assert_int_eq(report->head.period.until_day, TODAY);
    am_report_free(&report);

    take(TODAY, AM_DIRECTION_INTERNAL, 2, 0, &pdf);
    report = make(&request);
    ck_assert(report->head.with_today);
    ck_assert_int_eq(report->head.period.until_day, TODAY + 1);
    ck_assert_int_eq(report->messages.messages, 1);
    am_report_free(&report);

    request = request_of(&last);
    report = make(&request);
    ck_assert(am_head_is_empty(&report->head));
    am_report_free(&report);

    take(TODAY - 1, AM_DIRECTION_INTERNAL, 2, 0, &pdf);
    request = request_of(&nothing);
    report = make(&request);
    ck_assert(!report->head.with_today);
    ck_assert_int_eq(report->messages.messages, 1);
    am_report_free(&report);
}

END_TEST

/* ---- CO2e ---- */

START_TEST(models_own_copies)
{
    struct am_report *report = make_usual();
    const struct am_impact *impact = &report->impact;
    const struct am_factor *factor = impact->factors.factor;

    ck_assert(impact->is_known);
    ck_assert_double_eq(impact->input.unique_bytes, 1005000);
    ck_assert_double_eq(impact->input.message_bytes, 2005000);
    ck_assert_double_eq(impact->input.linked_bytes, 2005000);
    ck_assert_double_eq(impact->input.delivered_bytes, 4010000);
    ck_assert_double_eq(impact->input.hop_bytes, 2005000);
    ck_assert_double_eq(impact->input.messages, 3);
    ck_assert_double_eq(impact->input.deliveries, 6);
    ck_assert_int_eq(factor[AM_FACTOR_MAIL_EXPANSION].status,
                     AM_FACTOR_MEASURED);
    ck_assert_double_eq_tol(factor[AM_FACTOR_MAIL_EXPANSION].value.central,
                            (2 * 1368000.0 + 6890) / 2005000, 1e-12);
    ck_assert_double_eq_tol(factor[AM_FACTOR_MAIL_SENT_COPIES].value.central,
                            2000000 / 2005000.0, 1e-12);
    ck_assert_double_eq_tol(
        impact->kept.central,
        7108600e-12 * impact->estimate.output[AM_MODEL_KG_PER_TB_YEAR].central,
        1e-15);
    ck_assert_double_eq_tol(impact->lecko_kg, 7.1086 * 0.41 / 1000, 1e-9);
    /* The factors that were handed in are as they were. */
    ck_assert_int_eq(factors.factor[AM_FACTOR_MAIL_EXPANSION].status,
                     AM_FACTOR_DEFAULT);
    am_report_free(&report);
}

END_TEST

START_TEST(keeps_what_the_user_set)
{
    ck_assert_int_eq(
        am_factors_set(&factors, "mail.expansion=1.4", AM_FACTOR_OPTION, &err),
        0);
    struct am_report *report = make_usual();
    const struct am_factor *factor =
        &report->impact.factors.factor[AM_FACTOR_MAIL_EXPANSION];

    ck_assert_double_eq(factor->value.central, 1.4);
    ck_assert_int_eq(factor->status, AM_FACTOR_OPTION);
    am_report_free(&report);
}

END_TEST

/* Half of the local copies are gone: 4,010,000 bytes decoded, 5,413,600 stored,
 * but the Sent copies stay. */
START_TEST(leaves_out_copies_that_do_not_stay)
{
    ck_assert_int_eq(am_factors_set(&factors, "mail.delivered_share=0.5",
                                    AM_FACTOR_CONFIG, &err),
                     0);
    struct am_report *report = make_usual();
    const struct am_interval *output = report->impact.estimate.output;

    ck_assert_double_eq_tol(report->impact.kept.central,
                            (7108600 - 5413600 / 2.0) * 1e-12 *
                                output[AM_MODEL_KG_PER_TB_YEAR].central,
                            1e-15);
    ck_assert_int_eq(report->totals.own.total_bytes, 7108600);
    am_report_free(&report);
}

END_TEST

START_TEST(shares_a_content_or_a_message)
{
    const struct am_period_request nothing = {0};
    struct am_report_request request = request_of(&nothing);
    struct am_report *by_content = make(&request);

    request.share_scope = AM_SHARE_MESSAGE;
    struct am_report *by_message = make(&request);
    ck_assert_double_eq(
        by_content->impact.estimate.step[AM_STEP_UPLOADED_BYTES], 1005000);
    ck_assert_double_eq(
        by_message->impact.estimate.step[AM_STEP_UPLOADED_BYTES], 2005000);
    am_report_free(&by_content);
    am_report_free(&by_message);
}

END_TEST

START_TEST(gives_no_figure_for_others_mail)
{
    take(TODAY - 1, AM_DIRECTION_TRANSIT, 0, 5, &pdf);
    struct am_report *report = make_usual();

    ck_assert(!report->impact.is_known);
    ck_assert_int_eq(report->totals.all.within_bytes, 4000000);
    ck_assert_int_eq(report->totals.own.delivered.stored_bytes, 0);
    am_report_free(&report);
}

END_TEST

/* ---- printing ---- */

static char *print_text(const struct am_report *report,
                        enum am_unit_style units)
{
    char *text = NULL;
    size_t size = 0;
    const struct am_look look = {.units = units};
    FILE *out = open_memstream(&text, &size);

    ck_assert_ptr_nonnull(out);
    ck_assert_int_eq(am_printer_table_print(report, &look, out, &err), 0);
    fclose(out);
    return text;
}

static void read_golden(const char *path, char *text, size_t size)
{
    FILE *in = fopen(path, "r");

    ck_assert_msg(in != NULL, "%s", path);
    text[fread(text, 1, size - 1, in)] = '\0';
    fclose(in);
}

static void check_golden(const char *path, const char *text)
{
    static char wanted[16384];

    if (getenv("AM_UPDATE_GOLDEN") != NULL) { // NOLINT
        FILE *out = fopen(path, "w");
        ck_assert_ptr_nonnull(out);
        fputs(text, out);
        fclose(out);
    }
    read_golden(path, wanted, sizeof(wanted));
    ck_assert_msg(strcmp(text, wanted) == 0, "%s: not as printed:\n%s", path,
                  text);
}

static void check_width(const char *text)
{
    while (*text != '\0') {
        size_t width = strcspn(text, "\n");
        ck_assert_msg(width <= 80, "%zu columns: %.*s", width, (int)width,
                      text);
        text += width + (text[width] == '\n');
    }
}

START_TEST(prints_a_table)
{
    struct am_report *report = make_usual();
    char *text = print_text(report, AM_UNITS_SI);

    check_width(text);
    check_golden(GOLDEN "usual.txt", text);
    free(text);
    am_report_free(&report);
}

END_TEST

/* A relay of a big site, with holes: the widest figures there are. */
START_TEST(prints_wide_figures)
{
    struct am_report *report = make_usual();
    struct am_savings *own = &report->totals.own;

    report->head.coverage.gaps = 12;
    report->head.coverage.gap_reasons[AM_GAP_DISK] = 10;
    report->head.coverage.gap_reasons[AM_GAP_CRASH] = 2;
    report->head.coverage.measured = 123456789;
    report->head.coverage.seen = 123456801;
    report->head.coverage.downtime_s = 9000;
    for (int i = 0; i < AM_FLAW_COUNT; i++) /* the last two are shown */
        report->flaws[i] = 123450000 + i;
    report->head.with_today = true;
    own->received.stored_bytes = 123456789012345;
    own->delivered.stored_bytes = 999999999999999;
    own->unique_size_bytes = 567890123456;
    own->within_bytes = -1234567890123;
    own->copies_local = 999999999999;
    own->sightings = 999999999;
    char *text = print_text(report, AM_UNITS_IEC);

    check_width(text);
    check_golden(GOLDEN "wide.txt", text);
    free(text);
    am_report_free(&report);
}

END_TEST

START_TEST(prints_others_mail)
{
    take(TODAY - 1, AM_DIRECTION_TRANSIT, 0, 5, &pdf);
    make_groups_large();
    struct am_report *report = make_usual();
    char *text = print_text(report, AM_UNITS_RAW);

    check_width(text);
    check_golden(GOLDEN "transit.txt", text);
    free(text);
    am_report_free(&report);
}

END_TEST

static json_t *print_json(const struct am_report *report)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    ck_assert_int_eq(am_printer_json_print(report, out, &err), 0);
    fclose(out);
    ck_assert_int_eq(text[size - 1], '\n');
    json_t *object = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(object);
    free(text);
    return object;
}

/* The integer at a path such as "totals.copies.local". */
static json_t *at(json_t *object, const char *path)
{
    char word[64];

    for (;;) {
        size_t size = strcspn(path, ".");
        snprintf(word, sizeof(word), "%.*s", (int)size, path);
        object = json_object_get(object, word);
        ck_assert_msg(object != NULL, "no %s", word);
        if (path[size] == '\0')
            return object;
        path += size + 1;
    }
}

static const struct {
    const char *path;
    int64_t value;
} integers[] = {
    {"range.days", 30},
    {"coverage.seen", 4},
    {"coverage.measured", 4},
    {"coverage.gaps", 0},
    {"coverage.gap_reasons.disk", 0},
    {"coverage.downtime_s", 0},
    {"totals.messages", 4},
    {"totals.messages_with_attachments", 3},
    {"totals.sightings", 3},
    {"totals.contents", 2},
    {"totals.copies.local", 6},
    {"totals.copies.external", 4},
    {"totals.copies.sent", 2},
    {"totals.received.size_bytes", 2005000},
    {"totals.received.stored_bytes", 2706800},
    {"totals.received.wire_bytes", 2742890},
    {"totals.delivered.size_bytes", 10010000},
    {"totals.delivered.stored_bytes", 13513600},
    {"totals.delivered.wire_bytes", 13693780},
    {"totals.unique_size_bytes", 1005000},
    {"totals.avoidable.within_bytes", 8005000},
    {"totals.avoidable.across_bytes", 1000000},
    {"totals.avoidable.encoding_bytes", 3503600},
    {"totals.avoidable.total_bytes", 12508600},
    {"own.copies.external", 0},
    {"own.delivered.stored_bytes", 8113600},
    {"own.avoidable.total_bytes", 7108600},
    {"co2e.significant_figures", 2},
    {"co2e.year", 2025},
};

START_TEST(prints_json)
{
    struct am_report *report = make_usual();
    json_t *object = print_json(report);

    for (size_t i = 0; i < sizeof(integers) / sizeof(integers[0]); i++) {
        json_t *value = at(object, integers[i].path);
        ck_assert_msg(json_is_integer(value), "%s", integers[i].path);
        ck_assert_msg(json_integer_value(value) == integers[i].value,
                      "%s is %lld", integers[i].path,
                      (long long)json_integer_value(value));
    }
    ck_assert_str_eq(json_string_value(at(object, "schema")),
                     "attachmeter.report/1");
    ck_assert_str_eq(json_string_value(at(object, "generated")),
                     "2026-11-25T01:00:00Z");
    ck_assert_str_eq(json_string_value(at(object, "range.from")), "2026-10-26");
    ck_assert_str_eq(json_string_value(at(object, "range.until")),
                     "2026-11-25");
    ck_assert_str_eq(json_string_value(at(object, "class")), "all");
    ck_assert(json_is_real(at(object, "co2e.value")));
    ck_assert(json_is_real(at(object, "sci.value")));
    ck_assert_uint_eq(json_array_size(at(object, "co2e.factors")),
                      AM_FACTOR_COUNT);
    json_decref(object);
    am_report_free(&report);
}

END_TEST

START_TEST(prints_flat_rows)
{
    struct am_report *report = make_usual();
    json_t *object = print_json(report);
    json_t *rows = at(object, "rows");
    const char *key = NULL;
    json_t *value = NULL;

    ck_assert_uint_eq(json_array_size(rows), 2);
    json_t *row = json_array_get(rows, 0);
    ck_assert_str_eq(json_string_value(at(row, "type")), "pdf");
    ck_assert_int_eq(json_integer_value(at(row, "copies_external")), 4);
    ck_assert_int_eq(json_integer_value(at(row, "own_avoidable_across_bytes")),
                     1000000);
    json_object_foreach(row, key, value)
    {
        ck_assert_msg(!json_is_object(value) && !json_is_array(value), "%s",
                      key);
    }
    json_decref(object);
    am_report_free(&report);
}

END_TEST

START_TEST(prints_null_where_nothing_is_known)
{
    struct am_report *report = make_usual();
    json_t *object = print_json(report);

    ck_assert(json_is_null(at(object, "co2e.value")));
    ck_assert(json_is_null(at(object, "co2e.verdict")));
    ck_assert(json_is_null(at(object, "totals.ratio")));
    ck_assert_uint_eq(json_array_size(at(object, "rows")), 0);
    json_decref(object);
    am_report_free(&report);
}

END_TEST

/* ---- words ---- */

static const struct {
    struct am_interval kg;
    const char *text;
} masses[] = {
    {{5.2, 28.1, 180.4}, "28 kg [5.2 .. 180]"},
    {{-63, 91, 390}, "91 kg [-63 .. 390]"},
    {{0.0005, 0.00312, 0.0247}, "3.1 g [0.50 .. 25]"},
    {{900, 12345, 99999}, "12 t [0.90 .. 100]"},
    {{0, 0, 0}, "0 kg [0 .. 0]"},
    {{-2000, -1500, -10}, "-1.5 t [-2.0 .. -0.010]"},
};

START_TEST(writes_masses)
{
    char text[AM_MASS_SIZE];

    ck_assert_str_eq(am_mass_text(&masses[_i].kg, text), masses[_i].text);
}

END_TEST

static const struct {
    long long count;
    const char *text;
} counts[] = {
    {0, "0"},        {999, "999"},
    {1000, "1,000"}, {1234567, "1,234,567"},
    {-12, "-12"},    {-123456, "-123,456"},
};

START_TEST(writes_counts)
{
    char text[AM_COUNT_SIZE];

    ck_assert_str_eq(am_count_text(counts[_i].count, text), counts[_i].text);
}

END_TEST

static TCase *on_store(const char *name, void (*fill)(void))
{
    TCase *tests = tcase_create(name);

    tcase_add_checked_fixture(tests, open_store, close_store);
    if (fill != NULL)
        tcase_add_checked_fixture(tests, fill, NULL);
    return tests;
}

int main(void)
{
    Suite *suite = suite_create("report");
    TCase *usual = on_store("usual", fill_store);
    TCase *empty = on_store("empty", NULL);
    TCase *words = tcase_create("words");

    tcase_add_test(usual, counts_both_scopes);
    tcase_add_test(usual, covers);
    tcase_add_loop_test(usual, rows_add_up, 0, ROWS(dimensions));
    tcase_add_test(usual, filters);
    tcase_add_test(usual, models_own_copies);
    tcase_add_test(usual, keeps_what_the_user_set);
    tcase_add_test(usual, leaves_out_copies_that_do_not_stay);
    tcase_add_test(usual, shares_a_content_or_a_message);
    tcase_add_test(usual, prints_a_table);
    tcase_add_test(usual, prints_wide_figures);
    tcase_add_test(usual, prints_json);
    tcase_add_test(usual, prints_flat_rows);
    tcase_add_test(empty, takes_in_today_only_when_it_must);
    tcase_add_test(empty, gives_no_figure_for_others_mail);
    tcase_add_test(empty, prints_others_mail);
    tcase_add_test(empty, prints_null_where_nothing_is_known);
    tcase_add_loop_test(words, writes_masses, 0, ROWS(masses));
    tcase_add_loop_test(words, writes_counts, 0, ROWS(counts));
    suite_add_tcase(suite, usual);
    suite_add_tcase(suite, empty);
    suite_add_tcase(suite, words);
    return run_suite(suite);
}
