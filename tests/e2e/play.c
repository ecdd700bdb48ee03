/*
 * play - a day of made-up mail over SMTP, then the database against the truth.
 *
 *   play send  MESSAGES SEED PORT SESSIONS      all must be accepted
 *   play wait  MESSAGES SEED DATABASE           until all are recorded
 *   play check MESSAGES SEED DATABASE REPORT [ordered]
 *
 * MESSAGES and SEED make the same mail every time.  REPORT is the output of
 * `attachmeter report --format json`.  With "ordered" the mail came in one
 * session, and what is new is compared by group as well.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/units.h"
#include "e2e/compare.h"
#include "e2e/sessions.h"

struct mail {
    struct am_traffic_message **messages;
    size_t count;
    struct am_truth *truth;
};

static int make_mail(struct mail *mail, unsigned messages, uint64_t seed,
                     struct am_err *err)
{
    struct am_traffic_shares shares = am_traffic_shares_default;
    struct am_traffic_options options = {
        .seed = seed, .messages = messages, .story = true, .shares = &shares};
    struct am_traffic *traffic;
    int more;

    shares.refused = 80;
    mail->messages = calloc(messages, sizeof(struct am_traffic_message *));
    if (mail->messages == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for mail");
    if (am_traffic_create(&traffic, &options, err) < 0)
        return -1;
    while ((more = am_traffic_next(traffic, &mail->messages[mail->count],
                                   err)) == 1)
        mail->count++;
    am_traffic_destroy(&traffic);
    return more;
}

static int tell_truth(struct mail *mail, struct am_err *err)
{
    int64_t today = am_day_of(time(NULL));

    if (am_truth_create(&mail->truth, 50, err) < 0)
        return -1;
    for (size_t i = 0; i < mail->count; i++) {
        if (am_truth_add(mail->truth, today, mail->messages[i], err) < 0)
            return -1;
    }
    return 0;
}

static int send_mail(const struct mail *mail, char **args)
{
    struct sessions_count done;
    unsigned port = (unsigned)strtoul(args[0], NULL, 10);
    unsigned sessions = (unsigned)strtoul(args[1], NULL, 10);

    if (sessions_play(port, sessions, mail->messages, mail->count, &done) < 0)
        return -1;
    printf("%u messages accepted in %u connections by %u sessions; "
           "%u recipients refused, %u resets, %u drops, %u nested MAIL\n",
           done.accepted, done.connections, sessions, done.refused, done.resets,
           done.drops, done.nested);
    return done.accepted == mail->count ? 0 : -1;
}

static int check(const struct mail *mail, char **args)
{
    struct compared compared = {0};

    if (compare_database(args[0], mail->truth, args[2] != NULL, 0, &compared) <
            0 ||
        compare_report(args[1], mail->truth, &compared) < 0)
        return -1;
    printf("%u figures compared, %u wrong\n", compared.figures, compared.wrong);
    return compared.wrong == 0 ? 0 : -1;
}

static int run(int argc, char **argv, const struct mail *mail)
{
    if (strcmp(argv[1], "send") == 0 && argc == 6)
        return send_mail(mail, argv + 4);
    if (strcmp(argv[1], "wait") == 0 && argc == 5)
        return compare_wait(argv[4], mail->truth, 30);
    if (strcmp(argv[1], "check") == 0 && argc >= 6)
        return check(mail, argv + 4);
    fputs("play: wrong usage, see play.c\n", stderr);
    return -1;
}

int main(int argc, char **argv)
{
    struct mail mail = {0};
    struct am_err err;

    if (argc < 4) {
        fputs("usage: play send|wait|check MESSAGES SEED ...\n", stderr);
        return 2;
    }

    int status = make_mail(&mail, (unsigned)strtoul(argv[2], NULL, 10),
                           strtoull(argv[3], NULL, 10), &err);
    if (status == 0)
        status = tell_truth(&mail, &err);
    if (status < 0) {
        fprintf(stderr, "play: %s\n", err.text);
    } else {
        status = run(argc, argv, &mail);
    }
    for (size_t i = 0; i < mail.count; i++)
        am_traffic_message_destroy(&mail.messages[i]);
    free(mail.messages);
    am_truth_destroy(&mail.truth);
    return status == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
