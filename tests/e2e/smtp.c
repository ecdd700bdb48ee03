/*
 * smtp - see smtp.h.
 */
#include "e2e/smtp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* One line of a reply, without its end; -1 when the connection is gone. */
static int read_line(struct smtp *smtp)
{
    char *end;

    while ((end = memchr(smtp->input, '\n', smtp->have)) == NULL) {
        if (smtp->have == sizeof(smtp->input))
            return -1;
        ssize_t got = read(smtp->fd, smtp->input + smtp->have,
                           sizeof(smtp->input) - smtp->have);
        if (got <= 0) {
            snprintf(smtp->reply, sizeof(smtp->reply), "no reply: %s",
                     got == 0 ? "connection closed" : "time is up");
            return -1;
        }
        smtp->have += (size_t)got;
    }

    size_t size = (size_t)(end - smtp->input) + 1;
    size_t keep = size < sizeof(smtp->reply) ? size : sizeof(smtp->reply) - 1;
    memcpy(smtp->reply, smtp->input, keep);
    smtp->reply[keep] = '\0';
    smtp->reply[strcspn(smtp->reply, "\r\n")] = '\0';
    smtp->have -= size;
    memmove(smtp->input, smtp->input + size, smtp->have);
    return 0;
}

static int read_reply(struct smtp *smtp)
{
    do {
        if (read_line(smtp) < 0)
            return -1;
    } while (strlen(smtp->reply) > 3 && smtp->reply[3] == '-');
    return (int)strtol(smtp->reply, NULL, 10);
}

int smtp_raw(struct smtp *smtp, const void *data, size_t size)
{
    const char *at = data;

    while (size > 0) {
        ssize_t sent = send(smtp->fd, at, size, MSG_NOSIGNAL);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return -1;
        at += sent;
        size -= (size_t)sent;
    }
    return 0;
}

int smtp_open(struct smtp *smtp, unsigned port, unsigned timeout_s)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port)};
    struct timeval limit = {.tv_sec = (time_t)timeout_s};

    *smtp = (struct smtp){.reply = "cannot connect"};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    smtp->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (smtp->fd < 0)
        return -1;
    setsockopt(smtp->fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    if (connect(smtp->fd, (const struct sockaddr *)&to, sizeof(to)) == 0 &&
        read_reply(smtp) == 220 &&
        smtp_command(smtp, "EHLO client.example") == 250)
        return 0;
    smtp_drop(smtp);
    return -1;
}

int smtp_command(struct smtp *smtp, const char *format, ...)
{
    char line[1024];
    va_list args;

    va_start(args, format);
    int size = vsnprintf(line, sizeof(line) - 2, format, args);
    va_end(args);
    if (size < 0 || (size_t)size >= sizeof(line) - 2)
        return -1;
    memcpy(line + size, "\r\n", 2);
    if (smtp_raw(smtp, line, (size_t)size + 2) < 0)
        return -1;
    return read_reply(smtp);
}

int smtp_message(struct smtp *smtp, const void *message, size_t size)
{
    const char *at = message;
    const char *end = at + size;

    while (at < end) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        const char *stop = at;

        if (*at == '.' && smtp_raw(smtp, ".", 1) < 0)
            return -1;
        /* Lines up to the next one that begins with a dot, in one piece. */
        while (line_end != NULL) {
            stop = line_end + 1;
            if (stop == end || *stop == '.')
                break;
            line_end = memchr(stop, '\n', (size_t)(end - stop));
        }
        if (line_end == NULL)
            stop = end;
        if (smtp_raw(smtp, at, (size_t)(stop - at)) < 0)
            return -1;
        at = stop;
    }
    return smtp_raw(smtp, ".\r\n", 3) < 0 ? -1 : read_reply(smtp);
}

void smtp_quit(struct smtp *smtp)
{
    if (smtp->fd >= 0)
        smtp_command(smtp, "QUIT");
    smtp_drop(smtp);
}

void smtp_drop(struct smtp *smtp)
{
    if (smtp->fd >= 0)
        close(smtp->fd);
    smtp->fd = -1;
}
