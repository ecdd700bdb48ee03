/*
 * tempdir - a directory of its own for a test, removed with all it holds.
 */
#ifndef AM_TESTS_TEMPDIR_H
#define AM_TESTS_TEMPDIR_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEMP_PATH_SIZE 512

/* Make it under $TMPDIR or /tmp; path is TEMP_PATH_SIZE bytes. */
static inline void tempdir_make(char *path)
{
    const char *where = getenv("TMPDIR"); /* NOLINT */

    snprintf(path, TEMP_PATH_SIZE - 100, "%s/attachmeter-test-XXXXXX",
             where != NULL ? where : "/tmp");
    if (mkdtemp(path) == NULL)
        abort();
}

static inline void tempdir_empty(const char *path)
{
    DIR *dir = opendir(path);
    const struct dirent *entry = NULL;
    char name[TEMP_PATH_SIZE];

    while (dir != NULL && (entry = readdir(dir)) != NULL) { /* NOLINT */
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(name, sizeof(name), "%.300s/%.200s", path, entry->d_name);
        unlink(name);
    }
    if (dir != NULL)
        closedir(dir);
}

/* Remove the directory, its files and one level of directories below it. */
static inline void tempdir_remove(const char *path)
{
    DIR *dir = opendir(path);
    const struct dirent *entry = NULL;
    char name[TEMP_PATH_SIZE];

    while (dir != NULL && (entry = readdir(dir)) != NULL) { /* NOLINT */
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(name, sizeof(name), "%.300s/%.200s", path, entry->d_name);
        if (unlink(name) < 0) {
            tempdir_empty(name);
            rmdir(name);
        }
    }
    if (dir != NULL)
        closedir(dir);
    rmdir(path);
}

#endif
