/*
 * layout - a signature of how a content was encoded, fed as it is decoded.
 *
 * Two parts with one content and one signature are, byte for byte, one encoded
 * text; signature 0 is text that a store can rebuild from the content, once it
 * knows the length of a line.  Line ends after the last line never take part,
 * since whose they are is known only when the next line has come.  Never part
 * of the identity of a content.
 */
#ifndef AM_CODEC_LAYOUT_H
#define AM_CODEC_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

/* The signature of text that is its own content, whatever its encoding is
 * called: 7bit, 8bit, or quoted-printable that quotes nothing. */
#define AM_LAYOUT_AS_IT_IS 1U

/* All members are private. */
struct am_layout {
    uint64_t hash;
    uint64_t column;      /* bytes of the line begun */
    uint64_t width;       /* bytes of a line of the run */
    uint64_t run_lines;   /* lines of that width in a row */
    uint64_t blank_lines; /* after the run */
    bool short_line;      /* a line below width came: it must be the last */
    bool odd;             /* cannot be rebuilt */
};

/* Begin a part. */
void am_layout_begin(struct am_layout *layout);

/* Bytes of a line that are as expected. */
static inline void am_layout_pass(struct am_layout *layout, uint64_t bytes)
{
    layout->column += bytes;
}

/* The line begun has ended in CRLF, and is not one more like those before. */
void am_layout_change(struct am_layout *layout);

/* Does a line of width bytes only make the run longer? */
static inline bool am_layout_runs_on(const struct am_layout *layout,
                                     uint64_t width)
{
    return width == layout->width && width % 4 == 0 && layout->run_lines > 0 &&
           layout->blank_lines == 0 && !layout->short_line;
}

/* The line begun has ended in CRLF. */
static inline void am_layout_line(struct am_layout *layout)
{
    if (am_layout_runs_on(layout, layout->column)) {
        layout->run_lines++;
        layout->column = 0;
    } else {
        am_layout_change(layout);
    }
}

/* At the begin of a line: so many lines of width bytes, each ended in CRLF. */
void am_layout_lines(struct am_layout *layout, uint64_t width, uint64_t lines);

/* A byte, or another event, that the content alone does not explain, at the
 * place reached; value, below 0x8000, tells it from others.  Makes the layout
 * odd. */
void am_layout_stray(struct am_layout *layout, uint64_t value);

/* No more bytes will come, only events of the end. */
void am_layout_close(struct am_layout *layout);

/* The signature of all that was fed, at the end of the part. */
uint64_t am_layout_finish(struct am_layout *layout);

#endif
