/* signer - see signer.h. */
#include "meter/signer.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

struct am_signer {
    EVP_MAC_CTX *mac; /* has the key */
};

int am_signer_create(struct am_signer **signer, const struct am_key *key,
                     struct am_err *err)
{
    struct am_signer *new = calloc(1, sizeof(*new));
    if (new != NULL)
        new->mac = am_key_copy_mac(key);
    if (new == NULL || new->mac == NULL) {
        free(new);
        return am_fail(err, AM_ENOMEM, "no memory for an HMAC");
    }
    *signer = new;
    return 0;
}

void am_signer_destroy(struct am_signer **signer)
{
    if (*signer == NULL)
        return;
    EVP_MAC_CTX_free((*signer)->mac);
    free(*signer);
    *signer = NULL;
}

int am_signer_sign(struct am_signer *signer, enum am_key_label label,
                   const void *data, size_t size,
                   unsigned char out[AM_FINGERPRINT_SIZE], struct am_err *err)
{
    const unsigned char label_byte = (unsigned char)label;
    size_t out_size = 0;
    /* No key: with the one it has, from the beginning. */
    bool ok =
        EVP_MAC_init(signer->mac, NULL, 0, NULL) == 1 &&
        EVP_MAC_update(signer->mac, &label_byte, 1) == 1 &&
        EVP_MAC_update(signer->mac, data, size) == 1 &&
        EVP_MAC_final(signer->mac, out, &out_size, AM_FINGERPRINT_SIZE) == 1;

    return ok ? 0 : am_fail(err, AM_ENOMEM, "no memory for an HMAC");
}

int am_signer_sign_short(struct am_signer *signer, enum am_key_label label,
                         const void *data, size_t size,
                         unsigned char out[AM_SHORT_KEY], struct am_err *err)
{
    unsigned char whole[AM_FINGERPRINT_SIZE];

    if (am_signer_sign(signer, label, data, size, whole, err) < 0)
        return -1;
    memcpy(out, whole, AM_SHORT_KEY);
    return 0;
}
