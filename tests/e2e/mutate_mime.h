/*
 * mutate_mime - changes of what MIME looks at: boundary lines, and the fields
 * of a header.  Each changes nothing where there is no such line.
 */
#ifndef AM_TESTS_E2E_MUTATE_MIME_H
#define AM_TESTS_E2E_MUTATE_MIME_H

#include "e2e/mutate_text.h"

/* Damage a line that looks like a boundary; write one at some other line. */
void mutate_edit_boundary(struct mutate_work *w);
void mutate_copy_boundary(struct mutate_work *w);

/* Damage a field: fold, comment, cut, quote, drop it. */
void mutate_edit_field(struct mutate_work *w);

/* Another value for a field that matters, or the field where there is none. */
void mutate_other_value(struct mutate_work *w);

#endif
