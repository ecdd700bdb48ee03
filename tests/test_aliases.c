/* aliases: how many mailboxes are behind a name of an alias file. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "mta/aliases.h"
#include "suite.h"

static const struct {
    const char *name, *text, *lists; /* "name size" of each list, in order */
    enum am_aliases_form form;
} rows[] = {
    {"an empty file", "", "", AM_ALIASES_LOCAL},
    {"one mailbox is no list", "root: admin\n", "", AM_ALIASES_LOCAL},
    {"two mailboxes", "all: ann, bob\n", "all 2", AM_ALIASES_LOCAL},
    {"no line end", "all: ann, bob", "all 2", AM_ALIASES_LOCAL},
    {"a comment", "#all: ann, bob\nx: ann,bob\n", "x 2", AM_ALIASES_LOCAL},
    {"a line that goes on", "all: ann,\n  bob,\n\tcid\nx: y\n", "all 3",
     AM_ALIASES_LOCAL},
    {"capitals and blanks", "All : Ann , bob\r\n", "all 2", AM_ALIASES_LOCAL},
    {"a name in quotes", "\"the all\": ann, bob\n", "the all 2",
     AM_ALIASES_LOCAL},
    {"a member in quotes", "all: \"ann, a.\", bob\n", "all 2",
     AM_ALIASES_LOCAL},
    {"a program is no mailbox", "all: ann, \"|/bin/x, y\", bob\n", "all 2",
     AM_ALIASES_LOCAL},
    {"a file is one", "all: ann, /var/mail/all\n", "all 2", AM_ALIASES_LOCAL},
    {"lists within a list", "all: TEAM, cid\nteam: ann, bob\n", "all 3|team 2",
     AM_ALIASES_LOCAL},
    {"a name that is its own member", "ann: ann, \\bob\n", "ann 2",
     AM_ALIASES_LOCAL},
    {"a circle ends", "a: b, x, y\nb: a\n", "a 101|b 101", AM_ALIASES_LOCAL},
    {"an include that is not there", "all: :include:/nowhere/x, ann, bob\n",
     "all 2", AM_ALIASES_LOCAL},
    {"no name", ": ann, bob\nx\n", "", AM_ALIASES_LOCAL},
    {"virtual", "all@example.org ann@example.org bob, cid\nexample.org x\n",
     "all@example.org 3", AM_ALIASES_VIRTUAL},
    {"virtual within virtual",
     "all@e.org team@e.org,x\nteam@e.org\tann@e.org, bob@e.org\n",
     "all@e.org 3|team@e.org 2", AM_ALIASES_VIRTUAL},
};

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

static void read_lists(const char *text, enum am_aliases_form form, char *lists,
                       size_t size)
{
    char path[] = "/tmp/am-aliases.XXXXXX";
    struct am_words words = {0};
    struct am_err err;
    size_t used = 0;

    close(mkstemp(path));
    write_file(path, text);
    ck_assert_msg(am_aliases_read(&words, path, form, &err) == 0, "%s",
                  err.text);
    unlink(path);
    lists[0] = '\0';
    for (size_t i = 0; i < words.count; i++) {
        used += (size_t)snprintf(lists + used, size - used, "%s%s %u",
                                 i > 0 ? "|" : "", words.words[i].text,
                                 words.words[i].number);
    }
    am_words_free(&words);
}

START_TEST(mailboxes_behind_a_name)
{
    char lists[256];

    read_lists(rows[_i].text, rows[_i].form, lists, sizeof(lists));
    ck_assert_msg(strcmp(lists, rows[_i].lists) == 0, "%s: %s, not %s",
                  rows[_i].name, lists, rows[_i].lists);
}

END_TEST

START_TEST(members_of_an_included_file)
{
    char path[] = "/tmp/AM-include.XXXXXX";
    char text[128];
    char lists[256];

    close(mkstemp(path));
    write_file(path, "# who\nann\n\nbob, cid\n");
    snprintf(text, sizeof(text), "all: :include: %s, dan\n", path);
    read_lists(text, AM_ALIASES_LOCAL, lists, sizeof(lists));
    unlink(path);
    ck_assert_str_eq(lists, "all 4");
}

END_TEST

START_TEST(no_file)
{
    struct am_words words = {0};
    struct am_err err;

    ck_assert_int_lt(
        am_aliases_read(&words, "/nowhere/aliases", AM_ALIASES_LOCAL, &err), 0);
    ck_assert_int_eq(err.code, AM_ENOTFOUND);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("aliases");
    TCase *tcase = tcase_create("aliases");

    tcase_add_loop_test(tcase, mailboxes_behind_a_name, 0, ROWS(rows));
    tcase_add_test(tcase, members_of_an_included_file);
    tcase_add_test(tcase, no_file);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
