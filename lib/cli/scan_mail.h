/*
 * scan_mail - one stored message into a record, with the envelope that its
 * header tells of.
 *
 * Recipients are the addresses of Delivered-To, or else of X-Original-To (a
 * delivery writes both for one copy), or else one nobody who is in no other
 * message; the sender is that of Return-Path.  A stored message lies in a
 * mailbox here, so all recipients are local, and no Sent copy is added: those
 * in a Sent folder are messages of their own.
 */
#ifndef AM_CLI_SCAN_MAIL_H
#define AM_CLI_SCAN_MAIL_H

#include <stdint.h>

#include "base/err.h"
#include "cli/source.h"
#include "meter/measure.h"

struct am_scan_mail;

/* Create it for messages that all count at time_s; key must outlive it. */
AM_MUST_CHECK int am_scan_mail_create(struct am_scan_mail **mail,
                                      const struct am_key *key,
                                      const struct am_limits *limits,
                                      int64_t time_s, struct am_err *err);

/* Destroy *mail, which may be NULL, and set it to NULL. */
void am_scan_mail_destroy(struct am_scan_mail **mail);

/*
 * Measure the message that source is at; *record is mail's until the next.
 * number is another one for each message of a scan, and always the same for
 * this one: it names the nobody that a message without recipients is for.
 * Fails with AM_EIO (it cannot be read), AM_ENOMEM.
 */
AM_MUST_CHECK int am_scan_mail_read(struct am_scan_mail *mail,
                                    struct am_source *source, uint64_t number,
                                    const struct am_record **record,
                                    struct am_err *err);

#endif
