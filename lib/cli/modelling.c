/*
 * modelling - see modelling.h.
 */
#include "cli/modelling.h"

#include <stdlib.h>

#include "cli/command.h"

static int parse_year(struct am_modelling *modelling, const char *word)
{
    char *end = NULL;
    long year = strtol(word, &end, 10);

    if (end == word || *end != '\0' || year < 1970 || year > 9999)
        return -1;
    modelling->year = (int)year;
    return 0;
}

static int add_set(struct am_modelling *modelling, const char *text,
                   const char *command)
{
    enum am_factor_id id = AM_FACTOR_COUNT;
    struct am_interval value;
    struct am_err err;

    if (modelling->set_count == AM_MODELLING_SETS) {
        return am_usage_error(command, "--set %s: given more than %d times",
                              text, AM_MODELLING_SETS);
    }
    if (am_factor_parse(text, &id, &value, &err) < 0)
        return am_usage_error(command, "--set: %s", err.text);
    modelling->sets[modelling->set_count++] = text;
    return AM_EXIT_OK;
}

int am_modelling_option(struct am_modelling *modelling, int letter,
                        const char *argument, const char *command)
{
    switch (letter) {
    case AM_MODELLING_COUNTRY:
        modelling->country = argument;
        return AM_EXIT_OK;
    case AM_MODELLING_FACTORS:
        modelling->factors = argument;
        return AM_EXIT_OK;
    case AM_MODELLING_YEAR:
        if (parse_year(modelling, argument) == 0)
            return AM_EXIT_OK;
        return am_usage_error(command, "--year %s: not a year", argument);
    case AM_MODELLING_SET:
        return add_set(modelling, argument, command);
    case AM_MODELLING_SHARE_SCOPE:
        modelling->share_scope = am_share_scope_of(argument);
        if (modelling->share_scope != AM_SHARE_COUNT)
            return AM_EXIT_OK;
        return am_usage_error(
            command, "--share-scope %s: write hash or message", argument);
    default:
        return -1;
    }
}

const char *am_modelling_country(const struct am_modelling *modelling,
                                 const struct am_settings *settings)
{
    return modelling->country != NULL ? modelling->country : settings->country;
}

static int configure(const struct am_settings *settings,
                     struct am_factors *factors, struct am_err *err)
{
    const char *const *configured = settings->factors;
    char share[128];

    for (; configured != NULL && *configured != NULL; configured++) {
        if (am_factors_set(factors, *configured, AM_FACTOR_CONFIG, err) < 0)
            return -1;
    }
    if (settings->delivered_share[0] == '\0')
        return 0;
    snprintf(share, sizeof(share), "%s=%.80s",
             am_factor_name(AM_FACTOR_MAIL_DELIVERED_SHARE),
             settings->delivered_share);
    return am_factors_set(factors, share, AM_FACTOR_CONFIG, err);
}

static int set_factors(const struct am_modelling *modelling,
                       const struct am_settings *settings,
                       struct am_factors *factors, struct am_err *err)
{
    if (settings != NULL && configure(settings, factors, err) < 0)
        return -1;
    for (size_t i = 0; i < modelling->set_count; i++) {
        if (am_factors_set(factors, modelling->sets[i], AM_FACTOR_OPTION, err) <
            0)
            return -1;
    }
    return 0;
}

int am_modelling_factors(const struct am_modelling *modelling,
                         const struct am_settings *settings,
                         struct am_factors *factors, struct am_err *err)
{
    const char *path = modelling->factors;

    if (path == NULL && settings != NULL)
        path = settings->factors_file;
    if (am_factors_load(factors, path, err) < 0)
        return -1;
    if (set_factors(modelling, settings, factors, err) == 0)
        return 0;
    am_factors_free(factors);
    return -1;
}

void am_modelling_warn(const struct am_factors *factors, const char *country)
{
    if (factors->grid_is_fallback) {
        am_complain("%s: no such country in the factor file: the grid of "
                    "WORLD is used",
                    country);
    }
}
