/* words - see words.h. */
#include "meter/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/files.h"

#define FILE_MAX ((size_t)16 << 20)

int am_words_add(struct am_words *words, const char *text, uint32_t number,
                 struct am_err *err)
{
    if (words->count == words->room) {
        size_t room = words->room == 0 ? 16 : 2 * words->room;
        struct am_word *more =
            realloc(words->words, room * sizeof(struct am_word));
        if (more == NULL)
            return am_fail(err, AM_ENOMEM, "no memory for a list");
        words->words = more;
        words->room = room;
    }
    char *copy = strdup(text);
    if (copy == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a list");
    words->words[words->count++] = (struct am_word){copy, number};
    return 0;
}

static char *trim(char *line)
{
    line += strspn(line, " \t\r");
    size_t size = strlen(line);
    while (size > 0 && strchr(" \t\r", line[size - 1]) != NULL)
        size--;
    line[size] = '\0';
    return line;
}

static int each_line(const char *path, char *text, am_line_fn *on_line,
                     void *context, struct am_err *err)
{
    unsigned number = 1;

    for (char *next = text; next != NULL; number++) {
        char *line = next;
        next = strchr(line, '\n');
        if (next != NULL)
            *next++ = '\0';
        line = trim(line);
        struct am_err why;
        if (*line == '\0' || *line == '#')
            continue;
        if (on_line(context, line, &why) < 0)
            return am_fail(err, why.code, "%s:%u: %s", path, number, why.text);
    }
    return 0;
}

int am_words_read_file(const char *path, am_line_fn *on_line, void *context,
                       struct am_err *err)
{
    struct am_buf buf;

    am_buf_init(&buf, FILE_MAX);
    int result = am_file_read(path, &buf, err);
    if (result == 0)
        result = am_buf_add(&buf, "", 1, err);
    if (result == 0)
        result = each_line(path, (char *)buf.data, on_line, context, err);
    am_buf_free(&buf);
    return result;
}

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct am_word *)a)->text,
                  ((const struct am_word *)b)->text);
}

void am_words_sort(struct am_words *words)
{
    if (words->count > 1)
        qsort(words->words, words->count, sizeof(words->words[0]), compare);
}

const struct am_word *am_words_find(const struct am_words *words,
                                    const char *text)
{
    struct am_word key = {.number = 0};

    if (words->count == 0)
        return NULL;
    memcpy(&key.text, &text, sizeof(text)); /* bsearch only reads it */
    return bsearch(&key, words->words, words->count, sizeof(key), compare);
}

void am_words_free(struct am_words *words)
{
    for (size_t i = 0; i < words->count; i++)
        free(words->words[i].text);
    free(words->words);
    *words = (struct am_words){0};
}
