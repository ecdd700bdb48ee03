/* test_trace - passes through our own MTA, as a message's header tells of them,
 * and what the record of a message that comes back has of the first pass. */
#include <stdio.h>
#include <string.h>

#include "meter/measure.h"
#include "meter/trace.h"
#include "suite.h"

#define HOST "Relay.example.org"

static const char *const domains[] = {"example.org", NULL};
static const char *const networks[] = {"127.0.0.0/8", NULL};
static const unsigned char run[AM_SHORT_KEY] = "run0001";

static struct am_key *key;
static struct am_signer *signer;
static struct am_rules *rules;
static struct am_measure *measure;

static void set_up(void)
{
    const struct am_rules_source source = {.local_domains = domains,
                                           .trusted_networks = networks};
    struct am_err err;

    ck_assert_int_eq(am_key_random(&key, &err), 0);
    ck_assert_int_eq(am_signer_create(&signer, key, &err), 0);
    ck_assert_int_eq(am_rules_create(&rules, &source, &err), 0);
    const struct am_measure_setup with = {.key = key, .rules = rules};
    ck_assert_int_eq(am_measure_create(&measure, &with, &err), 0);
}

static void tear_down(void)
{
    am_measure_destroy(&measure);
    am_rules_destroy(&rules);
    am_signer_destroy(&signer);
    am_key_close(&key);
}

/* The recogniser of a pass through HOST. */
static void pass_of(const char *queue_id, unsigned char pass[AM_SHORT_KEY])
{
    struct am_trace trace;
    struct am_record record = {0};
    struct am_err err;

    am_trace_begin(&trace, HOST);
    ck_assert_int_eq(am_trace_queue_id(&trace, signer, queue_id, &err), 0);
    am_trace_fill(&trace, &record);
    ck_assert(record.has_pass);
    memcpy(pass, record.pass, AM_SHORT_KEY);
}

static const struct {
    const char *name, *value, *id; /* NULL: no pass of ours */
    bool came_back;
} lines[] = {
    {"Postfix",
     " from client (unknown [192.0.2.1])\n\tby relay.example.org (Postfix) with "
     "ESMTP id 4ABC12\n\tfor <u1@example.org>; Fri, 27 Nov 2026 10:00:00 +0100",
     "4ABC12", true},
    {"Postfix, over TLS",
     "from c (c.example [192.0.2.1])\n\t(using TLSv1.3 with cipher X (256/256 "
     "bits)\n\t key-exchange X25519)\n\t(No client certificate requested)\n\tby "
     "relay.example.org (Postfix) with ESMTPSA id 4SbXyZ1kMzz9 for <a@b>; x",
     "4SbXyZ1kMzz9", true},
    {"Postfix, submitted on this host",
     "by relay.example.org (Postfix, from userid 1000)\n\tid 5D1E3; Fri, 27",
     "5D1E3", false},
    {"Sendmail",
     "from c (c [192.0.2.1])\n\tby relay.example.org "
     "(8.17.1.9/8.17.1.9/Debian-2) with ESMTP id 3ARAxyz1000123;\n\tFri, 27",
     "3ARAxyz1000123", true},
    {"Sendmail, submitted on this host",
     "(from root@localhost)\n\tby relay.example.org (8.17.1.9/Submit) id "
     "3ARAx0;\n\tFri",
     "3ARAx0", false},
    {"name in another case",
     "from c by RELAY.Example.Org (Postfix) with SMTP id 1; x", "1", true},
    {"another host",
     "from c by mx.example.net (Postfix) with ESMTP id 4ABC12; x", NULL, false},
    {"our name is a part of its name",
     "from c by relay.example.org.example.net id 4ABC12; x", NULL, false},
    {"it came from us to another host",
     "from relay.example.org (relay.example.org [192.0.2.2]) by store.example.org "
     "with LMTP id xyz; x",
     NULL, false},
    {"a client that calls itself by our name",
     "from by relay.example.org (x) by mx.example.net with ESMTP id 9; x", NULL,
     false},
    {"a client of several names",
     "from a b c (x [192.0.2.1]) by relay.example.org (Postfix) with ESMTP id "
     "77; x",
     "77", true},
    {"comments in comments, with an escape",
     "from c (a (b \\) c) by relay.example.org id 1) by relay.example.org (x) id "
     "2; x",
     "2", true},
    {"an id in a comment alone", "from c by relay.example.org (id 4ABC12); x",
     NULL, false},
    {"no id", "from c by relay.example.org with SMTP; x", NULL, false},
    {"an id behind the date", "from c by relay.example.org; x id 4ABC12", NULL,
     false},
    {"a comment without an end", "from c by relay.example.org (x id 1; x", NULL,
     false},
    {"nothing", "", NULL, false},
    {"a semicolon", ";", NULL, false},
};

START_TEST(lines_are_read)
{
    unsigned char pass[AM_SHORT_KEY];
    struct am_trace trace;
    struct am_record record = {0};
    struct am_err err;
    size_t expected = lines[_i].id != NULL;

    am_trace_begin(&trace, HOST);
    ck_assert_int_eq(am_trace_received(&trace, signer, lines[_i].value, &err),
                     0);
    am_trace_fill(&trace, &record);
    ck_assert_msg(record.before_count == expected, "%s: %d passes",
                  lines[_i].name, record.before_count);
    ck_assert_msg(am_trace_came_back(&trace) == lines[_i].came_back, "%s",
                  lines[_i].name);
    if (lines[_i].id == NULL)
        return;
    pass_of(lines[_i].id, pass);
    ck_assert_msg(memcmp(record.before[0], pass, AM_SHORT_KEY) == 0, "%s",
                  lines[_i].name);
}

END_TEST

static void take_pass(struct am_trace *trace, const char *queue_id)
{
    char value[100];
    struct am_err err;

    snprintf(value, sizeof(value), "from c by relay.example.org id %s; x",
             queue_id);
    ck_assert_int_eq(am_trace_received(trace, signer, value, &err), 0);
}

/* The newest few, and the oldest of all, which names the message. */
START_TEST(the_oldest_pass_is_always_the_last)
{
    static const char *const kept[] = {"9", "8", "7", "1"};
    unsigned char pass[AM_SHORT_KEY];
    struct am_trace trace;
    struct am_record record = {0};
    struct am_err err;

    am_trace_begin(&trace, HOST);
    for (const char *id = "987654321"; *id != '\0'; id++)
        take_pass(&trace, (const char[]){*id, '\0'});
    ck_assert_int_eq(am_trace_queue_id(&trace, signer, "10", &err), 0);
    am_trace_fill(&trace, &record);
    ck_assert_uint_eq(record.before_count, AM_PASSES_MAX);
    for (size_t i = 0; i < AM_PASSES_MAX; i++) {
        pass_of(kept[i], pass);
        ck_assert_msg(memcmp(record.before[i], pass, AM_SHORT_KEY) == 0, "%zu",
                      i);
    }
    pass_of("10", pass);
    ck_assert_mem_eq(record.pass, pass, AM_SHORT_KEY);
}

END_TEST

START_TEST(this_pass_is_not_one_before)
{
    struct am_trace trace;
    struct am_record record = {0};
    struct am_err err;

    am_trace_begin(&trace, HOST);
    take_pass(&trace, "2");
    take_pass(&trace, "1");
    ck_assert_int_eq(am_trace_queue_id(&trace, signer, "2", &err), 0);
    am_trace_fill(&trace, &record);
    ck_assert_uint_eq(record.before_count, 1);
    ck_assert_int_eq(am_trace_queue_id(&trace, signer, "1", &err), 0);
    ck_assert(!am_trace_came_back(&trace));
}

END_TEST

START_TEST(without_a_name_or_an_id_there_is_no_pass)
{
    static const char *const names[] = {NULL, "", HOST, HOST};
    static const char *const ids[] = {"1", "1", NULL, ""};
    struct am_trace trace;
    struct am_record record = {0};
    struct am_err err;

    am_trace_begin(&trace, names[_i]);
    take_pass(&trace, "2");
    ck_assert_int_eq(am_trace_queue_id(&trace, signer, ids[_i], &err), 0);
    am_trace_fill(&trace, &record);
    ck_assert(!record.has_pass);
    ck_assert_uint_eq(record.before_count, _i < 2 ? 0 : 1);
}

END_TEST

/* A header of nothing but Received lines costs no more than its hundred. */
START_TEST(lines_beyond_all_hops_are_not_read)
{
    struct am_trace trace;

    am_trace_begin(&trace, HOST);
    for (int i = 0; i < AM_TRACE_RECEIVED; i++)
        take_pass(&trace, "1");
    ck_assert_uint_eq(trace.count, AM_PASSES_MAX);
    am_trace_begin(&trace, HOST);
    for (int i = 0; i < AM_TRACE_RECEIVED; i++) {
        struct am_err err;
        ck_assert_int_eq(am_trace_received(&trace, signer, "by x", &err), 0);
    }
    take_pass(&trace, "1");
    ck_assert_uint_eq(trace.count, 0);
}

END_TEST

/* ---- both passes of a message ---- */

#define BACK "from c by relay.example.org (Postfix) with ESMTP id 1; x"
#define MADE "by relay.example.org (Postfix, from userid 0) id 1; x"

struct pass {
    const char *received, *queue_id, *sender, *client;
    struct am_rcpt rcpts[3];
};

/* Measure it; its recipients stay until the next. */
static const struct am_record *measured(const struct pass *pass)
{
    static const char text[] = "Subject: x\r\n\r\nbody\r\n";
    const struct am_sender sender = {.address = pass->sender,
                                     .client_addr = pass->client};
    const struct am_record *record = NULL;
    struct am_err err;

    ck_assert_int_eq(am_measure_begin(measure, &sender, &err), 0);
    am_measure_relay(measure, HOST);
    for (size_t i = 0; i < 3 && pass->rcpts[i].address != NULL; i++) {
        ck_assert_int_eq(am_measure_recipient(measure, &pass->rcpts[i], &err),
                         0);
    }
    if (pass->received != NULL) {
        ck_assert_int_eq(am_measure_received(measure, pass->received, &err), 0);
    }
    ck_assert_int_eq(am_measure_feed(measure, text, sizeof(text) - 1, &err), 0);
    ck_assert_int_eq(am_measure_queue_id(measure, pass->queue_id, &err), 0);
    ck_assert_int_eq(am_measure_finish(measure, 1795500000, run, &record, &err),
                     0);
    return record;
}

START_TEST(recipients_are_the_same_in_both_passes)
{
    static const unsigned char nothing[AM_SHORT_KEY];
    const struct pass first = {.queue_id = "1",
                               .sender = "<a@else.net>",
                               .rcpts = {{.address = "<u1@example.org>"},
                                         {.address = "<list@example.org>",
                                          .orcpt = "rfc822;x@else.net"}}};
    const struct pass second = {.received = BACK,
                                .queue_id = "2",
                                .sender = "<b@else.net>",
                                .rcpts = {{.address = "<U1@EXAMPLE.ORG>"},
                                          {.address = "<u2@example.org>",
                                           .orcpt = "rfc822;list@Example.org"},
                                          {.address = "<copy@example.org>"}}};
    struct am_recipient before[2];

    const struct am_record *record = measured(&first);
    ck_assert(record->has_pass && !record->has_message_key);
    memcpy(before, record->recipients, sizeof(before));
    ck_assert_mem_eq(before[1].given, nothing, AM_SHORT_KEY);
    ck_assert_mem_ne(before[0].origin, before[1].origin, AM_SHORT_KEY);

    record = measured(&second);
    ck_assert_uint_eq(record->before_count, 1);
    ck_assert_mem_eq(record->recipients[0].origin, before[0].origin,
                     AM_SHORT_KEY);
    ck_assert_mem_eq(record->recipients[1].given, before[1].origin,
                     AM_SHORT_KEY);
    ck_assert_mem_eq(record->recipients[2].given, nothing, AM_SHORT_KEY);
}

END_TEST

/* Two messages to one recipient must not be comparable by what is in the
 * spool. */
START_TEST(recipients_of_two_messages_have_nothing_in_common)
{
    struct pass pass = {.queue_id = "1",
                        .sender = "<a@else.net>",
                        .rcpts = {{.address = "<u1@example.org>"}}};
    unsigned char origin[AM_SHORT_KEY];

    memcpy(origin, measured(&pass)->recipients[0].origin, AM_SHORT_KEY);
    pass.queue_id = "2";
    ck_assert_mem_ne(origin, measured(&pass)->recipients[0].origin,
                     AM_SHORT_KEY);
}

END_TEST

static const struct {
    const char *name;
    struct pass pass;
    enum am_direction direction;
    const char *domain;
} directions[] = {
    {"a trusted client's own mail",
     {.sender = "<a@else.net>", .client = "127.0.0.1", .queue_id = "2"},
     AM_DIRECTION_INTERNAL,
     ""},
    {"a filter gives back mail from outside",
     {.received = BACK,
      .sender = "<a@else.net>",
      .client = "127.0.0.1",
      .queue_id = "2"},
     AM_DIRECTION_INBOUND,
     "example.org"},
    {"a filter gives back mail of ours",
     {.received = BACK,
      .sender = "<a@example.org>",
      .client = "127.0.0.1",
      .queue_id = "2"},
     AM_DIRECTION_INTERNAL,
     "example.org"},
    {"a filter gives back a bounce",
     {.received = BACK, .sender = "<>", .client = "127.0.0.1", .queue_id = "2"},
     AM_DIRECTION_INBOUND,
     "example.org"},
    {"a filter gives back what was made on this host",
     {.received = MADE,
      .sender = "<a@else.net>",
      .client = "127.0.0.1",
      .queue_id = "2"},
     AM_DIRECTION_INTERNAL,
     ""},
    {"the first pass itself is shown",
     {.received = BACK,
      .sender = "<a@else.net>",
      .client = "127.0.0.1",
      .queue_id = "1"},
     AM_DIRECTION_INTERNAL,
     ""},
};

/* Who gives a message back says nothing of who sent it. */
START_TEST(a_filter_is_not_the_sender)
{
    struct pass pass = directions[_i].pass;

    pass.rcpts[0].address = "<u1@example.org>";
    const struct am_record *record = measured(&pass);
    ck_assert_msg(record->direction == directions[_i].direction, "%s: %s",
                  directions[_i].name, am_direction_name(record->direction));
    ck_assert_msg(strcmp(record->domain, directions[_i].domain) == 0, "%s: %s",
                  directions[_i].name, record->domain);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("trace");
    TCase *tcase = tcase_create("trace");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, lines_are_read, 0, ROWS(lines));
    tcase_add_test(tcase, the_oldest_pass_is_always_the_last);
    tcase_add_test(tcase, this_pass_is_not_one_before);
    tcase_add_loop_test(tcase, without_a_name_or_an_id_there_is_no_pass, 0, 4);
    tcase_add_test(tcase, lines_beyond_all_hops_are_not_read);
    tcase_add_test(tcase, recipients_are_the_same_in_both_passes);
    tcase_add_test(tcase, recipients_of_two_messages_have_nothing_in_common);
    tcase_add_loop_test(tcase, a_filter_is_not_the_sender, 0, ROWS(directions));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
