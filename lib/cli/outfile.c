/*
 * outfile - see outfile.h.
 */
#include "cli/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Is there something that a file must not take the place of: a device, a pipe?
 * As root, /dev/null would be gone for everybody. */
static bool is_special(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

static int open_special(struct am_outfile *outfile, const char *path,
                        struct am_err *err)
{
    outfile->path = path;
    outfile->stream = fopen(path, "we");
    if (outfile->stream == NULL)
        return am_fail_errno(err, errno, "%s", path);
    return 0;
}

int am_outfile_open(struct am_outfile *outfile, const char *path,
                    struct am_err *err)
{
    memset(outfile, 0, sizeof(*outfile));
    if (path == NULL || strcmp(path, "-") == 0) {
        outfile->stream = stdout;
        return 0;
    }
    if (is_special(path))
        return open_special(outfile, path, err);
    int size = snprintf(outfile->temporary, AM_OUTFILE_PATH_SIZE, "%s.%ld.tmp",
                        path, (long)getpid());
    if (size < 0 || size >= AM_OUTFILE_PATH_SIZE)
        return am_fail_errno(err, ENAMETOOLONG, "%s", path);
    int fd = open(outfile->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                  S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH);
    if (fd < 0)
        return am_fail_errno(err, errno, "%s", outfile->temporary);
    outfile->path = path;
    outfile->stream = fdopen(fd, "w");
    if (outfile->stream != NULL)
        return 0;
    am_err_set_errno(err, errno, "%s", path);
    close(fd);
    unlink(outfile->temporary);
    return -1;
}

void am_outfile_drop(struct am_outfile *outfile)
{
    if (outfile->path == NULL)
        return;
    fclose(outfile->stream);
    if (outfile->temporary[0] != '\0')
        unlink(outfile->temporary);
}

static int close_special(struct am_outfile *outfile, struct am_err *err)
{
    bool failed = fflush(outfile->stream) != 0;

    failed |= fclose(outfile->stream) != 0;
    return failed ? am_fail_errno(err, errno, "%s", outfile->path) : 0;
}

int am_outfile_close(struct am_outfile *outfile, struct am_err *err)
{
    if (outfile->path == NULL) {
        return fflush(outfile->stream) == 0
                   ? 0
                   : am_fail_errno(err, errno, "cannot write the output");
    }
    if (outfile->temporary[0] == '\0')
        return close_special(outfile, err);

    int failed =
        fflush(outfile->stream) != 0 || fsync(fileno(outfile->stream)) != 0;
    failed |= fclose(outfile->stream) != 0;
    if (!failed && rename(outfile->temporary, outfile->path) == 0)
        return 0;
    am_err_set_errno(err, errno, "%s", outfile->path);
    unlink(outfile->temporary);
    return -1;
}
