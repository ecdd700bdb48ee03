/* diary - see diary.h. */
#include "fleet/diary.h"

#include <stdlib.h>

#include "base/units.h"
#include "fleet/days.h"
#include "fleet/parcel.h"

#define YOUNG_DAYS 3 /* whose rows may still change */
#define ALL_S      86400
#define PENDING    500 /* days that are sent together */

struct am_diary {
    struct am_fleet *fleet;
    struct am_state *state;
    struct am_days *days;
    int64_t all_s;            /* when all days were looked at */
    struct am_parcel *parcel; /* rows to be sent */
    unsigned shard;           /* where to */
    size_t count;             /* days whose rows these are */
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
    if (am_days_open(&new->days, store, err) < 0 ||
        am_parcel_create(&new->parcel, new->days, err) < 0) {
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
    am_parcel_destroy(&old->parcel);
    am_days_close(&old->days);
    free(old);
}

static int flush(struct am_diary *diary, struct am_err *err)
{
    if (am_parcel_send(diary->parcel, diary->fleet->engines[diary->shard],
                       err) < 0)
        return -1;
    if (diary->count > 0 &&
        am_state_days_sent(diary->state, diary->pending, diary->count, err) < 0)
        return -1;
    diary->count = 0;
    return 0;
}

static bool is_full(const struct am_diary *diary)
{
    return diary->count == PENDING || am_parcel_is_full(diary->parcel);
}

/* Add a day's rows, and no row where their digest is known.  *has_changed: it
 * was not. */
static int add_day(struct am_diary *diary, const struct am_days_place *place,
                   bool *has_changed, struct am_err *err)
{
    struct am_parcel_day day;
    struct am_state_day known;

    if (am_parcel_add(diary->parcel, place, &day, err) < 0 ||
        am_state_day(diary->state, place->day, &known, err) < 0)
        return -1;
    *has_changed = day.digest != known.digest;
    if (!*has_changed) {
        am_parcel_drop(diary->parcel);
        return 0;
    }
    diary->pending[diary->count++] =
        (struct am_state_day){place->day, day.digest, (int64_t)place->version};
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
    if (add_day(diary, &place, &has_changed, err) < 0)
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
    am_parcel_clear(diary->parcel);
    diary->count = 0;
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
    int64_t from_day = is_all ? AM_DAYS_FIRST : am_day_of(now_s) - YOUNG_DAYS;
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
