/* rows - see rows.h. */
#include "store/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/units.h"
#include "sql/embedded.h"
#include "store/contents.h"
#include "store/day_rows.h"
#include "store/day_sum.h"
#include "store/groups.h"
#include "store/inside.h"
#include "store/senders.h"
#include "store/statement.h"

enum {
    DOMAIN_FIND,
    DOMAIN_ADD,
    MESSAGE_ADD,
    SIGHTING_ADD,
    DAY_FLAW_ADD,
    STATEMENT_COUNT
};

struct am_rows {
    sqlite3 *db;
    struct am_rows_options options;
    struct am_senders *senders;
    struct am_contents contents;
    struct am_inside inside;
    struct am_groups groups;
    struct am_day_rows *days;
    struct am_statement statements[STATEMENT_COUNT];
    char domain[AM_DOMAIN_SIZE]; /* found last in this transaction */
    int64_t domain_id;           /* 0: none was */
};

/* What all rows of one record share. */
struct message {
    const struct am_record *record;
    int64_t day;
    int64_t domain;
    int64_t id; /* of its row */
    struct am_day_counts counts;
    bool own_copies; /* in our mailboxes, first or not */
};

/* What a sighting turned out to be of. */
struct taken {
    struct am_day_news news;
    size_t first_part; /* in the record, of those inside it */
};

int am_rows_create(struct am_rows **rows, struct sqlite3 *db,
                   const struct am_rows_options *options, struct am_err *err)
{
    const struct am_statement statements[STATEMENT_COUNT] = {
        [DOMAIN_FIND] = {am_sql_write_domain_find, NULL},
        [DOMAIN_ADD] = {am_sql_write_domain_add, NULL},
        [MESSAGE_ADD] = {am_sql_write_message_add, NULL},
        [SIGHTING_ADD] = {am_sql_write_sighting_add, NULL},
        [DAY_FLAW_ADD] = {am_sql_write_day_flaw_add, NULL},
    };
    struct am_rows *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the database");

    new->db = db;
    new->options = *options;
    memcpy(new->statements, statements, sizeof(statements));
    if (am_senders_create(&new->senders, err) < 0 ||
        am_contents_open(&new->contents, db, new->senders, options->detail_days,
                         err) < 0 ||
        am_inside_open(&new->inside, db, &new->contents, err) < 0 ||
        am_groups_open(&new->groups, db, new->senders, err) < 0 ||
        am_day_rows_create(&new->days, db, err) < 0 ||
        am_statements_prepare(db, new->statements, STATEMENT_COUNT, err) < 0) {
        am_rows_destroy(&new);
        return -1;
    }
    *rows = new;
    return 0;
}

void am_rows_change(struct am_rows *rows, const struct am_rows_options *options)
{
    rows->options = *options;
    rows->contents.detail_days = options->detail_days;
}

void am_rows_destroy(struct am_rows **rows)
{
    struct am_rows *old = *rows;

    *rows = NULL;
    if (old == NULL)
        return;
    am_day_rows_destroy(&old->days);
    am_groups_close(&old->groups);
    am_inside_close(&old->inside);
    am_contents_close(&old->contents);
    am_statements_finish(old->statements, STATEMENT_COUNT);
    am_senders_destroy(&old->senders);
    free(old);
}

void am_rows_undo(struct am_rows *rows)
{
    am_senders_clear(rows->senders);
    am_day_rows_clear(rows->days);
    rows->domain_id = 0;
}

int am_rows_flush(struct am_rows *rows, struct am_err *err)
{
    rows->domain_id = 0;
    return am_day_rows_flush(rows->days, err);
}

static int look_up_domain(struct am_rows *rows, const char *name, int64_t *id,
                          struct am_err *err)
{
    struct am_statement *find = &rows->statements[DOMAIN_FIND];
    struct am_statement *add = &rows->statements[DOMAIN_ADD];

    am_bind_text(find, ":name", name);
    int result = am_statement_row(find, err);
    if (result < 0)
        return -1;
    if (result == 1) {
        *id = am_column(find, 0);
        am_statement_reset(find);
        return 0;
    }
    am_bind_text(add, ":name", name);
    if (am_statement_run(add, err) < 0)
        return -1;
    *id = sqlite3_last_insert_rowid(rows->db);
    return 0;
}

/* Mail comes in runs of one domain. */
static int find_domain(struct am_rows *rows, const char *name, int64_t *id,
                       struct am_err *err)
{
    if (rows->domain_id == 0 || strcmp(rows->domain, name) != 0) {
        if (look_up_domain(rows, name, &rows->domain_id, err) < 0)
            return -1;
        snprintf(rows->domain, sizeof(rows->domain), "%s", name);
    }
    *id = rows->domain_id;
    return 0;
}

static uint64_t bounded(uint64_t bytes)
{
    return bytes < (uint64_t)AM_SUMS_MOST ? bytes : (uint64_t)AM_SUMS_MOST;
}

static int add_day_message(struct am_rows *rows, const struct message *message,
                           struct am_err *err)
{
    const struct am_record *record = message->record;
    int64_t with = record->sighting_count > 0;
    int64_t deliveries =
        message->counts.fanout.local + message->counts.fanout.external;
    const struct am_day_message row = {
        .day = message->day,
        .direction = record->direction,
        .domain = message->domain,
        .messages = message->counts.first,
        .with_attachments = message->counts.first * with,
        .deliveries = deliveries,
        .deliveries_with_attachments = deliveries * with,
        .wire_bytes =
            message->counts.first * (int64_t)bounded(record->wire_bytes),
    };

    return am_day_rows_message(rows->days, &row, err);
}

static int add_flaws(struct am_rows *rows, const struct message *message,
                     struct am_err *err)
{
    struct am_statement *add = &rows->statements[DAY_FLAW_ADD];

    for (int i = 0; i < AM_FLAW_COUNT; i++) {
        if (message->record->flaw_count[i] == 0)
            continue;
        am_bind(add, ":day", message->day);
        am_bind(add, ":flaw", i);
        am_bind(add, ":times", message->record->flaw_count[i]);
        if (am_statement_run(add, err) < 0)
            return -1;
    }
    return 0;
}

static int add_message(struct am_rows *rows, struct message *message,
                       struct am_err *err)
{
    struct am_statement *add = &rows->statements[MESSAGE_ADD];

    am_bind(add, ":day", message->day);
    am_bind(add, ":direction", message->record->direction);
    am_bind(add, ":domain", message->domain);
    am_bind(add, ":local_given", message->counts.fanout.local_given);
    am_bind(add, ":local", message->counts.fanout.local);
    am_bind(add, ":external", message->counts.fanout.external);
    am_bind(add, ":sent", message->counts.sent);
    am_bind(add, ":hops", message->counts.fanout.hops);
    am_bind(add, ":continuation", !message->counts.first);
    if (am_statement_run(add, err) < 0)
        return -1;
    message->id = sqlite3_last_insert_rowid(rows->db);
    return 0;
}

static int add_sighting_row(struct am_rows *rows, const struct message *message,
                            const struct am_sighting *sighting,
                            const struct am_content *content,
                            struct am_err *err)
{
    struct am_statement *add = &rows->statements[SIGHTING_ADD];

    am_bind(add, ":message", message->id);
    if (content->id != 0)
        am_bind(add, ":content", content->id);
    am_bind(add, ":type", sighting->type);
    am_bind(add, ":class", sighting->class);
    am_bind(add, ":family", content->family);
    am_bind(add, ":encoding", sighting->encoding);
    am_bind(add, ":disposition", sighting->disposition);
    am_bind(add, ":has_name", sighting->has_name);
    am_bind(add, ":has_content_id", sighting->has_content_id);
    am_bind(add, ":size_bytes", (int64_t)sighting->size_bytes);
    am_bind(add, ":stored_bytes", (int64_t)sighting->stored_bytes);
    am_bind(add, ":wire_bytes", (int64_t)sighting->wire_bytes);
    am_bind(add, ":layout", (int64_t)sighting->layout);
    return am_statement_run(add, err);
}

static int add_day_sighting(struct am_rows *rows, const struct message *message,
                            const struct am_sighting *sighting,
                            const struct taken *taken, struct am_err *err)
{
    const struct am_day_sighting row = {
        .day = message->day,
        .direction = message->record->direction,
        .domain = message->domain,
        .family = taken->news.content.family,
        .class = sighting->class,
        .sis = am_contents_is_sis(sighting),
        .digested = sighting->digested,
        .logo = am_day_sum_is_logo(sighting),
        .sums = am_day_sum(sighting, &message->counts, &taken->news),
    };

    return am_day_rows_sighting(rows->days, &row, err);
}

/* The row of a sighting, and those of what is inside it. */
static int add_detail(struct am_rows *rows, const struct message *message,
                      const struct am_sighting *sighting, struct taken *taken,
                      struct am_err *err)
{
    const struct am_content_place place = {message->record, message->day,
                                           message->own_copies};
    struct am_inside_list list = {.parts = message->record->parts,
                                  .first = taken->first_part,
                                  .count = sighting->part_count};

    if (sighting->digested &&
        am_contents_take(&rows->contents, sighting, &place,
                         &taken->news.content, err) < 0)
        return -1;
    if (add_sighting_row(rows, message, sighting, &taken->news.content, err) <
        0)
        return -1;
    list.sighting = sqlite3_last_insert_rowid(rows->db);
    return am_inside_take(&rows->inside, &list, &place, &taken->news.inside,
                          err);
}

static int add_sighting(struct am_rows *rows, const struct message *message,
                        const struct am_sighting *given, size_t first_part,
                        struct am_err *err)
{
    struct am_sighting sighting = *given;
    struct taken taken = {.news.content = {.family = sighting.family},
                          .first_part = first_part};

    if (!sighting.digested)
        sighting.size_bytes = sighting.stored_bytes;
    sighting.size_bytes = bounded(sighting.size_bytes);
    sighting.stored_bytes = bounded(sighting.stored_bytes);
    sighting.wire_bytes = bounded(sighting.wire_bytes);
    if (add_detail(rows, message, &sighting, &taken, err) < 0 ||
        add_day_sighting(rows, message, &sighting, &taken, err) < 0)
        return -1;
    const struct am_cell cell = {
        .direction = message->record->direction,
        .domain = message->domain,
        .family = taken.news.content.family,
        .class = sighting.class,
        .is_logo = am_day_sum_is_logo(&sighting),
    };
    return am_groups_take(&rows->groups, message->record, message->day, &cell,
                          err);
}

static int add_sightings(struct am_rows *rows, const struct message *message,
                         struct am_err *err)
{
    const struct am_record *record = message->record;
    size_t part = 0;

    for (size_t i = 0; i < record->sighting_count; i++) {
        const struct am_sighting *sighting = &record->sightings[i];
        if (add_sighting(rows, message, sighting, part, err) < 0)
            return -1;
        part += sighting->part_count;
    }
    return 0;
}

int am_rows_add(struct am_rows *rows, struct am_record *record,
                const struct am_seen *seen, struct am_err *err)
{
    struct message message = {
        .record = record,
        .day = am_day_of(record->time_s),
        .counts.first = !seen->known,
        .counts.sent = !seen->known && record->sent,
    };

    if (seen->known && seen->fresh == 0)
        return 0;
    am_fanout_count(record->recipients, seen->fresh,
                    rows->options.delivery_limit, rows->options.partitions,
                    &message.counts.fanout);
    message.own_copies = message.counts.fanout.local + message.counts.sent > 0;
    message.counts.own = message.own_copies && !seen->own;
    message.counts.linked = message.counts.fanout.local > 0 && !seen->local;
    if (find_domain(rows, record->domain, &message.domain, err) < 0 ||
        add_day_message(rows, &message, err) < 0)
        return -1;
    if (message.counts.first && add_flaws(rows, &message, err) < 0)
        return -1;
    if (record->sighting_count > 0 && add_message(rows, &message, err) < 0)
        return -1;
    return add_sightings(rows, &message, err);
}
