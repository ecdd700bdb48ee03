/*
 * bench_rss ATTACHMETER - what the command holds of a message of 1 MB and of
 * one of 100 MB: resident memory at its peak, as the kernel counts it, beyond
 * what it takes to tell its version.  That much is pages of libraries, mostly
 * shared with others: of libxml2 alone, which brings ICU, five megabytes.
 */
#define _DEFAULT_SOURCE // wait4(); NOLINT

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../tempdir.h"
#include "must.h"
#include "shapes.h"

#define RUNS            3
#define GROWTH_LIMIT_KB 256 /* KiB, as getrusage(2) has them */

/* Measuring alone, and with the database in memory that a report is made of. */
static const struct way {
    const char *name, *option;
    long limit_kb;
} ways[] = {
    {"scan --parts", "--parts", 3072},
    {"scan, one job", "--jobs=1", 6144},
    {"scan, 8 jobs", "--jobs=8", 7168},
};

/* A file in base64 of that many megabytes, written a line at a time: this
 * process has to stay small, since a child begins as large as its parent. */
static void write_message(const char *path, unsigned megabytes)
{
    char line[79];
    FILE *file = fopen(path, "w");

    must(file != NULL, path);
    memset(line, 'A', 76);
    memcpy(line + 76, "\r\n", 3);
    fputs(SHAPE_FILE("application/pdf", "base64"), file);
    for (size_t i = 0; i < megabytes * (size_t)1000000 / 78; i++)
        fputs(line, file);
    fputs(SHAPE_END, file);
    must(fclose(file) == 0, path);
}

/* The peak of `scan` with that option and message, or of the option alone.
 * At addresses of the same layout each time: Linux maps pages around those
 * used, and with random ones the same command differs by up to 500 KiB. */
static long run_peak_kb(const char *attachmeter, const char *option,
                        const char *path)
{
    struct rusage used;
    int status = -1;
    pid_t child = fork();

    must(child >= 0, "starting a process");
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        personality(ADDR_NO_RANDOMIZE);
        if (dup2(null, STDOUT_FILENO) >= 0) {
            execl(attachmeter, "attachmeter", path != NULL ? "scan" : option,
                  path != NULL ? option : NULL, path, (char *)NULL);
        }
        _exit(127);
    }
    must(wait4(child, &status, 0, &used) == child, "waiting");
    must(WIFEXITED(status) && WEXITSTATUS(status) == 0, attachmeter);
    return used.ru_maxrss;
}

static long peak_kb(const char *attachmeter, const char *option,
                    const char *path)
{
    long least = LONG_MAX;

    for (unsigned run = 0; run < RUNS; run++) {
        long peak = run_peak_kb(attachmeter, option, path);
        least = peak < least ? peak : least;
    }
    return least;
}

static bool check(const struct way *way, const char *attachmeter,
                  const char *path, long start_kb)
{
    static const unsigned megabytes[2] = {1, 100};
    long peak[2];

    for (size_t i = 0; i < 2; i++) {
        write_message(path, megabytes[i]);
        peak[i] = peak_kb(attachmeter, way->option, path);
    }
    printf("%s: 1 MB %ld KiB, 100 MB %ld KiB; limits: %ld + %ld KiB, %d KiB "
           "more\n",
           way->name, peak[0], peak[1], start_kb, way->limit_kb,
           GROWTH_LIMIT_KB);
    return peak[1] <= start_kb + way->limit_kb &&
           peak[1] - peak[0] <= GROWTH_LIMIT_KB;
}

int main(int argc, char **argv)
{
    char dir[TEMP_PATH_SIZE];
    char path[TEMP_PATH_SIZE + 10];
    bool right = true;

    must(argc == 2, "being told of the command");
    tempdir_make(dir);
    snprintf(path, sizeof(path), "%s/message", dir);
    long start_kb = peak_kb(argv[1], "--version", NULL);
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
        right &= check(&ways[i], argv[1], path, start_kb);
    tempdir_remove(dir);
    return right ? 0 : 1;
}
