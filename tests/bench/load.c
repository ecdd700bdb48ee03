/* load - see load.h. */
#include "load.h"

#include <string.h>

#include "must.h"

static void add_xor(unsigned char *all, const unsigned char *digest)
{
    for (size_t i = 0; i < AM_DIGEST_SIZE; i++)
        all[i] ^= digest[i];
}

static int on_part(void *context, const struct am_part *part,
                   struct am_err *err)
{
    struct load_meter *load = context;

    (void)err;
    load->parts++;
    add_xor(load->xor_all, part->digest);
    return 0;
}

void load_meter_create(struct load_meter *load)
{
    *load = (struct load_meter){0};
    must(am_meter_create(&load->meter, NULL, on_part, load, NULL) == 0,
         "creating a meter");
}

void load_meter_destroy(struct load_meter *load)
{
    am_meter_destroy(&load->meter);
}

void load_meter_work(void *context, const struct race_piece *piece)
{
    struct load_meter *load = context;
    struct am_summary summary;

    must(am_meter_feed(load->meter, piece->data, piece->size, NULL) == 0,
         "measuring");
    if (piece->is_last)
        must(am_meter_finish(load->meter, &summary, NULL) == 0, "measuring");
}

void load_evp_create(struct load_evp *load)
{
    *load = (struct load_evp){0};
    load->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    load->context = EVP_MD_CTX_new();
    must(load->sha256 != NULL && load->context != NULL, "SHA-256");
}

void load_evp_destroy(struct load_evp *load)
{
    EVP_MD_CTX_free(load->context);
    EVP_MD_free(load->sha256);
}

void load_evp_work(void *context, const struct race_piece *piece)
{
    struct load_evp *load = context;
    unsigned char digest[AM_DIGEST_SIZE];

    if (!load->begun) {
        must(EVP_DigestInit_ex2(load->context, load->sha256, NULL) == 1,
             "SHA-256");
    }
    must(EVP_DigestUpdate(load->context, piece->data, piece->size) == 1,
         "SHA-256");
    load->begun = !piece->is_last;
    if (piece->is_last) {
        must(EVP_DigestFinal_ex(load->context, digest, NULL) == 1, "SHA-256");
        add_xor(load->xor_all, digest);
        load->parts++;
    }
}

void load_base64_work(void *context, const struct race_piece *piece)
{
    struct load_base64 *load = context;
    size_t at = 0;

    if (!load->begun)
        am_decoder_begin(&load->decoder, AM_ENCODING_BASE64);
    load->begun = !piece->is_last;
    while (at < piece->size) {
        struct am_lines lines = {
            .data = piece->data + at,
            .size = piece->size - at,
        };
        size_t n = am_decoder_lines(&load->decoder, &lines, load->slice, 4096);
        size_t used = lines.used;
        if (used == 0) {
            const unsigned char *lf = memchr(lines.data, '\n', lines.size);
            size_t line =
                lf != NULL ? (size_t)(lf - lines.data) + 1 : lines.size;
            n = am_decoder_feed(&load->decoder, lines.data, line, &used,
                                load->slice, 4096);
        }
        load->decoded_bytes += n;
        at += used;
    }
    if (piece->is_last)
        load->decoded_bytes += am_decoder_finish(&load->decoder, load->slice);
}
