/* scraping - see scraping.h. */
#include "cli/scraping.h"

#include <stdio.h>
#include <time.h>

#include "fleet/lag.h"
#include "mta/client.h"
#include "store/store.h"

#define CONNECT_MS 2000
#define PATH_SIZE  4096

static bool answers(const char *socket)
{
    struct am_mta *mta = NULL;
    struct am_err why;
    bool is_up = am_mta_connect(&mta, socket, CONNECT_MS, NULL, &why) == 0;

    am_mta_close(&mta);
    return is_up;
}

static int take_store(struct am_metrics *metrics,
                      const struct am_settings *settings, const char *database,
                      const char *spool, struct am_err *err)
{
    struct am_store *store = NULL;

    if (am_profile_choose(&metrics->profile, NULL, settings, err) < 0 ||
        am_store_open_readonly(&store, database, err) < 0)
        return -1;
    int result = am_metrics_take_store(metrics, store, database, spool, err);
    am_store_close(&store);
    return result;
}

static int take_shipping(struct am_metrics *metrics, const char *database,
                         struct am_err *err)
{
    char state[PATH_SIZE];
    struct am_lag lag;

    if (!metrics->is_shipped)
        return 0;
    am_lag_state_path(database, state, sizeof(state));
    if (am_lag_take(&lag, database, state, metrics->now_s, err) < 0)
        return -1;
    metrics->has_shipping = true;
    metrics->shipping = (struct am_metrics_shipping){
        .rows = lag.rows,
        .seconds = lag.seconds,
        .sent_s = lag.sent_s,
    };
    if (lag.failed_s != 0 && metrics->now_s > lag.failed_s)
        metrics->shipping.failing_s = metrics->now_s - lag.failed_s;
    return 0;
}

void am_scraping_take(struct am_scraping *scraping,
                      const struct am_settings *settings, const char *database)
{
    struct am_metrics *metrics = &scraping->metrics;
    char spool[PATH_SIZE];

    *scraping = (struct am_scraping){
        .metrics = {.version = AM_VERSION,
                    .now_s = time(NULL),
                    .is_up = answers(settings->socket),
                    .is_shipped = settings->fleet_url != NULL &&
                                  settings->fleet_url[0] != NULL,
                    .limit_bytes = (uint64_t)settings->spool_limit_bytes}};
    am_config_spool_path(database, spool, sizeof(spool));
    if (am_metrics_take_spool(metrics, spool, &scraping->spool) == 0)
        scraping->spool.code = AM_OK;
    if (take_store(metrics, settings, database, spool, &scraping->database) ==
        0)
        scraping->database.code = AM_OK;
    if (take_shipping(metrics, database, &scraping->shipping) == 0)
        scraping->shipping.code = AM_OK;
}
