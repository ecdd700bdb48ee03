/* wares - see wares.h. */
#include "wares.h"

#include <string.h>

#include "codec/decoder.h"
#include "mta/random.h"

#define FRAMING 3000 /* bytes of a container around its parts */

struct kind {
    unsigned permille; /* of the contents of its class */
    enum am_family family;
    const char *type;
    unsigned median; /* bytes */
};

/* Rows of a class add up to a thousand. */
static const struct kind kinds[AM_CLASS_COUNT][12] = {
    [AM_CLASS_ATTACHMENT] =
        {
            {380, AM_FAMILY_PDF, "application/pdf", 180000},
            {180, AM_FAMILY_DOCUMENT, "application/msword", 60000},
            {140, AM_FAMILY_SHEET, "application/vnd.ms-excel", 45000},
            {50, AM_FAMILY_SLIDES, "application/vnd.ms-powerpoint", 1200000},
            {120, AM_FAMILY_IMAGE, "image/jpeg", 400000},
            {40, AM_FAMILY_ARCHIVE, "application/zip", 700000},
            {40, AM_FAMILY_TEXT, "text/csv", 8000},
            {20, AM_FAMILY_CALENDAR, "text/calendar", 2000},
            {10, AM_FAMILY_VIDEO, "video/mp4", 6000000},
            {20, AM_FAMILY_OTHER, "application/octet-stream", 100000},
        },
    [AM_CLASS_INLINE] =
        {
            {700, AM_FAMILY_IMAGE, "image/png", 7000},
            {300, AM_FAMILY_IMAGE, "image/gif", 3000},
        },
    [AM_CLASS_SIGNATURE] =
        {
            {900, AM_FAMILY_CRYPTO, "application/pkcs7-signature", 4000},
            {100, AM_FAMILY_CRYPTO, "application/pgp-signature", 800},
        },
    [AM_CLASS_OPAQUE] =
        {
            {1000, AM_FAMILY_CRYPTO, "application/pkcs7-mime", 90000},
        },
};

static int64_t id_of(enum am_class what, size_t i)
{
    return (int64_t)(i * AM_CLASS_COUNT + (size_t)what + 1);
}

static bool is_container(enum am_class what, size_t i)
{
    return what == AM_CLASS_ATTACHMENT && i % 200 == 199;
}

/* What never changes of a content comes out of a sequence of its own. */
static void begin_content(const struct wares_origin *origin, enum am_class what,
                          size_t i, struct am_random *random)
{
    bool is_shared = i * 389 % 1000 < origin->shared && !is_container(what, i);
    unsigned seed = is_shared ? 0 : origin->seed;

    am_random_begin(random, (uint64_t)seed << 40 ^ (uint64_t)id_of(what, i));
}

void wares_encode(struct am_sighting *sighting, bool as_text)
{
    uint64_t text = (sighting->size_bytes + 2) / 3 * 4;
    uint64_t lines = (text + 75) / 76;

    if (as_text) {
        text = sighting->size_bytes + sighting->size_bytes / 30;
        lines = sighting->size_bytes / 60 + 1;
    }
    sighting->encoding = as_text ? AM_ENCODING_QUOTED : AM_ENCODING_BASE64;
    sighting->stored_bytes = text + lines - 1;
    sighting->wire_bytes = text + 2 * (lines - 1);
}

static void describe_plain(const struct wares_origin *origin,
                           enum am_class what, size_t i,
                           struct am_sighting *sighting)
{
    const struct kind *kind = kinds[what];
    struct am_random random;

    begin_content(origin, what, i, &random);
    unsigned left = am_random_below(&random, 1000);
    while (left >= kind->permille)
        left -= (kind++)->permille;
    *sighting = (struct am_sighting){
        .size_bytes = am_random_size(&random, kind->median),
        .type = am_type_number(kind->type),
        .class = (uint8_t)what,
        .family = (uint8_t)kind->family,
        .digested = true,
    };
    am_random_fill(&random, sighting->fingerprint, AM_FINGERPRINT_SIZE);
    wares_encode(sighting, strncmp(kind->type, "text/", 5) == 0);
}

size_t wares_part_of(size_t i, unsigned part)
{
    return i - 1 - (i / 200 * 7 + (size_t)part * 61) % 190;
}

void wares_describe(const struct wares_origin *origin, enum am_class what,
                    size_t i, struct wares *ware)
{
    struct am_sighting *sighting = &ware->sighting;

    describe_plain(origin, what, i, sighting);
    ware->content = id_of(what, i);
    if (!is_container(what, i))
        return;
    sighting->family = AM_FAMILY_OTHER;
    sighting->type = am_type_number("application/ms-tnef");
    sighting->size_bytes = FRAMING;
    sighting->part_count = 1 + (uint32_t)(i / 200 % WARES_PARTS);
    for (unsigned p = 0; p < sighting->part_count; p++) {
        struct am_sighting inside;
        describe_plain(origin, what, wares_part_of(i, p), &inside);
        ware->parts[p] = (struct wares_part){id_of(what, wares_part_of(i, p)),
                                             (int64_t)inside.size_bytes};
        sighting->size_bytes += inside.size_bytes;
    }
    wares_encode(sighting, false);
}

int64_t wares_odd_layout(int64_t content)
{
    return 0x5851f42d4c957f2d ^ content;
}
