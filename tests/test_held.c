/*
 * test_held - the state of a scan, and what is told of it: names and files,
 * mailboxes, a scan begun again, a relay beside it.
 */
#include <inttypes.h>
#include <math.h>
#include <sys/stat.h>

#include <sqlite3.h>

#include "report/held.h"
#include "store/ingest.h"
#include "suite.h"
#include "tempdir.h"

#define DAY 20000

static char root[TEMP_PATH_SIZE];
static char path[TEMP_PATH_SIZE];
static struct am_held *held;
static struct am_err err;
static struct am_held_report report;

static const unsigned char key[AM_KEY_ID_SIZE] = "a key";
static const char *const paths[] = {"/mail", NULL};

static int open_as(const unsigned char *key_id, const char *made_by)
{
    struct am_held_setup setup = {.path = path, .made_by = made_by};

    memcpy(setup.key_id, key_id, AM_KEY_ID_SIZE);
    return am_held_open(&held, &setup, &err);
}

static void open_held(void)
{
    ck_assert_msg(open_as(key, "1") == 0, "%s", err.text);
}

static void set_up(void)
{
    tempdir_make(root);
    snprintf(path, sizeof(path), "%.400s/state", root);
    open_held();
}

static void tear_down(void)
{
    am_held_close(&held);
    tempdir_remove(root);
}

/* A file with one message with one attachment, or without. */
struct file {
    uint64_t inode;
    int64_t size_bytes;
    uint64_t mailbox;
    int content; /* the first byte of the fingerprint; 0: no attachment */
    uint64_t layout;
    enum am_mailfile kind;
    bool in_user;
};

static void measure(const struct file *file, int64_t id)
{
    struct am_sighting sighting = {.size_bytes = 100000,
                                   .stored_bytes = 135000,
                                   .layout = file->layout,
                                   .type = am_type_number("application/pdf"),
                                   .digested = file->content > 0};
    const struct am_record record = {.sightings = &sighting,
                                     .sighting_count = file->content != 0};

    sighting.fingerprint[0] = (unsigned char)file->content;
    ck_assert_msg(am_held_record(held, id, &record, &err) == 0, "%s", err.text);
    ck_assert_msg(am_held_end(held, id, file->kind, &err) == 0, "%s", err.text);
}

static int64_t take_name(const struct file *file, bool *wanted)
{
    const struct am_held_file name = {.device = 1,
                                      .inode = file->inode,
                                      .size_bytes = file->size_bytes,
                                      .modified_ns = 5,
                                      .disk_bytes = 4096,
                                      .is_regular = true,
                                      .mailbox = file->mailbox,
                                      .in_user = file->in_user};
    int64_t id = 0;

    ck_assert_msg(am_held_name(held, &name, &id, wanted, &err) == 0, "%s",
                  err.text);
    return id;
}

/* Find names, up to one of inode 0; returns how many had to be measured. */
static int scan(const struct file *files)
{
    int measured = 0;

    for (; files->inode != 0; files++) {
        bool wanted = false;
        int64_t id = take_name(files, &wanted);
        if (wanted)
            measure(files, id);
        measured += wanted;
    }
    return measured;
}

static void finish(struct am_store *relay)
{
    const struct am_held_request request = {.paths = paths,
                                            .relay = relay,
                                            .relay_name = "relay",
                                            .delivery_limit = 2};

    ck_assert_msg(am_held_finish(held, &err) == 0, "%s", err.text);
    ck_assert_msg(am_held_report_make(&report, held, &request, &err) == 0, "%s",
                  err.text);
}

#define MESSAGE AM_MAILFILE_MESSAGE
#define MBOX    AM_MAILFILE_MBOX

/* What must be found. */
struct right {
    int64_t mailboxes, contents, names, filed;
    int64_t across, within; /* contents of 100,000 bytes each */
    int64_t sis_files, sis_bytes;
};

static const struct {
    const char *name;
    struct right right;
    struct file files[6];
} stores[] = {
    {"nothing", {0, 0, 0, 0, 0, 0, 0, 0}, {{0}}},
    {"one file",
     {1, 1, 1, 1, 0, 0, 1, 100000},
     {{1, 9, 1, 7, 0, MESSAGE, true}}},
    {"a message without attachment",
     {1, 0, 0, 0, 0, 0, 0, 0},
     {{1, 9, 1, 0, 0, MESSAGE, true}}},
    {"two files in two mailboxes",
     {2, 1, 2, 2, 1, 0, 1, 100000},
     {{1, 9, 1, 7, 0, MESSAGE, true}, {2, 9, 2, 7, 0, MESSAGE, true}}},
    {"two files in one mailbox",
     {1, 1, 2, 2, 0, 1, 1, 100000},
     {{1, 9, 1, 7, 0, MESSAGE, true}, {2, 9, 1, 7, 0, MESSAGE, true}}},
    {"a link in another mailbox",
     {2, 1, 2, 1, 1, 0, 1, 100000},
     {{1, 9, 1, 7, 0, MESSAGE, true}, {1, 9, 2, 7, 0, MESSAGE, true}}},
    {"a link in the same mailbox",
     {1, 1, 2, 1, 0, 1, 1, 100000},
     {{1, 9, 1, 7, 0, MESSAGE, true}, {1, 9, 1, 7, 0, MESSAGE, true}}},
    {"two contents",
     {1, 2, 2, 2, 0, 0, 2, 200000},
     {{1, 9, 1, 7, 0, MESSAGE, true}, {2, 9, 1, 8, 0, MESSAGE, true}}},
    {"a layout that cannot be rebuilt",
     {1, 1, 3, 3, 0, 2, 2, 235000},
     {{1, 9, 1, 7, 0, MESSAGE, true},
      {2, 9, 1, 7, 3, MESSAGE, true},
      {3, 9, 1, 7, 3, MESSAGE, true}}},
    {"two mboxes of a directory",
     {2, 1, 2, 2, 1, 0, 1, 100000},
     {{1, 9, 1, 7, 0, MBOX, false}, {2, 9, 1, 7, 0, MBOX, false}}},
    {"two mboxes of a user",
     {1, 1, 2, 2, 0, 1, 1, 100000},
     {{1, 9, 1, 7, 0, MBOX, true}, {2, 9, 1, 7, 0, MBOX, true}}},
    {"what has no digest is apart",
     {1, 1, 1, 1, 0, 0, 1, 100000},
     {{1, 9, 1, 7, 0, MESSAGE, true}, {2, 9, 1, -1, 0, MESSAGE, true}}},
};

static void check_store(int row)
{
    const struct right *right = &stores[row].right;
    const struct am_held_sum *total = &report.total;
    const struct right found = {report.mailboxes,
                                total->contents,
                                total->names,
                                total->files,
                                report.across_bytes / 100000,
                                report.within_bytes / 100000,
                                report.sis.files,
                                report.sis.then_bytes};

    ck_assert_msg(memcmp(&found, right, sizeof(found)) == 0,
                  "%s: %" PRId64 " mailboxes, %" PRId64 " contents, %" PRId64
                  " names, %" PRId64 " files, %" PRId64 " across, %" PRId64
                  " within, sis %" PRId64 ", %" PRId64,
                  stores[row].name, found.mailboxes, found.contents,
                  found.names, found.filed, found.across, found.within,
                  found.sis_files, found.sis_bytes);
    ck_assert_int_eq(report.encoding_bytes, 35000 * total->names);
    ck_assert_int_eq(total->file_bytes, 135000 * total->files);
    ck_assert_int_eq(total->name_bytes,
                     total->unique_bytes + report.encoding_bytes +
                         report.across_bytes + report.within_bytes);
}

START_TEST(a_store_is_told)
{
    scan(stores[_i].files);
    finish(NULL);
    check_store(_i);
    /* And again, with nothing to be measured. */
    am_held_close(&held);
    open_held();
    ck_assert_int_eq(scan(stores[_i].files), 0);
    finish(NULL);
    check_store(_i);
}

END_TEST

static const struct file two[] = {
    {1, 9, 1, 7, 0, MESSAGE, true}, {2, 9, 2, 7, 0, MESSAGE, true}, {0}};

START_TEST(what_changed_is_measured_again)
{
    const struct file changed[] = {
        {1, 10, 1, 8, 0, MESSAGE, true}, {2, 9, 2, 7, 0, MESSAGE, true}, {0}};

    scan(two);
    finish(NULL);
    am_held_close(&held);
    open_held();
    ck_assert_int_eq(scan(changed), 1);
    finish(NULL);
    ck_assert_int_eq(report.total.contents, 2);
    ck_assert_int_eq(report.total.names, 2);
    ck_assert_int_eq(report.files.file_bytes, 19);
}

END_TEST

START_TEST(what_is_gone_is_dropped)
{
    scan(two);
    finish(NULL);
    am_held_close(&held);
    open_held();
    ck_assert_int_eq(scan(two + 1), 0);
    finish(NULL);
    ck_assert_int_eq(report.files.files, 1);
    ck_assert_int_eq(report.total.names, 1);
    ck_assert_int_eq(report.mailboxes, 1);
}

END_TEST

START_TEST(what_was_not_finished_is_measured_again)
{
    bool wanted = false;
    struct am_sighting sighting = {.digested = true, .fingerprint = {9}};
    const struct am_record record = {.sightings = &sighting,
                                     .sighting_count = 1};

    int64_t id = take_name(&two[0], &wanted);
    measure(&two[0], id);
    id = take_name(&two[1], &wanted);
    ck_assert(wanted);
    ck_assert_int_eq(am_held_record(held, id, &record, &err), 0);
    take_name(&two[1], &wanted); /* a link, while it is being measured */
    ck_assert(!wanted);
    ck_assert_int_eq(am_held_commit(held, &err), 0);
    take_name(&(struct file){.inode = 3}, &wanted);
    am_held_close(&held); /* as a kill would: the last name is lost */
    open_held();
    ck_assert_int_eq(scan(two), 1);
    finish(NULL);
    ck_assert_int_eq(report.total.contents, 1);
    ck_assert_int_eq(report.total.names, 2);
    ck_assert_int_eq(report.files.files, 2);
    ck_assert_int_eq(report.files.file_messages, 2);
}

END_TEST

START_TEST(what_could_not_be_read_does_not_count)
{
    bool wanted = false;
    const struct am_record record = {.wire_bytes = 1};

    scan(two);
    int64_t id = take_name(&(struct file){.inode = 3, .mailbox = 9}, &wanted);
    ck_assert_int_eq(am_held_record(held, id, &record, &err), 0);
    id = take_name(&(struct file){.inode = 4, .mailbox = 9}, &wanted);
    ck_assert_int_eq(am_held_end(held, id, MESSAGE, &err), 0);
    finish(NULL);
    ck_assert_int_eq(report.files.names, 3);
    ck_assert_int_eq(report.files.file_messages, 2);
    ck_assert_int_eq(report.mailboxes, 2);
}

END_TEST

START_TEST(another_program_measures_all_again)
{
    scan(two);
    finish(NULL);
    am_held_close(&held);
    ck_assert_int_eq(open_as(key, "2"), 0);
    ck_assert_int_eq(scan(two), 2);
    finish(NULL);
    ck_assert_int_eq(report.total.names, 2);
    am_held_close(&held);
    ck_assert_int_eq(open_as(key, "2"), 0);
    ck_assert_int_eq(scan(two), 0);
}

END_TEST

START_TEST(a_state_is_for_one_scan_of_one_key)
{
    static const unsigned char other[AM_KEY_ID_SIZE] = "another";
    struct am_held *mine = held;
    struct stat status;

    ck_assert_int_eq(stat(path, &status), 0);
    ck_assert_uint_eq(status.st_mode & 0777, 0600);
    ck_assert_int_eq(open_as(key, "1"), -1);
    ck_assert_int_eq(err.code, AM_EBUSY);
    am_held_close(&mine);
    held = NULL;
    ck_assert_int_eq(open_as(other, "1"), -1);
    ck_assert_int_eq(err.code, AM_EINVAL);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs("Subject: this is no database, and must not become one\n", file);
    fclose(file);
    ck_assert_int_eq(open_as(key, "1"), -1);
    ck_assert_int_eq(err.code, AM_ECORRUPT);
}

END_TEST

START_TEST(a_database_of_a_relay_is_no_state)
{
    struct am_store *store = NULL;

    am_held_close(&held);
    snprintf(path, sizeof(path), "%.400s/relay.db", root);
    ck_assert_int_eq(am_store_open(&store, path, &err), 0);
    am_store_close(&store);
    ck_assert_int_eq(open_as(key, "1"), -1);
    ck_assert_int_eq(err.code, AM_ECORRUPT);
}

END_TEST

/* ---- a relay ---- */

static struct am_store *store;

/* A message with a content to so many local recipients; sent: one more. */
static void relay(int content, unsigned local, bool sent)
{
    static unsigned messages;
    struct am_ingest *ingest = NULL;
    struct am_sighting sighting = {.size_bytes = 100000,
                                   .stored_bytes = 135000,
                                   .digested = true,
                                   .fingerprint = {(unsigned char)content}};
    struct am_recipient recipients[8] = {{.members = 0}};
    struct am_record record = {.time_s = (int64_t)DAY * 86400 +
                                         (int64_t)messages * 86400,
                               .direction = AM_DIRECTION_INTERNAL,
                               .sent = sent,
                               .recipients = recipients,
                               .recipient_count = local,
                               .sightings = &sighting,
                               .sighting_count = 1};

    for (unsigned i = 0; i < local; i++) {
        recipients[i] =
            (struct am_recipient){.key = {(unsigned char)i, 1}, .members = 1};
    }
    messages++;
    ck_assert_int_eq(am_ingest_create(&ingest, store, NULL, &err), 0);
    ck_assert_int_eq(am_ingest_begin(ingest, &err), 0);
    ck_assert_msg(am_ingest_take(ingest, &record, &err) == 0, "%s", err.text);
    ck_assert_int_eq(am_ingest_commit(ingest, &err), 0);
    am_ingest_destroy(&ingest);
}

START_TEST(a_relay_is_held_against_the_store)
{
    const struct file files[] = {
        {1, 9, 1, 7, 0, MESSAGE, true}, {1, 9, 2, 7, 0, MESSAGE, true},
        {2, 9, 1, 5, 0, MESSAGE, true}, {3, 9, 1, 9, 0, MESSAGE, true},
        {4, 9, 2, 9, 0, MESSAGE, true}, {0}};
    const struct am_held_against *against = &report.against;

    ck_assert_int_eq(am_store_open(&store, ":memory:", &err), 0);
    relay(7, 3, true);  /* 4 copies; 2 + 1 files; 2 names, 1 file found */
    relay(9, 1, false); /* 1 copy; 2 names and files found */
    relay(8, 2, false); /* not found */
    scan(files);
    finish(store);
    ck_assert_int_eq(against->first_day, DAY);
    ck_assert_int_eq(against->last_day, DAY + 2);
    ck_assert_int_eq(against->predicted.contents, 2);
    ck_assert_int_eq(against->predicted.names, 5);
    ck_assert_int_eq(against->predicted.name_bytes, INT64_C(5) * 135000);
    ck_assert_int_eq(against->predicted.files, 4);
    ck_assert_int_eq(against->predicted.file_bytes, INT64_C(4) * 135000);
    ck_assert_int_eq(against->predicted.unique_bytes, 200000);
    ck_assert_int_eq(against->found.names, 4);
    ck_assert_int_eq(against->found.files, 3);
    ck_assert_int_eq(against->found.unique_bytes, 200000);
    ck_assert_int_eq(against->missing.contents, 1);
    ck_assert_int_eq(against->missing.names, 2);
    ck_assert_int_eq(against->missing.files, 1);
    ck_assert_int_eq(against->extra.contents, 1);
    ck_assert_int_eq(against->extra.names, 1);
    ck_assert_int_eq(against->fewer_names, 2);
    ck_assert_int_eq(against->more_names, 1);
    ck_assert_double_eq_tol(am_held_ratio_of_both(against), 4.0 / 5, 1e-12);
    ck_assert_double_eq_tol(am_held_ratio_of_all(against), 4.0 / 7, 1e-12);
    am_store_close(&store);
}

END_TEST

START_TEST(where_nothing_is_predicted_there_is_no_ratio)
{
    static const struct am_held_against none;

    ck_assert(isnan(am_held_ratio_of_both(&none)));
    ck_assert(isnan(am_held_ratio_of_all(&none)));
}

END_TEST

static const struct {
    int64_t from, to;
} steps[] = {{1, 1}, {2, 3}, {4, 7}, {8, 15}};

START_TEST(steps_are_powers_of_two)
{
    struct file files[17] = {{0}};

    ck_assert_int_eq(am_held_step_from((size_t)_i), steps[_i].from);
    ck_assert_int_eq(am_held_step_to((size_t)_i), steps[_i].to);
    for (int64_t copies = steps[_i].from; copies <= steps[_i].to; copies++) {
        for (int64_t i = 0; i < copies; i++) {
            files[i] = (struct file){(uint64_t)i + 1, 9,   (uint64_t)i, 7, 0,
                                     MESSAGE,         true};
        }
        scan(files);
        finish(NULL);
        ck_assert_int_eq(report.by_copies[_i].contents, 1);
        ck_assert_int_eq(report.by_mailboxes[_i].names, copies);
        am_held_close(&held);
        open_held();
    }
}

END_TEST

START_TEST(a_sum_that_runs_over_is_an_error)
{
    const struct am_held_request request = {.paths = paths};

    scan(two);
    ck_assert_int_eq(am_held_finish(held, &err), 0);
    ck_assert_int_eq(
        sqlite3_exec(am_held_handle(held),
                     "UPDATE instance SET stored_bytes = 9000000000000000000",
                     NULL, NULL, NULL),
        SQLITE_OK);
    ck_assert_int_eq(am_held_report_make(&report, held, &request, &err), -1);
    ck_assert_int_eq(
        sqlite3_exec(am_held_handle(held),
                     "UPDATE instance SET sis = 0; "
                     "UPDATE instance SET fingerprint = zeroblob(32) "
                     "WHERE file = 1",
                     NULL, NULL, NULL),
        SQLITE_OK);
    ck_assert_int_eq(am_held_report_make(&report, held, &request, &err), -1);
    ck_assert_int_eq(err.code, AM_EINVAL);
    ck_assert_str_eq(err.text, "a sum is over 2^63 bytes");
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("held");
    TCase *tcase = tcase_create("held");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, a_store_is_told, 0, ROWS(stores));
    tcase_add_test(tcase, what_changed_is_measured_again);
    tcase_add_test(tcase, what_is_gone_is_dropped);
    tcase_add_test(tcase, what_was_not_finished_is_measured_again);
    tcase_add_test(tcase, what_could_not_be_read_does_not_count);
    tcase_add_test(tcase, another_program_measures_all_again);
    tcase_add_test(tcase, a_state_is_for_one_scan_of_one_key);
    tcase_add_test(tcase, a_database_of_a_relay_is_no_state);
    tcase_add_test(tcase, a_relay_is_held_against_the_store);
    tcase_add_test(tcase, where_nothing_is_predicted_there_is_no_ratio);
    tcase_add_loop_test(tcase, steps_are_powers_of_two, 0, ROWS(steps));
    tcase_add_test(tcase, a_sum_that_runs_over_is_an_error);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
