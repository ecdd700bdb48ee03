/* rows - see rows.h. */
#include "fleet/rows.h"

#include <string.h>

#include <openssl/evp.h>

#include "fleet/rowbinary.h"

int am_fleet_fingerprint(const struct am_outbox_row *row,
                         const unsigned char *relay,
                         unsigned char id[AM_FLEET_ID_SIZE], struct am_err *err)
{
    unsigned char text[AM_FLEET_ID_SIZE + 8];
    unsigned char digest[EVP_MAX_MD_SIZE];

    if (row->is_digested) {
        memcpy(id, row->fingerprint, AM_FLEET_ID_SIZE);
        return 0;
    }
    memcpy(text, relay, AM_FLEET_ID_SIZE);
    for (unsigned i = 0; i < 8; i++) {
        text[AM_FLEET_ID_SIZE + i] =
            (unsigned char)((uint64_t)row->sequence >> (8 * i));
    }
    if (EVP_Digest(text, sizeof(text), digest, NULL, EVP_sha256(), NULL) != 1)
        return am_fail(err, AM_ENOMEM, "SHA-256 is not available");
    memcpy(id, digest, AM_FLEET_ID_SIZE);
    return 0;
}

const char am_fleet_row_kinds[] = "ffqwdqk"
                                  "bcqqqbqqqb"
                                  "bwwbbbbbbb"
                                  "qqqib";

static void add_ids(struct am_block *rows, const struct am_outbox_row *row,
                    const unsigned char *relay,
                    const unsigned char id[AM_FLEET_ID_SIZE])
{
    am_block_bytes(rows, id, AM_FLEET_ID_SIZE);
    am_block_bytes(rows, relay, AM_FLEET_ID_SIZE);
    am_block_number(rows, (uint64_t)row->sequence, 8);
    am_block_number(rows, (uint64_t)row->ordinal, 2);
    am_block_number(rows, am_rowbinary_day(row->day), 2);
    am_block_number(rows, (uint64_t)row->message, 8);
    am_block_bytes(rows, row->key_id, AM_KEY_ID_SIZE);
}

static int add_message(struct am_block *rows, const struct am_outbox_row *row,
                       struct am_err *err)
{
    am_block_number(rows, (uint64_t)row->direction, 1);
    if (am_block_text(rows, row->domain, err) < 0)
        return -1;
    am_block_number(rows, (uint64_t)row->local_given, 8);
    am_block_number(rows, (uint64_t)row->local, 8);
    am_block_number(rows, (uint64_t)row->external, 8);
    am_block_number(rows, (uint64_t)row->sent, 1);
    am_block_number(rows, (uint64_t)row->hops, 8);
    am_block_number(rows, (uint64_t)row->lmtp, 8);
    am_block_number(rows, (uint64_t)row->cyrus, 8);
    am_block_number(rows, (uint64_t)row->continuation, 1);
    return 0;
}

static void add_kinds(struct am_block *rows, const struct am_outbox_row *row)
{
    const int64_t numbers[] = {
        row->class,       row->family,   row->content_family, row->encoding,
        row->disposition, row->has_name, row->has_content_id,
    };

    am_block_number(rows, row->is_digested, 1);
    am_block_number(rows, (uint64_t)row->parts, 2);
    am_block_number(rows, (uint64_t)row->type, 2);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        am_block_number(rows, (uint64_t)numbers[i], 1);
}

static void add_sizes(struct am_block *rows, const struct am_outbox_row *row)
{
    am_block_number(rows, (uint64_t)row->size_bytes, 8);
    am_block_number(rows, (uint64_t)row->stored_bytes, 8);
    am_block_number(rows, (uint64_t)row->wire_bytes, 8);
    am_block_number(rows, (uint64_t)row->layout, 8);
    am_block_number(rows, (uint64_t)row->senders, 1);
}

int am_fleet_row_add(struct am_block *rows, const struct am_outbox_row *row,
                     const unsigned char *relay,
                     const unsigned char id[AM_FLEET_ID_SIZE],
                     struct am_err *err)
{
    if (am_block_row(rows, err) < 0)
        return -1;
    add_ids(rows, row, relay, id);
    if (add_message(rows, row, err) < 0)
        return -1;
    add_kinds(rows, row);
    add_sizes(rows, row);
    return 0;
}
