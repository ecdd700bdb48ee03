/* test_fleet - what needs no server: rows, packing, statements, routing. */
#include <string.h>
#include <zlib.h>

#include <sqlite3.h>

#include "fleet/days.h"
#include "fleet/names.h"
#include "fleet/packing.h"
#include "fleet/phrase.h"
#include "fleet/pieces.h"
#include "fleet/routing.h"
#include "fleet/rowbinary.h"
#include "fleet/schema.h"
#include "sql/embedded.h"
#include "suite.h"

#define LIMIT ((size_t)1 << 20)

static struct am_err err;
static struct am_buf buf;
static struct am_fleet_routing routing;

static void start(void)
{
    am_buf_init(&buf, LIMIT);
}

static void stop(void)
{
    am_buf_free(&buf);
}

/* ---- rows ---- */

START_TEST(numbers_are_little_endian_and_texts_behind_their_size)
{
    static const unsigned char expected[] = {
        0xfe, 0x02, 0x01, 0x04, 0x03, 0x02, 0x01, 0x08, 0x07, 0x06, 0x05,
        0x04, 0x03, 0x02, 0x01, 0x02, 'h',  'i',  0x00, 'f',  '\0', 'x',
    };

    ck_assert_int_eq(am_rowbinary_u8(&buf, 0xfe, &err), 0);
    ck_assert_int_eq(am_rowbinary_u16(&buf, 0x0102, &err), 0);
    ck_assert_int_eq(am_rowbinary_u32(&buf, 0x01020304, &err), 0);
    ck_assert_int_eq(am_rowbinary_u64(&buf, UINT64_C(0x0102030405060708), &err),
                     0);
    ck_assert_int_eq(am_rowbinary_text(&buf, "hi", &err), 0);
    ck_assert_int_eq(am_rowbinary_text(&buf, "", &err), 0);
    ck_assert_int_eq(am_rowbinary_fixed(&buf, "f\0x", 3, &err), 0);
    ck_assert_uint_eq(buf.size, sizeof(expected));
    ck_assert_mem_eq(buf.data, expected, sizeof(expected));
}

END_TEST

static const struct {
    size_t size;
    unsigned char head[3];
    size_t head_size;
} texts[] = {
    {127, {0x7f}, 1},
    {128, {0x80, 0x01}, 2},
    {300, {0xac, 0x02}, 2},
    {16384, {0x80, 0x80, 0x01}, 3},
};

START_TEST(sizes_of_texts_take_seven_bits_a_byte)
{
    static char text[20000];

    memset(text, 'a', texts[_i].size);
    text[texts[_i].size] = '\0';
    ck_assert_int_eq(am_rowbinary_text(&buf, text, &err), 0);
    ck_assert_uint_eq(buf.size, texts[_i].head_size + texts[_i].size);
    ck_assert_mem_eq(buf.data, texts[_i].head, texts[_i].head_size);
}

END_TEST

START_TEST(days_stay_in_what_a_date_can_be)
{
    ck_assert_uint_eq(am_rowbinary_day(-1), 0);
    ck_assert_uint_eq(am_rowbinary_day(20781), 20781);
    ck_assert_uint_eq(am_rowbinary_day(INT64_MAX), 49672);
}

END_TEST

START_TEST(a_packed_body_is_whole_gzip)
{
    struct am_buf plain;
    unsigned char back[5000];
    z_stream stream = {0};

    am_buf_init(&plain, LIMIT);
    for (int i = 0; i < 5000; i++)
        ck_assert_int_eq(am_rowbinary_u8(&plain, (uint8_t)(i * i), &err), 0);
    ck_assert_int_eq(am_packing_add(&buf, &plain, &err), 0);
    ck_assert_uint_eq(buf.data[0], 0x1f);
    ck_assert_uint_eq(buf.data[1], 0x8b);
    ck_assert_int_eq(inflateInit2(&stream, 15 + 16), Z_OK);
    stream.next_in = buf.data;
    stream.avail_in = (unsigned)buf.size;
    stream.next_out = back;
    stream.avail_out = sizeof(back);
    ck_assert_int_eq(inflate(&stream, Z_FINISH), Z_STREAM_END);
    ck_assert_uint_eq(stream.avail_out, 0);
    ck_assert_mem_eq(back, plain.data, sizeof(back));
    inflateEnd(&stream);
    am_buf_free(&plain);
}

END_TEST

/* ---- statements ---- */

static const struct {
    const char *name, *sql, *out; /* NULL: refused */
} phrases[] = {
    {"as it is", "SELECT 1", "SELECT 1"},
    {"without its head", "-- In: {no}\n-- Out: x\nSELECT 1\n", "SELECT 1"},
    {"comments inside stay", "SELECT 1, -- one\n 2\n", "SELECT 1, -- one\n 2"},
    {"words", "{a}{a}, {b};", "11, two;"},
    {"a word twice", "{a} {b}{a}", "1 two1"},
    {"no such word", "SELECT {c}", NULL},
    {"the beginning of a word", "SELECT {aa}", NULL},
    {"no end", "SELECT {a", "SELECT {a"},
};

START_TEST(a_phrase_has_its_words)
{
    static const struct am_phrase_word words[] = {
        {"a", "1"}, {"b", "two"}, {NULL, NULL}};
    int result = am_phrase_make(&buf, phrases[_i].sql, words, &err);

    if (phrases[_i].out == NULL) {
        ck_assert_int_eq(result, -1);
        ck_assert_int_eq(err.code, AM_EINVAL);
        return;
    }
    ck_assert_int_eq(result, 0);
    ck_assert_str_eq((const char *)buf.data, phrases[_i].out);
    ck_assert_uint_eq(buf.size, strlen(phrases[_i].out) + 1);
}

END_TEST

/* ---- routing ---- */

static const struct {
    const char *name;
    const char *words[4];
    int shards; /* -1: refused */
} urls[] = {
    {"none", {NULL}, -1},
    {"one", {"https://a:8443"}, 1},
    {"a slash at its end", {"https://a:8443/"}, 1},
    {"two", {"https://a:8443", "https://b:8443"}, 2},
    {"replicas", {"https://a:8443|https://a2:8443", "https://b"}, 2},
    {"a later one", {"https://a", "https://b 2027-01-01"}, 2},
    {"two later ones",
     {"https://a", "https://b 2027-01-01", "https://c 2027-01-01"},
     3},
    {"here without TLS", {"http://127.0.0.1:8123"}, 1},
    {"here by name", {"http://localhost:8123"}, 1},
    {"here, IPv6", {"http://[::1]:8123"}, 1},
    {"elsewhere without TLS", {"http://192.0.2.1:8123"}, -1},
    {"a name that begins alike", {"http://localhost.example:8123"}, -1},
    {"a password", {"https://me:secret@a:8443"}, -1},
    {"a path", {"https://a:8443/x"}, -1},
    {"a query", {"https://a:8443?database=x"}, -1},
    {"no scheme", {"a:8443"}, -1},
    {"another scheme", {"file:///etc/passwd"}, -1},
    {"nothing", {""}, -1},
    {"no host", {"https://"}, -1},
    {"twice", {"https://a", "https://a"}, -1},
    {"twice as a replica", {"https://a|https://b", "https://b"}, -1},
    {"the first one later", {"https://a 2027-01-01"}, -1},
    {"days go back", {"https://a", "https://b 2027-01-01", "https://c"}, -1},
    {"no day", {"https://a", "https://b tomorrow"}, -1},
    {"a day before 1970", {"https://a", "https://b 1969-01-01"}, -1},
};

START_TEST(shards_are_read_or_refused)
{
    int result = am_fleet_routing_read(&routing, urls[_i].words, &err);

    ck_assert_int_eq(result == 0 ? (int)routing.shard_count : -1,
                     urls[_i].shards);
}

END_TEST

START_TEST(a_slash_is_no_part_of_a_url)
{
    static const char *const words[] = {"https://a:8443/|https://b/", NULL};

    ck_assert_int_eq(am_fleet_routing_read(&routing, words, &err), 0);
    ck_assert_uint_eq(routing.shards[0].url_count, 2);
    ck_assert_str_eq(routing.shards[0].urls[0], "https://a:8443");
    ck_assert_str_eq(routing.shards[0].urls[1], "https://b");
}

END_TEST

START_TEST(an_epoch_begins_with_its_day)
{
    static const char *const words[] = {"https://a", "https://b",
                                        "https://c 2027-01-01",
                                        "https://d 2028-01-01", NULL};

    ck_assert_int_eq(am_fleet_routing_read(&routing, words, &err), 0);
    ck_assert_uint_eq(am_fleet_shards_on(&routing, -5), 2);
    ck_assert_uint_eq(am_fleet_shards_on(&routing, 20818), 2);
    ck_assert_uint_eq(am_fleet_shards_on(&routing, 20819), 3); /* 2027-01-01 */
    ck_assert_uint_eq(am_fleet_shards_on(&routing, 21184), 4); /* 2028-01-01 */
}

END_TEST

static const struct {
    const char *name;
    int64_t rows, most;
    unsigned pieces;
} cuts[] = {
    {"nothing", 0, 10, 1},
    {"one that is not full", 9, 10, 1},
    {"one that is", 10, 10, 1},
    {"one more row", 11, 10, 2},
    {"no power of two", 70, 10, 7},
    {"more than there are slots", INT64_MAX, 1, AM_FLEET_SLOTS},
};

/* Each first fingerprint follows the last one before, and none is left. */
START_TEST(pieces_lie_side_by_side)
{
    static const char zeros[] = "0000000000000000000000000000')";
    static const char effs[] = "ffffffffffffffffffffffffffff')";
    unsigned count = am_fleet_pieces(cuts[_i].rows, cuts[_i].most);
    unsigned next = 0;

    ck_assert_msg(count == cuts[_i].pieces, "%s: %u", cuts[_i].name, count);
    for (unsigned i = 0; i < count; i++) {
        char from[AM_PHRASE_TEXT_SIZE];
        char to[AM_PHRASE_TEXT_SIZE];
        char text[AM_PHRASE_TEXT_SIZE];
        am_fleet_piece_edges(i, count, from, to);
        snprintf(text, sizeof(text), "unhex('%04x%s", next, zeros);
        ck_assert_str_eq(from, text);
        ck_assert_str_eq(to + 11, effs);
        to[11] = '\0';
        next = (unsigned)strtoul(to + 7, NULL, 16) + 1;
    }
    ck_assert_uint_eq(next, AM_FLEET_SLOTS);
}

END_TEST

START_TEST(slots_are_spread_evenly_and_move_to_the_new_shard_alone)
{
    static uint64_t counts[18];

    for (unsigned shards = 1; shards <= 17; shards++) {
        unsigned wrong = 0;
        memset(counts, 0, sizeof(counts));
        for (unsigned slot = 0; slot < AM_FLEET_SLOTS; slot++) {
            unsigned shard = am_fleet_shard_of(slot, shards);
            unsigned then = am_fleet_shard_of(slot, shards + 1);
            wrong += shard >= shards || (then != shard && then != shards);
            counts[shard < shards ? shard : 0]++;
        }
        ck_assert_uint_eq(wrong, 0);
        for (unsigned i = 0; i < shards; i++) {
            ck_assert_uint_gt(counts[i] * shards, AM_FLEET_SLOTS * 98 / 100);
            ck_assert_uint_lt(counts[i] * shards, AM_FLEET_SLOTS * 102 / 100);
        }
    }
}

END_TEST

/* What is in a fleet already must stay where it is: these never change. */
static const struct {
    unsigned char fingerprint[2];
    unsigned slot, of_2, of_3, of_16;
} places[] = {
    {{0x00, 0x00}, 0, 0, 0, 0},     {{0x01, 0x00}, 1, 0, 0, 6},
    {{0x00, 0x01}, 256, 1, 2, 3},   {{0xff, 0xff}, 65535, 0, 0, 0},
    {{0x12, 0x34}, 13330, 1, 2, 2}, {{0xab, 0xcd}, 52651, 0, 2, 9},
};

START_TEST(places_never_change)
{
    unsigned slot = am_fleet_slot(places[_i].fingerprint);

    ck_assert_uint_eq(slot, places[_i].slot);
    ck_assert_uint_eq(am_fleet_shard_of(slot, 2), places[_i].of_2);
    ck_assert_uint_eq(am_fleet_shard_of(slot, 3), places[_i].of_3);
    ck_assert_uint_eq(am_fleet_shard_of(slot, 16), places[_i].of_16);
}

END_TEST

START_TEST(every_table_has_an_insert)
{
    char name[128];
    int tables = 0;

    ck_assert_int_eq(am_fleet_schema_newest(), 3);
    for (const struct am_sql_file *file = am_sql_files; file->name != NULL;
         file++) {
        if (strncmp(file->name, "fleet/0001/", 11) != 0)
            continue;
        snprintf(name, sizeof(name), "fleet/insert/%s", file->name + 11);
        const struct am_sql_file *insert = am_sql_files;
        while (insert->name != NULL && strcmp(insert->name, name) != 0)
            insert++;
        ck_assert_msg(insert->name != NULL, "%s", name);
        tables++;
    }
    ck_assert_int_eq(tables, 13);
}

END_TEST

static const struct {
    const char *name;
    int64_t begin[4], left[4]; /* sequences, in the order of making */
} restored[] = {
    {"each further on", {101, 201, 301}, {101, 201, 301}},
    {"further back", {101, 201, 151}, {101, 151}},
    {"at the same row again", {101, 101, 101}, {101}},
    {"behind all others", {101, 201, 301, 51}, {51}},
};

START_TEST(a_name_takes_the_place_of_those_behind_it)
{
    struct am_names names = {.count = 0};

    for (size_t i = 0; i < 4 && restored[_i].begin[i] != 0; i++) {
        const struct am_name one = {.first_sequence = restored[_i].begin[i],
                                    .relay = {(unsigned char)i}};
        ck_assert_int_eq(am_names_add(&names, &one, &err), 0);
        ck_assert_uint_eq(names.list[names.count - 1].relay[0], i);
    }
    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(i < names.count ? names.list[i].first_sequence : 0,
                         restored[_i].left[i]);
    }
}

END_TEST

START_TEST(there_is_room_for_so_many_names)
{
    struct am_names names = {.count = 0};

    for (int64_t i = 1; i <= AM_NAMES_MAX + 1; i++) {
        const struct am_name one = {.first_sequence = i};
        ck_assert_int_eq(am_names_add(&names, &one, &err),
                         i > AM_NAMES_MAX ? -1 : 0);
    }
    ck_assert_int_eq(err.code, AM_EFULL);
}

END_TEST

static const struct {
    const char *name, *runs;
    int64_t from_day, days[3];
} recorded[] = {
    {"a run of long ago",
     "(1, 864000, 900000, 1), (2, 8640000, 8640010, 0)",
     99,
     {100}},
    {"one that began long ago and ended lately",
     "(1, 864000, 8630000, 1), (2, 8640000, 8640010, 0)",
     99,
     {10, 100}},
    {"one that goes on", "(1, 864000, 8630000, 0)", 99, {0}},
    {"all", "(1, 864000, 8630000, 0)", AM_DAYS_FIRST, {10}},
};

START_TEST(a_run_is_sent_when_it_has_ended)
{
    struct am_store *store = NULL;
    struct am_days *days = NULL;
    int64_t *list = NULL;
    size_t count = 0;
    char *sql = sqlite3_mprintf(
        "INSERT INTO run (id, started_s, heartbeat_s, clean) VALUES %s",
        recorded[_i].runs);

    ck_assert_int_eq(am_store_open(&store, ":memory:", &err), 0);
    ck_assert_int_eq(
        sqlite3_exec(am_store_handle(store), sql, NULL, NULL, NULL), SQLITE_OK);
    ck_assert_int_eq(am_days_open(&days, store, &err), 0);
    ck_assert_int_eq(
        am_days_list(days, recorded[_i].from_day, &list, &count, &err), 0);
    ck_assert_uint_lt(count, 3);
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(i < count ? list[i] : 0, recorded[_i].days[i]);
    free(list);
    am_days_close(&days);
    am_store_close(&store);
    sqlite3_free(sql);
}

END_TEST

static const char *const mail_tables[] = {
    "fleet/0001/sighting.sql", "fleet/0001/day_message.sql",
    "fleet/0001/gap.sql",      "fleet/0001/day_sighting.sql",
    "fleet/0001/day_flaw.sql", "fleet/0001/small_group.sql",
};

START_TEST(no_row_of_mail_tells_a_time)
{
    const struct am_sql_file *file = am_sql_files;

    while (file->name != NULL && strcmp(file->name, mail_tables[_i]) != 0)
        file++;
    ck_assert_ptr_nonnull(file->name);
    ck_assert_msg(strstr(file->text, "DateTime") == NULL, "%s", file->name);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("fleet");
    TCase *tcase = tcase_create("fleet");

    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase,
                   numbers_are_little_endian_and_texts_behind_their_size);
    tcase_add_loop_test(tcase, sizes_of_texts_take_seven_bits_a_byte, 0,
                        ROWS(texts));
    tcase_add_test(tcase, days_stay_in_what_a_date_can_be);
    tcase_add_test(tcase, a_packed_body_is_whole_gzip);
    tcase_add_loop_test(tcase, a_phrase_has_its_words, 0, ROWS(phrases));
    tcase_add_loop_test(tcase, shards_are_read_or_refused, 0, ROWS(urls));
    tcase_add_test(tcase, a_slash_is_no_part_of_a_url);
    tcase_add_test(tcase, an_epoch_begins_with_its_day);
    tcase_add_test(tcase,
                   slots_are_spread_evenly_and_move_to_the_new_shard_alone);
    tcase_add_loop_test(tcase, pieces_lie_side_by_side, 0, ROWS(cuts));
    tcase_add_loop_test(tcase, places_never_change, 0, ROWS(places));
    tcase_add_test(tcase, every_table_has_an_insert);
    tcase_add_loop_test(tcase, a_name_takes_the_place_of_those_behind_it, 0,
                        ROWS(restored));
    tcase_add_test(tcase, there_is_room_for_so_many_names);
    tcase_add_loop_test(tcase, a_run_is_sent_when_it_has_ended, 0,
                        ROWS(recorded));
    tcase_add_loop_test(tcase, no_row_of_mail_tells_a_time, 0,
                        ROWS(mail_tables));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
