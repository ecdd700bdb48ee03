/*
 * words - see words.h.
 */
#include "report/words.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "base/safe.h"
#include "base/units.h"

#define NUMBER_SIZE 32
#define LINE_WIDTH  80
#define TEXT_SIZE   2048

const char *am_method_name(const struct am_factors *factors,
                           char text[AM_METHOD_SIZE])
{
    snprintf(text, AM_METHOD_SIZE, "attachmeter-%s", factors->version);
    return text;
}

static void interval_text(const struct am_interval *interval, double factor,
                          const char *unit, int digits, char *text)
{
    char central[NUMBER_SIZE];
    char low[NUMBER_SIZE];
    char high[NUMBER_SIZE];

    am_format_digits(interval->central * factor, digits, central, NUMBER_SIZE);
    am_format_digits(interval->low * factor, digits, low, NUMBER_SIZE);
    am_format_digits(interval->high * factor, digits, high, NUMBER_SIZE);
    snprintf(text, AM_MASS_SIZE, "%.24s%s%.4s [%.24s .. %.24s]", central,
             unit[0] == '\0' ? "" : am_language_marks()->gap, unit, low, high);
}

const char *am_mass_text(const struct am_interval *kg, char text[AM_MASS_SIZE])
{
    double size = fabs(kg->central);

    if (!am_interval_is_known(kg)) {
        snprintf(text, AM_MASS_SIZE, "%s", _("unknown"));
    } else if (size >= 1000) {
        interval_text(kg, 1e-3, "t", AM_SIGNIFICANT_DIGITS, text);
    } else if (size >= 1 || size == 0) {
        interval_text(kg, 1, "kg", AM_SIGNIFICANT_DIGITS, text);
    } else {
        interval_text(kg, 1e3, "g", AM_SIGNIFICANT_DIGITS, text);
    }
    return text;
}

const char *am_ratio_text(const struct am_interval *ratio,
                          char text[AM_MASS_SIZE])
{
    return am_ratio_digits(ratio, AM_SIGNIFICANT_DIGITS, text);
}

const char *am_ratio_digits(const struct am_interval *ratio, int digits,
                            char text[AM_MASS_SIZE])
{
    if (am_interval_is_known(ratio)) {
        interval_text(ratio, 1, "", digits, text);
    } else {
        snprintf(text, AM_MASS_SIZE, "%s", _("unknown"));
    }
    return text;
}

const char *am_count_text(long long count, char text[AM_COUNT_SIZE])
{
    char plain[AM_COUNT_SIZE];
    size_t size = (size_t)snprintf(plain, sizeof(plain), "%lld", count);
    const char *group = am_language_marks()->group;
    size_t group_size = strlen(group);
    size_t used = 0;

    for (size_t i = 0; i < size && used + group_size + 1 < AM_COUNT_SIZE; i++) {
        text[used++] = plain[i];
        size_t left = size - 1 - i;
        if (left > 0 && left % 3 == 0 && plain[i] != '-') {
            memcpy(text + used, group, group_size);
            used += group_size;
        }
    }
    text[used] = '\0';
    return text;
}

/* Columns of the first size bytes of text. */
static int width_of(const char *text, int size)
{
    char word[TEXT_SIZE];

    snprintf(word, sizeof(word), "%.*s", size, text);
    return am_language_width(word);
}

void am_print_wrapped(FILE *out, const char *text, int indent, int at)
{
    char safe[TEXT_SIZE];
    const char *word = am_safe_text(text, safe, sizeof(safe));
    bool is_begun = at != indent; /* the line has a word */

    while (*word != '\0') {
        int size = (int)strcspn(word, " ");
        int width = width_of(word, size);
        if (is_begun && at + 1 + width > LINE_WIDTH) {
            fprintf(out, "\n%*s", indent, "");
            at = indent;
        } else if (is_begun) {
            fputc(' ', out);
            at++;
        }
        is_begun = true;
        fprintf(out, "%.*s", size, word);
        at += width;
        word += size;
        word += strspn(word, " ");
    }
    fputc('\n', out);
}

const char *am_words_of_set(unsigned set, unsigned count,
                            const char *(*name)(unsigned), char *text,
                            size_t size)
{
    size_t used = 0;

    snprintf(text, size, "all");
    if (set == 0)
        return text;
    for (unsigned i = 0; i < count && used < size; i++) {
        if ((set & (1U << i)) == 0)
            continue;
        used += (size_t)snprintf(text + used, size - used, "%s%s",
                                 used > 0 ? "," : "", name(i));
    }
    return text;
}
