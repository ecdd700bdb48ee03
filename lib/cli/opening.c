/*
 * opening - see opening.h.
 */
#include "cli/opening.h"

#include "cli/options.h"

int am_opening_config(struct am_config **config, const char *path)
{
    struct am_err err;

    if (am_config_open(config, path, &err) == 0)
        return 0;
    am_complain("%s", err.text);
    return -1;
}

int am_opening_rules(struct am_rules **rules,
                     const struct am_settings *settings)
{
    struct am_err err;
    const struct am_rules_source source = {
        .local_domains = settings->local_domains,
        .local_mailers = settings->local_mailers,
        .trusted_networks = settings->trusted_networks,
        .submission_ports = settings->submission_ports,
        .no_sent_senders = settings->no_sent_senders,
        .list_sizes = settings->list_sizes,
        .default_domain = settings->default_domain,
    };

    if (am_rules_create(rules, &source, &err) == 0)
        return 0;
    am_complain("%s", err.text);
    return -1;
}

int am_opening_store(struct am_store **store, const char *path)
{
    struct am_err err;

    if (am_store_open_readonly(store, path, &err) == 0)
        return 0;
    if (err.code == AM_ENOTFOUND) {
        am_complain("%s: no database yet: start attachmeterd, or name the "
                    "right one with --database",
                    path);
    } else if (err.code == AM_EACCESS) {
        am_complain("%s; run this as root or as a member of the group "
                    "attachmeter",
                    err.text);
    } else {
        am_complain("%s", err.text);
    }
    return -1;
}
