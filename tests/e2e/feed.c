/*
 * feed - hand message files to an SMTP server of this machine and tell how long
 * it took.
 *
 *   feed PORT SECONDS FILE...
 *
 * Each file is one message from outside to p1@example.org; lines that end in LF
 * are sent with CRLF.  Fails unless every message is accepted within SECONDS,
 * and prints the number of messages and the slowest.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "base/files.h"
#include "e2e/smtp.h"

static double now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Copy with CRLF line ends, the last one added where it is missing. */
static int add_crlf(const struct am_buf *in, struct am_buf *out,
                    struct am_err *err)
{
    for (size_t i = 0; i < in->size; i++) {
        bool bare = in->data[i] == '\n' && (i == 0 || in->data[i - 1] != '\r');

        if ((bare && am_buf_add(out, "\r", 1, err) < 0) ||
            am_buf_add(out, &in->data[i], 1, err) < 0)
            return -1;
    }
    if (out->size == 0 || out->data[out->size - 1] != '\n')
        return am_buf_add(out, "\r\n", 2, err);
    return 0;
}

static int send_message(unsigned port, unsigned limit_s,
                        const struct am_buf *message, const char *name)
{
    struct smtp smtp;

    if (smtp_open(&smtp, port, limit_s + 5) < 0 ||
        smtp_command(&smtp, "MAIL FROM:<c1001@firm1.example.com>") != 250 ||
        smtp_command(&smtp, "RCPT TO:<p1@example.org>") != 250 ||
        smtp_command(&smtp, "DATA") != 354 ||
        smtp_message(&smtp, message->data, message->size) != 250) {
        fprintf(stderr, "feed: %s: %s\n", name, smtp.reply);
        smtp_drop(&smtp);
        return -1;
    }
    smtp_quit(&smtp);
    return 0;
}

static int feed_file(unsigned port, unsigned limit_s, const char *path)
{
    struct am_buf file;
    struct am_buf message;
    struct am_err err;

    am_buf_init(&file, (size_t)1 << 28);
    am_buf_init(&message, (size_t)1 << 29);
    int status = am_file_read(path, &file, &err);
    if (status == 0)
        status = add_crlf(&file, &message, &err);
    if (status < 0) {
        fprintf(stderr, "feed: %s\n", err.text);
    } else {
        status = send_message(port, limit_s, &message, path);
    }
    am_buf_free(&file);
    am_buf_free(&message);
    return status;
}

int main(int argc, char **argv)
{
    double slowest = 0;

    if (argc < 4) {
        fputs("usage: feed PORT SECONDS FILE...\n", stderr);
        return 2;
    }

    unsigned port = (unsigned)strtoul(argv[1], NULL, 10);
    unsigned limit_s = (unsigned)strtoul(argv[2], NULL, 10);
    for (int i = 3; i < argc; i++) {
        double begin = now_s();

        if (feed_file(port, limit_s, argv[i]) < 0)
            return EXIT_FAILURE;
        if (now_s() - begin > slowest)
            slowest = now_s() - begin;
    }
    printf("%d messages accepted, the slowest in %.2f s\n", argc - 3, slowest);
    return slowest <= limit_s ? EXIT_SUCCESS : EXIT_FAILURE;
}
