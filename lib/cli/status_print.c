/* status_print - for people, and as JSON: see status.h. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>

#include "base/language.h"
#include "base/units.h"
#include "cli/options.h"
#include "cli/status.h"
#include "report/json.h"
#include "report/words.h"

#define DIGITS 2 /* of a latency */

static void print_daemon(const struct am_status *status)
{
    char span[AM_SPAN_TEXT_SIZE];
    char size[AM_SIZE_TEXT_SIZE];

    fputs(_("daemon    "), stdout);
    if (!status->answers) {
        fputs(_("does not answer: "), stdout);
        am_print_safe(stdout, status->why_not.text);
        puts(_("; start attachmeterd, see attachmeterd(8)"));
        return;
    }
    fputs(_("answers on "), stdout);
    am_print_safe(stdout, status->settings->socket);
    putchar('\n');
    if (status->process.pid == 0)
        return;
    printf(
        _("process   %lld, for %s, %s resident, %lld threads\n"),
        (long long)status->process.pid,
        am_format_span(status->run.heartbeat_s - status->run.started_s, span),
        am_format_size((uint64_t)status->process.resident_bytes, AM_UNITS_SI,
                       size),
        (long long)status->process.threads);
}

/* Milliseconds that a share of the messages stays within. */
static const char *latency(const struct am_status *status, double share,
                           char *text, size_t size)
{
    return am_format_digits(1000 *
                                am_tally_quantile(&status->tally.eom_s, share),
                            DIGITS, text, size);
}

static uint64_t answers_of(const struct am_tally *tally)
{
    uint64_t answers = 0;

    for (size_t i = 0; i <= tally->eom_s.bound_count; i++)
        answers += tally->eom_s.counts[i];
    return answers;
}

static void print_spool(const struct am_status *status)
{
    char size[AM_SIZE_TEXT_SIZE];
    char most[AM_SIZE_TEXT_SIZE];
    char median[32];
    char slow[32];
    char count[AM_COUNT_SIZE];

    fputs(_("spool     "), stdout);
    if (!status->has_spool) {
        am_print_safe(stdout, status->why_no_spool.text);
        putchar('\n');
        return;
    }
    am_print_safe(stdout, status->spool);
    printf(am_plural(", %s message waits (%s of %s)\n",
                     ", %s messages wait (%s of %s)\n",
                     (unsigned long)status->queue.records),
           am_count_text((long long)status->queue.records, count),
           am_format_size(status->queue.bytes, AM_UNITS_SI, size),
           am_format_size((uint64_t)status->settings->spool_limit_bytes,
                          AM_UNITS_SI, most));
    if (answers_of(&status->tally) == 0)
        return;
    printf(_("latency   added to a message: half within %s ms, 99 %% within "
             "%s ms (%s messages)\n"),
           latency(status, 0.5, median, sizeof(median)),
           latency(status, 0.99, slow, sizeof(slow)),
           am_count_text((long long)answers_of(&status->tally), count));
}

static void print_database(const struct am_status *status)
{
    int64_t most_bytes = status->settings->max_database_bytes;
    char size[AM_SIZE_TEXT_SIZE];
    char most[AM_SIZE_TEXT_SIZE];
    char day[AM_DAY_TEXT_SIZE];

    fputs(_("database  "), stdout);
    am_print_safe(stdout, status->database);
    printf(", %s, ", am_format_size(status->database_bytes, AM_UNITS_SI, size));
    if (status->ever.last_day == 0) {
        puts(_("no message yet"));
    } else {
        printf(_("last message on %s\n"),
               am_format_day(status->ever.last_day, day));
    }
    if (most_bytes > 0 && status->database_bytes > (uint64_t)most_bytes) {
        printf(_("          over max_database_bytes, %s: lower detail_days or "
                 "sum_months\n"),
               am_format_size((uint64_t)most_bytes, AM_UNITS_SI, most));
    }
}

static void print_counts(const struct am_status *status)
{
    char messages[AM_COUNT_SIZE];
    char with[AM_COUNT_SIZE];
    char span[AM_SPAN_TEXT_SIZE];
    const struct am_message_sums *recent = &status->recent;
    const char *word = _("; by reason:");

    printf(_("today     %s messages, %s with attachments, %lld not measured\n"),
           am_count_text(status->today.messages, messages),
           am_count_text(status->today.with_attachments, with),
           (long long)am_status_gaps(&status->today));
    printf(_("%d days   %s messages, %lld not measured"), AM_STATUS_RECENT,
           am_count_text(recent->messages, messages),
           (long long)am_status_gaps(recent));
    for (int i = 0; i < AM_GAP_COUNT; i++) {
        if (recent->gaps[i] > 0) {
            printf("%s %s %lld", word, _(am_gap_name((enum am_gap)i)),
                   (long long)recent->gaps[i]);
            word = ",";
        }
    }
    printf(_("; daemon down for %s\n"),
           am_format_span(recent->downtime_s, span));
}

void am_status_print(const struct am_status *status)
{
    print_daemon(status);
    print_database(status);
    print_spool(status);
    print_counts(status);
}

/* ---- JSON ---- */

static json_t *gaps_json(const struct am_message_sums *sums)
{
    json_t *reasons = json_object();

    for (int i = 0; i < AM_GAP_COUNT; i++) {
        json_object_set_new(reasons, am_gap_name((enum am_gap)i),
                            json_integer((json_int_t)sums->gaps[i]));
    }
    return reasons;
}

static json_t *sums_json(const struct am_message_sums *sums)
{
    int64_t gaps = am_status_gaps(sums);
    int64_t seen = sums->messages + gaps;

    return json_pack("{sI sI sI sI so sI}", "seen", (json_int_t)seen,
                     "measured", (json_int_t)sums->messages, "with_attachments",
                     (json_int_t)sums->with_attachments, "gaps",
                     (json_int_t)gaps, "gap_reasons", gaps_json(sums),
                     "downtime_s", (json_int_t)sums->downtime_s);
}

static json_t *process_json(const struct am_status_process *process)
{
    if (process->pid == 0)
        return json_null();
    return json_pack("{sI sI sI}", "pid", (json_int_t)process->pid,
                     "resident_bytes", (json_int_t)process->resident_bytes,
                     "threads", (json_int_t)process->threads);
}

static json_t *daemon_json(const struct am_status *status)
{
    const struct am_last_run *run = &status->run;

    return json_pack(
        "{so sb so so so so}", "socket", am_json_text(status->settings->socket),
        "answers", (int)status->answers, "error",
        status->answers ? json_null() : am_json_text(status->why_not.text),
        "process", process_json(&status->process), "started",
        run->started_s == 0 ? json_null() : am_json_time(run->started_s),
        "silence_s",
        status->silence_s < 0 ? json_null()
                              : json_integer((json_int_t)status->silence_s));
}

static json_t *latency_json(const struct am_status *status)
{
    const struct am_tally_histogram *eom_s = &status->tally.eom_s;

    if (!status->has_spool)
        return json_null();
    return json_pack("{sI so so}", "messages",
                     (json_int_t)answers_of(&status->tally), "p50_s",
                     am_json_number(am_tally_quantile(eom_s, 0.5)), "p99_s",
                     am_json_number(am_tally_quantile(eom_s, 0.99)));
}

static json_t *spool_json(const struct am_status *status)
{
    bool known = status->has_spool;

    return json_pack(
        "{so so sI si so so sI}", "path", am_json_text(status->spool), "error",
        known ? json_null() : am_json_text(status->why_no_spool.text), "bytes",
        (json_int_t)status->spool_bytes, "files", (int)status->spool_files,
        "waiting_records",
        known ? json_integer((json_int_t)status->queue.records) : json_null(),
        "waiting_bytes",
        known ? json_integer((json_int_t)status->queue.bytes) : json_null(),
        "limit_bytes", (json_int_t)status->settings->spool_limit_bytes);
}

int am_status_print_json(const struct am_status *status, struct am_err *err)
{
    json_t *object = json_pack(
        "{ss so so s{so sI so sI} so so so}", "schema", "attachmeter.status/1",
        "daemon", daemon_json(status), "latency", latency_json(status),
        "database", "path", am_json_text(status->database), "bytes",
        (json_int_t)status->database_bytes, "last_day",
        status->ever.last_day == 0 ? json_null()
                                   : am_json_day(status->ever.last_day),
        "max_bytes", (json_int_t)status->settings->max_database_bytes, "spool",
        spool_json(status), "today", sums_json(&status->today), "recent",
        sums_json(&status->recent));

    return am_json_print(object, stdout, err);
}
