/* socket - see socket.h. */
#include "base/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

int am_socket_address(const char *path, struct sockaddr_un *address,
                      struct am_err *err)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (path[0] == '\0' || strlen(path) >= sizeof(address->sun_path)) {
        return am_fail(err, AM_EINVAL,
                       "'%s': the path of a socket has 1 to %zu bytes", path,
                       sizeof(address->sun_path) - 1);
    }
    memcpy(address->sun_path, path, strlen(path) + 1);
    return 0;
}

/* 0, or the errno of connecting. */
static int knock(const struct sockaddr_un *address)
{
    int result = 0;
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    if (fd < 0)
        return errno;
    /* A full backlog must not hold the start: that too is an answer. */
    if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0 ||
        connect(fd, (const struct sockaddr *)address, sizeof(*address)) < 0)
        result = errno;
    close(fd);
    return result == EAGAIN ? 0 : result;
}

int am_socket_clear(const char *path, struct am_err *err)
{
    struct sockaddr_un address;
    struct stat found;

    if (lstat(path, &found) < 0)
        return errno == ENOENT ? 0 : am_fail_errno(err, errno, "%s", path);
    if (!S_ISSOCK(found.st_mode)) {
        return am_fail(err, AM_EINVAL,
                       "%s is there and is no socket: move it away", path);
    }
    if (am_socket_address(path, &address, err) < 0)
        return -1;
    int result = knock(&address);
    if (result == 0) {
        return am_fail(err, AM_EBUSY, "%s is in use: somebody answers there",
                       path);
    }
    if (result != ECONNREFUSED)
        return am_fail_errno(err, result, "%s", path);
    if (unlink(path) < 0)
        return am_fail_errno(err, errno, "remove the old socket %s", path);
    return 0;
}
