/*
 * unique - see unique.h.
 */
#include "e2e/unique.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mta/compose.h"

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

int64_t unique_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
