/* basis - see basis.h. */
#include "basis.h"

#include <stdlib.h>

#include "settings.h"

int am_basis_read(struct am_basis **basis, const char *path, struct am_err *err)
{
    struct am_basis *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the settings");

    atomic_init(&new->holders, 1);
    if (am_config_open(&new->config, path, err) < 0)
        goto fail;
    new->settings = am_config_settings(new->config);
    new->limits = am_settings_limits(new->settings);
    if (am_rules_read(&new->rules, new->settings, err) < 0)
        goto fail;
    *basis = new;
    return 0;

fail:
    am_basis_drop(&new);
    return -1;
}

static struct am_basis *hold(struct am_basis *basis)
{
    atomic_fetch_add(&basis->holders, 1);
    return basis;
}

void am_basis_drop(struct am_basis **basis)
{
    struct am_basis *old = *basis;

    *basis = NULL;
    if (old == NULL || atomic_fetch_sub(&old->holders, 1) > 1)
        return;
    am_rules_destroy(&old->rules);
    am_config_close(&old->config);
    free(old);
}

void am_current_begin(struct am_current *current, struct am_basis *basis)
{
    pthread_mutex_init(&current->lock, NULL);
    current->basis = hold(basis);
}

void am_current_end(struct am_current *current)
{
    am_basis_drop(&current->basis);
    pthread_mutex_destroy(&current->lock);
}

struct am_basis *am_current_hold(struct am_current *current)
{
    pthread_mutex_lock(&current->lock);
    struct am_basis *basis = hold(current->basis);
    pthread_mutex_unlock(&current->lock);
    return basis;
}

void am_current_change(struct am_current *current, struct am_basis *basis)
{
    pthread_mutex_lock(&current->lock);
    struct am_basis *old = current->basis;
    current->basis = hold(basis);
    pthread_mutex_unlock(&current->lock);
    am_basis_drop(&old);
}
