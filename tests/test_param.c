/* test_param - parameters of structured fields. */
#include <stdio.h>
#include <string.h>

#include "mime/param.h"
#include "suite.h"

static const struct {
    const char *name, *field, *param, *value; /* value NULL: not there */
} rows[] = {
    {"plain", "a/b; name=x.pdf", "name", "x.pdf"},
    {"any case, blanks", "a/b ;  NaMe = x.pdf ", "name", "x.pdf"},
    {"quoted", "a/b; name=\"x;y=\\\"z\\\".pdf\"; q=1", "name", "x;y=\"z\".pdf"},
    {"after a quoted one", "a/b; x=\"1;name=no\"; name=y", "name", "y"},
    {"quote does not close", "a/b; name=\"x.pdf", "name", "x.pdf"},
    {"backslash at the end", "a/b; name=\"x\\", "name", "x\\"},
    {"text behind the quote is left out", "a/b; name=\"x\"y; b=2", "b", "2"},
    {"empty", "a/b; name=\"\"", "name", ""},
    {"no value", "a/b; name; b=2", "name", ""},
    {"not there", "a/b; nam=x; names=y", "name", NULL},
    {"the type is no parameter", "name=x", "name", NULL},
    {"first of two", "a/b; name=x; name=y", "name", "x"},
    {"unquoted with = and :", "a/b; boundary=--=_a:b=c", "boundary",
     "--=_a:b=c"},
    {"unquoted with blanks", "a/b; name=a b.pdf; x=1", "name", "a b.pdf"},
    {"comment behind", "a/b; boundary=BB (why)", "boundary", "BB"},
    {"comment before", "a/b; (why; name=no) name=(or (so)) x", "name", "x"},
    {"comment does not close", "a/b; (why name=x", "name", NULL},
    {"backslash in a comment", "a/b; (\\) no) name=x", "name", "x"},
    {"comment that ends in a backslash", "a/b; (why\\", "name", NULL},
    {"comment in a comment, unquoted value", "a/b; name=a(1).pdf", "name",
     "a(1).pdf"},
    {"second quoted string behind a value",
     "a/b; q=\"x\" \"y;name=no\\\";\" (;name=no); name=v", "name", "v"},
    {"quotes in the type", "a/\"b;name=no\"; name=v", "name", "v"},
    {"raw 8-bit bytes", "a/b; name=\xc3\xa4", "name", "\xc3\xa4"},
    {"extended", "a/b; filename*=utf-8'de'%C3%A4%20b", "filename",
     "\xc3\xa4 b"},
    {"extended without charset", "a/b; filename*=%41b", "filename", "Ab"},
    {"extended with one quote", "a/b; filename*=utf-8'x", "filename",
     "utf-8'x"},
    {"extended twice: the first", "a/b; filename*=''x; filename*=''y",
     "filename", "x"},
    {"extended, digits of both cases", "a/b; filename*=''%6a%6A%g1%1G",
     "filename", "jj%g1%1G"},
    {"extended in quotes", "a/b; filename*=\"''%41\\b\"", "filename", "Ab"},
    {"extended, bad escape", "a/b; filename*=''%4x%", "filename", "%4x%"},
    {"extended wins over plain", "a/b; filename=p; filename*=''e", "filename",
     "e"},
    {"pieces", "a/b; name*0=ab; name*1=\"cd\"", "name", "abcd"},
    {"pieces out of order", "a/b; name*2=ef; name*0=ab; name*1=cd", "name",
     "abcdef"},
    {"pieces with a gap", "a/b; name*0=ab; name*7=cd", "name", "abcd"},
    {"pieces, some extended", "a/b; name*0*=us-ascii'en'%61; name*1=%62",
     "name", "a%62"},
    {"piece twice: the first", "a/b; name*0=a; name*0=b", "name", "a"},
    {"pieces win over plain", "a/b; boundary=x; boundary*0=y", "boundary", "y"},
    {"huge number of a piece", "a/b; name*99999999999999=x", "name", "x"},
    {"usual ones", "a/b; charset=utf-8; name=\"x y.pdf\"; z=1", "name",
     "x y.pdf"},
    {"usual ones, the last", "a/b;\r\n\tname=\"x\" ; z=1_2/3 ; b=c.d", "b",
     "c.d"},
    {"usual ones, first of two", "a/b; name=\"x\"; NAME=y", "name", "x"},
    {"usual, but a section behind", "a/b; name=x; name*=''y", "name", "y"},
    {"usual, but a comment behind", "a/b; name=x (y)", "name", "x"},
    {"usual, but an odd character", "a/b; name=x; n@me=z", "name", "x"},
    {"usual, nothing behind", "a/b; name=x; ", "name", "x"},
    {"usual, a name behind", "a/b; name=x; b", "b", ""},
    {"usual, no name", "a/b; =y; name=x", "name", "x"},
    {"usual, empty", "a/b; name=; b=x", "name", ""},
    {"a word behind the type", "a/b c; name=x", "name", "x"},
    {"only separators", ";;;=;\"", "name", NULL},
    {"nothing", "", "name", NULL},
};

static bool find(const char *field, const char *param, char *out, size_t room,
                 size_t *size)
{
    struct am_param wanted[] = {
        {.name = "other", .out = NULL, .room = 0},
        {.name = param, .out = (unsigned char *)out, .room = room},
    };

    am_param_find((const unsigned char *)field, strlen(field), wanted, 2);
    *size = wanted[1].size;
    return wanted[1].is_there;
}

static void check_row(int row, size_t from)
{
    char out[64];
    size_t size = 0;
    bool found =
        find(rows[row].field + from, rows[row].param, out, sizeof(out), &size);

    ck_assert_msg(found == (rows[row].value != NULL), "%s", rows[row].name);
    if (found) {
        ck_assert_msg(size == strlen(rows[row].value) &&
                          memcmp(out, rows[row].value, size) == 0,
                      "%s: '%.*s'", rows[row].name, (int)size, out);
    }
}

/* From the begin of the field, and from behind the word it begins with, as
 * fields are read: then the usual ones take the short way. */
START_TEST(parameters_are_found)
{
    check_row(_i, 0);
    check_row(_i, strspn(rows[_i].field, "abnme/"));
}

END_TEST

START_TEST(output_is_bounded)
{
    char out[8] = "12345678";
    size_t size = 0;

    ck_assert(find("a/b; name=abcdefghij", "name", out, 4, &size));
    ck_assert_uint_eq(size, 10);
    ck_assert_int_eq(memcmp(out, "abcd5678", 8), 0);
}

END_TEST

START_TEST(two_are_found_together)
{
    static const char field[] =
        "multipart/mixed; boundary*1=d; name=n; boundary*0=bc; name*=''m";
    char name[8];
    char boundary[8];
    struct am_param params[] = {
        {.name = "name", .out = (unsigned char *)name, .room = sizeof(name)},
        {.name = "boundary",
         .out = (unsigned char *)boundary,
         .room = sizeof(boundary)},
    };

    am_param_find((const unsigned char *)field, strlen(field), params, 2);
    ck_assert(params[0].is_there && params[1].is_there);
    ck_assert_uint_eq(params[0].size, 1);
    ck_assert_int_eq(name[0], 'm');
    ck_assert_uint_eq(params[1].size, 3);
    ck_assert_int_eq(memcmp(boundary, "bcd", 3), 0);
}

END_TEST

START_TEST(pieces_are_bounded)
{
    char field[4096] = "a/b";
    char out[256];
    size_t size = 0;

    for (int i = 199; i >= 0; i--) {
        size_t used = strlen(field);
        snprintf(field + used, sizeof(field) - used, ";name*%d=x", i);
    }
    ck_assert(find(field, "name", out, sizeof(out), &size));
    ck_assert_uint_eq(size, AM_PARAM_PIECES);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("param");
    TCase *tcase = tcase_create("param");

    tcase_add_loop_test(tcase, parameters_are_found, 0, ROWS(rows));
    tcase_add_test(tcase, output_is_bounded);
    tcase_add_test(tcase, two_are_found_together);
    tcase_add_test(tcase, pieces_are_bounded);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
