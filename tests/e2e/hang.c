/*
 * hang - a disk that hangs, for a program that this is loaded into
 * (LD_PRELOAD): while the file named by HANG is there, fdatasync() does not
 * come back.
 */
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

long syscall(long number, ...);

/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name) */
int fdatasync(int fd)
{
    static const struct timespec pause = {0, 20000000};
    const char *path = getenv("HANG"); /* NOLINT(concurrency-mt-unsafe) */

    while (path != NULL && access(path, F_OK) == 0)
        nanosleep(&pause, NULL);
    return (int)syscall(SYS_fdatasync, fd);
}
