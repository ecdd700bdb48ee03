/*
 * doctor_files - database and key: see doctor.h.  The key is read to see
 * whether it belongs to the database, and goes nowhere.
 */
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/language.h"
#include "base/units.h"
#include "cli/doctor.h"
#include "meter/key.h"
#include "store/health.h"

#define PATH_SIZE 4096
#define SOUND_MS  5000 /* what a look through the database may take */

static const char *user_name(uid_t uid, char *name, size_t size)
{
    struct passwd entry;
    struct passwd *found = NULL;
    char strings[4096];

    if (getpwuid_r(uid, &entry, strings, sizeof(strings), &found) == 0 &&
        found != NULL) {
        snprintf(name, size, "%s", found->pw_name);
    } else {
        snprintf(name, size, "%lu", (unsigned long)uid);
    }
    return name;
}

/* ---- database ---- */

static void fix_database(const struct am_doctor *doctor,
                         const struct am_err *why, struct am_check *check)
{
    const char *path = doctor->settings->database;
    char dir[PATH_SIZE];

    switch (why->code) {
    case AM_ENOTFOUND:
        am_check_fix(check,
                     _("attachmeterd makes it at its first start; if it "
                       "runs, is this the file that its settings name?"));
        break;
    case AM_EACCESS:
        am_check_fix(check,
                     _("run this as root or as a member of the group of "
                       "%s"),
                     am_file_directory(path, dir, sizeof(dir)));
        break;
    case AM_EOLDER:
        am_check_fix(check, _("it is of an older release: start attachmeterd "
                              "of this one, which brings it up to date"));
        break;
    case AM_ENEWER:
        am_check_fix(check, _("install the attachmeter that wrote it, or a "
                              "newer one"));
        break;
    case AM_EBUSY:
        am_check_fix(check, "fuser -v %s", path);
        break;
    case AM_ECORRUPT:
        am_check_fix(check, _("restore a copy of it, or move it away and "
                              "start attachmeterd again"));
        break;
    case AM_OK:
    case AM_EINVAL:
    case AM_ENOMEM:
    case AM_EIO:
    case AM_EFULL:
        break;
    }
}

static void check_database(struct am_doctor *doctor)
{
    const char *path = doctor->settings->database;
    char owner[128];
    struct stat about;
    struct am_err err;
    struct am_check *check = NULL;

    if (am_store_open_readonly(&doctor->store, path, &err) < 0) {
        check = am_checks_add(doctor->checks, "database", am_verdict_of(&err),
                              "%s", err.text);
        fix_database(doctor, &err, check);
        return;
    }
    if (stat(path, &about) < 0)
        return;
    if ((about.st_mode & S_IRWXO) != 0) {
        check = am_checks_add(doctor->checks, "database", AM_VERDICT_FAILED,
                              _("%s: everybody may read it (mode %04o)"), path,
                              (unsigned)about.st_mode & 07777U);
        am_check_fix(check, "chmod o= %s*", path);
        return;
    }
    am_checks_add(doctor->checks, "database", AM_VERDICT_OK,
                  _("%s: can be read, of this release, mode %04o of %s"), path,
                  (unsigned)about.st_mode & 07777U,
                  user_name(about.st_uid, owner, sizeof(owner)));
}

static void check_soundness(struct am_doctor *doctor)
{
    struct am_soundness sound;
    struct am_err err;

    if (doctor->store == NULL)
        return;
    if (am_health_check(doctor->store, SOUND_MS, &sound, &err) < 0) {
        am_checks_add(doctor->checks, "integrity", AM_VERDICT_UNKNOWN, "%s",
                      err.text);
    } else if (sound.problem[0] != '\0') {
        struct am_check *check =
            am_checks_add(doctor->checks, "integrity", AM_VERDICT_FAILED,
                          _("the database is damaged: %s"), sound.problem);
        am_check_fix(check, _("stop attachmeterd, restore a copy of the "
                              "database, or save what is left by sqlite3's "
                              ".recover, and start it again"));
    } else if (!sound.is_whole) {
        am_checks_add(doctor->checks, "integrity", AM_VERDICT_OK,
                      _("no damage found in the first %d s of looking"),
                      SOUND_MS / 1000);
    } else {
        am_checks_add(doctor->checks, "integrity", AM_VERDICT_OK,
                      _("no damage found"));
    }
}

static void check_size(struct am_doctor *doctor)
{
    uint64_t limit = (uint64_t)doctor->settings->max_database_bytes;
    uint64_t bytes = am_health_bytes(doctor->settings->database);
    char size[AM_SIZE_TEXT_SIZE];
    char most[AM_SIZE_TEXT_SIZE];

    if (doctor->store == NULL)
        return;
    am_format_size(bytes, AM_UNITS_SI, size);
    am_format_size(limit, AM_UNITS_SI, most);
    if (limit == 0 || bytes <= limit) {
        am_checks_add(doctor->checks, "size", AM_VERDICT_OK, "%s", size);
        return;
    }
    struct am_check *check = am_checks_add(
        doctor->checks, "size", AM_VERDICT_FAILED,
        _("the database has %s, over max_database_bytes, %s"), size, most);
    am_check_fix(check, _("lower detail_days or sum_months, then: attachmeter "
                          "purge"));
}

/* ---- key ---- */

static void say_key_is_lost(struct am_doctor *doctor)
{
    const char *path = doctor->settings->key_file;
    bool empty = true;
    struct am_err err;

    if (doctor->store == NULL ||
        am_store_is_empty(doctor->store, &empty, &err) < 0 || empty) {
        am_checks_add(doctor->checks, "key", AM_VERDICT_NOTE,
                      _("%s: not there yet; attachmeterd makes it at its first "
                        "start"),
                      path);
        return;
    }
    struct am_check *check = am_checks_add(
        doctor->checks, "key", AM_VERDICT_FAILED,
        _("%s is not there, but the database has contents under it"), path);
    am_check_fix(check,
                 _("restore it from its copy, mode 0400, or: attachmeter "
                   "key rotate"));
}

static void say_why_no_key(struct am_doctor *doctor, const struct am_err *why)
{
    const char *path = doctor->settings->key_file;
    struct stat about;

    if (why->code == AM_ENOTFOUND) {
        say_key_is_lost(doctor);
        return;
    }
    if (why->code != AM_EACCESS) {
        am_checks_add(doctor->checks, "key", AM_VERDICT_FAILED, "%s",
                      why->text);
        return;
    }
    /* Another's key of the right mode is how it should be. */
    bool is_seen = stat(path, &about) == 0;
    if (!is_seen || (about.st_mode & 07777) == S_IRUSR) {
        struct am_check *check = am_checks_add(
            doctor->checks, "key", AM_VERDICT_UNKNOWN,
            is_seen ? _("%s: mode 0400; you may not read it") : "%s",
            is_seen ? path : why->text);
        am_check_fix(check, _("run this as root to see whether it belongs to "
                              "the database"));
        return;
    }
    struct am_check *check = am_checks_add(doctor->checks, "key",
                                           AM_VERDICT_FAILED, "%s", why->text);
    am_check_fix(check, "chmod 0400 %s", path);
}

/* Does it belong to the database?  1, 0, or -1. */
static int is_bound(struct am_doctor *doctor, const struct am_key *key,
                    struct am_err *err)
{
    unsigned char id[AM_KEY_ID_SIZE];
    bool empty = true;

    if (doctor->store == NULL)
        return 1;
    if (am_store_is_empty(doctor->store, &empty, err) < 0)
        return -1;
    if (empty)
        return 1;
    if (am_key_id(key, id, err) < 0)
        return -1;
    return am_store_check_key(doctor->store, id, err) == 0;
}

static void check_owner(struct am_doctor *doctor, const struct stat *key)
{
    const char *path = doctor->settings->key_file;
    struct stat database;
    char owner[128];
    char other[128];

    user_name(key->st_uid, owner, sizeof(owner));
    if (stat(doctor->settings->database, &database) < 0 ||
        database.st_uid == key->st_uid) {
        am_checks_add(doctor->checks, "key", AM_VERDICT_OK,
                      doctor->store == NULL
                          ? _("%s: mode 0400 of %s")
                          : _("%s: mode 0400 of %s, belongs to the database"),
                      path, owner);
        return;
    }
    user_name(database.st_uid, other, sizeof(other));
    struct am_check *check = am_checks_add(
        doctor->checks, "key", AM_VERDICT_FAILED,
        _("%s is of %s, but the database of %s: attachmeterd cannot read "
          "one of them"),
        path, owner, other);
    am_check_fix(check, "chown %s %s", other, path);
}

static void check_key(struct am_doctor *doctor)
{
    const char *path = doctor->settings->key_file;
    struct am_key *key = NULL;
    struct stat about;
    struct am_err err;

    if (am_key_open(&key, path, &err) < 0) {
        say_why_no_key(doctor, &err);
        return;
    }
    int bound = is_bound(doctor, key, &err);
    am_key_close(&key);
    if (bound != 1) {
        struct am_check *check = am_checks_add(
            doctor->checks, "key", AM_VERDICT_FAILED, "%s", err.text);
        am_check_fix(check,
                     _("restore the key that was in %s, or: attachmeter key "
                       "rotate"),
                     path);
    } else if (stat(path, &about) == 0) {
        check_owner(doctor, &about);
    }
}

void am_doctor_files(struct am_doctor *doctor)
{
    check_database(doctor);
    check_key(doctor);
    check_soundness(doctor);
    check_size(doctor);
}
