/*
 * door - see door.h.
 *
 * libmilter can only be told to drop everything at once.  To have it take no
 * new connections while those that are there go on, the door is taken away
 * under it: a path of ours is removed, and the descriptor that was given is
 * made another socket's, to which nobody can connect.
 */
#define _GNU_SOURCE // POLLRDHUP; NOLINT

#include "door.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sysexits.h>
#include <unistd.h>

#ifdef AM_SYSTEMD
# include <systemd/sd-daemon.h>
#endif

#include <libmilter/mfapi.h>
#include <libmilter/mfdef.h>

#include "base/socket.h"

static struct {
    int fd;               /* given, or -1 */
    const char *path;     /* of our own Unix socket, or NULL */
    struct stat made;     /* that socket */
    char spool[PATH_MAX]; /* a directory that is ours alone */
    unsigned others;      /* connected sockets that did not come by it */
} door = {.fd = -1};

static int lock(const char *path, struct am_err *err)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (fd < 0)
        return am_fail_errno(err, errno, "lock file %s", path);
    if (fcntl(fd, F_SETLK, &lock) == 0)
        return 0; /* held until the process ends */
    int error_number = errno;
    close(fd);
    if (error_number == EACCES || error_number == EAGAIN) {
        return am_fail(err, AM_EBUSY,
                       "%s: another attachmeterd is running with this socket",
                       path);
    }
    return am_fail_errno(err, error_number, "lock file %s", path);
}

static int take_lock(const struct am_settings *settings, struct am_err *err)
{
    char path[PATH_MAX];
    struct am_err why;

    am_config_lock_path(settings, path, sizeof(path));
    if (lock(path, &why) == 0)
        return 0;
    bool place = why.code == AM_EACCESS || why.code == AM_ENOTFOUND;
    am_err_set(err, why.code, "%s%s", why.text,
               place ? "; make its directory: install -d -o attachmeter "
                       "-g postfix -m 2750"
                     : "");
    return EX_CANTCREAT;
}

/* ---- a socket that is given ---- */

/* The descriptor that systemd's protocol gives us; 0: none. */
static int passed(struct am_err *err)
{
#ifdef AM_SYSTEMD
    int count = sd_listen_fds(0);

    if (count > 1) {
        return am_fail(err, AM_EINVAL,
                       "%d sockets are given, one is served: write one "
                       "ListenStream=",
                       count);
    }
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): there is one thread yet */
    if (count <= 0 && getenv("LISTEN_FDS") != NULL) {
        return am_fail(err, AM_EINVAL,
                       "LISTEN_FDS is there, but LISTEN_PID is not this "
                       "process: its socket was given to another");
    }
    return count == 1 ? SD_LISTEN_FDS_START : 0;
#else
    (void)err;
    return 0;
#endif
}

/* The number in "fd:3"; 0: another socket. */
static int number_of(const char *socket)
{
    return strncmp(socket, "fd:", 3) == 0 ? (int)strtol(socket + 3, NULL, 10)
                                          : 0;
}

static int check_listens(int fd, struct am_err *err)
{
    int type = 0;
    int listens = 0;
    socklen_t size = sizeof(int);

    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 &&
        getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 &&
        type == SOCK_STREAM && listens != 0)
        return 0;
    return am_fail(err, AM_EINVAL,
                   "descriptor %d is no stream socket that listens: the "
                   "attachmeterd.socket unit, or another supervisor, must give "
                   "it (ListenStream=, Accept=no)",
                   fd);
}

/* Is the socket at fd the one that the settings, and so doctor, status and
 * setup, have? */
static int check_place(int fd, const char *socket_name, struct am_err *err)
{
    struct sockaddr_un address = {0};
    socklen_t size = sizeof(address) - 1;
    const char *path = am_config_socket_path(socket_name);
    struct stat given;
    struct stat meant;

    if (getsockname(fd, (struct sockaddr *)&address, &size) < 0)
        return am_fail_errno(err, errno, "descriptor %d", fd);
    if (path == NULL && address.sun_family != AF_UNIX)
        return 0;
    if (path != NULL && address.sun_family == AF_UNIX &&
        (strcmp(path, address.sun_path) == 0 ||
         (stat(path, &meant) == 0 && stat(address.sun_path, &given) == 0 &&
          meant.st_dev == given.st_dev && meant.st_ino == given.st_ino)))
        return 0;
    return am_fail(err, AM_EINVAL,
                   "the socket that is given is %s, but socket = %s: make "
                   "them the same",
                   address.sun_family == AF_UNIX ? address.sun_path : "a port",
                   socket_name);
}

static int find_given(const struct am_settings *settings, struct am_err *err)
{
    int wanted = number_of(settings->socket);
    int fd = passed(err);

    if (fd < 0)
        return -1;
    if (wanted > 0 && fd > 0 && fd != wanted) {
        return am_fail(err, AM_EINVAL,
                       "socket = %s, but descriptor %d is given",
                       settings->socket, fd);
    }
    if (wanted == 0 && fd == 0)
        return 0;
    door.fd = wanted > 0 ? wanted : fd;
    fcntl(door.fd, F_SETFD, FD_CLOEXEC);
    if (check_listens(door.fd, err) < 0)
        return -1;
    return wanted > 0 ? 0 : check_place(door.fd, settings->socket, err);
}

/* ---- open ---- */

static int listen_at(const char *name)
{
    /* libmilter copies the name, and declares that it may change it */
    union {
        const char *ours;
        char *theirs;
    } text = {.ours = name};

    return smfi_setconn(text.theirs) == MI_SUCCESS &&
                   smfi_opensocket(false) == MI_SUCCESS
               ? 0
               : -1;
}

static int open_given(struct am_err *err)
{
    char name[32];

    snprintf(name, sizeof(name), "fd:%d", door.fd);
    if (listen_at(name) == 0)
        return 0;
    am_err_set(err, AM_EINVAL,
               "this libmilter takes no socket that is given: write socket = "
               "unix:/path and start without");
    return EX_CONFIG;
}

static int open_own(const char *socket_name, struct am_err *err)
{
    door.path = am_config_socket_path(socket_name);
    /* libmilter would remove a live daemon's socket as well. */
    if (door.path != NULL && am_socket_clear(door.path, err) < 0)
        return EX_CANTCREAT;
    umask(007); /* the socket is for the group, the MTA's by its directory */
    if (listen_at(socket_name) == 0 &&
        (door.path == NULL || stat(door.path, &door.made) == 0))
        return 0;
    am_err_set(err, AM_EIO, "cannot listen on %s: is its directory ours?",
               socket_name);
    return EX_CANTCREAT;
}

static bool is_connected(int fd)
{
    struct sockaddr_storage address;
    int type = 0;
    socklen_t size = sizeof(type);

    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) < 0 ||
        type != SOCK_STREAM)
        return false;
    size = sizeof(address);
    return getpeername(fd, (struct sockaddr *)&address, &size) == 0;
}

/* Did it come to us?  Who connects has no name, nor have pairs, as what we
 * print goes to under systemd, which nobody writes to. */
static bool is_named(int fd)
{
    struct sockaddr_storage address;
    socklen_t size = sizeof(address);

    return getsockname(fd, (struct sockaddr *)&address, &size) == 0 &&
           size > sizeof(address.ss_family);
}

static bool is_left(int fd)
{
    struct pollfd peer = {.fd = fd, .events = POLLRDHUP};

    return poll(&peer, 1, 0) == 1;
}

/* Are the last of the bytes that wait there an MTA's goodbye? */
static bool ends_well(int fd)
{
    static const char quit[] = {0, 0, 0, 1, SMFIC_QUIT};
    int size = 0;

    if (ioctl(fd, FIONREAD, &size) < 0 || size < (int)sizeof(quit))
        return false;
    char *bytes = malloc((size_t)size);
    if (bytes == NULL)
        return false;
    ssize_t got = recv(fd, bytes, (size_t)size, MSG_PEEK | MSG_DONTWAIT);
    bool well = got >= (ssize_t)sizeof(quit) &&
                memcmp(bytes + got - sizeof(quit), quit, sizeof(quit)) == 0;
    free(bytes);
    return well;
}

static bool is_broken(int fd)
{
    return is_named(fd) && is_left(fd) && !ends_well(fd);
}

/* Without /proc: none. */
static unsigned count_sockets(bool (*is_one)(int fd))
{
    DIR *dir = opendir("/proc/self/fd");
    const struct dirent *entry = NULL;
    unsigned count = 0;

    /* NOLINTNEXTLINE(concurrency-mt-unsafe): nobody else has this dir */
    while (dir != NULL && (entry = readdir(dir)) != NULL)
        count += is_one((int)strtol(entry->d_name, NULL, 10));
    if (dir != NULL)
        closedir(dir);
    return count;
}

unsigned am_door_connections(void)
{
    unsigned count = count_sockets(is_connected);

    return count > door.others ? count - door.others : 0;
}

bool am_door_has_broken(void)
{
    return count_sockets(is_broken) > 0;
}

int am_door_open(const struct am_settings *settings, struct am_err *err)
{
    int status = take_lock(settings, err);

    if (status != 0)
        return status;
    door.others = count_sockets(is_connected);
    am_config_spool_path(settings->database, door.spool, sizeof(door.spool));
    if (find_given(settings, err) < 0)
        return EX_CONFIG;
    return door.fd >= 0 ? open_given(err) : open_own(settings->socket, err);
}

bool am_door_is_given(void)
{
    return door.fd >= 0;
}

/* ---- shut ---- */

/* Our socket, and not what somebody put in its place. */
static void remove_own(void)
{
    struct stat now;

    if (lstat(door.path, &now) == 0 && now.st_dev == door.made.st_dev &&
        now.st_ino == door.made.st_ino)
        unlink(door.path);
}

/* Let fd listen where only our user could come, and not even he for long.  By
 * the directory's descriptor, as an address is shorter than a path may be. */
static int listen_blindly(int fd, int dir)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    snprintf(address.sun_path, sizeof(address.sun_path),
             "/proc/self/fd/%d/door", dir);
    unlink(address.sun_path);
    int result = bind(fd, (struct sockaddr *)&address, sizeof(address));
    if (result == 0)
        result = listen(fd, 1);
    unlink(address.sun_path);
    return result;
}

/* A socket to which nobody connects, in place of the one that was given. */
static void go_blind(void)
{
    int dir = open(door.spool, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    /* libmilter may ask it for the connection that it saw at the one before, so
     * it must not block.  If it cannot be had, sessions come until the end. */
    if (dir >= 0 && fd >= 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0 &&
        listen_blindly(fd, dir) == 0)
        dup2(fd, door.fd);
    if (fd >= 0)
        close(fd);
    if (dir >= 0)
        close(dir);
}

void am_door_shut(void)
{
    if (door.path != NULL)
        remove_own();
    if (door.fd >= 0)
        go_blind();
}
