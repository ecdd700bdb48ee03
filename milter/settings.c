/* settings - see settings.h. */
#include "settings.h"

#include <stdio.h>
#include <string.h>

static const char *text_or_null(const char *text)
{
    return text != NULL && text[0] != '\0' ? text : NULL;
}

struct am_rules_source am_settings_rules(const struct am_settings *settings)
{
    struct am_rules_source source = {
        .local_domains = settings->local_domains,
        .local_mailers = settings->local_mailers,
        .trusted_networks = settings->trusted_networks,
        .submission_ports = settings->submission_ports,
        .no_sent_senders = settings->no_sent_senders,
        .list_sizes = text_or_null(settings->list_sizes),
        .default_domain = text_or_null(settings->default_domain),
    };
    return source;
}

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

struct am_ingest_options am_settings_ingest(const struct am_settings *settings)
{
    struct am_ingest_options options = {
        .detail_days = (unsigned)settings->detail_days,
        .delivery_limit = (unsigned)settings->delivery_limit,
        .partitions = (unsigned)settings->store_partitions,
    };
    return options;
}

struct am_keeper_setup am_settings_keeper(const struct am_settings *settings)
{
    struct am_keeper_setup setup = {
        .database = settings->database,
        .detail_days = settings->detail_days,
        .sum_months = settings->sum_months,
    };
    return setup;
}

const char *am_settings_socket_path(const struct am_settings *settings)
{
    const char *colon = strchr(settings->socket, ':');

    if (colon == NULL || strncmp(settings->socket, "inet", 4) == 0)
        return NULL;
    return colon + 1;
}

const char *am_settings_lock_path(const struct am_settings *settings,
                                  char *path, size_t size)
{
    const char *socket_path = am_settings_socket_path(settings);

    if (settings->lock_file[0] != '\0') {
        snprintf(path, size, "%s", settings->lock_file);
    } else {
        snprintf(path, size, "%s.lock",
                 socket_path != NULL ? socket_path : settings->database);
    }
    return path;
}

const char *am_settings_spool_path(const struct am_settings *settings,
                                   char *path, size_t size)
{
    snprintf(path, size, "%s.spool", settings->database);
    return path;
}
