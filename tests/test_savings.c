/* Tests of report/savings: the four byte counts and their split. */
#include <math.h>
#include <string.h>

#include "report/savings.h"
#include "suite.h"

/* One sighting of a content, as a message brings it. */
struct seen {
    int64_t size, stored, wire, local, external, sent;
    bool is_digested, is_continuation;
    bool is_new_all, is_new_own;
};

/* Add it to sums by the definitions of store/query.h. */
static void add(struct am_sums *sums, const struct seen *seen)
{
    int64_t once = !seen->is_continuation;
    int64_t own = seen->local + seen->sent;
    int64_t once_own = once && own > 0;

    sums->sightings += once;
    sums->sightings_own += once_own;
    sums->copies_local += seen->local;
    sums->copies_external += seen->external;
    sums->copies_sent += seen->sent;
    sums->size_bytes += once * seen->size;
    sums->stored_bytes += once * seen->stored;
    sums->wire_bytes += once * seen->wire;
    sums->size_own_bytes += once_own * seen->size;
    sums->stored_own_bytes += once_own * seen->stored;
    sums->wire_own_bytes += once_own * seen->wire;
    sums->size_local_bytes += seen->size * seen->local;
    sums->size_external_bytes += seen->size * seen->external;
    sums->size_sent_bytes += seen->size * seen->sent;
    sums->stored_local_bytes += seen->stored * seen->local;
    sums->stored_external_bytes += seen->stored * seen->external;
    sums->stored_sent_bytes += seen->stored * seen->sent;
    sums->wire_local_bytes += seen->wire * seen->local;
    sums->wire_external_bytes += seen->wire * seen->external;
    sums->wire_sent_bytes += seen->wire * seen->sent;
    if (!seen->is_digested) {
        sums->undigested_all_bytes += seen->size * (own + seen->external);
        sums->undigested_own_bytes += seen->size * own;
        sums->undigested_once_bytes += once * seen->size;
        sums->undigested_once_own_bytes += once_own * seen->size;
        return;
    }
    sums->new_all_contents += seen->is_new_all;
    sums->new_all_bytes += seen->is_new_all ? seen->size : 0;
    sums->new_own_contents += seen->is_new_own;
    sums->new_own_bytes += seen->is_new_own ? seen->size : 0;
}

#define SEEN_MAX 3

static const struct {
    const char *name;
    struct seen seen[SEEN_MAX];
    enum am_scope scope;
    int64_t copies, contents;
    int64_t received, delivered, unique, within, across, encoding;
} rows[] = {
    {"nothing", {{0}}, AM_SCOPE_ALL, 0, 0, 0, 0, 0, 0, 0, 0},
    {"one copy costs its encoding",
     {{100, 135, 137, 1, 0, 0, true, false, true, true}},
     AM_SCOPE_ALL,
     1,
     1,
     135,
     135,
     100,
     0,
     0,
     35},
    {"three recipients and Sent",
     {{100, 135, 137, 3, 0, 1, true, false, true, true}},
     AM_SCOPE_OWN,
     4,
     1,
     135,
     540,
     100,
     300,
     0,
     140},
    {"external copies are not own",
     {{100, 135, 137, 2, 5, 1, true, false, true, true}},
     AM_SCOPE_OWN,
     3,
     1,
     135,
     405,
     100,
     200,
     0,
     105},
    {"external copies are in all",
     {{100, 135, 137, 2, 5, 1, true, false, true, true}},
     AM_SCOPE_ALL,
     8,
     1,
     135,
     1080,
     100,
     700,
     0,
     280},
    {"sent again: across",
     {{100, 135, 137, 1, 0, 0, true, false, true, true},
      {100, 135, 137, 2, 0, 0, true, false, false, false}},
     AM_SCOPE_OWN,
     3,
     1,
     270,
     405,
     100,
     100,
     100,
     105},
    {"first outside, then inside: new twice, by scope",
     {{100, 135, 137, 0, 4, 0, true, false, true, false},
      {100, 135, 137, 1, 0, 0, true, false, false, true}},
     AM_SCOPE_OWN,
     1,
     1,
     135,
     135,
     100,
     0,
     0,
     35},
    {"a continuation goes to within",
     {{100, 135, 137, 1, 0, 0, true, false, true, true},
      {100, 135, 137, 2, 0, 0, true, true, false, false}},
     AM_SCOPE_ALL,
     3,
     1,
     135,
     405,
     100,
     200,
     0,
     105},
    {"without a digest nothing is avoidable",
     {{100, 100, 102, 3, 2, 1, false, false, false, false}},
     AM_SCOPE_ALL,
     6,
     0,
     100,
     600,
     600,
     0,
     0,
     0},
    {"beside others, it takes no part in the split",
     {{100, 100, 102, 3, 0, 0, false, false, false, false},
      {100, 135, 137, 2, 0, 0, true, false, true, true}},
     AM_SCOPE_OWN,
     5,
     1,
     235,
     570,
     400,
     100,
     0,
     70},
    {"text that is smaller as stored",
     {{100, 98, 100, 2, 0, 0, true, false, true, true}},
     AM_SCOPE_ALL,
     2,
     1,
     98,
     196,
     100,
     100,
     0,
     -4},
    {"no own copy: nothing own",
     {{100, 135, 137, 0, 9, 0, true, false, true, false}},
     AM_SCOPE_OWN,
     0,
     0,
     0,
     0,
     0,
     0,
     0,
     0},
};

static void check_additive(const struct am_savings *savings, const char *name)
{
    ck_assert_msg(savings->within_bytes + savings->across_bytes +
                          savings->encoding_bytes ==
                      savings->total_bytes,
                  "%s", name);
    ck_assert_msg(savings->unique_size_bytes + savings->total_bytes ==
                      savings->delivered.stored_bytes,
                  "%s", name);
}

START_TEST(splits)
{
    struct am_sums sums = {0};
    const char *name = rows[_i].name;

    for (size_t i = 0; i < SEEN_MAX; i++) {
        if (rows[_i].seen[i].size > 0)
            add(&sums, &rows[_i].seen[i]);
    }
    struct am_savings savings = am_savings_of(&sums, rows[_i].scope);
    ck_assert_msg(am_savings_copies(&savings) == rows[_i].copies, "%s", name);
    ck_assert_msg(savings.contents == rows[_i].contents, "%s", name);
    ck_assert_msg(savings.received.stored_bytes == rows[_i].received, "%s",
                  name);
    ck_assert_msg(savings.delivered.stored_bytes == rows[_i].delivered, "%s",
                  name);
    ck_assert_msg(savings.unique_size_bytes == rows[_i].unique, "%s", name);
    ck_assert_msg(savings.within_bytes == rows[_i].within, "%s", name);
    ck_assert_msg(savings.across_bytes == rows[_i].across, "%s", name);
    ck_assert_msg(savings.encoding_bytes == rows[_i].encoding, "%s", name);
    check_additive(&savings, name);
}

END_TEST

START_TEST(ratio_is_of_bytes)
{
    struct am_sums sums = {0};
    const struct seen seen = {100, 150, 152, 2, 0, 0, true, false, true, true};
    struct am_savings none = am_savings_of(&sums, AM_SCOPE_OWN);

    ck_assert(isnan(am_savings_ratio(&none)));
    add(&sums, &seen);
    struct am_savings savings = am_savings_of(&sums, AM_SCOPE_OWN);
    ck_assert_double_eq_tol(am_savings_ratio(&savings), 3.0, 1e-12);
}

END_TEST

/* ---- any mail at all ---- */

static uint64_t state;

static int64_t below(int64_t limit)
{
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (int64_t)((state >> 33) % (uint64_t)limit);
}

static struct seen any_sighting(void)
{
    int64_t size = 1 + below(1000000);
    struct seen seen = {.size = size,
                        .stored = size + size / 3,
                        .wire = size + size / 3 + 7,
                        .local = below(30),
                        .external = below(30),
                        .sent = below(2),
                        .is_digested = below(10) > 0};

    if (!seen.is_digested)
        seen.stored = seen.size;
    if (seen.local + seen.external == 0)
        seen.local = 1;
    seen.is_new_all = below(2) == 1;
    seen.is_new_own = seen.local + seen.sent > 0 && below(2) == 1;
    return seen;
}

static void check_sound(const struct am_savings *savings)
{
    check_additive(savings, "any mail");
    ck_assert_int_ge(savings->delivered.stored_bytes, 0);
    ck_assert_int_ge(savings->unique_size_bytes, 0);
    ck_assert_int_ge(savings->within_bytes, 0);
    ck_assert_int_ge(savings->across_bytes, 0);
    ck_assert_int_ge(savings->encoding_bytes, 0);
}

/* The sums of two days, cut anywhere, are the sums of both. */
START_TEST(adds_up_over_any_cut)
{
    state = (uint64_t)_i;
    for (int scope = 0; scope < AM_SCOPE_COUNT; scope++) {
        struct am_sums first = {0};
        struct am_sums second = {0};
        struct am_sums both = {0};
        for (int i = 0; i < 40; i++) {
            struct seen seen = any_sighting();
            add(below(2) == 1 ? &first : &second, &seen);
            add(&both, &seen);
        }
        struct am_savings a = am_savings_of(&first, (enum am_scope)scope);
        struct am_savings b = am_savings_of(&second, (enum am_scope)scope);
        struct am_savings sum = am_savings_of(&both, (enum am_scope)scope);
        check_sound(&a);
        check_sound(&b);
        check_sound(&sum);
        ck_assert_int_eq(a.within_bytes + b.within_bytes, sum.within_bytes);
        ck_assert_int_eq(a.across_bytes + b.across_bytes, sum.across_bytes);
        ck_assert_int_eq(a.encoding_bytes + b.encoding_bytes,
                         sum.encoding_bytes);
        ck_assert_int_eq(a.unique_size_bytes + b.unique_size_bytes,
                         sum.unique_size_bytes);
    }
}

END_TEST

/* What is own is a part of all. */
START_TEST(own_is_within_all)
{
    struct am_sums sums = {0};

    state = (uint64_t)_i + 1000;
    for (int i = 0; i < 40; i++) {
        struct seen seen = any_sighting();
        seen.is_new_own = seen.is_new_own && seen.is_new_all;
        add(&sums, &seen);
    }
    struct am_savings all = am_savings_of(&sums, AM_SCOPE_ALL);
    struct am_savings own = am_savings_of(&sums, AM_SCOPE_OWN);
    ck_assert_int_le(own.delivered.stored_bytes, all.delivered.stored_bytes);
    ck_assert_int_le(own.received.wire_bytes, all.received.wire_bytes);
    ck_assert_int_le(am_savings_copies(&own), am_savings_copies(&all));
    ck_assert_int_eq(own.copies_external, 0);
    ck_assert_str_eq(am_scope_name(AM_SCOPE_OWN), "own");
    ck_assert_str_eq(am_scope_name(AM_SCOPE_ALL), "all");
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("savings");
    TCase *tests = tcase_create("savings");

    tcase_add_loop_test(tests, splits, 0, ROWS(rows));
    tcase_add_test(tests, ratio_is_of_bytes);
    tcase_add_loop_test(tests, adds_up_over_any_cut, 0, 50);
    tcase_add_loop_test(tests, own_is_within_all, 0, 20);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
