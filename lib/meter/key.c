/*
 * key - see key.h.  Each signer has a context of OpenSSL's EVP_MAC of its own,
 * as threads may not share one: a copy of one that has the key, which takes
 * half the time of a new one.
 */
#include "meter/key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include "base/files.h"
#include "base/hex.h"
#include "meter/signer.h"

#define HEX_SIZE ((size_t)2 * AM_KEY_SIZE)

struct am_key {
    EVP_MAC_CTX *ready; /* has the secret; only copied */
    unsigned char secret[AM_KEY_SIZE];
};

static int create(struct am_key **key, struct am_err *err)
{
    *key = calloc(1, sizeof(**key));
    if (*key == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the key");
    return 0;
}

/* Make ready to sign with the secret. */
static int make_ready(struct am_key *key, struct am_err *err)
{
    char sha256[] = "SHA256";
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, sha256, 0),
        OSSL_PARAM_construct_end(),
    };
    EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);

    key->ready = hmac != NULL ? EVP_MAC_CTX_new(hmac) : NULL;
    EVP_MAC_free(hmac);
    if (key->ready == NULL ||
        EVP_MAC_init(key->ready, key->secret, AM_KEY_SIZE, params) != 1)
        return am_fail(err, AM_ENOMEM, "HMAC is not available in OpenSSL");
    return 0;
}

void am_key_close(struct am_key **key)
{
    if (*key == NULL)
        return;
    EVP_MAC_CTX_free((*key)->ready);
    OPENSSL_cleanse((*key)->secret, sizeof((*key)->secret));
    free(*key);
    *key = NULL;
}

static int read_secret(const char *text, size_t size,
                       unsigned char secret[AM_KEY_SIZE])
{
    if (size != HEX_SIZE + 1 || text[HEX_SIZE] != '\n')
        return -1;
    return am_hex_read(text, AM_HEX_SMALL, secret, AM_KEY_SIZE);
}

/* Who else could read the key could ask the database about any file. */
static int check_mode(int fd, const char *path, struct am_err *err)
{
    struct stat st;

    if (fstat(fd, &st) < 0)
        return am_fail_errno(err, errno, "%s", path);
    if (!S_ISREG(st.st_mode))
        return am_fail(err, AM_EACCESS, "%s: not a regular file", path);
    if ((st.st_mode & (S_IRWXG | S_IRWXO | S_IWUSR | S_IXUSR)) != 0) {
        return am_fail(err, AM_EACCESS, "%s: mode is %04o; run: chmod 0400 %s",
                       path, (unsigned)(st.st_mode & 07777), path);
    }
    return 0;
}

static int load(int fd, const char *name, struct am_key *key,
                struct am_err *err)
{
    char text[HEX_SIZE + 2]; /* one more than allowed, to see it */
    long size = am_read_full(fd, text, sizeof(text));
    int result = 0;

    if (size < 0) {
        result = am_fail_errno(err, errno, "%s", name);
    } else if (read_secret(text, (size_t)size, key->secret) < 0) {
        result = am_fail(err, AM_ECORRUPT,
                         "%s: not a key of %zu hexadecimal digits and a line "
                         "end; restore it from where it was kept",
                         name, HEX_SIZE);
    }
    OPENSSL_cleanse(text, sizeof(text));
    return result;
}

int am_key_read(struct am_key **key, int fd, const char *name,
                struct am_err *err)
{
    struct am_key *new = NULL;

    if (create(&new, err) < 0)
        return -1;
    if (load(fd, name, new, err) < 0 || make_ready(new, err) < 0) {
        am_key_close(&new);
        return -1;
    }
    *key = new;
    return 0;
}

int am_key_open(struct am_key **key, const char *path, struct am_err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return am_fail_errno(err, errno, "%s", path);
    int result = check_mode(fd, path, err);
    if (result == 0)
        result = am_key_read(key, fd, path, err);
    close(fd);
    return result;
}

int am_key_random(struct am_key **key, struct am_err *err)
{
    struct am_key *new = NULL;

    if (create(&new, err) < 0)
        return -1;
    if (RAND_priv_bytes(new->secret, AM_KEY_SIZE) != 1) {
        am_key_close(&new);
        return am_fail(err, AM_EIO, "no random bytes for a key");
    }
    if (make_ready(new, err) < 0) {
        am_key_close(&new);
        return -1;
    }
    *key = new;
    return 0;
}

int am_key_write(const struct am_key *key, int fd, struct am_err *err)
{
    char text[HEX_SIZE + 1];

    am_hex_write(key->secret, AM_KEY_SIZE, text);
    text[HEX_SIZE] = '\n';
    int result = am_write_all(fd, text, sizeof(text));
    int reason = errno;
    OPENSSL_cleanse(text, sizeof(text));
    return result == 0 ? 0 : am_fail_errno(err, reason, "cannot write the key");
}

/* A file of the key alone, or none. */
static int write_file(const struct am_key *key, const char *path,
                      struct am_err *err)
{
    unlink(path); /* of one that died here before */
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR);
    if (fd < 0)
        return am_fail_errno(err, errno, "%s: cannot make the key", path);
    int result = am_key_write(key, fd, err);
    if (result == 0 && fsync(fd) < 0)
        result = am_fail_errno(err, errno, "%s: cannot write the key", path);
    close(fd);
    if (result < 0)
        unlink(path);
    return result;
}

/* A link, unlike another name, never takes the place of a key. */
static int put_in_place(const char *new_path, const char *path)
{
    int result = link(new_path, path);
    int reason = errno;

    unlink(new_path);
    if (result == 0 && am_file_sync_directory(path) < 0) {
        reason = errno;
        result = -1;
        unlink(path);
    }
    errno = reason;
    return result;
}

int am_key_save(const struct am_key *key, const char *path, struct am_err *err)
{
    char new_path[4096];

    if ((size_t)snprintf(new_path, sizeof(new_path), "%s.new", path) >=
        sizeof(new_path)) {
        return am_fail_errno(err, ENAMETOOLONG, "%s: cannot make the key",
                             path);
    }
    if (write_file(key, new_path, err) < 0)
        return -1;
    if (put_in_place(new_path, path) == 0)
        return 0;
    if (errno == EEXIST)
        return am_fail(err, AM_EBUSY, "%s: there is a key already", path);
    return am_fail_errno(err, errno, "%s: cannot make the key", path);
}

int am_key_make(const char *path, struct am_err *err)
{
    struct am_key *key = NULL;

    if (am_key_random(&key, err) < 0)
        return -1;
    int result = am_key_save(key, path, err);
    am_key_close(&key);
    return result;
}

static int overwrite(int fd)
{
    unsigned char bytes[HEX_SIZE + 1];

    if (RAND_bytes(bytes, sizeof(bytes)) != 1)
        memset(bytes, 0, sizeof(bytes));
    return am_write_all(fd, bytes, sizeof(bytes)) == 0 ? fsync(fd) : -1;
}

int am_key_destroy(const char *path, struct am_err *err)
{
    struct stat about;

    if (lstat(path, &about) < 0)
        return am_fail_errno(err, errno, "%s", path);
    /* Of a link the file behind it would get another mode, and no more. */
    if (!S_ISREG(about.st_mode))
        return am_fail(err, AM_EACCESS, "%s: not a regular file", path);
    /* Its owner may not write it, either. */
    if (chmod(path, S_IRUSR | S_IWUSR) < 0)
        return am_fail_errno(err, errno, "%s", path);
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return am_fail_errno(err, errno, "%s", path);
    int result = overwrite(fd);
    int reason = errno;
    close(fd);
    if (result < 0)
        return am_fail_errno(err, reason, "%s", path);
    if (unlink(path) < 0 || am_file_sync_directory(path) < 0)
        return am_fail_errno(err, errno, "%s", path);
    return 0;
}

struct evp_mac_ctx_st *am_key_copy_mac(const struct am_key *key)
{
    return EVP_MAC_CTX_dup(key->ready);
}

int am_key_sign(const struct am_key *key, enum am_key_label label,
                const void *data, size_t size,
                unsigned char out[AM_FINGERPRINT_SIZE], struct am_err *err)
{
    struct am_signer *signer = NULL;

    if (am_signer_create(&signer, key, err) < 0)
        return -1;
    int result = am_signer_sign(signer, label, data, size, out, err);
    am_signer_destroy(&signer);
    return result;
}

/* One way: an HMAC of nothing tells nothing about its secret. */
int am_key_id(const struct am_key *key, unsigned char id[AM_KEY_ID_SIZE],
              struct am_err *err)
{
    unsigned char whole[AM_FINGERPRINT_SIZE];

    if (am_key_sign(key, AM_LABEL_ID, NULL, 0, whole, err) < 0)
        return -1;
    memcpy(id, whole, AM_KEY_ID_SIZE);
    return 0;
}
