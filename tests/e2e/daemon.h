/*
 * daemon - attachmeterd under test, in a directory of its own: its settings,
 * its life, and what it wrote.
 *
 * Run by root it runs as an unprivileged user.  Its pid is in daemon.pid, so
 * that the script around the test can end it if the test cannot.
 */
#ifndef AM_TESTS_E2E_DAEMON_H
#define AM_TESTS_E2E_DAEMON_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "meter/digest.h"

#define DAEMON_PATH 256

struct daemon {
    const char *program; /* attachmeterd */
    char dir[DAEMON_PATH - 32], config[DAEMON_PATH];
    char socket[DAEMON_PATH]; /* "unix:..." */
    char database[DAEMON_PATH], key[DAEMON_PATH];
    pid_t pid; /* 0: not running */
    int given; /* a socket that listens, to be its descriptor 3; 0: none */
    bool tells_given; /* by systemd's protocol */
    int status;       /* of waitpid(), when it ended */
};

/* Lay out dir and write its settings; name tells several daemons apart. */
AM_MUST_CHECK int daemon_prepare(struct daemon *daemon, const char *program,
                                 const char *dir, const char *name);

/* Start it without waiting for anything; daemon_end() is due.  With signal 0
 * that one waits for an end of its own. */
AM_MUST_CHECK int daemon_launch(struct daemon *daemon);

/* Start it and wait until it takes connections. */
AM_MUST_CHECK int daemon_start(struct daemon *daemon);

/* The same, for one that may well not start: says nothing.  If it has ended,
 * its pid is 0 and its status known. */
AM_MUST_CHECK int daemon_try(struct daemon *daemon, struct am_err *err);

/* Send it a signal and wait for its end.  Its exit status; -1: it has none, or
 * did not run. */
int daemon_end(struct daemon *daemon, int signal);

/*
 * Stop it well and wait, at most so many seconds.  libmilter looks every five
 * seconds whether it is to stop, and when somebody connects: so this does.
 */
AM_MUST_CHECK int daemon_stop(struct daemon *daemon, unsigned seconds);

/* Run a program by its name and wait.  args ends in NULL.  Its exit status, or
 * -1. */
int daemon_run(const char *const *args);

/* Rows of messages, and gaps, in the database; -1: it cannot be read (yet). */
int64_t daemon_messages(const struct daemon *daemon, int64_t *gaps);

/* The number that a statement gives of the database; -1 with a line on stderr:
 * it cannot be had. */
int64_t daemon_number(const struct daemon *daemon, const char *sql);

/* The same of another database. */
int64_t daemon_number_in(const char *database, const char *sql);

/* Hold the database so that nobody else can write it, until sqlite3_close().
 * NULL with a line on stderr: it cannot be had. */
struct sqlite3 *daemon_lock(const struct daemon *daemon);

/* Wait until there are that many messages; for the next one at most so many
 * seconds.  0, or -1 with a line on stderr. */
AM_MUST_CHECK int daemon_wait(const struct daemon *daemon, int64_t messages,
                              unsigned seconds);

/*
 * How often each of count contents, told by their digests, is a sighting in the
 * database: found[i].  Fails with a line on stderr.
 */
AM_MUST_CHECK int daemon_find(const struct daemon *daemon,
                              const unsigned char (*digests)[AM_DIGEST_SIZE],
                              size_t count, unsigned *found);

#endif
