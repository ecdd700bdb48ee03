/* held - see held.h. */
#include "report/held.h"

#include <math.h>
#include <string.h>

/* ---- sums that do not run over ---- */

static void add(int64_t *sum, int64_t value, bool *is_over)
{
    *is_over |= __builtin_add_overflow(*sum, value, sum);
}

static void add_sum(struct am_held_sum *sum, const struct am_held_sum *other,
                    bool *is_over)
{
    add(&sum->contents, other->contents, is_over);
    add(&sum->unique_bytes, other->unique_bytes, is_over);
    add(&sum->names, other->names, is_over);
    add(&sum->name_bytes, other->name_bytes, is_over);
    add(&sum->files, other->files, is_over);
    add(&sum->file_bytes, other->file_bytes, is_over);
}

static int check(bool is_over, struct am_err *err)
{
    return is_over ? am_fail(err, AM_EINVAL, "a sum is over 2^63 bytes") : 0;
}

/* The step of powers of two that a number from 1 on is in. */
static size_t step_of(int64_t number)
{
    size_t step = 0;

    while (number > 1 && step + 1 < AM_HELD_STEPS) {
        number /= 2;
        step++;
    }
    return step;
}

int64_t am_held_step_from(size_t step)
{
    return INT64_C(1) << step;
}

int64_t am_held_step_to(size_t step)
{
    return (int64_t)((UINT64_C(2) << step) - 1);
}

/* ---- contents ---- */

struct gathering {
    struct am_held_report *report;
    struct am_held_relay *relay; /* NULL: none */
    struct am_held_prediction next;
    bool has_next;
    bool is_over;
};

static struct am_held_sum sum_of(const struct am_held_content *content)
{
    return (struct am_held_sum){
        .contents = 1,
        .unique_bytes = content->copies_size_bytes / content->copies,
        .names = content->copies,
        .name_bytes = content->copies_stored_bytes,
        .files = content->filed,
        .file_bytes = content->filed_stored_bytes,
    };
}

static struct am_held_sum sum_predicted(const struct am_held_prediction *next)
{
    return (struct am_held_sum){
        .contents = 1,
        .unique_bytes = next->size_bytes,
        .names = next->copies,
        .name_bytes = next->copies_stored_bytes,
        .files = next->filed,
        .file_bytes = next->filed_stored_bytes,
    };
}

static int read_prediction(struct gathering *gathering, struct am_err *err)
{
    struct am_held_against *against = &gathering->report->against;
    const struct am_held_prediction *next = &gathering->next;
    int result = am_held_relay_next(gathering->relay, &gathering->next, err);

    gathering->has_next = result == 1;
    if (result != 1)
        return result;
    if (against->last_day == 0 || next->first_day < against->first_day)
        against->first_day = next->first_day;
    if (next->last_day > against->last_day)
        against->last_day = next->last_day;
    return 0;
}

static void take_both(struct gathering *gathering,
                      const struct am_held_sum *found)
{
    struct am_held_against *against = &gathering->report->against;
    const struct am_held_sum predicted = sum_predicted(&gathering->next);
    int64_t more = found->names - predicted.names;

    add_sum(&against->predicted, &predicted, &gathering->is_over);
    add_sum(&against->found, found, &gathering->is_over);
    add(more > 0 ? &against->more_names : &against->fewer_names,
        more > 0 ? more : -more, &gathering->is_over);
}

/* Predictions that come before the fingerprint, all if it is NULL, are of
 * contents that are not there. */
static int take_missing(struct gathering *gathering,
                        const unsigned char *fingerprint, struct am_err *err)
{
    while (
        gathering->has_next &&
        (fingerprint == NULL || memcmp(gathering->next.fingerprint, fingerprint,
                                       AM_FINGERPRINT_SIZE) < 0)) {
        const struct am_held_sum missing = sum_predicted(&gathering->next);
        add_sum(&gathering->report->against.missing, &missing,
                &gathering->is_over);
        if (read_prediction(gathering, err) < 0)
            return -1;
    }
    return 0;
}

static int compare(struct gathering *gathering,
                   const unsigned char *fingerprint,
                   const struct am_held_sum *found, struct am_err *err)
{
    if (take_missing(gathering, fingerprint, err) < 0)
        return -1;
    if (!gathering->has_next || memcmp(gathering->next.fingerprint, fingerprint,
                                       AM_FINGERPRINT_SIZE) != 0) {
        add_sum(&gathering->report->against.extra, found, &gathering->is_over);
        return 0;
    }
    take_both(gathering, found);
    return read_prediction(gathering, err);
}

static int on_content(void *context, const struct am_held_content *content,
                      struct am_err *err)
{
    struct gathering *gathering = context;
    struct am_held_report *report = gathering->report;
    struct am_held_sum sum = sum_of(content);
    bool *is_over = &gathering->is_over;

    if (!content->has_digest) {
        sum.contents = 0;
        sum.unique_bytes = 0;
        report->undigested = sum;
        return 0;
    }
    add_sum(&report->total, &sum, is_over);
    add_sum(&report->by_copies[step_of(content->copies)], &sum, is_over);
    add_sum(&report->by_mailboxes[step_of(content->mailboxes)], &sum, is_over);
    add(&report->across_bytes, sum.unique_bytes * (content->mailboxes - 1),
        is_over);
    add(&report->within_bytes,
        sum.unique_bytes * (content->copies - content->mailboxes), is_over);
    add(&report->encoding_bytes,
        content->copies_stored_bytes - content->copies_size_bytes, is_over);
    return gathering->relay != NULL
               ? compare(gathering, content->fingerprint, &sum, err)
               : 0;
}

static int gather(struct gathering *gathering, struct am_held *held,
                  struct am_err *err)
{
    const struct am_held_request *request = &gathering->report->request;

    if (request->relay != NULL &&
        (am_held_relay_open(&gathering->relay, request->relay, request->classes,
                            request->delivery_limit, err) < 0 ||
         read_prediction(gathering, err) < 0))
        return -1;
    if (am_held_contents(held, request->classes, on_content, gathering, err) <
        0)
        return -1;
    return take_missing(gathering, NULL, err);
}

/* ---- files ---- */

static void add_kind(struct am_held_kind *sum, const struct am_held_kind *kind,
                     bool *is_over)
{
    add(&sum->names, kind->names, is_over);
    add(&sum->name_bytes, kind->name_bytes, is_over);
    add(&sum->name_messages, kind->name_messages, is_over);
    add(&sum->files, kind->files, is_over);
    add(&sum->file_bytes, kind->file_bytes, is_over);
    add(&sum->file_messages, kind->file_messages, is_over);
    add(&sum->disk_bytes, kind->disk_bytes, is_over);
}

int am_held_report_make(struct am_held_report *report, struct am_held *held,
                        const struct am_held_request *request,
                        struct am_err *err)
{
    struct gathering gathering = {.report = report};

    memset(report, 0, sizeof(*report));
    report->request = *request;
    if (am_held_kinds(held, report->kinds, err) < 0 ||
        am_held_mailboxes(held, &report->mailboxes, err) < 0 ||
        am_held_sis(held, request->classes, &report->sis, err) < 0)
        return -1;
    for (size_t i = 0; i < AM_MAILFILE_COUNT; i++)
        add_kind(&report->files, &report->kinds[i], &gathering.is_over);
    int result = gather(&gathering, held, err);
    am_held_relay_close(&gathering.relay);
    return result < 0 ? -1 : check(gathering.is_over, err);
}

bool am_held_report_is_empty(const struct am_held_report *report)
{
    return report->files.file_messages == 0;
}

static double ratio(int64_t found, double predicted)
{
    return predicted > 0 ? (double)found / predicted : (double)NAN;
}

double am_held_ratio_of_both(const struct am_held_against *against)
{
    return ratio(against->found.name_bytes,
                 (double)against->predicted.name_bytes);
}

double am_held_ratio_of_all(const struct am_held_against *against)
{
    return ratio(against->found.name_bytes,
                 (double)against->predicted.name_bytes +
                     (double)against->missing.name_bytes);
}
