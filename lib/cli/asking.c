/*
 * asking - see asking.h.
 */
#include "cli/asking.h"

#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "base/safe.h"
#include "report/profile.h"

#define ASKED_LANGUAGE AM_VIEWING_END

/* The longest list of words is shorter. */
#define VALUE_MAX 64

const char *const am_asked_languages[] = {"en", "fr", NULL};

static const struct am_option parameters[] = {
    AM_VIEWING_RANGE,
    AM_VIEWING_SELECTION,
    AM_VIEWING_PROFILE,
    {"lang", ASKED_LANGUAGE, "LANG", N_("en or fr")},
    {0},
};

static const char *const paths[AM_ASKED_PATHS] = {
    [AM_ASKED_PAGE] = "/",
    [AM_ASKED_REPORT] = "/report.json",
    [AM_ASKED_METRICS] = "/metrics",
    [AM_ASKED_HEALTH] = "/healthz",
    [AM_ASKED_ICON] = "/favicon.ico",
};

enum am_asked_path am_asked_path_of(const char *path)
{
    int number = 0;

    while (number < AM_ASKED_PATHS &&
           (paths[number] == NULL || strcmp(path, paths[number]) != 0))
        number++;
    return (enum am_asked_path)number;
}

int am_asked_language_of(const char *word)
{
    for (int i = 0; am_asked_languages[i] != NULL; i++) {
        if (strcmp(word, am_asked_languages[i]) == 0)
            return i;
    }
    return -1;
}

void am_asking_begin(struct am_asking *asking, enum am_asked_path path)
{
    *asking = (struct am_asking){.path = path, .language = -1};
}

static int take_value(struct am_asking *asking, const struct am_option *option,
                      const char *value)
{
    struct am_err unused;

    if (value == NULL || strlen(value) > VALUE_MAX)
        return -1;
    if (option->letter == ASKED_LANGUAGE) {
        asking->language = am_asked_language_of(value);
        return asking->language < 0 ? -1 : 0;
    }
    return am_viewing_set(&asking->viewing, option->letter, value, &unused);
}

static int refuse_name(const char *name, struct am_err *err)
{
    char known[128];
    char shown[48];
    size_t used = 0;

    for (const struct am_option *o = parameters; o->name != NULL; o++) {
        used += (size_t)snprintf(known + used, sizeof(known) - used, "%s%s",
                                 used > 0 ? ", " : "", o->name);
    }
    return am_fail(err, AM_EINVAL, _("%s: no such parameter: there are %s"),
                   am_safe_text(name, shown, sizeof(shown)), known);
}

int am_asking_take(struct am_asking *asking, const char *name,
                   const char *value, struct am_err *err)
{
    const struct am_option *option = parameters;

    if (asking->path != AM_ASKED_PAGE && asking->path != AM_ASKED_REPORT) {
        return am_fail(
            err, AM_EINVAL,
            _("this path takes no parameters: leave out what begins with '?'"));
    }
    while (option->name != NULL && strcmp(option->name, name) != 0)
        option++;
    if (option->name == NULL)
        return refuse_name(name, err);
    if (take_value(asking, option, value) == 0)
        return 0;
    return am_fail(err, AM_EINVAL, _("%s: it takes: %s"), option->name,
                   option->letter == AM_VIEWING_STORE ? AM_PROFILE_NAMES
                                                      : _(option->help));
}

/* A range is wrong in one of its ends, or in what they are together. */
static int name_range(const struct am_period_request *range, struct am_err *err)
{
    const char *const given[] = {range->since, range->until, range->last,
                                 range->day, range->month};
    static const char *const names[] = {"since", "until", "last", "day",
                                        "month"};
    const struct am_err why = *err;
    char shown[AM_ERR_TEXT_SIZE];
    char list[32];
    size_t used = 0;

    for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++) {
        if (given[i] == NULL)
            continue;
        used += (size_t)snprintf(list + used, sizeof(list) - used, "%s%s",
                                 used > 0 ? ", " : "", names[i]);
    }
    return am_fail(err, AM_EINVAL, "%s: %s", list,
                   am_safe_text(why.text, shown, sizeof(shown)));
}

int am_asking_end(const struct am_asking *asking, int language, int64_t today,
                  struct am_asked *asked, struct am_err *err)
{
    const struct am_viewing *viewing = &asking->viewing;
    struct am_period period;

    if (am_period_resolve(&period, &viewing->range, today, err) < 0)
        return name_range(&viewing->range, err);
    *asked = (struct am_asked){
        .path = asking->path,
        .language = asking->language >= 0 ? asking->language : language,
        .period = period,
        .classes = viewing->classes,
        .directions = viewing->directions,
    };
    if (viewing->store != NULL)
        asked->store = am_profile_name(am_profile_find(viewing->store));
    return 0;
}

bool am_asked_equal(const struct am_asked *one, const struct am_asked *other)
{
    return one->path == other->path && one->language == other->language &&
           one->is_openmetrics == other->is_openmetrics &&
           one->period.from_day == other->period.from_day &&
           one->period.until_day == other->period.until_day &&
           one->period.is_default == other->period.is_default &&
           one->classes == other->classes &&
           one->directions == other->directions && one->store == other->store;
}
