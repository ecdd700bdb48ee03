/* flaw - see flaw.h. */
#include "codec/flaw.h"

static const char *const names[AM_FLAW_COUNT] = {
    [AM_FLAW_B64_JUNK] = "b64_junk",
    [AM_FLAW_B64_AFTER_PAD] = "b64_after_pad",
    [AM_FLAW_B64_NO_PAD] = "b64_no_pad",
    [AM_FLAW_B64_TRUNCATED] = "b64_truncated",
    [AM_FLAW_QP_BAD_ESCAPE] = "qp_bad_escape",
    [AM_FLAW_QP_TRAILING_WS] = "qp_trailing_ws",
    [AM_FLAW_UU_NO_BEGIN] = "uu_no_begin",
    [AM_FLAW_UU_NO_END] = "uu_no_end",
    [AM_FLAW_UU_IN_BODY] = "uu_in_body",
    [AM_FLAW_CTE_UNKNOWN] = "cte_unknown",
    [AM_FLAW_ENCODED_MESSAGE] = "encoded_message",
    [AM_FLAW_HEADER_CUT] = "header_cut",
    [AM_FLAW_HEADER_NO_COLON] = "header_no_colon",
    [AM_FLAW_FIELD_TWICE] = "field_twice",
    [AM_FLAW_BOUNDARY_MISSING] = "boundary_missing",
    [AM_FLAW_BOUNDARY_NOT_SEEN] = "boundary_not_seen",
    [AM_FLAW_NO_END] = "no_end_boundary",
    [AM_FLAW_LIMIT_DEPTH] = "limit_depth",
    [AM_FLAW_LIMIT_PARTS] = "limit_parts",
    [AM_FLAW_LIMIT_BOUNDARY] = "limit_boundary",
    [AM_FLAW_LIMIT_RECIPIENTS] = "limit_recipients",
    [AM_FLAW_TYPE_MISMATCH] = "type_mismatch",
    [AM_FLAW_YENC_IN_BODY] = "yenc_in_body",
    [AM_FLAW_TNEF_DAMAGED] = "tnef_damaged",
    [AM_FLAW_TNEF_CHECKSUM] = "tnef_checksum",
    [AM_FLAW_LIMIT_TNEF] = "limit_tnef",
    [AM_FLAW_SENDER_BY_DOMAIN] = "sender_by_domain",
};

const char *am_flaw_name(enum am_flaw flaw)
{
    return names[flaw];
}
