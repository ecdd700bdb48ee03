/* reload - see reload.h. */
#include "reload.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "notify.h"
#include "settings.h"

#define NAMES_SIZE 1024

/* What the daemon has opened, bound or locked since its start. */
static bool needs_restart(const char *name)
{
    static const char *const names[] = {"socket", "database", "key_file",
                                        "lock_file"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(names[i], name) == 0)
            return true;
    }
    return false;
}

/* The names of settings, of the kind asked for, in which two readings differ;
 * "" if there is none. */
static void name_changes(const struct am_basis *before,
                         const struct am_basis *now, bool by_restart,
                         char names[NAMES_SIZE])
{
    const char *name = NULL;
    size_t used = 0;
    size_t i = 0;

    names[0] = '\0';
    while ((name = am_config_changed(before->config, now->config, &i)) !=
           NULL) {
        if (needs_restart(name) != by_restart || used >= NAMES_SIZE)
            continue;
        used += (size_t)snprintf(names + used, NAMES_SIZE - used, "%s%s",
                                 used > 0 ? ", " : "", name);
    }
}

static void take_over(const struct am_reload *reload, struct am_basis *now)
{
    const struct am_settings *settings = now->settings;
    struct am_recorder_terms terms = am_settings_recorder(settings);

    am_log_change(settings->syslog_facility);
    am_spool_limit(reload->spool, am_settings_spool(settings).limit_bytes);
    am_recorder_change(reload->recorder, &terms);
    am_current_change(reload->current, now);
}

static void change(const struct am_reload *reload, struct am_basis *now)
{
    struct am_basis *before = am_current_hold(reload->current);
    char names[NAMES_SIZE];

    take_over(reload, now);
    name_changes(before, now, false, names);
    am_log_info("reloaded; changed: %s; the files they name were read again",
                names[0] != '\0' ? names : "none");
    name_changes(reload->first, now, true, names);
    if (names[0] != '\0') {
        am_log_warning("only a restart changes, so their values stay: %s",
                       names);
    }
    am_basis_drop(&before);
}

void am_reload(const struct am_reload *reload)
{
    struct am_basis *now = NULL;
    struct am_err err;

    am_notify_reloading();
    if (am_basis_read(&now, reload->path, &err) < 0) {
        am_log_error("not reloaded, all stays as it was: %s", err.text);
        am_notify_ready("the last reload failed, see the log");
        return;
    }
    change(reload, now);
    am_basis_drop(&now);
    am_notify_ready("");
}
