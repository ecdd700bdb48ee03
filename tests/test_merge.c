/*
 * test_merge - made-up mail, dealt out to relays and merged: the same figures
 * as one database has that took all of it.
 */
#include "merging.h"
#include "store/retention.h"

START_TEST(relays_are_what_one_would_be)
{
    struct am_merge_counts counts;

    for (unsigned which = 0; which <= RELAYS; which++)
        fill(which, 1000 + (uint32_t)_i);
    ck_assert_msg(merge(9, "123", &counts) == 0, "%s", err.text);
    ck_assert_int_eq(counts.relays, RELAYS);
    ck_assert_int_eq(counts.bound_until_day, 0);
    keep_days(0);
    open_reader(9);
    compare_days("three relays");
    check_sound();
    ck_assert_int_eq(counts.sightings, number("SELECT count(*) FROM sighting"));
    ck_assert_int_eq(number("SELECT min(day) FROM message"),
                     number("SELECT day FROM message ORDER BY id LIMIT 1"));
    am_store_close(&store);

    /* Merging what was merged is the same. */
    ck_assert_msg(merge(8, "12", &counts) == 0, "%s", err.text);
    ck_assert_msg(merge(7, "38", &counts) == 0, "%s", err.text);
    open_reader(7);
    compare_days("two and one");
    check_sound();
    am_store_close(&store);
}

END_TEST

START_TEST(a_day_without_detail_is_a_bound)
{
    const struct am_retention_rule rule = {
        .today = DAY + DAYS, .detail_days = 40, .sum_months = 60};
    struct am_retention *retention = NULL;
    struct am_merge_counts counts;
    struct am_unique_bound bound;
    int result = 1;

    for (unsigned which = 0; which <= RELAYS; which++)
        fill(which, 77);
    use_relay(2);
    ck_assert_int_eq(am_store_open(&store, path, &err), 0);
    ck_assert_int_eq(am_retention_create(&retention, store, &rule, &err), 0);
    while (result == 1)
        result = am_retention_step(retention, 1000, &err);
    am_retention_destroy(&retention);
    int64_t first = number("SELECT min(day) FROM message");
    am_store_close(&store);
    ck_assert_int_eq(merge(9, "123", &counts), 0);
    ck_assert_int_eq(counts.bound_until_day, first);
    keep_days(0);
    open_reader(9);
    struct am_sums all = sums_of(0, 100000);
    struct am_sums before = sums_of(0, first);
    for (int i = 0; i <= DAYS; i++) {
        all.new_all_bytes -= day_sums[i].new_all_bytes;
        all.sightings -= day_sums[i].sightings;
    }
    ck_assert_int_gt(all.new_all_bytes, 0);
    ck_assert_int_eq(all.sightings, 0);
    ck_assert_int_gt(before.new_all_bytes, 0);
    ck_assert_int_eq(am_epoch_bound(store, first - 1, first, &bound, &err), 0);
    ck_assert_int_eq(bound.merged_until_day, first);
    ck_assert_int_eq(am_epoch_bound(store, first, first + 1, &bound, &err), 0);
    ck_assert_int_eq(bound.merged_until_day, 0);
    am_store_close(&store);
}

END_TEST

/* ---- what is not told by attachments ---- */

/* Rows that the mail leaves none of; the relay was down for 100 s times its
 * number. */
static void add_rest(unsigned which)
{
    char sql[600];

    snprintf(sql, sizeof(sql),
             "INSERT INTO gap VALUES (5, 1, %u), (5 + %u, 2, 10);"
             "INSERT INTO day_flaw VALUES (5, 1, %u), (5 + %u, 2, 10);"
             "INSERT INTO setting_day VALUES ('name', 5, 10 - %u);"
             "DELETE FROM run;"
             "INSERT INTO run (started_s, heartbeat_s, clean) VALUES"
             " (5 * 86400, 5 * 86400 + 1000, 0),"
             " (5 * 86400 + 1000 + 100 * %u, 6 * 86400, 1)",
             which, which, which, which, which, which);
    use_relay(which);
    ck_assert_int_eq(am_store_open(&store, path, &err), 0);
    ck_assert_msg(sqlite3_exec(am_store_handle(store), sql, NULL, NULL, NULL) ==
                      SQLITE_OK,
                  "%s", sqlite3_errmsg(am_store_handle(store)));
    am_store_close(&store);
}

static const struct {
    const char *sql;
    int64_t value;
} rest[] = {
    {"SELECT messages FROM gap WHERE day = 5 AND reason = 1", 6},
    {"SELECT sum(messages) FROM gap WHERE reason = 2", 30},
    {"SELECT times FROM day_flaw WHERE day = 5 AND flaw = 1", 6},
    {"SELECT sum(times) FROM day_flaw WHERE flaw = 2 AND day < 10", 30},
    {"SELECT value FROM setting_day WHERE name = 'name'", 7},
    {"SELECT count(*) FROM run", 6},
    {"SELECT is_merged FROM meta", 1},
};

/* Groups of senders by the names of their domains, from these databases. */
#define GROUPS_OF(name)                                                 \
 "SELECT g.dimension, g.day, d.name, g.value & 65535 AS low, g.senders" \
 " FROM " name ".small_group g LEFT JOIN " name ".domain d"             \
 " ON g.dimension & 2 AND d.id = g.value >> 16"
#define MOST_OF(databases)                                         \
 "SELECT dimension, day, name, low, max(senders) FROM (" databases \
 ") GROUP BY dimension, day, name, low ORDER BY dimension, day, name, low"

static void attach_relay(unsigned which)
{
    char sql[TEMP_PATH_SIZE + 40];

    snprintf(sql, sizeof(sql), "ATTACH '%.400s/%u.db' AS r%u", root, which,
             which);
    ck_assert_int_eq(
        sqlite3_exec(am_store_handle(store), sql, NULL, NULL, NULL), SQLITE_OK);
}

START_TEST(the_rest_is_added_up_or_the_most_of_it)
{
    struct am_merge_counts counts;
    uint64_t found = 0;
    uint64_t wanted = 0;

    for (unsigned which = 1; which <= RELAYS; which++) {
        fill(which, 99);
        add_rest(which);
    }
    ck_assert_int_eq(merge(9, "123", &counts), 0);
    open_reader(9);
    for (size_t i = 0; i < sizeof(rest) / sizeof(rest[0]); i++) {
        ck_assert_msg(number(rest[i].sql) == rest[i].value, "%s: %lld",
                      rest[i].sql, (long long)number(rest[i].sql));
    }
    ck_assert_int_eq(messages_of(5, 6).downtime_s, 600);
    for (unsigned which = 1; which <= RELAYS; which++)
        attach_relay(which);
    ck_assert_uint_eq(hash_rows(MOST_OF(GROUPS_OF("main")), &found),
                      hash_rows(MOST_OF(GROUPS_OF("r1") " UNION ALL " GROUPS_OF(
                                    "r2") " UNION ALL " GROUPS_OF("r3")),
                                &wanted));
    ck_assert_uint_eq(found, wanted);
    ck_assert_uint_gt(found, 100);
    am_store_close(&store);
}

END_TEST

/* Fingerprints of two relays that begin alike are of two contents. */
START_TEST(contents_that_begin_alike_stay_two)
{
    static const char *const attachments[] = {"AB", "~A", "~B"};
    struct am_merge_counts counts;

    for (unsigned which = 1; which <= RELAYS; which++) {
        const struct post post =
            POST(MORNING, (int)which, "1", attachments[which - 1]);
        use_relay(which);
        open_all();
        ck_assert_int_eq(am_store_use_key(store, key_id, &err), 0);
        append(&post);
        drain();
        close_all();
    }
    ck_assert_msg(merge(9, "123", &counts) == 0, "%s", err.text);
    open_reader(9);
    check("three relays", "content=3 sightings=6 new_all_contents=3 "
                          "new_all_bytes=65000 size_bytes=130000");
    check_sound();
    am_store_close(&store);
}

END_TEST

START_TEST(what_cannot_be_merged_is_refused)
{
    struct am_merge_counts counts;

    for (unsigned which = 1; which <= RELAYS; which++)
        fill(which, 5);
    ck_assert_int_eq(merge(9, "14", &counts), -1);
    ck_assert_int_eq(err.code, AM_ENOTFOUND);

    /* A key that nothing was recorded under does not matter; one does. */
    use_relay(2);
    ck_assert_int_eq(am_store_open(&store, path, &err), 0);
    ck_assert_int_eq(am_epoch_begin_key(store, "0800000000000000", &err), 0);
    am_store_close(&store);
    ck_assert_int_eq(merge(9, "123", &counts), 0);
    use_relay(2);
    open_all();
    const struct post post = POST(MORNING, MESSAGES + 1, "1", "H");
    append(&post);
    drain();
    close_all();
    ck_assert_int_eq(merge(9, "123", &counts), -1);
    ck_assert_int_eq(err.code, AM_EINVAL);
    ck_assert_msg(strstr(err.text, "2.db has contents under key 08") != NULL ||
                      strstr(err.text, "2.db has contents under key 07") !=
                          NULL,
                  "%s", err.text);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("merge");
    TCase *tcase = tcase_create("merge");

    tcase_add_checked_fixture(tcase, set_up_merge, tear_down);
    tcase_add_loop_test(tcase, relays_are_what_one_would_be, 0, 4);
    tcase_add_test(tcase, a_day_without_detail_is_a_bound);
    tcase_add_test(tcase, the_rest_is_added_up_or_the_most_of_it);
    tcase_add_test(tcase, contents_that_begin_alike_stay_two);
    tcase_add_test(tcase, what_cannot_be_merged_is_refused);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
