/* outbox - see outbox.h. */
#include "fleet/outbox.h"

#include <stdlib.h>
#include <string.h>

#include "fleet/relays.h"
#include "sql/embedded.h"
#include "store/fanout.h"
#include "store/history.h"
#include "store/statement.h"

#define PARTS_MAX 65535 /* of one container: an ordinal is 16 bits */

enum {
    LAST,
    SIGHTINGS,
    PARTS,
    STATEMENT_COUNT
};

struct part {
    int64_t ordinal, family, senders, size_bytes;
    unsigned char key_id[AM_KEY_ID_SIZE];
    unsigned char fingerprint[AM_FINGERPRINT_SIZE];
};

struct am_outbox {
    struct am_store *store;
    struct am_statement statements[STATEMENT_COUNT];
    struct am_history limits, partitions;
    struct am_relays relays;
    struct part *parts; /* of one container */
    size_t part_count, part_room;
    bool has_part; /* PARTS stands on a row that is not used up */
};

int am_outbox_open(struct am_outbox **outbox, struct am_store *store,
                   struct am_err *err)
{
    struct am_outbox *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for an outbox");

    new->store = store;
    new->statements[LAST].sql = am_sql_outbox_last;
    new->statements[SIGHTINGS].sql = am_sql_outbox_sightings;
    new->statements[PARTS].sql = am_sql_outbox_parts;
    if (am_statements_prepare(am_store_handle(store), new->statements,
                              STATEMENT_COUNT, err) < 0) {
        am_outbox_close(&new);
        return -1;
    }
    *outbox = new;
    return 0;
}

void am_outbox_close(struct am_outbox **outbox)
{
    struct am_outbox *old = *outbox;

    *outbox = NULL;
    if (old == NULL)
        return;
    am_statements_finish(old->statements, STATEMENT_COUNT);
    am_relays_free(&old->relays);
    free(old->parts);
    free(old);
}

int am_outbox_last(struct am_outbox *outbox, int64_t *sequence,
                   struct am_err *err)
{
    struct am_statement *find = &outbox->statements[LAST];
    int result = am_statement_row(find, err);

    if (result == 1)
        *sequence = am_column(find, 0);
    am_statement_reset(find);
    return result == 1 ? 0 : -1;
}

/* ---- what is inside ---- */

static int next_part(struct am_outbox *outbox, struct am_err *err)
{
    int result = am_statement_row(&outbox->statements[PARTS], err);

    outbox->has_part = result == 1;
    return result < 0 ? -1 : 0;
}

static int take_key(const struct am_outbox *outbox, int64_t epoch,
                    unsigned char key_id[AM_KEY_ID_SIZE])
{
    const struct am_relay *relay = am_relays_of(&outbox->relays, epoch);

    if (relay == NULL || !relay->has_key)
        return -1;
    memcpy(key_id, relay->key_id, AM_KEY_ID_SIZE);
    return 0;
}

static int keep_part(struct am_outbox *outbox, struct am_err *err)
{
    const struct am_statement *find = &outbox->statements[PARTS];

    if (outbox->part_count == outbox->part_room) {
        size_t room = outbox->part_room == 0 ? 16 : 2 * outbox->part_room;
        struct part *more = realloc(outbox->parts, room * sizeof(*more));
        if (more == NULL)
            return am_fail(err, AM_ENOMEM, "no memory for a container");
        outbox->parts = more;
        outbox->part_room = room;
    }
    struct part *part = &outbox->parts[outbox->part_count];
    part->ordinal = am_column(find, 1);
    part->family = am_column(find, 4);
    part->senders = am_column(find, 5);
    part->size_bytes = am_column(find, 6);
    if (part->ordinal < 1 || part->ordinal > PARTS_MAX ||
        take_key(outbox, am_column(find, 2), part->key_id) < 0 ||
        am_column_bytes(find, 3, part->fingerprint, AM_FINGERPRINT_SIZE) < 0)
        return am_fail(err, AM_ECORRUPT, "the database: a part is damaged");
    outbox->part_count++;
    return 0;
}

static int take_parts(struct am_outbox *outbox, int64_t sequence,
                      struct am_err *err)
{
    const struct am_statement *find = &outbox->statements[PARTS];

    outbox->part_count = 0;
    while (outbox->has_part && am_column(find, 0) <= sequence) {
        if (am_column(find, 0) == sequence && keep_part(outbox, err) < 0)
            return -1;
        if (next_part(outbox, err) < 0)
            return -1;
    }
    return 0;
}

/* ---- rows ---- */

/* Columns of outbox/sightings. */
enum {
    SEQUENCE,
    MESSAGE,
    DAY,
    DIRECTION,
    DOMAIN,
    LOCAL_GIVEN,
    LOCAL,
    EXTERNAL,
    SENT,
    HOPS,
    CONTINUATION,
    EPOCH,
    KEY_EPOCH,
    FINGERPRINT,
    CONTENT_FAMILY,
    SENDERS,
    TYPE,
    CLASS,
    FAMILY,
    ENCODING,
    DISPOSITION,
    HAS_NAME,
    HAS_CONTENT_ID,
    SIZE_BYTES,
    STORED_BYTES,
    WIRE_BYTES,
    LAYOUT
};

static int read_row(const struct am_outbox *outbox, struct am_outbox_row *row,
                    struct am_err *err)
{
    const struct am_statement *find = &outbox->statements[SIGHTINGS];

    const struct {
        int column;
        int64_t *member;
    } numbers[] = {
        {SEQUENCE, &row->sequence},
        {MESSAGE, &row->message},
        {DAY, &row->day},
        {DIRECTION, &row->direction},
        {LOCAL_GIVEN, &row->local_given},
        {LOCAL, &row->local},
        {EXTERNAL, &row->external},
        {SENT, &row->sent},
        {HOPS, &row->hops},
        {CONTINUATION, &row->continuation},
        {CONTENT_FAMILY, &row->content_family},
        {SENDERS, &row->senders},
        {TYPE, &row->type},
        {CLASS, &row->class},
        {FAMILY, &row->family},
        {ENCODING, &row->encoding},
        {DISPOSITION, &row->disposition},
        {HAS_NAME, &row->has_name},
        {HAS_CONTENT_ID, &row->has_content_id},
        {SIZE_BYTES, &row->size_bytes},
        {STORED_BYTES, &row->stored_bytes},
        {WIRE_BYTES, &row->wire_bytes},
        {LAYOUT, &row->layout},
    };

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        *numbers[i].member = am_column(find, numbers[i].column);
    row->domain = am_column_text(find, DOMAIN);
    row->is_digested = am_column_bytes(find, FINGERPRINT, row->fingerprint,
                                       AM_FINGERPRINT_SIZE) == 0;
    row->lmtp = am_fanout_deliveries(
        row->local, am_history_on(&outbox->limits, row->day, AM_FANOUT_LIMIT));
    row->cyrus = am_fanout_files(
        row->local, row->lmtp,
        am_history_on(&outbox->partitions, row->day, AM_FANOUT_PARTITIONS));
    const struct am_relay *relay =
        am_relays_of(&outbox->relays, am_column(find, EPOCH));
    if (relay == NULL ||
        take_key(outbox, am_column(find, KEY_EPOCH), row->key_id) < 0)
        return am_fail(err, AM_ECORRUPT, "the database: an id is damaged");
    memcpy(row->relay, relay->id, AM_RELAY_ID_SIZE);
    return 0;
}

static int tell_parts(const struct am_outbox *outbox,
                      const struct am_outbox_row *container,
                      am_outbox_fn *on_row, void *context, struct am_err *err)
{
    struct am_outbox_row row = *container;
    int result = 0;

    row.parts = 0;
    row.is_digested = true;
    row.stored_bytes = row.wire_bytes = row.layout = 0;
    for (size_t i = 0; result == 0 && i < outbox->part_count; i++) {
        const struct part *part = &outbox->parts[i];
        row.ordinal = part->ordinal;
        row.family = part->family;
        row.senders = part->senders;
        row.size_bytes = part->size_bytes;
        memcpy(row.key_id, part->key_id, AM_KEY_ID_SIZE);
        memcpy(row.fingerprint, part->fingerprint, AM_FINGERPRINT_SIZE);
        result = on_row(context, &row, err);
    }
    return result;
}

static int tell_rows(struct am_outbox *outbox, am_outbox_fn *on_row,
                     void *context, struct am_err *err)
{
    struct am_statement *find = &outbox->statements[SIGHTINGS];
    int result = 0;

    while ((result = am_statement_row(find, err)) == 1) {
        struct am_outbox_row row = {.sequence = 0};
        if (read_row(outbox, &row, err) < 0 ||
            take_parts(outbox, row.sequence, err) < 0)
            return -1;
        row.parts = (int64_t)outbox->part_count;
        result = on_row(context, &row, err);
        if (result == 0)
            result = tell_parts(outbox, &row, on_row, context, err);
        if (result != 0)
            return result;
    }
    return result;
}

static int scan(struct am_outbox *outbox, int64_t after, int64_t until,
                am_outbox_fn *on_row, void *context, struct am_err *err)
{
    struct sqlite3 *db = am_store_handle(outbox->store);

    am_relays_free(&outbox->relays);
    if (am_relays_read(&outbox->relays, outbox->store, err) < 0 ||
        am_history_read(&outbox->limits, db, "delivery_limit", err) < 0 ||
        am_history_read(&outbox->partitions, db, "store_partitions", err) < 0)
        return -1;
    for (int i = SIGHTINGS; i <= PARTS; i++) {
        am_bind(&outbox->statements[i], ":after", after);
        am_bind(&outbox->statements[i], ":until", until);
    }
    if (next_part(outbox, err) < 0)
        return -1;
    int result = tell_rows(outbox, on_row, context, err);
    am_statement_reset(&outbox->statements[SIGHTINGS]);
    am_statement_reset(&outbox->statements[PARTS]);
    return result < 0 ? -1 : 0;
}

int am_outbox_scan(struct am_outbox *outbox, int64_t after, int64_t until,
                   am_outbox_fn *on_row, void *context, struct am_err *err)
{
    /* Of one moment: a container and what is inside it are two queries. */
    if (am_store_hold(outbox->store, err) < 0)
        return -1;
    int result = scan(outbox, after, until, on_row, context, err);
    am_store_release(outbox->store);
    return result;
}
