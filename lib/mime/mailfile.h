/*
 * mailfile - what kind of file a mail store keeps, told from its first bytes.
 *
 * Pure functions.  Knows one message a file (Maildir, MH, .eml), mbox (RFC
 * 4155) and Dovecot's dbox (dovecot-core 2.3.19, src/lib-storage/index/
 * dbox-common/dbox-file.h), and what stores write that cannot be read here:
 * compressed and encrypted files.  Decompresses nothing.
 */
#ifndef AM_MIME_MAILFILE_H
#define AM_MIME_MAILFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AM_MAILFILE_LOOK 1024 /* first bytes that are enough to tell */

/* The numbers are stored in the state of a scan (sql/held/): append, never
 * renumber. */
enum am_mailfile {
    AM_MAILFILE_NONE = 0, /* no mail */
    AM_MAILFILE_MESSAGE,
    AM_MAILFILE_MBOX,
    AM_MAILFILE_DBOX,       /* Dovecot's sdbox: one message */
    AM_MAILFILE_COMPRESSED, /* from here on it is not measured */
    AM_MAILFILE_ENCRYPTED,  /* Dovecot's mail_crypt */
    AM_MAILFILE_MDBOX,      /* some of its messages may be deleted ones */
    AM_MAILFILE_OUTSIDE,    /* dbox whose attachments are files elsewhere */
    AM_MAILFILE_COUNT
};

/* Its word: "message", "mbox", "compressed"; it never changes. */
const char *am_mailfile_name(enum am_mailfile kind);

/* Is there mail in it that can be measured? */
bool am_mailfile_is_measured(enum am_mailfile kind);

struct am_mailfile_look {
    const void *data; /* the first bytes of the file */
    size_t size;      /* all of it, or at least AM_MAILFILE_LOOK */
    const char *name; /* of the file, with or without its directory */
    bool is_chosen;   /* it is mail, whatever it looks like */
};

/*
 * Tell the kind.  Of a dbox *start and *message_bytes say where in the file the
 * message stands; of the others they are 0 and UINT64_MAX.
 */
enum am_mailfile am_mailfile_of(const struct am_mailfile_look *look,
                                size_t *start, uint64_t *message_bytes);

/* Do these bytes, which follow the message of a dbox, name attachments that are
 * files elsewhere (Dovecot's single-instance storage)? */
bool am_mailfile_is_outside(const void *tail, size_t size);

/* Is it a line that begins a message of an mbox: "From " with a time, "12:34",
 * and a year, "2024"? */
bool am_mailfile_is_from_line(const void *line, size_t size);

#endif
