/* relays - see relays.h. */
#include "fleet/relays.h"

#include <stdlib.h>

#include "base/hex.h"
#include "sql/embedded.h"
#include "store/statement.h"

static int add(struct am_relays *relays, const struct am_statement *find,
               struct am_err *err)
{
    const char *key_id = am_column_text(find, 1);
    struct am_relay *more =
        realloc(relays->list, (relays->count + 1) * sizeof(*more));
    if (more == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for relays");

    relays->list = more;
    struct am_relay *one = &more[relays->count++];
    *one = (struct am_relay){.has_key = key_id[0] != '\0',
                             .start_day = am_column(find, 2),
                             .epoch = am_column(find, 3)};
    if (am_hex_read(am_column_text(find, 0), AM_HEX_SMALL, one->id,
                    sizeof(one->id)) < 0 ||
        (one->has_key && am_hex_read(key_id, AM_HEX_SMALL, one->key_id,
                                     sizeof(one->key_id)) < 0))
        return am_fail(err, AM_ECORRUPT, "the database: an id is damaged");
    return 0;
}

static int check_merged(struct am_store *store, struct am_err *err)
{
    struct am_statement find = {am_sql_outbox_is_merged, NULL};

    if (am_statements_prepare(am_store_handle(store), &find, 1, err) < 0)
        return -1;
    int result = am_statement_row(&find, err);
    bool is_merged = result == 1 && am_column(&find, 0) != 0;
    am_statements_finish(&find, 1);
    if (is_merged) {
        return am_fail(err, AM_EINVAL,
                       "this database was put together from several: each is "
                       "shipped by its own relay");
    }
    return result < 0 ? -1 : 0;
}

int am_relays_read(struct am_relays *relays, struct am_store *store,
                   struct am_err *err)
{
    struct am_statement find = {am_sql_outbox_relays, NULL};
    int result = 0;

    *relays = (struct am_relays){.count = 0};
    if (check_merged(store, err) < 0 ||
        am_statements_prepare(am_store_handle(store), &find, 1, err) < 0)
        return -1;
    while ((result = am_statement_row(&find, err)) == 1) {
        result = add(relays, &find, err);
        if (result < 0)
            break;
    }
    am_statements_finish(&find, 1);
    if (result == 0 && relays->count == 0) {
        result =
            am_fail(err, AM_ECORRUPT, "the database has lost its identity");
    }
    if (result < 0)
        am_relays_free(relays);
    return result;
}

void am_relays_free(struct am_relays *relays)
{
    free(relays->list);
    *relays = (struct am_relays){.count = 0};
}

const struct am_relay *am_relays_of(const struct am_relays *relays,
                                    int64_t epoch)
{
    for (size_t i = relays->count; i > 0; i--) {
        if (relays->list[i - 1].epoch == epoch)
            return &relays->list[i - 1];
    }
    return NULL;
}

const struct am_relay *am_relays_on(const struct am_relays *relays, int64_t day)
{
    size_t i = relays->count;

    while (i > 1 && relays->list[i - 1].start_day > day)
        i--;
    return &relays->list[i - 1];
}

const struct am_relay *am_relays_newest(const struct am_relays *relays)
{
    return &relays->list[relays->count - 1];
}
