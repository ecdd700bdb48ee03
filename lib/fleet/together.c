/* together - see together.h. */
#include "fleet/together.h"

#include <pthread.h>

struct asked {
    struct am_engine *engine;
    const char *sql;
    const struct am_phrase_word *words;
    const char *text;
    pthread_t thread;
    bool has_thread;
    int result;
    struct am_err err;
};

static void *ask(void *context)
{
    struct asked *asked = context;

    asked->result = am_engine_ask(asked->engine, asked->sql, asked->words,
                                  &asked->text, &asked->err);
    return NULL;
}

int am_fleet_ask_together(struct am_fleet *fleet, const char *sql,
                          const struct am_phrase_word *words,
                          const char *texts[AM_FLEET_SHARDS_MAX],
                          struct am_err *err)
{
    struct asked all[AM_FLEET_SHARDS_MAX];
    unsigned count = fleet->routing.shard_count;
    int result = 0;

    for (unsigned i = 0; i < count; i++) {
        all[i] = (struct asked){
            .engine = fleet->engines[i], .sql = sql, .words = words};
        /* The last one is for this thread, and so are all for which there is
         * none. */
        all[i].has_thread =
            i + 1 < count &&
            pthread_create(&all[i].thread, NULL, ask, &all[i]) == 0;
        if (!all[i].has_thread)
            ask(&all[i]);
    }
    for (unsigned i = 0; i < count; i++) {
        if (all[i].has_thread)
            pthread_join(all[i].thread, NULL);
        if (all[i].result < 0 && result == 0) {
            am_err_set(err, all[i].err.code, "%s", all[i].err.text);
            result = -1;
        }
        texts[i] = all[i].text;
    }
    return result;
}
