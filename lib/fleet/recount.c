/* recount - see recount.h. */
#include "fleet/recount.h"

#include <stdlib.h>
#include <string.h>

#include "fleet/answer.h"
#include "fleet/days.h"
#include "fleet/parcel.h"
#include "fleet/relays.h"
#include "fleet/rowbinary.h"
#include "sql/embedded.h"

#define KEPT_STEP 1024

/* What a shard has of a day in a table. */
struct kept {
    int64_t table, day;
    int64_t version, rows; /* the newest one, and how many rows are of it */
};

struct recount {
    const struct am_recount_setup *setup;
    am_recount_fn *on_hole;
    void *context;
    struct am_recount_result *result;
    struct am_relays relays;
    struct am_days *days;
    struct am_parcel *parcel;
    /* while days of one name on one shard are compared */
    const unsigned char *relay; /* NULL: none yet */
    struct kept *list;
    size_t count;
    struct am_recount_hole hole;
};

/* ---- what a shard has ---- */

static int compare(const void *a, const void *b)
{
    const struct kept *x = a;
    const struct kept *y = b;

    if (x->table != y->table)
        return x->table < y->table ? -1 : 1;
    return (x->day > y->day) - (x->day < y->day);
}

static int read_kept(struct recount *recount, const char *text,
                     struct am_err *err)
{
    struct am_answer answer;

    recount->count = 0;
    am_answer_begin(&answer, text);
    while (am_answer_has_row(&answer)) {
        if (recount->count % KEPT_STEP == 0) {
            struct kept *more = realloc(
                recount->list, (recount->count + KEPT_STEP) * sizeof(*more));
            if (more == NULL)
                return am_fail(err, AM_ENOMEM, "no memory for days");
            recount->list = more;
        }
        struct kept *kept = &recount->list[recount->count++];
        kept->table = am_answer_number(&answer);
        kept->day = am_answer_number(&answer);
        kept->version = am_answer_number(&answer);
        kept->rows = am_answer_number(&answer);
        if (am_answer_end(&answer, NULL) < 0)
            return am_fail(err, AM_EINVAL, "a shard's days make no sense");
    }
    if (recount->count > 0)
        qsort(recount->list, recount->count, sizeof(*recount->list), compare);
    return 0;
}

static int ask(struct recount *recount, struct am_err *err)
{
    char id[AM_PHRASE_TEXT_SIZE];
    const struct am_phrase_word words[] = {
        {"relay", am_phrase_bytes(recount->relay, AM_FLEET_ID_SIZE, id)},
        {NULL, NULL}};
    const char *text = NULL;

    if (am_engine_ask(recount->setup->fleet->engines[recount->hole.shard],
                      am_sql_fleet_query_days, words, &text, err) < 0)
        return -1;
    return read_kept(recount, text, err);
}

static bool is_there(const struct recount *recount,
                     const struct am_parcel_day *day,
                     const struct am_state_day *sent)
{
    struct kept wanted = {.day = am_rowbinary_day(sent->day)};

    for (size_t i = 0; i < AM_DAYS_TABLES; i++) {
        const struct kept *kept = NULL;
        wanted.table = (int64_t)i;
        if (recount->count > 0) {
            kept = bsearch(&wanted, recount->list, recount->count,
                           sizeof(wanted), compare);
        }
        if (day->rows[i] > 0 &&
            (kept == NULL || kept->version < sent->version ||
             kept->rows < (int64_t)day->rows[i]))
            return false;
    }
    return true;
}

/* ---- day by day ---- */

static int send(struct recount *recount, struct am_err *err)
{
    return am_parcel_send(recount->parcel,
                          recount->setup->fleet->engines[recount->hole.shard],
                          err);
}

/* What is missing of one name on one shard. */
static int end_hole(struct recount *recount, struct am_err *err)
{
    const struct am_recount_hole *hole = &recount->hole;

    if (hole->days == 0)
        return 0;
    recount->result->missing += hole->days;
    recount->on_hole(recount->context, hole);
    if (!recount->setup->is_repair)
        return 0;
    if (send(recount, err) < 0)
        return -1;
    recount->result->sent += hole->days;
    return 0;
}

static int turn_to(struct recount *recount, const unsigned char *relay,
                   unsigned shard, struct am_err *err)
{
    if (recount->relay != NULL && shard == recount->hole.shard &&
        memcmp(relay, recount->relay, AM_FLEET_ID_SIZE) == 0)
        return 0;
    if (end_hole(recount, err) < 0)
        return -1;
    recount->relay = relay;
    recount->hole = (struct am_recount_hole){.shard = shard};
    return ask(recount, err);
}

/* With its rows in the parcel. */
static int look_at(struct recount *recount, const struct am_parcel_day *day,
                   const struct am_state_day *sent, struct am_err *err)
{
    struct am_recount_hole *hole = &recount->hole;
    bool was_sent =
        day->digest == sent->digest && sent->version < recount->setup->version;
    bool is_hole = was_sent && !is_there(recount, day, sent);

    recount->result->days += was_sent;
    if (is_hole) {
        if (hole->days++ == 0)
            hole->first_day = sent->day;
        hole->last_day = sent->day;
    }
    if (!is_hole || !recount->setup->is_repair)
        am_parcel_drop(recount->parcel);
    return am_parcel_is_full(recount->parcel) ? send(recount, err) : 0;
}

static int take_day(struct recount *recount, int64_t day, struct am_err *err)
{
    const struct am_recount_setup *setup = recount->setup;
    const struct am_days_place place = {
        .day = day,
        .relay = am_name_on(setup->names,
                            am_relays_on(&recount->relays, day)->id, day),
        .version = (uint64_t)setup->version,
    };
    unsigned shard =
        am_fleet_shard_on(&setup->fleet->routing, place.relay, day);
    struct am_parcel_day found;
    struct am_state_day sent;

    if (turn_to(recount, place.relay, shard, err) < 0 ||
        am_parcel_add(recount->parcel, &place, &found, err) < 0 ||
        am_state_day(setup->state, day, &sent, err) < 0)
        return -1;
    return look_at(recount, &found, &sent, err);
}

static int run(struct recount *recount, struct am_err *err)
{
    struct am_store *store = recount->setup->store;
    int64_t *list = NULL;
    size_t count = 0;

    if (am_relays_read(&recount->relays, store, err) < 0 ||
        am_days_open(&recount->days, store, err) < 0 ||
        am_parcel_create(&recount->parcel, recount->days, err) < 0 ||
        am_days_list(recount->days, AM_DAYS_FIRST, &list, &count, err) < 0)
        return -1;
    int result = 0;
    for (size_t i = 0; result == 0 && i < count; i++)
        result = take_day(recount, list[i], err);
    free(list);
    return result < 0 ? -1 : end_hole(recount, err);
}

int am_recount_run(const struct am_recount_setup *setup, am_recount_fn *on_hole,
                   void *context, struct am_recount_result *result,
                   struct am_err *err)
{
    struct recount recount = {.setup = setup,
                              .on_hole = on_hole,
                              .context = context,
                              .result = result};

    *result = (struct am_recount_result){.days = 0};
    int failed = run(&recount, err);
    am_parcel_destroy(&recount.parcel);
    am_days_close(&recount.days);
    am_relays_free(&recount.relays);
    free(recount.list);
    return failed;
}
