/*
 * key_show - which key the site has, and which its database was filled under.
 *
 * Tells ids, never a key.
 */
#ifndef AM_CLI_KEY_SHOW_H
#define AM_CLI_KEY_SHOW_H

#include <stddef.h>

#include "base/err.h"
#include "cli/viewing.h"
#include "store/epoch.h"

struct am_key_facts {
    const char *key_file, *database;
    char id[AM_KEY_TEXT_SIZE];      /* "": it cannot be read, or is not there */
    char problem[AM_ERR_TEXT_SIZE]; /* why not; "": it can */
    struct am_epoch *epochs;        /* the oldest first; NULL: no database */
    size_t count;
};

/* Look at both; what is not there is not an error.  facts is to be given to
 * am_key_facts_free().  Fails with AM_ENOMEM, or as am_store_open_readonly()
 * does but for AM_ENOTFOUND. */
AM_MUST_CHECK int am_key_facts_read(struct am_key_facts *facts,
                                    const char *key_file, const char *database,
                                    struct am_err *err);
void am_key_facts_free(struct am_key_facts *facts);

/* As am_view.print; the context is a struct am_key_facts. */
am_view_print_fn am_key_print_table;
am_view_print_fn am_key_print_json;
am_view_print_fn am_key_print_csv;

#endif
