/*
 * sessions - see sessions.h.
 */
#include "e2e/sessions.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

#include "e2e/smtp.h"
#include "mta/random.h"

#define SESSIONS_MAX 64
#define TIMEOUT_S    60

struct session {
    struct am_traffic_message *const *messages;
    size_t count;
    struct smtp smtp;
    struct am_random random;
    struct sessions_count counted;
    unsigned which;
    unsigned all;
    unsigned port;
    bool failed;
};

static bool expect(struct session *session, int got, int want, const char *what)
{
    if (got != want) {
        fprintf(stderr, "session %u: %s: %s, not %d\n", session->which, what,
                session->smtp.reply, want);
    }
    return got == want;
}

static bool connect_again(struct session *session)
{
    if (smtp_open(&session->smtp, session->port, TIMEOUT_S) < 0) {
        fprintf(stderr, "session %u: %s\n", session->which,
                session->smtp.reply);
        return false;
    }
    session->counted.connections++;
    return true;
}

static bool begin(struct session *session,
                  const struct am_traffic_message *message)
{
    return expect(session,
                  smtp_command(&session->smtp, "MAIL FROM:<%s> SIZE=%zu",
                               message->sender, message->size),
                  250, "MAIL");
}

static bool name_recipients(struct session *session,
                            const struct am_traffic_message *message)
{
    for (size_t i = 0; i < message->rcpt_count; i++) {
        const struct am_traffic_rcpt *rcpt = &message->rcpts[i];
        int code = smtp_command(&session->smtp, "RCPT TO:<%s>%s", rcpt->address,
                                i % 7 == 3 ? " NOTIFY=NEVER" : "");

        session->counted.refused += rcpt->refused;
        if (!expect(session, code, rcpt->refused ? 550 : 250, rcpt->address))
            return false;
    }
    return true;
}

/* A transaction that ends before it counts: RSET, EHLO, or a lost line. */
static bool give_up(struct session *session,
                    const struct am_traffic_message *message)
{
    unsigned way = am_random_below(&session->random, 4);

    if (!begin(session, message) || !name_recipients(session, message))
        return false;
    if (way == 0) {
        session->counted.resets++;
        return expect(session, smtp_command(&session->smtp, "RSET"), 250,
                      "RSET");
    }
    if (way == 1) {
        session->counted.resets++;
        return expect(session,
                      smtp_command(&session->smtp, "EHLO again.example"), 250,
                      "EHLO");
    }
    session->counted.drops++;
    if (way == 2 &&
        !expect(session, smtp_command(&session->smtp, "DATA"), 354, "DATA"))
        return false;
    if (way == 2)
        (void)smtp_raw(&session->smtp, message->bytes, message->size / 2);
    smtp_drop(&session->smtp);
    return connect_again(session);
}

/* MAIL inside a transaction is refused by the MTA, and changes nothing. */
static bool mail_twice(struct session *session)
{
    session->counted.nested++;
    return expect(session,
                  smtp_command(&session->smtp, "MAIL FROM:<p2@example.org>"),
                  503, "MAIL in a transaction");
}

static bool send_one(struct session *session,
                     const struct am_traffic_message *message)
{
    struct smtp *smtp = &session->smtp;

    if (am_random_chance(&session->random, 100) && !give_up(session, message))
        return false;
    if (!begin(session, message))
        return false;
    if (am_random_chance(&session->random, 50) && !mail_twice(session))
        return false;
    if (!name_recipients(session, message) ||
        !expect(session, smtp_command(smtp, "DATA"), 354, "DATA") ||
        !expect(session, smtp_message(smtp, message->bytes, message->size), 250,
                "end of data"))
        return false;
    session->counted.accepted++;
    return true;
}

static bool send_own(struct session *session)
{
    if (!connect_again(session))
        return false;
    for (size_t i = 0; i < session->count; i++) {
        const struct am_traffic_message *message = session->messages[i];

        if (message->identity % session->all != session->which)
            continue;
        if (!send_one(session, message)) {
            fprintf(stderr, "message %u was not accepted\n", message->number);
            smtp_drop(&session->smtp);
            return false;
        }
        if (am_random_chance(&session->random, 100)) {
            smtp_quit(&session->smtp);
            if (!connect_again(session))
                return false;
        }
    }
    smtp_quit(&session->smtp);
    return true;
}

static void *run_session(void *context)
{
    struct session *session = context;

    session->failed = !send_own(session);
    return NULL;
}

static void add_count(struct sessions_count *sum,
                      const struct sessions_count *one)
{
    sum->accepted += one->accepted;
    sum->connections += one->connections;
    sum->refused += one->refused;
    sum->resets += one->resets;
    sum->drops += one->drops;
    sum->nested += one->nested;
}

int sessions_play(unsigned port, unsigned sessions,
                  struct am_traffic_message *const *messages, size_t count,
                  struct sessions_count *counted)
{
    struct session all[SESSIONS_MAX];
    pthread_t threads[SESSIONS_MAX];
    unsigned started = 0;
    bool failed = sessions > SESSIONS_MAX;

    for (; started < sessions && !failed; started++) {
        struct session *session = &all[started];

        *session = (struct session){.messages = messages,
                                    .count = count,
                                    .smtp.fd = -1,
                                    .which = started,
                                    .all = sessions,
                                    .port = port};
        am_random_begin(&session->random, started);
        if (pthread_create(&threads[started], NULL, run_session, session) !=
            0) {
            failed = true;
            break;
        }
    }
    *counted = (struct sessions_count){0};
    for (unsigned i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
        failed = failed || all[i].failed;
        add_count(counted, &all[i].counted);
    }
    return failed ? -1 : 0;
}
