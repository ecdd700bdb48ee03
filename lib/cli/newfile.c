/*
 * newfile - see newfile.h.
 */
#include "cli/newfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"

static int refuse(const char *path, struct am_err *err)
{
    return am_fail(err, AM_EINVAL,
                   "%s: there is a file already; --force replaces it", path);
}

/* SQLite takes what is named like a database's log for its own: it would be
 * put into the new file, or a program writes into the old one. */
static int refuse_log(const char *path, struct am_err *err)
{
    static const char *const suffixes[] = {"wal", "journal"};
    char log[AM_NEWFILE_PATH_SIZE];

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        int size = snprintf(log, sizeof(log), "%s-%s", path, suffixes[i]);
        if (size > 0 && size < AM_NEWFILE_PATH_SIZE && access(log, F_OK) == 0) {
            return am_fail(err, AM_EINVAL,
                           "%s is there: a program may be writing into %s; "
                           "name another FILE",
                           log, path);
        }
    }
    return 0;
}

int am_newfile_begin(struct am_newfile *file, const char *path,
                     bool may_replace, struct am_err *err)
{
    struct stat about;

    *file = (struct am_newfile){.path = path, .may_replace = may_replace};
    bool is_there = stat(path, &about) == 0;
    if (is_there && !S_ISREG(about.st_mode))
        return am_fail(err, AM_EINVAL, "%s: not a regular file", path);
    if (is_there && !may_replace)
        return refuse(path, err);
    if (refuse_log(path, err) < 0)
        return -1;
    int size = snprintf(file->temporary, sizeof(file->temporary), "%s.%ld.tmp",
                        path, (long)getpid());
    if (size < 0 || size >= AM_NEWFILE_PATH_SIZE)
        return am_fail_errno(err, ENAMETOOLONG, "%s", path);
    int fd = open(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                  S_IRUSR | S_IWUSR | S_IRGRP);
    if (fd < 0)
        return am_fail_errno(err, errno, "%s", file->temporary);
    close(fd);
    return 0;
}

static int sync_file(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return -1;
    int result = fsync(fd);
    close(fd);
    return result;
}

/* A link, unlike a rename, never takes another file's place. */
static int place(const struct am_newfile *file)
{
    if (file->may_replace)
        return rename(file->temporary, file->path);
    return link(file->temporary, file->path) == 0 ? unlink(file->temporary)
                                                  : -1;
}

int am_newfile_keep(struct am_newfile *file, struct am_err *err)
{
    if (sync_file(file->temporary) == 0 && place(file) == 0 &&
        am_file_sync_directory(file->path) == 0)
        return 0;
    int reason = errno;
    am_newfile_drop(file);
    return reason == EEXIST ? refuse(file->path, err)
                            : am_fail_errno(err, reason, "%s", file->path);
}

void am_newfile_drop(struct am_newfile *file)
{
    unlink(file->temporary);
}
