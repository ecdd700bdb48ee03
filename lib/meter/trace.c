/*
 * trace - see trace.h.  Reads as much of a Received line as is needed: words,
 * between blanks and comments (RFC 5322 section 3.2.2, in each other), up to
 * the semicolon before the date.
 */
#include "meter/trace.h"

#include <stdio.h>
#include <string.h>

#include "base/ascii.h"

#define WORD_SIZE 256

void am_trace_begin(struct am_trace *trace, const char *host)
{
    *trace = (struct am_trace){.count = 0};
    if (host == NULL)
        return;
    snprintf(trace->host, sizeof(trace->host), "%s", host);
    for (char *p = trace->host; *p != '\0'; p++)
        *p = (char)am_ascii_lower((unsigned char)*p);
}

/* Behind the comment at p. */
static const char *skip_comment(const char *p)
{
    unsigned depth = 0;

    for (; *p != '\0'; p++) {
        if (*p == '\\' && p[1] != '\0') {
            p++;
        } else if (*p == '(') {
            depth++;
        } else if (*p == ')' && --depth == 0) {
            return p + 1;
        }
    }
    return p;
}

/* The next word into word, cut where it is too long; what is behind it, or
 * NULL: there is none any more. */
static const char *next_word(const char *p, char word[WORD_SIZE])
{
    static const char ends[] = " \t\r\n(;";

    for (;;) {
        p += strspn(p, " \t\r\n");
        if (*p != '(')
            break;
        p = skip_comment(p);
    }
    size_t size = strcspn(p, ends);
    if (size == 0)
        return NULL;
    snprintf(word, WORD_SIZE, "%.*s",
             (int)(size < WORD_SIZE ? size : WORD_SIZE - 1), p);
    return p + size;
}

/* What a Received line says. */
struct line {
    bool has_from;
    bool is_ours; /* "by" this host */
    char id[WORD_SIZE];
};

/* Looks at each pair of words beside each other, as what a client calls itself
 * ("from ...") may be several. */
static void read_line(const char *value, const char *host, struct line *line)
{
    char before[WORD_SIZE] = "";

    *line = (struct line){.is_ours = false};
    for (bool first = true; line->id[0] == '\0'; first = false) {
        char text[WORD_SIZE];
        value = next_word(value, text);
        if (value == NULL)
            return;
        if (first)
            line->has_from = am_ascii_equals(text, "from");
        if (am_ascii_equals(before, "by"))
            line->is_ours = am_ascii_equals(text, host);
        if (line->is_ours && am_ascii_equals(before, "id"))
            snprintf(line->id, sizeof(line->id), "%s", text);
        snprintf(before, sizeof(before), "%s", text);
    }
}

static int sign(const struct am_trace *trace, struct am_signer *signer,
                const char *id, unsigned char out[AM_SHORT_KEY],
                struct am_err *err)
{
    char text[AM_HOST_SIZE + WORD_SIZE];
    size_t host_size = strlen(trace->host) + 1;
    size_t id_size = strnlen(id, WORD_SIZE - 1);

    memcpy(text, trace->host, host_size);
    memcpy(text + host_size, id, id_size);
    return am_signer_sign_short(signer, AM_LABEL_PASS, text,
                                host_size + id_size, out, err);
}

int am_trace_received(struct am_trace *trace, struct am_signer *signer,
                      const char *value, struct am_err *err)
{
    struct line line;

    if (trace->host[0] == '\0' || trace->received >= AM_TRACE_RECEIVED)
        return 0;
    trace->received++;
    read_line(value, trace->host, &line);
    if (line.id[0] == '\0')
        return 0;
    /* Lines come newest first; the last place is for the oldest. */
    size_t place =
        trace->count < AM_PASSES_MAX ? trace->count++ : AM_PASSES_MAX - 1;
    trace->by_smtp[place] = line.has_from;
    return sign(trace, signer, line.id, trace->before[place], err);
}

static void leave_out(struct am_trace *trace,
                      const unsigned char pass[AM_SHORT_KEY])
{
    size_t kept = 0;

    for (size_t i = 0; i < trace->count; i++) {
        if (memcmp(trace->before[i], pass, AM_SHORT_KEY) == 0)
            continue;
        memmove(trace->before[kept], trace->before[i], AM_SHORT_KEY);
        trace->by_smtp[kept++] = trace->by_smtp[i];
    }
    trace->count = kept;
}

int am_trace_queue_id(struct am_trace *trace, struct am_signer *signer,
                      const char *queue_id, struct am_err *err)
{
    if (trace->host[0] == '\0' || queue_id == NULL || queue_id[0] == '\0')
        return 0;
    if (sign(trace, signer, queue_id, trace->pass, err) < 0)
        return -1;
    trace->has_pass = true;
    leave_out(trace, trace->pass);
    return 0;
}

void am_trace_fill(const struct am_trace *trace, struct am_record *record)
{
    record->has_pass = trace->has_pass;
    record->before_count = (uint8_t)trace->count;
    memcpy(record->pass, trace->pass, sizeof(record->pass));
    memcpy(record->before, trace->before, sizeof(record->before));
}

bool am_trace_came_back(const struct am_trace *trace)
{
    for (size_t i = 0; i < trace->count; i++) {
        if (trace->by_smtp[i])
            return true;
    }
    return false;
}
