/* test_key - the site's secret: its file, its signatures. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "meter/key.h"
#include "meter/signer.h"
#include "suite.h"

static char dir[32];
static char path[64];

static void setup(void)
{
    snprintf(dir, sizeof(dir), "/tmp/am-key-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/key", dir);
}

static void teardown(void)
{
    unlink(path);
    rmdir(dir);
}

static void put(const char *text, mode_t mode)
{
    FILE *f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    fclose(f);
    ck_assert_int_eq(chmod(path, mode), 0);
}

#define SECRET \
 "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

static const struct {
    const char *name, *text;
    mode_t mode;
    int code;
} rows[] = {
    {"as made", SECRET "\n", 0400, AM_OK},
    {"readable by the group", SECRET "\n", 0440, AM_EACCESS},
    {"readable by all", SECRET "\n", 0444, AM_EACCESS},
    {"writable by its owner", SECRET "\n", 0600, AM_EACCESS},
    {"no line end", SECRET, 0400, AM_ECORRUPT},
    {"a digit short", "0001\n", 0400, AM_ECORRUPT},
    {"a digit more", SECRET "0\n", 0400, AM_ECORRUPT},
    {"not a digit",
     "g00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n", 0400,
     AM_ECORRUPT},
    {"a capital digit",
     "A00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n", 0400,
     AM_ECORRUPT},
    {"a second digit that is none",
     "0:0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n", 0400,
     AM_ECORRUPT},
    {"a digit in place of the line end", SECRET "0", 0400, AM_ECORRUPT},
    {"empty", "", 0400, AM_ECORRUPT},
};

START_TEST(a_key_file_is_checked)
{
    struct am_key *key = NULL;
    struct am_err err = {.code = AM_OK};

    put(rows[_i].text, rows[_i].mode);
    int result = am_key_open(&key, path, &err);
    ck_assert_msg(err.code == (enum am_error)rows[_i].code, "%s: %s",
                  rows[_i].name, err.text);
    ck_assert_int_eq(result, rows[_i].code == AM_OK ? 0 : -1);
    if (rows[_i].code == AM_EACCESS)
        ck_assert_ptr_nonnull(strstr(err.text, "chmod 0400"));
    am_key_close(&key);
}

END_TEST

START_TEST(a_made_key_opens_and_is_not_made_twice)
{
    struct am_key *key = NULL;
    struct am_err err;
    struct stat st;

    ck_assert_int_eq(am_key_make(path, &err), 0);
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0400);
    ck_assert_int_eq(am_key_make(path, &err), -1);
    ck_assert_int_eq(err.code, AM_EBUSY);
    ck_assert_int_eq(am_key_open(&key, path, &err), 0);
    am_key_close(&key);
}

END_TEST

START_TEST(a_key_that_was_begun_is_begun_anew)
{
    char begun[72];
    struct am_key *key = NULL;
    struct am_err err;

    snprintf(begun, sizeof(begun), "%s.new", path);
    FILE *out = fopen(begun, "w");
    ck_assert_ptr_nonnull(out);
    fputs("07", out);
    fclose(out);
    ck_assert_int_eq(chmod(begun, 0400), 0);
    ck_assert_msg(am_key_make(path, &err) == 0, "%s", err.text);
    ck_assert_int_eq(am_key_open(&key, path, &err), 0);
    ck_assert_int_lt(access(begun, F_OK), 0);
    am_key_close(&key);
}

END_TEST

START_TEST(a_key_that_cannot_be_written_leaves_no_file)
{
    struct rlimit limit;
    struct am_err err;

    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = 10;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert_int_eq(am_key_make(path, &err), -1);
    ck_assert_int_lt(access(path, F_OK), 0);
}

END_TEST

START_TEST(a_directory_is_no_key)
{
    struct am_key *key = NULL;
    struct am_err err;

    ck_assert_int_eq(am_key_open(&key, dir, &err), -1);
    ck_assert_int_eq(err.code, AM_EACCESS);
    ck_assert_ptr_nonnull(strstr(err.text, "not a regular file"));
}

END_TEST

START_TEST(no_file_is_not_found)
{
    struct am_key *key = NULL;
    struct am_err err;

    ck_assert_int_eq(am_key_open(&key, path, &err), -1);
    ck_assert_int_eq(err.code, AM_ENOTFOUND);
}

END_TEST

/* HMAC-SHA-256 of 01 || "abc" under the secret 00 01 .. 1f, computed with
 * `printf '\1abc' | openssl mac -digest SHA256 -macopt hexkey:SECRET HMAC`. */
static const unsigned char expected[8] = {0x4b, 0xef, 0xc2, 0x7d,
                                          0x48, 0x3b, 0xc3, 0xdb};

START_TEST(a_signature_is_hmac_of_label_and_data)
{
    struct am_key *key = NULL;
    struct am_err err;
    unsigned char out[AM_FINGERPRINT_SIZE];
    unsigned char other[AM_FINGERPRINT_SIZE];

    put(SECRET "\n", 0400);
    ck_assert_int_eq(am_key_open(&key, path, &err), 0);
    ck_assert_int_eq(
        am_key_sign(key, AM_LABEL_FINGERPRINT, "abc", 3, out, &err), 0);
    ck_assert_mem_eq(out, expected, sizeof(expected));
    ck_assert_int_eq(am_key_sign(key, AM_LABEL_ADDRESS, "abc", 3, other, &err),
                     0);
    ck_assert_mem_ne(out, other, sizeof(out));
    am_key_close(&key);
}

END_TEST

/* Whatever it signed before, and though the key is closed meanwhile. */
START_TEST(a_signer_signs_as_its_key)
{
    struct am_signer *signer = NULL;
    struct am_key *key = NULL;
    struct am_err err;
    unsigned char out[AM_FINGERPRINT_SIZE];
    unsigned char start[AM_SHORT_KEY];

    put(SECRET "\n", 0400);
    ck_assert_int_eq(am_key_open(&key, path, &err), 0);
    ck_assert_int_eq(am_signer_create(&signer, key, &err), 0);
    am_key_close(&key);
    for (size_t size = 0; size < 200; size += 40) {
        char data[200] = "other";
        ck_assert_int_eq(
            am_signer_sign(signer, AM_LABEL_MESSAGE, data, size, out, &err), 0);
        ck_assert_int_eq(am_signer_sign_short(signer, AM_LABEL_FINGERPRINT,
                                              "abc", 3, start, &err),
                         0);
        ck_assert_mem_eq(start, expected, sizeof(expected));
    }
    am_signer_destroy(&signer);
    ck_assert_ptr_null(signer);
}

END_TEST

START_TEST(keys_are_named_apart)
{
    unsigned char ids[2][AM_KEY_ID_SIZE];
    struct am_err err;

    for (int i = 0; i < 2; i++) {
        struct am_key *key = NULL;
        ck_assert_int_eq(am_key_random(&key, &err), 0);
        ck_assert_int_eq(am_key_id(key, ids[i], &err), 0);
        am_key_close(&key);
    }
    ck_assert_mem_ne(ids[0], ids[1], AM_KEY_ID_SIZE);
}

END_TEST

START_TEST(a_key_is_saved_read_and_destroyed)
{
    struct am_key *key = NULL;
    struct am_key *again = NULL;
    unsigned char ids[2][AM_KEY_ID_SIZE];
    struct am_err err;
    struct stat about;
    char other[80];

    ck_assert_int_eq(am_key_random(&key, &err), 0);
    ck_assert_int_eq(am_key_save(key, path, &err), 0);
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_uint_eq(about.st_mode & 07777U, 0400);
    ck_assert_int_eq(am_key_save(key, path, &err), -1);
    ck_assert_int_eq(err.code, AM_EBUSY);

    int fd = open(path, O_RDONLY);
    ck_assert_int_eq(am_key_read(&again, fd, "a name", &err), 0);
    close(fd);
    ck_assert_int_eq(am_key_id(key, ids[0], &err), 0);
    ck_assert_int_eq(am_key_id(again, ids[1], &err), 0);
    ck_assert_mem_eq(ids[0], ids[1], AM_KEY_ID_SIZE);
    am_key_close(&again);
    fd = open("/dev/null", O_RDONLY);
    ck_assert_int_eq(am_key_read(&again, fd, "a name", &err), -1);
    ck_assert_int_eq(err.code, AM_ECORRUPT);
    ck_assert(strncmp(err.text, "a name: ", 8) == 0);
    close(fd);

    /* What a second name of the same bytes shows, nobody reads any more. */
    char text[2][80] = {"", ""};
    snprintf(other, sizeof(other), "%s/other", dir);
    ck_assert_int_eq(link(path, other), 0);
    for (int i = 0; i < 2; i++) {
        FILE *file = fopen(other, "r");
        ck_assert_ptr_nonnull(file);
        ck_assert_uint_eq(fread(text[i], 1, 65, file), 65);
        fclose(file);
        if (i == 0)
            ck_assert_int_eq(am_key_destroy(path, &err), 0);
    }
    ck_assert_mem_ne(text[0], text[1], 65);
    ck_assert_int_eq(access(path, F_OK), -1);
    ck_assert_int_eq(am_key_destroy(path, &err), -1);
    ck_assert_int_eq(err.code, AM_ENOTFOUND);
    unlink(other);
    am_key_close(&key);
}

END_TEST

/* Nor does it get a mode with which the daemon does not take it. */
START_TEST(a_key_behind_a_link_is_not_destroyed)
{
    struct am_key *key = NULL;
    struct am_err err;
    char other[80];

    snprintf(other, sizeof(other), "%s/other", dir);
    ck_assert_int_eq(am_key_make(path, &err), 0);
    ck_assert_int_eq(symlink(path, other), 0);
    ck_assert_int_eq(am_key_destroy(other, &err), -1);
    ck_assert_int_eq(err.code, AM_EACCESS);
    ck_assert_msg(am_key_open(&key, path, &err) == 0, "%s", err.text);
    unlink(other);
    am_key_close(&key);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("key");
    TCase *tcase = tcase_create("key");

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_loop_test(tcase, a_key_file_is_checked, 0, ROWS(rows));
    tcase_add_test(tcase, a_made_key_opens_and_is_not_made_twice);
    tcase_add_test(tcase, a_key_that_was_begun_is_begun_anew);
    tcase_add_test(tcase, a_key_that_cannot_be_written_leaves_no_file);
    tcase_add_test(tcase, a_directory_is_no_key);
    tcase_add_test(tcase, no_file_is_not_found);
    tcase_add_test(tcase, a_signature_is_hmac_of_label_and_data);
    tcase_add_test(tcase, a_signer_signs_as_its_key);
    tcase_add_test(tcase, keys_are_named_apart);
    tcase_add_test(tcase, a_key_is_saved_read_and_destroyed);
    tcase_add_test(tcase, a_key_behind_a_link_is_not_destroyed);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
