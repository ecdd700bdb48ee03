/*
 * visiting - one request of `attachmeter serve`, as libmicrohttpd hands it
 * over: refused with the reason, answered with what is kept, or put aside.
 *
 * Opens no database.  Put aside means suspended, with guest->is_waiting.
 */
#ifndef AM_CLI_VISITING_H
#define AM_CLI_VISITING_H

#include "cli/guests.h"
#include "cli/kept.h"

struct am_visiting {
    const struct am_viewing_input *input; /* its source is used */
    const char *const *hosts;             /* for am_accepting_host() */
    int language; /* in am_asked_languages, of who asks for none */
    struct am_kept *kept;
};

/* The header has come, and a body if there is one has not: refuse what can be
 * told by then.  Returns false if the connection is to be closed. */
bool am_visiting_begin(const struct am_visiting *visiting,
                       struct am_guest *guest, const char *method);

/* All of it has come.  Returns the same. */
bool am_visiting_answer(const struct am_visiting *visiting,
                        struct am_guest *guest, const char *path);

/* Speak a language of am_asked_languages, or English where it is not here. */
void am_visiting_speak(int language);

#endif
