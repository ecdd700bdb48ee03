/* layout - see layout.h. */
#include "codec/layout.h"

/* Tell a run of lines from a run of blank ones, and both from stray bytes. */
enum mark {
    MARK_RUN = 0x10000,
    MARK_BLANK,
    MARK_STRAY = 0x8000 /* above the value, below the column */
};

static void mix(struct am_layout *layout, uint64_t value)
{
    uint64_t hash = (layout->hash ^ value) * 0x9e3779b97f4a7c15U;

    layout->hash = hash ^ (hash >> 29);
}

/* The runs before the line begun go into the hash. */
static void flush(struct am_layout *layout)
{
    if (layout->run_lines > 0) {
        mix(layout, MARK_RUN);
        mix(layout, layout->width);
        mix(layout, layout->run_lines);
        layout->run_lines = 0;
    }
    if (layout->blank_lines > 0) {
        mix(layout, MARK_BLANK);
        mix(layout, layout->blank_lines);
        layout->blank_lines = 0;
    }
}

void am_layout_begin(struct am_layout *layout)
{
    *layout = (struct am_layout){.hash = 0x61747461636865U};
}

/* A line with bytes in it, other than those of the run. */
static void change_width(struct am_layout *layout)
{
    bool first = layout->width == 0;

    if (layout->blank_lines > 0 || layout->short_line)
        layout->odd = true;
    if (!first && (layout->column > layout->width || layout->width % 4 != 0))
        layout->odd = true;
    layout->short_line = !first && layout->column < layout->width;
    flush(layout);
    layout->width = layout->column;
    layout->run_lines = 1;
}

static void end_line(struct am_layout *layout)
{
    if (layout->column == layout->width && layout->blank_lines == 0 &&
        !layout->short_line) {
        layout->run_lines++;
        layout->odd = layout->odd || layout->width % 4 != 0;
    } else {
        change_width(layout);
    }
    layout->column = 0;
}

void am_layout_change(struct am_layout *layout)
{
    if (layout->column > 0) {
        end_line(layout);
    } else {
        layout->blank_lines++;
    }
}

void am_layout_lines(struct am_layout *layout, uint64_t width, uint64_t lines)
{
    for (; lines > 0 && !am_layout_runs_on(layout, width); lines--) {
        layout->column = width;
        am_layout_change(layout);
    }
    layout->run_lines += lines;
}

void am_layout_stray(struct am_layout *layout, uint64_t value)
{
    if (layout->run_lines > 0 || layout->blank_lines > 0)
        flush(layout);
    mix(layout, layout->column << 16 ^ MARK_STRAY ^ value);
    layout->odd = true;
}

void am_layout_close(struct am_layout *layout)
{
    if (layout->column > 0)
        end_line(layout);
    layout->blank_lines = 0;
}

uint64_t am_layout_finish(struct am_layout *layout)
{
    am_layout_close(layout);
    flush(layout);
    if (!layout->odd)
        return 0;
    return layout->hash > AM_LAYOUT_AS_IT_IS ? layout->hash
                                             : AM_LAYOUT_AS_IT_IS + 1;
}
