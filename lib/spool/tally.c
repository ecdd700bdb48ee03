/* tally - see tally.h. */
#include "spool/tally.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "spool/segment.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define HOUR_S       3600

/* Never changed: see tally.h. */
static const double eom_bounds[] = {0.00001, 0.000025, 0.00005, 0.0001, 0.00025,
                                    0.0005,  0.001,    0.0025,  0.005,  0.01,
                                    0.025,   0.05,     0.1,     0.25,   0.5,
                                    1,       2.5,      5,       10};
static const double recipient_bounds[] = {1,  2,   3,   5,   10,   20,
                                          50, 100, 200, 500, 1000, 2000};

_Static_assert(COUNT(eom_bounds) < AM_COUNTER_EOM_NS - AM_COUNTER_EOM,
               "the buckets of eom_bounds");
_Static_assert(COUNT(recipient_bounds) < AM_COUNTER_RCPT_SUM - AM_COUNTER_RCPT,
               "the buckets of recipient_bounds");

/* ---- counting ---- */

static unsigned bucket_of(const double *bounds, size_t count, double value)
{
    unsigned bucket = 0;

    while (bucket < count && value > bounds[bucket])
        bucket++;
    return bucket;
}

void am_tally_add(struct am_counters *counters,
                  const struct am_spool_answer *answer)
{
    uint64_t *value = counters->value;
    int64_t took_ns = answer->took_ns > 0 ? answer->took_ns : 0;
    int64_t hour = answer->time_s / HOUR_S;

    value[AM_COUNTER_EOM +
          bucket_of(eom_bounds, COUNT(eom_bounds), (double)took_ns / 1e9)]++;
    value[AM_COUNTER_EOM_NS] += (uint64_t)took_ns;
    if (answer->recipients > 0) {
        value[AM_COUNTER_RCPT + bucket_of(recipient_bounds,
                                          COUNT(recipient_bounds),
                                          (double)answer->recipients)]++;
        value[AM_COUNTER_RCPT_SUM] += answer->recipients;
    }
    if (hour > 0)
        value[AM_COUNTER_LAST_HOUR] = (uint64_t)hour;
    value[AM_COUNTER_CHECK] = am_counters_check(counters);
    am_counters_put(counters, AM_COUNTER_CHECK,
                    AM_COUNTER_COUNT - AM_COUNTER_CHECK);
}

/* ---- reading ---- */

/* What the directory tells of the segments. */
struct survey {
    struct am_spool_position taken; /* asked for */
    uint64_t newest, newest_end;    /* the newest segment with a record */
    uint64_t next;                  /* the first one not before taken */
    uint64_t bytes, bytes_behind;   /* of all; of what is behind taken */
};

static void survey_segment(struct survey *survey, uint64_t number, uint64_t end)
{
    uint64_t from = number == survey->taken.segment ? survey->taken.offset
                                                    : AM_SEGMENT_HEAD;

    survey->bytes += end;
    if (number >= survey->taken.segment) {
        survey->bytes_behind += end > from ? end - from : 0;
        if (survey->next == 0 || number < survey->next)
            survey->next = number;
    }
    if (number > survey->newest && end > AM_SEGMENT_HEAD) {
        survey->newest = number;
        survey->newest_end = end;
    }
}

static void survey_all(struct survey *survey, DIR *dir)
{
    const struct dirent *entry = NULL;
    struct stat about;

    /* One thread and one stream: readdir() is safe here. */
    while ((entry = readdir(dir)) != NULL) { /* NOLINT(concurrency-mt-unsafe) */
        uint64_t number = 0;
        if (am_segment_is_name(entry->d_name, &number) &&
            fstatat(dirfd(dir), entry->d_name, &about, 0) == 0)
            survey_segment(survey, number, (uint64_t)about.st_size);
    }
}

/* Records of the spool before a place in a segment.  A segment that went
 * meanwhile, or has no head, leaves *records as it is. */
static int count_before(int dir_fd, const struct am_spool_position *place,
                        uint64_t *records, struct am_err *err)
{
    struct am_segment_head head;
    struct am_err why;
    uint64_t inside = 0;
    uint64_t whole = 0;
    int fd = -1;

    if (am_segment_open(dir_fd, place->segment, O_RDONLY, &head, &fd, &why) <
        0) {
        return why.code == AM_ENOTFOUND || why.code == AM_ECORRUPT
                   ? 0
                   : am_fail(err, why.code, "%s", why.text);
    }
    int result = 0;
    if (place->offset > AM_SEGMENT_HEAD)
        result = am_segment_scan(fd, place->offset, &inside, &whole, err);
    close(fd);
    if (result == 0)
        *records = head.first + inside;
    return result;
}

static void read_histogram(struct am_tally_histogram *histogram,
                           const double *bounds, size_t count,
                           const uint64_t *counts)
{
    *histogram =
        (struct am_tally_histogram){.bounds = bounds, .bound_count = count};
    memcpy(histogram->counts, counts, (count + 1) * sizeof(counts[0]));
}

static void read_counters(struct am_tally *tally,
                          const struct am_counters *counters)
{
    const uint64_t *value = counters->value;

    tally->is_there = true;
    memcpy(tally->incarnation, counters->incarnation, AM_INCARNATION_SIZE);
    /* The segments may be gone, with all that they held. */
    if (value[AM_COUNTER_RECORDS] > tally->measured)
        tally->measured = value[AM_COUNTER_RECORDS];
    tally->aborted = value[AM_COUNTER_DROPPED];
    for (size_t i = 0; i < AM_GAP_COUNT; i++)
        tally->gaps[i] = value[AM_COUNTER_GAP + i];
    read_histogram(&tally->eom_s, eom_bounds, COUNT(eom_bounds),
                   value + AM_COUNTER_EOM);
    tally->eom_s.sum = (double)value[AM_COUNTER_EOM_NS] / 1e9;
    read_histogram(&tally->recipients, recipient_bounds,
                   COUNT(recipient_bounds), value + AM_COUNTER_RCPT);
    tally->recipients.sum = (double)value[AM_COUNTER_RCPT_SUM];
    if (value[AM_COUNTER_LAST_HOUR] < (uint64_t)INT64_MAX / HOUR_S)
        tally->last_message_s = (int64_t)value[AM_COUNTER_LAST_HOUR] * HOUR_S;
}

/* The counters come last: what they say of records is then no less than what
 * was in a segment that went meanwhile. */
static int read_dir(struct am_tally *tally, DIR *dir, struct am_err *err)
{
    struct survey survey = {0};
    struct am_counters counters;

    survey_all(&survey, dir);
    const struct am_spool_position end = {survey.newest, survey.newest_end};
    tally->spool_bytes = survey.bytes;
    if (survey.newest > 0 &&
        count_before(dirfd(dir), &end, &tally->measured, err) < 0)
        return -1;
    int found = am_counters_look(&counters, dirfd(dir), err);
    if (found == 1)
        read_counters(tally, &counters);
    return found < 0 ? -1 : 0;
}

int am_tally_read(struct am_tally *tally, const char *dir, struct am_err *err)
{
    static const struct am_counters none = {.fd = -1};

    *tally = (struct am_tally){0};
    read_counters(tally, &none);
    tally->is_there = false;
    DIR *stream = opendir(dir);
    if (stream == NULL)
        return errno == ENOENT ? 0 : am_fail_errno(err, errno, "%s", dir);
    int result = read_dir(tally, stream, err);
    closedir(stream);
    return result;
}

static int queue_of(struct am_tally_queue *queue, DIR *dir,
                    const struct am_spool_position *taken, struct am_err *err)
{
    struct survey survey = {.taken = *taken};
    uint64_t before = 0;
    uint64_t all = 0;

    survey_all(&survey, dir);
    if (survey.newest == 0 || survey.newest < taken->segment)
        return 0;
    const struct am_spool_position end = {survey.newest, survey.newest_end};
    const struct am_spool_position from = {
        survey.next, survey.next == taken->segment ? taken->offset : 0};
    if (count_before(dirfd(dir), &from, &before, err) < 0 ||
        count_before(dirfd(dir), &end, &all, err) < 0)
        return -1;
    queue->records = all > before ? all - before : 0;
    queue->bytes = queue->records > 0 ? survey.bytes_behind : 0;
    return 0;
}

int am_tally_queue(struct am_tally_queue *queue, const char *dir,
                   const struct am_spool_position *taken, struct am_err *err)
{
    *queue = (struct am_tally_queue){0};
    DIR *stream = opendir(dir);
    if (stream == NULL)
        return errno == ENOENT ? 0 : am_fail_errno(err, errno, "%s", dir);
    int result = queue_of(queue, stream, taken, err);
    closedir(stream);
    return result;
}

/* ---- quantiles ---- */

double am_tally_quantile(const struct am_tally_histogram *histogram,
                         double share)
{
    const double *bounds = histogram->bounds;
    uint64_t all = 0;
    uint64_t below = 0;

    for (size_t i = 0; i <= histogram->bound_count; i++)
        all += histogram->counts[i];
    if (all == 0)
        return (double)NAN;
    double rank = share * (double)all;
    for (size_t i = 0; i < histogram->bound_count; i++) {
        double inside = (double)histogram->counts[i];
        if (inside > 0 && (double)below + inside >= rank) {
            double low = i > 0 ? bounds[i - 1] : 0;
            double part = (rank - (double)below) / inside;
            return low + (bounds[i] - low) * (part > 0 ? part : 0);
        }
        below += histogram->counts[i];
    }
    return bounds[histogram->bound_count - 1];
}
