/*
 * scan_mail - see scan_mail.h.  Only the first HEADER_MAX bytes of a header are
 * looked at; what delivered a message wrote its fields on top.
 */
#include "cli/scan_mail.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"

#define HEADER_MAX   65536
#define ADDRESS_SIZE 1024

struct am_scan_mail {
    struct am_rules *rules;
    struct am_measure *measure;
    struct am_buf header;
    int64_t time_s;
};

int am_scan_mail_create(struct am_scan_mail **mail, const struct am_key *key,
                        const struct am_limits *limits, int64_t time_s,
                        struct am_err *err)
{
    static const char *const mailers[] = {"local", NULL};
    const struct am_rules_source source = {.local_mailers = mailers};
    struct am_scan_mail *new = calloc(1, sizeof(*new));

    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory to scan mail");
    new->time_s = time_s;
    am_buf_init(&new->header, HEADER_MAX);
    if (am_rules_create(&new->rules, &source, err) < 0)
        goto fail;
    struct am_measure_setup setup = {
        .key = key, .rules = new->rules, .limits = limits};
    if (am_measure_create(&new->measure, &setup, err) < 0)
        goto fail;
    *mail = new;
    return 0;

fail:
    am_scan_mail_destroy(&new);
    return -1;
}

void am_scan_mail_destroy(struct am_scan_mail **mail)
{
    if (*mail == NULL)
        return;
    am_measure_destroy(&(*mail)->measure);
    am_rules_destroy(&(*mail)->rules);
    am_buf_free(&(*mail)->header);
    free(*mail);
    *mail = NULL;
}

/* ---- the header ---- */

/* A walk over the fields of a header that was read so far. */
struct walk {
    const char *text;
    size_t size, at;
};

static size_t line_end(const struct walk *walk, size_t at)
{
    const char *end = memchr(walk->text + at, '\n', walk->size - at);

    return end == NULL ? walk->size : (size_t)(end - walk->text) + 1;
}

/* Copy a value without blanks and line ends; one too long is left out. */
static void copy_value(const char *from, size_t size, char *value)
{
    size_t used = 0;

    for (size_t i = 0; i < size; i++) {
        if (isspace((unsigned char)from[i]) || from[i] == '\0')
            continue;
        if (used + 1 == ADDRESS_SIZE) {
            used = 0;
            break;
        }
        value[used++] = from[i];
    }
    value[used] = '\0';
}

/* The value of the next field of that name ("return-path:"); false: no more.
 * The header ends at an empty line. */
static bool next_value(struct walk *walk, const char *name, char *value)
{
    size_t name_size = strlen(name);

    while (walk->at < walk->size && walk->text[walk->at] != '\n' &&
           walk->text[walk->at] != '\r') {
        size_t begin = walk->at;
        walk->at = line_end(walk, begin);
        while (walk->at < walk->size &&
               (walk->text[walk->at] == ' ' || walk->text[walk->at] == '\t'))
            walk->at = line_end(walk, walk->at);
        if (walk->at - begin > name_size &&
            strncasecmp(walk->text + begin, name, name_size) == 0) {
            copy_value(walk->text + begin + name_size,
                       walk->at - begin - name_size, value);
            return true;
        }
    }
    return false;
}

static struct walk begin_walk(const struct am_scan_mail *mail)
{
    return (struct walk){.text = (const char *)mail->header.data,
                         .size = mail->header.size};
}

static int add_recipient(struct am_scan_mail *mail, const char *address,
                         struct am_err *err)
{
    const struct am_rcpt rcpt = {.address = address, .rcpt_mailer = "local"};

    return am_measure_recipient(mail->measure, &rcpt, err);
}

/* Returns how many were added, or -1. */
static int add_recipients(struct am_scan_mail *mail, const char *name,
                          struct am_err *err)
{
    struct walk walk = begin_walk(mail);
    char value[ADDRESS_SIZE];
    int count = 0;

    while (next_value(&walk, name, value)) {
        if (value[0] == '\0')
            continue;
        if (add_recipient(mail, value, err) < 0)
            return -1;
        count++;
    }
    return count;
}

static int take_envelope(struct am_scan_mail *mail, uint64_t number,
                         struct am_err *err)
{
    struct walk walk = begin_walk(mail);
    char value[ADDRESS_SIZE] = "";
    struct am_sender sender = {.address = value};

    if (!next_value(&walk, "return-path:", value))
        value[0] = '\0';
    if (am_measure_begin(mail->measure, &sender, err) < 0)
        return -1;
    int count = add_recipients(mail, "delivered-to:", err);
    if (count == 0)
        count = add_recipients(mail, "x-original-to:", err);
    if (count != 0)
        return count < 0 ? -1 : 0;
    snprintf(value, sizeof(value), "nobody-%llu@scan.invalid",
             (unsigned long long)number);
    return add_recipient(mail, value, err);
}

/* ---- the message ---- */

static bool header_is_whole(const struct am_buf *header)
{
    const unsigned char *data = header->data;

    for (size_t i = 1; i < header->size; i++) {
        if (data[i] == '\n' &&
            (data[i - 1] == '\n' ||
             (i > 1 && data[i - 1] == '\r' && data[i - 2] == '\n')))
            return true;
    }
    return header->size == HEADER_MAX;
}

/* Keep what fits of these bytes as header. */
static int gather(struct am_scan_mail *mail, const void *data, size_t size,
                  struct am_err *err)
{
    size_t room = HEADER_MAX - mail->header.size;

    return am_buf_add(&mail->header, data, size < room ? size : room, err);
}

/* Begin the message once its header is known, and give the measure what was
 * held back; *held is the part of the last piece that is in the header. */
static int begin(struct am_scan_mail *mail, uint64_t number, struct am_err *err)
{
    if (take_envelope(mail, number, err) < 0)
        return -1;
    return am_measure_feed(mail->measure, mail->header.data, mail->header.size,
                           err);
}

static int read_all(struct am_scan_mail *mail, struct am_source *source,
                    uint64_t number, struct am_err *err)
{
    const void *data = NULL;
    bool begun = false;
    long got = 0;

    while ((got = am_source_read(source, &data, err)) > 0) {
        const unsigned char *bytes = data;
        size_t size = (size_t)got;
        if (!begun) {
            size_t before = mail->header.size;
            if (gather(mail, bytes, size, err) < 0)
                return -1;
            if (!header_is_whole(&mail->header))
                continue;
            if (begin(mail, number, err) < 0)
                return -1;
            begun = true;
            bytes += mail->header.size - before;
            size -= mail->header.size - before;
        }
        if (am_measure_feed(mail->measure, bytes, size, err) < 0)
            return -1;
    }
    if (got < 0)
        return -1;
    return begun ? 0 : begin(mail, number, err);
}

int am_scan_mail_read(struct am_scan_mail *mail, struct am_source *source,
                      uint64_t number, const struct am_record **record,
                      struct am_err *err)
{
    static const unsigned char run[AM_SHORT_KEY] = {0};

    am_buf_clear(&mail->header);
    if (read_all(mail, source, number, err) == 0 &&
        am_measure_finish(mail->measure, mail->time_s, run, record, err) == 0)
        return 0;
    am_measure_reset(mail->measure);
    return -1;
}
