/* test_ingest - what a record adds, and what counts once. */
#include "desk.h"

static const struct {
    const char *name;
    struct post posts[4];
    const char *expected;
} stories[] = {
    {"one message to two of ours and one abroad",
     {POST_AND(MORNING, 1, "1 2 x3", "A", .sender = 1)},
     "messages=1 with_attachments=1 deliveries=3 sightings=1 sightings_own=1 "
     "copies_local=2 copies_external=1 copies_sent=0 size_bytes=1000 "
     "size_own_bytes=1000 size_linked_bytes=1000 size_local_bytes=2000 "
     "size_external_bytes=1000 size_hops_bytes=2000 new_all_bytes=1000 "
     "new_own_bytes=1000 stored_local_bytes=2678 message=1 sighting=1 "
     "content=1"},
    {"no attachment leaves no detail",
     {POST_AND(MORNING, 1, "1 2", "", .sender = 1)},
     "messages=1 with_attachments=0 deliveries=2 sightings=0 message=0 "
     "sighting=0 day_message=1 day_sighting=0"},
    {"the Sent folder is a copy",
     {POST_AND(MORNING, 1, "x1 x2", "A", .sent = true)},
     "copies_sent=1 copies_local=0 sightings_own=1 size_own_bytes=1000 "
     "size_linked_bytes=0 size_sent_bytes=1000 new_own_bytes=1000"},
    {"abroad only is nothing of ours",
     {POST(MORNING, 1, "x1 y2", "A")},
     "sightings=1 sightings_own=0 size_own_bytes=0 new_all_bytes=1000 "
     "new_own_bytes=0 size_hops_bytes=2000"},
    {"the same message again is nothing",
     {POST(MORNING, 1, "1 2", "A"), POST(MORNING + 7200, 1, "2 1", "A")},
     "messages=1 deliveries=2 sightings=1 copies_local=2 message=1"},
    {"after the window it is a new one",
     {POST(MORNING, 1, "1 2", "A"), POST(MORNING + 7201, 1, "2 1", "A")},
     "messages=2 deliveries=4 sightings=2 copies_local=4 new_own_bytes=1000"},
    {"the window is counted from the first sight",
     {POST(MORNING, 1, "1", "A"), POST(MORNING + 4000, 1, "2", "A"),
      POST(MORNING + 8000, 1, "2", "A")},
     "messages=2 copies_local=3 sightings=2"},
    {"other recipients are a continuation",
     {POST_AND(MORNING, 1, "1 2", "A", .sent = true),
      POST_AND(MORNING + 60, 1, "2 3 x4", "A", .sent = true)},
     "messages=1 with_attachments=1 deliveries=4 sightings=1 sightings_own=1 "
     "copies_local=3 copies_external=1 copies_sent=1 size_bytes=1000 "
     "size_own_bytes=1000 size_linked_bytes=1000 size_local_bytes=3000 "
     "message=2 sighting=2 new_own_bytes=1000"},
    {"a continuation may be the first of ours",
     {POST(MORNING, 1, "x1", "A"), POST(MORNING + 60, 1, "2", "A")},
     "messages=1 sightings=1 sightings_own=1 size_bytes=1000 "
     "size_own_bytes=1000 size_linked_bytes=1000 new_all_bytes=1000 "
     "new_own_bytes=1000 copies_local=1"},
    {"a continuation may be the first with a local recipient",
     {POST_AND(MORNING, 1, "x1", "A", .sent = true),
      POST_AND(MORNING + 60, 1, "2", "A", .sent = true),
      POST_AND(MORNING + 90, 1, "3", "A", .sent = true)},
     "sightings_own=1 size_own_bytes=1000 size_linked_bytes=1000 "
     "copies_sent=1 copies_local=2 new_own_bytes=1000"},
    {"without a Message-ID nothing merges",
     {POST(MORNING, 0, "1", "A"), POST(MORNING, 0, "1", "A")},
     "messages=2 sightings=2 copies_local=2 new_own_bytes=1000"},
    {"a filter takes the attachment out: what came in is counted",
     {POST_AND(MORNING, 1, "1 x2", "A", .pass = 1),
      POST_AND(MORNING + 9, 2, "1 x2", "", .pass = 2, .before = {1})},
     "messages=1 with_attachments=1 deliveries=2 sightings=1 copies_local=1 "
     "copies_external=1 message=1"},
    {"a filter alters a message without Message-ID and adds a copy",
     {POST_AND(MORNING, 0, "1 x2", "A", .pass = 1, .sent = true),
      POST_AND(MORNING + 9, 0, "1 x2 3", "A", .pass = 2, .before = {1})},
     "messages=1 with_attachments=1 deliveries=3 sightings=1 copies_local=2 "
     "copies_sent=1 copies_external=1 size_bytes=1000 size_local_bytes=2000 "
     "new_own_bytes=1000 message=2 sighting=2"},
    {"a filter adds a copy of a message without its attachment",
     {POST_AND(MORNING, 1, "1", "A", .pass = 1),
      POST_AND(MORNING + 9, 2, "1 3", "", .pass = 2, .before = {1})},
     "messages=1 deliveries=2 sightings=1 copies_local=1 message=1"},
    {"the queue id is used again after an hour",
     {POST_AND(MORNING, 0, "1", "A", .pass = 1),
      POST_AND(MORNING + 3601, 0, "1", "A", .pass = 2, .before = {1})},
     "messages=2 deliveries=2 sightings=2 copies_local=2"},
    {"twice in a message: the second is across",
     {POST(MORNING, 1, "1 2", "AA")},
     "sightings=2 size_own_bytes=2000 new_own_bytes=1000 new_all_contents=1"},
    {"two whose fingerprints begin alike are two",
     {POST(MORNING, 1, "1", "A"), POST(MORNING, 2, "1", "~"),
      POST(MORNING, 3, "2", "~A"), POST(MORNING, 4, "3", "(~A)")},
     "content=3 sightings=5 new_all_contents=3 new_own_bytes=63100 "
     "sighting_part=2 size_own_bytes=189100"},
    {"new abroad first, then ours",
     {POST(MORNING, 1, "x1", "A"), POST(MORNING, 2, "1", "A")},
     "new_all_bytes=1000 new_own_bytes=1000 new_all_contents=1 "
     "new_own_contents=1 content=1"},
    {"unseen for as long as the detail is kept",
     {POST(MORNING, 1, "1", "A"), POST(MORNING + 30 * DAY_S, 2, "1", "A")},
     "new_all_contents=1 new_own_contents=1"},
    {"unseen for longer: new again",
     {POST(MORNING, 1, "1", "A"), POST(MORNING + 31 * DAY_S, 2, "1", "A")},
     "new_all_contents=2 new_own_contents=2 new_own_bytes=2000 content=1"},
    {"seen abroad meanwhile: new again of ours only",
     {POST(MORNING, 1, "1", "A"), POST(MORNING + 20 * DAY_S, 2, "x1", "A"),
      POST(MORNING + 40 * DAY_S, 3, "1", "A")},
     "new_all_contents=1 new_own_contents=2"},
    {"a day that comes late is not new",
     {POST(MORNING + DAY_S, 1, "1", "A"),
      POST(MORNING - 60 * DAY_S, 2, "1", "A")},
     "new_all_contents=1 new_own_contents=1"},
    {"without a digest each copy is unique",
     {POST_AND(MORNING, 1, "1 2 x3", "#", .sent = true)},
     "sightings=1 size_bytes=500 undigested_all_bytes=2000 "
     "undigested_own_bytes=1500 undigested_once_bytes=500 "
     "undigested_once_own_bytes=500 new_all_bytes=0 content=0 sighting=1"},
    {"lists are expanded, hops are by limit and domain",
     {POST(MORNING, 1, "1 l2*20 x3 x4 x5 x6 y7", "A")},
     "copies_local=21 copies_lmtp=7 copies_external=5 size_hops_bytes=10000 "
     "size_lmtp_bytes=7000 deliveries=26 copies_cyrus=14 "
     "size_cyrus_bytes=14000 stored_cyrus_bytes=18746 stored_lmtp_bytes=9373"},
    {"two partitions have no more files than mailboxes",
     {POST(MORNING, 1, "1", "A"), POST(MORNING, 2, "1 2", "A"),
      POST(MORNING, 3, "1 2 3", "A"), POST(MORNING, 4, "1 2 3 4", "A")},
     "copies_local=10 copies_lmtp=5 copies_cyrus=9"},
    {"a store of single instances: one file a layout",
     {POST(MORNING, 1, "1 2", "!A"), POST(MORNING, 2, "x3", "!"),
      POST(MORNING, 3, "1", "!")},
     "new_sis_contents=1 new_sis_bytes=300000 sis_file=1 "
     "sis_stored_bytes=1200021 sis_size_bytes=900000 sis_once_bytes=600000"},
    {"one that cannot be rebuilt is kept as it came",
     {POST_AND(MORNING, 1, "1 2", "?", .sent = true),
      POST(MORNING, 2, "3", "!"), POST(MORNING, 3, "4", "?")},
     "new_sis_contents=2 new_sis_size_bytes=600000 new_sis_bytes=700007 "
     "sis_stored_bytes=2000035 sis_size_bytes=1500000 sis_once_bytes=900000 "
     "new_own_bytes=300000 sis_file=2"},
    {"abroad it is not in our store",
     {POST(MORNING, 1, "x1", "!")},
     "new_sis_contents=0 sis_file=0"},
    {"the family is that of the first sight, the class each one's own",
     {POST(MORNING, 1, "1", "A"), POST(MORNING, 2, "1", "a")},
     "day_sighting=2 content=1 new_own_contents=1"},
    {"a file, then the same inside a container",
     {POST(MORNING, 1, "1", "A"), POST(MORNING, 2, "2", "(A)")},
     "sightings=2 size_own_bytes=2100 new_all_bytes=1100 new_own_bytes=1100 "
     "content=2 sighting_part=1 new_own_contents=2"},
    {"inside a container, then plainly",
     {POST(MORNING, 1, "1", "(A)"), POST(MORNING, 2, "2", "A")},
     "sightings=2 size_own_bytes=2100 new_all_bytes=1100 new_own_bytes=1100 "
     "content=2 sighting_part=1 new_own_contents=2"},
    {"the framing of a container is new each time",
     {POST(MORNING, 1, "1", "(AB)"), POST(MORNING, 2, "2", "(AB)")},
     "sightings=2 size_own_bytes=6200 new_all_bytes=3200 new_own_bytes=3200 "
     "content=3 new_own_contents=3 sighting_part=4"},
    {"two containers in a message, and a file twice in one",
     {POST(MORNING, 1, "1", "(AA)(A)")},
     "size_own_bytes=3200 new_own_bytes=1200 content=3 sighting_part=3"},
    {"copies of a container are within, framing and all",
     {POST_AND(MORNING, 1, "1 2 x3", "(A)", .sent = true)},
     "size_local_bytes=2200 size_sent_bytes=1100 size_external_bytes=1100 "
     "new_all_bytes=1100 new_own_bytes=1100"},
    {"a container abroad first, then ours",
     {POST(MORNING, 1, "x1", "(A)"), POST(MORNING, 2, "1", "(A)")},
     "new_all_bytes=1200 new_own_bytes=1100 new_all_contents=2 "
     "new_own_contents=2"},
    {"a container continued to the first of ours",
     {POST(MORNING, 1, "x1", "(A)"), POST(MORNING + 60, 1, "2", "(A)"),
      POST(MORNING + 90, 1, "3", "(A)")},
     "sightings=1 new_all_bytes=1100 new_own_bytes=1100 size_own_bytes=1100 "
     "sighting=3 sighting_part=3"},
    {"inside, unseen for longer: new again",
     {POST(MORNING, 1, "1", "(A)"), POST(MORNING + 31 * DAY_S, 2, "1", "A")},
     "new_all_bytes=2100 new_own_bytes=2100 content=2"},
    {"a container with nothing inside is a content as any",
     {POST(MORNING, 1, "1", "()"), POST(MORNING, 2, "1", "()")},
     "size_own_bytes=200 new_own_bytes=100 content=1 sighting_part=0"},
    {"a store of single instances keeps the container",
     {POST(MORNING, 1, "1", "(!)"), POST(MORNING, 2, "1", "!"),
      POST(MORNING, 3, "1", "(!)")},
     "new_sis_contents=2 new_sis_bytes=600100 new_own_bytes=300200 "
     "sis_file=2"},
};

/* What is new once was seen once: nothing of the split is below zero. */
static void check_split(const char *name)
{
    struct am_sums sums = sums_of(0, 100000);

    ck_assert_msg(sums.new_all_bytes + sums.undigested_once_bytes <=
                      sums.size_bytes,
                  "%s: across, all", name);
    ck_assert_msg(sums.new_own_bytes + sums.undigested_once_own_bytes <=
                      sums.size_own_bytes,
                  "%s: across, own", name);
}

START_TEST(each_story_counts_as_told)
{
    unsigned count = 0;

    for (size_t i = 0; i < 4 && stories[_i].posts[i].recipients != NULL; i++) {
        append(&stories[_i].posts[i]);
        count++;
    }
    ck_assert_uint_eq(drain(), count);
    check(stories[_i].name, stories[_i].expected);
    check_split(stories[_i].name);
}

END_TEST

/* The same, with the recorder started anew before each record. */
START_TEST(a_restart_recognises_what_was_seen)
{
    for (size_t i = 0; i < 4 && stories[_i].posts[i].recipients != NULL; i++) {
        append(&stories[_i].posts[i]);
        drain();
        close_all();
        open_all();
    }
    check(stories[_i].name, stories[_i].expected);
}

END_TEST

/* The same, without a spool. */
START_TEST(records_of_a_scan_count_alike)
{
    struct post_box box;

    ck_assert_int_eq(am_ingest_begin(ingest, &err), 0);
    for (size_t i = 0; i < 4 && stories[_i].posts[i].recipients != NULL; i++) {
        ck_assert_msg(am_ingest_take(ingest,
                                     post_make(&stories[_i].posts[i], &box),
                                     &err) == 0,
                      "%s", err.text);
    }
    ck_assert_int_eq(am_ingest_commit(ingest, &err), 0);
    check(stories[_i].name, stories[_i].expected);
}

END_TEST

/* More rows of days in one transaction than there is place for in memory, each
 * added to again when it had to make room; and what was rolled back counts for
 * nothing. */
START_TEST(days_add_up_over_a_transaction)
{
    enum {
        DAYS = 700,
        TIMES = 3
    };
    struct post_box box;

    for (int commit = 0; commit < 2; commit++) {
        ck_assert_int_eq(am_ingest_begin(ingest, &err), 0);
        for (int i = 0; i < DAYS * TIMES; i++) {
            struct post post =
                POST(MORNING + i % DAYS * DAY_S, i + 1, "1 2", "A");
            ck_assert_msg(
                am_ingest_take(ingest, post_make(&post, &box), &err) == 0, "%s",
                err.text);
        }
        if (commit) {
            ck_assert_int_eq(am_ingest_commit(ingest, &err), 0);
        } else {
            am_ingest_rollback(ingest);
        }
    }
    ck_assert_int_eq(number("SELECT count(*) FROM day_sighting"), DAYS);
    ck_assert_int_eq(number("SELECT count(*) FROM day_sighting WHERE sightings "
                            "= 3 AND copies_local = 6"),
                     DAYS);
    ck_assert_int_eq(number("SELECT count(*) FROM day_message WHERE messages = "
                            "3 AND deliveries = 6"),
                     DAYS);
    ck_assert_int_eq(number("SELECT sum(new_all_contents) FROM day_sighting"),
                     1);
}

END_TEST

START_TEST(senders_are_counted_up_to_five)
{
    struct post post = POST_AND(MORNING, 0, "1", "A", .domain = "a.example");

    for (int i = 0; i < 12; i++) {
        post.sender = 1 + i % 3;
        append(&post);
    }
    drain();
    ck_assert_int_eq(number("SELECT senders FROM content"), 3);
    ck_assert_int_eq(number("SELECT count(*) FROM small_group WHERE senders = "
                            "3"),
                     AM_DIMENSION_COUNT - 1);
    post.sender = 0;
    append(&post);
    for (int i = 0; i < 9; i++) {
        post.sender = 10 + i;
        append(&post);
    }
    drain();
    ck_assert_int_eq(number("SELECT senders FROM content"), 5);
    ck_assert_int_eq(number("SELECT min(senders) FROM small_group"), 5);
    post.time_s += DAY_S;
    append(&post);
    drain();
    ck_assert_int_eq(number("SELECT min(senders) FROM small_group"), 1);
    ck_assert_int_eq(number("SELECT senders FROM content"), 5);
}

END_TEST

/* Options that change between two records: the second is taken by them. */
START_TEST(settings_may_change)
{
    const struct am_ingest_options options = {
        .detail_days = 10, .delivery_limit = 1, .partitions = 2};
    struct post post = POST(MORNING, 0, "1 2", "A");

    append(&post);
    drain();
    ck_assert_int_eq(number("SELECT sum(hops) FROM message"), 1);
    am_ingest_change(ingest, &options);
    ck_assert_int_eq(number("SELECT count(*) FROM setting_day"), 3);
    post.time_s += 20 * DAY_S;
    append(&post);
    drain();
    ck_assert_int_eq(number("SELECT sum(hops) FROM message"), 3);
    ck_assert_int_eq(number("SELECT sum(new_own_contents) FROM day_sighting"),
                     2);
    ck_assert_int_eq(number("SELECT count(*) FROM setting_day"), 5);
    ck_assert_int_eq(number("SELECT value FROM setting_day WHERE name = "
                            "'detail_days' AND start_day = 20020"),
                     10);
}

END_TEST

START_TEST(settings_are_kept_with_their_day)
{
    const struct am_ingest_options options = {.detail_days = 30,
                                              .delivery_limit = 100};
    struct post post = POST(MORNING, 0, "1", "A");

    append(&post);
    drain();
    close_all();
    open_all();
    append(&post);
    drain();
    ck_assert_int_eq(number("SELECT count(*) FROM setting_day"), 3);
    am_ingest_destroy(&ingest);
    ck_assert_int_eq(am_ingest_create(&ingest, store, &options, &err), 0);
    post.time_s += DAY_S;
    append(&post);
    drain();
    ck_assert_int_eq(number("SELECT count(*) FROM setting_day"), 5);
    ck_assert_int_eq(number("SELECT value FROM setting_day WHERE name = "
                            "'delivery_limit' AND start_day = 20001"),
                     100);
    ck_assert_int_eq(number("SELECT value FROM setting_day WHERE name = "
                            "'store_partitions' AND start_day = 20001"),
                     1);
}

END_TEST

static const struct {
    const char *name;
    uint64_t size_bytes;
    uint32_t members; /* of the list it goes to */
    int on_a_day, days;
    bool is_refused;
} floods[] = {
    {"as much as can be added up", (UINT64_C(1) << 60) - 1, 1, 1, 1, false},
    {"a size that cannot be", UINT64_MAX, 1, 1, 1, true},
    {"two in a day", UINT64_C(1) << 59, 1, 2, 1, true},
    {"a size times its copies", UINT64_C(1) << 40, 1U << 31, 1, 1, true},
    {"many in a day", UINT64_C(1) << 59, 4, 20, 1, true},
    {"more than 64 bits in all days", UINT64_C(1) << 59, 1, 1, 40, true},
};

/* A message that is too much is taken in, and a report says so; other days are
 * reported as ever. */
START_TEST(too_many_bytes_are_told)
{
    const struct am_query query = {.until_day = 100000};
    const char *name = floods[_i].name;
    struct post small = POST(MORNING - DAY_S, 0, "1", "A");
    struct post_box box;
    struct am_sums sums;

    append(&small);
    ck_assert_uint_eq(drain(), 1);
    ck_assert_int_eq(am_ingest_begin(ingest, &err), 0);
    for (int i = 0; i < floods[_i].on_a_day * floods[_i].days; i++) {
        struct post post =
            POST(MORNING + i % floods[_i].days * DAY_S, 0, "1", "A");
        struct am_record *record = post_make(&post, &box);
        record->sightings[0].size_bytes = floods[_i].size_bytes;
        record->sightings[0].stored_bytes = floods[_i].size_bytes;
        record->recipients[0].members = floods[_i].members;
        ck_assert_msg(am_ingest_take(ingest, record, &err) == 0, "%s: %s", name,
                      err.text);
    }
    ck_assert_int_eq(am_ingest_commit(ingest, &err), 0);
    if (floods[_i].is_refused) {
        ck_assert_msg(am_query_sums(store, &query, keep_sums, &sums, &err) ==
                          -1,
                      "%s", name);
        ck_assert_msg(err.code == AM_EFULL, "%s: %s", name, err.text);
    } else {
        ck_assert_msg(sums_of(DAY, 100000).stored_local_bytes ==
                          (int64_t)floods[_i].size_bytes,
                      "%s", name);
    }
    ck_assert_int_eq(sums_of(0, DAY).size_bytes, 1000);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("ingest");
    TCase *tcase = tcase_create("ingest");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 240);
    tcase_add_loop_test(tcase, each_story_counts_as_told, 0, ROWS(stories));
    tcase_add_loop_test(tcase, a_restart_recognises_what_was_seen, 0,
                        ROWS(stories));
    tcase_add_loop_test(tcase, records_of_a_scan_count_alike, 0, ROWS(stories));
    tcase_add_test(tcase, days_add_up_over_a_transaction);
    tcase_add_test(tcase, senders_are_counted_up_to_five);
    tcase_add_loop_test(tcase, too_many_bytes_are_told, 0, ROWS(floods));
    tcase_add_test(tcase, settings_are_kept_with_their_day);
    tcase_add_test(tcase, settings_may_change);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
