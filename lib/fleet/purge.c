/* purge - see purge.h. */
#include "fleet/purge.h"

#include <stdlib.h>
#include <string.h>

#include "fleet/answer.h"
#include "fleet/routing.h"
#include "sql/embedded.h"

#define TOLD_S INT64_C(2592000) /* 30 days: by then the rows are gone */

struct note {
    unsigned char id[AM_FLEET_ID_SIZE], relay[AM_FLEET_ID_SIZE];
    int64_t last;
};

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

static int delete_notes(struct am_engine *engine, const char *text,
                        size_t *notes, struct am_err *err)
{
    struct am_answer answer;
    struct note note;

    am_answer_begin(&answer, text);
    while (am_answer_has_row(&answer)) {
        am_answer_bytes(&answer, note.id, AM_FLEET_ID_SIZE);
        am_answer_bytes(&answer, note.relay, AM_FLEET_ID_SIZE);
        note.last = am_answer_number(&answer);
        if (am_answer_end(&answer, NULL) < 0)
            return am_fail(err, AM_EINVAL, "table forgotten makes no sense");
        if (delete_note(engine, &note, err) < 0)
            return -1;
        ++*notes;
    }
    return 0;
}

/* The answer is the engine's until the next request: copied. */
static int delete_forgotten(struct am_engine *engine, size_t *notes,
                            struct am_err *err)
{
    const char *text = NULL;

    if (am_engine_ask(engine, am_sql_fleet_query_forgotten, NULL, &text, err) <
        0)
        return -1;
    char *copy = strdup(text);
    if (copy == NULL)
        return am_fail(err, AM_ENOMEM, "no memory");
    int result = delete_notes(engine, copy, notes, err);
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

    *notes = 0;
    if (delete_forgotten(engine, notes, err) < 0 ||
        am_engine_run(engine, am_sql_fleet_delete_old, words, err) < 0)
        return -1;
    return am_engine_run(engine, am_sql_fleet_delete_told, words, err);
}
