/*
 * setting - the table of settings: name, kind, default, bounds and help of
 * each, and how a word of the file becomes a value.  For config.c, which reads
 * the file; everybody else includes config.h.
 */
#ifndef AM_BASE_SETTING_H
#define AM_BASE_SETTING_H

#include <stddef.h>
#include <stdint.h>

#include "base/config.h"
#include "base/err.h"

enum am_setting_kind {
    AM_SETTING_TEXT = 0,
    AM_SETTING_PATH,     /* absolute */
    AM_SETTING_FILE,     /* absolute, or empty for none */
    AM_SETTING_LISTED,   /* as FILE, with or without "@" in front */
    AM_SETTING_SOCKET,   /* as libmilter writes it, fd:N too */
    AM_SETTING_COUNTRY,  /* ISO 3166 alpha-3 or a name of a grid */
    AM_SETTING_FACILITY, /* a syslog facility */
    AM_SETTING_LIST,
    AM_SETTING_BOOL,   /* yes, no */
    AM_SETTING_NUMBER, /* digits */
    AM_SETTING_SIZE,   /* am_parse_size() */
    AM_SETTING_MILLI,  /* digits with up to three decimals, in thousandths */
    AM_SETTING_DAYS,   /* digits, or am_parse_duration() of whole days */
    AM_SETTING_SECONDS /* am_parse_duration() */
};

struct am_setting {
    const char *name;
    enum am_setting_kind kind;
    size_t offset;       /* of the member of struct am_settings */
    const char *initial; /* the default, as it stands in the file */
    int64_t min, max;    /* of numbers, also in a list, sizes in bytes, days,
                            seconds */
    const char *help;    /* one line */
};

#define AM_SETTING_MAX 64 /* settings the table may ever have */

extern const struct am_setting am_setting_table[];
extern const size_t am_setting_count;

/* The setting of that name, or NULL. */
const struct am_setting *am_setting_find(const char *name);

/*
 * Check word, and set the member of *settings from it (not of a list, whose
 * words are only checked).  The text is kept, not copied.  Fails with
 * AM_EINVAL, and with AM_ENOMEM for a word that is NULL, as libconfuse leaves
 * it then; the text does not name the setting.
 */
AM_MUST_CHECK int am_setting_set(const struct am_setting *setting,
                                 const char *word, struct am_settings *settings,
                                 struct am_err *err);

/* Check word as a text of that kind; any kind of no text is well.  Fails as
 * am_setting_set() does. */
AM_MUST_CHECK int am_setting_check_text(enum am_setting_kind kind,
                                        const char *word, struct am_err *err);

/* Set a list; words end in NULL and are kept, not copied. */
void am_setting_set_list(const struct am_setting *setting,
                         const char *const *words,
                         struct am_settings *settings);

/*
 * A word, or a list, as it may stand in the file: in quotes where it must.  The
 * caller frees it; NULL if there is no memory.
 */
char *am_setting_word_text(const char *word);
char *am_setting_list_text(const char *const *words);

#endif
