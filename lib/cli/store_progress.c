/* store_progress - see store_progress.h. */
#include "cli/store_progress.h"

#include <stdio.h>

#include "base/language.h"
#include "report/words.h"

static void compose_attachments(struct am_store_progress *progress,
                                int64_t done, int64_t total, char *text,
                                size_t size)
{
    char read[AM_COUNT_SIZE];
    char all[AM_COUNT_SIZE];
    char rate[AM_COUNT_SIZE];
    char left[AM_PROGRESS_LEFT_SIZE];
    double elapsed_s = am_progress_elapsed_s(&progress->line);

    if (done < progress->done)
        progress->pass_began_s = elapsed_s;
    progress->done = done;
    elapsed_s += 1e-9 - progress->pass_began_s;
    snprintf(text, size, _("%s of %s attachments read, %s/s, %s"),
             am_count_text((long long)done, read),
             am_count_text((long long)total, all),
             am_count_text((long long)((double)done / elapsed_s), rate),
             am_progress_left(elapsed_s, (double)done, (double)total, left));
}

static void on_read(void *context, int64_t done, int64_t total)
{
    struct am_store_progress *progress = context;
    char text[160];

    if (!am_progress_is_due(&progress->line))
        return;
    if (total > 0) {
        compose_attachments(progress, done, total, text, sizeof(text));
    } else {
        snprintf(text, sizeof(text), _("reading for %d s"),
                 (int)am_progress_elapsed_s(&progress->line));
    }
    am_progress_show(&progress->line, text);
}

void am_store_progress_begin(struct am_store_progress *progress,
                             struct am_store *store, const char *command,
                             bool is_wanted)
{
    *progress = (struct am_store_progress){.store = store};
    am_progress_begin(&progress->line, command, AM_PROGRESS_DELAY_S,
                      is_wanted && store != NULL);
    if (progress->line.is_on)
        am_store_watch(store, on_read, progress);
}

void am_store_progress_end(struct am_store_progress *progress)
{
    if (progress->line.is_on)
        am_store_watch(progress->store, NULL, NULL);
    am_progress_end(&progress->line);
}
