/*
 * setting_text - which words a setting of text may have: see setting.h.  Opens
 * and asks nothing: a path or a socket is checked for its form only.
 */
#include <stdlib.h>
#include <string.h>

#include "base/setting.h"

#define SOCKET_PATH_MAX  107 /* sun_path of unix(7), without the NUL */
#define FIRST_DESCRIPTOR 3   /* behind standard input, output and error */

static int check_socket_path(const char *path, struct am_err *err)
{
    if (path[0] != '/') {
        return am_fail(err, AM_EINVAL,
                       "the path must begin with '/': write unix:/path");
    }
    if (strlen(path) > SOCKET_PATH_MAX) {
        return am_fail(err, AM_EINVAL, "the path is over %d bytes",
                       SOCKET_PATH_MAX);
    }
    return 0;
}

static int check_descriptor(const char *digits, struct am_err *err)
{
    size_t count = strspn(digits, "0123456789");
    long number = strtol(digits, NULL, 10);

    if (count > 0 && count < 5 && digits[count] == '\0' &&
        number >= FIRST_DESCRIPTOR)
        return 0;
    return am_fail(err, AM_EINVAL,
                   "'%.60s' is no descriptor that the daemon is given: write "
                   "fd:%d",
                   digits, FIRST_DESCRIPTOR);
}

static int check_socket(const char *word, struct am_err *err)
{
    const char *colon = strchr(word, ':');
    size_t size = colon != NULL ? (size_t)(colon - word) : 0;

    if ((size == 4 && strncmp(word, "unix", 4) == 0) ||
        (size == 5 && strncmp(word, "local", 5) == 0))
        return check_socket_path(colon + 1, err);
    if (((size == 4 && strncmp(word, "inet", 4) == 0) ||
         (size == 5 && strncmp(word, "inet6", 5) == 0)) &&
        strchr(colon, '@') != NULL)
        return 0;
    if (size == 2 && strncmp(word, "fd", 2) == 0)
        return check_descriptor(colon + 1, err);
    return am_fail(err, AM_EINVAL,
                   "'%.60s' is no socket: write unix:/path or inet:port@host",
                   word);
}

static int check_country(const char *word, struct am_err *err)
{
    size_t size = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    if ((word[size] == '\0' && size == 3) || strcmp(word, "EU27") == 0 ||
        strcmp(word, "WORLD") == 0)
        return 0;
    return am_fail(err, AM_EINVAL,
                   "'%.40s' is no country: write three capitals such as FRA, "
                   "EU27 or WORLD",
                   word);
}

static int check_facility(const char *word, struct am_err *err)
{
    if (strcmp(word, "mail") == 0 || strcmp(word, "daemon") == 0 ||
        strcmp(word, "user") == 0)
        return 0;
    if (strncmp(word, "local", 5) == 0 && word[5] >= '0' && word[5] <= '7' &&
        word[6] == '\0')
        return 0;
    return am_fail(err, AM_EINVAL,
                   "'%.40s' is no facility: write mail, daemon, user or local0 "
                   "to local7",
                   word);
}

static int check_path(enum am_setting_kind kind, const char *word,
                      struct am_err *err)
{
    if (word[0] == '\0' && kind != AM_SETTING_PATH)
        return 0;
    if (kind == AM_SETTING_LISTED && word[0] == '@')
        word++;
    if (word[0] == '/')
        return 0;
    return am_fail(err, AM_EINVAL, "'%.60s' is no path: it begins with '/'",
                   word);
}

int am_setting_check_text(enum am_setting_kind kind, const char *word,
                          struct am_err *err)
{
    switch (kind) {
    case AM_SETTING_PATH:
    case AM_SETTING_FILE:
    case AM_SETTING_LISTED:
        return check_path(kind, word, err);
    case AM_SETTING_SOCKET:
        return check_socket(word, err);
    case AM_SETTING_COUNTRY:
        return check_country(word, err);
    case AM_SETTING_FACILITY:
        return check_facility(word, err);
    case AM_SETTING_TEXT:
    case AM_SETTING_LIST:
    case AM_SETTING_BOOL:
    case AM_SETTING_NUMBER:
    case AM_SETTING_SIZE:
    case AM_SETTING_MILLI:
    case AM_SETTING_DAYS:
    case AM_SETTING_SECONDS:
        break;
    }
    return 0;
}
