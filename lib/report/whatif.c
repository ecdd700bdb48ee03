/* whatif - see whatif.h. */
#include "report/whatif.h"

#include <stdlib.h>

#include "report/whatif_rows.h"
#include "store/detail_extent.h"

const struct am_detail_rule am_whatif_everything = {.max_size_bytes =
                                                        INT64_MAX};

const char *am_whatif_kind_name(enum am_whatif_kind kind)
{
    static const char *const names[AM_WHATIF_KINDS] = {
        [AM_WHATIF_CHOSEN] = "chosen",
        [AM_WHATIF_BY_SIZE] = "size",
        [AM_WHATIF_BY_RECIPIENTS] = "recipients",
        [AM_WHATIF_SHARED_LINK] = "shared_link",
        [AM_WHATIF_LINKING_STORE] = "linking_store",
        [AM_WHATIF_SINGLE_STORE] = "single_instance_store",
        [AM_WHATIF_LIST_ARCHIVE] = "list_archive",
        [AM_WHATIF_LOGOS] = "signature_logos",
    };

    return names[kind];
}

static bool is_everything(const struct am_detail_rule *rule)
{
    return rule->min_size_bytes <= 0 && rule->max_size_bytes == INT64_MAX &&
           rule->min_recipients <= 1 && rule->families == 0 &&
           rule->classes == 0 && rule->directions == 0;
}

/* ---- the range ---- */

static int keep_sums(void *context, const struct am_group *group,
                     const struct am_sums *sums, struct am_err *err)
{
    struct am_sums *all = context;

    (void)group;
    (void)err;
    *all = *sums;
    return 0;
}

static int read_sums(const struct am_whatif *whatif, struct am_store *store,
                     int64_t until_day, struct am_sums *sums,
                     struct am_err *err)
{
    struct am_query query = {.from_day = whatif->head.period.from_day,
                             .until_day = until_day};

    *sums = (struct am_sums){0};
    am_profile_prepare(&whatif->profile, &query);
    return am_query_sums(store, &query, keep_sums, sums, err);
}

static int read_messages(struct am_whatif *whatif, struct am_store *store,
                         struct am_err *err)
{
    const struct am_query query = {.from_day = whatif->head.period.from_day,
                                   .until_day = whatif->head.period.until_day};
    struct am_message_sums sums;

    if (am_query_messages(store, &query, &sums, err) < 0)
        return -1;
    whatif->all_messages = sums.with_attachments;
    return 0;
}

/* Sums of days are kept for longer than the detail: a range that begins before
 * it is cut, or shares would be of what cannot be chosen. */
static int cut_range(struct am_whatif *whatif, struct am_store *store,
                     const struct am_detail_extent *extent, struct am_err *err)
{
    struct am_period *period = &whatif->head.period;
    bool with_today = whatif->head.with_today;
    struct am_sums before;

    if (extent->is_empty || extent->first_day <= period->from_day ||
        extent->first_day >= period->until_day)
        return 0;
    if (read_sums(whatif, store, extent->first_day, &before, err) < 0)
        return -1;
    if (before.sightings_own == 0)
        return 0;
    whatif->is_cut = true;
    period->from_day = extent->first_day;
    period->is_default = false;
    if (am_head_read(&whatif->head, store, err) < 0)
        return -1;
    whatif->head.with_today = with_today;
    return 0;
}

static int read_all(struct am_whatif *whatif, struct am_store *store,
                    struct am_detail_extent *extent, struct am_err *err)
{
    const struct am_period *period = &whatif->head.period;

    if (am_head_read(&whatif->head, store, err) < 0 ||
        am_detail_find_extent(store, period->from_day, extent, err) < 0 ||
        cut_range(whatif, store, extent, err) < 0 ||
        read_sums(whatif, store, period->until_day, &whatif->all_sums, err) <
            0 ||
        read_messages(whatif, store, err) < 0)
        return -1;
    whatif->all = am_profile_savings(&whatif->profile, &whatif->all_sums);
    whatif->rule.from_day = period->from_day;
    whatif->rule.until_day = period->until_day;
    whatif->is_gone =
        whatif->all.sightings > 0 &&
        (extent->is_empty || extent->first_day >= period->until_day);
    return 0;
}

/* ---- the set ---- */

static int read_left(struct am_whatif *whatif, struct am_store *store,
                     struct am_links_pass *pass, struct am_err *err)
{
    if (am_detail_scan_inside(store, am_links_note_inside, pass, err) < 0 ||
        am_detail_scan(store, &whatif->rule, am_links_is_met,
                       am_links_feed_left, pass, err) < 0)
        return -1;
    whatif->left = *am_links_left(pass);
    return 0;
}

static int read_detail(struct am_whatif *whatif, struct am_store *store,
                       struct am_links_pass *pass, struct am_err *err)
{
    if (am_detail_scan(store, &whatif->rule, NULL, am_links_feed, pass, err) <
        0)
        return -1;
    am_links_finish(pass);
    return whatif->is_everything ? 0 : read_left(whatif, store, pass, err);
}

static int add_rows(struct am_whatif *whatif,
                    const struct am_whatif_basis *basis, struct am_err *err)
{
    if (am_whatif_add_chosen(whatif, basis, err) < 0)
        return -1;
    if (whatif->is_small) {
        whatif->left = (struct am_links_left){0};
        return 0;
    }
    if (am_whatif_add_curve(whatif, basis, AM_LINKS_BY_SIZE, err) < 0 ||
        am_whatif_add_curve(whatif, basis, AM_LINKS_BY_RECIPIENTS, err) < 0)
        return -1;
    if (whatif->is_everything)
        am_whatif_add_advice(whatif, basis);
    return 0;
}

static void use_grid(const struct am_whatif_request *request, int64_t last_day)
{
    am_factors_use_grid(request->factors, request->country,
                        request->year != 0 ? request->year
                                           : am_year_of(last_day));
}

static bool has_copies(const struct am_sums *sums)
{
    return sums->copies_local > 0 || sums->copies_sent > 0;
}

static int gather(struct am_whatif *whatif, struct am_store *store,
                  const struct am_whatif_request *request, struct am_err *err)
{
    struct am_links_pass *pass = NULL;
    struct am_detail_extent extent;

    if (read_all(whatif, store, &extent, err) < 0)
        return -1;
    bool has_detail = has_copies(&whatif->all_sums) && !whatif->is_gone;
    if (am_links_create(&pass, has_detail ? extent.last_content : 0, err) < 0)
        return -1;
    use_grid(request, whatif->head.period.until_day - 1);
    const struct am_whatif_basis basis = {
        .store = store,
        .pass = pass,
        .profile = &request->ask.profile,
        .factors = request->factors,
        .share_scope = request->share_scope,
        .stub_bytes_each = whatif->stub_bytes_each,
    };
    int result = has_detail ? read_detail(whatif, store, pass, err) : 0;
    if (result == 0)
        result = add_rows(whatif, &basis, err);
    am_links_destroy(&pass);
    return result;
}

/* All of it from the same rows, whatever the recorder adds meanwhile. */
static int gather_held(struct am_whatif *whatif, struct am_store *store,
                       const struct am_whatif_request *request,
                       struct am_err *err)
{
    if (am_store_hold(store, err) < 0)
        return -1;
    int result = gather(whatif, store, request, err);
    am_store_release(store);
    return result;
}

int am_whatif_make(struct am_whatif **whatif, struct am_store *store,
                   const struct am_whatif_request *request, struct am_err *err)
{
    struct am_whatif *new = calloc(1, sizeof(*new));

    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a what-if");
    new->head = am_head_of("whatif", &request->ask);
    new->rule = request->rule;
    new->rule.classes = request->ask.classes;
    new->rule.directions = request->ask.directions;
    new->profile = request->ask.profile;
    new->rule.without_sis = request->ask.profile.id == AM_PROFILE_DOVECOT_SIS;
    new->is_everything = is_everything(&new->rule);
    new->stub_bytes_each =
        request->factors->factor[AM_FACTOR_SHARED_LINK_BYTES].value.central;
    if (gather_held(new, store, request, err) < 0) {
        am_whatif_free(&new);
        return -1;
    }
    *whatif = new;
    return 0;
}

void am_whatif_free(struct am_whatif **whatif)
{
    free(*whatif);
    *whatif = NULL;
}
