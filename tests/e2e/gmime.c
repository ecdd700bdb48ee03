/*
 * gmime - the measurer against GMime 3: over the fixtures, over made-up mail,
 * over a corpus if AM_CORPUS names one, and over mutations of all of them.
 *
 *   gmime DIR [--seed N] [--count N] [--index I [--dump]]
 *
 * Both get the same bytes in one process.  Each difference must fall under a
 * rule of rules.h: of the messages all, of the mutations all but one in a
 * thousand.  --index shows one mutation, --dump writes it out.  Batches run in
 * processes of their own, so that what breaks GMime breaks nothing else; it is
 * counted.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "e2e/mailset.h"
#include "e2e/mutate.h"
#include "e2e/peer.h"
#include "e2e/rules.h"

#define MADE      100 /* made-up messages beside the fixtures */
#define MADE_SEED 7
#define COUNT     100000
#define BATCH     2000
#define SHOWN     20 /* differences told of one by one */

/* What the processes add to. */
struct tally {
    uint64_t at; /* the message being read */
    volatile int reader;
    unsigned read, equal, several, unexplained, crashed;
    unsigned rules[RULE_COUNT];
};

struct run {
    const char *dir;
    uint64_t seed, count;
    uint64_t index; /* UINT64_MAX: all */
    int dump;
    struct mailset set;
    struct tally *tally;
};

static struct mutation mutation;

static void show(const char *name, uint64_t number, struct rules_bench *bench)
{
    printf("unexplained: %s", name);
    if (number != UINT64_MAX)
        printf(" (--index %llu)", (unsigned long long)number);
    printf("\n  we   ");
    finds_print(stdout, &bench->ours);
    printf("  GMime");
    finds_print(stdout, &bench->theirs);
}

static void count(struct tally *tally, const struct verdict *verdict)
{
    unsigned rules = 0;

    tally->read++;
    tally->equal += verdict->equal;
    tally->unexplained += !verdict->equal && !verdict->explained;
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        if ((verdict->rules & RULE_BIT(i)) == 0)
            continue;
        tally->rules[i]++;
        rules++;
    }
    tally->several += rules > 1;
}

/* Compare a message: number UINT64_MAX, or a mutation. */
static void take(struct run *run, struct rules_bench *bench,
                 const struct mail *mail, uint64_t number)
{
    struct verdict verdict;

    if (rules_compare(bench, mail->data, mail->size, &verdict) < 0) {
        fprintf(stderr, "gmime: %s: our meter fails\n", mail->name);
        _exit(2);
    }
    count(run->tally, &verdict);
    if (!verdict.equal && !verdict.explained &&
        run->tally->unexplained <= SHOWN)
        show(mail->name, number, bench);
}

static void read_messages(struct run *run, uint64_t from, uint64_t until)
{
    struct rules_bench bench = {.reader = &run->tally->reader};

    for (uint64_t i = from; i < until; i++) {
        run->tally->at = i;
        take(run, &bench, &run->set.mails[i], UINT64_MAX);
    }
    rules_free(&bench);
}

static void read_mutations(struct run *run, uint64_t from, uint64_t until)
{
    struct rules_bench bench = {.reader = &run->tally->reader};

    for (uint64_t i = from; i < until; i++) {
        run->tally->at = i;
        mutate(&mutation, &run->set, run->seed, i);
        struct mail mail = {mutation.story, mutation.data, mutation.size};
        take(run, &bench, &mail, i);
    }
    rules_free(&bench);
}

typedef void batch_fn(struct run *run, uint64_t from, uint64_t until);

/* Read from `from` on in a process of its own; returns where it came to, or
 * UINT64_MAX: we broke. */
static uint64_t run_batch(struct run *run, batch_fn *fn, uint64_t from,
                          uint64_t until)
{
    int status = 0;

    fflush(stdout);
    pid_t pid = fork();
    if (pid < 0)
        return UINT64_MAX;
    if (pid == 0) {
        fn(run, from, until);
        fflush(stdout);
        _exit(0);
    }
    if (waitpid(pid, &status, 0) != pid)
        return UINT64_MAX;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return until;
    if (!WIFSIGNALED(status) || run->tally->reader != READER_GMIME) {
        fprintf(stderr, "gmime: number %llu breaks us\n",
                (unsigned long long)run->tally->at);
        return UINT64_MAX;
    }
    printf("number %llu breaks GMime: signal %d\n",
           (unsigned long long)run->tally->at, WTERMSIG(status));
    run->tally->read++;
    run->tally->crashed++;
    return run->tally->at + 1;
}

static int run_all(struct run *run, batch_fn *fn, uint64_t total)
{
    uint64_t at = 0;

    *run->tally = (struct tally){0};
    while (at < total) {
        uint64_t until = total - at < BATCH ? total : at + BATCH;
        while (at < until) {
            at = run_batch(run, fn, at, until);
            if (at == UINT64_MAX)
                return -1;
        }
    }
    return 0;
}

static void print_table(const struct tally *tally, const char *what)
{
    double all = tally->read > 0 ? tally->read : 1;

    printf("\n%s: %u read, %u equal, %u differ by rules, %u unexplained, "
           "%u break GMime\n",
           what, tally->read, tally->equal,
           tally->read - tally->equal - tally->unexplained - tally->crashed,
           tally->unexplained, tally->crashed);
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        const struct rule_text *text = &rule_texts[i];
        if (tally->rules[i] > 0) {
            printf("%8u %7.3f %%  %s [GMime: %s] (%s)\n", tally->rules[i],
                   100.0 * tally->rules[i] / all, text->what, text->gmime,
                   text->source);
        }
    }
    if (tally->several > 0) {
        printf("%8u %7.3f %%  of them by more than one rule\n", tally->several,
               100.0 * tally->several / all);
    }
}

/* One mutation, for the eye. */
static int show_one(struct run *run)
{
    struct rules_bench bench = {.reader = &run->tally->reader};
    struct verdict verdict;

    mutate(&mutation, &run->set, run->seed, run->index);
    if (run->dump) {
        fwrite(mutation.data, 1, mutation.size, stdout);
        return EXIT_SUCCESS;
    }
    if (rules_compare(&bench, mutation.data, mutation.size, &verdict) < 0)
        return EXIT_FAILURE;
    printf("%s: %s\n", mutation.story,
           verdict.equal       ? "equal"
           : verdict.explained ? "differs by rules"
                               : "unexplained");
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        if ((verdict.rules & RULE_BIT(i)) != 0)
            printf("  %s\n", rule_texts[i].what);
    }
    if (!verdict.equal && !verdict.explained)
        show(mutation.story, run->index, &bench);
    rules_free(&bench);
    return EXIT_SUCCESS;
}

static int run_both(struct run *run)
{
    if (run_all(run, read_messages, run->set.count) < 0)
        return EXIT_FAILURE;
    print_table(run->tally, "messages");
    unsigned bad = run->tally->unexplained;
    if (run_all(run, read_mutations, run->count) < 0)
        return EXIT_FAILURE;
    print_table(run->tally, "mutations");
    if (bad > 0 || run->tally->unexplained * 1000ULL > run->count ||
        run->tally->read < COUNT) {
        printf("failed: unexplained must be 0 of the messages, at most 0.1 %% "
               "of at least %d mutations\n",
               COUNT);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}

static int usage(void)
{
    fputs("usage: gmime DIR [--seed N] [--count N] [--index I [--dump]]\n",
          stderr);
    return -1;
}

static int read_options(struct run *run, int argc, char **argv)
{
    static const struct option options[] = {{"seed", 1, NULL, 's'},
                                            {"count", 1, NULL, 'c'},
                                            {"index", 1, NULL, 'i'},
                                            {"dump", 0, NULL, 'd'},
                                            {0}};
    int letter = 0;

    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    while ((letter = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (letter == 's') {
            run->seed = strtoull(optarg, NULL, 10);
        } else if (letter == 'c') {
            run->count = strtoull(optarg, NULL, 10);
        } else if (letter == 'i') {
            run->index = strtoull(optarg, NULL, 10);
        } else if (letter == 'd') {
            run->dump = 1;
        } else {
            return usage();
        }
    }
    if (optind + 1 != argc)
        return usage();
    run->dir = argv[optind];
    return 0;
}

static int load(struct run *run)
{
    const char *corpus = getenv("AM_CORPUS"); /* NOLINT */

    if (mailset_add_dir(&run->set, run->dir) < 0 ||
        mailset_add_made(&run->set, MADE, MADE_SEED) < 0)
        return -1;
    if (corpus != NULL && mailset_add_corpus(&run->set, corpus) < 0)
        return -1;
    FILE *shared = tmpfile();
    if (shared == NULL || ftruncate(fileno(shared), sizeof(*run->tally)) < 0)
        return -1;
    run->tally = mmap(NULL, sizeof(*run->tally), PROT_READ | PROT_WRITE,
                      MAP_SHARED, fileno(shared), 0);
    fclose(shared);
    return run->tally != MAP_FAILED ? 0 : -1;
}

int main(int argc, char **argv)
{
    struct run run = {.seed = 1, .count = COUNT, .index = UINT64_MAX};

    if (read_options(&run, argc, argv) < 0)
        return 2;
    if (load(&run) < 0)
        return EXIT_FAILURE;
    peer_begin();
    if (!run.dump) {
        printf("seed %llu, %zu messages\n", (unsigned long long)run.seed,
               run.set.count);
    }
    int status = run.index != UINT64_MAX ? show_one(&run) : run_both(&run);
    mailset_free(&run.set);
    munmap(run.tally, sizeof(*run.tally));
    return status;
}
