/* detail - see detail.h. */
#include "store/detail.h"

#include <stdlib.h>

#include <sqlite3.h>

#include "sql/embedded.h"
#include "store/contents.h"
#include "store/fanout.h"
#include "store/history.h"
#include "store/query.h"
#include "store/statement.h"

enum {
    FIND,
    FIND_PARTS,
    FIND_SEQUENCES,
    STATEMENT_COUNT
};

struct scan {
    struct am_statement statements[STATEMENT_COUNT];
    struct am_store *store;
    struct am_history limits, partitions;
    int64_t first, last; /* sequences, if somebody watches; 0: not known */
    struct am_detail_part *parts; /* of one container */
    size_t part_room;
    bool has_part; /* FIND_PARTS stands on a row that is not used up */
};

static int open_scan(struct scan *scan, struct am_store *store,
                     struct am_err *err)
{
    *scan =
        (struct scan){.store = store,
                      .statements = {
                          [FIND] = {am_sql_report_detail, NULL},
                          [FIND_PARTS] = {am_sql_report_detail_parts, NULL},
                          [FIND_SEQUENCES] = {am_sql_report_sequences, NULL},
                      }};
    return am_statements_prepare(am_store_handle(store), scan->statements,
                                 STATEMENT_COUNT, err);
}

static void close_scan(struct scan *scan)
{
    am_statements_finish(scan->statements, STATEMENT_COUNT);
    free(scan->parts);
}

static void bind_rule(struct am_statement *find,
                      const struct am_detail_rule *rule, bool chosen)
{
    am_bind(find, ":from_day", rule->from_day);
    am_bind(find, ":until_day", rule->until_day);
    am_bind(find, ":min_size", rule->min_size_bytes);
    am_bind(find, ":max_size", rule->max_size_bytes);
    am_bind(find, ":min_recipients", rule->min_recipients);
    am_bind(find, ":families", rule->families);
    am_bind(find, ":classes", rule->classes);
    am_bind(find, ":directions", rule->directions);
    am_bind(find, ":without_sis", rule->without_sis);
    am_bind(find, ":sis_bytes", AM_SIS_STORED_BYTES);
    am_bind(find, ":chosen", chosen);
}

static int next_part(struct scan *scan, struct am_err *err)
{
    int result = am_statement_row(&scan->statements[FIND_PARTS], err);

    scan->has_part = result == 1;
    return result < 0 ? -1 : 0;
}

static int add_part(struct scan *scan, struct am_detail *detail,
                    struct am_err *err)
{
    const struct am_statement *find = &scan->statements[FIND_PARTS];

    if (detail->part_count == scan->part_room) {
        size_t room = 2 * scan->part_room + 16;
        struct am_detail_part *parts =
            realloc(scan->parts, room * sizeof(parts[0]));
        if (parts == NULL)
            return am_fail(err, AM_ENOMEM, "no memory for a container");
        scan->parts = parts;
        scan->part_room = room;
    }
    scan->parts[detail->part_count++] =
        (struct am_detail_part){am_column(find, 2), am_column(find, 3)};
    return 0;
}

/* Both statements go by the sequence of the attachments, side by side. */
static int take_parts(struct scan *scan, int64_t sequence,
                      struct am_detail *detail, struct am_err *err)
{
    const struct am_statement *find = &scan->statements[FIND_PARTS];

    while (scan->has_part && am_column(find, 0) <= sequence) {
        if (am_column(find, 0) == sequence && add_part(scan, detail, err) < 0)
            return -1;
        if (next_part(scan, err) < 0)
            return -1;
    }
    detail->parts = scan->parts;
    return 0;
}

/* What comes in is checked by the recorder, and by the schema for its type; a
 * number that cannot be is somebody's hand, or the disk's. */
static int check(const struct am_detail *detail, struct am_err *err)
{
    int64_t inside_bytes = 0;
    bool good = detail->size_bytes >= 0 && detail->stored_bytes >= 0 &&
                detail->wire_bytes >= 0 && detail->local >= 0 &&
                detail->external >= 0 && detail->content > 0 &&
                detail->sent >= 0 && detail->sent <= 1;

    for (size_t i = 0; good && i < detail->part_count; i++) {
        int64_t size = detail->parts[i].size_bytes;
        good = detail->parts[i].content > 0 && size >= 0 &&
               size <= detail->size_bytes - inside_bytes;
        inside_bytes += size;
    }
    if (good)
        return 0;
    return am_fail(err, AM_ECORRUPT,
                   "database: an attachment of message %lld has numbers that "
                   "cannot be",
                   (long long)detail->message);
}

static int tell(struct scan *scan, am_detail_fn *on_detail, void *context,
                struct am_err *err)
{
    const struct am_statement *find = &scan->statements[FIND];
    struct am_detail detail = {
        .message = am_column(find, 1),
        .day = am_column(find, 2),
        .is_continuation = am_column(find, 3) != 0,
        .local_given = am_column(find, 4),
        .local = am_column(find, 5),
        .external = am_column(find, 6),
        .sent = am_column(find, 7),
        .content = am_column(find, 8),
        .class = am_column(find, 9),
        .size_bytes = am_column(find, 10),
        .stored_bytes = am_column(find, 11),
        .wire_bytes = am_column(find, 12),
    };

    detail.lmtp = am_fanout_deliveries(
        detail.local,
        am_history_on(&scan->limits, detail.day, AM_FANOUT_LIMIT));
    detail.cyrus = am_fanout_files(
        detail.local, detail.lmtp,
        am_history_on(&scan->partitions, detail.day, AM_FANOUT_PARTITIONS));
    if (take_parts(scan, am_column(find, 0), &detail, err) < 0 ||
        check(&detail, err) < 0)
        return -1;
    return on_detail(context, &detail, err);
}

/* is_wanted(content) of SQL. */
struct wish {
    am_detail_wanted_fn *wanted;
    void *context;
};

static void is_wanted(sqlite3_context *call, int count, sqlite3_value **values)
{
    const struct wish *wish = sqlite3_user_data(call);

    (void)count;
    sqlite3_result_int(
        call, wish->wanted != NULL &&
                  wish->wanted(wish->context, sqlite3_value_int64(values[0])));
}

/* Let SQL call it; NULL: no longer. */
static int set_wish(sqlite3 *db, struct wish *wish, struct am_err *err)
{
    if (sqlite3_create_function(db, "is_wanted", 1, SQLITE_UTF8, wish,
                                wish != NULL ? is_wanted : NULL, NULL,
                                NULL) != SQLITE_OK)
        return am_statement_fail(db, "database", err);
    return 0;
}

static int read_settings(struct scan *scan, struct am_err *err)
{
    struct sqlite3 *db = am_store_handle(scan->store);

    if (am_history_read(&scan->limits, db, "delivery_limit", err) < 0)
        return -1;
    return am_history_read(&scan->partitions, db, "store_partitions", err);
}

static int read_sequences(struct scan *scan, struct am_err *err)
{
    struct am_statement *find = &scan->statements[FIND_SEQUENCES];
    int result = 0;

    if (!am_store_is_watched(scan->store))
        return 0;
    while ((result = am_statement_row(find, err)) == 1) {
        scan->first = am_column(find, 0);
        scan->last = am_column(find, 1);
    }
    return result;
}

static void note_reach(const struct scan *scan)
{
    int64_t sequence = am_column(&scan->statements[FIND], 0);

    if (scan->last > 0) {
        am_store_reach(scan->store, sequence - scan->first + 1,
                       scan->last - scan->first + 1);
    }
}

static int run_scan(struct scan *scan, am_detail_fn *on_detail, void *context,
                    struct am_err *err)
{
    int result = 0;

    if (read_settings(scan, err) < 0 || read_sequences(scan, err) < 0 ||
        next_part(scan, err) < 0)
        return -1;
    while ((result = am_statement_row(&scan->statements[FIND], err)) == 1) {
        note_reach(scan);
        if (tell(scan, on_detail, context, err) < 0)
            return -1;
    }
    return result;
}

int am_detail_scan(struct am_store *store, const struct am_detail_rule *rule,
                   am_detail_wanted_fn *wanted, am_detail_fn *on_detail,
                   void *context, struct am_err *err)
{
    sqlite3 *db = am_store_handle(store);
    struct wish wish = {wanted, context};
    struct scan scan;
    int result = -1;

    if (set_wish(db, &wish, err) < 0)
        return -1;
    if (open_scan(&scan, store, err) == 0) {
        bind_rule(&scan.statements[FIND], rule, wanted == NULL);
        result = run_scan(&scan, on_detail, context, err);
        close_scan(&scan);
        am_store_reach(store, 0, 0);
    }
    return set_wish(db, NULL, result < 0 ? NULL : err) < 0 ? -1 : result;
}

static int check_content(int64_t content, int64_t last_content,
                         struct am_err *err)
{
    if (content <= last_content)
        return 0;
    return am_fail(err, AM_ECORRUPT,
                   "database: an attachment names the content %lld, which is "
                   "not there",
                   (long long)content);
}

/* All sums are of products of a size and a number of copies, or of one of them;
 * the sum of what is as high as the highest of these is checked for all. */
static int check_bound(const struct am_detail *detail, int64_t *bound,
                       struct am_err *err)
{
    int64_t most = detail->size_bytes;
    int64_t copies = 0;
    int64_t product = 0;

    if (most < detail->stored_bytes)
        most = detail->stored_bytes;
    if (most < detail->wire_bytes)
        most = detail->wire_bytes;
    if (!__builtin_add_overflow(detail->local, detail->sent + 1, &copies) &&
        !__builtin_add_overflow(most, 1, &most) &&
        !__builtin_mul_overflow(most, copies, &product) &&
        !__builtin_add_overflow(*bound, product, bound) &&
        *bound < AM_SUMS_MOST)
        return 0;
    return am_fail(err, AM_EFULL,
                   "database: this range holds 2^60 bytes or more, which is "
                   "more than can be added up: take a shorter one");
}

int am_detail_check(const struct am_detail *detail, int64_t last_content,
                    int64_t *bound, struct am_err *err)
{
    if (check_content(detail->content, last_content, err) < 0)
        return -1;
    for (size_t i = 0; i < detail->part_count; i++) {
        if (check_content(detail->parts[i].content, last_content, err) < 0)
            return -1;
    }
    return check_bound(detail, bound, err);
}
