/* names - see names.h. */
#include "fleet/names.h"

#include <string.h>

const unsigned char *am_name_of(const struct am_names *names,
                                const unsigned char *relay, int64_t sequence)
{
    for (size_t i = names->count; i > 0; i--) {
        const struct am_name *name = &names->list[i - 1];
        if (name->first_sequence <= sequence &&
            memcmp(name->relay_of, relay, AM_FLEET_ID_SIZE) == 0)
            return name->relay;
    }
    return relay;
}

const unsigned char *am_name_on(const struct am_names *names,
                                const unsigned char *relay, int64_t day)
{
    for (size_t i = names->count; i > 0; i--) {
        const struct am_name *name = &names->list[i - 1];
        if (name->first_day <= day &&
            memcmp(name->relay_of, relay, AM_FLEET_ID_SIZE) == 0)
            return name->relay;
    }
    return relay;
}
