/*
 * content - see content.h.  The table below is what the truth about families
 * rests on: its signatures are those of the formats themselves (PKWARE APPNOTE
 * 4.3.7, ISO 32000, RFC 2083, ISO/IEC 14496-12, RFC 5545, RFC 1952).
 */
#include "mta/content.h"

#include <string.h>

#define MAGIC(text) sizeof(text) - 1, text

/* A zip's first local header: fixed part, length of the name, the name. */
#define ZIP(length, name)      \
 "PK\3\4\24\0\6\0\10\0\0\0!\0" \
 "\1\2\3\4\5\6\7\10\11\12\13\14" length "\0\0\0" name
#define OFFICE  "application/vnd.openxmlformats-officedocument."
#define OPENDOC "application/vnd.oasis.opendocument."

static const struct am_content_kind kinds[] = {
    [AM_CONTENT_PDF] = {"application/pdf", ".pdf", AM_FAMILY_PDF, false, 30,
                        MAGIC("%PDF-1.7\n%\342\343\317\323\n"),
                        "application/octet-stream"},
    [AM_CONTENT_LOGO] = {"image/png", ".png", AM_FAMILY_IMAGE, false, 3,
                         MAGIC("\211PNG\r\n\032\n\0\0\0\rIHDR"), NULL},
    [AM_CONTENT_PKCS7] = {"application/pkcs7-signature", ".p7s",
                          AM_FAMILY_CRYPTO, false, 0,
                          MAGIC("\060\200\006\011\052\206\110"), NULL},
    [AM_CONTENT_PGP] = {"application/octet-stream", ".asc", AM_FAMILY_OTHER,
                        true, 0, MAGIC("-----BEGIN PGP MESSAGE-----\r\n\r\n"),
                        NULL},
    {OFFICE "wordprocessingml.document", ".docx", AM_FAMILY_DOCUMENT, false, 16,
     MAGIC(ZIP("\23", "[Content_Types].xml")), NULL},
    {OFFICE "spreadsheetml.sheet", ".xlsx", AM_FAMILY_SHEET, false, 12,
     MAGIC(ZIP("\23", "[Content_Types].xml")), NULL},
    {OFFICE "presentationml.presentation", ".pptx", AM_FAMILY_SLIDES, false, 6,
     MAGIC(ZIP("\23", "[Content_Types].xml")), NULL},
    {OPENDOC "spreadsheet", ".ods", AM_FAMILY_SHEET, false, 2,
     MAGIC(ZIP("\10", "mimetype") OPENDOC "spreadsheet"),
     "application/octet-stream"},
    {"application/msword", ".doc", AM_FAMILY_DOCUMENT, false, 3,
     MAGIC("\320\317\021\340\241\261\032\341"), NULL},
    {"image/jpeg", ".jpg", AM_FAMILY_IMAGE, false, 14,
     MAGIC("\377\330\377\340\0\020JFIF\0"), "application/octet-stream"},
    {"application/zip", ".zip", AM_FAMILY_ARCHIVE, false, 4,
     MAGIC(ZIP("\10", "data.bin")), "application/x-zip-compressed"},
    {"application/gzip", ".gz", AM_FAMILY_ARCHIVE, false, 1,
     MAGIC("\037\213\010\0\0\0\0\0"), NULL},
    {"audio/mpeg", ".mp3", AM_FAMILY_AUDIO, false, 1,
     MAGIC("ID3\4\0\0\0\0\0\0"), NULL},
    {"video/mp4", ".mp4", AM_FAMILY_VIDEO, false, 1,
     MAGIC("\0\0\0\030ftypisom\0\0\2\0"), NULL},
    {"application/x-msdownload", ".exe", AM_FAMILY_PROGRAM, false, 1,
     MAGIC("MZ\220\0\3\0\0\0"), "application/octet-stream"},
    {"application/octet-stream", ".dat", AM_FAMILY_OTHER, false, 2,
     MAGIC("\1\2\3\4"), NULL},
    {"text/calendar", ".ics", AM_FAMILY_CALENDAR, true, 3,
     MAGIC("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), NULL},
    {"text/csv", ".csv", AM_FAMILY_TEXT, true, 9, MAGIC("name;sum\r\n"), NULL},
    {"text/plain", ".txt", AM_FAMILY_TEXT, true, 10, MAGIC(""), NULL},
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

unsigned am_content_kinds(void)
{
    return KINDS;
}

const struct am_content_kind *am_content_kind(unsigned kind)
{
    return &kinds[kind];
}

unsigned am_content_pick(struct am_random *random)
{
    unsigned total = 0;
    unsigned kind = 0;

    for (size_t i = 0; i < KINDS; i++)
        total += kinds[i].weight;

    unsigned left = am_random_below(random, total);
    while (left >= kinds[kind].weight)
        left -= kinds[kind++].weight;
    return kind;
}

bool am_content_is_ascii(const struct am_content *content)
{
    return kinds[content->kind].text && content->seed % 2 == 0;
}

static const char *pick_word(struct am_random *random, bool ascii)
{
    static const char *const words[] = {
        "invoice", "meeting", "a=b", "12.50;", ".net", "the", "of", "x\t",
        "Monday",  "=",       ".",   "total",  "From", "and", "--",
    };
    static const char *const beyond[] = {"caf\303\251", "gr\374n", "\200"};
    unsigned count = sizeof(words) / sizeof(words[0]);

    if (!ascii && am_random_chance(random, 150))
        return beyond[am_random_below(random, 3)];
    return words[am_random_below(random, count)];
}

/* Lines of words, some with bytes over 127, '=' or a blank at their end. */
static void fill_text(struct am_random *random, bool ascii, unsigned char *out,
                      size_t size)
{
    size_t at = 0;
    size_t in_line = 0;

    while (at < size) {
        const char *word = pick_word(random, ascii);
        bool end = in_line > 40 + am_random_below(random, 30);
        const char *gap = end ? "\r\n" : " ";

        in_line = end ? 0 : in_line + strlen(word) + 1;
        for (; *word != '\0' && at < size; word++)
            out[at++] = (unsigned char)*word;
        for (; *gap != '\0' && at < size; gap++)
            out[at++] = (unsigned char)*gap;
    }
}

/* Half of the texts end in a line end, and none in the middle of one. */
static void end_text(bool in_line_end, unsigned char *out, size_t size)
{
    for (size_t i = size - 4; i < size; i++)
        out[i] = '.';
    if (in_line_end) {
        out[size - 2] = '\r';
        out[size - 1] = '\n';
    }
    if (out[size - 5] == '\r')
        out[size - 5] = '.';
}

void am_content_fill(const struct am_content *content, unsigned char *out)
{
    const struct am_content_kind *kind = &kinds[content->kind];
    size_t size = content->size_bytes;
    size_t head = kind->magic_size;
    struct am_random random;

    if (head > size)
        head = size;
    if (head > 0)
        memcpy(out, kind->magic, head);
    am_random_begin(&random, content->seed);
    if (!kind->text) {
        am_random_fill(&random, out + head, size - head);
        return;
    }
    fill_text(&random, am_content_is_ascii(content), out + head, size - head);
    end_text(content->seed % 4 < 2, out, size);
}
