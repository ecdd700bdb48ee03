/*
 * opening - see opening.h.
 */
#include "cli/opening.h"

#include <errno.h>
#include <unistd.h>

#include "base/language.h"
#include "cli/options.h"

int am_opening_config(struct am_config **config, const char *path)
{
    struct am_err err;

    if (am_config_open(config, path, &err) == 0)
        return 0;
    if (err.code == AM_EACCESS) {
        am_complain("%s; run this as root, or name with --config a file that "
                    "you may read",
                    err.text);
    } else {
        am_complain("%s", err.text);
    }
    return -1;
}

/* Say why a database cannot be opened; who may do it is told. */
static int refuse(const char *path, const struct am_err *err, const char *who)
{
    if (err->code == AM_ENOTFOUND) {
        am_complain("%s: no database yet: start attachmeterd, or name the "
                    "right one with --database",
                    path);
    } else if (err->code == AM_EACCESS) {
        am_complain("%s; run this as root or as %s", err->text, who);
    } else {
        am_complain("%s", err->text);
    }
    return -1;
}

int am_opening_store(struct am_store **store, const char *path)
{
    struct am_err err;

    if (am_store_open_readonly(store, path, &err) == 0)
        return 0;
    return refuse(path, &err, _("a member of the group attachmeter"));
}

int am_opening_writer(struct am_store **store, const char *path)
{
    struct am_err err;

    /* A writer would make the file. */
    if (access(path, F_OK) < 0) {
        am_err_set_errno(&err, errno, "%s", path);
    } else if (am_store_open(store, path, &err) == 0) {
        return 0;
    }
    return refuse(path, &err, _("the user attachmeter"));
}

int am_opening_key(struct am_key **key, const char *path)
{
    struct am_err err;

    if (am_key_open(key, path, &err) == 0)
        return 0;
    if (err.code == AM_ENOTFOUND) {
        am_complain("%s: no key: attachmeterd makes it at its first start; "
                    "key_file in the configuration names it",
                    path);
    } else if (err.code == AM_EACCESS) {
        am_complain("%s; who holds the key alone may ask for a file: run this "
                    "as root or as the user attachmeter",
                    err.text);
    } else {
        am_complain("%s", err.text);
    }
    return -1;
}

/* In a database without contents there is none under another key, either. */
static int check_bound(struct am_store *store, const struct am_key *key,
                       struct am_err *err)
{
    unsigned char id[AM_KEY_ID_SIZE];
    bool empty = false;

    if (am_store_is_empty(store, &empty, err) < 0)
        return -1;
    if (empty)
        return 0;
    return am_key_id(key, id, err) < 0 ? -1 : am_store_use_key(store, id, err);
}

int am_opening_bound(struct am_store *store, const struct am_key *key)
{
    struct am_err err;

    if (check_bound(store, key, &err) == 0)
        return 0;
    am_complain("%s", err.text);
    return -1;
}
