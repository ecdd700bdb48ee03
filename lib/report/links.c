/* links - see links.h. */
#include "report/links.h"

void am_links_add(struct am_links *links, const struct am_links *more)
{
    for (size_t i = 0; i < AM_LINKS_VALUES; i++)
        links->value[i] += more->value[i];
}

/* The bytes without so many thousandths of them, rounded down, as
 * sql/report/sums.sql does. */
static int64_t without(int64_t bytes, int64_t thousandths)
{
    int64_t kept = 1000 - thousandths;

    return bytes / 1000 * kept + bytes % 1000 * kept / 1000;
}

void am_links_to_sums(const struct am_links *links,
                      const struct am_profile *profile, struct am_sums *sums,
                      struct am_message_sums *messages)
{
    const int64_t *value = links->value;
    int64_t stored_sent_bytes =
        without(value[AM_LINKS_STORED_SENT_BYTES], profile->sent_less);

    *sums = (struct am_sums){
        .sightings_own = value[AM_LINKS_ATTACHMENTS],
        .copies_local = value[AM_LINKS_COPIES_LOCAL],
        .copies_lmtp = value[AM_LINKS_COPIES_LMTP],
        .copies_cyrus = value[AM_LINKS_COPIES_CYRUS],
        .copies_sent = value[AM_LINKS_COPIES_SENT],
        .size_own_bytes = value[AM_LINKS_SIZE_BYTES],
        .stored_own_bytes = value[AM_LINKS_STORED_BYTES],
        .wire_own_bytes = value[AM_LINKS_WIRE_BYTES],
        .size_linked_bytes = value[AM_LINKS_SIZE_LINKED_BYTES],
        .size_local_bytes = value[AM_LINKS_SIZE_LOCAL_BYTES],
        .size_lmtp_bytes = value[AM_LINKS_SIZE_LMTP_BYTES],
        .size_cyrus_bytes = value[AM_LINKS_SIZE_CYRUS_BYTES],
        .size_sent_bytes =
            without(value[AM_LINKS_SIZE_SENT_BYTES], profile->sent_less),
        .stored_local_bytes = value[AM_LINKS_STORED_LOCAL_BYTES],
        .stored_lmtp_bytes = value[AM_LINKS_STORED_LMTP_BYTES],
        .stored_cyrus_bytes = value[AM_LINKS_STORED_CYRUS_BYTES],
        .stored_sent_bytes = stored_sent_bytes,
        .packed_own_bytes =
            without(value[AM_LINKS_STORED_LOCAL_BYTES] + stored_sent_bytes,
                    profile->packed_less),
        .new_own_contents = value[AM_LINKS_CONTENTS],
        .new_own_bytes = value[AM_LINKS_UNIQUE_BYTES],
    };
    *messages = (struct am_message_sums){
        .with_attachments = value[AM_LINKS_MESSAGES],
        .deliveries_with_attachments = value[AM_LINKS_DELIVERIES],
    };
}

struct am_links am_links_of_copies(const struct am_detail *detail)
{
    int64_t size = detail->size_bytes;
    int64_t stored = detail->stored_bytes;

    return (struct am_links){{
        [AM_LINKS_COPIES_LOCAL] = detail->local,
        [AM_LINKS_COPIES_LMTP] = detail->lmtp,
        [AM_LINKS_COPIES_CYRUS] = detail->cyrus,
        [AM_LINKS_COPIES_SENT] = detail->sent,
        [AM_LINKS_SIZE_LOCAL_BYTES] = size * detail->local,
        [AM_LINKS_SIZE_LMTP_BYTES] = size * detail->lmtp,
        [AM_LINKS_SIZE_CYRUS_BYTES] = size * detail->cyrus,
        [AM_LINKS_SIZE_SENT_BYTES] = size * detail->sent,
        [AM_LINKS_STORED_LOCAL_BYTES] = stored * detail->local,
        [AM_LINKS_STORED_LMTP_BYTES] = stored * detail->lmtp,
        [AM_LINKS_STORED_CYRUS_BYTES] = stored * detail->cyrus,
        [AM_LINKS_STORED_SENT_BYTES] = stored * detail->sent,
    }};
}

struct am_links am_links_of_first(const struct am_detail *detail,
                                  int64_t framing)
{
    int64_t size = detail->size_bytes;

    return (struct am_links){{
        [AM_LINKS_ATTACHMENTS] = 1,
        [AM_LINKS_UNIQUE_BYTES] = framing,
        [AM_LINKS_SIZE_BYTES] = size,
        [AM_LINKS_STORED_BYTES] = detail->stored_bytes,
        [AM_LINKS_WIRE_BYTES] = detail->wire_bytes,
        [AM_LINKS_SIZE_LINKED_BYTES] = detail->local > 0 ? size : 0,
    }};
}
