/* test_split - random mail adds up to the byte, in both scopes. */
#include "random_mail.h"

static struct truth split_own(const struct am_sums *s)
{
    struct truth t = {
        .delivered = s->stored_local_bytes + s->stored_sent_bytes,
        .unique = s->new_own_bytes + s->undigested_own_bytes,
        .across =
            s->size_own_bytes - s->undigested_once_own_bytes - s->new_own_bytes,
    };
    int64_t copies = s->size_local_bytes + s->size_sent_bytes;

    t.encoding = t.delivered - copies;
    t.within = copies - s->undigested_own_bytes -
               (s->size_own_bytes - s->undigested_once_own_bytes);
    return t;
}

static struct truth split_all(const struct am_sums *s)
{
    struct truth t = {
        .delivered = s->stored_local_bytes + s->stored_sent_bytes +
                     s->stored_external_bytes,
        .unique = s->new_all_bytes + s->undigested_all_bytes,
        .across = s->size_bytes - s->undigested_once_bytes - s->new_all_bytes,
    };
    int64_t copies =
        s->size_local_bytes + s->size_sent_bytes + s->size_external_bytes;

    t.encoding = t.delivered - copies;
    t.within = copies - s->undigested_all_bytes -
               (s->size_bytes - s->undigested_once_bytes);
    return t;
}

static void check_truth(const char *scope, const struct truth *found,
                        const struct truth *truth)
{
    ck_assert_msg(memcmp(found, truth, sizeof(*found)) == 0,
                  "%s: delivered %lld/%lld unique %lld/%lld encoding %lld/%lld "
                  "within %lld/%lld across %lld/%lld",
                  scope, (long long)found->delivered,
                  (long long)truth->delivered, (long long)found->unique,
                  (long long)truth->unique, (long long)found->encoding,
                  (long long)truth->encoding, (long long)found->within,
                  (long long)truth->within, (long long)found->across,
                  (long long)truth->across);
    ck_assert_int_eq(found->delivered, found->unique + found->encoding +
                                           found->within + found->across);
}

START_TEST(random_mail_adds_up_to_the_byte)
{
    int64_t time_s = MORNING;

    random_state = (uint32_t)_i + 1;
    memset(wholes, 0, sizeof(wholes));
    memset(truths, 0, sizeof(truths));
    memset(last_seen, 0, sizeof(last_seen));
    for (int i = 0; i < 1500; i++) {
        time_s += any(60) == 0 ? any(20U * 86400U) : any(1200);
        random_record(time_s);
    }
    drain();

    int64_t until = am_day_of(time_s) + 1;
    struct am_sums whole = sums_of(0, until);
    const struct truth own = split_own(&whole);
    const struct truth all = split_all(&whole);
    check_truth("own", &own, &truths[0]);
    check_truth("all", &all, &truths[1]);

    /* Any cut into days adds up to the whole. */
    struct am_sums added = {0};
    for (int64_t day = DAY - 1; day < until;) {
        int64_t next = day + 1 + any(40);
        if (next > until)
            next = until;
        struct am_sums part = sums_of(day, next);
        for (size_t i = 0; i < AM_SUMS_ALL; i++)
            *am_sums_at(&added, i) += *am_sums_at(&part, i);
        day = next;
    }
    ck_assert_mem_eq(&added, &whole, sizeof(whole));

    /* The detail tells the same as the days. */
    ck_assert_int_eq(number("SELECT sum(stored_bytes * (local + sent)) FROM "
                            "sighting s JOIN message m ON m.id = s.message"),
                     own.delivered);
    ck_assert_int_gt(number("SELECT count(*) FROM sighting_part"), 300);
    ck_assert_int_eq(number("SELECT count(*) FROM sighting_part p JOIN content "
                            "c ON c.id = p.content WHERE c.size_bytes <> "
                            "p.size_bytes"),
                     0);
    ck_assert_int_eq(number("SELECT count(*) - max(sequence) FROM sighting"),
                     0);
    ck_assert_int_eq(number("SELECT count(*) FROM pragma_foreign_key_check"),
                     0);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("split");
    TCase *tcase = tcase_create("split");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 240);
    tcase_add_loop_test(tcase, random_mail_adds_up_to_the_byte, 0, 8);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
