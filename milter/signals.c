/* signals - see signals.h. */
#include "signals.h"

#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <time.h>

static sem_t news; /* posted with each of these: */
static atomic_uint stops;
static atomic_bool reload;
static atomic_bool end;

_Static_assert(ATOMIC_INT_LOCK_FREE == 2 && ATOMIC_BOOL_LOCK_FREE == 2,
               "a signal handler may touch them");

static void take(int number)
{
    if (number == SIGUSR1) {
        atomic_store(&reload, true);
    } else {
        atomic_fetch_add(&stops, 1);
    }
    sem_post(&news);
}

void am_signals_hold(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
}

void am_signals_begin(void)
{
    static const int taken[] = {SIGTERM, SIGINT, SIGHUP, SIGUSR1};
    struct sigaction action = {.sa_handler = take, .sa_flags = SA_RESTART};
    sigset_t set;

    sem_init(&news, 0, 0);
    sigfillset(&action.sa_mask);
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
        sigaction(taken[i], &action, NULL);
        sigaddset(&set, taken[i]);
    }
    signal(SIGPIPE, SIG_IGN);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

enum am_told am_signals_wait(void)
{
    for (;;) {
        if (atomic_load(&end))
            return AM_TOLD_END;
        if (atomic_load(&stops) > 0)
            return AM_TOLD_STOP;
        if (atomic_exchange(&reload, false))
            return AM_TOLD_RELOAD;
        (void)sem_wait(&news);
    }
}

bool am_signals_hurry(long ms)
{
    const struct timespec pause = {ms / 1000, ms % 1000 * 1000000};

    if (atomic_load(&stops) < 2 && !atomic_load(&end))
        nanosleep(&pause, NULL);
    return atomic_load(&stops) >= 2 || atomic_load(&end);
}

void am_signals_tell_end(void)
{
    atomic_store(&end, true);
    sem_post(&news);
}

int am_signals_thread(pthread_t *thread, void *(*run)(void *), void *argument)
{
    sigset_t all;
    sigset_t before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int result = pthread_create(thread, NULL, run, argument);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result == 0 ? 0 : -1;
}
