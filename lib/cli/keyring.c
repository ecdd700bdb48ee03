/*
 * keyring - see keyring.h.
 */
#include "cli/keyring.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cli/opening.h"
#include "cli/options.h"
#include "cli/rekey.h"
#include "store/epoch.h"

static int open_kept(struct am_keyring *ring, const char *key_file,
                     const char *id, struct am_err *err)
{
    char path[AM_REKEY_PATH_SIZE];
    struct am_err why;

    if (ring->count == AM_KEYRING_MOST)
        return am_fail(err, AM_EFULL, "%s: too many keys are kept", key_file);
    am_rekey_kept(key_file, id, path);
    if (am_key_open(&ring->keys[ring->count], path, &why) == 0) {
        ring->count++;
        return 0;
    }
    /* It was destroyed, or is kept elsewhere. */
    return why.code == AM_ENOTFOUND ? 0
                                    : am_fail(err, why.code, "%s", why.text);
}

/* Has it contents, and none behind it under the same key?  The last one's key
 * is the site's. */
static bool is_wanted(const struct am_epoch *epochs, size_t count, size_t which)
{
    const struct am_epoch *epoch = &epochs[which];

    if (epoch->contents == 0 || epoch->key_id[0] == '\0')
        return false;
    for (size_t i = which + 1; i < count; i++) {
        if ((epochs[i].contents > 0 || i + 1 == count) &&
            strcmp(epochs[i].key_id, epoch->key_id) == 0)
            return false;
    }
    return true;
}

static int open_all_kept(struct am_keyring *ring, struct am_store *store,
                         const char *key_file, struct am_err *err)
{
    struct am_epoch *epochs = NULL;
    size_t count = 0;

    if (am_epoch_list(store, &epochs, &count, err) < 0)
        return -1;
    int result = 0;
    for (size_t i = 0; i + 1 < count && result == 0; i++) {
        if (is_wanted(epochs, count, i))
            result = open_kept(ring, key_file, epochs[i].key_id, err);
    }
    free(epochs);
    return result;
}

int am_keyring_open(struct am_keyring *ring, struct am_store *store,
                    const char *key_file)
{
    struct am_err err;

    *ring = (struct am_keyring){0};
    if (am_opening_key(&ring->keys[0], key_file) < 0)
        return -1;
    ring->count = 1;
    if (am_opening_bound(store, ring->keys[0]) < 0)
        return -1;
    if (open_all_kept(ring, store, key_file, &err) == 0)
        return 0;
    am_complain("%s", err.text);
    return -1;
}

void am_keyring_close(struct am_keyring *ring)
{
    for (size_t i = 0; i < ring->count; i++)
        am_key_close(&ring->keys[i]);
    ring->count = 0;
}
