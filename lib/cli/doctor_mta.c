/*
 * doctor_mta - which MTA is here, and does it ask the daemon: see doctor.h.
 * Postfix is looked at by doctor_postfix.c, Sendmail here, by its sendmail.cf.
 */
#include <string.h>
#include <unistd.h>

#include "base/language.h"
#include "cli/doctor.h"
#include "mta/sendmail_cf.h"

#define SENDMAIL_CF "/etc/mail/sendmail.cf"

static void check_equate(struct am_doctor *doctor, const char *cf,
                         const char *equates)
{
    struct am_check *check = NULL;
    bool stops = strstr(equates, "F=") != NULL;

    check = am_checks_add(
        doctor->checks, "sendmail", stops ? AM_VERDICT_FAILED : AM_VERDICT_OK,
        stops ? _("%s: the filter has F=: mail does not pass when the daemon "
                  "is down")
              : _("%s: the filter is there, without F=, so that mail passes "
                  "when the daemon is down"),
        cf);
    if (stops)
        am_check_fix(check, _("take F= out of its line in sendmail.mc"));
    if (strstr(equates, "T=") != NULL)
        return;
    check = am_checks_add(doctor->checks, "timeouts", AM_VERDICT_NOTE,
                          _("%s: the filter has no T=: a daemon that hangs "
                            "holds mail for 5 minutes and more"),
                          cf);
    am_check_fix(check, "attachmeter setup sendmail");
}

static void examine_sendmail(struct am_doctor *doctor, const char *path)
{
    const char *where = strchr(doctor->settings->socket, ':');
    struct am_sendmail_cf cf;
    struct am_err err;
    bool found = false;

    if (am_sendmail_cf_read(&cf, path, &err) < 0) {
        am_checks_add(doctor->checks, "sendmail", AM_VERDICT_UNKNOWN, "%s",
                      err.text);
        am_sendmail_cf_free(&cf);
        return;
    }
    for (size_t i = 0; i < cf.equates.count && !found; i++) {
        found = strstr(cf.equates.words[i].text, where + 1) != NULL;
        if (found)
            check_equate(doctor, path, cf.equates.words[i].text);
    }
    am_sendmail_cf_free(&cf);
    if (found)
        return;
    struct am_check *check =
        am_checks_add(doctor->checks, "sendmail", AM_VERDICT_FAILED,
                      _("%s: no filter has the daemon's socket"), path);
    am_check_fix(check, "attachmeter setup sendmail");
}

void am_doctor_mta(struct am_doctor *doctor)
{
    struct am_words dirs = {0};
    struct am_err err;

    if (doctor->cf != NULL) {
        examine_sendmail(doctor, doctor->cf);
        return;
    }
    if (doctor->instance != NULL) {
        am_doctor_postfix(doctor, doctor->instance);
        return;
    }
    int result = am_postfix_list(&dirs, &err);
    for (size_t i = 0; i < dirs.count; i++) {
        if (i == 0 || dirs.words[i].number == 1)
            am_doctor_postfix(doctor, dirs.words[i].text);
    }
    am_words_free(&dirs);
    if (result == 0)
        return;
    if (access(SENDMAIL_CF, R_OK) == 0) {
        examine_sendmail(doctor, SENDMAIL_CF);
        return;
    }
    am_checks_add(doctor->checks, "mta", AM_VERDICT_UNKNOWN,
                  _("neither Postfix nor Sendmail is here"));
}
