/* diary - see diary.h. */
#include "fleet/diary.h"

#include <stdlib.h>

#include "base/units.h"
#include "fleet/days.h"

#define YOUNG_DAYS 3 /* whose rows may still change */
#define ALL_S      86400
#define FIRST_DAY  (-100000)
#define PENDING    500 /* days that are sent together */
#define ROWS_MOST  ((size_t)8 << 20)
#define ROWS_LIMIT (4 * ROWS_MOST)

struct am_diary {
    struct am_fleet *fleet;
    struct am_state *state;
    struct am_days *days;
    int64_t all_s;                        /* when all days were looked at */
    struct am_buf tables[AM_DAYS_TABLES]; /* rows to be sent */
    unsigned shard;                       /* where to */
    size_t count;                         /* days whose rows these are */
    struct am_state_day pending[PENDING];
};

struct sending {
    struct am_diary *diary;
    const struct am_diary_owner *owner;
    uint64_t version;
    bool has_sent;
};

int am_diary_create(struct am_diary **diary, struct am_store *store,
                    struct am_fleet *fleet, struct am_state *state,
                    struct am_err *err)
{
    struct am_diary *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for days");

    new->fleet = fleet;
    new->state = state;
    for (size_t i = 0; i < AM_DAYS_TABLES; i++)
        am_buf_init(&new->tables[i], ROWS_LIMIT);
    if (am_days_open(&new->days, store, err) < 0) {
        am_diary_destroy(&new);
        return -1;
    }
    *diary = new;
    return 0;
}

void am_diary_destroy(struct am_diary **diary)
{
    struct am_diary *old = *diary;

    *diary = NULL;
    if (old == NULL)
        return;
    am_days_close(&old->days);
    for (size_t i = 0; i < AM_DAYS_TABLES; i++)
        am_buf_free(&old->tables[i]);
    free(old);
}

static void clear(struct am_diary *diary)
{
    diary->count = 0;
    for (size_t i = 0; i < AM_DAYS_TABLES; i++)
        am_buf_clear(&diary->tables[i]);
}

static int flush(struct am_diary *diary, struct am_err *err)
{
    struct am_engine *engine = diary->fleet->engines[diary->shard];

    for (size_t i = 0; i < AM_DAYS_TABLES; i++) {
        if (diary->tables[i].size > 0 &&
            am_engine_insert(engine, am_days_insert(i), &diary->tables[i],
                             err) < 0)
            return -1;
    }
    if (diary->count > 0 &&
        am_state_days_sent(diary->state, diary->pending, diary->count, err) < 0)
        return -1;
    clear(diary);
    return 0;
}

static bool is_full(const struct am_diary *diary)
{
    size_t bytes = 0;

    for (size_t i = 0; i < AM_DAYS_TABLES; i++)
        bytes += diary->tables[i].size;
    return diary->count == PENDING || bytes >= ROWS_MOST;
}

static void roll_back(struct am_diary *diary, const size_t *sizes)
{
    for (size_t i = 0; i < AM_DAYS_TABLES; i++)
        diary->tables[i].size = sizes[i];
}

/* Add a day's rows, and no row where their digest is known.  *has_changed: it
 * was not. */
static int add_day(struct am_diary *diary, struct am_days_place place,
                   bool *has_changed, struct am_err *err)
{
    uint64_t digest = AM_DAYS_DIGEST;
    uint64_t known = 0;
    size_t sizes[AM_DAYS_TABLES];

    for (place.table = 0; place.table < AM_DAYS_TABLES; place.table++) {
        sizes[place.table] = diary->tables[place.table].size;
        if (am_days_add(diary->days, &place, &diary->tables[place.table],
                        &digest, err) < 0)
            return -1;
    }
    digest += digest == 0; /* 0: nothing was sent */
    if (am_state_day(diary->state, place.day, &known, err) < 0)
        return -1;
    *has_changed = digest != known;
    if (!*has_changed) {
        roll_back(diary, sizes);
        return 0;
    }
    diary->pending[diary->count].day = place.day;
    diary->pending[diary->count++].digest = digest;
    return 0;
}

static int take_day(struct sending *sending, int64_t day, struct am_err *err)
{
    struct am_diary *diary = sending->diary;
    const struct am_diary_owner *owner = sending->owner;
    const struct am_days_place place = {
        .day = day,
        .relay =
            am_name_on(owner->names, am_relays_on(owner->relays, day)->id, day),
        .version = sending->version,
    };
    unsigned shard =
        am_fleet_shard_on(&diary->fleet->routing, place.relay, day);
    bool has_changed = false;

    if ((is_full(diary) || shard != diary->shard) && flush(diary, err) < 0)
        return -1;
    diary->shard = shard;
    if (add_day(diary, place, &has_changed, err) < 0)
        return -1;
    sending->has_sent = sending->has_sent || has_changed;
    return 0;
}

/* Nothing of the database is held while a shard is waited for.  A day that
 * changes meanwhile has another digest next time. */
static int send_days(struct sending *sending, int64_t from_day,
                     struct am_err *err)
{
    struct am_diary *diary = sending->diary;
    int64_t *list = NULL;
    size_t count = 0;

    if (am_days_list(diary->days, from_day, &list, &count, err) < 0)
        return -1;
    clear(diary);
    int result = 0;
    for (size_t i = 0; result == 0 && i < count; i++)
        result = take_day(sending, list[i], err);
    if (result == 0)
        result = flush(diary, err);
    free(list);
    return result;
}

int am_diary_send(struct am_diary *diary, const struct am_diary_owner *owner,
                  struct am_state_progress *progress, int64_t now_s,
                  bool *has_sent, struct am_err *err)
{
    bool is_all = diary->all_s == 0 || now_s < diary->all_s ||
                  now_s - diary->all_s >= ALL_S;
    int64_t from_day = is_all ? FIRST_DAY : am_day_of(now_s) - YOUNG_DAYS;
    int64_t version = now_s * 1000;

    progress->version =
        version > progress->version ? version : progress->version + 1;
    if (am_state_write(diary->state, progress, err) < 0)
        return -1;
    struct sending sending = {
        .diary = diary, .owner = owner, .version = (uint64_t)progress->version};
    if (send_days(&sending, from_day, err) < 0)
        return -1;
    if (is_all)
        diary->all_s = now_s;
    *has_sent = sending.has_sent;
    return 0;
}
