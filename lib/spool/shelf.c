/* shelf - see shelf.h. */
#include "spool/shelf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "spool/segment.h"

static int compare(const void *a, const void *b)
{
    const struct am_shelf_segment *x = a;
    const struct am_shelf_segment *y = b;

    return (x->number > y->number) - (x->number < y->number);
}

int am_shelf_add(struct am_shelf *shelf, const struct am_shelf_segment *segment,
                 struct am_err *err)
{
    if (shelf->count == shelf->room) {
        size_t room = shelf->room == 0 ? 16 : 2 * shelf->room;
        struct am_shelf_segment *more =
            realloc(shelf->segments, room * sizeof(*more));
        if (more == NULL)
            return am_fail(err, AM_ENOMEM, "no memory for the spool's list");
        shelf->segments = more;
        shelf->room = room;
    }
    shelf->segments[shelf->count++] = *segment;
    shelf->bytes += segment->end;
    return 0;
}

/* A file without a good header: made by a process that died meanwhile, if it
 * holds nothing; else damaged, and put aside for a person to look at. */
static void set_aside(int dir_fd, const char *name)
{
    char bad[64];
    struct stat stat;

    if (fstatat(dir_fd, name, &stat, 0) < 0 ||
        stat.st_size <= AM_SEGMENT_HEAD) {
        unlinkat(dir_fd, name, 0);
    } else if (snprintf(bad, sizeof(bad), "%s.bad", name) > 0) {
        renameat(dir_fd, name, dir_fd, bad);
    }
}

static int load_one(struct am_shelf *shelf, int dir_fd, const char *name,
                    uint64_t number, struct am_err *err)
{
    struct am_segment_head head;
    struct am_err why;
    struct stat stat;
    int fd = -1;

    if (am_segment_open(dir_fd, number, O_RDONLY, &head, &fd, &why) < 0) {
        if (why.code != AM_ECORRUPT)
            return am_fail(err, why.code, "%s", why.text);
        set_aside(dir_fd, name);
        return 0;
    }
    int result = fstat(fd, &stat);
    close(fd);
    if (result < 0)
        return am_fail_errno(err, errno, "spool: %s", name);
    const struct am_shelf_segment segment = {
        .number = number,
        .first = head.first,
        .end = (uint64_t)stat.st_size,
    };
    return am_shelf_add(shelf, &segment, err);
}

static int load_all(struct am_shelf *shelf, DIR *dir, int dir_fd,
                    struct am_err *err)
{
    const struct dirent *entry = NULL;

    /* One thread and one stream: readdir() is safe here. */
    while ((entry = readdir(dir)) != NULL) { /* NOLINT(concurrency-mt-unsafe) */
        uint64_t number = 0;
        if (am_segment_is_name(entry->d_name, &number) &&
            load_one(shelf, dir_fd, entry->d_name, number, err) < 0)
            return -1;
    }
    return 0;
}

int am_shelf_load(struct am_shelf *shelf, int dir_fd, struct am_err *err)
{
    *shelf = (struct am_shelf){0};
    int fd = openat(dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (dir == NULL) {
        int why = errno;
        if (fd >= 0)
            close(fd);
        return am_fail_errno(err, why, "spool: directory");
    }
    int result = load_all(shelf, dir, dir_fd, err);
    closedir(dir);
    if (result < 0) {
        am_shelf_free(shelf);
    } else if (shelf->count > 0) {
        qsort(shelf->segments, shelf->count, sizeof(shelf->segments[0]),
              compare);
    }
    return result;
}

void am_shelf_free(struct am_shelf *shelf)
{
    free(shelf->segments);
    *shelf = (struct am_shelf){0};
}

void am_shelf_drop(struct am_shelf *shelf)
{
    shelf->bytes -= shelf->segments[0].end;
    shelf->count--;
    memmove(shelf->segments, shelf->segments + 1,
            shelf->count * sizeof(shelf->segments[0]));
}

bool am_shelf_is_passed(const struct am_shelf *shelf,
                        const struct am_spool_position *position)
{
    if (shelf->count == 0)
        return false;
    const struct am_shelf_segment *oldest = &shelf->segments[0];
    return oldest->number < position->segment ||
           (oldest->number == position->segment &&
            oldest->end <= position->offset);
}

struct am_shelf_segment *am_shelf_newest(struct am_shelf *shelf)
{
    return shelf->count == 0 ? NULL : &shelf->segments[shelf->count - 1];
}

const struct am_shelf_segment *am_shelf_find(const struct am_shelf *shelf,
                                             uint64_t number)
{
    for (size_t i = 0; i < shelf->count; i++) {
        if (shelf->segments[i].number >= number)
            return &shelf->segments[i];
    }
    return NULL;
}
