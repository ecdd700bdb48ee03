/* purge - see purge.h. */
#include "fleet/purge.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/calendar.h"
#include "fleet/answer.h"
#include "fleet/routing.h"
#include "fleet/rowbinary.h"
#include "sql/embedded.h"

#define TOLD_S INT64_C(2592000) /* 30 days: by then the rows are gone */

#define SLOT_SIZE  2 /* bytes of a fingerprint that say where it is */
#define ROWS_LIMIT ((size_t)1 << 26)

struct note {
    unsigned char id[AM_FLEET_ID_SIZE], relay[AM_FLEET_ID_SIZE];
    int64_t last;
};

static void read_note(struct am_answer *answer, struct note *note)
{
    am_answer_bytes(answer, note->id, AM_FLEET_ID_SIZE);
    am_answer_bytes(answer, note->relay, AM_FLEET_ID_SIZE);
    note->last = am_answer_number(answer);
}

static int refuse(const char *table, struct am_err *err)
{
    return am_fail(err, AM_EINVAL, "table %s makes no sense", table);
}

/* ---- what stands in for forgotten contents ---- */

/* On the same shard, in the same piece of all questions, and nothing else that
 * it has of the content's own. */
static int make_other(const unsigned char *id, unsigned char *other,
                      struct am_err *err)
{
    const size_t size = AM_FLEET_ID_SIZE - SLOT_SIZE;

    memcpy(other, id, SLOT_SIZE);
    if (getrandom(other + SLOT_SIZE, size, 0) != (ssize_t)size)
        return am_fail(err, AM_EIO, "no random bytes for a fingerprint");
    return 0;
}

static int add_row(struct am_buf *rows, const struct note *note,
                   const unsigned char *other, struct am_err *err)
{
    if (am_rowbinary_fixed(rows, note->id, AM_FLEET_ID_SIZE, err) < 0 ||
        am_rowbinary_fixed(rows, note->relay, AM_FLEET_ID_SIZE, err) < 0 ||
        am_rowbinary_u64(rows, (uint64_t)note->last, err) < 0)
        return -1;
    return am_rowbinary_fixed(rows, other, AM_FLEET_ID_SIZE, err);
}

/* One for all rows of a content, which come one after the other. */
static int add_rows(struct am_buf *rows, const char *text, struct am_err *err)
{
    static const unsigned char none[AM_FLEET_ID_SIZE];
    unsigned char last_id[AM_FLEET_ID_SIZE] = {0};
    unsigned char other[AM_FLEET_ID_SIZE];
    unsigned char made[AM_FLEET_ID_SIZE] = {0};
    struct am_answer answer;
    struct note note;

    am_answer_begin(&answer, text);
    while (am_answer_has_row(&answer)) {
        read_note(&answer, &note);
        am_answer_bytes(&answer, other, AM_FLEET_ID_SIZE);
        if (am_answer_end(&answer, NULL) < 0)
            return refuse("forgotten", err);
        bool is_known = memcmp(other, none, AM_FLEET_ID_SIZE) != 0;
        if (!is_known && memcmp(note.id, last_id, AM_FLEET_ID_SIZE) != 0 &&
            make_other(note.id, made, err) < 0)
            return -1;
        if (add_row(rows, &note, is_known ? other : made, err) < 0)
            return -1;
        memcpy(last_id, note.id, AM_FLEET_ID_SIZE);
    }
    return 0;
}

static int name_others(struct am_engine *engine, struct am_err *err)
{
    const char *text = NULL;
    struct am_buf rows;

    if (am_engine_ask(engine, am_sql_fleet_query_bare, NULL, &text, err) < 0)
        return -1;
    am_buf_init(&rows, ROWS_LIMIT);
    int result = add_rows(&rows, text, err);
    if (result == 0 && rows.size > 0) {
        result =
            am_engine_insert(engine, am_sql_fleet_insert_stand_in, &rows, err);
    }
    am_buf_free(&rows);
    return result;
}

/* ---- what goes ---- */

static int delete_note(struct am_engine *engine, const struct note *note,
                       struct am_err *err)
{
    char texts[3][AM_PHRASE_TEXT_SIZE];
    const struct am_phrase_word words[] = {
        {"fingerprint", am_phrase_bytes(note->id, AM_FLEET_ID_SIZE, texts[0])},
        {"relay", am_phrase_bytes(note->relay, AM_FLEET_ID_SIZE, texts[1])},
        {"last", am_phrase_number(note->last, texts[2])},
        {NULL, NULL},
    };

    return am_engine_run(engine, am_sql_fleet_delete_forgotten, words, err);
}

static int delete_notes(struct am_engine *engine, const char *text,
                        size_t *notes, struct am_err *err)
{
    struct am_answer answer;
    struct note note;

    am_answer_begin(&answer, text);
    while (am_answer_has_row(&answer)) {
        read_note(&answer, &note);
        if (am_answer_end(&answer, NULL) < 0)
            return refuse("stand_in", err);
        if (delete_note(engine, &note, err) < 0)
            return -1;
        ++*notes;
    }
    return 0;
}

/* Only what was named before the rows went on is deleted: another run may name
 * more meanwhile.  The answer is the engine's until the next request: copied.
 */
static int delete_forgotten(struct am_engine *engine, size_t *notes,
                            struct am_err *err)
{
    const struct am_phrase_word words[] = {
        {"standing", am_sql_fleet_query_standing}, {NULL, NULL}};
    const char *text = NULL;

    if (name_others(engine, err) < 0 ||
        am_engine_ask(engine, am_sql_fleet_query_forgotten, NULL, &text, err) <
            0)
        return -1;
    char *copy = strdup(text);
    if (copy == NULL)
        return am_fail(err, AM_ENOMEM, "no memory");
    int result =
        am_engine_run(engine, am_sql_fleet_delete_standing, words, err);
    if (result == 0)
        result = delete_notes(engine, copy, notes, err);
    free(copy);
    return result;
}

/* Sums of days, and by which day they are old. */
static const struct {
    const char *table, *age;
} sums[] = {
    {"day_message", "toUInt16(day)"}, {"day_sighting", "toUInt16(day)"},
    {"small_group", "toUInt16(day)"}, {"gap", "toUInt16(day)"},
    {"day_flaw", "toUInt16(day)"},    {"run", "intDiv(heartbeat_s, 86400)"},
    {"rollup_day", "toUInt16(day)"},
};

static int delete_old(struct am_engine *engine, const char *table,
                      const char *age, int64_t first, struct am_err *err)
{
    char text[AM_PHRASE_TEXT_SIZE];
    const struct am_phrase_word words[] = {
        {"table", table},
        {"age", age},
        {"first", am_phrase_number(first, text)},
        {NULL, NULL},
    };

    return am_engine_run(engine, am_sql_fleet_delete_old, words, err);
}

static int delete_sums(struct am_engine *engine, int64_t first_day,
                       struct am_err *err)
{
    const struct am_civil civil = am_civil_of_day(first_day);

    for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++) {
        if (delete_old(engine, sums[i].table, sums[i].age, first_day, err) < 0)
            return -1;
    }
    return delete_old(engine, "rollup", "month", civil.year * 100 + civil.month,
                      err);
}

int am_fleet_purge(struct am_engine *engine,
                   const struct am_purge_limits *limits, size_t *notes,
                   struct am_err *err)
{
    char text[AM_PHRASE_TEXT_SIZE];
    const struct am_phrase_word words[] = {
        {"seconds", am_phrase_number(TOLD_S, text)},
        {NULL, NULL},
    };

    *notes = 0;
    if (delete_forgotten(engine, notes, err) < 0 ||
        delete_old(engine, "sighting", "toUInt16(day)", limits->detail_day,
                   err) < 0 ||
        delete_sums(engine, limits->sum_day, err) < 0 ||
        am_engine_run(engine, am_sql_fleet_delete_told, words, err) < 0)
        return -1;
    return am_engine_run(engine, am_sql_fleet_delete_stand_in, words, err);
}
