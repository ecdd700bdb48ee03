/* purge - see purge.h. */
#include "fleet/purge.h"

#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "fleet/relays.h"
#include "fleet/routing.h"
#include "sql/embedded.h"

#define TOLD_S INT64_C(2592000) /* 30 days: by then the rows are gone */

struct note {
    unsigned char id[AM_FLEET_ID_SIZE], relay[AM_FLEET_ID_SIZE];
    int64_t last;
};

static int read_line(const char *line, struct note *note)
{
    const char *relay = line + 2 * (size_t)AM_FLEET_ID_SIZE + 1;

    if (am_hex_read(line, AM_HEX_SMALL, note->id, AM_FLEET_ID_SIZE) < 0 ||
        am_hex_read(relay, AM_HEX_SMALL, note->relay, AM_FLEET_ID_SIZE) < 0)
        return -1;
    note->last = strtoll(relay + 2 * (size_t)AM_FLEET_ID_SIZE, NULL, 10);
    return 0;
}

static int delete_note(struct am_engine *engine, const struct note *note,
                       struct am_err *err)
{
    char texts[3][AM_PHRASE_TEXT_SIZE];
    const struct am_phrase_word words[] = {
        {"fingerprint", am_phrase_bytes(note->id, AM_FLEET_ID_SIZE, texts[0])},
        {"relay", am_phrase_bytes(note->relay, AM_FLEET_ID_SIZE, texts[1])},
        {"last", am_phrase_number(note->last, texts[2])},
        {NULL, NULL},
    };

    return am_engine_run(engine, am_sql_fleet_delete_forgotten, words, err);
}

/* The answer is the engine's until the next request: copied. */
static int delete_notes(struct am_engine *engine, const char *answer,
                        size_t *notes, struct am_err *err)
{
    char *copy = strdup(answer);
    int result = copy != NULL ? 0 : am_fail(err, AM_ENOMEM, "no memory");

    for (const char *line = copy; result == 0 && line != NULL && *line != '\0';
         ++*notes) {
        struct note note;
        if (read_line(line, &note) < 0) {
            result = am_fail(err, AM_EINVAL, "table forgotten makes no sense");
            break;
        }
        result = delete_note(engine, &note, err);
        line = strchr(line, '\n');
        line += line != NULL;
    }
    free(copy);
    return result;
}

int am_fleet_purge(struct am_engine *engine, int64_t first_day, size_t *notes,
                   struct am_err *err)
{
    char texts[2][AM_PHRASE_TEXT_SIZE];
    const struct am_phrase_word words[] = {
        {"day", am_phrase_number(first_day, texts[0])},
        {"seconds", am_phrase_number(TOLD_S, texts[1])},
        {NULL, NULL},
    };
    const char *answer = NULL;

    *notes = 0;
    if (am_engine_ask(engine, am_sql_fleet_query_forgotten, NULL, &answer,
                      err) < 0 ||
        delete_notes(engine, answer, notes, err) < 0 ||
        am_engine_run(engine, am_sql_fleet_delete_old, words, err) < 0)
        return -1;
    return am_engine_run(engine, am_sql_fleet_delete_told, words, err);
}
