/* test_mailfile - which kind of mail file it is, by its first bytes. */
#include <string.h>

#include "mime/mailfile.h"
#include "suite.h"

/* As Dovecot 2.3.19.1 wrote it: of a message of 43 bytes. */
#define DBOX       "2 M1e C6b099b58\n\001\002N          000000000000002B\n"
#define DBOX_START 46

#define ROW(text) text, sizeof(text) - 1

static const struct {
    const char *name, *bytes;
    size_t size;
    const char *file;
    bool is_chosen;
    enum am_mailfile kind;
} rows[] = {
    {"a header", ROW("Subject: x\n"), "1", false, AM_MAILFILE_MESSAGE},
    {"a header with CR", ROW("Subject:x\r\n"), "1", false, AM_MAILFILE_MESSAGE},
    {"text", ROW("# Read me\n"), "1", false, AM_MAILFILE_NONE},
    {"text that must be mail", ROW("# x\n"), "1", true, AM_MAILFILE_MESSAGE},
    {"a name that begins with a digit", ROW("1a: x"), "1", false,
     AM_MAILFILE_NONE},
    {"a name without end", ROW("Subject"), "1", false, AM_MAILFILE_NONE},
    {"nothing", ROW(""), "1", false, AM_MAILFILE_NONE},
    {"nothing that must be mail", ROW(""), "1", true, AM_MAILFILE_MESSAGE},
    {"From", ROW("From a Mon"), "1", false, AM_MAILFILE_MBOX},
    {"From in a Maildir", ROW("From a Mon"), "1", true, AM_MAILFILE_MBOX},
    {"From:", ROW("From: a"), "1", false, AM_MAILFILE_MESSAGE},
    {"gzip", ROW("\x1f\x8b\x08\0"), "1", true, AM_MAILFILE_COMPRESSED},
    {"bzip2", ROW("BZh91AY&SY"), "1", true, AM_MAILFILE_COMPRESSED},
    {"xz",
     ROW("\xfd"
         "7zXZ\0\0"),
     "1", true, AM_MAILFILE_COMPRESSED},
    {"zstd", ROW("\x28\xb5\x2f\xfd"), "1", true, AM_MAILFILE_COMPRESSED},
    {"lz4", ROW("\x04\x22\x4d\x18"), "1", true, AM_MAILFILE_COMPRESSED},
    {"Dovecot's lz4", ROW("Dovecot-LZ4\r*\x9b\xc5"), "1", true,
     AM_MAILFILE_COMPRESSED},
    {"half of a magic", ROW("\x1f"), "1", false, AM_MAILFILE_NONE},
    {"mail_crypt", ROW("CRYPTED\x03\x07"), "1", true, AM_MAILFILE_ENCRYPTED},
    {"sdbox", ROW(DBOX "Subject: x"), "a/m/u.1", false, AM_MAILFILE_DBOX},
    {"sdbox by itself", ROW(DBOX), "u.1", false, AM_MAILFILE_DBOX},
    {"sdbox, compressed", ROW(DBOX "\x1f\x8b\x08"), "u.1", false,
     AM_MAILFILE_COMPRESSED},
    {"mdbox", ROW(DBOX "Subject: x"), "storage/m.1", false, AM_MAILFILE_MDBOX},
    {"dbox with a size that is none",
     ROW("2 M1e C6b099b58\n\001\002N          00000000000000ZB\n"), "u.1",
     false, AM_MAILFILE_NONE},
    {"dbox cut off", ROW("2 M1e C6b099b58\n\001\002N   "), "u.1", false,
     AM_MAILFILE_NONE},
    {"dbox of another header", ROW("2 M2e C6b099b58\n\001\002N   "), "u.1",
     false, AM_MAILFILE_NONE},
};

START_TEST(a_kind_is_told)
{
    const struct am_mailfile_look look = {.data = rows[_i].bytes,
                                          .size = rows[_i].size,
                                          .name = rows[_i].file,
                                          .is_chosen = rows[_i].is_chosen};
    size_t start = 1;
    uint64_t size = 1;
    enum am_mailfile kind = am_mailfile_of(&look, &start, &size);

    ck_assert_msg(kind == rows[_i].kind, "%s: %s", rows[_i].name,
                  am_mailfile_name(kind));
    if (kind == AM_MAILFILE_DBOX) {
        ck_assert_uint_eq(start, DBOX_START);
        ck_assert_uint_eq(size, 43);
    } else if (kind < AM_MAILFILE_DBOX) {
        ck_assert_uint_eq(start, 0);
        ck_assert_uint_eq(size, UINT64_MAX);
    }
}

END_TEST

static const struct {
    const char *name, *tail;
    bool is_outside;
} tails[] = {
    {"nothing outside", "\n\001\003\nR6b099b58\nV2f\nGea65\n\n", false},
    {"a part outside", "\n\001\003\nZ69f7\nX108 27018 B76 8d/26\n\n", true},
    {"X within a line", "\n\001\003\nPX108\n\n", false},
    {"another message", "\n\001\002N\nX\n", false},
    {"cut off", "\n\001\003", false},
    {"nothing", "", false},
};

START_TEST(attachments_outside_are_seen)
{
    ck_assert_msg(
        am_mailfile_is_outside(tails[_i].tail, strlen(tails[_i].tail)) ==
            tails[_i].is_outside,
        "%s", tails[_i].name);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("mailfile");
    TCase *tcase = tcase_create("mailfile");

    tcase_add_loop_test(tcase, a_kind_is_told, 0,
                        (int)(sizeof(rows) / sizeof(rows[0])));
    tcase_add_loop_test(tcase, attachments_outside_are_seen, 0,
                        (int)(sizeof(tails) / sizeof(tails[0])));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
