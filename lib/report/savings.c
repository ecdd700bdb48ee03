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

/* What the two scopes have in common: local mailboxes and Sent folders. */
static void add_own(struct am_savings *savings, const struct am_sums *sums)
{
    savings->copies_local = sums->copies_local;
    savings->copies_sent = sums->copies_sent;
    savings->delivered = (struct am_bytes){
        .size_bytes = sums->size_local_bytes + sums->size_sent_bytes,
        .stored_bytes = sums->stored_local_bytes + sums->stored_sent_bytes,
        .wire_bytes = sums->wire_local_bytes + sums->wire_sent_bytes,
    };
}

static void add_external(struct am_savings *savings, const struct am_sums *sums)
{
    savings->copies_external = sums->copies_external;
    savings->delivered.size_bytes += sums->size_external_bytes;
    savings->delivered.stored_bytes += sums->stored_external_bytes;
    savings->delivered.wire_bytes += sums->wire_external_bytes;
}

static void set_scope_all(struct am_savings *savings,
                          const struct am_sums *sums)
{
    savings->sightings = sums->sightings;
    savings->contents = sums->new_all_contents;
    savings->unique_size_bytes =
        sums->new_all_bytes + sums->undigested_all_bytes;
    savings->received = (struct am_bytes){
        .size_bytes = sums->size_bytes,
        .stored_bytes = sums->stored_bytes,
        .wire_bytes = sums->wire_bytes,
    };
}

static void set_scope_own(struct am_savings *savings,
                          const struct am_sums *sums)
{
    savings->sightings = sums->sightings_own;
    savings->contents = sums->new_own_contents;
    savings->unique_size_bytes =
        sums->new_own_bytes + sums->undigested_own_bytes;
    savings->received = (struct am_bytes){
        .size_bytes = sums->size_own_bytes,
        .stored_bytes = sums->stored_own_bytes,
        .wire_bytes = sums->wire_own_bytes,
    };
}

/* Sizes of what has a digest: in copies, and once. */
static void split(struct am_savings *savings, int64_t copied_bytes,
                  int64_t once_bytes, int64_t new_bytes)
{
    savings->within_bytes = copied_bytes - once_bytes;
    savings->across_bytes = once_bytes - new_bytes;
    savings->encoding_bytes =
        savings->delivered.stored_bytes - savings->delivered.size_bytes;
    savings->total_bytes =
        savings->delivered.stored_bytes - savings->unique_size_bytes;
}

struct am_savings am_savings_of(const struct am_sums *sums, enum am_scope scope)
{
    struct am_savings savings = {0};

    add_own(&savings, sums);
    if (scope == AM_SCOPE_ALL) {
        add_external(&savings, sums);
        set_scope_all(&savings, sums);
        split(&savings,
              savings.delivered.size_bytes - sums->undigested_all_bytes,
              sums->size_bytes - sums->undigested_once_bytes,
              sums->new_all_bytes);
    } else {
        set_scope_own(&savings, sums);
        split(&savings,
              savings.delivered.size_bytes - sums->undigested_own_bytes,
              sums->size_own_bytes - sums->undigested_once_own_bytes,
              sums->new_own_bytes);
    }
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
