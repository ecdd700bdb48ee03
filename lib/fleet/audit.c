/* audit - see audit.h. */
#include "fleet/audit.h"

#include <stdlib.h>
#include <string.h>

#include "fleet/answer.h"
#include "fleet/fleet.h"
#include "fleet/outbox.h"
#include "fleet/places.h"
#include "fleet/recount.h"
#include "fleet/replicas.h"
#include "fleet/rows.h"
#include "fleet/shipment.h"
#include "fleet/state.h"
#include "fleet/stretches.h"
#include "sql/embedded.h"

#define BLOCKS_ASKED 100 /* at once, row by row */

/* Rows of a block on a shard. */
struct tally {
    int64_t rows, sequences, ordinals, heads;
};

struct audit {
    const struct am_audit_setup *setup;
    struct am_store *store;
    struct am_state *state;
    struct am_outbox *outbox;
    struct am_fleet fleet;
    struct am_shipment *shipment;
    struct am_names names;
    struct am_stretches stretches; /* of all rows that were shipped */
    int64_t acked;
    int64_t version; /* of rows of days */
    size_t block_count;
    struct tally *ours, *theirs; /* a shard's blocks after another's */
    struct am_audit_result *result;
    am_audit_fn *on_hole;
    void *context;
    /* while blocks of one shard are compared row by row */
    struct am_places places;
    struct am_audit_hole hole;
};

static struct tally *tally_of(const struct audit *audit, struct tally *tallies,
                              unsigned shard, int64_t sequence)
{
    size_t block = (size_t)((sequence - 1) / AM_AUDIT_BLOCK);

    return &tallies[shard * audit->block_count + block];
}

/* Where a row of ours is to be, and on which shard. */
static int place_of(const struct audit *audit, const struct am_outbox_row *row,
                    struct am_place *place, unsigned *shard, struct am_err *err)
{
    const unsigned char *relay =
        am_name_of(&audit->names, row->relay, row->sequence);
    unsigned char id[AM_FLEET_ID_SIZE];

    if (am_fleet_fingerprint(row, relay, id, err) < 0)
        return -1;
    *place = (struct am_place){row->sequence, row->ordinal, am_place_head(id)};
    *shard = am_fleet_shard_on(&audit->fleet.routing, id, row->day);
    return 0;
}

/* ---- counting ---- */

static int count_ours(void *context, const struct am_outbox_row *row,
                      struct am_err *err)
{
    struct audit *audit = context;
    struct am_place place;
    unsigned shard = 0;

    if (place_of(audit, row, &place, &shard, err) < 0)
        return -1;
    struct tally *tally = tally_of(audit, audit->ours, shard, row->sequence);
    tally->rows++;
    tally->sequences += row->sequence;
    tally->ordinals += row->ordinal;
    tally->heads += place.head;
    audit->result->rows++;
    return 0;
}

static int add_theirs(const struct audit *audit, unsigned shard,
                      const char *text, struct am_err *err)
{
    struct am_answer answer;

    am_answer_begin(&answer, text);
    while (am_answer_has_row(&answer)) {
        int64_t block = am_answer_number(&answer);
        struct tally tally = {.rows = am_answer_number(&answer)};
        tally.sequences = am_answer_number(&answer);
        tally.ordinals = am_answer_number(&answer);
        tally.heads = am_answer_number(&answer);
        if (am_answer_end(&answer, NULL) < 0 || block < 0 ||
            (size_t)block >= audit->block_count)
            return am_fail(err, AM_EINVAL, "a shard's rows make no sense");
        struct tally *sum =
            tally_of(audit, audit->theirs, shard, block * AM_AUDIT_BLOCK + 1);
        sum->rows += tally.rows;
        sum->sequences += tally.sequences;
        sum->ordinals += tally.ordinals;
        sum->heads += tally.heads;
    }
    return 0;
}

/* Ask a shard for what it has of them. */
static int ask(const struct audit *audit, unsigned shard, const char *sql,
               const struct am_stretch *stretch, const char **text,
               struct am_err *err)
{
    char texts[4][AM_PHRASE_TEXT_SIZE];
    const struct am_phrase_word words[] = {
        {"relay", am_phrase_bytes(stretch->relay, AM_FLEET_ID_SIZE, texts[0])},
        {"first", am_phrase_number(stretch->first, texts[1])},
        {"last", am_phrase_number(stretch->last, texts[2])},
        {"block", am_phrase_number(AM_AUDIT_BLOCK, texts[3])},
        {NULL, NULL},
    };

    return am_engine_ask(audit->fleet.engines[shard], sql, words, text, err);
}

static int count_theirs(const struct audit *audit, unsigned shard,
                        struct am_err *err)
{
    const char *text = NULL;

    for (size_t i = 0; i < audit->stretches.count; i++) {
        if (ask(audit, shard, am_sql_fleet_query_blocks,
                &audit->stretches.list[i], &text, err) < 0 ||
            add_theirs(audit, shard, text, err) < 0)
            return -1;
    }
    return 0;
}

/* ---- row by row ---- */

/* All that a shard has of these blocks, in order, as the stretches are. */
static int ask_places(struct audit *audit, unsigned shard, int64_t after,
                      int64_t until, struct am_err *err)
{
    const char *text = NULL;

    audit->places.count = 0;
    for (size_t i = 0; i < audit->stretches.count; i++) {
        struct am_stretch stretch = audit->stretches.list[i];
        if (stretch.first > until || stretch.last <= after)
            continue;
        stretch.first = stretch.first > after ? stretch.first : after + 1;
        stretch.last = stretch.last < until ? stretch.last : until;
        if (ask(audit, shard, am_sql_fleet_query_rows, &stretch, &text, err) <
                0 ||
            am_places_add(&audit->places, text, err) < 0)
            return -1;
    }
    return 0;
}

static int look_for(void *context, const struct am_outbox_row *row,
                    struct am_err *err)
{
    struct audit *audit = context;
    struct am_place wanted;
    unsigned shard = 0;

    if (place_of(audit, row, &wanted, &shard, err) < 0)
        return -1;
    bool is_there = am_places_have(&audit->places, &wanted);
    if (shard != audit->hole.shard) {
        audit->result->misplaced += is_there;
        return 0;
    }
    if (is_there)
        return 0;
    if (audit->hole.rows++ == 0)
        audit->hole.first = row->sequence;
    audit->hole.last = row->sequence;
    if (!audit->setup->is_repair)
        return 0;
    return am_shipment_add(audit->shipment, row, &audit->names, err);
}

static int64_t begin_of(size_t block)
{
    return (int64_t)block * AM_AUDIT_BLOCK;
}

static int64_t end_of(const struct audit *audit, size_t block)
{
    int64_t end = begin_of(block + 1);

    return end < audit->acked ? end : audit->acked;
}

/* Where nothing of ours is left, on whatever shard, nothing can be missing. */
static bool is_left(const struct audit *audit, size_t block)
{
    int64_t rows = 0;

    for (unsigned i = 0; i < audit->fleet.routing.shard_count; i++)
        rows += audit->ours[i * audit->block_count + block].rows;
    return rows > 0;
}

static bool is_different(const struct audit *audit, unsigned shard,
                         size_t block)
{
    size_t i = shard * audit->block_count + block;

    return is_left(audit, block) && memcmp(&audit->ours[i], &audit->theirs[i],
                                           sizeof(struct tally)) != 0;
}

/* With the places that are known. */
static int compare_block(struct audit *audit, unsigned shard, size_t block,
                         struct am_err *err)
{
    audit->hole = (struct am_audit_hole){.shard = shard};
    am_shipment_clear(audit->shipment);
    if (am_outbox_scan(audit->outbox, begin_of(block), end_of(audit, block),
                       look_for, audit, err) < 0)
        return -1;
    if (audit->hole.rows == 0)
        return 0;
    audit->result->missing += audit->hole.rows;
    audit->on_hole(audit->context, &audit->hole);
    if (!audit->setup->is_repair)
        return 0;
    am_shipment_send(audit->shipment);
    if (am_shipment_wait(audit->shipment, err) < 0)
        return -1;
    audit->result->sent += audit->hole.rows;
    return 0;
}

static int compare_blocks(struct audit *audit, unsigned shard, size_t first,
                          size_t last, struct am_err *err)
{
    if (ask_places(audit, shard, begin_of(first), end_of(audit, last), err) < 0)
        return -1;
    for (size_t i = first; i <= last; i++) {
        if (is_different(audit, shard, i) &&
            compare_block(audit, shard, i, err) < 0)
            return -1;
    }
    return 0;
}

/* A shard reads all that it has for each question: blocks are asked together,
 * as many may differ from which the relay has purged something. */
static int compare_shard(struct audit *audit, unsigned shard,
                         struct am_err *err)
{
    size_t count = audit->block_count;

    for (size_t first = 0; first < count; first++) {
        if (!is_different(audit, shard, first))
            continue;
        size_t last = first;
        for (size_t i = first; i < count && i < first + BLOCKS_ASKED; i++)
            last = is_different(audit, shard, i) ? i : last;
        if (compare_blocks(audit, shard, first, last, err) < 0)
            return -1;
        first = last;
    }
    return 0;
}

/* ---- all of it ---- */

static int read_state(struct audit *audit, struct am_err *err)
{
    struct am_state_progress progress;
    bool known = false;

    if (am_state_open_readonly(&audit->state, audit->setup->state, err) < 0 ||
        am_state_read(audit->state, &progress, &known, err) < 0 ||
        am_state_names(audit->state, &audit->names, err) < 0)
        return -1;
    audit->acked = progress.acked;
    audit->version = progress.version;
    return known ? 0 : am_fail(err, AM_ENOTFOUND, "nothing was shipped yet");
}

static int open_all(struct audit *audit, struct am_err *err)
{
    const struct am_audit_setup *setup = audit->setup;

    if (read_state(audit, err) < 0 ||
        am_store_open_readonly(&audit->store, setup->database, err) < 0 ||
        am_stretches_read(&audit->stretches, audit->store, &audit->names,
                          audit->acked, err) < 0 ||
        am_outbox_open(&audit->outbox, audit->store, err) < 0 ||
        am_fleet_open(&audit->fleet, setup->settings, err) < 0 ||
        am_fleet_use_best(&audit->fleet, err) < 0 ||
        am_shipment_create(&audit->shipment, &audit->fleet,
                           setup->settings->fleet_batch, err) < 0)
        return -1;
    audit->block_count =
        (size_t)((audit->acked + AM_AUDIT_BLOCK - 1) / AM_AUDIT_BLOCK);
    size_t count = audit->block_count * audit->fleet.routing.shard_count;
    audit->ours = calloc(count + 1, sizeof(*audit->ours));
    audit->theirs = calloc(count + 1, sizeof(*audit->theirs));
    return audit->ours != NULL && audit->theirs != NULL
               ? 0
               : am_fail(err, AM_ENOMEM, "no memory for an audit");
}

static void close_all(struct audit *audit)
{
    am_shipment_destroy(&audit->shipment);
    am_fleet_close(&audit->fleet);
    am_outbox_close(&audit->outbox);
    am_store_close(&audit->store);
    am_state_close(&audit->state);
    free(audit->ours);
    free(audit->theirs);
    free(audit->places.list);
    am_stretches_free(&audit->stretches);
}

static void tell_days(void *context, const struct am_recount_hole *hole)
{
    const struct audit *audit = context;
    const struct am_audit_hole told = {.shard = hole->shard,
                                       .is_of_days = true,
                                       .first = hole->first_day,
                                       .last = hole->last_day,
                                       .rows = hole->days};

    audit->on_hole(audit->context, &told);
}

static int recount_days(struct audit *audit, struct am_err *err)
{
    const struct am_recount_setup setup = {
        .store = audit->store,
        .fleet = &audit->fleet,
        .state = audit->state,
        .names = &audit->names,
        .version = audit->version,
        .is_repair = audit->setup->is_repair,
    };

    return am_recount_run(&setup, tell_days, audit, &audit->result->days, err);
}

static int run(struct audit *audit, struct am_err *err)
{
    if (open_all(audit, err) < 0 ||
        am_outbox_scan(audit->outbox, 0, audit->acked, count_ours, audit, err) <
            0)
        return -1;
    for (unsigned i = 0; i < audit->fleet.routing.shard_count; i++) {
        if (count_theirs(audit, i, err) < 0 || compare_shard(audit, i, err) < 0)
            return -1;
    }
    return recount_days(audit, err);
}

int am_audit_run(const struct am_audit_setup *setup, am_audit_fn *on_hole,
                 void *context, struct am_audit_result *result,
                 struct am_err *err)
{
    struct audit audit = {.setup = setup,
                          .on_hole = on_hole,
                          .context = context,
                          .result = result};

    *result = (struct am_audit_result){.rows = 0};
    int failed = run(&audit, err);
    close_all(&audit);
    return failed;
}
