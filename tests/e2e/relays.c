/*
 * relays - databases of several relays, and the one that a relay would have by
 * which all of their mail came.
 *
 * usage: e2e_relays SEED COUNT DIR
 * Makes DIR/0.db to DIR/COUNT-1.db and DIR/all.db, of the same mail at random.
 * Knows nothing of how they are put together again.
 */
#include "random_mail.h"

#define RECORDS 1500

/* All of it again, of which only one relay's part comes here. */
static void play(uint32_t state, const char *name)
{
    int64_t time_s = MORNING;

    snprintf(path, sizeof(path), "%.400s/%.16s.db", root, name);
    snprintf(dir, sizeof(dir), "%.400s/%.16s.spool", root, name);
    open_all();
    random_state = state;
    memset(wholes, 0, sizeof(wholes));
    for (int i = 0; i < RECORDS; i++) {
        time_s += any(60) == 0 ? any(20U * 86400U) : any(1200);
        random_record(time_s);
    }
    drain();
    close_all();
}

static uint32_t seed;

START_TEST(databases_are_made)
{
    char name[16];

    for (this_relay = 0; this_relay < relay_count; this_relay++) {
        snprintf(name, sizeof(name), "%d", this_relay);
        play(seed, name);
    }
    this_relay = -1;
    play(seed, "all");
}

END_TEST

/* What it is made of asserts as tests do, so it is one. */
int main(int argc, char **argv)
{
    Suite *suite = suite_create("relays");
    TCase *tcase = tcase_create("relays");

    if (argc != 4) {
        fprintf(stderr, "usage: e2e_relays SEED COUNT DIR\n");
        return EXIT_FAILURE;
    }
    seed = (uint32_t)strtoul(argv[1], NULL, 10);
    relay_count = (int)strtol(argv[2], NULL, 10);
    sender_count = RANDOM_MESSAGES;
    snprintf(root, sizeof(root), "%s", argv[3]);
    tcase_set_timeout(tcase, 240);
    tcase_add_test(tcase, databases_are_made);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
