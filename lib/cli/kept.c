/*
 * kept - see kept.h.
 */
#include "cli/kept.h"

#include <microhttpd.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "cli/answering.h"
#include "cli/options.h"
#include "cli/reply.h"

#define TIMES_LONGER  10
#define KEEP_LEAST_MS 1000
#define KEEP_MOST_MS  60000

/* The file that is the database now: zero where there is none. */
static void look_at(const char *path, dev_t *device, ino_t *inode)
{
    struct stat info = {0};

    if (stat(path, &info) < 0)
        info = (struct stat){0};
    *device = info.st_dev;
    *inode = info.st_ino;
}

struct MHD_Response *am_kept_find(const struct am_kept *kept,
                                  const struct am_asked *asked,
                                  const struct am_viewing_input *input,
                                  int64_t now_ms, unsigned *status)
{
    dev_t device = 0;
    ino_t inode = 0;

    look_at(input->source, &device, &inode);
    for (size_t i = 0; i < AM_KEPT_MAX; i++) {
        if (kept->answers[i].reply == NULL ||
            kept->answers[i].until_ms <= now_ms ||
            kept->answers[i].device != device ||
            kept->answers[i].inode != inode ||
            !am_asked_equal(&kept->answers[i].asked, asked))
            continue;
        *status = kept->answers[i].status;
        return kept->answers[i].reply;
    }
    return NULL;
}

/* The place of an answer to the same, of none, or of the one that goes first.
 */
static size_t place_of(const struct am_kept *kept, const struct am_asked *asked)
{
    size_t found = 0;

    for (size_t i = 0; i < AM_KEPT_MAX; i++) {
        if (kept->answers[i].reply != NULL &&
            am_asked_equal(&kept->answers[i].asked, asked))
            return i;
        if (kept->answers[i].reply == NULL ||
            (kept->answers[found].reply != NULL &&
             kept->answers[i].until_ms < kept->answers[found].until_ms))
            found = i;
    }
    return found;
}

/* The first failure and the end of failing are said, not each of them.  Its end
 * is a success of what failed: another path may never have. */
static void tell(struct am_kept *kept, enum am_asked_path path,
                 const struct am_answer *answer, const char *source)
{
    if (answer->status != AM_ANSWER_OK) {
        if (strcmp(kept->failure, answer->why.text) == 0)
            return;
        am_complain("%s", answer->why.text);
        snprintf(kept->failure, sizeof(kept->failure), "%s", answer->why.text);
        kept->failed = path;
    } else if (kept->failure[0] != '\0' && kept->failed == path) {
        am_complain(_("%s can be read again"), source);
        kept->failure[0] = '\0';
    }
}

static struct MHD_Response *reply_of(const struct am_answer *answer)
{
    struct MHD_Response *reply =
        am_reply_make(answer->body.data, answer->body.size, answer->type,
                      answer->policy[0] != '\0' ? answer->policy : NULL);

    if (reply == NULL || answer->status == AM_ANSWER_OK ||
        MHD_add_response_header(reply, "Retry-After", "5") == MHD_YES)
        return reply;
    MHD_destroy_response(reply);
    return NULL;
}

struct MHD_Response *am_kept_make(struct am_kept *kept,
                                  const struct am_asked *asked,
                                  const struct am_viewing_input *input,
                                  int64_t now_ms, unsigned *status)
{
    size_t place = place_of(kept, asked);
    struct am_answer answer;
    dev_t device = 0;
    ino_t inode = 0;

    look_at(input->source, &device, &inode);
    am_answer_make(&answer, asked, input);
    tell(kept, asked->path, &answer, input->source);
    struct MHD_Response *reply = reply_of(&answer);
    *status = (unsigned)answer.status;
    am_answer_free(&answer);
    if (reply == NULL)
        return NULL;

    int64_t done_ms = am_clock_ms();
    int64_t keep_ms = TIMES_LONGER * (done_ms - now_ms);
    if (*status != AM_ANSWER_OK || keep_ms < KEEP_LEAST_MS)
        keep_ms = KEEP_LEAST_MS;
    if (keep_ms > KEEP_MOST_MS)
        keep_ms = KEEP_MOST_MS;
    if (kept->answers[place].reply != NULL)
        MHD_destroy_response(kept->answers[place].reply);
    kept->answers[place].asked = *asked;
    kept->answers[place].reply = reply;
    kept->answers[place].status = *status;
    kept->answers[place].until_ms = done_ms + keep_ms;
    kept->answers[place].device = device;
    kept->answers[place].inode = inode;
    return reply;
}

void am_kept_free(struct am_kept *kept)
{
    for (size_t i = 0; i < AM_KEPT_MAX; i++) {
        if (kept->answers[i].reply != NULL)
            MHD_destroy_response(kept->answers[i].reply);
        kept->answers[i].reply = NULL;
    }
}
