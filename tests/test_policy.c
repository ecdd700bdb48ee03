/* test_policy - what counts, in which class, of which family. */
#include <stdio.h>
#include <string.h>

#include "meter/digest.h"
#include "meter/policy.h"
#include "suite.h"

#define NONE       AM_DISPOSITION_NONE
#define INLINE     AM_DISPOSITION_INLINE
#define ATTACHMENT AM_DISPOSITION_ATTACHMENT
#define OTHER      AM_DISPOSITION_OTHER
#define BODY       AM_CLASS_COUNT /* does not count */

enum {
    NAME = 1,
    ID = 2,
    ENCRYPTED = 4,
    LIMITED = 8
};

static const struct {
    const char *name, *type;
    enum am_disposition disposition;
    unsigned has;
    enum am_class class;
} rows[] = {
    /* does it count? */
    {"any attachment", "text/plain", ATTACHMENT, 0, AM_CLASS_ATTACHMENT},
    {"an unopened multipart, attachment", "multipart/mixed", ATTACHMENT, 0,
     AM_CLASS_ATTACHMENT},
    {"anything with a name", "text/html", NONE, NAME, AM_CLASS_ATTACHMENT},
    {"inline text with a name", "text/plain", INLINE, NAME,
     AM_CLASS_ATTACHMENT},
    {"an unopened message with a name", "message/rfc822", NONE, NAME,
     AM_CLASS_ATTACHMENT},
    {"no text, nothing else", "application/x-foo", NONE, 0,
     AM_CLASS_ATTACHMENT},
    {"no text, inline", "application/pdf", INLINE, 0, AM_CLASS_ATTACHMENT},
    {"a body", "text/plain", NONE, 0, BODY},
    {"an inline body", "text/plain", INLINE, 0, BODY},
    {"an html body with a Content-ID", "text/html", INLINE, ID, BODY},
    {"text of an unknown disposition", "text/plain", OTHER, 0, BODY},
    {"text/calendar", "text/calendar", NONE, 0, BODY},
    {"text/vcard", "text/vcard", NONE, 0, BODY},
    {"text/rfc822-headers", "text/rfc822-headers", NONE, 0, BODY},
    {"a multipart without boundary", "multipart/mixed", NONE, 0, BODY},
    {"a message not opened", "message/rfc822", INLINE, 0, BODY},
    {"a global message not opened", "message/global", NONE, 0, BODY},
    {"a delivery status", "message/delivery-status", NONE, 0,
     AM_CLASS_ATTACHMENT},
    {"an external body", "message/external-body", NONE, 0, AM_CLASS_ATTACHMENT},
    {"a type that begins like text", "textual/plain", NONE, 0,
     AM_CLASS_ATTACHMENT},
    /* of which class? */
    {"a container refused by a limit", "multipart/mixed", NONE, LIMITED,
     AM_CLASS_OPAQUE},
    {"a message refused by a limit", "message/rfc822", NONE, LIMITED,
     AM_CLASS_OPAQUE},
    {"a signature cut by a limit", "application/pgp-signature", NONE, LIMITED,
     AM_CLASS_OPAQUE},
    {"S/MIME", "application/pkcs7-mime", ATTACHMENT, NAME, AM_CLASS_OPAQUE},
    {"old S/MIME", "application/x-pkcs7-mime", NONE, 0, AM_CLASS_OPAQUE},
    {"PGP", "application/pgp-encrypted", NONE, 0, AM_CLASS_OPAQUE},
    {"in multipart/encrypted", "application/octet-stream", INLINE,
     NAME | ENCRYPTED, AM_CLASS_OPAQUE},
    {"a picture in multipart/encrypted", "image/png", INLINE, ENCRYPTED,
     AM_CLASS_OPAQUE},
    {"S/MIME signature", "application/pkcs7-signature", ATTACHMENT, NAME,
     AM_CLASS_SIGNATURE},
    {"old S/MIME signature", "application/x-pkcs7-signature", NONE, 0,
     AM_CLASS_SIGNATURE},
    {"PGP signature", "application/pgp-signature", INLINE, 0,
     AM_CLASS_SIGNATURE},
    {"an inline picture", "image/png", INLINE, 0, AM_CLASS_INLINE},
    {"an inline picture with a name", "image/gif", INLINE, NAME,
     AM_CLASS_INLINE},
    {"a picture with a Content-ID", "image/jpeg", NONE, ID, AM_CLASS_INLINE},
    {"of an unknown disposition", "image/jpeg", OTHER, ID, AM_CLASS_INLINE},
    {"a picture alone", "image/png", NONE, 0, AM_CLASS_ATTACHMENT},
    {"a picture with a name", "image/png", NONE, NAME, AM_CLASS_ATTACHMENT},
    {"attached, with a Content-ID", "image/png", ATTACHMENT, ID,
     AM_CLASS_ATTACHMENT},
    {"inline is for pictures only", "application/pdf", INLINE, NAME | ID,
     AM_CLASS_ATTACHMENT},
};

START_TEST(a_part_counts_and_has_a_class)
{
    struct am_traits traits = {
        .type = rows[_i].type,
        .disposition = rows[_i].disposition,
        .has_name = (rows[_i].has & NAME) != 0,
        .has_content_id = (rows[_i].has & ID) != 0,
        .inside_encrypted = (rows[_i].has & ENCRYPTED) != 0,
        .limited = (rows[_i].has & LIMITED) != 0,
    };
    bool counts = am_policy_counts(&traits);

    ck_assert_msg(counts == (rows[_i].class != BODY), "%s: %d", rows[_i].name,
                  counts);
    if (counts) {
        ck_assert_msg(am_policy_class(&traits) == rows[_i].class, "%s: %s",
                      rows[_i].name, am_class_name(am_policy_class(&traits)));
    }
}

END_TEST

START_TEST(types_have_numbers)
{
    ck_assert_uint_gt(am_type_count(), 80);
    for (uint16_t i = 0; i < am_type_count(); i++) {
        const char *name = am_type_name(i);
        ck_assert_msg(am_type_number(name) == i, "%s is there twice", name);
        for (const char *p = name; *p != '\0'; p++)
            ck_assert_msg(*p < 'A' || *p > 'Z', "%s", name);
    }
    ck_assert_str_eq(am_type_name(0), "other");
    ck_assert_str_eq(am_type_name(am_type_count()), "other");
}

END_TEST

static const struct {
    const char *type, *name;
} bounded[] = {
    {"application/pdf", "application/pdf"},
    {"application/x-secret-project", "other"},
    {"text/x-anything", "text/other"},
    {"image/x-anything", "image/other"},
    {"audio/x-anything", "audio/other"},
    {"video/x-anything", "video/other"},
    {"message/news", "message/other"},
    {"", "other"},
    {"text", "other"},
};

START_TEST(only_listed_types_are_kept)
{
    ck_assert_str_eq(am_type_name(am_type_number(bounded[_i].type)),
                     bounded[_i].name);
}

END_TEST

START_TEST(numbers_have_words)
{
    ck_assert_str_eq(am_class_name(AM_CLASS_INLINE), "inline");
    ck_assert_str_eq(am_class_name(AM_CLASS_OPAQUE), "opaque");
    ck_assert_str_eq(am_family_name(AM_FAMILY_OTHER), "other");
    ck_assert_str_eq(am_family_name(AM_FAMILY_PROGRAM), "program");
    ck_assert_str_eq(am_disposition_name(AM_DISPOSITION_OTHER), "other");
    ck_assert_str_eq(am_direction_name(AM_DIRECTION_INBOUND), "inbound");
    ck_assert_str_eq(am_direction_name(AM_DIRECTION_TRANSIT), "transit");
    for (int i = 0; i < AM_CLASS_COUNT; i++)
        ck_assert_ptr_nonnull(am_class_name((enum am_class)i));
    for (int i = 0; i < AM_FAMILY_COUNT; i++)
        ck_assert_ptr_nonnull(am_family_name((enum am_family)i));
}

END_TEST

/* FIPS 180-2, appendix B. */
static const struct {
    const char *in, *hex;
} digests[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

START_TEST(a_digest_is_sha256_and_can_be_used_again)
{
    struct am_digest *digest = NULL;
    struct am_err err;

    ck_assert_int_eq(am_digest_create(&digest, &err), 0);
    for (int i = 0; i < ROWS(digests); i++) {
        unsigned char out[AM_DIGEST_SIZE];
        char hex[2 * AM_DIGEST_SIZE + 1];
        ck_assert_int_eq(am_digest_begin(digest, &err), 0);
        ck_assert_int_eq(am_digest_feed(digest, "forgotten", 9, &err), 0);
        ck_assert_int_eq(am_digest_begin(digest, &err), 0);
        for (const char *p = digests[i].in; *p != '\0'; p++)
            ck_assert_int_eq(am_digest_feed(digest, p, 1, &err), 0);
        ck_assert_int_eq(am_digest_finish(digest, out, &err), 0);
        for (size_t k = 0; k < AM_DIGEST_SIZE; k++)
            snprintf(hex + 2 * k, 3, "%02x", out[k]);
        ck_assert_str_eq(hex, digests[i].hex);
    }
    am_digest_destroy(&digest);
    ck_assert_ptr_null(digest);
    am_digest_destroy(&digest);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("policy");
    TCase *tcase = tcase_create("policy");

    tcase_add_loop_test(tcase, a_part_counts_and_has_a_class, 0, ROWS(rows));
    tcase_add_test(tcase, types_have_numbers);
    tcase_add_loop_test(tcase, only_listed_types_are_kept, 0, ROWS(bounded));
    tcase_add_test(tcase, numbers_have_words);
    tcase_add_test(tcase, a_digest_is_sha256_and_can_be_used_again);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
