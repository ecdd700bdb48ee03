/* rollup - see rollup.h. */
#include "fleet/rollup.h"

#include "base/calendar.h"
#include "fleet/answer.h"
#include "fleet/beside.h"
#include "fleet/pieces.h"
#include "sql/embedded.h"

#define MONTHS_MOST 256 /* of one answer */
#define DIGEST_MASK ((INT64_C(1) << 62) - 1)
#define PARTS       0 /* the month of pieces that are not added up */

struct measure {
    int64_t rows, digest;
};

/* A month, as table rollup names it: 202701. */
struct month {
    int64_t number;
    int64_t rows;        /* at most */
    struct measure then; /* when it was rolled up */
};

struct months {
    size_t count;
    struct month list[MONTHS_MOST];
};

/* A run on a shard. */
struct run {
    struct am_engine *engine;
    const struct am_rollup_request *request;
    struct am_beside beside;
};

/* A part of a month, by the fingerprint: number `index` of `count`. */
struct piece {
    int64_t month;
    unsigned index, count;
};

static const char day_table[] = "rollup_day";
static const char content_table[] = "rollup_content";

static int64_t month_of(int64_t day)
{
    struct am_civil civil = am_civil_of_day(day);

    return civil.year * 100 + civil.month;
}

/* The first month that begins on that day or later. */
static int64_t whole_month(int64_t day)
{
    if (am_calendar_first(AM_CALENDAR_MONTH, day) < day)
        day = am_calendar_next(AM_CALENDAR_MONTH, day);
    return month_of(day);
}

static int ask(struct am_engine *engine, const char *sql,
               const struct am_phrase_word *words, struct months *months,
               struct am_err *err)
{
    struct am_answer answer;
    const char *text = NULL;

    months->count = 0;
    if (am_engine_ask(engine, sql, words, &text, err) < 0)
        return -1;
    am_answer_begin(&answer, text);
    while (am_answer_has_row(&answer) && months->count < MONTHS_MOST) {
        struct month *month = &months->list[months->count++];
        month->number = am_answer_number(&answer);
        month->rows = am_answer_number(&answer);
        month->then.rows = am_answer_number(&answer);
        month->then.digest = am_answer_number(&answer);
        if (am_answer_end(&answer, err) < 0)
            return -1;
    }
    return 0;
}

/* ---- pieces ---- */

/* Run a statement on a piece; text: ask for rows. */
static int on_piece(const struct run *run, const char *sql,
                    const struct piece *piece, const char **text,
                    struct am_err *err)
{
    char texts[3][AM_PHRASE_TEXT_SIZE];

    am_fleet_piece_edges(piece->index, piece->count, texts[1], texts[2]);
    const struct am_phrase_word words[] = {
        {"run", run->beside.run},
        {"month", am_phrase_number(piece->month, texts[0])},
        {"from", texts[1]},
        {"to", texts[2]},
        {NULL, NULL},
    };
    return text != NULL ? am_engine_ask(run->engine, sql, words, text, err)
                        : am_engine_run(run->engine, sql, words, err);
}

/* What there is of a month now. */
static int measure(const struct run *run, const struct month *month,
                   struct measure *now, struct am_err *err)
{
    struct piece piece = {
        month->number, 0,
        am_fleet_pieces(month->rows, run->request->piece_rows)};

    *now = (struct measure){.rows = 0};
    for (; piece.index < piece.count; piece.index++) {
        struct am_answer answer;
        const char *text = NULL;
        if (on_piece(run, am_sql_fleet_rollup_rows, &piece, &text, err) < 0)
            return -1;
        am_answer_begin(&answer, text);
        now->rows += am_answer_number(&answer);
        now->digest = (now->digest + am_answer_number(&answer)) & DIGEST_MASK;
        if (am_answer_end(&answer, err) < 0)
            return -1;
    }
    return 0;
}

/* ---- months ---- */

static int on_table(const struct run *run, const char *sql, const char *table,
                    int64_t month, struct am_err *err)
{
    char number[AM_PHRASE_TEXT_SIZE];
    const struct am_phrase_word words[] = {
        {"run", run->beside.run},
        {"table", table},
        {"month", am_phrase_number(month, number)},
        {NULL, NULL},
    };

    return am_engine_run(run->engine, sql, words, err);
}

/* What is beside the tables for a month takes its place. */
static int swap(const struct run *run, const char *table, int64_t month,
                struct am_err *err)
{
    return on_table(run, am_sql_fleet_rollup_swap, table, month, err);
}

static int clear(const struct run *run, const char *table, int64_t month,
                 struct am_err *err)
{
    return on_table(run, am_sql_fleet_rollup_clear, table, month, err);
}

/* A table's month goes.  Old releases drop a replicated table's partition by
 * asking its leader, who refuses: there an empty one takes its place, which new
 * ones refuse; these do not name our tables, so they are asked for first. */
static int take_out(const struct run *run, const char *table, int64_t month,
                    struct am_err *err)
{
    bool is_modern = false;

    if (am_engine_is_modern(run->engine, &is_modern, err) < 0 ||
        clear(run, table, month, err) < 0)
        return -1;
    return is_modern
               ? on_table(run, am_sql_fleet_rollup_drop, table, month, err)
               : swap(run, table, month, err);
}

static int fill(const struct run *run, const struct month *month,
                struct am_err *err)
{
    struct piece piece = {
        month->number, 0,
        am_fleet_pieces(month->rows, run->request->piece_rows)};

    for (; piece.index < piece.count; piece.index++) {
        if (on_piece(run, am_sql_fleet_rollup_day, &piece, NULL, err) < 0 ||
            on_piece(run, am_sql_fleet_rollup_content, &piece, NULL, err) < 0)
            return -1;
    }
    return on_table(run, am_sql_fleet_rollup_day_sum, day_table, month->number,
                    err);
}

static int note(const struct run *run, int64_t month, const struct measure *now,
                struct am_err *err)
{
    char numbers[3][AM_PHRASE_TEXT_SIZE];
    const struct am_phrase_word words[] = {
        {"run", run->beside.run},
        {"month", am_phrase_number(month, numbers[0])},
        {"rows", am_phrase_number(now->rows, numbers[1])},
        {"digest", am_phrase_number(now->digest, numbers[2])},
        {NULL, NULL},
    };

    return am_engine_run(run->engine, am_sql_fleet_rollup_note, words, err);
}

static int build(const struct run *run, const struct month *month,
                 const struct measure *now, struct am_err *err)
{
    const int64_t number = month->number;

    if (now->rows == 0) {
        if (take_out(run, day_table, number, err) < 0 ||
            take_out(run, content_table, number, err) < 0)
            return -1;
        return note(run, number, now, err);
    }
    if (fill(run, month, err) < 0 || swap(run, day_table, number, err) < 0 ||
        swap(run, content_table, number, err) < 0 ||
        note(run, number, now, err) < 0 ||
        clear(run, day_table, PARTS, err) < 0 ||
        clear(run, day_table, number, err) < 0)
        return -1;
    return clear(run, content_table, number, err);
}

static int build_changed(const struct run *run, struct months *months,
                         struct am_rollup_result *result, struct am_err *err)
{
    char numbers[2][AM_PHRASE_TEXT_SIZE];
    const struct am_phrase_word words[] = {
        {"from_month",
         am_phrase_number(whole_month(run->request->first_day), numbers[0])},
        {"until_month",
         am_phrase_number(month_of(run->request->today), numbers[1])},
        {NULL, NULL},
    };

    if (ask(run->engine, am_sql_fleet_rollup_months, words, months, err) < 0)
        return -1;
    for (size_t i = 0; i < months->count; i++) {
        const struct month *month = &months->list[i];
        struct measure now;
        if (measure(run, month, &now, err) < 0)
            return -1;
        if (now.rows == month->then.rows && now.digest == month->then.digest)
            continue;
        if (build(run, month, &now, err) < 0)
            return -1;
        result->built++;
    }
    return 0;
}

static int drop_old(const struct run *run, struct months *months,
                    struct am_rollup_result *result, struct am_err *err)
{
    char number[AM_PHRASE_TEXT_SIZE];
    const struct am_phrase_word words[] = {
        {"from_month",
         am_phrase_number(whole_month(run->request->first_day), number)},
        {NULL, NULL},
    };

    if (ask(run->engine, am_sql_fleet_rollup_old, words, months, err) < 0)
        return -1;
    for (size_t i = 0; i < months->count; i++) {
        if (take_out(run, content_table, months->list[i].number, err) < 0)
            return -1;
        result->dropped++;
    }
    return 0;
}

int am_fleet_rollup(struct am_engine *engine,
                    const struct am_rollup_request *request,
                    struct am_rollup_result *result, struct am_err *err)
{
    struct run run = {.engine = engine, .request = request};
    struct months months;
    struct am_err why;

    *result = (struct am_rollup_result){.built = 0};
    if (am_beside_open(&run.beside, engine, err) < 0)
        return -1;
    if (build_changed(&run, &months, result, &why) == 0 &&
        drop_old(&run, &months, result, &why) == 0) {
        am_beside_close(&run.beside, engine);
        return 0;
    }
    result->is_replaced = am_beside_is_gone(&run.beside, &why);
    if (result->is_replaced) {
        am_err_set(&why, AM_EBUSY,
                   "%s: another roll-up began on this shard: this one ends",
                   am_engine_url(engine));
    }
    am_beside_close(&run.beside, engine);
    return am_fail(err, why.code, "%s", why.text);
}
