/* door - see door.h. */
#include "door.h"

#include <errno.h>
#include <fcntl.h>
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
