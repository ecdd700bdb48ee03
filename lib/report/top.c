/* top - see top.h.  Contents are gathered by top_contents. */
#include "report/top.h"

#include <stdlib.h>

#include "base/language.h"
#include "report/top_contents.h"
#include "store/sums.h"

const char *const am_top_names[AM_TOP_COUNT + 1] = {
    [AM_TOP_CONTENTS] = N_("contents"),
    [AM_TOP_TYPES] = N_("types"),
    [AM_TOP_DOMAINS] = N_("domains"),
};

/* No domain is one too, but has no name. */
static const char *name_of(const struct am_breakdown_row *row)
{
    return row->value[0][0] == '\0' ? AM_TOP_NO_DOMAIN : row->value[0];
}

/* Rows of a type or domain, and their sum: that of all in the range. */
static int take_rows(struct am_top *top, struct am_err *err)
{
    const struct am_breakdown *breakdown = &top->breakdown;
    struct am_sums total = {0};

    top->rows = calloc(breakdown->count + 1, sizeof(top->rows[0]));
    if (top->rows == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for rows");
    for (size_t i = 0; i < breakdown->count; i++) {
        const struct am_breakdown_row *from = &breakdown->rows[i];
        struct am_top_row *row = &top->rows[top->count++];
        row->name = name_of(from);
        row->is_others = from->others > 0;
        row->groups = from->others > 0 ? from->others : 1;
        row->own = am_profile_savings(&top->request.ask.profile, &from->sums);
        top->total.groups += row->groups;
        am_sums_add(&total, &from->sums);
    }
    top->total.own = am_profile_savings(&top->request.ask.profile, &total);
    return 0;
}

static int gather_groups(struct am_top *top, struct am_store *store,
                         struct am_err *err)
{
    const struct am_top_request *request = &top->request;
    struct am_query query = am_head_query(&top->head);

    query.by = request->of == AM_TOP_TYPES ? AM_BY_FAMILY : AM_BY_DOMAIN;
    am_profile_prepare(&request->ask.profile, &query);
    if (am_breakdown_make(&top->breakdown, store, &query, &request->ask.profile,
                          err) < 0)
        return -1;
    if (request->limit > 0 &&
        am_breakdown_cut(&top->breakdown, request->limit, err) < 0)
        return -1;
    return take_rows(top, err);
}

static int gather(struct am_top *top, struct am_store *store,
                  struct am_err *err)
{
    if (am_head_read(&top->head, store, err) < 0)
        return -1;
    if (am_head_is_empty(&top->head))
        return 1;
    if (top->request.of == AM_TOP_CONTENTS)
        return am_top_gather_contents(top, store, err);
    return gather_groups(top, store, err);
}

int am_top_make(struct am_top **top, struct am_store *store,
                const struct am_top_request *request, struct am_err *err)
{
    struct am_top *new = calloc(1, sizeof(*new));

    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a view");
    new->request = *request;
    new->total.name = "total";
    new->head = am_head_of("top", &request->ask);
    int result = am_store_hold(store, err);
    if (result == 0) {
        result = gather(new, store, err);
        am_store_release(store);
    }
    if (result < 0) {
        am_top_free(&new);
        return -1;
    }
    *top = new;
    return result;
}

void am_top_free(struct am_top **top)
{
    struct am_top *old = *top;

    *top = NULL;
    if (old == NULL)
        return;
    am_breakdown_free(&old->breakdown);
    free(old->contents);
    free(old->rows);
    free(old);
}
