/*
 * process - what a process of this machine holds, from /proc.
 */
#ifndef AM_TESTS_E2E_PROCESS_H
#define AM_TESTS_E2E_PROCESS_H

#include <sys/types.h>

struct process {
    long rss_kib;  /* memory, now */
    long peak_kib; /* and at most, since process_forget_peak() */
    long threads;
    long files; /* open descriptors; -1: may not be seen */
};

/* 0, or -1: there is no such process. */
int process_look(struct process *process, pid_t pid);

/* The peak begins anew.  Nothing happens where that is not allowed. */
void process_forget_peak(pid_t pid);

#endif
