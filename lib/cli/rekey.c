/*
 * rekey - see rekey.h.
 */
#include "cli/rekey.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"

/* ---- files ---- */

const char *am_rekey_kept(const char *key_file, const char *id,
                          char path[AM_REKEY_PATH_SIZE])
{
    snprintf(path, AM_REKEY_PATH_SIZE, "%s.old/%s", key_file, id);
    return path;
}

/* Who owns the database, or will: that is where it is made. */
static int owner_of(const char *database, struct stat *about)
{
    char dir[AM_REKEY_PATH_SIZE];

    if (stat(database, about) == 0)
        return 0;
    return stat(am_file_directory(database, dir, sizeof(dir)), about);
}

/* Run by root, the files are the daemon's, as the database is. */
static int give_away(const char *path, const char *database, struct am_err *err)
{
    struct stat about;

    if (geteuid() != 0 || owner_of(database, &about) < 0)
        return 0;
    return lchown(path, about.st_uid, about.st_gid) < 0
               ? am_fail_errno(err, errno, "%s", path)
               : 0;
}

int am_rekey_lock(const struct am_settings *settings, const char *database,
                  struct am_err *err)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    char path[AM_REKEY_PATH_SIZE];

    am_config_lock_path(settings, path, sizeof(path));
    bool is_new = access(path, F_OK) < 0;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    /* Without that directory no daemon can be there. */
    if (fd < 0 && errno == ENOENT)
        return 0;
    if (fd < 0)
        return am_fail_errno(err, errno, "lock file %s", path);
    if (is_new && give_away(path, database, err) < 0) {
        close(fd);
        return -1;
    }
    if (fcntl(fd, F_SETLK, &lock) == 0)
        return 0; /* held until the process ends */
    close(fd);
    return am_fail(err, AM_EBUSY,
                   "attachmeterd is running: stop it first, the key is in its "
                   "memory");
}

/* The id of the key in a file.  1: there is none. */
static int id_of_file(const char *path, char id[AM_KEY_TEXT_SIZE],
                      struct am_err *err)
{
    struct am_key *key = NULL;
    struct am_err why;

    id[0] = '\0';
    if (am_key_open(&key, path, &why) < 0) {
        return why.code == AM_ENOTFOUND
                   ? 1
                   : am_fail(err, why.code, "%s", why.text);
    }
    int result = am_epoch_name_key(key, id, err);
    am_key_close(&key);
    return result;
}

/* ---- steps ---- */

/* The new key is on the disk before anything names it. */
static int write_new(struct am_rekey *rekey, const char *path,
                     struct am_err *err)
{
    struct am_key *made = NULL;
    const struct am_key *key = rekey->given;

    if (key == NULL) {
        if (am_key_random(&made, err) < 0)
            return -1;
        key = made;
    }
    int result = am_key_save(key, path, err);
    if (result == 0)
        result = am_epoch_name_key(key, rekey->new_id, err);
    am_key_close(&made);
    return result < 0 ? -1 : give_away(path, rekey->database, err);
}

static int keep_old(struct am_rekey *rekey, struct am_err *err)
{
    const char *path = rekey->settings->key_file;
    char dir[AM_REKEY_PATH_SIZE];

    am_rekey_kept(path, rekey->old_id, rekey->kept);
    am_file_directory(rekey->kept, dir, sizeof(dir));
    if (mkdir(dir, 0700) < 0 && errno != EEXIST)
        return am_fail_errno(err, errno, "%s", dir);
    if (give_away(dir, rekey->database, err) < 0)
        return -1;
    if ((link(path, rekey->kept) < 0 && errno != EEXIST) ||
        am_file_sync_directory(rekey->kept) < 0)
        return am_fail_errno(err, errno, "%s", rekey->kept);
    return 0;
}

/* Keep what is there under its id, then let the new one take its place. */
static int put_in_place(struct am_rekey *rekey, const char *new_path,
                        struct am_err *err)
{
    const char *path = rekey->settings->key_file;
    int found = id_of_file(path, rekey->old_id, err);

    if (found < 0)
        return -1;
    if (found == 0 && strcmp(rekey->old_id, rekey->new_id) != 0 &&
        keep_old(rekey, err) < 0)
        return -1;
    if (rename(new_path, path) < 0 || am_file_sync_directory(path) < 0)
        return am_fail_errno(err, errno, "%s", path);
    return 0;
}

static int destroy_one(struct am_rekey *rekey, const char *id,
                       struct am_err *err)
{
    char path[AM_REKEY_PATH_SIZE];
    struct am_err why;

    if (id[0] == '\0' || strcmp(id, rekey->new_id) == 0)
        return 0;
    am_rekey_kept(rekey->settings->key_file, id, path);
    if (am_key_destroy(path, &why) == 0) {
        rekey->destroyed++;
        if (strcmp(path, rekey->kept) == 0)
            rekey->kept[0] = '\0';
        return 0;
    }
    return why.code == AM_ENOTFOUND ? 0
                                    : am_fail(err, why.code, "%s", why.text);
}

static int destroy_old(struct am_rekey *rekey, const struct am_epoch *epochs,
                       size_t count, struct am_err *err)
{
    if (!rekey->destroys)
        return 0;
    for (size_t i = 0; i < count; i++) {
        if (destroy_one(rekey, epochs[i].key_id, err) < 0)
            return -1;
    }
    return destroy_one(rekey, rekey->old_id, err);
}

/* What a call that was killed has left: a key that the database names already
 * is the new one, another was never used. */
static int look_at_left(struct am_rekey *rekey, const char *new_path,
                        const char *current, bool *is_named, struct am_err *err)
{
    int found = id_of_file(new_path, rekey->new_id, err);

    *is_named = found == 0 && strcmp(rekey->new_id, current) == 0;
    if (found < 0)
        return -1;
    return found == 1 || *is_named ? 0 : am_key_destroy(new_path, err);
}

static int begin_new(struct am_rekey *rekey, struct am_store *store,
                     const char *new_path, const char *current,
                     struct am_err *err)
{
    if (write_new(rekey, new_path, err) < 0)
        return -1;
    /* From here on rows are under the new key. */
    if (store != NULL && strcmp(rekey->new_id, current) != 0 &&
        am_epoch_begin_key(store, rekey->new_id, err) < 0)
        return -1;
    return put_in_place(rekey, new_path, err);
}

static int change(struct am_rekey *rekey, struct am_store *store,
                  const char *current, struct am_err *err)
{
    char new_path[AM_REKEY_PATH_SIZE];
    char given_id[AM_KEY_TEXT_SIZE] = "";
    bool is_named = false;

    snprintf(new_path, sizeof(new_path), "%s.new", rekey->settings->key_file);
    if (rekey->given != NULL &&
        am_epoch_name_key(rekey->given, given_id, err) < 0)
        return -1;
    if (look_at_left(rekey, new_path, current, &is_named, err) < 0)
        return -1;
    if (!is_named)
        return begin_new(rekey, store, new_path, current, err);
    if (put_in_place(rekey, new_path, err) < 0)
        return -1;
    return rekey->given == NULL || strcmp(given_id, current) == 0
               ? 0
               : begin_new(rekey, store, new_path, current, err);
}

int am_rekey_run(struct am_rekey *rekey, struct am_store *store,
                 struct am_err *err)
{
    struct am_epoch *epochs = NULL;
    size_t count = 0;

    if (store != NULL && am_epoch_list(store, &epochs, &count, err) < 0)
        return -1;
    int result =
        change(rekey, store, count > 0 ? epochs[count - 1].key_id : "", err);
    if (result == 0)
        result = destroy_old(rekey, epochs, count, err);
    free(epochs);
    return result;
}
