/* test_profile - what each kind of store saves already, and what is left. */
#include "base/units.h"
#include "beside.h"

/* The desk delivers to three recipients at a time, on two partitions.
 * Contents: A has 1000 bytes, stored 1339; ! and ? have 300000, stored 400007;
 * a container adds 100, and (!) is stored in 400139; # has 500. */
static const struct {
    const char *name;
    const char *store, *compression, *sent_copies;
    struct post posts[3];
    const char *told; /* copies, delivered, unique, within, across, encoding,
                         already */
} stories[] = {
    {"nothing", "dovecot-sis", "0.76", "1", {{0}}, "0 0 0 0 0 0 0"},
    {"a plain store saves nothing",
     "plain",
     "0.76",
     "1",
     {POST_AND(MORNING, 1, "1 2 3 4", "A", .sent = true)},
     "5 6695 1000 4000 0 1695 0"},
    {"Exchange is one",
     "exchange",
     "0.76",
     "1",
     {POST_AND(MORNING, 1, "1 2 3 4", "A", .sent = true)},
     "5 6695 1000 4000 0 1695 0"},
    {"one file a delivery, and Sent",
     "lmtp-hardlink",
     "0.76",
     "1",
     {POST_AND(MORNING, 1, "1 2 3 4", "A", .sent = true)},
     "3 4017 1000 2000 0 1017 2678"},
    {"a file a partition is no more than a mailbox",
     "cyrus",
     "0.76",
     "1",
     {POST_AND(MORNING, 1, "1 2 3 4", "A", .sent = true)},
     "5 6695 1000 4000 0 1695 0"},
    {"a file a partition and delivery",
     "cyrus",
     "0.76",
     "1",
     {POST(MORNING, 1, "1 2 3 4 5 6 7", "A")},
     "6 8034 1000 5000 0 2034 1339"},
    {"a later part of the recipients is a delivery of its own",
     "lmtp-hardlink",
     "0.76",
     "1",
     {POST(MORNING, 1, "1 2", "A"), POST(MORNING + 60, 1, "3 4", "A")},
     "2 2678 1000 1000 0 678 2678"},
    {"single instances leave what is small",
     "dovecot-sis",
     "0.76",
     "1",
     {POST_AND(MORNING, 1, "1 2 3 4", "A", .sent = true)},
     "5 6695 1000 4000 0 1695 0"},
    {"single instances keep what is large once, decoded",
     "dovecot-sis",
     "0.76",
     "1",
     {POST_AND(MORNING, 1, "1 2", "!", .sent = true),
      POST(MORNING + 60, 2, "3", "!"), POST(MORNING + 90, 3, "x1", "!")},
     "4 300000 300000 0 0 0 1300028"},
    {"what it cannot rebuild is another file, encoded",
     "dovecot-sis",
     "0.76",
     "1",
     {POST(MORNING, 1, "1", "!"), POST(MORNING + 60, 2, "2 3", "?")},
     "3 700007 300000 0 300000 100007 500014"},
    {"a container is one file; its framing is unique twice",
     "dovecot-sis",
     "0.76",
     "1",
     {POST(MORNING, 1, "1", "(!)"), POST(MORNING + 60, 2, "2", "(!)")},
     "2 300100 300200 0 -100 0 500178"},
    {"unseen for longer than the detail is kept: a file again",
     "dovecot-sis",
     "0.76",
     "1",
     {POST(MORNING, 1, "1", "!"), POST(MORNING + 31 * DAY_S, 2, "1", "!")},
     "2 600000 600000 0 0 0 200014"},
    {"compression takes from the encoding",
     "compressed",
     "0.76",
     "1",
     {POST_AND(MORNING, 1, "1 2 3 4", "A", .sent = true)},
     "5 5088 1000 4000 0 88 1607"},
    {"it may take all of it and more",
     "compressed",
     "0.5",
     "1",
     {POST_AND(MORNING, 1, "1 2 3 4", "A", .sent = true)},
     "5 3347 1000 4000 0 -1653 3348"},
    {"of another store it is no matter",
     "plain",
     "0.5",
     "1",
     {POST(MORNING, 1, "1", "A")},
     "1 1339 1000 0 0 339 0"},
    {"what has no digest is unique, though links save it too",
     "lmtp-hardlink",
     "0.76",
     "1",
     {POST_AND(MORNING, 1, "1 2 3 4", "#", .sent = true)},
     "3 1500 1500 0 0 0 1000"},
    {"and as small as it is compressed",
     "compressed",
     "0.76",
     "1",
     {POST_AND(MORNING, 1, "1 2 3 4", "#", .sent = true)},
     "5 1900 1900 0 0 0 600"},
    {"half of the Sent copies are kept",
     "plain",
     "0.76",
     "0.5",
     {POST_AND(MORNING, 1, "1", "A", .sent = true)},
     "2 2008 1000 500 0 508 0"},
    {"no Sent copy is kept",
     "lmtp-hardlink",
     "0.76",
     "0",
     {POST_AND(MORNING, 1, "1 2", "A", .sent = true)},
     "2 1339 1000 0 0 339 1339"},
};

START_TEST(each_store_holds_what_is_told)
{
    const char *name = stories[_i].name;
    char found[200];
    struct am_profile profile = profile_of(
        stories[_i].store, stories[_i].compression, stories[_i].sent_copies);

    for (size_t i = 0; i < 3 && stories[_i].posts[i].recipients != NULL; i++)
        append(&stories[_i].posts[i]);
    drain();
    struct am_sums sums = sums_under(&profile, always);
    struct am_savings own = am_profile_savings(&profile, &sums);
    struct am_already already = am_profile_already(&profile, &sums);
    snprintf(found, sizeof(found), "%lld %lld %lld %lld %lld %lld %lld",
             (long long)am_savings_copies(&own),
             (long long)own.delivered.stored_bytes,
             (long long)own.unique_size_bytes, (long long)own.within_bytes,
             (long long)own.across_bytes, (long long)own.encoding_bytes,
             (long long)already.total_bytes);
    ck_assert_msg(strcmp(found, stories[_i].told) == 0, "%s: %s", name, found);
    check_equations(name, &profile, &sums);
}

END_TEST

static const struct {
    const char *store; /* NULL: that of the settings */
    const char *configured, *told;
} names[] = {
    {"plain", "cyrus", NULL},
    {NULL, "cyrus", NULL},
    {"Plain", "plain",
     "--store 'Plain': no such store: write plain, exchange, lmtp-hardlink, "
     "dovecot-sis, cyrus or compressed"},
    {"", "plain",
     "--store '': no such store: write plain, exchange, lmtp-hardlink, "
     "dovecot-sis, cyrus or compressed"},
    {NULL, "zimbra",
     "store_profile 'zimbra': no such store: write plain, exchange, "
     "lmtp-hardlink, dovecot-sis, cyrus or compressed"},
};

START_TEST(a_store_is_chosen_by_name)
{
    const struct am_settings settings = {
        .store_profile = names[_i].configured,
        .store_compression_milli = 760,
        .sent_copies_milli = 1000,
    };
    struct am_profile profile;

    int result = am_profile_choose(&profile, names[_i].store, &settings, &err);
    if (names[_i].told != NULL) {
        ck_assert_int_eq(result, -1);
        ck_assert_int_eq(err.code, AM_EINVAL);
        ck_assert_str_eq(err.text, names[_i].told);
        return;
    }
    ck_assert_int_eq(result, 0);
    ck_assert_str_eq(am_profile_name(profile.id), names[_i].store != NULL
                                                      ? names[_i].store
                                                      : names[_i].configured);
    ck_assert(strlen(am_profile_assumes(profile.id)) > 10);
    ck_assert_int_eq(profile.packed_less, 0);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("profile");
    TCase *tcase = tcase_create("profile");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 240);
    tcase_add_loop_test(tcase, each_store_holds_what_is_told, 0, ROWS(stories));
    tcase_add_loop_test(tcase, a_store_is_chosen_by_name, 0, ROWS(names));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
