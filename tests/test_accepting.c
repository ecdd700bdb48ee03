/* accepting - what the header fields of a request say (lib/cli/accepting.h). */
#include <stddef.h>

#include "cli/accepting.h"
#include "suite.h"

static const char *const names[] = {"stats.example.org", "10.1.2.3", NULL};

static const struct {
    const char *name, *host;
    bool is_ours;
} hosts[] = {
    {"our name", "localhost", true},
    {"with our port", "localhost:9798", true},
    {"with the port of a tunnel", "localhost:8080", true},
    {"in capitals", "LocalHost:9798", true},
    {"no digits in the port", "localhost:", true},
    {"IPv4", "127.0.0.1", true},
    {"IPv4 and a port", "127.0.0.1:9798", true},
    {"IPv6", "[::1]", true},
    {"IPv6 and a port", "[::1]:9798", true},
    {"a name that was given", "stats.example.org", true},
    {"a name that was given, and a port", "Stats.Example.org:443", true},
    {"an address that was given", "10.1.2.3:9798", true},
    {"nothing", "", false},
    {"a port alone", ":9798", false},
    {"a name that leads here", "attacker.example", false},
    {"the same, with our port", "attacker.example:9798", false},
    {"our name in front", "localhost.attacker.example", false},
    {"our name behind", "attacker.localhost", false},
    {"our name as a port", "attacker.example:localhost", false},
    {"our address in front", "127.0.0.1.attacker.example", false},
    {"a dot at the end", "localhost.", false},
    {"another of our addresses", "127.0.0.2", false},
    {"every address", "0.0.0.0:9798", false},
    {"the address as a number", "2130706433", false},
    {"IPv6 without brackets", "::1", false},
    {"IPv6 without its end", "[::1", false},
    {"something behind IPv6", "[::1]x", false},
    {"another IPv6", "[::2]:9798", false},
    {"a user in front", "localhost@attacker.example", false},
    {"two ports", "localhost:1:2", false},
    {"a port that is none", "localhost:98x", false},
    {"a blank", "localhost ", false},
    {"part of a name that was given", "example.org", false},
};

START_TEST(host_is_ours_or_not)
{
    ck_assert_msg(am_accepting_host(hosts[_i].host, names) == hosts[_i].is_ours,
                  "%s: '%s'", hosts[_i].name, hosts[_i].host);
}

END_TEST

static const char *const languages[] = {"en", "fr", NULL};

static const struct {
    const char *name, *field;
    int number;
} wishes[] = {
    {"no field", NULL, -1},
    {"an empty one", "", -1},
    {"French", "fr", 1},
    {"French of a country", "fr-CA", 1},
    {"in capitals", "FR-fr", 1},
    {"what Firefox sends in French", "fr,fr-FR;q=0.8,en-US;q=0.5,en;q=0.3", 1},
    {"what Chromium sends in English", "en-US,en;q=0.9,fr;q=0.8", 0},
    {"French liked less", "fr;q=0.2, en;q=0.3", 0},
    {"as much: the first", "fr;q=0.5, en;q=0.5", 1},
    {"as much: the first, other way", "en;q=0.5, fr;q=0.5", 0},
    {"none that we speak", "de, it;q=0.5", -1},
    {"after one that we do not speak", "de, fr;q=0.5", 1},
    {"anything", "*", 0},
    {"anything rather than English", "en;q=0.1, *;q=0.5", 1},
    {"anything but French", "*, fr;q=0", 0},
    {"not at all", "fr;q=0", -1},
    {"begins like French", "frr", -1},
    {"a weight that is none", "fr;q=much, en;q=0.1", 0},
    {"a weight over one", "fr;q=1.5, en;q=0.1", 0},
    {"a weight below nothing", "fr;q=-1, en;q=0.1", 0},
    {"blanks", "  fr ; q=0.9 ,en ;q=0.8 ", 1},
    {"only commas", ",,,", -1},
    {"a quote that does not end", "en;q=\"0.5, fr", -1},
};

START_TEST(language_is_the_one_liked_best)
{
    ck_assert_msg(am_accepting_language(wishes[_i].field, languages) ==
                      wishes[_i].number,
                  "%s: %d", wishes[_i].name,
                  am_accepting_language(wishes[_i].field, languages));
}

END_TEST

static const struct {
    const char *name, *field;
    bool is_open;
} accepts[] = {
    {"no field", NULL, false},
    {"an empty one", "", false},
    {"anything, as curl", "*/*", false},
    {"a browser",
     "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false},
    {"Prometheus 2.42",
     "application/openmetrics-text;version=1.0.0,application/"
     "openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,"
     "*/*;q=0.1",
     true},
    {"Prometheus that wants the classic form",
     "text/plain;version=0.0.4;q=0.6,application/openmetrics-text;"
     "version=1.0.0;q=0.5,*/*;q=0.1",
     false},
    {"Prometheus 3 with its escaping",
     "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
     "text/plain;version=0.0.4;q=0.4",
     true},
    {"in capitals", "Application/OpenMetrics-Text; Version=1.0.0", true},
    {"any version", "application/openmetrics-text", true},
    {"another version", "application/openmetrics-text; version=0.0.1", false},
    {"another version, and ours less",
     "application/openmetrics-text;version=0.0.1,"
     "application/openmetrics-text;version=1.0.0;q=0.2,text/plain;q=0.1",
     true},
    {"as much as the classic one", "text/plain, application/openmetrics-text",
     true},
    {"a classic version that we do not speak, above ours",
     "text/plain;version=1.0.0;q=0.9,application/openmetrics-text;q=0.5", true},
    {"not at all", "application/openmetrics-text;q=0, */*", false},
    {"a weight that is none", "application/openmetrics-text;q=x", false},
    {"a longer name", "application/openmetrics-text2", false},
    {"part of its name", "application/*", false},
    {"inside quotes", "text/html;a=\",application/openmetrics-text\"", false},
};

START_TEST(metrics_are_in_the_form_wanted)
{
    ck_assert_msg(am_accepting_openmetrics(accepts[_i].field) ==
                      accepts[_i].is_open,
                  "%s", accepts[_i].name);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("accepting");
    TCase *tcase = tcase_create("accepting");

    tcase_add_loop_test(tcase, host_is_ours_or_not, 0, ROWS(hosts));
    tcase_add_loop_test(tcase, language_is_the_one_liked_best, 0, ROWS(wishes));
    tcase_add_loop_test(tcase, metrics_are_in_the_form_wanted, 0,
                        ROWS(accepts));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
