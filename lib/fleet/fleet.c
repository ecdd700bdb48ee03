/* fleet - see fleet.h. */
#include "fleet/fleet.h"

#include <openssl/crypto.h>

int am_fleet_open(struct am_fleet *fleet, const struct am_settings *settings,
                  struct am_err *err)
{
    *fleet = (struct am_fleet){.routing.shard_count = 0};
    if (am_fleet_routing_read(&fleet->routing, settings->fleet_url, err) < 0 ||
        am_fleet_access_read(&fleet->access, settings, err) < 0)
        return -1;
    for (unsigned i = 0; i < fleet->routing.shard_count; i++) {
        if (am_engine_open(&fleet->engines[i], &fleet->access,
                           &fleet->routing.shards[i], err) < 0) {
            am_fleet_close(fleet);
            return -1;
        }
    }
    return 0;
}

void am_fleet_close(struct am_fleet *fleet)
{
    for (unsigned i = 0; i < AM_FLEET_SHARDS_MAX; i++)
        am_engine_close(&fleet->engines[i]);
    OPENSSL_cleanse(&fleet->access, sizeof(fleet->access));
}
