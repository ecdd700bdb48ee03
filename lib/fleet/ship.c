/* ship - see ship.h. */
#include "fleet/ship.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/units.h"
#include "fleet/diary.h"
#include "fleet/forgotten.h"
#include "fleet/identity.h"
#include "fleet/outbox.h"
#include "fleet/replicas.h"
#include "fleet/schema.h"
#include "fleet/shipment.h"
#include "fleet/state.h"

#define CHECK_S 60 /* between two looks at shards and key */

struct batch {
    int64_t after, until; /* sequences */
    int64_t rows;
    bool is_ready; /* in the shipment, to be sent next */
};

struct am_ship {
    const struct am_ship_setup *setup;
    struct am_store *store;
    struct am_outbox *outbox;
    struct am_diary *diary;
    struct am_state *state;
    struct am_fleet fleet;
    struct am_shipment *shipment;
    struct batch batch;
    struct am_state_progress progress;
    struct am_relays relays;
    struct am_names names;
    bool has_begun;
    bool has_progress; /* from an earlier process, or as it has begun */
    int64_t checked_s; /* shards and key */
    int64_t waits_s;   /* since when rows wait; 0: none do */
    int64_t days_s;    /* when days were last looked at */
    int64_t rows;
};

/* ---- opening ---- */

static int open_all(struct am_ship *ship, struct am_err *err)
{
    const struct am_ship_setup *setup = ship->setup;

    if (am_store_open_readonly(&ship->store, setup->database, err) < 0 ||
        am_outbox_open(&ship->outbox, ship->store, err) < 0 ||
        am_state_open(&ship->state, setup->state, err) < 0 ||
        am_state_read(ship->state, &ship->progress, &ship->has_progress, err) <
            0 ||
        am_fleet_open(&ship->fleet, setup->settings, err) < 0 ||
        am_diary_create(&ship->diary, ship->store, &ship->fleet, ship->state,
                        err) < 0)
        return -1;
    return am_shipment_create(&ship->shipment, &ship->fleet,
                              setup->settings->fleet_batch, err);
}

int am_ship_open(struct am_ship **ship, const struct am_ship_setup *setup,
                 struct am_err *err)
{
    struct am_ship *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory to ship");

    new->setup = setup;
    if (open_all(new, err) < 0) {
        am_ship_close(&new);
        return -1;
    }
    *ship = new;
    return 0;
}

void am_ship_close(struct am_ship **ship)
{
    struct am_ship *old = *ship;

    *ship = NULL;
    if (old == NULL)
        return;
    am_shipment_destroy(&old->shipment);
    am_diary_destroy(&old->diary);
    am_fleet_close(&old->fleet);
    am_state_close(&old->state);
    am_outbox_close(&old->outbox);
    am_relays_free(&old->relays);
    am_store_close(&old->store);
    free(old);
}

int64_t am_ship_rows(const struct am_ship *ship)
{
    return ship->rows;
}

/* ---- beginning, and looking again ---- */

static int check_shards(struct am_ship *ship, int64_t now_s, struct am_err *err)
{
    struct am_fleet *fleet = &ship->fleet;

    /* The last sequence is asked for, which one that is behind may not know. */
    if (!ship->has_begun && am_fleet_use_best(fleet, err) < 0)
        return -1;
    for (unsigned i = 0; i < fleet->routing.shard_count; i++) {
        if (am_fleet_schema_check(fleet->engines[i], err) < 0 ||
            am_fleet_epochs_check(fleet->engines[i], &fleet->routing, i, err) <
                0)
            return -1;
    }
    return am_identity_check_key(fleet, &ship->relays, now_s, err);
}

static int begin(struct am_ship *ship, int64_t last, int64_t now_s,
                 struct am_err *err)
{
    const struct am_identity_facts facts = {
        .relays = &ship->relays,
        .last = last,
        .now_s = now_s,
        .detail_days = ship->setup->settings->detail_days,
        .program = ship->setup->program,
    };

    if (am_identity_settle(ship->state, &ship->fleet, &facts, err) < 0 ||
        am_state_read(ship->state, &ship->progress, &ship->has_progress, err) <
            0)
        return -1;
    return am_state_names(ship->state, &ship->names, err);
}

/* Another relay or key than before: then all is to be found out again. */
static int read_relays(struct am_ship *ship, struct am_err *err)
{
    struct am_relays relays;

    if (am_relays_read(&relays, ship->store, err) < 0)
        return -1;
    if (relays.count != ship->relays.count) {
        ship->batch.is_ready = false; /* it has the names of before */
        ship->has_begun = false;
        ship->checked_s = 0;
    }
    am_relays_free(&ship->relays);
    ship->relays = relays;
    return 0;
}

/* *is_empty: there is no key yet, so nothing to send. */
static int look_again(struct am_ship *ship, int64_t last, int64_t now_s,
                      bool *is_empty, struct am_err *err)
{
    if (am_store_is_gone(ship->store)) {
        return am_fail(err, AM_ENOTFOUND, "%s was replaced: start again",
                       ship->setup->database);
    }
    if (read_relays(ship, err) < 0)
        return -1;
    *is_empty = !am_relays_newest(&ship->relays)->has_key;
    if (*is_empty)
        return 0;
    if (ship->checked_s != 0 && now_s - ship->checked_s < CHECK_S &&
        now_s >= ship->checked_s)
        return 0;
    if (check_shards(ship, now_s, err) < 0 ||
        (!ship->has_begun && begin(ship, last, now_s, err) < 0))
        return -1;
    ship->checked_s = now_s;
    ship->has_begun = true;
    return 0;
}

/* ---- sightings ---- */

struct filling {
    struct am_ship *ship;
    int64_t until;   /* what is in the batch: up to this sequence */
    bool is_bounded; /* else a range that was written down is sent again */
};

static int fill(void *context, const struct am_outbox_row *row,
                struct am_err *err)
{
    struct filling *filling = context;
    struct am_ship *ship = filling->ship;

    if (row->ordinal == 0 && filling->is_bounded &&
        am_shipment_is_full(ship->shipment))
        return 1;
    if (am_shipment_add(ship->shipment, row, &ship->names, err) < 0)
        return -1;
    filling->until = row->sequence;
    return 0;
}

/* A range that is written down goes as it is, a new one as full as may be. */
static int read_rows(struct am_ship *ship, int64_t after, int64_t until,
                     bool is_bounded, struct am_err *err)
{
    struct filling filling = {.ship = ship, .is_bounded = is_bounded};

    ship->batch.is_ready = false;
    am_shipment_clear(ship->shipment);
    if (am_outbox_scan(ship->outbox, after, until, fill, &filling, err) < 0)
        return -1;
    /* Behind the last row there may be some that are gone. */
    if (!is_bounded || !am_shipment_is_full(ship->shipment))
        filling.until = until;
    ship->batch = (struct batch){after, filling.until,
                                 am_shipment_size(ship->shipment), true};
    return 0;
}

/* Rows that are sent as soon as the shards have stored these; of them nothing
 * is written down.  What fails here fails again when it is their turn. */
static void look_ahead(struct am_ship *ship, int64_t after, int64_t last,
                       bool is_last)
{
    if (last - after >= (is_last ? 1 : ship->setup->settings->fleet_batch))
        (void)!read_rows(ship, after, last, true, NULL);
}

static int send_rows(struct am_ship *ship, int64_t last, int64_t now_s,
                     bool is_last, struct am_err *err)
{
    struct am_state_progress *progress = &ship->progress;
    bool is_again = progress->sending > progress->acked;

    if ((is_again || !ship->batch.is_ready ||
         ship->batch.after != progress->acked) &&
        read_rows(ship, progress->acked, is_again ? progress->sending : last,
                  !is_again, err) < 0)
        return -1;
    const struct batch batch = ship->batch;
    ship->batch.is_ready = false;
    progress->sending = batch.until;
    if (am_state_write(ship->state, progress, err) < 0)
        return -1;
    am_shipment_send(ship->shipment);
    look_ahead(ship, batch.until, last, is_last);
    if (am_shipment_wait(ship->shipment, err) < 0)
        return -1;
    ship->rows += batch.rows;
    progress->acked = batch.until;
    progress->sent_s = now_s;
    return am_state_write(ship->state, progress, err);
}

/* ---- a step ---- */

static bool is_due(struct am_ship *ship, int64_t last, int64_t now_s,
                   bool is_last)
{
    int64_t waiting = last - ship->progress.acked;

    if (waiting <= 0) {
        ship->waits_s = 0;
        return false;
    }
    if (ship->waits_s == 0 || ship->waits_s > now_s)
        ship->waits_s = now_s;
    return is_last || waiting >= ship->setup->settings->fleet_batch ||
           ship->progress.sending > ship->progress.acked ||
           now_s - ship->waits_s >= ship->setup->settings->fleet_flush_s;
}

static bool are_days_due(const struct am_ship *ship, int64_t now_s,
                         bool is_last)
{
    return is_last || ship->days_s == 0 || now_s < ship->days_s ||
           now_s - ship->days_s >= ship->setup->settings->fleet_flush_s;
}

/* What was forgotten, and days that changed. */
static int send_rest(struct am_ship *ship, int64_t now_s, bool is_last,
                     bool *has_sent, struct am_err *err)
{
    const struct am_diary_owner owner = {&ship->relays, &ship->names};
    const struct am_forgotten forgotten = {&ship->fleet, &ship->relays,
                                           &ship->names, ship->setup->database};
    size_t count = 0;

    if (am_forgotten_send(&forgotten, &count, err) < 0)
        return -1;
    if (are_days_due(ship, now_s, is_last)) {
        if (am_diary_send(ship->diary, &owner, &ship->progress, now_s, has_sent,
                          err) < 0)
            return -1;
        ship->days_s = now_s;
    }
    *has_sent = *has_sent || count > 0;
    return 0;
}

static int step(struct am_ship *ship, int64_t now_s, bool is_last,
                enum am_ship_did *did, struct am_err *err)
{
    bool is_empty = false;
    bool has_sent = false;
    int64_t last = 0;

    *did = AM_SHIP_NOTHING;
    if (am_outbox_last(ship->outbox, &last, err) < 0 ||
        look_again(ship, last, now_s, &is_empty, err) < 0)
        return -1;
    if (is_empty)
        return 0;
    if (is_due(ship, last, now_s, is_last)) {
        *did = AM_SHIP_SENT;
        if (send_rows(ship, last, now_s, is_last, err) < 0)
            return -1;
        ship->waits_s = 0;
        return 0;
    }
    ship->batch.is_ready = false; /* what waits may be gone by its turn */
    if (ship->waits_s != 0)
        *did = AM_SHIP_WAITS;
    if (send_rest(ship, now_s, is_last, &has_sent, err) < 0)
        return -1;
    if (has_sent)
        *did = AM_SHIP_SENT;
    return 0;
}

/* Since when it fails (0: it does not), and why, for those who watch it. */
static int note(struct am_ship *ship, int64_t failed_s, const char *why,
                struct am_err *err)
{
    struct am_state_progress *progress = &ship->progress;

    if (!ship->has_progress)
        return 0;
    progress->failed_s = failed_s;
    snprintf(progress->why, sizeof(progress->why), "%s", why);
    return am_state_write(ship->state, progress, err);
}

/* What failed is tried by the next step, so one that does not has mended it. */
int am_ship_step(struct am_ship *ship, int64_t now_s, bool is_last,
                 enum am_ship_did *did, struct am_err *err)
{
    int64_t failed_s = ship->progress.failed_s;
    struct am_err why;

    if (step(ship, now_s, is_last, did, &why) == 0)
        return failed_s == 0 ? 0 : note(ship, 0, "", err);
    ship->batch.is_ready = false;
    ship->checked_s = 0; /* it may be another replica that comes next */
    (void)!note(ship, failed_s != 0 ? failed_s : now_s, why.text, NULL);
    return am_fail(err, why.code, "%s", why.text);
}
