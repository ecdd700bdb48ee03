/*
 * setup_apply - see setup_apply.h.
 *
 * The directory attachmeter-undo holds, mode 0700:
 *
 *     before   main.cf as it was, with its owner and mode
 *     after    main.cf as postconf left it
 *     values   for each setting three lines: its name; "+" and its old value,
 *              or "-" where it was not in main.cf; "+" and its new value
 *
 * "after" is written last.  Without it, or where main.cf is not like it any
 * more, only the settings are put back, each only if it still is what we made
 * of it; else our entry alone is taken out of it.
 */
#include "cli/setup_apply.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/files.h"
#include "base/language.h"
#include "cli/running.h"
#include "mta/milters.h"

#define FILE_LIMIT ((size_t)16 << 20)
#define UNDO_DIR   "attachmeter-undo"
#define VALUE_SIZE 8192

static int path_of(char *path, const char *dir, const char *name,
                   struct am_err *err)
{
    int size = snprintf(path, AM_SETUP_PATH_SIZE, "%s/%s", dir, name);

    if (size < 0 || size >= AM_SETUP_PATH_SIZE)
        return am_fail_errno(err, ENAMETOOLONG, "%s", dir);
    return 0;
}

/* ---- files ---- */

static int read_file(const char *dir, const char *name, struct am_buf *bytes,
                     struct am_err *err)
{
    char path[AM_SETUP_PATH_SIZE];

    am_buf_init(bytes, FILE_LIMIT);
    return path_of(path, dir, name, err) < 0 ? -1
                                             : am_file_read(path, bytes, err);
}

static int fill_file(int fd, const char *path, const struct am_buf *bytes,
                     struct am_err *err)
{
    int failed =
        am_write_all(fd, bytes->data, bytes->size) < 0 || fsync(fd) < 0;
    int why = errno;

    if (close(fd) < 0 && !failed) {
        failed = 1;
        why = errno;
    }
    return failed ? am_fail_errno(err, why, "%s", path) : 0;
}

static int write_file(const char *dir, const char *name,
                      const struct am_buf *bytes, struct am_err *err)
{
    char path[AM_SETUP_PATH_SIZE];

    if (path_of(path, dir, name, err) < 0)
        return -1;
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
                  S_IRUSR | S_IWUSR);
    if (fd < 0)
        return am_fail_errno(err, errno, "%s", path);
    return fill_file(fd, path, bytes, err);
}

/* Give a file of the directory owner and mode of main.cf as it was. */
static int own(const char *dir, const char *name, const struct stat *about,
               struct am_err *err)
{
    char path[AM_SETUP_PATH_SIZE];

    if (path_of(path, dir, name, err) < 0)
        return -1;
    return chown(path, about->st_uid, about->st_gid) == 0 &&
                   chmod(path, about->st_mode & 07777) == 0
               ? 0
               : am_fail_errno(err, errno, "%s", path);
}

/* What main.cf was takes its place: whole or not at all, as it was owned. */
static int restore_main(const char *dir, struct am_err *err)
{
    char path[AM_SETUP_PATH_SIZE];
    char before[AM_SETUP_PATH_SIZE];

    if (path_of(path, dir, "main.cf", err) < 0 ||
        path_of(before, dir, UNDO_DIR "/before", err) < 0)
        return -1;
    return rename(before, path) == 0 ? 0
                                     : am_fail_errno(err, errno, "%s", path);
}

static void forget_undo(const char *dir)
{
    static const char *const names[] = {UNDO_DIR "/before", UNDO_DIR "/after",
                                        UNDO_DIR "/values",
                                        UNDO_DIR "/main.cf"};
    char path[AM_SETUP_PATH_SIZE];

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (path_of(path, dir, names[i], NULL) == 0)
            unlink(path);
    }
    if (path_of(path, dir, UNDO_DIR, NULL) == 0)
        rmdir(path);
}

/* ---- postconf ---- */

/* value NULL: take the setting out. */
static int set_value(const char *dir, const char *name, const char *value,
                     struct am_err *err)
{
    char setting[VALUE_SIZE + 128];
    const char *words[] = {"postconf", "-c", dir, value != NULL ? "-e" : "-X",
                           setting,    NULL};
    struct am_buf out;
    int status = 0;

    int size = value != NULL
                   ? snprintf(setting, sizeof(setting), "%s = %s", name, value)
                   : snprintf(setting, sizeof(setting), "%s", name);
    if (size < 0 || (size_t)size >= sizeof(setting))
        return am_fail(err, AM_EINVAL, _("%s is too long"), name);
    am_buf_init(&out, FILE_LIMIT);
    int result = am_running_read(words, &out, &status, err);
    am_buf_free(&out);
    if (result == 0 && status != 0) {
        return am_fail(err, AM_EIO, "postconf -c %s %s %s: status %d", dir,
                       words[3], name, status);
    }
    return result;
}

/* ---- apply ---- */

static int check_main(const char *dir, struct stat *about, struct am_err *err)
{
    char path[AM_SETUP_PATH_SIZE];

    if (path_of(path, dir, "main.cf", err) < 0)
        return -1;
    if (lstat(path, about) < 0)
        return am_fail_errno(err, errno, "%s", path);
    if (!S_ISREG(about->st_mode)) {
        return am_fail(err, AM_EINVAL,
                       _("%s is a link: what made it should make the change"),
                       path);
    }
    return access(dir, W_OK) == 0 ? 0 : am_fail_errno(err, errno, "%s", dir);
}

static int write_values(const struct am_setup_instance *instance,
                        struct am_err *err)
{
    char line[2 * VALUE_SIZE];
    struct am_buf values;
    int result = 0;

    am_buf_init(&values, FILE_LIMIT);
    for (size_t i = 0; i < instance->edit_count && result == 0; i++) {
        const struct am_setup_edit *edit = &instance->edits[i];
        int size = snprintf(line, sizeof(line), "%s\n%s%s\n+%s\n", edit->name,
                            edit->was_set ? "+" : "-",
                            edit->was_set ? edit->old : "", edit->new);
        result = size < 0 || (size_t)size >= sizeof(line)
                     ? am_fail(err, AM_EINVAL, _("%s is too long"), edit->name)
                     : am_buf_add(&values, line, (size_t)size, err);
    }
    if (result == 0) {
        result =
            write_file(instance->postfix.dir, UNDO_DIR "/values", &values, err);
    }
    am_buf_free(&values);
    return result;
}

static int prepare_undo(const struct am_setup_instance *instance,
                        const struct stat *about, struct am_err *err)
{
    const char *dir = instance->postfix.dir;
    char path[AM_SETUP_PATH_SIZE];
    struct am_buf before;

    forget_undo(dir);
    if (path_of(path, dir, UNDO_DIR, err) < 0)
        return -1;
    if (mkdir(path, S_IRWXU) < 0)
        return am_fail_errno(err, errno, "%s", path);
    int result = read_file(dir, "main.cf", &before, err);
    if (result == 0)
        result = write_file(dir, UNDO_DIR "/before", &before, err);
    am_buf_free(&before);
    if (result < 0 || own(dir, UNDO_DIR "/before", about, err) < 0)
        return -1;
    return write_values(instance, err);
}

/* postconf gives the new file a mode of its own. */
static int edit_all(const struct am_setup_instance *instance,
                    const struct stat *about, struct am_err *err)
{
    const char *dir = instance->postfix.dir;
    struct am_buf after;

    for (size_t i = 0; i < instance->edit_count; i++) {
        if (set_value(dir, instance->edits[i].name, instance->edits[i].new,
                      err) < 0)
            return -1;
    }
    if (own(dir, "main.cf", about, err) < 0)
        return -1;
    int result = read_file(dir, "main.cf", &after, err);
    if (result == 0)
        result = write_file(dir, UNDO_DIR "/after", &after, err);
    am_buf_free(&after);
    return result;
}

int am_setup_apply(const struct am_setup_instance *instance, struct am_err *err)
{
    const char *dir = instance->postfix.dir;
    struct stat about;

    if (check_main(dir, &about, err) < 0)
        return -1;
    if (prepare_undo(instance, &about, err) < 0) {
        forget_undo(dir);
        return -1;
    }
    if (edit_all(instance, &about, err) == 0)
        return 0;
    if (restore_main(dir, NULL) == 0)
        forget_undo(dir);
    return -1;
}

/* ---- undo ---- */

/* Our entry alone, out of what the setting is by now. */
static int take_out(const char *dir, const char *name, const char *now,
                    struct am_err *err)
{
    struct am_milter_entry entry = {.end = 0};
    char left[VALUE_SIZE];

    while (am_milters_next(now, entry.end, &entry)) {
        if (strstr(entry.name, "attachmeter") == NULL)
            continue;
        am_milters_without(now, &entry, left, sizeof(left));
        return set_value(dir, name, left, err);
    }
    return 0;
}

static int put_back(const char *dir, char *const lines[3], struct am_err *err)
{
    union {
        const char *ours;
        char *theirs;
    } text = {.ours = dir};
    const struct am_postfix postfix = {.dir = text.theirs};
    const char *old = lines[1][0] == '+' ? lines[1] + 1 : NULL;
    char *now = NULL;

    if (am_postfix_value(&postfix, lines[0], AM_POSTFIX_WRITTEN, &now, err) < 0)
        return -1;
    int result = strcmp(now, lines[2] + 1) == 0
                     ? set_value(dir, lines[0], old, err)
                     : take_out(dir, lines[0], now, err);
    free(now);
    return result;
}

static int put_all_back(const char *dir, char *text, struct am_err *err)
{
    char *lines[3];

    for (char *next = text; *next != '\0';) {
        for (int i = 0; i < 3; i++) {
            lines[i] = next;
            next += strcspn(next, "\n");
            if (*next != '\0')
                *next++ = '\0';
        }
        if (lines[1][0] == '\0' || lines[2][0] == '\0')
            return am_fail(err, AM_ECORRUPT, "%s/" UNDO_DIR "/values", dir);
        if (put_back(dir, lines, err) < 0)
            return -1;
    }
    return 0;
}

static bool is_untouched(const char *dir, const struct am_buf *main_cf)
{
    struct am_buf after;
    bool same = read_file(dir, UNDO_DIR "/after", &after, NULL) == 0 &&
                after.size == main_cf->size &&
                memcmp(after.data, main_cf->data, after.size) == 0;

    am_buf_free(&after);
    return same;
}

static int undo_values(const char *dir, struct am_err *err)
{
    struct am_buf values;
    int result = read_file(dir, UNDO_DIR "/values", &values, err);

    if (result == 0)
        result = am_buf_add(&values, "", 1, err);
    if (result == 0)
        result = put_all_back(dir, (char *)values.data, err);
    am_buf_free(&values);
    return result;
}

int am_setup_undo(const char *dir, enum am_setup_undone *how,
                  struct am_err *err)
{
    char path[AM_SETUP_PATH_SIZE];
    struct am_buf main_cf;
    struct stat about;

    if (path_of(path, dir, UNDO_DIR "/before", err) < 0)
        return -1;
    if (stat(path, &about) < 0) {
        return errno == ENOENT
                   ? am_fail(err, AM_ENOTFOUND,
                             _("%s: nothing was changed here by --apply"), dir)
                   : am_fail_errno(err, errno, "%s", path);
    }
    int result = read_file(dir, "main.cf", &main_cf, err);
    if (result == 0 && is_untouched(dir, &main_cf)) {
        *how = AM_SETUP_SAME;
        result = restore_main(dir, err);
    } else if (result == 0) {
        *how = AM_SETUP_MERGED;
        result = undo_values(dir, err);
        if (result == 0)
            result = own(dir, "main.cf", &about, err);
    }
    am_buf_free(&main_cf);
    if (result == 0)
        forget_undo(dir);
    return result;
}
