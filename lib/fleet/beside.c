/* beside - see beside.h. */
#include "fleet/beside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/hex.h"
#include "fleet/answer.h"
#include "sql/embedded.h"

#define TABLE_SIZE 128

static const char *const tables[] = {"rollup_day", "rollup_content"};

#define TABLE_COUNT (sizeof(tables) / sizeof(tables[0]))

static int make(const struct am_beside *beside, struct am_engine *engine,
                struct am_err *err)
{
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        const struct am_phrase_word words[] = {
            {"table", tables[i]}, {"run", beside->run}, {NULL, NULL}};
        if (am_engine_run(engine, am_sql_fleet_rollup_make, words, err) < 0)
            return -1;
    }
    return 0;
}

/* One that another run drops at the same moment is gone as well, which 18.16
 * tells of as a failure, IF EXISTS or not. */
static int drop(struct am_engine *engine, const char *table, struct am_err *err)
{
    bool is_modern = false;

    if (am_engine_is_modern(engine, &is_modern, err) < 0)
        return -1;
    const struct am_phrase_word words[] = {
        {"table", table}, {"sync", is_modern ? "SYNC" : ""}, {NULL, NULL}};
    int result = am_engine_run(engine, am_sql_fleet_rollup_away, words, err);
    return result < 0 && err->code != AM_ENOTFOUND ? -1 : 0;
}

static int drop_named(struct am_engine *engine, const char *names,
                      struct am_err *err)
{
    char table[TABLE_SIZE];
    struct am_answer answer;

    am_answer_begin(&answer, names);
    while (am_answer_has_row(&answer)) {
        am_answer_text(&answer, table, sizeof(table));
        if (am_answer_end(&answer, err) < 0 || drop(engine, table, err) < 0)
            return -1;
    }
    return 0;
}

/* On the replica in use.  The answer is the engine's until the next request:
 * copied. */
static int drop_others(const struct am_beside *beside, struct am_engine *engine,
                       struct am_err *err)
{
    const struct am_phrase_word words[] = {{"run", beside->run}, {NULL, NULL}};
    const char *text = NULL;

    if (am_engine_ask(engine, am_sql_fleet_rollup_others, words, &text, err) <
        0)
        return -1;
    char *names = strdup(text);
    if (names == NULL)
        return am_fail(err, AM_ENOMEM, "no memory");
    int result = drop_named(engine, names, err);
    free(names);
    return result;
}

/* One that no server hears of can change nothing that they share. */
static int check_active(struct am_engine *engine, unsigned answered,
                        struct am_err *err)
{
    struct am_answer answer;
    const char *text = NULL;

    if (am_engine_ask(engine, am_sql_fleet_rollup_active, NULL, &text, err) < 0)
        return -1;
    am_answer_begin(&answer, text);
    int64_t active = am_answer_number(&answer);
    if (am_answer_end(&answer, err) < 0)
        return -1;
    if (active <= answered)
        return 0;
    return am_fail(err, AM_EIO,
                   "%s: %d replicas of this shard are at work, of which "
                   "fleet_url names %u that answer: another roll-up may be on "
                   "the others",
                   am_engine_url(engine), (int)active, answered);
}

static int drop_everywhere(const struct am_beside *beside,
                           struct am_engine *engine, struct am_err *err)
{
    const unsigned count = am_engine_replicas(engine);
    unsigned answered = 0;

    for (unsigned i = 1; i <= count; i++) {
        struct am_err why;
        am_engine_use(engine, beside->replica + i); /* ours last */
        if (drop_others(beside, engine, &why) == 0) {
            answered++;
        } else if (i == count || !am_engine_may_pass(&why)) {
            return am_fail(err, why.code, "%s", why.text);
        }
    }
    return check_active(engine, answered, err);
}

int am_beside_open(struct am_beside *beside, struct am_engine *engine,
                   struct am_err *err)
{
    unsigned char bytes[(AM_BESIDE_NAME_SIZE - 1) / 2];

    if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
        return am_fail(err, AM_EIO, "no random bytes for a name");
    am_hex_write(bytes, sizeof(bytes), beside->run);
    beside->replica = am_engine_replica(engine);
    if (make(beside, engine, err) == 0 &&
        drop_everywhere(beside, engine, err) == 0)
        return 0;
    am_beside_close(beside, engine);
    return -1;
}

void am_beside_close(const struct am_beside *beside, struct am_engine *engine)
{
    char table[TABLE_SIZE];
    struct am_err unused;

    am_engine_use(engine, beside->replica);
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        snprintf(table, sizeof(table), "%s_next_%s", tables[i], beside->run);
        if (drop(engine, table, &unused) < 0)
            return;
    }
}

bool am_beside_is_gone(const struct am_beside *beside, const struct am_err *err)
{
    return err->code == AM_ENOTFOUND && strstr(err->text, beside->run) != NULL;
}
