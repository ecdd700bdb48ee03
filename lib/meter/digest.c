/* digest - see digest.h.  The algorithm is fetched once an object: for a short
 * content that costs as much as the digest itself. */
#include "meter/digest.h"

#include <stdlib.h>

#include <openssl/evp.h>

struct am_digest {
    EVP_MD *sha256;
    EVP_MD_CTX *context;
};

int am_digest_create(struct am_digest **digest, struct am_err *err)
{
    struct am_digest *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a digest");
    new->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    new->context = EVP_MD_CTX_new();
    if (new->sha256 == NULL || new->context == NULL ||
        am_digest_begin(new, NULL) < 0) {
        am_digest_destroy(&new);
        return am_fail(err, AM_ENOMEM, "SHA-256 is not available in OpenSSL");
    }
    *digest = new;
    return 0;
}

void am_digest_destroy(struct am_digest **digest)
{
    if (*digest == NULL)
        return;
    EVP_MD_CTX_free((*digest)->context);
    EVP_MD_free((*digest)->sha256);
    free(*digest);
    *digest = NULL;
}

int am_digest_begin(struct am_digest *digest, struct am_err *err)
{
    if (EVP_DigestInit_ex2(digest->context, digest->sha256, NULL) != 1)
        return am_fail(err, AM_ENOMEM, "no memory for SHA-256");
    return 0;
}

int am_digest_feed(struct am_digest *digest, const void *data, size_t size,
                   struct am_err *err)
{
    if (EVP_DigestUpdate(digest->context, data, size) != 1)
        return am_fail(err, AM_ENOMEM, "no memory for SHA-256");
    return 0;
}

int am_digest_finish(struct am_digest *digest,
                     unsigned char out[AM_DIGEST_SIZE], struct am_err *err)
{
    if (EVP_DigestFinal_ex(digest->context, out, NULL) != 1)
        return am_fail(err, AM_ENOMEM, "no memory for SHA-256");
    return 0;
}
