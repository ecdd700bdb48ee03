/*
 * inject - loaded before the C library into attachmeterd, lets calls of one
 * kind fail, as the file $AM_INJECT says (inject.h), and moves its clock.
 *
 * Files are inject_files.c's.  Calls that the C library makes to itself are not
 * seen.  Other programs, such as setpriv in front of the daemon, are left
 * alone.
 */
#undef _FORTIFY_SOURCE /* open() would be another function */
#define _GNU_SOURCE    /* NOLINT: RTLD_NEXT, the functions with 64 */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "e2e/inject_calls.h"

struct inject *inject_control;

/* The file name of the object that code is in, and the function's. */
static const char *object_of(const void *code, const char **function)
{
    const char *slash = NULL;
    Dl_info info;

    if (dladdr(code, &info) == 0 || info.dli_fname == NULL)
        return "?";
    *function = info.dli_sname != NULL ? info.dli_sname : "?";
    slash = strrchr(info.dli_fname, '/');
    return slash != NULL ? slash + 1 : info.dli_fname;
}

static void note_caller(const void *caller)
{
    const char *function = "?";
    const char *object = object_of(caller, &function);

    snprintf(inject_control->who, sizeof(inject_control->who), "%.40s %.40s",
             object, function);
}

/* Where it crashed, below the C library, is told; all of it in the log. */
static void show_stack(int number)
{
    const char *object = "?";
    void *frames[30];
    atomic_store(&inject_control->armed, 0); /* this needs memory, too */
    int count = backtrace(frames, 30);

    for (int i = 0; i < count; i++) {
        const char *function = NULL;
        object = object_of(frames[i], &function);
        if (strncmp(object, "libinject.", 10) != 0 &&
            strncmp(object, "libc.", 5) != 0)
            break;
    }
    snprintf(inject_control->crashed, sizeof(inject_control->crashed), "%s",
             object);
    backtrace_symbols_fd(frames, count, STDERR_FILENO);
    raise(number); /* the second time it has its usual way */
}

/* After a crash nothing worse can happen, so the handler may do anything. */
static void watch(int number)
{
    struct sigaction action = {.sa_handler = show_stack,
                               .sa_flags = (int)SA_RESETHAND};

    sigaction(number, &action, NULL);
}

__attribute__((constructor)) static void find_control(void)
{
    const char *path = getenv("AM_INJECT"); /* NOLINT: one thread yet */
    void *map = MAP_FAILED;

    if (path == NULL ||
        strcmp(program_invocation_short_name, "attachmeterd") != 0)
        return;
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd >= 0) {
        map = mmap(NULL, sizeof(*inject_control), PROT_READ | PROT_WRITE,
                   MAP_SHARED, fd, 0);
    }
    if (map == MAP_FAILED)
        abort();
    close(fd);
    inject_control = map;
    watch(SIGSEGV);
    watch(SIGABRT);
}

bool inject_fails(enum inject_kind kind, const void *caller)
{
    if (inject_control == NULL || atomic_load(&inject_control->armed) == 0)
        return false;
    atomic_fetch_add(&inject_control->calls[kind], 1);
    if ((inject_control->kinds & INJECT_BIT(kind)) == 0)
        return false;
    uint64_t hit = atomic_fetch_add(&inject_control->hits, 1) + 1;
    if (hit < inject_control->first ||
        hit - inject_control->first >= inject_control->times)
        return false;
    if (atomic_fetch_add(&inject_control->fired, 1) == 0)
        note_caller(caller);
    if (inject_control->error_number < 0)
        kill(getpid(), SIGKILL);
    errno = inject_control->error_number;
    return true;
}

/* ---- memory ---- */

void *malloc(size_t size)
{
    REAL(malloc, "malloc");
    return inject_fails(INJECT_MEMORY, CALLER) ? NULL : real_malloc(size);
}

void *calloc(size_t nmemb, size_t size)
{
    REAL(calloc, "calloc");
    return inject_fails(INJECT_MEMORY, CALLER) ? NULL
                                               : real_calloc(nmemb, size);
}

void *realloc(void *ptr, size_t size)
{
    REAL(realloc, "realloc");
    return inject_fails(INJECT_MEMORY, CALLER) ? NULL : real_realloc(ptr, size);
}

char *strdup(const char *s)
{
    REAL(strdup, "strdup");
    return inject_fails(INJECT_MEMORY, CALLER) ? NULL : real_strdup(s);
}

char *strndup(const char *string, size_t n)
{
    REAL(strndup, "strndup");
    return inject_fails(INJECT_MEMORY, CALLER) ? NULL : real_strndup(string, n);
}

/* ---- the rest ---- */

int pthread_create(pthread_t *newthread, const pthread_attr_t *attr,
                   void *(*start_routine)(void *), void *arg)
{
    REAL(pthread_create, "pthread_create");
    return inject_fails(INJECT_THREAD, CALLER)
               ? errno
               : real_pthread_create(newthread, attr, start_routine, arg);
}

ssize_t getrandom(void *buffer, size_t length, unsigned flags)
{
    REAL(getrandom, "getrandom");
    return inject_fails(INJECT_RANDOM, CALLER)
               ? -1
               : real_getrandom(buffer, length, flags);
}

int accept(int fd, __SOCKADDR_ARG addr, socklen_t *restrict addr_len)
{
    REAL(accept, "accept");
    return inject_fails(INJECT_ACCEPT, CALLER)
               ? -1
               : real_accept(fd, addr, addr_len);
}

/* ---- the clock of the day ---- */

static time_t off_s(void)
{
    return inject_control != NULL
               ? (time_t)atomic_load(&inject_control->clock_s)
               : 0;
}

int clock_gettime(clockid_t clock_id, struct timespec *tp)
{
    REAL(clock_gettime, "clock_gettime");
    int result = real_clock_gettime(clock_id, tp);
    if (result == 0 && clock_id == CLOCK_REALTIME)
        tp->tv_sec += off_s();
    return result;
}

int gettimeofday(struct timeval *restrict tv, void *restrict tz)
{
    REAL(gettimeofday, "gettimeofday");
    int result = real_gettimeofday(tv, tz);
    if (result == 0)
        tv->tv_sec += off_s();
    return result;
}

time_t time(time_t *timer)
{
    REAL(time, "time");
    time_t now = real_time(NULL) + off_s();
    if (timer != NULL)
        *timer = now;
    return now;
}
