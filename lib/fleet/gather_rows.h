/*
 * gather_rows - how a row of an answer of the fleet becomes one of a database.
 *
 * A function for each question of sql/fleet/report/, whose columns it reads in
 * their order.  Asks nothing itself.
 */
#ifndef AM_FLEET_GATHER_ROWS_H
#define AM_FLEET_GATHER_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "fleet/answer.h"
#include "fleet/routing.h"
#include "store/intake.h"

/* A relay, and of which days it has what; 0: nothing. */
struct am_gather_relay {
    unsigned char id[AM_FLEET_ID_SIZE];
    int64_t first_sums, last_sums, first_detail;
};

struct am_gather_rows {
    struct am_intake *intake;
    struct am_gather_relay *relays; /* numbered from 0 on as they came */
    size_t relay_count, relay_room;
    size_t last_relay; /* asked for */
    int64_t sightings; /* of all shards */
    /* What a shard has of a day in one table, at most, and of which days. */
    int64_t days_most, days_first, days_last;
};

/* Take one row.  Fails as am_intake_add() and am_answer_end() do, and as the
 * question does. */
typedef int am_gather_take_fn(struct am_gather_rows *rows,
                              struct am_answer *answer, struct am_err *err);

am_gather_take_fn am_gather_take_code;
am_gather_take_fn am_gather_take_relay_sums, am_gather_take_relay_detail;
am_gather_take_fn am_gather_take_day_rows;
am_gather_take_fn am_gather_take_day_message, am_gather_take_day_flaw;
am_gather_take_fn am_gather_take_gap, am_gather_take_run;
am_gather_take_fn am_gather_take_senders, am_gather_take_sums;
am_gather_take_fn am_gather_take_news, am_gather_take_news_sis;
am_gather_take_fn am_gather_take_framing;
am_gather_take_fn am_gather_take_content, am_gather_take_sighting;

#endif
