/* test_forget - one content is looked up, and leaves the detail. */
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "random_mail.h"
#include "store/forget.h"
#include "store/lookup.h"
#include "store/waiting.h"

#define DAYS(n) ((n)*DAY_S)

/* The fingerprint of a content as the posts write it: "A", "(AB)". */
static const unsigned char *fingerprint_of(const char *name)
{
    static struct post_box box;

    box.record =
        (struct am_record){.sightings = box.sightings, .parts = box.parts};
    if (name[0] == '(') {
        post_container(&box.record, name);
    } else {
        post_sighting(&box.sightings[0], name[0]);
    }
    return box.sightings[0].fingerprint;
}

static const char *counts_text(const struct am_forget_counts *counts)
{
    static char text[200];

    snprintf(text, sizeof(text),
             "contents=%lld sightings=%lld inside=%lld "
             "messages=%lld",
             (long long)counts->contents, (long long)counts->sightings,
             (long long)counts->inside, (long long)counts->messages);
    return text;
}

static int64_t noted; /* the last sequence when it was called; 0: it was not */

static int note(void *context, struct am_err *why)
{
    (void)context;
    (void)why;
    ck_assert_int_eq(noted, 0);
    noted = number("SELECT max(sequence) FROM sighting");
    return 0;
}

/* All steps, after each of which `between` is called, if it is not NULL. */
static const char *forget(const char *name, void (*between)(void))
{
    struct am_store *own = NULL;
    struct am_forget *forgetting = NULL;
    struct am_forget_counts counts;
    int result = 1;

    ck_assert_int_eq(am_store_open(&own, path, &err), 0);
    sqlite3_exec(am_store_handle(own), "PRAGMA synchronous = OFF", NULL, NULL,
                 NULL);
    noted = 0;
    ck_assert_int_eq(am_forget_create(&forgetting, own, fingerprint_of(name),
                                      note, NULL, &err),
                     0);
    while (result == 1) {
        result = am_forget_step(forgetting, &err);
        ck_assert_msg(result >= 0, "%s", err.text);
        if (between != NULL)
            between();
    }
    am_forget_count(forgetting, &counts);
    am_forget_destroy(&forgetting);
    am_store_close(&own);
    return counts_text(&counts);
}

static void check_whole(void)
{
    ck_assert_int_eq(number("SELECT count(*) FROM pragma_foreign_key_check"),
                     0);
    ck_assert_int_eq(number("SELECT count(*) FROM pragma_integrity_check "
                            "WHERE integrity_check <> 'ok'"),
                     0);
    ck_assert_int_eq(number("SELECT count(*) FROM message WHERE id NOT IN "
                            "(SELECT message FROM sighting)"),
                     0);
}

static const struct {
    const char *name;
    struct post posts[6];
    const char *which, *counts;
    const char *expected; /* of what is left */
} stories[] = {
    {"the only thing in its message",
     {POST(MORNING, 1, "1 2", "A")},
     "A",
     "contents=1 sightings=1 inside=0 messages=1",
     "content=0 sighting=0 message=0 messages=1 size_local_bytes=2000 "
     "day_sighting=1 new_own_bytes=1000"},
    {"others keep the message",
     {POST(MORNING, 1, "1", "BAC")},
     "A",
     "contents=1 sightings=1 inside=0 messages=0",
     "content=2 sighting=2 message=1"},
    {"twice in a message, first and last",
     {POST(MORNING, 1, "1", "AA"), POST(MORNING, 2, "1", "ABA"),
      POST(MORNING, 3, "1", "B")},
     "A",
     "contents=1 sightings=4 inside=0 messages=1",
     "content=1 sighting=2 message=2"},
    {"a continuation is a message of its own",
     {POST(MORNING, 1, "1", "A"), POST(MORNING + 9, 1, "2", "A")},
     "A",
     "contents=1 sightings=2 inside=0 messages=2",
     "sighting=0 message=0 messages=1"},
    {"inside a container it becomes framing",
     {POST(MORNING, 1, "1", "A(ABA)")},
     "A",
     "contents=1 sightings=1 inside=2 messages=0",
     "content=2 sighting=1 sighting_part=1 message=1"},
    {"a container takes none of its contents along",
     {POST(MORNING, 1, "1", "(AB)"), POST(MORNING, 2, "1", "B")},
     "(AB)",
     "contents=1 sightings=1 inside=0 messages=1",
     "content=2 sighting=1 sighting_part=0 message=1"},
    {"its files in a single-instance store",
     {POST(MORNING, 1, "1", "!?")},
     "!",
     "contents=1 sightings=2 inside=0 messages=1",
     "content=0 sis_file=0"},
    {"another one whose fingerprint begins alike stays",
     {POST(MORNING, 1, "1", "A~"), POST(MORNING, 2, "1", "(A~)")},
     "A",
     "contents=1 sightings=1 inside=1 messages=0",
     "content=2 sighting=2 sighting_part=1 message=2"},
    {"it is not taken for one whose fingerprint begins alike",
     {POST(MORNING, 1, "1", "A")},
     "~",
     "contents=0 sightings=0 inside=0 messages=0",
     "content=1 sighting=1 message=1"},
    {"what was never seen",
     {POST(MORNING, 1, "1", "AB")},
     "C",
     "contents=0 sightings=0 inside=0 messages=0",
     "content=2 sighting=2 message=1"},
};

START_TEST(one_content_goes)
{
    struct am_forget_counts preview;

    for (size_t i = 0; i < 6 && stories[_i].posts[i].recipients != NULL; i++)
        append(&stories[_i].posts[i]);
    drain();
    ck_assert_int_eq(am_forget_preview(store, fingerprint_of(stories[_i].which),
                                       &preview, &err),
                     0);
    ck_assert_str_eq(counts_text(&preview), stories[_i].counts);
    ck_assert_str_eq(forget(stories[_i].which, NULL), stories[_i].counts);
    check(stories[_i].name, stories[_i].expected);
    check_whole();
    ck_assert_int_eq(noted, 0);
    ck_assert_str_eq(forget(stories[_i].which, NULL),
                     "contents=0 sightings=0 inside=0 messages=0");
}

END_TEST

static const struct {
    const char *name;
    struct post posts[6];
    const char *which;
    struct am_lookup found; /* id 0: it is not */
} questions[] = {
    {"never seen", {POST(MORNING, 1, "1", "A")}, "B", {0}},
    {"one whose fingerprint begins alike",
     {POST(MORNING, 1, "1", "A")},
     "~",
     {0}},
    {"after one whose fingerprint begins alike",
     {POST(MORNING, 1, "1", "A"), POST(MORNING, 2, "x1", "~")},
     "~",
     {.id = 2,
      .size_bytes = 62000,
      .first_day = DAY,
      .last_day = DAY,
      .attached = {1, 0, 0, 1}}},
    {"once, to two of ours and one abroad",
     {POST_AND(MORNING, 1, "1 2 x3", "A", .sent = true)},
     "A",
     {.id = 1,
      .size_bytes = 1000,
      .first_day = DAY,
      .last_day = DAY,
      .is_own = true,
      .last_own_day = DAY,
      .attached = {1, 2, 1, 1}}},
    {"again, and to others of the same message",
     {POST(MORNING, 1, "1", "AB"), POST(MORNING + 9, 1, "2 x3", "AB"),
      POST(MORNING + DAYS(2), 2, "x4", "A")},
     "A",
     {.id = 1,
      .size_bytes = 1000,
      .first_day = DAY,
      .last_day = DAY + 2,
      .is_own = true,
      .last_own_day = DAY,
      .attached = {2, 2, 0, 2}}},
    {"inside others, twice in one",
     {POST(MORNING, 1, "1 2", "(ABA)"), POST(MORNING, 2, "3", "A")},
     "A",
     {.id = 1,
      .size_bytes = 1000,
      .first_day = DAY,
      .last_day = DAY,
      .is_own = true,
      .last_own_day = DAY,
      .attached = {1, 1, 0, 0},
      .inside = {2, 4, 0, 0}}},
    {"not in a mailbox of ours",
     {POST(MORNING, 1, "x1 y2", "C")},
     "C",
     {.id = 1,
      .size_bytes = 3000,
      .first_day = DAY,
      .last_day = DAY,
      .attached = {1, 0, 0, 2}}},
};

START_TEST(a_content_is_looked_up)
{
    const struct am_lookup *right = &questions[_i].found;
    struct am_lookup found = {0};

    for (size_t i = 0; i < 6 && questions[_i].posts[i].recipients != NULL; i++)
        append(&questions[_i].posts[i]);
    drain();
    int result = am_lookup_find(store, fingerprint_of(questions[_i].which),
                                &found, &err);
    ck_assert_msg(result == (right->id != 0), "%s", questions[_i].name);
    if (result == 0)
        return;
    ck_assert_int_eq(found.family, AM_FAMILY_PDF);
    found.family = right->family;
    found.id = right->id;
    ck_assert_int_eq(found.size_bytes, right->size_bytes);
    ck_assert_int_eq(found.first_day, right->first_day);
    ck_assert_int_eq(found.last_day, right->last_day);
    ck_assert_int_eq(found.is_own, right->is_own);
    ck_assert_int_eq(found.last_own_day, right->last_own_day);
    ck_assert_mem_eq(&found.attached, &right->attached, sizeof(found.attached));
    ck_assert_mem_eq(&found.inside, &right->inside, sizeof(found.inside));
}

END_TEST

static int64_t posted;

/* The recorder takes more of it between any two steps. */
static void post_more(void)
{
    const struct post more = POST(MORNING + ++posted, 0, "1", "A(AC)B");

    append(&more);
    drain();
}

START_TEST(what_comes_meanwhile_goes_or_is_whole)
{
    for (int i = 0; i < 1200; i++) {
        const struct post post = POST(MORNING + i, 0, "1", "A(AB)");
        append(&post);
    }
    drain();
    forget("A", post_more);
    check_whole();
    /* It was the content's last step that deleted it; what came after that is
     * a new content, and all there is. */
    int64_t since = number("SELECT count(*) FROM message m WHERE EXISTS (SELECT"
                           " 1 FROM sighting s JOIN content c ON c.id ="
                           " s.content WHERE s.message = m.id AND"
                           " c.size_bytes = 1000)");
    ck_assert_int_ge(since, 1);
    ck_assert_int_le(since, 4);
    /* All that went is up to the note, and nothing that came after it. */
    ck_assert_int_gt(noted, 2400);
    ck_assert_int_gt(number("SELECT min(sequence) FROM sighting s JOIN content "
                            "c ON c.id = s.content WHERE c.size_bytes = 1000"),
                     noted);
    ck_assert_int_eq(
        number("SELECT count(*) FROM sighting_part p JOIN content c"
               " ON c.id = p.content WHERE c.size_bytes = 1000"),
        since);
    forget("A", NULL);
    ck_assert_int_eq(
        number("SELECT count(*) FROM content WHERE size_bytes = 1000"), 0);
    check_whole();
}

END_TEST

START_TEST(the_spool_does_not_bring_it_back)
{
    const struct post post = POST(MORNING, 1, "1", "AB");
    const struct post later = POST(MORNING + 60, 1, "1 2", "AB");

    append(&post);
    drain();
    forget("A", NULL);
    close_all(); /* a restart: the segment is still there */
    open_all();
    ck_assert_uint_eq(drain(), 0);
    check("after a restart", "content=1 sighting=1 messages=1");
    /* A continuation of the message is mail that came after: seen again. */
    append(&later);
    drain();
    check("seen again", "content=2 sighting=3 messages=1 copies_local=4");
}

END_TEST

static bool waits(void)
{
    struct am_glance glance;
    bool is_waiting = false;

    ck_assert_msg(am_glance_take(&glance, dir, &err) == 0, "%s", err.text);
    ck_assert_msg(am_waiting_find(store, &glance, &is_waiting, &err) == 0, "%s",
                  err.text);
    return is_waiting;
}

/* What forgetting must know of: records that would bring it back. */
START_TEST(records_that_wait_are_seen_from_outside)
{
    const struct post post = POST(MORNING, 0, "1", "AB");
    struct am_glance glance;
    unsigned taken = 0;

    ck_assert(!waits());
    for (int i = 0; i < 200; i++) { /* in several segments */
        append(&post);
        ck_assert(waits());
    }
    ck_assert_int_eq(
        am_ingest_batch(ingest, spool, 199, at(MORNING), &taken, &err), 0);
    ck_assert(waits());
    ck_assert_int_eq(am_glance_take(&glance, dir, &err), 0);
    drain();
    ck_assert(!waits());
    append(&post);
    bool is_waiting = true;
    ck_assert_int_eq(am_waiting_find(store, &glance, &is_waiting, &err), 0);
    ck_assert(!is_waiting); /* of those that it saw */
    ck_assert(waits());
    close_all();
    open_all();
    ck_assert(waits());
    drain();
    ck_assert(!waits());
    ck_assert_int_eq(am_glance_take(&glance, "/nowhere", &err), 0);
    ck_assert(!glance.is_there);
}

END_TEST

/* A row's id is given again: its senders must not be. */
START_TEST(the_next_content_has_its_own_senders)
{
    for (int i = 0; i < 5; i++) {
        const struct post post =
            POST_AND(MORNING + i, 10 + i, "1", "A", .sender = 1 + i);
        append(&post);
    }
    const struct post other = POST_AND(MORNING + 9, 20, "1", "B", .sender = 6);
    drain();
    ck_assert_int_eq(number("SELECT senders FROM content"), 5);
    int64_t id = number("SELECT id FROM content");
    forget("A", NULL);
    append(&other);
    append(&other);
    const struct post again = POST_AND(MORNING + 9, 21, "1", "B", .sender = 6);
    append(&again);
    drain();
    ck_assert_int_eq(number("SELECT id FROM content"), id);
    ck_assert_int_eq(number("SELECT senders FROM content"), 1);
}

END_TEST

static void forget_until_killed(int ready)
{
    mute_assertions();
    close_all();
    if (write(ready, "r", 1) != 1)
        _exit(1);
    forget("A", NULL);
    _exit(0);
}

START_TEST(kill_9_leaves_a_content_with_what_is_left)
{
    unsigned killed = 0;

    for (int i = 0; i < 4000; i++) {
        const struct post post = POST(MORNING + i, 0, "1", "AB(A)");
        append(&post);
    }
    drain();
    int64_t others =
        number("SELECT count(*) FROM sighting s JOIN content c ON c.id ="
               " s.content WHERE c.size_bytes <> 1000");
    random_state = 5;
    for (int status = -1; status != 0;) {
        int pipes[2];
        char ready = 0;
        ck_assert_int_eq(pipe(pipes), 0);
        pid_t child = fork();
        if (child == 0)
            forget_until_killed(pipes[1]);
        close(pipes[1]);
        ck_assert_int_eq(read(pipes[0], &ready, 1), 1);
        close(pipes[0]);
        const struct timespec wait = {0, (long)any(++killed * 2000) * 1000};
        nanosleep(&wait, NULL);
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        check_whole();
    }
    ck_assert_uint_gt(killed, 2);
    ck_assert_int_eq(
        number("SELECT count(*) FROM content WHERE size_bytes = 1000"), 0);
    ck_assert_int_eq(number("SELECT count(*) FROM sighting"), others);
    check("the sums", "messages=4000 sightings=12000");
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("forget");
    TCase *tcase = tcase_create("forget");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, one_content_goes, 0, ROWS(stories));
    tcase_add_loop_test(tcase, a_content_is_looked_up, 0, ROWS(questions));
    tcase_add_test(tcase, what_comes_meanwhile_goes_or_is_whole);
    tcase_add_test(tcase, the_spool_does_not_bring_it_back);
    tcase_add_test(tcase, records_that_wait_are_seen_from_outside);
    tcase_add_test(tcase, the_next_content_has_its_own_senders);
    tcase_add_test(tcase, kill_9_leaves_a_content_with_what_is_left);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
