/* test_tally - what is counted of answers, and read from outside. */
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "spool/tally.h"
#include "suite.h"
#include "tempdir.h"

#define HOUR_S INT64_C(3600)
#define MS     INT64_C(1000000) /* in ns */

static char root[TEMP_PATH_SIZE];
static char dir[TEMP_PATH_SIZE];
static struct am_err err;

static void make_root(void)
{
    tempdir_make(root);
    snprintf(dir, sizeof(dir), "%.400s/spool", root);
}

static void remove_root(void)
{
    tempdir_remove(root);
}

static struct am_spool *open_spool(void)
{
    const struct am_spool_options options = {0, 100};
    struct am_spool *spool = NULL;

    ck_assert_msg(am_spool_open(&spool, dir, &options, &err) == 0, "%s",
                  err.text);
    return spool;
}

static struct am_tally read_tally(void)
{
    struct am_tally tally;

    ck_assert_msg(am_tally_read(&tally, dir, &err) == 0, "%s", err.text);
    return tally;
}

static uint64_t all_of(const struct am_tally_histogram *histogram)
{
    uint64_t all = 0;

    for (size_t i = 0; i <= histogram->bound_count; i++)
        all += histogram->counts[i];
    return all;
}

static const struct {
    const char *name;
    int64_t took_ns;
    size_t recipients;
    size_t eom_bucket, recipient_bucket;
} answers[] = {
    {"at once, to one", 0, 1, 0, 0},
    {"a bound is in its bucket", 10000, 2, 0, 1},
    {"beyond it is the next one", 10001, 3, 1, 2},
    {"a millisecond, four people", MS, 4, 6, 3},
    {"ten seconds, two thousand", 10000 * MS, 2000, 18, 11},
    {"above all bounds", 10000 * MS + 1, 2001, 19, 12},
    {"a clock that went back", -5, 50, 0, 6},
};

START_TEST(an_answer_is_in_its_buckets)
{
    struct am_spool *spool = open_spool();
    const struct am_spool_answer answer = {
        1000 * HOUR_S + 1234, answers[_i].took_ns, answers[_i].recipients};

    am_spool_answered(spool, &answer);
    struct am_tally tally = read_tally();
    ck_assert_uint_eq(tally.eom_s.counts[answers[_i].eom_bucket], 1);
    ck_assert_uint_eq(all_of(&tally.eom_s), 1);
    ck_assert_uint_eq(tally.recipients.counts[answers[_i].recipient_bucket], 1);
    ck_assert_uint_eq(all_of(&tally.recipients), 1);
    ck_assert(tally.recipients.sum == (double)answers[_i].recipients);
    double took_s =
        answers[_i].took_ns > 0 ? (double)answers[_i].took_ns / 1e9 : 0;
    ck_assert(fabs(tally.eom_s.sum - took_s) < 1e-9);
    ck_assert_int_eq(tally.last_message_s, 1000 * HOUR_S);
    am_spool_close(&spool);
}

END_TEST

START_TEST(without_attachments_there_are_no_recipients)
{
    struct am_spool *spool = open_spool();
    const struct am_spool_answer answer = {.took_ns = MS};

    am_spool_answered(spool, &answer);
    struct am_tally tally = read_tally();
    ck_assert_uint_eq(all_of(&tally.eom_s), 1);
    ck_assert_uint_eq(all_of(&tally.recipients), 0);
    ck_assert_int_eq(tally.last_message_s, 0);
    am_spool_close(&spool);
}

END_TEST

START_TEST(no_directory_is_an_empty_spool)
{
    struct am_tally tally = read_tally();
    struct am_tally_queue queue;
    const struct am_spool_position nothing = {0, 0};

    ck_assert(!tally.is_there);
    ck_assert_uint_eq(all_of(&tally.eom_s), 0);
    ck_assert_uint_eq(tally.eom_s.bound_count, 19);
    ck_assert(isnan(am_tally_quantile(&tally.eom_s, 0.5)));
    ck_assert_int_eq(am_tally_queue(&queue, dir, &nothing, &err), 0);
    ck_assert_uint_eq(queue.records, 0);
}

END_TEST

static void append(struct am_spool *spool)
{
    ck_assert_msg(am_spool_append(spool, "0123456789", 10, &err) == 0, "%s",
                  err.text);
}

/* In each opening: a record, an abort, a gap, an answer, and death. */
static void live_and_die(void)
{
    struct am_spool *spool = open_spool();
    const struct am_spool_answer answer = {7 * HOUR_S, MS, 3};

    am_spool_begin(spool);
    append(spool);
    am_spool_end(spool);
    am_spool_answered(spool, &answer);
    am_spool_begin(spool);
    am_spool_end(spool);
    am_spool_begin(spool);
    am_spool_gap(spool, AM_GAP_FULL, 1);
    am_spool_end(spool);
    am_spool_begin(spool);
    raise(SIGKILL);
}

START_TEST(it_outlives_kill_9)
{
    for (unsigned lives = 1; lives <= 5; lives++) {
        pid_t child = fork();
        if (child == 0) {
            mute_assertions();
            live_and_die();
        }
        int status = 0;
        waitpid(child, &status, 0);
        ck_assert(WIFSIGNALED(status));
        struct am_tally tally = read_tally();
        ck_assert(tally.is_there);
        ck_assert_uint_eq(tally.measured, lives);
        ck_assert_uint_eq(tally.aborted, lives);
        ck_assert_uint_eq(tally.gaps[AM_GAP_FULL], lives);
        ck_assert_uint_eq(tally.gaps[AM_GAP_CRASH], lives - 1);
        ck_assert_uint_eq(all_of(&tally.eom_s), lives);
        ck_assert(tally.recipients.sum == 3.0 * lives);
        ck_assert_int_eq(tally.last_message_s, 7 * HOUR_S);
    }
}

END_TEST

START_TEST(it_counts_where_no_file_may_grow)
{
    struct am_spool *spool = open_spool();
    const struct am_spool_answer answer = {0, MS, 1};
    struct rlimit limit;

    char counters[TEMP_PATH_SIZE];
    struct stat before;
    struct stat after;

    snprintf(counters, sizeof(counters), "%.400s/counters", dir);
    ck_assert_int_eq(stat(counters, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = 4096;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    for (int i = 0; i < 100; i++)
        am_spool_answered(spool, &answer);
    struct am_tally tally = read_tally();
    ck_assert_uint_eq(all_of(&tally.eom_s), 100);
    ck_assert_int_eq(stat(counters, &after), 0);
    ck_assert_int_eq(before.st_size, after.st_size);
    ck_assert_int_eq(before.st_blocks, after.st_blocks);
    am_spool_close(&spool);
}

END_TEST

static void let_files_grow(rlim_t bytes)
{
    struct rlimit limit;

    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void sync_spool(struct am_spool *spool)
{
    ck_assert_int_eq(am_spool_sync(spool, &err), 0);
}

static void count_another(struct am_spool *spool)
{
    am_spool_gap(spool, AM_GAP_FULL, 1);
}

static void answer_another(struct am_spool *spool)
{
    const struct am_spool_answer answer = {HOUR_S, MS, 0};

    am_spool_answered(spool, &answer);
}

static void do_nothing(struct am_spool *spool)
{
    (void)spool;
}

static const struct {
    const char *name;
    void (*then)(struct am_spool *spool);
    bool closed; /* and then the spool is */
} lates[] = {
    {"with the next sync", sync_spool, false},
    {"with the next count", count_another, false},
    {"with the next answer", answer_another, false},
    {"at the close", do_nothing, true},
};

START_TEST(what_the_disk_refused_is_written_later)
{
    struct am_spool *spool = open_spool();

    signal(SIGXFSZ, SIG_IGN);
    let_files_grow(8);
    am_spool_begin(spool);
    am_spool_gap(spool, AM_GAP_DISK, 1);
    am_spool_end(spool);
    ck_assert_uint_eq(read_tally().gaps[AM_GAP_DISK], 0);
    let_files_grow(RLIM_INFINITY);
    lates[_i].then(spool);
    if (lates[_i].closed)
        am_spool_close(&spool);
    ck_assert_msg(read_tally().gaps[AM_GAP_DISK] == 1, "%s", lates[_i].name);
    if (!lates[_i].closed)
        am_spool_close(&spool);
    /* nor does the next opening miss anything */
    spool = open_spool();
    ck_assert_uint_eq(read_tally().gaps[AM_GAP_DISK], 1);
    ck_assert_uint_eq(read_tally().gaps[AM_GAP_CRASH], 0);
    am_spool_close(&spool);
}

END_TEST

static atomic_bool done;

static void *answer_on(void *argument)
{
    const struct am_spool_answer answer = {HOUR_S, 1000000000, 3};

    while (!atomic_load(&done))
        am_spool_answered(argument, &answer);
    return NULL;
}

START_TEST(a_look_is_of_one_moment)
{
    struct am_spool *spool = open_spool();
    pthread_t thread;

    ck_assert_int_eq(pthread_create(&thread, NULL, answer_on, spool), 0);
    for (int i = 0; i < 2000; i++) {
        struct am_tally tally = read_tally();
        ck_assert(tally.eom_s.sum == (double)all_of(&tally.eom_s));
        ck_assert(tally.recipients.sum ==
                  3 * (double)all_of(&tally.recipients));
    }
    atomic_store(&done, true);
    pthread_join(thread, NULL);
    am_spool_close(&spool);
}

END_TEST

START_TEST(the_queue_is_what_was_not_taken)
{
    struct am_spool *spool = open_spool();
    struct am_spool_position position = {0, 0};
    struct am_tally_queue queue;
    struct am_buf record;

    am_buf_init(&record, 1U << 24);
    for (int i = 0; i < 20; i++)
        append(spool); /* four or so a segment */
    for (uint64_t taken = 0; taken <= 20; taken++) {
        ck_assert_int_eq(am_tally_queue(&queue, dir, &position, &err), 0);
        ck_assert_uint_eq(queue.records, 20 - taken);
        ck_assert_uint_eq(queue.bytes, UINT64_C(18) * (20 - taken));
        ck_assert_int_eq(am_spool_read(spool, &position, &record, &err),
                         taken < 20);
    }
    /* What is taken goes; what is measured stays counted. */
    uint64_t spool_bytes = read_tally().spool_bytes;
    ck_assert_uint_gt(spool_bytes, UINT64_C(20) * 18);
    am_spool_release(spool, &position, (int64_t)time(NULL) + 10);
    ck_assert_uint_eq(read_tally().spool_bytes, 0);
    ck_assert_uint_eq(read_tally().measured, 20);
    ck_assert_int_eq(am_tally_queue(&queue, dir, &position, &err), 0);
    ck_assert_uint_eq(queue.records, 0);
    append(spool);
    ck_assert_uint_eq(read_tally().measured, 21);
    ck_assert_int_eq(am_tally_queue(&queue, dir, &position, &err), 0);
    ck_assert_uint_eq(queue.records, 1);
    ck_assert_uint_eq(queue.bytes, 18);
    am_buf_free(&record);
    am_spool_close(&spool);
}

END_TEST

static const struct {
    const char *name;
    uint64_t counts[4]; /* up to 1, 2, 4, above */
    double share, value;
} quantiles[] = {
    {"in the middle of the only bucket", {0, 10, 0, 0}, 0.5, 1.5},
    {"the first begins at zero", {10, 0, 0, 0}, 0.5, 0.5},
    {"the end of a bucket", {5, 5, 0, 0}, 0.5, 1},
    {"in the last bounded one", {1, 1, 2, 0}, 0.75, 3},
    {"above all bounds it is the last", {1, 0, 0, 9}, 0.99, 4},
    {"all", {1, 1, 2, 0}, 1, 4},
    {"none of them", {0, 4, 0, 0}, 0, 1},
};

START_TEST(a_quantile_is_on_a_line_inside_its_bucket)
{
    static const double bounds[] = {1, 2, 4};
    struct am_tally_histogram histogram = {.bounds = bounds, .bound_count = 3};

    memcpy(histogram.counts, quantiles[_i].counts, sizeof(quantiles[0].counts));
    double value = am_tally_quantile(&histogram, quantiles[_i].share);
    ck_assert_msg(fabs(value - quantiles[_i].value) < 1e-12, "%s: %g",
                  quantiles[_i].name, value);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("tally");
    TCase *tcase = tcase_create("tally");

    tcase_add_checked_fixture(tcase, make_root, remove_root);
    tcase_add_loop_test(tcase, an_answer_is_in_its_buckets, 0, ROWS(answers));
    tcase_add_test(tcase, without_attachments_there_are_no_recipients);
    tcase_add_test(tcase, no_directory_is_an_empty_spool);
    tcase_add_test(tcase, it_outlives_kill_9);
    tcase_add_test(tcase, it_counts_where_no_file_may_grow);
    tcase_add_loop_test(tcase, what_the_disk_refused_is_written_later, 0,
                        ROWS(lates));
    tcase_add_test(tcase, a_look_is_of_one_moment);
    tcase_add_test(tcase, the_queue_is_what_was_not_taken);
    tcase_add_loop_test(tcase, a_quantile_is_on_a_line_inside_its_bucket, 0,
                        ROWS(quantiles));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
