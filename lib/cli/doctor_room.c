/*
 * doctor_room - what waits in the spool, and room on the disk: see doctor.h.
 * Waits a little for a recorder that is at work, and takes nothing.
 */
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <time.h>

#include "base/files.h"
#include "base/language.h"
#include "base/units.h"
#include "cli/doctor.h"
#include "spool/tally.h"
#include "store/waiting.h"

#define PATH_SIZE   4096
#define SPOOL_MS    3000 /* in which the recorder takes what waits */
#define PAUSE_MS    100
#define DISK_FEW    (UINT64_C(100) * 1000000)
#define DISK_LITTLE UINT64_C(1000000000)

static int count_waiting(struct am_doctor *doctor, const char *dir,
                         struct am_tally_queue *queue, struct am_err *err)
{
    struct am_spool_position taken;
    struct am_glance glance;

    *queue = (struct am_tally_queue){0};
    if (am_glance_take(&glance, dir, err) < 0)
        return -1;
    if (!glance.is_there)
        return 0;
    if (am_waiting_taken(doctor->store, glance.incarnation, &taken, err) < 0)
        return -1;
    return am_tally_queue(queue, dir, &taken, err);
}

/* What waits longer than the recorder needs for it waits for something. */
static int wait_for_spool(struct am_doctor *doctor, const char *dir,
                          struct am_tally_queue *queue, struct am_err *err)
{
    static const struct timespec pause = {0, PAUSE_MS * 1000000L};

    for (int ms = 0;; ms += PAUSE_MS) {
        if (count_waiting(doctor, dir, queue, err) < 0)
            return -1;
        if (queue->bytes == 0 || ms >= SPOOL_MS)
            return 0;
        nanosleep(&pause, NULL);
    }
}

static void check_spool(struct am_doctor *doctor)
{
    uint64_t limit = (uint64_t)doctor->settings->spool_limit_bytes;
    struct am_check *check = NULL;
    char dir[PATH_SIZE];
    char size[AM_SIZE_TEXT_SIZE];
    char most[AM_SIZE_TEXT_SIZE];
    struct am_tally_queue queue;
    struct am_err err;

    if (doctor->store == NULL)
        return;
    am_config_spool_path(doctor->settings->database, dir, sizeof(dir));
    if (wait_for_spool(doctor, dir, &queue, &err) < 0) {
        am_checks_add(doctor->checks, "spool", AM_VERDICT_UNKNOWN, "%s",
                      err.text);
        return;
    }
    am_format_size(queue.bytes, AM_UNITS_SI, size);
    am_format_size(limit, AM_UNITS_SI, most);
    if (queue.bytes == 0) {
        am_checks_add(doctor->checks, "spool", AM_VERDICT_OK,
                      _("%s: nothing waits (limit %s)"), dir, most);
        return;
    }
    check = am_checks_add(doctor->checks, "spool", AM_VERDICT_FAILED,
                          _("%s: %s wait for the database (limit %s): "
                            "attachmeterd does not run, or the database is "
                            "locked or its disk full"),
                          dir, size, most);
    am_check_fix(check, "fuser -v %s; df %s", doctor->settings->database,
                 doctor->settings->database);
}

static void check_disk(struct am_doctor *doctor)
{
    struct statvfs disk;
    char dir[PATH_SIZE];
    char size[AM_SIZE_TEXT_SIZE];
    struct am_check *check = NULL;

    am_file_directory(doctor->settings->database, dir, sizeof(dir));
    if (statvfs(dir, &disk) < 0) {
        am_checks_add(doctor->checks, "disk", AM_VERDICT_UNKNOWN,
                      _("%s: cannot be looked at"), dir);
        return;
    }
    uint64_t bytes = (uint64_t)disk.f_bavail * disk.f_frsize;
    enum am_verdict verdict = AM_VERDICT_OK;
    if (bytes < DISK_FEW) {
        verdict = AM_VERDICT_FAILED;
    } else if (bytes < DISK_LITTLE) {
        verdict = AM_VERDICT_NOTE;
    }
    check = am_checks_add(doctor->checks, "disk", verdict, _("%s: %s free"),
                          dir, am_format_size(bytes, AM_UNITS_SI, size));
    if (verdict != AM_VERDICT_OK) {
        am_check_fix(check, _("make room: mail passes all the same, but when "
                              "the spool cannot grow it is not measured"));
    }
}

void am_doctor_room(struct am_doctor *doctor)
{
    check_spool(doctor);
    check_disk(doctor);
}
