/*
 * filled - see filled.h.
 */
#include "e2e/filled.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "meter/key.h"

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "filled: %s: %s\n", what, why);
    return -1;
}

/* Files of the daemon belong to the owner of its directory. */
static int give(const struct daemon *daemon, const char *file,
                const char *suffix)
{
    char path[2 * DAEMON_PATH];
    struct stat about;

    snprintf(path, sizeof(path), "%s%s", file, suffix);
    return stat(daemon->dir, &about) == 0 &&
                   chown(path, about.st_uid, about.st_gid) == 0
               ? 0
               : tell(path, "cannot be given away");
}

int filled_make(const struct daemon *daemon, const char *fill,
                const char *sightings, const char *days)
{
    const char *const words[] = {
        fill, "--sightings",    sightings, "--days", days, "--detail-days",
        days, daemon->database, NULL};
    struct am_err err;

    if (daemon_run(words) != 0)
        return tell(fill, "failed");
    if (am_key_make(daemon->key, &err) < 0)
        return tell("key", err.text);
    return give(daemon, daemon->key, "") < 0 ||
                   give(daemon, daemon->database, "") < 0 ||
                   give(daemon, daemon->database, "-wal") < 0 ||
                   give(daemon, daemon->database, "-shm") < 0
               ? -1
               : 0;
}
