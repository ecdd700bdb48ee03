/*
 * cmd_privacy - `attachmeter privacy`: what this configuration records, where,
 * for how long, and what it never does.
 *
 * Told from the settings in force.  Opens no database: what is said here holds
 * for any that the daemon writes under them.
 */
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "cli/command.h"
#include "cli/opening.h"
#include "cli/options.h"
#include "report/words.h"
#include "store/senders.h"

#define LINE_SIZE 2048

static const struct am_option options[] = {
    AM_OPTION_CONFIG,
    {0},
};

static const struct am_usage usage = {
    N_("privacy [options]"),
    N_("What this configuration records, where and for how long, and what is\n"
       "never recorded: for whoever has to answer for it."),
    options,
    N_("exit: 0 done, 1 the configuration cannot be read, 2 wrong usage"),
};

static void head(const char *title, const char *place)
{
    fputs(title, stdout);
    if (place != NULL) {
        fputs("  ", stdout);
        am_print_safe(stdout, place);
    }
    putchar('\n');
}

static void item(const char *format, ...) AM_PRINTF(1, 2);

static void item(const char *format, ...)
{
    char text[LINE_SIZE];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    fputs("  - ", stdout);
    am_print_wrapped(stdout, text, 4, 4);
}

/* What the items below it have in common. */
static void lead(const char *format, ...) AM_PRINTF(1, 2);

static void lead(const char *format, ...)
{
    char text[LINE_SIZE];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    fputs("  ", stdout);
    am_print_wrapped(stdout, text, 2, 2);
}

static bool has_files(const char *const *words)
{
    for (; *words != NULL; words++) {
        if ((*words)[0] == '@')
            return true;
    }
    return false;
}

static void tell_domains(const struct am_settings *settings)
{
    char text[LINE_SIZE / 2] = "";
    size_t used = 0;

    if (settings->local_domains[0] == NULL) {
        item(_("no domain, as local_domains is empty"));
        return;
    }
    for (size_t i = 0; settings->local_domains[i] != NULL; i++) {
        int size = snprintf(text + used, sizeof(text) - used, "%s%s",
                            i > 0 ? ", " : "", settings->local_domains[i]);
        if (size < 0 || used + (size_t)size >= sizeof(text))
            break;
        used += (size_t)size;
    }
    if (has_files(settings->local_domains)) {
        item(_("the domain of yours that it is from or for, one of those in "
               "%s; of other domains, none"),
             text);
    } else {
        item(
            _("the domain of yours that it is from or for, one of %s; of other "
              "domains, none"),
            text);
    }
}

static void tell_database(const struct am_settings *settings)
{
    putchar('\n');
    head(_("DATABASE"), settings->database);
    lead(_("kept for %lld days (detail_days), for each message with "
           "attachments:"),
         (long long)settings->detail_days);
    item(_("the day (UTC), not the hour; whether it came in, went out, stayed "
           "inside or passed through"));
    tell_domains(settings);
    item(_("how many recipients were yours and how many were not; not who"));
    item(_("for each attachment: a fingerprint, its size, how it was encoded, "
           "its type out of a fixed list, and whether it had a name; not the "
           "name, not a byte of what is in it"));
    item(_("for each fingerprint: the first and the last day, and of how many "
           "senders it came, counted up to %d only"),
         AM_SENDERS_MAX);
    lead(_("kept for %lld months (sum_months):"),
         (long long)settings->sum_months);
    item(_("sums of all this by day, direction, domain of yours and type, "
           "without fingerprints"));
    item(_("when the daemon ran, and how many messages were missed, with the "
           "reason"));
    lead(_("what is deleted is overwritten on disk"));
}

static void tell_key(const struct am_settings *settings)
{
    putchar('\n');
    head(_("KEY"), settings->key_file);
    item(_("a fingerprint is an HMAC-SHA-256 under this key: without it nobody "
           "can tell from the database whether a file they hold was mailed. "
           "It is in no database, report or copy made by attachmeter"));
    item(_(
        "who may read it can ask whether a file was seen, and on which day "
        "(lookup); who asked, when, and about how many files, goes to syslog, "
        "facility authpriv"));
}

static void tell_spool(const struct am_settings *settings)
{
    char path[LINE_SIZE];

    am_config_spool_path(settings->database, path, sizeof(path));
    putchar('\n');
    head(_("SPOOL"), path);
    item(_("the same about each message on its way into the database, and for "
           "about four hours after; besides, for as long: the second in which "
           "it ended, and keyed recognisers: of Message-ID, queue ids and "
           "recipients, of use within this message alone; of the sender, the "
           "same for one day, under a key that is in memory alone. Who has the "
           "key, the spool and the MTA's log can tell which of its lines "
           "belongs to which message here"));
    item(_("counters: how many messages, how long they took, and of the last "
           "one the hour"));
}

static void tell_log(const struct am_settings *settings)
{
    char name[64];

    snprintf(name, sizeof(name), "syslog, %s", settings->syslog_facility);
    putchar('\n');
    head(_("LOG"), name);
    item(_("start, stop, and what went wrong; no address, no file name"));
    if (settings->log_messages) {
        item(
            _("a line for each message (log_messages = yes): queue id, numbers "
              "of recipients and attachments, bytes, time. Who has the MTA's "
              "log and the database could join them by day and size; "
              "log_messages = no ends this"));
    } else {
        item(_("no line for a message (log_messages = no)"));
    }
    item(_("how long the log is kept is for syslog or the journal to say, as "
           "for the MTA's own, which holds addresses"));
}

static void tell_memory(const struct am_settings *settings)
{
    putchar('\n');
    head(_("MEMORY OF THE DAEMON"), NULL);
    item(_("a message while it passes; nothing of it is written to disk, and "
           "no core dump is made"));
    item(_("which senders were seen, as keyed recognisers under a key that "
           "lives one day: only their number, up to %d, gets out"),
         AM_SENDERS_MAX);
    if (settings->list_sizes[0] != '\0' ||
        settings->no_sent_senders[0] != NULL) {
        item(_("the addresses that the configuration itself names (list_sizes, "
               "no_sent_senders); they are recorded nowhere else"));
    }
}

static void tell_shown(void)
{
    putchar('\n');
    head(_("REPORTS, PAGE, METRICS"), NULL);
    item(_("sums of days; a group or a content of fewer than %d senders is "
           "shown with others only"),
         AM_SENDERS_MAX);
    item(_("nothing leaves this host unless somebody sends it on"));
}

static void tell_never(void)
{
    putchar('\n');
    head(_("NEVER"), NULL);
    item(_("contents, digests without the key, file names, subjects"));
    item(_("addresses of senders or recipients, names, logins, other people's "
           "domains"));
    item(_("Message-IDs, queue ids, IP addresses (the log apart, see above)"));
    item(_("the time of a message, beyond its day (the spool apart, see "
           "above)"));
    item(_("any right over the mail: the daemon asks the MTA for none, so it "
           "can change or refuse nothing"));
}

static void tell_rights(void)
{
    putchar('\n');
    head(_("WHAT CAN BE DONE"), NULL);
    item(_("was this file seen: attachmeter lookup FILE; delete what is known "
           "of it: attachmeter forget FILE; delete what is too old now: "
           "attachmeter purge"));
    item(_("of a person nothing can be looked up, as nothing is kept by person "
           "(GDPR, article 11)"));
    item(_("for the register, staff, their representatives and an impact "
           "assessment: the files in %s"),
         AM_PRIVACY_DIR);
    putchar('\n');
    am_print_wrapped(stdout,
                     _("This says what the program does. It is not legal "
                       "advice: have it checked."),
                     0, 0);
}

static int tell(const char *path)
{
    struct am_config *config = NULL;

    if (am_opening_config(&config, path) < 0)
        return AM_EXIT_FAILED;
    const struct am_settings *settings = am_config_settings(config);
    head(_("WHAT ATTACHMETER RECORDS, BY"),
         path != NULL ? path : AM_CONFIG_PATH);
    tell_database(settings);
    tell_key(settings);
    tell_spool(settings);
    tell_log(settings);
    tell_memory(settings);
    tell_shown();
    tell_never();
    tell_rights();
    am_config_close(&config);
    return AM_EXIT_OK;
}

int am_cmd_privacy(int argc, char **argv)
{
    const char *path = NULL;
    int letter = 0;

    while ((letter = am_option_next(argc, argv, &usage)) != AM_OPTION_END) {
        if (letter == AM_OPTION_BAD)
            return AM_EXIT_USAGE;
        path = optarg;
    }
    if (am_no_argument(argc, argv) != AM_EXIT_OK)
        return AM_EXIT_USAGE;
    return tell(path);
}
