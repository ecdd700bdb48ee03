/* rules - see rules.h. */
#include "meter/rules.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "meter/address.h"
#include "meter/words.h"

/* A network in IPv6 form; IPv4 is mapped (RFC 4291 section 2.5.5.2). */
struct network {
    unsigned char address[16];
    unsigned bits;
};

struct am_rules {
    struct am_words domains;
    struct am_words mailers;
    struct am_words ports;
    struct am_words no_sent;
    struct am_words lists;
    struct network *networks;
    size_t network_count;
    char default_domain[AM_ADDRESS_SIZE];
};

static int add_domain(void *context, char *line, struct am_err *err)
{
    char folded[AM_ADDRESS_SIZE];

    if (line[strcspn(line, " \t@")] != '\0')
        return am_fail(err, AM_EINVAL, "'%.60s' is not a domain", line);
    am_domain_fold(line, folded, sizeof(folded));
    return am_words_add(context, folded, 0, err);
}

static int add_address(void *context, char *line, struct am_err *err)
{
    struct am_address address;

    if (strchr(line, '@') == NULL)
        return am_fail(err, AM_EINVAL, "'%.60s' is not an address", line);
    am_address_read(&address, line, NULL);
    return am_words_add(context, address.text, 0, err);
}

static int add_word(void *context, char *line, struct am_err *err)
{
    return am_words_add(context, line, 0, err);
}

static int add_list(void *context, char *line, struct am_err *err)
{
    size_t size = strcspn(line, " \t");
    const char *number = line + size + strspn(line + size, " \t");
    struct am_address address;

    size_t digits = strspn(number, "0123456789");
    if (digits == 0 || digits > 7 || strtoul(number, NULL, 10) == 0 ||
        number[digits] != '\0' || memchr(line, '@', size) == NULL) {
        return am_fail(err, AM_EINVAL,
                       "'%.60s' is not an address and its number of members",
                       line);
    }
    line[size] = '\0';
    am_address_read(&address, line, NULL);
    return am_words_add(context, address.text,
                        (uint32_t)strtoul(number, NULL, 10), err);
}

/* One item of a list in the configuration: a word, or "@/path" to a file. */
static int add_item(const char *item, am_line_fn *add, struct am_words *words,
                    struct am_err *err)
{
    if (item[0] == '@' && item[1] == '/')
        return am_words_read_file(item + 1, add, words, err);
    char *copy = strdup(item);
    if (copy == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a list");
    int result = add(words, copy, err);
    free(copy);
    return result;
}

static int add_all(const char *const *items, am_line_fn *add,
                   struct am_words *words, struct am_err *err)
{
    for (; items != NULL && *items != NULL; items++) {
        if (add_item(*items, add, words, err) < 0)
            return -1;
    }
    am_words_sort(words);
    return 0;
}

static int read_ip(const char *text, unsigned char out[16], unsigned *bits)
{
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0,    0,
                                             0, 0, 0, 0, 0xff, 0xff};

    if (inet_pton(AF_INET6, text, out) == 1) {
        *bits = 128;
        return 0;
    }
    memcpy(out, mapped, sizeof(mapped));
    *bits = 32;
    return inet_pton(AF_INET, text, out + 12) == 1 ? 0 : -1;
}

static int read_network(const char *text, struct network *network)
{
    char ip[64];
    size_t size = strcspn(text, "/");
    unsigned width = 0;

    if (size >= sizeof(ip))
        return -1;
    memcpy(ip, text, size);
    ip[size] = '\0';
    if (read_ip(ip, network->address, &width) < 0)
        return -1;
    unsigned long bits = width;
    if (text[size] == '/') {
        const char *digits = text + size + 1;
        if (!isdigit((unsigned char)*digits) || strlen(digits) > 3 ||
            digits[strspn(digits, "0123456789")] != '\0')
            return -1;
        bits = strtoul(digits, NULL, 10);
    }
    if (bits > width)
        return -1;
    network->bits = (unsigned)bits + (128 - width);
    return 0;
}

static int add_networks(struct am_rules *rules, const char *const *items,
                        struct am_err *err)
{
    size_t count = 0;

    while (items != NULL && items[count] != NULL)
        count++;
    if (count == 0)
        return 0;
    rules->networks = calloc(count, sizeof(struct network));
    if (rules->networks == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for trusted_networks");
    for (size_t i = 0; i < count; i++) {
        if (read_network(items[i], &rules->networks[i]) < 0) {
            return am_fail(err, AM_EINVAL,
                           "trusted_networks: '%.60s' is not a network: write "
                           "192.0.2.0/24 or 2001:db8::/32",
                           items[i]);
        }
    }
    rules->network_count = count;
    return 0;
}

static int fill(struct am_rules *rules, const struct am_rules_source *source,
                struct am_err *err)
{
    if (source->default_domain != NULL) {
        am_domain_fold(source->default_domain, rules->default_domain,
                       sizeof(rules->default_domain));
    }
    if (add_all(source->local_domains, add_domain, &rules->domains, err) < 0 ||
        add_all(source->local_mailers, add_word, &rules->mailers, err) < 0 ||
        add_all(source->submission_ports, add_word, &rules->ports, err) < 0 ||
        add_all(source->no_sent_senders, add_address, &rules->no_sent, err) < 0)
        return -1;
    if (source->list_sizes != NULL && source->list_sizes[0] != '\0' &&
        am_words_read_file(source->list_sizes, add_list, &rules->lists, err) <
            0)
        return -1;
    am_words_sort(&rules->lists);
    return add_networks(rules, source->trusted_networks, err);
}

int am_rules_create(struct am_rules **rules,
                    const struct am_rules_source *source, struct am_err *err)
{
    struct am_rules *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the rules");
    if (fill(new, source, err) < 0) {
        am_rules_destroy(&new);
        return -1;
    }
    *rules = new;
    return 0;
}

int am_rules_read(struct am_rules **rules, const struct am_settings *settings,
                  struct am_err *err)
{
    const struct am_rules_source source = {
        .local_domains = settings->local_domains,
        .local_mailers = settings->local_mailers,
        .trusted_networks = settings->trusted_networks,
        .submission_ports = settings->submission_ports,
        .no_sent_senders = settings->no_sent_senders,
        .list_sizes = settings->list_sizes,
        .default_domain = settings->default_domain,
    };

    return am_rules_create(rules, &source, err);
}

void am_rules_destroy(struct am_rules **rules)
{
    if (*rules == NULL)
        return;
    am_words_free(&(*rules)->domains);
    am_words_free(&(*rules)->mailers);
    am_words_free(&(*rules)->ports);
    am_words_free(&(*rules)->no_sent);
    am_words_free(&(*rules)->lists);
    free((*rules)->networks);
    free(*rules);
    *rules = NULL;
}

bool am_rules_know_domains(const struct am_rules *rules)
{
    return rules->domains.count > 0;
}

bool am_rules_is_local_domain(const struct am_rules *rules, const char *domain)
{
    return am_words_find(&rules->domains, domain) != NULL;
}

bool am_rules_is_local_mailer(const struct am_rules *rules, const char *mailer)
{
    return mailer != NULL && am_words_find(&rules->mailers, mailer) != NULL;
}

bool am_rules_is_submission(const struct am_rules *rules, const char *port)
{
    return port != NULL && am_words_find(&rules->ports, port) != NULL;
}

bool am_rules_lacks_sent(const struct am_rules *rules, const char *address)
{
    return am_words_find(&rules->no_sent, address) != NULL;
}

uint32_t am_rules_members(const struct am_rules *rules, const char *address)
{
    const struct am_word *list = am_words_find(&rules->lists, address);
    return list == NULL ? 1 : list->number;
}

const char *am_rules_default_domain(const struct am_rules *rules)
{
    return rules->default_domain;
}

static bool contains(const struct network *network,
                     const unsigned char address[16])
{
    unsigned bytes = network->bits / 8;
    unsigned rest = network->bits % 8;

    if (memcmp(network->address, address, bytes) != 0)
        return false;
    if (rest == 0)
        return true;
    unsigned mask = 0xff00U >> rest & 0xffU;
    return (network->address[bytes] & mask) == (address[bytes] & mask);
}

bool am_rules_is_trusted(const struct am_rules *rules, const char *address)
{
    unsigned char ip[16];
    unsigned width = 0;

    if (address == NULL)
        return false;
    if (strncmp(address, "IPv6:", 5) == 0)
        address += 5;
    if (read_ip(address, ip, &width) < 0)
        return false;
    for (size_t i = 0; i < rules->network_count; i++) {
        if (contains(&rules->networks[i], ip))
            return true;
    }
    return false;
}
