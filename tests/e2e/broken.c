/*
 * broken - see broken.h.
 */
#include "e2e/broken.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "broken: %s: %s\n", what, why);
    return -1;
}

static int write_file(const struct daemon *home, const char *name,
                      const char *text, mode_t mode)
{
    char path[DAEMON_PATH + 64];
    struct stat owner;

    snprintf(path, sizeof(path), "%s/%s", home->dir, name);
    unlink(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text) ||
        fchmod(fd, mode) < 0 || stat(home->dir, &owner) < 0 ||
        fchown(fd, owner.st_uid, owner.st_gid) < 0)
        return tell(path, "cannot be written");
    return close(fd);
}

int broken_settings(const struct daemon *home, const char *more)
{
    char text[2048];

    /* later settings win */
    snprintf(text, sizeof(text),
             "socket = unix:%s/sock\ndatabase = %s/db\nkey_file = %s/key\n"
             "local_domains = {example.org}\n%s",
             home->dir, home->dir, home->dir, more);
    return write_file(home, "conf", text, 0644);
}

int broken_loose_key(const struct daemon *home)
{
    return write_file(home, "other", "00", 0644);
}

int broken_short_key(const struct daemon *home)
{
    return write_file(home, "other", "0123\n", 0400);
}

int broken_other_key(const struct daemon *home)
{
    return write_file(home, "other",
                      "00112233445566778899aabbccddeeff"
                      "00112233445566778899aabbccddeeff\n",
                      0400);
}

int broken_no_key(const struct daemon *home)
{
    char path[DAEMON_PATH + 64];

    snprintf(path, sizeof(path), "%s/other", home->dir);
    return unlink(path) == 0 || errno == ENOENT ? 0 : -1;
}

int broken_not_a_database(const struct daemon *home)
{
    char text[5000];

    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    return write_file(home, "other", text, 0640);
}

/* A copy of ours that has become what the statement says. */
static int copy_database(const struct daemon *home, const char *name,
                         const char *statement)
{
    char path[DAEMON_PATH + 64];
    sqlite3 *db = NULL;
    struct stat owner;

    snprintf(path, sizeof(path), "%s/%s", home->dir, name);
    char *copy = sqlite3_mprintf("VACUUM INTO %Q", path);
    int status =
        sqlite3_open_v2(home->database, &db, SQLITE_OPEN_READWRITE, NULL);
    if (status == SQLITE_OK)
        status = sqlite3_exec(db, copy, NULL, NULL, NULL);
    sqlite3_free(copy);
    sqlite3_close(db);
    if (status == SQLITE_OK)
        status = sqlite3_open(path, &db);
    if (status == SQLITE_OK)
        status = sqlite3_exec(db, statement, NULL, NULL, NULL);
    sqlite3_close(db);
    if (status != SQLITE_OK || stat(home->dir, &owner) < 0 ||
        chown(path, owner.st_uid, owner.st_gid) < 0)
        return tell(path, "cannot be made");
    return 0;
}

int broken_newer_database(const struct daemon *home)
{
    return copy_database(home, "newer", "PRAGMA user_version = 9999");
}

int broken_older_database(const struct daemon *home)
{
    return copy_database(home, "older", "PRAGMA user_version = 1");
}

int broken_merged_database(const struct daemon *home)
{
    return copy_database(home, "merged", "UPDATE meta SET is_merged = 1");
}

int broken_locked_database(const struct daemon *home)
{
    static sqlite3 *holder; /* until this process ends */
    char path[DAEMON_PATH + 64];

    if (copy_database(home, "locked", "") < 0)
        return -1;
    snprintf(path, sizeof(path), "%s/locked", home->dir);
    return sqlite3_open(path, &holder) == SQLITE_OK &&
                   sqlite3_exec(holder, "BEGIN EXCLUSIVE", NULL, NULL, NULL) ==
                       SQLITE_OK
               ? 0
               : tell(path, "cannot be locked");
}
