/*
 * walk - see walk.h.  One path buffer is cut and lengthened as the walk goes
 * down and up.
 */
#include "cli/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES 4096

/* What the names of a directory mean. */
enum place {
    PLAIN,   /* files are looked at, directories entered */
    MAILDIR, /* cur, new and subfolders are entered, nothing else */
    MAIL     /* cur or new: all files are messages */
};

struct folder {
    DIR *dir;
    size_t path_size;
    enum place place;
};

struct am_walk {
    char path[PATH_BYTES];
    size_t path_size;
    bool is_file; /* the path itself is one, and was not given yet */
    size_t depth;
    struct folder folders[AM_WALK_DEPTH];
};

static bool is_directory_at(int fd, const char *name)
{
    struct stat status;

    return fstatat(fd, name, &status, 0) == 0 && S_ISDIR(status.st_mode);
}

static enum place place_of(int fd)
{
    return is_directory_at(fd, "cur") && is_directory_at(fd, "new") ? MAILDIR
                                                                    : PLAIN;
}

/* Take the directory behind fd, whose path is in walk->path.  Owns fd. */
static int enter(struct am_walk *walk, int fd, enum place place,
                 struct am_err *err)
{
    if (walk->depth == AM_WALK_DEPTH) {
        close(fd);
        return am_fail(err, AM_EINVAL, "%s: too many directories in each other",
                       walk->path);
    }
    if (place == PLAIN)
        place = place_of(fd);
    DIR *dir = fdopendir(fd);
    if (dir == NULL) {
        am_err_set_errno(err, errno, "%s", walk->path);
        close(fd);
        return -1;
    }
    walk->folders[walk->depth++] = (struct folder){dir, walk->path_size, place};
    return 0;
}

int am_walk_open(struct am_walk **walk, const char *path, struct am_err *err)
{
    struct stat status;
    struct am_walk *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory to walk %s", path);

    new->path_size = strlen(path);
    if (new->path_size >= sizeof(new->path)) {
        am_err_set(err, AM_EINVAL, "%.64s...: the path is too long", path);
        goto fail;
    }
    memcpy(new->path, path, new->path_size + 1);
    if (strcmp(path, "-") == 0) {
        new->is_file = true;
        *walk = new;
        return 0;
    }
    if (stat(path, &status) < 0) {
        am_err_set_errno(err, errno, "%s", path);
        goto fail;
    }
    new->is_file = !S_ISDIR(status.st_mode);
    if (!new->is_file) {
        int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0) {
            am_err_set_errno(err, errno, "%s", path);
            goto fail;
        }
        if (enter(new, fd, PLAIN, err) < 0)
            goto fail;
    }
    *walk = new;
    return 0;

fail:
    am_walk_close(&new);
    return -1;
}

void am_walk_close(struct am_walk **walk)
{
    if (*walk == NULL)
        return;
    while ((*walk)->depth > 0)
        closedir((*walk)->folders[--(*walk)->depth].dir);
    free(*walk);
    *walk = NULL;
}

const char *am_walk_name(const struct am_walk *walk)
{
    return walk->path;
}

/* Make the path that of a name in the innermost folder; false: too long. */
static bool set_name(struct am_walk *walk, const char *name)
{
    size_t at = walk->folders[walk->depth - 1].path_size;
    size_t size = strlen(name);

    if (at + size + 2 > sizeof(walk->path))
        return false;
    if (at > 0 && walk->path[at - 1] != '/')
        walk->path[at++] = '/';
    memcpy(walk->path + at, name, size + 1);
    walk->path_size = at + size;
    return true;
}

static bool is_wanted(enum place place, const char *name, bool *is_mail)
{
    *is_mail = strcmp(name, "cur") == 0 || strcmp(name, "new") == 0;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return false;
    if (place == MAILDIR)
        return *is_mail || name[0] == '.';
    *is_mail = false;
    return name[0] != '.';
}

/*
 * Look at a name of the innermost folder: a file is opened and returned, a
 * directory entered (-1, AM_OK), what is neither passed over (the same).
 */
static int look_at(struct am_walk *walk, const char *name, struct am_err *err)
{
    struct folder *folder = &walk->folders[walk->depth - 1];
    struct stat status;
    struct stat target;
    bool is_mail = false;

    err->code = AM_OK;
    if (!is_wanted(folder->place, name, &is_mail))
        return -1;
    if (!set_name(walk, name)) {
        return am_fail(err, AM_EINVAL, "%s: a name below is too long",
                       walk->path);
    }
    int at = dirfd(folder->dir);
    if (fstatat(at, name, &status, AT_SYMLINK_NOFOLLOW) < 0) {
        return errno == ENOENT ? -1
                               : am_fail_errno(err, errno, "%s", walk->path);
    }
    target = status;
    if (S_ISLNK(status.st_mode) && fstatat(at, name, &target, 0) < 0)
        return -1; /* it leads nowhere */
    bool is_directory = S_ISDIR(status.st_mode);
    if (!is_directory && (!S_ISREG(target.st_mode) || folder->place == MAILDIR))
        return -1;
    int fd = openat(at, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return errno == ENOENT ? -1
                               : am_fail_errno(err, errno, "%s", walk->path);
    }
    if (!is_directory)
        return fd;
    enter(walk, fd, is_mail ? MAIL : PLAIN, err);
    return -1;
}

static int open_itself(struct am_walk *walk, struct am_err *err)
{
    walk->is_file = false;
    int fd = strcmp(walk->path, "-") == 0
                 ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                 : open(walk->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return am_fail_errno(err, errno, "%s", walk->path);
    return fd;
}

int am_walk_next(struct am_walk *walk, bool *is_chosen, struct am_err *err)
{
    err->code = AM_OK;
    *is_chosen = true;
    if (walk->is_file)
        return open_itself(walk, err);

    while (walk->depth > 0) {
        struct folder *folder = &walk->folders[walk->depth - 1];
        *is_chosen = folder->place == MAIL;
        errno = 0;
        /* The only thread that reads this directory. */
        const struct dirent *entry = readdir(folder->dir); // NOLINT
        if (entry == NULL) {
            int failed = errno;
            walk->path[folder->path_size] = '\0';
            closedir(folder->dir);
            walk->depth--;
            if (failed != 0)
                return am_fail_errno(err, failed, "%s", walk->path);
            continue;
        }
        int fd = look_at(walk, entry->d_name, err);
        if (fd >= 0 || err->code != AM_OK)
            return fd;
    }
    return -1;
}
