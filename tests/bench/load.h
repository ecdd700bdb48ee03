/*
 * load - what the contenders of the bench do with a piece: measure it with our
 * meter, only digest it with OpenSSL's EVP, only decode it.
 *
 * Each keeps the XOR of the digests it made, so that the work is checked.  The
 * process ends if the work fails.
 */
#ifndef AM_BENCH_LOAD_H
#define AM_BENCH_LOAD_H

#include <openssl/evp.h>

#include "codec/decoder.h"
#include "meter/meter.h"
#include "race.h"

struct load_meter {
    struct am_meter *meter;
    size_t parts;                          /* told of since it was created, */
    unsigned char xor_all[AM_DIGEST_SIZE]; /* and of their digests */
};

void load_meter_create(struct load_meter *load);
void load_meter_destroy(struct load_meter *load);
/* For a race; context is the load. */
void load_meter_work(void *context, const struct race_piece *piece);

/* Digests of the pieces: fetched once, the context used again. */
struct load_evp {
    EVP_MD *sha256;
    EVP_MD_CTX *context;
    bool begun;
    size_t parts;
    unsigned char xor_all[AM_DIGEST_SIZE];
};

void load_evp_create(struct load_evp *load);
void load_evp_destroy(struct load_evp *load);
void load_evp_work(void *context, const struct race_piece *piece);

/* Base64 alone, as the meter uses the decoder, into a slice that is not read;
 * zero one of these to begin. */
struct load_base64 {
    struct am_decoder decoder;
    bool begun;
    size_t decoded_bytes;
    unsigned char slice[4096 + AM_DECODER_SLACK];
};

void load_base64_work(void *context, const struct race_piece *piece);

#endif
