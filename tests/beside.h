/*
 * beside.h - profiles by their settings, sums under them, and the equations
 * that hold for each.
 */
#ifndef AM_TESTS_BESIDE_H
#define AM_TESTS_BESIDE_H

#include "base/units.h"
#include "desk.h"
#include "report/profile.h"

static inline struct am_profile profile_of(const char *name,
                                           const char *compression,
                                           const char *sent)
{
    struct am_settings settings = {.store_profile = name};
    struct am_profile profile;

    ck_assert_int_eq(
        am_parse_milli(compression, &settings.store_compression_milli, &err),
        0);
    ck_assert_int_eq(am_parse_milli(sent, &settings.sent_copies_milli, &err),
                     0);
    ck_assert_msg(am_profile_choose(&profile, NULL, &settings, &err) == 0, "%s",
                  err.text);
    return profile;
}

static inline struct am_sums sums_under(const struct am_profile *profile,
                                        struct am_query query)
{
    struct am_sums sums = {0};

    am_profile_prepare(profile, &query);
    ck_assert_msg(am_query_sums(store, &query, keep_sums, &sums, &err) == 0,
                  "%s", err.text);
    return sums;
}

static const struct am_query always = {.until_day = 100000};

static inline void check_equations(const char *name,
                                   const struct am_profile *profile,
                                   const struct am_sums *sums)
{
    struct am_savings plain = am_savings_of(sums, AM_SCOPE_OWN);
    struct am_savings own = am_profile_savings(profile, sums);
    struct am_already already = am_profile_already(profile, sums);

    ck_assert_msg(own.delivered.stored_bytes ==
                      own.unique_size_bytes + own.encoding_bytes +
                          own.within_bytes + own.across_bytes,
                  "%s: delivered", name);
    ck_assert_msg(own.total_bytes ==
                      own.delivered.stored_bytes - own.unique_size_bytes,
                  "%s: avoidable", name);
    ck_assert_msg(already.total_bytes ==
                      already.within_bytes + already.across_bytes +
                          already.encoding_bytes + already.undigested_bytes,
                  "%s: already", name);
    ck_assert_msg(already.total_bytes + own.delivered.stored_bytes ==
                      plain.delivered.stored_bytes,
                  "%s: both", name);
}

#endif
