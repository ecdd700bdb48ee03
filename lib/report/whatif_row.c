/* whatif_row - see whatif_row.h. */
#include "report/whatif_row.h"

#include <math.h>

struct am_savings am_whatif_savings(const struct am_links *links,
                                    const struct am_whatif_basis *basis)
{
    struct am_message_sums messages;
    struct am_sums sums;

    am_links_to_sums(links, basis->profile, &sums, &messages);
    return am_profile_savings(basis->profile, &sums);
}

static double stubs(const struct am_savings *savings,
                    const struct am_whatif_basis *basis)
{
    return basis->stub_bytes_each * (double)am_savings_copies(savings);
}

int64_t am_whatif_saved(const struct am_links *links,
                        const struct am_whatif_basis *basis)
{
    struct am_savings savings = am_whatif_savings(links, basis);

    return savings.total_bytes - llround(stubs(&savings, basis));
}

bool am_whatif_stubs_overflow(const struct am_links *links,
                              const struct am_whatif_basis *basis)
{
    struct am_savings savings = am_whatif_savings(links, basis);

    return !(stubs(&savings, basis) < (double)AM_SUMS_MOST);
}

static void fill_co2e(struct am_whatif_row *row, const struct am_links *links,
                      const struct am_whatif_basis *basis,
                      struct am_impact *impact)
{
    struct am_message_sums messages;
    struct am_sums sums;

    am_links_to_sums(links, basis->profile, &sums, &messages);
    am_impact_compute(impact, &sums, &messages, basis->factors,
                      basis->share_scope, basis->profile);
    row->has_co2e = impact->is_known;
    row->saved_kg = impact->estimate.output[AM_SAVED_KGCO2E];
    row->ratio = impact->estimate.output[AM_RATIO_KGCO2E];
    row->verdict = impact->estimate.verdict;
}

void am_whatif_row_fill(struct am_whatif_row *row, enum am_whatif_kind kind,
                        const struct am_links *links,
                        const struct am_whatif_basis *basis,
                        struct am_impact *impact)
{
    struct am_savings savings = am_whatif_savings(links, basis);
    const int64_t *value = links->value;

    *row = (struct am_whatif_row){
        .kind = kind,
        .messages = value[AM_LINKS_MESSAGES],
        .attachments = value[AM_LINKS_ATTACHMENTS],
        .contents = value[AM_LINKS_CONTENTS],
        .copies = value[AM_LINKS_COPIES_LOCAL] + value[AM_LINKS_COPIES_SENT],
        .stored_bytes = savings.delivered.stored_bytes,
        .shared_bytes = savings.unique_size_bytes,
        .stub_bytes = llround(stubs(&savings, basis)),
        .best_share = (double)NAN,
    };
    row->saved_bytes = row->stored_bytes - row->shared_bytes - row->stub_bytes;
    if (impact != NULL)
        fill_co2e(row, links, basis, impact);
}
