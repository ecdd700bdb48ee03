/*
 * one_mail - the sums of a single content in a single message.
 */
#ifndef AM_TESTS_ONE_MAIL_H
#define AM_TESTS_ONE_MAIL_H

#include "store/query.h"

/* 1,000,000 bytes in base64, as a store holds them and as SMTP carries them. */
#define D INT64_C(1000000)
#define E INT64_C(1350879)

/* One content in one message to so many, with its Sent copy. */
static inline struct am_sums sums_of(int64_t local, int64_t external,
                                     int64_t sent)
{
    int64_t lmtp = (local + 49) / 50;

    return (struct am_sums){
        .sightings = 1,
        .sightings_own = 1,
        .copies_local = local,
        .copies_external = external,
        .copies_sent = sent,
        .copies_lmtp = lmtp,
        .size_bytes = D,
        .stored_bytes = E,
        .size_own_bytes = D,
        .stored_own_bytes = E,
        .size_local_bytes = D * local,
        .size_external_bytes = D * external,
        .size_sent_bytes = D * sent,
        .size_lmtp_bytes = D * lmtp,
        .stored_local_bytes = E * local,
        .stored_external_bytes = E * external,
        .stored_sent_bytes = E * sent,
        .stored_lmtp_bytes = E * lmtp,
        .new_all_bytes = D,
        .new_own_bytes = D,
        .new_sis_size_bytes = D,
        .new_sis_bytes = D,
        .sis_stored_bytes = E * (local + sent),
        .sis_size_bytes = D * (local + sent),
        .sis_once_bytes = D,
        .packed_own_bytes = E * (local + sent) * 3 / 4,
    };
}

#endif
