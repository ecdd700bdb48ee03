/*
 * outfile - see outfile.h.
 */
#include "cli/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int am_outfile_open(struct am_outfile *outfile, const char *path,
                    struct am_err *err)
{
    memset(outfile, 0, sizeof(*outfile));
    if (path == NULL || strcmp(path, "-") == 0) {
        outfile->stream = stdout;
        return 0;
    }
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
    unlink(outfile->temporary);
}

int am_outfile_close(struct am_outfile *outfile, struct am_err *err)
{
    if (outfile->path == NULL) {
        return fflush(outfile->stream) == 0
                   ? 0
                   : am_fail_errno(err, errno, "cannot write the output");
    }

    int failed =
        fflush(outfile->stream) != 0 || fsync(fileno(outfile->stream)) != 0;
    failed |= fclose(outfile->stream) != 0;
    if (!failed && rename(outfile->temporary, outfile->path) == 0)
        return 0;
    am_err_set_errno(err, errno, "%s", outfile->path);
    unlink(outfile->temporary);
    return -1;
}
