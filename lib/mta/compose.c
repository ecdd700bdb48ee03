/*
 * compose - see compose.h.  A line break is written before a boundary line, as
 * it belongs to it; the one at the end of the message is content of the last
 * part only where no boundary line comes after that part.
 */
#include "mta/compose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "mta/encode.h"
#include "mta/label.h"

struct work {
    const struct am_letter *letter;
    struct am_buf *out;
    struct am_findings *findings;
};

enum level {
    LEVEL_WRAP,
    LEVEL_MIXED,
    LEVEL_RELATED
};

static int open_multipart(struct work *work, enum level level,
                          const char *subtype, struct am_err *err)
{
    return am_print(
        work->out, err,
        "Content-Type: multipart/%s;\r\n\tboundary=\"=_%u_%d_am\"\r\n"
        "\r\n%s",
        subtype, work->letter->number, (int)level,
        level == LEVEL_WRAP ? "This is a MIME message.\r\n" : "");
}

static int next_part(struct work *work, enum level level, struct am_err *err)
{
    return am_print(work->out, err, "\r\n--=_%u_%d_am\r\n",
                    work->letter->number, (int)level);
}

static int close_multipart(struct work *work, enum level level,
                           struct am_err *err)
{
    return am_print(work->out, err, "\r\n--=_%u_%d_am--", work->letter->number,
                    (int)level);
}

/* A place for one more truth. */
static struct am_traffic_part *new_part(struct am_findings *findings,
                                        struct am_err *err)
{
    if (findings->count == findings->room) {
        size_t room = findings->room * 2 + 4;
        void *more = realloc(findings->parts, room * sizeof(*findings->parts));

        if (more == NULL) {
            am_err_set(err, AM_ENOMEM, "no memory for what is to be found");
            return NULL;
        }
        findings->parts = more;
        findings->room = room;
    }
    struct am_traffic_part *part = &findings->parts[findings->count++];
    memset(part, 0, sizeof(*part));
    return part;
}

/* Write size bytes of a body and the truth about them into part. */
static int put_body(struct work *work, const struct am_enclosure *file,
                    const unsigned char *data, struct am_traffic_part *part,
                    struct am_err *err)
{
    size_t before = work->out->size;
    size_t size = file->content.size_bytes;
    size_t breaks;

    if (EVP_Digest(data, size, part->sha256, NULL, EVP_sha256(), NULL) != 1)
        return am_fail(err, AM_ENOMEM, "SHA-256 is not available");
    if (am_encode(work->out,
                  (struct am_encode_form){file->encoding, file->line_chars},
                  data, size, &breaks, err) < 0)
        return -1;
    part->encoding = file->encoding;
    part->size_bytes = size;
    part->wire_bytes = work->out->size - before;
    part->stored_bytes = part->wire_bytes - breaks;
    return 0;
}

static int put_content(struct work *work, const struct am_enclosure *file,
                       struct am_traffic_part *part, struct am_err *err)
{
    unsigned char *data = malloc(file->content.size_bytes + 1);

    if (data == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a file");
    am_content_fill(&file->content, data);
    int status = put_body(work, file, data, part, err);
    free(data);
    return status;
}

/* A file with its header; its class is the caller's to say. */
static int put_file(struct work *work, const struct am_enclosure *file,
                    enum am_class class, struct am_err *err)
{
    const struct am_content_kind *kind = am_content_kind(file->content.kind);
    struct am_traffic_part *part = new_part(work->findings, err);

    if (part == NULL)
        return -1;
    part->type =
        file->lies && kind->lies_type != NULL ? kind->lies_type : kind->type;
    part->class = class;
    part->family = kind->family;
    if (am_label_write(file, part->type, work->out, err) < 0)
        return -1;
    return put_content(work, file, part, err);
}

/* The text that people write: no attachment, whatever it is encoded in. */
static int put_text(struct work *work, const char *subtype, struct am_err *err)
{
    unsigned char text[1024];
    struct am_random random;
    size_t breaks;

    am_random_begin(&random, work->letter->seed);
    struct am_content words = {am_content_kinds() - 1, am_random_next(&random),
                               100};
    words.size_bytes += am_random_below(&random, sizeof(text) - 100);
    am_content_fill(&words, text);

    bool quoted = !am_content_is_ascii(&words) || words.size_bytes % 2 == 0;
    enum am_encoding encoding = quoted ? AM_ENCODING_QUOTED : AM_ENCODING_7BIT;
    if (am_print(work->out, err,
                 "Content-Type: text/%s; charset=utf-8\r\n"
                 "Content-Transfer-Encoding: %s\r\n\r\n",
                 subtype, am_encoding_name(encoding)) < 0)
        return -1;
    return am_encode(work->out, (struct am_encode_form){encoding, 76}, text,
                     words.size_bytes, &breaks, err);
}

/* The text, with its logos where it has some. */
static int put_related(struct work *work, struct am_err *err)
{
    const struct am_letter *letter = work->letter;

    if (letter->logo_count == 0)
        return put_text(work, "plain", err);
    if (open_multipart(work, LEVEL_RELATED, "related", err) < 0 ||
        next_part(work, LEVEL_RELATED, err) < 0 ||
        put_text(work, "html", err) < 0)
        return -1;
    for (size_t i = 0; i < letter->logo_count; i++) {
        if (next_part(work, LEVEL_RELATED, err) < 0 ||
            put_file(work, &letter->logos[i], AM_CLASS_INLINE, err) < 0)
            return -1;
    }
    return close_multipart(work, LEVEL_RELATED, err);
}

static int put_inner(struct work *work, struct am_err *err)
{
    if (am_print(work->out, err, "Content-Type: message/rfc822\r\n\r\n") < 0)
        return -1;
    return am_buf_add(work->out, work->letter->inner->data,
                      work->letter->inner->size, err);
}

/* The text, the files, the letter enclosed. */
static int put_mixed(struct work *work, struct am_err *err)
{
    const struct am_letter *letter = work->letter;

    if (letter->file_count == 0 && letter->inner == NULL)
        return put_related(work, err);
    if (open_multipart(work, LEVEL_MIXED, "mixed", err) < 0 ||
        next_part(work, LEVEL_MIXED, err) < 0 || put_related(work, err) < 0)
        return -1;
    for (size_t i = 0; i < letter->file_count; i++) {
        if (next_part(work, LEVEL_MIXED, err) < 0 ||
            put_file(work, &letter->files[i], AM_CLASS_ATTACHMENT, err) < 0)
            return -1;
    }
    if (letter->inner != NULL &&
        (next_part(work, LEVEL_MIXED, err) < 0 || put_inner(work, err) < 0))
        return -1;
    if (letter->wrapping == AM_WRAPPING_OPEN)
        return 0;
    return close_multipart(work, LEVEL_MIXED, err);
}

/* A signature or status: a small content of its own for every letter. */
static struct am_enclosure small_file(const struct am_letter *letter,
                                      unsigned kind, enum am_encoding encoding)
{
    return (struct am_enclosure){
        .content = {kind, letter->seed * 4 + 2, 1200 + letter->seed % 1000},
        .encoding = encoding,
        .line_chars = 64,
    };
}

static int put_signed(struct work *work, struct am_err *err)
{
    struct am_enclosure signature =
        small_file(work->letter, AM_CONTENT_PKCS7, AM_ENCODING_BASE64);

    if (open_multipart(work, LEVEL_WRAP,
                       "signed; micalg=sha-256;\r\n"
                       "\tprotocol=\"application/pkcs7-signature\"",
                       err) < 0 ||
        next_part(work, LEVEL_WRAP, err) < 0 || put_mixed(work, err) < 0 ||
        next_part(work, LEVEL_WRAP, err) < 0 ||
        put_file(work, &signature, AM_CLASS_SIGNATURE, err) < 0)
        return -1;
    return close_multipart(work, LEVEL_WRAP, err);
}

/* A part of fixed or own text that has no name, disposition or encoding. */
static int put_plain(struct work *work, struct am_traffic_part like,
                     const char *text, struct am_err *err)
{
    struct am_enclosure as = {.content.size_bytes = strlen(text),
                              .encoding = AM_ENCODING_7BIT};
    struct am_traffic_part *part = new_part(work->findings, err);

    if (part == NULL)
        return -1;
    *part = like;
    if (am_print(work->out, err, "Content-Type: %s\r\n\r\n", like.type) < 0)
        return -1;
    return put_body(work, &as, (const unsigned char *)text, part, err);
}

static int put_encrypted(struct work *work, struct am_err *err)
{
    struct am_enclosure secret =
        small_file(work->letter, AM_CONTENT_PGP, AM_ENCODING_7BIT);
    struct am_traffic_part version = {.type = "application/pgp-encrypted",
                                      .class = AM_CLASS_OPAQUE,
                                      .family = AM_FAMILY_CRYPTO};

    if (open_multipart(work, LEVEL_WRAP,
                       "encrypted;\r\n"
                       "\tprotocol=\"application/pgp-encrypted\"",
                       err) < 0 ||
        next_part(work, LEVEL_WRAP, err) < 0 ||
        put_plain(work, version, "Version: 1\r\n", err) < 0 ||
        next_part(work, LEVEL_WRAP, err) < 0 ||
        put_file(work, &secret, AM_CLASS_OPAQUE, err) < 0)
        return -1;
    return close_multipart(work, LEVEL_WRAP, err);
}

static int put_report(struct work *work, struct am_err *err)
{
    struct am_traffic_part status = {.type = "message/delivery-status",
                                     .family = AM_FAMILY_MESSAGE};
    char text[256];

    snprintf(text, sizeof(text),
             "Reporting-MTA: dns; mx%u.made.example\r\n\r\n"
             "Final-Recipient: rfc822; gone-%llu@made.example\r\n"
             "Action: failed\r\nStatus: 5.1.1\r\n",
             work->letter->number % 7, (unsigned long long)work->letter->seed);
    if (open_multipart(work, LEVEL_WRAP, "report; report-type=delivery-status",
                       err) < 0 ||
        next_part(work, LEVEL_WRAP, err) < 0 ||
        put_text(work, "plain", err) < 0 ||
        next_part(work, LEVEL_WRAP, err) < 0 ||
        put_plain(work, status, text, err) < 0 ||
        next_part(work, LEVEL_WRAP, err) < 0)
        return -1;
    int done = work->letter->inner != NULL
                   ? put_inner(work, err)
                   : am_print(work->out, err,
                              "Content-Type: text/rfc822-headers\r\n\r\n"
                              "Subject: gone\r\n");
    return done < 0 ? -1 : close_multipart(work, LEVEL_WRAP, err);
}

static int put_entity(struct work *work, struct am_err *err)
{
    switch (work->letter->wrapping) {
    case AM_WRAPPING_BARE:
        return put_file(work, &work->letter->files[0], AM_CLASS_ATTACHMENT,
                        err);
    case AM_WRAPPING_SIGNED:
        return put_signed(work, err);
    case AM_WRAPPING_ENCRYPTED:
        return put_encrypted(work, err);
    case AM_WRAPPING_REPORT:
        return put_report(work, err);
    case AM_WRAPPING_NONE:
    case AM_WRAPPING_OPEN:
        break;
    }
    return put_mixed(work, err);
}

static int put_header(struct work *work, struct am_err *err)
{
    const struct am_letter *letter = work->letter;

    if (letter->message_id != NULL &&
        am_print(work->out, err, "Message-ID: %s\r\n", letter->message_id) < 0)
        return -1;
    return am_print(work->out, err,
                    "From: <%s>\r\nTo: %s\r\n"
                    "Date: Mon, 23 Nov 2026 %02u:%02u:%02u +0000\r\n"
                    "Subject: Letter\r\n number %u\r\nMIME-Version: 1.0\r\n",
                    letter->from, letter->to, letter->number / 3600 % 24,
                    letter->number / 60 % 60, letter->number % 60,
                    letter->number);
}

int am_compose(const struct am_letter *letter, struct am_buf *out,
               struct am_findings *findings, struct am_err *err)
{
    struct work work = {letter, out, findings};

    if (put_header(&work, err) < 0 || put_entity(&work, err) < 0)
        return -1;
    if (letter->wrapping == AM_WRAPPING_BARE ||
        letter->wrapping == AM_WRAPPING_OPEN) {
        struct am_traffic_part *last = &findings->parts[findings->count - 1];

        last->wire_bytes += 2;
        last->stored_bytes += 1;
    }
    return am_print(work.out, err, "\r\n");
}
