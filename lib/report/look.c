/* look - see look.h. */
#include "report/look.h"

#include <math.h>
#include <string.h>

#define EIGHTHS 8

const char *am_look_begin(const struct am_look *look, enum am_ink ink)
{
    /* Of the eight colours that every terminal has, those that can be read on
     * black and on white. */
    static const char *const sequences[AM_INK_COUNT] = {
        [AM_INK_NONE] = "",          [AM_INK_DIM] = "\033[2m",
        [AM_INK_STRONG] = "\033[1m", [AM_INK_WARNING] = "\033[33m",
        [AM_INK_BAR] = "\033[36m",
    };

    return look != NULL && look->has_colour ? sequences[ink] : "";
}

const char *am_look_end(const struct am_look *look)
{
    return look != NULL && look->has_colour ? "\033[0m" : "";
}

/* Add a block element, U+2580 and what follows it; returns the end. */
static char *add_block(char *end, unsigned number)
{
    *end++ = '\xe2';
    *end++ = '\x96';
    *end++ = (char)(0x80U + number);
    return end;
}

const char *am_look_bar(const struct am_look *look, double share,
                        unsigned columns, char text[AM_LOOK_BAR_SIZE])
{
    char *end = text;
    double most = columns > AM_LOOK_BAR_MOST ? AM_LOOK_BAR_MOST : columns;
    double length = share > 0 ? fmin(share, 1) * most : 0;

    if (look == NULL || !look->is_unicode) {
        size_t size = (size_t)lround(length);
        memset(text, '#', size);
        text[size] = '\0';
        return text;
    }
    unsigned eighths = (unsigned)lround(length * EIGHTHS);
    for (; eighths >= EIGHTHS; eighths -= EIGHTHS)
        end = add_block(end, 8); /* U+2588, a whole one */
    if (eighths > 0)
        end = add_block(end, 16 - eighths); /* U+258F .. U+2589 */
    *end = '\0';
    return text;
}

/* The mean of the values of column number `at` of so many. */
static double mean_at(const double *values, size_t count, size_t at,
                      size_t columns)
{
    size_t from = at * count / columns;
    size_t until = (at + 1) * count / columns;
    double sum = 0;

    for (size_t i = from; i < until; i++)
        sum += values[i];
    return sum / (double)(until - from);
}

const char *am_look_spark(const double *values, size_t count, unsigned columns,
                          char text[AM_LOOK_SPARK_SIZE])
{
    size_t width = columns > AM_LOOK_SPARK_MOST ? AM_LOOK_SPARK_MOST : columns;
    char *end = text;
    double most = 0;

    if (width > count)
        width = count;
    for (size_t i = 0; i < width; i++)
        most = fmax(most, mean_at(values, count, i, width));
    for (size_t i = 0; i < width; i++) {
        double value = mean_at(values, count, i, width);
        if (value > 0) {
            double height = ceil(value / most * EIGHTHS);
            end = add_block(end, (unsigned)fmin(fmax(height, 1), EIGHTHS));
        } else {
            *end++ = '.';
        }
    }
    *end = '\0';
    return text;
}
