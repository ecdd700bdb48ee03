/*
 * outcome - see outcome.h.
 */
#include "e2e/outcome.h"

#include <stdio.h>

#include "store/query.h"
#include "store/store.h"

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "outcome: %s: %s\n", what, why);
    return -1;
}

static int check_number(const char *what, int64_t got, int64_t want)
{
    if (got == want)
        return 0;
    fprintf(stderr, "outcome: %s: %lld, not %lld\n", what, (long long)got,
            (long long)want);
    return -1;
}

static int keep_sums(void *context, const struct am_group *group,
                     const struct am_sums *sums, struct am_err *err)
{
    (void)group;
    (void)err;
    *(struct am_sums *)context = *sums;
    return 0;
}

static int read_sums(const struct daemon *daemon, struct am_sums *sums,
                     struct am_message_sums *messages)
{
    const struct am_query query = {.until_day = INT32_MAX};
    struct am_store *store = NULL;
    struct am_err err;
    int status = am_store_open_readonly(&store, daemon->database, &err);

    if (status == 0)
        status = am_query_sums(store, &query, keep_sums, sums, &err);
    if (status == 0)
        status = am_query_messages(store, &query, messages, &err);
    am_store_close(&store);
    return status < 0 ? tell("database", err.text) : 0;
}

static int check_sums(const struct daemon *daemon, const struct outcome *want)
{
    struct am_message_sums messages = {0};
    struct am_sums sums = {0};
    int64_t files = want->files;
    int64_t all = files + want->plain;
    int64_t gaps = 0;
    int bad = 0;

    if (read_sums(daemon, &sums, &messages) < 0)
        return -1;
    for (int i = 0; i < AM_GAP_COUNT; i++)
        gaps += messages.gaps[i];
    bad |= check_number("messages", messages.messages, all);
    bad |= check_number("with attachments", messages.with_attachments, files);
    bad |= check_number("deliveries", messages.deliveries, all * 3);
    bad |= check_number("sightings", sums.sightings, files);
    bad |= check_number("local copies", sums.copies_local, files * 2);
    bad |= check_number("external copies", sums.copies_external, files);
    bad |= check_number("contents", sums.new_all_contents, files);
    bad |= check_number("gaps", gaps, want->open + want->hung_up);
    bad |= check_number("gaps as the peer hung up",
                        messages.gaps[AM_GAP_HUNG_UP], want->hung_up);
    bad |=
        check_number("gaps at a stop", messages.gaps[AM_GAP_STOP], want->open);
    printf("  %lld messages, %lld gaps\n", (long long)messages.messages,
           (long long)gaps);
    return bad;
}

static int check_contents(const struct daemon *daemon,
                          const struct outcome *want)
{
    static unsigned found[OUTCOME_MOST];

    if (daemon_find(daemon, want->digests, want->files, found) < 0)
        return -1;
    for (unsigned i = 0; i < want->files; i++) {
        if (found[i] != 1)
            return check_number("times a digest is there", found[i], 1);
    }
    return 0;
}

int outcome_check(const struct daemon *daemon, const struct outcome *want)
{
    if (check_sums(daemon, want) < 0)
        return -1;
    return check_contents(daemon, want);
}
