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

static int add_ids(struct am_buf *rows, const struct am_outbox_row *row,
                   const unsigned char *relay,
                   const unsigned char id[AM_FLEET_ID_SIZE], struct am_err *err)
{
    if (am_rowbinary_fixed(rows, id, AM_FLEET_ID_SIZE, err) < 0 ||
        am_rowbinary_fixed(rows, relay, AM_FLEET_ID_SIZE, err) < 0 ||
        am_rowbinary_u64(rows, (uint64_t)row->sequence, err) < 0 ||
        am_rowbinary_u16(rows, (uint16_t)row->ordinal, err) < 0 ||
        am_rowbinary_u16(rows, am_rowbinary_day(row->day), err) < 0 ||
        am_rowbinary_u64(rows, (uint64_t)row->message, err) < 0)
        return -1;
    return am_rowbinary_fixed(rows, row->key_id, AM_KEY_ID_SIZE, err);
}

static int add_message(struct am_buf *rows, const struct am_outbox_row *row,
                       struct am_err *err)
{
    if (am_rowbinary_u8(rows, (uint8_t)row->direction, err) < 0 ||
        am_rowbinary_text(rows, row->domain, err) < 0 ||
        am_rowbinary_u64(rows, (uint64_t)row->local_given, err) < 0 ||
        am_rowbinary_u64(rows, (uint64_t)row->local, err) < 0 ||
        am_rowbinary_u64(rows, (uint64_t)row->external, err) < 0 ||
        am_rowbinary_u8(rows, (uint8_t)row->sent, err) < 0 ||
        am_rowbinary_u64(rows, (uint64_t)row->hops, err) < 0 ||
        am_rowbinary_u64(rows, (uint64_t)row->lmtp, err) < 0 ||
        am_rowbinary_u64(rows, (uint64_t)row->cyrus, err) < 0)
        return -1;
    return am_rowbinary_u8(rows, (uint8_t)row->continuation, err);
}

static int add_kinds(struct am_buf *rows, const struct am_outbox_row *row,
                     struct am_err *err)
{
    const int64_t kinds[] = {
        row->class,       row->family,   row->content_family, row->encoding,
        row->disposition, row->has_name, row->has_content_id,
    };

    if (am_rowbinary_u8(rows, row->is_digested, err) < 0 ||
        am_rowbinary_u16(rows, (uint16_t)row->parts, err) < 0 ||
        am_rowbinary_u16(rows, (uint16_t)row->type, err) < 0)
        return -1;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (am_rowbinary_u8(rows, (uint8_t)kinds[i], err) < 0)
            return -1;
    }
    return 0;
}

int am_fleet_row_add(struct am_buf *rows, const struct am_outbox_row *row,
                     const unsigned char *relay,
                     const unsigned char id[AM_FLEET_ID_SIZE],
                     struct am_err *err)
{
    if (add_ids(rows, row, relay, id, err) < 0 ||
        add_message(rows, row, err) < 0 || add_kinds(rows, row, err) < 0 ||
        am_rowbinary_u64(rows, (uint64_t)row->size_bytes, err) < 0 ||
        am_rowbinary_u64(rows, (uint64_t)row->stored_bytes, err) < 0 ||
        am_rowbinary_u64(rows, (uint64_t)row->wire_bytes, err) < 0 ||
        am_rowbinary_u64(rows, (uint64_t)row->layout, err) < 0)
        return -1;
    return am_rowbinary_u8(rows, (uint8_t)row->senders, err);
}
