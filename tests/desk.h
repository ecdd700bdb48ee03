/*
 * desk - a store, a spool and an ingest in a directory of their own, and ways
 * to ask what is in them: for the tests of the recorder.
 */
#ifndef AM_TESTS_DESK_H
#define AM_TESTS_DESK_H

#include <stdbool.h>
#include <stdio.h>

#include <sqlite3.h>

#include "post.h"
#include "spool/spool.h"
#include "store/ingest.h"
#include "store/query.h"
#include "store/sums.h"
#include "suite.h"
#include "tempdir.h"

#define DAY_S   INT64_C(86400)
#define DAY     20000
#define MORNING (DAY * DAY_S + 36000)
#define HOUR_S  INT64_C(3600)

static char root[TEMP_PATH_SIZE];
static char path[TEMP_PATH_SIZE];
static char dir[TEMP_PATH_SIZE];
static struct am_err err;
static struct am_store *store;
static struct am_spool *spool;
static struct am_ingest *ingest;

/* By a clock that nobody sets. */
static inline struct am_clock at(int64_t now_s)
{
    return (struct am_clock){now_s, 1000 * now_s};
}

static inline void open_all(void)
{
    const struct am_ingest_options options = {
        .detail_days = 30, .delivery_limit = 3, .partitions = 2};
    const struct am_spool_options small = {.segment_bytes = 20000};

    ck_assert_msg(am_store_open(&store, path, &err) == 0, "%s", err.text);
    /* No test here cuts the power. */
    sqlite3_exec(am_store_handle(store), "PRAGMA synchronous = OFF", NULL, NULL,
                 NULL);
    ck_assert_msg(am_spool_open(&spool, dir, &small, &err) == 0, "%s",
                  err.text);
    ck_assert_msg(am_ingest_create(&ingest, store, &options, &err) == 0, "%s",
                  err.text);
    ck_assert_msg(am_ingest_recover(ingest, spool, MORNING, &err) == 0, "%s",
                  err.text);
}

static inline void close_all(void)
{
    am_ingest_destroy(&ingest);
    am_spool_close(&spool);
    am_store_close(&store);
}

static inline void set_up(void)
{
    tempdir_make(root);
    snprintf(path, sizeof(path), "%.400s/a.db", root);
    snprintf(dir, sizeof(dir), "%.400s/spool", root);
    open_all();
}

static inline void tear_down(void)
{
    close_all();
    tempdir_remove(root);
}

static inline void append(const struct post *post)
{
    struct post_box box;
    struct am_buf bytes;

    am_buf_init(&bytes, 1U << 24);
    ck_assert_int_eq(am_record_encode(post_make(post, &box), &bytes, &err), 0);
    ck_assert_msg(am_spool_append(spool, bytes.data, bytes.size, &err) == 0,
                  "%s", err.text);
    am_buf_free(&bytes);
}

static inline unsigned drain(void)
{
    unsigned all = 0;
    unsigned taken = 0;

    do {
        ck_assert_msg(
            am_ingest_batch(ingest, spool, 100, at(MORNING), &taken, &err) == 0,
            "%s", err.text);
        all += taken;
    } while (taken > 0);
    return all;
}

static inline int keep_sums(void *context, const struct am_group *group,
                            const struct am_sums *sums, struct am_err *why)
{
    struct am_sums *all = context;

    (void)group;
    (void)why;
    *all = *sums;
    return 0;
}

static inline struct am_sums sums_of(int64_t from_day, int64_t until_day)
{
    const struct am_query query = {.from_day = from_day,
                                   .until_day = until_day};
    struct am_sums sums = {0};

    ck_assert_msg(am_query_sums(store, &query, keep_sums, &sums, &err) == 0,
                  "%s", err.text);
    return sums;
}

static inline struct am_message_sums messages_of(int64_t from_day,
                                                 int64_t until_day)
{
    const struct am_query query = {.from_day = from_day,
                                   .until_day = until_day};
    struct am_message_sums sums;

    ck_assert_msg(am_query_messages(store, &query, &sums, &err) == 0, "%s",
                  err.text);
    return sums;
}

static inline int64_t number(const char *sql)
{
    sqlite3_stmt *statement = NULL;

    ck_assert_msg(sqlite3_prepare_v2(am_store_handle(store), sql, -1,
                                     &statement, NULL) == SQLITE_OK,
                  "%s: %s", sql, sqlite3_errmsg(am_store_handle(store)));
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

/* The rows that a statement gives, and a hash of all their values in order. */
static inline uint64_t hash_rows(const char *sql, uint64_t *rows)
{
    sqlite3_stmt *statement = NULL;
    uint64_t hash = 14695981039346656037U;

    ck_assert_msg(sqlite3_prepare_v2(am_store_handle(store), sql, -1,
                                     &statement, NULL) == SQLITE_OK,
                  "%s: %s", sql, sqlite3_errmsg(am_store_handle(store)));
    for (*rows = 0; sqlite3_step(statement) == SQLITE_ROW; ++*rows) {
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const unsigned char *c = sqlite3_column_text(statement, i);
            for (; c != NULL && *c != '\0'; c++)
                hash = (hash ^ *c) * 1099511628211U;
        }
    }
    sqlite3_finalize(statement);
    return hash;
}

/* Check "name=value name=value": a member of the sums, "messages",
 * "deliveries", or any other name a table's row count. */
static inline void check(const char *name, const char *expected)
{
    struct am_sums sums = sums_of(0, 100000);
    struct am_message_sums messages = messages_of(0, 100000);
    char words[1024];
    char *rest = NULL;

    snprintf(words, sizeof(words), "%s", expected);
    for (char *w = strtok_r(words, " ", &rest); w != NULL;
         w = strtok_r(NULL, " ", &rest)) {
        char *value = strchr(w, '=');
        char sql[128];
        int64_t found = -1;
        *value++ = '\0';
        for (size_t i = 0; i < AM_SUMS_ALL; i++) {
            if (strcmp(am_sums_members[i].parameter + 1, w) == 0)
                found = *am_sums_at(&sums, i);
        }
        if (strcmp(w, "messages") == 0) {
            found = messages.messages;
        } else if (strcmp(w, "with_attachments") == 0) {
            found = messages.with_attachments;
        } else if (strcmp(w, "deliveries") == 0) {
            found = messages.deliveries;
        } else if (found < 0) {
            snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", w);
            found = number(sql);
        }
        ck_assert_msg(found == strtoll(value, NULL, 10),
                      "%s: %s is %lld not %s", name, w, (long long)found,
                      value);
    }
}

#endif
