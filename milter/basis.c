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
    pthread_mutex_init(&new->lock, NULL);
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
    for (unsigned i = 0; i < old->spare_count; i++)
        am_measure_destroy(&old->spares[i]);
    pthread_mutex_destroy(&old->lock);
    am_rules_destroy(&old->rules);
    am_config_close(&old->config);
    free(old);
}

int am_basis_take(struct am_basis *basis, const struct am_key *key,
                  struct am_measure **measure, struct am_err *err)
{
    const struct am_measure_setup setup = {
        .key = key,
        .rules = basis->rules,
        .limits = &basis->limits,
    };

    pthread_mutex_lock(&basis->lock);
    *measure =
        basis->spare_count > 0 ? basis->spares[--basis->spare_count] : NULL;
    pthread_mutex_unlock(&basis->lock);
    return *measure != NULL ? 0 : am_measure_create(measure, &setup, err);
}

void am_basis_spare(struct am_basis *basis, struct am_measure **measure)
{
    struct am_measure *old = *measure;

    *measure = NULL;
    if (old == NULL)
        return;
    am_measure_reset(old);
    pthread_mutex_lock(&basis->lock);
    if (basis->spare_count < AM_BASIS_SPARES) {
        basis->spares[basis->spare_count++] = old;
        old = NULL;
    }
    pthread_mutex_unlock(&basis->lock);
    am_measure_destroy(&old);
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
