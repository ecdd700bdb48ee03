/* answer - see answer.h. */
#include "fleet/answer.h"

#include <stdlib.h>
#include <string.h>

#include "base/hex.h"

void am_answer_begin(struct am_answer *answer, const char *text)
{
    *answer = (struct am_answer){.at = text};
}

bool am_answer_has_row(const struct am_answer *answer)
{
    return answer->at[0] != '\0';
}

/* Is there a column to read?  Else the answer is bad. */
static bool has_column(struct am_answer *answer)
{
    answer->is_bad = answer->is_bad || answer->is_over;
    return !answer->is_bad;
}

/* Step behind the column, if it ends at end. */
static void step(struct am_answer *answer, const char *end)
{
    answer->is_over = end[0] == '\n';
    answer->is_bad = end[0] != '\t' && end[0] != '\n';
    if (!answer->is_bad)
        answer->at = end + 1;
}

int64_t am_answer_number(struct am_answer *answer)
{
    char *end = NULL;

    if (!has_column(answer))
        return 0;
    long long number = strtoll(answer->at, &end, 10);
    if (end == answer->at) {
        answer->is_bad = true;
    } else {
        step(answer, end);
    }
    return answer->is_bad ? 0 : number;
}

/* The character that an escape stands for. */
static char unescape(char c)
{
    static const char from[] = "bfrnt0";
    static const char to[] = "\b\f\r\n\t";
    const char *found = strchr(from, c);

    if (found == NULL || c == '\0')
        return c;
    return to[found - from];
}

void am_answer_text(struct am_answer *answer, char *text, size_t size)
{
    const char *p = answer->at;
    size_t n = 0;

    text[0] = '\0';
    if (!has_column(answer))
        return;
    for (; p[0] != '\t' && p[0] != '\n' && p[0] != '\0' && n + 1 < size; p++) {
        bool is_escape = p[0] == '\\' && p[1] != '\0';
        p += is_escape;
        char c = p[0];
        if (is_escape)
            c = unescape(c);
        text[n++] = c;
    }
    step(answer, p);
    text[answer->is_bad ? 0 : n] = '\0';
}

void am_answer_bytes(struct am_answer *answer, unsigned char *bytes,
                     size_t size)
{
    memset(bytes, 0, size);
    if (!has_column(answer))
        return;
    if (am_hex_read(answer->at, AM_HEX_CAPITAL, bytes, size) < 0) {
        answer->is_bad = true;
    } else {
        step(answer, answer->at + 2 * size);
    }
}

int am_answer_end(struct am_answer *answer, struct am_err *err)
{
    if (answer->is_bad || !answer->is_over)
        return am_fail(err, AM_EIO, "a row of its answer is not understood");
    answer->is_over = false;
    return 0;
}
