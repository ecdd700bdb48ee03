/* lookup - see lookup.h. */
#include "store/lookup.h"

#include <sqlite3.h>

#include "sql/embedded.h"
#include "store/statement.h"

static int find_content(struct am_statement *find,
                        const unsigned char *fingerprint,
                        struct am_lookup *found, struct am_err *err)
{
    am_bind_bytes(find, ":fingerprint", fingerprint, AM_FINGERPRINT_SIZE);
    int result = am_statement_row(find, err);
    if (result != 1)
        return result;
    *found = (struct am_lookup){
        .id = am_column(find, 0),
        .size_bytes = am_column(find, 1),
        .family = (enum am_family)am_column(find, 2),
        .first_day = am_column(find, 3),
        .last_day = am_column(find, 4),
        .is_own = sqlite3_column_type(find->stmt, 5) != SQLITE_NULL,
        .last_own_day = am_column(find, 5),
    };
    am_statement_reset(find);
    return 1;
}

static int find_times(struct am_statement *find, int64_t content,
                      struct am_lookup_times *times, struct am_err *err)
{
    am_bind(find, ":content", content);
    int result = am_statement_row(find, err);
    if (result != 1)
        return -1;
    *times = (struct am_lookup_times){
        .sightings = am_column(find, 0),
        .copies_local = am_column(find, 1),
        .copies_sent = am_column(find, 2),
        .copies_external = am_column(find, 3),
    };
    am_statement_reset(find);
    return 0;
}

int am_lookup_find(struct am_store *store,
                   const unsigned char fingerprint[AM_FINGERPRINT_SIZE],
                   struct am_lookup *found, struct am_err *err)
{
    struct am_statement find[] = {
        {am_sql_report_lookup, NULL},
        {am_sql_report_lookup_sightings, NULL},
        {am_sql_report_lookup_inside, NULL},
    };

    if (am_statements_prepare(am_store_handle(store), find, 3, err) < 0)
        return -1;
    int result = find_content(&find[0], fingerprint, found, err);
    if (result == 1 &&
        (find_times(&find[1], found->id, &found->attached, err) < 0 ||
         find_times(&find[2], found->id, &found->inside, err) < 0))
        result = -1;
    am_statements_finish(find, 3);
    return result;
}
