/*
 * family - see family.h.
 *
 * Signatures: WHATWG MIME Sniffing Standard sections 6 and 7; PKWARE APPNOTE
 * section 4.3 (ZIP); ECMA-376 part 2 (Office Open XML); OASIS ODF 1.3 part 2
 * section 3.3; MS-CFB section 2.2 (OLE2); MS-OXTNEF section 2.1.3; ISO/IEC
 * 23008-12 section 10 (HEIF brands).
 */
#include "meter/family.h"

#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"
#include "base/language.h"

static const char *const names[AM_FAMILY_COUNT] = {
    [AM_FAMILY_OTHER] = N_("other"),
    [AM_FAMILY_PDF] = N_("pdf"),
    [AM_FAMILY_DOCUMENT] = N_("document"),
    [AM_FAMILY_SHEET] = N_("sheet"),
    [AM_FAMILY_SLIDES] = N_("slides"),
    [AM_FAMILY_IMAGE] = N_("image"),
    [AM_FAMILY_AUDIO] = N_("audio"),
    [AM_FAMILY_VIDEO] = N_("video"),
    [AM_FAMILY_ARCHIVE] = N_("archive"),
    [AM_FAMILY_CALENDAR] = N_("calendar"),
    [AM_FAMILY_TEXT] = N_("text"),
    [AM_FAMILY_MESSAGE] = N_("message"),
    [AM_FAMILY_CRYPTO] = N_("crypto"),
    [AM_FAMILY_PROGRAM] = N_("program"),
};

const char *am_family_name(enum am_family family)
{
    return names[family];
}

/* Bytes at a place; of two rows that both fit the first one holds. */
struct signature {
    enum am_family family;
    unsigned offset;
    size_t size;
    const char *bytes;
};

#define BYTES(text) sizeof(text) - 1, (text)
#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static const struct signature signatures[] = {
    {AM_FAMILY_IMAGE, 0, BYTES("\xff\xd8\xff")},
    {AM_FAMILY_IMAGE, 0, BYTES("\x89PNG\r\n\x1a\n")},
    {AM_FAMILY_IMAGE, 0, BYTES("GIF8")},
    {AM_FAMILY_IMAGE, 0, BYTES("II*\0")},
    {AM_FAMILY_IMAGE, 0, BYTES("MM\0*")},
    {AM_FAMILY_IMAGE, 4, BYTES("ftyphei")},
    {AM_FAMILY_IMAGE, 4, BYTES("ftypmif1")},
    {AM_FAMILY_IMAGE, 4, BYTES("ftypavif")},
    {AM_FAMILY_AUDIO, 0, BYTES("ID3")},
    {AM_FAMILY_AUDIO, 0, BYTES("fLaC")},
    {AM_FAMILY_PDF, 0, BYTES("%PDF-")},
    {AM_FAMILY_DOCUMENT, 0, BYTES("{\\rtf")},
    {AM_FAMILY_ARCHIVE, 0, BYTES("\x1f\x8b")},
    {AM_FAMILY_ARCHIVE, 0, BYTES("7z\xbc\xaf\x27\x1c")},
    {AM_FAMILY_ARCHIVE, 0, BYTES("Rar!\x1a\x07")},
    {AM_FAMILY_ARCHIVE, 0, BYTES("BZh")},
    {AM_FAMILY_ARCHIVE, 0,
     BYTES("\xfd"
           "7zXZ\0")},
    {AM_FAMILY_ARCHIVE, 0, BYTES("\x28\xb5\x2f\xfd")},
    {AM_FAMILY_CALENDAR, 0, BYTES("BEGIN:VCALENDAR")},
    {AM_FAMILY_CALENDAR, 0, BYTES("BEGIN:VCARD")},
    {AM_FAMILY_MESSAGE, 0, BYTES("\x78\x9f\x3e\x22")},
    {AM_FAMILY_PROGRAM, 0, BYTES("MZ")},
    {AM_FAMILY_PROGRAM, 0,
     BYTES("\x7f"
           "ELF")},
};

/* Of sound or film: the declared type says which, else the one here. */
static const struct signature media[] = {
    {AM_FAMILY_AUDIO, 0, BYTES("OggS")},
    {AM_FAMILY_VIDEO, 4, BYTES("ftyp")},
    {AM_FAMILY_VIDEO, 0, BYTES("\x1a\x45\xdf\xa3")},
};

/* Declared types by their beginning; the first one that fits holds. */
struct declared {
    const char *prefix;
    enum am_family family;
};

static const struct declared types[] = {
    {"image/", AM_FAMILY_IMAGE},        {"audio/", AM_FAMILY_AUDIO},
    {"video/", AM_FAMILY_VIDEO},        {"text/calendar", AM_FAMILY_CALENDAR},
    {"text/vcard", AM_FAMILY_CALENDAR}, {"text/x-vcard", AM_FAMILY_CALENDAR},
    {"text/", AM_FAMILY_TEXT},          {"message/", AM_FAMILY_MESSAGE},
};

/* The same behind "application/". */
static const struct declared applications[] = {
    {"ics", AM_FAMILY_CALENDAR},
    {"json", AM_FAMILY_TEXT},
    {"xml", AM_FAMILY_TEXT},
    {"ms-tnef", AM_FAMILY_MESSAGE},
    {"vnd.ms-tnef", AM_FAMILY_MESSAGE},
    {"pdf", AM_FAMILY_PDF},
    {"x-pdf", AM_FAMILY_PDF},
    {"vnd.ms-excel", AM_FAMILY_SHEET},
    {"vnd.ms-powerpoint", AM_FAMILY_SLIDES},
    {"vnd.openxmlformats-officedocument.spreadsheetml", AM_FAMILY_SHEET},
    {"vnd.openxmlformats-officedocument.presentationml", AM_FAMILY_SLIDES},
    {"vnd.oasis.opendocument.spreadsheet", AM_FAMILY_SHEET},
    {"vnd.oasis.opendocument.presentation", AM_FAMILY_SLIDES},
    {"msword", AM_FAMILY_DOCUMENT},
    {"rtf", AM_FAMILY_DOCUMENT},
    {"vnd.ms-", AM_FAMILY_DOCUMENT},
    {"vnd.openxmlformats-", AM_FAMILY_DOCUMENT},
    {"vnd.oasis.", AM_FAMILY_DOCUMENT},
    {"msexcel", AM_FAMILY_SHEET},
    {"x-msexcel", AM_FAMILY_SHEET},
    {"mspowerpoint", AM_FAMILY_SLIDES},
    {"zip", AM_FAMILY_ARCHIVE},
    {"x-zip", AM_FAMILY_ARCHIVE},
    {"gzip", AM_FAMILY_ARCHIVE},
    {"x-gzip", AM_FAMILY_ARCHIVE},
    {"x-7z-compressed", AM_FAMILY_ARCHIVE},
    {"x-rar", AM_FAMILY_ARCHIVE},
    {"vnd.rar", AM_FAMILY_ARCHIVE},
    {"x-tar", AM_FAMILY_ARCHIVE},
    {"x-bzip2", AM_FAMILY_ARCHIVE},
    {"x-xz", AM_FAMILY_ARCHIVE},
    {"zstd", AM_FAMILY_ARCHIVE},
    {"pkcs7-", AM_FAMILY_CRYPTO},
    {"x-pkcs7-", AM_FAMILY_CRYPTO},
    {"pgp-", AM_FAMILY_CRYPTO},
    {"x-msdownload", AM_FAMILY_PROGRAM},
    {"x-dosexec", AM_FAMILY_PROGRAM},
};

static enum am_family family_in(const struct declared *rows, size_t count,
                                const char *type)
{
    for (size_t i = 0; i < count; i++) {
        if (am_ascii_begins(type, rows[i].prefix))
            return rows[i].family;
    }
    return AM_FAMILY_OTHER;
}

static enum am_family family_of_type(const char *type)
{
    static const char application[] = "application/";

    if (!am_ascii_begins(type, application))
        return family_in(types, COUNT(types), type);
    type += sizeof(application) - 1;
    return family_in(applications, COUNT(applications), type);
}

struct first {
    const char *bytes;
    size_t size;
};

static bool has(const struct first *first, size_t offset, size_t size,
                const char *bytes)
{
    return offset + size <= first->size && first->bytes[offset] == bytes[0] &&
           memcmp(first->bytes + offset, bytes, size) == 0;
}

static bool is_office(enum am_family family)
{
    return family == AM_FAMILY_DOCUMENT || family == AM_FAMILY_SHEET ||
           family == AM_FAMILY_SLIDES;
}

/* ZIP: the first member's name, at 30, tells an office file; in ODF the member
 * "mimetype" is stored as it is, its text at 38. */
static enum am_family zip_family(const struct first *first,
                                 enum am_family by_type)
{
    char odf[AM_SNIFF_SIZE + 1] = "";

    if (is_office(by_type))
        return by_type;
    if (has(first, 30, BYTES("mimetype"))) {
        memcpy(odf, first->bytes + 38, first->size - 38);
        enum am_family inside = family_of_type(odf);
        return is_office(inside) ? inside : AM_FAMILY_DOCUMENT;
    }
    if (has(first, 30, BYTES("[Content_Types].xml")) ||
        has(first, 30, BYTES("_rels/")))
        return AM_FAMILY_DOCUMENT;
    return AM_FAMILY_ARCHIVE;
}

/* RIFF of a kind that is not known says nothing. */
static bool find_riff(const struct first *first, enum am_family *family)
{
    if (has(first, 8, BYTES("WEBP"))) {
        *family = AM_FAMILY_IMAGE;
    } else if (has(first, 8, BYTES("WAVE"))) {
        *family = AM_FAMILY_AUDIO;
    } else {
        *family = AM_FAMILY_VIDEO;
        return has(first, 8, BYTES("AVI "));
    }
    return true;
}

static bool find_in(const struct signature *rows, size_t count,
                    const struct first *first, enum am_family *family)
{
    for (size_t i = 0; i < count; i++) {
        if (has(first, rows[i].offset, rows[i].size, rows[i].bytes)) {
            *family = rows[i].family;
            return true;
        }
    }
    return false;
}

static bool is_zip(const struct first *first)
{
    return has(first, 0, BYTES("PK\x03\x04")) ||
           has(first, 0, BYTES("PK\x05\x06"));
}

/* The family that a signature tells, a container refined by the type. */
static bool find_signature(const struct first *first, enum am_family by_type,
                           enum am_family *family)
{
    if (is_zip(first)) {
        *family = zip_family(first, by_type);
        return true;
    }
    if (has(first, 0, BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))) {
        *family = is_office(by_type) ? by_type : AM_FAMILY_DOCUMENT;
        return true;
    }
    if (has(first, 0, BYTES("RIFF")))
        return find_riff(first, family);
    if (find_in(signatures, COUNT(signatures), first, family))
        return true;
    if (!find_in(media, COUNT(media), first, family))
        return false;
    if (by_type == AM_FAMILY_AUDIO || by_type == AM_FAMILY_VIDEO)
        *family = by_type;
    return true;
}

static struct first first_of(const void *bytes, size_t size)
{
    return (struct first){bytes, size < AM_SNIFF_SIZE ? size : AM_SNIFF_SIZE};
}

/* Does the family that a signature told contradict that of the type? */
static bool is_contradiction(const struct first *head, enum am_family by_type,
                             enum am_family found)
{
    if (by_type == AM_FAMILY_OTHER)
        return false;
    if (by_type == AM_FAMILY_ARCHIVE && is_zip(head))
        return false;
    if (by_type == AM_FAMILY_TEXT &&
        (found == AM_FAMILY_CALENDAR || has(head, 0, BYTES("{\\rtf"))))
        return false;
    return found != by_type;
}

enum am_family am_family_of(const void *first, size_t size, const char *type,
                            bool *contradicts)
{
    struct first head = first_of(first, size);
    enum am_family by_type = family_of_type(type);
    enum am_family found = by_type;
    bool is_known = find_signature(&head, by_type, &found);

    *contradicts = is_known && is_contradiction(&head, by_type, found);
    return is_known ? found : by_type;
}
