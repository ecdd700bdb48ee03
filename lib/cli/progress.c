/* progress - see progress.h. */
#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/language.h"
#include "cli/terminal.h"

#define INTERVAL_S 0.2
#define LEFT_MOST  359999 /* 99:59:59 */

/* Is there a line on the terminal, behind which its cursor stands? */
static bool is_shown;

static double now_s(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void am_progress_begin(struct am_progress *progress, const char *command,
                       double delay_s, bool is_wanted)
{
    struct am_terminal terminal = am_terminal_of(STDERR_FILENO);
    double now = now_s();

    *progress = (struct am_progress){
        .command = command,
        .began_s = now,
        .due_s = now + delay_s,
        .is_on = is_wanted && terminal.is_one && !terminal.is_dumb,
    };
}

bool am_progress_is_due(const struct am_progress *progress)
{
    return progress->is_on && now_s() >= progress->due_s;
}

/* The bytes of text in so many columns; what is wider than one counts as one,
 * as texts of ours have nothing such. */
static size_t cut(const char *text, size_t columns)
{
    size_t size = 0;

    for (; text[size] != '\0'; size++) {
        bool continues = ((unsigned char)text[size] & 0xc0U) == 0x80U;
        if (!continues && columns-- == 0)
            break;
    }
    return size;
}

void am_progress_show(struct am_progress *progress, const char *text)
{
    /* The last column stays free: a terminal may go on to the next line. */
    size_t columns = am_terminal_of(STDERR_FILENO).columns - 1;
    char line[256];

    if (!progress->is_on)
        return;
    snprintf(line, sizeof(line), "%s: %s", progress->command, text);
    fprintf(stderr, "\r%.*s\033[K", (int)cut(line, columns), line);
    fflush(stderr);
    is_shown = true;
    progress->due_s = now_s() + INTERVAL_S;
}

double am_progress_elapsed_s(const struct am_progress *progress)
{
    return now_s() - progress->began_s + 1e-9;
}

const char *am_progress_left(double elapsed_s, double done, double total,
                             char text[AM_PROGRESS_LEFT_SIZE])
{
    if (done <= 0 || total <= 0) {
        snprintf(text, AM_PROGRESS_LEFT_SIZE, "%s", _("? left"));
        return text;
    }
    double left_s = done >= total ? 0 : (total - done) / done * elapsed_s;
    int s = left_s > LEFT_MOST ? LEFT_MOST : (int)left_s;
    snprintf(text, AM_PROGRESS_LEFT_SIZE, _("%d:%02d:%02d left"), s / 3600,
             s / 60 % 60, s % 60);
    return text;
}

void am_progress_erase(void)
{
    if (is_shown)
        fputs("\r\033[K", stderr);
    is_shown = false;
}

void am_progress_end(struct am_progress *progress)
{
    if (progress->is_on)
        am_progress_erase();
    progress->is_on = false;
}
