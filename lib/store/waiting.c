/* waiting - see waiting.h. */
#include "store/waiting.h"

#include "sql/embedded.h"
#include "store/statement.h"

int am_waiting_taken(struct am_store *store,
                     const unsigned char incarnation[AM_INCARNATION_SIZE],
                     struct am_spool_position *taken, struct am_err *err)
{
    struct am_statement find = {am_sql_write_position_find, NULL};

    *taken = (struct am_spool_position){0, 0};
    if (am_statements_prepare(am_store_handle(store), &find, 1, err) < 0)
        return -1;
    am_bind_bytes(&find, ":incarnation", incarnation, AM_INCARNATION_SIZE);
    int result = am_statement_row(&find, err);
    if (result == 1) {
        taken->segment = (uint64_t)am_column(&find, 0);
        taken->offset = (uint64_t)am_column(&find, 1);
    }
    am_statements_finish(&find, 1);
    return result < 0 ? -1 : 0;
}

int am_waiting_find(struct am_store *store, const struct am_glance *glance,
                    bool *is_waiting, struct am_err *err)
{
    struct am_spool_position taken;

    if (am_waiting_taken(store, glance->incarnation, &taken, err) < 0)
        return -1;
    *is_waiting = glance->is_there && (taken.segment < glance->end.segment ||
                                       (taken.segment == glance->end.segment &&
                                        taken.offset < glance->end.offset));
    return 0;
}
