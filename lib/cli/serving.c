/*
 * serving - see serving.h.
 */
#include "cli/serving.h"

#include <microhttpd.h>
#include <poll.h>
#include <signal.h>
#include <sys/select.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/language.h"
#include "cli/visiting.h"

#define REQUEST_BYTES ((size_t)16384)
#define TICK_MS       1000
#define DRAIN_MS      1000
#define ROUNDS        64

struct serving {
    struct MHD_Daemon *daemon;
    int epoll_fd;
    struct am_visiting visiting;
    struct am_guests guests;
    struct am_kept kept;
};

static volatile sig_atomic_t is_ended;

static void on_signal(int number)
{
    (void)number;
    is_ended = 1;
}

/* ---- what libmicrohttpd calls ---- */

static void on_connection(void *context, struct MHD_Connection *connection,
                          void **guest,
                          enum MHD_ConnectionNotificationCode code)
{
    struct serving *serving = context;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);

    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        *guest =
            am_guests_let_in(&serving->guests, connection, info->connect_fd);
    } else if (*guest != NULL) {
        am_guests_let_out(&serving->guests, *guest);
    }
}

/* An answer was sent, or could not be. */
static void on_completed(void *context, struct MHD_Connection *connection,
                         void **request, enum MHD_RequestTerminationCode code)
{
    struct am_guest *guest = *request;

    (void)context;
    (void)connection;
    (void)code;
    if (guest == NULL)
        return;
    guest->is_waiting = false;
    am_guest_asks(guest, false);
}

/* Its parameters are libmicrohttpd's. */
// NOLINTNEXTLINE(readability-function-size)
static enum MHD_Result on_request(void *context,
                                  struct MHD_Connection *connection,
                                  const char *path, const char *method,
                                  const char *version, const char *data,
                                  size_t *data_size, // NOLINT
                                  void **request)
{
    struct serving *serving = context;
    struct am_guest *guest =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)
            ->socket_context;

    (void)version;
    (void)data;
    if (guest == NULL)
        return MHD_NO;
    if (*request == NULL) {
        *request = guest;
        return am_visiting_begin(&serving->visiting, guest, method) ? MHD_YES
                                                                    : MHD_NO;
    }
    /* A body was refused; and a request that was put aside comes again only if
     * it has no answer. */
    if (*data_size > 0 || guest->has_asked)
        return MHD_NO;
    am_guest_asks(guest, true);
    return am_visiting_answer(&serving->visiting, guest, path) ? MHD_YES
                                                               : MHD_NO;
}

/* ---- what was put aside ---- */

/* Nothing is made for who has left: without an answer, the connection ends. */
static void forget_left(struct serving *serving)
{
    for (size_t i = 0; i < AM_GUESTS_MAX; i++) {
        struct am_guest *guest = &serving->guests.places[i];
        if (!guest->is_waiting || !am_guest_has_left(guest))
            continue;
        guest->is_waiting = false;
        MHD_resume_connection(guest->connection);
    }
}

/* Answer one question, for all who asked it.  Returns whether there was one. */
static bool answer_next(struct serving *serving)
{
    forget_left(serving);
    const struct am_guest *next = am_guests_next(&serving->guests);
    const struct am_viewing_input *input = serving->visiting.input;
    int64_t now_ms = am_clock_ms();
    unsigned status = 0;

    if (next == NULL)
        return false;
    const struct am_asked asked = next->asked;
    am_visiting_speak(asked.language);
    struct MHD_Response *reply =
        am_kept_find(&serving->kept, &asked, input, now_ms, &status);
    if (reply == NULL)
        reply = am_kept_make(&serving->kept, &asked, input, now_ms, &status);
    for (size_t i = 0; i < AM_GUESTS_MAX; i++) {
        struct am_guest *guest = &serving->guests.places[i];
        if (!guest->is_waiting || !am_asked_equal(&guest->asked, &asked))
            continue;
        guest->is_waiting = false;
        /* If that cannot be, it is asked again, and the connection ends. */
        if (reply != NULL)
            MHD_queue_response(guest->connection, status, reply);
        MHD_resume_connection(guest->connection);
    }
    return true;
}

/* ---- the loop ---- */

/* Wait for something to do; a signal that ends all comes only here. */
static void wait_for_work(const struct serving *serving,
                          const sigset_t *unblocked)
{
    MHD_UNSIGNED_LONG_LONG wait_ms = TICK_MS;
    bool is_limited = MHD_get_timeout(serving->daemon, &wait_ms) == MHD_YES;
    fd_set readable;

    if (!is_limited || wait_ms > TICK_MS)
        wait_ms = TICK_MS;
    const struct timespec limit = {
        .tv_sec = (time_t)(wait_ms / 1000),
        .tv_nsec = (long)(wait_ms % 1000) * 1000000,
    };
    bool is_idle = !is_limited && serving->guests.count == 0 && !is_ended;
    FD_ZERO(&readable);
    FD_SET(serving->epoll_fd, &readable);
    pselect(serving->epoll_fd + 1, &readable, NULL, NULL,
            is_idle ? NULL : &limit, unblocked);
}

/* Is there more at the door, or to be gone on with? */
static bool has_work(const struct serving *serving)
{
    MHD_UNSIGNED_LONG_LONG wait_ms = 1;
    struct pollfd found = {.fd = serving->epoll_fd, .events = POLLIN};

    return (MHD_get_timeout(serving->daemon, &wait_ms) == MHD_YES &&
            wait_ms == 0) ||
           poll(&found, 1, 0) > 0;
}

/* Attend to all who are there: libmicrohttpd lets in a few at a time, and each
 * time between could be that of a long answer. */
static void attend(const struct serving *serving)
{
    int rounds = 0;

    do {
        MHD_run(serving->daemon);
    } while (++rounds < ROUNDS && has_work(serving));
}

static void loop(struct serving *serving, const sigset_t *unblocked)
{
    while (!is_ended) {
        attend(serving);
        am_guests_send_away(&serving->guests);
        if (!answer_next(serving))
            wait_for_work(serving, unblocked);
    }
}

/* Let nobody in any more; who has asked gets the answer, if that is soon. */
static void drain(struct serving *serving, const sigset_t *unblocked)
{
    int64_t until_ms = am_clock_ms() + DRAIN_MS;

    MHD_quiesce_daemon(serving->daemon);
    while (am_guests_are_served(&serving->guests) && am_clock_ms() < until_ms) {
        MHD_run(serving->daemon);
        if (!answer_next(serving))
            wait_for_work(serving, unblocked);
    }
    /* libmicrohttpd will not stop while any is suspended. */
    for (size_t i = 0; i < AM_GUESTS_MAX; i++) {
        if (serving->guests.places[i].is_waiting)
            MHD_resume_connection(serving->guests.places[i].connection);
    }
}

static int start(struct serving *serving, int fd, struct am_err *err)
{
    serving->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request,
        serving, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)AM_GUESTS_MAX, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        REQUEST_BYTES, MHD_OPTION_NOTIFY_CONNECTION, on_connection, serving,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, serving,
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
    const union MHD_DaemonInfo *info =
        serving->daemon != NULL
            ? MHD_get_daemon_info(serving->daemon, MHD_DAEMON_INFO_EPOLL_FD)
            : NULL;
    if (info == NULL)
        return am_fail(err, AM_EIO, "libmicrohttpd does not start");
    serving->epoll_fd = info->epoll_fd;
    return 0;
}

/* Signals that end it are blocked but in wait_for_work(). */
static void catch_signals(sigset_t *unblocked)
{
    static const int ends[] = {SIGTERM, SIGINT, SIGHUP};
    struct sigaction action = {.sa_handler = on_signal};
    sigset_t blocked;

    sigemptyset(&blocked);
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        sigaction(ends[i], &action, NULL);
        sigaddset(&blocked, ends[i]);
    }
    signal(SIGPIPE, SIG_IGN);
    pthread_sigmask(SIG_BLOCK, &blocked, unblocked);
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
        sigdelset(unblocked, ends[i]);
}

int am_serving_run(const struct am_serving_setup *setup,
                   void (*on_ready)(const char *where), struct am_err *err)
{
    static struct serving serving;
    sigset_t unblocked;

    serving.visiting = (struct am_visiting){
        .input = setup->input,
        .hosts = setup->hosts,
        .language = am_asked_language_of(am_language_current()),
        .kept = &serving.kept,
    };
    catch_signals(&unblocked);
    int result = start(&serving, setup->fd, err);
    if (result == 0) {
        on_ready(setup->where);
        loop(&serving, &unblocked);
        drain(&serving, &unblocked);
    }
    if (serving.daemon != NULL)
        MHD_stop_daemon(serving.daemon);
    am_kept_free(&serving.kept);
    close(setup->fd);
    return result;
}
