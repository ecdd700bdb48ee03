/* access - am_fleet_access_read() of engine.h: how shards are reached. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <openssl/crypto.h>

#include "base/files.h"
#include "fleet/engine.h"

#define CONNECT_MS 10000L
#define TOTAL_MS   300000L

/* It stands in paths and statements. */
static int take_database(struct am_fleet_access *access, const char *name,
                         struct am_err *err)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    size_t size = strspn(name, letters);

    if (size == 0 || name[size] != '\0' || size >= sizeof(access->database)) {
        return am_fail(err, AM_EINVAL,
                       "fleet_database: '%.60s' is no name: letters, digits "
                       "and '_'",
                       name);
    }
    memcpy(access->database, name, size + 1);
    return 0;
}

static int check_mode(const char *path, struct am_err *err)
{
    struct stat about;

    if (stat(path, &about) < 0)
        return am_fail_errno(err, errno, "%s", path);
    if ((about.st_mode & 0007) == 0)
        return 0;
    return am_fail(err, AM_EACCESS,
                   "%s: everybody may read the password: chmod o= %s", path,
                   path);
}

static int take_line(const char *path, const struct am_buf *file,
                     char password[AM_HTTP_SECRET_SIZE], struct am_err *err)
{
    const char *text = (const char *)file->data;
    const char *end = file->size > 0 ? memchr(text, '\n', file->size) : NULL;
    size_t size = end != NULL ? (size_t)(end - text) : file->size;

    if (size == 0 || size >= AM_HTTP_SECRET_SIZE ||
        memchr(text, '\0', size) != NULL ||
        (end != NULL && end + 1 != text + file->size)) {
        return am_fail(err, AM_EINVAL,
                       "%s: a password is one line of 1 to %d bytes", path,
                       AM_HTTP_SECRET_SIZE - 1);
    }
    memcpy(password, text, size);
    password[size] = '\0';
    return 0;
}

static int take_password(struct am_fleet_access *access, const char *path,
                         struct am_err *err)
{
    struct am_buf file;

    if (path[0] == '\0')
        return 0;
    am_buf_init(&file, 2 * (size_t)AM_HTTP_SECRET_SIZE);
    int result = check_mode(path, err);
    if (result == 0)
        result = am_file_read(path, &file, err);
    if (result == 0)
        result = take_line(path, &file, access->http.password, err);
    if (file.size > 0)
        OPENSSL_cleanse(file.data, file.size);
    am_buf_free(&file);
    return result;
}

int am_fleet_access_read(struct am_fleet_access *access,
                         const struct am_settings *settings, struct am_err *err)
{
    *access = (struct am_fleet_access){
        .http = {.ca_file = settings->fleet_ca_file,
                 .cert_file = settings->fleet_cert_file,
                 .connect_ms = CONNECT_MS,
                 .total_ms = TOTAL_MS},
    };
    if (strlen(settings->fleet_user) >= sizeof(access->http.user))
        return am_fail(err, AM_EINVAL, "fleet_user: too long");
    snprintf(access->http.user, sizeof(access->http.user), "%s",
             settings->fleet_user);
    if (take_database(access, settings->fleet_database, err) < 0)
        return -1;
    return take_password(access, settings->fleet_password_file, err);
}
