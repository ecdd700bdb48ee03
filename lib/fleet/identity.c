/* identity - see identity.h. */
#include "fleet/identity.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/hex.h"
#include "base/units.h"
#include "fleet/answer.h"
#include "fleet/rowbinary.h"
#include "sql/embedded.h"

#define ROWS_LIMIT ((size_t)65536)

/* ---- what the shards know ---- */

int am_identity_names(struct am_fleet *fleet, const unsigned char *relay,
                      am_identity_name_fn *on_name, void *context,
                      struct am_err *err)
{
    char origin[AM_PHRASE_TEXT_SIZE];
    const struct am_phrase_word words[] = {
        {"origin", am_phrase_bytes(relay, AM_FLEET_ID_SIZE, origin)},
        {NULL, NULL}};
    struct am_answer answer;
    const char *text = NULL;

    if (am_engine_ask(fleet->engines[0], am_sql_fleet_query_relays, words,
                      &text, err) < 0)
        return -1;
    am_answer_begin(&answer, text);
    while (am_answer_has_row(&answer)) {
        struct am_name one;
        memcpy(one.relay_of, relay, AM_FLEET_ID_SIZE);
        am_answer_bytes(&answer, one.relay, AM_FLEET_ID_SIZE);
        one.first_sequence = am_answer_number(&answer);
        one.first_day = am_answer_number(&answer);
        if (am_answer_end(&answer, NULL) < 0)
            return am_fail(err, AM_EINVAL, "table relay makes no sense");
        if (memcmp(one.relay, relay, AM_FLEET_ID_SIZE) != 0 &&
            on_name(context, &one, err) < 0)
            return -1;
    }
    return 0;
}

static int keep_name(void *context, const struct am_name *name,
                     struct am_err *err)
{
    return am_names_add(context, name, err);
}

static int ask_last(struct am_fleet *fleet, const unsigned char *relay,
                    int64_t *last, struct am_err *err)
{
    char id[AM_PHRASE_TEXT_SIZE];
    const struct am_phrase_word words[] = {
        {"relay", am_phrase_bytes(relay, AM_FLEET_ID_SIZE, id)}, {NULL, NULL}};
    struct am_answer answer;

    *last = 0;
    for (unsigned i = 0; i < fleet->routing.shard_count; i++) {
        const char *text = NULL;
        if (am_engine_ask(fleet->engines[i], am_sql_fleet_query_last_sequence,
                          words, &text, err) < 0)
            return -1;
        am_answer_begin(&answer, text);
        int64_t its = am_answer_number(&answer);
        if (am_answer_end(&answer, NULL) < 0)
            return am_fail(err, AM_EINVAL, "a shard's rows make no sense");
        if (its > *last)
            *last = its;
    }
    return 0;
}

/* ---- who it is ---- */

/* From the row behind the last one on, and from today. */
static int add_name(struct am_names *names,
                    const struct am_identity_facts *facts, struct am_err *err)
{
    struct am_name one = {.first_sequence = facts->last + 1,
                          .first_day = am_day_of(facts->now_s)};

    memcpy(one.relay_of, am_relays_newest(facts->relays)->id, AM_FLEET_ID_SIZE);
    if (getrandom(one.relay, AM_FLEET_ID_SIZE, 0) != AM_FLEET_ID_SIZE)
        return am_fail_errno(err, errno, "random bytes");
    return am_names_add(names, &one, err);
}

static int add_row(struct am_buf *row, const struct am_identity_facts *facts,
                   const struct am_name *name, struct am_err *err)
{
    const struct am_relay *relay = am_relays_newest(facts->relays);
    char host[256] = "";

    gethostname(host, sizeof(host) - 1);
    if (am_rowbinary_fixed(row, name->relay, AM_FLEET_ID_SIZE, err) < 0 ||
        am_rowbinary_u64(row, (uint64_t)facts->now_s, err) < 0 ||
        am_rowbinary_fixed(row, name->relay_of, AM_FLEET_ID_SIZE, err) < 0 ||
        am_rowbinary_text(row, host, err) < 0 ||
        am_rowbinary_u64(row, (uint64_t)name->first_sequence, err) < 0 ||
        am_rowbinary_u16(row, am_rowbinary_day(name->first_day), err) < 0 ||
        am_rowbinary_fixed(row, relay->key_id, AM_KEY_ID_SIZE, err) < 0 ||
        am_rowbinary_u32(row, (uint32_t)facts->detail_days, err) < 0)
        return -1;
    return am_rowbinary_text(row, facts->program, err);
}

/* Under which name the rows to come go. */
static int tell(struct am_fleet *fleet, const struct am_identity_facts *facts,
                const struct am_names *names, struct am_err *err)
{
    const struct am_relay *relay = am_relays_newest(facts->relays);
    struct am_name name = {.first_sequence = 1, .first_day = relay->start_day};
    struct am_buf row;

    memcpy(name.relay, relay->id, AM_FLEET_ID_SIZE);
    memcpy(name.relay_of, relay->id, AM_FLEET_ID_SIZE);
    if (names->count > 0 && memcmp(names->list[names->count - 1].relay_of,
                                   relay->id, AM_FLEET_ID_SIZE) == 0)
        name = names->list[names->count - 1];
    am_buf_init(&row, ROWS_LIMIT);
    int result = add_row(&row, facts, &name, err);
    if (result == 0) {
        result = am_engine_insert(fleet->engines[0], am_sql_fleet_insert_relay,
                                  &row, err);
    }
    am_buf_free(&row);
    return result;
}

/* What is found out. */
struct settled {
    struct am_state_progress progress;
    struct am_names names;
    bool is_new; /* all days are to be sent again */
};

static int find_all(struct am_state *state, struct am_fleet *fleet,
                    const struct am_identity_facts *facts,
                    struct settled *settled, struct am_err *err)
{
    struct am_state_progress *progress = &settled->progress;
    const unsigned char *newest = am_relays_newest(facts->relays)->id;
    bool known = false;

    if (am_state_read(state, progress, &known, err) < 0 ||
        am_state_names(state, &settled->names, err) < 0)
        return -1;
    settled->is_new =
        !known || memcmp(progress->origin, newest, AM_RELAY_ID_SIZE) != 0;
    if (!settled->is_new)
        return 0;
    *progress = (struct am_state_progress){.version = progress->version};
    settled->names.count = 0;
    for (size_t i = 0; i < facts->relays->count; i++) {
        const unsigned char *relay = facts->relays->list[i].id;
        bool was_asked = i > 0 && memcmp(facts->relays->list[i - 1].id, relay,
                                         AM_RELAY_ID_SIZE) == 0;
        if (!was_asked && am_identity_names(fleet, relay, keep_name,
                                            &settled->names, err) < 0)
            return -1;
    }
    return 0;
}

/* The shards, or the state, know of rows that the database is still to give. */
static int mend_restored(struct am_fleet *fleet,
                         const struct am_identity_facts *facts,
                         struct settled *settled, struct am_err *err)
{
    struct am_state_progress *progress = &settled->progress;
    const unsigned char *name = am_name_of(
        &settled->names, am_relays_newest(facts->relays)->id, facts->last + 1);
    int64_t there = 0;

    if (ask_last(fleet, name, &there, err) < 0)
        return -1;
    if (there <= facts->last && progress->acked <= facts->last)
        return 0;
    settled->is_new = true;
    /* Which of them were given since, nobody knows: sent again, they are the
     * same rows. */
    progress->acked = progress->sending = 0;
    return add_name(&settled->names, facts, err);
}

int am_identity_settle(struct am_state *state, struct am_fleet *fleet,
                       const struct am_identity_facts *facts,
                       struct am_err *err)
{
    struct settled settled = {.is_new = false};
    struct am_state_progress *progress = &settled.progress;

    if (find_all(state, fleet, facts, &settled, err) < 0 ||
        mend_restored(fleet, facts, &settled, err) < 0 ||
        tell(fleet, facts, &settled.names, err) < 0)
        return -1;
    memcpy(progress->origin, am_relays_newest(facts->relays)->id,
           AM_RELAY_ID_SIZE);
    return settled.is_new ? am_state_begin(state, progress, &settled.names, err)
                          : am_state_write(state, progress, err);
}

/* ---- the key ---- */

static int tell_key(struct am_fleet *fleet, const unsigned char *key_id,
                    int64_t now_s, struct am_err *err)
{
    struct am_buf row;

    am_buf_init(&row, ROWS_LIMIT);
    int result = am_rowbinary_u64(&row, (uint64_t)now_s * 1000, err);
    if (result == 0)
        result = am_rowbinary_fixed(&row, key_id, AM_KEY_ID_SIZE, err);
    if (result == 0) {
        result = am_engine_insert(fleet->engines[0],
                                  am_sql_fleet_insert_site_key, &row, err);
    }
    am_buf_free(&row);
    return result;
}

int am_identity_check_key(struct am_fleet *fleet,
                          const struct am_relays *relays, int64_t now_s,
                          struct am_err *err)
{
    const struct am_relay *newest = am_relays_newest(relays);
    unsigned char theirs[AM_KEY_ID_SIZE];
    char texts[2][2 * AM_KEY_ID_SIZE + 1];
    struct am_answer answer;
    const char *text = NULL;

    if (am_engine_ask(fleet->engines[0], am_sql_fleet_query_site_key, NULL,
                      &text, err) < 0)
        return -1;
    am_answer_begin(&answer, text);
    if (!am_answer_has_row(&answer))
        return tell_key(fleet, newest->key_id, now_s, err);
    am_answer_bytes(&answer, theirs, sizeof(theirs));
    if (am_answer_end(&answer, NULL) < 0)
        return am_fail(err, AM_EINVAL, "table site_key makes no sense");
    if (memcmp(theirs, newest->key_id, AM_KEY_ID_SIZE) == 0)
        return 0;
    for (size_t i = 0; i < relays->count; i++) {
        if (relays->list[i].has_key &&
            memcmp(theirs, relays->list[i].key_id, AM_KEY_ID_SIZE) == 0)
            return tell_key(fleet, newest->key_id, now_s, err);
    }
    return am_fail(err, AM_EINVAL,
                   "the fleet's fingerprints are under key %s, ours under "
                   "key %s: contents under two keys cannot be matched; give "
                   "this relay the fleet's key",
                   am_hex_write(theirs, AM_KEY_ID_SIZE, texts[0]),
                   am_hex_write(newest->key_id, AM_KEY_ID_SIZE, texts[1]));
}
