/*
 * listening - see listening.h.
 */
#include "cli/listening.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef AM_SYSTEMD
# include <systemd/sd-daemon.h>
#endif

#include "base/language.h"
#include "base/socket.h"

#define BACKLOG     256
#define SOCKET_MODE 0660

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_un local;
};

/* ---- which addresses ---- */

static bool is_loopback(const union address *address)
{
    static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
    const unsigned char *bytes = address->v6.sin6_addr.s6_addr;

    if (address->any.sa_family == AF_UNIX)
        return true;
    if (address->any.sa_family == AF_INET)
        return ntohl(address->v4.sin_addr.s_addr) >> 24 == 127;
    return IN6_IS_ADDR_LOOPBACK(&address->v6.sin6_addr) ||
           (memcmp(bytes, mapped, sizeof(mapped)) == 0 && bytes[12] == 127);
}

/* Digits of a port at the end of text; -1: none. */
static int read_port(const char *text, in_port_t *port)
{
    size_t digits = strspn(text, "0123456789");

    if (digits == 0 || digits > 5 || text[digits] != '\0')
        return -1;
    long number = strtol(text, NULL, 10);
    if (number > UINT16_MAX)
        return -1;
    *port = htons((uint16_t)number);
    return 0;
}

static int read_host(const char *host, in_port_t port, union address *address)
{
    *address = (union address){.v4 = {.sin_family = AF_INET, .sin_port = port}};
    if (strcmp(host, "localhost") == 0) {
        address->v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return 0;
    }
    if (inet_pton(AF_INET, host, &address->v4.sin_addr) == 1)
        return 0;
    *address =
        (union address){.v6 = {.sin6_family = AF_INET6, .sin6_port = port}};
    return inet_pton(AF_INET6, host, &address->v6.sin6_addr) == 1 ? 0 : -1;
}

/* "127.0.0.1:9798", "[::1]:9798". */
static int read_place(const char *place, union address *address,
                      struct am_err *err)
{
    char host[64];
    in_port_t port = 0;
    const char *colon = strrchr(place, ':');
    size_t size = colon != NULL ? (size_t)(colon - place) : 0;
    bool is_v6 = size > 2 && place[0] == '[' && place[size - 1] == ']';
    bool good =
        size > 0 && size < sizeof(host) && read_port(colon + 1, &port) == 0;

    if (good) {
        snprintf(host, sizeof(host), "%.*s", (int)(is_v6 ? size - 2 : size),
                 is_v6 ? place + 1 : place);
        good = is_v6 == (strchr(host, ':') != NULL) &&
               read_host(host, port, address) == 0;
    }
    if (good)
        return 0;
    return am_fail(
        err, AM_EINVAL,
        _("--listen %s: write 127.0.0.1:9798, [::1]:9798 or unix:/path"),
        place);
}

/* ---- opening ---- */

static socklen_t size_of(const union address *address)
{
    switch (address->any.sa_family) {
    case AF_INET:
        return sizeof(address->v4);
    case AF_INET6:
        return sizeof(address->v6);
    default:
        return sizeof(address->local);
    }
}

static int bind_and_listen(int fd, const union address *address)
{
    int on = 1;

    if (address->any.sa_family != AF_UNIX)
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (address->any.sa_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
    if (bind(fd, &address->any, size_of(address)) < 0)
        return -1;
    /* Until then nobody can connect. */
    if (address->any.sa_family == AF_UNIX &&
        chmod(address->local.sun_path, SOCKET_MODE) < 0)
        return -1;
    return listen(fd, BACKLOG);
}

static int open_socket(const union address *address, const char *place,
                       struct am_err *err)
{
    int fd = socket(address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd >= 0 && bind_and_listen(fd, address) == 0)
        return fd;
    am_err_set_errno(err, errno, _("cannot listen on %s"), place);
    if (err->code == AM_EINVAL || errno == EADDRINUSE)
        err->code = AM_EBUSY;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* The socket that systemd opened: its number, 0 if there is none. */
static int given_socket(struct am_err *err)
{
#ifdef AM_SYSTEMD
    int count = sd_listen_fds(1);
    if (count > 1) {
        return am_fail(err, AM_EINVAL,
                       _("systemd gives %d sockets: one is served, write a "
                         "second unit for another"),
                       count);
    }
    if (count == 1 &&
        sd_is_socket(SD_LISTEN_FDS_START, AF_UNSPEC, SOCK_STREAM, 1) <= 0) {
        return am_fail(err, AM_EINVAL,
                       _("what systemd gives is no socket that listens: its "
                         "unit needs ListenStream= and Accept=no"));
    }
    return count == 1 ? SD_LISTEN_FDS_START : 0;
#else
    (void)err;
    return 0;
#endif
}

/* ---- what it is called ---- */

static void name_address(struct am_listening *listening,
                         const union address *address)
{
    char text[INET6_ADDRSTRLEN] = "";
    bool is_v6 = address->any.sa_family == AF_INET6;
    unsigned port = ntohs(is_v6 ? address->v6.sin6_port : address->v4.sin_port);

    if (address->any.sa_family == AF_UNIX) {
        listening->host[0] = '\0';
        snprintf(listening->where, sizeof(listening->where), "unix:%s",
                 address->local.sun_path);
        return;
    }
    inet_ntop(address->any.sa_family,
              is_v6 ? (const void *)&address->v6.sin6_addr
                    : (const void *)&address->v4.sin_addr,
              text, sizeof(text));
    snprintf(listening->host, sizeof(listening->host), is_v6 ? "[%s]" : "%s",
             text);
    snprintf(listening->where, sizeof(listening->where), "http://%s:%u/",
             listening->host, port);
}

static int refuse_public(const struct am_listening *listening,
                         struct am_err *err)
{
    return am_fail(err, AM_EINVAL,
                   _("%s can be reached by others, and what is served has no "
                     "login: listen on 127.0.0.1, [::1] or a Unix socket with "
                     "a proxy in front, or say --force-public"),
                   listening->where);
}

/* Make the socket of place. */
static int make_socket(struct am_listening *listening, const char *place,
                       bool is_public, struct am_err *err)
{
    const char *path = strncmp(place, "unix:", 5) == 0 ? place + 5 : NULL;
    union address address = {0};

    if (path != NULL) {
        if (am_socket_address(path, &address.local, err) < 0 ||
            am_socket_clear(path, err) < 0)
            return -1;
    } else if (read_place(place, &address, err) < 0) {
        return -1;
    }
    name_address(listening, &address);
    if (!is_public && !is_loopback(&address))
        return refuse_public(listening, err);
    listening->fd = open_socket(&address, place, err);
    if (listening->fd < 0)
        return -1;
    listening->path = path;
    return 0;
}

/* Where is it: the kernel may have chosen the port, and systemd all of it. */
static int look_at(struct am_listening *listening, bool is_public,
                   struct am_err *err)
{
    union address address = {0};
    socklen_t size = sizeof(address);
    int flags = fcntl(listening->fd, F_GETFL);

    if (flags < 0 || fcntl(listening->fd, F_SETFL, flags | O_NONBLOCK) < 0 ||
        getsockname(listening->fd, &address.any, &size) < 0)
        return am_fail_errno(err, errno, "socket");
    name_address(listening, &address);
    if (is_public || is_loopback(&address))
        return 0;
    return refuse_public(listening, err);
}

int am_listening_open(struct am_listening *listening, const char *place,
                      bool is_public, struct am_err *err)
{
    int given = place == NULL ? given_socket(err) : 0;

    *listening = (struct am_listening){.fd = given};
    if (given < 0)
        return -1;
    if (given == 0 &&
        make_socket(listening, place != NULL ? place : AM_LISTENING_DEFAULT,
                    is_public, err) < 0)
        return -1;
    if (look_at(listening, is_public, err) == 0)
        return 0;
    close(listening->fd);
    am_listening_close(listening);
    return -1;
}

void am_listening_close(struct am_listening *listening)
{
    if (listening->path != NULL)
        unlink(listening->path);
    listening->path = NULL;
}
