/* test_envelope - addresses, rules, and who a message is from and for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "meter/address.h"
#include "meter/envelope.h"
#include "suite.h"

static const struct {
    const char *name, *argument, *default_domain, *text, *domain;
} addresses[] = {
    {"plain", "u1@example.org", NULL, "u1@example.org", "example.org"},
    {"brackets", "<u1@example.org>", NULL, "u1@example.org", "example.org"},
    {"case is folded", "<U1@EXAMPLE.Org>", NULL, "u1@example.org",
     "example.org"},
    {"ESMTP arguments", "<u1@x.org> NOTIFY=NEVER ORCPT=rfc822;a@b", NULL,
     "u1@x.org", "x.org"},
    {"arguments without brackets", "u1@x.org SIZE=12", NULL, "u1@x.org",
     "x.org"},
    {"null sender", "<>", "x.org", "", ""},
    {"bare name", "<root>", "x.org", "root@x.org", "x.org"},
    {"bare name, no default", "root", NULL, "root", ""},
    {"quoted local part", "<\"a b>@c\"@x.org>", NULL, "\"a b>@c\"@x.org",
     "x.org"},
    {"quoted quote", "<\"a\\\"> b\"@x.org>", NULL, "\"a\\\"> b\"@x.org",
     "x.org"},
    {"source route", "<@a.org,@b.org:u1@x.org>", NULL, "u1@x.org", "x.org"},
    {"IDN is an A-label", "<u1@M\xc3\xbcnchen.example>", NULL,
     "u1@xn--mnchen-3ya.example", "xn--mnchen-3ya.example"},
    {"A-label in upper case", "<u1@XN--MNCHEN-3ya.example>", NULL,
     "u1@xn--mnchen-3ya.example", "xn--mnchen-3ya.example"},
    {"not UTF-8", "<u1@\xff\xfe.example>", NULL, "u1@\xff\xfe.example",
     "\xff\xfe.example"},
    {"empty", "", "x.org", "", ""},
    {"unclosed quote", "<\"u1@x.org>", NULL, "\"u1@x.org>", "x.org>"},
};

START_TEST(addresses_are_read)
{
    struct am_address address;

    am_address_read(&address, addresses[_i].argument,
                    addresses[_i].default_domain);
    ck_assert_str_eq(address.text, addresses[_i].text);
    ck_assert_str_eq(address.domain, addresses[_i].domain);
}

END_TEST

static const struct {
    const char *name, *orcpt, *text;
} originals[] = {
    {"plain", "rfc822;U1@Example.org", "u1@example.org"},
    {"type in upper case", "RFC822;u1@x.org", "u1@x.org"},
    {"xtext", "rfc822;a+2Bb+3Dc@x.org", "a+b=c@x.org"},
    {"a plus that is no xtext", "rfc822;a+zb@x.org+2", "a+zb@x.org+2"},
    {"UTF-8", "utf-8;u1@m\xc3\xbcnchen.example", "u1@xn--mnchen-3ya.example"},
    {"another type", "x400;u1@x.org", ""},
    {"no type", "u1@x.org", ""},
    {"nothing", "", ""},
    {"none", NULL, ""},
};

START_TEST(original_recipients_are_read)
{
    struct am_address address;

    am_address_read_orcpt(&address, originals[_i].orcpt);
    ck_assert_msg(strcmp(address.text, originals[_i].text) == 0, "%s: %s",
                  originals[_i].name, address.text);
}

END_TEST

START_TEST(a_long_address_is_cut)
{
    char argument[5000];
    struct am_address address;

    memset(argument, 'a', sizeof(argument) - 1);
    argument[sizeof(argument) - 1] = '\0';
    am_address_read(&address, argument, "x.org");
    ck_assert_uint_eq(strlen(address.text), AM_ADDRESS_SIZE - 1);
    memcpy(argument + 900, "@", 1);
    am_address_read(&address, argument, NULL);
    ck_assert_uint_lt(strlen(address.text), AM_ADDRESS_SIZE);
}

END_TEST

static const char *const domains[] = {"example.org", "EXAMPLE.fr",
                                      "m\xc3\xbcnchen.example", NULL};
static const char *const mailers[] = {"local", "virtual", "error", NULL};
static const char *const networks[] = {"192.0.2.0/25", "2001:db8::/33",
                                       "198.51.100.7", NULL};
static const char *const ports[] = {"587", NULL};
static const char *const no_sent[] = {"news@example.org", NULL};

static struct am_key *key;
static struct am_signer *signer;
static const unsigned char run[AM_SHORT_KEY] = "run0001";

static struct am_rules *rules_with(const char *const *local_domains)
{
    const struct am_rules_source source = {
        .local_domains = local_domains,
        .local_mailers = mailers,
        .trusted_networks = networks,
        .submission_ports = ports,
        .no_sent_senders = no_sent,
        .default_domain = "Example.ORG",
    };
    struct am_rules *rules = NULL;
    struct am_err err;

    if (am_rules_create(&rules, &source, &err) < 0)
        ck_abort_msg("%s", err.text);
    return rules;
}

static void setup(void)
{
    struct am_err err;
    ck_assert_int_eq(am_key_random(&key, &err), 0);
    ck_assert_int_eq(am_signer_create(&signer, key, &err), 0);
}

static void teardown(void)
{
    am_signer_destroy(&signer);
    am_key_close(&key);
}

#define O AM_DIRECTION_OUTBOUND
#define I AM_DIRECTION_INBOUND
#define N AM_DIRECTION_INTERNAL
#define T AM_DIRECTION_TRANSIT

static const struct {
    const char *name;
    struct am_sender sender;
    const char *rcpt[4];
    enum am_direction direction;
    bool sent;
    const char *domain;
    size_t local, external;
} rows[] = {
    {"one local to one local",
     {.address = "<a@example.org>"},
     {"<b@example.org>"},
     N,
     true,
     "example.org",
     1,
     0},
    {"out",
     {.address = "<a@example.org>"},
     {"<b@else.net>"},
     O,
     true,
     "example.org",
     0,
     1},
    {"local and external is out",
     {.address = "<a@example.org>"},
     {"<b@example.fr>", "<b@else.net>"},
     O,
     true,
     "example.org",
     1,
     1},
    {"in",
     {.address = "<a@else.net>"},
     {"<b@example.fr>"},
     I,
     false,
     "example.fr",
     1,
     0},
    {"in to two domains",
     {.address = "<a@else.net>"},
     {"<b@example.fr>", "<b@example.org>"},
     I,
     false,
     "several",
     2,
     0},
    {"in, local and external",
     {.address = "<a@else.net>"},
     {"<b@example.fr>", "<b@third.net>"},
     I,
     false,
     "example.fr",
     1,
     1},
    {"transit",
     {.address = "<a@else.net>"},
     {"<b@third.net>"},
     T,
     false,
     "",
     0,
     1},
    {"bounce in",
     {.address = "<>"},
     {"<b@example.org>"},
     I,
     false,
     "example.org",
     1,
     0},
    {"bounce out", {.address = "<>"}, {"<b@third.net>"}, T, false, "", 0, 1},
    {"login makes a sender local",
     {.address = "<a@else.net>", .auth_authen = "a"},
     {"<b@third.net>"},
     O,
     true,
     "",
     0,
     1},
    {"trusted client",
     {.address = "<a@else.net>", .client_addr = "192.0.2.99"},
     {"<b@example.org>"},
     N,
     true,
     "",
     1,
     0},
    {"client beside the network",
     {.address = "<a@else.net>", .client_addr = "192.0.2.130"},
     {"<b@example.org>"},
     I,
     false,
     "example.org",
     1,
     0},
    {"trusted single address",
     {.address = "<a@else.net>", .client_addr = "198.51.100.7"},
     {"<b@example.org>"},
     N,
     true,
     "",
     1,
     0},
    {"trusted IPv6",
     {.address = "<a@else.net>", .client_addr = "IPv6:2001:db8:7fff::1"},
     {"<b@example.org>"},
     N,
     true,
     "",
     1,
     0},
    {"IPv6 beside the network",
     {.address = "<a@else.net>", .client_addr = "2001:db8:8000::1"},
     {"<b@example.org>"},
     I,
     false,
     "example.org",
     1,
     0},
    {"a client without an address",
     {.address = "<a@else.net>", .client_addr = "unknown"},
     {"<b@example.org>"},
     I,
     false,
     "example.org",
     1,
     0},
    {"submission port",
     {.address = "<a@else.net>", .daemon_port = "587"},
     {"<b@example.org>"},
     N,
     true,
     "",
     1,
     0},
    {"port 25",
     {.address = "<a@else.net>", .daemon_port = "25"},
     {"<b@example.org>"},
     I,
     false,
     "example.org",
     1,
     0},
    {"local submission",
     {.address = "root", .client_port = "0"},
     {"<b@else.net>"},
     O,
     true,
     "example.org",
     0,
     1},
    {"a sender without Sent folder",
     {.address = "<NEWS@example.org>"},
     {"<b@example.org>"},
     N,
     false,
     "example.org",
     1,
     0},
    {"mail_addr is the cleaned form",
     {.address = "<a@else.net> SIZE=1", .mail_addr = "a@example.fr"},
     {"<b@example.org>"},
     N,
     true,
     "example.fr",
     1,
     0},
    {"four forms of one mailbox",
     {.address = "<a@else.net>"},
     {"<u1@example.org>", "<U1@EXAMPLE.ORG>", "u1@example.org NOTIFY=NEVER",
      "<u1>"},
     I,
     false,
     "example.org",
     1,
     0},
    {"IDN domain in both forms",
     {.address = "<a@else.net>"},
     {"<u@m\xc3\xbcnchen.example>", "<u@xn--mnchen-3ya.example>"},
     I,
     false,
     "xn--mnchen-3ya.example",
     1,
     0},
    {"no recipient at all",
     {.address = "<a@else.net>"},
     {NULL},
     T,
     false,
     "",
     0,
     0},
};

static void begin(struct am_envelope **envelope, const struct am_rules *rules,
                  const struct am_sender *sender)
{
    struct am_err err;
    ck_assert_int_eq(am_envelope_create(envelope, signer, rules, &err), 0);
    ck_assert_int_eq(am_envelope_begin(*envelope, sender, &err), 0);
}

static void count(const struct am_record *record, size_t *local,
                  size_t *external)
{
    *local = *external = 0;
    for (size_t i = 0; i < record->recipient_count; i++)
        ++*(record->recipients[i].group == 0 ? local : external);
}

START_TEST(an_envelope_is_judged)
{
    struct am_rules *rules = rules_with(domains);
    struct am_envelope *envelope = NULL;
    struct am_record record = {.has_message_key = true};
    struct am_err err;
    size_t local = 0;
    size_t external = 0;

    begin(&envelope, rules, &rows[_i].sender);
    for (size_t i = 0; i < 4 && rows[_i].rcpt[i] != NULL; i++) {
        const struct am_rcpt rcpt = {.address = rows[_i].rcpt[i]};
        ck_assert_int_eq(am_envelope_add(envelope, &rcpt, &err), 0);
    }
    ck_assert_int_eq(am_envelope_fill(envelope, run, &record, &err), 0);
    count(&record, &local, &external);
    ck_assert_msg(record.direction == rows[_i].direction, "%s: %s",
                  rows[_i].name, am_direction_name(record.direction));
    ck_assert_int_eq(record.sent, rows[_i].sent);
    ck_assert_str_eq(record.domain, rows[_i].domain);
    ck_assert_uint_eq(local, rows[_i].local);
    ck_assert_uint_eq(external, rows[_i].external);
    am_envelope_destroy(&envelope);
    am_rules_destroy(&rules);
}

END_TEST

static const struct {
    const char *name;
    struct am_rcpt rcpt;
    bool local;
} without_domains[] = {
    {"Postfix, virtual alias domain has mailer error",
     {.address = "<u@x.org>", .rcpt_addr = "u@x.org", .rcpt_mailer = "error"},
     true},
    {"Postfix, local",
     {.address = "<u@x.org>", .rcpt_addr = "u@x.org", .rcpt_mailer = "local"},
     true},
    {"Postfix, smtp",
     {.address = "<u@x.org>", .rcpt_addr = "u@x.org", .rcpt_mailer = "smtp"},
     false},
    {"Sendmail, user part alone",
     {.address = "<u@x.org>", .rcpt_addr = "u", .rcpt_mailer = "local"},
     true},
    {"Sendmail, esmtp",
     {.address = "<u@x.org>", .rcpt_addr = "u@x.org", .rcpt_mailer = "esmtp"},
     false},
    {"no signal", {.address = "<u@x.org>"}, false},
};

START_TEST(the_mailer_decides_without_domains)
{
    struct am_rules *rules = rules_with(NULL);
    struct am_envelope *envelope = NULL;
    struct am_record record = {.has_message_key = true};
    struct am_err err;
    const struct am_sender sender = {.address = "<a@else.net>"};

    begin(&envelope, rules, &sender);
    ck_assert_int_eq(am_envelope_add(envelope, &without_domains[_i].rcpt, &err),
                     0);
    ck_assert_int_eq(am_envelope_fill(envelope, run, &record, &err), 0);
    ck_assert_uint_eq(record.recipient_count, 1);
    ck_assert_msg((record.recipients[0].group == 0) ==
                      without_domains[_i].local,
                  "%s", without_domains[_i].name);
    am_envelope_destroy(&envelope);
    am_rules_destroy(&rules);
}

END_TEST

#define BY_DOMAIN AM_FLAW_BIT(AM_FLAW_SENDER_BY_DOMAIN)

static const struct {
    const char *name;
    struct am_sender sender;
    struct am_rcpt rcpt;
    bool came_back;
    uint32_t flaws;
} signals[] = {
    {.name = "ours by the domain alone",
     .sender = {.address = "<a@example.org>", .client_addr = "203.0.113.1"},
     .rcpt = {.address = "<b@else.net>"},
     .flaws = BY_DOMAIN},
    {.name = "ours by login and domain",
     .sender = {.address = "<a@example.org>", .auth_authen = "a"},
     .rcpt = {.address = "<b@example.org>"}},
    {.name = "ours by client and domain",
     .sender = {.address = "<a@example.org>", .client_addr = "192.0.2.1"},
     .rcpt = {.address = "<b@example.org>"}},
    {.name = "ours by client and domain, but it came back",
     .sender = {.address = "<a@example.org>", .client_addr = "192.0.2.1"},
     .rcpt = {.address = "<b@example.org>"},
     .came_back = true,
     .flaws = BY_DOMAIN},
    {.name = "ours by login, and it came back",
     .sender = {.address = "<a@example.org>", .auth_authen = "a"},
     .rcpt = {.address = "<b@example.org>"},
     .came_back = true},
    {.name = "none of ours",
     .sender = {.address = "<a@else.net>"},
     .rcpt = {.address = "<b@example.org>"}},
    {.name = "a bounce",
     .sender = {.address = "<>", .client_addr = "192.0.2.1"},
     .rcpt = {.address = "<b@example.org>"}},
};

START_TEST(what_a_weak_signal_decides_is_told)
{
    struct am_rules *rules = rules_with(domains);
    struct am_envelope *envelope = NULL;
    struct am_err err;

    begin(&envelope, rules, &signals[_i].sender);
    ck_assert_int_eq(am_envelope_add(envelope, &signals[_i].rcpt, &err), 0);
    if (signals[_i].came_back)
        am_envelope_came_back(envelope);
    ck_assert_msg(am_envelope_flaws(envelope) == signals[_i].flaws, "%s: %x",
                  signals[_i].name, am_envelope_flaws(envelope));
    am_envelope_destroy(&envelope);
    am_rules_destroy(&rules);
}

END_TEST

/* What the recorder leans on: the same recipient of the same message has the
 * same key, and no key says anything about another message. */
START_TEST(recipients_are_recognised_within_their_message_only)
{
    struct am_rules *rules = rules_with(domains);
    struct am_envelope *envelope = NULL;
    const struct am_sender sender = {.address = "<a@else.net>"};
    const struct am_rcpt rcpt = {.address = "<b@third.net>"};
    struct am_recipient seen[3];
    struct am_err err;

    begin(&envelope, rules, &sender);
    for (size_t i = 0; i < 3; i++) {
        struct am_record record = {.has_message_key = true};
        record.message_key[0] = i == 2;
        ck_assert_int_eq(am_envelope_begin(envelope, &sender, &err), 0);
        ck_assert_int_eq(am_envelope_add(envelope, &rcpt, &err), 0);
        ck_assert_int_eq(am_envelope_fill(envelope, run, &record, &err), 0);
        seen[i] = record.recipients[0];
    }
    ck_assert_mem_eq(seen[0].key, seen[1].key, AM_SHORT_KEY);
    ck_assert_mem_ne(seen[0].key, seen[2].key, AM_SHORT_KEY);
    ck_assert_uint_eq(seen[0].group, seen[2].group);
    am_envelope_destroy(&envelope);
    am_rules_destroy(&rules);
}

END_TEST

START_TEST(many_recipients_are_told_apart)
{
    struct am_rules *rules = rules_with(domains);
    struct am_envelope *envelope = NULL;
    const struct am_sender sender = {.address = "<a@else.net>"};
    struct am_record record = {.has_message_key = false};
    struct am_err err;

    begin(&envelope, rules, &sender);
    for (int i = 0; i < 70000; i++) {
        char text[64];
        snprintf(text, sizeof(text), "<u%d@d%d.example>", i % 66000, i % 7);
        const struct am_rcpt rcpt = {.address = text};
        ck_assert_int_eq(am_envelope_add(envelope, &rcpt, &err), 0);
        if (i == 5000)
            ck_assert_uint_eq(am_envelope_count(envelope), 5001);
    }
    ck_assert_uint_eq(am_envelope_count(envelope), 65536);
    ck_assert_uint_eq(am_envelope_flaws(envelope),
                      AM_FLAW_BIT(AM_FLAW_LIMIT_RECIPIENTS));
    ck_assert_int_eq(am_envelope_fill(envelope, run, &record, &err), 0);
    ck_assert_uint_eq(record.recipient_count, 65536);
    ck_assert_int_eq(am_envelope_begin(envelope, &sender, &err), 0);
    ck_assert_uint_eq(am_envelope_flaws(envelope), 0);
    am_envelope_destroy(&envelope);
    am_rules_destroy(&rules);
}

END_TEST

static const struct {
    const char *name, *domains_file, *lists_file, *network, *error;
} bad[] = {
    {"a domain with a blank", "example.org\nnot a domain\n", "", NULL,
     ":2: 'not a domain' is not a domain"},
    {"an address for a domain", "# ours\n\na@b\n", "", NULL,
     ":3: 'a@b' is not a domain"},
    {"a list without members", "", "all@example.org\n", NULL,
     ":1: 'all@example.org' is not an address and its number of members"},
    {"a list of none", "", "all@example.org 0\n", NULL, "number of members"},
    {"a list without domain", "", "all 12\n", NULL, "number of members"},
    {"a network that is none", "", "", "192.0.2.0/33", "is not a network"},
    {"a name for a network", "", "", "localhost", "is not a network"},
    {"a network without bits", "", "", "192.0.2.0/", "is not a network"},
    {"a network of a mask", "", "", "192.0.2.0/255.255.255.0",
     "is not a network"},
    {"a network of letters", "", "", "192.0.2.0/2x", "is not a network"},
    {"a network of many bits", "", "", "2001:db8::/1280", "is not a network"},
    {"a network longer than any", "", "",
     "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000/1",
     "is not a network"},
    {"a list of too many", "", "all@example.org 12345678\n", NULL,
     "number of members"},
    {"a list and more behind", "", "all@example.org 12 x\n", NULL,
     "number of members"},
    {"nothing wrong", "example.org\n", "all@example.org 12\n", "::1/128", NULL},
};

static void put(char *path, const char *text)
{
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

START_TEST(bad_lists_are_named)
{
    char at_domains[] = "@/tmp/am-domains-XXXXXX";
    char lists[] = "/tmp/am-lists-XXXXXX";
    const char *const local_domains[] = {at_domains, NULL};
    const char *const trusted[] = {bad[_i].network, NULL};
    struct am_rules *rules = NULL;
    struct am_err err = {.code = AM_OK};

    put(at_domains + 1, bad[_i].domains_file);
    put(lists, bad[_i].lists_file);
    const struct am_rules_source source = {.local_domains = local_domains,
                                           .list_sizes = lists,
                                           .trusted_networks = trusted};
    int result = am_rules_create(&rules, &source, &err);
    unlink(at_domains + 1);
    unlink(lists);
    if (bad[_i].error == NULL) {
        ck_assert_msg(result == 0, "%s", err.text);
        ck_assert_uint_eq(am_rules_members(rules, "all@example.org"), 12);
        ck_assert_uint_eq(am_rules_members(rules, "one@example.org"), 1);
    } else {
        ck_assert_int_eq(result, -1);
        ck_assert_msg(strstr(err.text, bad[_i].error) != NULL, "%s", err.text);
    }
    am_rules_destroy(&rules);
}

END_TEST

START_TEST(a_sender_without_sent_folder_is_an_address)
{
    static const char *const senders[] = {"noreply", NULL};
    const struct am_rules_source source = {.no_sent_senders = senders};
    struct am_rules *rules = NULL;
    struct am_err err;

    ck_assert_int_eq(am_rules_create(&rules, &source, &err), -1);
    ck_assert_int_eq(err.code, AM_EINVAL);
    ck_assert_ptr_nonnull(strstr(err.text, "'noreply' is not an address"));
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("envelope");
    TCase *tcase = tcase_create("envelope");

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, addresses_are_read, 0, ROWS(addresses));
    tcase_add_loop_test(tcase, original_recipients_are_read, 0,
                        ROWS(originals));
    tcase_add_test(tcase, a_long_address_is_cut);
    tcase_add_loop_test(tcase, an_envelope_is_judged, 0, ROWS(rows));
    tcase_add_loop_test(tcase, the_mailer_decides_without_domains, 0,
                        ROWS(without_domains));
    tcase_add_loop_test(tcase, what_a_weak_signal_decides_is_told, 0,
                        ROWS(signals));
    tcase_add_test(tcase, recipients_are_recognised_within_their_message_only);
    tcase_add_test(tcase, many_recipients_are_told_apart);
    tcase_add_loop_test(tcase, bad_lists_are_named, 0, ROWS(bad));
    tcase_add_test(tcase, a_sender_without_sent_folder_is_an_address);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
