/*
 * look - how a view looks to people: the units of its sizes, and what the place
 * where it is shown can do: colour, width, Unicode; with the bars and
 * sparklines that follow from it.
 *
 * A printer is told and never asks the terminal: whoever opened the output
 * knows (cli/terminal).  Zero is plain, as files and pipes are.  Colour and
 * bars never are the only thing that says something.
 */
#ifndef AM_REPORT_LOOK_H
#define AM_REPORT_LOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/units.h"

struct am_look {
    enum am_unit_style units;
    unsigned width_columns; /* of the terminal; 0: it is none */
    bool has_colour;
    bool is_unicode; /* block elements can be shown */
};

enum am_ink {
    AM_INK_NONE,
    AM_INK_DIM,     /* what is known already: heads, headings */
    AM_INK_STRONG,  /* what the view is about */
    AM_INK_WARNING, /* what is missing from the figures */
    AM_INK_BAR,
    AM_INK_COUNT
};

/* The escape sequence that begins an ink, or ends any; "" without colour, or of
 * AM_INK_NONE.  look may be NULL: plain. */
const char *am_look_begin(const struct am_look *look, enum am_ink ink);
const char *am_look_end(const struct am_look *look);

#define AM_LOOK_BAR_PLAIN 10 /* columns of a whole bar without a terminal */
#define AM_LOOK_BAR_LEAST 4  /* fewer show nothing */
#define AM_LOOK_BAR_MOST  60
#define AM_LOOK_BAR_SIZE  (3 * AM_LOOK_BAR_MOST + 1)

/*
 * A bar of share (cut to 0 .. 1; NaN is 0) of so many columns, at most
 * AM_LOOK_BAR_MOST: eighths of blocks, or whole '#' where there is no Unicode;
 * empty below half of the smallest of them.  Returns text.
 */
const char *am_look_bar(const struct am_look *look, double share,
                        unsigned columns, char text[AM_LOOK_BAR_SIZE]);

#define AM_LOOK_SPARK_MOST 120 /* columns */
#define AM_LOOK_SPARK_SIZE (3 * AM_LOOK_SPARK_MOST + 1)

/*
 * Values, which are not negative, as a line of blocks from one to eight eighths
 * high, the largest being a whole one and '.' nothing at all.  Where there are
 * more values than columns (at most AM_LOOK_SPARK_MOST), each column is the
 * mean of its share of them.  Returns text.
 */
const char *am_look_spark(const double *values, size_t count, unsigned columns,
                          char text[AM_LOOK_SPARK_SIZE]);

#endif
