/*
 * options - see options.h.  The only place that calls getopt_long; single
 * threaded, as getopt itself is.
 */
#include "cli/options.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/safe.h"
#include "cli/command.h"
#include "cli/progress.h"

#define OPTION_MAX  48
#define LETTER_LANG (-2) /* of no table */
#define HELP_WIDTH  30

/* The options that every command has. */
static const struct am_option common[] = {
    {"lang", LETTER_LANG, N_("LANG"),
     N_("fr or en (default: as LC_ALL, LC_MESSAGES, LANG say)")},
    {"help", 'h', NULL, N_("print this help")},
    {0},
};

static void print_options(const struct am_option *options)
{
    for (const struct am_option *o = options; o->name != NULL; o++) {
        char left[96];
        char letter[8] = "    ";
        if (o->letter > 0 && o->letter < 256)
            snprintf(letter, sizeof(letter), "-%c, ", o->letter);
        snprintf(left, sizeof(left), "%s--%s%s%s", letter, o->name,
                 o->arg != NULL ? " " : "", o->arg != NULL ? _(o->arg) : "");
        printf("  %-*s %s\n", am_language_pad(left, HELP_WIDTH), left,
               _(o->help));
    }
}

static void print_help(const struct am_usage *usage)
{
    printf(_("usage: attachmeter %s\n\n%s\n\noptions:\n"), _(usage->synopsis),
           _(usage->summary));
    print_options(usage->options);
    print_options(common);
    if (usage->notes != NULL)
        printf("\n%s\n", _(usage->notes));
}

static void add_option(const struct am_option *option, struct option *longs,
                       size_t *count, char **shorts)
{
    if (*count + 1 >= OPTION_MAX)
        abort(); /* a table of ours outgrew this one */
    longs[(*count)++] = (struct option){
        option->name, option->arg != NULL ? required_argument : no_argument,
        NULL, option->letter};
    if (option->letter > 0 && option->letter < 256) {
        *(*shorts)++ = (char)option->letter;
        if (option->arg != NULL)
            *(*shorts)++ = ':';
    }
}

static void fill(const struct am_usage *usage, struct option *longs,
                 char *shorts)
{
    size_t n = 0;

    for (const struct am_option *o = usage->options; o->name != NULL; o++)
        add_option(o, longs, &n, &shorts);
    for (const struct am_option *o = common; o->name != NULL; o++)
        add_option(o, longs, &n, &shorts);
    longs[n] = (struct option){0};
    *shorts = '\0';
}

int am_option_language(const char *lang)
{
    struct am_err err;

    return am_language_use(lang, &err) == 0
               ? AM_EXIT_OK
               : am_usage_error("COMMAND", "--lang: %s", err.text);
}

int am_option_next(int argc, char **argv, const struct am_usage *usage)
{
    struct option longs[OPTION_MAX];
    char shorts[2 * OPTION_MAX + 2];

    fill(usage, longs, shorts);
    opterr = 0;
    /* The command's own thread is the only one there is. */
    int letter = getopt_long(argc, argv, shorts, longs, NULL); // NOLINT
    while (letter == LETTER_LANG) {
        if (am_option_language(optarg) != AM_EXIT_OK)
            return AM_OPTION_BAD;
        letter = getopt_long(argc, argv, shorts, longs, NULL); // NOLINT
    }
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

    vsnprintf(text, sizeof(text), _(format), args);
    am_progress_erase();
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

int am_failure(const struct am_err *err)
{
    am_complain("%s", err->text);
    return AM_EXIT_FAILED;
}

int am_usage_error(const char *command, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    complain(format, args);
    va_end(args);
    fprintf(stderr, _("try 'attachmeter %s --help'\n"), command);
    return AM_EXIT_USAGE;
}

int am_no_argument(int argc, char **argv)
{
    return optind == argc
               ? AM_EXIT_OK
               : am_usage_error(argv[0], _("%s: it takes no argument"),
                                argv[optind]);
}
