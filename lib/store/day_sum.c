/* day_sum - see day_sum.h. */
#include "store/day_sum.h"

bool am_day_sum_is_logo(const struct am_sighting *sighting)
{
    return sighting->class == AM_CLASS_INLINE &&
           sighting->size_bytes < AM_LOGO_BYTES;
}

static int64_t times(int64_t bytes, int64_t copies)
{
    return copies > 0 && bytes > AM_SUMS_MOST / copies ? AM_SUMS_MOST
                                                       : bytes * copies;
}

/* What of a sighting is new.  A container's bytes are new as those inside it
 * are; its framing is in each sighting, once a scope. */
static void add_news(const struct am_sighting *sighting,
                     const struct am_day_counts *counts,
                     const struct am_day_news *news, struct am_sums *sums)
{
    const struct am_content *content = &news->content;
    const struct am_inside_sums *inside = &news->inside;
    int64_t size = (int64_t)sighting->size_bytes;
    int64_t stored = (int64_t)sighting->stored_bytes;

    sums->new_all_contents = content->new_all + inside->new_all_contents;
    sums->new_own_contents = content->new_own + inside->new_own_contents;
    if (sighting->part_count == 0) {
        sums->new_all_bytes = content->new_all ? size : 0;
        sums->new_own_bytes = content->new_own ? size : 0;
    } else {
        int64_t framing = size - inside->bytes;
        sums->new_all_bytes = framing * counts->first + inside->new_all_bytes;
        sums->new_own_bytes = framing * counts->own + inside->new_own_bytes;
    }
    sums->new_sis_contents = content->new_sis;
    if (content->new_sis) {
        sums->new_sis_size_bytes = size;
        sums->new_sis_bytes = sighting->layout == 0 ? size : stored;
    }
}

static void add_copies(const struct am_sighting *sighting,
                       const struct am_day_counts *counts, struct am_sums *sums)
{
    const struct am_fanout *fanout = &counts->fanout;
    int64_t size = (int64_t)sighting->size_bytes;
    int64_t stored = (int64_t)sighting->stored_bytes;
    int64_t wire = (int64_t)sighting->wire_bytes;

    sums->copies_local = fanout->local;
    sums->copies_external = fanout->external;
    sums->copies_sent = counts->sent;
    sums->copies_lmtp = fanout->lmtp;
    sums->copies_cyrus = fanout->cyrus;
    sums->size_local_bytes = times(size, fanout->local);
    sums->size_external_bytes = times(size, fanout->external);
    sums->size_sent_bytes = size * counts->sent;
    sums->size_lmtp_bytes = times(size, fanout->lmtp);
    sums->size_cyrus_bytes = times(size, fanout->cyrus);
    sums->stored_local_bytes = times(stored, fanout->local);
    sums->stored_external_bytes = times(stored, fanout->external);
    sums->stored_sent_bytes = stored * counts->sent;
    sums->stored_lmtp_bytes = times(stored, fanout->lmtp);
    sums->stored_cyrus_bytes = times(stored, fanout->cyrus);
    sums->wire_local_bytes = times(wire, fanout->local);
    sums->wire_external_bytes = times(wire, fanout->external);
    sums->wire_sent_bytes = wire * counts->sent;
    sums->size_hops_bytes = times(size, fanout->hops);
}

struct am_sums am_day_sum(const struct am_sighting *sighting,
                          const struct am_day_counts *counts,
                          const struct am_day_news *news)
{
    int64_t size = (int64_t)sighting->size_bytes;
    int64_t stored = (int64_t)sighting->stored_bytes;
    int64_t wire = (int64_t)sighting->wire_bytes;
    struct am_sums sums = {
        .sightings = counts->first,
        .sightings_own = counts->own,
        .size_bytes = size * counts->first,
        .stored_bytes = stored * counts->first,
        .wire_bytes = wire * counts->first,
        .size_own_bytes = size * counts->own,
        .stored_own_bytes = stored * counts->own,
        .wire_own_bytes = wire * counts->own,
        .size_linked_bytes = size * counts->linked,
    };

    add_copies(sighting, counts, &sums);
    add_news(sighting, counts, news, &sums);
    return sums;
}
