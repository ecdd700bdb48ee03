/* routing - see routing.h.  Asks nobody. */
#include "fleet/routing.h"

#include <stdio.h>
#include <string.h>

#include "base/units.h"

bool am_fleet_is_here(const char *host, size_t size)
{
    static const char *const names[] = {"127.0.0.1", "[::1]", "localhost"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        size_t length = strlen(names[i]);
        if (size >= length && memcmp(host, names[i], length) == 0 &&
            (size == length || host[length] == ':'))
            return true;
    }
    return false;
}

static int check_url(const char *url, struct am_err *err)
{
    bool is_plain = strncmp(url, "http://", 7) == 0;
    const char *host = url + (is_plain ? 7 : 8);

    if ((!is_plain && strncmp(url, "https://", 8) != 0) || host[0] == '\0' ||
        strpbrk(host, "/?#@ \\") != NULL) {
        return am_fail(err, AM_EINVAL,
                       "fleet_url: '%.80s' is no shard: write "
                       "https://HOST:PORT, without a path or a password",
                       url);
    }
    if (is_plain && !am_fleet_is_here(host, strlen(host))) {
        return am_fail(err, AM_EINVAL,
                       "fleet_url: %.80s: a password would go over the network "
                       "in plain sight: write https://",
                       url);
    }
    return 0;
}

/* The replicas, each ended by '|' or the end of the text. */
static int read_urls(struct am_fleet_shard *shard, const char *text,
                     size_t size, struct am_err *err)
{
    const char *end = text + size;

    while (text < end) {
        const char *bar = memchr(text, '|', (size_t)(end - text));
        size_t url_size = (size_t)((bar != NULL ? bar : end) - text);
        if (shard->url_count == AM_FLEET_REPLICAS_MAX ||
            url_size >= AM_FLEET_URL_SIZE) {
            return am_fail(err, AM_EINVAL,
                           "fleet_url: more than %d replicas, or a URL of over "
                           "%d bytes",
                           AM_FLEET_REPLICAS_MAX, AM_FLEET_URL_SIZE - 1);
        }
        char *url = shard->urls[shard->url_count++];
        memcpy(url, text, url_size);
        url[url_size] = '\0';
        if (url_size > 0 && url[url_size - 1] == '/')
            url[url_size - 1] = '\0';
        if (check_url(url, err) < 0)
            return -1;
        text += url_size + (bar != NULL);
    }
    return shard->url_count > 0
               ? 0
               : am_fail(err, AM_EINVAL, "fleet_url: an empty word");
}

static int read_shard(struct am_fleet_shard *shard, const char *word,
                      struct am_err *err)
{
    static const char from[] = " ";
    const char *tail = strstr(word, from);
    size_t size = tail != NULL ? (size_t)(tail - word) : strlen(word);

    *shard = (struct am_fleet_shard){.url_count = 0};
    if (tail != NULL &&
        (am_parse_day(tail + sizeof(from) - 1, 0, &shard->from_day, err) < 0 ||
         shard->from_day <= 0)) {
        return am_fail(err, AM_EINVAL,
                       "fleet_url: '%.80s': write URL 2027-01-01", word);
    }
    return read_urls(shard, word, size, err);
}

static bool is_known(const struct am_fleet_routing *routing, const char *url)
{
    for (unsigned i = 0; i < routing->shard_count; i++) {
        const struct am_fleet_shard *shard = &routing->shards[i];
        for (unsigned j = 0; j < shard->url_count; j++) {
            if (strcmp(shard->urls[j], url) == 0)
                return true;
        }
    }
    return false;
}

/* Does the next shard stand in its place? */
static int check_next(const struct am_fleet_routing *routing,
                      const struct am_fleet_shard *next, struct am_err *err)
{
    unsigned count = routing->shard_count;
    int64_t least = count > 0 ? routing->shards[count - 1].from_day : 0;

    for (unsigned i = 0; i < next->url_count; i++) {
        if (is_known(routing, next->urls[i])) {
            return am_fail(err, AM_EINVAL, "fleet_url: %s is there twice",
                           next->urls[i]);
        }
    }
    if (count == 0 && next->from_day != 0) {
        return am_fail(err, AM_EINVAL,
                       "fleet_url: the first shard takes part from the "
                       "beginning on: leave its day out");
    }
    if (next->from_day < least) {
        return am_fail(err, AM_EINVAL,
                       "fleet_url: %s begins before the one in front of it: "
                       "new shards stand last",
                       next->urls[0]);
    }
    return 0;
}

int am_fleet_routing_read(struct am_fleet_routing *routing,
                          const char *const *words, struct am_err *err)
{
    routing->shard_count = 0;
    for (; *words != NULL; words++) {
        struct am_fleet_shard *next = &routing->shards[routing->shard_count];
        if (routing->shard_count == AM_FLEET_SHARDS_MAX) {
            return am_fail(err, AM_EINVAL, "fleet_url: over %d shards",
                           AM_FLEET_SHARDS_MAX);
        }
        if (read_shard(next, *words, err) < 0 ||
            check_next(routing, next, err) < 0)
            return -1;
        routing->shard_count++;
    }
    if (routing->shard_count == 0) {
        return am_fail(err, AM_EINVAL,
                       "no fleet: the setting fleet_url names its shards");
    }
    return 0;
}

unsigned am_fleet_shards_on(const struct am_fleet_routing *routing, int64_t day)
{
    unsigned count = 1;

    if (day < 0)
        day = 0;
    while (count < routing->shard_count &&
           routing->shards[count].from_day <= day)
        count++;
    return count;
}

unsigned am_fleet_slot(const unsigned char *fingerprint)
{
    return (unsigned)fingerprint[0] | ((unsigned)fingerprint[1] << 8);
}

/* The constants are the algorithm's: a linear congruential generator, and 2^31
 * over its upper bits as a number between 0 and 1. */
unsigned am_fleet_shard_of(unsigned slot, unsigned shards)
{
    uint64_t state = slot;
    int64_t bucket = 0;
    int64_t next = 0;

    while (next < (int64_t)shards) {
        bucket = next;
        state = state * UINT64_C(2862933555777941757) + 1;
        next = (int64_t)((double)(bucket + 1) *
                         (2147483648.0 / (double)((state >> 33) + 1)));
    }
    return (unsigned)bucket;
}

unsigned am_fleet_shard_on(const struct am_fleet_routing *routing,
                           const unsigned char *fingerprint, int64_t day)
{
    return am_fleet_shard_of(am_fleet_slot(fingerprint),
                             am_fleet_shards_on(routing, day));
}
