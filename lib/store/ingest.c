/* ingest - see ingest.h.  Knows the order of things; the rows are written by
 * store/rows and store/coverage. */
#include "store/ingest.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/buf.h"
#include "base/units.h"
#include "sql/embedded.h"
#include "store/coverage.h"
#include "store/epoch.h"
#include "store/fanout.h"
#include "store/recent.h"
#include "store/rows.h"
#include "store/statement.h"

#define DETAIL_DAYS 180
#define RECENT_MOST 2097152U /* about 90 MB at most */
/* A record this old cannot change what a later one is taken for. */
#define RETAIN_S    (INT64_C(2) * AM_RECENT_KEY_S)
#define RECORD_MOST 16777216U /* bytes, as in the spool */

enum {
    BEGIN,
    COMMIT,
    ROLLBACK,
    STATEMENT_COUNT
};

struct am_ingest {
    sqlite3 *db;
    struct am_rows_options options;
    struct am_recent *recent;
    struct am_rows *rows;
    struct am_coverage coverage;
    struct am_coverage_state kept; /* as of the last commit */
    struct am_statement statements[STATEMENT_COUNT];
    struct am_buf record;
};

static void take_options(struct am_rows_options *taken,
                         const struct am_ingest_options *options)
{
    *taken = (struct am_rows_options){
        .detail_days = DETAIL_DAYS,
        .delivery_limit = AM_FANOUT_LIMIT,
        .partitions = AM_FANOUT_PARTITIONS,
    };
    if (options != NULL && options->detail_days > 0)
        taken->detail_days = options->detail_days;
    if (options != NULL && options->delivery_limit > 0)
        taken->delivery_limit = options->delivery_limit;
    if (options != NULL && options->partitions > 0)
        taken->partitions = options->partitions;
}

int am_ingest_create(struct am_ingest **ingest, struct am_store *store,
                     const struct am_ingest_options *options,
                     struct am_err *err)
{
    struct am_ingest *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the recorder");

    new->db = am_store_handle(store);
    take_options(&new->options, options);
    new->statements[BEGIN].sql = am_sql_write_begin;
    new->statements[COMMIT].sql = am_sql_write_commit;
    new->statements[ROLLBACK].sql = am_sql_write_rollback;
    am_buf_init(&new->record, RECORD_MOST);
    if (am_epoch_settle(new->db, err) < 0 ||
        am_statements_prepare(new->db, new->statements, STATEMENT_COUNT, err) <
            0 ||
        am_coverage_open(&new->coverage, new->db, err) < 0 ||
        am_rows_create(&new->rows, new->db, &new->options, err) < 0 ||
        am_recent_create(&new->recent, RECENT_MOST, err) < 0) {
        am_ingest_destroy(&new);
        return -1;
    }
    *ingest = new;
    return 0;
}

void am_ingest_change(struct am_ingest *ingest,
                      const struct am_ingest_options *options)
{
    take_options(&ingest->options, options);
    am_rows_change(ingest->rows, &ingest->options);
    ingest->coverage.state.settings = ingest->kept.settings = false;
}

void am_ingest_destroy(struct am_ingest **ingest)
{
    struct am_ingest *old = *ingest;

    *ingest = NULL;
    if (old == NULL)
        return;
    am_recent_destroy(&old->recent);
    am_rows_destroy(&old->rows);
    am_coverage_close(&old->coverage);
    am_statements_finish(old->statements, STATEMENT_COUNT);
    am_buf_free(&old->record);
    free(old);
}

int am_ingest_begin(struct am_ingest *ingest, struct am_err *err)
{
    return am_statement_run(&ingest->statements[BEGIN], err);
}

/* After some errors SQLite has rolled back by itself. */
void am_ingest_rollback(struct am_ingest *ingest)
{
    struct am_err ignored;

    if (!sqlite3_get_autocommit(ingest->db) &&
        am_statement_run(&ingest->statements[ROLLBACK], &ignored) < 0)
        sqlite3_interrupt(ingest->db); /* ends whatever still runs */
    am_recent_undo(ingest->recent);
    am_rows_undo(ingest->rows);
    ingest->coverage.state = ingest->kept;
}

int am_ingest_commit(struct am_ingest *ingest, struct am_err *err)
{
    if (am_rows_flush(ingest->rows, err) < 0 ||
        am_statement_run(&ingest->statements[COMMIT], err) < 0) {
        am_ingest_rollback(ingest);
        return -1;
    }
    am_recent_keep(ingest->recent);
    ingest->kept = ingest->coverage.state;
    return 0;
}

static int take(struct am_ingest *ingest, struct am_record *record,
                struct am_err *err)
{
    struct am_seen seen;

    if (am_coverage_settings(&ingest->coverage, am_day_of(record->time_s),
                             &ingest->options, err) < 0)
        return -1;
    am_recent_take(ingest->recent, record, &seen);
    return am_rows_add(ingest->rows, record, &seen, err);
}

int am_ingest_take(struct am_ingest *ingest, const struct am_record *record,
                   struct am_err *err)
{
    struct am_record copy = *record;
    size_t size = record->recipient_count * sizeof(record->recipients[0]);

    copy.recipients = malloc(size > 0 ? size : 1);
    if (copy.recipients == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for recipients");
    if (size > 0)
        memcpy(copy.recipients, record->recipients, size);
    int result = take(ingest, &copy, err);
    free(copy.recipients);
    return result;
}

/* Take the record in the buffer.  One that makes no sense, though its checksum
 * was right, must not stop those behind it. */
static int take_bytes(struct am_ingest *ingest, struct am_err *err)
{
    struct am_record *record = NULL;
    struct am_err why;

    if (am_record_decode(&record, ingest->record.data, ingest->record.size,
                         &why) < 0) {
        if (why.code != AM_ECORRUPT)
            return am_fail(err, why.code, "%s", why.text);
        ingest->coverage.state.nonsense++;
        return 0;
    }
    int result = take(ingest, record, err);
    free(record);
    return result;
}

static int take_all(struct am_ingest *ingest, struct am_spool *spool,
                    struct am_spool_position *position, unsigned max_records,
                    unsigned *taken, struct am_err *err)
{
    int result = 1;

    while (result == 1) {
        if (take_bytes(ingest, err) < 0)
            return -1;
        ++*taken;
        if (*taken >= max_records)
            return 0;
        result = am_spool_read(spool, position, &ingest->record, err);
    }
    return result;
}

/* The spool is synced before: after a power cut the database must not be ahead
 * of its records, nor of its counts, which would be added once more. */
static int write_batch(struct am_ingest *ingest, struct am_spool *spool,
                       struct am_spool_position *position, struct am_clock now,
                       struct am_err *err)
{
    struct am_spool_counters counters;

    am_spool_count(spool, &counters);
    if (am_spool_sync(spool, err) < 0 ||
        am_coverage_write(&ingest->coverage, position, &counters, now, err) < 0)
        return -1;
    return am_ingest_commit(ingest, err);
}

/* What is loaded stays when a transaction after it fails. */
static int load(struct am_ingest *ingest,
                const struct am_spool_counters *counters, struct am_err *err)
{
    if (am_coverage_load(&ingest->coverage, counters, err) < 0)
        return -1;
    ingest->kept = ingest->coverage.state;
    return 0;
}

int am_ingest_batch(struct am_ingest *ingest, struct am_spool *spool,
                    unsigned max_records, struct am_clock now, unsigned *taken,
                    struct am_err *err)
{
    struct am_spool_counters counters;
    unsigned count = 0;

    am_spool_count(spool, &counters);
    if (load(ingest, &counters, err) < 0)
        return -1;
    struct am_spool_position position = ingest->coverage.state.position;
    int waiting = max_records == 0
                      ? 0
                      : am_spool_read(spool, &position, &ingest->record, err);
    if (waiting < 0)
        return -1;
    *taken = 0;
    if (waiting == 0 && !am_coverage_is_due(&ingest->coverage, &counters, now))
        return 0;
    if (am_ingest_begin(ingest, err) < 0)
        return -1;
    if ((waiting == 1 &&
         take_all(ingest, spool, &position, max_records, &count, err) < 0) ||
        write_batch(ingest, spool, &position, now, err) < 0) {
        am_ingest_rollback(ingest);
        return -1;
    }
    *taken = count;
    am_spool_release(spool, &position, now.now_s - RETAIN_S);
    return 0;
}

int am_ingest_stop(struct am_ingest *ingest, struct am_clock now,
                   struct am_err *err)
{
    if (ingest->coverage.state.run == 0)
        return 0;
    if (am_ingest_begin(ingest, err) < 0)
        return -1;
    if (am_coverage_stop(&ingest->coverage, now, err) < 0) {
        am_ingest_rollback(ingest);
        return -1;
    }
    return am_ingest_commit(ingest, err);
}

static bool is_behind(const struct am_spool_position *a,
                      const struct am_spool_position *b)
{
    return a->segment > b->segment ||
           (a->segment == b->segment && a->offset > b->offset);
}

static void recognise(struct am_ingest *ingest, int64_t oldest_s)
{
    struct am_record *record = NULL;
    struct am_seen seen;

    if (am_record_decode(&record, ingest->record.data, ingest->record.size,
                         NULL) < 0)
        return;
    if (record->time_s >= oldest_s)
        am_recent_take(ingest->recent, record, &seen);
    am_recent_keep(ingest->recent);
    free(record);
}

int am_ingest_recover(struct am_ingest *ingest, struct am_spool *spool,
                      int64_t now_s, struct am_err *err)
{
    struct am_spool_position position = {0, 0};
    struct am_spool_counters counters;
    int result = 0;

    am_spool_count(spool, &counters);
    if (am_epoch_settle_spool(ingest->db, counters.incarnation,
                              sizeof(counters.incarnation), err) < 0 ||
        load(ingest, &counters, err) < 0)
        return -1;
    for (;;) {
        result = am_spool_read(spool, &position, &ingest->record, err);
        if (result != 1 ||
            is_behind(&position, &ingest->coverage.state.position))
            break;
        recognise(ingest, now_s - RETAIN_S);
    }
    return result < 0 ? -1 : 0;
}
