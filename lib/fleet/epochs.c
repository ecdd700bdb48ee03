/* epochs - am_fleet_epochs_check() and _write() of schema.h. */
#include "base/units.h"
#include "fleet/answer.h"
#include "fleet/rowbinary.h"
#include "fleet/schema.h"
#include "sql/embedded.h"

#define ROWS_LIMIT 4096

struct epoch {
    int64_t start_day;
    unsigned shards, shard;
};

struct epochs {
    unsigned count;
    struct epoch list[AM_FLEET_SHARDS_MAX];
};

/* Those that a shard takes part in. */
static void expect(const struct am_fleet_routing *routing, unsigned shard,
                   struct epochs *epochs)
{
    const struct am_fleet_shard *shards = routing->shards;

    epochs->count = 0;
    for (unsigned i = shard; i < routing->shard_count; i++) {
        bool is_last = i + 1 == routing->shard_count ||
                       shards[i + 1].from_day != shards[i].from_day;
        if (is_last) {
            epochs->list[epochs->count++] = (struct epoch){
                .start_day = shards[i].from_day,
                .shards = i + 1,
                .shard = shard,
            };
        }
    }
}

static int ask(struct am_engine *engine, struct epochs *epochs,
               struct am_err *err)
{
    struct am_answer answer;
    const char *text = NULL;

    epochs->count = 0;
    if (am_engine_ask(engine, am_sql_fleet_query_epochs, NULL, &text, err) < 0)
        return -1;
    am_answer_begin(&answer, text);
    while (am_answer_has_row(&answer) && epochs->count < AM_FLEET_SHARDS_MAX) {
        struct epoch *epoch = &epochs->list[epochs->count++];
        epoch->start_day = am_answer_number(&answer);
        epoch->shards = (unsigned)am_answer_number(&answer);
        epoch->shard = (unsigned)am_answer_number(&answer);
        if (am_answer_end(&answer, NULL) < 0) {
            return am_fail(err, AM_EINVAL, "%s: table epoch makes no sense",
                           am_engine_url(engine));
        }
    }
    return 0;
}

static int differ(const struct am_engine *engine, const struct epoch *epoch,
                  struct am_err *err)
{
    char day[AM_DAY_TEXT_SIZE];

    return am_fail(err, AM_EINVAL,
                   "%s: the fleet knows this shard as number %u of %u from %s "
                   "on, fleet_url says something else: it must be the same, in "
                   "the same order, on every relay",
                   am_engine_url(engine), epoch->shard + 1, epoch->shards,
                   am_format_day(epoch->start_day, day));
}

static bool is_equal(const struct epoch *a, const struct epoch *b)
{
    return a->start_day == b->start_day && a->shards == b->shards &&
           a->shard == b->shard;
}

/* Both are in order: is what is known the beginning of what is expected? */
static int compare(const struct am_engine *engine, const struct epochs *known,
                   const struct epochs *expected, struct am_err *err)
{
    for (unsigned i = 0; i < known->count; i++) {
        if (i >= expected->count ||
            !is_equal(&known->list[i], &expected->list[i]))
            return differ(engine, &known->list[i], err);
    }
    return 0;
}

int am_fleet_epochs_check(struct am_engine *engine,
                          const struct am_fleet_routing *routing,
                          unsigned shard, struct am_err *err)
{
    struct epochs known;
    struct epochs expected;

    expect(routing, shard, &expected);
    if (ask(engine, &known, err) < 0 ||
        compare(engine, &known, &expected, err) < 0)
        return -1;
    if (known.count == expected.count)
        return 0;
    return am_fail(err, AM_EINVAL,
                   "%s: this shard has not been told of all shards: "
                   "'attachmeter fleet init'",
                   am_engine_url(engine));
}

/* ---- writing ---- */

/* Fill lacking, how many of the last epochs each shard does not know, and
 * *told, of how many of the fleet's some shard knows. */
static int look(struct am_fleet *fleet, unsigned lacking[AM_FLEET_SHARDS_MAX],
                unsigned *told, struct am_err *err)
{
    struct epochs known;
    struct epochs expected;
    unsigned all = 0;

    *told = 0;
    for (unsigned i = 0; i < fleet->routing.shard_count; i++) {
        expect(&fleet->routing, i, &expected);
        if (ask(fleet->engines[i], &known, err) < 0 ||
            compare(fleet->engines[i], &known, &expected, err) < 0)
            return -1;
        if (i == 0)
            all = expected.count;
        lacking[i] = expected.count - known.count;
        if (known.count > 0 && all - lacking[i] > *told)
            *told = all - lacking[i];
    }
    return 0;
}

/* Those that no shard was told of. */
static int check_days(const struct am_fleet *fleet, unsigned told,
                      int64_t first_day, struct am_err *err)
{
    char begins[AM_DAY_TEXT_SIZE];
    char least[AM_DAY_TEXT_SIZE];
    struct epochs all;

    expect(&fleet->routing, 0, &all);
    for (unsigned i = told; i < all.count; i++) {
        const struct epoch *epoch = &all.list[i];
        if (epoch->start_day < first_day) {
            return am_fail(err, AM_EINVAL,
                           "%s: a shard more from %s on: rows of that day may "
                           "be on the others already; it can begin on %s",
                           am_engine_url(fleet->engines[epoch->shards - 1]),
                           am_format_day(epoch->start_day, begins),
                           am_format_day(first_day, least));
        }
    }
    return 0;
}

static int add_row(struct am_buf *rows, const struct epoch *epoch,
                   struct am_err *err)
{
    if (am_rowbinary_u16(rows, am_rowbinary_day(epoch->start_day), err) < 0 ||
        am_rowbinary_u16(rows, (uint16_t)epoch->shards, err) < 0)
        return -1;
    return am_rowbinary_u16(rows, (uint16_t)epoch->shard, err);
}

/* Tell a shard of its last epochs, so many. */
static int tell(struct am_fleet *fleet, unsigned shard, unsigned count,
                struct am_err *err)
{
    struct epochs expected;
    struct am_buf rows;
    int result = 0;

    if (count == 0)
        return 0;
    expect(&fleet->routing, shard, &expected);
    am_buf_init(&rows, ROWS_LIMIT);
    for (unsigned i = expected.count - count; result == 0 && i < expected.count;
         i++)
        result = add_row(&rows, &expected.list[i], err);
    if (result == 0) {
        result = am_engine_insert(fleet->engines[shard],
                                  am_sql_fleet_insert_epoch, &rows, err);
    }
    am_buf_free(&rows);
    return result;
}

int am_fleet_epochs_write(struct am_fleet *fleet, int64_t first_day,
                          struct am_err *err)
{
    unsigned lacking[AM_FLEET_SHARDS_MAX] = {0};
    unsigned told = 0;

    if (look(fleet, lacking, &told, err) < 0 ||
        (told > 0 && check_days(fleet, told, first_day, err) < 0))
        return -1;
    for (unsigned i = 0; i < fleet->routing.shard_count; i++) {
        if (tell(fleet, i, lacking[i], err) < 0)
            return -1;
    }
    return 0;
}
