/*
 * options - see options.h.  The only place that calls getopt_long; single
 * threaded, as getopt itself is.
 */
#include "cli/options.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/safe.h"
#include "cli/command.h"

#define OPTION_MAX 48

static void print_help(const struct am_usage *usage)
{
    printf("usage: attachmeter %s\n\n%s\n\noptions:\n", usage->synopsis,
           usage->summary);
    for (const struct am_option *o = usage->options; o->name != NULL; o++) {
        char left[64];
        char letter[8] = "    ";
        if (o->letter < 256)
            snprintf(letter, sizeof(letter), "-%c, ", o->letter);
        snprintf(left, sizeof(left), "%s--%s%s%s", letter, o->name,
                 o->arg != NULL ? " " : "", o->arg != NULL ? o->arg : "");
        printf("  %-30s %s\n", left, o->help);
    }
    printf("  %-30s %s\n", "-h, --help", "print this help");
    if (usage->notes != NULL)
        printf("\n%s\n", usage->notes);
}

static size_t fill(const struct am_usage *usage, struct option *longs,
                   char *shorts)
{
    size_t n = 0;

    for (const struct am_option *o = usage->options; o->name != NULL; o++) {
        if (n + 2 >= OPTION_MAX)
            abort(); /* a table of ours outgrew this one */
        longs[n++] = (struct option){
            o->name, o->arg != NULL ? required_argument : no_argument, NULL,
            o->letter};
        if (o->letter < 256) {
            *shorts++ = (char)o->letter;
            if (o->arg != NULL)
                *shorts++ = ':';
        }
    }
    longs[n++] = (struct option){"help", no_argument, NULL, 'h'};
    longs[n] = (struct option){0};
    memcpy(shorts, "h", 2);
    return n;
}

int am_option_next(int argc, char **argv, const struct am_usage *usage)
{
    struct option longs[OPTION_MAX];
    char shorts[2 * OPTION_MAX + 2];

    fill(usage, longs, shorts);
    opterr = 0;
    /* The command's own thread is the only one there is. */
    int letter = getopt_long(argc, argv, shorts, longs, NULL); // NOLINT
    if (letter == 'h') {
        print_help(usage);
        exit(AM_EXIT_OK); // NOLINT
    }
    if (letter == '?') {
        const char *word = argv[optind - 1];
        am_usage_error(argv[0],
                       "%s: unknown option, or its argument is missing", word);
        return AM_OPTION_BAD;
    }
    return letter;
}

const char *am_option_name(const struct am_option *options, int letter)
{
    while (options->name != NULL && options->letter != letter)
        options++;
    return options->name != NULL ? options->name : "";
}

void am_print_safe(FILE *out, const char *text)
{
    while (*text != '\0') {
        size_t size = am_safe_size(text);
        if (size > 0) {
            fwrite(text, 1, size, out);
            text += size;
        } else {
            fprintf(out, "\\x%02x", (unsigned)(unsigned char)*text++);
        }
    }
}

static void complain(const char *format, va_list args) AM_PRINTF(1, 0);

static void complain(const char *format, va_list args)
{
    char text[2 * AM_ERR_TEXT_SIZE];

    vsnprintf(text, sizeof(text), format, args);
    fputs("attachmeter: ", stderr);
    am_print_safe(stderr, text);
    fputc('\n', stderr);
}

void am_complain(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    complain(format, args);
    va_end(args);
}

int am_usage_error(const char *command, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    complain(format, args);
    va_end(args);
    fprintf(stderr, "try 'attachmeter %s --help'\n", command);
    return AM_EXIT_USAGE;
}
