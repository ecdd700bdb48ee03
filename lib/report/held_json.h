/*
 * held_json - what a mail store holds, as JSON, schema "attachmeter.held/1".
 *
 *   schema, generated, paths, class
 *   files       names, files, their bytes, disk_bytes, linked_bytes
 *   kinds       the same for each kind of file, with its messages
 *   not_read    unread, changed, vanished, special
 *   mailboxes   that hold a message
 *   attachments a sum, and across_bytes, within_bytes, encoding_bytes
 *   undigested  a sum without contents
 *   sis         what single instances (Dovecot 2.3) would make of them
 *   against     null, or what a relay predicts: predicted, found, missing,
 *               extra (sums), ratio_of_both, ratio_of_all
 *   rows        a sum for each power of two, by copies and by mailboxes
 *
 * A sum: contents, unique_size_bytes, by_names and by_files (attachments,
 * stored_bytes), linked_bytes, avoidable_bytes; report/held.h says what of.
 */
#ifndef AM_REPORT_HELD_JSON_H
#define AM_REPORT_HELD_JSON_H

#include <stdio.h>

#include "report/csv.h"
#include "report/held.h"

/* Print it on out.  Fails with AM_ENOMEM, AM_EIO. */
AM_MUST_CHECK int am_held_json_print(const struct am_held_report *report,
                                     FILE *out, struct am_err *err);

/*
 * The rows as CSV, the total as last row.  Holds neither files nor the
 * comparison with a relay, which JSON has.  Fails with AM_EIO.
 */
AM_MUST_CHECK int am_held_csv_print(const struct am_held_report *report,
                                    enum am_csv_style style, FILE *out,
                                    struct am_err *err);

#endif
