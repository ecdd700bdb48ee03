/*
 * whatif_rows - sets of attachments as rows of a whatif: which thresholds are
 * shown, which advice is given.
 *
 * A row is never about fewer than five senders, nor is what it has more than
 * the row before it: such thresholds are left out, and their attachments are
 * in the next lower one.  Who sent what is not known; that the contents were
 * seen from fewer than five in all, or are in fewer than five messages, is.
 */
#ifndef AM_REPORT_WHATIF_ROWS_H
#define AM_REPORT_WHATIF_ROWS_H

#include "report/whatif.h"
#include "report/whatif_row.h"

/* All of the pass: ->chosen, ->savings and ->impact, or else ->is_small.  Fails
 * as am_detail_senders() does, and with AM_EINVAL: the stubs are too large. */
AM_MUST_CHECK int am_whatif_add_chosen(struct am_whatif *whatif,
                                       const struct am_whatif_basis *basis,
                                       struct am_err *err);

/* The rows of thresholds on an axis.  Fails as am_detail_senders() does. */
AM_MUST_CHECK int am_whatif_add_curve(struct am_whatif *whatif,
                                      const struct am_whatif_basis *basis,
                                      enum am_links_axis axis,
                                      struct am_err *err);

/* The rows of advice, none about fewer than five contents. */
void am_whatif_add_advice(struct am_whatif *whatif,
                          const struct am_whatif_basis *basis);

#endif
