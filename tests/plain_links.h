/*
 * plain_links - what report/links adds up, worked out from plain rows: every
 * attachment is read into memory, and each set is gone through by itself, by
 * the definitions alone.
 */
#ifndef AM_TESTS_PLAIN_LINKS_H
#define AM_TESTS_PLAIN_LINKS_H

#include "desk.h"
#include "report/links_pass.h"
#include "store/detail_extent.h"

#define PLAIN_ROWS  4000
#define PLAIN_PARTS 8

/* From this day on a delivery has so many recipients. */
#define PLAIN_CHANGE (DAY + 10)
#define PLAIN_LIMIT  2

struct plain_row {
    int64_t sequence, message, day, direction, continuation, given, local;
    int64_t external, sent, content, class, family, size, stored, wire, text;
    int64_t parts[PLAIN_PARTS], part_sizes[PLAIN_PARTS];
    size_t part_count;
};

static struct plain_row plain_rows[PLAIN_ROWS];
static size_t plain_count;

/* The rows of a query, each given to take(). */
static inline void plain_read(const char *sql, void (*take)(sqlite3_stmt *))
{
    sqlite3_stmt *statement = NULL;

    ck_assert_int_eq(
        sqlite3_prepare_v2(am_store_handle(store), sql, -1, &statement, NULL),
        SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW)
        take(statement);
    sqlite3_finalize(statement);
}

static inline void plain_take_row(sqlite3_stmt *s)
{
    struct plain_row *row = &plain_rows[plain_count++];
    int64_t *const to[] = {
        &row->sequence,     &row->message, &row->day,   &row->direction,
        &row->continuation, &row->given,   &row->local, &row->external,
        &row->sent,         &row->content, &row->class, &row->family,
        &row->size,         &row->stored,  &row->wire,  &row->text};

    ck_assert_uint_lt(plain_count, PLAIN_ROWS);
    *row = (struct plain_row){0};
    for (int i = 0; i < ROWS(to); i++)
        *to[i] = sqlite3_column_int64(s, i);
}

static inline void plain_take_part(sqlite3_stmt *s)
{
    for (size_t i = 0; i < plain_count; i++) {
        struct plain_row *row = &plain_rows[i];
        if (row->sequence != sqlite3_column_int64(s, 0))
            continue;
        row->parts[row->part_count] = sqlite3_column_int64(s, 1);
        row->part_sizes[row->part_count++] = sqlite3_column_int64(s, 2);
    }
}

/* Change what the mail of a test does not bring; sums of days stay. */
static inline void plain_change(void)
{
    char sql[500];

    snprintf(sql, sizeof(sql),
             "DELETE FROM setting_day WHERE name = 'delivery_limit';"
             "INSERT INTO setting_day VALUES ('delivery_limit', 0, 3), "
             "('delivery_limit', %d, %d);"
             "UPDATE sighting SET type = (SELECT number FROM code WHERE kind = "
             "'type' AND name = 'text/plain') WHERE sequence %% 3 = 0;"
             "UPDATE sighting SET stored_bytes = 131071 + sequence %% 2 WHERE "
             "sequence %% 7 = 0",
             PLAIN_CHANGE, PLAIN_LIMIT);
    ck_assert_int_eq(
        sqlite3_exec(am_store_handle(store), sql, NULL, NULL, NULL), SQLITE_OK);
}

/* Attachments without a digest are in no set. */
static inline void plain_load(void)
{
    plain_count = 0;
    plain_read(
        "SELECT sequence, message, day, direction, continuation, "
        "local_given, local, external, sent, content, class, family, "
        "size_bytes, stored_bytes, wire_bytes, type IN (SELECT number FROM "
        "code WHERE kind = 'type' AND name LIKE 'text/%') "
        "FROM sighting s, message m "
        "WHERE m.id = s.message AND content IS NOT NULL "
        "ORDER BY sequence",
        plain_take_row);
    plain_read("SELECT sighting, content, size_bytes FROM sighting_part "
               "ORDER BY sighting, ordinal",
               plain_take_part);
}

static inline bool plain_is_chosen(const struct plain_row *row,
                                   const struct am_detail_rule *rule)
{
    return row->size >= rule->min_size_bytes &&
           row->size <= rule->max_size_bytes &&
           row->local + row->external >= rule->min_recipients &&
           (rule->families == 0 || (rule->families >> row->family) & 1) &&
           (rule->classes == 0 || (rule->classes >> row->class) & 1) &&
           (rule->directions == 0 || (rule->directions >> row->direction) & 1);
}

static inline bool plain_is_in_range(const struct plain_row *row,
                                     const struct am_detail_rule *rule)
{
    return row->day >= rule->from_day && row->day < rule->until_day &&
           row->local + row->sent > 0 &&
           !(rule->without_sis && row->stored >= 131072 && !row->text);
}

/* A set of contents. */
static int64_t plain_seen[2 * PLAIN_ROWS];
static size_t plain_seen_count;

static inline bool plain_has_seen(int64_t content)
{
    for (size_t i = 0; i < plain_seen_count; i++) {
        if (plain_seen[i] == content)
            return true;
    }
    return false;
}

/* Bytes that a content adds to a set: none if it is in it. */
static inline void plain_see(int64_t content, int64_t size, int64_t *value)
{
    if (plain_has_seen(content))
        return;
    plain_seen[plain_seen_count++] = content;
    value[AM_LINKS_CONTENTS]++;
    value[AM_LINKS_UNIQUE_BYTES] += size;
}

static inline void plain_add(const struct plain_row *row, int64_t *value)
{
    int64_t once = !row->continuation || !plain_has_seen(row->content);
    int64_t framing = row->size;
    /* desk.h: three recipients a delivery, two partitions */
    int64_t limit = row->day < PLAIN_CHANGE ? 3 : PLAIN_LIMIT;
    int64_t lmtp = (row->local + limit - 1) / limit;
    int64_t cyrus = row->local < 2 * lmtp ? row->local : 2 * lmtp;

    for (size_t i = 0; i < row->part_count; i++) {
        plain_see(row->parts[i], row->part_sizes[i], value);
        framing -= row->part_sizes[i];
    }
    plain_see(row->content, row->part_count == 0 ? row->size : 0, value);
    value[AM_LINKS_UNIQUE_BYTES] += row->part_count > 0 ? once * framing : 0;
    value[AM_LINKS_ATTACHMENTS] += once;
    value[AM_LINKS_COPIES_LOCAL] += row->local;
    value[AM_LINKS_COPIES_SENT] += row->sent;
    value[AM_LINKS_SIZE_BYTES] += once * row->size;
    value[AM_LINKS_STORED_BYTES] += once * row->stored;
    value[AM_LINKS_WIRE_BYTES] += once * row->wire;
    value[AM_LINKS_SIZE_LINKED_BYTES] += row->local > 0 ? once * row->size : 0;
    value[AM_LINKS_SIZE_LOCAL_BYTES] += row->size * row->local;
    value[AM_LINKS_SIZE_SENT_BYTES] += row->size * row->sent;
    value[AM_LINKS_COPIES_LMTP] += lmtp;
    value[AM_LINKS_COPIES_CYRUS] += cyrus;
    value[AM_LINKS_SIZE_LMTP_BYTES] += row->size * lmtp;
    value[AM_LINKS_SIZE_CYRUS_BYTES] += row->size * cyrus;
    value[AM_LINKS_STORED_LMTP_BYTES] += row->stored * lmtp;
    value[AM_LINKS_STORED_CYRUS_BYTES] += row->stored * cyrus;
    value[AM_LINKS_STORED_LOCAL_BYTES] += row->stored * row->local;
    value[AM_LINKS_STORED_SENT_BYTES] += row->stored * row->sent;
}

/* The set that a rule chooses; what is in it is then in plain_seen. */
static inline struct am_links plain_links(const struct am_detail_rule *rule)
{
    struct am_links links = {{0}};
    int64_t message = 0;

    plain_seen_count = 0;
    for (size_t i = 0; i < plain_count; i++) {
        const struct plain_row *row = &plain_rows[i];
        if (!plain_is_in_range(row, rule) || !plain_is_chosen(row, rule))
            continue;
        plain_add(row, links.value);
        if (row->message == message)
            continue;
        message = row->message;
        links.value[AM_LINKS_MESSAGES] += !row->continuation;
        links.value[AM_LINKS_DELIVERIES] += row->local;
    }
    return links;
}

/* What of it stays as mail, being outside of the set: by plain_seen. */
static inline struct am_links_left plain_left(const struct am_detail_rule *rule)
{
    struct am_links_left left = {0};
    bool stays[2 * PLAIN_ROWS] = {false}; /* by number of content */

    for (size_t i = 0; i < plain_count; i++) {
        const struct plain_row *row = &plain_rows[i];
        bool is_left = false;
        if (!plain_is_in_range(row, rule) || plain_is_chosen(row, rule))
            continue;
        for (size_t p = 0; p <= row->part_count; p++) {
            int64_t content =
                p == row->part_count ? row->content : row->parts[p];
            if (!plain_has_seen(content))
                continue;
            left.contents += !stays[content];
            stays[content] = is_left = true;
        }
        if (!is_left)
            continue;
        left.attachments += !row->continuation;
        left.copies += row->local + row->sent;
        left.stored_bytes += row->stored * (row->local + row->sent);
    }
    return left;
}

#endif
