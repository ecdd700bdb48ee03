/*
 * curl - libcurl, loaded when it is first needed.
 *
 * Not linked: it brings some thirty libraries along, TLS and LDAP among them,
 * which the daemon is not to have in its memory, and which would take longer to
 * load than most commands take to run.
 */
#ifndef AM_FLEET_CURL_H
#define AM_FLEET_CURL_H

#include <curl/curl.h>

#include "base/err.h"

struct am_curl {
    CURLcode (*global_init)(long flags);
    CURL *(*easy_init)(void);
    CURLcode (*easy_setopt)(CURL *handle, CURLoption option, ...);
    CURLcode (*easy_perform)(CURL *handle);
    CURLcode (*easy_getinfo)(CURL *handle, CURLINFO info, ...);
    void (*easy_cleanup)(CURL *handle);
    const char *(*easy_strerror)(CURLcode code);
    struct curl_slist *(*slist_append)(struct curl_slist *list,
                                       const char *text);
    void (*slist_free_all)(struct curl_slist *list);
};

/* Its functions, for the life of the process; not from two threads at once.
 * Fails with AM_ENOTFOUND: it is not installed. */
AM_MUST_CHECK int am_curl_load(const struct am_curl **curl, struct am_err *err);

#endif
