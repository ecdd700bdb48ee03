/*
 * cmd_demo - `attachmeter demo`: the real daemon, a day of made-up mail, the
 * first report.  Nothing is left behind, whatever happens on the way.
 */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/language.h"
#include "cli/command.h"
#include "cli/demo_host.h"
#include "cli/demo_play.h"
#include "cli/demo_proof.h"
#include "cli/opening.h"
#include "cli/reporting.h"
#include "report/printer_table.h"
#include "report/words.h"

#define RECORD_PAUSES 300 /* 15 s for the recorder to take all */
#define PAUSE_NS      50000000L

enum letter {
    LETTER_DAEMON = AM_REPORTING_END,
    LETTER_HTML,
    LETTER_MESSAGES,
    LETTER_SEED
};

static const struct am_option options[] = {
    {"daemon", LETTER_DAEMON, N_("PATH"),
     N_("the attachmeterd to run (default: beside this)")},
    {"messages", LETTER_MESSAGES, N_("N"),
     N_("messages to send (default: 40)")},
    {"seed", LETTER_SEED, N_("N"),
     N_("what the mail is made from (default: 1)")},
    {"html", LETTER_HTML, N_("FILE"), N_("write the page to FILE as well")},
    AM_REPORTING_OPTIONS,
    {0},
};

static const struct am_usage usage = {
    N_("demo [options]"),
    N_("Starts the real attachmeterd on a socket in a temporary directory, plays\n"
       "made-up mail to it through the milter protocol, compares the database\n"
       "with what was sent, prints the report and removes everything."),
    options,
    N_("No MTA, no network and no root are needed.\n"
       "exit: 0 done, 1 failed or the figures differ, 2 wrong usage"),
};

/* reporting is first: its functions take the whole as theirs. */
struct demo {
    struct am_reporting reporting;
    struct am_reporting everything; /* whatever the options say */
    struct am_reporting page;
    struct am_viewing viewing;
    const char *daemon;
    const char *html; /* where the page goes; NULL: nowhere */
    struct am_traffic_options mail;
    struct am_demo_host host;
    struct am_truth *truth;
    struct am_demo_played played;
};

/* Set by a signal: end, and clean up on the way. */
static volatile sig_atomic_t stopped;

static void on_signal(int number)
{
    (void)number;
    stopped = 1;
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    /* Whoever reads us may go away; the directory must not stay for that. */
    sigaction(SIGPIPE, &ignore, NULL);
}

static int parse_number(const char *text, uint64_t *number)
{
    char *end = NULL;

    errno = 0;
    *number = strtoull(text, &end, 10);
    return text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0 ? 0
                                                                          : -1;
}

static int take(void *context, int letter, const char *argument,
                const struct am_viewing *viewing)
{
    struct demo *demo = context;
    uint64_t number = 0;

    if (letter == LETTER_DAEMON) {
        demo->daemon = argument;
        return AM_EXIT_OK;
    }
    if (letter == LETTER_HTML) {
        demo->html = argument;
        return AM_EXIT_OK;
    }
    if (letter != LETTER_MESSAGES && letter != LETTER_SEED)
        return am_reporting_take(&demo->reporting, letter, argument, viewing);
    if (parse_number(argument, &number) < 0 ||
        (letter == LETTER_MESSAGES && (number < 1 || number > 100000))) {
        return am_usage_error("demo", "%s: not a number that it takes",
                              argument);
    }
    if (letter == LETTER_SEED) {
        demo->mail.seed = number;
    } else {
        demo->mail.messages = (unsigned)number;
    }
    return AM_EXIT_OK;
}

static const struct am_view view = {
    .usage = &usage,
    .take = take,
    .check = am_reporting_check,
    .gather = am_reporting_gather,
    .print = AM_REPORTING_PRINT,
};

/* Steps are told on stderr if the report is for a program. */
static FILE *steps(const struct demo *demo)
{
    return demo->viewing.format == AM_FORMAT_TABLE ? stdout : stderr;
}

static int play(struct demo *demo, struct am_err *err)
{
    struct am_mta *mta = NULL;
    struct am_mta_terms terms = {0};
    struct am_progress progress;
    const struct am_demo_watch watch = {&stopped, &progress};
    FILE *out = steps(demo);

    if (am_demo_host_begin(&demo->host, &mta, &terms, err) < 0)
        return -1;
    fprintf(out,
            _("1/4 daemon     attachmeterd is ready (rights asked from the "
              "MTA: %s)\n"),
            terms.actions == 0 ? _("none") : _("SOME"));
    fflush(out);
    am_progress_begin(&progress, "demo", AM_PROGRESS_DELAY_S,
                      !demo->viewing.has_no_progress);
    int failed =
        am_demo_play(&demo->played, mta, demo->truth, &demo->mail, &watch, err);
    am_progress_end(&progress);
    if (failed) {
        am_mta_drop(&mta);
    } else {
        am_mta_close(&mta);
    }
    if (failed)
        return -1;
    fprintf(out,
            _("2/4 mail       %u messages, %u recipients, through the milter "
              "protocol:\n               %u accepted, %u changed\n"),
            demo->played.messages, demo->played.recipients,
            demo->played.accepted, demo->played.changes);
    return 0;
}

/* The recorder writes behind the mail: wait until it has taken all. */
static int wait_recorded(const struct demo *demo, struct am_store **store,
                         struct am_err *err)
{
    const struct timespec pause = {.tv_nsec = PAUSE_NS};
    const struct am_query ever = {.until_day = am_day_of(time(NULL)) + 2};
    struct am_message_sums ought;
    struct am_message_sums is = {0};

    am_truth_messages(demo->truth, &am_truth_all, &ought);
    for (int i = 0; i < RECORD_PAUSES && !stopped; i++) {
        if (*store != NULL ||
            am_store_open_readonly(store, demo->host.database, err) == 0) {
            if (am_query_messages(*store, &ever, &is, err) < 0)
                return -1;
            if (is.messages >= ought.messages &&
                is.deliveries >= ought.deliveries)
                return 0;
        }
        nanosleep(&pause, NULL);
    }
    if (*store == NULL)
        return -1;
    return am_fail(err, AM_EBUSY,
                   "%" PRId64 " of %" PRId64 " messages are in the database",
                   is.messages, ought.messages);
}

static int print_database(const struct demo *demo,
                          const struct am_report *report, unsigned compared)
{
    struct am_err err;
    unsigned addresses = 0;

    if (am_demo_proof_addresses(demo->host.database, &addresses, &err) < 0)
        return am_failure(&err);
    fprintf(steps(demo),
            _("3/4 database   %" PRId64 " messages (%" PRId64
              " came again), %" PRId64 " attachments,\n"
              "               %" PRId64
              " different contents, %u addresses on disk\n"
              "               totals equal what was sent: all of %u figures\n"
              "4/4 report\n\n"),
            report->messages.messages,
            demo->played.messages - report->messages.messages,
            report->totals.all.sightings, report->totals.all.contents,
            addresses, compared);
    return addresses == 0 ? AM_EXIT_OK : AM_EXIT_FAILED;
}

static void print_story(const struct demo *demo, const struct am_report *report)
{
    const struct am_demo_played *played = &demo->played;
    char size[AM_SIZE_TEXT_SIZE];
    double share = (double)played->story_avoidable_bytes /
                   (double)report->totals.own.total_bytes;

    if (demo->viewing.format != AM_FORMAT_TABLE)
        return;
    if (played->story.size_bytes > 0 && isfinite(share)) {
        printf(
            _("\none file explains %.0f %% of what is avoidable: a PDF of %s, "
              "sent to %u people\nand forwarded %u times\n"),
            100 * share,
            am_format_size(played->story.size_bytes, demo->viewing.look.units,
                           size),
            played->story_recipients, played->story_forwards);
    }
    puts(_("\nnext: attachmeter scan ~/Maildir, the same for mail you have"));
}

/* The page, beside whatever is printed. */
static int write_page(struct demo *demo, const struct am_viewing_input *input)
{
    struct am_viewing viewing = demo->viewing;

    if (demo->html == NULL)
        return AM_EXIT_OK;
    viewing.format = AM_FORMAT_HTML;
    viewing.output = demo->html;
    demo->page.modelling = demo->reporting.modelling;
    return am_viewing_show(&viewing, input, &view, &demo->page);
}

/* The report of everything, against what was sent. */
static int compare(struct demo *demo, const struct am_viewing_input *input)
{
    const struct am_viewing no_options = {.command = "demo"};
    struct am_err err;
    unsigned compared = 0;

    if (am_reporting_gather(&demo->everything, &no_options, input, &err) < 0)
        return am_failure(&err);
    const struct am_report *report = demo->everything.report;
    unsigned wrong =
        am_demo_proof_compare(report, demo->truth, &compared, stderr);
    if (wrong > 0) {
        am_complain("%u of %u totals differ from what was sent", wrong,
                    compared);
        return AM_EXIT_FAILED;
    }
    return print_database(demo, report, compared);
}

static int report(struct demo *demo, const struct am_settings *settings,
                  int64_t first_day)
{
    struct am_store *store = NULL;
    struct am_err err;
    int status = AM_EXIT_FAILED;

    if (wait_recorded(demo, &store, &err) < 0) {
        am_complain("%s", stopped ? _("stopped") : err.text);
    } else {
        const struct am_viewing_input input = {
            .store = store,
            .period = {.from_day = first_day,
                       .until_day = am_day_of(time(NULL)) + 1},
            .settings = settings,
            .source = "demo.db",
        };
        status = compare(demo, &input);
        if (status == AM_EXIT_OK) {
            status = am_viewing_show(&demo->viewing, &input, &view, demo);
            print_story(demo, demo->everything.report);
            if (status == AM_EXIT_OK)
                status = write_page(demo, &input);
        }
    }
    am_store_close(&store);
    return status;
}

static int run(struct demo *demo)
{
    struct am_err err;
    struct am_config *config = NULL;
    int64_t first_day = am_day_of(time(NULL));
    int status = AM_EXIT_FAILED;

    if (am_demo_host_find(&demo->host, demo->daemon, &err) < 0 ||
        am_truth_create(&demo->truth, 50, &err) < 0 || play(demo, &err) < 0) {
        am_complain("%s", stopped ? _("stopped") : err.text);
    } else if (stopped) {
        am_complain("stopped");
    } else if (demo->played.accepted != demo->played.messages ||
               demo->played.changes > 0) {
        am_complain("the milter refused or changed mail");
    } else if (am_opening_config(&config, demo->host.config) == 0) {
        status = report(demo, am_config_settings(config), first_day);
    }
    am_config_close(&config);
    am_truth_destroy(&demo->truth);
    am_demo_host_end(&demo->host);
    return status;
}

int am_cmd_demo(int argc, char **argv)
{
    /* What it tells before and behind the report is on the terminal, too. */
    struct demo demo = {.viewing.has_no_pager = true,
                        .mail = {.seed = 1, .messages = 40, .story = true}};

    if (am_viewing_options(&demo.viewing, argc, argv, &view, &demo) !=
        AM_EXIT_OK)
        return AM_EXIT_USAGE;
    if (am_no_argument(argc, argv) != AM_EXIT_OK)
        return AM_EXIT_USAGE;
    catch_signals();
    int status = run(&demo);
    am_reporting_free(&demo.reporting);
    am_reporting_free(&demo.everything);
    am_reporting_free(&demo.page);
    return status;
}
