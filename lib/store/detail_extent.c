/* detail_extent - see detail_extent.h. */
#include "store/detail_extent.h"

#include <sqlite3.h>

#include "meter/policy.h"
#include "sql/embedded.h"
#include "store/senders.h"
#include "store/statement.h"

int am_detail_find_extent(struct am_store *store, int64_t from_day,
                          struct am_detail_extent *extent, struct am_err *err)
{
    struct am_statement find[] = {{am_sql_report_detail_extent, NULL},
                                  {am_sql_report_detail_first_day, NULL}};

    if (am_statements_prepare(am_store_handle(store), find, 2, err) < 0)
        return -1;
    int result = am_statement_row(&find[0], err);
    if (result == 1) {
        *extent = (struct am_detail_extent){
            .is_empty = sqlite3_column_type(find[0].stmt, 0) == SQLITE_NULL,
            .first_day = am_column(&find[0], 0),
            .last_content = am_column(&find[0], 1),
        };
    }
    if (result == 1 && !extent->is_empty && extent->first_day > from_day) {
        result = am_statement_row(&find[1], err);
        if (result == 1)
            extent->first_day = am_column(&find[1], 0);
    }
    am_statements_finish(find, 2);
    return result == 1 ? 0 : -1;
}

static int tell_content(const struct am_statement *find,
                        am_detail_content_fn *on_content, void *context,
                        struct am_err *err)
{
    struct am_detail_content content = {
        .content = am_column(find, 0),
        .size_bytes = am_column(find, 2),
        .family = am_column(find, 3),
        .first_day = am_column(find, 4),
        .last_day = am_column(find, 5),
    };

    if (am_column_bytes(find, 1, content.fingerprint, AM_FINGERPRINT_SIZE) <
        0) {
        return am_fail(err, AM_ECORRUPT,
                       "database: the fingerprint of content %lld is damaged",
                       (long long)content.content);
    }
    return on_content(context, &content, err);
}

int am_detail_contents(struct am_store *store, int64_t from_day,
                       int64_t until_day, am_detail_content_fn *on_content,
                       void *context, struct am_err *err)
{
    struct am_statement find = {am_sql_report_contents_shown, NULL};
    int result = 0;

    if (am_statements_prepare(am_store_handle(store), &find, 1, err) < 0)
        return -1;
    am_bind(&find, ":senders", AM_SENDERS_MAX);
    am_bind(&find, ":from_day", from_day);
    am_bind(&find, ":until_day", until_day);
    while ((result = am_statement_row(&find, err)) == 1) {
        if (tell_content(&find, on_content, context, err) < 0) {
            result = -1;
            break;
        }
    }
    am_statements_finish(&find, 1);
    return result;
}

int am_detail_senders(struct am_store *store, int64_t content, int64_t *senders,
                      struct am_err *err)
{
    struct am_statement find = {am_sql_report_content_senders, NULL};

    *senders = 0;
    if (am_statements_prepare(am_store_handle(store), &find, 1, err) < 0)
        return -1;
    am_bind(&find, ":id", content);
    int result = am_statement_row(&find, err);
    if (result == 1)
        *senders = am_column(&find, 0);
    am_statements_finish(&find, 1);
    return result < 0 ? -1 : 0;
}

int am_detail_most_copies(struct am_store *store, int64_t day, int64_t *copies,
                          struct am_err *err)
{
    struct am_statement find = {am_sql_report_fanout_day, NULL};

    if (am_statements_prepare(am_store_handle(store), &find, 1, err) < 0)
        return -1;
    am_bind(&find, ":day", day);
    am_bind(&find, ":newest", AM_DETAIL_NEWEST);
    am_bind(&find, ":class", AM_CLASS_ATTACHMENT);
    int result = am_statement_row(&find, err);
    if (result == 1)
        *copies = am_column(&find, 0);
    am_statements_finish(&find, 1);
    return result == 1 ? 0 : -1;
}

int am_detail_scan_inside(struct am_store *store, am_detail_pair_fn *on_pair,
                          void *context, struct am_err *err)
{
    struct am_statement find = {am_sql_report_detail_parts, NULL};
    int result = 0;

    if (am_statements_prepare(am_store_handle(store), &find, 1, err) < 0)
        return -1;
    while ((result = am_statement_row(&find, err)) == 1)
        on_pair(context, am_column(&find, 1), am_column(&find, 2));
    am_statements_finish(&find, 1);
    return result;
}
