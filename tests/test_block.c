/* test_block - rows as one block of columns, in the order of their keys. */
#include <stdio.h>
#include <string.h>

#include "fleet/block.h"
#include "fleet/rows.h"
#include "sql/embedded.h"
#include "suite.h"

#define LIMIT ((size_t)1 << 20)

static struct am_err err;
static struct am_buf buf;

static void start(void)
{
    am_buf_init(&buf, LIMIT);
}

static void stop(void)
{
    am_buf_free(&buf);
}

#define KEYS 3
static const char *const insert = "-- In: rows (in Native)\nINSERT INTO t (\n"
                                  "    one, two,\n    day, name\n) FORMAT N";
static struct am_block block;

static void add_row(unsigned char key, uint64_t number, const char *name)
{
    unsigned char bytes[16] = {key};

    ck_assert_int_eq(am_block_row(&block, &err), 0);
    am_block_bytes(&block, bytes, sizeof(bytes));
    am_block_bytes(&block, bytes, sizeof(bytes));
    am_block_number(&block, number, 2);
    ck_assert_int_eq(am_block_text(&block, name, &err), 0);
}

/* What comes next in the body. */
static size_t at;

static void expect_bytes(const void *bytes, size_t size)
{
    ck_assert_uint_le(at + size, buf.size);
    ck_assert_mem_eq(buf.data + at, bytes, size);
    at += size;
}

static void expect_u64(uint64_t value)
{
    for (unsigned i = 0; i < 8; i++)
        ck_assert_uint_eq(buf.data[at + i], (unsigned char)(value >> (8 * i)));
    at += 8;
}

static void expect_keys(const char *name)
{
    static const unsigned char keys[KEYS] = {1, 7, 7};
    static const unsigned char zeros[15] = {0};

    expect_bytes(name, 4);
    expect_bytes("\017FixedString(16)", 16);
    for (int i = 0; i < KEYS; i++) {
        expect_bytes(&keys[i], 1);
        expect_bytes(zeros, sizeof(zeros));
    }
}

/* Rows in the order of their keys, then as they came; each text once. */
START_TEST(a_block_is_column_after_column_in_the_order_of_keys)
{
    am_block_init(&block, "ffdc", LIMIT);
    add_row(7, 0x0102, "b");
    add_row(1, 0x0304, "a");
    add_row(7, 0x0506, "b");
    ck_assert_int_eq(am_block_write(&block, insert, &buf, &err), 0);
    at = 0;
    expect_bytes("\004\003", 2);
    expect_keys("\003one");
    expect_keys("\003two");
    expect_bytes("\003day\004Date\004\003\002\001\006\005", 15);
    expect_bytes("\004name\026LowCardinality(String)", 28);
    expect_u64(1);     /* shared dictionaries with additional keys */
    expect_u64(0x202); /* these alone, and indices of 32 bits */
    expect_u64(2);
    expect_bytes("\001b\001a", 4);
    expect_u64(KEYS);
    expect_bytes("\1\0\0\0\0\0\0\0\0\0\0\0", 12);
    ck_assert_uint_eq(at, buf.size);
    am_block_free(&block);
}

END_TEST

/* More different texts than are remembered: some are there twice, none is
 * another. */
START_TEST(a_text_is_always_its_own)
{
    char name[16];

    am_block_init(&block, "ffdc", LIMIT);
    for (unsigned i = 0; i < 3000; i++) {
        snprintf(name, sizeof(name), "name-%u", i * i % 1000);
        add_row(0, 0, name);
    }
    for (unsigned i = 0; i < 3000; i++) {
        const unsigned char *cell = block.rows.data + i * block.width + 34;
        const unsigned char *text = block.texts.data;
        for (int left = cell[0] | cell[1] << 8; left > 0; left--)
            text += 1 + text[0];
        snprintf(name, sizeof(name), "name-%u", i * i % 1000);
        ck_assert_uint_eq(text[0], strlen(name));
        ck_assert_mem_eq(text + 1, name, text[0]);
    }
    am_block_free(&block);
}

END_TEST

static const struct {
    const char *what, *sql;
    int result;
} statements[] = {
    {"as many names as kinds", "INSERT INTO t (a, b, c, d) FORMAT N", 0},
    {"too few", "INSERT INTO t (a, b, c) FORMAT N", -1},
    {"too many", "INSERT INTO t (a, b, c, d, e) FORMAT N", -1},
    {"none", "INSERT INTO t FORMAT N", -1},
    {"in a comment alone", "-- (a, b, c, d)\nINSERT INTO t FORMAT N", -1},
};

START_TEST(an_insert_names_each_column)
{
    am_block_init(&block, "ffdc", LIMIT);
    ck_assert_msg(am_block_write(&block, statements[_i].sql, &buf, &err) ==
                      statements[_i].result,
                  "%s", statements[_i].what);
    am_block_free(&block);
}

END_TEST

START_TEST(a_row_of_ours_fits_its_statement)
{
    const struct am_outbox_row row = {.domain = "example.org"};
    unsigned char id[AM_FLEET_ID_SIZE] = {0};

    am_block_init(&block, am_fleet_row_kinds, LIMIT);
    ck_assert_int_eq(am_fleet_row_add(&block, &row, id, id, &err), 0);
    ck_assert_int_eq(am_fleet_row_add(&block, &row, id, id, &err), 0);
    ck_assert_int_eq(
        am_block_write(&block, am_sql_fleet_insert_sighting, &buf, &err), 0);
    am_block_free(&block);
}

END_TEST

START_TEST(a_block_has_a_limit)
{
    am_block_init(&block, "ffdc", 100); /* two of 38 bytes */
    add_row(0, 0, "a");
    add_row(0, 0, "a");
    ck_assert_int_eq(am_block_row(&block, &err), -1);
    ck_assert_int_eq(err.code, AM_EFULL);
    am_block_free(&block);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("block");
    TCase *tcase = tcase_create("block");

    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, a_block_is_column_after_column_in_the_order_of_keys);
    tcase_add_test(tcase, a_text_is_always_its_own);
    tcase_add_loop_test(tcase, an_insert_names_each_column, 0,
                        ROWS(statements));
    tcase_add_test(tcase, a_row_of_ours_fits_its_statement);
    tcase_add_test(tcase, a_block_has_a_limit);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
