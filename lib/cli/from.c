/* from - see from.h. */
#include "cli/from.h"

#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "cli/progress.h"
#include "fleet/gather.h"

#define SCHEME "clickhouse://"

/* A fleet as a URL names it: settings with the pieces they point to. */
struct named {
    struct am_settings settings;
    const char *words[AM_FLEET_SHARDS_MAX + 1];
    char urls[AM_FLEET_SHARDS_MAX][AM_FLEET_URL_SIZE];
    char database[AM_PHRASE_TEXT_SIZE];
};

/* Over the network a password goes, and mail's figures: so never in clear. */
static int read_hosts(struct named *named, const char *hosts, size_t size,
                      struct am_err *err)
{
    const char *end = hosts + size;
    unsigned count = 0;

    for (const char *p = hosts; p < end; count++) {
        size_t length = strcspn(p, ",");
        if (length > (size_t)(end - p))
            length = (size_t)(end - p);
        if (length == 0 || length > AM_FLEET_URL_SIZE - 16 ||
            count == AM_FLEET_SHARDS_MAX)
            return am_fail(err, AM_EINVAL, "write %sHOST:PORT", SCHEME);
        snprintf(named->urls[count], AM_FLEET_URL_SIZE, "%s://%.*s",
                 am_fleet_is_here(p, length) ? "http" : "https", (int)length,
                 p);
        named->words[count] = named->urls[count];
        p += length + 1;
    }
    named->settings.fleet_url = named->words;
    return 0;
}

static int read_name(struct named *named, const char *from, struct am_err *err)
{
    if (strcmp(from, "fleet") == 0)
        return 0;
    if (strncmp(from, SCHEME, strlen(SCHEME)) != 0)
        return am_fail(err, AM_EINVAL, "write fleet, or %sHOST:PORT", SCHEME);
    const char *hosts = from + strlen(SCHEME);
    size_t size = strcspn(hosts, "/");
    if (hosts[size] == '/' && hosts[size + 1] != '\0') {
        if ((size_t)snprintf(named->database, sizeof(named->database), "%s",
                             hosts + size + 1) >= sizeof(named->database))
            return am_fail(err, AM_EINVAL, "the database's name is too long");
        named->settings.fleet_database = named->database;
    }
    return read_hosts(named, hosts, size, err);
}

static void tell(void *context, unsigned done, unsigned total)
{
    struct am_progress *progress = context;
    char text[80];

    if (!am_progress_is_due(progress))
        return;
    snprintf(text, sizeof(text), _("%u of %u questions answered"), done, total);
    am_progress_show(progress, text);
}

static int gather(struct am_fleet *fleet, const struct am_viewing *viewing,
                  const struct am_view *view, struct am_viewing_input *input,
                  struct am_err *err)
{
    const struct am_period *period = &input->period;
    bool has_detail = view->is_of_sums == NULL || !view->is_of_sums(viewing);
    int64_t first_day = period->until_day - view->days_before;
    struct am_progress progress;
    const struct am_gather_request request = {
        .detail_days = input->settings->detail_days,
        .delivery_limit = input->settings->delivery_limit,
        .store_partitions = input->settings->store_partitions,
        .sums_from_day =
            first_day < period->from_day ? first_day : period->from_day,
        .sums_until_day = period->until_day + 1, /* a head may take today in */
        .from_day = has_detail ? period->from_day : 0,
        .until_day = has_detail ? period->until_day : 0,
        .tell = tell,
        .context = &progress,
    };

    if (am_store_open(&input->store, ":memory:", err) < 0)
        return -1;
    am_progress_begin(&progress, viewing->command, AM_PROGRESS_DELAY_S,
                      !viewing->has_no_progress);
    int result = am_fleet_gather(fleet, &request, input->store, err);
    am_progress_end(&progress);
    return result;
}

int am_from_open(const struct am_viewing *viewing, const struct am_view *view,
                 struct am_viewing_input *input)
{
    struct named named = {.settings = *input->settings};
    struct am_fleet fleet;
    struct am_err err;

    input->source = viewing->from;
    if (read_name(&named, viewing->from, &err) < 0 ||
        am_fleet_open(&fleet, &named.settings, &err) < 0) {
        am_complain("--from %s: %s", viewing->from, err.text);
        return -1;
    }
    int result = gather(&fleet, viewing, view, input, &err);
    am_fleet_close(&fleet);
    if (result < 0)
        am_complain("%s: %s", viewing->from, err.text);
    return result;
}
