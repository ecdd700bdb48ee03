/* names - see names.h. */
#include "fleet/names.h"

#include <string.h>

int am_names_add(struct am_names *names, const struct am_name *name,
                 struct am_err *err)
{
    while (names->count > 0 &&
           names->list[names->count - 1].first_sequence >= name->first_sequence)
        names->count--;
    if (names->count == AM_NAMES_MAX)
        return am_fail(err, AM_EFULL, "too many names of this relay");
    names->list[names->count++] = *name;
    return 0;
}

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
