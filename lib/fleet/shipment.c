/* shipment - see shipment.h. */
#include "fleet/shipment.h"

#include <pthread.h>
#include <stdlib.h>

#include "fleet/packing.h"
#include "fleet/rows.h"
#include "fleet/ship.h"
#include "sql/embedded.h"

/* A container with all that may be inside it comes on top of a full batch. */
#define ROWS_LIMIT (AM_SHIP_BYTES * 4)
#define BODY_LIMIT (2 * ROWS_LIMIT)

struct lane { /* to a shard */
    struct am_engine *engine;
    struct am_block rows;
    struct am_buf packed; /* to be sent next */
    struct am_buf sent;   /* while it is sent */
    pthread_t thread;
    bool has_thread;
    int result;
    struct am_err err;
};

struct am_shipment {
    const struct am_fleet *fleet;
    int64_t count, most;
    struct am_buf body;
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
        am_buf_init(&lane->packed, BODY_LIMIT);
        am_buf_init(&lane->sent, BODY_LIMIT);
    }
    am_buf_init(&new->body, BODY_LIMIT);
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
        am_buf_free(&old->lanes[i].packed);
        am_buf_free(&old->lanes[i].sent);
    }
    am_buf_free(&old->body);
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

static int pack(struct lane *lane, struct am_buf *body, struct am_err *err)
{
    am_buf_clear(&lane->packed);
    if (lane->rows.count == 0)
        return 0;
    am_buf_clear(body);
    if (am_block_write(&lane->rows, am_sql_fleet_insert_sighting, body, err) <
        0)
        return -1;
    return am_packing_add(&lane->packed, body, err);
}

int am_shipment_pack(struct am_shipment *shipment, struct am_err *err)
{
    for (unsigned i = 0; i < shipment->fleet->routing.shard_count; i++) {
        if (pack(&shipment->lanes[i], &shipment->body, err) < 0)
            return -1;
    }
    am_shipment_clear(shipment);
    return 0;
}

/* ---- on their way ---- */

static void *carry(void *context)
{
    struct lane *lane = context;

    lane->result = am_engine_insert_packed(
        lane->engine, am_sql_fleet_insert_sighting, &lane->sent, &lane->err);
    return NULL;
}

static void send_to(struct lane *lane)
{
    const struct am_buf packed = lane->packed;

    lane->packed = lane->sent;
    am_buf_clear(&lane->packed);
    lane->sent = packed;
    lane->result = 0;
    lane->has_thread = false;
    if (lane->sent.size == 0)
        return;
    lane->has_thread = pthread_create(&lane->thread, NULL, carry, lane) == 0;
    if (!lane->has_thread)
        carry(lane);
}

void am_shipment_send(struct am_shipment *shipment)
{
    for (unsigned i = 0; i < shipment->fleet->routing.shard_count; i++)
        send_to(&shipment->lanes[i]);
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
