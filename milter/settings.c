/* settings - see settings.h. */
#include "settings.h"

struct am_limits am_settings_limits(const struct am_settings *settings)
{
    struct am_limits limits = {
        .depth = (unsigned)settings->limit_depth,
        .parts = (unsigned)settings->limit_parts,
        .header_bytes = (unsigned)settings->limit_header_bytes,
        .boundary_bytes = (unsigned)settings->limit_boundary_bytes,
    };
    return limits;
}

struct am_spool_options am_settings_spool(const struct am_settings *settings)
{
    struct am_spool_options options = {
        .limit_bytes = (uint64_t)settings->spool_limit_bytes,
    };
    return options;
}

struct am_recorder_terms am_settings_recorder(
    const struct am_settings *settings)
{
    struct am_recorder_terms terms = {
        .ingest =
            {
                .detail_days = (unsigned)settings->detail_days,
                .delivery_limit = (unsigned)settings->delivery_limit,
                .partitions = (unsigned)settings->store_partitions,
            },
        .keeper =
            {
                .detail_days = settings->detail_days,
                .sum_months = settings->sum_months,
            },
        .sync_s = settings->spool_sync_s,
    };
    return terms;
}
