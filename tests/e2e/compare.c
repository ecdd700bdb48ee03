/*
 * compare - see compare.h.
 */
#include "e2e/compare.h"

#include <inttypes.h>
#include <jansson.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "store/query.h"
#include "store/store.h"

#define SUM(name)                       \
 {                                      \
#  name, offsetof(struct am_sums, name) \
 }

static const struct {
    const char *name;
    size_t offset;
} fields[] = {
    SUM(sightings),
    SUM(sightings_own),
    SUM(copies_local),
    SUM(copies_external),
    SUM(copies_sent),
    SUM(copies_lmtp),
    SUM(size_bytes),
    SUM(stored_bytes),
    SUM(wire_bytes),
    SUM(size_own_bytes),
    SUM(stored_own_bytes),
    SUM(wire_own_bytes),
    SUM(size_linked_bytes),
    SUM(size_local_bytes),
    SUM(size_external_bytes),
    SUM(size_sent_bytes),
    SUM(size_lmtp_bytes),
    SUM(stored_local_bytes),
    SUM(stored_external_bytes),
    SUM(stored_sent_bytes),
    SUM(stored_lmtp_bytes),
    SUM(wire_local_bytes),
    SUM(wire_external_bytes),
    SUM(wire_sent_bytes),
    SUM(undigested_once_bytes),
    SUM(undigested_once_own_bytes),
    SUM(size_hops_bytes),
    SUM(new_all_contents),
    SUM(new_all_bytes),
    SUM(new_own_contents),
    SUM(new_own_bytes),
    SUM(undigested_all_bytes),
    SUM(undigested_own_bytes),
};

struct work {
    const struct am_truth *truth;
    struct compared *compared;
    enum am_by by;
    bool in_order;
    unsigned groups;
};

static void compare_number(struct compared *compared, const char *group,
                           const char *name, int64_t got, int64_t want)
{
    compared->figures++;
    if (got == want)
        return;
    compared->wrong++;
    fprintf(stderr, "%s%s%s: %" PRId64 ", must be %" PRId64 "\n", group,
            *group == '\0' ? "" : " ", name, got, want);
}

static int compare_group(void *context, const struct am_group *group,
                         const struct am_sums *sums, struct am_err *err)
{
    struct work *work = context;
    struct am_truth_filter filter = am_truth_all;
    struct am_sums want;
    const char *value = group->value[0];
    int number = (int)group->number[0];

    (void)err;
    if (work->by == AM_BY_DIRECTION)
        filter.direction = number;
    if (work->by == AM_BY_CLASS)
        filter.class = number;
    if (work->by == AM_BY_FAMILY)
        filter.family = number;
    if (work->by == AM_BY_DOMAIN)
        filter.domain = value;
    am_truth_sums(work->truth, &filter, &want);
    work->groups++;
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        int64_t got;
        int64_t must;

        if (work->by != AM_BY_NOTHING && !work->in_order &&
            strncmp(fields[i].name, "new_", 4) == 0)
            continue;
        memcpy(&got, (const char *)sums + fields[i].offset, sizeof(got));
        memcpy(&must, (const char *)&want + fields[i].offset, sizeof(must));
        compare_number(work->compared, value, fields[i].name, got, must);
    }
    return 0;
}

/* Groups of the truth that hold an attachment; groups of nothing are no rows.
 */
static unsigned count_groups(const struct am_truth *truth, enum am_by by)
{
    unsigned groups = 0;

    for (int i = 0; i < AM_FAMILY_COUNT; i++) {
        struct am_truth_filter filter = am_truth_all;
        struct am_sums sums;

        if (by == AM_BY_DIRECTION)
            filter.direction = i;
        if (by == AM_BY_CLASS)
            filter.class = i;
        if (by == AM_BY_FAMILY)
            filter.family = i;
        am_truth_sums(truth, &filter, &sums);
        groups += sums.sightings > 0;
    }
    return groups;
}

static int compare_sums(struct am_store *store, struct work *work,
                        struct am_err *err)
{
    for (work->by = AM_BY_NOTHING; work->by <= AM_BY_CLASS; work->by++) {
        struct am_query query = {.until_day = INT32_MAX, .by = work->by};

        if (am_by_is_time(work->by, NULL))
            continue;
        work->groups = 0;
        if (am_query_sums(store, &query, compare_group, work, err) < 0)
            return -1;
        if (work->by != AM_BY_NOTHING && work->by != AM_BY_DOMAIN) {
            compare_number(work->compared, "", "groups", work->groups,
                           count_groups(work->truth, work->by));
        }
    }
    return 0;
}

static int compare_messages(struct am_store *store, struct work *work,
                            int64_t gaps, struct am_err *err)
{
    struct am_message_sums got;
    struct am_message_sums want;

    for (int i = -1; i < AM_DIRECTION_COUNT; i++) {
        struct am_query query = {.until_day = INT32_MAX};
        struct am_truth_filter filter = am_truth_all;
        const char *name = i < 0 ? "" : am_direction_name((enum am_direction)i);

        filter.direction = i;
        if (i >= 0)
            query.directions = 1U << i;
        if (am_query_messages(store, &query, &got, err) < 0)
            return -1;
        am_truth_messages(work->truth, &filter, &want);
        compare_number(work->compared, name, "messages", got.messages,
                       want.messages);
        compare_number(work->compared, name, "with_attachments",
                       got.with_attachments, want.with_attachments);
        compare_number(work->compared, name, "deliveries", got.deliveries,
                       want.deliveries);
        compare_number(work->compared, name, "deliveries_with_attachments",
                       got.deliveries_with_attachments,
                       want.deliveries_with_attachments);
        compare_number(work->compared, name, "wire_bytes", got.wire_bytes,
                       want.wire_bytes);
    }

    int64_t all = 0;
    for (int i = 0; i < AM_GAP_COUNT; i++)
        all += got.gaps[i];
    compare_number(work->compared, "", "gaps", all, gaps);
    return 0;
}

int compare_database(const char *path, const struct am_truth *truth,
                     bool in_order, int64_t gaps, struct compared *compared)
{
    struct work work = {
        .truth = truth, .compared = compared, .in_order = in_order};
    struct am_store *store = NULL;
    struct am_err err;
    int status = am_store_open_readonly(&store, path, &err);

    if (status == 0)
        status = compare_sums(store, &work, &err);
    if (status == 0)
        status = compare_messages(store, &work, gaps, &err);
    if (status < 0)
        fprintf(stderr, "compare: %s\n", err.text);
    am_store_close(&store);
    return status;
}

static int64_t messages_in(const char *path)
{
    struct am_query query = {.until_day = INT32_MAX};
    struct am_message_sums sums = {0};
    struct am_store *store = NULL;
    struct am_err err;
    int status = am_store_open_readonly(&store, path, &err);

    if (status == 0)
        status = am_query_messages(store, &query, &sums, &err);
    am_store_close(&store);
    return status == 0 ? sums.messages : -1;
}

int compare_wait(const char *path, const struct am_truth *truth,
                 unsigned seconds)
{
    const struct timespec pause = {.tv_nsec = 200000000};
    struct am_message_sums want;
    int64_t got = -1;

    am_truth_messages(truth, &am_truth_all, &want);
    for (unsigned i = 0; i < 5 * seconds; i++) {
        got = messages_in(path);
        if (got >= want.messages)
            return 0;
        nanosleep(&pause, NULL);
    }
    fprintf(stderr, "compare: %" PRId64 " of %" PRId64 " messages after %u s\n",
            got, want.messages, seconds);
    return -1;
}

static void compare_key(struct compared *compared, json_t *object,
                        const char *path, const char *key, int64_t want)
{
    json_t *value = json_object_get(object, key);

    if (!json_is_integer(value)) {
        compared->wrong++;
        fprintf(stderr, "%s.%s is not there\n", path, key);
        return;
    }
    compare_number(compared, path, key, json_integer_value(value), want);
}

static void compare_bytes(struct compared *compared, json_t *object,
                          const char *path, const struct am_truth_bytes *want)
{
    compare_key(compared, object, path, "size_bytes", want->size_bytes);
    compare_key(compared, object, path, "stored_bytes", want->stored_bytes);
    compare_key(compared, object, path, "wire_bytes", want->wire_bytes);
}

static void compare_scope(struct compared *compared, json_t *object,
                          const struct am_truth *truth,
                          enum am_truth_scope scope)
{
    struct am_truth_totals want;
    json_t *copies = json_object_get(object, "copies");
    json_t *avoidable = json_object_get(object, "avoidable");
    const char *name = scope == AM_TRUTH_ALL ? "totals" : "own";

    am_truth_total(truth, scope, &want);
    compare_key(compared, object, name, "sightings", want.sightings);
    compare_key(compared, object, name, "contents", want.contents);
    compare_key(compared, copies, name, "local", want.copies_local);
    compare_key(compared, copies, name, "external", want.copies_external);
    compare_key(compared, copies, name, "sent", want.copies_sent);
    compare_bytes(compared, json_object_get(object, "received"), name,
                  &want.received);
    compare_bytes(compared, json_object_get(object, "delivered"), name,
                  &want.delivered);
    compare_key(compared, object, name, "unique_size_bytes", want.unique_bytes);
    compare_key(compared, avoidable, name, "within_bytes", want.within_bytes);
    compare_key(compared, avoidable, name, "across_bytes", want.across_bytes);
    compare_key(compared, avoidable, name, "encoding_bytes",
                want.encoding_bytes);
    compare_key(compared, avoidable, name, "total_bytes",
                want.within_bytes + want.across_bytes + want.encoding_bytes);
}

int compare_report(const char *path, const struct am_truth *truth,
                   struct compared *compared)
{
    json_error_t error;
    json_t *report = json_load_file(path, 0, &error);
    struct am_message_sums want;

    if (report == NULL) {
        fprintf(stderr, "compare: %s: %s\n", path, error.text);
        return -1;
    }
    json_t *totals = json_object_get(report, "totals");
    am_truth_messages(truth, &am_truth_all, &want);
    compare_key(compared, totals, "totals", "messages", want.messages);
    compare_key(compared, totals, "totals", "messages_with_attachments",
                want.with_attachments);
    compare_scope(compared, totals, truth, AM_TRUTH_ALL);
    compare_scope(compared, json_object_get(report, "own"), truth,
                  AM_TRUTH_OWN);
    json_decref(report);
    return 0;
}
