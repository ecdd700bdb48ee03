/*
 * test_estimate_vectors - the model against its check vectors (two
 * implementations must agree to 1e-9) and against the published results of
 * other calculators.
 */
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

/* V01: France 2024, the factors of version 2026.11. */
static const struct {
    enum am_output output;
    struct am_interval want;
} one_mail_rows[] = {
    {AM_MAIL_GB_MONTHS, {0.2840529821966329, 1.034208, 3.4481254460915776}},
    {AM_MAIL_KG_EMBODIED,
     {0.00035057667728088953, 0.002622510720000001, 0.023190134178530143}},
    {AM_MAIL_KG_OPERATIONAL,
     {8.675447757978761e-05, 0.0005047505439846338, 0.003123538898122011}},
    {AM_MAIL_KGCO2E,
     {0.0005065756102863515, 0.0031272612639846346, 0.024755902226940178}},
    {AM_MAIL_KWH,
     {0.002036655753355913, 0.011424865187520004, 0.06754391431261818}},
    {AM_MAIL_KWH_NETWORK, {0.0, 0.00043776000000000004, 0.0026217153516901394}},
    {AM_MAIL_KWH_STORAGE,
     {0.0017688173026516203, 0.010987105187520003, 0.06759090503698137}},
    {AM_MODEL_KG_EMBODIED_PER_TB_YEAR,
     {3.339424929576418, 26.413333333333338, 193.62210024923627}},
    {AM_MODEL_KG_PER_TB_YEAR,
     {6.126323652599947, 32.04558882373334, 200.70888564517946}},
    {AM_MODEL_KWH_PER_TB_YEAR,
     {35.0679793930212, 127.48428000000003, 496.86764817185394}},
    {AM_RATIO_GB_MONTHS,
     {4.963369233959044, 23.1304347826087, 45.83687403265305}},
    {AM_RATIO_KGCO2E,
     {4.781742883706979, 19.298385331745735, 35.36594778907371}},
    {AM_RATIO_KWH, {4.192003485898683, 18.870773842576558, 34.310307191473825}},
    {AM_SAVED_GB_MONTHS, {0.26477001078604756, 0.989496, 3.299832585253704}},
    {AM_SAVED_KGCO2E,
     {0.000462183748463506, 0.002965213444427404, 0.02376636611112733}},
    {AM_SAVED_KWH,
     {0.0018462182932934017, 0.010819438760240004, 0.06455821649190725}},
    {AM_SHARED_GB_MONTHS,
     {0.012259947142725401, 0.044711999999999995, 0.2792245739034059}},
    {AM_SHARED_KG_EMBODIED,
     {2.7798455552779168e-05, 0.00013530008, 0.0013313187338852147}},
    {AM_SHARED_KG_OPERATIONAL,
     {6.75737514800444e-06, 2.6747739557230404e-05, 0.00021861622252689606}},
    {AM_SHARED_KGCO2E,
     {3.841639435548367e-05, 0.0001620478195572304, 0.0014538219902504462}},
    {AM_SHARED_KWH,
     {0.00016031730258931568, 0.0006054264272800001, 0.004756666592017516}},
    {AM_SHARED_KWH_NETWORK, {0.0, 0.00013042, 0.0007746483261887822}},
    {AM_SHARED_KWH_STORAGE,
     {7.638088288276246e-05, 0.00047500642728000005, 0.0046516247246057765}},
};

START_TEST(one_mail_to_twenty)
{
    struct am_estimate estimate;

    am_estimate_run(&one_mail, &factors, &estimate);
    check("V01", &estimate, one_mail_rows[_i].output, &one_mail_rows[_i].want);
}

END_TEST

/* V01: what weighs most. */
static const struct {
    enum am_output output;
    struct am_weight top[AM_WEIGHT_TOP];
} weight_rows[] = {
    {AM_MAIL_KGCO2E,
     {{AM_FACTOR_MAIL_RETENTION, 0.3236720134620652},
      {AM_FACTOR_STORAGE_SSD_SHARE, 0.20903061701567296},
      {AM_FACTOR_SSD_EMBODIED, 0.16216362475355842}}},
    {AM_SAVED_KGCO2E,
     {{AM_FACTOR_MAIL_RETENTION, 0.322046550809995},
      {AM_FACTOR_STORAGE_SSD_SHARE, 0.2075538810414217},
      {AM_FACTOR_SSD_EMBODIED, 0.16118041123906737}}},
    {AM_RATIO_KGCO2E,
     {{AM_FACTOR_SHARED_RETENTION_RATIO, 0.24841460697265327},
      {AM_FACTOR_SHARED_VERSION_FACTOR, 0.23504430233862209},
      {AM_FACTOR_SHARED_LINK_BYTES, 0.18786207595286353}}},
};

START_TEST(what_weighs_most)
{
    struct am_estimate estimate;
    struct am_weight top[AM_WEIGHT_TOP];
    enum am_output output = weight_rows[_i].output;

    am_estimate_run(&one_mail, &factors, &estimate);
    ck_assert_uint_eq(am_estimate_weights(&estimate, output, top),
                      AM_WEIGHT_TOP);
    for (size_t i = 0; i < AM_WEIGHT_TOP; i++) {
        const struct am_weight *want = &weight_rows[_i].top[i];
        ck_assert_str_eq(am_factor_name(top[i].factor),
                         am_factor_name(want->factor));
        ck_assert_msg(is_close(top[i].share, want->share), "%s: %.17g",
                      am_factor_name(want->factor), top[i].share);
    }
    double sum = 0;
    for (size_t i = 0; i < AM_FACTOR_COUNT; i++)
        sum += estimate.weight[output][i];
    ck_assert_msg(is_close(sum, 1), "the weights sum to %.17g", sum);
}

END_TEST

/* One logical TB kept for a year, every other term switched off. */
static const char *const storage_only[] = {
    "client.cache_copies=0",      "client.embodied_kg_per_tb_year=0",
    "hw.refurb_embodied_ratio=0", "hw.refurb_share=0",
    "mail.downloads_per_copy=0",  "mail.sent_copies=0",
    "mail.sis_share=0",           "net.embodied_kg_per_gb=0",
    "net.kwh_per_gb=0",           "shared.link_bytes=0",
    "shared.open_rate=0",         "shared.sync_share=0",
    "ssd.embodied_kg_per_tb=0",   "ssd.watts_per_tb=0",
    "storage.backup_copies=0",    "storage.ssd_share=0",
    "hdd.embodied_overhead=1",    "hw.refurb_lifetime_years=1",
    "mail.expansion=1",           "mail.retention_years=1",
    "mail.store_ratio=1",         "shared.retention_ratio=1",
    "shared.version_factor=1",    "ssd.embodied_overhead=1",
    "storage.power_overhead=1",   "hw.lifetime_years=5",
};

static const char *const ccf[] = {
    "grid=51.1",         "hdd.embodied_kg_per_tb=0", "hdd.watts_per_tb=0.65",
    "storage.pue=1.135", "storage.replication=6",    "storage.utilisation=1",
};

static const char *const ademe[] = {
    "grid=51.9",
    "hdd.embodied_kg_per_tb=38.65811889497241",
    "hdd.watts_per_tb=1.610754953957184",
    "storage.pue=1.16",
    "storage.replication=3",
    "storage.utilisation=0.5",
};

static const struct am_model_input one_tb = {
    .unique_bytes = 1e12,
    .message_bytes = 1e12,
    .linked_bytes = 1e12,
    .delivered_bytes = 1e12,
    .messages = 1,
    .deliveries = 1,
};

static void set_all(const char *const *texts, int count)
{
    for (int i = 0; i < count; i++)
        set(texts[i]);
}

/* V04, Cloud Carbon Footprint, and V05, ADEME: single values throughout. */
static const struct {
    enum am_output output;
    double ccf, ademe;
} one_tb_rows[] = {
    {AM_MAIL_GB_MONTHS, 12000.0, 12000.0},
    {AM_MAIL_KG_EMBODIED, 0.0, 46.3897426739669},
    {AM_MAIL_KG_OPERATIONAL, 1.981460754, 5.096947723996892},
    {AM_MAIL_KGCO2E, 1.981460754, 51.48669039796379},
    {AM_MAIL_KWH, 38.77614, 98.2070852407879},
    {AM_MAIL_KWH_NETWORK, 0.0, 0.0},
    {AM_MAIL_KWH_STORAGE, 38.77614, 98.2070852407879},
    {AM_MODEL_KG_EMBODIED_PER_TB_YEAR, 0.0, 46.3897426739669},
    {AM_MODEL_KG_PER_TB_YEAR, 1.981460754, 51.48669039796379},
    {AM_MODEL_KWH_PER_TB_YEAR, 38.77614, 98.2070852407879},
    {AM_RATIO_GB_MONTHS, 1.0, 1.0},
    {AM_RATIO_KGCO2E, 1.0, 1.0},
    {AM_RATIO_KWH, 1.0, 1.0},
    {AM_SAVED_GB_MONTHS, 0.0, 0.0},
    {AM_SAVED_KGCO2E, 0.0, 0.0},
    {AM_SAVED_KWH, 0.0, 0.0},
    {AM_SHARED_GB_MONTHS, 12000.0, 12000.0},
    {AM_SHARED_KG_EMBODIED, 0.0, 46.3897426739669},
    {AM_SHARED_KG_OPERATIONAL, 1.981460754, 5.096947723996892},
    {AM_SHARED_KGCO2E, 1.981460754, 51.48669039796379},
    {AM_SHARED_KWH, 38.77614, 98.2070852407879},
    {AM_SHARED_KWH_NETWORK, 0.0, 0.0},
    {AM_SHARED_KWH_STORAGE, 38.77614, 98.2070852407879},
};

START_TEST(one_tb_by_ccf)
{
    struct am_estimate estimate;
    double want = one_tb_rows[_i].ccf;

    set_all(storage_only, ROWS(storage_only));
    set_all(ccf, ROWS(ccf));
    am_estimate_run(&one_tb, &factors, &estimate);
    check("V04", &estimate, one_tb_rows[_i].output,
          &(struct am_interval){want, want, want});
}

END_TEST

START_TEST(one_tb_by_ademe)
{
    struct am_estimate estimate;
    double want = one_tb_rows[_i].ademe;

    set_all(storage_only, ROWS(storage_only));
    set_all(ademe, ROWS(ademe));
    am_estimate_run(&one_tb, &factors, &estimate);
    check("V05", &estimate, one_tb_rows[_i].output,
          &(struct am_interval){want, want, want});
}

END_TEST

/*
 * Published results of other calculators.  Cloud Carbon Footprint core 1.0.0,
 * StorageEstimator: 1 TB, 8760 h, PUE 1.135, AWS Paris 51.1 g/kWh, printed to
 * five or six decimals; NetworkingEstimator: 1 GB.  ADEME: storage of one
 * mailbox copy, publicodes-acv-numerique 2.1.0.
 */
static const struct {
    const char *name;
    const char *sets[3];
    double kwh, kg;
} peers[] = {
    {"CCF HDD x1", {"storage.replication=1", NULL}, 6.46269, 0.330243},
    {"CCF HDD x2", {"storage.replication=2", NULL}, 12.92538, 0.660487},
    {"CCF HDD x6", {"storage.replication=6", NULL}, 38.77614, 1.981461},
    {"CCF SSD x1",
     {"storage.replication=1", "storage.ssd_share=1", "ssd.watts_per_tb=1.2"},
     11.93112,
     0.609680},
    {"CCF SSD x2",
     {"storage.replication=2", "storage.ssd_share=1", "ssd.watts_per_tb=1.2"},
     23.86224,
     1.219360},
    {"CCF SSD x6",
     {"storage.replication=6", "storage.ssd_share=1", "ssd.watts_per_tb=1.2"},
     71.58672,
     3.658081},
};

START_TEST(peers_are_reproduced)
{
    struct am_estimate estimate;

    set_all(storage_only, ROWS(storage_only));
    set_all(ccf, ROWS(ccf));
    for (size_t i = 0; i < 3 && peers[_i].sets[i] != NULL; i++)
        set(peers[_i].sets[i]);
    am_estimate_run(&one_tb, &factors, &estimate);
    ck_assert_double_eq_tol(estimate.output[AM_MAIL_KWH].central, peers[_i].kwh,
                            5e-6);
    ck_assert_double_eq_tol(estimate.output[AM_MAIL_KGCO2E].central,
                            peers[_i].kg, 1e-6);
}

END_TEST

START_TEST(network_of_a_peer_is_reproduced)
{
    struct am_estimate estimate;
    struct am_model_input one_gb = {.message_bytes = 1e9};

    set_all(storage_only, ROWS(storage_only));
    set_all(ccf, ROWS(ccf));
    set("mail.retention_years=0");
    set("net.kwh_per_gb=0.001135"); /* 0.001 kWh/GB x PUE 1.135 */
    am_estimate_run(&one_gb, &factors, &estimate);
    ck_assert_double_eq_tol(estimate.output[AM_MAIL_KWH].central, 0.001135,
                            1e-12);
    ck_assert_double_eq_tol(estimate.output[AM_MAIL_KGCO2E].central,
                            0.0579985e-3, 1e-12);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("estimate_vectors");
    TCase *tcase = tcase_create("estimate_vectors");

    tcase_add_checked_fixture(tcase, load, unload);
    tcase_add_loop_test(tcase, one_mail_to_twenty, 0, ROWS(one_mail_rows));
    tcase_add_loop_test(tcase, what_weighs_most, 0, ROWS(weight_rows));
    tcase_add_loop_test(tcase, one_tb_by_ccf, 0, ROWS(one_tb_rows));
    tcase_add_loop_test(tcase, one_tb_by_ademe, 0, ROWS(one_tb_rows));
    tcase_add_loop_test(tcase, peers_are_reproduced, 0, ROWS(peers));
    tcase_add_test(tcase, network_of_a_peer_is_reproduced);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
