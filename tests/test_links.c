/*
 * test_links - sets of attachments as links, against plain rows: every figure,
 * for every threshold, over random mail through the recorder.
 */
#include "plain_links.h"

#define DAYS     20 /* fewer than contents are remembered: none is new again */
#define MESSAGES 300

static uint32_t random_state;

static uint32_t any(uint32_t below)
{
    random_state = random_state * 1664525U + 1013904223U;
    return (uint32_t)(((uint64_t)random_state * below) >> 32);
}

/* One to eight recipients, from the eleventh on others than those before it. */
static void write_recipients(char *out, size_t size, uint32_t first)
{
    size_t used = 0;

    for (uint32_t n = any(8); used == 0 || n > 0; n -= n > 0) {
        uint32_t who = first + n;
        uint32_t kind = any(40); /* 0: a list, 1 to 10: abroad */
        used += (size_t)snprintf(out + used, size - used, "%s%u%s ",
                                 kind == 0    ? "l"
                                 : kind <= 10 ? "x"
                                              : "",
                                 who, kind == 0 ? "*90" : "");
    }
}

static void write_attachments(char *out, size_t size)
{
    static const char *const some[] = {
        "A", "B", "C", "D",  "E",   "F",    "G",     "a",   "b",
        "c", "#", "!", "()", "(A)", "(AB)", "(CaC)", "(!)", "(GG)"};
    size_t used = 0;

    for (uint32_t n = any(3) + 1; n > 0; n--) {
        used += (size_t)snprintf(out + used, size - used, "%s",
                                 some[any(ROWS(some))]);
    }
}

/* Messages at random, one in four of them in two or three transactions. */
static void send_random(uint32_t seed, bool always_sent)
{
    char recipients[256];
    char attachments[64];

    random_state = seed;
    for (int i = 1; i <= MESSAGES; i++) {
        write_attachments(attachments, sizeof(attachments));
        struct post post = {.time_s = MORNING + any(DAYS) * DAY_S,
                            .recipients = recipients,
                            .attachments = attachments,
                            .message = i,
                            .sender = (int)any(12),
                            .sent = any(3) == 0 || always_sent,
                            .direction = (int)any(AM_DIRECTION_COUNT)};
        uint32_t times = any(4) == 0 ? 2 + any(2) : 1;
        for (uint32_t t = 0; t < times; t++, post.time_s += 60) {
            write_recipients(recipients, sizeof(recipients), 10 * t);
            append(&post);
        }
    }
    drain();
}

static struct am_detail_rule random_rule(void)
{
    struct am_detail_rule rule = {
        .from_day = DAY + (any(3) == 0 ? any(DAYS) : 0),
        .until_day = DAY + 1 + DAYS,
        .max_size_bytes =
            any(3) == 0 ? 1000 + INT64_C(500) * any(16) : INT64_MAX,
    };

    if (any(2) == 0)
        rule.min_size_bytes = INT64_C(500) * any(10);
    if (any(2) == 0)
        rule.min_recipients = any(7);
    rule.without_sis = any(3) == 0;
    if (any(3) == 0)
        rule.families = 1U << AM_FAMILY_PDF | 1U << AM_FAMILY_MESSAGE;
    if (any(3) == 0)
        rule.classes = 1U << any(2);
    if (any(3) == 0)
        rule.directions = 3U << any(3);
    return rule;
}

static struct am_links_pass *pass_of(const struct am_detail_rule *rule)
{
    struct am_links_pass *pass = NULL;
    struct am_detail_extent extent;

    ck_assert_int_eq(
        am_detail_find_extent(store, rule->from_day, &extent, &err), 0);
    ck_assert_int_eq(am_links_create(&pass, extent.last_content, &err), 0);
    ck_assert_msg(
        am_detail_scan(store, rule, NULL, am_links_feed, pass, &err) == 0, "%s",
        err.text);
    am_links_finish(pass);
    ck_assert_int_eq(
        am_detail_scan_inside(store, am_links_note_inside, pass, &err), 0);
    ck_assert_msg(am_detail_scan(store, rule, am_links_is_met,
                                 am_links_feed_left, pass, &err) == 0,
                  "%s", err.text);
    return pass;
}

static void check_links(const char *what, int64_t least,
                        const struct am_links *found,
                        const struct am_links *plain)
{
    for (size_t i = 0; i < AM_LINKS_VALUES; i++) {
        ck_assert_msg(found->value[i] == plain->value[i],
                      "%s from %lld: value %zu is %lld, not %lld", what,
                      (long long)least, i, (long long)found->value[i],
                      (long long)plain->value[i]);
    }
}

/* All thresholds of an axis at which anything changes, from the highest. */
static void check_axis(const struct am_links_pass *pass,
                       const struct am_detail_rule *rule,
                       enum am_links_axis axis)
{
    struct am_links sum = {{0}};

    for (unsigned step = AM_SCALE_STEPS; step-- > 0;) {
        struct am_detail_rule set = *rule;
        int64_t least = am_scale_least(step);
        int64_t *bound = axis == AM_LINKS_BY_SIZE ? &set.min_size_bytes
                                                  : &set.min_recipients;
        const struct am_links *more = am_links_step(pass, axis, step);
        am_links_add(&sum, more);
        if (more->value[AM_LINKS_COPIES_LOCAL] == 0 && step > 0)
            continue;
        if (*bound < least)
            *bound = least;
        struct am_links plain = plain_links(&set);
        check_links(axis == AM_LINKS_BY_SIZE ? "size" : "recipients", least,
                    &sum, &plain);
    }
}

START_TEST(every_threshold_is_as_plain_rows_tell)
{
    send_random((uint32_t)_i + 1, false);
    plain_change();
    plain_load();
    for (int i = 0; i < 12; i++) {
        struct am_detail_rule rule = random_rule();
        struct am_links_pass *pass = pass_of(&rule);
        check_axis(pass, &rule, AM_LINKS_BY_RECIPIENTS);
        check_axis(pass, &rule, AM_LINKS_BY_SIZE);

        plain_links(&rule);
        struct am_links_left left = plain_left(&rule);
        ck_assert_mem_eq(am_links_left(pass), &left, sizeof(left));
        am_links_destroy(&pass);
    }
}

END_TEST

/* The whole range, all of it, is what the sums of its days tell.  With a copy
 * of ours in each first transaction: where it comes later only, a container's
 * framing is one that the detail cannot tell from one met before. */
START_TEST(the_whole_is_what_the_days_add_up_to)
{
    const struct am_detail_rule all = {.until_day = 100000,
                                       .max_size_bytes = INT64_MAX};
    struct am_links links = {{0}};

    send_random((uint32_t)_i + 100, true);
    struct am_links_pass *pass = pass_of(&all);
    struct am_sums sums = sums_of(0, 100000);
    for (unsigned step = 0; step < AM_SCALE_STEPS; step++)
        am_links_add(&links, am_links_step(pass, AM_LINKS_BY_SIZE, step));
    am_links_destroy(&pass);
    const int64_t *value = links.value;
    ck_assert_int_eq(value[AM_LINKS_STORED_LOCAL_BYTES] +
                         value[AM_LINKS_STORED_SENT_BYTES] +
                         sums.undigested_own_bytes,
                     sums.stored_local_bytes + sums.stored_sent_bytes);
    ck_assert_int_eq(value[AM_LINKS_CONTENTS], sums.new_own_contents);
    ck_assert_int_eq(value[AM_LINKS_UNIQUE_BYTES], sums.new_own_bytes);
}

END_TEST

START_TEST(lists_and_logos_are_sets_of_their_own)
{
    const struct am_detail_rule all = {.until_day = 100000,
                                       .max_size_bytes = INT64_MAX};
    const struct post posts[] = {
        POST(MORNING, 1, "1 2", "Aa"),        /* a logo of A's bytes */
        POST(MORNING, 2, "l1*20", "AB"),      /* a list, expanded */
        POST(MORNING, 3, "1", "!b"),          /* another logo */
        POST(MORNING + 60, 2, "l2*22", "AB"), /* its continuation */
        POST(MORNING + 60, 3, "2", "!b"),     /* and that of the logo */
    };

    for (int i = 0; i < ROWS(posts); i++)
        append(&posts[i]);
    drain();
    struct am_links_pass *pass = pass_of(&all);
    const int64_t *lists = am_links_lists(pass)->value;
    const int64_t *logos = am_links_logos(pass)->value;
    ck_assert_int_eq(lists[AM_LINKS_MESSAGES], 1);
    ck_assert_int_eq(lists[AM_LINKS_ATTACHMENTS], 2);
    ck_assert_int_eq(lists[AM_LINKS_COPIES_LOCAL], 84);
    ck_assert_int_eq(lists[AM_LINKS_UNIQUE_BYTES], 3000);
    ck_assert_int_eq(logos[AM_LINKS_MESSAGES], 2);
    ck_assert_int_eq(logos[AM_LINKS_ATTACHMENTS], 2);
    ck_assert_int_eq(logos[AM_LINKS_COPIES_LOCAL], 4);
    ck_assert_int_eq(logos[AM_LINKS_UNIQUE_BYTES], 3000);
    am_links_destroy(&pass);
}

END_TEST

/* A scan of stored mail notes no settings. */
START_TEST(without_settings_the_defaults_hold)
{
    const struct am_detail_rule all = {.until_day = 100000,
                                       .max_size_bytes = INT64_MAX};
    const struct post post = POST(MORNING, 1, "l1*101", "A");

    append(&post);
    drain();
    ck_assert_int_eq(sqlite3_exec(am_store_handle(store),
                                  "DELETE FROM setting_day", NULL, NULL, NULL),
                     SQLITE_OK);
    struct am_links_pass *pass = pass_of(&all);
    const int64_t *lists = am_links_lists(pass)->value;
    ck_assert_int_eq(lists[AM_LINKS_COPIES_LOCAL], 101);
    ck_assert_int_eq(lists[AM_LINKS_COPIES_LMTP], 3);
    ck_assert_int_eq(lists[AM_LINKS_COPIES_CYRUS], 3);
    am_links_destroy(&pass);
}

END_TEST

/* ---- numbers that cannot be ---- */

static const struct {
    const char *name, *sql;
    enum am_error error;
    const char *text;
} wrongs[] = {
    {"2^60 bytes",
     "UPDATE sighting SET size_bytes = 400000000000000000, stored_bytes = "
     "400000000000000000",
     AM_EFULL, "2^60"},
    {"a product over 2^63", "UPDATE message SET local = 9000000000000000000",
     AM_EFULL, "2^60"},
    {"negative bytes", "UPDATE sighting SET stored_bytes = -1", AM_ECORRUPT,
     "cannot be"},
    {"negative recipients", "UPDATE message SET external = -3", AM_ECORRUPT,
     "cannot be"},
    {"more inside than there is",
     "INSERT INTO sighting_part VALUES (1, 1, 1, 99999999)", AM_ECORRUPT,
     "cannot be"},
    {"a content that is not there",
     "PRAGMA foreign_keys = OFF; UPDATE sighting SET content = 77", AM_ECORRUPT,
     "not there"},
    {"a content below 1",
     "PRAGMA foreign_keys = OFF; UPDATE sighting SET content = -1", AM_ECORRUPT,
     "cannot be"},
};

START_TEST(numbers_that_cannot_be_are_refused)
{
    const struct am_detail_rule all = {.until_day = 100000,
                                       .max_size_bytes = INT64_MAX};
    const struct post post = POST(MORNING, 1, "1 2 3", "A");
    struct am_links_pass *pass = NULL;

    append(&post);
    drain();
    ck_assert_msg(sqlite3_exec(am_store_handle(store), wrongs[_i].sql, NULL,
                               NULL, NULL) == SQLITE_OK,
                  "%s", sqlite3_errmsg(am_store_handle(store)));
    ck_assert_int_eq(am_links_create(&pass, 1, &err), 0);
    ck_assert_msg(
        am_detail_scan(store, &all, NULL, am_links_feed, pass, &err) == -1,
        "%s", wrongs[_i].name);
    ck_assert_msg(err.code == wrongs[_i].error &&
                      strstr(err.text, wrongs[_i].text) != NULL,
                  "%s: %s", wrongs[_i].name, err.text);
    am_links_destroy(&pass);
}

END_TEST

START_TEST(no_memory_is_an_error)
{
    struct am_links_pass *pass = NULL;

    ck_assert_int_eq(am_links_create(&pass, INT64_MAX - 1, &err), -1);
    ck_assert_int_eq(err.code, AM_ENOMEM);
    ck_assert_ptr_null(pass);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("links");
    TCase *tcase = tcase_create("links");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, every_threshold_is_as_plain_rows_tell, 0, 6);
    tcase_add_loop_test(tcase, the_whole_is_what_the_days_add_up_to, 0, 4);
    tcase_add_test(tcase, lists_and_logos_are_sets_of_their_own);
    tcase_add_test(tcase, without_settings_the_defaults_hold);
    tcase_add_loop_test(tcase, numbers_that_cannot_be_are_refused, 0,
                        ROWS(wrongs));
    tcase_add_test(tcase, no_memory_is_an_error);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
