/*
 * test_whatif - what links would have saved: the figures of the set and of its
 * rows, what a store saves already, who is not told of, and the advice.
 */
#include <math.h>

#include "plain_links.h"
#include "report/whatif.h"

#define MB INT64_C(1000000)

static struct am_factors factors;
static struct am_whatif *whatif;

static void set_up_factors(void)
{
    set_up();
    ck_assert_msg(am_factors_load(&factors, NULL, &err) == 0, "%s", err.text);
}

static void tear_down_factors(void)
{
    am_whatif_free(&whatif);
    am_factors_free(&factors);
    tear_down();
}

/* ---- mail ---- */

/* So many messages, each with another content of a size, but for `same`. */
struct mail {
    int64_t size;
    int messages;
    int local, external;
    int day; /* from DAY on */
    int senders;
    bool sent, same, is_inline;
};

static int next_content;

static void take_mail(const struct mail *mail)
{
    struct am_recipient recipients[128] = {0};
    struct am_sighting sighting = {
        .size_bytes = (uint64_t)mail->size,
        .stored_bytes = (uint64_t)mail->size / 20 * 27,
        .wire_bytes = (uint64_t)mail->size / 20 * 27,
        .class = mail->is_inline ? AM_CLASS_INLINE : AM_CLASS_ATTACHMENT,
        .family = mail->is_inline ? AM_FAMILY_IMAGE : AM_FAMILY_PDF,
        .digested = true};
    struct am_record record = {.recipients = recipients,
                               .sightings = &sighting,
                               .sighting_count = 1,
                               .sent = mail->sent,
                               .has_sender = true,
                               .direction = AM_DIRECTION_INTERNAL,
                               .time_s = MORNING + mail->day * DAY_S};

    for (int i = 0; i < mail->local + mail->external; i++) {
        recipients[i] = (struct am_recipient){.members = 1,
                                              .group = i < mail->local ? 0 : 1};
        post_bytes(recipients[i].key, sizeof(recipients[i].key), (uint64_t)i);
    }
    record.recipient_count = (size_t)mail->local + (size_t)mail->external;
    ck_assert_int_eq(am_ingest_begin(ingest, &err), 0);
    for (int i = 0; i < mail->messages; i++) {
        next_content += !mail->same || i == 0;
        post_bytes(sighting.fingerprint, sizeof(sighting.fingerprint),
                   (uint64_t)next_content);
        post_bytes(record.sender, sizeof(record.sender),
                   (uint64_t)(i % (mail->senders > 0 ? mail->senders : 7)));
        ck_assert_msg(am_ingest_take(ingest, &record, &err) == 0, "%s",
                      err.text);
    }
    ck_assert_int_eq(am_ingest_commit(ingest, &err), 0);
}

static void take_all(const struct mail *mail, size_t count)
{
    for (size_t i = 0; i < count && mail[i].messages > 0; i++)
        take_mail(&mail[i]);
}

static struct am_whatif_request request_of(const struct am_detail_rule *rule)
{
    return (struct am_whatif_request){
        .ask.period = {.from_day = DAY - 1, .until_day = DAY + 60},
        .ask.classes = rule->classes,
        .ask.directions = rule->directions,
        .rule = *rule,
        .ask.source = "test.db",
        .country = "FRA",
        .factors = &factors,
    };
}

static const struct am_whatif *make(const struct am_whatif_request *request)
{
    am_whatif_free(&whatif);
    ck_assert_msg(am_whatif_make(&whatif, store, request, &err) == 0, "%s",
                  err.text);
    return whatif;
}

static const struct am_whatif *make_all(void)
{
    const struct am_whatif_request request = request_of(&am_whatif_everything);

    return make(&request);
}

static const struct am_whatif_row *row_of(enum am_whatif_kind kind)
{
    for (size_t i = 0; i < whatif->row_count; i++) {
        if (whatif->rows[i].kind == kind)
            return &whatif->rows[i];
    }
    return NULL;
}

/* ---- the set, by hand ---- */

/* Ten messages of 1 MB (stored 1.35 MB) to four of us, with a Sent copy. */
static const struct mail ten = {
    .messages = 10, .size = MB, .local = 4, .sent = true};

static const struct {
    const char *name;
    enum am_profile_id id;
    int64_t packed_less, sent_less;
    int64_t stored, shared, stubs; /* kB */
} stores[] = {
    {"plain: five copies", AM_PROFILE_PLAIN, 0, 0, 67500, 10000, 100},
    {"two deliveries and Sent", AM_PROFILE_LMTP_HARDLINK, 0, 0, 40500, 10000,
     60},
    {"two deliveries on two partitions, and Sent", AM_PROFILE_CYRUS, 0, 0,
     67500, 10000, 100},
    {"compressed", AM_PROFILE_COMPRESSED, 240, 0, 51300, 10000, 100},
    {"half of the Sent copies", AM_PROFILE_PLAIN, 0, 500, 60750, 10000, 100},
    {"single instances have nothing left to save", AM_PROFILE_DOVECOT_SIS, 0, 0,
     0, 0, 0},
};

START_TEST(a_store_has_saved_something_already)
{
    struct am_whatif_request request = request_of(&am_whatif_everything);

    take_mail(&ten);
    request.ask.profile = (struct am_profile){
        stores[_i].id, stores[_i].packed_less, stores[_i].sent_less};
    const struct am_whatif_row *row = &make(&request)->chosen;
    ck_assert_msg(row->stored_bytes == 1000 * stores[_i].stored &&
                      row->shared_bytes == 1000 * stores[_i].shared &&
                      row->stub_bytes == 1000 * stores[_i].stubs,
                  "%s: stored %lld shared %lld stubs %lld", stores[_i].name,
                  (long long)row->stored_bytes, (long long)row->shared_bytes,
                  (long long)row->stub_bytes);
    ck_assert_int_eq(row->saved_bytes,
                     row->stored_bytes - row->shared_bytes - row->stub_bytes);
    ck_assert_int_eq(whatif->savings.total_bytes,
                     row->stored_bytes - row->shared_bytes);
}

END_TEST

/* A content in three messages to two of us, and three more to one: those to two
 * are links, three copies stay. */
START_TEST(what_is_outside_stays)
{
    const struct mail some[] = {
        {.messages = 5, .size = MB, .local = 2, .same = true, .senders = 5}};
    const struct am_detail_rule rule = {.max_size_bytes = INT64_MAX,
                                        .min_recipients = 2};
    const struct am_whatif_request request = request_of(&rule);

    take_all(some, 1);
    next_content--; /* the same content */
    const struct mail others = {
        .messages = 3, .size = MB, .local = 1, .same = true};
    take_mail(&others);
    make(&request);
    ck_assert_int_eq(whatif->chosen.stored_bytes, 13500000);
    ck_assert_int_eq(whatif->chosen.shared_bytes, MB);
    ck_assert_int_eq(whatif->left.contents, 1);
    ck_assert_int_eq(whatif->left.copies, 3);
    ck_assert_int_eq(whatif->left.stored_bytes, 4050000);
    ck_assert_int_eq(whatif->all_messages, 8);
}

END_TEST

START_TEST(nothing_chosen_is_zero)
{
    const struct am_detail_rule rule = {.max_size_bytes = INT64_MAX,
                                        .min_size_bytes = 2 * MB};
    const struct am_whatif_request request = request_of(&rule);

    take_mail(&ten);
    make(&request);
    ck_assert(!whatif->is_small && !whatif->is_gone);
    ck_assert_int_eq(whatif->chosen.copies, 0);
    ck_assert_int_eq(whatif->chosen.saved_bytes, 0);
    ck_assert(!whatif->chosen.has_co2e);
    ck_assert_uint_eq(whatif->row_count, 0);
}

END_TEST

/* ---- few senders ---- */

static const struct {
    const char *name;
    struct mail mail[3];
    bool is_small;
} groups[] = {
    {"five senders of one content",
     {{.messages = 5, .size = MB, .local = 9, .same = true, .senders = 5}},
     false},
    {"four of them",
     {{.messages = 8, .size = MB, .local = 9, .same = true, .senders = 4}},
     true},
    {"four contents of one sender each",
     {{.messages = 4, .size = MB, .local = 9}},
     true},
    {"two contents, of two and three senders",
     {{.messages = 4, .size = MB, .local = 9, .same = true, .senders = 2},
      {.messages = 4, .size = MB, .local = 9, .same = true, .senders = 3}},
     false},
    {"five contents", {{.messages = 5, .size = MB, .local = 9}}, false},
};

START_TEST(few_senders_are_not_told_of)
{
    take_all(groups[_i].mail, 3);
    make_all();
    ck_assert_msg(whatif->is_small == groups[_i].is_small, "%s",
                  groups[_i].name);
    if (!whatif->is_small)
        return;
    ck_assert_int_eq(whatif->chosen.messages + whatif->chosen.stored_bytes, 0);
    ck_assert_uint_eq(whatif->row_count, 0);
}

END_TEST

/* One large file of one sender: no threshold lies between it and the next. */
START_TEST(no_threshold_singles_one_out)
{
    const struct mail mail[] = {{.messages = 1, .size = 90 * MB, .local = 50},
                                {.messages = 9, .size = 3 * MB, .local = 3},
                                {.messages = 9, .size = MB, .local = 2},
                                {.messages = 2, .size = 20000, .local = 1}};

    take_all(mail, 4);
    make_all();
    int rows = 0;
    for (size_t i = 0; i < whatif->row_count; i++) {
        const struct am_whatif_row *row = &whatif->rows[i];
        if (row->kind != AM_WHATIF_BY_SIZE)
            continue;
        rows++;
        ck_assert_int_ne(row->messages, 1);
        ck_assert_int_ne(row->messages, 19); /* all but the two small ones */
    }
    ck_assert_int_gt(rows, 1);
}

END_TEST

/* ---- thresholds, against plain rows ---- */

static void check_order(const struct am_whatif_row *row,
                        const struct am_whatif_row *next)
{
    ck_assert_int_lt(next->least, row->least);
    ck_assert_int_ge(next->messages - row->messages, 5);
    ck_assert_int_ge(next->copies, row->copies);
    ck_assert_int_ge(next->stored_bytes, row->stored_bytes);
    ck_assert_int_ge(next->shared_bytes, row->shared_bytes);
}

static void check_threshold(const struct am_whatif_row *row)
{
    struct am_detail_rule rule = whatif->rule;
    int64_t *bound = row->kind == AM_WHATIF_BY_SIZE ? &rule.min_size_bytes
                                                    : &rule.min_recipients;

    if (*bound < row->least)
        *bound = row->least;
    struct am_links plain = plain_links(&rule);
    const int64_t *value = plain.value;
    int64_t copies = value[AM_LINKS_COPIES_LOCAL] + value[AM_LINKS_COPIES_SENT];
    int64_t stored =
        value[AM_LINKS_STORED_LOCAL_BYTES] + value[AM_LINKS_STORED_SENT_BYTES];
    ck_assert_int_eq(row->messages, value[AM_LINKS_MESSAGES]);
    ck_assert_int_eq(row->attachments, value[AM_LINKS_ATTACHMENTS]);
    ck_assert_int_eq(row->contents, value[AM_LINKS_CONTENTS]);
    ck_assert_int_eq(row->copies, copies);
    ck_assert_int_eq(row->stored_bytes, stored);
    ck_assert_int_eq(row->shared_bytes, value[AM_LINKS_UNIQUE_BYTES]);
    ck_assert_int_eq(row->stub_bytes, 100 * copies);
    ck_assert_int_eq(row->saved_bytes,
                     stored - value[AM_LINKS_UNIQUE_BYTES] - 100 * copies);
}

/* The percentage is reached, and no higher threshold reaches it. */
static void check_percent(const struct am_whatif_row *row)
{
    struct am_detail_rule rule = whatif->rule;
    int64_t *bound = row->kind == AM_WHATIF_BY_SIZE ? &rule.min_size_bytes
                                                    : &rule.min_recipients;
    double wanted =
        (double)row->saved_bytes / row->best_share * (double)row->percent / 100;

    ck_assert_double_ge(row->best_share * 100, row->percent - 1e-6);
    *bound = am_scale_least(row->step + 1);
    struct am_links plain = plain_links(&rule);
    const int64_t *value = plain.value;
    int64_t saved =
        value[AM_LINKS_STORED_LOCAL_BYTES] + value[AM_LINKS_STORED_SENT_BYTES] -
        value[AM_LINKS_UNIQUE_BYTES] -
        100 * (value[AM_LINKS_COPIES_LOCAL] + value[AM_LINKS_COPIES_SENT]);
    ck_assert_double_lt((double)saved, wanted + 1);
}

static void send_many(uint32_t seed)
{
    uint32_t state = seed;

    for (int i = 0; i < 300; i++) {
        state = state * 1664525U + 1013904223U;
        const struct mail mail = {
            .messages = 1 + (int)(state >> 28) % 3,
            .size = INT64_C(1000) << (state >> 20) % 14,
            .local = 1 + (int)(state >> 12) % 9,
            .external = (int)(state >> 8) % 3,
            .sent = (state >> 16) % 2,
            .same = (state >> 18) % 3 == 0,
            .day = (int)(state >> 10) % 20,
        };
        take_mail(&mail);
    }
    plain_load();
}

START_TEST(rows_are_as_plain_rows_tell)
{
    struct am_detail_rule rule = am_whatif_everything;

    ck_assert_int_eq(am_factors_set(&factors, "shared.link_bytes=100",
                                    AM_FACTOR_OPTION, &err),
                     0);
    send_many((uint32_t)_i + 1);
    if (_i % 2 == 1)
        rule.min_recipients = 3;
    const struct am_whatif_request request = request_of(&rule);
    make(&request);
    int percents = 0;
    check_threshold(&whatif->chosen);
    for (size_t i = 0; i < whatif->row_count; i++) {
        const struct am_whatif_row *row = &whatif->rows[i];
        if (row->kind > AM_WHATIF_BY_RECIPIENTS)
            break;
        check_threshold(row);
        percents += row->percent > 0;
        if (row->percent > 0)
            check_percent(row);
        if (i + 1 < whatif->row_count && row[1].kind == row->kind)
            check_order(row, row + 1);
    }
    ck_assert_int_gt(percents, 2);
    ck_assert_uint_gt(whatif->row_count, 12);
}

END_TEST

/* ---- the range ---- */

START_TEST(a_range_begins_where_the_detail_does)
{
    const struct mail old = {.messages = 9, .size = MB, .local = 2, .day = 5};
    const struct mail new = {.messages = 6, .size = MB, .local = 2, .day = 20};

    take_mail(&old);
    take_mail(&new);
    make_all();
    ck_assert(!whatif->is_cut);
    ck_assert_int_eq(whatif->chosen.messages, 15);

    ck_assert_int_eq(
        sqlite3_exec(am_store_handle(store),
                     "DELETE FROM sighting WHERE message IN (SELECT id FROM "
                     "message WHERE day < 20010); DELETE FROM message WHERE "
                     "day < 20010",
                     NULL, NULL, NULL),
        SQLITE_OK);
    make_all();
    ck_assert(whatif->is_cut && !whatif->is_gone);
    ck_assert_int_eq(whatif->head.period.from_day, DAY + 20);
    ck_assert_int_eq(whatif->all_messages, 6);
    ck_assert_int_eq(whatif->all.delivered.stored_bytes,
                     whatif->chosen.stored_bytes);
    struct am_whatif_request before = request_of(&am_whatif_everything);
    before.ask.period.until_day = DAY + 10;
    make(&before);
    ck_assert(whatif->is_gone && !whatif->is_cut);

    ck_assert_int_eq(sqlite3_exec(am_store_handle(store),
                                  "DELETE FROM sighting; DELETE FROM message",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    make_all();
    ck_assert(whatif->is_gone);
}

END_TEST

START_TEST(a_day_that_came_in_late_is_no_end)
{
    const struct mail new = {.messages = 6, .size = MB, .local = 2, .day = 20};
    const struct mail late = {.messages = 9, .size = MB, .local = 2, .day = 5};

    take_mail(&new);
    take_mail(&late);
    make_all();
    ck_assert(!whatif->is_cut);
    ck_assert_int_eq(whatif->chosen.messages, 15);
}

END_TEST

/* ---- advice ---- */

START_TEST(advice_says_what_it_would_save)
{
    const struct mail mail[] = {
        {.messages = 20, .size = 2 * MB, .local = 6},
        {.messages = 6, .size = 200000, .local = 60},
        {.messages = 200, .size = 20000, .local = 9, .is_inline = true},
    };

    take_all(mail, 3);
    make_all();
    const struct am_whatif_row *link = row_of(AM_WHATIF_SHARED_LINK);
    const struct am_whatif_row *linking = row_of(AM_WHATIF_LINKING_STORE);
    const struct am_whatif_row *lists = row_of(AM_WHATIF_LIST_ARCHIVE);
    const struct am_whatif_row *logos = row_of(AM_WHATIF_LOGOS);
    ck_assert_ptr_nonnull(link);
    ck_assert_ptr_nonnull(linking);
    ck_assert_ptr_nonnull(lists);
    ck_assert_ptr_nonnull(logos);
    /* 80 % of all takes both: 20 x (6 x 2.7 - 2) and 6 x (60 x .27 - .2) MB. */
    ck_assert_int_eq(link->least, 200000);
    ck_assert_int_eq(link->saved_bytes,
                     20 * 14200000 + 6 * 16000000 - 480 * 2000);
    ck_assert_int_eq(lists->saved_bytes, 6 * 16000000 - 360 * 2000);
    ck_assert_int_eq(lists->least, 51);
    /* Each once, and no stub. */
    ck_assert_int_eq(logos->saved_bytes, INT64_C(200) * (9 * 27000 - 20000));
    /* Three recipients a delivery. */
    ck_assert_int_eq(linking->saved_bytes,
                     20 * 4 * 2700000 + 6 * 40 * 270000 + 200 * 6 * 27000);
    ck_assert(!whatif->is_by_interval);
}

END_TEST

/* Logos that would save less than a hundredth are no advice. */
START_TEST(little_is_no_advice)
{
    const struct mail mail[] = {
        {.messages = 20, .size = 2 * MB, .local = 6},
        {.messages = 10, .size = 20000, .local = 9, .is_inline = true},
    };

    take_all(mail, 2);
    make_all();
    ck_assert_ptr_null(row_of(AM_WHATIF_LOGOS));
    ck_assert_ptr_null(row_of(AM_WHATIF_LIST_ARCHIVE));
    ck_assert_ptr_nonnull(row_of(AM_WHATIF_SHARED_LINK));
}

END_TEST

/* What has one copy each saves bytes, base64, but no CO2e for certain: the
 * threshold is then where that is, among what has many copies. */
START_TEST(advice_follows_the_interval)
{
    const struct mail mail[] = {
        {.messages = 6, .size = 10 * MB, .local = 20},
        {.messages = 1500, .size = 5 * MB, .local = 1},
    };

    take_all(mail, 2);
    make_all();
    const struct am_whatif_row *link = row_of(AM_WHATIF_SHARED_LINK);
    ck_assert_ptr_nonnull(link);
    ck_assert_int_eq(whatif->chosen.verdict, AM_NOT_ESTABLISHED);
    ck_assert(whatif->is_by_interval);
    ck_assert_int_eq(link->verdict, AM_ESTABLISHED);
    ck_assert_int_eq(link->least, 10 * MB);
    ck_assert_double_lt(link->best_share, 0.8);
}

END_TEST

START_TEST(a_rule_gets_no_advice)
{
    const struct am_detail_rule rule = {.max_size_bytes = INT64_MAX,
                                        .min_size_bytes = 1};
    const struct am_whatif_request request = request_of(&rule);

    take_mail(&ten);
    make(&request);
    ck_assert_ptr_null(row_of(AM_WHATIF_SHARED_LINK));
    ck_assert_ptr_nonnull(row_of(AM_WHATIF_BY_SIZE));
}

END_TEST

START_TEST(stubs_that_cannot_be_counted_are_refused)
{
    const struct am_whatif_request request = request_of(&am_whatif_everything);

    take_mail(&ten);
    ck_assert_int_eq(am_factors_set(&factors, "shared.link_bytes=1e300",
                                    AM_FACTOR_OPTION, &err),
                     0);
    ck_assert_int_eq(am_whatif_make(&whatif, store, &request, &err), -1);
    ck_assert_int_eq(err.code, AM_EINVAL);
    ck_assert_ptr_nonnull(strstr(err.text, "shared.link_bytes"));
    ck_assert_ptr_null(whatif);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("whatif");
    TCase *tcase = tcase_create("whatif");

    tcase_add_checked_fixture(tcase, set_up_factors, tear_down_factors);
    tcase_add_loop_test(tcase, a_store_has_saved_something_already, 0,
                        ROWS(stores));
    tcase_add_test(tcase, what_is_outside_stays);
    tcase_add_test(tcase, nothing_chosen_is_zero);
    tcase_add_loop_test(tcase, few_senders_are_not_told_of, 0, ROWS(groups));
    tcase_add_test(tcase, no_threshold_singles_one_out);
    tcase_add_loop_test(tcase, rows_are_as_plain_rows_tell, 0, 4);
    tcase_add_test(tcase, a_range_begins_where_the_detail_does);
    tcase_add_test(tcase, a_day_that_came_in_late_is_no_end);
    tcase_add_test(tcase, advice_says_what_it_would_save);
    tcase_add_test(tcase, little_is_no_advice);
    tcase_add_test(tcase, advice_follows_the_interval);
    tcase_add_test(tcase, a_rule_gets_no_advice);
    tcase_add_test(tcase, stubs_that_cannot_be_counted_are_refused);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
