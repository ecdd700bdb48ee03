/* reader - see reader.h. */
#include "spool/reader.h"

#include <fcntl.h>
#include <unistd.h>

#include "spool/segment.h"

void am_reader_close(struct am_reader *reader)
{
    if (reader->fd >= 0)
        close(reader->fd);
    reader->fd = -1;
}

/* Move place to the next record there is: NULL if there is none yet. */
static const struct am_shelf_segment *find_next(const struct am_shelf *shelf,
                                                struct am_spool_position *place)
{
    const struct am_shelf_segment *found = am_shelf_find(shelf, place->segment);

    while (found != NULL) {
        if (found->number != place->segment || place->offset < AM_SEGMENT_HEAD)
            *place = (struct am_spool_position){found->number, AM_SEGMENT_HEAD};
        if (place->offset < found->end)
            break;
        found = am_shelf_find(shelf, found->number + 1);
    }
    return found;
}

/* Where the reader is: its segment, and how many records of the spool there
 * were before the next one began. */
static bool locate(const struct am_reader_source *source,
                   struct am_spool_position *position,
                   struct am_shelf_segment *segment, uint64_t *until)
{
    struct am_spool_position place = *position;

    pthread_mutex_lock(source->mutex);
    const struct am_shelf_segment *found = find_next(source->shelf, &place);
    if (found != NULL) {
        const struct am_shelf_segment *next =
            am_shelf_find(source->shelf, found->number + 1);
        *position = place;
        *segment = *found;
        *until = next != NULL ? next->first : source->ledger->records;
    }
    pthread_mutex_unlock(source->mutex);
    return found != NULL;
}

static int open_segment(struct am_reader *reader, int dir_fd, uint64_t number,
                        struct am_err *err)
{
    struct am_segment_head head;

    if (reader->fd >= 0 && reader->number == number)
        return 0;
    am_reader_close(reader);
    reader->number = number;
    return am_segment_open(dir_fd, number, O_RDONLY, &head, &reader->fd, err);
}

/* Nothing readable from position to the end of its segment: go behind it and
 * count those records of the segment that were not there to be read. */
static int skip_rest(struct am_reader *reader,
                     const struct am_reader_source *source,
                     struct am_spool_position *position,
                     const struct am_shelf_segment *segment, uint64_t until,
                     struct am_err *err)
{
    uint64_t records = 0;
    uint64_t whole = 0;

    if (am_segment_scan(reader->fd, segment->end, &records, &whole, err) < 0)
        return -1;
    pthread_mutex_lock(source->mutex);
    if (until > segment->first + records) {
        am_ledger_torn(source->ledger, position,
                       until - segment->first - records);
    }
    pthread_mutex_unlock(source->mutex);
    position->offset = segment->end;
    return 0;
}

int am_reader_read(struct am_reader *reader,
                   const struct am_reader_source *source,
                   struct am_spool_position *position, struct am_buf *record,
                   struct am_err *err)
{
    struct am_shelf_segment segment = {0};
    uint64_t until = 0;
    uint64_t next = 0;

    while (locate(source, position, &segment, &until)) {
        struct am_err why;
        if (open_segment(reader, source->dir_fd, segment.number, &why) < 0) {
            if (why.code != AM_ENOTFOUND)
                return am_fail(err, why.code, "%s", why.text);
            position->offset = segment.end; /* removed meanwhile: go on */
            continue;
        }
        int state = am_segment_read(reader->fd, position->offset, segment.end,
                                    record, &next, err);
        if (state < 0)
            return -1;
        if (state == AM_RECORD_TORN) {
            if (skip_rest(reader, source, position, &segment, until, err) < 0)
                return -1;
            continue;
        }
        struct am_spool_position place = *position;
        position->offset = next;
        if (state == AM_RECORD_WHOLE)
            return 1;
        pthread_mutex_lock(source->mutex);
        am_ledger_torn(source->ledger, &place, 1);
        pthread_mutex_unlock(source->mutex);
    }
    return 0;
}
