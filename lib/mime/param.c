/*
 * param - see param.h.  One pass over the field collects what belongs to the
 * names, whatever the number of other parameters.  Most fields are read in
 * usual.c already.
 */
#include "mime/param.h"

#include <string.h>

#include "base/ascii.h"
#include "base/scratch.h"
#include "mime/usual.h"

#define USUAL_BYTES 256 /* longer values are not usual */

struct span {
    const unsigned char *at, *end;
};

/* One parameter as it stands: name, section ("*0", "*", "") and value. */
struct param {
    struct span name;
    struct span value;
    bool escaped;  /* value was between quotes, with escapes inside */
    bool extended; /* value is percent-encoded */
    int number;    /* of the piece; -1: "name" or "name*" */
};

static void skip_blanks(struct span *s)
{
    while (s->at < s->end && am_ascii_is_blank(*s->at))
        s->at++;
}

static void trim(struct span *s)
{
    skip_blanks(s);
    while (s->end > s->at && am_ascii_is_blank(s->end[-1]))
        s->end--;
}

/* Move in behind a comment, if one begins there; comments nest. */
static void skip_comment(struct span *in)
{
    unsigned depth = 0;

    do {
        unsigned char c = *in->at++;
        if (c == '(') {
            depth++;
        } else if (c == ')') {
            depth--;
        } else if (c == '\\' && in->at < in->end) {
            in->at++;
        }
    } while (depth > 0 && in->at < in->end);
}

static void skip_space(struct span *in)
{
    skip_blanks(in);
    while (in->at < in->end && *in->at == '(') {
        skip_comment(in);
        skip_blanks(in);
    }
}

/* What a scan for the end of something stops at. */
enum stop {
    STOP_NEXT = 1,  /* of a parameter */
    STOP_NAME = 2,  /* of a name */
    STOP_QUOTE = 4, /* of what is between quotes */
    STOP_PLAIN = 8, /* of a value without quotes */
    STOP_WORD = 16  /* of a name, or of what is before its section */
};

static const unsigned char stops[256] = {
    [';'] = STOP_NEXT | STOP_NAME | STOP_PLAIN | STOP_WORD,
    ['('] = STOP_NEXT | STOP_PLAIN,
    ['"'] = STOP_NEXT | STOP_QUOTE,
    ['\\'] = STOP_NEXT | STOP_QUOTE,
    ['='] = STOP_NAME | STOP_WORD,
    ['*'] = STOP_WORD,
};

/* Move in to the next byte of that kind, or to its end. */
static void skip_until(struct span *in, enum stop stop)
{
    while (in->at < in->end && (stops[*in->at] & stop) == 0)
        in->at++;
}

/* Move in behind the next ';' that is outside of quotes and comments. */
static void skip_to_next(struct span *in)
{
    bool quoted = false;

    for (;;) {
        skip_until(in, STOP_NEXT);
        if (in->at == in->end)
            return;
        unsigned char c = *in->at;
        if (c == '(' && !quoted) {
            skip_comment(in);
            continue;
        }
        in->at++;
        if (c == ';' && !quoted)
            return;
        if (c == '\\' && quoted && in->at < in->end) {
            in->at++;
        } else if (c == '"') {
            quoted = !quoted;
        }
    }
}

static void read_quoted(struct span *in, struct param *param)
{
    in->at++;
    param->value.at = in->at;
    for (;;) {
        skip_until(in, STOP_QUOTE);
        if (in->at == in->end || *in->at == '"')
            break;
        param->escaped = true;
        in->at += in->at + 1 < in->end ? 2 : 1;
    }
    param->value.end = in->at;
    if (in->at < in->end)
        in->at++;
    skip_to_next(in);
}

static void read_plain(struct span *in, struct param *param)
{
    param->value.at = in->at;
    for (;;) {
        skip_until(in, STOP_PLAIN);
        if (in->at == in->end || *in->at == ';' ||
            (in->at > param->value.at && am_ascii_is_blank(in->at[-1])))
            break;
        in->at++;
    }
    param->value.end = in->at;
    trim(&param->value);
    skip_to_next(in);
}

/* Cut "*", "*12" or "*12*", which begins at star, off the name. */
static void read_section(struct param *param, const unsigned char *star)
{
    struct span *name = &param->name;

    param->extended = name->end[-1] == '*';
    const unsigned char *digit = star + 1;
    int number = 0;
    for (; digit < name->end && *digit >= '0' && *digit <= '9'; digit++)
        number = number > 99999 ? number : number * 10 + (*digit - '0');
    if (digit > star + 1)
        param->number = number;
    name->end = star;
}

/* Read the next parameter; false at the end. */
static bool next_param(struct span *in, struct param *param)
{
    *param = (struct param){.number = -1};
    skip_space(in);
    if (in->at == in->end)
        return false;
    param->name.at = in->at;
    skip_until(in, STOP_WORD);
    const unsigned char *star = in->at;
    skip_until(in, STOP_NAME);
    param->name.end = in->at;
    trim(&param->name);
    if (star < param->name.end)
        read_section(param, star);
    if (in->at == in->end || *in->at++ == ';') {
        param->value = (struct span){in->at, in->at};
        return true;
    }
    skip_space(in);
    if (in->at < in->end && *in->at == '"') {
        read_quoted(in, param);
    } else {
        read_plain(in, param);
    }
    return true;
}

static bool is_named(const struct param *param, const char *name)
{
    const unsigned char *at = param->name.at;
    const unsigned char *end = param->name.end;

    while (at < end && *name != '\0' &&
           am_ascii_lower(*at) == (unsigned char)*name) {
        at++;
        name++;
    }
    return at == end && *name == '\0';
}

static void put(struct am_param *to, unsigned char c)
{
    if (to->size < to->room)
        to->out[to->size] = c;
    to->size++;
}

static void put_all(struct am_param *to, const unsigned char *at, size_t size)
{
    size_t left = to->size < to->room ? to->room - to->size : 0;
    size_t n = size < left ? size : left;

    if (n > 0)
        memcpy(to->out + to->size, at, n);
    to->size += size;
}

/* "charset'language'text": the text; where a quote is missing, all of it. */
static const unsigned char *after_charset(const struct span *value)
{
    const unsigned char *first =
        memchr(value->at, '\'', (size_t)(value->end - value->at));
    if (first == NULL)
        return value->at;
    const unsigned char *second =
        memchr(first + 1, '\'', (size_t)(value->end - first - 1));
    return second == NULL ? value->at : second + 1;
}

static void write_value(struct am_param *to, const struct param *param)
{
    const unsigned char *at = param->value.at;
    const unsigned char *end = param->value.end;

    if (!param->extended && !param->escaped) {
        put_all(to, at, (size_t)(end - at));
        return;
    }
    if (param->extended && param->number <= 0)
        at = after_charset(&param->value);
    for (; at < end; at++) {
        if (param->escaped && *at == '\\' && at + 1 < end) {
            at++;
        } else if (param->extended && *at == '%' && end - at > 2 &&
                   am_ascii_hex(at[1]) >= 0 && am_ascii_hex(at[2]) >= 0) {
            put(to, (unsigned char)(am_ascii_hex(at[1]) * 16 +
                                    am_ascii_hex(at[2])));
            at += 2;
            continue;
        }
        put(to, *at);
    }
}

struct found {
    struct param plain, whole;
    struct param pieces[AM_PARAM_PIECES];
    size_t piece_count;
    bool has_plain, has_whole;
};

/* Keep a piece in the order of the numbers; of equal ones the first. */
static void keep_piece(struct found *found, const struct param *param)
{
    size_t i = found->piece_count;

    while (i > 0 && found->pieces[i - 1].number > param->number)
        i--;
    if (i > 0 && found->pieces[i - 1].number == param->number)
        return;
    if (found->piece_count == AM_PARAM_PIECES)
        return;
    memmove(&found->pieces[i + 1], &found->pieces[i],
            (found->piece_count - i) * sizeof(found->pieces[0]));
    found->pieces[i] = *param;
    found->piece_count++;
}

static void keep(struct found *found, const struct param *param)
{
    if (param->number >= 0) {
        keep_piece(found, param);
    } else if (param->extended && !found->has_whole) {
        found->whole = *param;
        found->has_whole = true;
    } else if (!param->extended && !found->has_plain) {
        found->plain = *param;
        found->has_plain = true;
    }
}

/* Write what was found of it, if anything was. */
static void settle(struct am_param *to, const struct found *found)
{
    to->is_there = true;
    if (found->has_whole) {
        write_value(to, &found->whole);
    } else if (found->piece_count > 0) {
        for (size_t i = 0; i < found->piece_count; i++)
            write_value(to, &found->pieces[i]);
    } else if (found->has_plain) {
        write_value(to, &found->plain);
    } else {
        to->is_there = false;
    }
}

/* Do the first two letters of the name stand there?  Mostly not, where no
 * parameter is so named. */
static bool may_have(const struct span *in, const char *name)
{
    for (const unsigned char *at = in->at; in->end - at > 1; at++) {
        if ((at[0] | 0x20) == name[0] && (at[1] | 0x20) == name[1])
            return true;
    }
    return name[1] == '\0';
}

/* The long way, for all there may be. */
static void find_any(struct span in, struct am_param *params, size_t count)
{
    AM_SCRATCH struct found found[AM_PARAM_MOST];
    struct param param;
    bool may = false;

    skip_to_next(&in);
    for (size_t i = 0; i < count; i++) {
        params[i].size = 0;
        params[i].is_there = false;
        found[i].piece_count = 0;
        found[i].has_plain = found[i].has_whole = false;
        may = may || may_have(&in, params[i].name);
    }
    if (!may)
        return;
    while (next_param(&in, &param)) {
        for (size_t i = 0; i < count; i++) {
            if (is_named(&param, params[i].name))
                keep(&found[i], &param);
        }
    }
    for (size_t i = 0; i < count; i++)
        settle(&params[i], &found[i]);
}

void am_param_find(const unsigned char *value, size_t value_size,
                   struct am_param *params, size_t count)
{
    if (value_size > USUAL_BYTES ||
        !am_usual_find(value, value_size, params, count))
        find_any((struct span){value, value + value_size}, params, count);
}
