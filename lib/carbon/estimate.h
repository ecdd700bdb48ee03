/*
 * estimate - the carbon model: what the copies of attachments cost over their
 * whole life, sent by mail or shared as one file.
 *
 * Attributional, cohort view: the traffic of a period is counted with all that
 * its copies will cost until they are deleted.  Deleting bytes saves this only
 * when it postpones buying disks or lets some be switched off.  Left out, as
 * equal in both scenarios or unknown: CPU of MTA and antivirus, indexing,
 * reading time, the sender's original file, end of life, water.
 *
 * Two kilograms, never summed and never printed without their basis:
 * `saved.kgco2e` is mail minus shared over the whole life of the copies
 * (storage, network, caches); am_estimate_kept() is bytes kept one year,
 * storage only.
 *
 * Pure functions over plain structs.  Bytes given here are logical: the model
 * applies replication and backup itself.  The power of drives beyond the drive
 * and the PUE follow Cloud Carbon Footprint's method, embodied carbon
 * BoaviztAPI's and ADEME's; each number's source is in the factor file.
 */
#ifndef AM_CARBON_ESTIMATE_H
#define AM_CARBON_ESTIMATE_H

#include "carbon/factor.h"
#include "carbon/interval.h"

enum am_share_scope {
    AM_SHARE_HASH,   /* each distinct content is uploaded once: upper bound */
    AM_SHARE_MESSAGE /* each message uploads its own: lower bound */
};

/* Measured quantities, without uncertainty.  Bytes are decoded. */
struct am_estimate_input {
    double unique_bytes;    /* sizes of distinct contents */
    double message_bytes;   /* size, once per sighting */
    double linked_bytes;    /* the same over sightings with a local recipient:
                               what a linking store keeps once.  The same as
                               message_bytes if all have one */
    double delivered_bytes; /* size x recipients, without Sent copies */
    double hop_bytes;       /* size x next-hop transactions */
    double messages;        /* messages with attachments */
    double deliveries;      /* their recipients */
    enum am_share_scope share_scope;
};

/* In the order of their names, am_output_name(). */
enum am_output {
    AM_MAIL_GB_MONTHS,
    AM_MAIL_KG_EMBODIED,
    AM_MAIL_KG_OPERATIONAL,
    AM_MAIL_KGCO2E,
    AM_MAIL_KWH,
    AM_MAIL_KWH_NETWORK,
    AM_MAIL_KWH_STORAGE,
    AM_MAIL_SCI, /* kgCO2e per delivered copy: ISO/IEC 21031, R = one copy */
    AM_MODEL_KG_EMBODIED_PER_TB_YEAR,
    AM_MODEL_KG_PER_TB_YEAR,
    AM_MODEL_KWH_PER_TB_YEAR,
    AM_RATIO_GB_MONTHS, /* mail / shared; no value if shared <= 0, or if
                          nothing is uploaded (unique bytes are 0) */
    AM_RATIO_KGCO2E,
    AM_RATIO_KWH,
    AM_SAVED_GB_MONTHS, /* mail - shared */
    AM_SAVED_KGCO2E,
    AM_SAVED_KWH,
    AM_SHARED_GB_MONTHS,
    AM_SHARED_KG_EMBODIED,
    AM_SHARED_KG_OPERATIONAL,
    AM_SHARED_KGCO2E,
    AM_SHARED_KWH,
    AM_SHARED_KWH_NETWORK,
    AM_SHARED_KWH_STORAGE,
    AM_SHARED_SCI,
    AM_OUTPUT_COUNT
};

/* On ratio.kgco2e: a saving is established only if all of it is above 1. */
enum am_verdict {
    AM_NOT_ESTABLISHED,
    AM_ESTABLISHED,
    AM_LOSS_ESTABLISHED
};

struct am_estimate {
    struct am_interval output[AM_OUTPUT_COUNT];
    /* Share of each factor in the width of each output, 0 to 1. */
    double weight[AM_OUTPUT_COUNT][AM_FACTOR_COUNT];
    enum am_verdict verdict;
};

/* The model once: outputs (AM_OUTPUT_COUNT) for one value of each factor
 * (AM_FACTOR_COUNT).  NaN where an output has no value. */
void am_estimate_evaluate(const struct am_estimate_input *input,
                          const double *factors, double *outputs);

/* All outputs with intervals, weights and the verdict. */
void am_estimate_run(const struct am_estimate_input *input,
                     const struct am_factors *factors,
                     struct am_estimate *estimate);

/* kgCO2e of keeping bytes for one year: TB x model.kg_per_tb_year. */
struct am_interval am_estimate_kept(const struct am_estimate *estimate,
                                    double kept_bytes);

#define AM_WEIGHT_TOP 3

struct am_weight {
    enum am_factor_id factor;
    double share; /* 0 to 1 */
};

/*
 * The factors that weigh most in output, heaviest first, ties by id; those of
 * no weight are left out.  Returns how many there are, 0 to AM_WEIGHT_TOP.
 */
size_t am_estimate_weights(const struct am_estimate *estimate,
                           enum am_output output,
                           struct am_weight top[AM_WEIGHT_TOP]);

/* "mail.kgco2e"; its unit, "kgCO2e". */
const char *am_output_name(enum am_output output);
const char *am_output_unit(enum am_output output);

/* "established", "not established", "loss established". */
const char *am_verdict_name(enum am_verdict verdict);

#endif
