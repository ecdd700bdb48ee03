/* line - how long a line may be that is still compared with boundaries. */
#ifndef AM_MIME_LINE_H
#define AM_MIME_LINE_H

/* RFC 5322 section 2.1.1: no line is longer, so no boundary line is. */
#define AM_LINE_BOUNDARY_MAX 998

#endif
