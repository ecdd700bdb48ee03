/* running - see running.h.  One thread, so that fork() is safe. */
#include "cli/running.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.h"

#define SYSTEM_PATHS "/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin"

/* In the child: becomes the program, or ends. */
static void become(const char *const *words, int out)
{
    const char *found = getenv("PATH"); // NOLINT: one thread
    char path[4096];
    int null = open("/dev/null", O_RDWR);

    union {
        const char *const *ours;
        char *const *theirs;
    } arguments = {.ours = words};

    if (null < 0 || dup2(null, STDIN_FILENO) < 0 ||
        dup2(out, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0)
        _exit(127);
    snprintf(path, sizeof(path), "%s%s" SYSTEM_PATHS,
             found != NULL ? found : "", found != NULL ? ":" : "");
    if (setenv("PATH", path, 1) == 0 &&  // NOLINT: one thread
        setenv("LC_ALL", "C", 1) == 0) { // NOLINT: its words are read
        execvp(words[0], arguments.theirs);
    }
    _exit(127);
}

static int read_all(int fd, struct am_buf *out, struct am_err *err)
{
    char block[16384];
    long n = 0;

    while ((n = am_read_full(fd, block, sizeof(block))) > 0) {
        if (am_buf_add(out, block, (size_t)n, err) < 0)
            return -1;
    }
    if (n < 0)
        return am_fail_errno(err, errno, "pipe");
    if (am_buf_add(out, "", 1, err) < 0)
        return -1;
    out->size--;
    return 0;
}

static int wait_for(pid_t pid, int *status, struct am_err *err)
{
    int how = 0;

    while (waitpid(pid, &how, 0) < 0) {
        if (errno != EINTR)
            return am_fail_errno(err, errno, "wait");
    }
    *status = WIFEXITED(how) ? WEXITSTATUS(how) : 128;
    return 0;
}

int am_running_read(const char *const *words, struct am_buf *out, int *status,
                    struct am_err *err)
{
    int ends[2];

    if (pipe(ends) < 0)
        return am_fail_errno(err, errno, "pipe");
    /* The child must not print what waits in our buffers once more. */
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        become(words, ends[1]);
    }
    int why = errno;
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return am_fail_errno(err, why, "fork");
    }
    int result = read_all(ends[0], out, err);
    close(ends[0]);
    return wait_for(pid, status, result < 0 ? NULL : err) < 0 ? -1 : result;
}
