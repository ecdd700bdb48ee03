/*
 * session - see session.h.  What measures is taken at MAIL and given back at
 * the message's end: making it costs more than a small message does, and a
 * connection that sends no mail has none.
 */
#include "session.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/units.h"
#include "log.h"
#include "meter/measure.h"
#include "meter/record.h"

#define FIELD_SIZE   512 /* a longer header field is fed in pieces */
#define RECORD_LIMIT ((size_t)16 << 20) /* what the spool takes */

struct am_session {
    const struct am_session_setup *setup;
    struct am_basis *basis;     /* of the last message; held */
    struct am_measure *measure; /* of the message, by that basis */
    bool open;                  /* begun and not ended: the spool counts it */
    bool has_header;         /* the MTA handed its content over, or began to */
    bool failed;             /* cannot be measured any more ... */
    enum am_gap cause;       /* ... for this reason */
    int64_t begin_ms;        /* of the header, monotonic */
    struct am_session *next; /* once it is left */
};

/* A number that tells the senders of one day and run apart, in memory only. */
static struct {
    pthread_mutex_t lock;
    int64_t day;
    bool known;
    unsigned char bytes[AM_SHORT_KEY];
} run = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* Of connections that were closed while the process ended. */
static _Atomic(struct am_session *) left;

/* Set while messages go unmeasured, so that the log tells of it once. */
static atomic_bool trouble;

static void read_run(int64_t day, unsigned char bytes[AM_SHORT_KEY])
{
    pthread_mutex_lock(&run.lock);
    if (!run.known || run.day != day) {
        /* Without randomness the bytes of before go on: only the count of
         * distinct senders would suffer. */
        run.known = getrandom(run.bytes, sizeof(run.bytes), 0) ==
                    (ssize_t)sizeof(run.bytes);
        run.day = day;
    }
    memcpy(bytes, run.bytes, sizeof(run.bytes));
    pthread_mutex_unlock(&run.lock);
}

static enum am_gap gap_of(enum am_error code)
{
    if (code == AM_EFULL)
        return AM_GAP_FULL;
    return code == AM_ENOMEM ? AM_GAP_MEMORY : AM_GAP_DISK;
}

static void count_gap(const struct am_session_setup *setup, enum am_gap reason,
                      const char *why)
{
    am_spool_gap(setup->spool, reason, 1);
    if (!atomic_exchange(&trouble, true)) {
        am_log_warning("message not recorded, reason=%s: %s; mail passes, and "
                       "each is counted",
                       am_gap_name(reason), why);
    }
}

struct am_session *am_session_open(const struct am_session_setup *setup)
{
    struct am_session *session = calloc(1, sizeof(*session));

    if (session != NULL)
        session->setup = setup;
    return session;
}

/* The message, if there is one, is no longer under way. */
static void settle(struct am_session *session)
{
    if (session->open)
        am_spool_end(session->setup->spool);
    session->open = false;
    session->has_header = false;
    session->failed = false;
    am_basis_spare(session->basis, &session->measure);
}

void am_session_close(struct am_session **session)
{
    struct am_session *old = *session;

    *session = NULL;
    if (old == NULL)
        return;
    settle(old);
    am_basis_drop(&old->basis);
    free(old);
}

void am_session_leave(struct am_session *session)
{
    session->next = atomic_load(&left);
    while (!atomic_compare_exchange_weak(&left, &session->next, session)) {
    }
}

static void fail(struct am_session *session, const struct am_err *err)
{
    session->failed = true;
    session->cause = gap_of(err->code);
}

static int begin(struct am_session *session, const struct am_sender *sender,
                 struct am_err *err)
{
    if (am_basis_take(session->basis, session->setup->key, &session->measure,
                      err) < 0)
        return -1;
    return am_measure_begin(session->measure, sender, err);
}

void am_session_mail(struct am_session *session, const struct am_sender *sender,
                     const char *relay)
{
    struct am_err err;

    settle(session);
    am_basis_drop(&session->basis);
    session->basis = am_current_hold(session->setup->current);
    am_spool_begin(session->setup->spool);
    session->open = true;
    if (begin(session, sender, &err) < 0) {
        fail(session, &err);
    } else {
        am_measure_relay(session->measure, relay);
    }
}

static bool can_measure(const struct am_session *session)
{
    return session->open && !session->failed;
}

void am_session_rcpt(struct am_session *session, const struct am_rcpt *rcpt)
{
    struct am_err err;

    if (can_measure(session) &&
        am_measure_recipient(session->measure, rcpt, &err) < 0)
        fail(session, &err);
}

static void feed(struct am_session *session, const void *data, size_t size)
{
    struct am_err err;

    if (can_measure(session) && size > 0 &&
        am_measure_feed(session->measure, data, size, &err) < 0)
        fail(session, &err);
}

static void note_header(struct am_session *session)
{
    if (session->has_header || !session->open)
        return;
    session->has_header = true;
    session->begin_ms = am_clock_ms();
}

static void note_received(struct am_session *session, const char *value)
{
    struct am_err err;

    if (can_measure(session) &&
        am_measure_received(session->measure, value, &err) < 0)
        fail(session, &err);
}

static char *put(char *to, const void *data, size_t size)
{
    memcpy(to, data, size);
    return to + size;
}

void am_session_header(struct am_session *session, const char *name,
                       const char *colon, const char *value)
{
    char field[FIELD_SIZE];
    size_t name_size = strlen(name);
    size_t colon_size = strlen(colon);
    size_t value_size = strlen(value);
    size_t size = name_size + colon_size + value_size + 2;

    note_header(session);
    if (am_ascii_equals(name, "received"))
        note_received(session, value);
    if (size > sizeof(field)) {
        feed(session, name, name_size);
        feed(session, colon, colon_size);
        feed(session, value, value_size);
        feed(session, "\r\n", 2);
        return;
    }
    char *end = put(field, name, name_size);
    end = put(end, colon, colon_size);
    end = put(end, value, value_size);
    put(end, "\r\n", 2);
    feed(session, field, size);
}

void am_session_header_end(struct am_session *session)
{
    note_header(session);
    feed(session, "\r\n", 2);
}

void am_session_body(struct am_session *session, const void *data, size_t size)
{
    feed(session, data, size);
}

static int spool_record(struct am_session *session,
                        const struct am_record *record, struct am_err *err)
{
    struct am_buf bytes;

    am_buf_init(&bytes, RECORD_LIMIT);
    int result = am_record_encode(record, &bytes, err);
    if (result == 0) {
        result =
            am_spool_append(session->setup->spool, bytes.data, bytes.size, err);
    }
    am_buf_free(&bytes);
    return result;
}

static void log_message(const struct am_session *session,
                        const struct am_record *record, const char *queue_id)
{
    if (!session->basis->settings->log_messages)
        return;
    am_log_info("%.64s: nrcpt=%zu, parts=%zu, bytes=%llu, ms=%lld",
                queue_id != NULL ? queue_id : "NOQUEUE",
                record->recipient_count, record->sighting_count,
                (unsigned long long)record->wire_bytes,
                (long long)(am_clock_ms() - session->begin_ms));
}

/* Sets what answer tells of the message, not how long it took. */
static int measure(struct am_session *session, const char *queue_id,
                   struct am_spool_answer *answer, struct am_err *err)
{
    const struct am_record *record = NULL;
    unsigned char bytes[AM_SHORT_KEY];

    answer->time_s = (int64_t)time(NULL);
    if (session->failed)
        return am_fail(err, AM_ENOMEM, "no memory to measure it");
    read_run(am_day_of(answer->time_s), bytes);
    if (am_measure_queue_id(session->measure, queue_id, err) < 0 ||
        am_measure_finish(session->measure, answer->time_s, bytes, &record,
                          err) < 0 ||
        spool_record(session, record, err) < 0)
        return -1;
    if (record->sighting_count > 0)
        answer->recipients = record->recipient_count;
    log_message(session, record, queue_id);
    return 0;
}

void am_session_end(struct am_session *session, const char *queue_id)
{
    int64_t began_ns = am_clock_ns();
    struct am_spool_answer answer = {0};
    struct am_err err;

    if (!session->open)
        return;
    if (measure(session, queue_id, &answer, &err) < 0) {
        count_gap(session->setup,
                  session->failed ? session->cause : gap_of(err.code),
                  err.text);
    } else if (atomic_exchange(&trouble, false)) {
        am_log_info("messages are recorded again");
    }
    settle(session);
    answer.took_ns = am_clock_ns() - began_ns;
    am_spool_answered(session->setup->spool, &answer);
}

void am_session_abort(struct am_session *session, bool (*has_broken)(void))
{
    if (session->open && session->has_header && has_broken()) {
        count_gap(session->setup, AM_GAP_HUNG_UP,
                  "the MTA hung up in its middle");
    }
    settle(session);
}

void am_session_lost(const struct am_session_setup *setup)
{
    count_gap(setup, AM_GAP_MEMORY, "no memory for a session");
}
