/*
 * inject_files - the calls of inject.c that are about files and descriptors.
 */
#undef _FORTIFY_SOURCE /* open() would be another function */
#define _GNU_SOURCE    /* NOLINT: RTLD_NEXT, the functions with 64 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "e2e/inject_calls.h"

static bool is_file(int fd)
{
    struct stat about;
    int before = errno;
    bool is = fstat(fd, &about) == 0 && S_ISREG(about.st_mode);

    errno = before;
    return is;
}

/* A write of size bytes: how many of them, -1 for none. */
static ssize_t part_of(int fd, size_t size, const void *caller)
{
    if (inject_control == NULL || !is_file(fd) ||
        !inject_fails(INJECT_WRITE, caller))
        return (ssize_t)size;
    return inject_control->error_number != 0 ? -1 : (ssize_t)(size / 2);
}

ssize_t write(int fd, const void *buf, size_t n)
{
    REAL(write, "write");
    ssize_t part = part_of(fd, n, CALLER);
    return part < 0 ? -1 : real_write(fd, buf, (size_t)part);
}

ssize_t pwrite(int fd, const void *buf, size_t n, off_t offset)
{
    REAL(pwrite, "pwrite");
    ssize_t part = part_of(fd, n, CALLER);
    return part < 0 ? -1 : real_pwrite(fd, buf, (size_t)part, offset);
}

ssize_t pwrite64(int fd, const void *buf, size_t n, off64_t offset)
{
    REAL(pwrite64, "pwrite64");
    ssize_t part = part_of(fd, n, CALLER);
    return part < 0 ? -1 : real_pwrite64(fd, buf, (size_t)part, offset);
}

ssize_t writev(int fd, const struct iovec *iovec, int count)
{
    REAL(write, "write");
    REAL(writev, "writev");
    size_t size = 0;

    for (int i = 0; i < count; i++)
        size += iovec[i].iov_len;
    ssize_t part = part_of(fd, size, CALLER);
    if (part == (ssize_t)size)
        return real_writev(fd, iovec, count);
    /* Of half a write the first piece, and no more, will do. */
    return part < 0 ? -1 : real_write(fd, iovec[0].iov_base, iovec[0].iov_len);
}

ssize_t read(int fd, void *buf, size_t nbytes)
{
    REAL(read, "read");
    if (inject_control != NULL && is_file(fd) &&
        inject_fails(INJECT_READ, CALLER))
        return -1;
    return real_read(fd, buf, nbytes);
}

ssize_t pread(int fd, void *buf, size_t nbytes, off_t offset)
{
    REAL(pread, "pread");
    return inject_fails(INJECT_READ, CALLER)
               ? -1
               : real_pread(fd, buf, nbytes, offset);
}

ssize_t pread64(int fd, void *buf, size_t nbytes, off64_t offset)
{
    REAL(pread64, "pread64");
    return inject_fails(INJECT_READ, CALLER)
               ? -1
               : real_pread64(fd, buf, nbytes, offset);
}

int fsync(int fd)
{
    REAL(fsync, "fsync");
    return inject_fails(INJECT_SYNC, CALLER) ? -1 : real_fsync(fd);
}

int fdatasync(int fildes)
{
    REAL(fdatasync, "fdatasync");
    return inject_fails(INJECT_SYNC, CALLER) ? -1 : real_fdatasync(fildes);
}

static mode_t mode_of(int oflag, va_list args)
{
    return (oflag & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(args, mode_t) : 0;
}

int open(const char *file, int oflag, ...)
{
    va_list args;

    REAL(open, "open");
    va_start(args, oflag);
    mode_t mode = mode_of(oflag, args);
    va_end(args);
    return inject_fails(INJECT_OPEN, CALLER) ? -1
                                             : real_open(file, oflag, mode);
}

int open64(const char *file, int oflag, ...)
{
    va_list args;

    REAL(open64, "open64");
    va_start(args, oflag);
    mode_t mode = mode_of(oflag, args);
    va_end(args);
    return inject_fails(INJECT_OPEN, CALLER) ? -1
                                             : real_open64(file, oflag, mode);
}

int openat(int fd, const char *file, int oflag, ...)
{
    va_list args;

    REAL(openat, "openat");
    va_start(args, oflag);
    mode_t mode = mode_of(oflag, args);
    va_end(args);
    return inject_fails(INJECT_OPEN, CALLER)
               ? -1
               : real_openat(fd, file, oflag, mode);
}

FILE *fopen(const char *filename, const char *modes)
{
    REAL(fopen, "fopen");
    return inject_fails(INJECT_OPEN, CALLER) ? NULL
                                             : real_fopen(filename, modes);
}

DIR *opendir(const char *name)
{
    REAL(opendir, "opendir");
    return inject_fails(INJECT_OPEN, CALLER) ? NULL : real_opendir(name);
}

DIR *fdopendir(int fd)
{
    REAL(fdopendir, "fdopendir");
    return inject_fails(INJECT_OPEN, CALLER) ? NULL : real_fdopendir(fd);
}

int rename(const char *old, const char *new)
{
    REAL(rename, "rename");
    return inject_fails(INJECT_RENAME, CALLER) ? -1 : real_rename(old, new);
}

int renameat(int oldfd, const char *old, int newfd, const char *new)
{
    REAL(renameat, "renameat");
    return inject_fails(INJECT_RENAME, CALLER)
               ? -1
               : real_renameat(oldfd, old, newfd, new);
}

int ftruncate(int fd, off_t length)
{
    REAL(ftruncate, "ftruncate");
    return inject_fails(INJECT_TRUNCATE, CALLER) ? -1
                                                 : real_ftruncate(fd, length);
}

int ftruncate64(int fd, off64_t length)
{
    REAL(ftruncate64, "ftruncate64");
    return inject_fails(INJECT_TRUNCATE, CALLER) ? -1
                                                 : real_ftruncate64(fd, length);
}

int posix_fallocate(int fd, off_t offset, off_t len)
{
    REAL(posix_fallocate, "posix_fallocate");
    return inject_fails(INJECT_TRUNCATE, CALLER)
               ? errno
               : real_posix_fallocate(fd, offset, len);
}

int unlink(const char *name)
{
    REAL(unlink, "unlink");
    return inject_fails(INJECT_UNLINK, CALLER) ? -1 : real_unlink(name);
}

int unlinkat(int fd, const char *name, int flag)
{
    REAL(unlinkat, "unlinkat");
    return inject_fails(INJECT_UNLINK, CALLER) ? -1
                                               : real_unlinkat(fd, name, flag);
}

void *mmap(void *addr, size_t len, int prot, int flags, int fd, off_t offset)
{
    REAL(mmap, "mmap");
    return inject_fails(INJECT_MMAP, CALLER)
               ? MAP_FAILED
               : real_mmap(addr, len, prot, flags, fd, offset);
}

void *mmap64(void *addr, size_t len, int prot, int flags, int fd,
             off64_t offset)
{
    REAL(mmap64, "mmap64");
    return inject_fails(INJECT_MMAP, CALLER)
               ? MAP_FAILED
               : real_mmap64(addr, len, prot, flags, fd, offset);
}

static bool may_fail(int command)
{
    return command == F_SETLK || command == F_DUPFD_CLOEXEC;
}

int fcntl(int fd, int cmd, ...)
{
    va_list args;

    REAL(fcntl, "fcntl");
    va_start(args, cmd);
    void *argument = va_arg(args, void *);
    va_end(args);
    if (may_fail(cmd) && inject_fails(INJECT_LOCK, CALLER))
        return -1;
    return real_fcntl(fd, cmd, argument);
}

int fcntl64(int fd, int cmd, ...)
{
    va_list args;

    REAL(fcntl64, "fcntl64");
    va_start(args, cmd);
    void *argument = va_arg(args, void *);
    va_end(args);
    if (may_fail(cmd) && inject_fails(INJECT_LOCK, CALLER))
        return -1;
    return real_fcntl64(fd, cmd, argument);
}
