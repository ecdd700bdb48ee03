/* log - what of a text the daemon's log shows (milter/log.h). */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../milter/log.h"
#include "suite.h"

static const struct {
    const char *name, *text, *line;
} lines[] = {
    {"plain", "from 10.0.0.1", "from 10.0.0.1"},
    {"UTF-8", "caf\xc3\xa9", "caf\xc3\xa9"},
    {"a line end", "a\nwarning: b", "a\\x0awarning: b"},
    {"an escape sequence", "\x1b[2J", "\\x1b[2J"},
    {"C1, which a terminal obeys, too",
     "\xc2\x9b"
     "2J",
     "\\xc2\\x9b2J"},
    {"what turns the direction, and back",
     "a\xe2\x80\xae"
     "b\xe2\x80\xac",
     "a\\xe2\\x80\\xaeb\\xe2\\x80\\xac"},
    {"no UTF-8", "a\xff", "a\\xff"},
};

START_TEST(shows_what_is_safe)
{
    char wanted[128];
    char got[128] = "";
    int pipes[2];
    int old = dup(STDERR_FILENO);

    ck_assert_int_eq(pipe(pipes), 0);
    ck_assert_int_ge(dup2(pipes[1], STDERR_FILENO), 0);
    am_log_warning("%s", lines[_i].text);
    fflush(stderr);
    ck_assert_int_ge(dup2(old, STDERR_FILENO), 0);
    ck_assert_int_gt(read(pipes[0], got, sizeof(got) - 1), 0);
    close(old);
    close(pipes[0]);
    close(pipes[1]);
    snprintf(wanted, sizeof(wanted), "attachmeterd: warning: %s\n",
             lines[_i].line);
    ck_assert_msg(strcmp(got, wanted) == 0, "%s: %s", lines[_i].name, got);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("log");
    TCase *tcase = tcase_create("line");

    tcase_add_loop_test(tcase, shows_what_is_safe, 0, ROWS(lines));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
