/* reaching - see reaching.h.  One thread, so that fork() is safe. */
#define _DEFAULT_SOURCE /* NOLINT: chroot(), initgroups(), getgrouplist() */

#include "cli/reaching.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/language.h"

#define GROUPS_MAX   256
#define PATH_SIZE    4096
#define CONNECT_S    3
#define STRINGS_SIZE 4096
#define CANNOT_TRY   255 /* no errno has this number */

struct user {
    uid_t uid;
    gid_t groups[GROUPS_MAX];
    int group_count;
    gid_t gid;
    char name[256];
};

static int find_user(const char *name, struct user *user, struct am_err *err)
{
    struct passwd entry;
    struct passwd *found = NULL;
    char strings[STRINGS_SIZE];

    if (getpwnam_r(name, &entry, strings, sizeof(strings), &found) != 0 ||
        found == NULL)
        return am_fail(err, AM_ENOTFOUND, _("there is no user %s"), name);
    user->uid = found->pw_uid;
    user->gid = found->pw_gid;
    user->group_count = GROUPS_MAX;
    snprintf(user->name, sizeof(user->name), "%s", name);
    if (getgrouplist(name, found->pw_gid, user->groups, &user->group_count) < 0)
        user->group_count = GROUPS_MAX;
    return 0;
}

/* ---- tried ---- */

/* In the child: ends with the errno of connecting. */
static void connect_as(const struct am_reach *reach, const struct user *user)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t size = strlen(reach->path);

    if (size >= sizeof(address.sun_path))
        _exit(ENAMETOOLONG);
    memcpy(address.sun_path, reach->path, size + 1);
    if (chdir(reach->dir) < 0 || (reach->in_chroot && chroot(".") < 0) ||
        setgroups((size_t)user->group_count, user->groups) < 0 ||
        setgid(user->gid) < 0 || setuid(user->uid) < 0)
        _exit(CANNOT_TRY);
    signal(SIGALRM, SIG_DFL);
    alarm(CONNECT_S); /* a full backlog makes connect() wait */
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0)
        _exit(CANNOT_TRY);
    if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) < 0)
        _exit(errno);
    _exit(0);
}

static int try_it(const struct am_reach *reach, const struct user *user,
                  struct am_err *err)
{
    int how = 0;

    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        connect_as(reach, user);
    if (pid < 0)
        return am_fail_errno(err, errno, "fork");
    while (waitpid(pid, &how, 0) < 0) {
        if (errno != EINTR)
            return am_fail_errno(err, errno, "wait");
    }
    if (WIFSIGNALED(how))
        return ETIMEDOUT;
    if (WEXITSTATUS(how) == CANNOT_TRY) {
        return am_fail(err, AM_EIO, _("cannot take the rights of %s"),
                       reach->user);
    }
    return WEXITSTATUS(how);
}

/* ---- by the modes ---- */

static bool may(const struct stat *about, const struct user *user,
                unsigned bits)
{
    if (about->st_uid == user->uid)
        return (about->st_mode >> 6 & bits) == bits;
    for (int i = 0; i < user->group_count; i++) {
        if (about->st_gid == user->groups[i])
            return (about->st_mode >> 3 & bits) == bits;
    }
    return (about->st_mode & bits) == bits;
}

/* Every directory on the way is to be entered, the socket to be written to. */
static int read_modes(const char *path, const struct user *user,
                      struct am_err *err)
{
    char part[PATH_SIZE];
    struct stat about;

    snprintf(part, sizeof(part), "%s", path);
    for (char *p = part + 1;; p++) {
        char was = *p;
        if (was != '/' && was != '\0')
            continue;
        *p = '\0';
        if (stat(part, &about) < 0 && errno == EACCES)
            return am_fail_errno(err, EACCES, "%s", part);
        if (stat(part, &about) < 0)
            return errno;
        if (!may(&about, user, was == '/' ? 1 : 2))
            return EACCES;
        if (was == '\0')
            return S_ISSOCK(about.st_mode) ? 0 : ENOTSOCK;
        *p = was;
    }
}

int am_reaching_try(const struct am_reach *reach, bool *tried,
                    struct am_err *err)
{
    char path[PATH_SIZE];
    struct user user = {0};

    *tried = geteuid() == 0;
    if (find_user(reach->user, &user, err) < 0)
        return -1;
    if (*tried)
        return try_it(reach, &user, err);
    if (reach->path[0] == '/' && !reach->in_chroot) {
        snprintf(path, sizeof(path), "%s", reach->path);
    } else {
        snprintf(path, sizeof(path), "%s/%s", reach->dir,
                 reach->path + strspn(reach->path, "/"));
    }
    return read_modes(path, &user, err);
}
