/* waiting - see waiting.h. */
#include "store/waiting.h"

#include "sql/embedded.h"
#include "store/statement.h"

int am_waiting_find(struct am_store *store, const struct am_glance *glance,
                    bool *is_waiting, struct am_err *err)
{
    struct am_statement find = {am_sql_write_position_find, NULL};
    struct am_spool_position taken = {0, 0};

    if (am_statements_prepare(am_store_handle(store), &find, 1, err) < 0)
        return -1;
    am_bind_bytes(&find, ":incarnation", glance->incarnation,
                  AM_INCARNATION_SIZE);
    int result = am_statement_row(&find, err);
    if (result == 1) {
        taken.segment = (uint64_t)am_column(&find, 0);
        taken.offset = (uint64_t)am_column(&find, 1);
    }
    am_statements_finish(&find, 1);
    *is_waiting = glance->is_there && (taken.segment < glance->end.segment ||
                                       (taken.segment == glance->end.segment &&
                                        taken.offset < glance->end.offset));
    return result < 0 ? -1 : 0;
}
