/* test_spool - records, crashes, full disks and damage. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "spool/crc32c.h"
#include "spool/spool.h"
#include "suite.h"
#include "tempdir.h"

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

static struct am_spool *open_spool(uint64_t limit, uint64_t segment)
{
    struct am_spool *spool = NULL;
    const struct am_spool_options options = {limit, segment};

    ck_assert_msg(am_spool_open(&spool, dir, &options, &err) == 0, "%s",
                  err.text);
    return spool;
}

static void append(struct am_spool *spool, const char *text)
{
    ck_assert_msg(am_spool_append(spool, text, strlen(text), &err) == 0, "%s",
                  err.text);
}

static uint64_t gap(struct am_spool *spool, enum am_gap reason)
{
    struct am_spool_counters counters;

    am_spool_count(spool, &counters);
    return counters.gaps[reason];
}

/* All records from position on, joined by blanks. */
static const char *read_on(struct am_spool *spool,
                           struct am_spool_position *position)
{
    static char text[65536];
    struct am_buf record;
    size_t size = 0;
    int result = 0;

    am_buf_init(&record, 1U << 24);
    text[0] = '\0';
    while ((result = am_spool_read(spool, position, &record, &err)) == 1) {
        size += (size_t)snprintf(text + size, sizeof(text) - size, "%.*s ",
                                 (int)record.size, (const char *)record.data);
    }
    ck_assert_int_eq(result, 0);
    am_buf_free(&record);
    return text;
}

static const char *read_all(struct am_spool *spool)
{
    struct am_spool_position position = {0, 0};

    return read_on(spool, &position);
}

static const char *segment_path(unsigned number)
{
    static char path[TEMP_PATH_SIZE];

    snprintf(path, sizeof(path), "%.400s/%016x.seg", dir, number);
    return path;
}

static off_t file_size(const char *path)
{
    struct stat stat_;

    return stat(path, &stat_) == 0 ? stat_.st_size : -1;
}

static const struct {
    const char *name;
    const char *in;
    size_t size;
    uint32_t crc;
} crcs[] = {
    {"nothing", "", 0, 0},
    {"the check value of the catalogue", "123456789", 9, 0xe3069283},
    {"32 zeros, RFC 3720 B.4",
     "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
     "\0\0\0\0\0\0\0\0",
     32, 0x8a9136aa},
};

START_TEST(crc32c_is_the_known_one)
{
    for (size_t cut = 0; cut <= crcs[_i].size; cut++) {
        uint32_t crc = am_crc32c(0, crcs[_i].in, cut);
        crc = am_crc32c(crc, crcs[_i].in + cut, crcs[_i].size - cut);
        ck_assert_uint_eq(crc, crcs[_i].crc);
    }
}

END_TEST

START_TEST(records_come_back_in_order_over_segments_and_openings)
{
    struct am_spool *spool = open_spool(0, 100);
    struct am_spool_position position = {0, 0};

    ck_assert_str_eq(read_on(spool, &position), "");
    append(spool, "one");
    append(spool, "two");
    ck_assert_str_eq(read_on(spool, &position), "one two ");
    for (int i = 0; i < 20; i++)
        append(spool, "a-record-of-some-length");
    append(spool, "last");
    ck_assert_int_gt(file_size(segment_path(3)), 0);
    const struct am_spool_position before = position;
    read_on(spool, &position);
    am_spool_close(&spool);

    spool = open_spool(0, 100);
    ck_assert_str_eq(read_on(spool, &position), "");
    append(spool, "next");
    ck_assert_str_eq(read_on(spool, &position), "next ");
    position = before;
    ck_assert_str_eq(strrchr(read_on(spool, &position), 'l'), "last next ");
    am_spool_close(&spool);
}

END_TEST

START_TEST(a_second_opening_is_refused)
{
    struct am_spool *spool = open_spool(0, 0);
    struct am_spool *second = NULL;

    ck_assert_int_eq(am_spool_open(&second, dir, NULL, &err), -1);
    ck_assert_int_eq(err.code, AM_EBUSY);
    am_spool_close(&spool);
    ck_assert_int_eq(am_spool_open(&second, dir, NULL, &err), 0);
    am_spool_close(&second);
}

END_TEST

START_TEST(segments_go_when_read_and_old)
{
    struct am_spool *spool = open_spool(0, 60);
    struct am_spool_position position = {0, 0};
    int64_t now_s = (int64_t)time(NULL);

    for (int i = 0; i < 6; i++)
        append(spool, "0123456789");
    am_spool_release(spool, &position, now_s + 10);
    ck_assert_int_gt(file_size(segment_path(1)), 0);
    read_on(spool, &position);
    am_spool_release(spool, &position, now_s - 10);
    ck_assert_int_gt(file_size(segment_path(1)), 0);
    am_spool_release(spool, &position, now_s + 10);
    ck_assert_int_eq(file_size(segment_path(1)), -1);
    struct am_spool_counters counters;
    am_spool_count(spool, &counters);
    ck_assert_uint_eq(counters.spool_bytes, 0);
    am_spool_close(&spool);

    /* The next number follows on, though no segment is left to tell it. */
    spool = open_spool(0, 60);
    append(spool, "new");
    ck_assert_str_eq(read_on(spool, &position), "new ");
    ck_assert_uint_gt(position.segment, 3);
    ck_assert_uint_eq(gap(spool, AM_GAP_CRASH), 0);
    am_spool_close(&spool);
}

END_TEST

START_TEST(the_limit_refuses_and_drops_what_was_released)
{
    struct am_spool *spool = open_spool(400, 100);
    struct am_spool_position position = {0, 0};
    int appended = 0;

    while (am_spool_append(spool, "0123456789", 10, &err) == 0)
        appended++;
    ck_assert_int_eq(err.code, AM_EFULL);
    ck_assert_int_ge(appended, 10);
    read_on(spool, &position);
    am_spool_release(spool, &position, 0); /* too young, but not needed */
    append(spool, "again");
    ck_assert_str_eq(read_on(spool, &position), "again ");
    while (am_spool_append(spool, "0123456789", 10, &err) == 0)
        appended++;
    am_spool_limit(spool, 500);
    append(spool, "more room");
    am_spool_limit(spool, 300);
    ck_assert_int_lt(am_spool_append(spool, "less", 4, &err), 0);
    ck_assert_int_eq(err.code, AM_EFULL);
    am_spool_close(&spool);
}

END_TEST

static const struct {
    const char *name;
    size_t size;     /* of a record */
    int each, after; /* so many are read at once, only after so many */
} paces[] = {
    {"each at once", 100, 1, 0},
    {"a few at a time", 100, 5, 0},
    {"always some behind", 100, 1, 20},
    {"records of nearly the whole limit", 3900, 1, 0},
};

/* Far below the limit there is room, whatever was written before. */
START_TEST(what_was_read_takes_no_room)
{
    struct am_spool *spool = open_spool(4096, 0);
    struct am_spool_position position = {0, 0};
    static char bytes[4000];
    struct am_buf record;

    am_buf_init(&record, sizeof(bytes));
    for (int i = 0; i < 300; i++) {
        ck_assert_msg(am_spool_append(spool, bytes, paces[_i].size, &err) == 0,
                      "%s: record %d: %s", paces[_i].name, i, err.text);
        if (i < paces[_i].after || i % paces[_i].each != 0)
            continue;
        for (int n = 0; n < paces[_i].each; n++)
            ck_assert_int_ge(am_spool_read(spool, &position, &record, &err), 0);
        am_spool_release(spool, &position, 0);
    }
    ck_assert_uint_eq(gap(spool, AM_GAP_TORN), 0);
    am_buf_free(&record);
    am_spool_close(&spool);
    spool = open_spool(4096, 0);
    ck_assert_uint_eq(gap(spool, AM_GAP_CRASH), 0);
    am_spool_close(&spool);
}

END_TEST

static const struct {
    const char *name;
    const char *steps; /* b begin, a append, e end, g gap, x kill -9 */
    unsigned records, crash, disk;
} stories[] = {
    {"nothing open", "baex", 1, 0, 0},
    {"begun", "bx", 0, 1, 0},
    {"appended and not ended", "bax", 1, 0, 0},
    {"gap and not ended", "bgx", 0, 0, 1},
    {"aborted", "bex", 0, 0, 0},
    {"one of two appended", "bbax", 1, 1, 0},
    {"one appended, one aborted", "bbaeex", 1, 0, 0},
    {"one of three aborted", "bbbaeex", 1, 1, 0},
    {"a record of no message", "ax", 1, 0, 0},
    {"a gap of no message", "gx", 0, 0, 1},
    {"a gap of no message, another open", "gbx", 0, 1, 1},
    {"twice killed", "bxbax", 1, 1, 0},
    {"calm after no message", "gbaebex", 1, 0, 1},
};

static void play(const char *steps)
{
    struct am_spool *spool = open_spool(0, 0);

    for (; *steps != '\0'; steps++) {
        if (*steps == 'b') {
            am_spool_begin(spool);
        } else if (*steps == 'a') {
            append(spool, "r");
        } else if (*steps == 'e') {
            am_spool_end(spool);
        } else if (*steps == 'g') {
            am_spool_gap(spool, AM_GAP_DISK, 1);
        } else {
            raise(SIGKILL);
        }
    }
}

START_TEST(each_message_is_accounted_for_once)
{
    const char *steps = stories[_i].steps;

    while (*steps != '\0') {
        pid_t child = fork();
        if (child == 0)
            play(steps);
        int status = 0;
        waitpid(child, &status, 0);
        ck_assert(WIFSIGNALED(status));
        steps = strchr(steps, 'x') + 1;
    }
    for (int again = 0; again < 2; again++) {
        struct am_spool *spool = open_spool(0, 0);
        ck_assert_uint_eq(strlen(read_all(spool)),
                          (size_t)2 * stories[_i].records);
        ck_assert_uint_eq(gap(spool, AM_GAP_CRASH), stories[_i].crash);
        ck_assert_uint_eq(gap(spool, AM_GAP_DISK), stories[_i].disk);
        ck_assert_uint_eq(gap(spool, AM_GAP_TORN), 0);
        am_spool_close(&spool);
    }
}

END_TEST

static void forget_counters(void)
{
    char counters[TEMP_PATH_SIZE];

    snprintf(counters, sizeof(counters), "%.400s/counters", dir);
    unlink(counters);
}

/* Put the first segment back and remove the second. */
static void restore(const char *bytes, size_t size)
{
    FILE *file = fopen(segment_path(1), "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    fclose(file);
    unlink(segment_path(2));
    forget_counters();
}

START_TEST(a_torn_tail_of_any_length_is_cut_off)
{
    struct am_spool *spool = open_spool(0, 0);
    char bytes[512];

    append(spool, "first");
    off_t before = file_size(segment_path(1));
    append(spool, "a record that will be torn");
    off_t after = file_size(segment_path(1));
    am_spool_close(&spool);
    FILE *file = fopen(segment_path(1), "r");
    ck_assert_int_eq((long)fread(bytes, 1, sizeof(bytes), file), after);
    fclose(file);
    for (off_t cut = after - 1; cut >= 0; cut--) {
        restore(bytes, (size_t)after);
        spool = open_spool(0, 0); /* counts two records begun */
        am_spool_close(&spool);
        ck_assert_int_eq(truncate(segment_path(1), cut), 0);
        spool = open_spool(0, 0);
        uint64_t lost = cut >= before ? 1 : 2;
        ck_assert_uint_eq(gap(spool, AM_GAP_CRASH), lost);
        append(spool, "next");
        ck_assert_str_eq(read_all(spool), lost == 1 ? "first next " : "next ");
        ck_assert_uint_eq(gap(spool, AM_GAP_TORN), 0);
        am_spool_close(&spool);
    }
}

END_TEST

START_TEST(a_flipped_bit_costs_one_record_and_is_counted_once)
{
    struct am_spool *spool = open_spool(0, 60);

    append(spool, "one");
    append(spool, "two");
    append(spool, "three");
    append(spool, "four"); /* in the second segment */
    am_spool_close(&spool);
    off_t size = file_size(segment_path(1));
    ck_assert_int_gt(file_size(segment_path(2)), 0);

    for (off_t place = 40; place < size; place++) {
        int fd = open(segment_path(1), O_RDWR);
        char byte = 0;
        ck_assert_int_eq(pread(fd, &byte, 1, place), 1);
        byte = (char)(byte ^ 0x10);
        ck_assert_int_eq(pwrite(fd, &byte, 1, place), 1);
        forget_counters();

        spool = open_spool(0, 60);
        const char *text = read_all(spool);
        uint64_t lost = 4;
        for (const char *p = text; *p != '\0'; p++)
            lost -= *p == ' ';
        ck_assert_msg(lost >= 1 && strstr(text, "four") != NULL, "%s", text);
        ck_assert_uint_eq(gap(spool, AM_GAP_TORN), lost);
        read_all(spool);
        ck_assert_uint_eq(gap(spool, AM_GAP_TORN), lost);
        am_spool_close(&spool);
        spool = open_spool(0, 60);
        read_all(spool);
        ck_assert_uint_eq(gap(spool, AM_GAP_TORN), lost);
        am_spool_close(&spool);

        byte = (char)(byte ^ 0x10);
        ck_assert_int_eq(pwrite(fd, &byte, 1, place), 1);
        close(fd);
    }
}

END_TEST

START_TEST(a_full_disk_keeps_what_is_whole)
{
    struct am_spool *spool = open_spool(0, 0);
    struct rlimit old;
    char big[3000];

    memset(big, 'x', sizeof(big));
    append(spool, "before");
    off_t size = file_size(segment_path(1));
    getrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit small = {(rlim_t)size + 1000, old.rlim_max};
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    am_spool_begin(spool);
    ck_assert_int_eq(am_spool_append(spool, big, sizeof(big), &err), -1);
    ck_assert_int_eq(err.code, AM_EFULL);
    am_spool_gap(spool, AM_GAP_DISK, 1);
    am_spool_end(spool);
    ck_assert_int_eq(file_size(segment_path(1)), size);
    setrlimit(RLIMIT_FSIZE, &old);
    append(spool, "after");
    ck_assert_str_eq(read_all(spool), "before after ");
    am_spool_close(&spool);
    spool = open_spool(0, 0);
    ck_assert_str_eq(read_all(spool), "before after ");
    ck_assert_uint_eq(gap(spool, AM_GAP_DISK), 1);
    ck_assert_uint_eq(gap(spool, AM_GAP_CRASH), 0);
    am_spool_close(&spool);
}

END_TEST

START_TEST(what_is_not_ours_is_refused)
{
    struct am_spool *spool = open_spool(0, 0);
    char path[TEMP_PATH_SIZE];

    ck_assert_int_eq(am_spool_append(spool, "", 0, &err), -1);
    ck_assert_int_eq(err.code, AM_EINVAL);
    am_spool_close(&spool);
    snprintf(path, sizeof(path), "%.400s/counters", dir);
    int fd = open(path, O_RDWR);
    ck_assert_int_eq(pwrite(fd, "X", 1, 0), 1);
    ck_assert_int_eq(am_spool_open(&spool, dir, NULL, &err), -1);
    ck_assert_int_eq(err.code, AM_ECORRUPT);
    ck_assert_int_eq(pwrite(fd, "a", 1, 0), 1);
    ck_assert_int_eq(pwrite(fd, "\x09", 1, 8), 1);
    ck_assert_int_eq(am_spool_open(&spool, dir, NULL, &err), -1);
    ck_assert_int_eq(err.code, AM_ENEWER);
    close(fd);
    ck_assert_int_eq(am_spool_open(&spool, "/nonexistent/spool", NULL, &err),
                     -1);
    ck_assert_int_eq(err.code, AM_ENOTFOUND);
}

END_TEST

#define THREADS 4
#define EACH    2000

static void *append_many(void *context)
{
    struct am_spool *spool = context;
    char text[32];

    for (int i = 0; i < EACH; i++) {
        am_spool_begin(spool);
        int size = snprintf(text, sizeof(text), "%d", i);
        if (i % 5 != 0 && am_spool_append(spool, text, (size_t)size, NULL) < 0)
            return spool;
        am_spool_end(spool);
    }
    return NULL;
}

START_TEST(threads_append_while_one_reads)
{
    struct am_spool *spool = open_spool(0, 4096);
    struct am_spool_position position = {0, 0};
    pthread_t threads[THREADS];
    struct am_buf record;
    int seen = 0;

    am_buf_init(&record, 1U << 24);
    for (int i = 0; i < THREADS; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, append_many, spool),
                         0);
    }
    while (seen < THREADS * EACH / 5 * 4) {
        int result = am_spool_read(spool, &position, &record, &err);
        ck_assert_int_ge(result, 0);
        seen += result;
        if (result == 0)
            ck_assert_int_eq(am_spool_sync(spool, &err), 0);
        am_spool_release(spool, &position, INT64_MAX);
    }
    for (int i = 0; i < THREADS; i++) {
        void *result = NULL;
        pthread_join(threads[i], &result);
        ck_assert_ptr_null(result);
    }
    am_buf_free(&record);
    struct am_spool_counters counters;
    am_spool_count(spool, &counters);
    ck_assert_uint_eq(counters.open, 0);
    am_spool_close(&spool);
    spool = open_spool(0, 4096);
    ck_assert_uint_eq(gap(spool, AM_GAP_CRASH), 0);
    ck_assert_uint_eq(gap(spool, AM_GAP_TORN), 0);
    am_spool_close(&spool);
}

END_TEST

/* A child answers messages and says how many, until it is killed. */
static void serve_until_killed(int answers)
{
    struct am_spool *spool = open_spool(0, 2000);

    mute_assertions();
    for (;;) {
        am_spool_begin(spool);
        append(spool, "m");
        am_spool_end(spool);
        if (write(answers, "a", 1) != 1)
            _exit(1);
    }
}

START_TEST(kill_9_loses_and_doubles_nothing)
{
    uint64_t answered = 0;
    unsigned kills = 30;
    unsigned seed = 12345;

    for (unsigned i = 0; i < kills; i++) {
        int pipes[2];
        char bytes[4096];
        ssize_t n = 0;
        ck_assert_int_eq(pipe(pipes), 0);
        pid_t child = fork();
        if (child == 0)
            serve_until_killed(pipes[1]);
        close(pipes[1]);
        seed = seed * 1103515245U + 12345U;
        struct timespec wait = {0, 2000000 + (long)(seed >> 16) % 1000 * 3000};
        nanosleep(&wait, NULL);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        while ((n = read(pipes[0], bytes, sizeof(bytes))) > 0)
            answered += (uint64_t)n;
        close(pipes[0]);
    }
    struct am_spool *spool = open_spool(0, 2000);
    struct am_spool_position position = {0, 0};
    struct am_buf record;
    uint64_t records = 0;
    am_buf_init(&record, 1U << 24);
    while (am_spool_read(spool, &position, &record, &err) == 1)
        records++;
    am_buf_free(&record);
    uint64_t total = records + gap(spool, AM_GAP_CRASH);
    ck_assert_msg(answered <= total && total <= answered + kills,
                  "answered %llu, found %llu", (unsigned long long)answered,
                  (unsigned long long)total);
    ck_assert_uint_eq(gap(spool, AM_GAP_TORN), 0);
    am_spool_close(&spool);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("spool");
    TCase *tcase = tcase_create("spool");

    tcase_add_checked_fixture(tcase, make_root, remove_root);
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, crc32c_is_the_known_one, 0, ROWS(crcs));
    tcase_add_test(tcase,
                   records_come_back_in_order_over_segments_and_openings);
    tcase_add_test(tcase, a_second_opening_is_refused);
    tcase_add_test(tcase, segments_go_when_read_and_old);
    tcase_add_test(tcase, the_limit_refuses_and_drops_what_was_released);
    tcase_add_loop_test(tcase, what_was_read_takes_no_room, 0, ROWS(paces));
    tcase_add_loop_test(tcase, each_message_is_accounted_for_once, 0,
                        ROWS(stories));
    tcase_add_test(tcase, a_torn_tail_of_any_length_is_cut_off);
    tcase_add_test(tcase, a_flipped_bit_costs_one_record_and_is_counted_once);
    tcase_add_test(tcase, a_full_disk_keeps_what_is_whole);
    tcase_add_test(tcase, what_is_not_ours_is_refused);
    tcase_add_test(tcase, threads_append_while_one_reads);
    tcase_add_test(tcase, kill_9_loses_and_doubles_nothing);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
