/* pieces - see pieces.h. */
#include "report/pieces.h"

#include <stdlib.h>

#include "base/units.h"

#define MET    0x80000000U /* the content was fed; below it the number */
#define NUMBER 0x7fffffffU

struct am_pieces {
    int64_t bound; /* no sum is higher */
    int64_t last_content;
    uint32_t marks[];
};

int am_pieces_create(struct am_pieces **pieces, int64_t last_content,
                     struct am_err *err)
{
    size_t count = last_content > 0 ? (size_t)last_content + 1 : 1;
    struct am_pieces *new = NULL;

    if (count <= (SIZE_MAX - sizeof(*new)) / sizeof(new->marks[0]))
        new = calloc(1, sizeof(*new) + count * sizeof(new->marks[0]));
    if (new == NULL) {
        return am_fail(err, AM_ENOMEM, "no memory for %lld contents",
                       (long long)last_content);
    }
    new->last_content = last_content;
    *pieces = new;
    return 0;
}

void am_pieces_destroy(struct am_pieces **pieces)
{
    free(*pieces);
    *pieces = NULL;
}

uint32_t am_pieces_number(const struct am_pieces *pieces, int64_t content)
{
    return pieces->marks[content] & NUMBER;
}

void am_pieces_set_number(struct am_pieces *pieces, int64_t content,
                          uint32_t number)
{
    uint32_t *mark = &pieces->marks[content];

    *mark = (*mark & MET) | (number & NUMBER);
}

struct am_detail_rule am_pieces_rule(const struct am_head *head,
                                     const struct am_profile *profile)
{
    return (struct am_detail_rule){
        .from_day = head->period.from_day,
        .until_day = head->period.until_day,
        .max_size_bytes = INT64_MAX,
        .classes = head->classes,
        .directions = head->directions,
        .without_sis = profile->id == AM_PROFILE_DOVECOT_SIS,
    };
}

void am_pieces_tell_none(const struct am_head *head,
                         const struct am_detail_extent *extent,
                         struct am_err *err)
{
    char day[AM_DAY_TEXT_SIZE];

    if (!extent->is_empty && extent->first_day < head->period.until_day) {
        am_err_set(err, AM_ENOTFOUND,
                   "%s: no attachment with a copy of ours in this selection",
                   head->source);
    } else if (extent->is_empty) {
        am_err_set(err, AM_ENOTFOUND,
                   "%s: there is no detail, of which contents are told",
                   head->source);
    } else {
        am_err_set(err, AM_ENOTFOUND,
                   "%s: the detail, of which contents are told, begins on %s",
                   head->source, am_format_day(extent->first_day, day));
    }
}

/* Bytes less so many thousandths of them, rounded down. */
static int64_t keep(int64_t bytes, int64_t less)
{
    int64_t kept = 1000 - less;

    return bytes / 1000 * kept + bytes % 1000 * kept / 1000;
}

/* A piece as it lies in mailboxes: so many bytes decoded, encoded, and on the
 * wire. */
static void add_copies(const struct am_detail *detail,
                       const struct am_profile *profile,
                       const struct am_bytes *bytes, struct am_sums *sums)
{
    int64_t size = bytes->size_bytes;
    int64_t stored = bytes->stored_bytes;

    sums->size_local_bytes = size * detail->local;
    sums->size_lmtp_bytes = size * detail->lmtp;
    sums->size_cyrus_bytes = size * detail->cyrus;
    sums->size_sent_bytes = keep(size * detail->sent, profile->sent_less);
    sums->stored_local_bytes = stored * detail->local;
    sums->stored_lmtp_bytes = stored * detail->lmtp;
    sums->stored_cyrus_bytes = stored * detail->cyrus;
    sums->stored_sent_bytes = keep(stored * detail->sent, profile->sent_less);
    sums->wire_local_bytes = bytes->wire_bytes * detail->local;
    sums->wire_sent_bytes =
        keep(bytes->wire_bytes * detail->sent, profile->sent_less);
    sums->packed_own_bytes =
        keep(sums->stored_local_bytes + sums->stored_sent_bytes,
             profile->packed_less);
}

static void add_once(const struct am_bytes *bytes, struct am_sums *sums)
{
    sums->size_own_bytes = bytes->size_bytes;
    sums->stored_own_bytes = bytes->stored_bytes;
    sums->wire_own_bytes = bytes->wire_bytes;
}

/* What the pieces of one attachment share. */
struct cut {
    struct am_pieces *pieces;
    const struct am_profile *profile;
    const struct am_detail *detail;
    bool is_first; /* a first sighting */
};

static void tell(const struct cut *cut, int64_t content,
                 const struct am_bytes *bytes, am_piece_fn *on_piece,
                 void *context)
{
    const struct am_detail *detail = cut->detail;
    uint32_t *mark = &cut->pieces->marks[content];
    bool is_new = (*mark & MET) == 0;
    struct am_piece piece = {.content = content, .detail = detail};

    *mark |= MET;
    piece.sums = (struct am_sums){
        .sightings_own = cut->is_first,
        .copies_local = detail->local,
        .copies_lmtp = detail->lmtp,
        .copies_cyrus = detail->cyrus,
        .copies_sent = detail->sent,
        .new_own_contents = is_new,
        .new_own_bytes = is_new ? bytes->size_bytes : 0,
    };
    if (content == detail->content && detail->part_count > 0)
        piece.sums.new_own_bytes = cut->is_first ? bytes->size_bytes : 0;
    if (cut->is_first)
        add_once(bytes, &piece.sums);
    add_copies(detail, cut->profile, bytes, &piece.sums);
    on_piece(context, &piece);
}

static void tell_all(const struct cut *cut, am_piece_fn *on_piece,
                     void *context)
{
    const struct am_detail *detail = cut->detail;
    struct am_bytes rest = {detail->size_bytes, detail->stored_bytes,
                            detail->wire_bytes};

    for (size_t i = 0; i < detail->part_count; i++) {
        int64_t size = detail->parts[i].size_bytes;
        const struct am_bytes inside = {size, size, size};
        tell(cut, detail->parts[i].content, &inside, on_piece, context);
        rest.size_bytes -= size;
        rest.stored_bytes -= size;
        rest.wire_bytes -= size;
    }
    tell(cut, detail->content, &rest, on_piece, context);
}

int am_pieces_feed(struct am_pieces *pieces, const struct am_profile *profile,
                   const struct am_detail *detail, am_piece_fn *on_piece,
                   void *context, struct am_err *err)
{
    struct cut cut = {.pieces = pieces, .profile = profile, .detail = detail};

    if (am_detail_check(detail, pieces->last_content, &pieces->bound, err) < 0)
        return -1;
    cut.is_first =
        !detail->is_continuation || (pieces->marks[detail->content] & MET) == 0;
    tell_all(&cut, on_piece, context);
    return 0;
}
