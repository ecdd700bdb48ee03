/* http - see http.h. */
#include "fleet/http.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <openssl/x509_vfy.h>

#include "fleet/curl.h"

#define STALL_S 60L /* without a byte, of what is sent */

struct am_http {
    const struct am_curl *curl;
    const struct am_http_setup *setup;
    CURL *handle;
    struct curl_slist *plain, *packed; /* header fields of requests */
    struct am_http_answer *answer;     /* while one is read */
    bool has_answered;                 /* ever */
    struct am_err untaken;             /* why an answer was not, so far */
    char why[CURL_ERROR_SIZE];
};

/* ---- what libcurl calls ---- */

static size_t on_body(char *data, size_t one, size_t size, void *context)
{
    struct am_http *http = context;

    (void)one; /* is 1 */
    return am_buf_add(&http->answer->body, data, size, &http->untaken) == 0
               ? size
               : 0;
}

static size_t on_header(char *line, size_t one, size_t size, void *context)
{
    static const char name[] = "x-clickhouse-exception-code:";
    const size_t skip = sizeof(name) - 1;
    struct am_http *http = context;
    char number[16] = "";

    (void)one;
    if (size <= skip || strncasecmp(line, name, skip) != 0)
        return size;
    size_t count = size - skip;
    memcpy(number, line + skip,
           count < sizeof(number) ? count : sizeof(number) - 1);
    http->answer->exception = (int)strtol(number, NULL, 10);
    if (http->answer->exception == 0)
        http->answer->exception = -1; /* some exception, then */
    return size;
}

/* ---- options ---- */

static int set_fields(struct am_http *http)
{
    static const char *const common[] = {
        "Content-Type: application/octet-stream",
        "Expect:", /* no round trip more for a large body */
    };
    const struct am_curl *curl = http->curl;

    for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++) {
        http->plain = curl->slist_append(http->plain, common[i]);
        http->packed = curl->slist_append(http->packed, common[i]);
    }
    http->packed = curl->slist_append(http->packed, "Content-Encoding: gzip");
    return http->plain != NULL && http->packed != NULL ? 0 : -1;
}

static int set_file(struct am_http *http, CURLoption option, const char *path)
{
    if (path == NULL || path[0] == '\0')
        return 0;
    return http->curl->easy_setopt(http->handle, option, path) == CURLE_OK ? 0
                                                                           : -1;
}

static int set_login(struct am_http *http)
{
    const struct am_http_setup *setup = http->setup;
    const struct am_curl *curl = http->curl;

    if (setup->user[0] == '\0' && setup->password[0] == '\0')
        return 0;
    if (curl->easy_setopt(http->handle, CURLOPT_HTTPAUTH, CURLAUTH_BASIC) !=
            CURLE_OK ||
        curl->easy_setopt(http->handle, CURLOPT_USERNAME,
                          setup->user[0] != '\0' ? setup->user : "default") !=
            CURLE_OK)
        return -1;
    return curl->easy_setopt(http->handle, CURLOPT_PASSWORD, setup->password) ==
                   CURLE_OK
               ? 0
               : -1;
}

static int set_limits(struct am_http *http)
{
    const struct {
        CURLoption option;
        long value;
    } numbers[] = {
        {CURLOPT_NOSIGNAL, 1},
        {CURLOPT_POST, 1},
        {CURLOPT_SSL_VERIFYPEER, 1},
        {CURLOPT_SSL_VERIFYHOST, 2},
        {CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
        {CURLOPT_CONNECTTIMEOUT_MS, http->setup->connect_ms},
        {CURLOPT_TIMEOUT_MS, http->setup->total_ms},
        {CURLOPT_LOW_SPEED_LIMIT, 1},
        {CURLOPT_TCP_KEEPALIVE, 1},
    };

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        if (http->curl->easy_setopt(http->handle, numbers[i].option,
                                    numbers[i].value) != CURLE_OK)
            return -1;
    }
    return 0;
}

static int set_up(struct am_http *http)
{
    const struct am_curl *curl = http->curl;

    http->handle = curl->easy_init();
    if (http->handle == NULL || set_limits(http) < 0 || set_fields(http) < 0 ||
        set_login(http) < 0 ||
        set_file(http, CURLOPT_CAINFO, http->setup->ca_file) < 0 ||
        set_file(http, CURLOPT_SSLCERT, http->setup->cert_file) < 0 ||
        set_file(http, CURLOPT_SSLKEY, http->setup->cert_file) < 0)
        return -1;

    const struct {
        CURLoption option;
        const void *value;
    } others[] = {
        {CURLOPT_PROXY, ""},
        {CURLOPT_PROTOCOLS_STR, "http,https"},
        {CURLOPT_WRITEDATA, http},
        {CURLOPT_HEADERDATA, http},
        {CURLOPT_ERRORBUFFER, http->why},
    };

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (curl->easy_setopt(http->handle, others[i].option,
                              others[i].value) != CURLE_OK)
            return -1;
    }
    return curl->easy_setopt(http->handle, CURLOPT_WRITEFUNCTION, on_body) ==
                       CURLE_OK &&
                   curl->easy_setopt(http->handle, CURLOPT_HEADERFUNCTION,
                                     on_header) == CURLE_OK
               ? 0
               : -1;
}

int am_http_open(struct am_http **http, const struct am_http_setup *setup,
                 struct am_err *err)
{
    struct am_http *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a connection");

    new->setup = setup;
    if (am_curl_load(&new->curl, err) < 0) {
        free(new);
        return -1;
    }
    if (set_up(new) < 0) {
        am_http_close(&new);
        return am_fail(err, AM_ENOMEM, "libcurl does not take an option");
    }
    *http = new;
    return 0;
}

void am_http_close(struct am_http **http)
{
    struct am_http *old = *http;

    *http = NULL;
    if (old == NULL)
        return;
    old->curl->slist_free_all(old->plain);
    old->curl->slist_free_all(old->packed);
    if (old->handle != NULL)
        old->curl->easy_cleanup(old->handle);
    free(old);
}

/* ---- a request ---- */

/* libcurl compares the host behind OpenSSL's checks, and then has no result of
 * these. */
static int refuse_certificate(struct am_http *http, const char *why,
                              struct am_err *err)
{
    long verified = X509_V_OK;

    http->curl->easy_getinfo(http->handle, CURLINFO_SSL_VERIFYRESULT,
                             &verified);
    switch (verified) {
    case X509_V_OK:
    case X509_V_ERR_UNSPECIFIED:
        return am_fail(err, AM_EACCESS,
                       "%s: fleet_url must name the host as its certificate "
                       "does",
                       why);
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return am_fail(err, AM_EACCESS, "%s: give the server a new one", why);
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return am_fail(err, AM_EACCESS, "%s: is the clock right?", why);
    default:
        return am_fail(err, AM_EACCESS,
                       "%s: fleet_ca_file must have the CA that signed it",
                       why);
    }
}

/* One that never answered has closed the connection: that may be for good. */
static int refuse_stranger(const struct am_http *http, const char *why,
                           bool is_plain, struct am_err *err)
{
    if (is_plain) {
        return am_fail(err, AM_EIO,
                       "%s: if TLS is spoken there, write https:// in "
                       "fleet_url",
                       why);
    }
    if (http->setup->cert_file[0] == '\0') {
        return am_fail(err, AM_EIO,
                       "%s: if it asks for a certificate, name ours as "
                       "fleet_cert_file",
                       why);
    }
    return am_fail(err, AM_EIO, "%s", why);
}

/* What libcurl says, and what would mend it; AM_EIO: perhaps time. */
static int refuse(struct am_http *http, CURLcode code, bool is_plain,
                  struct am_err *err)
{
    const char *why =
        http->why[0] != '\0' ? http->why : http->curl->easy_strerror(code);

    if (code == CURLE_WRITE_ERROR) {
        return am_fail(err, http->untaken.code, "its answer: %s",
                       http->untaken.text);
    }
    if (code == CURLE_PEER_FAILED_VERIFICATION)
        return refuse_certificate(http, why, err);
    if (code == CURLE_SSL_CACERT_BADFILE) {
        return am_fail(err, AM_EACCESS,
                       "%s: fleet_ca_file is to be certificates in PEM", why);
    }
    if (code == CURLE_SSL_CERTPROBLEM) {
        return am_fail(err, AM_EACCESS,
                       "%s: fleet_cert_file is to be a certificate and its key "
                       "in PEM",
                       why);
    }
    if (strstr(why, "certificate required") != NULL) { /* OpenSSL's words */
        return am_fail(err, AM_EACCESS,
                       "%s: fleet_cert_file must be one that the server trusts",
                       why);
    }
    /* OpenSSL's words, and curl's where a plain port waits for more of what it
     * takes for a request. */
    if (strstr(why, "wrong version number") != NULL ||
        strstr(why, "SSL connection timeout") != NULL) {
        return am_fail(err, AM_EIO,
                       "%s: no TLS is spoken there: is that the https_port?",
                       why);
    }
    if (!http->has_answered &&
        (code == CURLE_GOT_NOTHING || code == CURLE_SEND_ERROR ||
         code == CURLE_RECV_ERROR))
        return refuse_stranger(http, why, is_plain, err);
    return am_fail(err, code == CURLE_OUT_OF_MEMORY ? AM_ENOMEM : AM_EIO, "%s",
                   why);
}

int am_http_post(struct am_http *http, const struct am_http_request *request,
                 struct am_http_answer *answer, struct am_err *err)
{
    const struct am_curl *curl = http->curl;
    CURL *handle = http->handle;

    answer->status = 0;
    answer->exception = 0;
    am_buf_clear(&answer->body);
    http->answer = answer;
    http->why[0] = '\0';
    if (curl->easy_setopt(handle, CURLOPT_URL, request->url) != CURLE_OK ||
        curl->easy_setopt(handle, CURLOPT_HTTPHEADER,
                          request->is_packed ? http->packed : http->plain) !=
            CURLE_OK ||
        curl->easy_setopt(handle, CURLOPT_LOW_SPEED_TIME,
                          request->is_packed ? STALL_S : 0L) != CURLE_OK ||
        curl->easy_setopt(handle, CURLOPT_POSTFIELDS,
                          request->size > 0 ? request->body : "") != CURLE_OK ||
        curl->easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
                          (curl_off_t)request->size) != CURLE_OK)
        return am_fail(err, AM_ENOMEM, "libcurl does not take a request");
    CURLcode code = curl->easy_perform(handle);
    http->answer = NULL;
    if (code != CURLE_OK)
        return refuse(http, code, strncmp(request->url, "http:", 5) == 0, err);
    curl->easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer->status);
    http->has_answered = true;
    return 0;
}
