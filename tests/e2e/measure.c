/*
 * measure - messages with their envelopes, measured and recorded as the daemon
 * does it, but without an MTA.
 *
 *   measure DATABASE LIST TIME
 *
 * LIST has a line a message: file, sender, recipients, each after a tab.  What
 * is at example.org is ours, and its senders have a Sent folder.  All of it
 * arrives at TIME, in seconds since 1970.
 */
#include "meter/measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/files.h"
#include "store/ingest.h"

struct tool {
    struct am_key *key;
    struct am_rules *rules;
    struct am_measure *measure;
    struct am_store *store;
    struct am_ingest *ingest;
    int64_t time_s;
};

static int open_tool(struct tool *tool, const char *database,
                     struct am_err *err)
{
    static const char *const domains[] = {"example.org", NULL};
    const struct am_rules_source lists = {.local_domains = domains};

    if (am_key_random(&tool->key, err) < 0 ||
        am_rules_create(&tool->rules, &lists, err) < 0)
        return -1;
    const struct am_measure_setup setup = {.key = tool->key,
                                           .rules = tool->rules};
    if (am_measure_create(&tool->measure, &setup, err) < 0 ||
        am_store_open(&tool->store, database, err) < 0)
        return -1;
    return am_ingest_create(&tool->ingest, tool->store, NULL, err);
}

static void close_tool(struct tool *tool)
{
    am_ingest_destroy(&tool->ingest);
    am_store_close(&tool->store);
    am_measure_destroy(&tool->measure);
    am_rules_destroy(&tool->rules);
    am_key_close(&tool->key);
}

static int begin(struct tool *tool, char *address, char **rest,
                 struct am_err *err)
{
    const struct am_sender sender = {
        .address = address,
        .auth_authen = strstr(address, "@example.org") != NULL ? address : NULL,
    };

    if (am_measure_begin(tool->measure, &sender, err) < 0)
        return -1;
    while ((address = strtok_r(NULL, "\t", rest)) != NULL) {
        const struct am_rcpt rcpt = {.address = address};
        if (am_measure_recipient(tool->measure, &rcpt, err) < 0)
            return -1;
    }
    return 0;
}

static int take_line(struct tool *tool, char *line, struct am_err *err)
{
    static const unsigned char run[AM_SHORT_KEY] = {1};
    const struct am_record *record = NULL;
    struct am_buf message;
    char *rest = NULL;

    line[strcspn(line, "\n")] = '\0';
    const char *file = strtok_r(line, "\t", &rest);
    char *sender = strtok_r(NULL, "\t", &rest);
    if (file == NULL || sender == NULL)
        return am_fail(err, AM_EINVAL, "a line without file and sender");
    am_buf_init(&message, SIZE_MAX);
    int result = am_file_read(file, &message, err);
    if (result == 0)
        result = begin(tool, sender, &rest, err);
    if (result == 0) {
        result =
            am_measure_feed(tool->measure, message.data, message.size, err);
    }
    am_buf_free(&message);
    if (result < 0 ||
        am_measure_finish(tool->measure, tool->time_s, run, &record, err) < 0)
        return -1;
    return am_ingest_take(tool->ingest, record, err);
}

static int take_all(struct tool *tool, FILE *list, struct am_err *err)
{
    char *line = NULL;
    size_t size = 0;
    int result = am_ingest_begin(tool->ingest, err);

    while (result == 0 && getline(&line, &size, list) > 0)
        result = take_line(tool, line, err);
    free(line);
    return result == 0 ? am_ingest_commit(tool->ingest, err) : -1;
}

int main(int argc, char **argv)
{
    struct tool tool = {0};
    struct am_err err;
    int result = -1;

    FILE *list = argc == 4 ? fopen(argv[2], "r") : NULL;
    if (list == NULL) {
        fputs("usage: measure DATABASE LIST TIME\n", stderr);
        return 2;
    }
    tool.time_s = strtoll(argv[3], NULL, 10);
    if (open_tool(&tool, argv[1], &err) == 0)
        result = take_all(&tool, list, &err);
    if (result < 0)
        fprintf(stderr, "measure: %s\n", err.text);
    close_tool(&tool);
    fclose(list);
    return result < 0;
}
