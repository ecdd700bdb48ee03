/*
 * html - see html.h.
 */
#include "report/html.h"

#include <libxml/xmlwriter.h>
#include <stdarg.h>
#include <stdlib.h>

#include "base/safe.h"

#define TEXT_SIZE      2048
#define ATTRIBUTE_SIZE 256
#define ESCAPED        4 /* bytes of an escape, of one byte */

struct am_html {
    xmlBufferPtr buffer; /* whole pages are small, and files whole or not */
    xmlTextWriterPtr writer;
    int lost; /* below 0: a call failed */
};

static void note(struct am_html *html, int result)
{
    if (result < 0)
        html->lost = result;
}

int am_html_create(struct am_html **html, struct am_err *err)
{
    struct am_html *new = calloc(1, sizeof(*new));

    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a page");
    new->buffer = xmlBufferCreate();
    if (new->buffer != NULL)
        new->writer = xmlNewTextWriterMemory(new->buffer, 0);
    if (new->writer == NULL) {
        am_html_destroy(&new);
        return am_fail(err, AM_ENOMEM, "no memory for a page");
    }
    xmlBufferSetAllocationScheme(new->buffer, XML_BUFFER_ALLOC_DOUBLEIT);
    am_html_raw(new, "<!DOCTYPE html>\n");
    *html = new;
    return 0;
}

void am_html_destroy(struct am_html **html)
{
    if (*html == NULL)
        return;
    xmlFreeTextWriter((*html)->writer);
    xmlBufferFree((*html)->buffer);
    free(*html);
    *html = NULL;
}

int am_html_finish(struct am_html *html, FILE *out, struct am_err *err)
{
    note(html, xmlTextWriterFlush(html->writer));
    if (html->lost < 0)
        return am_fail(err, AM_ENOMEM, "no memory for a page");

    size_t size = (size_t)xmlBufferLength(html->buffer);
    if (fwrite(xmlBufferContent(html->buffer), 1, size, out) != size)
        return am_fail(err, AM_EIO, "cannot write the page");
    return 0;
}

void am_html_open(struct am_html *html, const char *name,
                  const char *class_name)
{
    note(html, xmlTextWriterStartElement(html->writer, (const xmlChar *)name));
    if (class_name != NULL)
        am_html_attribute(html, "class", class_name);
}

void am_html_attribute(struct am_html *html, const char *name,
                       const char *value)
{
    am_html_attribute_of(html, name, "%s", value);
}

void am_html_attribute_of(struct am_html *html, const char *name,
                          const char *format, ...)
{
    char text[ATTRIBUTE_SIZE];
    char safe[ESCAPED * ATTRIBUTE_SIZE];
    va_list list;

    va_start(list, format);
    vsnprintf(text, sizeof(text), format, list);
    va_end(list);
    am_safe_text(text, safe, sizeof(safe));
    note(html, xmlTextWriterWriteAttribute(html->writer, (const xmlChar *)name,
                                           (const xmlChar *)safe));
}

static void write_text(struct am_html *html, const char *format, va_list list)
    __attribute__((format(printf, 2, 0)));

static void write_text(struct am_html *html, const char *format, va_list list)
{
    char text[TEXT_SIZE];
    char safe[ESCAPED * TEXT_SIZE];

    vsnprintf(text, sizeof(text), format, list);
    am_safe_text(text, safe, sizeof(safe));
    note(html, xmlTextWriterWriteString(html->writer, (const xmlChar *)safe));
}

void am_html_text(struct am_html *html, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    write_text(html, format, list);
    va_end(list);
}

void am_html_raw(struct am_html *html, const char *text)
{
    note(html, xmlTextWriterWriteRaw(html->writer, (const xmlChar *)text));
}

void am_html_close(struct am_html *html)
{
    note(html, xmlTextWriterFullEndElement(html->writer));
}

void am_html_close_void(struct am_html *html)
{
    note(html, xmlTextWriterEndElement(html->writer));
}

void am_html_element(struct am_html *html, const char *name,
                     const char *class_name, const char *format, ...)
{
    va_list list;

    am_html_open(html, name, class_name);
    va_start(list, format);
    write_text(html, format, list);
    va_end(list);
    am_html_close(html);
    am_html_raw(html, "\n");
}
