/*
 * guests - see guests.h.
 */
#include "cli/guests.h"

#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>

#include "base/clock.h"

struct am_guest *am_guests_let_in(struct am_guests *guests,
                                  struct MHD_Connection *connection, int fd)
{
    for (size_t i = 0; i < AM_GUESTS_MAX; i++) {
        struct am_guest *guest = &guests->places[i];
        if (guest->connection != NULL)
            continue;
        *guest = (struct am_guest){
            .connection = connection, .fd = fd, .since_ms = am_clock_ms()};
        guests->count++;
        return guest;
    }
    return NULL;
}

void am_guests_let_out(struct am_guests *guests, struct am_guest *guest)
{
    *guest = (struct am_guest){0};
    guests->count--;
}

void am_guest_asks(struct am_guest *guest, bool has_asked)
{
    guest->has_asked = has_asked;
    guest->since_ms = am_clock_ms();
}

void am_guests_send_away(const struct am_guests *guests)
{
    bool is_crowded = guests->count > AM_GUESTS_CROWD;
    int64_t ask_ms = is_crowded ? AM_GUESTS_CROWD_MS : AM_GUESTS_ASK_MS;
    int64_t now_ms = am_clock_ms();

    for (size_t i = 0; i < AM_GUESTS_MAX; i++) {
        const struct am_guest *guest = &guests->places[i];
        int64_t most_ms = guest->has_asked ? AM_GUESTS_ANSWER_MS : ask_ms;
        if (guest->connection != NULL && !guest->is_waiting &&
            now_ms - guest->since_ms > most_ms)
            shutdown(guest->fd, SHUT_RDWR);
    }
}

static bool goes_before(const struct am_guest *one,
                        const struct am_guest *other)
{
    bool one_is_health = one->asked.path == AM_ASKED_HEALTH;
    bool other_is_health = other->asked.path == AM_ASKED_HEALTH;

    return one_is_health != other_is_health ? one_is_health
                                            : one->since_ms < other->since_ms;
}

const struct am_guest *am_guests_next(const struct am_guests *guests)
{
    const struct am_guest *next = NULL;

    for (size_t i = 0; i < AM_GUESTS_MAX; i++) {
        const struct am_guest *guest = &guests->places[i];
        if (guest->is_waiting && (next == NULL || goes_before(guest, next)))
            next = guest;
    }
    return next;
}

bool am_guest_has_left(const struct am_guest *guest)
{
    struct pollfd found = {.fd = guest->fd};

    return poll(&found, 1, 0) > 0 && (found.revents & (POLLERR | POLLHUP)) != 0;
}

bool am_guests_are_served(const struct am_guests *guests)
{
    for (size_t i = 0; i < AM_GUESTS_MAX; i++) {
        if (guests->places[i].has_asked)
            return true;
    }
    return false;
}
