/* test_estimate - the model at its edges, the weights and the countries. */
#include <math.h>
#include <string.h>

#include "carbon/estimate.h"
#include "carbon/factor.h"
#include "suite.h"

static struct am_factors factors;
static struct am_err err;

static void load(void)
{
    ck_assert_int_eq(am_factors_load(&factors, NULL, &err), 0);
    am_factors_use_grid(&factors, "FRA", 2024);
}

static void unload(void)
{
    am_factors_free(&factors);
}

static void set(const char *text)
{
    ck_assert_msg(am_factors_set(&factors, text, AM_FACTOR_OPTION, &err) == 0,
                  "%s", err.text);
}

static bool is_close(double got, double want)
{
    if (isnan(want))
        return isnan(got);
    return fabs(got - want) <= 1e-9 * fabs(want);
}

static void check(const char *name, const struct am_estimate *estimate,
                  enum am_output output, const struct am_interval *want)
{
    const struct am_interval *got = &estimate->output[output];

    ck_assert_msg(is_close(got->low, want->low) &&
                      is_close(got->central, want->central) &&
                      is_close(got->high, want->high),
                  "%s, %s: %.17g %.17g %.17g, not %.17g %.17g %.17g", name,
                  am_output_name(output), got->low, got->central, got->high,
                  want->low, want->central, want->high);
}

/* 1 MB, one mail, 20 recipients of our own. */
static const struct am_model_input one_mail = {
    .unique_bytes = 1e6,
    .message_bytes = 1e6,
    .linked_bytes = 1e6,
    .delivered_bytes = 20e6,
    .hop_bytes = 1e6,
    .messages = 1,
    .deliveries = 20,
};

START_TEST(equal_weights_stand_in_order_of_id)
{
    struct am_estimate estimate = {0};
    struct am_weight top[AM_WEIGHT_TOP];
    double *weight = estimate.weight[AM_MAIL_KWH];

    weight[AM_FACTOR_STORAGE_PUE] = 0.2;
    weight[AM_FACTOR_GRID] = 0.2;
    weight[AM_FACTOR_HDD_WATTS] = 0.2;
    weight[AM_FACTOR_SSD_WATTS] = 0.4;
    ck_assert_uint_eq(am_estimate_weights(&estimate, AM_MAIL_KWH, top), 3);
    ck_assert_int_eq(top[0].factor, AM_FACTOR_SSD_WATTS);
    ck_assert_int_eq(top[1].factor, AM_FACTOR_GRID);
    ck_assert_int_eq(top[2].factor, AM_FACTOR_HDD_WATTS);
    ck_assert_uint_eq(am_estimate_weights(&estimate, AM_SHARED_KWH, top), 0);
}

END_TEST

/* kgCO2e per logical TB and year with the factors as they are, to two digits;
 * 2025, but for EU27 and WORLD, whose series end in 2024. */
static const struct {
    const char *country;
    double low, central, high;
} countries[] = {
    {"FRA", 6, 32, 200},   {"EU27", 15, 54, 260},  {"DEU", 20, 68, 311},
    {"POL", 30, 101, 433}, {"WORLD", 26, 87, 378},
};

START_TEST(tb_year_by_country)
{
    struct am_estimate estimate;
    const struct am_interval *got = &estimate.output[AM_MODEL_KG_PER_TB_YEAR];

    am_factors_use_grid(&factors, countries[_i].country, 2025);
    am_estimate_run(&one_mail, &factors, &estimate);
    ck_assert_double_eq_tol(got->low, countries[_i].low, 0.51);
    ck_assert_double_eq_tol(got->central, countries[_i].central, 0.51);
    ck_assert_double_eq_tol(got->high, countries[_i].high, 0.51);
}

END_TEST

START_TEST(bytes_kept_a_year)
{
    struct am_estimate estimate;
    am_estimate_run(&one_mail, &factors, &estimate);

    struct am_interval model = estimate.output[AM_MODEL_KG_PER_TB_YEAR];
    struct am_interval kept = am_estimate_kept(&estimate, 5e11);
    ck_assert(is_close(kept.low, model.low / 2));
    ck_assert(is_close(kept.central, model.central / 2));
    ck_assert(is_close(kept.high, model.high / 2));
    kept = am_estimate_kept(&estimate, -1e12);
    ck_assert(is_close(kept.low, -model.high));
    ck_assert(is_close(kept.high, -model.low));
}

END_TEST

/* Edges.  Expected values come from a second implementation of the model. */
#define UNKNOWN                         \
 {                                      \
  (double)NAN, (double)NAN, (double)NAN \
 }
#define NOTHING \
 {              \
  .messages = 0 \
 }
#define SIZE_TO(size, recipients)                                       \
 {                                                                      \
  (size), (size), (size), (size) * (recipients), (size), 1, recipients, \
      AM_SHARE_HASH                                                     \
 }
#define THREE_MAILS(scope)               \
 {                                       \
  1e6, 3e6, 3e6, 60e6, 3e6, 3, 60, scope \
 }

static const struct {
    const char *name;
    struct am_model_input in;
    const char *sets[2];
    enum am_output output;
    enum am_verdict verdict;
    struct am_interval want;
} edges[] = {
    {"nothing sent: mail costs nothing",
     NOTHING,
     {NULL},
     AM_MAIL_KGCO2E,
     AM_NOT_ESTABLISHED,
     {0, 0, 0}},
    {"nothing sent: nothing is saved",
     NOTHING,
     {NULL},
     AM_SAVED_KGCO2E,
     AM_NOT_ESTABLISHED,
     {0, 0, 0}},
    {"nothing sent: no ratio",
     NOTHING,
     {NULL},
     AM_RATIO_KGCO2E,
     AM_NOT_ESTABLISHED,
     UNKNOWN},
    {"nothing sent: no copy to count by",
     NOTHING,
     {NULL},
     AM_SHARED_SCI,
     AM_NOT_ESTABLISHED,
     UNKNOWN},
    {"one factor alone takes the shared bytes to zero: no ratio",
     SIZE_TO(1e6, 20),
     {"shared.version_factor=0,1,2", "shared.link_bytes=0"},
     AM_RATIO_GB_MONTHS,
     AM_ESTABLISHED,
     UNKNOWN},
    {"a saving without a ratio is linear",
     SIZE_TO(1e6, 20),
     {"shared.version_factor=0,1,2", "shared.link_bytes=0"},
     AM_SAVED_GB_MONTHS,
     AM_ESTABLISHED,
     {0.13587771203166832, 0.998208, 3.3278333544224665}},
    {"nothing new: no ratio",
     {0, 1e6, 1e6, 20e6, 1e6, 1, 20, AM_SHARE_HASH},
     {NULL},
     AM_RATIO_KWH,
     AM_NOT_ESTABLISHED,
     UNKNOWN},
    {"nothing new: the saving is linear",
     {0, 1e6, 1e6, 20e6, 1e6, 1, 20, AM_SHARE_HASH},
     {NULL},
     AM_SAVED_GB_MONTHS,
     AM_NOT_ESTABLISHED,
     {0.15224431718512477, 1.032696, 3.442441821869319}},
    {"a loss: the log of the opposite",
     SIZE_TO(10, 1),
     {NULL},
     AM_SAVED_KGCO2E,
     AM_LOSS_ESTABLISHED,
     {-2.6777478420271628e-05, -3.925189205678024e-07,
      -1.8844613237949998e-08}},
    {"an open sign is linear, central below zero",
     SIZE_TO(1e3, 1),
     {NULL},
     AM_SAVED_KGCO2E,
     AM_NOT_ESTABLISHED,
     {-1.4633275430249707e-05, -2.1477973418503674e-07,
      2.6655926731603997e-07}},
    {"an open sign is linear, central above zero",
     SIZE_TO(1e6, 1),
     {NULL},
     AM_SAVED_KGCO2E,
     AM_NOT_ESTABLISHED,
     {-0.00013238991780808144, 0.0001791402174338784, 0.0007670947453807754}},
    {"a low bound of zero: linear, cut at zero",
     SIZE_TO(1e6, 20),
     {"mail.retention_years=0,3,10", NULL},
     AM_MAIL_GB_MONTHS,
     AM_ESTABLISHED,
     {0, 1.034208, 3.447481260111254}},
    {"all hardware second-hand",
     SIZE_TO(1e6, 20),
     {"hw.refurb_share=1", NULL},
     AM_MODEL_KG_EMBODIED_PER_TB_YEAR,
     AM_ESTABLISHED,
     {0.6153751461372023, 6.6033333333333335, 66.31087011490361}},
    {"an unknown share of second-hand hardware",
     SIZE_TO(1e6, 20),
     {"hw.refurb_share=0,0.5,1", NULL},
     AM_MODEL_KG_EMBODIED_PER_TB_YEAR,
     AM_ESTABLISHED,
     {1.726291552320385, 16.508333333333336, 130.24979189292057}},
    {"each message uploads its own",
     THREE_MAILS(AM_SHARE_MESSAGE),
     {NULL},
     AM_RATIO_KGCO2E,
     AM_ESTABLISHED,
     {4.781742883706982, 19.298385331745727, 35.36594778907371}},
    {"each content is uploaded once",
     THREE_MAILS(AM_SHARE_HASH),
     {NULL},
     AM_RATIO_KGCO2E,
     AM_ESTABLISHED,
     {6.386095788165979, 37.447503928359936, 88.61015345402845}},
    {"a quarter of the copies does not stay",
     SIZE_TO(1e6, 20),
     {"mail.delivered_share=0.5,0.75,1", NULL},
     AM_SAVED_KGCO2E,
     AM_ESTABLISHED,
     {0.00033403209545383586, 0.002232011861429107, 0.018214602951521105}},
    {"a quarter of the opened copies does not stay either",
     SIZE_TO(1e6, 20),
     {"mail.delivered_share=0.5,0.75,1", NULL},
     AM_SHARED_KWH,
     AM_ESTABLISHED,
     {0.00013963743795820165, 0.0005716018988800001, 0.004478506840940386}},
    {"a store that links keeps once what has a local recipient",
     {1e6, 3e6, 1e6, 20e6, 3e6, 3, 20, AM_SHARE_HASH},
     {"mail.sis_share=1", NULL},
     AM_MAIL_GB_MONTHS,
     AM_ESTABLISHED,
     {0.057237845943265274, 0.196992, 0.6567857992555386}},
};

START_TEST(edges_are_kept)
{
    struct am_estimate estimate;

    for (size_t i = 0; i < 2 && edges[_i].sets[i] != NULL; i++)
        set(edges[_i].sets[i]);
    am_estimate_run(&edges[_i].in, &factors, &estimate);
    check(edges[_i].name, &estimate, edges[_i].output, &edges[_i].want);
    ck_assert_msg(estimate.verdict == edges[_i].verdict, "%s: %s",
                  edges[_i].name, am_verdict_name(estimate.verdict));
}

END_TEST

START_TEST(names_are_in_order)
{
    for (size_t i = 1; i < AM_OUTPUT_COUNT; i++) {
        ck_assert_msg(strcmp(am_output_name((enum am_output)(i - 1)),
                             am_output_name((enum am_output)i)) < 0,
                      "%s", am_output_name((enum am_output)i));
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("estimate");
    TCase *tcase = tcase_create("estimate");

    tcase_add_checked_fixture(tcase, load, unload);
    tcase_add_loop_test(tcase, edges_are_kept, 0, ROWS(edges));
    tcase_add_test(tcase, equal_weights_stand_in_order_of_id);
    tcase_add_loop_test(tcase, tb_year_by_country, 0, ROWS(countries));
    tcase_add_test(tcase, bytes_kept_a_year);
    tcase_add_test(tcase, names_are_in_order);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
