/*
 * test_ingest - records into rows: what counts once, what adds up, and what a
 * crash, a lock or a full disk leaves.
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include <sqlite3.h>

#include "base/units.h"
#include "post.h"
#include "spool/spool.h"
#include "store/ingest.h"
#include "store/query.h"
#include "store/sums.h"
#include "suite.h"
#include "tempdir.h"

#define DAY_S   86400
#define DAY     20000
#define MORNING ((int64_t)DAY * DAY_S + 36000)
#define HOUR_S  3600

static char root[TEMP_PATH_SIZE];
static char path[TEMP_PATH_SIZE];
static char dir[TEMP_PATH_SIZE];
static struct am_err err;
static struct am_store *store;
static struct am_spool *spool;
static struct am_ingest *ingest;

static void open_all(void)
{
    const struct am_ingest_options options = {.detail_days = 30,
                                              .delivery_limit = 3};
    const struct am_spool_options small = {.segment_bytes = 20000};

    ck_assert_msg(am_store_open(&store, path, &err) == 0, "%s", err.text);
    /* No test here cuts the power. */
    sqlite3_exec(am_store_handle(store), "PRAGMA synchronous = OFF", NULL, NULL,
                 NULL);
    ck_assert_msg(am_spool_open(&spool, dir, &small, &err) == 0, "%s",
                  err.text);
    ck_assert_msg(am_ingest_create(&ingest, store, &options, &err) == 0, "%s",
                  err.text);
    ck_assert_msg(am_ingest_recover(ingest, spool, MORNING, &err) == 0, "%s",
                  err.text);
}

static void close_all(void)
{
    am_ingest_destroy(&ingest);
    am_spool_close(&spool);
    am_store_close(&store);
}

static void set_up(void)
{
    tempdir_make(root);
    snprintf(path, sizeof(path), "%.400s/a.db", root);
    snprintf(dir, sizeof(dir), "%.400s/spool", root);
    open_all();
}

static void tear_down(void)
{
    close_all();
    tempdir_remove(root);
}

static void append(const struct post *post)
{
    struct post_box box;
    struct am_buf bytes;

    am_buf_init(&bytes, 1U << 24);
    ck_assert_int_eq(am_record_encode(post_make(post, &box), &bytes, &err), 0);
    ck_assert_msg(am_spool_append(spool, bytes.data, bytes.size, &err) == 0,
                  "%s", err.text);
    am_buf_free(&bytes);
}

static unsigned drain(void)
{
    unsigned all = 0;
    unsigned taken = 0;

    do {
        ck_assert_msg(
            am_ingest_batch(ingest, spool, 100, MORNING, &taken, &err) == 0,
            "%s", err.text);
        all += taken;
    } while (taken > 0);
    return all;
}

static int keep_sums(void *context, const char *value,
                     const struct am_sums *sums, struct am_err *why)
{
    struct am_sums *all = context;

    (void)value;
    (void)why;
    *all = *sums;
    return 0;
}

static struct am_sums sums_of(int64_t from_day, int64_t until_day)
{
    const struct am_query query = {.from_day = from_day,
                                   .until_day = until_day};
    struct am_sums sums = {0};

    ck_assert_msg(am_query_sums(store, &query, keep_sums, &sums, &err) == 0,
                  "%s", err.text);
    return sums;
}

static struct am_message_sums messages_of(int64_t from_day, int64_t until_day)
{
    const struct am_query query = {.from_day = from_day,
                                   .until_day = until_day};
    struct am_message_sums sums;

    ck_assert_msg(am_query_messages(store, &query, &sums, &err) == 0, "%s",
                  err.text);
    return sums;
}

static int64_t number(const char *sql)
{
    sqlite3_stmt *statement = NULL;

    ck_assert_msg(sqlite3_prepare_v2(am_store_handle(store), sql, -1,
                                     &statement, NULL) == SQLITE_OK,
                  "%s: %s", sql, sqlite3_errmsg(am_store_handle(store)));
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

/* Check "name=value name=value": a member of the sums, "messages",
 * "deliveries", or any other name a table's row count. */
static void check(const char *name, const char *expected)
{
    struct am_sums sums = sums_of(0, 100000);
    struct am_message_sums messages = messages_of(0, 100000);
    char words[1024];
    char *rest = NULL;

    snprintf(words, sizeof(words), "%s", expected);
    for (char *w = strtok_r(words, " ", &rest); w != NULL;
         w = strtok_r(NULL, " ", &rest)) {
        char *value = strchr(w, '=');
        char sql[128];
        int64_t found = -1;
        *value++ = '\0';
        for (size_t i = 0; i < AM_SUMS_ALL; i++)
            if (strcmp(am_sums_members[i].parameter + 1, w) == 0)
                found = *am_sums_at(&sums, i);
        if (strcmp(w, "messages") == 0)
            found = messages.messages;
        else if (strcmp(w, "with_attachments") == 0)
            found = messages.with_attachments;
        else if (strcmp(w, "deliveries") == 0)
            found = messages.deliveries;
        else if (found < 0) {
            snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", w);
            found = number(sql);
        }
        ck_assert_msg(found == strtoll(value, NULL, 10),
                      "%s: %s is %lld not %s", name, w, (long long)found,
                      value);
    }
}

static const struct {
    const char *name;
    struct post posts[4];
    const char *expected;
} stories[] = {
    {"one message to two of ours and one abroad",
     {POST_AND(MORNING, 1, "1 2 x3", "A", .sender = 1)},
     "messages=1 with_attachments=1 deliveries=3 sightings=1 sightings_own=1 "
     "copies_local=2 copies_external=1 copies_sent=0 size_bytes=1000 "
     "size_own_bytes=1000 size_linked_bytes=1000 size_local_bytes=2000 "
     "size_external_bytes=1000 size_hops_bytes=2000 new_all_bytes=1000 "
     "new_own_bytes=1000 stored_local_bytes=2678 message=1 sighting=1 "
     "content=1"},
    {"no attachment leaves no detail",
     {POST_AND(MORNING, 1, "1 2", "", .sender = 1)},
     "messages=1 with_attachments=0 deliveries=2 sightings=0 message=0 "
     "sighting=0 day_message=1 day_sighting=0"},
    {"the Sent folder is a copy",
     {POST_AND(MORNING, 1, "x1 x2", "A", .sent = true)},
     "copies_sent=1 copies_local=0 sightings_own=1 size_own_bytes=1000 "
     "size_linked_bytes=0 size_sent_bytes=1000 new_own_bytes=1000"},
    {"abroad only is nothing of ours",
     {POST(MORNING, 1, "x1 y2", "A")},
     "sightings=1 sightings_own=0 size_own_bytes=0 new_all_bytes=1000 "
     "new_own_bytes=0 size_hops_bytes=2000"},
    {"the same message again is nothing",
     {POST(MORNING, 1, "1 2", "A"), POST(MORNING + 7200, 1, "2 1", "A")},
     "messages=1 deliveries=2 sightings=1 copies_local=2 message=1"},
    {"after the window it is a new one",
     {POST(MORNING, 1, "1 2", "A"), POST(MORNING + 7201, 1, "2 1", "A")},
     "messages=2 deliveries=4 sightings=2 copies_local=4 new_own_bytes=1000"},
    {"the window is counted from the first sight",
     {POST(MORNING, 1, "1", "A"), POST(MORNING + 4000, 1, "2", "A"),
      POST(MORNING + 8000, 1, "2", "A")},
     "messages=2 copies_local=3 sightings=2"},
    {"other recipients are a continuation",
     {POST_AND(MORNING, 1, "1 2", "A", .sent = true),
      POST_AND(MORNING + 60, 1, "2 3 x4", "A", .sent = true)},
     "messages=1 with_attachments=1 deliveries=4 sightings=1 sightings_own=1 "
     "copies_local=3 copies_external=1 copies_sent=1 size_bytes=1000 "
     "size_own_bytes=1000 size_linked_bytes=1000 size_local_bytes=3000 "
     "message=2 sighting=2 new_own_bytes=1000"},
    {"a continuation may be the first of ours",
     {POST(MORNING, 1, "x1", "A"), POST(MORNING + 60, 1, "2", "A")},
     "messages=1 sightings=1 sightings_own=1 size_bytes=1000 "
     "size_own_bytes=1000 size_linked_bytes=1000 new_all_bytes=1000 "
     "new_own_bytes=1000 copies_local=1"},
    {"a continuation may be the first with a local recipient",
     {POST_AND(MORNING, 1, "x1", "A", .sent = true),
      POST_AND(MORNING + 60, 1, "2", "A", .sent = true),
      POST_AND(MORNING + 90, 1, "3", "A", .sent = true)},
     "sightings_own=1 size_own_bytes=1000 size_linked_bytes=1000 "
     "copies_sent=1 copies_local=2 new_own_bytes=1000"},
    {"without a Message-ID nothing merges",
     {POST(MORNING, 0, "1", "A"), POST(MORNING, 0, "1", "A")},
     "messages=2 sightings=2 copies_local=2 new_own_bytes=1000"},
    {"twice in a message: the second is across",
     {POST(MORNING, 1, "1 2", "AA")},
     "sightings=2 size_own_bytes=2000 new_own_bytes=1000 new_all_contents=1"},
    {"new abroad first, then ours",
     {POST(MORNING, 1, "x1", "A"), POST(MORNING, 2, "1", "A")},
     "new_all_bytes=1000 new_own_bytes=1000 new_all_contents=1 "
     "new_own_contents=1 content=1"},
    {"unseen for as long as the detail is kept",
     {POST(MORNING, 1, "1", "A"), POST(MORNING + 30 * DAY_S, 2, "1", "A")},
     "new_all_contents=1 new_own_contents=1"},
    {"unseen for longer: new again",
     {POST(MORNING, 1, "1", "A"), POST(MORNING + 31 * DAY_S, 2, "1", "A")},
     "new_all_contents=2 new_own_contents=2 new_own_bytes=2000 content=1"},
    {"seen abroad meanwhile: new again of ours only",
     {POST(MORNING, 1, "1", "A"), POST(MORNING + 20 * DAY_S, 2, "x1", "A"),
      POST(MORNING + 40 * DAY_S, 3, "1", "A")},
     "new_all_contents=1 new_own_contents=2"},
    {"a day that comes late is not new",
     {POST(MORNING + DAY_S, 1, "1", "A"),
      POST(MORNING - 60 * DAY_S, 2, "1", "A")},
     "new_all_contents=1 new_own_contents=1"},
    {"without a digest each copy is unique",
     {POST_AND(MORNING, 1, "1 2 x3", "#", .sent = true)},
     "sightings=1 size_bytes=500 undigested_all_bytes=2000 "
     "undigested_own_bytes=1500 undigested_once_bytes=500 "
     "undigested_once_own_bytes=500 new_all_bytes=0 content=0 sighting=1"},
    {"lists are expanded, hops are by limit and domain",
     {POST(MORNING, 1, "1 l2*20 x3 x4 x5 x6 y7", "A")},
     "copies_local=21 copies_lmtp=7 copies_external=5 size_hops_bytes=10000 "
     "size_lmtp_bytes=7000 deliveries=26"},
    {"a store of single instances: one file a layout",
     {POST(MORNING, 1, "1 2", "!A"), POST(MORNING, 2, "x3", "!"),
      POST(MORNING, 3, "1", "!")},
     "new_sis_contents=1 new_sis_bytes=300000 sis_file=1"},
    {"abroad it is not in our store",
     {POST(MORNING, 1, "x1", "!")},
     "new_sis_contents=0 sis_file=0"},
    {"the family is that of the first sight, the class each one's own",
     {POST(MORNING, 1, "1", "A"), POST(MORNING, 2, "1", "a")},
     "day_sighting=2 content=1 new_own_contents=1"},
};

START_TEST(each_story_counts_as_told)
{
    unsigned count = 0;

    for (size_t i = 0; i < 4 && stories[_i].posts[i].recipients != NULL; i++) {
        append(&stories[_i].posts[i]);
        count++;
    }
    ck_assert_uint_eq(drain(), count);
    check(stories[_i].name, stories[_i].expected);
}

END_TEST

/* The same, with the recorder started anew before each record. */
START_TEST(a_restart_recognises_what_was_seen)
{
    for (size_t i = 0; i < 4 && stories[_i].posts[i].recipients != NULL; i++) {
        append(&stories[_i].posts[i]);
        drain();
        close_all();
        open_all();
    }
    check(stories[_i].name, stories[_i].expected);
}

END_TEST

/* The same, without a spool. */
START_TEST(records_of_a_scan_count_alike)
{
    struct post_box box;

    ck_assert_int_eq(am_ingest_begin(ingest, &err), 0);
    for (size_t i = 0; i < 4 && stories[_i].posts[i].recipients != NULL; i++)
        ck_assert_msg(am_ingest_take(ingest,
                                     post_make(&stories[_i].posts[i], &box),
                                     &err) == 0,
                      "%s", err.text);
    ck_assert_int_eq(am_ingest_commit(ingest, &err), 0);
    check(stories[_i].name, stories[_i].expected);
}

END_TEST

/*
 * Random mail, and the definitions counted out without any of the code under
 * test: over whole messages, each with all recipients it ever had.
 */
#define RANDOM_MESSAGES 400

struct whole {
    int64_t first_s;
    bool seen[40];           /* recipients 1 to 19 ours, 20 to 39 abroad */
    int64_t own, all, local; /* copies */
    char attachments[8];
    bool sent;
};

struct truth {
    int64_t delivered, unique, encoding, within, across;
};

static uint32_t random_state;

static uint32_t any(uint32_t below)
{
    random_state = random_state * 1664525U + 1013904223U;
    return (uint32_t)(((uint64_t)random_state * below) >> 32);
}

static struct whole wholes[RANDOM_MESSAGES];
static struct truth truths[2]; /* own, all */
static int64_t last_seen[2][256];

/* A content is seen in a scope on a day: is it new? */
static int64_t sight(int scope, char letter, int64_t day)
{
    int64_t *last = &last_seen[scope][toupper((unsigned char)letter)];
    bool new = *last == 0 || day - *last > 30;

    if (*last < day)
        *last = day;
    return new;
}

static void count_portion(struct whole *whole, int64_t day, int64_t own,
                          int64_t all)
{
    const int64_t copies[2] = {own, all};
    const int64_t before[2] = {whole->own, whole->all};

    for (int scope = 0; scope < 2; scope++)
        for (const char *a = whole->attachments; *a != '\0'; a++) {
            struct truth *truth = &truths[scope];
            struct am_sighting s;
            post_sighting(&s, *a);
            int64_t d = (int64_t)s.size_bytes;
            int64_t e = (int64_t)s.stored_bytes;
            if (copies[scope] == 0)
                continue;
            truth->delivered += e * copies[scope];
            if (*a == '#') {
                truth->unique += d * copies[scope];
                continue;
            }
            truth->encoding += (e - d) * copies[scope];
            truth->within += d * copies[scope];
            if (before[scope] == 0) {
                truth->within -= d;
                truth->across += d;
            }
            if (sight(scope, *a, day)) {
                truth->across -= d;
                truth->unique += d;
            }
        }
    whole->own += own;
    whole->all += all;
}

static void random_record(int64_t time_s)
{
    int which = (int)any(RANDOM_MESSAGES);
    struct whole *whole = &wholes[which];
    char recipients[256] = "";
    size_t size = 0;
    int64_t own = 0;
    int64_t all = 0;
    bool first = whole->attachments[0] == '\0';

    if (!first && time_s - whole->first_s > AM_INGEST_WINDOW_S)
        return; /* its number is used up */
    if (first) {
        whole->first_s = time_s;
        whole->sent = any(3) == 0;
        for (size_t i = 0; i <= any(3); i++)
            whole->attachments[i] = "ABCDEFGabc#!"[any(12)];
        own = all = whole->sent;
    }
    for (uint32_t n = 1 + any(6); n > 0; n--) {
        uint32_t r = any(40);
        size += (size_t)snprintf(recipients + size, sizeof(recipients) - size,
                                 r < 20 ? "%u " : "x%u ", r);
        if (whole->seen[r])
            continue;
        whole->seen[r] = true;
        all++;
        own += r < 20;
    }
    /* A recipient named twice in one record is the envelope's to drop. */
    char *rest = NULL;
    char distinct[256] = "";
    bool named[40] = {false};
    for (char *w = strtok_r(recipients, " ", &rest); w != NULL;
         w = strtok_r(NULL, " ", &rest)) {
        size_t r = strtoul(w + (w[0] == 'x'), NULL, 10);
        if (!named[r])
            snprintf(distinct + strlen(distinct),
                     sizeof(distinct) - strlen(distinct), "%s ", w);
        named[r] = true;
    }
    const struct post post = {.time_s = time_s,
                              .message = which + 1,
                              .recipients = distinct,
                              .attachments = whole->attachments,
                              .sent = whole->sent,
                              .direction = (int)any(4),
                              .domain = any(2) == 0 ? "a.example" : ""};
    append(&post);
    count_portion(whole, am_day_of(time_s), own, all);
}

static struct truth split_own(const struct am_sums *s)
{
    struct truth t = {
        .delivered = s->stored_local_bytes + s->stored_sent_bytes,
        .unique = s->new_own_bytes + s->undigested_own_bytes,
        .across =
            s->size_own_bytes - s->undigested_once_own_bytes - s->new_own_bytes,
    };
    int64_t copies = s->size_local_bytes + s->size_sent_bytes;

    t.encoding = t.delivered - copies;
    t.within = copies - s->undigested_own_bytes -
               (s->size_own_bytes - s->undigested_once_own_bytes);
    return t;
}

static struct truth split_all(const struct am_sums *s)
{
    struct truth t = {
        .delivered = s->stored_local_bytes + s->stored_sent_bytes +
                     s->stored_external_bytes,
        .unique = s->new_all_bytes + s->undigested_all_bytes,
        .across = s->size_bytes - s->undigested_once_bytes - s->new_all_bytes,
    };
    int64_t copies =
        s->size_local_bytes + s->size_sent_bytes + s->size_external_bytes;

    t.encoding = t.delivered - copies;
    t.within = copies - s->undigested_all_bytes -
               (s->size_bytes - s->undigested_once_bytes);
    return t;
}

static void check_truth(const char *scope, const struct truth *found,
                        const struct truth *truth)
{
    ck_assert_msg(memcmp(found, truth, sizeof(*found)) == 0,
                  "%s: delivered %lld/%lld unique %lld/%lld encoding %lld/%lld "
                  "within %lld/%lld across %lld/%lld",
                  scope, (long long)found->delivered,
                  (long long)truth->delivered, (long long)found->unique,
                  (long long)truth->unique, (long long)found->encoding,
                  (long long)truth->encoding, (long long)found->within,
                  (long long)truth->within, (long long)found->across,
                  (long long)truth->across);
    ck_assert_int_eq(found->delivered, found->unique + found->encoding +
                                           found->within + found->across);
}

START_TEST(random_mail_adds_up_to_the_byte)
{
    int64_t time_s = MORNING;

    random_state = (uint32_t)_i + 1;
    memset(wholes, 0, sizeof(wholes));
    memset(truths, 0, sizeof(truths));
    memset(last_seen, 0, sizeof(last_seen));
    for (int i = 0; i < 1500; i++) {
        time_s += any(60) == 0 ? any(20 * DAY_S) : any(1200);
        random_record(time_s);
    }
    drain();

    int64_t until = am_day_of(time_s) + 1;
    struct am_sums whole = sums_of(0, until);
    const struct truth own = split_own(&whole);
    const struct truth all = split_all(&whole);
    check_truth("own", &own, &truths[0]);
    check_truth("all", &all, &truths[1]);

    /* Any cut into days adds up to the whole. */
    struct am_sums added = {0};
    for (int64_t day = DAY - 1; day < until;) {
        int64_t next = day + 1 + any(40);
        if (next > until)
            next = until;
        struct am_sums part = sums_of(day, next);
        for (size_t i = 0; i < AM_SUMS_ALL; i++)
            *am_sums_at(&added, i) += *am_sums_at(&part, i);
        day = next;
    }
    ck_assert_mem_eq(&added, &whole, sizeof(whole));

    /* The detail tells the same as the days. */
    ck_assert_int_eq(number("SELECT sum(stored_bytes * (local + sent)) FROM "
                            "sighting s JOIN message m ON m.id = s.message"),
                     own.delivered);
    ck_assert_int_eq(number("SELECT count(*) - max(sequence) FROM sighting"),
                     0);
    ck_assert_int_eq(number("SELECT count(*) FROM pragma_foreign_key_check"),
                     0);
}

END_TEST

static char *dump(void)
{
    static char text[60000];
    static const char *const tables[] = {
        "day_message", "day_sighting", "gap",     "content",
        "sighting",    "message",      "day_flaw"};
    size_t size = 0;

    for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
        sqlite3_stmt *statement = NULL;
        char sql[128];
        snprintf(sql, sizeof(sql), "SELECT * FROM %s", tables[t]);
        ck_assert_int_eq(sqlite3_prepare_v2(am_store_handle(store), sql, -1,
                                            &statement, NULL),
                         SQLITE_OK);
        uint64_t rows = 0;
        uint64_t hash = 14695981039346656037U;
        while (sqlite3_step(statement) == SQLITE_ROW) {
            rows++;
            for (int i = 0; i < sqlite3_column_count(statement); i++) {
                const unsigned char *c = sqlite3_column_text(statement, i);
                for (; c != NULL && *c != '\0'; c++)
                    hash = (hash ^ *c) * 1099511628211U;
            }
        }
        sqlite3_finalize(statement);
        size += (size_t)snprintf(
            text + size, sizeof(text) - size, "%s %llu %llx\n", tables[t],
            (unsigned long long)rows, (unsigned long long)hash);
    }
    return text;
}

static void append_random(unsigned count)
{
    int64_t time_s = MORNING;

    random_state = 77;
    memset(wholes, 0, sizeof(wholes));
    for (unsigned i = 0; i < count; i++) {
        time_s += any(40);
        random_record(time_s);
    }
}

/* Takes a few records at a time until it is killed; says when it begins. */
static void ingest_until_killed(int ready)
{
    unsigned taken = 0;

    open_all();
    if (write(ready, "r", 1) != 1)
        _exit(1);
    while (am_ingest_batch(ingest, spool, 1 + any(9), MORNING, &taken, &err) ==
           0) {
    }
    _exit(1);
}

START_TEST(kill_9_takes_each_record_once)
{
    char clean[4096];

    append_random(900);
    drain();
    snprintf(clean, sizeof(clean), "%s", dump());
    tear_down();

    set_up();
    append_random(900);
    for (uint32_t i = 0; i < 50; i++) {
        int pipes[2];
        char ready = 0;
        close_all();
        ck_assert_int_eq(pipe(pipes), 0);
        pid_t child = fork();
        random_state = i;
        if (child == 0)
            ingest_until_killed(pipes[1]);
        close(pipes[1]);
        ck_assert_int_eq(read(pipes[0], &ready, 1), 1);
        close(pipes[0]);
        const struct timespec wait = {0, (long)any(8000) * 1000};
        nanosleep(&wait, NULL);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        open_all();
    }
    ck_assert_int_gt(number("SELECT count(*) FROM message"), 0);
    drain();
    ck_assert_str_eq(dump(), clean);
}

END_TEST

static int refuse(void *context)
{
    (void)context;
    return 1;
}

START_TEST(a_failed_commit_changes_nothing)
{
    char clean[4096];
    unsigned taken = 99;

    append_random(300);
    drain();
    snprintf(clean, sizeof(clean), "%s", dump());
    tear_down();

    set_up();
    append_random(300);
    for (int i = 0; i < 20; i++) {
        sqlite3_commit_hook(am_store_handle(store), refuse, NULL);
        ck_assert_int_eq(
            am_ingest_batch(ingest, spool, 7, MORNING, &taken, &err), -1);
        sqlite3_commit_hook(am_store_handle(store), NULL, NULL);
        ck_assert_int_eq(
            am_ingest_batch(ingest, spool, 7, MORNING, &taken, &err), 0);
    }
    drain();
    ck_assert_str_eq(dump(), clean);
}

END_TEST

START_TEST(a_lock_is_waited_out)
{
    const struct post post = POST(MORNING, 1, "1 2", "A");
    sqlite3 *other = NULL;
    unsigned taken = 99;

    append(&post);
    sqlite3_busy_timeout(am_store_handle(store), 20);
    ck_assert_int_eq(sqlite3_open(path, &other), SQLITE_OK);
    sqlite3_exec(other, "BEGIN EXCLUSIVE", NULL, NULL, NULL);
    ck_assert_int_eq(am_ingest_batch(ingest, spool, 9, MORNING, &taken, &err),
                     -1);
    ck_assert_int_eq(err.code, AM_EBUSY);
    sqlite3_exec(other, "COMMIT", NULL, NULL, NULL);
    sqlite3_close(other);
    ck_assert_uint_eq(drain(), 1);
    check("after the lock", "messages=1 copies_local=2");
}

END_TEST

START_TEST(a_full_disk_is_waited_out)
{
    struct rlimit old;
    unsigned taken = 99;

    append_random(300);
    getrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, SIG_IGN);
    const struct rlimit small = {40000, old.rlim_max};
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    int result = 0;
    for (int i = 0; i < 20 && result == 0; i++)
        result = am_ingest_batch(ingest, spool, 200, MORNING, &taken, &err);
    ck_assert_int_eq(result, -1);
    ck_assert_msg(err.code == AM_EIO, "%d %s", (int)err.code, err.text);
    setrlimit(RLIMIT_FSIZE, &old);
    char limit[64];
    sqlite3 *db = am_store_handle(store);
    snprintf(limit, sizeof(limit), "PRAGMA max_page_count = %lld",
             (long long)number("PRAGMA page_count") + 1);
    sqlite3_exec(db, limit, NULL, NULL, NULL);
    result = 0;
    for (int i = 0; i < 20 && result == 0; i++)
        result = am_ingest_batch(ingest, spool, 200, MORNING, &taken, &err);
    ck_assert_int_eq(result, -1);
    ck_assert_msg(err.code == AM_EFULL, "%d %s", (int)err.code, err.text);
    sqlite3_exec(db, "PRAGMA max_page_count = 1000000", NULL, NULL, NULL);
    drain();
    ck_assert_int_eq(number("SELECT count(*) FROM pragma_integrity_check "
                            "WHERE integrity_check <> 'ok'"),
                     0);
    char full[4096];
    snprintf(full, sizeof(full), "%s", dump());
    tear_down();
    set_up();
    append_random(300);
    drain();
    ck_assert_str_eq(dump(), full);
}

END_TEST

START_TEST(gaps_are_taken_once)
{
    am_spool_gap(spool, AM_GAP_DISK, 3);
    am_spool_gap(spool, AM_GAP_FULL, 2);
    drain();
    am_spool_gap(spool, AM_GAP_DISK, 1);
    drain();
    close_all();
    open_all();
    drain();
    struct am_message_sums sums = messages_of(0, 100000);
    ck_assert_int_eq(sums.gaps[AM_GAP_DISK], 4);
    ck_assert_int_eq(sums.gaps[AM_GAP_FULL], 2);
    ck_assert_int_eq(sums.gaps[AM_GAP_CRASH], 0);
    ck_assert_int_eq(messages_of(DAY, DAY + 1).gaps[AM_GAP_DISK], 4);

    /* Another spool at the same place is another spool. */
    close_all();
    tempdir_empty(dir);
    open_all();
    am_spool_gap(spool, AM_GAP_DISK, 1);
    const struct post post = POST(MORNING, 1, "1 2", "A");
    append(&post);
    ck_assert_uint_eq(drain(), 1);
    ck_assert_int_eq(messages_of(0, 100000).gaps[AM_GAP_DISK], 5);
}

END_TEST

START_TEST(a_record_without_sense_is_a_gap)
{
    const struct post post = POST(MORNING, 1, "1 2", "A");

    ck_assert_int_eq(am_spool_append(spool, "\1nonsense", 9, &err), 0);
    append(&post);
    ck_assert_uint_eq(drain(), 2);
    check("after it", "messages=1 copies_local=2");
    ck_assert_int_eq(messages_of(0, 100000).gaps[AM_GAP_TORN], 1);
}

END_TEST

START_TEST(idle_writes_a_heartbeat_and_no_more)
{
    unsigned taken = 0;

    drain();
    int changes = sqlite3_total_changes(am_store_handle(store));
    for (int64_t s = 1; s < AM_INGEST_BEAT_S; s++)
        ck_assert_int_eq(
            am_ingest_batch(ingest, spool, 9, MORNING + s, &taken, &err), 0);
    ck_assert_int_eq(sqlite3_total_changes(am_store_handle(store)), changes);
    ck_assert_int_eq(am_ingest_batch(ingest, spool, 9,
                                     MORNING + AM_INGEST_BEAT_S, &taken, &err),
                     0);
    ck_assert_int_gt(sqlite3_total_changes(am_store_handle(store)), changes);
}

END_TEST

START_TEST(downtime_is_between_runs)
{
    unsigned taken = 0;
    const int64_t starts[] = {0, 3 * HOUR_S, 20 * HOUR_S};

    for (int i = 0; i < 3; i++) {
        for (int64_t s = 0; s <= HOUR_S; s += 600)
            ck_assert_int_eq(am_ingest_batch(ingest, spool, 9,
                                             MORNING + starts[i] + s, &taken,
                                             &err),
                             0);
        ck_assert_int_eq(
            am_ingest_stop(ingest, MORNING + starts[i] + HOUR_S, &err), 0);
        close_all();
        open_all();
    }
    ck_assert_int_eq(messages_of(0, 100000).downtime_s,
                     2 * HOUR_S + 16 * HOUR_S);
    /* The morning is at ten: midnight cuts the second pause. */
    ck_assert_int_eq(messages_of(DAY, DAY + 1).downtime_s,
                     2 * HOUR_S + 10 * HOUR_S);
    ck_assert_int_eq(messages_of(DAY + 1, DAY + 2).downtime_s, 6 * HOUR_S);
    ck_assert_int_eq(messages_of(DAY + 2, DAY + 3).downtime_s, 0);
    ck_assert_int_eq(number("SELECT sum(clean) FROM run"), 3);
}

END_TEST

START_TEST(senders_are_counted_up_to_five)
{
    struct post post = POST_AND(MORNING, 0, "1", "A", .domain = "a.example");

    for (int i = 0; i < 12; i++) {
        post.sender = 1 + i % 3;
        append(&post);
    }
    drain();
    ck_assert_int_eq(number("SELECT senders FROM content"), 3);
    ck_assert_int_eq(number("SELECT count(*) FROM small_group WHERE senders = "
                            "3"),
                     4);
    post.sender = 0;
    append(&post);
    for (int i = 0; i < 9; i++) {
        post.sender = 10 + i;
        append(&post);
    }
    drain();
    ck_assert_int_eq(number("SELECT senders FROM content"), 5);
    ck_assert_int_eq(number("SELECT min(senders) FROM small_group"), 5);
    post.time_s += DAY_S;
    append(&post);
    drain();
    ck_assert_int_eq(number("SELECT min(senders) FROM small_group"), 1);
    ck_assert_int_eq(number("SELECT senders FROM content"), 5);
}

END_TEST

START_TEST(settings_are_kept_with_their_day)
{
    const struct am_ingest_options options = {.detail_days = 30,
                                              .delivery_limit = 100};
    struct post post = POST(MORNING, 0, "1", "A");

    append(&post);
    drain();
    close_all();
    open_all();
    append(&post);
    drain();
    ck_assert_int_eq(number("SELECT count(*) FROM setting_day"), 2);
    am_ingest_destroy(&ingest);
    ck_assert_int_eq(am_ingest_create(&ingest, store, &options, &err), 0);
    post.time_s += DAY_S;
    append(&post);
    drain();
    ck_assert_int_eq(number("SELECT count(*) FROM setting_day"), 3);
    ck_assert_int_eq(number("SELECT value FROM setting_day WHERE name = "
                            "'delivery_limit' AND start_day = 20001"),
                     100);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("ingest");
    TCase *tcase = tcase_create("ingest");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 240);
    tcase_add_loop_test(tcase, each_story_counts_as_told, 0, ROWS(stories));
    tcase_add_loop_test(tcase, a_restart_recognises_what_was_seen, 0,
                        ROWS(stories));
    tcase_add_loop_test(tcase, records_of_a_scan_count_alike, 0, ROWS(stories));
    tcase_add_loop_test(tcase, random_mail_adds_up_to_the_byte, 0, 8);
    tcase_add_test(tcase, kill_9_takes_each_record_once);
    tcase_add_test(tcase, a_failed_commit_changes_nothing);
    tcase_add_test(tcase, a_lock_is_waited_out);
    tcase_add_test(tcase, a_full_disk_is_waited_out);
    tcase_add_test(tcase, gaps_are_taken_once);
    tcase_add_test(tcase, a_record_without_sense_is_a_gap);
    tcase_add_test(tcase, idle_writes_a_heartbeat_and_no_more);
    tcase_add_test(tcase, downtime_is_between_runs);
    tcase_add_test(tcase, senders_are_counted_up_to_five);
    tcase_add_test(tcase, settings_are_kept_with_their_day);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
