/* page_style - see page_style.h. */
#include "report/page_style.h"

#include <stdio.h>
#include <string.h>

#include <openssl/evp.h>

#define SHA256_SIZE   32
#define SHA256_BASE64 45 /* characters, and NUL */

int am_page_style_policy(bool has_icon, char text[AM_PAGE_POLICY_SIZE],
                         struct am_err *err)
{
    unsigned char digest[SHA256_SIZE];
    unsigned char base64[SHA256_BASE64];

    if (EVP_Digest(am_page_style, strlen(am_page_style), digest, NULL,
                   EVP_sha256(), NULL) != 1)
        return am_fail(err, AM_ENOMEM, "SHA-256 is not available");
    EVP_EncodeBlock(base64, digest, SHA256_SIZE);
    snprintf(text, AM_PAGE_POLICY_SIZE,
             "default-src 'none'; style-src 'sha256-%s'; %sbase-uri 'none'; "
             "form-action 'none'",
             (const char *)base64, has_icon ? "img-src data:; " : "");
    return 0;
}
