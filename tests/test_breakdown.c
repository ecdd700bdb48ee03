/*
 * test_breakdown - small groups are taken together, in every way of grouping,
 * and nothing is lost.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "post.h"
#include "report/breakdown.h"
#include "store/ingest.h"
#include "store/sums.h"
#include "suite.h"

#define DAY     20000 /* 2024-10-04, a Friday */
#define DAY_S   INT64_C(86400)
#define MORNING (DAY * DAY_S + 36000)

static struct am_store *store;
static struct am_ingest *ingest;
static struct am_err err;
static const struct am_profile plain = {0};
static int senders; /* all are different ones */

static void set_up(void)
{
    ck_assert_int_eq(am_store_open(&store, ":memory:", &err), 0);
    ck_assert_int_eq(am_ingest_create(&ingest, store, NULL, &err), 0);
    senders = 0;
}

static void tear_down(void)
{
    am_ingest_destroy(&ingest);
    am_store_close(&store);
}

static void take(const struct post *post, int run)
{
    struct post_box box;
    struct am_record *record = post_make(post, &box);

    record->sender_run[0] = (unsigned char)run;
    ck_assert_msg(am_ingest_take(ingest, record, &err) == 0, "%s", err.text);
}

/*
 * Mail as words "DOMAIN/ATTACHMENTS*SENDERS@DAY": so many messages, each of a
 * sender who has sent none before; the domain "-" is none; attachments are
 * those of post.h: "A" is a PDF, "b" a picture in the text, "(C)" a message.
 * "|" is a restart, "+" one more recipient of the last message.
 */
static void fill(const char *mail)
{
    char words[256];
    char *rest = NULL;
    int run = 1;
    struct post post = {0};

    snprintf(words, sizeof(words), "%s", mail);
    ck_assert_int_eq(am_ingest_begin(ingest, &err), 0);
    for (char *w = strtok_r(words, " ", &rest); w != NULL;
         w = strtok_r(NULL, " ", &rest)) {
        char domain[32];
        char attachments[32] = "";
        int count = 0;
        int day = 0;
        if (strcmp(w, "|") == 0) {
            run++;
            continue;
        }
        if (strcmp(w, "+") == 0) {
            post.recipients = "3";
            take(&post, run);
            continue;
        }
        /* NOLINTNEXTLINE(cert-err34-c): a row of this file */
        ck_assert_int_ge(sscanf(w, "%31[^/]/%31[^*]*%d@%d", domain, attachments,
                                &count, &day),
                         3);
        for (int i = 0; i < count; i++) {
            senders++;
            post = (struct post)POST_AND(
                MORNING + day * DAY_S, senders, "1 2", attachments,
                .sender = senders, .direction = AM_DIRECTION_INTERNAL,
                .domain = strcmp(domain, "-") == 0 ? "" : domain);
            take(&post, run);
        }
    }
    ck_assert_int_eq(am_ingest_commit(ingest, &err), 0);
}

static int keep(void *context, const struct am_group *group,
                const struct am_sums *sums, struct am_err *why)
{
    (void)group;
    (void)why;
    *(struct am_sums *)context = *sums;
    return 0;
}

/* The rows add up to what there is. */
static void check_sums(const struct am_breakdown *breakdown,
                       const struct am_query *query)
{
    struct am_query all = *query;
    struct am_sums want = {0};
    struct am_sums got = {0};

    all.by = all.then_by = AM_BY_NOTHING;
    ck_assert_int_eq(am_query_sums(store, &all, keep, &want, &err), 0);
    for (size_t i = 0; i < breakdown->count; i++)
        am_sums_add(&got, &breakdown->rows[i].sums);
    ck_assert(memcmp(&got, &want, sizeof(want)) == 0);
}

/* "value+value(others):sightings" of each row. */
static void check_rows(const char *name, const struct am_query *query,
                       const char *want)
{
    struct am_breakdown breakdown = {0};
    char text[512] = "";

    ck_assert_msg(am_breakdown_make(&breakdown, store, query, &plain, &err) ==
                      0,
                  "%s: %s", name, err.text);
    for (size_t i = 0; i < breakdown.count; i++) {
        const struct am_breakdown_row *row = &breakdown.rows[i];
        size_t used = strlen(text);
        char others[32] = "";
        if (row->others > 0)
            snprintf(others, sizeof(others), "(%zu)", row->others);
        snprintf(text + used, sizeof(text) - used, "%s%s%s%s%s:%lld",
                 i > 0 ? " " : "", row->value[0],
                 query->then_by != AM_BY_NOTHING ? "+" : "", row->value[1],
                 others, (long long)row->sums.sightings);
    }
    ck_assert_msg(strcmp(text, want) == 0, "%s: %s, not %s", name, text, want);
    check_sums(&breakdown, query);
    am_breakdown_free(&breakdown);
    ck_assert_ptr_null(breakdown.rows);
}

static const struct {
    const char *name, *mail;
    enum am_by by, then_by;
    unsigned classes;
    const char *rows;
} rows[] = {
    {"nothing at all", "", AM_BY_DOMAIN, 0, 0, ""},
    {"four are few, five are not", "a/A*5 b/A*4 c/A*4", AM_BY_DOMAIN, 0, 0,
     "a:5 others(2):8"},
    {"five each", "a/A*5 b/A*5", AM_BY_DOMAIN, 0, 0, "b:5 a:5"},
    {"no domain is a group as any", "-/A*4 b/A*5 c/A*3", AM_BY_DOMAIN, 0, 0,
     "b:5 others(2):7"},
    {"no domain has no name", "-/A*5 b/A*5", AM_BY_DOMAIN, 0, 0, "b:5 :5"},
    {"a single one takes the next smallest along", "a/A*9 b/A*6 c/A*4 d/A*7",
     AM_BY_DOMAIN, 0, 0, "a:9 d:7 others(2):10"},
    {"which may be all the rest", "a/A*5 b/A*4", AM_BY_DOMAIN, 0, 0,
     "others(2):9"},
    {"a single one alone", "a/A*4", AM_BY_DOMAIN, 0, 0, "others(1):4"},
    {"others come last, though they are the most",
     "a/A*5 b/B*4@0 c/B*4 c/C*4@1", AM_BY_DOMAIN, 0, 0, "a:5 others(2):12"},
    {"four on each of two days are four", "a/A*4 a/A*4@1 b/A*9 c/A*10",
     AM_BY_DOMAIN, 0, 0, "c:10 others(2):17"},
    {"one day of five is enough", "a/A*4 a/A*5@1 b/A*5", AM_BY_DOMAIN, 0, 0,
     "a:9 b:5"},
    {"a restart counts from nothing", "a/A*3 | a/A*3 b/A*5 c/A*6", AM_BY_DOMAIN,
     0, 0, "c:6 others(2):11"},
    {"a restart forgets nothing that is written", "a/A*5 | a/A*1 b/A*6",
     AM_BY_DOMAIN, 0, 0, "b:6 a:6"},
    {"a continuation is of the same sender", "a/A*4 + + b/A*7 c/A*8",
     AM_BY_DOMAIN, 0, 0, "c:8 others(2):11"},
    {"types", "a/A*5 a/b*4 a/(C)*3", AM_BY_FAMILY, 0, 0, "pdf:5 others(2):7"},
    {"classes", "a/A*5 a/b*4 a/#*3", AM_BY_CLASS, 0, 0,
     "attachment:5 others(2):7"},
    {"logos are apart from their class", "a/A*5 a/b*4 a/#*3", AM_BY_BUCKET, 0,
     0, "attachment:5 others(2):7"},
    {"directions", "a/A*3", AM_BY_DIRECTION, 0, 0, "others(1):3"},
    {"days are no groups", "a/A*1 a/A*2@3", AM_BY_DAY, 0, 0,
     "2024-10-04:1 2024-10-07:2"},
    {"nor are weeks", "a/A*1 a/A*2@3", AM_BY_WEEK, 0, 0,
     "2024-W40:1 2024-W41:2"},
    {"under a filter, only senders of such count", "a/A*9 a/b*2 b/b*5 c/b*1",
     AM_BY_DOMAIN, 0, 1U << AM_CLASS_INLINE, "b:5 others(2):3"},
    {"two levels", "a/A*6 a/b*5 b/A*5", AM_BY_DOMAIN, AM_BY_FAMILY, 0,
     "a+image:5 a+pdf:6 b+pdf:5"},
    {"a cell is small, though both its groups are large",
     "a/A*7 a/b*4 a/(C)*4 b/b*5", AM_BY_DOMAIN, AM_BY_FAMILY, 0,
     "a+pdf:7 a+others(2):8 b+image:5"},
    {"a single small cell takes the next smallest along",
     "a/A*7 a/b*4 a/(C)*5 b/b*5", AM_BY_DOMAIN, AM_BY_FAMILY, 0,
     "a+pdf:7 a+others(2):9 b+image:5"},
    {"small groups of the first level are told no further",
     "a/A*5 b/A*4 c/A*1 c/b*3", AM_BY_DOMAIN, AM_BY_FAMILY, 0,
     "a+pdf:5 others+others(2):8"},
    {"each day has its others", "a/A*5 b/A*4 c/A*2 a/A*2@1 b/A*3@1 c/A*5@1",
     AM_BY_DAY, AM_BY_DOMAIN, 0,
     "2024-10-04+a:5 2024-10-04+others(2):6 2024-10-05+c:5 "
     "2024-10-05+others(2):5"},
    {"days in groups", "a/A*5 a/A*5@1 a/A*2@2 a/A*3@3", AM_BY_DOMAIN, AM_BY_DAY,
     0, "a+2024-10-04:5 a+2024-10-05:5 a+others(2):5"},
    {"months in years", "a/A*1 a/A*2@30", AM_BY_YEAR, AM_BY_MONTH, 0,
     "2024+2024-10:1 2024+2024-11:2"},
};

START_TEST(small_groups_are_taken_together)
{
    const struct am_query query = {
        .until_day = 30000,
        .classes = rows[_i].classes,
        .by = rows[_i].by,
        .then_by = rows[_i].then_by,
    };

    fill(rows[_i].mail);
    check_rows(rows[_i].name, &query, rows[_i].rows);
}

END_TEST

/* Random mail: on each pair of levels the rows add up, no group of fewer than
 * five is apart, and others are never one group beside another. */
START_TEST(random_groups_add_up)
{
    static const char letters[] = "AbC#!";
    uint32_t state = (uint32_t)_i + 1;

    ck_assert_int_eq(am_ingest_begin(ingest, &err), 0);
    for (int i = 0; i < 300; i++) {
        state = state * 1664525U + 1013904223U;
        const char attachment[] = {letters[(state >> 8) % 5], '\0'};
        const char domain[] = {(char)('a' + (state >> 12) % 6), '\0'};
        const struct post post = POST_AND(
            MORNING + (int64_t)((state >> 16) % 4 * 20) * DAY_S, 0, "1 x2",
            attachment, .sender = 1 + (int)((state >> 20) % 12),
            .direction = (int)((state >> 24) % AM_DIRECTION_COUNT),
            .domain = domain);
        take(&post, 1);
    }
    ck_assert_int_eq(am_ingest_commit(ingest, &err), 0);

    for (int pair = 0; pair < AM_BY_COUNT * AM_BY_COUNT; pair++) {
        const struct am_query query = {
            .until_day = 30000,
            .by = (enum am_by)(pair / AM_BY_COUNT),
            .then_by = (enum am_by)(pair % AM_BY_COUNT),
        };
        struct am_breakdown breakdown = {0};
        if (query.by == AM_BY_NOTHING)
            continue;
        ck_assert_int_eq(
            am_breakdown_make(&breakdown, store, &query, &plain, &err), 0);
        check_sums(&breakdown, &query);
        for (size_t i = 0; i < breakdown.count; i++) {
            const struct am_breakdown_row *row = &breakdown.rows[i];
            bool alone =
                (i == 0 || strcmp(row[-1].value[0], row->value[0]) != 0) &&
                (i + 1 == breakdown.count ||
                 strcmp(row[1].value[0], row->value[0]) != 0);
            ck_assert_int_eq(row->others == 0,
                             strcmp(row->value[0], AM_OTHERS) != 0 &&
                                 strcmp(row->value[1], AM_OTHERS) != 0);
            ck_assert(row->others > 0 || row->senders >= AM_SENDERS_MAX);
            ck_assert(row->others != 1 || alone);
        }
        am_breakdown_free(&breakdown);
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("breakdown");
    TCase *tcase = tcase_create("breakdown");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, small_groups_are_taken_together, 0, ROWS(rows));
    tcase_add_loop_test(tcase, random_groups_add_up, 0, 8);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
