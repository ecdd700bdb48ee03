/*
 * savings - see savings.h.
 */
#include "report/savings.h"

#include <math.h>
#include <string.h>

const char *am_scope_name(enum am_scope scope)
{
    return scope == AM_SCOPE_ALL ? "all" : "own";
}

void am_savings_split(struct am_savings *savings, const struct am_held *held)
{
    int64_t size_bytes = held->size_bytes - held->undigested_size_bytes;

    savings->delivered.size_bytes = held->size_bytes;
    savings->delivered.stored_bytes = held->stored_bytes;
    savings->unique_size_bytes = held->new_bytes + held->undigested_bytes;
    savings->within_bytes = size_bytes - held->once_bytes;
    savings->across_bytes = held->once_bytes - held->new_bytes;
    savings->encoding_bytes =
        held->stored_bytes - held->undigested_bytes - size_bytes;
    savings->total_bytes = held->stored_bytes - savings->unique_size_bytes;
}

static struct am_held held_all(const struct am_sums *sums)
{
    return (struct am_held){
        .stored_bytes = sums->stored_local_bytes + sums->stored_sent_bytes +
                        sums->stored_external_bytes,
        .size_bytes = sums->size_local_bytes + sums->size_sent_bytes +
                      sums->size_external_bytes,
        .once_bytes = sums->size_bytes - sums->undigested_once_bytes,
        .new_bytes = sums->new_all_bytes,
        .undigested_bytes = sums->undigested_all_bytes,
        .undigested_size_bytes = sums->undigested_all_bytes,
    };
}

static struct am_held held_own(const struct am_sums *sums)
{
    return (struct am_held){
        .stored_bytes = sums->stored_local_bytes + sums->stored_sent_bytes,
        .size_bytes = sums->size_local_bytes + sums->size_sent_bytes,
        .once_bytes = sums->size_own_bytes - sums->undigested_once_own_bytes,
        .new_bytes = sums->new_own_bytes,
        .undigested_bytes = sums->undigested_own_bytes,
        .undigested_size_bytes = sums->undigested_own_bytes,
    };
}

struct am_held am_savings_held(const struct am_sums *sums, enum am_scope scope)
{
    return scope == AM_SCOPE_ALL ? held_all(sums) : held_own(sums);
}

static struct am_savings counts_all(const struct am_sums *sums)
{
    return (struct am_savings){
        .sightings = sums->sightings,
        .contents = sums->new_all_contents,
        .copies_local = sums->copies_local,
        .copies_external = sums->copies_external,
        .copies_sent = sums->copies_sent,
        .received = {sums->size_bytes, sums->stored_bytes, sums->wire_bytes},
        .delivered.wire_bytes = sums->wire_local_bytes + sums->wire_sent_bytes +
                                sums->wire_external_bytes,
    };
}

static struct am_savings counts_own(const struct am_sums *sums)
{
    return (struct am_savings){
        .sightings = sums->sightings_own,
        .contents = sums->new_own_contents,
        .copies_local = sums->copies_local,
        .copies_sent = sums->copies_sent,
        .received = {sums->size_own_bytes, sums->stored_own_bytes,
                     sums->wire_own_bytes},
        .delivered.wire_bytes = sums->wire_local_bytes + sums->wire_sent_bytes,
    };
}

struct am_savings am_savings_of(const struct am_sums *sums, enum am_scope scope)
{
    struct am_held held = am_savings_held(sums, scope);
    struct am_savings savings =
        scope == AM_SCOPE_ALL ? counts_all(sums) : counts_own(sums);

    am_savings_split(&savings, &held);
    return savings;
}

int64_t am_savings_copies(const struct am_savings *savings)
{
    return savings->copies_local + savings->copies_external +
           savings->copies_sent;
}

double am_savings_ratio(const struct am_savings *savings)
{
    if (savings->unique_size_bytes <= 0)
        return (double)NAN;
    return (double)savings->delivered.stored_bytes /
           (double)savings->unique_size_bytes;
}

#define FIELD(name, member)                 \
 {                                          \
  name, offsetof(struct am_savings, member) \
 }

static const struct {
    const char *name;
    size_t offset; /* of an int64_t */
} fields[] = {
    FIELD("sightings", sightings),
    FIELD("contents", contents),
    FIELD("copies_local", copies_local),
    FIELD("copies_external", copies_external),
    FIELD("copies_sent", copies_sent),
    FIELD("received_size_bytes", received.size_bytes),
    FIELD("received_stored_bytes", received.stored_bytes),
    FIELD("received_wire_bytes", received.wire_bytes),
    FIELD("delivered_size_bytes", delivered.size_bytes),
    FIELD("delivered_stored_bytes", delivered.stored_bytes),
    FIELD("delivered_wire_bytes", delivered.wire_bytes),
    FIELD("unique_size_bytes", unique_size_bytes),
    FIELD("already_bytes", already_bytes),
    FIELD("avoidable_within_bytes", within_bytes),
    FIELD("avoidable_across_bytes", across_bytes),
    FIELD("avoidable_encoding_bytes", encoding_bytes),
    FIELD("avoidable_total_bytes", total_bytes),
};

size_t am_savings_field_count(void)
{
    return sizeof(fields) / sizeof(fields[0]);
}

const char *am_savings_field_name(size_t field)
{
    return fields[field].name;
}

int64_t am_savings_field(const struct am_savings *savings, size_t field)
{
    int64_t value = 0;

    memcpy(&value, (const char *)savings + fields[field].offset, sizeof(value));
    return value;
}
