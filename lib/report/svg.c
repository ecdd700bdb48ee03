/* svg - see svg.h. */
#include "report/svg.h"

#include <math.h>

#define REM     "%.3frem"
#define PER_REM 16.0 /* pixels, where nobody asked for another size of text */

void am_svg_open(struct am_html *html, const char *id, int height,
                 const char *title, const char *description)
{
    am_html_open(html, "svg", "chart");
    am_html_attribute(html, "width", "100%");
    am_html_attribute_of(html, "height", REM, height / PER_REM);
    am_html_attribute(html, "role", "img");
    am_html_attribute_of(html, "aria-labelledby", "%s-title %s-text", id, id);
    am_html_open(html, "title", NULL);
    am_html_attribute_of(html, "id", "%s-title", id);
    am_html_text(html, "%s", title);
    am_html_close(html);
    am_html_open(html, "desc", NULL);
    am_html_attribute_of(html, "id", "%s-text", id);
    am_html_text(html, "%s", description);
    am_html_close(html);
    am_html_raw(html, "\n");
}

void am_svg_line(struct am_html *html, const char *class_name,
                 const double across[2], const double down[2])
{
    am_html_open(html, "line", class_name);
    am_html_attribute_of(html, "x1", "%.2f%%", across[0]);
    am_html_attribute_of(html, "y1", REM, down[0] / PER_REM);
    am_html_attribute_of(html, "x2", "%.2f%%", across[1]);
    am_html_attribute_of(html, "y2", REM, down[1] / PER_REM);
    am_html_close_void(html);
}

void am_svg_box(struct am_html *html, const char *class_name,
                const double across[2], const double down[2])
{
    if (!(across[1] > across[0]) || !(down[1] > down[0]))
        return;
    am_html_open(html, "rect", class_name);
    am_html_attribute_of(html, "x", "%.2f%%", across[0]);
    am_html_attribute_of(html, "y", REM, down[0] / PER_REM);
    am_html_attribute_of(html, "width", "%.2f%%", across[1] - across[0]);
    am_html_attribute_of(html, "height", REM, (down[1] - down[0]) / PER_REM);
    am_html_close_void(html);
}

void am_svg_dot(struct am_html *html, const char *class_name, double across,
                double down, double radius)
{
    am_html_open(html, "circle", class_name);
    am_html_attribute_of(html, "cx", "%.2f%%", across);
    am_html_attribute_of(html, "cy", REM, down / PER_REM);
    am_html_attribute_of(html, "r", REM, radius / PER_REM);
    am_html_close_void(html);
}

void am_svg_text(struct am_html *html, const char *class_name,
                 const char *anchor, double across, double down,
                 const char *text)
{
    am_html_open(html, "text", class_name);
    am_html_attribute_of(html, "x", "%.2f%%", across);
    am_html_attribute_of(html, "y", REM, down / PER_REM);
    am_html_attribute(html, "text-anchor", anchor);
    am_html_text(html, "%s", text);
    am_html_close(html);
}

/* A picture that only the eye needs. */
static void open_silent(struct am_html *html)
{
    am_html_open(html, "svg", NULL);
    am_html_attribute(html, "aria-hidden", "true");
}

static void write_part(struct am_html *html, const char *class_name,
                       double from, double until)
{
    am_html_open(html, "rect", class_name);
    am_html_attribute_of(html, "x", "%.2f%%", 100 * from);
    am_html_attribute_of(html, "width", "%.2f%%", 100 * (until - from));
    am_html_attribute(html, "height", "100%");
    am_html_close_void(html);
}

void am_svg_bar_cell(struct am_html *html, const double share[2],
                     const char *text)
{
    double plain = fmin(fmax(share[0], 0), 1);
    double whole = fmin(plain + fmax(share[1], 0), 1);

    am_html_open(html, "td", "bar");
    open_silent(html);
    if (whole > plain)
        write_part(html, "waste", plain, whole);
    if (plain > 0)
        write_part(html, "keep", 0, plain);
    am_html_close(html);
    am_html_element(html, "span", NULL, "%s", text);
    am_html_close(html);
}

void am_svg_legend(struct am_html *html, const char *class_name,
                   const char *text)
{
    am_html_open(html, "li", NULL);
    open_silent(html);
    write_part(html, class_name, 0, 1);
    am_html_close(html);
    am_html_text(html, "%s", text);
    am_html_close(html);
}
