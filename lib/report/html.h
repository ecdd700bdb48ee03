/*
 * html - HTML with SVG in it, written element by element.
 *
 * By libxml2's text writer, which escapes and closes; what it would let through
 * is made visible first (base/safe.h): C0 controls, which no HTML may hold, and
 * marks that turn the direction of writing.  Knows no page.
 *
 * A call that fails is told by am_html_finish() and no earlier: what is written
 * after it is lost.
 */
#ifndef AM_REPORT_HTML_H
#define AM_REPORT_HTML_H

#include <stdio.h>

#include "base/err.h"

struct am_html;

/*
 * Begin a document: "<!DOCTYPE html>".  On success *html is the caller's, to be
 * given to am_html_destroy().  Fails with AM_ENOMEM.
 */
AM_MUST_CHECK int am_html_create(struct am_html **html, struct am_err *err);

/* Free *html, which may be NULL, and set it to NULL. */
void am_html_destroy(struct am_html **html);

/* All is written: put it on out.  Fails with AM_ENOMEM, AM_EIO. */
AM_MUST_CHECK int am_html_finish(struct am_html *html, FILE *out,
                                 struct am_err *err);

/* Open an element; class_name is its class, NULL: it has none. */
void am_html_open(struct am_html *html, const char *name,
                  const char *class_name);

/* An attribute of the element that was opened last. */
void am_html_attribute(struct am_html *html, const char *name,
                       const char *value);

/* The same as a format; at most 255 bytes of it. */
void am_html_attribute_of(struct am_html *html, const char *name,
                          const char *format, ...) AM_PRINTF(3, 4);

/* Text, from wherever it came; at most 2,047 bytes of it. */
void am_html_text(struct am_html *html, const char *format, ...)
    AM_PRINTF(2, 3);

/* What stands as it is and is ours: a style sheet. */
void am_html_raw(struct am_html *html, const char *text);

/* Close the element that was opened last and is not closed yet. */
void am_html_close(struct am_html *html);

/* The same for one that has no content ("meta", "rect"). */
void am_html_close_void(struct am_html *html);

/* A whole element with such a text, and a line end. */
void am_html_element(struct am_html *html, const char *name,
                     const char *class_name, const char *format, ...)
    AM_PRINTF(4, 5);

#endif
