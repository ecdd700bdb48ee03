/* lag - see lag.h. */
#include "fleet/lag.h"

#include <stdio.h>

#include "fleet/outbox.h"
#include "fleet/state.h"

const char *am_lag_state_path(const char *database, char *path, size_t size)
{
    snprintf(path, size, "%s.ship", database);
    return path;
}

static int take_last(struct am_lag *lag, const char *database,
                     struct am_err *err)
{
    struct am_store *store = NULL;
    struct am_outbox *outbox = NULL;

    if (am_store_open_readonly(&store, database, err) < 0)
        return -1;
    int result = am_outbox_open(&outbox, store, err);
    if (result == 0)
        result = am_outbox_last(outbox, &lag->last, err);
    am_outbox_close(&outbox);
    am_store_close(&store);
    return result;
}

int am_lag_take(struct am_lag *lag, const char *database, const char *state,
                int64_t now_s, struct am_err *err)
{
    struct am_state *reader = NULL;
    struct am_state_progress progress = {.acked = 0};
    bool known = false;

    *lag = (struct am_lag){.acked = 0};
    if (am_state_open_readonly(&reader, state, err) < 0)
        return -1;
    int result = am_state_read(reader, &progress, &known, err);
    am_state_close(&reader);
    if (result < 0 || take_last(lag, database, err) < 0)
        return -1;
    lag->acked = progress.acked;
    lag->rows = lag->last > lag->acked ? lag->last - lag->acked : 0;
    if (lag->rows > 0 && now_s > progress.sent_s)
        lag->seconds = progress.sent_s > 0 ? now_s - progress.sent_s : 0;
    lag->sent_s = progress.sent_s;
    lag->failed_s = progress.failed_s;
    snprintf(lag->why, sizeof(lag->why), "%s", progress.why);
    return 0;
}
