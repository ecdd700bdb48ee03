/*
 * config - attachmeter.conf: one table of all settings, read by libconfuse.
 *
 * `key = value` as in Postfix's main.cf.  The daemon and the command read the
 * same file through this module.  Does not act on a setting: it only knows
 * names, types, defaults, bounds and one line of help each.
 */
#ifndef AM_BASE_CONFIG_H
#define AM_BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

#define AM_CONFIG_PATH "/etc/attachmeter/attachmeter.conf"

/* All settings, checked.  Lists end in NULL.  Owned by the config. */
struct am_settings {
    const char *socket;    /* "unix:/path", "inet:port@host", "fd:3" */
    const char *database;  /* path; the spool is database + ".spool" */
    const char *key_file;  /* path */
    const char *lock_file; /* path; "" : socket path + ".lock" */
    const char *const *local_domains;
    const char *const *local_mailers;
    const char *const *trusted_networks;
    const char *const *submission_ports;
    const char *const *no_sent_senders;
    const char *list_sizes;
    const char *default_domain;
    int64_t delivery_limit;
    int64_t store_partitions; /* what sums made from now on are made with */
    int64_t detail_days;
    int64_t sum_months;         /* of the calendar */
    int64_t max_database_bytes; /* 0: none; only a warning */
    int64_t spool_limit_bytes;
    int64_t spool_sync_s; /* 0: sync every batch; default 1 */
    bool log_messages;
    const char *syslog_facility; /* "mail" */
    /* limits of the meter */
    int64_t limit_depth, limit_parts, limit_header_bytes, limit_boundary_bytes;
    /* the reports */
    const char *store_profile;                          /* report/profile.h */
    int64_t store_compression_milli, sent_copies_milli; /* thousandths */
    const char *country;          /* ISO 3166 alpha-3: the grid */
    const char *factors_file;     /* path; "": the installed one */
    int64_t mailboxes;            /* 0: not known */
    const char *const *report_to; /* addresses */
    const char *report_from;      /* an address; "": the MTA's choice */
    const char *const *factors;   /* "id=value" or "id=low,central,high" */
    const char *delivered_share;  /* "value" or "low,central,high"; "": 1 */
    /* the fleet: lib/fleet */
    const char *const *fleet_url; /* shards: fleet/routing.h */
    const char *fleet_database;   /* a name */
    const char *fleet_user;
    const char *fleet_password_file, *fleet_ca_file, *fleet_cert_file; /* "" */
    int64_t fleet_flush_s;
    int64_t fleet_batch; /* rows */
};

struct am_config;

/*
 * Read the file at path; NULL: AM_CONFIG_PATH, and the defaults if that is not
 * there.  On success *config is the caller's.  Fails with AM_EINVAL
 * ("file:line: what is wrong"), AM_ENOTFOUND, AM_EACCESS, AM_EIO, AM_ENOMEM.
 */
AM_MUST_CHECK int am_config_open(struct am_config **config, const char *path,
                                 struct am_err *err);

/* Close *config, which may be NULL, and set it to NULL. */
void am_config_close(struct am_config **config);

const struct am_settings *am_config_settings(const struct am_config *config);

/*
 * The name of the next setting, from number *i on, whose value in a is not that
 * in b; *i is then behind it.  NULL: there is no more.  Knows nothing of what
 * stands in files that settings name.
 */
const char *am_config_changed(const struct am_config *a,
                              const struct am_config *b, size_t *i);

/* The path in a "socket" as above; NULL for one of the network. */
const char *am_config_socket_path(const char *socket);

/* Write the path of the daemon's lock file, or of a database's spool, into
 * path; returns path. */
const char *am_config_lock_path(const struct am_settings *settings, char *path,
                                size_t size);
const char *am_config_spool_path(const char *database, char *path, size_t size);

enum am_config_print {
    AM_CONFIG_ALL,     /* every setting as it is */
    AM_CONFIG_CHANGED, /* those that differ from their default */
    AM_CONFIG_DEFAULTS /* every setting as it is by default, with its help */
};

/* Print settings in the form of the file. */
void am_config_print(const struct am_config *config, enum am_config_print what,
                     FILE *out);

/* Walk the table: name, help and whether it is at its default; value as text.
 */
struct am_setting_view {
    const char *name, *help;
    char value[1024];
    bool is_default;
};

/* Fill *view with setting number i; false beyond the last. */
bool am_config_view(const struct am_config *config, size_t i,
                    struct am_setting_view *view);

#endif
