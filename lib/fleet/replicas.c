/* replicas - see replicas.h. */
#include "fleet/replicas.h"

#include <inttypes.h>
#include <string.h>

#include "fleet/answer.h"
#include "sql/embedded.h"

#define NAME_SIZE 128

/* ---- how far it is ---- */

int am_fleet_replica_ask(struct am_engine *engine,
                         struct am_fleet_replica *replica, struct am_err *err)
{
    struct am_answer answer;
    const char *text = NULL;

    if (am_engine_ask(engine, am_sql_fleet_query_replica, NULL, &text, err) < 0)
        return -1;
    am_answer_begin(&answer, text);
    replica->tables = am_answer_number(&answer);
    replica->is_read_only = am_answer_number(&answer) != 0;
    replica->behind_s = am_answer_number(&answer);
    if (am_answer_end(&answer, NULL) == 0)
        return 0;
    return am_fail(err, AM_EINVAL, "%s: its replicas make no sense",
                   am_engine_url(engine));
}

int am_replicas_use_best(struct am_engine *engine, struct am_err *err)
{
    const unsigned count = am_engine_replicas(engine);
    int64_t least_s = INT64_MAX;
    unsigned best = 0;

    for (unsigned r = 0; count > 1 && r < count; r++) {
        struct am_fleet_replica replica = {.behind_s = 0};
        struct am_err why;
        am_engine_use(engine, r);
        /* What is for somebody to mend is told by the next request. */
        if (am_fleet_replica_ask(engine, &replica, &why) < 0 &&
            am_engine_may_pass(&why)) {
            am_err_set(err, why.code, "%s", why.text);
            continue;
        }
        if (replica.behind_s < least_s) {
            least_s = replica.behind_s;
            best = r;
        }
    }
    am_engine_use(engine, best);
    return count == 1 || least_s < INT64_MAX ? 0 : -1;
}

int am_replicas_check_behind(struct am_engine *engine, struct am_err *err)
{
    struct am_fleet_replica replica;

    if (am_fleet_replica_ask(engine, &replica, err) < 0)
        return -1;
    if (replica.is_read_only || replica.behind_s <= AM_REPLICA_BEHIND_S)
        return 0;
    return am_fail(err, AM_EIO, "%s: it is %" PRId64 " s behind the others",
                   am_engine_url(engine), replica.behind_s);
}

int am_fleet_use_best(struct am_fleet *fleet, struct am_err *err)
{
    for (unsigned i = 0; i < fleet->routing.shard_count; i++) {
        if (am_replicas_use_best(fleet->engines[i], err) < 0)
            return -1;
    }
    return 0;
}

/* ---- who it is ---- */

struct macros {
    char replica[NAME_SIZE], shard[NAME_SIZE];
};

static int read_macros(const struct am_engine *engine, const char *text,
                       struct macros *macros, struct am_err *err)
{
    struct am_answer answer;
    char macro[NAME_SIZE];
    char name[NAME_SIZE];

    am_answer_begin(&answer, text);
    while (am_answer_has_row(&answer)) {
        am_answer_text(&answer, macro, sizeof(macro));
        am_answer_text(&answer, name, sizeof(name));
        if (am_answer_end(&answer, NULL) < 0) {
            return am_fail(err, AM_EINVAL, "%s: its macros make no sense",
                           am_engine_url(engine));
        }
        memcpy(strcmp(macro, "shard") == 0 ? macros->shard : macros->replica,
               name, sizeof(name));
    }
    if (macros->shard[0] != '\0' && macros->replica[0] != '\0')
        return 0;
    return am_fail(err, AM_EINVAL,
                   "%s: its configuration has no macro '%s': tables that "
                   "replicas share need <macros> with <shard> and <replica>",
                   am_engine_url(engine),
                   macros->shard[0] != '\0' ? "replica" : "shard");
}

/* Against a replica of before, of the same shard or another one. */
static int compare(const struct am_engine *engine, const struct macros *ours,
                   const struct macros *theirs, bool is_same_shard,
                   struct am_err *err)
{
    bool is_equal = strcmp(ours->shard, theirs->shard) == 0;

    if (is_same_shard && !is_equal) {
        return am_fail(err, AM_EINVAL,
                       "%s: its macro 'shard' is '%s', that of another replica "
                       "of this shard '%s': they would share no rows",
                       am_engine_url(engine), ours->shard, theirs->shard);
    }
    if (!is_same_shard && is_equal) {
        return am_fail(err, AM_EINVAL,
                       "%s: its macro 'shard' is '%s', as that of another "
                       "shard: each would have the rows of both",
                       am_engine_url(engine), ours->shard);
    }
    if (is_same_shard && strcmp(ours->replica, theirs->replica) == 0) {
        return am_fail(err, AM_EINVAL,
                       "%s: its macro 'replica' is '%s', as that of another "
                       "replica of this shard",
                       am_engine_url(engine), ours->replica);
    }
    return 0;
}

/* Those that were asked so far: each of this shard, one of every other. */
struct known {
    struct macros shards[AM_FLEET_SHARDS_MAX];
    struct macros replicas[AM_FLEET_REPLICAS_MAX];
    unsigned shard_count, replica_count;
};

static int check_replica(struct am_engine *engine, struct known *known,
                         struct am_err *err)
{
    struct macros ours = {.shard = ""};
    const char *text = NULL;
    struct am_err why;

    if (am_engine_ask_outside(engine, am_sql_fleet_query_macros, &text, &why) <
        0) {
        return am_engine_may_pass(&why)
                   ? 0
                   : am_fail(err, why.code, "%s", why.text);
    }
    if (read_macros(engine, text, &ours, err) < 0)
        return -1;
    for (unsigned i = 0; i < known->shard_count; i++) {
        if (compare(engine, &ours, &known->shards[i], false, err) < 0)
            return -1;
    }
    for (unsigned i = 0; i < known->replica_count; i++) {
        if (compare(engine, &ours, &known->replicas[i], true, err) < 0)
            return -1;
    }
    known->replicas[known->replica_count++] = ours;
    return 0;
}

int am_fleet_macros_check(struct am_fleet *fleet, bool is_replicated,
                          struct am_err *err)
{
    struct known known = {.shard_count = 0};

    for (unsigned i = 0; i < fleet->routing.shard_count; i++) {
        const unsigned count = am_engine_replicas(fleet->engines[i]);
        if (count == 1 && !is_replicated)
            continue;
        known.replica_count = 0;
        for (unsigned r = 0; r < count; r++) {
            am_engine_use(fleet->engines[i], r);
            if (check_replica(fleet->engines[i], &known, err) < 0)
                return -1;
        }
        if (known.replica_count > 0)
            known.shards[known.shard_count++] = known.replicas[0];
    }
    return 0;
}
