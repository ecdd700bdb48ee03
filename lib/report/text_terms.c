/* text_terms - see text_terms.h. */
#include "report/text_terms.h"

#include "report/cells.h"

void am_text_terms_store(const struct am_report *report,
                         enum am_unit_style units, FILE *out)
{
    const struct am_savings *own = &report->totals.own;
    const struct am_already *already = &report->already;
    int64_t plain_bytes = own->delivered.stored_bytes + own->already_bytes;
    struct am_cells cells;

    am_cells_begin(&cells);
    if (own->already_bytes == 0 || plain_bytes == 0) {
        fprintf(out, "your store (%s) saves nothing already\n",
                am_profile_name(report->request.profile.id));
        return;
    }
    am_cell_bytes(cells.text[0], own->already_bytes, units);
    am_cell_bytes(cells.text[1], plain_bytes, units);
    am_cell_share(cells.text[2],
                  (double)own->already_bytes / (double)plain_bytes);
    am_cell_bytes(cells.text[3], already->within_bytes, units);
    am_cell_bytes(cells.text[4], already->across_bytes, units);
    am_cell_bytes(cells.text[5], already->encoding_bytes, units);
    fprintf(out,
            "your store (%s) already saves %s of %s (%s):\n"
            "  %s within a message, %s across messages, %s encoding\n",
            am_profile_name(report->request.profile.id), cells.text[0],
            cells.text[1], cells.text[2], cells.text[3], cells.text[4],
            cells.text[5]);
}
