/* Tests of mta/traffic and mta/truth: that made-up mail is repeatable, within
 * its bounds, and that the truth about it adds up. */
#include <string.h>

#include "mta/encode.h"
#include "mta/traffic.h"
#include "mta/truth.h"
#include "suite.h"

static const struct {
    const char *name, *in, *base64, *quoted;
    size_t base64_breaks, quoted_breaks;
} codes[] = {
    {"nothing", "", "", "", 0, 0},
    {"RFC 4648 f", "f", "Zg==", "f", 0, 0},
    {"RFC 4648 fo", "fo", "Zm8=", "fo", 0, 0},
    {"RFC 4648 foobar", "foobar", "Zm9v\r\nYmFy", "foobar", 1, 0},
    {"line ends and blanks", "a \r\n=", "YSAN\r\nCj0=", "a=20\r\n=3D", 1, 1},
    {"8 bits", "\303\251", "w6k=", "=C3=A9", 0, 0},
    {"a blank at the end", "a\t", "YQk=", "a=09", 0, 0},
};

START_TEST(encodes)
{
    struct am_buf out;
    struct am_err err;
    size_t breaks;
    size_t size = strlen(codes[_i].in);

    am_buf_init(&out, 4096);
    ck_assert_int_eq(
        am_encode_base64(&out, codes[_i].in, size, 4, &breaks, &err), 0);
    ck_assert_uint_eq(out.size, strlen(codes[_i].base64));
    ck_assert_mem_eq(out.data, codes[_i].base64, out.size);
    ck_assert_uint_eq(breaks, codes[_i].base64_breaks);

    am_buf_clear(&out);
    ck_assert_int_eq(am_encode_quoted(&out, codes[_i].in, size, &breaks, &err),
                     0);
    ck_assert_uint_eq(out.size, strlen(codes[_i].quoted));
    ck_assert_mem_eq(out.data, codes[_i].quoted, out.size);
    ck_assert_uint_eq(breaks, codes[_i].quoted_breaks);
    am_buf_free(&out);
}

END_TEST

static const struct {
    const char *name;
    struct am_traffic_options options;
} days[] = {
    {"defaults", {.seed = 1, .messages = 120}},
    {"story", {.seed = 2, .messages = 40, .story = true}},
    {"small messages",
     {.seed = 3, .messages = 150, .message_bytes = 65536, .story = true}},
    {"few recipients", {.seed = 4, .messages = 100, .fan_out = 2}},
    {"large files", {.seed = 5, .messages = 60, .median_bytes = 400000}},
};

static void check_message(const struct am_traffic_message *message,
                          const struct am_traffic_options *options)
{
    size_t limit =
        options->message_bytes != 0 ? options->message_bytes : 8000000;
    uint64_t sum = 0;

    ck_assert_uint_le(message->size, limit);
    ck_assert_uint_ge(message->rcpt_count, 1);
    ck_assert_uint_le(message->identity, message->number);
    for (size_t i = 0; i < message->part_count; i++) {
        const struct am_traffic_part *part = &message->parts[i];

        ck_assert_uint_ge(part->wire_bytes, part->stored_bytes);
        sum += part->wire_bytes;
    }
    ck_assert_uint_lt(sum, message->size);
    ck_assert_mem_eq(message->bytes + message->size - 2, "\r\n", 2);
}

START_TEST(is_repeatable_and_bounded)
{
    struct am_traffic *one;
    struct am_traffic *two;
    struct am_traffic_message *a;
    struct am_traffic_message *b;
    unsigned count = 0;
    struct am_err err;

    ck_assert_int_eq(am_traffic_create(&one, &days[_i].options, &err), 0);
    ck_assert_int_eq(am_traffic_create(&two, &days[_i].options, &err), 0);
    while (am_traffic_next(one, &a, &err) == 1) {
        ck_assert_int_eq(am_traffic_next(two, &b, &err), 1);
        check_message(a, &days[_i].options);
        ck_assert_uint_eq(a->size, b->size);
        ck_assert_mem_eq(a->bytes, b->bytes, a->size);
        ck_assert_str_eq(a->sender, b->sender);
        ck_assert_uint_eq(a->rcpt_count, b->rcpt_count);
        count++;
        am_traffic_message_destroy(&a);
        am_traffic_message_destroy(&b);
    }
    ck_assert_uint_eq(count, days[_i].options.messages);
    am_traffic_destroy(&one);
    am_traffic_destroy(&two);
}

END_TEST

static struct am_truth *truth_of(const struct am_traffic_options *options)
{
    struct am_traffic *traffic;
    struct am_traffic_message *message;
    struct am_truth *truth;
    struct am_err err;

    ck_assert_int_eq(am_traffic_create(&traffic, options, &err), 0);
    ck_assert_int_eq(am_truth_create(&truth, 50, &err), 0);
    while (am_traffic_next(traffic, &message, &err) == 1) {
        ck_assert_int_eq(am_truth_add(truth, 20000, message, &err), 0);
        am_traffic_message_destroy(&message);
    }
    am_traffic_destroy(&traffic);
    return truth;
}

START_TEST(truth_adds_up)
{
    struct am_truth *truth = truth_of(&days[_i].options);

    for (int scope = AM_TRUTH_ALL; scope <= AM_TRUTH_OWN; scope++) {
        struct am_truth_totals t;

        am_truth_total(truth, (enum am_truth_scope)scope, &t);
        ck_assert_int_gt(t.sightings, 0);
        ck_assert_int_eq(t.delivered.stored_bytes,
                         t.unique_bytes + t.within_bytes + t.across_bytes +
                             t.encoding_bytes);
    }
    am_truth_destroy(&truth);
}

END_TEST

/* The partition property: groups add up to the whole. */
START_TEST(groups_add_up)
{
    struct am_truth *truth = truth_of(&days[_i].options);
    struct am_sums all;
    struct am_sums one;
    struct am_sums sum = {0};

    am_truth_sums(truth, &am_truth_all, &all);
    for (int i = 0; i < AM_FAMILY_COUNT; i++) {
        struct am_truth_filter filter = am_truth_all;

        filter.family = i;
        am_truth_sums(truth, &filter, &one);
        sum.sightings += one.sightings;
        sum.stored_local_bytes += one.stored_local_bytes;
        sum.new_all_bytes += one.new_all_bytes;
    }
    ck_assert_int_eq(sum.sightings, all.sightings);
    ck_assert_int_eq(sum.stored_local_bytes, all.stored_local_bytes);
    ck_assert_int_eq(sum.new_all_bytes, all.new_all_bytes);
    am_truth_destroy(&truth);
}

END_TEST

/* Two recipients here (one named twice), one outside, one refused; a file of 10
 * bytes in 14 (wire) and 13 (stored). */
static struct am_traffic_rcpt rcpts[] = {
    {"p1@example.org", 1, 0, false},
    {"P1@example.org", 1, 0, false},
    {"p2@example.org", 2, 0, false},
    {"c1@firm1.example.com", 9, 1, false},
    {"gone1@example.org", 77, 0, true},
    {"p3@example.org", 3, 0, false},
    {"c2@firm1.example.com", 10, 1, false},
};
static struct am_traffic_part file = {
    .size_bytes = 10, .stored_bytes = 13, .wire_bytes = 14, .sha256 = {1}};

static const struct {
    const char *name;
    unsigned second;       /* identity of the second message, 0: none */
    bool mergeable, local; /* of both; local sender of both */
    size_t second_rcpts;
    int64_t messages, deliveries, sightings, size_local, size_external;
    int64_t size_sent, hops, within_own, across_own, unique_own;
} counts[] = {
    {"one message", 0, true, false, 0, 1, 3, 1, 20, 10, 0, 20, 10, 0, 10},
    {"with a Sent copy", 0, true, true, 0, 1, 3, 1, 20, 10, 10, 20, 20, 0, 10},
    {"retry", 1, true, true, 5, 1, 3, 1, 20, 10, 10, 20, 20, 0, 10},
    {"retry without Message-ID", 1, false, true, 5, 2, 6, 2, 40, 20, 20, 40, 40,
     10, 10},
    {"split to two more", 1, true, true, 7, 1, 5, 1, 30, 20, 10, 40, 30, 0, 10},
    {"sent again", 2, true, false, 5, 2, 6, 2, 40, 20, 0, 40, 20, 10, 10},
};

START_TEST(counts_by_hand)
{
    struct am_traffic_message message = {.number = 1,
                                         .identity = 1,
                                         .mergeable = counts[_i].mergeable,
                                         .sender = "",
                                         .sender_local = counts[_i].local,
                                         .domain = "",
                                         .rcpts = rcpts,
                                         .rcpt_count = 5,
                                         .parts = &file,
                                         .part_count = 1};
    struct am_truth_totals own;
    struct am_message_sums messages;
    struct am_sums sums;
    struct am_truth *truth;
    struct am_err err;

    ck_assert_int_eq(am_truth_create(&truth, 50, &err), 0);
    ck_assert_int_eq(am_truth_add(truth, 1, &message, &err), 0);
    message.identity = counts[_i].second;
    message.rcpt_count = counts[_i].second_rcpts;
    if (counts[_i].second != 0)
        ck_assert_int_eq(am_truth_add(truth, 1, &message, &err), 0);
    am_truth_messages(truth, &am_truth_all, &messages);
    am_truth_sums(truth, &am_truth_all, &sums);
    am_truth_total(truth, AM_TRUTH_OWN, &own);
    ck_assert_int_eq(messages.messages, counts[_i].messages);
    ck_assert_int_eq(messages.deliveries, counts[_i].deliveries);
    ck_assert_int_eq(sums.sightings, counts[_i].sightings);
    ck_assert_int_eq(sums.size_local_bytes, counts[_i].size_local);
    ck_assert_int_eq(sums.size_external_bytes, counts[_i].size_external);
    ck_assert_int_eq(sums.size_sent_bytes, counts[_i].size_sent);
    ck_assert_int_eq(sums.size_hops_bytes, counts[_i].hops);
    ck_assert_int_eq(own.within_bytes, counts[_i].within_own);
    ck_assert_int_eq(own.across_bytes, counts[_i].across_own);
    ck_assert_int_eq(own.unique_bytes, counts[_i].unique_own);
    am_truth_destroy(&truth);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("traffic");
    TCase *cases = tcase_create("traffic");

    tcase_set_timeout(cases, 30);
    tcase_add_loop_test(cases, encodes, 0, ROWS(codes));
    tcase_add_loop_test(cases, is_repeatable_and_bounded, 0, ROWS(days));
    tcase_add_loop_test(cases, truth_adds_up, 0, ROWS(days));
    tcase_add_loop_test(cases, groups_add_up, 0, ROWS(days));
    tcase_add_loop_test(cases, counts_by_hand, 0, ROWS(counts));
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
