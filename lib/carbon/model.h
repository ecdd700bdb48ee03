/*
 * model - the carbon model: what the copies of attachments cost over their
 * whole life, sent by mail or shared as one file.  Formulas only: one value in
 * for each factor, one value out for each output, no interval (see estimate).
 *
 * Attributional, cohort view: the traffic of a period is counted with all that
 * its copies will cost until they are deleted.  Deleting bytes saves this only
 * when it postpones buying disks or lets some be switched off.  Left out, as
 * equal in both scenarios or unknown: CPU of MTA and antivirus, indexing,
 * reading time, the sender's original file, end of life, water.
 *
 * Every step between inputs and outputs has a symbol, a unit and its formula as
 * text, so that a report can be recomputed by hand.  The texts use the symbols
 * of inputs and steps, the ids of factors and the names of outputs, with * / +
 * - and brackets: tests/e2e/explain.py evaluates them as they stand.
 *
 * Bytes given here are logical: the model applies replication and backup
 * itself.  The power of drives beyond the drive and the PUE follow Cloud Carbon
 * Footprint's method, embodied carbon BoaviztAPI's and ADEME's; each number's
 * source is in the factor file.  TB = 1e12 byte, GB = 1e9 byte, year = 8760 h.
 */
#ifndef AM_CARBON_MODEL_H
#define AM_CARBON_MODEL_H

#include <stddef.h>

enum am_share_scope {
    AM_SHARE_HASH,    /* each distinct content is uploaded once: upper bound */
    AM_SHARE_MESSAGE, /* each message uploads its own: lower bound */
    AM_SHARE_COUNT
};

/* Measured quantities, without uncertainty.  Bytes are decoded. */
struct am_model_input {
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

#define AM_MODEL_INPUT_COUNT 7 /* quantities; the scope is none */

/* Between inputs and outputs, in the order in which they are worked out. */
enum am_step {
    AM_STEP_RAW_PER_LOGICAL,   /* R */
    AM_STEP_WATTS,             /* P */
    AM_STEP_KWH_PER_TB_YEAR,   /* kWh_TBY */
    AM_STEP_HARDWARE_PER_YEAR, /* A */
    AM_STEP_KG_PER_TB_YEAR,    /* kg_TBY */
    AM_STEP_UPLOADED_BYTES,    /* B */
    AM_STEP_MAIL_BYTES,        /* Vm */
    AM_STEP_FILE_BYTES,        /* Vf */
    AM_STEP_LINK_BYTES,        /* Vl */
    AM_STEP_MAIL_TB_YEARS,     /* TBYm */
    AM_STEP_SHARED_TB_YEARS,   /* TBYs */
    AM_STEP_MAIL_GB,           /* Gm */
    AM_STEP_SHARED_GB,         /* Gs */
    AM_STEP_MAIL_CACHED,       /* Cm */
    AM_STEP_SHARED_CACHED,     /* Cs */
    AM_STEP_COUNT
};

/* In the order of their names. */
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

/* What came out.  NaN where an output has no value. */
struct am_model {
    double step[AM_STEP_COUNT];
    double output[AM_OUTPUT_COUNT];
};

/* The model once; factors has AM_FACTOR_COUNT values (carbon/factor.h). */
void am_model_evaluate(const struct am_model_input *input,
                       const double *factors, struct am_model *model);

/* What is to be said of an input, a step or an output. */
struct am_model_term {
    const char *symbol; /* "Vm"; of an output its name, "mail.kgco2e" */
    const char *name;   /* of an input, "unique_bytes"; else NULL */
    const char *unit;
    const char *formula; /* of an input NULL */
    const char *meaning; /* "" if the name says it */
};

/* i is below AM_MODEL_INPUT_COUNT. */
const struct am_model_term *am_model_input_term(size_t i);
double am_model_input_value(const struct am_model_input *input, size_t i);

const struct am_model_term *am_step_term(enum am_step step);
const struct am_model_term *am_output_term(enum am_output output);

/* "mail.kgco2e"; its unit, "kgCO2e". */
const char *am_output_name(enum am_output output);
const char *am_output_unit(enum am_output output);

/* "hash", "message"; and the scope of such a word (AM_SHARE_COUNT: none). */
const char *am_share_scope_name(enum am_share_scope scope);
enum am_share_scope am_share_scope_of(const char *name);

#endif
