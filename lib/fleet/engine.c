/* engine - see engine.h. */
#include "fleet/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fleet/packing.h"
#include "fleet/server.h"
#include "sql/embedded.h"

#define ANSWER_LIMIT ((size_t)256 << 20)
#define TEXT_LIMIT   ((size_t)1 << 20)
#define BODY_LIMIT   ((size_t)1 << 30)
#define WHY_SIZE     300

struct am_engine {
    const struct am_fleet_access *access;
    const struct am_fleet_shard *shard;
    unsigned replica;
    struct am_http *http;
    struct am_buf url, text, packed;
    struct am_http_answer answer;
    struct am_server server; /* without a version: not asked yet */
};

int am_engine_open(struct am_engine **engine,
                   const struct am_fleet_access *access,
                   const struct am_fleet_shard *shard, struct am_err *err)
{
    struct am_engine *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a shard");

    new->access = access;
    new->shard = shard;
    am_buf_init(&new->url, TEXT_LIMIT);
    am_buf_init(&new->text, TEXT_LIMIT);
    am_buf_init(&new->packed, BODY_LIMIT);
    am_buf_init(&new->answer.body, ANSWER_LIMIT);
    if (am_http_open(&new->http, &access->http, err) < 0) {
        am_engine_close(&new);
        return -1;
    }
    *engine = new;
    return 0;
}

void am_engine_close(struct am_engine **engine)
{
    struct am_engine *old = *engine;

    *engine = NULL;
    if (old == NULL)
        return;
    am_http_close(&old->http);
    am_buf_free(&old->url);
    am_buf_free(&old->text);
    am_buf_free(&old->packed);
    am_buf_free(&old->answer.body);
    free(old);
}

const char *am_engine_url(const struct am_engine *engine)
{
    return engine->shard->urls[engine->replica];
}

unsigned am_engine_replica(const struct am_engine *engine)
{
    return engine->replica;
}

unsigned am_engine_replicas(const struct am_engine *engine)
{
    return engine->shard->url_count;
}

void am_engine_use(struct am_engine *engine, unsigned replica)
{
    unsigned next = replica % engine->shard->url_count;

    if (next != engine->replica)
        engine->server.version[0] = '\0';
    engine->replica = next;
}

bool am_engine_may_pass(const struct am_err *err)
{
    return err->code == AM_EIO || err->code == AM_EBUSY;
}

/* ---- what an answer means ---- */

/* "Code: 60, ..." of releases that have no header for it. */
static int exception_of(const struct am_http_answer *answer)
{
    static const char word[] = "Code: ";
    const char *text = (const char *)answer->body.data;
    const char *found = strstr(text, word);

    if (answer->exception != 0)
        return answer->exception;
    if (answer->status == 200 || found == NULL)
        return 0;
    return (int)strtol(found + sizeof(word) - 1, NULL, 10);
}

/* The numbers are those of the engine's ErrorCodes.cpp. */
static enum am_error code_of(long status, int exception)
{
    static const struct {
        int exception;
        enum am_error code;
    } known[] = {
        {252, AM_EBUSY}, /* too many parts */
        {192, AM_EACCESS},   {193, AM_EACCESS},  {194, AM_EACCESS}, /* login */
        {195, AM_EACCESS},   {516, AM_EACCESS},  {164, AM_EACCESS},
        {497, AM_EACCESS},                       /* rights */
        {16, AM_ENOTFOUND},  {47, AM_ENOTFOUND}, /* a column */
        {60, AM_ENOTFOUND},  {81, AM_ENOTFOUND}, /* a table, the database */
        {218, AM_ENOTFOUND},                     /* a table that goes */
        {36, AM_EINVAL},     {43, AM_EINVAL},    {44, AM_EINVAL},
        {46, AM_EINVAL},     {53, AM_EINVAL},    {62, AM_EINVAL},
        {115, AM_EINVAL},
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (known[i].exception == exception)
            return known[i].code;
    }
    if (status == 401 || status == 403)
        return AM_EACCESS;
    return status == 404 ? AM_ENOTFOUND : AM_EIO;
}

/* The first line of what it said. */
static int refuse(const struct am_engine *engine, int exception,
                  struct am_err *err)
{
    const struct am_http_answer *answer = &engine->answer;
    const char *text = (const char *)answer->body.data;
    char why[WHY_SIZE];

    snprintf(why, sizeof(why), "%.*s", (int)strcspn(text, "\r\n"), text);
    if (answer->status == 200 && exception == 0)
        snprintf(why, sizeof(why), "an answer where none belongs");
    return am_fail(err, code_of(answer->status, exception), "%s: HTTP %ld%s%s",
                   am_engine_url(engine), answer->status,
                   why[0] != '\0' ? ": " : "", why);
}

static int judge(const struct am_engine *engine, bool wants_rows,
                 struct am_err *err)
{
    const struct am_http_answer *answer = &engine->answer;
    int exception = exception_of(answer);
    bool has_body = answer->body.data[0] != '\0';

    if (answer->status == 200 && exception == 0 && (wants_rows || !has_body))
        return 0;
    return refuse(engine, exception, err);
}

/* ---- requests ---- */

static int add_text(struct am_buf *buf, const char *text, struct am_err *err)
{
    return am_buf_add(buf, text, strlen(text), err);
}

/* RFC 3986: what is not unreserved as %XX. */
static int add_escaped(struct am_buf *buf, const char *text, struct am_err *err)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~";
    char escape[4];

    for (; *text != '\0'; text++) {
        if (strchr(plain, *text) != NULL) {
            if (am_buf_add(buf, text, 1, err) < 0)
                return -1;
            continue;
        }
        snprintf(escape, sizeof(escape), "%%%02X",
                 (unsigned)(unsigned char)*text);
        if (am_buf_add(buf, escape, 3, err) < 0)
            return -1;
    }
    return 0;
}

/* The answer is kept back until it is known to be whole. */
static int make_url(struct am_engine *engine, const char *database,
                    bool is_question, const char *query, struct am_err *err)
{
    am_buf_clear(&engine->url);
    if (add_text(&engine->url, am_engine_url(engine), err) < 0 ||
        add_text(&engine->url, "/?wait_end_of_query=1&database=", err) < 0 ||
        add_escaped(&engine->url, database, err) < 0 ||
        am_server_add_settings(&engine->server, is_question, &engine->url,
                               err) < 0)
        return -1;
    if (query != NULL && (add_text(&engine->url, "&query=", err) < 0 ||
                          add_escaped(&engine->url, query, err) < 0))
        return -1;
    return am_buf_add(&engine->url, "", 1, err);
}

static int post(struct am_engine *engine, const void *body, size_t size,
                bool is_packed, bool wants_rows, struct am_err *err)
{
    const struct am_http_request request = {
        .url = (const char *)engine->url.data,
        .body = body,
        .size = size,
        .is_packed = is_packed,
    };
    struct am_err why;
    int result = am_http_post(engine->http, &request, &engine->answer, &why);

    if (result == 0)
        result = am_buf_add(&engine->answer.body, "", 1, &why);
    if (result < 0) {
        am_err_set(err, why.code, "%s: %s", am_engine_url(engine), why.text);
    } else {
        result = judge(engine, wants_rows, err);
        why = err != NULL ? *err : (struct am_err){.code = AM_EIO};
    }
    if (result < 0 && am_engine_may_pass(&why))
        am_engine_use(engine, engine->replica + 1);
    return result;
}

static int ask_version(struct am_engine *engine, struct am_err *err)
{
    const long wait_s = (engine->access->http.total_ms + 999) / 1000;

    if (engine->server.version[0] != '\0')
        return 0;
    am_buf_clear(&engine->text);
    if (am_phrase_make(&engine->text, am_sql_fleet_query_server, NULL, err) <
            0 ||
        make_url(engine, "default", true, NULL, err) < 0 ||
        post(engine, engine->text.data, engine->text.size - 1, false, true,
             err) < 0)
        return -1;
    if (am_server_read(&engine->server, (const char *)engine->answer.body.data,
                       wait_s))
        return 0;
    engine->server.version[0] = '\0';
    return am_fail(err, AM_EINVAL, "%s: this is no ClickHouse",
                   am_engine_url(engine));
}

int am_engine_version(struct am_engine *engine, const char **version,
                      struct am_err *err)
{
    if (ask_version(engine, err) < 0)
        return -1;
    *version = engine->server.version;
    return 0;
}

int am_engine_is_modern(struct am_engine *engine, bool *is_modern,
                        struct am_err *err)
{
    if (ask_version(engine, err) < 0)
        return -1;
    *is_modern = am_server_is_modern(&engine->server);
    return 0;
}

static int send_statement(struct am_engine *engine, const char *database,
                          const char *sql, const struct am_phrase_word *words,
                          bool wants_rows, struct am_err *err)
{
    if (ask_version(engine, err) < 0)
        return -1;
    am_buf_clear(&engine->text);
    if (am_phrase_make(&engine->text, sql, words, err) < 0 ||
        make_url(engine, database, wants_rows, NULL, err) < 0)
        return -1;
    return post(engine, engine->text.data, engine->text.size - 1, false,
                wants_rows, err);
}

int am_engine_run(struct am_engine *engine, const char *sql,
                  const struct am_phrase_word *words, struct am_err *err)
{
    return send_statement(engine, engine->access->database, sql, words, false,
                          err);
}

int am_engine_run_outside(struct am_engine *engine, const char *sql,
                          const struct am_phrase_word *words,
                          struct am_err *err)
{
    return send_statement(engine, "default", sql, words, false, err);
}

int am_engine_ask(struct am_engine *engine, const char *sql,
                  const struct am_phrase_word *words, const char **text,
                  struct am_err *err)
{
    if (send_statement(engine, engine->access->database, sql, words, true,
                       err) < 0)
        return -1;
    *text = (const char *)engine->answer.body.data;
    return 0;
}

int am_engine_ask_outside(struct am_engine *engine, const char *sql,
                          const char **text, struct am_err *err)
{
    if (send_statement(engine, "default", sql, NULL, true, err) < 0)
        return -1;
    *text = (const char *)engine->answer.body.data;
    return 0;
}

int am_engine_insert(struct am_engine *engine, const char *sql,
                     const struct am_buf *rows, struct am_err *err)
{
    if (ask_version(engine, err) < 0)
        return -1;
    am_buf_clear(&engine->text);
    am_buf_clear(&engine->packed);
    if (am_phrase_make(&engine->text, sql, NULL, err) < 0 ||
        make_url(engine, engine->access->database, false,
                 (const char *)engine->text.data, err) < 0 ||
        am_packing_add(&engine->packed, rows, err) < 0)
        return -1;
    return post(engine, engine->packed.data, engine->packed.size, true, false,
                err);
}
