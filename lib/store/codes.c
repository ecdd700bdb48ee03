/* codes - see codes.h. */
#include "store/codes.h"

#include <stdbool.h>
#include <stdint.h>

#include "codec/decoder.h"
#include "codec/flaw.h"
#include "meter/policy.h"
#include "spool/spool.h"
#include "sql/embedded.h"
#include "store/dimension.h"
#include "store/statement.h"

static const char *class_name(unsigned number)
{
    return number < AM_CLASS_COUNT ? am_class_name((enum am_class)number)
                                   : NULL;
}

static const char *family_name(unsigned number)
{
    return number < AM_FAMILY_COUNT ? am_family_name((enum am_family)number)
                                    : NULL;
}

static const char *direction_name(unsigned number)
{
    return number < AM_DIRECTION_COUNT
               ? am_direction_name((enum am_direction)number)
               : NULL;
}

static const char *encoding_name(unsigned number)
{
    return number < AM_ENCODING_COUNT
               ? am_encoding_name((enum am_encoding)number)
               : NULL;
}

static const char *disposition_name(unsigned number)
{
    return number < AM_DISPOSITION_COUNT
               ? am_disposition_name((enum am_disposition)number)
               : NULL;
}

static const char *gap_name(unsigned number)
{
    return number < AM_GAP_COUNT ? am_gap_name((enum am_gap)number) : NULL;
}

static const char *flaw_name(unsigned number)
{
    return number < AM_FLAW_COUNT ? am_flaw_name((enum am_flaw)number) : NULL;
}

static const char *type_name(unsigned number)
{
    return number < am_type_count() ? am_type_name((uint16_t)number) : NULL;
}

const struct am_code_kind am_code_kinds[] = {
    {"class", class_name},
    {"family", family_name},
    {"direction", direction_name},
    {"encoding", encoding_name},
    {"disposition", disposition_name},
    {"gap", gap_name},
    {"flaw", flaw_name},
    {"type", type_name},
    {"dimension", am_dimension_name},
    {NULL, NULL},
};

static int64_t count_all(void)
{
    int64_t count = 0;

    for (const struct am_code_kind *k = am_code_kinds; k->kind != NULL; k++) {
        for (unsigned i = 0; k->name(i) != NULL; i++)
            count++;
    }
    return count;
}

static int write_kind(struct am_statement *set, const struct am_code_kind *kind,
                      struct am_err *err)
{
    for (unsigned i = 0; kind->name(i) != NULL; i++) {
        am_bind_text(set, ":kind", kind->kind);
        am_bind(set, ":number", i);
        am_bind_text(set, ":name", kind->name(i));
        if (am_statement_run(set, err) < 0)
            return -1;
    }
    return 0;
}

int am_codes_write(struct sqlite3 *db, struct am_err *err)
{
    struct am_statement statements[] = {
        {am_sql_store_code_count, NULL},
        {am_sql_store_code_set, NULL},
    };

    if (am_statements_prepare(db, statements, 2, err) < 0)
        return -1;
    int result = am_statement_row(&statements[0], err);
    bool missing = result == 1 && am_column(&statements[0], 0) < count_all();
    am_statement_reset(&statements[0]);
    result = result == 1 ? 0 : -1;
    const struct am_code_kind *kind = am_code_kinds;
    for (; missing && result == 0 && kind->kind != NULL; kind++)
        result = write_kind(&statements[1], kind, err);
    am_statements_finish(statements, 2);
    return result;
}
