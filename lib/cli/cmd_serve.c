/*
 * cmd_serve - `attachmeter serve`: the page, the report, metrics and health of
 * the database over HTTP, for those on this machine.
 *
 * A process of its own, so that the daemon needs no network: it sees no mail,
 * has no key, and opens the database read-only.
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#ifdef AM_SYSTEMD
# include <systemd/sd-daemon.h>
#endif

#include "base/language.h"
#include "cli/command.h"
#include "cli/listening.h"
#include "cli/serving.h"

#define HOSTS_MAX 16

enum letter {
    LETTER_LISTEN = AM_VIEWING_END,
    LETTER_HOST,
    LETTER_PUBLIC,
};

static const struct am_option options[] = {
    {"listen", LETTER_LISTEN, "PLACE",
     N_("default: 127.0.0.1:9798; [::1]:PORT, unix:/path")},
    {"host", LETTER_HOST, "NAME",
     N_("serve under this name too, as behind a proxy; repeat")},
    {"force-public", LETTER_PUBLIC, NULL,
     N_("listen also where others than this machine can come")},
    AM_VIEWING_SOURCE,
    {0},
};

static const struct am_usage usage = {
    "serve [options]",
    N_("Serve the page, the report, metrics and health over HTTP, read-only, to\n"
       "this machine alone.  Ends at SIGTERM."),
    options,
    N_("/             the page; takes ?since= until= last= day= class= direction=\n"
       "              store= lang=\n"
       "/report.json  as report --format json; takes the same\n"
       "/metrics      as metrics, in the format that is asked for\n"
       "/healthz      200: the database can be read; 503: it cannot, and why\n"
       "\n"
       "There is no login: whoever reaches it may read all of it.  Where systemd\n"
       "gives a socket (ListenStream=), that is served and --listen left out.\n"
       "exit: 0 ended, 1 failed, 2 wrong usage"),
};

struct wish {
    struct am_viewing viewing;
    const char *place; /* NULL: not given */
    bool is_public;
    const char *hosts[HOSTS_MAX + 2]; /* with our own, and a NULL */
    size_t host_count;
};

static int add_host(struct wish *wish, const char *command, const char *name)
{
    /* A port would never be equal to one. */
    if (name[0] == '\0' || strpbrk(name, "/@ ") != NULL ||
        (name[0] != '[' && strchr(name, ':') != NULL)) {
        return am_usage_error(command,
                              _("--host %s: write a name without port"), name);
    }
    if (wish->host_count == HOSTS_MAX) {
        return am_usage_error(command, _("--host %s: given more than %d times"),
                              name, HOSTS_MAX);
    }
    wish->hosts[wish->host_count++] = name;
    return AM_EXIT_OK;
}

static int take(struct wish *wish, const char *command, int letter,
                const char *argument)
{
    struct am_err unused;

    switch (letter) {
    case LETTER_LISTEN:
        wish->place = argument;
        return AM_EXIT_OK;
    case LETTER_HOST:
        return add_host(wish, command, argument);
    case LETTER_PUBLIC:
        wish->is_public = true;
        return AM_EXIT_OK;
    default: /* those of AM_VIEWING_SOURCE, which take anything */
        return am_viewing_set(&wish->viewing, letter, argument, &unused) == 0
                   ? AM_EXIT_OK
                   : AM_EXIT_USAGE;
    }
}

/* Not before: who reads it may end it at once. */
static void tell_ready(const char *where)
{
    printf("%s\n", where);
    fflush(stdout);
#ifdef AM_SYSTEMD
    sd_notify(0, "READY=1");
#endif
}

static int listen_and_serve(struct wish *wish,
                            const struct am_viewing_input *input)
{
    struct am_listening listening;
    struct am_err err;

    if (am_listening_open(&listening, wish->place, wish->is_public, &err) < 0) {
        am_complain("%s", err.text);
        return err.code == AM_EINVAL ? AM_EXIT_USAGE : AM_EXIT_FAILED;
    }
    if (listening.host[0] != '\0')
        wish->hosts[wish->host_count] = listening.host;
    const struct am_serving_setup setup = {.input = input,
                                           .hosts = wish->hosts,
                                           .fd = listening.fd,
                                           .where = listening.where};
    int failed = am_serving_run(&setup, tell_ready, &err) < 0;
    am_listening_close(&listening);
    if (!failed)
        return AM_EXIT_OK;
    return am_failure(&err);
}

int am_cmd_serve(int argc, char **argv)
{
    struct wish wish = {.place = NULL};
    struct am_viewing_input input = {.store = NULL};
    int letter = 0;

    while ((letter = am_option_next(argc, argv, &usage)) != AM_OPTION_END) {
        if (letter == AM_OPTION_BAD ||
            take(&wish, argv[0], letter, optarg) != AM_EXIT_OK)
            return AM_EXIT_USAGE;
    }
    if (am_no_argument(argc, argv) != AM_EXIT_OK)
        return AM_EXIT_USAGE;
    int status = AM_EXIT_FAILED;
    if (am_viewing_configure(&wish.viewing, &input) == 0)
        status = listen_and_serve(&wish, &input);
    am_viewing_close(&input);
    return status;
}
