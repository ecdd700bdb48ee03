/* glance - see glance.h. */
#include "spool/glance.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "spool/segment.h"

/* The newest segment that holds more than its head. */
static uint64_t newest_of(DIR *dir)
{
    const struct dirent *entry = NULL;
    struct stat stat;
    uint64_t newest = 0;

    /* One thread and one stream: readdir() is safe here. */
    while ((entry = readdir(dir)) != NULL) { /* NOLINT(concurrency-mt-unsafe) */
        uint64_t number = 0;
        if (am_segment_is_name(entry->d_name, &number) && number > newest &&
            fstatat(dirfd(dir), entry->d_name, &stat, 0) == 0 &&
            stat.st_size > AM_SEGMENT_HEAD)
            newest = number;
    }
    return newest;
}

static int look_at(struct am_glance *glance, int dir_fd, uint64_t number,
                   struct am_err *err)
{
    struct am_segment_head head;
    struct am_err why;
    struct stat stat;
    int fd = -1;

    if (am_segment_open(dir_fd, number, O_RDONLY, &head, &fd, &why) < 0) {
        /* It went meanwhile, or nobody can read it. */
        return why.code == AM_ECORRUPT || why.code == AM_ENOTFOUND
                   ? 0
                   : am_fail(err, why.code, "%s", why.text);
    }
    int result = fstat(fd, &stat);
    close(fd);
    if (result < 0)
        return am_fail_errno(err, errno, "spool");
    glance->is_there = true;
    memcpy(glance->incarnation, head.incarnation, AM_INCARNATION_SIZE);
    glance->end.segment = number;
    glance->end.offset = (uint64_t)stat.st_size;
    return 0;
}

int am_glance_take(struct am_glance *glance, const char *dir,
                   struct am_err *err)
{
    *glance = (struct am_glance){0};
    DIR *stream = opendir(dir);
    if (stream == NULL) {
        return errno == ENOENT ? 0 : am_fail_errno(err, errno, "%s", dir);
    }
    uint64_t newest = newest_of(stream);
    int result = newest == 0 ? 0 : look_at(glance, dirfd(stream), newest, err);
    closedir(stream);
    return result;
}
