/*
 * json - see json.h.
 */
#include "report/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/safe.h"
#include "base/units.h"

#define REPLACEMENT "\xef\xbf\xbd"

json_t *am_json_number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

json_t *am_json_day(int64_t day)
{
    char text[AM_DAY_TEXT_SIZE];

    return json_string(am_format_day(day, text));
}

json_t *am_json_text(const char *text)
{
    size_t used = 0;
    char *clean = malloc(strlen(REPLACEMENT) * strlen(text) + 1);

    if (clean == NULL)
        return NULL;
    while (*text != '\0') {
        size_t size = am_safe_utf8_size(text);
        size_t wanted = size > 0 ? size : strlen(REPLACEMENT);
        /* Its size goes with it: it needs no NUL. */
        memcpy(clean + used, size > 0 ? text : REPLACEMENT, wanted); // NOLINT
        used += wanted;
        text += size > 0 ? size : 1;
    }
    json_t *string = json_stringn(clean, used);
    free(clean);
    return string;
}

static json_t *coverage_json(const struct am_coverage *coverage)
{
    json_t *reasons = json_object();
    int lost = reasons == NULL;

    for (int i = 0; i < AM_GAP_COUNT; i++) {
        lost |= json_object_set_new(reasons, am_gap_name((enum am_gap)i),
                                    json_integer(coverage->gap_reasons[i]));
    }
    json_t *object = json_pack(
        "{sI sI sI so sI}", "seen", (json_int_t)coverage->seen, "measured",
        (json_int_t)coverage->measured, "gaps", (json_int_t)coverage->gaps,
        "gap_reasons", reasons, "downtime_s", (json_int_t)coverage->downtime_s);
    if (!lost)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *range_json(const struct am_head *head)
{
    const struct am_period *period = &head->period;

    return json_pack("{so so sI ss sb}", "from", am_json_day(period->from_day),
                     "until", am_json_day(period->until_day), "days",
                     (json_int_t)(period->until_day - period->from_day), "zone",
                     "UTC", "with_today", (int)head->with_today);
}

static json_t *bound_json(const struct am_unique_bound *bound)
{
    return json_pack(
        "{so so}", "key_changed",
        bound->key_day != 0 ? am_json_day(bound->key_day) : json_null(),
        "merged_until",
        bound->merged_until_day != 0 ? am_json_day(bound->merged_until_day)
                                     : json_null());
}

json_t *am_json_time(int64_t time_s)
{
    char text[32] = "";
    time_t now = (time_t)time_s;
    struct tm utc;

    if (gmtime_r(&now, &utc) != NULL)
        strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return json_string(text);
}

json_t *am_json_head(const struct am_head *head)
{
    char schema[64];
    char classes[96];
    char directions[96];

    snprintf(schema, sizeof(schema), "attachmeter.%s/1", head->view);
    return json_pack(
        "{ss so so ss ss so so so}", "schema", schema, "generated",
        am_json_time(head->now_s), "source", am_json_text(head->source),
        "class", am_head_classes(head, classes, sizeof(classes)), "direction",
        am_head_directions(head, directions, sizeof(directions)), "range",
        range_json(head), "coverage", coverage_json(&head->coverage),
        "unique_bound", bound_json(&head->bound));
}

json_t *am_json_join(json_t *object, json_t *more)
{
    if (json_object_update_new(object, more) == 0)
        return object;
    json_decref(object);
    return NULL;
}

void am_json_append(json_t **list, json_t *item)
{
    if (json_array_append_new(*list, item) == 0)
        return;
    json_decref(*list);
    *list = NULL;
}

int am_json_print(json_t *object, FILE *out, struct am_err *err)
{
    if (object == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the JSON");
    int failed =
        json_dumpf(object, out, JSON_INDENT(2) | JSON_ENSURE_ASCII) < 0 ||
        fputc('\n', out) == EOF;
    json_decref(object);
    return failed ? am_fail(err, AM_EIO, "cannot write the JSON") : 0;
}
