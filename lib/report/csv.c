/*
 * csv - see csv.h.
 */
#include "report/csv.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/safe.h"

void am_csv_begin(struct am_csv *csv, FILE *stream, enum am_csv_style style)
{
    *csv = (struct am_csv){.stream = stream, .style = style};
}

static void begin_cell(struct am_csv *csv)
{
    if (csv->is_in_row)
        fputc(csv->style == AM_CSV_EXCEL_FR ? ';' : ',', csv->stream);
    csv->is_in_row = true;
}

static bool is_formula(const char *text)
{
    static const char *const begins[] = {
        "=",
        "+",
        "-",
        "@", /* and in full width: */
        "\xef\xbc\x9d",
        "\xef\xbc\x8b",
        "\xef\xbc\x8d",
        "\xef\xbc\xa0",
        "\t",
        "\r",
        "\n",
    };

    for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
        if (am_ascii_begins(text, begins[i]))
            return true;
    }
    return false;
}

/*
 * Both separators ask for quotes in both styles: a spreadsheet that expects
 * the other one must not find a second cell in this one, without its guard.
 */
static bool needs_quotes(const char *text)
{
    return strpbrk(text, ",;\"") != NULL;
}

static void put_character(FILE *stream, const char *text, size_t size)
{
    if (size == 0) {
        fprintf(stream, "\\x%02x", (unsigned)(unsigned char)*text);
        return;
    }
    if (*text == '"')
        fputc('"', stream);
    fwrite(text, 1, size, stream);
}

void am_csv_text(struct am_csv *csv, const char *text)
{
    begin_cell(csv);
    if (text == NULL)
        return;
    bool is_quoted = needs_quotes(text);
    if (is_quoted)
        fputc('"', csv->stream);
    if (is_formula(text))
        fputc('\'', csv->stream);
    while (*text != '\0') {
        size_t size = am_safe_size(text);
        put_character(csv->stream, text, size);
        text += size > 0 ? size : 1;
    }
    if (is_quoted)
        fputc('"', csv->stream);
}

void am_csv_integer(struct am_csv *csv, int64_t value)
{
    begin_cell(csv);
    fprintf(csv->stream, "%" PRId64, value);
}

/* As few digits as give the same double again. */
static void write_real(char *text, size_t size, double value)
{
    int digits = DBL_DIG;

    do {
        snprintf(text, size, "%.*g", digits++, value);
    } while (digits <= DBL_DECIMAL_DIG && strtod(text, NULL) != value);
}

void am_csv_real(struct am_csv *csv, double value)
{
    const char mark = csv->style == AM_CSV_EXCEL_FR ? ',' : '.';
    char text[32];

    begin_cell(csv);
    if (!isfinite(value))
        return;
    write_real(text, sizeof(text), value);
    /* What is no digit, sign or exponent is the mark of the program's locale,
     * which may have several bytes. */
    size_t whole = strspn(text, "+-0123456789e");
    size_t rest = whole + strcspn(text + whole, "+-0123456789e");
    fwrite(text, 1, whole, csv->stream);
    if (rest > whole)
        fputc(mark, csv->stream);
    fputs(text + rest, csv->stream);
}

void am_csv_end_row(struct am_csv *csv)
{
    fputs("\r\n", csv->stream);
    csv->is_in_row = false;
}

void am_csv_names(struct am_csv *csv, const char *const *names)
{
    for (; *names != NULL; names++)
        am_csv_text(csv, *names);
    am_csv_end_row(csv);
}

int am_csv_finish(struct am_csv *csv, struct am_err *err)
{
    return ferror(csv->stream) == 0 ? 0
                                    : am_fail(err, AM_EIO, "cannot write CSV");
}
