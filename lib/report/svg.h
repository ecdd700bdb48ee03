/*
 * svg - the few shapes that the pictures of a page are made of.
 *
 * Across, everything is in percent of the picture's width; down, in pixels at
 * the usual size of text, with which they grow: so a picture is as wide as
 * there is room, and its texts keep their size.  Colours are classes of the
 * style sheet.
 */
#ifndef AM_REPORT_SVG_H
#define AM_REPORT_SVG_H

#include "report/html.h"

/*
 * Open a picture of a height in pixels, which a reader that does not see it is
 * told by title and description; id is unique in the document, at most 32
 * bytes.  Close it with am_html_close().
 */
void am_svg_open(struct am_html *html, const char *id, int height,
                 const char *title, const char *description);

void am_svg_line(struct am_html *html, const char *class_name,
                 const double across[2], const double down[2]);

/* A rectangle from across[0] to across[1]; none, if it has no extent. */
void am_svg_box(struct am_html *html, const char *class_name,
                const double across[2], const double down[2]);

void am_svg_dot(struct am_html *html, const char *class_name, double across,
                double down, double radius);

/* A text that begins ("start"), ends or is in the "middle" there. */
void am_svg_text(struct am_html *html, const char *class_name,
                 const char *anchor, double across, double down,
                 const char *text);

/*
 * A cell of a table with a bar, and text behind it: share[0] of its whole width
 * plain, share[1] more of it hatched (both cut to 0 .. 1).  The bar is nothing
 * to a reader that does not see it: the text and the other cells say it.
 */
void am_svg_bar_cell(struct am_html *html, const double share[2],
                     const char *text);

/* An item of a legend: how a class ("keep", "waste") looks, and what it is. */
void am_svg_legend(struct am_html *html, const char *class_name,
                   const char *text);

#endif
