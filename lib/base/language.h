/*
 * language - texts, marks of numbers and units in the reader's language:
 * English, which the sources are written in, or French.
 *
 * Who speaks English until am_language_use() is called touches nothing of the
 * process, whatever its environment or its locale: a program that only links
 * the library keeps its own.  JSON, CSV, metrics and logs are no texts for
 * people: what is written there never comes from here.
 *
 * Texts are gettext's, of the domain "attachmeter".  The catalogue is looked
 * for in locale/ beside the library (a build), then where an installation puts
 * it, seen from the library: who can write there could write the library too,
 * so that no variable of the environment has to be trusted.
 *
 * glibc translates nothing in the locale "C", and since 2.39 nothing in
 * "C.UTF-8" (its bug 16621; Debian 12 has 2.36).  French takes the first of
 * "C.UTF-8", the environment's locale and some common ones in which the
 * catalogue speaks, with LANGUAGE set to "fr": no French locale has to be
 * generated, but from 2.39 on some locale other than C has to be.
 */
#ifndef AM_BASE_LANGUAGE_H
#define AM_BASE_LANGUAGE_H

#include <stdbool.h>

#include "base/err.h"

#if defined(__GNUC__)
# define AM_FORMAT_ARG(arg) __attribute__((format_arg(arg)))
#else
# define AM_FORMAT_ARG(arg)
#endif

/* The text in the language in use; it lives as long as the process.  The name
 * is reserved, but this is what everybody calls it. */
#define _(text) am_language_text(text) // NOLINT

/* Marks a text of a static table, which is translated where it is used. */
#define N_(text) text // NOLINT

/*
 * Speak "en" or "fr"; NULL: French if LC_ALL, else LC_MESSAGES, else LANG names
 * it and LC_ALL, else LC_CTYPE, else LANG names UTF-8 as the charset, English
 * else.  All that is written is UTF-8, also where "fr" was asked for by name.
 *
 * May be called again and again, from one thread and while no other one of the
 * process runs: it sets the locale's LC_CTYPE and LC_MESSAGES, and LANGUAGE in
 * the environment.  LC_NUMERIC stays as it is, "C", since numbers of settings
 * and factors are read with a point.
 *
 * Fails with AM_EINVAL: no such language; AM_ENOTFOUND: no catalogue, or no
 * locale that glibc would translate in.  The language is then what it was.  For
 * NULL that is English, and no error.
 */
AM_MUST_CHECK int am_language_use(const char *lang, struct am_err *err);

/* Does the environment name UTF-8 as the charset of its terminal, whether that
 * locale is installed or not? */
bool am_language_is_utf8(void);

/* "en" or "fr". */
const char *am_language_current(void);

/* How numbers are written. */
struct am_marks {
    const char *decimal; /* "." or "," */
    const char *group;   /* between thousands: "," or U+202F */
    const char *gap;     /* between a number and its unit: " " or U+00A0 */
};

const struct am_marks *am_language_marks(void);

/* What _() is; text itself where it has no translation. */
const char *am_language_text(const char *text) AM_FORMAT_ARG(1);

/*
 * The text for n things: "one", the singular, and "many" are formats, and both
 * are to be given n as an argument or, for one, may leave it out at its end.
 */
const char *am_plural(const char *one, const char *many, unsigned long n)
    AM_FORMAT_ARG(1) AM_FORMAT_ARG(2);

/*
 * Columns of text on a terminal, where a character takes one: for texts of
 * ours.  printf() pads by bytes: give it this, am_language_pad(), instead.
 */
int am_language_width(const char *text);

/* A width for printf's "%-*s" that pads text to so many columns. */
int am_language_pad(const char *text, int columns);

#endif
