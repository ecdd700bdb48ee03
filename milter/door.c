/* door - see door.h.  libmilter would remove a live daemon's socket as well. */
#include "door.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

int am_door_lock(const char *path, struct am_err *err)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (fd < 0)
        return am_fail_errno(err, errno, "lock file %s", path);
    if (fcntl(fd, F_SETLK, &lock) == 0)
        return 0; /* held until the process ends */
    int error_number = errno;
    close(fd);
    if (error_number == EACCES || error_number == EAGAIN) {
        return am_fail(err, AM_EBUSY,
                       "%s: another attachmeterd is running with this socket",
                       path);
    }
    return am_fail_errno(err, error_number, "lock file %s", path);
}

/* 0, or the errno of connecting to path. */
static int knock(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int result = 0;

    if (strlen(path) >= sizeof(address.sun_path))
        return ENAMETOOLONG;
    memcpy(address.sun_path, path, strlen(path) + 1);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0)
        return errno;
    /* A full backlog must not hold the start: that too is an answer. */
    if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0 ||
        connect(fd, (const struct sockaddr *)&address, sizeof(address)) < 0)
        result = errno;
    close(fd);
    return result == EAGAIN ? 0 : result;
}

int am_door_clear(const char *path, struct am_err *err)
{
    struct stat found;

    if (lstat(path, &found) < 0)
        return errno == ENOENT ? 0 : am_fail_errno(err, errno, "%s", path);
    if (!S_ISSOCK(found.st_mode)) {
        return am_fail(err, AM_EINVAL,
                       "%s is there and is no socket: move it away", path);
    }
    int result = knock(path);
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
