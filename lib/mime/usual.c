/* usual - see usual.h. */
#include "mime/usual.h"

#include <string.h>

#include "base/ascii.h"

struct span {
    const unsigned char *at, *end;
};

static void skip_blanks(struct span *in)
{
    while (in->at < in->end && am_ascii_is_blank(*in->at))
        in->at++;
}

static bool skip_byte(struct span *in, unsigned char c)
{
    if (in->at == in->end || *in->at != c)
        return false;
    in->at++;
    return true;
}

/* Of what are nearly all names, and values without quotes? */
static bool is_word(unsigned char c)
{
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '-' && c <= '9') ||
           c == '_';
}

static struct span read_word(struct span *in)
{
    const unsigned char *from = in->at;

    while (in->at < in->end && is_word(*in->at))
        in->at++;
    return (struct span){from, in->at};
}

/* Read a value with the blanks behind it; false if it is not a usual one. */
static bool read_value(struct span *in, struct span *value)
{
    if (skip_byte(in, '"')) {
        value->at = in->at;
        while (in->at < in->end && *in->at != '"' && *in->at != '\\')
            in->at++;
        value->end = in->at;
        if (!skip_byte(in, '"'))
            return false;
    } else {
        *value = read_word(in);
    }
    skip_blanks(in);
    return in->at == in->end || *in->at == ';';
}

static void take(struct am_param *param, const struct span *name,
                 const struct span *value)
{
    size_t name_size = (size_t)(name->end - name->at);

    if (param->is_there || name_size == 0 ||
        (*name->at | 0x20) != param->name[0] ||
        name_size != strlen(param->name) ||
        !am_ascii_is(name->at, name_size, param->name))
        return;
    param->is_there = true;
    param->size = (size_t)(value->end - value->at);
    size_t kept = param->size < param->room ? param->size : param->room;
    if (kept > 0)
        memcpy(param->out, value->at, kept);
}

bool am_usual_find(const unsigned char *value, size_t value_size,
                   struct am_param *params, size_t count)
{
    struct span in = {value, value + value_size};

    for (size_t i = 0; i < count; i++) {
        params[i].size = 0;
        params[i].is_there = false;
    }
    skip_blanks(&in);
    while (in.at < in.end) {
        struct span text;
        if (!skip_byte(&in, ';'))
            return false;
        skip_blanks(&in);
        struct span name = read_word(&in);
        if (in.at == in.end) /* behind the last, or a name without a value */
            return name.at == name.end;
        if (!skip_byte(&in, '=') || !read_value(&in, &text))
            return false;
        for (size_t i = 0; i < count; i++)
            take(&params[i], &name, &text);
    }
    return true;
}
