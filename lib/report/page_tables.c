/* page_tables - sections and tables as all parts have them; see page_parts.h.
 */
#include "report/page_parts.h"
#include "report/page_words.h"
#include "report/words.h"

void am_page_open(struct am_html *html, const char *id, const char *class_name,
                  const char *heading)
{
    am_html_open(html, "section", NULL);
    am_html_attribute_of(html, "class", "picture%s%s",
                         class_name != NULL ? " " : "",
                         class_name != NULL ? class_name : "");
    am_html_attribute(html, "aria-labelledby", id);
    am_html_open(html, "h2", NULL);
    am_html_attribute(html, "id", id);
    am_html_text(html, "%s", heading);
    am_html_close(html);
    am_html_raw(html, "\n");
}

static void write_column(struct am_html *html, const char *class_name,
                         const char *text)
{
    am_html_open(html, "th", class_name);
    am_html_attribute(html, "scope", "col");
    am_html_text(html, "%s", text);
    am_html_close(html);
}

void am_page_column(struct am_html *html, const char *text, bool is_number)
{
    write_column(html, is_number ? "number" : NULL, text);
}

void am_page_column_of_bars(struct am_html *html, const char *text)
{
    write_column(html, "bar", text);
}

void am_page_table(struct am_html *html, const char *caption)
{
    am_html_open(html, "table", NULL);
    am_html_element(html, "caption", NULL, "%s", caption);
    am_html_open(html, "thead", NULL);
    am_html_open(html, "tr", NULL);
}

void am_page_table_body(struct am_html *html)
{
    am_html_close(html);
    am_html_close(html);
    am_html_raw(html, "\n");
    am_html_open(html, "tbody", NULL);
}

void am_page_table_end(struct am_html *html)
{
    am_html_close(html);
    am_html_close(html);
    am_html_raw(html, "\n");
}

void am_page_row_head(struct am_html *html)
{
    am_html_open(html, "tr", NULL);
    am_html_open(html, "th", NULL);
    am_html_attribute(html, "scope", "row");
}

void am_page_row(struct am_html *html, const char *name)
{
    am_page_row_head(html);
    am_html_text(html, "%s", name);
    am_html_close(html);
}

void am_page_size_cell(struct am_html *html, const struct am_page *page,
                       int64_t bytes)
{
    char text[AM_CELL_SIZE];

    am_page_size(bytes, page->request.units, text);
    am_html_element(html, "td", "number", "%s", text);
}

void am_page_count_cell(struct am_html *html, int64_t count)
{
    char text[AM_COUNT_SIZE];

    am_html_element(html, "td", "number", "%s", am_count_text(count, text));
}
