/* test_played - mail at random, against stores that are played file by file. */
#include "beside.h"
#include "random_mail.h"

/* The desk delivers to three recipients at a time, on two partitions. */
#define LIMIT      3
#define PARTITIONS 2

static int64_t files[AM_PROFILE_COUNT]; /* bytes of a played store */
static int64_t sis_last[256][2];        /* by content and layout */

/* A single-instance store meets a large part: is there a file of it? */
static int64_t sis_file(char letter, int64_t d, int64_t e, int64_t day)
{
    int odd = letter == '?';
    int64_t *last = &sis_last[letter == '(' ? '(' : '!'][odd];
    bool new = *last == 0 || day - *last > 30;

    if (*last < day)
        *last = day;
    if (!new)
        return 0;
    return odd ? e : d;
}

static void play_part(const char *a, int64_t day, int64_t local, int64_t sent)
{
    struct post_box box = {.record.sightings = box.sightings,
                           .record.parts = box.parts};
    const struct am_sighting *s = &box.sightings[0];

    if (*a == '(') {
        post_container(&box.record, a);
    } else {
        post_sighting(&box.sightings[0], *a);
    }
    int64_t d = (int64_t)s->size_bytes;
    int64_t e = (int64_t)s->stored_bytes;
    int64_t deliveries = (local + LIMIT - 1) / LIMIT;
    int64_t on_disks = PARTITIONS * deliveries;
    files[AM_PROFILE_PLAIN] += e * (local + sent);
    files[AM_PROFILE_LMTP_HARDLINK] += e * (deliveries + sent);
    files[AM_PROFILE_CYRUS] +=
        e * ((local < on_disks ? local : on_disks) + sent);
    files[AM_PROFILE_DOVECOT_SIS] +=
        e >= 131072 ? sis_file(*a, d, e, day) : e * (local + sent);
}

static void play(const struct whole *whole, int64_t day, int64_t local,
                 int64_t sent)
{
    for (const char *a = whole->attachments; *a != '\0'; a++) {
        if (local + sent > 0)
            play_part(a, day, local, sent);
        if (*a == '(')
            a = strchr(a, ')');
    }
}

struct pieces {
    const struct am_profile *profile;
    struct am_savings sum;
};

static int add_piece(void *context, const struct am_group *group,
                     const struct am_sums *sums, struct am_err *why)
{
    struct pieces *pieces = context;
    struct am_savings own = am_profile_savings(pieces->profile, sums);

    (void)why;
    check_equations(group->value[0], pieces->profile, sums);
    pieces->sum.unique_size_bytes += own.unique_size_bytes;
    pieces->sum.within_bytes += own.within_bytes;
    pieces->sum.across_bytes += own.across_bytes;
    pieces->sum.encoding_bytes += own.encoding_bytes;
    pieces->sum.total_bytes += own.total_bytes;
    pieces->sum.delivered.stored_bytes += own.delivered.stored_bytes;
    return 0;
}

static void check_pieces(const struct pieces *pieces,
                         const struct am_savings *whole, int by)
{
    const char *name = am_profile_name(pieces->profile->id);
    const struct am_savings *sum = &pieces->sum;

    ck_assert_msg(sum->unique_size_bytes == whole->unique_size_bytes &&
                      sum->within_bytes == whole->within_bytes &&
                      sum->across_bytes == whole->across_bytes &&
                      sum->encoding_bytes == whole->encoding_bytes &&
                      sum->total_bytes == whole->total_bytes &&
                      sum->delivered.stored_bytes ==
                          whole->delivered.stored_bytes,
                  "%s, cut by %d", name, by);
}

/* Days cut anywhere, and in each piece a group for each value. */
static void check_cuts(const struct am_profile *profile,
                       const struct am_savings *whole, int64_t until)
{
    for (int by = AM_BY_NOTHING; by < AM_BY_COUNT; by++) {
        struct pieces pieces = {.profile = profile};
        for (int64_t day = DAY - 1; day < until;) {
            struct am_query query = {.from_day = day,
                                     .until_day = day + 1 + any(300),
                                     .by = (enum am_by)by};
            am_profile_prepare(profile, &query);
            ck_assert_int_eq(
                am_query_sums(store, &query, add_piece, &pieces, &err), 0);
            day = query.until_day;
        }
        check_pieces(&pieces, whole, by);
    }
}

static const struct {
    const char *name, *compression, *sent_copies;
} stores[] = {
    {"plain", "0.76", "1"},         {"exchange", "0.76", "0.333"},
    {"lmtp-hardlink", "0.76", "1"}, {"cyrus", "0.76", "1"},
    {"dovecot-sis", "0.76", "1"},   {"dovecot-sis", "0.76", "0.7"},
    {"compressed", "0.777", "1"},   {"compressed", "0.5", "0.5"},
};

/* The played stores know all Sent copies and no compression. */
static void check_played(size_t which, const struct am_savings *own,
                         const struct am_sums *sums)
{
    const char *name = stores[which].name;
    struct am_profile profile = profile_of(name, "1", "1");
    int64_t rows = number("SELECT count(*) FROM day_sighting");

    if (profile.id == AM_PROFILE_COMPRESSED) {
        double held =
            strtod(stores[which].compression, NULL) *
            (double)(sums->stored_local_bytes + sums->stored_sent_bytes);
        ck_assert_double_le((double)own->delivered.stored_bytes, held);
        ck_assert_double_ge((double)(own->delivered.stored_bytes + rows), held);
    } else if (strcmp(stores[which].sent_copies, "1") == 0) {
        ck_assert_msg(own->delivered.stored_bytes == files[profile.id],
                      "%s: %lld of %lld", name,
                      (long long)own->delivered.stored_bytes,
                      (long long)files[profile.id]);
    }
}

START_TEST(random_mail_adds_up_under_every_store)
{
    int64_t time_s = MORNING;

    random_state = (uint32_t)_i + 77;
    memset(files, 0, sizeof(files));
    on_portion = play;
    for (int i = 0; i < 3000; i++) {
        time_s += any(60) == 0 ? any(20U * 86400U) : any(1200);
        random_record(time_s);
    }
    drain();
    for (size_t i = 0; i < ROWS(stores); i++) {
        struct am_profile profile = profile_of(
            stores[i].name, stores[i].compression, stores[i].sent_copies);
        struct am_sums sums = sums_under(&profile, always);
        struct am_savings own = am_profile_savings(&profile, &sums);
        check_equations(stores[i].name, &profile, &sums);
        check_played(i, &own, &sums);
        check_cuts(&profile, &own, am_day_of(time_s) + 1);
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("played");
    TCase *tcase = tcase_create("played");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 240);
    tcase_add_loop_test(tcase, random_mail_adds_up_under_every_store, 0, 3);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
