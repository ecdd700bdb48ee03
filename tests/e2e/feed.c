/*
 * feed - hand message files to an SMTP server of this machine and tell how long
 * it took.
 *
 *   feed PORT SECONDS FILE|DIR...
 *
 * Each file is one message from outside to p1@example.org; lines that end in LF
 * are sent with CRLF.  A directory has a list hostile.json: an array of objects
 * with "file" and "mta_safe", of which the safe ones are taken.  Fails unless
 * every message is accepted within SECONDS, and prints the number of messages
 * and the slowest.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/buf.h"
#include "base/files.h"
#include "e2e/smtp.h"

struct feed {
    unsigned port;
    unsigned limit_s;
    unsigned accepted;
    double slowest_s;
};

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

static int send_timed(struct feed *feed, const struct am_buf *message,
                      const char *name)
{
    double begin = now_s();

    if (send_message(feed->port, feed->limit_s, message, name) < 0)
        return -1;
    feed->accepted++;
    if (now_s() - begin > feed->slowest_s)
        feed->slowest_s = now_s() - begin;
    return 0;
}

static int feed_file(struct feed *feed, const char *path)
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
        status = send_timed(feed, &message, path);
    }
    am_buf_free(&file);
    am_buf_free(&message);
    return status;
}

/* The messages of a directory that an MTA takes as they are. */
static int feed_list(struct feed *feed, const char *dir)
{
    char path[4096];
    json_t *one;
    size_t i;
    int status = 0;

    snprintf(path, sizeof(path), "%s/hostile.json", dir);
    json_t *list = json_load_file(path, 0, NULL);
    if (!json_is_array(list)) {
        fprintf(stderr, "feed: %s: no list of messages\n", path);
        status = -1;
    }
    json_array_foreach(list, i, one)
    {
        const char *file = json_string_value(json_object_get(one, "file"));

        if (file == NULL || !json_is_true(json_object_get(one, "mta_safe")))
            continue;
        snprintf(path, sizeof(path), "%s/%s", dir, file);
        if (feed_file(feed, path) < 0)
            status = -1;
    }
    json_decref(list);
    return status;
}

static bool is_directory(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

int main(int argc, char **argv)
{
    int status = 0;

    if (argc < 4) {
        fputs("usage: feed PORT SECONDS FILE|DIR...\n", stderr);
        return 2;
    }

    struct feed feed = {
        .port = (unsigned)strtoul(argv[1], NULL, 10),
        .limit_s = (unsigned)strtoul(argv[2], NULL, 10),
    };
    for (int i = 3; i < argc; i++) {
        int done = is_directory(argv[i]) ? feed_list(&feed, argv[i])
                                         : feed_file(&feed, argv[i]);
        if (done < 0)
            status = -1;
    }
    printf("%u messages accepted, the slowest in %.2f s\n", feed.accepted,
           feed.slowest_s);
    return status == 0 && feed.slowest_s <= feed.limit_s ? EXIT_SUCCESS
                                                         : EXIT_FAILURE;
}
