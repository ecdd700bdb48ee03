/* sums - see sums.h. */
#include "store/sums.h"

#define MEMBER(name)                        \
 {                                          \
  ":" #name, offsetof(struct am_sums, name) \
 }

const struct am_sums_member am_sums_members[AM_SUMS_ALL] = {
    MEMBER(sightings),
    MEMBER(sightings_own),
    MEMBER(copies_local),
    MEMBER(copies_external),
    MEMBER(copies_sent),
    MEMBER(copies_lmtp),
    MEMBER(copies_cyrus),
    MEMBER(size_bytes),
    MEMBER(stored_bytes),
    MEMBER(wire_bytes),
    MEMBER(size_own_bytes),
    MEMBER(stored_own_bytes),
    MEMBER(wire_own_bytes),
    MEMBER(size_linked_bytes),
    MEMBER(size_local_bytes),
    MEMBER(size_external_bytes),
    MEMBER(size_sent_bytes),
    MEMBER(size_lmtp_bytes),
    MEMBER(size_cyrus_bytes),
    MEMBER(stored_local_bytes),
    MEMBER(stored_external_bytes),
    MEMBER(stored_sent_bytes),
    MEMBER(stored_lmtp_bytes),
    MEMBER(stored_cyrus_bytes),
    MEMBER(wire_local_bytes),
    MEMBER(wire_external_bytes),
    MEMBER(wire_sent_bytes),
    MEMBER(size_hops_bytes),
    MEMBER(new_all_contents),
    MEMBER(new_all_bytes),
    MEMBER(new_own_contents),
    MEMBER(new_own_bytes),
    MEMBER(new_sis_contents),
    MEMBER(new_sis_size_bytes),
    MEMBER(new_sis_bytes),
    MEMBER(undigested_all_bytes),
    MEMBER(undigested_own_bytes),
    MEMBER(undigested_lmtp_bytes),
    MEMBER(undigested_cyrus_bytes),
    MEMBER(undigested_once_bytes),
    MEMBER(undigested_once_own_bytes),
    MEMBER(packed_own_bytes),
    MEMBER(packed_undigested_bytes),
    MEMBER(sis_stored_bytes),
    MEMBER(sis_size_bytes),
    MEMBER(sis_once_bytes),
};

int64_t *am_sums_at(struct am_sums *sums, size_t member)
{
    void *place = (char *)sums + am_sums_members[member].offset;

    return place;
}

int am_sums_fail(struct am_err *err)
{
    return am_fail(err, AM_EFULL,
                   "database: this range holds 2^60 bytes or more, which is "
                   "more than can be added up: take a shorter one");
}

int am_sums_check(const struct am_sums *sums, struct am_err *err)
{
    struct am_sums copy = *sums;

    for (size_t i = 0; i < AM_SUMS_ALL; i++) {
        if (*am_sums_at(&copy, i) >= AM_SUMS_MOST)
            return am_sums_fail(err);
    }
    return 0;
}

void am_sums_add(struct am_sums *sums, const struct am_sums *more)
{
    struct am_sums addend = *more;

    for (size_t i = 0; i < AM_SUMS_ALL; i++)
        *am_sums_at(sums, i) += *am_sums_at(&addend, i);
}
