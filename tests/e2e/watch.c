/*
 * watch - see watch.h.
 */
#include "e2e/watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pause.h"

#define WAIT_S 20

static long log_seen; /* bytes */

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "watch: %s: %s\n", what, why);
    return -1;
}

void watch_read(const struct daemon *daemon, char text[WATCH_LOG_SIZE])
{
    char path[DAEMON_PATH + 8];

    snprintf(path, sizeof(path), "%s/log", daemon->dir);
    FILE *in = fopen(path, "r");
    size_t size = 0;
    if (in != NULL && fseek(in, log_seen, SEEK_SET) == 0)
        size = fread(text, 1, WATCH_LOG_SIZE - 1, in);
    if (in != NULL)
        fclose(in);
    text[size] = '\0';
}

int watch_log(const struct daemon *daemon, const char *words)
{
    char text[WATCH_LOG_SIZE];

    for (unsigned i = 0; i < WAIT_S * 1000; i++) {
        watch_read(daemon, text);
        const char *found = strstr(text, words);
        const char *end = found != NULL ? strchr(found, '\n') : NULL;
        if (end != NULL) {
            log_seen += (long)(end + 1 - text);
            return 0;
        }
        pause_ms(1);
    }
    fprintf(stderr, "watch: not logged: %s\nbut:\n%s\n", words, text);
    return -1;
}

/* Messages that ever began, as the spool's counters (spool.c) have it. */
static uint64_t begun(const struct daemon *daemon)
{
    char path[DAEMON_PATH + 32];
    unsigned char bytes[8] = {0};
    uint64_t count = 0;

    snprintf(path, sizeof(path), "%s.spool/counters", daemon->database);
    FILE *in = fopen(path, "r");
    if (in == NULL || fseek(in, 24, SEEK_SET) < 0 ||
        fread(bytes, sizeof(bytes), 1, in) != 1)
        tell(path, "cannot be read");
    if (in != NULL)
        fclose(in);
    for (unsigned i = 0; i < sizeof(bytes); i++)
        count |= (uint64_t)bytes[i] << (8 * i);
    return count;
}

int watch_begun(const struct daemon *daemon, uint64_t count)
{
    for (unsigned i = 0; i < WAIT_S * 1000; i++) {
        if (begun(daemon) == count)
            return 0;
        pause_ms(1);
    }
    return tell("begun", "not so many messages");
}

int64_t watch_resident_kb(const struct daemon *daemon)
{
    char path[64];
    char line[256];
    int64_t kb = -1;

    snprintf(path, sizeof(path), "/proc/%ld/status", (long)daemon->pid);
    FILE *in = fopen(path, "r");
    while (in != NULL && fgets(line, sizeof(line), in) != NULL) {
        if (strncmp(line, "VmRSS:", 6) == 0)
            kb = strtoll(line + 6, NULL, 10);
    }
    if (in != NULL)
        fclose(in);
    return kb;
}
