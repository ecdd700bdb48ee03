/*
 * wire - see wire.h.  Every wait is a poll() with what is left of the time
 * limit by the monotonic clock.  Does not retry a connection that was refused.
 */
#include "mta/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/socket.h"

/* Wait until events are possible on fd, or the clock says until_ms. */
static int wait_for(int fd, short events, int64_t until_ms, struct am_err *err)
{
    for (;;) {
        int64_t left_ms = until_ms - am_clock_ms();
        struct pollfd item = {.fd = fd, .events = events};
        int n = poll(&item, 1, left_ms > 0 ? (int)left_ms : 0);
        if (n > 0)
            return 0;
        if (n == 0)
            return am_fail(err, AM_EBUSY, "the milter took too long");
        if (errno != EINTR)
            return am_fail_errno(err, errno, "poll");
    }
}

static bool must_wait(int error_number)
{
    return error_number == EAGAIN; /* on Linux EWOULDBLOCK too */
}

static int make_socket(int family, struct am_err *err)
{
    int fd = socket(family, SOCK_STREAM, 0);

    if (fd < 0)
        return am_fail_errno(err, errno, "socket");
    if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0 ||
        fcntl(fd, F_SETFD, FD_CLOEXEC) < 0) {
        am_err_set_errno(err, errno, "socket");
        close(fd);
        return -1;
    }
    return fd;
}

/* After EINPROGRESS: 0, or the errno the connection ended with. */
static int connect_result(int fd)
{
    int error_number = 0;
    socklen_t size = sizeof(error_number);

    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error_number, &size) < 0)
        return errno;
    return error_number;
}

static int connect_fd(int fd, const struct sockaddr *address, socklen_t size,
                      int64_t until_ms, struct am_err *err)
{
    static const struct timespec pause = {0, 5000000};

    while (connect(fd, address, size) < 0) {
        int error_number = errno;
        if (error_number == EINPROGRESS) {
            if (wait_for(fd, POLLOUT, until_ms, err) < 0)
                return -1;
            error_number = connect_result(fd);
            if (error_number == 0)
                return 0;
        }
        /* A Unix socket whose backlog is full says EAGAIN at once. */
        if (!must_wait(error_number))
            return am_fail_errno(err, error_number, "connect");
        if (am_clock_ms() >= until_ms)
            return am_fail(err, AM_EBUSY, "the milter took too long");
        nanosleep(&pause, NULL);
    }
    return 0;
}

static int connect_unix(const char *path, int64_t until_ms, struct am_err *err)
{
    struct sockaddr_un address;

    if (am_socket_address(path, &address, err) < 0)
        return -1;
    int fd = make_socket(AF_UNIX, err);
    if (fd < 0)
        return -1;
    if (connect_fd(fd, (const struct sockaddr *)&address, sizeof(address),
                   until_ms, err) == 0)
        return fd;
    close(fd);
    return -1;
}

static int connect_found(const struct addrinfo *found, int64_t until_ms,
                         struct am_err *err)
{
    int fd = make_socket(found->ai_family, err);

    if (fd < 0)
        return -1;
    if (connect_fd(fd, found->ai_addr, found->ai_addrlen, until_ms, err) == 0)
        return fd;
    close(fd);
    return -1;
}

static int connect_inet(const char *name, int64_t until_ms, struct am_err *err)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char port[16];
    const char *at = strchr(name, '@');
    size_t size = at != NULL ? (size_t)(at - name) : 0;

    if (size == 0 || size >= sizeof(port))
        return am_fail(err, AM_EINVAL, "'%.60s': write inet:port@host", name);
    memcpy(port, name, size);
    port[size] = '\0';
    int result = getaddrinfo(at + 1, port, &hints, &found);
    if (result != 0)
        return am_fail(err, AM_ENOTFOUND, "%s", gai_strerror(result));
    int fd = -1;
    for (struct addrinfo *a = found; a != NULL && fd < 0; a = a->ai_next)
        fd = connect_found(a, until_ms, err);
    freeaddrinfo(found);
    return fd;
}

int am_wire_connect(int *fd, const char *socket_name, int timeout_ms,
                    struct am_err *err)
{
    int64_t until_ms = am_clock_ms() + timeout_ms;
    struct am_err why = {AM_OK, ""};
    const char *colon = strchr(socket_name, ':');
    const char *rest = colon != NULL ? colon + 1 : socket_name;
    bool inet = strncmp(socket_name, "inet", 4) == 0 && colon != NULL;

    if (strncmp(socket_name, "fd:", 3) == 0) {
        return am_fail(err, AM_EINVAL,
                       "%.120s: only the daemon has this socket; with socket = "
                       "unix:/path it can be reached, given or not",
                       socket_name);
    }
    int new = inet ? connect_inet(rest, until_ms, &why)
                   : connect_unix(rest, until_ms, &why);

    if (new < 0)
        return am_fail(err, why.code, "%.120s: %s", socket_name, why.text);
    *fd = new;
    return 0;
}

int am_wire_write(int fd, const void *data, size_t size, int timeout_ms,
                  struct am_err *err)
{
    int64_t until_ms = am_clock_ms() + timeout_ms;
    const char *from = data;

    while (size > 0) {
        ssize_t n = send(fd, from, size, MSG_NOSIGNAL);
        if (n >= 0) {
            from += n;
            size -= (size_t)n;
        } else if (must_wait(errno)) {
            if (wait_for(fd, POLLOUT, until_ms, err) < 0)
                return -1;
        } else if (errno != EINTR) {
            return am_fail_errno(err, errno, "write to the milter");
        }
    }
    return 0;
}

static int read_all(int fd, unsigned char *to, size_t size, int64_t until_ms,
                    struct am_err *err)
{
    while (size > 0) {
        ssize_t n = read(fd, to, size);
        if (n > 0) {
            to += n;
            size -= (size_t)n;
        } else if (n == 0) {
            return am_fail(err, AM_EIO, "the milter hung up");
        } else if (must_wait(errno)) {
            if (wait_for(fd, POLLIN, until_ms, err) < 0)
                return -1;
        } else if (errno != EINTR) {
            return am_fail_errno(err, errno, "read from the milter");
        }
    }
    return 0;
}

int am_wire_read(int fd, char *command, struct am_buf *data, int timeout_ms,
                 struct am_err *err)
{
    int64_t until_ms = am_clock_ms() + timeout_ms;
    unsigned char head[5];

    if (read_all(fd, head, sizeof(head), until_ms, err) < 0)
        return -1;
    uint32_t size = am_wire_number_get(head);
    if (size == 0)
        return am_fail(err, AM_EIO, "a packet without a command");
    size--;
    am_buf_clear(data);
    if (am_buf_reserve(data, size, err) < 0)
        return -1;
    if (size > 0 && read_all(fd, data->data, size, until_ms, err) < 0)
        return -1;
    data->size = size;
    *command = (char)head[4];
    return 0;
}

int am_wire_put(struct am_buf *out, char command, const void *data, size_t size,
                struct am_err *err)
{
    unsigned char head[5];

    if (am_buf_reserve(out, size + sizeof(head), err) < 0)
        return -1;
    am_wire_number_put(head, (uint32_t)size + 1);
    head[4] = (unsigned char)command;
    if (am_buf_add(out, head, sizeof(head), err) < 0)
        return -1;
    return size > 0 ? am_buf_add(out, data, size, err) : 0;
}

void am_wire_number_put(unsigned char bytes[4], uint32_t number)
{
    for (int i = 0; i < 4; i++)
        bytes[i] = (unsigned char)(number >> (24 - 8 * i));
}

uint32_t am_wire_number_get(const unsigned char bytes[4])
{
    uint32_t number = 0;

    for (int i = 0; i < 4; i++)
        number = number << 8 | bytes[i];
    return number;
}
