/* breakdown - see breakdown.h. */
#include "report/breakdown.h"

#include <stdlib.h>
#include <string.h>

#include "report/savings.h"
#include "store/sums.h"

static void free_row(struct am_breakdown_row *row)
{
    free(row->value[0]);
    free(row->value[1]);
}

void am_breakdown_free(struct am_breakdown *breakdown)
{
    for (size_t i = 0; i < breakdown->count; i++)
        free_row(&breakdown->rows[i]);
    free(breakdown->rows);
    *breakdown = (struct am_breakdown){.profile = breakdown->profile};
}

/* Add a row of sums under two texts, which are copied. */
static int add_row(struct am_breakdown *breakdown, const char *first,
                   const char *second, const struct am_sums *sums,
                   struct am_err *err)
{
    size_t room = breakdown->count;

    if ((room & (room - 1)) == 0) { /* it is full: 0, 1, 2, 4, 8, ... */
        struct am_breakdown_row *rows =
            realloc(breakdown->rows,
                    (room == 0 ? 1 : 2 * room) * sizeof(breakdown->rows[0]));
        if (rows == NULL)
            return am_fail(err, AM_ENOMEM, "no memory for a row");
        breakdown->rows = rows;
    }
    struct am_breakdown_row *row = &breakdown->rows[breakdown->count];
    *row = (struct am_breakdown_row){.value = {strdup(first), strdup(second)},
                                     .sums = *sums};
    if (row->value[0] == NULL || row->value[1] == NULL) {
        free_row(row);
        return am_fail(err, AM_ENOMEM, "no memory for a row");
    }
    breakdown->count++;
    return 0;
}

static int take_group(void *context, const struct am_group *group,
                      const struct am_sums *sums, struct am_err *err)
{
    struct am_breakdown *breakdown = context;

    if (add_row(breakdown, group->value[0], group->value[1], sums, err) < 0)
        return -1;
    struct am_breakdown_row *row = &breakdown->rows[breakdown->count - 1];
    memcpy(row->number, group->number, sizeof(row->number));
    row->senders = group->senders;
    row->avoidable_bytes[AM_SCOPE_ALL] =
        am_savings_of(sums, AM_SCOPE_ALL).total_bytes;
    row->avoidable_bytes[AM_SCOPE_OWN] =
        am_profile_savings(breakdown->profile, sums).total_bytes;
    return 0;
}

/* Others last, the most avoidable first: own, then all; equal ones by name. */
static int compare_rows(const void *left, const void *right)
{
    const struct am_breakdown_row *a = left;
    const struct am_breakdown_row *b = right;

    if ((a->others > 0) != (b->others > 0))
        return a->others > 0 ? 1 : -1;
    for (int scope = AM_SCOPE_COUNT - 1; scope >= 0; scope--) {
        int64_t of_a = a->avoidable_bytes[scope];
        int64_t of_b = b->avoidable_bytes[scope];
        if (of_a != of_b)
            return of_a < of_b ? 1 : -1;
    }
    int order = strcmp(a->value[0], b->value[0]);
    return order != 0 ? order : strcmp(a->value[1], b->value[1]);
}

static bool is_smaller(const struct am_breakdown_row *a,
                       const struct am_breakdown_row *b)
{
    if (a->sums.sightings != b->sums.sightings)
        return a->sums.sightings < b->sums.sightings;
    return compare_rows(a, b) > 0;
}

/* Mark the groups that are to be taken together; returns how many. */
static size_t mark_small(struct am_breakdown_row *rows, size_t count)
{
    struct am_breakdown_row *next = NULL; /* the smallest of the rest */
    size_t small = 0;

    for (size_t i = 0; i < count; i++) {
        rows[i].others = rows[i].senders < AM_SENDERS_MAX;
        small += rows[i].others;
        if (rows[i].others == 0 && (next == NULL || is_smaller(&rows[i], next)))
            next = &rows[i];
    }
    if (small != 1 || next == NULL)
        return small;
    next->others = 1;
    return 2;
}

static int name_others(struct am_breakdown_row *row, int level,
                       struct am_err *err)
{
    char *name = strdup(AM_OTHERS);

    if (name == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a row");
    free(row->value[level]);
    row->value[level] = name;
    return 0;
}

/* Move a row into the others, which hold none at first. */
static void join(struct am_breakdown_row *others, struct am_breakdown_row *row)
{
    size_t groups = row->others > 0 ? row->others : 1;

    if (others->others == 0) {
        *others = *row;
        others->others = groups;
        return;
    }
    others->others += groups;
    am_sums_add(&others->sums, &row->sums);
    for (int scope = 0; scope < AM_SCOPE_COUNT; scope++)
        others->avoidable_bytes[scope] += row->avoidable_bytes[scope];
    free_row(row);
}

/* Take the small ones of count rows together, on a level, behind the others:
 * *left of them are left. */
static int fold(struct am_breakdown_row *rows, size_t count, int level,
                size_t *left, struct am_err *err)
{
    struct am_breakdown_row others = {0};
    size_t small = mark_small(rows, count);
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (rows[i].others == 0) {
            rows[kept++] = rows[i];
        } else {
            join(&others, &rows[i]);
        }
    }
    *left = kept;
    if (small == 0)
        return 0;
    rows[kept] = others;
    *left = kept + 1;
    return name_others(&rows[kept], level, err);
}

/* Fold the rows from one on, which are all there are of a group. */
static int settle(struct am_breakdown *breakdown, size_t from, int level,
                  enum am_by by, struct am_err *err)
{
    size_t count = breakdown->count - from;
    struct am_breakdown_row *rows = breakdown->rows + from;

    if (count == 0)
        return 0;
    int result = fold(rows, count, level, &count, err);
    breakdown->count = from + count;
    if (!am_by_is_time(by, NULL) && count > 1)
        qsort(rows, count, sizeof(rows[0]), compare_rows);
    return result;
}

static int make_level(struct am_breakdown *breakdown, struct am_store *store,
                      const struct am_query *query, enum am_by then_by,
                      struct am_err *err)
{
    struct am_query level = *query;

    level.then_by = then_by;
    return am_query_sums(store, &level, take_group, breakdown, err);
}

/* The first of the cells, which are in the order of numbers, that is not before
 * those of a group. */
static size_t find_cells(const struct am_breakdown *cells, int64_t number)
{
    size_t low = 0;
    size_t high = cells->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cells->rows[middle].number[0] < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static int add_copy(struct am_breakdown *breakdown,
                    const struct am_breakdown_row *row, struct am_err *err)
{
    const struct am_group group = {
        .number = {row->number[0], row->number[1]},
        .value = {row->value[0], row->value[1]},
        .senders = row->senders,
    };

    return take_group(breakdown, &group, &row->sums, err);
}

/* Add the cells of one group of the first level. */
static int add_cells(struct am_breakdown *breakdown,
                     const struct am_breakdown_row *group,
                     const struct am_breakdown *cells, enum am_by by,
                     struct am_err *err)
{
    size_t from = breakdown->count;

    if (group->others > 0) {
        if (add_copy(breakdown, group, err) < 0)
            return -1;
        breakdown->rows[from].others = group->others;
        return name_others(&breakdown->rows[from], 1, err);
    }
    for (size_t i = find_cells(cells, group->number[0]);
         i < cells->count && cells->rows[i].number[0] == group->number[0];
         i++) {
        if (add_copy(breakdown, &cells->rows[i], err) < 0)
            return -1;
    }
    return settle(breakdown, from, 1, by, err);
}

static int add_level(struct am_breakdown *breakdown,
                     const struct am_breakdown *groups, struct am_store *store,
                     const struct am_query *query, struct am_err *err)
{
    struct am_breakdown cells = {.profile = breakdown->profile};
    int result = make_level(&cells, store, query, query->then_by, err);

    for (size_t i = 0; result == 0 && i < groups->count; i++) {
        result =
            add_cells(breakdown, &groups->rows[i], &cells, query->then_by, err);
    }
    am_breakdown_free(&cells);
    return result;
}

int am_breakdown_make(struct am_breakdown *breakdown, struct am_store *store,
                      const struct am_query *query,
                      const struct am_profile *profile, struct am_err *err)
{
    struct am_breakdown groups = {.profile = profile};
    struct am_breakdown both = {.profile = profile};
    int result = make_level(&groups, store, query, AM_BY_NOTHING, err);

    if (result == 0)
        result = settle(&groups, 0, 0, query->by, err);
    if (result == 0 && query->then_by != AM_BY_NOTHING) {
        result = add_level(&both, &groups, store, query, err);
        am_breakdown_free(&groups);
        groups = both;
    }
    if (result < 0) {
        am_breakdown_free(&groups);
        return -1;
    }
    *breakdown = groups;
    return 0;
}

int am_breakdown_cut(struct am_breakdown *breakdown, size_t limit,
                     struct am_err *err)
{
    struct am_breakdown_row others = {0};
    struct am_breakdown_row *rows = breakdown->rows;

    if (breakdown->count <= limit ||
        (breakdown->count == limit + 1 && rows[limit].others > 0))
        return 0;
    for (size_t i = limit; i < breakdown->count; i++)
        join(&others, &rows[i]);
    rows[limit] = others;
    breakdown->count = limit + 1;
    return name_others(&rows[limit], 0, err);
}
