/* test_merge_copies - relays of which a merge is given copies, too. */
#include "merging.h"

static void copy_relay(unsigned which, unsigned into)
{
    char sql[TEMP_PATH_SIZE + 40];

    open_reader(which);
    snprintf(sql, sizeof(sql), "VACUUM INTO '%.400s/%u.db'", root, into);
    ck_assert_int_eq(
        sqlite3_exec(am_store_handle(store), sql, NULL, NULL, NULL), SQLITE_OK);
    am_store_close(&store);
}

/* Relay 1 has 4 and later 5 as copies, and goes on after each. */
static void fill_and_copy(void)
{
    static const struct post posts[] = {
        POST(MORNING + 80 * DAY_S, 500, "1 2", "AB"),
        POST(MORNING + 80 * DAY_S, 501, "1", ""),
    };

    for (unsigned which = 1; which <= 2; which++)
        fill(which, 42);
    for (unsigned i = 0; i < 2; i++) {
        copy_relay(1, 4 + i);
        use_relay(1);
        open_all();
        append(&posts[i]);
        drain();
        close_all();
    }
}

static const struct {
    const char *relays;
    unsigned left_out;
} copies[] = {
    {"124", 4}, {"412", 4},   {"1245", 45}, {"5412", 54},
    {"121", 1}, {"1212", 12}, {"4152", 45},
};

START_TEST(of_a_database_and_its_copies_the_latest_is_taken)
{
    struct am_merge_counts wanted;
    struct am_merge_counts counts;

    fill_and_copy();
    ck_assert_msg(merge(9, "12", &wanted) == 0, "%s", err.text);
    keep_days(9);
    ck_assert_msg(merge(8, copies[_i].relays, &counts) == 0, "%s: %s",
                  copies[_i].relays, err.text);
    ck_assert_msg(left_out == copies[_i].left_out, "%s: %u", copies[_i].relays,
                  left_out);
    ck_assert_mem_eq(&counts, &wanted, sizeof(counts));
    open_reader(8);
    compare_days(copies[_i].relays);
    check_sound();
    am_store_close(&store);
}

END_TEST

/* Their sums of days cannot be told apart. */
START_TEST(two_that_both_went_on_are_refused)
{
    const struct post post = POST(MORNING + 80 * DAY_S, 600, "1", "C");
    struct am_merge_counts counts;

    fill_and_copy();
    use_relay(4); /* with a spool of its own: as another relay */
    open_all();
    append(&post);
    drain();
    close_all();
    ck_assert_int_eq(merge(9, "14", &counts), -1);
    ck_assert_int_eq(err.code, AM_EINVAL);
    ck_assert(strstr(err.text, "neither holds all") != NULL);
    ck_assert_int_eq(merge(9, "41", &counts), -1);
    /* A clone, whose spool was copied, too. */
    copy_relay(5, 6);
    use_relay(6);
    ck_assert_int_eq(am_store_open(&store, path, &err), 0);
    ck_assert_int_eq(am_epoch_new_relay(am_store_handle(store), &err), 0);
    am_store_close(&store);
    ck_assert_int_eq(merge(9, "16", &counts), -1);
    ck_assert_int_eq(merge(9, "56", &counts), -1);
    /* One that was merged has no spools that would tell. */
    ck_assert_int_eq(merge(7, "12", &counts), 0);
    ck_assert_int_eq(merge(9, "71", &counts), -1);
    ck_assert_int_eq(merge(9, "17", &counts), -1);
}

END_TEST

/* As stored mail is recorded: without a spool, which would tell how far. */
static void record_alone(unsigned which, const struct post *post)
{
    const struct am_ingest_options options = {
        .detail_days = 30, .delivery_limit = 3, .partitions = 2};
    struct post_box box;

    use_relay(which);
    ck_assert_int_eq(am_store_open(&store, path, &err), 0);
    ck_assert_int_eq(am_store_use_key(store, key_id, &err), 0);
    ck_assert_int_eq(am_ingest_create(&ingest, store, &options, &err), 0);
    ck_assert_int_eq(am_ingest_begin(ingest, &err), 0);
    ck_assert_int_eq(am_ingest_take(ingest, post_make(post, &box), &err), 0);
    ck_assert_int_eq(am_ingest_commit(ingest, &err), 0);
    close_all();
}

/* Relay 3 has 4, 5 and 6 as copies: of what it is, before a message without
 * attachments, and before that one with one. */
static void record_and_copy(void)
{
    static const struct post posts[] = {
        POST(MORNING, 1, "1 2", "AB"),
        POST(MORNING, 2, "1", "C"),
        POST(MORNING, 3, "1", ""),
    };

    record_alone(3, &posts[0]);
    copy_relay(3, 6);
    record_alone(3, &posts[1]);
    copy_relay(3, 5);
    record_alone(3, &posts[2]);
    copy_relay(3, 4);
}

static const struct {
    const char *relays;
    unsigned left_out;
} spoolless[] = {
    {"34", 4}, {"43", 3}, {"35", 5}, {"53", 5},     {"36", 6},
    {"63", 6}, {"56", 6}, {"65", 6}, {"3456", 456}, {"6543", 653},
};

START_TEST(of_stored_mail_and_its_copies_the_latest_is_taken)
{
    struct am_merge_counts counts;

    record_and_copy();
    ck_assert_msg(merge(9, spoolless[_i].relays, &counts) == 0, "%s: %s",
                  spoolless[_i].relays, err.text);
    ck_assert_msg(left_out == spoolless[_i].left_out, "%s: %u",
                  spoolless[_i].relays, left_out);
}

END_TEST

/* A copy beside the first one is not seen from inside, so only its rows tell.
 */
START_TEST(stored_mail_that_went_on_in_two_copies_is_refused)
{
    const struct post post = POST(MORNING, 4, "1", "D");
    struct am_merge_counts counts;

    record_and_copy();
    record_alone(6, &post);
    ck_assert_int_eq(merge(9, "36", &counts), -1);
    ck_assert_int_eq(err.code, AM_EINVAL);
    ck_assert(strstr(err.text, "neither holds all") != NULL);
    ck_assert_int_eq(merge(9, "63", &counts), -1);
    ck_assert_int_eq(merge(9, "56", &counts), -1);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("merge-copies");
    TCase *tcase = tcase_create("copies");

    tcase_add_checked_fixture(tcase, set_up_merge, tear_down);
    tcase_add_loop_test(tcase, of_a_database_and_its_copies_the_latest_is_taken,
                        0, sizeof(copies) / sizeof(copies[0]));
    tcase_add_test(tcase, two_that_both_went_on_are_refused);
    tcase_add_loop_test(tcase,
                        of_stored_mail_and_its_copies_the_latest_is_taken, 0,
                        sizeof(spoolless) / sizeof(spoolless[0]));
    tcase_add_test(tcase, stored_mail_that_went_on_in_two_copies_is_refused);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
