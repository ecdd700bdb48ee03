/* history - see history.h. */
#include "store/history.h"

#include "sql/embedded.h"
#include "store/statement.h"

int am_history_read(struct am_history *history, struct sqlite3 *db,
                    const char *name, struct am_err *err)
{
    struct am_statement find = {am_sql_report_setting, NULL};
    int result = 0;

    history->count = 0;
    if (am_statements_prepare(db, &find, 1, err) < 0)
        return -1;
    am_bind_text(&find, ":name", name);
    while ((result = am_statement_row(&find, err)) == 1) {
        if (history->count == AM_HISTORY_MOST)
            history->count--; /* the newest is the one that holds */
        history->changes[history->count].start_day = am_column(&find, 0);
        history->changes[history->count++].value = am_column(&find, 1);
    }
    am_statements_finish(&find, 1);
    return result;
}

int64_t am_history_on(const struct am_history *history, int64_t day,
                      int64_t other)
{
    size_t i = history->count;

    while (i > 1 && history->changes[i - 1].start_day > day)
        i--;
    return i > 0 && history->changes[i - 1].value > 0
               ? history->changes[i - 1].value
               : other;
}
