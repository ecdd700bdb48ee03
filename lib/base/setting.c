/*
 * setting - see setting.h.  Does not read files: a path is checked for its
 * form only.
 */
#include "base/setting.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/language.h"
#include "base/units.h"

#define DAY_S            86400
#define GIB              (INT64_C(1) << 30)
#define LIST_TEXT_MAX    ((size_t)1 << 20)
#define MEMBER(name)     offsetof(struct am_settings, name)
#define TEXT(kind, name) AM_SETTING_##kind, MEMBER(name)
#define COUNT(table)     (sizeof(table) / sizeof((table)[0]))

const struct am_setting am_setting_table[] = {
    {"socket", TEXT(SOCKET, socket), "unix:/run/attachmeter/attachmeter.sock",
     0, 0,
     N_("where the MTA connects; beside a Postfix: "
        "unix:/var/spool/postfix/attachmeter/attachmeter.sock")},
    {"database", TEXT(PATH, database), "/var/lib/attachmeter/attachmeter.db", 0,
     0,
     N_("the SQLite file; the spool is the directory of that name + .spool")},
    {"key_file", TEXT(PATH, key_file), "/etc/attachmeter/key", 0, 0,
     N_("the site's secret key, mode 0400; made at the first start")},
    {"lock_file", TEXT(FILE, lock_file), "", 0, 0,
     N_("held while the daemon runs; empty: the socket's path + .lock")},
    {"local_domains", TEXT(LIST, local_domains), "{}", 0, 0,
     N_("domains whose mailboxes are ours: names or @/path/file; empty: ask "
        "local_mailers")},
    {"local_mailers", TEXT(LIST, local_mailers),
     "{local, virtual, lmtp, dovecot, cyrus, error}", 0, 0,
     N_("{rcpt_mailer} words that mean a mailbox of ours")},
    {"trusted_networks", TEXT(LIST, trusted_networks), "{}", 0, 0,
     N_("clients whose senders are ours: 192.0.2.0/24, 2001:db8::/32")},
    {"submission_ports", TEXT(LIST, submission_ports), "{587, 465}", 1, 65535,
     N_("ports where only our own users send")},
    {"no_sent_senders", TEXT(LIST, no_sent_senders), "{}", 0, 0,
     N_("addresses of ours without a Sent folder: programs, scanners")},
    {"list_sizes", TEXT(LISTED, list_sizes), "", 0, 0,
     N_("@/path/file of mailing lists: an address and its members a line")},
    {"default_domain", TEXT(TEXT, default_domain), "", 0, 0,
     N_("completes an address without a domain")},
    {"delivery_limit", TEXT(NUMBER, delivery_limit), "50", 1, 100000,
     N_("recipients of one delivery to the store (Postfix: 50)")},
    {"store_partitions", TEXT(NUMBER, store_partitions), "1", 1, 10000,
     N_("disks a Cyrus or Zimbra store spreads mailboxes over; it links on each")},
    {"detail_days", TEXT(DAYS, detail_days), "180", 1, 3650,
     N_("how long single messages are kept; a content unseen longer is new again")},
    {"sum_months", TEXT(NUMBER, sum_months), "60", 1, 1200,
     N_("how long the sums of days are kept, but never less than detail_days")},
    {"max_database_bytes", TEXT(SIZE, max_database_bytes), "10G", 0, 1024 * GIB,
     N_("bytes of the database from which status and doctor warn; 0: never")},
    {"spool_limit", TEXT(SIZE, spool_limit_bytes), "1G", 4096, 1024 * GIB,
     N_("bytes that may wait for the database; beyond, messages are gaps")},
    {"spool_sync", TEXT(SECONDS, spool_sync_s), "1s", 0, 3600,
     N_("what a power cut may cost; 0s: sync each batch")},
    {"log_messages", TEXT(BOOL, log_messages), "no", 0, 0,
     N_("a log line for each message: queue id, counts, bytes, time")},
    {"syslog_facility", TEXT(FACILITY, syslog_facility), "mail", 0, 0,
     N_("mail, daemon, user or local0 to local7")},
    {"limit_depth", TEXT(NUMBER, limit_depth), "100", 1, 1000,
     N_("containers inside containers that are opened")},
    {"limit_parts", TEXT(NUMBER, limit_parts), "10000", 1, 1000000,
     N_("parts of one message that are told apart")},
    {"limit_header", TEXT(SIZE, limit_header_bytes), "64Ki", 1024, 16 << 20,
     N_("bytes of one header field that are read")},
    {"limit_boundary", TEXT(NUMBER, limit_boundary_bytes), "256", 70, 998,
     N_("bytes of a MIME boundary (RFC 2046 allows 70)")},
    {"store_profile", TEXT(TEXT, store_profile), "plain", 0, 0,
     N_("what the mail store saves already: plain, exchange, lmtp-hardlink, "
        "dovecot-sis, cyrus, compressed")},
    {"store_compression", TEXT(MILLI, store_compression_milli), "0.76", 1, 1000,
     N_("share of its bytes that a compressed store keeps (zlib: about 0.76)")},
    {"sent_copies", TEXT(MILLI, sent_copies_milli), "1", 0, 1000,
     N_("share of the Sent copies that are kept")},
    {"country", TEXT(COUNTRY, country), "WORLD", 0, 0,
     N_("whose electricity the store uses: three letters such as FRA, EU27 or "
        "WORLD")},
    {"factors_file", TEXT(FILE, factors_file), "", 0, 0,
     N_("emission factors; empty: the installed ones")},
    {"mailboxes", TEXT(NUMBER, mailboxes), "0", 0, 1000000000,
     N_("mailboxes served, for figures by mailbox; 0: not known")},
    {"report_to", TEXT(LIST, report_to), "{}", 0, 0,
     N_("who gets the report that report --format mail makes: addresses")},
    {"report_from", TEXT(TEXT, report_from), "", 0, 0,
     N_("the address in its From; empty: the user's who sends it")},
    {"factors", TEXT(LIST, factors), "{}", 0, 0,
     N_("factors of this site, in quotes: \"id=value\" or \"id=low,central,high\"")},
    {"delivered_share", TEXT(TEXT, delivered_share), "", 0, 0,
     N_("copies not rejected or deleted behind us, for CO2e: \"0.9\" or "
        "\"0.8,0.9,1\"; empty: all")},
    {"fleet_url", TEXT(LIST, fleet_url), "{}", 0, 0,
     N_("shards of the fleet: \"https://host:8443\", with replicas "
        "\"URL|URL\", a later one \"URL 2027-01-01\"")},
    {"fleet_database", TEXT(TEXT, fleet_database), "attachmeter", 0, 0,
     N_("its name on every shard")},
    {"fleet_user", TEXT(TEXT, fleet_user), "", 0, 0,
     N_("who logs in there; empty: the engine's default user")},
    {"fleet_password_file", TEXT(FILE, fleet_password_file), "", 0, 0,
     N_("that user's password, one line, mode 0600 or 0640")},
    {"fleet_ca_file", TEXT(FILE, fleet_ca_file), "", 0, 0,
     N_("whose certificates are trusted (PEM); empty: those the system "
        "trusts")},
    {"fleet_cert_file", TEXT(FILE, fleet_cert_file), "", 0, 0,
     N_("our own certificate with its key (PEM), if shards ask for one")},
    {"fleet_flush", TEXT(SECONDS, fleet_flush_s), "60s", 1, 3600,
     N_("how long a row may wait for others before it is shipped")},
    {"fleet_batch", TEXT(NUMBER, fleet_batch), "100000", 100, 1000000,
     N_("rows that are shipped at once, at most")},
};

const size_t am_setting_count = COUNT(am_setting_table);

_Static_assert(COUNT(am_setting_table) <= AM_SETTING_MAX, "AM_SETTING_MAX");

const struct am_setting *am_setting_find(const char *name)
{
    for (size_t i = 0; i < am_setting_count; i++) {
        if (strcmp(am_setting_table[i].name, name) == 0)
            return &am_setting_table[i];
    }
    return NULL;
}

static int parse_bool(const char *word, bool *value, struct am_err *err)
{
    static const struct {
        const char *word;
        bool value;
    } words[] = {
        {"yes", true}, {"true", true},   {"on", true},
        {"no", false}, {"false", false}, {"off", false},
    };

    for (size_t i = 0; i < COUNT(words); i++) {
        if (strcmp(word, words[i].word) == 0) {
            *value = words[i].value;
            return 0;
        }
    }
    return am_fail(err, AM_EINVAL, "'%.40s' is neither yes nor no", word);
}

static bool is_digits(const char *word)
{
    size_t size = strspn(word, "0123456789");
    return size > 0 && size <= 18 && word[size] == '\0';
}

static int parse_days(const char *word, int64_t *value, struct am_err *err)
{
    if (is_digits(word)) {
        *value = strtoll(word, NULL, 10);
        return 0;
    }
    if (am_parse_duration(word, value, err) < 0)
        return -1;
    if (*value % DAY_S != 0) {
        return am_fail(err, AM_EINVAL, "'%.40s' is not a number of whole days",
                       word);
    }
    *value /= DAY_S;
    return 0;
}

static int parse_number(enum am_setting_kind kind, const char *word,
                        int64_t *value, struct am_err *err)
{
    uint64_t size_bytes = 0;

    switch (kind) {
    case AM_SETTING_SIZE:
        if (am_parse_size(word, &size_bytes, err) < 0)
            return -1;
        *value = (int64_t)size_bytes;
        return 0;
    case AM_SETTING_MILLI:
        return am_parse_milli(word, value, err);
    case AM_SETTING_DAYS:
        return parse_days(word, value, err);
    case AM_SETTING_SECONDS:
        return am_parse_duration(word, value, err);
    case AM_SETTING_NUMBER:
    case AM_SETTING_TEXT:
    case AM_SETTING_PATH:
    case AM_SETTING_FILE:
    case AM_SETTING_LISTED:
    case AM_SETTING_SOCKET:
    case AM_SETTING_COUNTRY:
    case AM_SETTING_FACILITY:
    case AM_SETTING_LIST:
    case AM_SETTING_BOOL:
        break;
    }
    if (!is_digits(word))
        return am_fail(err, AM_EINVAL, "'%.40s' is no number", word);
    *value = strtoll(word, NULL, 10);
    return 0;
}

static const char *unit_of(enum am_setting_kind kind)
{
    if (kind == AM_SETTING_SIZE)
        return _(" bytes");
    if (kind == AM_SETTING_DAYS)
        return _(" days");
    return kind == AM_SETTING_SECONDS ? _(" seconds") : "";
}

static int set_number(const struct am_setting *setting, const char *word,
                      void *member, struct am_err *err)
{
    int64_t value = 0;

    if (parse_number(setting->kind, word, &value, err) < 0)
        return -1;
    if (value < setting->min || value > setting->max) {
        double unit = setting->kind == AM_SETTING_MILLI ? 1000 : 1;
        return am_fail(err, AM_EINVAL, "must be %.15g to %.15g%s, not '%.40s'",
                       (double)setting->min / unit, (double)setting->max / unit,
                       unit_of(setting->kind), word);
    }
    memcpy(member, &value, sizeof(value));
    return 0;
}

static int check_listed(const struct am_setting *setting, const char *word,
                        struct am_err *err)
{
    int64_t unused = 0;

    if (word[0] == '\0')
        return am_fail(err, AM_EINVAL, "an empty word: an empty list is {}");
    return setting->max == 0 ? 0 : set_number(setting, word, &unused, err);
}

int am_setting_set(const struct am_setting *setting, const char *word,
                   struct am_settings *settings, struct am_err *err)
{
    void *member = (char *)settings + setting->offset;
    bool yes = false;

    if (word == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the settings");
    if (setting->kind >= AM_SETTING_NUMBER)
        return set_number(setting, word, member, err);
    if (setting->kind == AM_SETTING_BOOL) {
        if (parse_bool(word, &yes, err) < 0)
            return -1;
        memcpy(member, &yes, sizeof(yes));
        return 0;
    }
    if (am_setting_check_text(setting->kind, word, err) < 0)
        return -1;
    if (setting->kind == AM_SETTING_LIST)
        return check_listed(setting, word, err);
    /* list_sizes may say "@/path" as the other lists of files do */
    if (setting->kind == AM_SETTING_LISTED && word[0] == '@')
        word++;
    memcpy(member, &word, sizeof(word));
    return 0;
}

void am_setting_set_list(const struct am_setting *setting,
                         const char *const *words, struct am_settings *settings)
{
    memcpy((char *)settings + setting->offset, &words, sizeof(words));
}

/* What libconfuse takes as a word without quotes. */
static bool is_plain(const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:/@-";

    /* two slashes, or one with a star, begin a comment */
    return word[0] != '\0' && word[strspn(word, plain)] == '\0' &&
           strstr(word, "//") == NULL;
}

static int add_word(struct am_buf *text, const char *word)
{
    if (is_plain(word))
        return am_buf_add(text, word, strlen(word), NULL);
    if (am_buf_add(text, "\"", 1, NULL) < 0)
        return -1;
    for (; *word != '\0'; word++) {
        if ((strchr("\"\\$", *word) != NULL &&
             am_buf_add(text, "\\", 1, NULL) < 0) ||
            am_buf_add(text, word, 1, NULL) < 0)
            return -1;
    }
    return am_buf_add(text, "\"", 1, NULL);
}

static char *text_of(struct am_buf *text, int result)
{
    if (result == 0 && am_buf_add(text, "", 1, NULL) == 0)
        return (char *)text->data;
    am_buf_free(text);
    return NULL;
}

char *am_setting_word_text(const char *word)
{
    struct am_buf text;

    am_buf_init(&text, LIST_TEXT_MAX);
    return text_of(&text, add_word(&text, word));
}

char *am_setting_list_text(const char *const *words)
{
    struct am_buf text;

    am_buf_init(&text, LIST_TEXT_MAX);
    int result = am_buf_add(&text, "{", 1, NULL);
    for (size_t i = 0; result == 0 && words[i] != NULL; i++) {
        if (i > 0)
            result = am_buf_add(&text, ", ", 2, NULL);
        if (result == 0)
            result = add_word(&text, words[i]);
    }
    if (result == 0)
        result = am_buf_add(&text, "}", 1, NULL);
    return text_of(&text, result);
}
