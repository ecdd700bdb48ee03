/* whatif_rows - see whatif_rows.h. */
#include "report/whatif_rows.h"

#include <math.h>

#include "store/detail_extent.h"
#include "store/senders.h"

/* ---- sets of steps ---- */

/* The steps from first up to, but not including, end. */
static struct am_links links_of(const struct am_whatif_basis *basis,
                                enum am_links_axis axis, unsigned first,
                                unsigned end)
{
    struct am_links links = {{0}};

    for (unsigned step = first; step < end; step++)
        am_links_add(&links, am_links_step(basis->pass, axis, step));
    return links;
}

static bool is_empty(const struct am_links *links)
{
    return links->value[AM_LINKS_COPIES_LOCAL] == 0 &&
           links->value[AM_LINKS_COPIES_SENT] == 0;
}

/* Are fewer than five senders behind the steps from first up to end? */
static int find_small(const struct am_whatif_basis *basis,
                      enum am_links_axis axis, unsigned first, unsigned end,
                      bool *is_small, struct am_err *err)
{
    struct am_links links = links_of(basis, axis, first, end);
    int64_t contents[AM_SENDERS_MAX];
    int64_t all = 0;

    *is_small = links.value[AM_LINKS_MESSAGES] < AM_SENDERS_MAX;
    if (*is_small || links.value[AM_LINKS_CONTENTS] >= AM_SENDERS_MAX)
        return 0;
    size_t count = am_links_contents(basis->pass, axis, first, end - 1,
                                     contents, AM_SENDERS_MAX);
    for (size_t i = 0; i < count; i++) {
        int64_t senders = 0;
        if (am_detail_senders(basis->store, contents[i], &senders, err) < 0)
            return -1;
        all += senders;
    }
    *is_small = all < AM_SENDERS_MAX;
    return 0;
}

/* ---- the whole set ---- */

int am_whatif_add_chosen(struct am_whatif *whatif,
                         const struct am_whatif_basis *basis,
                         struct am_err *err)
{
    struct am_links links =
        links_of(basis, AM_LINKS_BY_SIZE, 0, AM_SCALE_STEPS);

    if (am_whatif_stubs_overflow(&links, basis)) {
        return am_fail(err, AM_EINVAL,
                       "%s: stubs of such a size cannot be counted",
                       am_factor_name(AM_FACTOR_SHARED_LINK_BYTES));
    }
    if (!is_empty(&links) &&
        find_small(basis, AM_LINKS_BY_SIZE, 0, AM_SCALE_STEPS,
                   &whatif->is_small, err) < 0)
        return -1;
    if (whatif->is_small)
        links = (struct am_links){{0}};
    whatif->savings = am_whatif_savings(&links, basis);
    am_whatif_row_fill(&whatif->chosen, AM_WHATIF_CHOSEN, &links, basis,
                       &whatif->impact);
    return 0;
}

/* ---- the curves ---- */

#define NOT_WANTED (-1)
#define ROUND      0

/* What a threshold at each step would save, and the most of it. */
struct curve {
    int64_t saved_bytes[AM_SCALE_STEPS];
    int64_t best_bytes;
};

static void draw(struct curve *curve, const struct am_whatif_basis *basis,
                 enum am_links_axis axis)
{
    struct am_links links = {{0}};

    curve->best_bytes = 0;
    for (unsigned step = AM_SCALE_STEPS; step-- > 0;) {
        am_links_add(&links, am_links_step(basis->pass, axis, step));
        curve->saved_bytes[step] = am_whatif_saved(&links, basis);
        if (curve->best_bytes < curve->saved_bytes[step])
            curve->best_bytes = curve->saved_bytes[step];
    }
}

/* The highest step that reaches a part of the best; there is a best. */
static unsigned step_reaching(const struct curve *curve, int percent)
{
    int64_t wanted = curve->best_bytes / 100 * percent +
                     curve->best_bytes % 100 * percent / 100;
    unsigned step = AM_SCALE_STEPS - 1;

    while (step > 0 && curve->saved_bytes[step] < wanted)
        step--;
    return step;
}

/* Which steps are thresholds to show: ROUND, or the percentage reached. */
static void mark(const struct curve *curve, enum am_links_axis axis,
                 int marks[AM_SCALE_STEPS])
{
    static const int percents[] = {50, 80, 90, 95, 99};

    static const struct {
        int64_t first, last; /* of 1, 2, 5 times powers of ten */
    } rounds[] = {{10000, 1000000000}, {1, 1000}};

    for (unsigned step = 0; step < AM_SCALE_STEPS; step++)
        marks[step] = NOT_WANTED;
    for (int64_t ten = rounds[axis].first; ten <= rounds[axis].last;
         ten *= 10) {
        marks[am_scale_step(ten)] = ROUND;
        marks[am_scale_step(2 * ten)] = ROUND;
        marks[am_scale_step(5 * ten)] = ROUND;
    }
    for (size_t i = 0; i < sizeof(percents) / sizeof(percents[0]); i++) {
        if (curve->best_bytes > 0)
            marks[step_reaching(curve, percents[i])] = percents[i];
    }
}

static struct am_whatif_row *new_row(struct am_whatif *whatif)
{
    return whatif->row_count < AM_WHATIF_ROWS
               ? &whatif->rows[whatif->row_count++]
               : NULL;
}

/* The step that the next row ends at: that of the row before, of its kind. */
static unsigned end_of(const struct am_whatif *whatif, enum am_whatif_kind kind)
{
    size_t count = whatif->row_count;

    return count > 0 && whatif->rows[count - 1].kind == kind
               ? whatif->rows[count - 1].step
               : AM_SCALE_STEPS;
}

/* May a row begin at the step?  The last one must not be small: it takes those
 * before it in, until it is not. */
static int may_begin(struct am_whatif *whatif,
                     const struct am_whatif_basis *basis,
                     enum am_links_axis axis, unsigned step, bool *may,
                     struct am_err *err)
{
    enum am_whatif_kind kind = AM_WHATIF_BY_SIZE + axis;

    for (;;) {
        unsigned end = end_of(whatif, kind);
        struct am_links more = links_of(basis, axis, step, end);
        bool is_small = true;
        *may = false;
        if (is_empty(&more))
            return 0;
        if (find_small(basis, axis, step, end, &is_small, err) < 0)
            return -1;
        *may = !is_small;
        if (!is_small || step > 0 || end == AM_SCALE_STEPS)
            return 0;
        whatif->row_count--;
    }
}

static void add_threshold(struct am_whatif *whatif,
                          const struct am_whatif_basis *basis,
                          const struct curve *curve, enum am_links_axis axis,
                          unsigned step)
{
    struct am_whatif_row *row = new_row(whatif);
    struct am_links links = links_of(basis, axis, step, AM_SCALE_STEPS);
    struct am_impact impact;

    if (row == NULL)
        return;
    am_whatif_row_fill(row, AM_WHATIF_BY_SIZE + axis, &links, basis, &impact);
    row->step = step;
    row->least = am_scale_least(step);
    if (curve->best_bytes > 0)
        row->best_share = (double)row->saved_bytes / (double)curve->best_bytes;
}

int am_whatif_add_curve(struct am_whatif *whatif,
                        const struct am_whatif_basis *basis,
                        enum am_links_axis axis, struct am_err *err)
{
    struct curve curve;
    int marks[AM_SCALE_STEPS];

    draw(&curve, basis, axis);
    mark(&curve, axis, marks);
    for (unsigned step = AM_SCALE_STEPS; step-- > 0;) {
        bool may = false;
        if (marks[step] == NOT_WANTED && step > 0)
            continue;
        if (may_begin(whatif, basis, axis, step, &may, err) < 0)
            return -1;
        if (!may)
            continue;
        add_threshold(whatif, basis, &curve, axis, step);
        if (marks[step] > 0)
            whatif->rows[whatif->row_count - 1].percent = marks[step];
    }
    return 0;
}

/* ---- advice ---- */

/* Is it worth a word, and about enough people? */
static void add_advice(struct am_whatif *whatif,
                       const struct am_whatif_row *row)
{
    double least =
        AM_WHATIF_ADVICE_SHARE * (double)whatif->all.delivered.stored_bytes;
    struct am_whatif_row *new = NULL;

    if (row->messages < AM_SENDERS_MAX || row->contents < AM_SENDERS_MAX ||
        row->saved_bytes <= 0 || (double)row->saved_bytes < least)
        return;
    new = new_row(whatif);
    if (new != NULL)
        *new = *row;
}

/* Where CO2e is established, the threshold that saves most. */
static bool find_established(const struct curve *curve,
                             const struct am_whatif_basis *basis,
                             unsigned *found)
{
    struct am_links links = {{0}};
    int64_t most_bytes = 0;

    for (unsigned step = AM_SCALE_STEPS; step-- > 0;) {
        const struct am_links *more =
            am_links_step(basis->pass, AM_LINKS_BY_SIZE, step);
        struct am_impact impact;
        struct am_whatif_row row;
        am_links_add(&links, more);
        if (is_empty(more) || curve->saved_bytes[step] <= most_bytes)
            continue;
        am_whatif_row_fill(&row, AM_WHATIF_SHARED_LINK, &links, basis, &impact);
        if (!row.has_co2e || row.verdict != AM_ESTABLISHED)
            continue;
        most_bytes = row.saved_bytes;
        *found = step;
    }
    return most_bytes > 0;
}

static void fill_from(struct am_whatif_row *row, unsigned step,
                      const struct curve *curve,
                      const struct am_whatif_basis *basis)
{
    struct am_links links =
        links_of(basis, AM_LINKS_BY_SIZE, step, AM_SCALE_STEPS);
    struct am_impact impact;

    am_whatif_row_fill(row, AM_WHATIF_SHARED_LINK, &links, basis, &impact);
    row->step = step;
    row->least = am_scale_least(step);
    row->best_share = (double)row->saved_bytes / (double)curve->best_bytes;
}

static void advise_links(struct am_whatif *whatif,
                         const struct am_whatif_basis *basis)
{
    struct am_whatif_row row;
    struct curve curve;

    draw(&curve, basis, AM_LINKS_BY_SIZE);
    if (curve.best_bytes == 0)
        return;
    unsigned step = step_reaching(&curve, AM_WHATIF_ADVICE_PERCENT);
    fill_from(&row, step, &curve, basis);
    whatif->is_by_interval =
        row.verdict != AM_ESTABLISHED && find_established(&curve, basis, &step);
    if (whatif->is_by_interval)
        fill_from(&row, step, &curve, basis);
    add_advice(whatif, &row);
}

/* All mail in another store than the one there is. */
static void advise_store(struct am_whatif *whatif, enum am_whatif_kind kind,
                         enum am_profile_id id)
{
    const struct am_profile profile = {.id = id,
                                       .sent_less = whatif->profile.sent_less};
    struct am_savings other = am_profile_savings(&profile, &whatif->all_sums);
    const struct am_savings *own = &whatif->all;
    struct am_whatif_row row = {
        .kind = kind,
        .messages = whatif->all_messages,
        .attachments = own->sightings,
        .contents = own->contents,
        .copies = whatif->all_sums.copies_local + own->copies_sent,
        .stored_bytes = own->delivered.stored_bytes,
        .shared_bytes = other.delivered.stored_bytes,
        .saved_bytes =
            own->delivered.stored_bytes - other.delivered.stored_bytes,
        .best_share = (double)NAN,
    };

    add_advice(whatif, &row);
}

void am_whatif_add_advice(struct am_whatif *whatif,
                          const struct am_whatif_basis *basis)
{
    struct am_whatif_basis hosted = *basis;
    struct am_whatif_row row;

    advise_links(whatif, basis);
    advise_store(whatif, AM_WHATIF_LINKING_STORE, AM_PROFILE_LMTP_HARDLINK);
    advise_store(whatif, AM_WHATIF_SINGLE_STORE, AM_PROFILE_DOVECOT_SIS);
    am_whatif_row_fill(&row, AM_WHATIF_LIST_ARCHIVE,
                       am_links_lists(basis->pass), basis, NULL);
    row.least = AM_LINKS_LIST_RECIPIENTS;
    add_advice(whatif, &row);
    /* A picture that is fetched needs no more room than its Content-ID had. */
    hosted.stub_bytes_each = 0;
    am_whatif_row_fill(&row, AM_WHATIF_LOGOS, am_links_logos(basis->pass),
                       &hosted, NULL);
    add_advice(whatif, &row);
}
