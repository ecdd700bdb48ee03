/* stretches - see stretches.h. */
#include "fleet/stretches.h"

#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "sql/embedded.h"
#include "store/statement.h"

/* One more, of rows of a relay that all go under one name, if there are any. */
static int add(struct am_stretches *stretches, const struct am_names *names,
               struct am_stretch rows, struct am_err *err)
{
    if (rows.first > rows.last)
        return 0;
    struct am_stretch *more =
        realloc(stretches->list, (stretches->count + 1) * sizeof(*more));
    if (more == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for an audit");

    stretches->list = more;
    struct am_stretch *one = &more[stretches->count++];
    *one = rows;
    memcpy(one->relay, am_name_of(names, rows.relay, rows.first),
           AM_FLEET_ID_SIZE);
    return 0;
}

/* Where another name begins inside of them, rows of a relay are cut. */
static int add_relay(struct am_stretches *stretches,
                     const struct am_names *names, struct am_stretch rows,
                     struct am_err *err)
{
    for (size_t i = 0; i < names->count; i++) {
        const struct am_name *name = &names->list[i];
        struct am_stretch front = rows;
        if (memcmp(name->relay_of, rows.relay, AM_FLEET_ID_SIZE) != 0 ||
            name->first_sequence <= rows.first ||
            name->first_sequence > rows.last)
            continue;
        front.last = name->first_sequence - 1;
        if (add(stretches, names, front, err) < 0)
            return -1;
        rows.first = name->first_sequence;
    }
    return add(stretches, names, rows, err);
}

int am_stretches_read(struct am_stretches *stretches, struct am_store *store,
                      const struct am_names *names, int64_t until,
                      struct am_err *err)
{
    struct am_statement find = {am_sql_outbox_stretches, NULL};
    int result = 0;

    *stretches = (struct am_stretches){.count = 0};
    if (am_statements_prepare(am_store_handle(store), &find, 1, err) < 0)
        return -1;
    while (result == 0 && (result = am_statement_row(&find, err)) == 1) {
        struct am_stretch rows = {.first = am_column(&find, 1),
                                  .last = am_column(&find, 2)};
        if (rows.last > until)
            rows.last = until;
        if (am_hex_read(am_column_text(&find, 0), AM_HEX_SMALL, rows.relay,
                        sizeof(rows.relay)) < 0) {
            result =
                am_fail(err, AM_ECORRUPT, "the database: an id is damaged");
        } else {
            result = add_relay(stretches, names, rows, err);
        }
    }
    am_statements_finish(&find, 1);
    if (result < 0)
        am_stretches_free(stretches);
    return result;
}

void am_stretches_free(struct am_stretches *stretches)
{
    free(stretches->list);
    *stretches = (struct am_stretches){.count = 0};
}
