/*
 * test_family - the kind of a file by its first bytes, and whether they
 * contradict the declared type.
 */
#include <stdlib.h>
#include <string.h>

#include "meter/family.h"
#include "suite.h"

#define ZIP      "PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x08\0\0\0"
#define OLE2     "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#define BYTES(t) (t), sizeof(t) - 1
#define STREAM   "application/octet-stream"
#define ODF      "application/vnd.oasis.opendocument."
#define OOXML    "application/vnd.openxmlformats-officedocument."

static const struct {
    const char *name, *first;
    size_t size;
    const char *type;
    enum am_family family;
} families[] = {
    {"JPEG", BYTES("\xff\xd8\xff\xe0"), STREAM, AM_FAMILY_IMAGE},
    {"PNG", BYTES("\x89PNG\r\n\x1a\n"), "text/plain", AM_FAMILY_IMAGE},
    {"GIF", BYTES("GIF89a"), STREAM, AM_FAMILY_IMAGE},
    {"WebP", BYTES("RIFF1234WEBP"), STREAM, AM_FAMILY_IMAGE},
    {"TIFF", BYTES("II*\0"), STREAM, AM_FAMILY_IMAGE},
    {"TIFF, other end first", BYTES("MM\0*"), STREAM, AM_FAMILY_IMAGE},
    {"HEIC",
     BYTES("\0\0\0\x18"
           "ftypheic"),
     STREAM, AM_FAMILY_IMAGE},
    {"HEIF of another brand",
     BYTES("\0\0\0\x18"
           "ftypmif1"),
     STREAM, AM_FAMILY_IMAGE},
    {"AVIF",
     BYTES("\0\0\0\x18"
           "ftypavif"),
     STREAM, AM_FAMILY_IMAGE},
    {"BMP, declared", BYTES("BM1234"), "image/bmp", AM_FAMILY_IMAGE},
    {"text that begins with BM", BYTES("BM1234"), STREAM, AM_FAMILY_OTHER},
    {"MP3", BYTES("ID3\x04"), STREAM, AM_FAMILY_AUDIO},
    {"Ogg", BYTES("OggS"), STREAM, AM_FAMILY_AUDIO},
    {"FLAC", BYTES("fLaC"), STREAM, AM_FAMILY_AUDIO},
    {"WAV", BYTES("RIFF1234WAVE"), STREAM, AM_FAMILY_AUDIO},
    {"MP4",
     BYTES("\0\0\0\x18"
           "ftypisom"),
     STREAM, AM_FAMILY_VIDEO},
    {"Matroska", BYTES("\x1a\x45\xdf\xa3"), STREAM, AM_FAMILY_VIDEO},
    {"AVI", BYTES("RIFF1234AVI "), STREAM, AM_FAMILY_VIDEO},
    {"MP4 declared audio",
     BYTES("\0\0\0\x18"
           "ftypM4A "),
     "audio/mp4", AM_FAMILY_AUDIO},
    {"MP4 declared image stays film",
     BYTES("\0\0\0\x18"
           "ftypisom"),
     "image/jpeg", AM_FAMILY_VIDEO},
    {"Matroska declared audio", BYTES("\x1a\x45\xdf\xa3"), "audio/webm",
     AM_FAMILY_AUDIO},
    {"Ogg declared video", BYTES("OggS"), "video/ogg", AM_FAMILY_VIDEO},
    {"RIFF of another kind", BYTES("RIFF1234ACON"), STREAM, AM_FAMILY_OTHER},
    {"PDF", BYTES("%PDF-1.7"), STREAM, AM_FAMILY_PDF},
    {"OLE2 alone", BYTES(OLE2), STREAM, AM_FAMILY_DOCUMENT},
    {"OLE2 of Word", BYTES(OLE2), "application/msword", AM_FAMILY_DOCUMENT},
    {"OLE2 of Excel", BYTES(OLE2), "application/vnd.ms-excel", AM_FAMILY_SHEET},
    {"OLE2 of PowerPoint", BYTES(OLE2), "application/vnd.ms-powerpoint",
     AM_FAMILY_SLIDES},
    {"OOXML alone", BYTES(ZIP "[Content_Types].xml"), STREAM,
     AM_FAMILY_DOCUMENT},
    {"OOXML, other member", BYTES(ZIP "_rels/.rels"), STREAM,
     AM_FAMILY_DOCUMENT},
    {"OOXML, declared sheet", BYTES(ZIP "[Content_Types].xml"),
     OOXML "spreadsheetml.sheet", AM_FAMILY_SHEET},
    {"OOXML, declared slides", BYTES(ZIP "_rels/.rels"),
     OOXML "presentationml.presentation", AM_FAMILY_SLIDES},
    {"ODF text", BYTES(ZIP "mimetype" ODF "text"), STREAM, AM_FAMILY_DOCUMENT},
    {"ODF sheet", BYTES(ZIP "mimetype" ODF "spreadsheetPK"), STREAM,
     AM_FAMILY_SHEET},
    {"ODF slides", BYTES(ZIP "mimetype" ODF "presentation"), STREAM,
     AM_FAMILY_SLIDES},
    {"ODF, all that is looked at",
     BYTES(ZIP "mimetype" ODF "presentation-template1234567890"), STREAM,
     AM_FAMILY_SLIDES},
    {"EPUB", BYTES(ZIP "mimetypeapplication/epub+zip"), STREAM,
     AM_FAMILY_DOCUMENT},
    {"ODF text declared sheet", BYTES(ZIP "mimetype" ODF "text"),
     ODF "spreadsheet", AM_FAMILY_SHEET},
    {"ODF cut short", BYTES(ZIP "mimetype"), STREAM, AM_FAMILY_DOCUMENT},
    {"RTF", BYTES("{\\rtf1"), STREAM, AM_FAMILY_DOCUMENT},
    {"ZIP", BYTES(ZIP "a.txt"), STREAM, AM_FAMILY_ARCHIVE},
    {"ZIP cut short", BYTES("PK\x03\x04"), STREAM, AM_FAMILY_ARCHIVE},
    {"ZIP declared Word", BYTES(ZIP "word/a.xml"),
     OOXML "wordprocessingml.document", AM_FAMILY_DOCUMENT},
    {"empty ZIP", BYTES("PK\x05\x06"), STREAM, AM_FAMILY_ARCHIVE},
    {"gzip", BYTES("\x1f\x8b\x08"), STREAM, AM_FAMILY_ARCHIVE},
    {"7z", BYTES("7z\xbc\xaf\x27\x1c"), STREAM, AM_FAMILY_ARCHIVE},
    {"RAR", BYTES("Rar!\x1a\x07\x01"), STREAM, AM_FAMILY_ARCHIVE},
    {"bzip2", BYTES("BZh9"), STREAM, AM_FAMILY_ARCHIVE},
    {"xz",
     BYTES("\xfd"
           "7zXZ\0"),
     STREAM, AM_FAMILY_ARCHIVE},
    {"zstd", BYTES("\x28\xb5\x2f\xfd"), STREAM, AM_FAMILY_ARCHIVE},
    {"iCalendar", BYTES("BEGIN:VCALENDAR\r\n"), STREAM, AM_FAMILY_CALENDAR},
    {"vCard", BYTES("BEGIN:VCARD\r\n"), "text/plain", AM_FAMILY_CALENDAR},
    {"TNEF", BYTES("\x78\x9f\x3e\x22"), STREAM, AM_FAMILY_MESSAGE},
    {"DOS program", BYTES("MZ\x90"), STREAM, AM_FAMILY_PROGRAM},
    {"ELF",
     BYTES("\x7f"
           "ELF"),
     STREAM, AM_FAMILY_PROGRAM},
    /* almost a signature */
    {"not JPEG", BYTES("\xff\xd8\xfe\xe0"), STREAM, AM_FAMILY_OTHER},
    {"JPEG cut short", BYTES("\xff\xd8"), STREAM, AM_FAMILY_OTHER},
    {"PNG with another line end", BYTES("\x89PNG\n\x1a\n!"), STREAM,
     AM_FAMILY_OTHER},
    {"PNG cut short", BYTES("\x89PNG\r\n\x1a"), STREAM, AM_FAMILY_OTHER},
    {"GIF of no version", BYTES("GIF9"), STREAM, AM_FAMILY_OTHER},
    {"TIFF without its number", BYTES("II*\x01"), STREAM, AM_FAMILY_OTHER},
    {"TIFF with both ends", BYTES("MM*\0"), STREAM, AM_FAMILY_OTHER},
    {"WebP cut short", BYTES("RIFF1234WEB"), STREAM, AM_FAMILY_OTHER},
    {"AVI without its blank", BYTES("RIFF1234AVI"), STREAM, AM_FAMILY_OTHER},
    {"RIFX", BYTES("RIFX1234WAVE"), STREAM, AM_FAMILY_OTHER},
    {"ftyp at 3",
     BYTES("\0\0\x18"
           "ftypisom"),
     STREAM, AM_FAMILY_OTHER},
    {"ftyp cut short",
     BYTES("\0\0\0\x18"
           "fty"),
     STREAM, AM_FAMILY_OTHER},
    {"PDF without its dash", BYTES("%PDF1.7"), STREAM, AM_FAMILY_OTHER},
    {"PDF behind a line end", BYTES("\r\n%PDF-1.7"), STREAM, AM_FAMILY_OTHER},
    {"RTF without its letter", BYTES("{\\rt"), STREAM, AM_FAMILY_OTHER},
    {"OLE2 cut short", BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a"), STREAM,
     AM_FAMILY_OTHER},
    {"PK of another kind", BYTES("PK\x07\x08"), STREAM, AM_FAMILY_OTHER},
    {"PK alone", BYTES("PK\x03"), STREAM, AM_FAMILY_OTHER},
    {"OOXML with another first member", BYTES(ZIP "[Content_Types].xm"), STREAM,
     AM_FAMILY_ARCHIVE},
    {"rels without a slash", BYTES(ZIP "_rels"), STREAM, AM_FAMILY_ARCHIVE},
    {"mimetype cut short", BYTES(ZIP "mimetyp"), STREAM, AM_FAMILY_ARCHIVE},
    {"mimetype a byte later", BYTES(ZIP "_mimetype" ODF "text"), STREAM,
     AM_FAMILY_ARCHIVE},
    {"gzip cut short", BYTES("\x1f"), STREAM, AM_FAMILY_OTHER},
    {"compress", BYTES("\x1f\x9d\x90"), STREAM, AM_FAMILY_OTHER},
    {"7z cut short", BYTES("7z\xbc\xaf\x27"), STREAM, AM_FAMILY_OTHER},
    {"RAR without its bytes", BYTES("Rar!\x1a"), STREAM, AM_FAMILY_OTHER},
    {"bzip", BYTES("BZ0"), STREAM, AM_FAMILY_OTHER},
    {"xz without its NUL",
     BYTES("\xfd"
           "7zXZ"),
     STREAM, AM_FAMILY_OTHER},
    {"zstd of an old version", BYTES("\x27\xb5\x2f\xfd"), STREAM,
     AM_FAMILY_OTHER},
    {"calendar in small letters", BYTES("begin:vcalendar"), STREAM,
     AM_FAMILY_OTHER},
    {"vCard cut short", BYTES("BEGIN:VCAR"), STREAM, AM_FAMILY_OTHER},
    {"TNEF backwards", BYTES("\x22\x3e\x9f\x78"), STREAM, AM_FAMILY_OTHER},
    {"M alone", BYTES("M"), STREAM, AM_FAMILY_OTHER},
    {"ELF without its byte", BYTES("ELF"), STREAM, AM_FAMILY_OTHER},
    {"Matroska cut short", BYTES("\x1a\x45\xdf"), STREAM, AM_FAMILY_OTHER},
    {"ID2", BYTES("ID2"), STREAM, AM_FAMILY_OTHER},
    /* no signature: the declared type */
    {"declared image", BYTES("<svg"), "image/svg+xml", AM_FAMILY_IMAGE},
    {"declared audio", BYTES("x"), "audio/amr", AM_FAMILY_AUDIO},
    {"declared video", BYTES("x"), "video/mpeg", AM_FAMILY_VIDEO},
    {"declared PDF", BYTES("x"), "application/pdf", AM_FAMILY_PDF},
    {"declared Word", BYTES("x"), "application/msword", AM_FAMILY_DOCUMENT},
    {"declared Excel", BYTES("x"), "application/vnd.ms-excel", AM_FAMILY_SHEET},
    {"declared PowerPoint", BYTES("x"), OOXML "presentationml.slideshow",
     AM_FAMILY_SLIDES},
    {"declared vnd.ms", BYTES("x"), "application/vnd.ms-project",
     AM_FAMILY_DOCUMENT},
    {"declared ODF sheet", BYTES("x"), ODF "spreadsheet", AM_FAMILY_SHEET},
    {"declared ZIP", BYTES("x"), "application/zip", AM_FAMILY_ARCHIVE},
    {"declared gzip", BYTES("x"), "application/gzip", AM_FAMILY_ARCHIVE},
    {"declared 7z", BYTES("x"), "application/x-7z-compressed",
     AM_FAMILY_ARCHIVE},
    {"declared calendar", BYTES("x"), "text/calendar", AM_FAMILY_CALENDAR},
    {"declared vCard", BYTES("x"), "text/vcard", AM_FAMILY_CALENDAR},
    {"declared text", BYTES("x"), "text/x-foo", AM_FAMILY_TEXT},
    {"declared JSON", BYTES("x"), "application/json", AM_FAMILY_TEXT},
    {"declared XML", BYTES("x"), "application/xml", AM_FAMILY_TEXT},
    {"declared message", BYTES("x"), "message/partial", AM_FAMILY_MESSAGE},
    {"declared TNEF", BYTES("x"), "application/ms-tnef", AM_FAMILY_MESSAGE},
    {"declared S/MIME", BYTES("x"), "application/pkcs7-mime", AM_FAMILY_CRYPTO},
    {"declared PGP", BYTES("x"), "application/pgp-signature", AM_FAMILY_CRYPTO},
    {"declared program", BYTES("x"), "application/x-msdownload",
     AM_FAMILY_PROGRAM},
    {"declared nothing known", BYTES("x"), "application/x-foo",
     AM_FAMILY_OTHER},
    {"declared TNEF of Microsoft", BYTES("x"), "application/vnd.ms-tnef",
     AM_FAMILY_MESSAGE},
    {"declared old S/MIME", BYTES("x"), "application/x-pkcs7-signature",
     AM_FAMILY_CRYPTO},
    {"declared ODF drawing", BYTES("x"), ODF "graphics", AM_FAMILY_DOCUMENT},
    {"declared OOXML sheet", BYTES("x"), OOXML "spreadsheetml.template",
     AM_FAMILY_SHEET},
    {"declared octet-stream", BYTES("x"), STREAM, AM_FAMILY_OTHER},
    {"declared nothing", BYTES("x"), "", AM_FAMILY_OTHER},
    {"nothing at all", BYTES(""), "application/pdf", AM_FAMILY_PDF},
};

/* The family alone. */
static enum am_family family_of(const char *first, size_t size,
                                const char *type)
{
    bool contradicts = false;

    return am_family_of(first, size, type, &contradicts);
}

START_TEST(first_bytes_tell_the_family)
{
    char *first = malloc(families[_i].size + 1); /* as large as it may be */
    memcpy(first, families[_i].first, families[_i].size);
    enum am_family family =
        family_of(first, families[_i].size, families[_i].type);
    free(first);
    ck_assert_msg(family == families[_i].family, "%s: %s", families[_i].name,
                  am_family_name(family));
}

END_TEST

START_TEST(a_cut_content_is_read_to_its_end_only)
{
    for (size_t size = 0; size < families[_i].size; size++) {
        char *first = malloc(size > 0 ? size : 1);
        memcpy(first, families[_i].first, size);
        ck_assert_int_lt(family_of(first, size, families[_i].type),
                         AM_FAMILY_COUNT);
        free(first);
    }
}

END_TEST

/* Bytes behind the window change nothing, those in it do. */
START_TEST(only_the_first_bytes_are_looked_at)
{
    static const char sheet[] = ZIP "mimetype" ODF "spreadsheet";
    char first[2 * AM_SNIFF_SIZE];

    memset(first, 'x', sizeof(first));
    memcpy(first, sheet, sizeof(sheet) - 1);
    ck_assert_uint_le(sizeof(sheet) - 1, AM_SNIFF_SIZE);
    for (size_t size = sizeof(sheet) - 1; size <= sizeof(first); size++)
        ck_assert_int_eq(family_of(first, size, STREAM), AM_FAMILY_SHEET);
    ck_assert_int_eq(family_of(first, sizeof(sheet) - 2, STREAM),
                     AM_FAMILY_DOCUMENT);
}

END_TEST

#define PNG BYTES("\x89PNG\r\n\x1a\n")
#define PDF BYTES("%PDF-1.7")
#define FILM        \
 BYTES("\0\0\0\x18" \
       "ftypisom")

static const struct {
    const char *name, *first;
    size_t size;
    const char *type;
    bool contradicts;
} claims[] = {
    {"a picture said to be text", PNG, "text/plain", true},
    {"a PDF said to be a picture", PDF, "image/jpeg", true},
    {"a program said to be a PDF", BYTES("MZ\x90"), "application/pdf", true},
    {"a program said to be a document", BYTES("MZ\x90"), "application/msword",
     true},
    {"a ZIP said to be a PDF", BYTES(ZIP "a.txt"), "application/pdf", true},
    {"a ZIP said to be a picture", BYTES(ZIP "a.txt"), "image/png", true},
    {"a RAR said to be a document", BYTES("Rar!\x1a\x07"), "application/msword",
     true},
    {"a document said to be an archive", BYTES(OLE2), "application/zip", true},
    {"film said to be a picture", FILM, "image/jpeg", true},
    {"sound said to be film", BYTES("RIFF1234WAVE"), "video/x-msvideo", true},
    {"TNEF said to be text", BYTES("\x78\x9f\x3e\x22"), "text/plain", true},
    {"a PDF said to be a message", PDF, "message/delivery-status", true},
    {"a PDF said to be S/MIME", PDF, "application/pkcs7-signature", true},
    {"RTF said to be a sheet", BYTES("{\\rtf1"), "application/vnd.ms-excel",
     true},
    /* as declared */
    {"a picture of another format", PNG, "image/jpeg", false},
    {"a PDF", PDF, "application/pdf", false},
    {"OLE2 declared sheet", BYTES(OLE2), "application/vnd.ms-excel", false},
    {"OLE2 declared document", BYTES(OLE2), "application/msword", false},
    {"OLE2 declared OOXML: it is encrypted", BYTES(OLE2),
     OOXML "spreadsheetml.sheet", false},
    {"ZIP declared document", BYTES(ZIP "word/a.xml"), "application/msword",
     false},
    {"OOXML declared slides", BYTES(ZIP "[Content_Types].xml"),
     OOXML "presentationml.presentation", false},
    {"OOXML declared ZIP", BYTES(ZIP "[Content_Types].xml"), "application/zip",
     false},
    {"ODF declared ZIP", BYTES(ZIP "mimetype" ODF "text"), "application/x-zip",
     false},
    {"a ZIP declared gzip", BYTES(ZIP "a"), "application/gzip", false},
    {"RTF declared document", BYTES("{\\rtf1"), "application/msword", false},
    {"RTF declared text", BYTES("{\\rtf1"), "text/rtf", false},
    {"a calendar declared text", BYTES("BEGIN:VCALENDAR"), "text/plain", false},
    {"a calendar", BYTES("BEGIN:VCALENDAR"), "text/calendar", false},
    {"MP4 declared sound", FILM, "audio/mp4", false},
    {"Ogg declared film", BYTES("OggS"), "video/ogg", false},
    {"Matroska declared sound", BYTES("\x1a\x45\xdf\xa3"), "audio/webm", false},
    {"TNEF", BYTES("\x78\x9f\x3e\x22"), "application/ms-tnef", false},
    /* nothing claimed, nothing known */
    {"a PDF declared octet-stream", PDF, STREAM, false},
    {"a PDF declared something unknown", PDF, "application/x-foo", false},
    {"a PDF of an empty type", PDF, "", false},
    {"text said to be a PDF", BYTES("hello"), "application/pdf", false},
    {"RIFF of another kind", BYTES("RIFF1234ACON"), "image/png", false},
    {"nothing at all", BYTES(""), "image/png", false},
};

START_TEST(a_signature_may_contradict_the_type)
{
    bool contradicts = !claims[_i].contradicts;

    am_family_of(claims[_i].first, claims[_i].size, claims[_i].type,
                 &contradicts);

    ck_assert_msg(contradicts == claims[_i].contradicts, "%s", claims[_i].name);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("family");
    TCase *tcase = tcase_create("family");

    tcase_add_loop_test(tcase, first_bytes_tell_the_family, 0, ROWS(families));
    tcase_add_loop_test(tcase, a_cut_content_is_read_to_its_end_only, 0,
                        ROWS(families));
    tcase_add_test(tcase, only_the_first_bytes_are_looked_at);
    tcase_add_loop_test(tcase, a_signature_may_contradict_the_type, 0,
                        ROWS(claims));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
