/* server - see server.h. */
#include "fleet/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fleet/answer.h"

/* Releases, as 100 * major + minor: the first one that is modern, and the first
 * one where a setting more turns the recognition of batches off. */
#define MODERN       2100
#define DEDUPLICATES 2602

#define READ_ONLY   1 /* of the setting readonly: nothing may be set */
#define READ_OTHERS 2 /* all but this one may */

/* 0: not known, or no number. */
static long release_of(const struct am_server *server)
{
    char *end = NULL;
    long major = strtol(server->version, &end, 10);

    if (major <= 0 || major > 9999)
        return 0;
    long minor = end[0] == '.' ? strtol(end + 1, NULL, 10) : 0;
    return 100 * major + (minor < 0 || minor > 99 ? 99 : minor);
}

/* One that says no more than its version gets no limit. */
bool am_server_read(struct am_server *server, const char *text, long wait_s)
{
    struct am_answer answer;

    am_answer_begin(&answer, text);
    am_answer_text(&answer, server->version, sizeof(server->version));
    int64_t read_only = am_answer_number(&answer);
    int64_t limit_s = am_answer_number(&answer);
    bool is_whole = am_answer_end(&answer, NULL) == 0;
    server->wait_s = wait_s;
    server->is_read_only = read_only == READ_OTHERS;
    server->may_limit = is_whole && read_only != READ_ONLY &&
                        (limit_s == 0 || limit_s > wait_s);
    return release_of(server) > 0;
}

bool am_server_is_modern(const struct am_server *server)
{
    return release_of(server) >= MODERN;
}

/* Of an insertion or a change: a user who may only read must not send any.  A
 * replicated table drops a batch that is equal to one of before, also where its
 * rows are gone since, and answers 200: a repair would mend nothing. */
static const char *settings_of(const struct am_server *server)
{
    long release = release_of(server);

    if (release < MODERN) {
        return "&insert_deduplicate=0"
               "&allow_experimental_low_cardinality_type=1";
    }
    return release < DEDUPLICATES
               ? "&insert_deduplicate=0&async_insert=0"
               : "&insert_deduplicate=0&deduplicate_insert=disable"
                 "&async_insert=0";
}

/* Newer ones see that a connection was closed, if the question may only read.
 */
static const char *closing_of(const struct am_server *server)
{
    if (!server->may_limit || !am_server_is_modern(server))
        return "";
    return server->is_read_only
               ? "&cancel_http_readonly_queries_on_client_close=1"
               : "&readonly=2&cancel_http_readonly_queries_on_client_close=1";
}

int am_server_add_settings(const struct am_server *server, bool is_question,
                           struct am_buf *url, struct am_err *err)
{
    const char *first = is_question ? closing_of(server) : settings_of(server);
    char limit[64] = "";

    if (server->version[0] == '\0')
        return 0;
    if (server->may_limit) {
        snprintf(limit, sizeof(limit), "&max_execution_time=%ld",
                 server->wait_s);
    }
    if (am_buf_add(url, first, strlen(first), err) < 0)
        return -1;
    return am_buf_add(url, limit, strlen(limit), err);
}
