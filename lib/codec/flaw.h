/*
 * flaw - what was odd in a message, or judged by a weak signal.  A flaw is
 * counted and never stops anything: the bytes are read on by the rules of the
 * decoder or parser that met it.
 */
#ifndef AM_CODEC_FLAW_H
#define AM_CODEC_FLAW_H

#include <stdint.h>

/* A set of flaws is a uint32_t of these bits.  Numbers are stored: append. */
enum am_flaw {
    AM_FLAW_B64_JUNK = 0,     /* character outside the alphabet, skipped */
    AM_FLAW_B64_AFTER_PAD,    /* data after the padding, or a stray '=' */
    AM_FLAW_B64_NO_PAD,       /* last group of 2 or 3 without padding */
    AM_FLAW_B64_TRUNCATED,    /* last group of 1, dropped */
    AM_FLAW_QP_BAD_ESCAPE,    /* '=' that starts no escape, kept */
    AM_FLAW_QP_TRAILING_WS,   /* blanks before a hard line break, kept */
    AM_FLAW_UU_NO_BEGIN,      /* x-uuencode without a begin line */
    AM_FLAW_UU_NO_END,        /* uuencode that does not end */
    AM_FLAW_UU_IN_BODY,       /* a uuencoded file inside a text body */
    AM_FLAW_CTE_UNKNOWN,      /* unknown transfer encoding: bytes as they are */
    AM_FLAW_ENCODED_MESSAGE,  /* message/rfc822 in base64 or alike: decoded */
    AM_FLAW_HEADER_CUT,       /* header field over the limit, cut */
    AM_FLAW_HEADER_NO_COLON,  /* line without a colon in a part header */
    AM_FLAW_FIELD_TWICE,      /* a field that must be single: first one wins */
    AM_FLAW_BOUNDARY_MISSING, /* multipart without boundary parameter */
    AM_FLAW_BOUNDARY_NOT_SEEN, /* multipart whose boundary never comes */
    AM_FLAW_NO_END,            /* multipart without end boundary */
    AM_FLAW_LIMIT_DEPTH,       /* container not opened: too deep */
    AM_FLAW_LIMIT_PARTS,       /* more parts than allowed: rest opaque */
    AM_FLAW_LIMIT_BOUNDARY,    /* boundary too long: container not opened */
    AM_FLAW_LIMIT_RECIPIENTS,  /* more recipients than told apart */
    AM_FLAW_TYPE_MISMATCH,     /* first bytes contradict the declared type */
    AM_FLAW_YENC_IN_BODY,      /* a yEnc file inside a text body */
    AM_FLAW_TNEF_DAMAGED,      /* TNEF cut or malformed: not all was read */
    AM_FLAW_TNEF_CHECKSUM,     /* an attribute of TNEF has a wrong checksum */
    AM_FLAW_LIMIT_TNEF,        /* more attachments in TNEF than looked at */
    AM_FLAW_SENDER_BY_DOMAIN,  /* ours by the sender's domain alone, which
                                  anybody can write */
    AM_FLAW_COUNT
};

#define AM_FLAW_BIT(flaw) ((uint32_t)1 << (flaw))

/* Add one to the count of each flaw in the set; counts has AM_FLAW_COUNT. */
static inline void am_flaws_count(uint32_t *counts, uint32_t flaws)
{
    for (unsigned i = 0; flaws != 0; i++, flaws >>= 1)
        counts[i] += flaws & 1;
}

/* The word for a flaw, such as "b64_junk": in JSON and in tables. */
const char *am_flaw_name(enum am_flaw flaw);

#endif
