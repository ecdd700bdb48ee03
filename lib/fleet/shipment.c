/* shipment - see shipment.h. */
#include "fleet/shipment.h"

#include <stdlib.h>

#include "fleet/rows.h"
#include "fleet/ship.h"
#include "sql/embedded.h"

/* A container with all that may be inside it comes on top of a full batch. */
#define ROWS_LIMIT (AM_SHIP_BYTES * 4)

struct am_shipment {
    struct am_fleet *fleet;
    int64_t count, most;
    struct am_block rows[AM_FLEET_SHARDS_MAX]; /* one a shard */
    struct am_buf body;
};

int am_shipment_create(struct am_shipment **shipment, struct am_fleet *fleet,
                       int64_t most, struct am_err *err)
{
    struct am_shipment *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a shipment");

    new->fleet = fleet;
    new->most = most;
    for (unsigned i = 0; i < AM_FLEET_SHARDS_MAX; i++)
        am_block_init(&new->rows[i], am_fleet_row_kinds, ROWS_LIMIT);
    am_buf_init(&new->body, 2 * ROWS_LIMIT);
    *shipment = new;
    return 0;
}

void am_shipment_destroy(struct am_shipment **shipment)
{
    struct am_shipment *old = *shipment;

    *shipment = NULL;
    if (old == NULL)
        return;
    for (unsigned i = 0; i < AM_FLEET_SHARDS_MAX; i++)
        am_block_free(&old->rows[i]);
    am_buf_free(&old->body);
    free(old);
}

void am_shipment_clear(struct am_shipment *shipment)
{
    shipment->count = 0;
    for (unsigned i = 0; i < AM_FLEET_SHARDS_MAX; i++)
        am_block_clear(&shipment->rows[i]);
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
    if (am_fleet_row_add(&shipment->rows[shard], row, relay, id, err) < 0)
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
        bytes += am_block_size(&shipment->rows[i]);
    return shipment->count >= shipment->most || bytes >= AM_SHIP_BYTES;
}

static int send_to(struct am_shipment *shipment, unsigned shard,
                   struct am_err *err)
{
    const char *sql = am_sql_fleet_insert_sighting;
    const struct am_block *rows = &shipment->rows[shard];

    if (rows->count == 0)
        return 0;
    am_buf_clear(&shipment->body);
    if (am_block_write(rows, sql, &shipment->body, err) < 0)
        return -1;
    return am_engine_insert(shipment->fleet->engines[shard], sql,
                            &shipment->body, err);
}

int am_shipment_send(struct am_shipment *shipment, struct am_err *err)
{
    for (unsigned i = 0; i < shipment->fleet->routing.shard_count; i++) {
        if (send_to(shipment, i, err) < 0)
            return -1;
    }
    return 0;
}
