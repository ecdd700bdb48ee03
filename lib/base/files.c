/* files - see files.h. */
#include "base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int am_write_all(int fd, const void *data, size_t size)
{
    const char *p = data;

    while (size > 0) {
        ssize_t n = write(fd, p, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        p += n;
        size -= (size_t)n;
    }
    return 0;
}

long am_read_full(int fd, void *data, size_t size)
{
    size_t got = 0;

    while (got < size) {
        ssize_t n = read(fd, (char *)data + got, size - got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        got += (size_t)n;
    }
    return (long)got;
}

static int read_into(int fd, const char *path, struct am_buf *buf,
                     struct am_err *err)
{
    char block[16384];
    long n = 0;

    while ((n = am_read_full(fd, block, sizeof(block))) > 0) {
        struct am_err why;
        if (am_buf_add(buf, block, (size_t)n, &why) < 0)
            return am_fail(err, why.code, "%s: %s", path, why.text);
    }
    return n < 0 ? am_fail_errno(err, errno, "%s", path) : 0;
}

int am_file_read(const char *path, struct am_buf *buf, struct am_err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return am_fail_errno(err, errno, "%s", path);
    int result = read_into(fd, path, buf, err);
    close(fd);
    return result;
}

const char *am_file_directory(const char *path, char *dir, size_t size)
{
    const char *slash = strrchr(path, '/');

    if (slash == NULL) {
        snprintf(dir, size, ".");
    } else {
        int length = slash == path ? 1 : (int)(slash - path);
        snprintf(dir, size, "%.*s", length, path);
    }
    return dir;
}

int am_file_sync_directory(const char *path)
{
    char dir[4096];

    am_file_directory(path, dir, sizeof(dir));
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    int result = fsync(fd);
    close(fd);
    return result;
}
