/* meaning - see meaning.h. */
#include "cli/meaning.h"

#include "cli/modelling.h"
#include "fleet/routing.h"
#include "report/mail.h"
#include "report/profile.h"

static int check_profile(const struct am_settings *settings, struct am_err *err)
{
    struct am_profile profile;

    return am_profile_choose(&profile, NULL, settings, err);
}

static int check_factors(const struct am_settings *settings, struct am_err *err)
{
    const struct am_modelling nothing_asked = {0};
    struct am_factors factors = {0};

    if (am_modelling_factors(&nothing_asked, settings, &factors, err) < 0)
        return -1;
    am_factors_free(&factors);
    return 0;
}

static int check_address(const char *setting, const char *address,
                         struct am_err *err)
{
    struct am_err why;

    if (am_mail_check_address(address, &why) == 0)
        return 0;
    return am_fail(err, why.code, "%s: %s", setting, why.text);
}

static int check_mail(const struct am_settings *settings, struct am_err *err)
{
    const char *const *to = settings->report_to;

    for (; *to != NULL; to++) {
        if (check_address("report_to", *to, err) < 0)
            return -1;
    }
    if (settings->report_from[0] == '\0')
        return 0;
    return check_address("report_from", settings->report_from, err);
}

static int check_fleet(const struct am_settings *settings, struct am_err *err)
{
    struct am_fleet_routing routing;

    if (settings->fleet_url[0] == NULL)
        return 0;
    return am_fleet_routing_read(&routing, settings->fleet_url, err);
}

int am_meaning_check(const struct am_settings *settings,
                     struct am_rules **rules, struct am_err *err)
{
    if (check_profile(settings, err) < 0 || check_factors(settings, err) < 0 ||
        check_mail(settings, err) < 0 || check_fleet(settings, err) < 0)
        return -1;
    return am_rules_read(rules, settings, err);
}
