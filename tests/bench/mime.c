/*
 * bench_mime - how fast the measurer is, beside SHA-256 alone.
 *
 *   bench_mime [--only large|small|base64|shapes] [--scale X] [--pairs N]
 *              [--chunk BYTES] [--seed N] [--cold] [--portable]
 *
 * A: the meter over whole messages, in chunks of 65,535 bytes: it parses,
 * decodes and digests.  B: EVP SHA-256 alone over the decoded bytes of the same
 * attachments; for shapes over the bytes of the message.  base64: the decoder
 * alone.  Without --only also with the portable decoder.  Exit status 1: a
 * limit is missed, or a digest is wrong.
 */
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codec/base64_run.h"
#include "load.h"
#include "mail.h"
#include "mta/encode.h"
#include "must.h"
#include "race.h"
#include "shapes.h"

struct options {
    double scale; /* of the number of messages */
    unsigned pairs, seed;
    size_t chunk;
    bool cold, portable;
    const char *only; /* NULL: all */
};

static const struct set {
    const char *name;
    enum mail_mix mix;
    double messages;
    double limit[2]; /* of A's speed to B's: the least that is right, with the
                        best decoder and with the portable one */
} sets[] = {
    {"large", MAIL_LARGE, 100, {0.80, 0.50}},
    {"small", MAIL_SMALL, 20000, {0.72, 0.50}},
};

static const double base64_limit[2] = {4.0, 1.3}; /* likewise */

#define SHAPE_LIMIT 0.08 /* likewise, with either */
#define SHAPE_BYTES 3e6  /* of a message */

/* A figure is missed only if the whole interval is below its limit. */
static bool print_race(const char *name, const struct race_result *r,
                       double limit)
{
    bool is_missed = r->ratio.high < limit;

    printf("%-32s %7.0f %7.0f   %.3f [%.3f .. %.3f]   >= %.2f  %s\n", name,
           r->a_mb_s, r->b_mb_s, r->ratio.median, r->ratio.low, r->ratio.high,
           limit, is_missed ? "MISSED" : "ok");
    fflush(stdout);
    return !is_missed;
}

/* After r rounds each digest went in r times: the XOR is the generator's if r
 * is odd, else zero. */
static bool check_xor(const char *name, const struct mail *mail, size_t parts,
                      const unsigned char *found)
{
    static const unsigned char zero[AM_DIGEST_SIZE];
    size_t count = mail_count(&mail->contents);
    size_t rounds = count == 0 ? 0 : parts / count;
    const unsigned char *right = rounds % 2 == 1 ? mail->xor_all : zero;

    if (rounds * count == parts && memcmp(found, right, AM_DIGEST_SIZE) == 0)
        return true;
    printf("%s: WRONG: %zu parts of %zu in %zu rounds, or their digests\n",
           name, parts, count, rounds);
    return false;
}

static void free_race(struct race_setup *setup)
{
    free(setup->a.pieces.items);
    free(setup->b.pieces.items);
}

/* All of text as one item; the item's ends are the caller's to free. */
static struct mail_items one_item(const struct am_buf *text)
{
    struct mail_items items = {.bytes = *text};

    am_buf_init(&items.ends, sizeof(text->size));
    must(am_buf_add(&items.ends, &text->size, sizeof(text->size), NULL) == 0,
         "memory");
    return items;
}

static bool run_set(const struct set *set, const struct options *options)
{
    struct mail mail;
    struct load_meter meter;
    struct load_evp evp;

    mail_make(&mail, set->mix, (size_t)(set->messages * options->scale),
              options->seed);
    printf("%s: %zu messages of %.1f MB, %zu attachments of %.1f MB\n",
           set->name, mail_count(&mail.messages),
           (double)mail.messages.bytes.size / 1e6, mail_count(&mail.contents),
           (double)mail.contents.bytes.size / 1e6);
    load_meter_create(&meter);
    load_evp_create(&evp);
    struct race_setup setup = {
        .a = {race_cut(&mail.messages, options->chunk), load_meter_work, &meter,
              mail.contents.bytes.size},
        .b = {race_cut(&mail.contents, options->chunk), load_evp_work, &evp,
              mail.contents.bytes.size},
        .pairs = options->pairs,
        .cold = options->cold,
    };
    struct race_result result = race_run(&setup);

    bool good = print_race(set->name, &result, set->limit[options->portable]);
    good &= check_xor("meter", &mail, meter.parts, meter.xor_all);
    good &= check_xor("EVP", &mail, evp.parts, evp.xor_all);
    free_race(&setup);
    load_meter_destroy(&meter);
    load_evp_destroy(&evp);
    mail_free(&mail);
    return good;
}

/* The decoder alone, over one part of the usual base64. */
static bool run_base64(const struct options *options)
{
    static struct load_base64 base64;
    struct mail mail;
    struct load_evp evp;
    struct am_buf text;
    size_t breaks;

    mail_make(&mail, MAIL_LARGE, 1, options->seed);
    am_buf_init(&text, SIZE_MAX / 2);
    must(am_encode_base64(&text, mail.contents.bytes.data,
                          mail.contents.bytes.size, 76, &breaks, NULL) == 0,
         "encoding");
    load_evp_create(&evp);
    struct mail_items encoded = one_item(&text);
    struct race_setup setup = {
        .a = {race_cut(&encoded, options->chunk), load_base64_work, &base64,
              mail.contents.bytes.size},
        .b = {race_cut(&mail.contents, options->chunk), load_evp_work, &evp,
              mail.contents.bytes.size},
        .pairs = options->pairs,
        .cold = options->cold,
    };
    struct race_result result = race_run(&setup);

    bool good =
        print_race("base64 alone", &result, base64_limit[options->portable]);
    good &=
        base64.decoded_bytes == (options->pairs + 1) * mail.contents.bytes.size;
    free_race(&setup);
    am_buf_free(&encoded.ends);
    am_buf_free(&text);
    load_evp_destroy(&evp);
    mail_free(&mail);
    return good;
}

static bool run_shape(const struct shape *shape, const struct options *options)
{
    struct load_meter meter;
    struct load_evp evp;
    struct am_buf text;

    am_buf_init(&text, SIZE_MAX / 2);
    shape_make(shape, (size_t)(SHAPE_BYTES * options->scale), &text);
    load_meter_create(&meter);
    load_evp_create(&evp);
    struct mail_items message = one_item(&text);
    struct race_setup setup = {
        .a = {race_cut(&message, options->chunk), load_meter_work, &meter,
              text.size},
        .b = {race_cut(&message, options->chunk), load_evp_work, &evp,
              text.size},
        .pairs = options->pairs,
        .cold = options->cold,
    };
    struct race_result result = race_run(&setup);

    bool good = print_race(shape->name, &result, SHAPE_LIMIT);
    free_race(&setup);
    am_buf_free(&message.ends);
    am_buf_free(&text);
    load_meter_destroy(&meter);
    load_evp_destroy(&evp);
    return good;
}

static void usage(void)
{
    fputs(
        "usage: bench_mime [--only large|small|base64|shapes] [--scale X] [--pairs N]"
        " [--chunk BYTES] [--seed N] [--cold]\n"
        " [--portable]\n",
        stderr);
    _exit(2);
}

static struct options read_options(int argc, char **argv)
{
    static const struct option names[] = {
        {"only", required_argument, NULL, 'o'},
        {"scale", required_argument, NULL, 'x'},
        {"pairs", required_argument, NULL, 'p'},
        {"chunk", required_argument, NULL, 'c'},
        {"seed", required_argument, NULL, 'r'},
        {"cold", no_argument, NULL, 'd'},
        {"portable", no_argument, NULL, 't'},
        {NULL, 0, NULL, 0},
    };
    struct options options = {
        .scale = 1, .pairs = 16, .seed = 1, .chunk = RACE_CHUNK};

    for (;;) {
        int option = getopt_long(argc, argv, "", names, NULL); // NOLINT
        if (option == -1)
            break;
        switch (option) {
        case 'o':
            options.only = optarg;
            break;
        case 'x':
            options.scale = strtod(optarg, NULL);
            break;
        case 'p':
            options.pairs = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 'c':
            options.chunk = strtoul(optarg, NULL, 10);
            break;
        case 'r':
            options.seed = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 'd':
            options.cold = true;
            break;
        case 't':
            options.portable = true;
            break;
        default:
            usage();
        }
    }
    if (options.pairs < 2 || options.chunk == 0 || optind < argc)
        usage();
    options.pairs &= ~1U; /* check_xor() likes it */
    return options;
}

static bool is_wanted(const struct options *options, const char *name)
{
    return options->only == NULL || strcmp(options->only, name) == 0;
}

static bool run_all(const struct options *options)
{
    bool good = true;

    am_base64_use_portable(options->portable);
    printf("%-32s %7s %7s   A / B [95 %% interval], %u pairs, %s base64\n", "",
           "A MB/s", "B MB/s", options->pairs, am_base64_kernel()->name);
    for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
        if (is_wanted(options, sets[i].name))
            good &= run_set(&sets[i], options);
    }
    if (is_wanted(options, "base64"))
        good &= run_base64(options);
    for (size_t i = 0; i < shapes_fast_count; i++) {
        if (is_wanted(options, "shapes"))
            good &= run_shape(&shapes_fast[i], options);
    }
    return good;
}

int main(int argc, char **argv)
{
    struct options options = read_options(argc, argv);
    bool good = run_all(&options);

    if (options.only == NULL && !options.portable) {
        options.portable = true;
        good &= run_all(&options);
    }
    return good ? 0 : 1;
}
