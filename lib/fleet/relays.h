/*
 * relays - as which relays, and under which keys, a database was written.
 */
#ifndef AM_FLEET_RELAYS_H
#define AM_FLEET_RELAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "meter/key.h"
#include "store/store.h"

struct am_relay {
    int64_t epoch; /* as rows name it */
    unsigned char id[AM_RELAY_ID_SIZE];
    unsigned char key_id[AM_KEY_ID_SIZE];
    bool has_key;
    int64_t start_day;
};

struct am_relays {
    size_t count; /* at least one; the newest is the last */
    struct am_relay *list;
};

/* Read them all; *relays is to be given to am_relays_free().  Fails as
 * am_store_open() does, and with AM_EINVAL: the database was put together from
 * several, each of which its own relay ships. */
AM_MUST_CHECK int am_relays_read(struct am_relays *relays,
                                 struct am_store *store, struct am_err *err);
void am_relays_free(struct am_relays *relays);

/* The relay of rows; NULL: there is no such epoch.  The relay on a day, and the
 * newest one. */
const struct am_relay *am_relays_of(const struct am_relays *relays,
                                    int64_t epoch);
const struct am_relay *am_relays_on(const struct am_relays *relays,
                                    int64_t day);
const struct am_relay *am_relays_newest(const struct am_relays *relays);

#endif
