/*
 * unique - see unique.h.
 */
#include "e2e/unique.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mta/compose.h"

#define MESSAGE_LIMIT ((size_t)1 << 22)

int unique_write(uint64_t number, size_t size_bytes, struct am_buf *out,
                 unsigned char digest[AM_DIGEST_SIZE], struct am_err *err)
{
    char id[64];
    struct am_findings findings = {0};
    struct am_letter letter = {
        .number = (unsigned)number,
        .from = "c1@example.com",
        .to = "p1@example.org",
        .message_id = id,
        .seed = number,
        .file_count = 1,
    };

    snprintf(id, sizeof(id), "<%llu@unique.example>",
             (unsigned long long)number);
    letter.files[0] = (struct am_enclosure){
        .content = {AM_CONTENT_PDF, number, size_bytes},
        .encoding = AM_ENCODING_BASE64,
        .line_chars = 76,
    };
    am_buf_clear(out);
    int status = am_compose(&letter, out, &findings, err);
    if (status == 0)
        memcpy(digest, findings.parts[0].sha256, AM_DIGEST_SIZE);
    free(findings.parts);
    return status;
}

int unique_send(struct am_mta *mta, const struct am_buf *message,
                struct am_mta_answer *answer, struct am_err *err)
{
    static const char *const rcpts[] = {"p1@example.org", "p2@example.org",
                                        "c2@example.com"};
    struct am_mta_envelope envelope = {
        .queue_id = "4UNIQUE",
        .sender = "c1@example.com",
        .rcpt = rcpts,
        .rcpt_count = 3,
    };

    return am_mta_message(mta, &envelope, message->data, message->size, 16384,
                          answer, err);
}

int unique_pass(struct am_mta *mta, uint64_t number, size_t size_bytes,
                struct am_err *err)
{
    unsigned char digest[AM_DIGEST_SIZE];
    struct am_mta_answer answer = {0};
    struct am_buf message;

    am_buf_init(&message, MESSAGE_LIMIT);
    int status = unique_write(number, size_bytes, &message, digest, err);
    if (status == 0)
        status = unique_send(mta, &message, &answer, err);
    am_buf_free(&message);
    if (status == 0 && answer.reply != 'c')
        return am_fail(err, AM_EINVAL, "the answer is not 'continue'");
    return status;
}

int unique_pass_alone(const char *socket, uint64_t number, size_t size_bytes,
                      struct am_err *err)
{
    struct am_mta *mta = NULL;

    if (am_mta_connect(&mta, socket, 10000, NULL, err) < 0)
        return -1;
    int status = unique_pass(mta, number, size_bytes, err);
    am_mta_close(&mta);
    return status;
}
