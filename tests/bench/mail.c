/* mail - see mail.h. */
#include "mail.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "mta/encode.h"
#include "mta/random.h"
#include "must.h"

/* What one part is. */
struct form {
    const char *type, *suffix;
    struct am_encode_form as;
    bool text, inline_shown;
};

static const struct form forms[] = {
    {"application/pdf", "pdf", {AM_ENCODING_BASE64, 76}, false, false},
    {"image/jpeg", "jpg", {AM_ENCODING_BASE64, 76}, false, false},
    {"application/zip", "zip", {AM_ENCODING_BASE64, 72}, false, false},
    {"text/csv", "csv", {AM_ENCODING_QUOTED, 0}, true, false},
    {"text/x-log", "log", {AM_ENCODING_7BIT, 0}, true, false},
};

static const struct form logo = {
    "image/png", "png", {AM_ENCODING_BASE64, 76}, false, true};

struct maker {
    struct mail *mail;
    struct am_random random;
    struct am_buf content;
    unsigned number; /* of the message */
    unsigned level;  /* of the multipart, in its boundary */
};

static void done(int status)
{
    must(status == 0, "making mail");
}

static void put(struct maker *maker, const char *format, ...) AM_PRINTF(2, 3);

static void put(struct maker *maker, const char *format, ...)
{
    char text[1024];
    va_list args;

    va_start(args, format);
    int size = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    done(am_buf_add(&maker->mail->messages.bytes, text, (size_t)size, NULL));
}

static void end_item(struct mail_items *items)
{
    size_t end = items->bytes.size;

    done(am_buf_add(&items->ends, &end, sizeof(end), NULL));
}

size_t mail_count(const struct mail_items *items)
{
    return items->ends.size / sizeof(size_t);
}

size_t mail_end(const struct mail_items *items, size_t index)
{
    size_t end = 0;

    memcpy(&end, items->ends.data + index * sizeof(end), sizeof(end));
    return end;
}

static unsigned below(struct maker *maker, unsigned limit)
{
    return am_random_below(&maker->random, limit);
}

/* Lines of words that end in CRLF; a few letters beyond ASCII if asked for. */
static void make_text(struct maker *maker, size_t size, bool latin)
{
    size_t column = 0;

    am_buf_clear(&maker->content);
    done(am_buf_reserve(&maker->content, size + 16, NULL));
    while (maker->content.size < size) {
        unsigned char *to = maker->content.data + maker->content.size;
        uint64_t bits = am_random_next(&maker->random);
        size_t letters = 2 + bits % 8;

        for (size_t i = 0; i < letters; i++)
            to[i] = (unsigned char)('a' + (bits >> (8 + 5 * i)) % 26);
        if (latin && bits >> 60 == 0) {
            to[0] = 0xc3; /* an e acute in UTF-8 */
            to[1] = 0xa9;
        }
        column += letters + 1;
        to[letters] = column > 64 ? '\r' : ' ';
        to[letters + 1] = '\n';
        maker->content.size += letters + 1 + (column > 64);
        column = column > 64 ? 0 : column;
    }
}

static void make_bytes(struct maker *maker, size_t size)
{
    am_buf_clear(&maker->content);
    done(am_buf_reserve(&maker->content, size, NULL));
    am_random_fill(&maker->random, maker->content.data, size);
    maker->content.size = size;
}

/* The content counts: keep it, and what it digests to. */
static void keep_content(struct maker *maker, bool is_text)
{
    struct mail *mail = maker->mail;
    unsigned char digest[AM_DIGEST_SIZE];

    done(am_digest_begin(mail->digest, NULL));
    done(am_digest_feed(mail->digest, maker->content.data, maker->content.size,
                        NULL));
    done(am_digest_finish(mail->digest, digest, NULL));
    for (size_t i = 0; i < sizeof(digest); i++)
        mail->xor_all[i] ^= digest[i];
    for (size_t i = 0; i < sizeof(digest) && !is_text; i++)
        mail->xor_binary[i] ^= digest[i];
    done(am_buf_add(&mail->contents.bytes, maker->content.data,
                    maker->content.size, NULL));
    end_item(&mail->contents);
}

static void put_boundary(struct maker *maker, const char *tail)
{
    put(maker, "\r\n--=_%u_%06u_bench%s\r\n", maker->level, maker->number,
        tail);
}

static void put_content(struct maker *maker, struct am_encode_form as)
{
    size_t breaks;

    done(am_encode(&maker->mail->messages.bytes, as, maker->content.data,
                   maker->content.size, &breaks, NULL));
}

static void put_body_part(struct maker *maker, const char *subtype,
                          enum am_encoding encoding, size_t size)
{
    put_boundary(maker, "");
    put(maker,
        "Content-Type: text/%s; charset=utf-8\r\n"
        "Content-Transfer-Encoding: %s\r\n\r\n",
        subtype, am_encoding_name(encoding));
    make_text(maker, size, encoding == AM_ENCODING_QUOTED);
    put_content(maker, (struct am_encode_form){encoding, 0});
}

static void put_file(struct maker *maker, const struct form *form, size_t size)
{
    const char *disposition = form->inline_shown ? "inline" : "attachment";
    unsigned number = below(maker, 100000);

    put_boundary(maker, "");
    put(maker,
        "Content-Type: %s; name=\"file-%u.%s\"\r\n"
        "Content-Disposition: %s; filename=\"file-%u.%s\"\r\n"
        "Content-Transfer-Encoding: %s\r\n",
        form->type, number, form->suffix, disposition, number, form->suffix,
        am_encoding_name(form->as.encoding));
    if (form->inline_shown)
        put(maker, "Content-ID: <picture%u@bench.example>\r\n", number);
    put(maker, "\r\n");
    if (form->text) {
        make_text(maker, size, form->as.encoding == AM_ENCODING_QUOTED);
    } else {
        make_bytes(maker, size);
    }
    keep_content(maker, form->text);
    put_content(maker, form->as);
}

static void begin_multipart(struct maker *maker, const char *subtype)
{
    maker->level++;
    put(maker, "Content-Type: multipart/%s;\r\n\tboundary=\"=_%u_%06u_bench\"",
        subtype, maker->level, maker->number);
    put(maker, "\r\n\r\n");
}

static void end_multipart(struct maker *maker)
{
    put_boundary(maker, "--");
    maker->level--;
}

static void put_header(struct maker *maker)
{
    for (unsigned hop = 3; hop > 0; hop--) {
        put(maker,
            "Received: from relay%u.example.net (relay%u.example.net "
            "[192.0.2.%u])\r\n\tby mx%u.example.org (Postfix) with ESMTPS id "
            "%08X%06u\r\n\tfor <someone@example.org>; Tue, 24 Nov 2026 "
            "10:1%u:00 +0100 (CET)\r\n",
            hop, hop, hop, hop, below(maker, 1U << 31), maker->number, hop);
    }
    put(maker,
        "From: \"Some One\" <someone@example.net>\r\n"
        "To: Another <another@example.org>, Third <third@example.org>\r\n"
        "Subject: =?utf-8?Q?R=C3=A9union_num=C3=A9ro_%u?=\r\n"
        "Date: Tue, 24 Nov 2026 10:1%u:42 +0100\r\n"
        "Message-ID: <%u.%u@bench.example>\r\n"
        "User-Agent: Bench/1.0\r\nMIME-Version: 1.0\r\n",
        maker->number, below(maker, 10), maker->number, below(maker, 1U << 31));
}

/* low to high, more of them low: the mean is low + 0.375 (high - low). */
static size_t skewed(struct maker *maker, size_t low, size_t high)
{
    uint64_t u = below(maker, 1U << 16);
    uint64_t v = (1U << 16) + below(maker, 1U << 16);

    return low + (size_t)((high - low) * (u * v >> 17) >> 16);
}

static void put_large(struct maker *maker)
{
    put_header(maker);
    begin_multipart(maker, "mixed");
    put_body_part(maker, "plain", AM_ENCODING_7BIT, 1500);
    put_file(maker, &forms[0], skewed(maker, 1000000, 10000000));
    end_multipart(maker);
}

/* Of a hundred: 50 pdf, 38 jpg, 4 zip in other lines, 4 csv, 4 log. */
static const struct form *pick_form(struct maker *maker)
{
    unsigned pick = below(maker, 100);

    if (pick < 88)
        return &forms[pick >= 50];
    return &forms[2 + (pick - 88) / 4];
}

static void put_letter(struct maker *maker, size_t size)
{
    begin_multipart(maker, "alternative");
    put_body_part(maker, "plain", AM_ENCODING_7BIT, size);
    put_body_part(maker, "html", AM_ENCODING_QUOTED, 2 * size);
    end_multipart(maker);
}

static void put_small(struct maker *maker)
{
    unsigned pick = below(maker, 100);
    size_t files = pick < 50 ? 1 : pick < 84 ? 2 : 3;
    size_t text = 300 + below(maker, 900);
    size_t bytes = skewed(maker, 3000, 54000) * 3 / 4;
    bool picture = files > 1 && below(maker, 2) == 0;

    put_header(maker);
    begin_multipart(maker, "mixed");
    put_boundary(maker, "");
    if (picture) {
        begin_multipart(maker, "related");
        put_boundary(maker, "");
    }
    put_letter(maker, text);
    if (picture) {
        put_file(maker, &logo, bytes / files);
        end_multipart(maker);
        files--;
        bytes -= bytes / (files + 1);
    }
    for (size_t i = files; i > 0; i--) {
        size_t size = i == 1 ? bytes : 1 + below(maker, (unsigned)bytes / 2);
        put_file(maker, pick_form(maker), size);
        bytes -= size;
    }
    end_multipart(maker);
}

void mail_make(struct mail *mail, enum mail_mix mix, size_t count,
               unsigned seed)
{
    struct maker maker = {.mail = mail};

    *mail = (struct mail){0};
    am_buf_init(&mail->messages.bytes, SIZE_MAX / 2);
    am_buf_init(&mail->messages.ends, SIZE_MAX / 2);
    am_buf_init(&mail->contents.bytes, SIZE_MAX / 2);
    am_buf_init(&mail->contents.ends, SIZE_MAX / 2);
    am_buf_init(&maker.content, SIZE_MAX / 2);
    done(am_digest_create(&mail->digest, NULL));
    am_random_begin(&maker.random, seed);
    for (size_t i = 0; i < count; i++) {
        maker.number = (unsigned)i;
        if (mix == MAIL_LARGE) {
            put_large(&maker);
        } else {
            put_small(&maker);
        }
        end_item(&mail->messages);
    }
    am_buf_free(&maker.content);
}

void mail_free(struct mail *mail)
{
    am_buf_free(&mail->messages.bytes);
    am_buf_free(&mail->messages.ends);
    am_buf_free(&mail->contents.bytes);
    am_buf_free(&mail->contents.ends);
    am_digest_destroy(&mail->digest);
}
