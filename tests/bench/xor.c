/*
 * bench_xor - the digests of made mail are the generator's, whatever the chunk.
 *
 *   bench_xor [--every] [SCALE]
 *
 * Both mixes, one large message and 100 small ones times SCALE, in chunks of 1,
 * 2, 3, 7, 64, 777, 4,096 and 65,535 bytes; five small ones in chunks of every
 * size up to 2,000 and each 997th up to 65,535, or with --every of each of
 * them; all of it with the fastest kernel of base64 and with the portable one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codec/base64_run.h"
#include "load.h"
#include "mail.h"
#include "race.h"

#define ALL_UP_TO 2000U
#define STEP      997U

static bool is_right(const struct mail *mail, size_t chunk)
{
    struct race_pieces pieces = race_cut(&mail->messages, chunk);
    struct load_meter load;

    load_meter_create(&load);
    for (size_t i = 0; i < pieces.count; i++)
        load_meter_work(&load, &pieces.items[i]);
    bool right = load.parts == mail_count(&mail->contents) &&
                 memcmp(load.xor_all, mail->xor_all, AM_DIGEST_SIZE) == 0;
    load_meter_destroy(&load);
    free(pieces.items);
    if (!right)
        printf("WRONG in chunks of %zu\n", chunk);
    return right;
}

static bool check_mix(const char *name, enum mail_mix mix, size_t messages)
{
    static const size_t chunks[] = {1, 2, 3, 7, 64, 777, 4096, RACE_CHUNK};
    struct mail mail;
    bool right = true;

    mail_make(&mail, mix, messages, 2);
    for (size_t i = 0; i < sizeof(chunks) / sizeof(chunks[0]); i++)
        right &= is_right(&mail, chunks[i]);
    printf("%s: %zu messages, %zu attachments, 8 sizes of chunk\n", name,
           messages, mail_count(&mail.contents));
    mail_free(&mail);
    return right;
}

static bool check_every(bool really)
{
    struct mail mail;
    bool right = true;
    unsigned sizes = 0;

    mail_make(&mail, MAIL_SMALL, 5, 2);
    for (size_t chunk = 1; chunk <= RACE_CHUNK;) {
        right &= is_right(&mail, chunk);
        sizes++;
        chunk += really || chunk < ALL_UP_TO ? 1 : STEP;
    }
    printf("small: 5 messages, %u sizes of chunk\n", sizes);
    mail_free(&mail);
    return right;
}

int main(int argc, char **argv)
{
    bool every = argc > 1 && strcmp(argv[1], "--every") == 0;
    const char *scale = argc > 1 + every ? argv[1 + every] : "1";
    size_t times = strtoul(scale, NULL, 10);
    bool right = true;

    for (unsigned portable = 0; portable < 2; portable++) {
        am_base64_use_portable(portable == 1);
        printf("%s base64\n", am_base64_kernel()->name);
        right &= check_mix("large", MAIL_LARGE, times);
        right &= check_mix("small", MAIL_SMALL, 100 * times);
        right &= check_every(every);
    }
    return right ? 0 : 1;
}
