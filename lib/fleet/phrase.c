/* phrase - see phrase.h. */
#include "fleet/phrase.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hex.h"

#define BYTES_MOST ((size_t)16)

static const char *behind_head(const char *sql)
{
    while (sql[0] == '-' && sql[1] == '-') {
        const char *end = strchr(sql, '\n');
        if (end == NULL)
            return sql + strlen(sql);
        sql = end + 1;
    }
    return sql;
}

static const char *find(const struct am_phrase_word *words, const char *name,
                        size_t size)
{
    for (; words != NULL && words->name != NULL; words++) {
        if (strlen(words->name) == size && memcmp(words->name, name, size) == 0)
            return words->text;
    }
    return NULL;
}

/* Without the file's last line end: behind an INSERT it would be data. */
static int add_end(struct am_buf *text, const char *end, struct am_err *err)
{
    size_t size = strlen(end);

    while (size > 0 && end[size - 1] == '\n')
        size--;
    return am_buf_add(text, end, size, err) < 0 ? -1
                                                : am_buf_add(text, "", 1, err);
}

int am_phrase_make(struct am_buf *text, const char *sql,
                   const struct am_phrase_word *words, struct am_err *err)
{
    const char *p = behind_head(sql);

    for (;;) {
        const char *open = strchr(p, '{');
        const char *close = open != NULL ? strchr(open, '}') : NULL;
        if (close == NULL)
            return add_end(text, p, err);
        size_t size = (size_t)(close - open) - 1;
        const char *word = find(words, open + 1, size);
        if (word == NULL) {
            return am_fail(err, AM_EINVAL, "nothing stands for {%.*s}",
                           (int)size, open + 1);
        }
        if (am_buf_add(text, p, (size_t)(open - p), err) < 0 ||
            am_buf_add(text, word, strlen(word), err) < 0)
            return -1;
        p = close + 1;
    }
}

const char *am_phrase_number(int64_t number, char text[AM_PHRASE_TEXT_SIZE])
{
    snprintf(text, AM_PHRASE_TEXT_SIZE, "%" PRId64, number);
    return text;
}

const char *am_phrase_bytes(const unsigned char *bytes, size_t size,
                            char text[AM_PHRASE_TEXT_SIZE])
{
    char hex[2 * BYTES_MOST + 1];

    am_hex_write(bytes, size < BYTES_MOST ? size : BYTES_MOST, hex);
    snprintf(text, AM_PHRASE_TEXT_SIZE, "unhex('%s')", hex);
    return text;
}
