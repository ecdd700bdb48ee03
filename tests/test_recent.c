/* test_recent - which messages are known: by their key, by their passes through
 * the MTA, over time.  What that does to the figures is in test_ingest. */
#include "post.h"
#include "store/recent.h"
#include "suite.h"

#define NOW INT64_C(1728036000)

/* What each post must be: "new 2" with two recipients that count, "known 0",
 * and whether it was seen "own" and "local" before. */
static const struct {
    const char *name;

    struct {
        struct post post;
        const char *expected;
    } steps[4];
} stories[] = {
    {"a filter gives it back as it was",
     {{POST_AND(NOW, 1, "1 x2", "", .pass = 1), "new 2"},
      {POST_AND(NOW + 5, 1, "1 x2", "", .pass = 2, .before = {1}),
       "known 0 own local"}}},
    {"a filter alters it",
     {{POST_AND(NOW, 1, "1 x2", "", .pass = 1), "new 2"},
      {POST_AND(NOW + 5, 2, "1 x2", "", .pass = 2, .before = {1}),
       "known 0 own local"}}},
    {"without a Message-ID",
     {{POST_AND(NOW, 0, "1 x2", "", .pass = 1), "new 2"},
      {POST_AND(NOW + 5, 0, "x2 1", "", .pass = 2, .before = {1}),
       "known 0 own local"}}},
    {"a filter adds a recipient",
     {{POST_AND(NOW, 1, "x1 x2", "", .pass = 1), "new 2"},
      {POST_AND(NOW + 5, 2, "x2 3 x1", "", .pass = 2, .before = {1}),
       "known 1"},
      {POST_AND(NOW + 9, 3, "x2 3 x1", "", .pass = 3, .before = {2, 1}),
       "known 0 own local"}}},
    {"a list was expanded on the way",
     {{POST_AND(NOW, 1, "9 x2", "", .pass = 1), "new 2"},
      {POST_AND(NOW + 5, 2, "1=9 3=9 x2=x2 4=4", "", .pass = 2, .before = {1}),
       "known 1 own local"},
      {POST_AND(NOW + 9, 2, "1=9 3=9", "", .pass = 3, .before = {2, 1}),
       "known 0 own local"},
      {POST_AND(NOW + 9, 3, "1", "", .pass = 4, .before = {2, 1}),
       "known 0 own local"}}},
    {"who was given first counts for nothing in a message that is new",
     {{POST_AND(NOW, 1, "9 x2", "", .pass = 1, .before = {7}), "new 2"},
      {POST_AND(NOW, 2, "1=9 3=9", "", .pass = 2, .before = {7}), "new 2"}}},
    {"given back in parts",
     {{POST_AND(NOW, 1, "1 2 3", "", .pass = 1), "new 3"},
      {POST_AND(NOW + 5, 2, "1 2", "", .pass = 2, .before = {1}),
       "known 0 own local"},
      {POST_AND(NOW + 6, 2, "3 x9", "", .pass = 3, .before = {1}),
       "known 1 own local"},
      {POST_AND(NOW + 7, 3, "x9", "", .pass = 4, .before = {1}),
       "known 0 own local"}}},
    {"the filter lost our answer and gives it back again",
     {{POST_AND(NOW, 1, "1", "", .pass = 1), "new 1"},
      {POST_AND(NOW + 5, 2, "1 x5", "", .pass = 2, .before = {1}),
       "known 1 own local"},
      {POST_AND(NOW + 4000, 2, "1 x5", "", .pass = 3, .before = {1}),
       "known 0 own local"}}},
    {"a client's retry is given back, altered",
     {{POST_AND(NOW, 1, "1", "", .pass = 1), "new 1"},
      {POST_AND(NOW + 5, 1, "1", "", .pass = 2), "known 0 own local"},
      {POST_AND(NOW + 9, 2, "1", "", .pass = 3, .before = {2}),
       "known 0 own local"}}},
    {"a retry late, and given back later still",
     {{POST_AND(NOW, 1, "1", "", .pass = 1), "new 1"},
      {POST_AND(NOW + 7000, 1, "1", "", .pass = 2), "known 0 own local"},
      {POST_AND(NOW + 10000, 2, "1", "", .pass = 3, .before = {2}),
       "known 0 own local"}}},
    {"two filters, one behind the other",
     {{POST_AND(NOW, 0, "1", "", .pass = 1), "new 1"},
      {POST_AND(NOW + 5, 0, "1", "", .pass = 2, .before = {1}),
       "known 0 own local"},
      {POST_AND(NOW + 9, 0, "1 2", "", .pass = 3, .before = {2, 1}),
       "known 1 own local"}}},
    {"many filters",
     {{POST_AND(NOW, 0, "1", "", .pass = 1), "new 1"},
      {POST_AND(NOW + 5, 0, "1", "", .pass = 9, .before = {8, 7, 6, 1}),
       "known 0 own local"}}},
    {"the queue id is used again after an hour",
     {{POST_AND(NOW, 0, "1", "", .pass = 1), "new 1"},
      {POST_AND(NOW + 3601, 0, "1", "", .pass = 2, .before = {1}), "new 1"}}},
    {"in an hour it is not",
     {{POST_AND(NOW, 0, "1", "", .pass = 1), "new 1"},
      {POST_AND(NOW + 3600, 0, "1", "", .pass = 2, .before = {1}),
       "known 0 own local"}}},
    {"a queue id used again, and that message given back",
     {{POST_AND(NOW, 0, "1", "", .pass = 1), "new 1"},
      {POST_AND(NOW + 5000, 0, "2", "", .pass = 1), "new 1"},
      {POST_AND(NOW + 5005, 0, "2", "", .pass = 2, .before = {1}),
       "known 0 own local"},
      {POST_AND(NOW + 8601, 0, "2", "", .pass = 3, .before = {1}), "new 1"}}},
    {"the first pass went by unseen",
     {{POST_AND(NOW, 0, "1", "", .pass = 2, .before = {1}), "new 1"},
      {POST_AND(NOW, 0, "1", "", .pass = 3, .before = {1}), "new 1"},
      {POST_AND(NOW + 1, 0, "1 2", "", .pass = 4, .before = {2, 1}),
       "known 1 own local"}}},
    {"who was here days ago is given back now",
     {{POST_AND(NOW, 0, "1", "", .pass = 2, .before = {1}), "new 1"},
      {POST_AND(NOW + 3000, 0, "1", "", .pass = 3, .before = {1}), "new 1"},
      {POST_AND(NOW + 4000, 0, "1", "", .pass = 4, .before = {3, 1}),
       "known 0 own local"}}},
    {"a Sent folder is a copy of ours, not a local recipient",
     {{POST_AND(NOW, 0, "x1", "", .pass = 1, .sent = true), "new 1"},
      {POST_AND(NOW, 0, "x1", "", .pass = 2, .before = {1}, .sent = true),
       "known 0 own"}}},
    {"nothing is known of it",
     {{POST(NOW, 0, "1", ""), "new 1"}, {POST(NOW, 0, "1", ""), "new 1"}}},
    {"without a queue id it is still known by the pass before",
     {{POST_AND(NOW, 0, "1", "", .pass = 1), "new 1"},
      {POST_AND(NOW, 0, "1 2", "", .before = {1}), "known 1 own local"},
      {POST_AND(NOW, 0, "2", "", .before = {1}), "known 0 own local"}}},
};

static struct am_recent *recent;

static void set_up(void)
{
    struct am_err err;
    ck_assert_int_eq(am_recent_create(&recent, 100000, &err), 0);
}

static void tear_down(void)
{
    am_recent_destroy(&recent);
}

static const char *take(const struct post *post, char text[64])
{
    struct post_box box;
    struct am_seen seen;

    am_recent_take(recent, post_make(post, &box), &seen);
    snprintf(text, 64, "%s %zu%s%s", seen.known ? "known" : "new", seen.fresh,
             seen.own ? " own" : "", seen.local ? " local" : "");
    return text;
}

/* Each step taken back once before it stays must change nothing. */
START_TEST(messages_are_recognised)
{
    for (size_t i = 0; i < 4 && stories[_i].steps[i].expected != NULL; i++) {
        const char *expected = stories[_i].steps[i].expected;
        char text[64];

        for (int again = 0; again < 2; again++) {
            take(&stories[_i].steps[i].post, text);
            ck_assert_msg(strcmp(text, expected) == 0,
                          "%s: step %zu is \"%s\", not \"%s\"",
                          stories[_i].name, i + 1, text, expected);
            if (again == 0)
                am_recent_undo(recent);
        }
        am_recent_keep(recent);
    }
}

END_TEST

/* However many come, the oldest alone are forgotten. */
START_TEST(room_is_bounded)
{
    char text[64];

    for (int i = 1; i <= 60000; i++) {
        struct post post = POST_AND(NOW, i, "1 2", "", .pass = i);
        ck_assert_str_eq(take(&post, text), "new 2");
        am_recent_keep(recent);
    }
    struct post last = POST_AND(NOW, 0, "1", "", .before = {59990});
    ck_assert_str_eq(take(&last, text), "known 0 own local");
    struct post late = POST(NOW, 59990, "2", "");
    ck_assert_str_eq(take(&late, text), "known 0 own local");
    struct post first = POST_AND(NOW, 1, "1", "", .before = {1});
    ck_assert_str_eq(take(&first, text), "new 1");
}

END_TEST

/* An MTA whose queue ids are all the same; were each entry looked for among
 * those like it, this would take minutes, and check stops it. */
START_TEST(the_same_pass_again_and_again)
{
    char text[64];

    for (int i = 1; i <= 60000; i++) {
        struct post post = POST_AND(NOW, i, "1", "", .pass = 1);
        ck_assert_str_eq(take(&post, text), "new 1");
        am_recent_keep(recent);
    }
    struct post last = POST_AND(NOW, 0, "1", "", .before = {1});
    ck_assert_str_eq(take(&last, text), "known 0 own local");
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("recent");
    TCase *tcase = tcase_create("recent");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, messages_are_recognised, 0, ROWS(stories));
    tcase_add_test(tcase, room_is_bounded);
    tcase_add_test(tcase, the_same_pass_again_and_again);
    tcase_set_timeout(tcase, 30);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
