/*
 * language - see language.h.
 *
 * English is not gettext's: the text of the source, at the cost of one
 * comparison, in any locale.  So only French is ever looked up, and what
 * gettext has cached stays true when the language is changed.
 */
#define _GNU_SOURCE /* NOLINT: dladdr() */
#include "base/language.h"

#include <dlfcn.h>
#include <libintl.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define DOMAIN    "attachmeter"
#define CATALOGUE "/fr/LC_MESSAGES/" DOMAIN ".mo"
#define PATH_SIZE 4096

enum language {
    ENGLISH,
    FRENCH,
    LANGUAGE_COUNT
};

static const char *const codes[LANGUAGE_COUNT] = {"en", "fr"};

static const struct am_marks marks[LANGUAGE_COUNT] = {
    {".", ",", " "},
    {",", "\xe2\x80\xaf", "\xc2\xa0"},
};

static enum language current = ENGLISH;

/* What English had, to go back to: strerror() follows LC_MESSAGES. */
#define PLAIN_LOCALE "C"

static enum language language_of(const char *lang)
{
    size_t i = 0;

    while (i < LANGUAGE_COUNT && strcmp(lang, codes[i]) != 0)
        i++;
    return (enum language)i;
}

/* The value of a category: the first variable that is set and not empty. */
static const char *locale_of(const char *category)
{
    const char *const names[] = {"LC_ALL", category, "LANG"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *value = getenv(names[i]); // NOLINT(concurrency-mt-unsafe)
        if (value != NULL && value[0] != '\0')
            return value;
    }
    return PLAIN_LOCALE;
}

/* "fr", "fr_FR.UTF-8", "fr_CA@euro". */
static bool is_in_french(const char *locale)
{
    return strncmp(locale, "fr", 2) == 0 && strchr("_.@", locale[2]) != NULL;
}

bool am_language_is_utf8(void)
{
    const char *charset = strchr(locale_of("LC_CTYPE"), '.');

    return charset != NULL && (strncasecmp(charset, ".utf-8", 6) == 0 ||
                               strncasecmp(charset, ".utf8", 5) == 0);
}

static enum language of_environment(void)
{
    return is_in_french(locale_of("LC_MESSAGES")) && am_language_is_utf8()
               ? FRENCH
               : ENGLISH;
}

/* Does folder, seen from that of the library's file, hold the catalogue? */
static bool bind_beside(const char *library, const char *folder)
{
    const char *slash = strrchr(library, '/');
    int size = slash != NULL ? (int)(slash - library) : 1;
    char dir[PATH_SIZE];
    char file[PATH_SIZE + sizeof(CATALOGUE)];

    if (snprintf(dir, sizeof(dir), "%.*s/%s", size,
                 slash != NULL ? library : ".", folder) >= PATH_SIZE)
        return false;
    snprintf(file, sizeof(file), "%s" CATALOGUE, dir);
    return access(file, R_OK) == 0 && bindtextdomain(DOMAIN, dir) != NULL &&
           bind_textdomain_codeset(DOMAIN, "UTF-8") != NULL;
}

static bool bind_catalogue(void)
{
    Dl_info library;

    return dladdr(codes, &library) != 0 &&
           (bind_beside(library.dli_fname, "locale") ||
            bind_beside(library.dli_fname, AM_LOCALE_FROM_LIBRARY));
}

/* A catalogue that is found translates the empty text: into its header. */
static bool is_speaking(void)
{
    return dgettext(DOMAIN, "")[0] != '\0';
}

// NOLINTBEGIN(concurrency-mt-unsafe): as the header says
static bool speak_french(void)
{
    static const char *const locales[] = {
        "C.UTF-8", "", "fr_FR.UTF-8", "en_US.UTF-8", "en_GB.UTF-8",
    };

    if (!bind_catalogue() || setenv("LANGUAGE", codes[FRENCH], 1) != 0)
        return false;
    for (size_t i = 0; i < sizeof(locales) / sizeof(locales[0]); i++) {
        if (setlocale(LC_MESSAGES, locales[i]) != NULL && is_speaking())
            return true;
    }
    return false;
}

int am_language_use(const char *lang, struct am_err *err)
{
    enum language wanted = lang != NULL ? language_of(lang) : of_environment();

    if (wanted == LANGUAGE_COUNT) {
        return am_fail(err, AM_EINVAL,
                       "'%.20s' is none of the languages: write en or fr",
                       lang);
    }
    /* How wide a character is. */
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
        setlocale(LC_CTYPE, "");
    if (wanted == FRENCH && current != FRENCH && !speak_french()) {
        setlocale(LC_MESSAGES, PLAIN_LOCALE);
        if (lang != NULL) {
            return am_fail(err, AM_ENOTFOUND,
                           "no French here: its catalogue is not installed, or "
                           "no locale but C is");
        }
        wanted = ENGLISH;
    }
    if (wanted == ENGLISH)
        setlocale(LC_MESSAGES, PLAIN_LOCALE);
    current = wanted;
    return 0;
}

// NOLINTEND(concurrency-mt-unsafe)

const char *am_language_current(void)
{
    return codes[current];
}

const struct am_marks *am_language_marks(void)
{
    return &marks[current];
}

const char *am_language_text(const char *text)
{
    /* The empty text would be the catalogue's header. */
    return current == ENGLISH || text[0] == '\0' ? text
                                                 : dgettext(DOMAIN, text);
}

const char *am_plural(const char *one, const char *many, unsigned long n)
{
    if (current == ENGLISH)
        return n == 1 ? one : many;
    return dngettext(DOMAIN, one, many, n);
}

int am_language_width(const char *text)
{
    int width = 0;

    for (; *text != '\0'; text++)
        width += ((unsigned char)*text & 0xc0) != 0x80;
    return width;
}

int am_language_pad(const char *text, int columns)
{
    return columns + (int)strlen(text) - am_language_width(text);
}
