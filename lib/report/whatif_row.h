/*
 * whatif_row - a set of attachments as a row of a whatif: what its bytes, and
 * its CO2e, are as mail and as links.
 *
 * Does not choose the set; report/whatif_rows does.
 */
#ifndef AM_REPORT_WHATIF_ROW_H
#define AM_REPORT_WHATIF_ROW_H

#include "report/whatif.h"

/* What a row needs besides its attachments. */
struct am_whatif_basis {
    struct am_store *store;
    const struct am_links_pass *pass;
    const struct am_profile *profile;
    const struct am_factors *factors; /* with their grid */
    enum am_share_scope share_scope;
    double stub_bytes_each;
};

/* The split of a set's bytes, and what links would save of them. */
struct am_savings am_whatif_savings(const struct am_links *links,
                                    const struct am_whatif_basis *basis);
int64_t am_whatif_saved(const struct am_links *links,
                        const struct am_whatif_basis *basis);

/* Are stubs of such a size too large to be counted? */
bool am_whatif_stubs_overflow(const struct am_links *links,
                              const struct am_whatif_basis *basis);

/* Fill *row, but for what makes it a threshold.  impact, if not NULL, becomes
 * that of the set, and the row has its CO2e. */
void am_whatif_row_fill(struct am_whatif_row *row, enum am_whatif_kind kind,
                        const struct am_links *links,
                        const struct am_whatif_basis *basis,
                        struct am_impact *impact);

#endif
