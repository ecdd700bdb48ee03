/* curl - see curl.h. */
#include "fleet/curl.h"

#include <dlfcn.h>
#include <string.h>

#define LIBRARY "libcurl.so.4"

/* Set the pointer to a function, of which C knows no form as an object's. */
static int find(void *library, const char *name, void *function)
{
    void *found = dlsym(library, name);

    memcpy(function, &found, sizeof(found));
    return found != NULL ? 0 : -1;
}

static int find_all(void *library, struct am_curl *curl)
{
    const struct {
        const char *name;
        void *function;
    } wanted[] = {
        {"curl_global_init", (void *)&curl->global_init},
        {"curl_easy_init", (void *)&curl->easy_init},
        {"curl_easy_setopt", (void *)&curl->easy_setopt},
        {"curl_easy_perform", (void *)&curl->easy_perform},
        {"curl_easy_getinfo", (void *)&curl->easy_getinfo},
        {"curl_easy_cleanup", (void *)&curl->easy_cleanup},
        {"curl_easy_strerror", (void *)&curl->easy_strerror},
        {"curl_slist_append", (void *)&curl->slist_append},
        {"curl_slist_free_all", (void *)&curl->slist_free_all},
    };

    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        if (find(library, wanted[i].name, wanted[i].function) < 0)
            return -1;
    }
    return 0;
}

int am_curl_load(const struct am_curl **curl, struct am_err *err)
{
    static struct am_curl functions;
    static void *library; /* stays: it may have threads and handlers */

    if (library == NULL) {
        void *opened = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
        if (opened == NULL || find_all(opened, &functions) < 0 ||
            functions.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
            return am_fail(err, AM_ENOTFOUND,
                           "%s is missing: install the package libcurl4",
                           LIBRARY);
        }
        library = opened;
    }
    *curl = &functions;
    return 0;
}
