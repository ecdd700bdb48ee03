/*
 * dialog - see dialog.h.  A step is one write, as Postfix's stream does it, and
 * a reply is read only where the milter did not say that it sends none.
 */
#include "mta/dialog.h"

#include <string.h>

#include "mta/wire.h"

#define VERSION      6
#define ALL_ACTIONS  0x1ffU
#define ALL_STEPS    0x1fffffU
#define MACROS_LIMIT ((size_t)65535)

static int put_macros(struct am_mta *mta, const struct am_step *step,
                      const char *rcpt, struct am_err *err)
{
    const struct am_macro_scope scope = {
        .peer = &mta->peer,
        .message = mta->message,
        .rcpt = rcpt,
        .has_queue_id = mta->place != AM_PLACE_IDLE,
    };
    struct am_buf data;

    if (step->stage < 0)
        return 0;
    am_buf_init(&data, MACROS_LIMIT);
    int result = am_buf_add(&data, &step->command, 1, err);
    if (result == 0) {
        result = am_macros_put(&mta->macros, (enum am_mta_stage)step->stage,
                               &scope, &data, err);
    }
    if (result == 0)
        result = am_wire_put(&mta->out, 'D', data.data, data.size, err);
    am_buf_free(&data);
    return result;
}

static int send_out(struct am_mta *mta, struct am_err *err)
{
    int result = am_wire_write(mta->fd, mta->out.data, mta->out.size,
                               mta->timeout_ms, err);
    am_buf_clear(&mta->out);
    return result;
}

int am_dialog_reply(struct am_mta *mta, char *reply, struct am_err *err)
{
    return am_wire_read(mta->fd, reply, &mta->in, mta->timeout_ms, err);
}

/* The reply to a step before the end of the message. */
static int await(struct am_mta *mta, const struct am_step *step,
                 struct am_err *err)
{
    char reply = 0;

    if (mta->terms.protocol & step->quiet)
        return 0;
    do {
        if (am_dialog_reply(mta, &reply, err) < 0)
            return -1;
    } while (reply == 'p');
    if (reply == 's' && step->command == 'B') {
        mta->skip_body = true;
    } else if (reply != 'c') {
        return am_fail(err, AM_EIO, "the milter answered '%c' to '%c'", reply,
                       step->command);
    }
    return 0;
}

int am_dialog_step(struct am_mta *mta, const struct am_step *step,
                   const void *data, size_t size, const char *rcpt,
                   struct am_err *err)
{
    if (mta->terms.protocol & step->left_out)
        return 0;
    am_buf_clear(&mta->out);
    if (put_macros(mta, step, rcpt, err) < 0 ||
        am_wire_put(&mta->out, step->command, data, size, err) < 0 ||
        send_out(mta, err) < 0)
        return -1;
    return await(mta, step, err);
}

int am_dialog_send_end(struct am_mta *mta, struct am_err *err)
{
    static const struct am_step end = {'E', AM_STAGE_END, 0, 0};

    am_buf_clear(&mta->out);
    if (put_macros(mta, &end, NULL, err) < 0 ||
        am_wire_put(&mta->out, end.command, NULL, 0, err) < 0)
        return -1;
    return send_out(mta, err);
}

int am_dialog_tell(struct am_mta *mta, char command, struct am_err *err)
{
    am_buf_clear(&mta->out);
    if (am_wire_put(&mta->out, command, NULL, 0, err) < 0)
        return -1;
    return send_out(mta, err);
}

/* The names of macros the milter asks for: a stage and a list, again and
 * again; what is not whole is left. */
static void read_lists(struct am_mta *mta, const unsigned char *data,
                       size_t size)
{
    while (size > 4) {
        const unsigned char *end = memchr(data + 4, '\0', size - 4);
        if (end == NULL)
            return;
        am_macros_ask(&mta->macros, am_wire_number_get(data),
                      (const char *)data + 4);
        size -= (size_t)(end + 1 - data);
        data = end + 1;
    }
}

int am_dialog_negotiate(struct am_mta *mta, struct am_err *err)
{
    static const uint32_t offer[3] = {VERSION, ALL_ACTIONS, ALL_STEPS};
    unsigned char data[12];
    uint32_t got[3];
    char reply = 0;

    for (size_t i = 0; i < 3; i++)
        am_wire_number_put(data + 4 * i, offer[i]);
    if (am_wire_put(&mta->out, 'O', data, sizeof(data), err) < 0 ||
        send_out(mta, err) < 0 || am_dialog_reply(mta, &reply, err) < 0)
        return -1;
    if (reply != 'O' || mta->in.size < sizeof(data)) {
        return am_fail(err, AM_EIO, "this is no milter: it answered '%c'",
                       reply);
    }
    for (size_t i = 0; i < 3; i++)
        got[i] = am_wire_number_get(mta->in.data + 4 * i);
    mta->terms = (struct am_mta_terms){got[0], got[1], got[2]};
    if (got[0] < 2 || got[0] > VERSION || (got[1] & ~ALL_ACTIONS) != 0 ||
        (got[2] & ~ALL_STEPS) != 0)
        return am_fail(err, AM_EIO, "the milter asks for what was not offered");
    read_lists(mta, mta->in.data + sizeof(data), mta->in.size - sizeof(data));
    return 0;
}
