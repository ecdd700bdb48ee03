/* estimate - see estimate.h.  The formulas keep the order of their terms: two
 * implementations must agree to 1e-9. */
#include "carbon/estimate.h"

#include <math.h>
#include <stdbool.h>

#define HOURS_PER_YEAR  8760.0
#define MONTHS_PER_YEAR 12.0
#define GB_PER_TB       1000.0
#define BYTES_PER_GB    1e9
#define BYTES_PER_TB    1e12

static const struct {
    const char *name, *unit;
} outputs_table[AM_OUTPUT_COUNT] = {
    [AM_MAIL_GB_MONTHS] = {"mail.gb_months", "GB.month"},
    [AM_MAIL_KG_EMBODIED] = {"mail.kg_embodied", "kgCO2e"},
    [AM_MAIL_KG_OPERATIONAL] = {"mail.kg_operational", "kgCO2e"},
    [AM_MAIL_KGCO2E] = {"mail.kgco2e", "kgCO2e"},
    [AM_MAIL_KWH] = {"mail.kwh", "kWh"},
    [AM_MAIL_KWH_NETWORK] = {"mail.kwh_network", "kWh"},
    [AM_MAIL_KWH_STORAGE] = {"mail.kwh_storage", "kWh"},
    [AM_MAIL_SCI] = {"mail.sci", "kgCO2e/copy"},
    [AM_MODEL_KG_EMBODIED_PER_TB_YEAR] = {"model.kg_embodied_per_tb_year",
                                          "kgCO2e/(TB.year)"},
    [AM_MODEL_KG_PER_TB_YEAR] = {"model.kg_per_tb_year", "kgCO2e/(TB.year)"},
    [AM_MODEL_KWH_PER_TB_YEAR] = {"model.kwh_per_tb_year", "kWh/(TB.year)"},
    [AM_RATIO_GB_MONTHS] = {"ratio.gb_months", "ratio"},
    [AM_RATIO_KGCO2E] = {"ratio.kgco2e", "ratio"},
    [AM_RATIO_KWH] = {"ratio.kwh", "ratio"},
    [AM_SAVED_GB_MONTHS] = {"saved.gb_months", "GB.month"},
    [AM_SAVED_KGCO2E] = {"saved.kgco2e", "kgCO2e"},
    [AM_SAVED_KWH] = {"saved.kwh", "kWh"},
    [AM_SHARED_GB_MONTHS] = {"shared.gb_months", "GB.month"},
    [AM_SHARED_KG_EMBODIED] = {"shared.kg_embodied", "kgCO2e"},
    [AM_SHARED_KG_OPERATIONAL] = {"shared.kg_operational", "kgCO2e"},
    [AM_SHARED_KGCO2E] = {"shared.kgco2e", "kgCO2e"},
    [AM_SHARED_KWH] = {"shared.kwh", "kWh"},
    [AM_SHARED_KWH_NETWORK] = {"shared.kwh_network", "kWh"},
    [AM_SHARED_KWH_STORAGE] = {"shared.kwh_storage", "kWh"},
    [AM_SHARED_SCI] = {"shared.sci", "kgCO2e/copy"},
};

/* One logical TB kept for a year. */
struct store_cost {
    double kwh;         /* at the meter of the site */
    double kg_embodied; /* of the hardware's making */
};

static struct store_cost store_cost(const double *f)
{
    double ssd_share = f[AM_FACTOR_STORAGE_SSD_SHARE];
    double raw_per_logical = f[AM_FACTOR_STORAGE_REPLICATION] *
                             (1 + f[AM_FACTOR_STORAGE_BACKUP_COPIES]) /
                             f[AM_FACTOR_STORAGE_UTILISATION];
    double watts = (1 - ssd_share) * f[AM_FACTOR_HDD_WATTS] +
                   ssd_share * f[AM_FACTOR_SSD_WATTS];
    double refurb_share = f[AM_FACTOR_HW_REFURB_SHARE];
    double hardware_per_year = (1 - refurb_share) / f[AM_FACTOR_HW_LIFETIME] +
                               refurb_share * f[AM_FACTOR_HW_REFURB_EMBODIED] /
                                   f[AM_FACTOR_HW_REFURB_LIFETIME];
    double kg_new = (1 - ssd_share) * f[AM_FACTOR_HDD_EMBODIED] *
                        f[AM_FACTOR_HDD_EMBODIED_OVERHEAD] +
                    ssd_share * f[AM_FACTOR_SSD_EMBODIED] *
                        f[AM_FACTOR_SSD_EMBODIED_OVERHEAD];
    return (struct store_cost){
        .kwh = watts * f[AM_FACTOR_STORAGE_POWER_OVERHEAD] * HOURS_PER_YEAR /
               1000 * f[AM_FACTOR_STORAGE_PUE] * raw_per_logical,
        .kg_embodied = raw_per_logical * hardware_per_year * kg_new,
    };
}

/* What one scenario stores, moves and caches. */
struct load {
    double stored_tb_years;
    double moved_gb;
    double cached_tb_years;
};

static struct load mail_load(const struct am_estimate_input *in,
                             const double *f)
{
    double expansion = f[AM_FACTOR_MAIL_EXPANSION];
    double sent_bytes = f[AM_FACTOR_MAIL_SENT_COPIES] * in->message_bytes;
    double linked_away_bytes =
        f[AM_FACTOR_MAIL_SIS_SHARE] * (in->delivered_bytes - in->linked_bytes);
    double kept_bytes = expansion * f[AM_FACTOR_MAIL_STORE_RATIO] *
                        (in->delivered_bytes - linked_away_bytes + sent_bytes);
    double years = f[AM_FACTOR_MAIL_RETENTION];

    return (struct load){
        .stored_tb_years = kept_bytes / BYTES_PER_TB * years,
        .moved_gb = expansion *
                    (in->message_bytes + in->hop_bytes +
                     f[AM_FACTOR_MAIL_DOWNLOADS] * in->delivered_bytes) /
                    BYTES_PER_GB,
        .cached_tb_years = expansion * (in->delivered_bytes + sent_bytes) *
                           f[AM_FACTOR_CLIENT_CACHE_COPIES] / BYTES_PER_TB *
                           years,
    };
}

/* What is put on the shared space. */
static double uploaded_bytes(const struct am_estimate_input *in)
{
    return in->share_scope == AM_SHARE_HASH ? in->unique_bytes
                                            : in->message_bytes;
}

static struct load shared_load(const struct am_estimate_input *in,
                               const double *f)
{
    double file_bytes = uploaded_bytes(in) * f[AM_FACTOR_SHARED_VERSION_FACTOR];
    double link_bytes = f[AM_FACTOR_SHARED_LINK_BYTES];
    double kept_link_bytes =
        link_bytes *
        (in->deliveries + f[AM_FACTOR_MAIL_SENT_COPIES] * in->messages);
    double opened_bytes = f[AM_FACTOR_SHARED_OPEN_RATE] * in->delivered_bytes;
    double years = f[AM_FACTOR_MAIL_RETENTION];
    double retention_ratio = f[AM_FACTOR_SHARED_RETENTION_RATIO];

    return (struct load){
        .stored_tb_years = (file_bytes * retention_ratio + kept_link_bytes) /
                           BYTES_PER_TB * years,
        .moved_gb = (uploaded_bytes(in) + opened_bytes +
                     link_bytes * (in->messages + in->deliveries)) /
                    BYTES_PER_GB,
        .cached_tb_years = opened_bytes * f[AM_FACTOR_SHARED_SYNC_SHARE] *
                           f[AM_FACTOR_CLIENT_CACHE_COPIES] / BYTES_PER_TB *
                           years * retention_ratio,
    };
}

/* The outputs of one scenario. */
struct cost {
    double gb_months;
    double kwh, kwh_storage, kwh_network;
    double kg, kg_operational, kg_embodied;
};

static struct cost cost_of(struct load load, struct store_cost store,
                           const double *f)
{
    struct cost cost = {
        .gb_months = load.stored_tb_years * GB_PER_TB * MONTHS_PER_YEAR,
        .kwh_storage = load.stored_tb_years * store.kwh,
        .kwh_network = load.moved_gb * f[AM_FACTOR_NET_ENERGY],
        .kg_embodied = load.stored_tb_years * store.kg_embodied +
                       load.moved_gb * f[AM_FACTOR_NET_EMBODIED] +
                       load.cached_tb_years * f[AM_FACTOR_CLIENT_EMBODIED],
    };
    cost.kwh = cost.kwh_storage + cost.kwh_network;
    cost.kg_operational = cost.kwh * f[AM_FACTOR_GRID] / 1000;
    cost.kg = cost.kg_operational + cost.kg_embodied;
    return cost;
}

/* With nothing to upload there is nothing to compare the mail with. */
static double ratio(const struct am_estimate_input *in, double mail,
                    double shared)
{
    bool is_known = shared > 0 && uploaded_bytes(in) > 0;
    return is_known ? mail / shared : (double)NAN;
}

static double per_copy(double kg, double deliveries)
{
    return deliveries > 0 ? kg / deliveries : (double)NAN;
}

void am_estimate_evaluate(const struct am_estimate_input *input,
                          const double *factors, double *outputs)
{
    struct store_cost store = store_cost(factors);
    struct cost mail = cost_of(mail_load(input, factors), store, factors);
    struct cost shared = cost_of(shared_load(input, factors), store, factors);

    outputs[AM_MAIL_GB_MONTHS] = mail.gb_months;
    outputs[AM_MAIL_KG_EMBODIED] = mail.kg_embodied;
    outputs[AM_MAIL_KG_OPERATIONAL] = mail.kg_operational;
    outputs[AM_MAIL_KGCO2E] = mail.kg;
    outputs[AM_MAIL_KWH] = mail.kwh;
    outputs[AM_MAIL_KWH_NETWORK] = mail.kwh_network;
    outputs[AM_MAIL_KWH_STORAGE] = mail.kwh_storage;
    outputs[AM_MAIL_SCI] = per_copy(mail.kg, input->deliveries);
    outputs[AM_MODEL_KG_EMBODIED_PER_TB_YEAR] = store.kg_embodied;
    outputs[AM_MODEL_KG_PER_TB_YEAR] =
        store.kwh * factors[AM_FACTOR_GRID] / 1000 + store.kg_embodied;
    outputs[AM_MODEL_KWH_PER_TB_YEAR] = store.kwh;
    outputs[AM_RATIO_GB_MONTHS] =
        ratio(input, mail.gb_months, shared.gb_months);
    outputs[AM_RATIO_KGCO2E] = ratio(input, mail.kg, shared.kg);
    outputs[AM_RATIO_KWH] = ratio(input, mail.kwh, shared.kwh);
    outputs[AM_SAVED_GB_MONTHS] = mail.gb_months - shared.gb_months;
    outputs[AM_SAVED_KGCO2E] = mail.kg - shared.kg;
    outputs[AM_SAVED_KWH] = mail.kwh - shared.kwh;
    outputs[AM_SHARED_GB_MONTHS] = shared.gb_months;
    outputs[AM_SHARED_KG_EMBODIED] = shared.kg_embodied;
    outputs[AM_SHARED_KG_OPERATIONAL] = shared.kg_operational;
    outputs[AM_SHARED_KGCO2E] = shared.kg;
    outputs[AM_SHARED_KWH] = shared.kwh;
    outputs[AM_SHARED_KWH_NETWORK] = shared.kwh_network;
    outputs[AM_SHARED_KWH_STORAGE] = shared.kwh_storage;
    outputs[AM_SHARED_SCI] = per_copy(shared.kg, input->deliveries);
}

/* All outputs at central factors, and with each factor alone at its ends. */
struct runs {
    double central[AM_OUTPUT_COUNT];
    double at_low[AM_FACTOR_COUNT][AM_OUTPUT_COUNT];
    double at_high[AM_FACTOR_COUNT][AM_OUTPUT_COUNT];
};

static void run_all(const struct am_estimate_input *input,
                    const struct am_factors *factors, struct runs *runs)
{
    double value[AM_FACTOR_COUNT];

    for (size_t i = 0; i < AM_FACTOR_COUNT; i++)
        value[i] = factors->factor[i].value.central;
    am_estimate_evaluate(input, value, runs->central);
    for (size_t i = 0; i < AM_FACTOR_COUNT; i++) {
        const struct am_interval *range = &factors->factor[i].value;
        value[i] = range->low;
        am_estimate_evaluate(input, value, runs->at_low[i]);
        value[i] = range->high;
        am_estimate_evaluate(input, value, runs->at_high[i]);
        value[i] = range->central;
    }
}

static void combine(const struct runs *runs, enum am_output output,
                    enum am_interval_kind kind, struct am_estimate *estimate)
{
    struct am_swing swings[AM_FACTOR_COUNT];

    for (size_t i = 0; i < AM_FACTOR_COUNT; i++) {
        swings[i] = (struct am_swing){runs->at_low[i][output],
                                      runs->at_high[i][output]};
    }
    estimate->output[output] =
        am_interval_combine(kind, runs->central[output], swings,
                            AM_FACTOR_COUNT, estimate->weight[output]);
}

static const struct {
    enum am_output saved, ratio;
} savings[] = {
    {AM_SAVED_GB_MONTHS, AM_RATIO_GB_MONTHS},
    {AM_SAVED_KGCO2E, AM_RATIO_KGCO2E},
    {AM_SAVED_KWH, AM_RATIO_KWH},
};

#define SAVING_COUNT (sizeof(savings) / sizeof(savings[0]))

static bool is_saving(enum am_output output)
{
    for (size_t i = 0; i < SAVING_COUNT; i++) {
        if (savings[i].saved == output)
            return true;
    }
    return false;
}

/* With a ratio that may be 1 the sign of the saving is open, and a logarithm
 * has no meaning for it. */
static enum am_interval_kind saving_kind(const struct am_interval *ratio)
{
    bool is_open =
        !am_interval_is_known(ratio) || am_interval_contains(ratio, 1);
    return is_open ? AM_INTERVAL_LINEAR : AM_INTERVAL_SIGNED;
}

static enum am_verdict verdict_of(const struct am_interval *ratio)
{
    if (ratio->low > 1)
        return AM_ESTABLISHED;
    return ratio->high < 1 ? AM_LOSS_ESTABLISHED : AM_NOT_ESTABLISHED;
}

void am_estimate_run(const struct am_estimate_input *input,
                     const struct am_factors *factors,
                     struct am_estimate *estimate)
{
    struct runs runs;

    run_all(input, factors, &runs);
    for (size_t i = 0; i < AM_OUTPUT_COUNT; i++) {
        if (!is_saving((enum am_output)i))
            combine(&runs, (enum am_output)i, AM_INTERVAL_PLAIN, estimate);
    }
    for (size_t i = 0; i < SAVING_COUNT; i++) {
        combine(&runs, savings[i].saved,
                saving_kind(&estimate->output[savings[i].ratio]), estimate);
    }
    estimate->verdict = verdict_of(&estimate->output[AM_RATIO_KGCO2E]);
}

struct am_interval am_estimate_kept(const struct am_estimate *estimate,
                                    double kept_bytes)
{
    return am_interval_scale(estimate->output[AM_MODEL_KG_PER_TB_YEAR],
                             kept_bytes / BYTES_PER_TB);
}

size_t am_estimate_weights(const struct am_estimate *estimate,
                           enum am_output output,
                           struct am_weight top[AM_WEIGHT_TOP])
{
    size_t count = 0;

    for (size_t i = 0; i < AM_FACTOR_COUNT; i++) {
        struct am_weight next = {(enum am_factor_id)i,
                                 estimate->weight[output][i]};
        if (!(next.share > 0))
            continue;
        /* Only a heavier one goes before: equal ones stay in order of id. */
        size_t place = count;
        while (place > 0 && top[place - 1].share < next.share)
            place--;
        if (place == AM_WEIGHT_TOP)
            continue;
        if (count < AM_WEIGHT_TOP)
            count++;
        for (size_t j = count - 1; j > place; j--)
            top[j] = top[j - 1];
        top[place] = next;
    }
    return count;
}

const char *am_output_name(enum am_output output)
{
    return outputs_table[output].name;
}

const char *am_output_unit(enum am_output output)
{
    return outputs_table[output].unit;
}

const char *am_verdict_name(enum am_verdict verdict)
{
    static const char *const names[] = {
        [AM_NOT_ESTABLISHED] = "not established",
        [AM_ESTABLISHED] = "established",
        [AM_LOSS_ESTABLISHED] = "loss established",
    };
    return names[verdict];
}
