/*
 * test_poster - the poster of a page: five figures and a gesture, in both
 * languages, and nothing of a group that is too small to be told of.
 */
#include <libxml/parser.h>
#include <libxml/xpath.h>

#include "base/language.h"
#include "desk.h"
#include "report/page.h"

static struct am_factors factors;
static char *text; /* of the poster */
static size_t text_size;

/* Two mails a sender, of more than four of them or not. */
static void send(int senders, const char *attachments, const char *domain)
{
    for (int i = 0; i < 2 * senders; i++) {
        const struct post post = POST_AND(
            MORNING, 1000 * attachments[0] + i, "1 2 3 4 5", attachments,
            .sender = 100 * attachments[0] + i % senders, .domain = domain,
            .direction = AM_DIRECTION_INTERNAL, .sent = true);
        append(&post);
    }
    drain();
}

/* Of so many days; mail is of the last of them. */
static int write_poster_of(int days)
{
    const struct am_page_request request = {
        .report = {.ask = {.period = {DAY + 1 - days, DAY + 1, false},
                           .now_s = MORNING + DAY_S,
                           .source = "/var/lib/attachmeter/secret.db"},
                   .country = "FRA",
                   .factors = &factors},
    };
    struct am_page *page = NULL;
    FILE *out = open_memstream(&text, &text_size);

    ck_assert_msg(am_page_make(&page, store, &request, &err) == 0, "%s",
                  err.text);
    int result = am_page_print_poster(page, out, &err);
    fclose(out);
    am_page_free(&page);
    return result;
}

static int write_poster(void)
{
    return write_poster_of(1);
}

/* Nodes at a path of the poster, which is XML as well. */
static int count_at(const char *where)
{
    xmlDocPtr document =
        xmlReadMemory(text, (int)text_size, "poster", "UTF-8", XML_PARSE_NONET);
    xmlXPathContextPtr paths = xmlXPathNewContext(document);
    xmlXPathObjectPtr found = xmlXPathEval((const xmlChar *)where, paths);
    int count = found->nodesetval != NULL ? found->nodesetval->nodeNr : 0;

    xmlXPathFreeObject(found);
    xmlXPathFreeContext(paths);
    xmlFreeDoc(document);
    return count;
}

static void check_poster(const char *lang)
{
    ck_assert_msg(write_poster() == 0, "%s", err.text);
    ck_assert_int_eq(count_at("//main/ul/li/strong"), 5);
    ck_assert_int_eq(count_at("//main/ul/li/span"), 5);
    ck_assert_int_eq(count_at("//section[@class='gesture']/h2"), 1);
    ck_assert_int_eq(count_at("//script|//a|//img|//*[@style]"), 0);
    ck_assert_ptr_nonnull(strstr(text, lang));
    ck_assert_ptr_null(strstr(text, "secret"));
    ck_assert_ptr_null(strstr(text, "example"));
    free(text);
}

START_TEST(five_figures_in_both_languages)
{
    send(9, "ABC", "a.example");
    check_poster("<html lang=\"en\">");
    ck_assert_msg(am_language_use("fr", &err) == 0, "%s", err.text);
    check_poster("<html lang=\"fr\">");
    ck_assert_int_eq(am_language_use("en", &err), 0);
}

END_TEST

static const struct {
    const char *lang;
    int days;
    const char *said;
} ranges[] = {
    {"en", 1, "left behind on 4 October 2024."},
    {"en", 2, "left behind, from 3 October 2024 to 4 October 2024."},
    {"fr", 1, "ont laissé le 4 octobre 2024."},
    {"fr", 2, "ont laissé, du 3 octobre 2024 au 4 octobre 2024."},
};

START_TEST(names_a_day_once)
{
    send(9, "A", "a.example");
    ck_assert_msg(am_language_use(ranges[_i].lang, &err) == 0, "%s", err.text);
    ck_assert_msg(write_poster_of(ranges[_i].days) == 0, "%s", err.text);
    ck_assert_int_eq(am_language_use("en", &err), 0);
    ck_assert_msg(strstr(text, ranges[_i].said) != NULL, "%s", ranges[_i].said);
    free(text);
}

END_TEST

static const struct {
    const char *name;
    int senders;
    bool is_made;
} groups[] = {
    {"nobody", 0, false},
    {"one", 1, false},
    {"four", 4, false},
    {"five", 5, true},
};

START_TEST(tells_of_five_people_or_of_none)
{
    send(groups[_i].senders, "A", "a.example");
    int result = write_poster();
    ck_assert_msg((result == 0) == groups[_i].is_made, "%s: %s",
                  groups[_i].name, err.text);
    if (result < 0)
        ck_assert_msg(err.code == AM_EINVAL, "%s", groups[_i].name);
    ck_assert_msg((text_size > 0) == groups[_i].is_made, "%s", groups[_i].name);
    free(text);
}

END_TEST

/* What a few people send may be the most of all, and is not named. */
static const struct {
    const char *name;
    int senders;
    bool is_named;
} leaders[] = {{"one", 1, false}, {"four", 4, false}, {"five", 5, true}};

START_TEST(names_no_type_of_a_few_people)
{
    send(9, "A(C)", "a.example");
    send(9, "#", "a.example");
    send(leaders[_i].senders, "z", "a.example");
    ck_assert_msg(write_poster() == 0, "%s", err.text);
    ck_assert_msg((strstr(text, ": pictures.") != NULL) == leaders[_i].is_named,
                  "%s", leaders[_i].name);
    free(text);
}

END_TEST

static void load(void)
{
    set_up();
    ck_assert_msg(am_factors_load(&factors, NULL, &err) == 0, "%s", err.text);
}

static void unload(void)
{
    am_factors_free(&factors);
    tear_down();
}

int main(void)
{
    Suite *suite = suite_create("poster");
    TCase *tests = tcase_create("poster");

    tcase_add_checked_fixture(tests, load, unload);
    tcase_add_test(tests, five_figures_in_both_languages);
    tcase_add_loop_test(tests, names_a_day_once, 0, ROWS(ranges));
    tcase_add_loop_test(tests, tells_of_five_people_or_of_none, 0,
                        ROWS(groups));
    tcase_add_loop_test(tests, names_no_type_of_a_few_people, 0, ROWS(leaders));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
