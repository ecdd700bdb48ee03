/* intake - see intake.h. */
#include "store/intake.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/hex.h"
#include "sql/embedded.h"
#include "store/epoch.h"
#include "store/statement.h"
#include "store/sums.h"

enum {
    BEGIN,
    COMMIT,
    ROLLBACK,
    META,
    SETTING,
    EPOCH,
    DOMAIN_FIND,
    DOMAIN_ADD,
    SUMS,
    SENDERS,
    CONTENT,
    CONTENT_KNOWN,
    CONTENT_FIND,
    MESSAGE,
    SIGHTING,
    PART,
    TABLES, /* and as many as enum am_intake_table has */
    STATEMENT_COUNT = TABLES + AM_INTAKE_TABLE_COUNT
};

struct am_intake {
    sqlite3 *db;
    bool is_open; /* the transaction */
    struct am_statement statements[STATEMENT_COUNT];
};

static const char *const sql[STATEMENT_COUNT] = {
    [BEGIN] = am_sql_write_begin,
    [COMMIT] = am_sql_write_commit,
    [ROLLBACK] = am_sql_write_rollback,
    [META] = am_sql_write_intake_meta,
    [SETTING] = am_sql_write_setting_set,
    [EPOCH] = am_sql_write_intake_epoch,
    [DOMAIN_FIND] = am_sql_write_domain_find,
    [DOMAIN_ADD] = am_sql_write_domain_add,
    [SUMS] = am_sql_write_day_sighting_add,
    [SENDERS] = am_sql_write_small_group_raise,
    [CONTENT] = am_sql_write_intake_content,
    [CONTENT_KNOWN] = am_sql_write_intake_content_known,
    [CONTENT_FIND] = am_sql_write_content_find,
    [MESSAGE] = am_sql_write_intake_message,
    [SIGHTING] = am_sql_write_intake_sighting,
    [PART] = am_sql_write_intake_part,
    [TABLES + AM_INTAKE_DAY_MESSAGE] = am_sql_write_day_message_add,
    [TABLES + AM_INTAKE_DAY_FLAW] = am_sql_write_day_flaw_add,
    [TABLES + AM_INTAKE_GAP] = am_sql_write_gap_add,
    [TABLES + AM_INTAKE_RUN] = am_sql_write_intake_run,
};

static const char *const columns[AM_INTAKE_TABLE_COUNT][AM_INTAKE_NUMBERS +
                                                        1] = {
    [AM_INTAKE_DAY_MESSAGE] = {":day", ":direction", ":messages",
                               ":with_attachments", ":deliveries",
                               ":deliveries_with_attachments", ":wire_bytes",
                               NULL},
    [AM_INTAKE_DAY_FLAW] = {":day", ":flaw", ":times", NULL},
    [AM_INTAKE_GAP] = {":day", ":reason", ":messages", NULL},
    [AM_INTAKE_RUN] = {":source", ":started_s", ":heartbeat_s", ":clean", NULL},
};

int am_intake_open(struct am_intake **intake, struct am_store *store,
                   struct am_err *err)
{
    struct am_intake *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the rows of others");

    new->db = am_store_handle(store);
    for (size_t i = 0; i < STATEMENT_COUNT; i++)
        new->statements[i].sql = sql[i];
    if (am_statements_prepare(new->db, new->statements, STATEMENT_COUNT, err) <
        0) {
        free(new);
        return -1;
    }
    new->is_open = am_statement_run(&new->statements[BEGIN], err) == 0;
    if (!new->is_open) {
        am_intake_close(&new);
        return -1;
    }
    *intake = new;
    return 0;
}

int am_intake_finish(struct am_intake *intake, int64_t bound_until_day,
                     struct am_err *err)
{
    if (bound_until_day != 0)
        am_bind(&intake->statements[META], ":bound_until_day", bound_until_day);
    if (am_statement_run(&intake->statements[META], err) < 0 ||
        am_statement_run(&intake->statements[COMMIT], err) < 0)
        return -1;
    intake->is_open = false;
    return 0;
}

void am_intake_close(struct am_intake **intake)
{
    struct am_intake *old = *intake;
    struct am_err err;

    *intake = NULL;
    if (old == NULL)
        return;
    if (old->is_open && am_statement_run(&old->statements[ROLLBACK], &err) < 0)
        old->is_open = false; /* it was undone already */
    am_statements_finish(old->statements, STATEMENT_COUNT);
    free(old);
}

int am_intake_setting(struct am_intake *intake, const char *name, int64_t value,
                      struct am_err *err)
{
    struct am_statement *set = &intake->statements[SETTING];

    am_bind_text(set, ":name", name);
    am_bind(set, ":day", 0);
    am_bind(set, ":value", value);
    return am_statement_run(set, err);
}

int am_intake_epoch(struct am_intake *intake,
                    const unsigned char relay[AM_RELAY_ID_SIZE],
                    const unsigned char key[AM_KEY_ID_SIZE], int64_t day,
                    struct am_err *err)
{
    struct am_statement *add = &intake->statements[EPOCH];
    char relay_text[AM_RELAY_TEXT_SIZE];
    char key_text[AM_KEY_TEXT_SIZE];

    am_bind_text(add, ":relay_id",
                 am_hex_write(relay, AM_RELAY_ID_SIZE, relay_text));
    am_bind_text(add, ":key_id", am_hex_write(key, AM_KEY_ID_SIZE, key_text));
    am_bind(add, ":start_day", day);
    return am_statement_run(add, err);
}

/* The number of a domain, which is made if it is a new one; or -1. */
static int64_t domain_of(struct am_intake *intake, const char *name,
                         struct am_err *err)
{
    struct am_statement *find = &intake->statements[DOMAIN_FIND];
    struct am_statement *add = &intake->statements[DOMAIN_ADD];

    am_bind_text(find, ":name", name);
    int result = am_statement_row(find, err);
    if (result == 1) {
        int64_t id = am_column(find, 0);
        am_statement_reset(find);
        return id;
    }
    am_bind_text(add, ":name", name);
    if (result < 0 || am_statement_run(add, err) < 0)
        return -1;
    return sqlite3_last_insert_rowid(intake->db);
}

int am_intake_add(struct am_intake *intake, enum am_intake_table table,
                  const int64_t *numbers, const char *domain,
                  struct am_err *err)
{
    struct am_statement *add = &intake->statements[TABLES + table];
    const char *const *names = columns[table];

    for (size_t i = 0; names[i] != NULL; i++)
        am_bind(add, names[i], numbers[i]);
    if (domain != NULL) {
        int64_t id = domain_of(intake, domain, err);
        if (id < 0)
            return -1;
        am_bind(add, ":domain", id);
    }
    return am_statement_run(add, err);
}

int am_intake_sums(struct am_intake *intake, const struct am_intake_cell *cell,
                   struct am_sums *sums, struct am_err *err)
{
    struct am_statement *add = &intake->statements[SUMS];
    int64_t domain = domain_of(intake, cell->domain, err);

    if (domain < 0)
        return -1;
    am_bind(add, ":day", cell->day);
    am_bind(add, ":direction", cell->direction);
    am_bind(add, ":domain", domain);
    am_bind(add, ":family", cell->family);
    am_bind(add, ":class", cell->class);
    am_bind(add, ":sis", cell->sis);
    am_bind(add, ":digested", cell->digested);
    am_bind(add, ":logo", cell->logo);
    am_bind(add, ":most", AM_SUMS_MOST);
    for (size_t i = 0; i < AM_SUMS_STORED; i++)
        am_bind(add, am_sums_members[i].parameter, *am_sums_at(sums, i));
    return am_statement_run(add, err);
}

int am_intake_senders(struct am_intake *intake,
                      const struct am_intake_cell *cell, unsigned dimensions,
                      int64_t senders, struct am_err *err)
{
    struct am_statement *raise = &intake->statements[SENDERS];
    struct am_cell group = {
        .direction = cell->direction,
        .family = cell->family,
        .class = cell->class,
        .is_logo = cell->logo != 0,
    };

    if ((dimensions & AM_DIMENSION_DOMAIN) != 0) {
        group.domain = domain_of(intake, cell->domain, err);
        if (group.domain < 0)
            return -1;
    }
    am_bind(raise, ":day", cell->day);
    am_bind(raise, ":dimension", dimensions);
    am_bind(raise, ":value", am_cell_value(&group, dimensions));
    am_bind(raise, ":senders", senders);
    return am_statement_run(raise, err);
}

/* The number of a content that is in; 0: it is not, or -1. */
static int64_t content_of(struct am_intake *intake,
                          const unsigned char *fingerprint, struct am_err *err)
{
    struct am_statement *find = &intake->statements[CONTENT_FIND];

    am_bind_bytes(find, ":fingerprint", fingerprint, AM_FINGERPRINT_SIZE);
    int result = am_statement_row(find, err);
    if (result != 1)
        return result;
    int64_t id = am_column(find, 0);
    am_statement_reset(find);
    return id;
}

int am_intake_content(struct am_intake *intake,
                      const struct am_intake_content *content,
                      struct am_err *err)
{
    int64_t id = content_of(intake, content->fingerprint, err);
    struct am_statement *take =
        &intake->statements[id > 0 ? CONTENT_KNOWN : CONTENT];

    if (id < 0)
        return -1;
    if (id > 0) {
        am_bind(take, ":id", id);
    } else {
        am_bind_bytes(take, ":fingerprint", content->fingerprint,
                      AM_FINGERPRINT_SIZE);
        am_bind(take, ":size_bytes", content->size_bytes);
    }
    am_bind(take, ":family", content->family);
    am_bind(take, ":first_day", content->first_day);
    am_bind(take, ":last_day", content->last_day);
    if (content->last_own_day != 0)
        am_bind(take, ":last_own_day", content->last_own_day);
    am_bind(take, ":senders", content->senders);
    return am_statement_run(take, err);
}

static int add_message(struct am_intake *intake,
                       const struct am_intake_sighting *sighting,
                       struct am_err *err)
{
    struct am_statement *add = &intake->statements[MESSAGE];
    int64_t domain = domain_of(intake, sighting->cell.domain, err);

    if (domain < 0)
        return -1;
    am_bind(add, ":id", sighting->message);
    am_bind(add, ":day", sighting->cell.day);
    am_bind(add, ":direction", sighting->cell.direction);
    am_bind(add, ":domain", domain);
    am_bind(add, ":local_given", sighting->local_given);
    am_bind(add, ":local", sighting->local);
    am_bind(add, ":external", sighting->external);
    am_bind(add, ":sent", sighting->sent);
    am_bind(add, ":hops", sighting->hops);
    am_bind(add, ":continuation", sighting->continuation);
    return am_statement_run(add, err);
}

static int add_sighting(struct am_intake *intake,
                        const struct am_intake_sighting *sighting,
                        int64_t content, struct am_err *err)
{
    struct am_statement *add = &intake->statements[SIGHTING];

    am_bind(add, ":sequence", sighting->sequence);
    am_bind(add, ":message", sighting->message);
    if (content != 0)
        am_bind(add, ":content", content);
    am_bind(add, ":type", sighting->type);
    am_bind(add, ":class", sighting->cell.class);
    am_bind(add, ":family", sighting->cell.family);
    am_bind(add, ":encoding", sighting->encoding);
    am_bind(add, ":disposition", sighting->disposition);
    am_bind(add, ":has_name", sighting->has_name);
    am_bind(add, ":has_content_id", sighting->has_content_id);
    am_bind(add, ":size_bytes", sighting->size_bytes);
    am_bind(add, ":stored_bytes", sighting->stored_bytes);
    am_bind(add, ":wire_bytes", sighting->wire_bytes);
    am_bind(add, ":layout", sighting->layout);
    return am_statement_run(add, err);
}

static int add_part(struct am_intake *intake,
                    const struct am_intake_sighting *sighting, int64_t content,
                    struct am_err *err)
{
    struct am_statement *add = &intake->statements[PART];

    am_bind(add, ":sighting", sighting->sequence);
    am_bind(add, ":ordinal", sighting->ordinal);
    am_bind(add, ":content", content);
    am_bind(add, ":size_bytes", sighting->size_bytes);
    return am_statement_run(add, err);
}

int am_intake_sighting(struct am_intake *intake,
                       const struct am_intake_sighting *sighting,
                       struct am_err *err)
{
    int64_t content = 0;

    if (sighting->cell.digested)
        content = content_of(intake, sighting->fingerprint, err);
    if (content < 0)
        return -1;
    if (sighting->ordinal != 0)
        return content == 0 ? 0 : add_part(intake, sighting, content, err);
    if (add_message(intake, sighting, err) < 0)
        return -1;
    return add_sighting(intake, sighting, content, err);
}
