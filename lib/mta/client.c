/*
 * client - see client.h: the steps of a message in their order.  What the
 * milter wants changed is counted and never done.
 */
#include "mta/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/buf.h"
#include "mta/dialog.h"
#include "mta/wire.h"

#define PACKET_LIMIT ((size_t)1 << 20)
#define HEADER_LIMIT 60000 /* where Postfix cuts a field for milters */

static const struct am_step step_connect = {'C', AM_STAGE_CONNECT,
                                            AM_NO_CONNECT, AM_QUIET_CONNECT};
static const struct am_step step_helo = {'H', AM_STAGE_HELO, AM_NO_HELO,
                                         AM_QUIET_HELO};
static const struct am_step step_mail = {'M', AM_STAGE_MAIL, AM_NO_MAIL,
                                         AM_QUIET_MAIL};
static const struct am_step step_rcpt = {'R', AM_STAGE_RCPT, AM_NO_RCPT,
                                         AM_QUIET_RCPT};
static const struct am_step step_data = {'T', AM_STAGE_DATA, AM_NO_DATA,
                                         AM_QUIET_DATA};
static const struct am_step step_header = {'L', -1, AM_NO_HEADERS,
                                           AM_QUIET_HEADER};
static const struct am_step step_header_end = {
    'N', AM_STAGE_HEADER_END, AM_NO_HEADER_END, AM_QUIET_HEADER_END};
static const struct am_step step_body = {'B', -1, AM_NO_BODY, AM_QUIET_BODY};

int am_mta_connect(struct am_mta **mta, const char *socket_name, int timeout_ms,
                   struct am_mta_terms *terms, struct am_err *err)
{
    static const struct am_mta_peer nobody = {
        .name = "localhost",
        .address = "127.0.0.1",
        .port = "40025",
        .relay_name = "relay.test.invalid",
        .daemon_address = "127.0.0.1",
        .daemon_port = "25",
    };
    struct am_mta *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a connection");

    new->fd = -1;
    new->timeout_ms = timeout_ms;
    new->peer = nobody;
    am_macros_init(&new->macros);
    am_buf_init(&new->out, PACKET_LIMIT);
    am_buf_init(&new->in, PACKET_LIMIT);
    if (am_wire_connect(&new->fd, socket_name, timeout_ms, err) < 0 ||
        am_dialog_negotiate(new, err) < 0) {
        am_mta_drop(&new);
        return -1;
    }
    if (terms != NULL)
        *terms = new->terms;
    *mta = new;
    return 0;
}

void am_mta_introduce(struct am_mta *mta, const struct am_mta_peer *peer)
{
    mta->peer = *peer;
}

void am_mta_drop(struct am_mta **mta)
{
    struct am_mta *old = *mta;

    *mta = NULL;
    if (old == NULL)
        return;
    if (old->fd >= 0)
        close(old->fd);
    am_buf_free(&old->out);
    am_buf_free(&old->in);
    free(old);
}

void am_mta_close(struct am_mta **mta)
{
    if (*mta != NULL)
        (void)!am_dialog_tell(*mta, 'Q', NULL);
    am_mta_drop(mta);
}

static int put_peer(const struct am_mta_peer *peer, struct am_buf *data,
                    struct am_err *err)
{
    const char *name = peer->name != NULL ? peer->name : "unknown";
    char family = 'U'; /* unknown: nothing follows */
    unsigned char port[2];
    unsigned long number =
        peer->port != NULL ? strtoul(peer->port, NULL, 10) : 0;

    if (am_buf_add(data, name, strlen(name) + 1, err) < 0)
        return -1;
    if (peer->address != NULL)
        family = strchr(peer->address, ':') != NULL ? '6' : '4';
    if (am_buf_add(data, &family, 1, err) < 0)
        return -1;
    if (peer->address == NULL)
        return 0;
    port[0] = (unsigned char)(number >> 8);
    port[1] = (unsigned char)number;
    if (am_buf_add(data, port, sizeof(port), err) < 0)
        return -1;
    return am_buf_add(data, peer->address, strlen(peer->address) + 1, err);
}

static int greet(struct am_mta *mta, struct am_err *err)
{
    static const char helo[] = "client.test.invalid";
    struct am_buf data;

    mta->greeted = true;
    am_buf_init(&data, AM_MTA_CHUNK_MAX);
    int result = put_peer(&mta->peer, &data, err);
    if (result == 0) {
        result =
            am_dialog_step(mta, &step_connect, data.data, data.size, NULL, err);
    }
    am_buf_free(&data);
    if (result < 0)
        return -1;
    return am_dialog_step(mta, &step_helo, helo, sizeof(helo), NULL, err);
}

static int take_address(struct am_mta *mta, const struct am_step *step,
                        const char *address, const char *rcpt,
                        struct am_err *err)
{
    char text[2048];
    int size = snprintf(text, sizeof(text), "<%s>", address);

    if (size < 0 || (size_t)size >= sizeof(text)) {
        return am_fail(err, AM_EINVAL, "an address of over %zu bytes",
                       sizeof(text));
    }
    return am_dialog_step(mta, step, text, (size_t)size + 1, rcpt, err);
}

int am_mta_mail(struct am_mta *mta, const struct am_mta_envelope *envelope,
                struct am_err *err)
{
    mta->message = envelope;
    mta->place = AM_PLACE_IDLE;
    mta->skip_body = false;
    if (!mta->greeted && greet(mta, err) < 0)
        return -1;
    return take_address(mta, &step_mail, envelope->sender, NULL, err);
}

int am_mta_rcpt(struct am_mta *mta, const struct am_mta_envelope *envelope,
                size_t which, struct am_err *err)
{
    const char *rcpt = envelope->rcpt[which];

    mta->message = envelope;
    int result = take_address(mta, &step_rcpt, rcpt, rcpt, err);
    mta->place = AM_PLACE_ENVELOPE;
    return result;
}

static int enter_header(struct am_mta *mta, struct am_err *err)
{
    if (mta->place >= AM_PLACE_HEADER)
        return 0;
    mta->place = AM_PLACE_HEADER;
    return am_dialog_step(mta, &step_data, NULL, 0, NULL, err);
}

static int enter_body(struct am_mta *mta, struct am_err *err)
{
    if (mta->place == AM_PLACE_BODY)
        return 0;
    if (enter_header(mta, err) < 0)
        return -1;
    mta->place = AM_PLACE_BODY;
    return am_dialog_step(mta, &step_header_end, NULL, 0, NULL, err);
}

/* A value as MTAs hand it over: bare LF between folded lines, the end of the
 * last line left out, nothing behind a NUL, and not over the limit. */
static int put_value(const char *value, size_t size, struct am_buf *data,
                     struct am_err *err)
{
    while (size > 0 && (value[size - 1] == '\n' || value[size - 1] == '\r'))
        size--;
    for (size_t i = 0; i < size && i < HEADER_LIMIT && value[i] != '\0'; i++) {
        bool before_lf =
            value[i] == '\r' && i + 1 < size && value[i + 1] == '\n';
        if (!before_lf && am_buf_add(data, value + i, 1, err) < 0)
            return -1;
    }
    return am_buf_add(data, "", 1, err);
}

int am_mta_header(struct am_mta *mta, const void *header, size_t size,
                  struct am_err *err)
{
    const char *name = header;
    const char *colon = size > 0 ? memchr(header, ':', size) : NULL;
    struct am_buf data;

    if (colon == NULL || colon == name || colon - name > 1000)
        return am_fail(err, AM_EINVAL, "a header field without a name");
    if (enter_header(mta, err) < 0)
        return -1;
    const char *value = colon + 1;
    if (!(mta->terms.protocol & AM_KEEP_BLANK) && value < name + size &&
        *value == ' ')
        value++;
    am_buf_init(&data, AM_MTA_CHUNK_MAX);
    int result = am_buf_add(&data, name, (size_t)(colon - name), err);
    if (result == 0)
        result = am_buf_add(&data, "", 1, err);
    if (result == 0)
        result = put_value(value, size - (size_t)(value - name), &data, err);
    if (result == 0) {
        result =
            am_dialog_step(mta, &step_header, data.data, data.size, NULL, err);
    }
    am_buf_free(&data);
    return result;
}

int am_mta_body(struct am_mta *mta, const void *data, size_t size,
                struct am_err *err)
{
    if (size > AM_MTA_CHUNK_MAX) {
        return am_fail(err, AM_EINVAL, "a piece of over %d bytes",
                       AM_MTA_CHUNK_MAX);
    }
    if (enter_body(mta, err) < 0)
        return -1;
    if (mta->skip_body)
        return 0;
    return am_dialog_step(mta, &step_body, data, size, NULL, err);
}

int am_mta_end(struct am_mta *mta, struct am_mta_answer *answer,
               struct am_err *err)
{
    static const char last[] = "artdycf4"; /* replies that end a message */
    char reply = 0;

    *answer = (struct am_mta_answer){0};
    if (enter_body(mta, err) < 0 || am_dialog_send_end(mta, err) < 0)
        return -1;
    for (;;) {
        if (am_dialog_reply(mta, &reply, err) < 0)
            return -1;
        if (reply != '\0' && strchr(last, reply) != NULL)
            break;
        answer->changes += reply != 'p';
    }
    answer->reply = reply;
    /* As Postfix does after every message. */
    return am_mta_abort(mta, err);
}

int am_mta_abort(struct am_mta *mta, struct am_err *err)
{
    mta->place = AM_PLACE_IDLE;
    return am_dialog_tell(mta, 'A', err);
}

bool am_mta_is_read(const struct am_mta *mta)
{
    int unread = 0;

    return ioctl(mta->fd, TIOCOUTQ, &unread) == 0 && unread == 0;
}

int am_mta_raw(struct am_mta *mta, const void *data, size_t size,
               struct am_err *err)
{
    return am_wire_write(mta->fd, data, size, mta->timeout_ms, err);
}

/* Bytes of the field at p: up to the first line that does not begin with a
 * blank; 0 where there is none. */
static size_t field_size(const char *p, const char *end)
{
    const char *line = p;
    const char *colon = memchr(p, ':', (size_t)(end - p));

    if (colon == NULL || colon == p)
        return 0;
    for (const char *c = p; c < colon; c++) {
        if ((unsigned char)*c <= ' ' || *c == 0x7f)
            return 0;
    }
    do {
        const char *lf = memchr(line, '\n', (size_t)(end - line));
        line = lf != NULL ? lf + 1 : end;
    } while (line < end && (*line == ' ' || *line == '\t'));
    return (size_t)(line - p);
}

/* The header, field by field; *body is where the body begins.  A line that is
 * no field ends the header and is body, as in Postfix. */
static int send_header(struct am_mta *mta, const char *p, const char *end,
                       const char **body, struct am_err *err)
{
    size_t size = 0;

    while (p < end && (size = field_size(p, end)) > 0) {
        if (am_mta_header(mta, p, size, err) < 0)
            return -1;
        p += size;
    }
    if (end - p >= 2 && p[0] == '\r' && p[1] == '\n')
        p += 2;
    *body = p;
    return 0;
}

static int send_envelope(struct am_mta *mta,
                         const struct am_mta_envelope *envelope,
                         struct am_err *err)
{
    if (am_mta_mail(mta, envelope, err) < 0)
        return -1;
    for (size_t i = 0; i < envelope->rcpt_count; i++) {
        if (am_mta_rcpt(mta, envelope, i, err) < 0)
            return -1;
    }
    return 0;
}

static int send_body(struct am_mta *mta, const char *body, size_t size,
                     size_t chunk, struct am_err *err)
{
    while (size > 0) {
        size_t piece = size < chunk ? size : chunk;
        if (am_mta_body(mta, body, piece, err) < 0)
            return -1;
        body += piece;
        size -= piece;
    }
    return 0;
}

// NOLINTNEXTLINE(readability-function-size): a message has this many sides
int am_mta_message(struct am_mta *mta, const struct am_mta_envelope *envelope,
                   const void *message, size_t size, size_t chunk,
                   struct am_mta_answer *answer, struct am_err *err)
{
    const char *end = (const char *)message + size;
    const char *body = message;

    if (chunk == 0 || chunk > AM_MTA_CHUNK_MAX)
        chunk = AM_MTA_CHUNK_MAX;
    if (send_envelope(mta, envelope, err) < 0 ||
        send_header(mta, message, end, &body, err) < 0 ||
        send_body(mta, body, (size_t)(end - body), chunk, err) < 0)
        return -1;
    return am_mta_end(mta, answer, err);
}
