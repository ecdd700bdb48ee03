/* terminal - see terminal.h. */
#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/language.h"

#define COLUMNS_USUAL 80
#define ROWS_USUAL    24
#define SIZE_MOST     10000

static const char *value_of(const char *name)
{
    const char *value = getenv(name); // NOLINT(concurrency-mt-unsafe)

    return value != NULL ? value : "";
}

/* What a variable says, else what the terminal does, else what is usual. */
static unsigned choose(const char *name, unsigned told, unsigned usual)
{
    const char *value = value_of(name);
    char *end = NULL;
    unsigned long number = strtoul(value, &end, 10);

    if (value[0] >= '0' && value[0] <= '9' && *end == '\0' && number > 0 &&
        number <= SIZE_MOST)
        return (unsigned)number;
    return told > 0 && told <= SIZE_MOST ? told : usual;
}

struct am_terminal am_terminal_of(int fd)
{
    struct am_terminal terminal = {.is_one = isatty(fd) != 0};
    struct winsize size = {0};
    const char *term = value_of("TERM");

    if (!terminal.is_one)
        return terminal;
    if (ioctl(fd, TIOCGWINSZ, &size) != 0)
        memset(&size, 0, sizeof(size));
    terminal.is_dumb = term[0] == '\0' || strcmp(term, "dumb") == 0;
    terminal.is_unicode = am_language_is_utf8();
    terminal.columns = choose("COLUMNS", size.ws_col, COLUMNS_USUAL);
    terminal.rows = choose("LINES", size.ws_row, ROWS_USUAL);
    return terminal;
}

void am_terminal_look(const struct am_terminal *terminal,
                      enum am_terminal_colour colour, struct am_look *look)
{
    look->width_columns = terminal->is_one ? terminal->columns : 0;
    look->is_unicode = terminal->is_one && terminal->is_unicode;
    look->has_colour = colour == AM_TERMINAL_ALWAYS ||
                       (colour == AM_TERMINAL_AUTO && terminal->is_one &&
                        !terminal->is_dumb && value_of("NO_COLOR")[0] == '\0');
}
