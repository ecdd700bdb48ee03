/* scraping - see scraping.h. */
#include "cli/scraping.h"

#include <stdio.h>
#include <time.h>

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

void am_scraping_take(struct am_scraping *scraping,
                      const struct am_settings *settings, const char *database)
{
    struct am_metrics *metrics = &scraping->metrics;
    char spool[PATH_SIZE];

    *scraping = (struct am_scraping){
        .metrics = {.version = AM_VERSION,
                    .now_s = time(NULL),
                    .is_up = answers(settings->socket),
                    .limit_bytes = (uint64_t)settings->spool_limit_bytes}};
    am_config_spool_path(database, spool, sizeof(spool));
    if (am_metrics_take_spool(metrics, spool, &scraping->spool) == 0)
        scraping->spool.code = AM_OK;
    if (take_store(metrics, settings, database, spool, &scraping->database) ==
        0)
        scraping->database.code = AM_OK;
}
