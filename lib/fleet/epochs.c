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
                          unsigned shard, unsigned *count, struct am_err *err)
{
    struct epochs known;
    struct epochs expected;

    expect(routing, shard, &expected);
    if (ask(engine, &known, err) < 0)
        return -1;
    if (count != NULL)
        *count = known.count;
    if (compare(engine, &known, &expected, err) < 0)
        return -1;
    if (known.count == expected.count)
        return 0;
    return am_fail(err, AM_EINVAL,
                   "%s: this shard has not been told of all shards: "
                   "'attachmeter fleet init'",
                   am_engine_url(engine));
}

static int add_row(struct am_buf *rows, const struct epoch *epoch,
                   struct am_err *err)
{
    if (am_rowbinary_u16(rows, am_rowbinary_day(epoch->start_day), err) < 0 ||
        am_rowbinary_u16(rows, (uint16_t)epoch->shards, err) < 0)
        return -1;
    return am_rowbinary_u16(rows, (uint16_t)epoch->shard, err);
}

static int check_days(const struct am_engine *engine,
                      const struct epochs *expected, unsigned from,
                      int64_t first_day, struct am_err *err)
{
    char begins[AM_DAY_TEXT_SIZE];
    char least[AM_DAY_TEXT_SIZE];

    for (unsigned i = from; i < expected->count; i++) {
        int64_t day = expected->list[i].start_day;
        if (day < first_day) {
            return am_fail(err, AM_EINVAL,
                           "%s: a shard more from %s on: rows of that day may "
                           "be on the others already; it can begin on %s",
                           am_engine_url(engine), am_format_day(day, begins),
                           am_format_day(first_day, least));
        }
    }
    return 0;
}

int am_fleet_epochs_write(struct am_engine *engine,
                          const struct am_fleet_routing *routing,
                          unsigned shard, int64_t first_day, struct am_err *err)
{
    struct epochs known;
    struct epochs expected;
    struct am_buf rows;
    int result = 0;

    expect(routing, shard, &expected);
    if (ask(engine, &known, err) < 0 ||
        compare(engine, &known, &expected, err) < 0 ||
        check_days(engine, &expected, known.count, first_day, err) < 0)
        return -1;
    if (known.count == expected.count)
        return 0;
    am_buf_init(&rows, ROWS_LIMIT);
    for (unsigned i = known.count; result == 0 && i < expected.count; i++)
        result = add_row(&rows, &expected.list[i], err);
    if (result == 0) {
        result =
            am_engine_insert(engine, am_sql_fleet_insert_epoch, &rows, err);
    }
    am_buf_free(&rows);
    return result;
}
