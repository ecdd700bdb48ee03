/* milters: entries of smtpd_milters, and which of them is ours. */
#include <stdio.h>
#include <string.h>

#include "mta/milters.h"
#include "suite.h"

#define QUEUE "/var/spool/postfix"
#define OURS  "unix:" QUEUE "/attachmeter/attachmeter.sock"

static const struct {
    const char *name, *text, *names; /* names of the entries, with | between */
} lists[] = {
    {"nothing", "", ""},
    {"blanks and commas alone", " ,\t, ", ""},
    {"one", "unix:a/b", "unix:a/b"},
    {"separated by blanks", "unix:a  inet:h:1", "unix:a|inet:h:1"},
    {"separated by commas", "unix:a,inet:h:1 , unix:c",
     "unix:a|inet:h:1|unix:c"},
    {"with options", "{ unix:a, default_action=accept }", "unix:a"},
    {"with and without options",
     "inet:h:1, {unix:a, command_timeout=5s},unix:c", "inet:h:1|unix:a|unix:c"},
    {"options in braces of their own",
     "{ unix:a, { default_action = accept } } unix:c", "unix:a|unix:c"},
    {"a brace that is not closed", "unix:a, { unix:b, x=y", "unix:a|unix:b"},
    {"a brace too many", "unix:a } unix:b", "unix:a|}|unix:b"},
    {"an entry of nothing", "{}, unix:b", "|unix:b"},
};

START_TEST(an_entry_after_the_other)
{
    struct am_milter_entry entry;
    char names[512] = "";
    size_t used = 0;
    size_t place = 0;

    while (am_milters_next(lists[_i].text, place, &entry)) {
        used += (size_t)snprintf(names + used, sizeof(names) - used, "%s%s",
                                 place > 0 ? "|" : "", entry.name);
        ck_assert_uint_gt(entry.end, place);
        place = entry.end;
    }
    ck_assert_msg(strcmp(names, lists[_i].names) == 0, "%s: %s, not %s",
                  lists[_i].name, names, lists[_i].names);
}

END_TEST

START_TEST(the_options_of_an_entry)
{
    static const char text[] =
        "inet:h:1, { unix:a, connect_timeout=1s, { command_timeout = 2m },\n"
        " content_timeout=20 default_action=quarantine }";
    struct am_milter_entry entry;

    ck_assert(am_milters_next(text, 0, &entry));
    ck_assert_str_eq(entry.action, "");
    ck_assert_int_eq(entry.connect_s, -1);
    ck_assert_int_eq(entry.content_s, -1);
    ck_assert(am_milters_next(text, entry.end, &entry));
    ck_assert_str_eq(entry.name, "unix:a");
    ck_assert_str_eq(entry.action, "quarantine");
    ck_assert_int_eq(entry.connect_s, 1);
    ck_assert_int_eq(entry.command_s, 120);
    ck_assert_int_eq(entry.content_s, 20);
    ck_assert_uint_eq(entry.end, strlen(text));
}

END_TEST

static const struct {
    const char *name, *milter, *socket;
    int in_chroot;
    enum am_milter_place place;
} places[] = {
    {"relative", "unix:attachmeter/attachmeter.sock", OURS, 0, AM_MILTER_OURS},
    {"relative, in a chroot", "unix:attachmeter/attachmeter.sock", OURS, 1,
     AM_MILTER_OURS},
    {"absolute", OURS, OURS, 0, AM_MILTER_OURS},
    {"absolute, in a chroot", OURS, OURS, 1, AM_MILTER_ELSEWHERE},
    {"absolute from the chroot's root", "unix:/attachmeter/attachmeter.sock",
     OURS, 1, AM_MILTER_OURS},
    {"the same without a chroot", "unix:/attachmeter/attachmeter.sock", OURS, 0,
     AM_MILTER_ELSEWHERE},
    {"another directory", "unix:attachmeter/sock", OURS, 0,
     AM_MILTER_ELSEWHERE},
    {"another milter", "unix:opendkim/opendkim.sock", OURS, 0, AM_MILTER_OTHER},
    {"by port", "inet:127.0.0.1:8894", "inet:8894@127.0.0.1", 0,
     AM_MILTER_OURS},
    {"another port", "inet:127.0.0.1:11332", "inet:8894@127.0.0.1", 0,
     AM_MILTER_OTHER},
    {"without a port", "inet:127.0.0.1", "inet:8894@127.0.0.1", 0,
     AM_MILTER_OTHER},
    {"by port, though the socket is a file", "inet:127.0.0.1:8894", OURS, 0,
     AM_MILTER_OTHER},
};

START_TEST(which_of_them_is_ours)
{
    enum am_milter_place place = am_milters_compare(
        places[_i].milter, places[_i].socket, QUEUE, places[_i].in_chroot != 0);

    ck_assert_msg(place == places[_i].place, "%s: %d, not %d", places[_i].name,
                  (int)place, (int)places[_i].place);
}

END_TEST

static const struct {
    const char *text, *left; /* without the entry that names attachmeter */
} removals[] = {
    {"unix:attachmeter/s", ""},
    {"{ unix:attachmeter/s, default_action=accept }", ""},
    {"unix:a, { unix:attachmeter/s, x=y }", "unix:a"},
    {"{ unix:attachmeter/s, x=y } , unix:a", "unix:a"},
    {"unix:a unix:attachmeter/s unix:b", "unix:a, unix:b"},
};

START_TEST(an_entry_is_taken_out)
{
    const char *text = removals[_i].text;
    struct am_milter_entry entry = {.end = 0};
    char left[256];

    while (am_milters_next(text, entry.end, &entry) &&
           strstr(entry.name, "attachmeter") == NULL)
        continue;
    ck_assert_str_eq(am_milters_without(text, &entry, left, sizeof(left)),
                     removals[_i].left);
}

END_TEST

static const struct {
    const char *text;
    int64_t seconds;
} times[] = {
    {"30", 30},    {"5s", 5},       {"2m", 120}, {"1h", 3600},
    {"1d", 86400}, {"2w", 1209600}, {"", -1},    {"s", -1},
    {"5 s", -1},   {"5sm", -1},     {"-1", -1},  {"1234567890", -1},
};

START_TEST(times_as_main_cf_has_them)
{
    ck_assert_msg(am_milters_time_s(times[_i].text) == times[_i].seconds, "%s",
                  times[_i].text);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("milters");
    TCase *tcase = tcase_create("milters");

    tcase_add_loop_test(tcase, an_entry_after_the_other, 0, ROWS(lists));
    tcase_add_test(tcase, the_options_of_an_entry);
    tcase_add_loop_test(tcase, which_of_them_is_ours, 0, ROWS(places));
    tcase_add_loop_test(tcase, an_entry_is_taken_out, 0, ROWS(removals));
    tcase_add_loop_test(tcase, times_as_main_cf_has_them, 0, ROWS(times));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
