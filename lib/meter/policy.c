/* policy - see policy.h. */
#include "meter/policy.h"

#include "base/ascii.h"
#include "base/language.h"

static const char *const classes[AM_CLASS_COUNT] = {
    [AM_CLASS_ATTACHMENT] = N_("attachment"),
    [AM_CLASS_INLINE] = N_("inline"),
    [AM_CLASS_SIGNATURE] = N_("signature"),
    [AM_CLASS_OPAQUE] = N_("opaque"),
};

static const char *const dispositions[AM_DISPOSITION_COUNT] = {
    [AM_DISPOSITION_NONE] = "none",
    [AM_DISPOSITION_ATTACHMENT] = "attachment",
    [AM_DISPOSITION_INLINE] = "inline",
    [AM_DISPOSITION_OTHER] = "other",
};

static const char *const directions[AM_DIRECTION_COUNT] = {
    [AM_DIRECTION_INBOUND] = N_("inbound"),
    [AM_DIRECTION_OUTBOUND] = N_("outbound"),
    [AM_DIRECTION_INTERNAL] = N_("internal"),
    [AM_DIRECTION_TRANSIT] = N_("transit"),
};

const char *am_class_name(enum am_class what)
{
    return classes[what];
}

const char *am_disposition_name(enum am_disposition what)
{
    return dispositions[what];
}

const char *am_direction_name(enum am_direction what)
{
    return directions[what];
}

bool am_policy_counts(const struct am_traits *traits)
{
    const char *type = traits->type;

    if (traits->limited || traits->has_name ||
        traits->disposition == AM_DISPOSITION_ATTACHMENT)
        return true;
    return !am_ascii_begins(type, "text/") &&
           !am_ascii_begins(type, "multipart/") &&
           !am_ascii_same(type, "message/rfc822") &&
           !am_ascii_same(type, "message/global");
}

/* RFC 8551 and 3156: what nobody but the recipient can read. */
static bool is_encrypted(const char *subtype)
{
    return am_ascii_same(subtype, "pkcs7-mime") ||
           am_ascii_same(subtype, "x-pkcs7-mime") ||
           am_ascii_same(subtype, "pgp-encrypted");
}

static bool is_signature(const char *subtype)
{
    return am_ascii_same(subtype, "pkcs7-signature") ||
           am_ascii_same(subtype, "x-pkcs7-signature") ||
           am_ascii_same(subtype, "pgp-signature");
}

/* What stands behind "application/", or "". */
static const char *subtype_of(const char *type)
{
    static const char application[] = "application/";

    return am_ascii_begins(type, application) ? type + sizeof(application) - 1
                                              : "";
}

enum am_class am_policy_class(const struct am_traits *traits)
{
    const char *type = traits->type;
    const char *subtype = subtype_of(type);

    if (traits->limited || traits->inside_encrypted || is_encrypted(subtype))
        return AM_CLASS_OPAQUE;
    if (is_signature(subtype))
        return AM_CLASS_SIGNATURE;
    if (am_ascii_begins(type, "image/") &&
        traits->disposition != AM_DISPOSITION_ATTACHMENT &&
        (traits->disposition == AM_DISPOSITION_INLINE ||
         traits->has_content_id))
        return AM_CLASS_INLINE;
    return AM_CLASS_ATTACHMENT;
}
