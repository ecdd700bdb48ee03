/* test_engine - what counts as kept by a shard, against a server that answers
 * anything; and the state of shipping, and how long it waits. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <sqlite3.h>

#include "fleet/backoff.h"
#include "fleet/engine.h"
#include "fleet/rowbinary.h"
#include "fleet/state.h"
#include "sql/embedded.h"
#include "suite.h"
#include "tempdir.h"

#define OK_HEAD          "HTTP/1.1 200 OK\r\n"
#define EMPTY            "Content-Length: 0\r\n\r\n"
#define VERSION          "Content-Length: 8\r\n\r\n18.16.1\n"
#define VERSION_IS(text) OK_HEAD "Connection: close\r\n\r\n" text
#define MOST             8192

enum manner {
    WHOLE, /* send the answer, close */
    HANG,  /* read, and say nothing */
    RESET  /* read a little, and reset */
};

static struct {
    int fd;
    pthread_t thread;
    const char *answer; /* to all requests but that for the version */
    enum manner manner;
    const char *version; /* the answer to that */
    char request[MOST];  /* the last one, as far as it was read */
    size_t size;
} server;

static struct am_fleet_access access_;
static struct am_fleet_shard shard;
static struct am_engine *engine;
static struct am_err err;
static struct am_buf rows;

/* Up to the end of its body, or all that comes. */
static void read_request(int client)
{
    size_t wanted = 0;

    server.size = 0;
    memset(server.request, 0, sizeof(server.request));
    for (;;) {
        ssize_t n = recv(client, server.request + server.size,
                         sizeof(server.request) - 1 - server.size, 0);
        if (n <= 0)
            return;
        server.size += (size_t)n;
        const char *end = strstr(server.request, "\r\n\r\n");
        const char *length = strstr(server.request, "Content-Length: ");
        if (end == NULL || length == NULL)
            continue;
        wanted = (size_t)(end + 4 - server.request) +
                 (size_t)strtoul(length + 16, NULL, 10);
        if (server.size >= wanted)
            return;
    }
}

static void answer(int client)
{
    static const struct linger hard = {1, 0};
    const char *text = server.answer;

    read_request(client);
    if (strstr(server.request, "SELECT version()") != NULL) {
        text = server.version;
    } else if (server.manner == HANG) {
        char byte = 0;
        (void)!recv(client, &byte, 1, 0); /* until it is given up */
        return;
    } else if (server.manner == RESET) {
        setsockopt(client, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
        return;
    }
    (void)!send(client, text, strlen(text), MSG_NOSIGNAL);
}

static void *serve(void *unused)
{
    for (;;) {
        int client = accept(server.fd, NULL, NULL);
        if (client < 0)
            return unused;
        answer(client);
        close(client);
    }
}

static void start(void)
{
    struct sockaddr_in place = {.sin_family = AF_INET};
    socklen_t size = sizeof(place);

    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server.fd = socket(AF_INET, SOCK_STREAM, 0);
    ck_assert_int_eq(bind(server.fd, (struct sockaddr *)&place, size), 0);
    ck_assert_int_eq(listen(server.fd, 8), 0);
    ck_assert_int_eq(getsockname(server.fd, (struct sockaddr *)&place, &size),
                     0);
    ck_assert_int_eq(pthread_create(&server.thread, NULL, serve, NULL), 0);
    shard = (struct am_fleet_shard){.url_count = 1};
    snprintf(shard.urls[0], AM_FLEET_URL_SIZE, "http://127.0.0.1:%d",
             ntohs(place.sin_port));
    access_ = (struct am_fleet_access){
        .http = {.user = "ship",
                 .password = "opensesame",
                 .ca_file = "",
                 .cert_file = "",
                 .connect_ms = 2000,
                 .total_ms = 500},
        .database = "attachmeter",
    };
    server.manner = WHOLE;
    server.version = OK_HEAD VERSION;
    ck_assert_msg(am_engine_open(&engine, &access_, &shard, &err) == 0, "%s",
                  err.text);
    am_buf_init(&rows, MOST);
    ck_assert_int_eq(am_rowbinary_text(&rows, "a row", &err), 0);
}

static void stop(void)
{
    am_engine_close(&engine);
    am_buf_free(&rows);
    shutdown(server.fd, SHUT_RDWR);
    close(server.fd);
    pthread_join(server.thread, NULL);
}

static const struct {
    const char *name, *answer;
    enum manner manner;
    int code; /* AM_OK: the rows are there */
} answers[] = {
    {"200 and nothing", OK_HEAD EMPTY, WHOLE, AM_OK},
    {"200 and something", OK_HEAD "Content-Length: 3\r\n\r\nOk\n", WHOLE,
     AM_EIO},
    {"200 and an exception's number",
     OK_HEAD "X-ClickHouse-Exception-Code: 209\r\n" EMPTY, WHOLE, AM_EIO},
    {"the same in small letters",
     OK_HEAD "x-clickhouse-exception-code: 209\r\n" EMPTY, WHOLE, AM_EIO},
    {"an exception without a number",
     OK_HEAD "X-ClickHouse-Exception-Code: \r\n" EMPTY, WHOLE, AM_EIO},
    {"200, and the answer is cut", OK_HEAD "Content-Length: 9\r\n\r\n", WHOLE,
     AM_EIO},
    {"500", "HTTP/1.1 500 No\r\n" EMPTY, WHOLE, AM_EIO},
    {"too many parts",
     "HTTP/1.1 500 No\r\nContent-Length: 10\r\n\r\nCode: 252,", WHOLE,
     AM_EBUSY},
    {"no such table", "HTTP/1.1 404 No\r\nContent-Length: 9\r\n\r\nCode: 60,",
     WHOLE, AM_ENOTFOUND},
    {"no such column, by the header",
     "HTTP/1.1 500 No\r\nX-ClickHouse-Exception-Code: 16\r\n" EMPTY, WHOLE,
     AM_ENOTFOUND},
    {"wrong password", "HTTP/1.1 401 No\r\n" EMPTY, WHOLE, AM_EACCESS},
    {"wrong password, as new releases say it",
     "HTTP/1.1 403 No\r\nX-ClickHouse-Exception-Code: 516\r\n" EMPTY, WHOLE,
     AM_EACCESS},
    {"read-only", "HTTP/1.1 500 No\r\nContent-Length: 10\r\n\r\nCode: 164,",
     WHOLE, AM_EACCESS},
    {"elsewhere", "HTTP/1.1 302 No\r\nLocation: http://127.0.0.1:1/\r\n" EMPTY,
     WHOLE, AM_EIO},
    {"no HTTP", "nonsense\r\n\r\n", WHOLE, AM_EIO},
    {"nothing", "", WHOLE, AM_EIO},
    {"it hangs", "", HANG, AM_EIO},
    {"it resets the connection", "", RESET, AM_EIO},
};

START_TEST(rows_are_there_only_if_the_answer_says_so)
{
    server.answer = answers[_i].answer;
    server.manner = answers[_i].manner;
    int result = am_engine_insert(engine, "INSERT INTO t (a) FORMAT RowBinary",
                                  &rows, &err);

    ck_assert_int_eq(result == 0 ? AM_OK : err.code, answers[_i].code);
    ck_assert_ptr_null(result == 0 ? NULL : strstr(err.text, "opensesame"));
    if (result < 0) {
        ck_assert_int_eq(am_engine_may_pass(&err),
                         err.code == AM_EIO || err.code == AM_EBUSY);
    }
}

END_TEST

START_TEST(a_request_is_packed_and_logs_in)
{
    server.answer = OK_HEAD EMPTY;
    ck_assert_int_eq(
        am_engine_insert(engine, "-- x\nINSERT INTO t FORMAT R\n", &rows, &err),
        0);
    ck_assert_ptr_nonnull(strstr(server.request, "Content-Encoding: gzip"));
    ck_assert_ptr_nonnull(
        strstr(server.request, "query=INSERT%20INTO%20t%20FORMAT%20R "));
    ck_assert_ptr_nonnull(strstr(server.request, "database=attachmeter"));
    /* ship:opensesame */
    ck_assert_ptr_nonnull(
        strstr(server.request, "Authorization: Basic c2hpcDpvcGVuc2VzYW1l"));
    ck_assert_ptr_null(strstr(server.request, "opensesame"));
}

END_TEST

static const struct {
    const char *version;
    const char *wanted[2]; /* of an insertion, and of no question */
} settings[] = {
    {VERSION_IS("18.16.1\n"),
     {"insert_deduplicate=0", "allow_experimental_low_cardinality_type=1"}},
    {VERSION_IS("21.3.1\n"), {"insert_deduplicate=0", "async_insert=0"}},
    {VERSION_IS("26.1.9\n"), {"insert_deduplicate=0", "async_insert=0"}},
    {VERSION_IS("26.2.1\n"),
     {"insert_deduplicate=0&deduplicate_insert=disable", "async_insert=0"}},
    {VERSION_IS("27.1\n"),
     {"insert_deduplicate=0&deduplicate_insert=disable", "async_insert=0"}},
};

START_TEST(settings_are_what_the_release_knows_and_go_with_changes_alone)
{
    const char *text = NULL;

    server.version = settings[_i].version;
    server.answer = OK_HEAD EMPTY;
    ck_assert_int_eq(am_engine_insert(engine, "INSERT", &rows, &err), 0);
    for (int i = 0; i < 2; i++)
        ck_assert_ptr_nonnull(strstr(server.request, settings[_i].wanted[i]));
    ck_assert_int_eq(am_engine_run(engine, "ALTER", NULL, &err), 0);
    ck_assert_ptr_nonnull(strstr(server.request, settings[_i].wanted[0]));
    ck_assert_int_eq(am_engine_ask(engine, "SELECT", NULL, &text, &err), 0);
    for (int i = 0; i < 2; i++)
        ck_assert_ptr_null(strstr(server.request, settings[_i].wanted[i]));
}

END_TEST

static const struct {
    const char *version;
    bool is_limited, is_cancelled, is_made_read_only;
} limits[] = {
    {VERSION_IS("18.16.1\t0\t0\n"), true, false, false},
    {VERSION_IS("18.16.1\t2\t0\n"), true, false, false},
    {VERSION_IS("18.16.1\t1\t0\n"), false, false, false},
    {VERSION_IS("18.16.1\n"), false, false, false},
    {VERSION_IS("26.7.2\t0\t0\n"), true, true, true},
    {VERSION_IS("26.7.2\t2\t0\n"), true, true, false},
    {VERSION_IS("26.7.2\t1\t0\n"), false, false, false},
    {VERSION_IS("26.7.2\t0\t1\n"), false, false, false}, /* seconds: less */
    {VERSION_IS("26.7.2\t0\t100000\n"), true, true, true},
};

static bool was_asked(const char *what)
{
    return strstr(server.request, what) != NULL;
}

START_TEST(a_server_stops_when_we_do_where_we_may_say_so)
{
    const char *text = NULL;
    char limit[64];

    snprintf(limit, sizeof(limit), "&max_execution_time=%ld",
             (access_.http.total_ms + 999) / 1000);
    server.version = limits[_i].version;
    server.answer = OK_HEAD EMPTY;
    ck_assert_int_eq(am_engine_ask(engine, "SELECT", NULL, &text, &err), 0);
    ck_assert_int_eq(was_asked(limit), limits[_i].is_limited);
    ck_assert_int_eq(was_asked("queries_on_client_close=1"),
                     limits[_i].is_cancelled);
    ck_assert_int_eq(was_asked("&readonly=2"), limits[_i].is_made_read_only);
    ck_assert_int_eq(am_engine_run(engine, "ALTER", NULL, &err), 0);
    ck_assert_int_eq(was_asked(limit), limits[_i].is_limited);
    ck_assert(!was_asked("&readonly"));
}

END_TEST

START_TEST(an_answer_that_is_too_long_is_told)
{
    struct am_http_answer taken = {.status = 0};
    const struct am_http_request request = {.url = shard.urls[0], .body = "x"};
    struct am_http *http = NULL;

    server.answer = OK_HEAD "Content-Length: 9\r\n\r\n123456789";
    am_buf_init(&taken.body, 8);
    ck_assert_int_eq(am_http_open(&http, &access_.http, &err), 0);
    ck_assert_int_eq(am_http_post(http, &request, &taken, &err), -1);
    ck_assert_int_eq(err.code, AM_EFULL);
    ck_assert_str_eq(err.text, "its answer: more than 8 bytes");
    am_http_close(&http);
    am_buf_free(&taken.body);
}

END_TEST

START_TEST(the_next_replica_is_tried_next)
{
    snprintf(shard.urls[1], AM_FLEET_URL_SIZE, "%s", shard.urls[0]);
    snprintf(shard.urls[0], AM_FLEET_URL_SIZE, "http://127.0.0.1:1");
    shard.url_count = 2;
    server.answer = OK_HEAD EMPTY;
    ck_assert_int_eq(am_engine_run(engine, "X", NULL, &err), -1);
    ck_assert_int_eq(err.code, AM_EIO);
    ck_assert_int_eq(am_engine_run(engine, "X", NULL, &err), 0);
}

END_TEST

START_TEST(waits_grow_and_stay_within_their_bounds)
{
    int64_t most = AM_BACKOFF_FIRST_MS;

    for (unsigned failures = 1; failures < 40; failures++) {
        most = most < AM_BACKOFF_MOST_MS / 2 ? most * 2 : AM_BACKOFF_MOST_MS;
        int64_t least = INT64_MAX;
        int64_t longest = 0;
        for (uint64_t chance = 0; chance < 400000; chance += 7) {
            int64_t ms = am_backoff_ms(failures, chance);
            least = ms < least ? ms : least;
            longest = ms > longest ? ms : longest;
        }
        ck_assert_int_ge(least, most / 10);
        ck_assert_int_le(longest, AM_BACKOFF_MOST_MS);
        ck_assert_int_gt(longest, least);
    }
    ck_assert_int_le(am_backoff_ms(1, UINT64_MAX), AM_BACKOFF_FIRST_MS * 2L);
}

END_TEST

START_TEST(the_state_is_what_was_written)
{
    char dir[TEMP_PATH_SIZE];
    char path[TEMP_PATH_SIZE + 8];
    struct am_state *state = NULL;
    struct am_state *other = NULL;
    struct am_state_progress progress = {.acked = 7, .sending = 9, .why = "x"};
    const unsigned char relay[AM_FLEET_ID_SIZE] = "relay";
    const unsigned char stranger[AM_FLEET_ID_SIZE] = "other";
    struct am_names all = {
        .count = 2,
        .list = {{5, 19000, "relay", "first"}, {8, 20000, "relay", "second"}}};
    struct am_names back;
    const struct am_state_day days[] = {{20000, 5, 8}, {20001, UINT64_MAX, 9}};
    struct am_state_day day;
    bool known = true;

    tempdir_make(dir);
    snprintf(path, sizeof(path), "%s/ship", dir);
    ck_assert_int_eq(am_state_open_readonly(&state, path, &err), -1);
    ck_assert_int_eq(err.code, AM_ENOTFOUND);
    ck_assert_int_eq(am_state_open(&state, path, &err), 0);
    ck_assert_int_eq(am_state_open(&other, path, &err), -1);
    ck_assert_int_eq(err.code, AM_EBUSY);
    ck_assert_int_eq(am_state_read(state, &progress, &known, &err), 0);
    ck_assert(!known);
    progress.acked = 7;
    progress.sending = 9;
    ck_assert_int_eq(am_state_begin(state, &progress, &all, &err), 0);
    ck_assert_int_eq(am_state_days_sent(state, days, 2, &err), 0);
    am_state_close(&state);
    ck_assert_int_eq(am_state_open(&state, path, &err), 0);
    ck_assert_int_eq(am_state_read(state, &progress, &known, &err), 0);
    ck_assert(known && progress.acked == 7 && progress.sending == 9);
    ck_assert_int_eq(am_state_names(state, &back, &err), 0);
    ck_assert_uint_eq(back.count, 2);
    ck_assert_ptr_eq(am_name_of(&back, relay, 4), relay);
    ck_assert_ptr_eq(am_name_of(&back, relay, 7), back.list[0].relay);
    ck_assert_ptr_eq(am_name_of(&back, relay, 8), back.list[1].relay);
    ck_assert_ptr_eq(am_name_of(&back, stranger, 8), stranger);
    ck_assert_ptr_eq(am_name_on(&back, relay, 19999), back.list[0].relay);
    ck_assert_ptr_eq(am_name_on(&back, relay, 20000), back.list[1].relay);
    ck_assert_ptr_eq(am_name_on(&back, stranger, 20000), stranger);
    ck_assert_int_eq(am_state_day(state, 20001, &day, &err), 0);
    ck_assert_uint_eq(day.digest, UINT64_MAX);
    ck_assert_int_eq(day.version, 9);
    ck_assert_int_eq(am_state_begin(state, &progress, &all, &err), 0);
    ck_assert_int_eq(am_state_day(state, 20001, &day, &err), 0);
    ck_assert_uint_eq(day.digest, 0);
    am_state_close(&state);
    tempdir_remove(dir);
}

END_TEST

/* A state as version 1 had it, with one day. */
static void make_state_1(const char *path)
{
    sqlite3 *db = NULL;

    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, am_sql_ship_schema, NULL, NULL, NULL),
                     SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_exec(db,
                     "ALTER TABLE day DROP COLUMN version;"
                     "PRAGMA user_version = 1;"
                     "INSERT INTO day (day, digest) VALUES (20000, 5)",
                     NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
}

START_TEST(a_state_of_version_1_is_read_and_brought_up_to_date)
{
    const struct am_state_day sent = {20001, 6, 9};
    char dir[TEMP_PATH_SIZE];
    char path[TEMP_PATH_SIZE + 8];
    struct am_state *state = NULL;
    struct am_state_day day;

    tempdir_make(dir);
    snprintf(path, sizeof(path), "%s/ship", dir);
    make_state_1(path);
    for (int i = 0; i < 3; i++) {
        bool is_writer = i == 1;
        ck_assert_int_eq(is_writer ? am_state_open(&state, path, &err)
                                   : am_state_open_readonly(&state, path, &err),
                         0);
        ck_assert_int_eq(am_state_day(state, 20000, &day, &err), 0);
        ck_assert(day.digest == 5 && day.version == 0);
        if (is_writer)
            ck_assert_int_eq(am_state_days_sent(state, &sent, 1, &err), 0);
        ck_assert_int_eq(am_state_day(state, 20001, &day, &err), 0);
        ck_assert_int_eq(day.version, i == 0 ? 0 : 9);
        am_state_close(&state);
    }
    tempdir_remove(dir);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("engine");
    TCase *tcase = tcase_create("engine");
    TCase *alone = tcase_create("alone");

    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, rows_are_there_only_if_the_answer_says_so, 0,
                        ROWS(answers));
    tcase_add_test(tcase, a_request_is_packed_and_logs_in);
    tcase_add_loop_test(
        tcase, settings_are_what_the_release_knows_and_go_with_changes_alone, 0,
        ROWS(settings));
    tcase_add_loop_test(tcase, a_server_stops_when_we_do_where_we_may_say_so, 0,
                        ROWS(limits));
    tcase_add_test(tcase, an_answer_that_is_too_long_is_told);
    tcase_add_test(tcase, the_next_replica_is_tried_next);
    tcase_add_test(alone, waits_grow_and_stay_within_their_bounds);
    tcase_add_test(alone, the_state_is_what_was_written);
    tcase_add_test(alone, a_state_of_version_1_is_read_and_brought_up_to_date);
    suite_add_tcase(suite, tcase);
    suite_add_tcase(suite, alone);
    return run_suite(suite);
}
