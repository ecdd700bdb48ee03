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

static int add_set(struct am_modelling *modelling, const char *text)
{
    if (modelling->set_count == AM_MODELLING_SETS)
        return -1;
    modelling->sets[modelling->set_count++] = text;
    return 0;
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
        if (add_set(modelling, argument) == 0)
            return AM_EXIT_OK;
        return am_usage_error(command, "--set %s: given more than %d times",
                              argument, AM_MODELLING_SETS);
    default:
        return -1;
    }
}

const char *am_modelling_country(const struct am_modelling *modelling,
                                 const struct am_settings *settings)
{
    return modelling->country != NULL ? modelling->country : settings->country;
}

static int set_factors(const struct am_modelling *modelling,
                       const struct am_settings *settings,
                       struct am_factors *factors, struct am_err *err)
{
    const char *const *configured = settings->factors;

    for (; configured != NULL && *configured != NULL; configured++) {
        if (am_factors_set(factors, *configured, AM_FACTOR_CONFIG, err) < 0)
            return -1;
    }
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
    const char *path = modelling->factors != NULL ? modelling->factors
                                                  : settings->factors_file;

    if (am_factors_load(factors, path, err) < 0)
        return -1;
    if (set_factors(modelling, settings, factors, err) == 0)
        return 0;
    am_factors_free(factors);
    return -1;
}
