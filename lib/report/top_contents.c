/*
 * top_contents - see top_contents.h.  One pass over the detail; only contents
 * that may be shown are kept one by one.
 */
#include "report/top_contents.h"

#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "report/pieces.h"
#include "store/sums.h"

/* A content that may be shown. */
struct candidate {
    struct am_top_content content;
    struct am_sums sums;
    int64_t recipients;
    int64_t avoidable_bytes;
};

struct gathering {
    const struct am_profile *profile;
    struct am_pieces *pieces; /* a number is that of a candidate, and one */
    int64_t last_content;
    struct candidate *candidates;
    size_t count, room;
    struct am_sums others;
    int64_t others_recipients;
};

static int take_content(void *context, const struct am_detail_content *content,
                        struct am_err *err)
{
    struct gathering *gathering = context;

    if (content->content < 1 || content->content > gathering->last_content) {
        return am_fail(err, AM_ECORRUPT, "database: content %lld cannot be",
                       (long long)content->content);
    }
    if (gathering->count == gathering->room) {
        size_t room = 2 * gathering->room + 64;
        struct candidate *candidates =
            realloc(gathering->candidates, room * sizeof(candidates[0]));
        if (candidates == NULL)
            return am_fail(err, AM_ENOMEM, "no memory for contents");
        gathering->candidates = candidates;
        gathering->room = room;
    }
    struct candidate *candidate = &gathering->candidates[gathering->count++];
    *candidate = (struct candidate){.content.known = *content};
    am_hex_write(content->fingerprint, (AM_TOP_ID_SIZE - 1) / 2,
                 candidate->content.id);
    am_pieces_set_number(gathering->pieces, content->content,
                         (uint32_t)gathering->count);
    return 0;
}

static void take_piece(void *context, const struct am_piece *piece)
{
    struct gathering *gathering = context;
    uint32_t number = am_pieces_number(gathering->pieces, piece->content);
    int64_t recipients = piece->detail->local + piece->detail->external;

    if (number == 0) {
        am_sums_add(&gathering->others, &piece->sums);
        gathering->others_recipients += recipients;
        return;
    }
    struct candidate *candidate = &gathering->candidates[number - 1];
    am_sums_add(&candidate->sums, &piece->sums);
    candidate->recipients += recipients;
}

static int take_detail(void *context, const struct am_detail *detail,
                       struct am_err *err)
{
    struct gathering *gathering = context;

    return am_pieces_feed(gathering->pieces, gathering->profile, detail,
                          take_piece, context, err);
}

static int compare(const void *left, const void *right)
{
    const struct candidate *a = left;
    const struct candidate *b = right;

    if (a->avoidable_bytes != b->avoidable_bytes)
        return a->avoidable_bytes < b->avoidable_bytes ? 1 : -1;
    return memcmp(a->content.known.fingerprint, b->content.known.fingerprint,
                  AM_FINGERPRINT_SIZE);
}

/* Put those that were met in order, and leave the rest out. */
static void rank(struct gathering *gathering)
{
    size_t met = 0;

    for (size_t i = 0; i < gathering->count; i++) {
        struct candidate *candidate = &gathering->candidates[i];
        if (candidate->sums.new_own_contents == 0)
            continue;
        candidate->avoidable_bytes =
            am_profile_savings(gathering->profile, &candidate->sums)
                .total_bytes;
        gathering->candidates[met++] = *candidate;
    }
    gathering->count = met;
    if (met > 1)
        qsort(gathering->candidates, met, sizeof(struct candidate), compare);
}

/* How many are shown one by one.  A single small content takes the last of them
 * along. */
static size_t count_shown(const struct gathering *gathering, size_t limit)
{
    size_t shown = gathering->count;

    if (limit > 0 && shown > limit)
        return limit;
    if (gathering->others.new_own_contents == 1 && shown > 0)
        shown--;
    return shown;
}

static void add_row(struct am_top *top, const struct am_sums *sums,
                    struct am_top_row row)
{
    row.own = am_profile_savings(&top->request.ask.profile, sums);
    top->rows[top->count++] = row;
}

/* One that is shown. */
static void add_content(struct am_top *top, const struct candidate *candidate)
{
    struct am_top_content *content = &top->contents[top->count];

    *content = candidate->content;
    add_row(top, &candidate->sums,
            (struct am_top_row){.name = content->id,
                                .content = content,
                                .groups = 1,
                                .recipients = candidate->recipients});
}

static void add_others(struct am_top *top, const struct gathering *gathering)
{
    int64_t contents = gathering->others.new_own_contents;

    if (contents == 0)
        return;
    add_row(top, &gathering->others,
            (struct am_top_row){.name = AM_OTHERS,
                                .groups = (size_t)contents,
                                .is_others = true,
                                .recipients = gathering->others_recipients});
}

static int make_rows(struct am_top *top, struct gathering *gathering,
                     struct am_err *err)
{
    size_t shown = count_shown(gathering, top->request.limit);
    struct am_sums total = gathering->others;

    top->total.recipients = gathering->others_recipients;
    top->rows = calloc(shown + 1, sizeof(top->rows[0]));
    top->contents = calloc(shown + 1, sizeof(top->contents[0]));
    if (top->rows == NULL || top->contents == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for rows");
    for (size_t i = 0; i < gathering->count; i++) {
        const struct candidate *candidate = &gathering->candidates[i];
        am_sums_add(&total, &candidate->sums);
        top->total.recipients += candidate->recipients;
        if (i < shown) {
            add_content(top, candidate);
        } else {
            am_sums_add(&gathering->others, &candidate->sums);
            gathering->others_recipients += candidate->recipients;
        }
    }
    add_others(top, gathering);
    top->total.groups = (size_t)total.new_own_contents;
    top->total.own = am_profile_savings(&top->request.ask.profile, &total);
    return 0;
}

static int gather(struct am_top *top, struct am_store *store,
                  struct gathering *gathering, struct am_err *err)
{
    const struct am_detail_rule rule =
        am_pieces_rule(&top->head, gathering->profile);

    if (am_pieces_create(&gathering->pieces, gathering->last_content, err) < 0)
        return -1;
    if (am_detail_contents(store, rule.from_day, rule.until_day, take_content,
                           gathering, err) < 0 ||
        am_detail_scan(store, &rule, NULL, take_detail, gathering, err) < 0)
        return -1;
    rank(gathering);
    return make_rows(top, gathering, err);
}

int am_top_gather_contents(struct am_top *top, struct am_store *store,
                           struct am_err *err)
{
    const struct am_period *period = &top->head.period;
    struct gathering gathering = {.profile = &top->request.ask.profile};
    struct am_detail_extent extent;

    if (am_detail_find_extent(store, period->from_day, &extent, err) < 0)
        return -1;
    gathering.last_content = extent.last_content;
    top->detail_from_day = extent.first_day;
    int result = gather(top, store, &gathering, err);
    am_pieces_destroy(&gathering.pieces);
    free(gathering.candidates);
    if (result < 0 || top->count > 0)
        return result;
    am_pieces_tell_none(&top->head, &extent, err);
    return 1;
}
