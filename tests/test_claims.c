/*
 * test_claims - the verdicts, and each claim on small stores.  One message of
 * 1 MB to 20 people in France 2024 is check vector V01 of the model.
 */
#include <jansson.h>
#include <math.h>
#include <string.h>

#include <sqlite3.h>

#include "post.h"
#include "report/claims.h"
#include "store/ingest.h"
#include "suite.h"

#define TODAY 20782 /* 2026-11-25 */
#define DAY_S INT64_C(86400)

static struct am_store *store;
static struct am_ingest *ingest;
static struct am_factors factors;
static struct am_err err;

/* ---- a claim ---- */

static const struct {
    const char *name;
    double claimed;
    struct am_interval value;
    enum am_claim_verdict at_least, at_most;
} verdicts[] = {
    {"all above", 10, {10.1, 12, 14}, AM_CLAIM_SUPPORTED, AM_CLAIM_REFUTED},
    {"from it on", 10, {10, 12, 14}, AM_CLAIM_SUPPORTED, AM_CLAIM_COMPATIBLE},
    {"around it", 10, {3, 9, 12}, AM_CLAIM_COMPATIBLE, AM_CLAIM_COMPATIBLE},
    {"up to it", 10, {3, 9, 10}, AM_CLAIM_COMPATIBLE, AM_CLAIM_SUPPORTED},
    {"all below", 10, {3, 5, 9.9}, AM_CLAIM_REFUTED, AM_CLAIM_SUPPORTED},
    {"unknown",
     10,
     {(double)NAN, (double)NAN, (double)NAN},
     AM_CLAIM_NOT_MEASURED,
     AM_CLAIM_NOT_MEASURED},
    {"nothing claimed",
     (double)NAN,
     {1, 2, 3},
     AM_CLAIM_NOT_MEASURED,
     AM_CLAIM_NOT_MEASURED},
};

START_TEST(judges)
{
    struct am_claim claim = {.claimed = verdicts[_i].claimed};

    am_claim_judge_at_least(&claim);
    ck_assert_int_eq(claim.verdict, AM_CLAIM_NOT_MEASURED);
    am_claim_add(&claim, "here", "copies", verdicts[_i].value);
    am_claim_judge_at_least(&claim);
    ck_assert_msg(claim.verdict == verdicts[_i].at_least, "%s: %s",
                  verdicts[_i].name, am_claim_verdict_name(claim.verdict));
    am_claim_judge_at_most(&claim);
    ck_assert_msg(claim.verdict == verdicts[_i].at_most, "%s: %s",
                  verdicts[_i].name, am_claim_verdict_name(claim.verdict));
    ck_assert_str_ne(claim.reason, "");
}

END_TEST

/* ---- stores ---- */

static void open_store(void)
{
    const struct am_ingest_options options = {0};

    ck_assert_msg(am_store_open(&store, ":memory:", &err) == 0, "%s", err.text);
    ck_assert_int_eq(am_ingest_create(&ingest, store, &options, &err), 0);
    ck_assert_msg(am_factors_load(&factors, NULL, &err) == 0, "%s", err.text);
}

static void close_store(void)
{
    am_ingest_destroy(&ingest);
    am_store_close(&store);
    am_factors_free(&factors);
}

static void take_record(const struct am_record *record)
{
    ck_assert_int_eq(am_ingest_begin(ingest, &err), 0);
    ck_assert_msg(am_ingest_take(ingest, record, &err) == 0, "%s", err.text);
    ck_assert_int_eq(am_ingest_commit(ingest, &err), 0);
}

static void set(const char *text)
{
    ck_assert_msg(am_factors_set(&factors, text, AM_FACTOR_OPTION, &err) == 0,
                  "%s", err.text);
}

/* The daemon ran from the first day until today. */
static void run_since(int64_t first_day)
{
    char sql[160];

    snprintf(sql, sizeof(sql),
             "INSERT INTO run (started_s, heartbeat_s, clean) VALUES (%lld, "
             "%lld, 1)",
             (long long)(first_day * DAY_S), (long long)(TODAY * DAY_S));
    ck_assert_int_eq(
        sqlite3_exec(am_store_handle(store), sql, NULL, NULL, NULL), SQLITE_OK);
}

/* One message to 20 people; the first attachment has 1 MB. */
static void fill_day(int64_t day, const char *attachments)
{
    static const char recipients[] =
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20";
    const struct post post = {.time_s = day * DAY_S,
                              .recipients = recipients,
                              .attachments = attachments,
                              .sender = 1,
                              .direction = AM_DIRECTION_INTERNAL,
                              .sent = true};
    struct post_box box;
    struct am_record *record = post_make(&post, &box);

    box.sightings[0].size_bytes = 1000000;
    box.sightings[0].stored_bytes = 1350879;
    box.sightings[0].wire_bytes = 1368423;
    take_record(record);
}

/* What would be measured is put back to its default, as the vector has it. */
static void fill_of(const char *attachments)
{
    fill_day(TODAY - 1, attachments);
    run_since(TODAY - 30);
    set("mail.expansion=1.333,1.368,1.4");
    set("mail.store_ratio=0.73,1,1");
    set("mail.sent_copies=0.5,1,1");
}

static void fill_v01(void)
{
    fill_of("A");
}

/* With 2000 bytes more, which no store takes apart. */
static void fill_v01_and_more(void)
{
    fill_of("AB");
}

static struct am_claims *make_of(const struct am_period_request *days,
                                 enum am_profile_id profile, int64_t mailboxes)
{
    struct am_claims *claims = NULL;
    struct am_report_request request = {
        .ask.now_s = TODAY * DAY_S + 3600,
        .ask.source = "test.db",
        .ask.profile = {.id = profile, .packed_less = 240},
        .country = "FRA",
        .year = 2024,
        .factors = &factors,
    };

    ck_assert_int_eq(am_period_resolve(&request.ask.period, days, TODAY, &err),
                     0);
    ck_assert_msg(am_claims_make(&claims, store, &request, mailboxes, &err) ==
                      0,
                  "%s", err.text);
    return claims;
}

/* Of the 30 days before today. */
static struct am_claims *make(int64_t mailboxes)
{
    const struct am_period_request nothing = {0};

    return make_of(&nothing, AM_PROFILE_PLAIN, mailboxes);
}

static const struct am_claim *claim_of(const struct am_claims *claims,
                                       const char *id)
{
    for (size_t i = 0; i < claims->count; i++) {
        if (strcmp(claims->claims[i].id, id) == 0)
            return &claims->claims[i];
    }
    ck_abort_msg("no %s", id);
}

static void check_close(const char *name, double got, double want)
{
    ck_assert_msg(fabs(got - want) <= 1e-9 * fabs(want),
                  "%s is %.17g, not %.17g", name, got, want);
}

/* ---- V01 ---- */

#define YEAR (365 / 30.0)

/* Central values, YEAR times where they are of a year; one mailbox. */
static const struct {
    const char *id;
    size_t figure;
    double central;
    enum am_claim_verdict verdict;
} vector[] = {
    {"copies_server", 0, 21, AM_CLAIM_COMPATIBLE},
    {"copies_server", 1, 20, AM_CLAIM_COMPATIBLE},
    {"copies_server", 2, 21, AM_CLAIM_COMPATIBLE},
    {"copies_clients", 0, 42, AM_CLAIM_COMPATIBLE},
    {"copies_clients", 1, 105, AM_CLAIM_COMPATIBLE},
    /* 1.2 versions; 20 readers, of whom 0.6 open and 0.1 of these sync */
    {"shared_one", 0, 1.2 + 20 * 0.6 * 0.1, AM_CLAIM_COMPATIBLE},
    {"divided_by_ten", 0, 19.298385331745735, AM_CLAIM_COMPATIBLE},
    {"divided_by_ten", 1, 21 * 1.350879, AM_CLAIM_COMPATIBLE},
    {"shift_project", 0, 19.298385331745735, AM_CLAIM_COMPATIBLE},
    {"lecko_mail", 0, 0.011778480000000003 * YEAR, AM_CLAIM_REFUTED},
    {"lecko_mail", 1, 28.728 * YEAR, AM_CLAIM_REFUTED},
    {"lecko_mail", 2, 1764 / 0.41, AM_CLAIM_REFUTED},
    {"lecko_mail_model", 0, 0.0031272612639846346 * YEAR, AM_CLAIM_REFUTED},
    {"lecko_mail_model", 1, 2.8728e-5 * 32.04558882373334 * YEAR,
     AM_CLAIM_REFUTED},
    {"lecko_total", 0, 1.764, AM_CLAIM_NOT_MEASURED},
    {"lecko_storage", 0, 17.955, AM_CLAIM_NOT_MEASURED},
    {"lecko_storage", 1, 0.01795500 * 51.4867, AM_CLAIM_NOT_MEASURED},
    {"lecko_storage", 2, 0.01795500 * 1.98146, AM_CLAIM_NOT_MEASURED},
    {"hardware", 0, 0.002622510720000001 / 0.0031272612639846346,
     AM_CLAIM_SUPPORTED},
    {"pue", 0, 1.54, AM_CLAIM_NOT_MEASURED},
    /* 1.08 for 1.54, of the storage's share of the operational part */
    {"pue", 1,
     100 * (1.08 / 1.54 - 1) * 0.010987105187520003 * 0.04418 /
         0.0031272612639846346,
     AM_CLAIM_NOT_MEASURED},
};

START_TEST(agrees_with_the_vector)
{
    struct am_claims *claims = make(1);
    const struct am_claim *claim = claim_of(claims, vector[_i].id);

    ck_assert_uint_gt(claim->figure_count, vector[_i].figure);
    check_close(claim->id, claim->figures[vector[_i].figure].value.central,
                vector[_i].central);
    ck_assert_msg(claim->verdict == vector[_i].verdict, "%s: %s", claim->id,
                  am_claim_verdict_name(claim->verdict));
    ck_assert_int_eq(claims->report->impact.estimate.verdict, AM_ESTABLISHED);
    am_claims_free(&claims);
    ck_assert_ptr_null(claims);
}

END_TEST

/* What a site knows of itself, and the verdict that follows. */
static const struct {
    const char *name, *set, *id;
    enum am_claim_verdict verdict;
} sites[] = {
    {"a store that does not link", "mail.sis_share=0", "copies_server",
     AM_CLAIM_SUPPORTED},
    {"a store that links", "mail.sis_share=1", "copies_server",
     AM_CLAIM_REFUTED},
    {"each client caches", "client.cache_copies=1", "copies_clients",
     AM_CLAIM_COMPATIBLE}, /* the server may link */
    {"each client caches twice", "client.cache_copies=2", "copies_clients",
     AM_CLAIM_SUPPORTED},
    {"no client caches", "client.cache_copies=0", "copies_clients",
     AM_CLAIM_REFUTED},
    {"versions are kept", "shared.version_factor=1.1,1.2,3", "shared_one",
     AM_CLAIM_REFUTED},
    {"readers synchronise", "shared.sync_share=0.1,0.2,0.3", "shared_one",
     AM_CLAIM_COMPATIBLE}, /* their clients may keep nothing */
    {"readers keep copies", "client.cache_copies=1,1,2", "shared_one",
     AM_CLAIM_COMPATIBLE}, /* none may synchronise */
    {"a file and less than another", "shared.version_factor=0.5,0.8,1.3",
     "shared_one", AM_CLAIM_COMPATIBLE},
    {"a good PUE", "storage.pue=1.08", "pue", AM_CLAIM_SUPPORTED},
    {"a PUE of a range", "storage.pue=1.05,1.2,1.3", "pue",
     AM_CLAIM_COMPATIBLE},
    {"a usual PUE", "storage.pue=1.5", "pue", AM_CLAIM_REFUTED},
    {"coal", "grid=900", "hardware", AM_CLAIM_COMPATIBLE},
    {"coal and old drives", "hdd.watts_per_tb=40", "hardware",
     AM_CLAIM_COMPATIBLE},
    {"huge links", "shared.link_bytes=1000000", "divided_by_ten",
     AM_CLAIM_REFUTED},
};

static enum am_claim_verdict verdict_at_most(const struct am_claim *claim)
{
    struct am_claim other = *claim;

    am_claim_judge_at_most(&other);
    return other.verdict;
}

START_TEST(follows_the_site)
{
    set(sites[_i].set);
    struct am_claims *claims = make(1);
    const struct am_claim *claim = claim_of(claims, sites[_i].id);

    ck_assert_msg(claim->verdict == sites[_i].verdict, "%s: %s, %g .. %g",
                  sites[_i].name, am_claim_verdict_name(claim->verdict),
                  claim->figures[0].value.low, claim->figures[0].value.high);
    if (strcmp(claim->id, "shared_one") == 0)
        ck_assert_int_eq(verdict_at_most(claim), claim->verdict);
    am_claims_free(&claims);
}

END_TEST

/* The quadrature goes beyond what can be: ends that are certain, or NaN. */
static const struct {
    const char *name, *set, *id;
    size_t figure;
    double low, high;
} limits[] = {
    {"no share is above 1", "grid=20", "hardware", 0, (double)NAN, 1},
    {"a longer life costs nothing", "hw.lifetime_years=3,5,7", "hardware", 2,
     (double)NAN, 0},
    {"nor does a shorter one save", "hw.lifetime_years=7,8,20", "hardware", 2,
     0, (double)NAN},
    {"nothing falls below 0", "hw.refurb_embodied_ratio=0.001,0.01,1",
     "hardware", 1, -100, (double)NAN},
    {"a file is kept once at least", "shared.version_factor=1,1.2,3",
     "shared_one", 0, 1, (double)NAN},
    {"and may be so however many there are", "shared.version_factor=1,9,10",
     "shared_one", 0, 1, (double)NAN},
    {"no fewer than are kept for certain", "shared.version_factor=1.1,1.2,1.3",
     "shared_one", 0, 1.1, (double)NAN},
};

START_TEST(figures_can_be_so)
{
    set(limits[_i].set);
    struct am_claims *claims = make(1);
    const struct am_claim *claim = claim_of(claims, limits[_i].id);
    const struct am_interval *got = &claim->figures[limits[_i].figure].value;

    ck_assert_msg(isnan(limits[_i].low) ||
                      fabs(got->low - limits[_i].low) < 1e-12,
                  "%s: from %g", limits[_i].name, got->low);
    ck_assert_msg(isnan(limits[_i].high) || got->high == limits[_i].high,
                  "%s: to %g", limits[_i].name, got->high);
    ck_assert(got->low <= got->central && got->central <= got->high);
    am_claims_free(&claims);
}

END_TEST

START_TEST(stays_one_without_versions_and_synchronising)
{
    set("shared.version_factor=1");
    set("shared.sync_share=0");
    struct am_claims *claims = make(1);
    const struct am_claim *claim = claim_of(claims, "shared_one");

    ck_assert_int_eq(claim->verdict, AM_CLAIM_SUPPORTED);
    check_close("copies", claim->figures[0].value.high, 1);
    am_claims_free(&claims);
}

END_TEST

/* Central values under a store's profile. */
static const struct {
    const char *name;
    enum am_profile_id profile;
    const char *id;
    size_t figure;
    double central;
    enum am_claim_verdict verdict;
} profiles[] = {
    {"plain may link", AM_PROFILE_PLAIN, "copies_server", 0, 21,
     AM_CLAIM_COMPATIBLE},
    {"Exchange does not", AM_PROFILE_EXCHANGE, "copies_server", 0, 21,
     AM_CLAIM_SUPPORTED},
    {"a compressed one does not", AM_PROFILE_COMPRESSED, "copies_server", 0, 21,
     AM_CLAIM_SUPPORTED},
    {"one that links", AM_PROFILE_LMTP_HARDLINK, "copies_server", 0, 2,
     AM_CLAIM_REFUTED},
    {"its clients", AM_PROFILE_LMTP_HARDLINK, "copies_clients", 0, 2 + 21,
     AM_CLAIM_COMPATIBLE},
    {"its disks", AM_PROFILE_LMTP_HARDLINK, "copies_clients", 1, 2 * 4 + 21,
     AM_CLAIM_COMPATIBLE},
    {"single instances, of all but 2000 bytes", AM_PROFILE_DOVECOT_SIS,
     "copies_server", 0, (500 + 21) / 501.0, AM_CLAIM_REFUTED},
    {"their share", AM_PROFILE_DOVECOT_SIS, "copies_server", 2, 500 / 501.0,
     AM_CLAIM_REFUTED},
    {"their clients", AM_PROFILE_DOVECOT_SIS, "copies_clients", 0,
     (500 + 21) / 501.0 + 21, AM_CLAIM_COMPATIBLE},
};

START_TEST(counts_the_copies_that_the_store_keeps)
{
    const struct am_period_request nothing = {0};
    struct am_claims *claims = make_of(&nothing, profiles[_i].profile, 1);
    const struct am_claim *claim = claim_of(claims, profiles[_i].id);

    ck_assert_uint_gt(claim->figure_count, profiles[_i].figure);
    check_close(profiles[_i].name,
                claim->figures[profiles[_i].figure].value.central,
                profiles[_i].central);
    ck_assert_msg(claim->verdict == profiles[_i].verdict, "%s: %s, %g .. %g",
                  profiles[_i].name, am_claim_verdict_name(claim->verdict),
                  claim->figures[0].value.low, claim->figures[0].value.high);
    am_claims_free(&claims);
}

END_TEST

/* One for all of the 20, and the one in Sent. */
START_TEST(counts_two_copies_in_a_store_that_links)
{
    set("mail.sis_share=1");
    struct am_claims *claims = make(1);
    const struct am_claim *claim = claim_of(claims, "copies_server");

    check_close("copies", claim->figures[0].value.central, 2);
    am_claims_free(&claims);
}

END_TEST

START_TEST(needs_to_know_the_mailboxes)
{
    struct am_claims *claims = make(0);
    const struct am_claim *claim = claim_of(claims, "lecko_mail");

    ck_assert_int_eq(claim->verdict, AM_CLAIM_NOT_MEASURED);
    ck_assert_ptr_nonnull(strstr(claim->reason, "mailboxes"));
    ck_assert_uint_eq(claim->figure_count, 0);
    am_claims_free(&claims);

    claims = make(4);
    check_close("a quarter",
                claim_of(claims, "lecko_mail")->figures[0].value.low,
                0.011778480000000003 * YEAR / 4);
    am_claims_free(&claims);
}

END_TEST

/* Days of a range before today, on the last of which was mail; first day of
 * the daemon. */
static const struct {
    const char *name;
    const char *since, *until; /* 2026-11-25 is today */
    int64_t first_day;
    enum am_claim_verdict verdict;
} days[] = {
    {"four weeks", "2026-10-26", "2026-11-25", TODAY - 28, AM_CLAIM_REFUTED},
    {"27 days", "2026-10-26", "2026-11-25", TODAY - 27, AM_CLAIM_NOT_MEASURED},
    {"27 days of the range", "2026-10-29", "2026-11-25", TODAY - 60,
     AM_CLAIM_NOT_MEASURED},
    {"27 days and today", "2026-10-29", NULL, TODAY - 60,
     AM_CLAIM_NOT_MEASURED},
    {"today", "2026-11-25", NULL, TODAY - 60, AM_CLAIM_NOT_MEASURED},
};

START_TEST(needs_four_weeks_for_a_year)
{
    const struct am_period_request range = {.since = days[_i].since,
                                            .until = days[_i].until};
    static const char *const ids[] = {"lecko_mail", "lecko_mail_model"};

    fill_day(TODAY - 1, "A");
    fill_day(TODAY, "A");
    run_since(days[_i].first_day);
    struct am_claims *claims = make_of(&range, AM_PROFILE_PLAIN, 1);
    for (size_t i = 0; i < ROWS(ids); i++) {
        const struct am_claim *claim = claim_of(claims, ids[i]);
        ck_assert_msg(claim->verdict == days[_i].verdict, "%s: %s: %s",
                      days[_i].name, claim->id, claim->reason);
        ck_assert_uint_eq(claim->figure_count == 0,
                          claim->verdict == AM_CLAIM_NOT_MEASURED);
    }
    am_claims_free(&claims);
}

END_TEST

/* ---- other stores ---- */

START_TEST(judges_nothing_without_own_mail)
{
    static const char *const ids[] = {
        "copies_server", "divided_by_ten", "lecko_mail",   "hardware",
        "rebound",       "network",        "first_balance"};
    struct am_claims *claims = make(1);

    ck_assert(am_head_is_empty(&claims->report->head));
    for (size_t i = 0; i < ROWS(ids); i++) {
        const struct am_claim *claim = claim_of(claims, ids[i]);
        ck_assert_int_eq(claim->verdict, AM_CLAIM_NOT_MEASURED);
        ck_assert_str_ne(claim->reason, "");
    }
    am_claims_free(&claims);
}

END_TEST

static void take_year(int64_t from_day, int count, const char *recipients,
                      const char *attachments)
{
    for (int i = 0; i < count; i++) {
        const struct post post = {.time_s =
                                      (from_day + INT64_C(15) * i) * DAY_S + 60,
                                  .recipients = recipients,
                                  .attachments = attachments,
                                  .sender = 1,
                                  .direction = AM_DIRECTION_INTERNAL,
                                  .sent = true};
        struct post_box box;
        take_record(post_make(&post, &box));
    }
}

/* 10 messages of 1000 bytes to 2 and Sent; then 20 of 2000 to 3 and Sent. */
START_TEST(tells_growth)
{
    take_year(TODAY - 730, 10, "1 2", "A");
    take_year(TODAY - 365, 20, "1 2 3", "B");
    run_since(TODAY - 730);
    struct am_claims *claims = make(1);
    const struct am_claim *claim = claim_of(claims, "rebound");
    const struct am_claim_figure *figures = claim->figures;

    ck_assert_msg(claim->verdict == AM_CLAIM_SUPPORTED, "%s", claim->reason);
    check_close("claimed", claim->claimed, 100 * (pow(1.5, 0.25) - 1));
    check_close("all", figures[0].value.central,
                100 * (20 * 2000 * 4 / (10 * 1000 * 3.0) - 1));
    check_close("messages", figures[1].value.central, 100);
    check_close("bytes", figures[2].value.central, 100);
    check_close("copies", figures[3].value.central, 100 / 3.0);
    check_close("unique", figures[4].value.central, 100);
    check_close("sum of logarithms",
                log1p(figures[1].value.central / 100) +
                    log1p(figures[2].value.central / 100) +
                    log1p(figures[3].value.central / 100),
                log1p(figures[0].value.central / 100));
    am_claims_free(&claims);
}

END_TEST

START_TEST(tells_no_growth_of_a_year_and_a_half)
{
    take_year(TODAY - 545, 10, "1 2", "A");
    take_year(TODAY - 365, 20, "1 2 3", "B");
    run_since(TODAY - 545);
    struct am_claims *claims = make(1);
    const struct am_claim *claim = claim_of(claims, "rebound");

    ck_assert_int_eq(claim->verdict, AM_CLAIM_NOT_MEASURED);
    ck_assert_ptr_nonnull(strstr(claim->reason, "180"));
    am_claims_free(&claims);
}

END_TEST

START_TEST(refutes_growth_where_there_is_less)
{
    take_year(TODAY - 730, 10, "1 2", "A");
    take_year(TODAY - 365, 11, "1 2", "A");
    run_since(TODAY - 730);
    struct am_claims *claims = make(1);
    const struct am_claim *claim = claim_of(claims, "rebound");

    ck_assert_int_eq(claim->verdict, AM_CLAIM_REFUTED);
    check_close("all", claim->figures[0].value.central, 10);
    am_claims_free(&claims);
}

END_TEST

/* Mail every 15 days; of the first year a tenth of the days is not known. */
START_TEST(takes_days_without_data_for_no_growth)
{
    const int64_t first_day = TODAY - 365 - 328;

    take_year(first_day, 22, "1 2", "A");
    take_year(TODAY - 365, 25, "1 2", "A");
    run_since(first_day);
    struct am_claims *claims = make(1);
    const struct am_claim *claim = claim_of(claims, "rebound");

    ck_assert_int_eq(claim->verdict, AM_CLAIM_REFUTED);
    check_close("all", claim->figures[0].value.central,
                100 * (25 / 365.0 / (22 / 328.0) - 1));
    check_close("messages", claim->figures[1].value.central,
                claim->figures[0].value.central);
    check_close("unique", claim->figures[4].value.central, -100);
    am_claims_free(&claims);
}

END_TEST

/* ---- printing ---- */

static char *print(struct am_claims *claims,
                   int (*fn)(const struct am_claims *claims, FILE *out))
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    ck_assert_ptr_nonnull(out);
    ck_assert_int_eq(fn(claims, out), 0);
    fclose(out);
    return text;
}

static int print_text(const struct am_claims *claims, FILE *out)
{
    const struct am_look plain = {0};

    return am_claims_text(claims, &plain, out, &err);
}

static int print_json(const struct am_claims *claims, FILE *out)
{
    return am_claims_json(claims, out, &err);
}

static int print_csv(const struct am_claims *claims, FILE *out)
{
    return am_claims_csv(claims, AM_CSV_STANDARD, out, &err);
}

START_TEST(does_not_round_a_factor)
{
    static const char *const lines[] = {
        "storage.pue: 1.5425 [1.125 .. 1.75]\n",
        "hw.lifetime_years: 5 [3 .. 7] year\n",
        "hw.refurb_share: 0\n",
    };

    set("storage.pue=1.125,1.5425,1.75");
    struct am_claims *claims = make(1);
    char *text = print(claims, print_text);

    for (size_t i = 0; i < ROWS(lines); i++)
        ck_assert_msg(strstr(text, lines[i]) != NULL, "%s", text);
    free(text);
    am_claims_free(&claims);
}

END_TEST

static size_t count_lines(const char *text)
{
    size_t lines = 0;

    for (; *text != '\0'; text++)
        lines += *text == '\n';
    return lines;
}

START_TEST(prints_all_formats)
{
    struct am_claims *claims = make(1);
    char *text = print(claims, print_text);

    for (size_t i = 0; i < claims->count; i++) {
        ck_assert_ptr_nonnull(strstr(text, claims->claims[i].id));
        ck_assert_ptr_nonnull(
            strstr(text, am_claim_verdict_name(claims->claims[i].verdict)));
    }
    for (const char *line = text; *line != '\0';) {
        size_t width = strcspn(line, "\n");
        ck_assert_msg(width <= 80, "%.*s", (int)width, line);
        line += width + (line[width] == '\n');
    }
    ck_assert_ptr_null(strstr(text, "nan"));
    free(text);

    text = print(claims, print_json);
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(root);
    ck_assert_str_eq(json_string_value(json_object_get(root, "schema")),
                     "attachmeter.claims/1");
    ck_assert_uint_eq(json_array_size(json_object_get(root, "claims")),
                      claims->count);
    json_decref(root);
    free(text);

    text = print(claims, print_csv);
    ck_assert_uint_eq(count_lines(text), claims->count + 1);
    free(text);
    am_claims_free(&claims);
}

END_TEST

/* Beside what is claimed of copies_server. */
static const struct {
    const char *set, *row;
} digits[] = {
    {"mail.sis_share=0,0,0.5", "20  21 [11 .. 21] "},
    {"mail.sis_share=0", "20  21.0 [20.5 .. 21.0] "},
    {"mail.sis_share=0.053", "20  19.99 [19.49 .. 19.99] "},
    {"mail.sis_share=1", "20  2.0 [1.5 .. 2.0] "},
};

START_TEST(prints_digits_that_tell_the_verdict)
{
    set(digits[_i].set);
    struct am_claims *claims = make(1);
    char *text = print(claims, print_text);

    ck_assert_msg(strstr(text, digits[_i].row) != NULL, "%s: %.2000s",
                  digits[_i].set, text);
    free(text);
    am_claims_free(&claims);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("claims");
    TCase *v01 = tcase_create("v01");
    TCase *small = tcase_create("small");
    TCase *other = tcase_create("other");
    TCase *claim = tcase_create("claim");

    tcase_add_loop_test(claim, judges, 0, ROWS(verdicts));
    tcase_add_checked_fixture(v01, open_store, close_store);
    tcase_add_checked_fixture(v01, fill_v01, NULL);
    tcase_add_loop_test(v01, agrees_with_the_vector, 0, ROWS(vector));
    tcase_add_loop_test(v01, follows_the_site, 0, ROWS(sites));
    tcase_add_loop_test(v01, figures_can_be_so, 0, ROWS(limits));
    tcase_add_checked_fixture(small, open_store, close_store);
    tcase_add_checked_fixture(small, fill_v01_and_more, NULL);
    tcase_add_loop_test(small, counts_the_copies_that_the_store_keeps, 0,
                        ROWS(profiles));
    tcase_add_test(v01, stays_one_without_versions_and_synchronising);
    tcase_add_test(v01, counts_two_copies_in_a_store_that_links);
    tcase_add_test(v01, needs_to_know_the_mailboxes);
    tcase_add_test(v01, does_not_round_a_factor);
    tcase_add_test(v01, prints_all_formats);
    tcase_add_loop_test(v01, prints_digits_that_tell_the_verdict, 0,
                        ROWS(digits));
    tcase_add_checked_fixture(other, open_store, close_store);
    tcase_add_loop_test(other, needs_four_weeks_for_a_year, 0, ROWS(days));
    tcase_add_test(other, judges_nothing_without_own_mail);
    tcase_add_test(other, tells_growth);
    tcase_add_test(other, tells_no_growth_of_a_year_and_a_half);
    tcase_add_test(other, refutes_growth_where_there_is_less);
    tcase_add_test(other, takes_days_without_data_for_no_growth);
    tcase_add_test(other, prints_all_formats);
    suite_add_tcase(suite, claim);
    suite_add_tcase(suite, v01);
    suite_add_tcase(suite, small);
    suite_add_tcase(suite, other);
    return run_suite(suite);
}
