/* pager - see pager.h. */
#include "cli/pager.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOT_RUN 126 /* what a shell says of a command that it cannot run */
#define MISSING 127 /* or cannot find */

/* ---- is one wanted? ---- */

// NOLINTBEGIN(concurrency-mt-unsafe): the command has one thread here

/* NULL: none. */
static const char *find_pager(void)
{
    const char *command = getenv("ATTACHMETER_PAGER");

    if (command == NULL)
        command = getenv("PAGER");
    if (command == NULL)
        return "less";
    return command[0] == '\0' || strcmp(command, "cat") == 0 ? NULL : command;
}

// NOLINTEND(concurrency-mt-unsafe)

/* The columns of a line: escapes and what continues a character have none. */
static size_t count_columns(const char *line, size_t size)
{
    size_t columns = 0;

    for (size_t i = 0; i < size; i++) {
        if (line[i] == '\033') {
            i += strcspn(line + i, "m");
        } else if (((unsigned char)line[i] & 0xc0U) != 0x80U) {
            columns++;
        }
    }
    return columns;
}

/* Does it take more rows than there are, one being left for the prompt? */
static bool is_long(const char *text, const struct am_terminal *terminal)
{
    size_t rows = 1;

    for (; *text != '\0' && rows <= terminal->rows; rows++) {
        size_t size = strcspn(text, "\n");
        size_t columns = count_columns(text, size);
        rows += columns > 0 ? (columns - 1) / terminal->columns : 0;
        text += size + (text[size] == '\n');
    }
    return rows > terminal->rows;
}

/* ---- run it ---- */

/* In the child: become the pager, reading from input. */
static _Noreturn void become(const char *command, const int pipe_fds[2])
{
    /* What is ignored would stay so in the pager. */
    signal(SIGPIPE, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    signal(SIGQUIT, SIG_DFL);
    if (dup2(pipe_fds[0], STDIN_FILENO) >= 0 &&
        setenv("LESS", "FRX", 0) == 0) { // NOLINT: one thread
        close(pipe_fds[0]);
        close(pipe_fds[1]);
        if (strcmp(command, "less") == 0) {
            execlp(command, command, (char *)NULL); /* quiet if missing */
        } else {
            execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        }
    }
    _exit(MISSING);
}

/* Until all is written, or the pager has had enough. */
static void feed(int fd, const char *text, size_t size)
{
    while (size > 0) {
        ssize_t written = write(fd, text, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        text += written;
        size -= (size_t)written;
    }
}

/* False: it was not started, or found nothing to start. */
static bool run(const char *command, const char *text, size_t size)
{
    int pipe_fds[2];
    int status = 0;

    if (pipe(pipe_fds) != 0)
        return false;
    pid_t child = fork();
    if (child == 0)
        become(command, pipe_fds);
    close(pipe_fds[0]);
    if (child > 0)
        feed(pipe_fds[1], text, size);
    close(pipe_fds[1]);
    if (child < 0)
        return false;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return true;
    }
    return !WIFEXITED(status) ||
           (WEXITSTATUS(status) != MISSING && WEXITSTATUS(status) != NOT_RUN);
}

/* The same, while it alone is told what is typed, and may go away. */
static bool run_alone(const char *command, const char *text, size_t size)
{
    static const int signals[] = {SIGPIPE, SIGINT, SIGQUIT};
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction old[3];

    for (size_t i = 0; i < 3; i++)
        sigaction(signals[i], &ignore, &old[i]);
    bool is_shown = run(command, text, size);
    for (size_t i = 0; i < 3; i++)
        sigaction(signals[i], &old[i], NULL);
    return is_shown;
}

int am_pager_show(const char *text, size_t size,
                  const struct am_terminal *terminal, struct am_err *err)
{
    const char *command =
        terminal->is_one && !terminal->is_dumb ? find_pager() : NULL;

    if (fflush(stdout) == 0 && command != NULL && is_long(text, terminal) &&
        run_alone(command, text, size))
        return 0;
    if (fwrite(text, 1, size, stdout) == size && fflush(stdout) == 0)
        return 0;
    return am_fail_errno(err, errno, "cannot write the output");
}
