/*
 * forget_print - what `attachmeter forget` deletes, and how it is printed.
 */
#ifndef AM_CLI_FORGET_PRINT_H
#define AM_CLI_FORGET_PRINT_H

#include "cli/sought.h"
#include "cli/viewing.h"
#include "store/forget.h"

/* A content. */
struct am_victim {
    struct am_sought sought;
    bool is_older; /* a file before it, under a key that was replaced */
    struct am_forget_counts counts;
};

struct am_forgetting {
    bool is_dry, yes, has_progress;
    bool has_fleet; /* where it is to be forgotten, too */
    const char *source;
    const char **given; /* fingerprints */
    size_t given_count;
    struct am_victim *victims;
    size_t count;
    struct am_forget_counts all;
    struct am_forget *running;
};

/* As am_view.print; the context is a struct am_forgetting. */
am_view_print_fn am_forget_print_table;
am_view_print_fn am_forget_print_json;
am_view_print_fn am_forget_print_csv;

#endif
