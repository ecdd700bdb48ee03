/*
 * milters - the text of smtpd_milters in Postfix's main.cf, entry by entry.
 *
 * An entry is "unix:path", "inet:host:port", or "{ name, option=value ... }"
 * (postconf(5), smtpd_milters; the options since Postfix 3.0); entries are
 * separated by commas or blanks.  Takes text in which no $name is left; asks no
 * Postfix and opens no socket.
 */
#ifndef AM_MTA_MILTERS_H
#define AM_MTA_MILTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AM_MILTER_NAME_SIZE   256
#define AM_MILTER_ACTION_SIZE 64

struct am_milter_entry {
    char name[AM_MILTER_NAME_SIZE]; /* "unix:attachmeter/attachmeter.sock" */
    char action[AM_MILTER_ACTION_SIZE];      /* default_action, "": not given */
    int64_t connect_s, command_s, content_s; /* timeouts, -1: not given */
    size_t start, end; /* where it stands in the text, braces included */
};

/*
 * The first entry at or behind place from of text; false: there is none.  The
 * next one is looked for from entry->end.
 */
bool am_milters_next(const char *text, size_t from,
                     struct am_milter_entry *entry);

/*
 * A time as main.cf writes it ("30", "5s", "1m", "2h", "1d", "1w") in seconds,
 * or -1: it is none.  without a unit: seconds.
 */
int64_t am_milters_time_s(const char *text);

enum am_milter_place {
    AM_MILTER_OTHER,     /* not ours */
    AM_MILTER_ELSEWHERE, /* ours by its name, at a place that is not the
                          * daemon's */
    AM_MILTER_OURS
};

/*
 * Is the milter called name the one that listens on socket ("unix:/path" or
 * "inet:port@host", as libmilter writes it)?  A path that is not absolute
 * counts from queue_dir; in_chroot: an absolute one does, too.
 */
enum am_milter_place am_milters_compare(const char *name, const char *socket,
                                        const char *queue_dir, bool in_chroot);

/*
 * Write text without its entry from start to end, and without the comma beside
 * it, into out of size bytes; returns out.
 */
const char *am_milters_without(const char *text,
                               const struct am_milter_entry *entry, char *out,
                               size_t size);

#endif
