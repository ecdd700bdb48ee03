/* model - see model.h.  The formulas keep the order of their terms: two
 * implementations must agree to 1e-9.  A formula and its text stand in this one
 * file; who changes one changes the other. */
#include "carbon/model.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/language.h"
#include "carbon/factor.h"

#define HOURS_PER_YEAR  8760.0
#define MONTHS_PER_YEAR 12.0
#define GB_PER_TB       1000.0
#define BYTES_PER_GB    1e9
#define BYTES_PER_TB    1e12

/* ---- the texts ---- */

static const struct {
    struct am_model_term term;
    size_t offset;
} input_table[AM_MODEL_INPUT_COUNT] = {
    {{"U", "unique_bytes", "byte", NULL, N_("sizes of distinct contents")},
     offsetof(struct am_model_input, unique_bytes)},
    {{"S", "message_bytes", "byte", NULL, N_("sizes, once a message")},
     offsetof(struct am_model_input, message_bytes)},
    {{"Sl", "linked_bytes", "byte", NULL,
      N_("sizes, once a message with a local recipient")},
     offsetof(struct am_model_input, linked_bytes)},
    {{"D", "delivered_bytes", "byte", NULL,
      N_("sizes x recipients, without Sent copies")},
     offsetof(struct am_model_input, delivered_bytes)},
    {{"X", "hop_bytes", "byte", NULL, N_("sizes x next-hop transactions")},
     offsetof(struct am_model_input, hop_bytes)},
    {{"M", "messages", "message", NULL, N_("messages with attachments")},
     offsetof(struct am_model_input, messages)},
    {{"N", "deliveries", "copy", NULL, N_("their recipients, summed")},
     offsetof(struct am_model_input, deliveries)},
};

static const struct am_model_term step_table[AM_STEP_COUNT] = {
    [AM_STEP_RAW_PER_LOGICAL] = {"R", NULL, "raw byte/logical byte",
                                 "storage.replication * (1 + "
                                 "storage.backup_copies) / storage.utilisation",
                                 N_("bytes of disk for each byte kept")},
    [AM_STEP_WATTS] = {"P", NULL, "W/raw TB",
                       "(1 - storage.ssd_share) * hdd.watts_per_tb + "
                       "storage.ssd_share * ssd.watts_per_tb",
                       N_("power of the drives")},
    [AM_STEP_KWH_PER_TB_YEAR] =
        {"kWh_TBY", NULL, "kWh/(TB.year)",
         "P * storage.power_overhead * 8760 / 1000 * storage.pue * R",
         N_("energy of a TB kept a year, at the site's meter")},
    [AM_STEP_HARDWARE_PER_YEAR] =
        {"A", NULL, "1/year",
         "(1 - hw.refurb_share) / hw.lifetime_years + hw.refurb_share * "
         "hw.refurb_embodied_ratio / hw.refurb_lifetime_years",
         N_("share of a new drive's making that a year bears")},
    [AM_STEP_KG_PER_TB_YEAR] =
        {"kg_TBY", NULL, "kgCO2e/(TB.year)",
         "R * A * ((1 - storage.ssd_share) * hdd.embodied_kg_per_tb * "
         "hdd.embodied_overhead + storage.ssd_share * ssd.embodied_kg_per_tb * "
         "ssd.embodied_overhead)",
         N_("making of the hardware of a TB kept a year")},
    [AM_STEP_UPLOADED_BYTES] = {"B", NULL, "byte",
                                "U if share_scope == 'hash' else S",
                                N_("put on the shared space")},
    [AM_STEP_MAIL_BYTES] =
        {"Vm", NULL, "byte",
         "mail.expansion * mail.store_ratio * (mail.delivered_share * (D - "
         "mail.sis_share * (D - Sl)) + mail.sent_copies * S)",
         N_("kept in mailboxes")},
    [AM_STEP_FILE_BYTES] = {"Vf", NULL, "byte", "B * shared.version_factor",
                            N_("kept on the shared space")},
    [AM_STEP_LINK_BYTES] = {"Vl", NULL, "byte",
                            "shared.link_bytes * (mail.delivered_share * N + "
                            "mail.sent_copies * M)",
                            N_("links kept in mailboxes")},
    [AM_STEP_MAIL_TB_YEARS] = {"TBYm", NULL, "TB.year",
                               "Vm / 1e12 * mail.retention_years",
                               N_("kept over the life of the copies, by mail")},
    [AM_STEP_SHARED_TB_YEARS] = {"TBYs", NULL, "TB.year",
                                 "(Vf * shared.retention_ratio + Vl) / 1e12 * "
                                 "mail.retention_years",
                                 N_("the same, shared")},
    [AM_STEP_MAIL_GB] = {"Gm", NULL, "GB",
                         "mail.expansion * (S + X + mail.downloads_per_copy * "
                         "mail.delivered_share * D) / 1e9",
                         N_("moved by mail: submitted, relayed, fetched")},
    [AM_STEP_SHARED_GB] = {"Gs", NULL, "GB",
                           "(B + shared.open_rate * mail.delivered_share * D + "
                           "shared.link_bytes * (M + N)) / 1e9",
                           N_("moved, shared: uploaded, opened, links")},
    [AM_STEP_MAIL_CACHED] =
        {"Cm", NULL, "TB.year",
         "mail.expansion * (mail.delivered_share * D + mail.sent_copies * S) * "
         "client.cache_copies / 1e12 * "
         "mail.retention_years",
         N_("kept by mail clients")},
    [AM_STEP_SHARED_CACHED] =
        {"Cs", NULL, "TB.year",
         "shared.open_rate * mail.delivered_share * D * shared.sync_share * "
         "client.cache_copies / 1e12 * mail.retention_years * shared.retention_ratio",
         N_("kept by clients of the shared space")},
};

#define RATIO_NOTE N_("no value if nothing is shared")

static const struct am_model_term output_table[AM_OUTPUT_COUNT] = {
    [AM_MAIL_GB_MONTHS] = {"mail.gb_months", NULL, "GB.month",
                           "TBYm * 1000 * 12", ""},
    [AM_MAIL_KG_EMBODIED] = {"mail.kg_embodied", NULL, "kgCO2e",
                             "TBYm * kg_TBY + Gm * net.embodied_kg_per_gb + "
                             "Cm * client.embodied_kg_per_tb_year",
                             N_("making of disks, networks and clients")},
    [AM_MAIL_KG_OPERATIONAL] = {"mail.kg_operational", NULL, "kgCO2e",
                                "mail.kwh * grid / 1000", N_("electricity")},
    [AM_MAIL_KGCO2E] = {"mail.kgco2e", NULL, "kgCO2e",
                        "mail.kg_operational + mail.kg_embodied", ""},
    [AM_MAIL_KWH] = {"mail.kwh", NULL, "kWh",
                     "mail.kwh_storage + mail.kwh_network", ""},
    [AM_MAIL_KWH_NETWORK] = {"mail.kwh_network", NULL, "kWh",
                             "Gm * net.kwh_per_gb", ""},
    [AM_MAIL_KWH_STORAGE] = {"mail.kwh_storage", NULL, "kWh", "TBYm * kWh_TBY",
                             ""},
    [AM_MAIL_SCI] = {"mail.sci", NULL, "kgCO2e/copy", "mail.kgco2e / N",
                     N_("ISO/IEC 21031, a delivered recipient copy")},
    [AM_MODEL_KG_EMBODIED_PER_TB_YEAR] = {"model.kg_embodied_per_tb_year", NULL,
                                          "kgCO2e/(TB.year)", "kg_TBY", ""},
    [AM_MODEL_KG_PER_TB_YEAR] = {"model.kg_per_tb_year", NULL,
                                 "kgCO2e/(TB.year)",
                                 "kWh_TBY * grid / 1000 + kg_TBY",
                                 N_("a TB kept a year, storage only")},
    [AM_MODEL_KWH_PER_TB_YEAR] = {"model.kwh_per_tb_year", NULL,
                                  "kWh/(TB.year)", "kWh_TBY", ""},
    [AM_RATIO_GB_MONTHS] = {"ratio.gb_months", NULL, "ratio",
                            "mail.gb_months / shared.gb_months", RATIO_NOTE},
    [AM_RATIO_KGCO2E] = {"ratio.kgco2e", NULL, "ratio",
                         "mail.kgco2e / shared.kgco2e", RATIO_NOTE},
    [AM_RATIO_KWH] = {"ratio.kwh", NULL, "ratio", "mail.kwh / shared.kwh",
                      RATIO_NOTE},
    [AM_SAVED_GB_MONTHS] = {"saved.gb_months", NULL, "GB.month",
                            "mail.gb_months - shared.gb_months", ""},
    [AM_SAVED_KGCO2E] = {"saved.kgco2e", NULL, "kgCO2e",
                         "mail.kgco2e - shared.kgco2e", ""},
    [AM_SAVED_KWH] = {"saved.kwh", NULL, "kWh", "mail.kwh - shared.kwh", ""},
    [AM_SHARED_GB_MONTHS] = {"shared.gb_months", NULL, "GB.month",
                             "TBYs * 1000 * 12", ""},
    [AM_SHARED_KG_EMBODIED] = {"shared.kg_embodied", NULL, "kgCO2e",
                               "TBYs * kg_TBY + Gs * net.embodied_kg_per_gb + "
                               "Cs * client.embodied_kg_per_tb_year",
                               N_("making of disks, networks and clients")},
    [AM_SHARED_KG_OPERATIONAL] = {"shared.kg_operational", NULL, "kgCO2e",
                                  "shared.kwh * grid / 1000",
                                  N_("electricity")},
    [AM_SHARED_KGCO2E] = {"shared.kgco2e", NULL, "kgCO2e",
                          "shared.kg_operational + shared.kg_embodied", ""},
    [AM_SHARED_KWH] = {"shared.kwh", NULL, "kWh",
                       "shared.kwh_storage + shared.kwh_network", ""},
    [AM_SHARED_KWH_NETWORK] = {"shared.kwh_network", NULL, "kWh",
                               "Gs * net.kwh_per_gb", ""},
    [AM_SHARED_KWH_STORAGE] = {"shared.kwh_storage", NULL, "kWh",
                               "TBYs * kWh_TBY", ""},
    [AM_SHARED_SCI] = {"shared.sci", NULL, "kgCO2e/copy", "shared.kgco2e / N",
                       N_("ISO/IEC 21031, a delivered recipient copy")},
};

const struct am_model_term *am_model_input_term(size_t i)
{
    return &input_table[i].term;
}

double am_model_input_value(const struct am_model_input *input, size_t i)
{
    double value = 0;

    memcpy(&value, (const char *)input + input_table[i].offset, sizeof(value));
    return value;
}

const struct am_model_term *am_step_term(enum am_step step)
{
    return &step_table[step];
}

const struct am_model_term *am_output_term(enum am_output output)
{
    return &output_table[output];
}

const char *am_output_name(enum am_output output)
{
    return output_table[output].symbol;
}

const char *am_output_unit(enum am_output output)
{
    return output_table[output].unit;
}

const char *am_share_scope_name(enum am_share_scope scope)
{
    return scope == AM_SHARE_HASH ? "hash" : "message";
}

enum am_share_scope am_share_scope_of(const char *name)
{
    enum am_share_scope scope = AM_SHARE_HASH;

    while (scope < AM_SHARE_COUNT &&
           strcmp(am_share_scope_name(scope), name) != 0)
        scope++;
    return scope;
}

/* ---- the steps ---- */

/* One logical TB kept for a year. */
static void take_store_steps(const double *f, double *step)
{
    double ssd_share = f[AM_FACTOR_STORAGE_SSD_SHARE];
    double refurb_share = f[AM_FACTOR_HW_REFURB_SHARE];
    double kg_new = (1 - ssd_share) * f[AM_FACTOR_HDD_EMBODIED] *
                        f[AM_FACTOR_HDD_EMBODIED_OVERHEAD] +
                    ssd_share * f[AM_FACTOR_SSD_EMBODIED] *
                        f[AM_FACTOR_SSD_EMBODIED_OVERHEAD];

    step[AM_STEP_RAW_PER_LOGICAL] = f[AM_FACTOR_STORAGE_REPLICATION] *
                                    (1 + f[AM_FACTOR_STORAGE_BACKUP_COPIES]) /
                                    f[AM_FACTOR_STORAGE_UTILISATION];
    step[AM_STEP_WATTS] = (1 - ssd_share) * f[AM_FACTOR_HDD_WATTS] +
                          ssd_share * f[AM_FACTOR_SSD_WATTS];
    step[AM_STEP_KWH_PER_TB_YEAR] =
        step[AM_STEP_WATTS] * f[AM_FACTOR_STORAGE_POWER_OVERHEAD] *
        HOURS_PER_YEAR / 1000 * f[AM_FACTOR_STORAGE_PUE] *
        step[AM_STEP_RAW_PER_LOGICAL];
    step[AM_STEP_HARDWARE_PER_YEAR] =
        (1 - refurb_share) / f[AM_FACTOR_HW_LIFETIME] +
        refurb_share * f[AM_FACTOR_HW_REFURB_EMBODIED] /
            f[AM_FACTOR_HW_REFURB_LIFETIME];
    step[AM_STEP_KG_PER_TB_YEAR] = step[AM_STEP_RAW_PER_LOGICAL] *
                                   step[AM_STEP_HARDWARE_PER_YEAR] * kg_new;
}

static void take_mail_steps(const struct am_model_input *in, const double *f,
                            double *step)
{
    double expansion = f[AM_FACTOR_MAIL_EXPANSION];
    double delivered_share = f[AM_FACTOR_MAIL_DELIVERED_SHARE];
    double delivered_bytes = delivered_share * in->delivered_bytes;
    double sent_bytes = f[AM_FACTOR_MAIL_SENT_COPIES] * in->message_bytes;
    double linked_away_bytes =
        f[AM_FACTOR_MAIL_SIS_SHARE] * (in->delivered_bytes - in->linked_bytes);
    double kept_bytes =
        delivered_share * (in->delivered_bytes - linked_away_bytes);
    double years = f[AM_FACTOR_MAIL_RETENTION];

    step[AM_STEP_MAIL_BYTES] =
        expansion * f[AM_FACTOR_MAIL_STORE_RATIO] * (kept_bytes + sent_bytes);
    step[AM_STEP_MAIL_TB_YEARS] =
        step[AM_STEP_MAIL_BYTES] / BYTES_PER_TB * years;
    step[AM_STEP_MAIL_GB] = expansion *
                            (in->message_bytes + in->hop_bytes +
                             f[AM_FACTOR_MAIL_DOWNLOADS] * delivered_bytes) /
                            BYTES_PER_GB;
    step[AM_STEP_MAIL_CACHED] = expansion * (delivered_bytes + sent_bytes) *
                                f[AM_FACTOR_CLIENT_CACHE_COPIES] /
                                BYTES_PER_TB * years;
}

static void take_shared_steps(const struct am_model_input *in, const double *f,
                              double *step)
{
    double uploaded_bytes =
        in->share_scope == AM_SHARE_HASH ? in->unique_bytes : in->message_bytes;
    double link_bytes = f[AM_FACTOR_SHARED_LINK_BYTES];
    double delivered_share = f[AM_FACTOR_MAIL_DELIVERED_SHARE];
    double opened_bytes =
        f[AM_FACTOR_SHARED_OPEN_RATE] * delivered_share * in->delivered_bytes;
    double years = f[AM_FACTOR_MAIL_RETENTION];
    double retention_ratio = f[AM_FACTOR_SHARED_RETENTION_RATIO];

    step[AM_STEP_UPLOADED_BYTES] = uploaded_bytes;
    step[AM_STEP_FILE_BYTES] =
        uploaded_bytes * f[AM_FACTOR_SHARED_VERSION_FACTOR];
    step[AM_STEP_LINK_BYTES] =
        link_bytes * (delivered_share * in->deliveries +
                      f[AM_FACTOR_MAIL_SENT_COPIES] * in->messages);
    step[AM_STEP_SHARED_TB_YEARS] =
        (step[AM_STEP_FILE_BYTES] * retention_ratio +
         step[AM_STEP_LINK_BYTES]) /
        BYTES_PER_TB * years;
    step[AM_STEP_SHARED_GB] = (uploaded_bytes + opened_bytes +
                               link_bytes * (in->messages + in->deliveries)) /
                              BYTES_PER_GB;
    step[AM_STEP_SHARED_CACHED] = opened_bytes *
                                  f[AM_FACTOR_SHARED_SYNC_SHARE] *
                                  f[AM_FACTOR_CLIENT_CACHE_COPIES] /
                                  BYTES_PER_TB * years * retention_ratio;
}

/* ---- the outputs ---- */

/* The steps that a scenario is made of, and the outputs that it has. */
struct scenario {
    enum am_step tb_years, gb, cached;
    enum am_output gb_months, kwh, kwh_storage, kwh_network;
    enum am_output kg, kg_operational, kg_embodied, sci;
};

static const struct scenario by_mail = {
    AM_STEP_MAIL_TB_YEARS, AM_STEP_MAIL_GB, AM_STEP_MAIL_CACHED,
    AM_MAIL_GB_MONTHS,     AM_MAIL_KWH,     AM_MAIL_KWH_STORAGE,
    AM_MAIL_KWH_NETWORK,   AM_MAIL_KGCO2E,  AM_MAIL_KG_OPERATIONAL,
    AM_MAIL_KG_EMBODIED,   AM_MAIL_SCI,
};

static const struct scenario by_sharing = {
    AM_STEP_SHARED_TB_YEARS, AM_STEP_SHARED_GB, AM_STEP_SHARED_CACHED,
    AM_SHARED_GB_MONTHS,     AM_SHARED_KWH,     AM_SHARED_KWH_STORAGE,
    AM_SHARED_KWH_NETWORK,   AM_SHARED_KGCO2E,  AM_SHARED_KG_OPERATIONAL,
    AM_SHARED_KG_EMBODIED,   AM_SHARED_SCI,
};

static void take_cost(const struct scenario *scenario, const double *f,
                      double deliveries, struct am_model *model)
{
    double *out = model->output;
    double tb_years = model->step[scenario->tb_years];
    double gb = model->step[scenario->gb];

    out[scenario->gb_months] = tb_years * GB_PER_TB * MONTHS_PER_YEAR;
    out[scenario->kwh_storage] =
        tb_years * model->step[AM_STEP_KWH_PER_TB_YEAR];
    out[scenario->kwh_network] = gb * f[AM_FACTOR_NET_ENERGY];
    out[scenario->kwh] =
        out[scenario->kwh_storage] + out[scenario->kwh_network];
    out[scenario->kg_operational] =
        out[scenario->kwh] * f[AM_FACTOR_GRID] / 1000;
    out[scenario->kg_embodied] =
        tb_years * model->step[AM_STEP_KG_PER_TB_YEAR] +
        gb * f[AM_FACTOR_NET_EMBODIED] +
        model->step[scenario->cached] * f[AM_FACTOR_CLIENT_EMBODIED];
    out[scenario->kg] =
        out[scenario->kg_operational] + out[scenario->kg_embodied];
    out[scenario->sci] =
        deliveries > 0 ? out[scenario->kg] / deliveries : (double)NAN;
}

static const struct {
    enum am_output mail, shared, saved, ratio;
} comparisons[] = {
    {AM_MAIL_GB_MONTHS, AM_SHARED_GB_MONTHS, AM_SAVED_GB_MONTHS,
     AM_RATIO_GB_MONTHS},
    {AM_MAIL_KGCO2E, AM_SHARED_KGCO2E, AM_SAVED_KGCO2E, AM_RATIO_KGCO2E},
    {AM_MAIL_KWH, AM_SHARED_KWH, AM_SAVED_KWH, AM_RATIO_KWH},
};

/* With nothing to upload there is nothing to compare the mail with. */
static void compare(struct am_model *model)
{
    double *out = model->output;

    for (size_t i = 0; i < sizeof(comparisons) / sizeof(comparisons[0]); i++) {
        double mail = out[comparisons[i].mail];
        double shared = out[comparisons[i].shared];
        bool is_known = shared > 0 && model->step[AM_STEP_UPLOADED_BYTES] > 0;
        out[comparisons[i].saved] = mail - shared;
        out[comparisons[i].ratio] = is_known ? mail / shared : (double)NAN;
    }
}

void am_model_evaluate(const struct am_model_input *input,
                       const double *factors, struct am_model *model)
{
    double *step = model->step;

    take_store_steps(factors, step);
    take_mail_steps(input, factors, step);
    take_shared_steps(input, factors, step);
    take_cost(&by_mail, factors, input->deliveries, model);
    take_cost(&by_sharing, factors, input->deliveries, model);
    model->output[AM_MODEL_KG_EMBODIED_PER_TB_YEAR] =
        step[AM_STEP_KG_PER_TB_YEAR];
    model->output[AM_MODEL_KG_PER_TB_YEAR] =
        step[AM_STEP_KWH_PER_TB_YEAR] * factors[AM_FACTOR_GRID] / 1000 +
        step[AM_STEP_KG_PER_TB_YEAR];
    model->output[AM_MODEL_KWH_PER_TB_YEAR] = step[AM_STEP_KWH_PER_TB_YEAR];
    compare(model);
}
