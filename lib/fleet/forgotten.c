/* forgotten - see forgotten.h. */
#include "fleet/forgotten.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hex.h"
#include "fleet/identity.h"
#include "fleet/outbox.h"
#include "fleet/rowbinary.h"
#include "sql/embedded.h"

#define PATH_SIZE  4096
#define HEX_SIZE   (2 * (size_t)AM_FLEET_ID_SIZE)
#define DIR_MODE   0750
#define ROWS_LIMIT ((size_t)1 << 20)

static const char *dir_of(const char *database, char path[PATH_SIZE])
{
    snprintf(path, PATH_SIZE, "%s.ship.forgotten", database);
    return path;
}

/* The directory is the database's owner's: who ships deletes from it. */
static int make_dir(const char *database, const char *dir, struct am_err *err)
{
    struct stat about;

    if (mkdir(dir, DIR_MODE) < 0)
        return errno == EEXIST ? 0 : am_fail_errno(err, errno, "%s", dir);
    if (geteuid() == 0 && stat(database, &about) == 0 &&
        chown(dir, about.st_uid, about.st_gid) < 0)
        return am_fail_errno(err, errno, "%s", dir);
    return 0;
}

static int sync_dir(const char *dir, struct am_err *err)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int result =
        fd < 0 || fsync(fd) < 0 ? am_fail_errno(err, errno, "%s", dir) : 0;

    if (fd >= 0)
        close(fd);
    return result;
}

int am_forgotten_note(struct am_store *store, const char *path,
                      const unsigned char *fingerprint, struct am_err *err)
{
    struct am_outbox *outbox = NULL;
    char dir[PATH_SIZE];
    char name[PATH_SIZE + 64];
    char hex[HEX_SIZE + 1];
    int64_t last = 0;

    if (am_outbox_open(&outbox, store, err) < 0)
        return -1;
    int result = am_outbox_last(outbox, &last, err);
    am_outbox_close(&outbox);
    if (result < 0 || make_dir(path, dir_of(path, dir), err) < 0)
        return -1;
    snprintf(name, sizeof(name), "%s/%s-%" PRId64, dir,
             am_hex_write(fingerprint, AM_FLEET_ID_SIZE, hex), last);
    int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0640);
    if (fd < 0)
        return am_fail_errno(err, errno, "%s", name);
    close(fd);
    return sync_dir(dir, err);
}

/* ---- sending ---- */

struct note {
    unsigned char id[AM_FLEET_ID_SIZE];
    int64_t last;
};

/* "HEX-LAST"; other files are nobody's. */
static bool read_note(const char *name, struct note *note)
{
    char *end = NULL;

    if (strlen(name) < HEX_SIZE + 2 || name[HEX_SIZE] != '-' ||
        am_hex_read(name, AM_HEX_SMALL, note->id, AM_FLEET_ID_SIZE) < 0)
        return false;
    note->last = strtoll(name + HEX_SIZE + 1, &end, 10);
    return *end == '\0' && note->last >= 0;
}

/* Rows of a note, to be sent. */
struct rows {
    struct am_buf buf;
    const struct note *note;
};

static int add_row(struct rows *rows, const unsigned char *relay,
                   struct am_err *err)
{
    const struct note *note = rows->note;
    struct am_buf *buf = &rows->buf;

    if (am_rowbinary_fixed(buf, note->id, AM_FLEET_ID_SIZE, err) < 0 ||
        am_rowbinary_fixed(buf, relay, AM_FLEET_ID_SIZE, err) < 0)
        return -1;
    return am_rowbinary_u64(buf, (uint64_t)note->last, err);
}

static int add_name(void *context, const struct am_name *name,
                    struct am_err *err)
{
    return add_row(context, name->relay, err);
}

/* A row for each name that a row of the relay may be under, on the shards also
 * one that has no row any more here. */
static int add_rows(struct rows *rows, const struct am_forgotten *forgotten,
                    struct am_err *err)
{
    const struct am_relays *relays = forgotten->relays;
    const struct am_names *names = forgotten->names;

    for (size_t i = 0; i < relays->count; i++) {
        const unsigned char *relay = relays->list[i].id;
        if (add_row(rows, relay, err) < 0 ||
            am_identity_names(forgotten->fleet, relay, add_name, rows, err) < 0)
            return -1;
    }
    for (size_t i = 0; i < names->count; i++) {
        if (add_row(rows, names->list[i].relay, err) < 0)
            return -1;
    }
    return 0;
}

/* To each shard that the content was on in some epoch. */
static int send_note(const struct am_forgotten *forgotten,
                     const struct note *note, struct am_err *err)
{
    const struct am_fleet_routing *routing = &forgotten->fleet->routing;
    bool is_done[AM_FLEET_SHARDS_MAX] = {false};
    struct rows rows = {.note = note};

    am_buf_init(&rows.buf, ROWS_LIMIT);
    int result = add_rows(&rows, forgotten, err);
    for (unsigned i = 0; result == 0 && i < routing->shard_count; i++) {
        unsigned shard =
            am_fleet_shard_on(routing, note->id, routing->shards[i].from_day);
        if (!is_done[shard]) {
            result =
                am_engine_insert(forgotten->fleet->engines[shard],
                                 am_sql_fleet_insert_forgotten, &rows.buf, err);
        }
        is_done[shard] = true;
    }
    am_buf_free(&rows.buf);
    return result;
}

static int send_all(const struct am_forgotten *forgotten, DIR *dir,
                    const char *path, size_t *count, struct am_err *err)
{
    const struct dirent *entry = NULL;
    struct note note;

    while ((entry = readdir(dir)) != NULL) { // NOLINT: one thread
        if (!read_note(entry->d_name, &note))
            continue;
        if (send_note(forgotten, &note, err) < 0)
            return -1;
        if (unlinkat(dirfd(dir), entry->d_name, 0) < 0)
            return am_fail_errno(err, errno, "%s/%s", path, entry->d_name);
        ++*count;
    }
    return 0;
}

int am_forgotten_send(const struct am_forgotten *forgotten, size_t *count,
                      struct am_err *err)
{
    char path[PATH_SIZE];
    DIR *dir = opendir(dir_of(forgotten->path, path));

    if (dir == NULL) {
        return errno == ENOENT ? 0 : am_fail_errno(err, errno, "%s", path);
    }
    int result = send_all(forgotten, dir, path, count, err);
    closedir(dir);
    return result;
}
