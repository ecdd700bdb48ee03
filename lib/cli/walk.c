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
#include <unistd.h>

#define PATH_BYTES 4096

/* What the names of a directory mean. */
enum place {
    PLAIN,   /* files are looked at, directories entered */
    MAILDIR, /* cur and new are mail, other directories may be Maildirs */
    BRANCH,  /* of a Maildir: only Maildirs below it count */
    MAIL     /* cur or new: all files are messages */
};

struct folder {
    DIR *dir;
    size_t path_size;
    enum place place;
    uint64_t mailbox;
    bool in_user; /* the mailbox is that of a directory above */
};

struct am_walk {
    char path[PATH_BYTES];
    size_t path_size;
    bool is_file; /* the path itself is one, and was not given yet */
    size_t depth;
    uint64_t mailboxes; /* the last number given */
    struct am_walk_passed passed;
    struct folder folders[AM_WALK_DEPTH];
};

int am_walk_create(struct am_walk **walk, struct am_err *err)
{
    *walk = calloc(1, sizeof(**walk));
    if (*walk == NULL)
        return am_fail(err, AM_ENOMEM, "no memory to walk directories");
    return 0;
}

static void leave_all(struct am_walk *walk)
{
    while (walk->depth > 0)
        closedir(walk->folders[--walk->depth].dir);
}

void am_walk_destroy(struct am_walk **walk)
{
    if (*walk == NULL)
        return;
    leave_all(*walk);
    free(*walk);
    *walk = NULL;
}

struct am_walk_passed am_walk_passed(const struct am_walk *walk)
{
    return walk->passed;
}

/* ---- which mailbox ---- */

/* Is the last word of the path so far, up to size, this one? */
static bool is_last_word(const struct am_walk *walk, size_t size,
                         const char *word)
{
    size_t word_size = strlen(word);

    while (size > 1 && walk->path[size - 1] == '/')
        size--;
    return size >= word_size &&
           memcmp(walk->path + size - word_size, word, word_size) == 0 &&
           (size == word_size || walk->path[size - word_size - 1] == '/');
}

/* The nearest directory of Dovecot's name for all folders of a user. */
static const struct folder *find_user(const struct am_walk *walk)
{
    for (size_t i = walk->depth; i > 0; i--) {
        if (is_last_word(walk, walk->folders[i - 1].path_size, "mailboxes"))
            return &walk->folders[i - 1];
    }
    return NULL;
}

/* Give the new folder its mailbox; the path is that of the folder. */
static void find_mailbox(struct am_walk *walk, struct folder *folder)
{
    const struct folder *above =
        walk->depth > 0 ? &walk->folders[walk->depth - 1] : NULL;

    if (above != NULL && above->place != PLAIN) {
        folder->mailbox = above->mailbox;
        folder->in_user = true;
        return;
    }
    if (is_last_word(walk, walk->path_size, "dbox-Mails")) {
        const struct folder *user = find_user(walk);
        if (user != NULL) {
            folder->mailbox = user->mailbox;
            folder->in_user = true;
            return;
        }
    }
    folder->mailbox = ++walk->mailboxes;
}

/* ---- going down ---- */

static bool is_directory_at(int fd, const char *name)
{
    struct stat status;

    return fstatat(fd, name, &status, 0) == 0 && S_ISDIR(status.st_mode);
}

static bool is_maildir(int fd)
{
    return is_directory_at(fd, "cur") && is_directory_at(fd, "new");
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
    if (place != MAIL && is_maildir(fd))
        place = MAILDIR;
    DIR *dir = fdopendir(fd);
    if (dir == NULL) {
        am_err_set_errno(err, errno, "%s", walk->path);
        close(fd);
        return -1;
    }
    struct folder folder = {
        .dir = dir, .path_size = walk->path_size, .place = place};
    find_mailbox(walk, &folder);
    walk->folders[walk->depth++] = folder;
    return 0;
}

int am_walk_to(struct am_walk *walk, const char *path, struct am_err *err)
{
    struct stat status;

    leave_all(walk);
    walk->is_file = false;
    walk->path_size = strlen(path);
    if (walk->path_size >= sizeof(walk->path)) {
        return am_fail(err, AM_EINVAL, "%.64s...: the path is too long", path);
    }
    memcpy(walk->path, path, walk->path_size + 1);
    if (strcmp(path, "-") == 0) {
        walk->is_file = true;
        return 0;
    }
    if (stat(path, &status) < 0)
        return am_fail_errno(err, errno, "%s", path);
    walk->is_file = !S_ISDIR(status.st_mode);
    if (walk->is_file)
        return 0;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return am_fail_errno(err, errno, "%s", path);
    return enter(walk, fd, PLAIN, err);
}

/* ---- names ---- */

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

static bool is_wanted(enum place place, const char *name)
{
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return false;
    if (place == MAILDIR)
        return strcmp(name, "tmp") != 0;
    return place == BRANCH || name[0] != '.';
}

/* What a directory of that name means in a folder of that place. */
static enum place place_below(enum place place, const char *name)
{
    if (place == PLAIN || place == MAIL)
        return PLAIN;
    if (place == MAILDIR &&
        (strcmp(name, "cur") == 0 || strcmp(name, "new") == 0))
        return MAIL;
    return BRANCH;
}

static int enter_below(struct am_walk *walk, const char *name,
                       struct am_err *err)
{
    const struct folder *folder = &walk->folders[walk->depth - 1];
    int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    int fd = openat(dirfd(folder->dir), name, flags);

    if (fd < 0 && errno == ENOENT) {
        walk->passed.vanished++;
        return 0;
    }
    if (fd < 0)
        return am_fail_errno(err, errno, "%s", walk->path);
    return enter(walk, fd, place_below(folder->place, name), err);
}

/* Look at a name of the innermost folder: 1, a file; 0: nothing to give, and a
 * directory was entered; or -1. */
static int look_at(struct am_walk *walk, const char *name,
                   struct am_found *found, struct am_err *err)
{
    const struct folder *folder = &walk->folders[walk->depth - 1];
    struct stat *status = &found->status;
    int at = dirfd(folder->dir);

    if (!is_wanted(folder->place, name))
        return 0;
    if (!set_name(walk, name)) {
        return am_fail(err, AM_EINVAL, "%s: a name below is too long",
                       walk->path);
    }
    if (fstatat(at, name, status, AT_SYMLINK_NOFOLLOW) < 0) {
        if (errno != ENOENT)
            return am_fail_errno(err, errno, "%s", walk->path);
        walk->passed.vanished++;
        return 0;
    }
    if (S_ISDIR(status->st_mode))
        return enter_below(walk, name, err);
    if (folder->place == MAILDIR || folder->place == BRANCH)
        return 0;
    bool leads_nowhere =
        S_ISLNK(status->st_mode) && fstatat(at, name, status, 0) < 0;
    if (leads_nowhere || !S_ISREG(status->st_mode)) {
        walk->passed.special += !S_ISDIR(status->st_mode);
        return 0;
    }
    return 1;
}

static int give_itself(struct am_walk *walk, struct am_found *found,
                       struct am_err *err)
{
    walk->is_file = false;
    *found = (struct am_found){
        .path = walk->path, .is_chosen = true, .mailbox = ++walk->mailboxes};
    if (strcmp(walk->path, "-") == 0)
        return 1;
    if (stat(walk->path, &found->status) < 0)
        return am_fail_errno(err, errno, "%s", walk->path);
    return 1;
}

int am_walk_next(struct am_walk *walk, struct am_found *found,
                 struct am_err *err)
{
    if (walk->is_file)
        return give_itself(walk, found, err);
    while (walk->depth > 0) {
        struct folder *folder = &walk->folders[walk->depth - 1];
        found->path = walk->path;
        found->is_chosen = folder->place == MAIL;
        found->mailbox = folder->mailbox;
        found->in_user = folder->in_user;
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
        int seen = look_at(walk, entry->d_name, found, err);
        if (seen != 0)
            return seen;
    }
    return 0;
}
