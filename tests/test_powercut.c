/*
 * test_powercut - the power fails: of what was written since the last sync the
 * disk has any part.  Nothing is counted twice for it, and nothing that was
 * synced is lost.
 *
 * fsync() and fdatasync() are replaced here: they keep what the file holds
 * then. At the cut a segment has that and any piece of what came after, zeros
 * in the place of the rest, or lacks it; the counters are old, new, or the
 * halves of both; a file without its directory's sync may be gone, a removed
 * one may be back.  Of the database SQLite sees to itself.
 */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "random_mail.h"

#define FILES  64
#define SECTOR 512

struct kept {
    char name[40];
    unsigned char *data;
    size_t size;
    bool listed; /* its name is on disk, too */
};

static struct kept disk[FILES];
static size_t disk_count;

/* What happened in a life, told by the process that lived it. */
struct account {
    int64_t answered, synced, open;
};

static struct account account;
static int64_t appended; /* records in this life */

static unsigned char *read_whole(const char *name, size_t *size)
{
    char file[TEMP_PATH_SIZE];
    struct stat about;

    snprintf(file, sizeof(file), "%.400s/%.40s", dir, name);
    int fd = open(file, O_RDONLY);
    if (fd < 0 || fstat(fd, &about) < 0)
        return NULL;
    *size = (size_t)about.st_size;
    unsigned char *data = malloc(*size + 1);
    if (data == NULL || read(fd, data, *size) != (ssize_t)*size)
        abort();
    close(fd);
    return data;
}

static struct kept *kept_of(const char *name)
{
    for (size_t i = 0; i < disk_count; i++) {
        if (strcmp(disk[i].name, name) == 0)
            return &disk[i];
    }
    if (disk_count == FILES)
        abort();
    struct kept *new = &disk[disk_count++];
    *new = (struct kept){0};
    snprintf(new->name, sizeof(new->name), "%.39s", name);
    return new;
}

static bool is_kept(const char *name)
{
    return strstr(name, ".seg") != NULL || strcmp(name, "counters") == 0;
}

static void keep(const char *name)
{
    struct kept *kept = kept_of(name);

    free(kept->data);
    kept->data = read_whole(name, &kept->size);
}

typedef void name_fn(const char *name);

static void each_name(name_fn *fn)
{
    DIR *stream = opendir(dir);
    const struct dirent *entry = NULL;

    while (stream != NULL &&
           (entry = readdir(stream)) != NULL) { /* NOLINT: one thread */
        if (is_kept(entry->d_name))
            fn(entry->d_name);
    }
    if (stream != NULL)
        closedir(stream);
}

static void list(const char *name)
{
    kept_of(name)->listed = true;
}

/* Keep what a descriptor is open to, if it is of the spool. */
static void keep_fd(int fd)
{
    char link[64];
    char file[TEMP_PATH_SIZE] = "";
    size_t length = strlen(dir);

    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    if (readlink(link, file, sizeof(file) - 1) < 0 ||
        strncmp(file, dir, length) != 0)
        return;
    if (file[length] == '\0') {
        each_name(list);
    } else if (is_kept(file + length + 1)) {
        keep(file + length + 1);
    }
}

int fsync(int fd)
{
    keep_fd(fd);
    return 0;
}

int fdatasync(int fildes)
{
    keep_fd(fildes);
    return 0;
}

/* ---- the cut ---- */

static void put_whole(const char *name, const unsigned char *data, size_t size)
{
    char file[TEMP_PATH_SIZE];

    snprintf(file, sizeof(file), "%.400s/%.40s", dir, name);
    int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    close(fd);
}

static void cut_counters(const char *name, unsigned char *data, size_t size,
                         const struct kept *kept)
{
    if (kept->data == NULL)
        return; /* made, and synced, before this life */
    if (any(3) > 0)
        memcpy(data, kept->data, SECTOR);
    if (any(3) > 0)
        memcpy(data + SECTOR, kept->data + SECTOR, size - SECTOR);
    put_whole(name, data, size);
}

static void cut_segment(const char *name, unsigned char *data, size_t size,
                        const struct kept *kept)
{
    char file[TEMP_PATH_SIZE];
    size_t synced = kept->data != NULL ? kept->size : 0;
    size_t length = synced + any((uint32_t)(size - synced) + 1);

    if (any(4) == 0 && length > synced) {
        size_t zeros = synced + any((uint32_t)(length - synced));
        memset(data + zeros, 0, length - zeros);
    }
    put_whole(name, data, length);
    snprintf(file, sizeof(file), "%.400s/%.40s", dir, name);
    if (!kept->listed && any(2) == 0)
        unlink(file);
}

static void cut(const char *name)
{
    const struct kept *kept = kept_of(name);
    size_t size = 0;
    unsigned char *data = read_whole(name, &size);

    if (strcmp(name, "counters") == 0) {
        cut_counters(name, data, size, kept);
    } else {
        cut_segment(name, data, size, kept);
    }
    free(data);
}

static void cut_power(void)
{
    each_name(cut);
    for (size_t i = 0; i < disk_count; i++) {
        size_t size = 0;
        unsigned char *data = read_whole(disk[i].name, &size);
        if (data == NULL && disk[i].listed && disk[i].data != NULL &&
            any(2) == 0)
            put_whole(disk[i].name, disk[i].data, disk[i].size);
        free(data);
    }
}

/* ---- a life ---- */

/* A Message-ID would make some of them one. */
static void take_message(void)
{
    const struct post post = POST(MORNING, 0, "1 2", "A");

    am_spool_begin(spool);
    append(&post);
    am_spool_end(spool);
    appended++;
    account.answered++;
}

static void miss_message(void)
{
    am_spool_begin(spool);
    am_spool_gap(spool, AM_GAP_DISK + (enum am_gap)any(2), 1);
    am_spool_end(spool);
    account.answered++;
}

static void abort_message(void)
{
    am_spool_begin(spool);
    am_spool_end(spool);
}

static void write_rows(void)
{
    unsigned taken = 0;

    if (am_ingest_batch(ingest, spool, 1 + any(20),
                        at(MORNING + (int64_t)any(2) * HOUR_S), &taken,
                        &err) < 0)
        abort();
    if (taken > 0)
        account.synced = appended;
}

static void sync_all(void)
{
    if (am_spool_sync(spool, &err) < 0)
        abort();
    account.synced = appended;
}

static void live(uint32_t seed, int result_fd)
{
    mute_assertions();
    open_all();
    random_state = seed;
    each_name(keep); /* the last life's end is long on disk */
    each_name(list);
    for (uint32_t i = 20 + any(200); i > 0; i--) {
        uint32_t what = any(20);
        if (what < 12) {
            take_message();
        } else if (what < 15) {
            miss_message();
        } else if (what < 16) {
            abort_message();
        } else if (what < 19) {
            write_rows();
        } else {
            sync_all();
        }
    }
    for (uint32_t i = any(3); i > 0; i--, account.open++)
        am_spool_begin(spool);
    cut_power();
    _exit(write(result_fd, &account, sizeof(account)) == sizeof(account) ? 0
                                                                         : 1);
}

static struct account live_once(uint32_t seed)
{
    struct account told = {0};
    int ends[2];
    int status = -1;

    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0)
        live(seed, ends[1]);
    close(ends[1]);
    ck_assert_int_eq(read(ends[0], &told, sizeof(told)), sizeof(told));
    close(ends[0]);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    return told;
}

START_TEST(a_power_cut_loses_what_was_not_synced_and_doubles_nothing)
{
    struct account all = {0};

    for (uint32_t seed = 1; seed <= 30; seed++) {
        close_all();
        struct account told = live_once(seed * 7919 + (uint32_t)_i);
        open_all();
        drain();
        all.answered += told.answered;
        all.synced += told.synced;
        all.open += told.open;
        struct am_message_sums sums = messages_of(0, 100000);
        int64_t gaps = 0;
        for (int i = 0; i < AM_GAP_COUNT; i++)
            gaps += sums.gaps[i];
        ck_assert_msg(sums.messages >= all.synced,
                      "cut %u: %lld rows of %lld that were synced", seed,
                      (long long)sums.messages, (long long)all.synced);
        ck_assert_msg(
            sums.messages + gaps <= all.answered + all.open,
            "cut %u: %lld rows, %lld gaps of %lld answered, %lld open", seed,
            (long long)sums.messages, (long long)gaps, (long long)all.answered,
            (long long)all.open);
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("powercut");
    TCase *tcase = tcase_create("powercut");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 240);
    tcase_add_loop_test(
        tcase, a_power_cut_loses_what_was_not_synced_and_doubles_nothing, 0, 3);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
