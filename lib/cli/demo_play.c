/*
 * demo_play - see demo_play.h.
 */
#include "cli/demo_play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/language.h"
#include "base/units.h"

/* ---- the story: one file to many, forwarded ---- */

/* Own copies of a message: distinct local mailboxes, and the Sent folder. */
static int64_t own_copies(const struct am_traffic_message *message)
{
    int64_t copies = message->sender_local;

    for (size_t i = 0; i < message->rcpt_count; i++) {
        bool is_first = message->rcpts[i].group == 0;
        for (size_t j = 0; is_first && j < i; j++)
            is_first = message->rcpts[j].mailbox != message->rcpts[i].mailbox;
        copies += is_first;
    }
    return copies;
}

static const struct am_traffic_part *largest_part(
    const struct am_traffic_message *message)
{
    const struct am_traffic_part *largest = message->parts;

    for (size_t i = 1; i < message->part_count; i++) {
        if (message->parts[i].size_bytes > largest->size_bytes)
            largest = &message->parts[i];
    }
    return largest;
}

static void follow_story(struct am_demo_played *played,
                         const struct am_traffic_message *message,
                         unsigned first)
{
    struct am_traffic_part *story = &played->story;

    if (message->number == first && message->part_count > 0) {
        *story = *largest_part(message);
        played->story_recipients = (unsigned)message->rcpt_count;
        played->story_avoidable_bytes = -(int64_t)story->size_bytes;
    }
    for (size_t i = 0; i < message->part_count && story->size_bytes > 0; i++) {
        const struct am_traffic_part *part = &message->parts[i];
        if (memcmp(part->sha256, story->sha256, AM_DIGEST_SIZE) != 0)
            continue;
        played->story_forwards += message->number != first;
        played->story_avoidable_bytes +=
            (int64_t)part->stored_bytes * own_copies(message);
    }
}

/* ---- playing ---- */

static int send_message(struct am_demo_played *played, struct am_mta *mta,
                        const struct am_traffic_message *message,
                        struct am_err *err)
{
    struct am_mta_answer answer = {0};
    const char **rcpt = calloc(message->rcpt_count + 1, sizeof(*rcpt));

    if (rcpt == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for recipients");
    for (size_t i = 0; i < message->rcpt_count; i++)
        rcpt[i] = message->rcpts[i].address;
    const struct am_mta_envelope envelope = {
        .queue_id = message->queue_id,
        .sender = message->sender,
        .login = message->sender_local ? message->sender : NULL,
        .rcpt = rcpt,
        .rcpt_count = message->rcpt_count,
    };
    int failed = am_mta_message(mta, &envelope, message->bytes, message->size,
                                AM_MTA_CHUNK_MAX, &answer, err);
    free(rcpt);
    played->messages++;
    played->recipients += (unsigned)message->rcpt_count;
    played->accepted += !failed && (answer.reply == 'c' || answer.reply == 'a');
    played->changes += answer.changes;
    return failed;
}

static void tell(struct am_progress *progress, unsigned done, unsigned total)
{
    char text[160];
    char left[AM_PROGRESS_LEFT_SIZE];
    double elapsed_s = am_progress_elapsed_s(progress);

    if (!am_progress_is_due(progress))
        return;
    snprintf(text, sizeof(text), _("%u of %u messages sent, %.0f/s, %s"), done,
             total, (double)done / elapsed_s,
             am_progress_left(elapsed_s, done, total, left));
    am_progress_show(progress, text);
}

int am_demo_play(struct am_demo_played *played, struct am_mta *mta,
                 struct am_truth *truth,
                 const struct am_traffic_options *options,
                 const struct am_demo_watch *watch, struct am_err *err)
{
    struct am_traffic *traffic = NULL;
    struct am_traffic_message *message = NULL;
    int more = 0;
    int failed = 0;

    memset(played, 0, sizeof(*played));
    if (am_traffic_create(&traffic, options, err) < 0)
        return -1;
    while (!failed && !*watch->stop &&
           (more = am_traffic_next(traffic, &message, err)) == 1) {
        failed = send_message(played, mta, message, err);
        if (!failed)
            failed = am_truth_add(truth, am_day_of(time(NULL)), message, err);
        follow_story(played, message, am_traffic_story(traffic));
        am_traffic_message_destroy(&message);
        tell(watch->progress, played->messages, options->messages);
    }
    am_traffic_destroy(&traffic);
    return failed || more < 0 ? -1 : 0;
}
