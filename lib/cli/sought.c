/*
 * sought - see sought.h.
 */
#include "cli/sought.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "base/hex.h"
#include "meter/digest.h"

#define CHUNK 65536

static int feed_all(struct am_digest *digest, int fd, struct am_sought *sought,
                    struct am_err *err)
{
    unsigned char bytes[CHUNK];
    long size = 0;

    sought->size_bytes = 0;
    while ((size = am_read_full(fd, bytes, sizeof(bytes))) > 0) {
        sought->size_bytes += size;
        if (am_digest_feed(digest, bytes, (size_t)size, err) < 0)
            return -1;
    }
    return size < 0 ? am_fail_errno(err, errno, "%s", sought->name) : 0;
}

static int read_content(struct am_sought *sought, const struct am_key *key,
                        int fd, struct am_err *err)
{
    struct am_digest *digest = NULL;

    if (am_digest_create(&digest, err) < 0)
        return -1;
    int result = feed_all(digest, fd, sought, err);
    if (result == 0)
        result = am_digest_finish(digest, sought->digest, err);
    if (result == 0)
        result = am_sought_under(sought, key, err);
    am_digest_destroy(&digest);
    return result;
}

int am_sought_under(struct am_sought *sought, const struct am_key *key,
                    struct am_err *err)
{
    return am_key_sign(key, AM_LABEL_FINGERPRINT, sought->digest,
                       sizeof(sought->digest), sought->fingerprint, err);
}

int am_sought_file(struct am_sought *sought, const struct am_key *key,
                   const char *path, struct am_err *err)
{
    *sought = (struct am_sought){.name = path};
    if (strcmp(path, "-") == 0)
        return read_content(sought, key, STDIN_FILENO, err);

    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return am_fail_errno(err, errno, "%s", path);
    int result = read_content(sought, key, fd, err);
    close(fd);
    return result;
}

int am_sought_given(struct am_sought *sought, const char *text,
                    struct am_err *err)
{
    size_t digits = strspn(text, "0123456789abcdefABCDEF");

    *sought = (struct am_sought){.name = text, .size_bytes = -1};
    if (digits != (size_t)2 * AM_FINGERPRINT_SIZE || text[digits] != '\0') {
        return am_fail(err, AM_EINVAL,
                       "'%.80s' is not a fingerprint: %d hexadecimal digits",
                       text, 2 * AM_FINGERPRINT_SIZE);
    }
    for (size_t i = 0; i < AM_FINGERPRINT_SIZE; i++) {
        const char pair[3] = {text[2 * i], text[2 * i + 1], '\0'};
        sought->fingerprint[i] = (unsigned char)strtoul(pair, NULL, 16);
    }
    return 0;
}

const char *am_sought_text(const struct am_sought *sought,
                           char text[AM_FINGERPRINT_TEXT_SIZE])
{
    return am_hex_write(sought->fingerprint, AM_FINGERPRINT_SIZE, text);
}
