/*
 * parser - a message as a stream of leaf parts (RFC 5322, RFC 2045, RFC 2046).
 *
 * Push a chunk, pull events until AM_EVENT_MORE, push the next.  Gives the same
 * events, but for how bodies are cut, however the message is cut into chunks.
 * Memory is bounded by the limits whatever the message; a body byte is never
 * copied, except those of a line cut by a chunk that may be a boundary.  Does
 * not decode, and does not judge what is an attachment.
 *
 * Line ends: CRLF; an LF alone is read as CRLF; a CR alone is data; a message
 * that does not end with a line end gets one.  The line end before a boundary
 * line is the boundary's.  A boundary line is "--", the boundary, perhaps "--",
 * blanks, line end, at most 998 bytes.  In a header it ends the header, also
 * the boundary that the header itself has declared.
 */
#ifndef AM_MIME_PARSER_H
#define AM_MIME_PARSER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "codec/base64.h"
#include "codec/flaw.h"
#include "mime/entity.h"
#include "mime/field.h"
#include "mime/stack.h"

enum am_event_kind {
    AM_EVENT_MORE = 0, /* push the next chunk; after finish: the end */
    AM_EVENT_PART,     /* a leaf begins: see am_parser_entity() */
    AM_EVENT_BODY,     /* bytes of it, not decoded, line ends as CRLF */
    AM_EVENT_END,      /* it ends */
    AM_EVENT_DROP      /* it was no leaf after all: forget it */
};

struct am_event {
    enum am_event_kind kind;
    const unsigned char *data; /* BODY: in the chunk, or the parser's until the
                                  next call */
    size_t size;
    uint64_t wire_bytes; /* END: bytes of the body, */
    uint64_t line_ends;  /* and CRLFs among them */
};

struct am_parser_limits {
    unsigned depth;          /* containers open at once */
    unsigned parts;          /* leaf parts; what follows is one limited leaf */
    unsigned header_bytes;   /* one header field; at least 1,024 */
    unsigned boundary_bytes; /* one boundary */
};

enum am_parser_state {
    AM_PARSER_HEADER = 0,
    AM_PARSER_BODY, /* of a leaf, or between parts: then no leaf is open */
    AM_PARSER_DONE
};

/* All members are private. */
struct am_parser {
    struct am_parser_limits limits;
    const unsigned char *in;
    size_t size, pos;
    enum am_parser_state state;
    bool finishing;
    bool is_enclosed;    /* see am_parser_set_enclosed() */
    bool in_top_header;  /* the header of the message itself */
    bool leaf_open;      /* between PART and its END */
    bool leaf_may_drop;  /* it is a multipart's preamble */
    bool leaf_is_rest;   /* beyond the limit of parts: no boundary counts */
    bool leaf_is_base64; /* BODY has line ends at once, see below */
    bool cr_held;        /* a CR ended the chunk before */
    bool at_line_start;
    bool eol_pending; /* a line end that the next line may own */
    bool gathering;   /* `line` holds the begin of a line that may be a
                         boundary */
    bool replaying;   /* it was none: its bytes are due */
    bool last_was_lf; /* of all bytes pushed */
    int matched;      /* container whose boundary line was read, or -1 */
    bool matched_end;
    unsigned parts;
    unsigned leaf_number;
    uint64_t body_wire, body_lines;     /* of the leaf */
    uint64_t pushed_bytes, lone_lf;     /* of the message */
    uint64_t header_wire;               /* of the message's own header */
    uint32_t flaw_count[AM_FLAW_COUNT]; /* of containers */
    struct am_field_reader fields;
    struct am_entity entity;
    struct am_stack stack;
    struct am_buf line;
    struct am_buf message_id;
};

/* Ready a parser.  Allocates nothing until bytes come. */
void am_parser_init(struct am_parser *parser,
                    const struct am_parser_limits *limits);

/*
 * The message was inside another: no MTA has read its header, so that a line
 * that is no field is skipped there as in a part's header, and does not end it.
 * To be called before bytes come; holds for all messages that follow.
 */
void am_parser_set_enclosed(struct am_parser *parser);

/* Give the memory back. */
void am_parser_free(struct am_parser *parser);

/* Forget the message; large buffers are given back. */
void am_parser_reset(struct am_parser *parser);

/* Give a chunk, which must stay until am_parser_next() says AM_EVENT_MORE. */
void am_parser_push(struct am_parser *parser, const unsigned char *data,
                    size_t size);

/* There is no more: events that are due follow, then AM_EVENT_MORE. */
void am_parser_finish(struct am_parser *parser);

/* Pull an event.  Fails with AM_ENOMEM; the parser can then only be reset. */
AM_MUST_CHECK int am_parser_next(struct am_parser *parser,
                                 struct am_event *event, struct am_err *err);

/* The leaf that AM_EVENT_PART told of, until the event after its end. */
const struct am_entity *am_parser_entity(const struct am_parser *parser);

/* Its part number, "1.2.1", directly after AM_EVENT_PART; cut to out_size. */
void am_parser_path(const struct am_parser *parser, char *out, size_t out_size);

/* Containers open, and leaf parts so far. */
unsigned am_parser_depth(const struct am_parser *parser);
unsigned am_parser_parts(const struct am_parser *parser);

/* Count leaf parts found elsewhere, in a message that had to be decoded. */
void am_parser_add_parts(struct am_parser *parser, unsigned parts);

/*
 * Base64 without a boundary scan.  In the body of a base64 leaf, at the start
 * of a line: the rest of the chunk and its *size, else NULL.  The caller may
 * take whole lines from it that hold nothing but the base64 alphabet and a line
 * end, so no boundary, and says what it took.  For such leaves
 * AM_EVENT_BODY always has the line end before a boundary too, since base64
 * does not care; wire_bytes and line_ends are exact all the same.
 */
const unsigned char *am_parser_lines(const struct am_parser *parser,
                                     size_t *size);
void am_parser_took(struct am_parser *parser, const struct am_lines *lines);

/* After the end: bytes of the message, line ends as CRLF, whole and body. */
uint64_t am_parser_wire_bytes(const struct am_parser *parser);
uint64_t am_parser_body_bytes(const struct am_parser *parser);

/*
 * The message's own Message-ID, trimmed, not empty, without NUL, cut to 998
 * bytes; NULL: none.  The parser's, until its reset.
 */
const char *am_parser_message_id(const struct am_parser *parser);

/* How many opened containers had a flaw. */
const uint32_t *am_parser_flaws(const struct am_parser *parser);

#endif
