/*
 * http - one request at a time over HTTP or HTTPS, by libcurl.
 *
 * The server's certificate is always verified, nothing is redirected and no
 * proxy of the environment is taken.  Knows nothing of the engine but the names
 * of its headers; where TLS fails, a text of an error names the setting that
 * mends it.  Never tells a password: not in a text of an error, either.
 */
#ifndef AM_FLEET_HTTP_H
#define AM_FLEET_HTTP_H

#include "base/buf.h"
#include "base/err.h"

#define AM_HTTP_SECRET_SIZE 256

struct am_http_setup {
    char user[AM_HTTP_SECRET_SIZE];     /* "": no login */
    char password[AM_HTTP_SECRET_SIZE]; /* "": none */
    const char *ca_file;   /* whom to trust; "": whom the system trusts */
    const char *cert_file; /* a client's certificate with its key; "": none */
    long connect_ms, total_ms; /* time for the connection, for all */
};

struct am_http;

/* Open it; *setup must outlive it.  Fails with AM_ENOTFOUND (no libcurl),
 * AM_ENOMEM. */
AM_MUST_CHECK int am_http_open(struct am_http **http,
                               const struct am_http_setup *setup,
                               struct am_err *err);

/* Close *http, which may be NULL, and set it to NULL. */
void am_http_close(struct am_http **http);

struct am_http_request {
    const char *url;
    const void *body;
    size_t size;
    int is_packed; /* in gzip */
};

struct am_http_answer {
    long status;
    int exception;      /* X-ClickHouse-Exception-Code; 0: there was none */
    struct am_buf body; /* the caller's: initialised, and freed */
};

/*
 * Post the request.  0: there was a whole answer, whatever its status.  Fails
 * with AM_EIO (no connection, none in time, or it broke), AM_EACCESS (a
 * certificate is not to be trusted, or a file of ours cannot be read), AM_EFULL
 * (the answer is over the body's limit), AM_ENOMEM.
 */
AM_MUST_CHECK int am_http_post(struct am_http *http,
                               const struct am_http_request *request,
                               struct am_http_answer *answer,
                               struct am_err *err);

#endif
