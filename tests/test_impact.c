/* test_impact - what of a store goes into the carbon model. */
#include <math.h>

#include "one_mail.h"
#include "report/impact.h"
#include "suite.h"

static struct am_factors factors;
static struct am_err err;

static void set_up(void)
{
    ck_assert_int_eq(am_factors_load(&factors, NULL, &err), 0);
}

static void tear_down(void)
{
    am_factors_free(&factors);
}

/* 20 mailboxes and a Sent copy: 21 E in a plain store. */
static const struct {
    const char *name;
    struct am_profile profile;
    double held; /* bytes in the store */
    bool is_share_measured;
    double share, ratio; /* mail.sis_share; of stored / wire bytes */
} rows[] = {
    {"plain: nobody knows what it links", {0, 0, 0}, 21.0 * E, false, 0, 1},
    {"exchange links nothing",
     {AM_PROFILE_EXCHANGE, 0, 0},
     21.0 * E,
     true,
     0,
     1},
    {"all of a delivery are linked",
     {AM_PROFILE_LMTP_HARDLINK, 0, 0},
     2.0 * E,
     true,
     1,
     1},
    {"on each of 10 partitions",
     {AM_PROFILE_CYRUS, 0, 0},
     11.0 * E,
     true,
     10.0 / 19,
     1},
    {"single instances are as good as compression",
     {AM_PROFILE_DOVECOT_SIS, 0, 0},
     D,
     true,
     0,
     D / (21.0 * E)},
    {"compression", {AM_PROFILE_COMPRESSED, 250, 0}, 15.75 * E, true, 0, 0.75},
};

START_TEST(the_model_stores_what_the_store_holds)
{
    const struct am_message_sums messages = {.with_attachments = 1,
                                             .deliveries_with_attachments = 20};
    struct am_sums sums = sums_of(20, 0, 1);
    struct am_impact impact;
    const char *name = rows[_i].name;

    sums.wire_own_bytes = sums.stored_own_bytes / 50 * 51;
    sums.size_linked_bytes = D;
    sums.size_cyrus_bytes = 10 * D;
    sums.stored_cyrus_bytes = 10 * E;
    am_impact_compute(&impact, &sums, &messages, &factors, AM_SHARE_HASH,
                      &rows[_i].profile);
    const struct am_factor *share =
        &impact.factors.factor[AM_FACTOR_MAIL_SIS_SHARE];
    const struct am_factor *ratio =
        &impact.factors.factor[AM_FACTOR_MAIL_STORE_RATIO];
    ck_assert_msg((share->status == AM_FACTOR_MEASURED) ==
                      rows[_i].is_share_measured,
                  "%s: status", name);
    ck_assert_msg(fabs(share->value.central - rows[_i].share) < 1e-9,
                  "%s: share %.9f", name, share->value.central);
    double plain_ratio =
        (double)sums.stored_own_bytes / (double)sums.wire_own_bytes;
    ck_assert_msg(fabs(ratio->value.central / plain_ratio - rows[_i].ratio) <
                      1e-6,
                  "%s: ratio %.9f", name, ratio->value.central);
    /* mail.retention_years is 3 in the factor file. */
    double months = impact.estimate.output[AM_MAIL_GB_MONTHS].central;
    ck_assert_msg(fabs(months / (rows[_i].held * 36e-9) - 1) < 1e-6,
                  "%s: %.9f GB.months", name, months);
    ck_assert_msg(impact.kept_bytes == llround(rows[_i].held) - D, "%s: %lld",
                  name, (long long)impact.kept_bytes);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("impact");
    TCase *tcase = tcase_create("impact");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, the_model_stores_what_the_store_holds, 0,
                        ROWS(rows));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
