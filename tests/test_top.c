/*
 * test_top - contents, types and domains by avoidable bytes, against a single
 * statement that tells the same (bench/contents.sql), and against a report.
 */
#include <fcntl.h>
#include <sys/stat.h>

#include "random_mail.h"
#include "report/top.h"

struct row {
    char content[16];
    int64_t senders, seen, recipients, copies, delivered, unique, within,
        across, encoding;
};

#define ROWS_MAX 64

static struct row rows[ROWS_MAX]; /* what must be, the most avoidable first */
static size_t row_count;

static void read_rows(unsigned classes, unsigned directions, int64_t from_day)
{
    static char sql[8192];
    sqlite3_stmt *find = NULL;
    int fd = open(AM_TEST_STATEMENT, O_RDONLY);
    ssize_t size = read(fd, sql, sizeof(sql) - 1);

    close(fd);
    ck_assert_int_gt(size, 0);
    sql[size] = '\0';
    ck_assert_int_eq(
        sqlite3_prepare_v2(am_store_handle(store), sql, -1, &find, NULL),
        SQLITE_OK);
    sqlite3_bind_int64(find, 1, from_day);
    sqlite3_bind_int64(find, 2, 100000);
    sqlite3_bind_int64(find, 3, classes);
    sqlite3_bind_int64(find, 4, directions);
    for (row_count = 0; sqlite3_step(find) == SQLITE_ROW; row_count++) {
        struct row *row = &rows[row_count];
        ck_assert_uint_lt(row_count, ROWS_MAX);
        snprintf(row->content, sizeof(row->content), "%s",
                 (const char *)sqlite3_column_text(find, 1));
        int64_t *const numbers[] = {
            &row->senders, &row->seen,      &row->recipients,
            &row->copies,  &row->delivered, &row->unique,
            &row->within,  &row->across,    &row->encoding};
        for (int i = 0; i < ROWS(numbers); i++)
            *numbers[i] = sqlite3_column_int64(find, 2 + i);
    }
    sqlite3_finalize(find);
}

static void add(struct row *to, const struct row *from)
{
    to->seen += from->seen;
    to->recipients += from->recipients;
    to->copies += from->copies;
    to->delivered += from->delivered;
    to->unique += from->unique;
    to->within += from->within;
    to->across += from->across;
    to->encoding += from->encoding;
}

static void check_row(const struct am_top_row *got, const struct row *want)
{
    const struct am_savings *own = &got->own;

    ck_assert_str_eq(got->name, want->content);
    ck_assert_int_eq(own->sightings, want->seen);
    ck_assert_int_eq(got->recipients, want->recipients);
    ck_assert_int_eq(am_savings_copies(own), want->copies);
    ck_assert_int_eq(own->delivered.stored_bytes, want->delivered);
    ck_assert_int_eq(own->unique_size_bytes, want->unique);
    ck_assert_int_eq(own->within_bytes, want->within);
    ck_assert_int_eq(own->across_bytes, want->across);
    ck_assert_int_eq(own->encoding_bytes, want->encoding);
    ck_assert_int_eq(own->total_bytes, want->delivered - want->unique);
    ck_assert_int_eq(own->total_bytes,
                     want->within + want->across + want->encoding);
}

static struct am_top_request request_of(enum am_top_of of, size_t limit)
{
    return (struct am_top_request){
        .ask.period = {.until_day = 100000},
        .of = of,
        .limit = limit,
        .ask.source = "test",
    };
}

static void check_contents(const struct am_top_request *request)
{
    struct am_top *top = NULL;
    struct row others = {.content = AM_OTHERS};
    struct row total = {.content = "total"};
    size_t shown = 0;
    size_t left = 0;

    read_rows(request->ask.classes, request->ask.directions,
              request->ask.period.from_day);
    int result = am_top_make(&top, store, request, &err);
    ck_assert_msg(result == (row_count == 0), "%d: %s", result, err.text);
    for (size_t i = 0; i < row_count; i++) {
        bool is_shown = rows[i].senders >= 5 &&
                        (request->limit == 0 || shown < request->limit);
        add(&total, &rows[i]);
        if (is_shown) {
            check_row(&top->rows[shown++], &rows[i]);
        } else {
            add(&others, &rows[i]);
            left++;
        }
    }
    ck_assert_uint_ne(left, 1); /* the cases are made so */
    ck_assert_uint_eq(top->count, shown + (left > 0));
    if (left > 0) {
        check_row(&top->rows[shown], &others);
        ck_assert_uint_eq(top->rows[shown].groups, left);
    }
    ck_assert_uint_eq(top->total.groups, row_count);
    check_row(&top->total, &total);
    am_top_free(&top);
    ck_assert_ptr_null(top);
}

static void execute(const char *sql)
{
    ck_assert_int_eq(
        sqlite3_exec(am_store_handle(store), sql, NULL, NULL, NULL), SQLITE_OK);
}

static void fill(uint32_t seed)
{
    int64_t time_s = MORNING;

    random_state = seed;
    memset(wholes, 0, sizeof(wholes));
    for (int i = 0; i < 600; i++) {
        time_s += any(60) == 0 ? any(20U * 86400U) : any(1200);
        random_record(time_s);
    }
    drain();
}

START_TEST(contents_are_those_of_the_statement)
{
    struct am_top_request request = request_of(AM_TOP_CONTENTS, 0);

    fill((uint32_t)_i + 1);
    execute("UPDATE content SET senders = 5 - (id % 3 = 0)");
    check_contents(&request);
    request.limit = 4;
    check_contents(&request);
    request.ask.classes = 1U << AM_CLASS_ATTACHMENT;
    check_contents(&request);
    request.ask.classes = 0;
    request.ask.directions = 1U << AM_DIRECTION_INTERNAL;
    check_contents(&request);
    request.ask.directions = 0;
    request.ask.period.from_day = DAY + 2;
    check_contents(&request);
    request.ask.period.from_day = 90000;
    check_contents(&request);
}

END_TEST

/*
 * Mail as words "ATTACHMENTS*SENDERS:RECIPIENTS@DAY" of post.h: so many
 * messages, each of a sender who has sent none before, to so many of ours.
 */
static void send_mail(const char *mail)
{
    char words[256];
    char *rest = NULL;
    int senders = 0;

    snprintf(words, sizeof(words), "%s", mail);
    for (char *w = strtok_r(words, " ", &rest); w != NULL;
         w = strtok_r(NULL, " ", &rest)) {
        char attachments[32];
        char recipients[64] = "";
        int count = 0;
        int copies = 1;
        int day = 0;
        ck_assert_int_ge(
            /* NOLINTNEXTLINE(cert-err34-c): a row of this file */
            sscanf(w, "%31[^*]*%d:%d@%d", attachments, &count, &copies, &day),
            2);
        for (int i = 1; i <= copies; i++) {
            size_t used = strlen(recipients);
            snprintf(recipients + used, sizeof(recipients) - used, "%d ", i);
        }
        for (int i = 0; i < count; i++) {
            const struct post post =
                POST_AND(MORNING + day * DAY_S, 0, recipients, attachments,
                         .sender = ++senders, .domain = "a.example");
            append(&post);
        }
    }
    drain();
}

/* "name:seen/delivered/unique" of each row, '*' for a content. */
static void write_rows(const struct am_top *top, char text[512])
{
    text[0] = '\0';
    for (size_t i = 0; i <= top->count; i++) {
        const struct am_top_row *row =
            i < top->count ? &top->rows[i] : &top->total;
        size_t used = strlen(text);
        char name[64];
        snprintf(name, sizeof(name), "%.40s(%zu)", row->name, row->groups);
        if (row->content != NULL) {
            ck_assert_uint_eq(strlen(row->name), AM_TOP_ID_SIZE - 1);
            snprintf(name, sizeof(name), "*%lld",
                     (long long)row->content->known.size_bytes);
        }
        snprintf(text + used, 512 - used, "%s%s:%lld/%lld/%lld",
                 i > 0 ? " " : "", name, (long long)row->own.sightings,
                 (long long)row->own.delivered.stored_bytes,
                 (long long)row->own.unique_size_bytes);
    }
}

/* A is 1000 bytes, stored 1339; B 2000 and 2671, C 3000 and 4007; around what
 * is in a container are 100. */
static const struct {
    const char *name, *mail;
    enum am_top_of of;
    size_t limit;
    const char *rows; /* NULL: there is nothing */
} cases[] = {
    {"nothing", "", AM_TOP_CONTENTS, 10, NULL},
    {"a content of five senders", "A*5", AM_TOP_CONTENTS, 10,
     "*1000:5/6695/1000 total(1):5/6695/1000"},
    {"of four", "A*4", AM_TOP_CONTENTS, 10,
     "others(1):4/5356/1000 total(1):4/5356/1000"},
    {"a single small one takes another along", "A*4 B*5 C*5", AM_TOP_CONTENTS,
     10, "*3000:5/20035/3000 others(2):9/18711/3000 total(3):14/38746/6000"},
    {"two do not", "A*4 B*4 C*5", AM_TOP_CONTENTS, 10,
     "*3000:5/20035/3000 others(2):8/16040/3000 total(3):13/36075/6000"},
    {"four on each of two days are four", "A*4 A*4:1@1 B*4", AM_TOP_CONTENTS,
     10, "others(2):12/21396/3000 total(2):12/21396/3000"},
    {"no more than asked for", "A*5 B*5 C*5", AM_TOP_CONTENTS, 1,
     "*3000:5/20035/3000 others(2):10/20050/3000 total(3):15/40085/6000"},
    {"all", "A*5 B*5", AM_TOP_CONTENTS, 0,
     "*2000:5/13355/2000 *1000:5/6695/1000 total(2):10/20050/3000"},
    {"by what is avoidable, not by size", "A*5:9 B*5:1", AM_TOP_CONTENTS, 0,
     "*1000:5/60255/1000 *2000:5/13355/2000 total(2):10/73610/3000"},
    {"in a container: no byte twice, its framing never again", "(A)*5",
     AM_TOP_CONTENTS, 0,
     "*1000:5/5000/1000 *1100:5/2355/500 total(2):10/7355/1500"},
    {"plainly and in a container: one content", "A*3 (A)*2 B*1",
     AM_TOP_CONTENTS, 0,
     "*1000:5/6017/1000 others(2):3/3613/2200 total(3):8/9630/3200"},
    {"no digest, no content", "#*5", AM_TOP_CONTENTS, 10, NULL},
    {"types", "A*5 b*5 (C)*2", AM_TOP_TYPES, 10,
     "image(1):5/13355/2000 others(2):7/14973/4200 total(3):12/28328/6200"},
    {"only the first of them", "A*5 b*5 (C)*5", AM_TOP_TYPES, 1,
     "message(1):5/20695/3500 others(2):10/20050/3000 "
     "total(3):15/40745/6500"},
    {"domains, with what has no digest", "#*5", AM_TOP_DOMAINS, 10,
     "a.example(1):5/2500/2500 total(1):5/2500/2500"},
};

START_TEST(rows_are_as_counted_by_hand)
{
    struct am_top_request request = request_of(cases[_i].of, cases[_i].limit);
    struct am_top *top = NULL;
    char text[512];

    send_mail(cases[_i].mail);
    int result = am_top_make(&top, store, &request, &err);
    ck_assert_msg(result == (cases[_i].rows == NULL), "%s: %d, %s",
                  cases[_i].name, result, err.text);
    write_rows(top, text);
    ck_assert_msg(cases[_i].rows == NULL || strcmp(text, cases[_i].rows) == 0,
                  "%s: %s", cases[_i].name, text);
    am_top_free(&top);
}

END_TEST

/* Six of ours by deliveries of three: two files in a store that links. */
START_TEST(a_store_that_links_holds_fewer)
{
    struct am_top_request request = request_of(AM_TOP_CONTENTS, 0);
    struct am_top *top = NULL;
    char text[512];

    send_mail("A*5:6");
    request.ask.profile.id = AM_PROFILE_LMTP_HARDLINK;
    ck_assert_int_eq(am_top_make(&top, store, &request, &err), 0);
    write_rows(top, text);
    ck_assert_str_eq(text, "*1000:5/13390/1000 total(1):5/13390/1000");
    am_top_free(&top);
}

END_TEST

/* Types and domains add up to the own figures of a report. */
START_TEST(groups_add_up_to_a_report)
{
    fill((uint32_t)_i + 1);
    struct am_sums sums = sums_of(0, 100000);
    struct am_savings own = am_savings_of(&sums, AM_SCOPE_OWN);
    for (int of = AM_TOP_TYPES; of <= AM_TOP_DOMAINS; of++) {
        const struct am_top_request request = request_of((enum am_top_of)of, 1);
        struct am_top *top = NULL;
        ck_assert_int_eq(am_top_make(&top, store, &request, &err), 0);
        ck_assert_mem_eq(&top->total.own, &own, sizeof(own));
        ck_assert_uint_le(top->count, 2);
        am_top_free(&top);
    }
}

END_TEST

static const struct {
    const char *name, *sql, *text;
    int result;
} spoilt[] = {
    {"all detail is gone", "DELETE FROM sighting; DELETE FROM message",
     "there is no detail", 1},
    {"it begins later", "UPDATE message SET day = 200000", "begins on 2517-",
     1},
    {"none was for us", "UPDATE message SET local = 0, sent = 0",
     "no attachment with a copy of ours", 1},
    {"bytes beyond all bounds",
     "UPDATE sighting SET stored_bytes = 1152921504606846975 "
     "WHERE sequence = 1",
     "2^60", -1},
    {"copies beyond all bounds", "UPDATE message SET local = 1 << 62", "2^60",
     -1},
    {"a content that is not there",
     "UPDATE sighting SET content = 1000000 WHERE sequence = 1",
     "which is not there", -1},
    {"a fingerprint cut off",
     "UPDATE content SET fingerprint = x'00' WHERE id = 1", "is damaged", -1},
};

START_TEST(what_cannot_be_told_is_said)
{
    const struct am_top_request request = request_of(AM_TOP_CONTENTS, 10);
    struct am_top *top = NULL;

    send_mail("A*5 B*5");
    execute("PRAGMA foreign_keys = OFF");
    execute(spoilt[_i].sql);
    ck_assert_msg(am_top_make(&top, store, &request, &err) == spoilt[_i].result,
                  "%s: %s", spoilt[_i].name, err.text);
    ck_assert_msg(strstr(err.text, spoilt[_i].text) != NULL, "%s: %s",
                  spoilt[_i].name, err.text);
    am_top_free(&top);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("top");
    TCase *tcase = tcase_create("top");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, contents_are_those_of_the_statement, 0, 6);
    tcase_add_loop_test(tcase, rows_are_as_counted_by_hand, 0, ROWS(cases));
    tcase_add_test(tcase, a_store_that_links_holds_fewer);
    tcase_add_test(tcase, groups_add_up_to_a_report);
    tcase_add_loop_test(tcase, what_cannot_be_told_is_said, 0, ROWS(spoilt));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
