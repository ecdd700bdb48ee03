/*
 * doctor_daemon - does the daemon answer, does its recorder write, when was the
 * last message, how was it told who sent it: see doctor.h.
 *
 * The conversation ends after the greeting: the daemon counts nothing before
 * MAIL.
 */
#include <time.h>

#include "base/language.h"
#include "base/units.h"
#include "cli/doctor.h"
#include "mta/client.h"
#include "store/health.h"
#include "store/ingest.h"
#include "store/query.h"

#define CONNECT_MS   2000
#define SENDERS_DAYS 30
#define WEAK_PERCENT 10
#define SILENCE_S    (INT64_C(6) * AM_INGEST_BEAT_S)

static void check_answer(struct am_doctor *doctor)
{
    const char *socket = doctor->settings->socket;
    struct am_mta_terms terms = {0};
    struct am_mta *mta = NULL;
    struct am_err err;

    if (am_mta_connect(&mta, socket, CONNECT_MS, &terms, &err) < 0) {
        struct am_check *check = am_checks_add(
            doctor->checks, "daemon", am_verdict_of(&err),
            err.code == AM_EACCESS ? "%s" : _("does not answer: %s"), err.text);
        am_check_fix(
            check, err.code == AM_EACCESS
                       ? _("run this as root, or as the MTA's user")
                       : _("start attachmeterd (systemctl start attachmeterd); "
                           "why it ended is in the mail log"));
        return;
    }
    am_mta_close(&mta);
    doctor->answers = true;
    if (terms.actions == 0) {
        am_checks_add(doctor->checks, "daemon", AM_VERDICT_OK,
                      _("answers on %s, asks for no right over the mail"),
                      socket);
        return;
    }
    struct am_check *check = am_checks_add(
        doctor->checks, "daemon", AM_VERDICT_FAILED,
        _("who answers on %s wants rights over the mail: it is another milter"),
        socket);
    am_check_fix(check, _("give attachmeter a socket of its own"));
}

static void check_recorder(struct am_doctor *doctor)
{
    struct am_last_run run;
    struct am_err err;
    char span[AM_SPAN_TEXT_SIZE];

    if (doctor->store == NULL || !doctor->answers)
        return;
    if (am_health_last_run(doctor->store, &run, &err) < 0) {
        am_checks_add(doctor->checks, "recorder", AM_VERDICT_UNKNOWN, "%s",
                      err.text);
        return;
    }
    int64_t silence_s = (int64_t)time(NULL) - run.heartbeat_s;
    am_format_span(silence_s > 0 ? silence_s : 0, span);
    if (silence_s <= SILENCE_S && !run.was_stopped) {
        am_checks_add(doctor->checks, "recorder", AM_VERDICT_OK,
                      _("wrote into the database %s ago"), span);
        return;
    }
    struct am_check *check =
        run.heartbeat_s == 0
            ? am_checks_add(doctor->checks, "recorder", AM_VERDICT_FAILED,
                            _("never wrote into this database"))
            : am_checks_add(doctor->checks, "recorder", AM_VERDICT_FAILED,
                            _("wrote into the database %s ago, not since"),
                            span);
    am_check_fix(check,
                 _("does attachmeterd use this database, and is it locked? "
                   "fuser -v %s"),
                 doctor->settings->database);
}

static void check_mail(struct am_doctor *doctor)
{
    int64_t today = am_day_of(time(NULL));
    struct am_query range = {.from_day = 0, .until_day = today + 1};
    struct am_message_sums sums;
    struct am_err err;
    char day[AM_DAY_TEXT_SIZE];

    if (doctor->store == NULL)
        return;
    if (am_query_messages(doctor->store, &range, &sums, &err) < 0) {
        am_checks_add(doctor->checks, "mail", AM_VERDICT_UNKNOWN, "%s",
                      err.text);
        return;
    }
    if (sums.last_day == 0) {
        struct am_check *check = am_checks_add(
            doctor->checks, "mail", AM_VERDICT_NOTE, _("no message yet"));
        am_check_fix(check, _("send one through the MTA and ask again"));
        return;
    }
    am_checks_add(doctor->checks, "mail",
                  sums.last_day >= today - 1 ? AM_VERDICT_OK : AM_VERDICT_NOTE,
                  _("last message on %s (UTC)"),
                  am_format_day(sums.last_day, day));
}

/* How many messages of ours are so by their sender's domain alone. */
static void check_senders(struct am_doctor *doctor)
{
    int64_t today = am_day_of(time(NULL));
    struct am_query range = {.from_day = today - SENDERS_DAYS,
                             .until_day = today + 1,
                             .directions = 1U << AM_DIRECTION_OUTBOUND |
                                           1U << AM_DIRECTION_INTERNAL};
    int64_t flaws[AM_FLAW_COUNT] = {0};
    struct am_message_sums sums;
    struct am_err err;

    if (doctor->store == NULL)
        return;
    if (am_query_messages(doctor->store, &range, &sums, &err) < 0 ||
        am_query_flaws(doctor->store, &range, flaws, &err) < 0) {
        am_checks_add(doctor->checks, "senders", AM_VERDICT_UNKNOWN, "%s",
                      err.text);
        return;
    }
    if (sums.messages == 0)
        return;
    double share =
        100.0 * (double)flaws[AM_FLAW_SENDER_BY_DOMAIN] / (double)sums.messages;
    struct am_check *check = am_checks_add(
        doctor->checks, "senders",
        share > WEAK_PERCENT ? AM_VERDICT_NOTE : AM_VERDICT_OK,
        _("of your senders' messages of the last %d days %.0f %% are yours by "
          "the sender's domain alone, which anybody can write"),
        SENDERS_DAYS, share);
    if (share > WEAK_PERCENT) {
        am_check_fix(check, _("set trusted_networks and submission_ports in "
                              "the configuration"));
    }
}

void am_doctor_daemon(struct am_doctor *doctor)
{
    check_answer(doctor);
    check_recorder(doctor);
    check_mail(doctor);
    check_senders(doctor);
}
