/* shipment - see shipment.h. */
#include "fleet/shipment.h"

#include <pthread.h>
#include <stdlib.h>

#include "fleet/rows.h"
#include "fleet/ship.h"
#include "sql/embedded.h"

/* A container with all that may be inside it comes on top of a full batch. */
#define ROWS_LIMIT (AM_SHIP_BYTES * 4)
#define BODY_LIMIT (2 * ROWS_LIMIT)

struct lane { /* to a shard */
    struct am_engine *engine;
    struct am_block rows; /* to be sent next */
    struct am_block sent; /* while they are sent */
    struct am_buf body;   /* of these */
    pthread_t thread;
    bool has_thread;
    int result;
    struct am_err err;
};

struct am_shipment {
    const struct am_fleet *fleet;
    int64_t count, most;
    struct lane lanes[AM_FLEET_SHARDS_MAX];
};

int am_shipment_create(struct am_shipment **shipment, struct am_fleet *fleet,
                       int64_t most, struct am_err *err)
{
    struct am_shipment *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a shipment");

    new->fleet = fleet;
    new->most = most;
    for (unsigned i = 0; i < AM_FLEET_SHARDS_MAX; i++) {
        struct lane *lane = &new->lanes[i];
        lane->engine = fleet->engines[i];
        am_block_init(&lane->rows, am_fleet_row_kinds, ROWS_LIMIT);
        am_block_init(&lane->sent, am_fleet_row_kinds, ROWS_LIMIT);
        am_buf_init(&lane->body, BODY_LIMIT);
    }
    *shipment = new;
    return 0;
}

void am_shipment_destroy(struct am_shipment **shipment)
{
    struct am_shipment *old = *shipment;

    *shipment = NULL;
    if (old == NULL)
        return;
    for (unsigned i = 0; i < AM_FLEET_SHARDS_MAX; i++) {
        am_block_free(&old->lanes[i].rows);
        am_block_free(&old->lanes[i].sent);
        am_buf_free(&old->lanes[i].body);
    }
    free(old);
}

void am_shipment_clear(struct am_shipment *shipment)
{
    shipment->count = 0;
    for (unsigned i = 0; i < AM_FLEET_SHARDS_MAX; i++)
        am_block_clear(&shipment->lanes[i].rows);
}

int am_shipment_add(struct am_shipment *shipment,
                    const struct am_outbox_row *row,
                    const struct am_names *names, struct am_err *err)
{
    const unsigned char *relay = am_name_of(names, row->relay, row->sequence);
    unsigned char id[AM_FLEET_ID_SIZE];

    if (am_fleet_fingerprint(row, relay, id, err) < 0)
        return -1;
    unsigned shard = am_fleet_shard_on(&shipment->fleet->routing, id, row->day);
    if (am_fleet_row_add(&shipment->lanes[shard].rows, row, relay, id, err) < 0)
        return -1;
    shipment->count++;
    return 0;
}

int64_t am_shipment_size(const struct am_shipment *shipment)
{
    return shipment->count;
}

bool am_shipment_is_full(const struct am_shipment *shipment)
{
    size_t bytes = 0;

    for (unsigned i = 0; i < shipment->fleet->routing.shard_count; i++)
        bytes += am_block_size(&shipment->lanes[i].rows);
    return shipment->count >= shipment->most || bytes >= AM_SHIP_BYTES;
}

/* ---- on their way ---- */

static void *carry(void *context)
{
    static const char *const sql = am_sql_fleet_insert_sighting;
    struct lane *lane = context;

    am_buf_clear(&lane->body);
    lane->result = am_block_write(&lane->sent, sql, &lane->body, &lane->err);
    if (lane->result == 0) {
        lane->result =
            am_engine_insert(lane->engine, sql, &lane->body, &lane->err);
    }
    return NULL;
}

static void send_to(struct lane *lane)
{
    const struct am_block rows = lane->rows;

    lane->rows = lane->sent;
    am_block_clear(&lane->rows);
    lane->sent = rows;
    lane->result = 0;
    lane->has_thread = false;
    if (lane->sent.count == 0)
        return;
    lane->has_thread = pthread_create(&lane->thread, NULL, carry, lane) == 0;
    if (!lane->has_thread)
        carry(lane);
}

void am_shipment_send(struct am_shipment *shipment)
{
    for (unsigned i = 0; i < shipment->fleet->routing.shard_count; i++)
        send_to(&shipment->lanes[i]);
    shipment->count = 0;
}

int am_shipment_wait(struct am_shipment *shipment, struct am_err *err)
{
    int result = 0;

    for (unsigned i = 0; i < shipment->fleet->routing.shard_count; i++) {
        struct lane *lane = &shipment->lanes[i];
        if (lane->has_thread)
            pthread_join(lane->thread, NULL);
        if (lane->result < 0 && result == 0)
            result = am_fail(err, lane->err.code, "%s", lane->err.text);
    }
    return result;
}
