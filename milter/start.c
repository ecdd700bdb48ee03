/* start - see start.h.  Logs what was made or put off; exits nowhere. */
#include "start.h"

#include <limits.h>
#include <stdio.h>
#include <sysexits.h>

#include "base/clock.h"
#include "log.h"
#include "notify.h"
#include "settings.h"

#define KEY_IS_LOST                                                     \
 "%s is not there, but %s has contents under it: restore KEY from its " \
 "copy, or run 'attachmeter key rotate' to begin anew under another"

/* What mends a place that the daemon may not write, or that is not there. */
static void add_fix(struct am_err *err, const char *path)
{
    char why[AM_ERR_TEXT_SIZE];

    if (err->code != AM_EACCESS && err->code != AM_ENOTFOUND)
        return;
    snprintf(why, sizeof(why), "%s", err->text);
    am_err_set(err, err->code,
               "%s; the daemon's user must own %s and its directory: install "
               "-d -o attachmeter -m 0750 DIRECTORY",
               why, path);
}

int am_start_settings(struct am_parts *parts, const char *path,
                      struct am_err *err)
{
    if (am_basis_read(&parts->basis, path, err) < 0)
        return err->code == AM_ENOMEM ? EX_OSERR : EX_CONFIG;
    parts->settings = parts->basis->settings;
    return 0;
}

static int status_of_store(enum am_error code)
{
    switch (code) {
    case AM_ENEWER:
        return EX_CONFIG;
    case AM_EACCESS:
    case AM_ENOTFOUND:
        return EX_CANTCREAT;
    case AM_ENOMEM:
        return EX_OSERR;
    case AM_OK:
    case AM_EIO:
    case AM_EFULL:
    case AM_EBUSY:
    case AM_EINVAL:
    case AM_ECORRUPT:
    case AM_EOLDER:
        break;
    }
    return EX_IOERR;
}

/* The key that is in the file.  1: there is none. */
static int open_key(struct am_parts *parts, int *status, struct am_err *err)
{
    *status = 0;
    if (am_key_open(&parts->key, parts->settings->key_file, err) == 0)
        return 0;
    if (err->code == AM_ENOTFOUND)
        return 1;
    *status = err->code == AM_ENOMEM ? EX_OSERR : EX_CONFIG;
    return -1;
}

/* A new key would make every content of an old database new: the sums of the
 * days before and after could not be put together. */
static int make_key(struct am_parts *parts, struct am_err *err)
{
    const char *path = parts->settings->key_file;
    bool empty = false;
    int status = 0;

    if (parts->store == NULL)
        return EX_TEMPFAIL; /* err says why it could not be opened */
    if (am_store_is_empty(parts->store, &empty, err) < 0)
        return EX_IOERR;
    if (!empty) {
        am_err_set(err, AM_ENOTFOUND, KEY_IS_LOST, path,
                   parts->settings->database);
        return EX_CONFIG;
    }
    if (am_key_make(path, err) < 0) {
        add_fix(err, path);
        return err->code == AM_EACCESS || err->code == AM_ENOTFOUND
                   ? EX_CANTCREAT
                   : EX_IOERR;
    }
    am_log_info("made a new key: %s; keep a copy of it in a safe place", path);
    return open_key(parts, &status, err) == 0 ? 0 : EX_CONFIG;
}

#define TELL_MS 30000 /* that it goes on */

/* An older database is brought up to date.  *context: when that was told last;
 * 0: not yet. */
static void on_upgrade(void *context, int64_t done, int64_t total)
{
    int64_t *told_ms = context;
    int64_t now_ms = am_clock_ms();

    (void)done;
    (void)total;
    if (*told_ms != 0 && now_ms - *told_ms < TELL_MS)
        return;
    am_log_info(*told_ms == 0
                    ? "the database is of an older release: bringing it up to "
                      "date; mail passes, and is not measured until then"
                    : "still bringing the database up to date");
    am_notify_starting("bringing the database up to date");
    *told_ms = now_ms;
}

static int open_store(struct am_parts *parts, struct am_err *err)
{
    int64_t told_ms = 0;

    if (am_store_open_watched(&parts->store, parts->settings->database,
                              on_upgrade, &told_ms, err) == 0) {
        if (told_ms != 0)
            am_log_info("the database is up to date");
        return 0;
    }
    if (err->code != AM_EBUSY && err->code != AM_EFULL) {
        add_fix(err, parts->settings->database);
        return status_of_store(err->code);
    }
    am_log_warning("cannot open the database yet: %s", err->text);
    return 0;
}

int am_start_bind(struct am_parts *parts, struct am_err *err)
{
    unsigned char id[AM_KEY_ID_SIZE];

    if (parts->store == NULL)
        return 0;
    if (am_key_id(parts->key, id, err) < 0)
        return EX_OSERR;
    if (am_store_use_key(parts->store, id, err) == 0)
        return 0;
    if (err->code == AM_EINVAL)
        return EX_CONFIG;
    if (err->code != AM_EBUSY && err->code != AM_EFULL)
        return EX_IOERR;
    am_store_close(&parts->store);
    am_log_warning("cannot write the database yet: %s", err->text);
    return 0;
}

static int open_spool(struct am_parts *parts, struct am_err *err)
{
    const struct am_spool_options options = am_settings_spool(parts->settings);
    char path[PATH_MAX];

    am_config_spool_path(parts->settings->database, path, sizeof(path));
    if (am_spool_open(&parts->spool, path, &options, err) == 0)
        return 0;
    if (err->code == AM_ENEWER)
        return EX_CONFIG;
    add_fix(err, path);
    return err->code == AM_EIO || err->code == AM_ECORRUPT ? EX_IOERR
                                                           : EX_CANTCREAT;
}

int am_start_open(struct am_parts *parts, struct am_err *err)
{
    int status = 0;
    int found = open_key(parts, &status, err);

    if (found < 0)
        return status;
    status = open_store(parts, err);
    if (status == 0 && found != 0)
        status = make_key(parts, err);
    if (status == 0)
        status = am_start_bind(parts, err);
    return status == 0 ? open_spool(parts, err) : status;
}

static int check_key(struct am_parts *parts, struct am_err *err)
{
    unsigned char id[AM_KEY_ID_SIZE];

    if (am_key_id(parts->key, id, err) < 0)
        return EX_OSERR;
    if (am_store_check_key(parts->store, id, err) == 0)
        return 0;
    return err->code == AM_EINVAL ? EX_CONFIG : EX_IOERR;
}

static int check_no_key(struct am_parts *parts, struct am_err *err)
{
    bool empty = true;

    if (am_store_is_empty(parts->store, &empty, err) < 0)
        return EX_IOERR;
    if (empty)
        return 0;
    am_err_set(err, AM_ENOTFOUND, KEY_IS_LOST, parts->settings->key_file,
               parts->settings->database);
    return EX_CONFIG;
}

int am_start_check(struct am_parts *parts, struct am_err *err)
{
    int status = 0;
    int found = open_key(parts, &status, err);

    if (found < 0)
        return status;
    if (am_store_open_readonly(&parts->store, parts->settings->database, err) <
        0) {
        /* The start makes it, brings it up to date, or waits for it. */
        return err->code == AM_ENOTFOUND || err->code == AM_EOLDER ||
                       err->code == AM_EBUSY
                   ? 0
                   : status_of_store(err->code);
    }
    status = found == 0 ? check_key(parts, err) : check_no_key(parts, err);
    return status == EX_IOERR && err->code == AM_EBUSY ? 0 : status;
}

void am_start_close(struct am_parts *parts)
{
    am_spool_close(&parts->spool);
    am_store_close(&parts->store);
    am_key_close(&parts->key);
    am_basis_drop(&parts->basis);
    parts->settings = NULL;
}
