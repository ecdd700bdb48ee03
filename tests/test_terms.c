/* test_terms - the parts of a saving, and what the bytes become elsewhere. */
#include <math.h>
#include <string.h>

#include "one_mail.h"
#include "report/terms.h"
#include "suite.h"

static struct am_factors factors;
static struct am_err err;

static void set_up(void)
{
    static const char *const set[] = {
        "client.cache_copies=0,1,2",      "mail.retention_years=1,3,10",
        "shared.retention_ratio=0.5,1,2", "shared.link_bytes=200,2000,75000",
        "storage.replication=1.25,2,4",   "storage.backup_copies=0,1,2",
    };

    ck_assert_int_eq(am_factors_load(&factors, NULL, &err), 0);
    for (size_t i = 0; i < sizeof(set) / sizeof(set[0]); i++) {
        ck_assert_msg(
            am_factors_set(&factors, set[i], AM_FACTOR_OPTION, &err) == 0, "%s",
            err.text);
    }
}

static void tear_down(void)
{
    am_factors_free(&factors);
}

static void check(const char *name, const char *term,
                  const struct am_interval *found, double low, double central,
                  double high)
{
    ck_assert_msg(fabs(found->low - low) <= 1e-6 * fabs(low) + 1e-9 &&
                      fabs(found->central - central) <=
                          1e-6 * fabs(central) + 1e-9 &&
                      fabs(found->high - high) <= 1e-6 * fabs(high) + 1e-9,
                  "%s: %s is %.9g, %.9g, %.9g", name, term, found->low,
                  found->central, found->high);
}

static const struct {
    const char *name;
    struct am_profile profile;
    int64_t local, external, sent;
    double copies[3], bytes[3], devices[3];
} claims[] = {
    {"20 recipients make 20 copies, even 42",
     {AM_PROFILE_PLAIN, 0, 0},
     20,
     0,
     1,
     {20, 21, 42},
     {20.0 * E, 21.0 * E, 42.0 * E},
     {0, 21, 42}},
    {"without a Sent copy it is 40",
     {AM_PROFILE_PLAIN, 0, 0},
     20,
     0,
     0,
     {20, 20, 40},
     {20.0 * E, 20.0 * E, 40.0 * E},
     {0, 20, 40}},
    {"one file and Sent by LMTP, though devices have as many",
     {AM_PROFILE_LMTP_HARDLINK, 0, 0},
     20,
     0,
     1,
     {1, 2, 23},
     {1.0 * E, 2.0 * E, 23.0 * E},
     {0, 21, 42}},
    {"single instances share Sent, too",
     {AM_PROFILE_DOVECOT_SIS, 0, 0},
     20,
     0,
     1,
     {20, 21, 42},
     {D, D, D + 21.0 * E},
     {0, 21, 42}},
    {"a compressed store, devices that do not compress",
     {AM_PROFILE_COMPRESSED, 250, 0},
     20,
     0,
     1,
     {20, 21, 42},
     {15.0 * E, 15.75 * E, 36.75 * E},
     {0, 21, 42}},
    {"other people's copies are none of ours",
     {AM_PROFILE_PLAIN, 0, 0},
     2,
     50,
     1,
     {2, 3, 6},
     {2.0 * E, 3.0 * E, 6.0 * E},
     {0, 3, 6}},
    {"no copy",
     {AM_PROFILE_PLAIN, 0, 0},
     0,
     0,
     0,
     {0, 0, 0},
     {0, 0, 0},
     {0, 0, 0}},
};

START_TEST(copies_are_low_central_and_high)
{
    struct am_sums sums =
        sums_of(claims[_i].local, claims[_i].external, claims[_i].sent);
    struct am_terms terms = am_terms_of(&sums, &claims[_i].profile, &factors);
    const double *c = claims[_i].copies;
    const double *b = claims[_i].bytes;
    const double *d = claims[_i].devices;
    const char *name = claims[_i].name;

    check(name, "copies", &terms.copies, c[0], c[1], c[2]);
    check(name, "bytes", &terms.copies_stored_bytes, b[0], b[1], b[2]);
    check(name, "devices", &terms.device_copies, d[0], d[1], d[2]);
    check(name, "device bytes", &terms.device_stored_bytes, d[0] * E, d[1] * E,
          d[2] * E);
    ck_assert_int_eq(terms.local_stored_bytes, E * claims[_i].local);
    ck_assert_int_eq(terms.sent_stored_bytes, E * claims[_i].sent);
    ck_assert_int_eq(terms.external_stored_bytes, E * claims[_i].external);
}

END_TEST

START_TEST(sent_copies_that_are_not_kept_are_none)
{
    const struct am_profile half = {AM_PROFILE_PLAIN, 0, 500};
    struct am_sums sums = sums_of(20, 0, 1);

    sums.size_sent_bytes /= 2;
    sums.stored_sent_bytes /= 2;
    struct am_terms terms = am_terms_of(&sums, &half, &factors);
    check("half", "copies", &terms.copies, 20, 20.5, 41);
}

END_TEST

/* 3 mailboxes: delivered 3 E, unique D. */
START_TEST(bytes_become_more_elsewhere)
{
    const struct am_profile plain = {0};
    struct am_sums sums = sums_of(3, 0, 0);
    struct am_terms terms = am_terms_of(&sums, &plain, &factors);
    double avoidable = 3.0 * E - D;
    double month = 12e-9;

    check("time", "mail", &terms.mail_gb_months, 3.0 * E * month,
          9.0 * E * month, 30.0 * E * month);
    check("time", "shared", &terms.shared_gb_months, 0.5 * D * month,
          3.0 * D * month, 20.0 * D * month);
    check("time", "saved", &terms.saved_gb_months, (3.0 * E - 2.0 * D) * month,
          3 * avoidable * month, 10 * (3.0 * E - 0.5 * D) * month);
    check("links", "links", &terms.link_bytes, 600, 6000, 225000);
    check("links", "left", &terms.after_links_bytes, avoidable - 225000,
          avoidable - 6000, avoidable - 600);
    check("places", "replicas", &terms.replicas_bytes, 1.25 * avoidable,
          2 * avoidable, 4 * avoidable);
    check("places", "plain", &terms.backup_plain_bytes, 0, avoidable,
          2 * avoidable);
    check("places", "deduplicating", &terms.backup_deduplicating_bytes, 0,
          E - D, 2.0 * (E - D));
}

END_TEST

/* One copy, and a shared file that outlives it: a loss, and more of it the
 * longer it is kept. */
START_TEST(a_shared_file_can_cost_more)
{
    const struct am_profile plain = {0};
    struct am_sums sums = sums_of(1, 0, 0);
    struct am_terms terms = am_terms_of(&sums, &plain, &factors);

    ck_assert_double_lt(terms.saved_gb_months.low, 0);
    ck_assert_double_eq_tol(terms.saved_gb_months.low,
                            10 * (1.0 * E - 2.0 * D) * 12e-9, 1e-12);
}

END_TEST

START_TEST(what_has_no_digest_is_no_encoding)
{
    const struct am_profile plain = {0};
    struct am_sums sums = sums_of(3, 0, 0);

    sums.size_own_bytes += 7 * E;
    sums.stored_own_bytes += 7 * E;
    sums.undigested_once_own_bytes = 7 * E;
    struct am_terms terms = am_terms_of(&sums, &plain, &factors);
    check("opaque", "deduplicating", &terms.backup_deduplicating_bytes, 0,
          E - D, 2.0 * (E - D));
}

END_TEST

START_TEST(nothing_is_nothing)
{
    const struct am_sums sums = {0};
    const struct am_profile plain = {0};
    struct am_terms terms = am_terms_of(&sums, &plain, &factors);
    struct am_savings none = {0};
    struct am_savings some = {.delivered.stored_bytes = 200, .total_bytes = 50};

    check("nothing", "deduplicating", &terms.backup_deduplicating_bytes, 0, 0,
          0);
    check("nothing", "time", &terms.saved_gb_months, 0, 0, 0);
    ck_assert(isnan(am_terms_rate(&none)));
    ck_assert_double_eq_tol(am_terms_rate(&some), 0.25, 1e-12);
    ck_assert(am_terms_is_eligible("attachment"));
    ck_assert(am_terms_is_eligible("inline"));
    ck_assert(!am_terms_is_eligible("logo"));
    ck_assert(!am_terms_is_eligible("signature"));
    ck_assert(!am_terms_is_eligible("opaque"));
    ck_assert(!am_terms_is_eligible("others"));
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("terms");
    TCase *tcase = tcase_create("terms");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, copies_are_low_central_and_high, 0,
                        ROWS(claims));
    tcase_add_test(tcase, sent_copies_that_are_not_kept_are_none);
    tcase_add_test(tcase, bytes_become_more_elsewhere);
    tcase_add_test(tcase, a_shared_file_can_cost_more);
    tcase_add_test(tcase, what_has_no_digest_is_no_encoding);
    tcase_add_test(tcase, nothing_is_nothing);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
