/* mail - see mail.h. */
#include "report/mail.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "base/language.h"
#include "report/cells.h"
#include "report/page_words.h"
#include "report/printer_table.h"

/* ---- addresses ---- */

#define ADDRESS_MAX 254 /* RFC 5321 4.5.3.1.3, without the angle brackets */

int am_mail_check_address(const char *address, struct am_err *err)
{
    static const char atoms[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789!#$%&'*+/=?^_`{|}~.@-";
    size_t size = strlen(address);

    if (size > 0 && size <= ADDRESS_MAX && strspn(address, atoms) == size &&
        address[0] != '-' && address[0] != '@' && address[size - 1] != '@' &&
        strchr(address, '@') == strrchr(address, '@'))
        return 0;
    return am_fail(err, AM_EINVAL,
                   "'%.60s' is no address: write name@domain, without brackets "
                   "or a display name",
                   address);
}

int am_mail_check(const struct am_mail_request *request, struct am_err *err)
{
    if (request->to == NULL || request->to[0] == NULL) {
        return am_fail(err, AM_EINVAL,
                       "nobody to send it to: give --to ADDRESS, or set "
                       "report_to");
    }
    for (size_t i = 0; request->to[i] != NULL; i++) {
        if (am_mail_check_address(request->to[i], err) < 0)
            return -1;
    }
    return request->from[0] == '\0' ? 0
                                    : am_mail_check_address(request->from, err);
}

/* ---- header ---- */

/* Bytes of an encoded word: with "Subject: " its line stays under the 76
 * characters of RFC 2047 2. */
#define WORD_BYTES 36

static size_t word_size(const char *text)
{
    size_t size = strnlen(text, WORD_BYTES + 1);

    if (size <= WORD_BYTES)
        return size;
    size = WORD_BYTES;
    while (((unsigned char)text[size] & 0xc0) == 0x80) /* not inside one */
        size--;
    return size;
}

/* Text of ours, as words of RFC 2047 where it is not ASCII. */
static void write_words(FILE *out, const char *text)
{
    unsigned char word[4 * ((WORD_BYTES + 2) / 3) + 1];
    const char *gap = "";

    if (strspn(text, "\t !\"#$%&'()*+,-./0123456789:;<=>?@"
                     "ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"
                     "abcdefghijklmnopqrstuvwxyz{|}~") == strlen(text)) {
        fputs(text, out);
        return;
    }
    while (*text != '\0') {
        size_t size = word_size(text);
        EVP_EncodeBlock(word, (const unsigned char *)text, (int)size);
        fprintf(out, "%s=?UTF-8?B?%s?=", gap, (const char *)word);
        gap = "\n ";
        text += size;
    }
}

#define ABOUT_SIZE ((size_t)3 * AM_CELL_SIZE)

static void tell_days(const struct am_period *period, char about[ABOUT_SIZE])
{
    char first[AM_CELL_SIZE];
    char last[AM_CELL_SIZE];

    am_page_day(period->from_day, first);
    am_page_day(period->until_day - 1, last);
    if (period->until_day - period->from_day == 1) {
        snprintf(about, ABOUT_SIZE, _("Attachments, %s"), first);
    } else {
        snprintf(about, ABOUT_SIZE, _("Attachments, %s to %s"), first, last);
    }
}

static void write_subject(FILE *out, const struct am_page *page)
{
    const struct am_report *report = page->report;
    char avoidable[AM_CELL_SIZE];
    char about[ABOUT_SIZE];
    char subject[5 * AM_CELL_SIZE];

    tell_days(&report->head.period, about);
    am_cell_bytes(avoidable, report->totals.own.total_bytes,
                  page->request.units);
    if (am_head_is_empty(&report->head)) {
        snprintf(subject, sizeof(subject), _("%s: no message"), about);
    } else {
        snprintf(subject, sizeof(subject), _("%s: %s avoidable"), about,
                 avoidable);
    }
    fputs("Subject: ", out);
    write_words(out, subject);
    fputc('\n', out);
}

/* Between the parts; base64 has no line that begins with a dash. */
#define BOUNDARY "attachmeter-report"

static void write_header(FILE *out, const struct am_page *page,
                         const struct am_mail_request *request)
{
    if (request->from[0] != '\0')
        fprintf(out, "From: %s\n", request->from);
    for (size_t i = 0; request->to[i] != NULL; i++)
        fprintf(out, "%s%s", i == 0 ? "To: " : ",\n ", request->to[i]);
    fputc('\n', out);
    write_subject(out, page);
    fprintf(out,
            "Auto-Submitted: auto-generated\n" /* RFC 3834 5 */
            "Content-Language: %s\n"
            "MIME-Version: 1.0\n"
            "Content-Type: multipart/alternative; boundary=\"" BOUNDARY "\"\n",
            am_language_current());
}

/* ---- parts ---- */

#define READ_BYTES 4800 /* whole lines of 48 */

static int write_base64(FILE *out, const char *text, size_t size,
                        struct am_err *err)
{
    unsigned char lines[READ_BYTES / 48 * 65 + 66];
    EVP_ENCODE_CTX *encode = EVP_ENCODE_CTX_new();
    int used = 0;

    if (encode == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a mail");
    EVP_EncodeInit(encode);
    while (size > 0) {
        size_t bytes = size < READ_BYTES ? size : READ_BYTES;
        EVP_EncodeUpdate(encode, lines, &used, (const unsigned char *)text,
                         (int)bytes);
        fwrite(lines, 1, (size_t)used, out);
        text += bytes;
        size -= bytes;
    }
    EVP_EncodeFinal(encode, lines, &used);
    fwrite(lines, 1, (size_t)used, out);
    EVP_ENCODE_CTX_free(encode);
    return 0;
}

static int print_text(const struct am_page *page, FILE *out, struct am_err *err)
{
    const struct am_look plain = {.units = page->request.units};

    return am_printer_table_print(page->report, &plain, out, err);
}

static const struct part {
    const char *type;
    int (*print)(const struct am_page *page, FILE *out, struct am_err *err);
} parts[] = {{"plain", print_text}, {"html", am_page_print}};

static int write_part(FILE *out, const struct part *part,
                      const struct am_page *page, struct am_err *err)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);

    if (memory == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a mail");
    int result = part->print(page, memory, err);
    if (fclose(memory) != 0 && result == 0)
        result = am_fail(err, AM_ENOMEM, "no memory for a mail");
    if (result == 0) {
        fprintf(out,
                "\n--" BOUNDARY "\n"
                "Content-Type: text/%s; charset=utf-8\n"
                "Content-Transfer-Encoding: base64\n"
                "\n",
                part->type);
        result = write_base64(out, text, size, err);
    }
    free(text);
    return result;
}

int am_mail_print(const struct am_page *page,
                  const struct am_mail_request *request, FILE *out,
                  struct am_err *err)
{
    if (am_mail_check(request, err) < 0)
        return -1;
    write_header(out, page, request);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (write_part(out, &parts[i], page, err) < 0)
            return -1;
    }
    fputs("\n--" BOUNDARY "--\n", out);
    return ferror(out) ? am_fail(err, AM_EIO, "cannot write the mail") : 0;
}
