/* test_layout - which encoded texts a store can rebuild, and which differ. */
#include "decode.h"

static uint64_t layout_of(enum am_encoding encoding, const char *text)
{
    struct decoded got = decode_all_ways(encoding, text, strlen(text));

    free(got.data);
    return got.layout;
}

static const struct {
    const char *name, *in;
    bool canonical;
} rows[] = {
    {"nothing", "", true},
    {"one line", "QUJDREVG", true},
    {"one line and its end", "QUJDREVG\r\n", true},
    {"even lines", "QUJD\r\nREVG\r\nR0hJ\r\n", true},
    {"a shorter last line", "QUJDREVG\r\nR0hJ", true},
    {"padding", "QUJDREVG\r\nR0g=\r\n", true},
    {"padding of two on a full line", "QUJDREVG\r\nQUJDRA==\r\n", true},
    {"blank lines behind", "QUJDREVG\r\nR0g=\r\n\r\n\r\n", true},
    {"a longer last line", "QUJD\r\nQUJDREVG", false},
    {"a short line in the middle", "QUJDREVG\r\nR0hJ\r\nR0hJ", false},
    {"a short line before a full one", "QUJDREVG\r\nR0hJ\r\nQUJDREVG", false},
    {"lines of three", "QUJ\r\nDRE\r\nVG", false},
    {"a blank line in the middle", "QUJD\r\n\r\nREVG", false},
    {"a blank line first", "\r\nQUJD", false},
    {"a blank", "QUJD REVG", false},
    {"a blank at a line end", "QUJDREVG \r\nQUJDREVG", false},
    {"junk", "QUJD*REVG", false},
    {"an LF alone", "QUJD\nREVG", false},
    {"a CR alone", "QUJD\r\nREVG\r", false},
    {"no padding", "QUJDREVG\r\nR0g", false},
    {"half of the padding", "QUJDREVG\r\nQQ=", false},
    {"one character too many", "QUJDREVG\r\nQ", false},
    {"spare bits", "QR==", false},
    {"text after the padding", "QQ==\r\nfooter", false},
    {"a '=' after the padding", "QUI==", false},
    {"a '=' that completes nothing", "QUJD=REVG", false},
};

START_TEST(canonical_base64_is_zero)
{
    uint64_t layout = layout_of(AM_ENCODING_BASE64, rows[_i].in);

    ck_assert_msg((layout == 0) == rows[_i].canonical, "%s: %llx",
                  rows[_i].name, (unsigned long long)layout);
}

END_TEST

/* Texts of one content in each group, all of them encoded in other ways. */
static const struct {
    const char *name;
    enum am_encoding encoding;
    const char *texts[6];
} groups[] = {
    {"blanks",
     AM_ENCODING_BASE64,
     {"QUJDREVG", "QUJD REVG", "QUJ DREVG", "QUJD\tREVG", "QUJD  REVG"}},
    {"lines",
     AM_ENCODING_BASE64,
     {"QUJ\r\nDREVG", "QUJD\r\n\r\nREVG", "QU\r\nJDREVG", "QU\r\nJ\r\nDREVG",
      "\r\nQUJDREVG"}},
    {"padding",
     AM_ENCODING_BASE64,
     {"QQ==", "QQ", "QQ=", "QR==", "QS==", "QR"}},
    {"after the padding",
     AM_ENCODING_BASE64,
     {"QQ==", "QQ==A", "QQ==B", "QQ==\r\nA", "QQ===", "QQ== "}},
    {"escapes",
     AM_ENCODING_QUOTED,
     {"kk=3D", "=6Bk=3D", "k=6B=3D", "k=6b=3D", "kk=3d", "=6bk=3d"}},
    {"soft breaks",
     AM_ENCODING_QUOTED,
     {"abc", "a=\r\nbc", "ab=\r\nc", "ab= \r\nc", "ab=\t\r\nc", "abc="}},
    {"uuencode",
     AM_ENCODING_UUENCODE,
     {"begin 644 a\r\n#    \r\nend", "begin 644 a\r\n#````\r\nend",
      "begin 644 b\r\n#````\r\nend", "begin 644 a\r\n#\r\nend",
      "begin 644 a\r\n!``\r\n\"```\r\nend"}},
};

START_TEST(other_layouts_of_one_content_differ)
{
    for (int a = 0; a < 6 && groups[_i].texts[a] != NULL; a++) {
        for (int b = 0; b < a; b++) {
            const char *first = groups[_i].texts[a];
            const char *second = groups[_i].texts[b];
            struct cuts cuts = {7, 64, false, false};
            struct decoded one =
                decode(groups[_i].encoding, first, strlen(first), &cuts);
            struct decoded two =
                decode(groups[_i].encoding, second, strlen(second), &cuts);
            ck_assert_msg(one.size == two.size &&
                              memcmp(one.data, two.data, one.size) == 0,
                          "%s: '%s' and '%s' are two contents", groups[_i].name,
                          first, second);
            ck_assert_msg(one.layout != two.layout, "%s: '%s' and '%s'",
                          groups[_i].name, first, second);
            free(one.data);
            free(two.data);
        }
    }
}

END_TEST

static const struct {
    const char *name, *text;
    enum am_encoding encoding;
    bool as_it_is;
} identities[] = {
    {"7bit", "abc", AM_ENCODING_7BIT, true},
    {"more lines", "other\r\ntext", AM_ENCODING_7BIT, true},
    {"8bit", "abc", AM_ENCODING_8BIT, true},
    {"binary", "abc", AM_ENCODING_BINARY, true},
    {"unknown", "abc", AM_ENCODING_OTHER, true},
    {"quoted-printable that quotes nothing", "abc", AM_ENCODING_QUOTED, true},
    {"the same in lines", "a b\r\n\r\nc\r\n", AM_ENCODING_QUOTED, true},
    {"nothing at all", "", AM_ENCODING_QUOTED, true},
    {"an escape", "a=62c", AM_ENCODING_QUOTED, false},
    {"a soft break", "ab=\r\nc", AM_ENCODING_QUOTED, false},
    {"a lone '='", "abc=", AM_ENCODING_QUOTED, false},
    {"uuencode", "abc", AM_ENCODING_UUENCODE, false},
    {"odd base64", "QU JD", AM_ENCODING_BASE64, false},
};

START_TEST(text_that_is_its_content_has_one_layout)
{
    uint64_t layout = layout_of(identities[_i].encoding, identities[_i].text);

    ck_assert_uint_ne(layout, 0);
    ck_assert_msg((layout == AM_LAYOUT_AS_IT_IS) == identities[_i].as_it_is,
                  "%s", identities[_i].name);
}

END_TEST

/* The line end before a boundary is the boundary's, which is known late. */
START_TEST(the_last_line_end_is_no_part_of_a_layout)
{
    static const char *const texts[] = {"QUJD", "QU JD", "QUJ\r\nD",
                                        "QUJD\r\n\r\nQUJD", "QUJDREVG\r\nQ"};

    for (int i = 0; i < ROWS(texts); i++) {
        char longer[64];
        snprintf(longer, sizeof(longer), "%s\r\n\r\n", texts[i]);
        ck_assert_uint_eq(layout_of(AM_ENCODING_BASE64, texts[i]),
                          layout_of(AM_ENCODING_BASE64, longer));
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("layout");
    TCase *tcase = tcase_create("layout");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, canonical_base64_is_zero, 0, ROWS(rows));
    tcase_add_loop_test(tcase, other_layouts_of_one_content_differ, 0,
                        ROWS(groups));
    tcase_add_loop_test(tcase, text_that_is_its_content_has_one_layout, 0,
                        ROWS(identities));
    tcase_add_test(tcase, the_last_line_end_is_no_part_of_a_layout);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
