/*
 * kill_at - a program that is killed, by SIGKILL, just before its Nth change of
 * a directory or its Nth wish that something be on the disk.
 *
 *   kill_at N PROGRAM [ARGUMENT...]
 *
 * Ends as the program does, 137 if it was killed, 77 where tracing is not
 * allowed.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOT_ALLOWED 77
#define KILLED      137
#define CREATES     0100 /* O_CREAT, as the kernel has it */

static bool is_change(const struct __ptrace_syscall_info *info)
{
    switch (info->entry.nr) {
#ifdef SYS_open
    case SYS_open:
        return (info->entry.args[1] & CREATES) != 0;
    case SYS_link:
    case SYS_rename:
    case SYS_unlink:
    case SYS_chmod:
#endif
    case SYS_linkat:
#ifdef SYS_renameat
    case SYS_renameat:
#endif
    case SYS_renameat2:
    case SYS_unlinkat:
    case SYS_fchmodat:
    case SYS_fsync:
    case SYS_fdatasync:
        return true;
    case SYS_openat:
        return (info->entry.args[2] & CREATES) != 0;
    default:
        return false;
    }
}

static int follow(pid_t child, unsigned long left)
{
    struct __ptrace_syscall_info info;
    int status = 0;

    while (waitpid(child, &status, 0) == child && WIFSTOPPED(status)) {
        int signal = WSTOPSIG(status);
        if (signal == (SIGTRAP | 0x80)) {
            signal = 0;
            long size =
                ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof(info), &info);
            if (size > 0 && info.op == PTRACE_SYSCALL_INFO_ENTRY &&
                is_change(&info) && --left == 0)
                kill(child, SIGKILL);
        } else if (signal == SIGTRAP) {
            signal = 0; /* the program begins */
        }
        ptrace(PTRACE_SYSCALL, child, NULL, (long)signal);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : KILLED;
}

int main(int argc, char **argv)
{
    int status = 0;

    if (argc < 3) {
        fputs("usage: kill_at N PROGRAM [ARGUMENT...]\n", stderr);
        return 2;
    }
    pid_t child = fork();
    if (child == 0) {
        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
            _exit(NOT_ALLOWED);
        raise(SIGSTOP);
        execv(argv[2], argv + 2);
        _exit(127);
    }
    if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status))
        return NOT_ALLOWED;
    ptrace(PTRACE_SETOPTIONS, child, NULL,
           (long)(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL));
    ptrace(PTRACE_SYSCALL, child, NULL, NULL);
    return follow(child, strtoul(argv[1], NULL, 10));
}
