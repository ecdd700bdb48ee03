/*
 * choice - see choice.h.
 */
#include "cli/choice.h"

#include <stdio.h>
#include <string.h>

#define LIST_SIZE 256 /* bytes of all words of a choice */

struct am_choice am_choice_of(const char *(*name)(unsigned), unsigned count)
{
    struct am_choice choice = {.count = count};

    for (unsigned i = 0; i < count; i++)
        choice.words[i] = name(i);
    return choice;
}

struct am_choice am_choice_among(const char *const *words)
{
    struct am_choice choice = {0};

    for (; words[choice.count] != NULL; choice.count++)
        choice.words[choice.count] = words[choice.count];
    return choice;
}

/* The number of the word of that size, or -1. */
static int number_of(const struct am_choice *choice, const char *word,
                     size_t size)
{
    for (unsigned i = 0; i < choice->count; i++) {
        const char *known = choice->words[i];
        if (known != NULL && strlen(known) == size &&
            strncmp(known, word, size) == 0)
            return (int)i;
    }
    return -1;
}

/* All words, for people; returns text. */
static const char *list_words(const struct am_choice *choice,
                              char text[LIST_SIZE])
{
    size_t used = 0;

    text[0] = '\0';
    for (unsigned i = 0; i < choice->count && used < LIST_SIZE; i++) {
        if (choice->words[i] == NULL)
            continue;
        used += (size_t)snprintf(text + used, LIST_SIZE - used, "%s%s",
                                 used > 0 ? ", " : "", choice->words[i]);
    }
    return text;
}

int am_choice_number(const struct am_choice *choice, const char *word,
                     struct am_err *err)
{
    char text[LIST_SIZE];
    int number = number_of(choice, word, strlen(word));

    if (number >= 0)
        return number;
    return am_fail(err, AM_EINVAL, "write one of %s", list_words(choice, text));
}

int am_choice_set(const struct am_choice *choice, const char *list,
                  unsigned *set, struct am_err *err)
{
    char text[LIST_SIZE];

    *set = 0;
    if (strcmp(list, "all") == 0)
        return 0;
    for (;;) {
        size_t size = strcspn(list, ",");
        int number = number_of(choice, list, size);
        if (number < 0) {
            return am_fail(err, AM_EINVAL, "write all, or some of %s",
                           list_words(choice, text));
        }
        *set |= 1U << number;
        if (list[size] == '\0')
            return 0;
        list += size + 1;
    }
}
