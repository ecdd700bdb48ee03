/* histogram - see histogram.h.  By repeats it takes two passes: a content's
 * bucket is not known before all of it was seen. */
#include "report/histogram.h"

#include <stdlib.h>

#include "base/language.h"
#include "report/pieces.h"
#include "store/detail.h"
#include "store/detail_extent.h"
#include "store/sums.h"

const char *const am_histogram_names[AM_HISTOGRAM_COUNT + 1] = {
    [AM_HISTOGRAM_RECIPIENTS] = N_("recipients"),
    [AM_HISTOGRAM_REPEATS] = N_("repeats"),
    [AM_HISTOGRAM_SIZE] = N_("size"),
};

struct bucket {
    int64_t messages;     /* continuations are none */
    int64_t last_message; /* those of a message come after each other */
    struct am_sums sums;
};

struct pass {
    const struct am_histogram *histogram;
    struct am_pieces *pieces;
    const struct am_pieces *counted; /* sightings of each content, or NULL */
    struct bucket buckets[AM_HISTOGRAM_ROWS];
};

/* 2^n to 2^(n+1) - 1 is in n, as is what is less than 1. */
static unsigned bucket_of(int64_t value)
{
    unsigned bucket = 0;

    while (value > 1) {
        value >>= 1;
        bucket++;
    }
    return bucket;
}

static int64_t value_of(const struct pass *pass, const struct am_piece *piece)
{
    switch (pass->histogram->request.of) {
    case AM_HISTOGRAM_REPEATS:
        return am_pieces_number(pass->counted, piece->content);
    case AM_HISTOGRAM_SIZE:
        return piece->detail->size_bytes;
    case AM_HISTOGRAM_RECIPIENTS:
    case AM_HISTOGRAM_COUNT:
    default:
        return piece->detail->local + piece->detail->external;
    }
}

static void add_piece(void *context, const struct am_piece *piece)
{
    struct pass *pass = context;
    struct bucket *bucket = &pass->buckets[bucket_of(value_of(pass, piece))];

    am_sums_add(&bucket->sums, &piece->sums);
    if (piece->detail->is_continuation ||
        bucket->last_message == piece->detail->message)
        return;
    bucket->last_message = piece->detail->message;
    bucket->messages++;
}

static void count_piece(void *context, const struct am_piece *piece)
{
    struct pass *pass = context;
    uint32_t seen = am_pieces_number(pass->pieces, piece->content);

    if (piece->sums.sightings_own > 0 && seen < INT32_MAX)
        am_pieces_set_number(pass->pieces, piece->content, seen + 1);
}

static int take_detail(void *context, const struct am_detail *detail,
                       struct am_err *err)
{
    struct pass *pass = context;
    bool counts = pass->histogram->request.of == AM_HISTOGRAM_REPEATS &&
                  pass->counted == NULL;

    return am_pieces_feed(pass->pieces, &pass->histogram->request.ask.profile,
                          detail, counts ? count_piece : add_piece, pass, err);
}

static int run_pass(struct pass *pass, struct am_store *store,
                    int64_t last_content, struct am_err *err)
{
    const struct am_histogram *histogram = pass->histogram;
    const struct am_detail_rule rule =
        am_pieces_rule(&histogram->head, &histogram->request.ask.profile);

    if (am_pieces_create(&pass->pieces, last_content, err) < 0)
        return -1;
    return am_detail_scan(store, &rule, NULL, take_detail, pass, err);
}

static int gather_buckets(struct pass *pass, struct am_store *store,
                          int64_t last_content, struct am_err *err)
{
    struct pass first = {.histogram = pass->histogram};
    int result = 0;

    if (pass->histogram->request.of == AM_HISTOGRAM_REPEATS)
        result = run_pass(&first, store, last_content, err);
    pass->counted = first.pieces;
    if (result == 0)
        result = run_pass(pass, store, last_content, err);
    am_pieces_destroy(&first.pieces);
    am_pieces_destroy(&pass->pieces);
    return result;
}

/* ---- rows ---- */

/* A row under way: its sums are not savings yet. */
struct stretch {
    unsigned from, to; /* buckets */
    int64_t messages;  /* at least: one may be in several buckets */
    struct am_sums sums;
};

static void join(struct stretch *into, const struct stretch *from)
{
    if (into->from > from->from)
        into->from = from->from;
    if (into->to < from->to)
        into->to = from->to;
    if (into->messages < from->messages)
        into->messages = from->messages;
    am_sums_add(&into->sums, &from->sums);
}

/* So few cannot be of enough senders, or are of too few contents. */
static bool is_small(const struct stretch *stretch)
{
    return stretch->messages < AM_SENDERS_MAX ||
           stretch->sums.new_own_contents < AM_SENDERS_MAX;
}

/* Take small ones together, from the highest down; returns how many are left.
 */
static size_t join_small(struct stretch *stretches, size_t count)
{
    for (size_t i = count; i-- > 1;) {
        if (!is_small(&stretches[i]))
            continue;
        join(&stretches[i - 1], &stretches[i]);
        for (size_t j = i; j + 1 < count; j++)
            stretches[j] = stretches[j + 1];
        count--;
    }
    if (count > 1 && is_small(&stretches[0])) {
        join(&stretches[1], &stretches[0]);
        for (size_t j = 0; j + 1 < count; j++)
            stretches[j] = stretches[j + 1];
        count--;
    }
    return count;
}

static bool has_any(const struct bucket *bucket)
{
    const struct am_sums *sums = &bucket->sums;

    return sums->copies_local + sums->copies_sent > 0;
}

static void add_row(struct am_histogram *histogram,
                    const struct stretch *stretch)
{
    struct am_histogram_row *row = &histogram->rows[histogram->count++];

    row->at_least = stretch->from == 0 ? 0 : INT64_C(1) << stretch->from;
    if (stretch->from == 0 && histogram->request.of != AM_HISTOGRAM_SIZE)
        row->at_least = 1;
    row->at_most =
        stretch->to >= 62 ? INT64_MAX : (INT64_C(1) << (stretch->to + 1)) - 1;
    row->own =
        am_profile_savings(&histogram->request.ask.profile, &stretch->sums);
}

static void make_rows(struct am_histogram *histogram, const struct pass *pass)
{
    static const struct stretch none;
    struct stretch stretches[AM_HISTOGRAM_ROWS];
    struct stretch total = none;
    size_t count = 0;

    for (unsigned i = 0; i < AM_HISTOGRAM_ROWS; i++) {
        const struct bucket *bucket = &pass->buckets[i];
        if (!has_any(bucket))
            continue;
        stretches[count++] =
            (struct stretch){i, i, bucket->messages, bucket->sums};
    }
    count = join_small(stretches, count);
    for (size_t i = 0; i < count; i++) {
        add_row(histogram, &stretches[i]);
        join(&total, &stretches[i]);
    }
    if (count == 0)
        return;
    histogram->total = (struct am_histogram_row){
        .at_least = histogram->rows[0].at_least,
        .at_most = histogram->rows[count - 1].at_most,
        .own = am_profile_savings(&histogram->request.ask.profile, &total.sums),
    };
}

static int gather(struct am_histogram *histogram, struct am_store *store,
                  struct am_err *err)
{
    struct pass pass = {.histogram = histogram};
    struct am_detail_extent extent;

    if (am_head_read(&histogram->head, store, err) < 0)
        return -1;
    if (am_head_is_empty(&histogram->head))
        return 1;
    if (am_detail_find_extent(store, histogram->head.period.from_day, &extent,
                              err) < 0 ||
        gather_buckets(&pass, store, extent.last_content, err) < 0)
        return -1;
    histogram->detail_from_day = extent.first_day;
    make_rows(histogram, &pass);
    if (histogram->count > 0)
        return 0;
    am_pieces_tell_none(&histogram->head, &extent, err);
    return 1;
}

int am_histogram_make(struct am_histogram **histogram, struct am_store *store,
                      const struct am_histogram_request *request,
                      struct am_err *err)
{
    struct am_histogram *new = calloc(1, sizeof(*new));

    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a view");
    new->request = *request;
    new->head = am_head_of("histogram", &request->ask);
    int result = am_store_hold(store, err);
    if (result == 0) {
        result = gather(new, store, err);
        am_store_release(store);
    }
    if (result < 0) {
        am_histogram_free(&new);
        return -1;
    }
    *histogram = new;
    return result;
}

void am_histogram_free(struct am_histogram **histogram)
{
    free(*histogram);
    *histogram = NULL;
}
