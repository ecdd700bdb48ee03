/*
 * modelling - the options of the carbon model, and the factors that follow
 * from them: for every command that shows CO2e.
 */
#ifndef AM_CLI_MODELLING_H
#define AM_CLI_MODELLING_H

#include "base/config.h"
#include "base/language.h"
#include "carbon/factor.h"
#include "carbon/model.h"
#include "cli/viewing.h"

#define AM_MODELLING_SETS 64 /* --set may be given so often */

/* A command's own letters begin at AM_MODELLING_END. */
enum am_modelling_letter {
    AM_MODELLING_COUNTRY = AM_VIEWING_END,
    AM_MODELLING_YEAR,
    AM_MODELLING_SHARE_SCOPE,
    AM_MODELLING_SET,
    AM_MODELLING_FACTORS,
    AM_MODELLING_END
};

/* For a command's table of options. */
#define AM_MODELLING_OPTIONS                                      \
 {"country", AM_MODELLING_COUNTRY, N_("CODE"),                    \
  N_("grid of this country (ISO 3166 alpha-3)")},                 \
     {"year", AM_MODELLING_YEAR, N_("YEAR"),                      \
      N_("grid of this year (default: that of the data)")},       \
     {"share-scope", AM_MODELLING_SHARE_SCOPE, N_("WHAT"),        \
      N_("upload once a content: hash (default), or a message")}, \
     {"set", AM_MODELLING_SET, N_("ID=VALUE"),                    \
      N_("a factor: a value, or low,central,high; repeat")},      \
 {                                                                \
  "factors", AM_MODELLING_FACTORS, N_("FILE"),                    \
      N_("factor file in place of the built-in one")              \
 }

/* What they asked for; all zero is what holds without any. */
struct am_modelling {
    const char *country, *factors; /* NULL: not given */
    int year;                      /* 0: not given */
    enum am_share_scope share_scope;
    const char *sets[AM_MODELLING_SETS];
    size_t set_count;
};

/*
 * Take an option of the table above.  Returns AM_EXIT_OK, or AM_EXIT_USAGE
 * after having said why; -1: the letter is none of these.
 */
int am_modelling_option(struct am_modelling *modelling, int letter,
                        const char *argument, const char *command);

/* The country asked for, else the configured one. */
const char *am_modelling_country(const struct am_modelling *modelling,
                                 const struct am_settings *settings);

/*
 * Load the factors and set those of the configuration and of --set; the grid is
 * still to be chosen (am_factors_use_grid()).  settings may be NULL: there is
 * no configuration.  On success *factors is the
 * caller's, to be freed with am_factors_free(); on failure it holds nothing.
 * Fails as am_factors_load() and am_factors_set() do.
 */
AM_MUST_CHECK int am_modelling_factors(const struct am_modelling *modelling,
                                       const struct am_settings *settings,
                                       struct am_factors *factors,
                                       struct am_err *err);

/* Say so if the country of the grid is not among the factors. */
void am_modelling_warn(const struct am_factors *factors, const char *country);

#endif
