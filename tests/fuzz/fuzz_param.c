/*
 * fuzz_param - parameters of a field (RFC 2045, RFC 2231): output within its
 * room, and a value comes back from each of the forms it can be written in,
 * whatever stands behind it.
 *
 * Options: which name is looked for.
 */
#include "fuzz.h"
#include "mime/param.h"

static const char *const names[] = {"name", "filename", "boundary", "x"};

/* Find the parameter with room for room bytes; all of it must be used, none
 * behind it. */
static bool find(const struct text *field, const char *name, size_t room,
                 struct text *found, size_t *size)
{
    unsigned char *value = copy_of(field->data, field->size);
    unsigned char *out = malloc(room > 0 ? room : 1);

    MUST(out != NULL);
    struct am_param wanted = {.name = name, .out = out, .room = room};
    am_param_find(value, field->size, &wanted, 1);
    *size = wanted.size;
    if (wanted.is_there)
        add(found, out, *size < room ? *size : room);
    free(out);
    free(value);
    return wanted.is_there;
}

/* The same answer, cut, where there is less room for it. */
static void is_bounded(const struct text *field, const char *name, size_t room)
{
    struct text whole = {0};
    struct text cut = {0};
    size_t size = 0;
    size_t cut_size = 0;

    bool is_there = find(field, name, field->size, &whole, &size);
    MUST(find(field, name, room, &cut, &cut_size) == is_there);
    if (is_there) {
        MUST(size <= field->size);
        MUST(cut_size == size);
        MUST(same_bytes(whole.data, size < room ? size : room, cut.data,
                        cut.size));
    }
    free(whole.data);
    free(cut.data);
}

static void add_quoted(struct text *field, const unsigned char *value,
                       size_t size)
{
    add_byte(field, '"');
    for (size_t i = 0; i < size; i++) {
        if (value[i] == '"' || value[i] == '\\')
            add_byte(field, '\\');
        add_byte(field, value[i]);
    }
    add_byte(field, '"');
}

static void add_percent(struct text *field, const unsigned char *value,
                        size_t size)
{
    static const char digits[] = "0123456789abcdefABCDEF";

    for (size_t i = 0; i < size; i++) {
        add_byte(field, '%');
        add_byte(field, (unsigned char)digits[value[i] >> 4]);
        add_byte(field, (unsigned char)digits[value[i] & 15]);
    }
}

static void must_find(const struct text *field, const char *name,
                      const unsigned char *value, size_t value_size)
{
    struct text found = {0};
    size_t size = 0;

    MUST(find(field, name, value_size, &found, &size));
    MUST(size == value_size);
    MUST(same_bytes(found.data, found.size, value, value_size));
    free(found.data);
}

/* name="value" */
static void comes_back_quoted(const char *name, const unsigned char *value,
                              size_t size)
{
    struct text field = {0};

    add_string(&field, "a/b; ");
    add_string(&field, name);
    add_byte(&field, '=');
    add_quoted(&field, value, size);
    must_find(&field, name, value, size);
    free(field.data);
}

/* name*=''value wins, so nothing behind it matters. */
static void comes_back_extended(const char *name, const struct input *input,
                                size_t size)
{
    struct text field = {0};

    add_string(&field, "a/b; ");
    add_string(&field, name);
    add_string(&field, "*=utf-8'en'");
    add_percent(&field, input->text, size);
    add_string(&field, "; ");
    add(&field, input->text + size, input->size - size);
    must_find(&field, name, input->text, size);
    free(field.data);
}

static void add_piece(struct text *field, const char *name, const char *number,
                      const struct input *input, size_t at)
{
    size_t end = at + (input->size + 2) / 3;
    char head[64];

    end = end < input->size ? end : input->size;
    at = at < input->size ? at : input->size;
    snprintf(head, sizeof(head), "; %s*%s=", name, number);
    add_string(field, head);
    if (number[strlen(number) - 1] == '*') {
        add_percent(field, input->text + at, end - at);
    } else {
        add_quoted(field, input->text + at, end - at);
    }
}

/* Three pieces, of which the last comes first. */
static void comes_back_in_pieces(const char *name, const struct input *input)
{
    size_t third = (input->size + 2) / 3;
    struct text field = {0};

    add_string(&field, "a/b");
    add_piece(&field, name, "9", input, 2 * third);
    add_piece(&field, name, "0", input, 0);
    add_piece(&field, name, "01*", input, third);
    must_find(&field, name, input->text, input->size);
    free(field.data);
}

void fuzz_one(const unsigned char *data, size_t size)
{
    struct input input = input_of(data, size);
    const char *name = names[input.options & 3U];
    struct text field = {0};

    add(&field, input.text, input.size);
    size_t part = input.size > 0 ? next_size(&input.cuts, input.size) : 0;
    is_bounded(&field, name, part);
    free(field.data);
    comes_back_quoted(name, input.text, input.size);
    comes_back_extended(name, &input, part);
    comes_back_in_pieces(name, &input);
}
