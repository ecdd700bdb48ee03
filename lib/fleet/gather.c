/*
 * gather - see gather.h.  The questions are in sql/fleet/report/; how an answer
 * becomes rows is in gather_rows.c.
 */
#include "fleet/gather.h"

#include <stdlib.h>

#include "fleet/gather_rows.h"
#include "fleet/pieces.h"
#include "fleet/replicas.h"
#include "fleet/schema.h"
#include "fleet/together.h"
#include "meter/policy.h"
#include "sql/embedded.h"
#include "store/contents.h"
#include "store/day_sum.h"

/* A question about sightings is asked in pieces, each about the contents of a
 * range of fingerprints, which the table is ordered by: of so many rows of a
 * shard.  More keep all of its cores at work; fewer are less memory there, some
 * 140 bytes a row (news.sql), and here, where an answer is 150 bytes a row
 * (detail.sql) and am_engine_ask() takes 256 MB. */
#define SUMS_ROWS   4000000
#define DETAIL_ROWS 500000

/* One about sums of days is asked for some days at a time: so many that a shard
 * has no more than these rows of them, some 250 bytes each, at most 1000. */
#define DAYS_ROWS 250000

struct question {
    const char *sql;
    am_gather_take_fn *take;
    int64_t piece_rows;  /* of a shard in one question; 0: all */
    const char *ordinal; /* what stands for {ordinal}; NULL: nothing */
    bool is_of_days;     /* and so are the pieces */
};

/* What the others need to be known. */
static const struct question first[] = {
    {am_sql_fleet_report_codes, am_gather_take_code, 0, NULL, false},
    {am_sql_fleet_report_relay_sums, am_gather_take_relay_sums, 0, NULL, false},
    {am_sql_fleet_report_relay_detail, am_gather_take_relay_detail, 0, NULL,
     false},
    {am_sql_fleet_report_day_rows, am_gather_take_day_rows, 0, NULL, false},
};

static const struct question sums[] = {
    {am_sql_fleet_report_day_message, am_gather_take_day_message, DAYS_ROWS,
     NULL, true},
    {am_sql_fleet_report_day_message_beside, am_gather_take_day_message, 0,
     NULL, false},
    {am_sql_fleet_report_day_flaw, am_gather_take_day_flaw, 0, NULL, false},
    {am_sql_fleet_report_gap, am_gather_take_gap, 0, NULL, false},
    {am_sql_fleet_report_run, am_gather_take_run, 0, NULL, false},
    {am_sql_fleet_report_small_group, am_gather_take_senders, DAYS_ROWS, NULL,
     true},
    {am_sql_fleet_report_day_sighting, am_gather_take_sums, DAYS_ROWS, NULL,
     true},
    {am_sql_fleet_report_news, am_gather_take_news, SUMS_ROWS, NULL, false},
    {am_sql_fleet_report_news_sis, am_gather_take_news_sis, SUMS_ROWS, NULL,
     false},
    {am_sql_fleet_report_framing, am_gather_take_framing, SUMS_ROWS, NULL,
     false},
};

/* What is inside an attachment comes when that is in, on whatever shard. */
static const struct question detail[] = {
    {am_sql_fleet_report_contents, am_gather_take_content, DETAIL_ROWS, NULL,
     false},
    {am_sql_fleet_report_detail, am_gather_take_sighting, DETAIL_ROWS,
     "ordinal = 0", false},
    {am_sql_fleet_report_detail, am_gather_take_sighting, DETAIL_ROWS,
     "ordinal > 0", false},
};

#define COUNT(list) ((unsigned)(sizeof(list) / sizeof((list)[0])))

struct gather {
    struct am_fleet *fleet;
    const struct am_gather_request *request;
    struct am_gather_rows rows;
    int64_t first_day, exact_day;
    unsigned done;
};

static int64_t rows_of_piece(const struct gather *gather,
                             const struct question *question)
{
    int64_t rows = gather->request->piece_rows;

    return rows <= 0 || question->piece_rows == 0 ? question->piece_rows : rows;
}

/* None of which has more than piece_rows, but where one day has. */
static int64_t days_of_piece(const struct gather *gather,
                             const struct question *question)
{
    const struct am_gather_rows *rows = &gather->rows;
    int64_t days = rows_of_piece(gather, question) / rows->days_most;

    return days > 0 ? days : 1;
}

static unsigned count_pieces(const struct gather *gather,
                             const struct question *question)
{
    const struct am_gather_rows *rows = &gather->rows;
    int64_t most = rows_of_piece(gather, question);

    if (most == 0 || (question->is_of_days && rows->days_most == 0))
        return 1;
    if (!question->is_of_days) {
        return am_fleet_pieces(rows->sightings,
                               most * gather->fleet->routing.shard_count);
    }
    int64_t days = days_of_piece(gather, question);
    return (unsigned)((rows->days_last - rows->days_first + days) / days);
}

static bool has_detail(const struct am_gather_request *request)
{
    return request->from_day < request->until_day;
}

static unsigned count_all(const struct gather *gather)
{
    unsigned total = COUNT(first);

    for (unsigned i = 0; i < COUNT(sums); i++)
        total += count_pieces(gather, &sums[i]);
    if (has_detail(gather->request)) {
        for (unsigned i = 0; i < COUNT(detail); i++)
            total += count_pieces(gather, &detail[i]);
    }
    return total;
}

/* The days that a piece is about.  The first and the last one reach as far as
 * the request does: of a day there may be something by now. */
static void find_edges(const struct gather *gather,
                       const struct question *question, unsigned piece,
                       int64_t *from_day, int64_t *until_day)
{
    const struct am_gather_request *request = gather->request;
    const unsigned pieces = count_pieces(gather, question);

    *from_day = request->sums_from_day;
    *until_day = request->sums_until_day;
    if (!question->is_of_days || pieces == 1)
        return;
    const int64_t days = days_of_piece(gather, question);
    if (piece > 0)
        *from_day = gather->rows.days_first + piece * days;
    if (piece + 1 < pieces)
        *until_day = gather->rows.days_first + (piece + 1) * days;
}

static int ask_piece(struct gather *gather, const struct question *question,
                     unsigned piece, const char *texts[AM_FLEET_SHARDS_MAX],
                     struct am_err *err)
{
    const struct am_gather_request *request = gather->request;
    int64_t sums_from = 0;
    int64_t sums_until = 0;
    char number[13][AM_PHRASE_TEXT_SIZE];

    find_edges(gather, question, piece, &sums_from, &sums_until);
    const int64_t news_from =
        sums_from > gather->exact_day ? sums_from : gather->exact_day;
    am_fleet_piece_edges(piece, count_pieces(gather, question), number[5],
                         number[6]);
    const struct am_phrase_word words[] = {
        {"exact_day", am_phrase_number(gather->exact_day, number[0])},
        {"detail_days", am_phrase_number(request->detail_days, number[1])},
        {"from_day", am_phrase_number(request->from_day, number[2])},
        {"until_day", am_phrase_number(request->until_day, number[3])},
        {"first_day", am_phrase_number(gather->first_day, number[4])},
        {"from", number[5]},
        {"to", number[6]},
        {"inline", am_phrase_number(AM_CLASS_INLINE, number[7])},
        {"logo_bytes", am_phrase_number(AM_LOGO_BYTES, number[8])},
        {"sis_bytes", am_phrase_number(AM_SIS_STORED_BYTES, number[9])},
        {"sums_from", am_phrase_number(sums_from, number[10])},
        {"sums_until", am_phrase_number(sums_until, number[11])},
        {"news_from", am_phrase_number(news_from, number[12])},
        {"standing", am_sql_fleet_query_standing},
        {"ordinal", question->ordinal},
        {NULL, NULL},
    };

    return am_fleet_ask_together(gather->fleet, question->sql, words, texts,
                                 err);
}

static int take(struct gather *gather, const struct question *question,
                const char *text, struct am_err *err)
{
    struct am_answer answer;

    am_answer_begin(&answer, text);
    while (am_answer_has_row(&answer)) {
        if (question->take(&gather->rows, &answer, err) < 0)
            return -1;
    }
    return 0;
}

/* Answers are taken in the order of the shards: rows get the same numbers each
 * time. */
static int ask_one(struct gather *gather, const struct question *question,
                   struct am_err *err)
{
    const struct am_gather_request *request = gather->request;
    const unsigned pieces = count_pieces(gather, question);
    const char *texts[AM_FLEET_SHARDS_MAX];

    for (unsigned p = 0; p < pieces; p++) {
        if (ask_piece(gather, question, p, texts, err) < 0)
            return -1;
        for (unsigned s = 0; s < gather->fleet->routing.shard_count; s++) {
            if (take(gather, question, texts[s], err) < 0)
                return -1;
        }
        gather->done++;
        if (request->tell != NULL)
            request->tell(request->context, gather->done, count_all(gather));
    }
    return 0;
}

static int ask_all(struct gather *gather, const struct question *questions,
                   unsigned count, struct am_err *err)
{
    for (unsigned i = 0; i < count; i++) {
        if (ask_one(gather, &questions[i], err) < 0)
            return -1;
    }
    return 0;
}

static int check_shards(struct am_fleet *fleet, struct am_err *err)
{
    if (am_fleet_use_best(fleet, err) < 0)
        return -1;
    for (unsigned i = 0; i < fleet->routing.shard_count; i++) {
        struct am_engine *engine = fleet->engines[i];
        if (am_fleet_schema_check(engine, err) < 0 ||
            (am_engine_replicas(engine) > 1 &&
             am_replicas_check_behind(engine, err) < 0) ||
            am_fleet_epochs_check(engine, &fleet->routing, i, err) < 0)
            return -1;
    }
    return 0;
}

/* The first day from which on no attachments of a relay are gone that its sums
 * still tell of. */
static int64_t whole_from(const struct am_gather_relay *relay)
{
    if (relay->first_sums == 0)
        return 0;
    if (relay->first_detail == 0)
        return relay->last_sums + 1;
    return relay->first_sums < relay->first_detail ? relay->first_detail : 0;
}

/* Fill first_day and exact_day, once it is known what each relay has. */
static void find_days(struct gather *gather)
{
    const struct am_gather_rows *rows = &gather->rows;
    int64_t first_day = INT64_MAX;

    for (size_t i = 0; i < rows->relay_count; i++) {
        const struct am_gather_relay *relay = &rows->relays[i];
        if (relay->first_detail != 0 && relay->first_detail < first_day)
            first_day = relay->first_detail;
        if (whole_from(relay) > gather->exact_day)
            gather->exact_day = whole_from(relay);
    }
    gather->first_day = first_day == INT64_MAX ? 0 : first_day;
    if (gather->exact_day < gather->first_day)
        gather->exact_day = gather->first_day;
}

/* The last day on which a shard more took part, up to the last one of which
 * something is known; 0: none did. */
static int64_t last_epoch(const struct gather *gather)
{
    const struct am_fleet_routing *routing = &gather->fleet->routing;
    const struct am_gather_rows *rows = &gather->rows;
    int64_t last_sums = 0;
    unsigned shard = routing->shard_count - 1;

    for (size_t i = 0; i < rows->relay_count; i++) {
        if (rows->relays[i].last_sums > last_sums)
            last_sums = rows->relays[i].last_sums;
    }
    while (shard > 0 && routing->shards[shard].from_day > last_sums)
        shard--;
    return routing->shards[shard].from_day;
}

/* Contents that came again after their attachments were gone count as new.  So
 * do those that go to another shard since the last one took part, as neither
 * knows what the other saw. */
static int64_t bound_until(const struct gather *gather)
{
    const struct am_gather_rows *rows = &gather->rows;
    int64_t detail_days = gather->request->detail_days;

    if (gather->exact_day < last_epoch(gather))
        return last_epoch(gather) + detail_days;
    for (size_t i = 0; i < rows->relay_count; i++) {
        int64_t first_day = rows->relays[i].first_sums;
        if (first_day != 0 && first_day < gather->exact_day)
            return gather->exact_day + detail_days;
    }
    return 0;
}

static int ask_everything(struct gather *gather, struct am_err *err)
{
    if (ask_all(gather, first, COUNT(first), err) < 0)
        return -1;
    find_days(gather);
    if (gather->rows.relay_count == 0)
        return am_fail(err, AM_ENOTFOUND, "no relay has shipped anything yet");
    const struct am_gather_request *request = gather->request;
    if (am_intake_setting(gather->rows.intake, "detail_days",
                          request->detail_days, err) < 0 ||
        ask_all(gather, sums, COUNT(sums), err) < 0)
        return -1;
    if (!has_detail(request))
        return 0;
    if (am_intake_setting(gather->rows.intake, "delivery_limit",
                          request->delivery_limit, err) < 0 ||
        am_intake_setting(gather->rows.intake, "store_partitions",
                          request->store_partitions, err) < 0)
        return -1;
    return ask_all(gather, detail, COUNT(detail), err);
}

int am_fleet_gather(struct am_fleet *fleet,
                    const struct am_gather_request *request,
                    struct am_store *store, struct am_err *err)
{
    struct gather gather = {.fleet = fleet, .request = request};
    int result = -1;

    if (check_shards(fleet, err) < 0 ||
        am_intake_open(&gather.rows.intake, store, err) < 0)
        return -1;
    if (ask_everything(&gather, err) == 0) {
        result =
            am_intake_finish(gather.rows.intake, bound_until(&gather), err);
    }
    am_intake_close(&gather.rows.intake);
    free(gather.rows.relays);
    return result;
}
