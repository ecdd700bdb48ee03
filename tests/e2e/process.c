/*
 * process - see process.h.
 */
#include "e2e/process.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

static long count_files(pid_t pid)
{
    char path[64];
    long files = 0;

    snprintf(path, sizeof(path), "/proc/%ld/fd", (long)pid);
    DIR *dir = opendir(path);
    if (dir == NULL)
        return -1;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): a directory of one's own */
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;)
        files += entry->d_name[0] != '.';
    closedir(dir);
    return files;
}

int process_look(struct process *process, pid_t pid)
{
    char path[64];
    char line[256];

    snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
    FILE *status = fopen(path, "r");
    if (status == NULL)
        return -1;
    *process = (struct process){.files = count_files(pid)};
    while (fgets(line, sizeof(line), status) != NULL) {
        /* The kernel's own numbers. */
        /* NOLINTBEGIN(cert-err34-c) */
        (void)sscanf(line, "VmRSS: %ld", &process->rss_kib);
        (void)sscanf(line, "VmHWM: %ld", &process->peak_kib);
        (void)sscanf(line, "Threads: %ld", &process->threads);
        /* NOLINTEND(cert-err34-c) */
    }
    fclose(status);
    return process->threads > 0 ? 0 : -1;
}

void process_forget_peak(pid_t pid)
{
    char path[64];

    snprintf(path, sizeof(path), "/proc/%ld/clear_refs", (long)pid);
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return;
    fputs("5", file);
    fclose(file);
}
