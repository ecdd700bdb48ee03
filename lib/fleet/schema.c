/* schema - see schema.h. */
#include "fleet/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fleet/answer.h"
#include "fleet/rowbinary.h"
#include "sql/embedded.h"
#include "store/codes.h"

#define ROWS_LIMIT ((size_t)1 << 20)
#define TEXT_SIZE  256

/* ---- versions ---- */

/* The version that a file belongs to; 0: to none. */
static int version_of(const struct am_sql_file *file)
{
    if (strncmp(file->name, "fleet/", 6) != 0 || file->name[6] < '0' ||
        file->name[6] > '9')
        return 0;
    return (int)strtol(file->name + 6, NULL, 10);
}

int am_fleet_schema_newest(void)
{
    int newest = 0;

    for (const struct am_sql_file *file = am_sql_files; file->name != NULL;
         file++) {
        if (version_of(file) > newest)
            newest = version_of(file);
    }
    return newest;
}

int am_fleet_schema_version(struct am_engine *engine, int *version,
                            struct am_err *err)
{
    const char *text = "0\n";
    struct am_answer answer;
    struct am_err why;

    if (am_engine_ask(engine, am_sql_fleet_query_schema_version, NULL, &text,
                      &why) < 0 &&
        why.code != AM_ENOTFOUND)
        return am_fail(err, why.code, "%s", why.text);
    am_answer_begin(&answer, text);
    *version = (int)am_answer_number(&answer);
    if (am_answer_end(&answer, NULL) == 0)
        return 0;
    return am_fail(err, AM_EINVAL, "%s: table schema_version makes no sense",
                   am_engine_url(engine));
}

/* ---- tables ---- */

/* "fleet/0001/sighting.sql" makes table sighting. */
static void table_of(const struct am_sql_file *file, char table[TEXT_SIZE])
{
    const char *slash = strrchr(file->name, '/');

    snprintf(table, TEXT_SIZE, "%s", slash + 1);
    char *dot = strrchr(table, '.');
    if (dot != NULL)
        *dot = '\0';
}

/* Does a server have it for itself, as what is built there goes elsewhere? */
static bool is_beside(const struct am_sql_file *file)
{
    return strstr(file->text, "ENGINE = MergeTree()") != NULL;
}

/* How a shard has a table. */
enum form {
    MISSING,
    PLAIN,
    SHARED
};

/* Of a table, in the answer to sql/fleet/query/ tables. */
static enum form form_of(const char *tables, const char *table)
{
    struct am_answer answer;
    char name[TEXT_SIZE];

    am_answer_begin(&answer, tables);
    while (am_answer_has_row(&answer)) {
        am_answer_text(&answer, name, sizeof(name));
        bool is_shared = am_answer_number(&answer) != 0;
        if (am_answer_end(&answer, NULL) < 0)
            return MISSING;
        if (strcmp(name, table) == 0)
            return is_shared ? SHARED : PLAIN;
    }
    return MISSING;
}

static int refuse_plain(const struct am_engine *engine, const char *table,
                        struct am_err *err)
{
    return am_fail(err, AM_EINVAL,
                   "%s: table %s is not replicated, so each replica would have "
                   "rows that the others lack: name another fleet_database, "
                   "then 'attachmeter fleet init'",
                   am_engine_url(engine), table);
}

/* One that is there says how the others are to be made. */
static int settle_form(struct am_engine *engine,
                       struct am_fleet_schema_plan *plan, struct am_err *err)
{
    const char *tables = NULL;
    char table[TEXT_SIZE];

    if (am_engine_ask(engine, am_sql_fleet_query_tables, NULL, &tables, err) <
        0)
        return -1;
    for (const struct am_sql_file *file = am_sql_files; file->name != NULL;
         file++) {
        if (version_of(file) == 0 || is_beside(file))
            continue;
        table_of(file, table);
        enum form form = form_of(tables, table);
        if (form == PLAIN && plan->is_replicated)
            return refuse_plain(engine, table, err);
        plan->is_replicated = plan->is_replicated || form == SHARED;
    }
    return 0;
}

static int make_table(struct am_engine *engine, const struct am_sql_file *file,
                      const struct am_fleet_schema_plan *plan,
                      struct am_err *err)
{
    char table[TEXT_SIZE];
    char plain[2 * TEXT_SIZE] = "MergeTree()";
    char replacing[2 * TEXT_SIZE] = "ReplacingMergeTree()";
    char version[2 * TEXT_SIZE] = "ReplacingMergeTree(version)";

    table_of(file, table);
    if (plan->is_replicated) {
        /* the macros of the server, which tell its replicas apart */
        static const char form[] =
            "Replicated%sMergeTree("
            "'/clickhouse/tables/{shard}/%s/%s', '{replica}'%s)";
        snprintf(plain, sizeof(plain), form, "", plan->database, table, "");
        snprintf(replacing, sizeof(replacing), form, "Replacing",
                 plan->database, table, "");
        snprintf(version, sizeof(version), form, "Replacing", plan->database,
                 table, ", version");
    }
    const struct am_phrase_word words[] = {{"plain", plain},
                                           {"replacing", replacing},
                                           {"replacing_version", version},
                                           {NULL, NULL}};
    return am_engine_run(engine, file->text, words, err);
}

static int make_tables(struct am_engine *engine,
                       const struct am_fleet_schema_plan *plan,
                       struct am_err *err)
{
    for (const struct am_sql_file *file = am_sql_files; file->name != NULL;
         file++) {
        if (version_of(file) > 0 && make_table(engine, file, plan, err) < 0)
            return -1;
    }
    return 0;
}

/* All that rows are inserted into, as nobody sends again what was answered. */
static int set_sync(struct am_engine *engine, struct am_err *err)
{
    static const char inserts[] = "fleet/insert/";
    char table[TEXT_SIZE];
    const struct am_phrase_word words[] = {{"table", table}, {NULL, NULL}};

    for (const struct am_sql_file *file = am_sql_files; file->name != NULL;
         file++) {
        if (strncmp(file->name, inserts, sizeof(inserts) - 1) != 0)
            continue;
        table_of(file, table);
        if (am_engine_run(engine, am_sql_fleet_modern_fsync, words, err) < 0)
            return -1;
    }
    return 0;
}

static int set_modern(struct am_engine *engine,
                      const struct am_fleet_schema_plan *plan,
                      struct am_err *err)
{
    char days[AM_PHRASE_TEXT_SIZE];
    const struct am_phrase_word words[] = {
        {"days", am_phrase_number(plan->detail_days + 1, days)}, {NULL, NULL}};
    bool is_modern = false;

    if (am_engine_is_modern(engine, &is_modern, err) < 0)
        return -1;
    if (!is_modern)
        return 0;
    if (am_engine_run(engine, am_sql_fleet_modern_ttl, words, err) < 0)
        return -1;
    return set_sync(engine, err);
}

static int add_codes(struct am_buf *rows, struct am_err *err)
{
    for (const struct am_code_kind *kind = am_code_kinds; kind->kind != NULL;
         kind++) {
        for (unsigned i = 0; kind->name(i) != NULL; i++) {
            if (am_rowbinary_text(rows, kind->kind, err) < 0 ||
                am_rowbinary_u16(rows, (uint16_t)i, err) < 0 ||
                am_rowbinary_text(rows, kind->name(i), err) < 0)
                return -1;
        }
    }
    return 0;
}

/* Last, so that what has a version has all of it. */
static int write_down(struct am_engine *engine, struct am_err *err)
{
    struct am_buf rows;

    am_buf_init(&rows, ROWS_LIMIT);
    int result = add_codes(&rows, err);
    if (result == 0)
        result = am_engine_insert(engine, am_sql_fleet_insert_code, &rows, err);
    am_buf_clear(&rows);
    if (result == 0) {
        result =
            am_rowbinary_u32(&rows, (uint32_t)am_fleet_schema_newest(), err);
    }
    if (result == 0) {
        result = am_engine_insert(engine, am_sql_fleet_insert_schema_version,
                                  &rows, err);
    }
    am_buf_free(&rows);
    return result;
}

static int refuse_newer(const struct am_engine *engine, int version,
                        struct am_err *err)
{
    return am_fail(err, AM_ENEWER,
                   "%s: the tables have version %d, this attachmeter knows up "
                   "to %d: install the newer one",
                   am_engine_url(engine), version, am_fleet_schema_newest());
}

int am_fleet_schema_make(struct am_engine *engine,
                         const struct am_fleet_schema_plan *plan,
                         struct am_err *err)
{
    const struct am_phrase_word words[] = {{"database", plan->database},
                                           {NULL, NULL}};
    int version = 0;

    if (am_engine_run_outside(engine, am_sql_fleet_database, words, err) < 0 ||
        am_fleet_schema_version(engine, &version, err) < 0)
        return -1;
    if (version > am_fleet_schema_newest())
        return refuse_newer(engine, version, err);
    struct am_fleet_schema_plan settled = *plan;
    if (settle_form(engine, &settled, err) < 0 ||
        make_tables(engine, &settled, err) < 0 ||
        set_modern(engine, &settled, err) < 0)
        return -1;
    return write_down(engine, err);
}

int am_fleet_schema_check(struct am_engine *engine, struct am_err *err)
{
    const char *tables = NULL;
    char table[TEXT_SIZE];
    int version = 0;

    if (am_fleet_schema_version(engine, &version, err) < 0)
        return -1;
    if (version == 0) {
        return am_fail(err, AM_EINVAL,
                       "%s: there are no tables yet: 'attachmeter fleet init'",
                       am_engine_url(engine));
    }
    if (version < am_fleet_schema_newest()) {
        return am_fail(err, AM_EINVAL,
                       "%s: the tables are of an older version: 'attachmeter "
                       "fleet upgrade'",
                       am_engine_url(engine));
    }
    if (am_engine_ask(engine, am_sql_fleet_query_tables, NULL, &tables, err) <
        0)
        return -1;
    for (const struct am_sql_file *file = am_sql_files; file->name != NULL;
         file++) {
        if (version_of(file) == 0)
            continue;
        table_of(file, table);
        enum form form = form_of(tables, table);
        if (form == PLAIN && am_engine_replicas(engine) > 1 && !is_beside(file))
            return refuse_plain(engine, table, err);
        if (form == MISSING) {
            return am_fail(err, AM_EINVAL,
                           "%s: table %s is missing: 'attachmeter fleet "
                           "upgrade'",
                           am_engine_url(engine), table);
        }
    }
    return 0;
}
