/* groups - see groups.h. */
#include "store/groups.h"

#include "sql/embedded.h"

int am_groups_open(struct am_groups *groups, struct sqlite3 *db,
                   struct am_senders *senders, struct am_err *err)
{
    *groups = (struct am_groups){
        .senders = senders,
        .raise = {am_sql_write_small_group_raise, NULL},
    };
    return am_statements_prepare(db, &groups->raise, 1, err);
}

void am_groups_close(struct am_groups *groups)
{
    am_statements_finish(&groups->raise, 1);
}

static int raise(struct am_groups *groups, const struct am_sender_group *group,
                 int64_t count, struct am_err *err)
{
    am_bind(&groups->raise, ":dimension", group->dimension);
    am_bind(&groups->raise, ":day", group->day);
    am_bind(&groups->raise, ":value", group->value);
    am_bind(&groups->raise, ":senders", count);
    return am_statement_run(&groups->raise, err);
}

int am_groups_take(struct am_groups *groups, const struct am_record *record,
                   int64_t day, const struct am_cell *cell, struct am_err *err)
{
    for (unsigned dimensions = 1; dimensions < AM_DIMENSION_COUNT;
         dimensions++) {
        const struct am_sender_group group = {day, dimensions,
                                              am_cell_value(cell, dimensions)};
        bool raised = false;
        int64_t count =
            am_senders_add(groups->senders, record, &group, &raised);
        if (raised && raise(groups, &group, count, err) < 0)
            return -1;
    }
    return 0;
}
