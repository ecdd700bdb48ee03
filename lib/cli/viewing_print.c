/* viewing_print - a view's way out: a file, a terminal, its pager; see
 * viewing.h.
 */
#include <stdlib.h>

#include "cli/command.h"
#include "cli/outfile.h"
#include "cli/pager.h"
#include "cli/viewing.h"

static int print_to_file(const struct am_viewing *viewing,
                         const struct am_view *view, const void *context,
                         struct am_err *err)
{
    struct am_outfile outfile;

    if (am_outfile_open(&outfile, viewing->output, err) < 0)
        return -1;
    if (view->print[viewing->format](context, viewing, outfile.stream, err) ==
        0)
        return am_outfile_close(&outfile, err);
    am_outfile_drop(&outfile);
    return -1;
}

/* How long it is must be known before it is shown. */
static int print_to_pager(const struct am_viewing *viewing,
                          const struct am_view *view, const void *context,
                          struct am_err *err)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    if (out == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the output");
    int failed = view->print[viewing->format](context, viewing, out, err);
    if (fclose(out) != 0 && !failed)
        failed = am_fail(err, AM_ENOMEM, "no memory for the output");
    if (!failed)
        failed = am_pager_show(text, size, &viewing->terminal, err);
    free(text);
    return failed;
}

int am_viewing_print(const struct am_viewing *viewing,
                     const struct am_view *view, const void *context)
{
    struct am_err err;
    bool is_paged = viewing->terminal.is_one && !viewing->has_no_pager;
    int failed = is_paged ? print_to_pager(viewing, view, context, &err)
                          : print_to_file(viewing, view, context, &err);

    if (!failed)
        return AM_EXIT_OK;
    return am_failure(&err);
}
