/* test_config - the settings: read, refused with file and line, printed. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"
#include "suite.h"

#define PATH_SIZE 64

/* Write text into a new file; its path is left in path. */
static void write_file(char path[PATH_SIZE], const char *text, size_t size)
{
    snprintf(path, PATH_SIZE, "/tmp/am-config-XXXXXX");
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, text, size), (long)size);
    close(fd);
}

static int open_text(struct am_config **config, const char *text,
                     char path[PATH_SIZE], struct am_err *err)
{
    write_file(path, text, strlen(text));
    int result = am_config_open(config, path, err);
    unlink(path);
    return result;
}

/* The value of a setting as text, after the file was read. */
static const struct {
    const char *name, *text, *setting, *value;
} good[] = {
    {"an empty file", "", "database", "/var/lib/attachmeter/attachmeter.db"},
    {"comments", "# a\n// b\n/* c\n d */ country = FRA # e", "country", "FRA"},
    {"a union of countries", "country = EU27", "country", "EU27"},
    {"a bare socket", "socket = unix:/var/spool/postfix/attachmeter/am.sock",
     "socket", "unix:/var/spool/postfix/attachmeter/am.sock"},
    {"libmilter's other name", "socket = local:/run/x", "socket",
     "local:/run/x"},
    {"a descriptor", "socket = fd:3", "socket", "fd:3"},
    {"an inet socket", "socket = \"inet:2525@127.0.0.1\"", "socket",
     "inet:2525@127.0.0.1"},
    {"quotes", "database = \"/srv/a b/x.db\"", "database", "\"/srv/a b/x.db\""},
    {"a dollar in quotes", "database = \"/srv/\\$x\"", "database",
     "\"/srv/\\$x\""},
    {"a list", "local_domains = {example.fr, @/etc/domains}", "local_domains",
     "{example.fr, @/etc/domains}"},
    {"a list over lines", "local_domains = {\n a.fr,\n b.fr\n}",
     "local_domains", "{a.fr, b.fr}"},
    {"an empty list", "submission_ports = {}", "submission_ports", "{}"},
    {"a list of one word", "local_mailers = dovecot", "local_mailers",
     "{dovecot}"},
    {"more of a list", "submission_ports += {2525}", "submission_ports",
     "{587, 465, 2525}"},
    {"networks", "trusted_networks = {192.0.2.0/24, 2001:db8::/32}",
     "trusted_networks", "{192.0.2.0/24, 2001:db8::/32}"},
    {"factors", "factors = {\"pue=1.2\", \"grid=10,20,30\"}", "factors",
     "{\"pue=1.2\", \"grid=10,20,30\"}"},
    {"three numbers as a text", "delivered_share = \"0.8,0.9,1\"",
     "delivered_share", "\"0.8,0.9,1\""},
    {"the last of two counts", "mailboxes = 3\nmailboxes = 4", "mailboxes",
     "4"},
};

START_TEST(values_are_read)
{
    struct am_config *config = NULL;
    struct am_setting_view view;
    struct am_err err;
    char path[PATH_SIZE];

    ck_assert_msg(open_text(&config, good[_i].text, path, &err) == 0, "%s: %s",
                  good[_i].name, err.text);
    size_t i = 0;
    while (am_config_view(config, i, &view) &&
           strcmp(view.name, good[_i].setting) != 0)
        i++;
    ck_assert_msg(strcmp(view.value, good[_i].value) == 0, "%s: %s",
                  good[_i].name, view.value);
    ck_assert_int_eq(view.is_default, good[_i].text[0] == '\0');
    am_config_close(&config);
}

END_TEST

/* Numbers, and the units they may have. */
static const struct {
    const char *text;
    int64_t detail_days, spool_limit_bytes, spool_sync_s, limit_header_bytes;
    bool log_messages;
} numbers[] = {
    {"", 180, 1000000000, 1, 65536, false},
    {"detail_days = 30", 30, 1000000000, 1, 65536, false},
    {"detail_days = 2w\nlog_messages = yes", 14, 1000000000, 1, 65536, true},
    {"spool_limit = 64M\nlog_messages = on", 180, 64000000, 1, 65536, true},
    {"spool_limit = 2Gi\nspool_sync = 0s", 180, 2147483648, 0, 65536, false},
    {"spool_sync = 5m\nlimit_header = 8k", 180, 1000000000, 300, 8000, false},
};

START_TEST(numbers_have_units)
{
    struct am_config *config = NULL;
    struct am_err err;
    char path[PATH_SIZE];

    ck_assert_int_eq(open_text(&config, numbers[_i].text, path, &err), 0);
    const struct am_settings *got = am_config_settings(config);
    ck_assert_int_eq(got->detail_days, numbers[_i].detail_days);
    ck_assert_int_eq(got->spool_limit_bytes, numbers[_i].spool_limit_bytes);
    ck_assert_int_eq(got->spool_sync_s, numbers[_i].spool_sync_s);
    ck_assert_int_eq(got->limit_header_bytes, numbers[_i].limit_header_bytes);
    ck_assert_int_eq(got->log_messages, numbers[_i].log_messages);
    am_config_close(&config);
}

END_TEST

/* What is said after "PATH:". */
static const struct {
    const char *text, *told;
} bad[] = {
    {"country = FRA\nretention_day = 3\n", "2: no such option 'retention_day'"},
    {"\n\ndetail_days = 99999",
     "3: detail_days: must be 1 to 3650 days, not '99999'"},
    {"detail_days = 36h",
     "1: detail_days: '36h' is not a number of whole days"},
    {"detail_days = 3 days", "1: no such option 'days'"},
    {"spool_limit = 1",
     "1: spool_limit: must be 4096 to 1099511627776 bytes, not '1'"},
    {"spool_limit = 3x",
     "1: spool_limit: '3x' is not a size: write 500k, 64M, 2Gi"},
    {"spool_sync = 5",
     "1: spool_sync: '5' is not a duration: write 30s, 2h, 180d, 2y"},
    {"mailboxes = -1", "1: mailboxes: '-1' is no number"},
    {"mailboxes = 9999999999999999999999",
     "1: mailboxes: '9999999999999999999999' is no number"},
    {"log_messages = maybe", "1: log_messages: 'maybe' is neither yes nor no"},
    {"socket = /run/x",
     "1: socket: '/run/x' is no socket: write unix:/path or inet:port@host"},
    {"socket = unix:run/x",
     "1: socket: the path must begin with '/': write unix:/path"},
    {"socket = fd:2",
     "1: socket: '2' is no descriptor that the daemon is given: write fd:3"},
    {"socket = fd:x",
     "1: socket: 'x' is no descriptor that the daemon is given: write fd:3"},
    {"socket = fd:99999", "1: socket: '99999' is no descriptor that the daemon "
                          "is given: write fd:3"},
    {"socket = inet:127.0.0.1:2525",
     "1: socket: 'inet:127.0.0.1:2525' is no socket: write unix:/path or "
     "inet:port@host"},
    {"socket = unix:/"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "1: socket: the path is over 107 bytes"},
    {"database = attachmeter.db",
     "1: database: 'attachmeter.db' is no path: it begins with '/'"},
    {"key_file = \"\"", "1: key_file: '' is no path: it begins with '/'"},
    {"country = fr",
     "1: country: 'fr' is no country: write three capitals such as FRA, EU27 "
     "or WORLD"},
    {"country = FRAN",
     "1: country: 'FRAN' is no country: write three capitals such as FRA, EU27 "
     "or WORLD"},
    {"syslog_facility = kern",
     "1: syslog_facility: 'kern' is no facility: write mail, daemon, user or "
     "local0 to local7"},
    {"local_domains = {a.fr,\n b.fr,\n \"\"}",
     "3: local_domains: an empty word: an empty list is {}"},
    {"submission_ports = {587, smtps}",
     "1: submission_ports: 'smtps' is no number"},
    {"submission_ports += {65536}",
     "1: submission_ports: must be 1 to 65535, not '65536'"},
    {"local_domains = {a.fr", "1: premature end of file"},
    {"country", "1: premature end of file"},
    {"country = \"FRA", "1: premature end of file"},
    {"limit_depth = 0", "1: limit_depth: must be 1 to 1000, not '0'"},
    {"store_compression = 1.5",
     "1: store_compression: must be 0.001 to 1, not '1.5'"},
    {"store_compression = 76%",
     "1: store_compression: '76%' is no number with up to three decimals"},
    {"sent_copies = some",
     "1: sent_copies: 'some' is no number with up to three decimals"},
    {"store_partitions = 0",
     "1: store_partitions: must be 1 to 10000, not '0'"},
};

START_TEST(a_mistake_is_told_with_its_line)
{
    struct am_config *config = NULL;
    struct am_err err;
    char path[PATH_SIZE];

    ck_assert_int_eq(open_text(&config, bad[_i].text, path, &err), -1);
    ck_assert_ptr_null(config);
    ck_assert_int_eq(err.code, AM_EINVAL);
    ck_assert_int_eq(strncmp(err.text, path, strlen(path)), 0);
    ck_assert_int_eq(err.text[strlen(path)], ':');
    const char *told = err.text + strlen(path) + 1;
    ck_assert_msg(strcmp(told, bad[_i].told) == 0, "%s: %s", bad[_i].text,
                  told);
}

END_TEST

START_TEST(the_file_must_be_there_and_a_text)
{
    struct am_config *config = NULL;
    struct am_err err;
    char path[PATH_SIZE];

    ck_assert_int_eq(am_config_open(&config, "/nowhere/a.conf", &err), -1);
    ck_assert_int_eq(err.code, AM_ENOTFOUND);
    ck_assert_ptr_nonnull(strstr(err.text, "/nowhere/a.conf"));
    ck_assert_int_eq(am_config_open(&config, "/tmp", &err), -1);
    ck_assert_int_eq(err.code, AM_EIO);

    write_file(path, "\n\nx = \0y", 8);
    ck_assert_int_eq(am_config_open(&config, path, &err), -1);
    unlink(path);
    ck_assert_ptr_nonnull(strstr(err.text, ":3: a NUL byte"));
    ck_assert_ptr_null(config);
}

END_TEST

START_TEST(random_bytes_are_refused_quietly)
{
    char text[4000];
    char path[PATH_SIZE];
    uint32_t x = (uint32_t)_i + 1;

    for (size_t i = 0; i < sizeof(text); i++) {
        x = x * 1664525 + 1013904223;
        text[i] = (char)(x >> 24 | 1);
    }
    struct am_config *config = NULL;
    struct am_err err;
    write_file(path, text, sizeof(text));
    ck_assert_int_eq(am_config_open(&config, path, &err), -1);
    unlink(path);
    ck_assert_ptr_null(config);
}

END_TEST

/* Print as what asks, into text. */
static void print(const struct am_config *config, enum am_config_print what,
                  char *text, size_t size)
{
    text[0] = '\0';
    FILE *out = fmemopen(text, size, "w");
    ck_assert_ptr_nonnull(out);
    am_config_print(config, what, out);
    fclose(out);
}

START_TEST(what_is_printed_can_be_read_again)
{
    static const char text[] = "local_domains = {a.fr, \"b \\\" \\\\ c\"}\n"
                               "mailboxes = 12\nspool_limit = 2Gi\n";

    static const enum am_config_print ways[] = {AM_CONFIG_ALL,
                                                AM_CONFIG_CHANGED};
    struct am_config *config = NULL;
    struct am_err err;
    char path[PATH_SIZE];
    char first[8192] = "";
    char second[8192] = "";

    ck_assert_int_eq(open_text(&config, text, path, &err), 0);
    print(config, ways[_i], first, sizeof(first));
    am_config_close(&config);
    ck_assert_msg(open_text(&config, first, path, &err) == 0, "%s", err.text);
    print(config, ways[_i], second, sizeof(second));
    am_config_close(&config);
    ck_assert_str_eq(first, second);
    if (ways[_i] == AM_CONFIG_CHANGED) {
        ck_assert_str_eq(first, "local_domains = {a.fr, \"b \\\" \\\\ c\"}\n"
                                "spool_limit = 2Gi\nmailboxes = 12\n");
    }
}

END_TEST

START_TEST(the_defaults_change_nothing)
{
    struct am_config *config = NULL;
    struct am_err err;
    char path[PATH_SIZE];
    char text[16384] = "";

    ck_assert_int_eq(open_text(&config, "mailboxes = 5", path, &err), 0);
    print(config, AM_CONFIG_DEFAULTS, text, sizeof(text));
    am_config_close(&config);
    ck_assert_msg(open_text(&config, text, path, &err) == 0, "%s", err.text);
    print(config, AM_CONFIG_CHANGED, text, sizeof(text));
    ck_assert_str_eq(text, "");
    const struct am_settings *got = am_config_settings(config);
    ck_assert_str_eq(got->local_mailers[5], "error");
    ck_assert_ptr_null(got->local_mailers[6]);
    ck_assert_ptr_null(got->local_domains[0]);
    ck_assert_str_eq(got->lock_file, "");
    ck_assert_int_eq(got->delivery_limit, 50);
    ck_assert_int_eq(got->store_partitions, 1);
    am_config_close(&config);
}

END_TEST

/* The lines of the sample that are settings, without their '#'. */
static void read_sample(char *text, size_t size)
{
    char line[512];
    size_t used = 0;
    FILE *in = fopen(AM_SAMPLE, "r");

    ck_assert_ptr_nonnull(in);
    while (fgets(line, sizeof(line), in) != NULL) {
        if (line[0] != '#' || line[1] < 'a' || line[1] > 'z')
            continue;
        ck_assert_uint_lt(used + strlen(line), size);
        used += (size_t)snprintf(text + used, size - used, "%s", line + 1);
    }
    fclose(in);
}

START_TEST(the_sample_shows_every_default)
{
    struct am_config *config = NULL;
    struct am_err err;
    char path[PATH_SIZE];
    char sample[8192] = "";
    char text[8192] = "";

    read_sample(sample, sizeof(sample));
    ck_assert_int_eq(open_text(&config, sample, path, &err), 0);
    print(config, AM_CONFIG_ALL, text, sizeof(text));
    am_config_close(&config);
    ck_assert_str_eq(sample, text);

    ck_assert_int_eq(am_config_open(&config, AM_SAMPLE, &err), 0);
    print(config, AM_CONFIG_CHANGED, text, sizeof(text));
    am_config_close(&config);
    ck_assert_str_eq(text, "");
}

END_TEST

START_TEST(a_list_may_be_longer_than_a_view)
{
    static char text[100000];
    struct am_config *config = NULL;
    struct am_err err;
    char path[PATH_SIZE];
    size_t size = (size_t)sprintf(text, "local_domains = {a.fr");

    for (int i = 0; i < 5000; i++)
        size += (size_t)sprintf(text + size, ", d%d.fr", i);
    memcpy(text + size, "}", 2);
    ck_assert_int_eq(open_text(&config, text, path, &err), 0);
    const struct am_settings *got = am_config_settings(config);
    ck_assert_str_eq(got->local_domains[5000], "d4999.fr");
    ck_assert_ptr_null(got->local_domains[5001]);
    am_config_close(&config);
}

END_TEST

static const struct {
    const char *name, *before, *now, *changed;
} changes[] = {
    {"nothing", "detail_days = 30", "detail_days = 30", ""},
    {"the same in other words", "detail_days = 30\nspool_limit = 1G",
     "# shorter\nspool_limit = 1000M\ndetail_days = 30d", ""},
    {"the default, written down", "", "log_messages = no", ""},
    {"a number", "detail_days = 30", "detail_days = 31", "detail_days "},
    {"a truth", "", "log_messages = yes", "log_messages "},
    {"a text", "socket = unix:/run/a", "socket = unix:/run/b", "socket "},
    {"a list gets longer", "local_domains = {a.fr}",
     "local_domains = {a.fr, b.fr}", "local_domains "},
    {"a list gets shorter", "local_domains = {a.fr, b.fr}",
     "local_domains = {a.fr}", "local_domains "},
    {"another word in a list", "local_domains = {a.fr, b.fr}",
     "local_domains = {a.fr, c.fr}", "local_domains "},
    {"several, in the table's order", "", "spool_sync = 0s\ndatabase = /x",
     "database spool_sync "},
};

START_TEST(tells_what_changed)
{
    struct am_config *before = NULL;
    struct am_config *now = NULL;
    struct am_err err;
    char path[64];
    char got[256] = "";
    const char *name = NULL;
    size_t i = 0;

    ck_assert_int_eq(open_text(&before, changes[_i].before, path, &err), 0);
    ck_assert_int_eq(open_text(&now, changes[_i].now, path, &err), 0);
    while ((name = am_config_changed(before, now, &i)) != NULL)
        snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s ", name);
    ck_assert_msg(strcmp(got, changes[_i].changed) == 0, "%s: %s",
                  changes[_i].name, got);
    am_config_close(&before);
    am_config_close(&now);
}

END_TEST

static const struct {
    const char *name, *socket, *lock_file, *socket_path, *lock_path;
} places[] = {
    {"beside the socket", "unix:/run/a.sock", "", "/run/a.sock",
     "/run/a.sock.lock"},
    {"the other word for it", "local:/run/a.sock", "", "/run/a.sock",
     "/run/a.sock.lock"},
    {"a port: beside the database", "inet:8891@127.0.0.1", "", NULL,
     "/var/a.db.lock"},
    {"a descriptor: beside the database", "fd:3", "", NULL, "/var/a.db.lock"},
    {"as it is set", "unix:/run/a.sock", "/run/b", "/run/a.sock", "/run/b"},
};

START_TEST(derives_places)
{
    const struct am_settings settings = {.socket = places[_i].socket,
                                         .lock_file = places[_i].lock_file,
                                         .database = "/var/a.db"};
    char lock[64];
    char spool[64];

    ck_assert_pstr_eq(am_config_socket_path(settings.socket),
                      places[_i].socket_path);
    ck_assert_str_eq(am_config_lock_path(&settings, lock, sizeof(lock)),
                     places[_i].lock_path);
    ck_assert_str_eq(
        am_config_spool_path(settings.database, spool, sizeof(spool)),
        "/var/a.db.spool");
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("config");
    TCase *tcase = tcase_create("config");

    tcase_add_loop_test(tcase, derives_places, 0, ROWS(places));
    tcase_add_loop_test(tcase, tells_what_changed, 0, ROWS(changes));
    tcase_add_loop_test(tcase, values_are_read, 0, ROWS(good));
    tcase_add_loop_test(tcase, numbers_have_units, 0, ROWS(numbers));
    tcase_add_loop_test(tcase, a_mistake_is_told_with_its_line, 0, ROWS(bad));
    tcase_add_test(tcase, the_file_must_be_there_and_a_text);
    tcase_add_loop_test(tcase, random_bytes_are_refused_quietly, 0, 50);
    tcase_add_loop_test(tcase, what_is_printed_can_be_read_again, 0, 2);
    tcase_add_test(tcase, the_defaults_change_nothing);
    tcase_add_test(tcase, the_sample_shows_every_default);
    tcase_add_test(tcase, a_list_may_be_longer_than_a_view);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
