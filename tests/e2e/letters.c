/*
 * letters - see letters.h.
 */
#include "e2e/letters.h"

#include <stdio.h>
#include <string.h>

#include "e2e/unique.h"
#include "meter/digest.h"

#define FIRST_ID    UINT64_C(1000000000) /* ten digits */
#define FILE_CHANGE 8                    /* characters of base64 */
#define LINE        78                   /* characters of it, and CRLF */
#define WITH_ID     64                   /* of so many, one */

static const char id_field[] = "Message-ID:";
static const char other_field[] = "X-Number--:"; /* as long */

/* Where text begins in the message; its end if it is not there. */
static size_t find(const struct letter *letter, const char *text, size_t from)
{
    const struct am_buf *bytes = &letter->bytes;
    size_t size = strlen(text);

    for (size_t i = from; i + size <= bytes->size; i++) {
        if (memcmp(bytes->data + i, text, size) == 0)
            return i;
    }
    return bytes->size;
}

static void find_fields(struct letter *letter)
{
    const char *bytes = (const char *)letter->bytes.data;
    size_t end = find(letter, "\r\n\r\n", 0) + 2;

    letter->body = end + 2;
    for (size_t at = 0; at < end && letter->field_count < LETTER_FIELDS;) {
        letter->fields[letter->field_count++] = at;
        do {
            at = find(letter, "\r\n", at) + 2;
        } while (at < end && (bytes[at] == ' ' || bytes[at] == '\t'));
        letter->fields[letter->field_count] = at;
    }
}

static int find_places(struct letter *letter, struct am_err *err)
{
    find_fields(letter);
    letter->named = find(letter, id_field, 0);
    letter->id = find(letter, "1000000", letter->named);
    for (size_t at = letter->body; at < letter->bytes.size;
         at = find(letter, "\r\n\r\n", at)) {
        at += at > letter->body ? 4 : 0;
        letter->file = at + LINE; /* its first line tells the type */
    }
    if (letter->id >= letter->body || letter->file <= letter->body + LINE ||
        letter->file + LINE > letter->bytes.size)
        return am_fail(err, AM_EINVAL, "a letter of another form");
    return 0;
}

int letters_make(struct letter letters[LETTERS], struct am_err *err)
{
    static const size_t sizes[LETTERS] = {1000,  1500,  2000,  3000,
                                          4000,  5000,  7000,  10000,
                                          15000, 25000, 60000, 130000};
    unsigned char digest[AM_DIGEST_SIZE];

    memset(letters, 0, LETTERS * sizeof(*letters));
    for (size_t i = 0; i < LETTERS; i++)
        am_buf_init(&letters[i].bytes, (size_t)1 << 20);
    for (size_t i = 0; i < LETTERS; i++) {
        if (unique_write(FIRST_ID + i, sizes[i], &letters[i].bytes, digest,
                         err) < 0 ||
            find_places(&letters[i], err) < 0)
            return -1;
    }
    return 0;
}

void letters_free(struct letter letters[LETTERS])
{
    for (size_t i = 0; i < LETTERS; i++)
        am_buf_free(&letters[i].bytes);
}

int letter_copy(struct letter *copy, const struct letter *letter,
                struct am_err *err)
{
    *copy = *letter;
    am_buf_init(&copy->bytes, (size_t)1 << 20);
    return am_buf_add(&copy->bytes, letter->bytes.data, letter->bytes.size,
                      err);
}

void letter_number(struct letter *letter, uint64_t number)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef"
                                   "ghijklmnopqrstuvwxyz0123456789+/";
    unsigned char *data = letter->bytes.data;
    char digits[24];

    for (size_t i = 0; i < FILE_CHANGE; i++) {
        data[letter->file + i] =
            (unsigned char)alphabet[(number >> 6 * i) & 63];
    }
    snprintf(digits, sizeof(digits), "%llu",
             (unsigned long long)(FIRST_ID + number));
    memcpy(data + letter->id, digits, 10);
    memcpy(data + letter->named, number % WITH_ID == 0 ? id_field : other_field,
           sizeof(id_field) - 1);
}

size_t letter_steps(const struct letter *letter, size_t rcpts, size_t piece)
{
    size_t body = letter->bytes.size - letter->body;

    return 1 + rcpts + letter->field_count + (body + piece - 1) / piece;
}

static int play_body(const struct letter *letter, struct am_mta *mta,
                     size_t piece, size_t number, struct am_err *err)
{
    size_t at = letter->body + number * piece;
    size_t left = letter->bytes.size - at;

    return am_mta_body(mta, letter->bytes.data + at,
                       left < piece ? left : piece, err);
}

int letter_play(const struct letter *letter, struct am_mta *mta,
                const struct am_mta_envelope *envelope, size_t piece,
                size_t steps, struct am_err *err)
{
    size_t first_field = 1 + envelope->rcpt_count;
    size_t first_body = first_field + letter->field_count;
    int status = 0;

    for (size_t i = 0; i < steps && status == 0; i++) {
        if (i == 0) {
            status = am_mta_mail(mta, envelope, err);
        } else if (i < first_field) {
            status = am_mta_rcpt(mta, envelope, i - 1, err);
        } else if (i < first_body) {
            const size_t *field = &letter->fields[i - first_field];

            status = am_mta_header(mta, letter->bytes.data + field[0],
                                   field[1] - field[0], err);
        } else {
            status = play_body(letter, mta, piece, i - first_body, err);
        }
    }
    return status;
}
