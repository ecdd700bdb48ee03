/*
 * shipping - what `attachmeter ship` is asked for, and those of its answers
 * that ship nothing new: how far it is, what the shards lack.
 */
#ifndef AM_CLI_SHIPPING_H
#define AM_CLI_SHIPPING_H

#include <stdbool.h>

#include "base/config.h"

enum am_shipping_letter {
    AM_SHIPPING_ONCE = 256,
    AM_SHIPPING_AUDIT,
    AM_SHIPPING_REPAIR,
    AM_SHIPPING_STATUS,
    AM_SHIPPING_FORMAT,
    AM_SHIPPING_STATE
};

struct am_shipping {
    int action; /* ONCE, AUDIT, REPAIR, STATUS; 0: ship on and on */
    bool is_json;
    const char *config, *database, *state;
    const struct am_settings *settings;
    char state_path[4096];
};

/* An option; returns an enum am_exit, said. */
int am_shipping_take(struct am_shipping *shipping, int letter,
                     const char *argument);

/* What was not given is as the settings say. */
void am_shipping_settle(struct am_shipping *shipping,
                        const struct am_settings *settings);

/* Do what its action is, which ships nothing new; returns an enum am_exit. */
int am_shipping_look(const struct am_shipping *shipping);

#endif
