/* stack - see stack.h. */
#include "mime/stack.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"

void am_stack_init(struct am_stack *stack, size_t boundaries_bytes)
{
    *stack = (struct am_stack){0};
    am_buf_init(&stack->boundaries, boundaries_bytes);
}

void am_stack_free(struct am_stack *stack)
{
    free(stack->items);
    am_buf_free(&stack->boundaries);
    am_stack_init(stack, stack->boundaries.limit);
}

static int grow(struct am_stack *stack, struct am_err *err)
{
    if (stack->depth < stack->room)
        return 0;
    unsigned room = stack->room == 0 ? 4 : stack->room * 2;
    struct am_container *items =
        realloc(stack->items, room * sizeof(stack->items[0]));
    if (items == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for %u containers", room);
    stack->items = items;
    stack->room = room;
    return 0;
}

static uint64_t bit_of(size_t value)
{
    return (uint64_t)1 << (value % 64);
}

int am_stack_push(struct am_stack *stack, const struct am_container *container,
                  const void *boundary, size_t size, struct am_err *err)
{
    size_t at = stack->boundaries.size;
    const struct am_container *below = am_stack_top(stack);
    uint64_t sizes = below == NULL ? 0 : below->sizes;
    uint64_t firsts = below == NULL ? 0 : below->firsts;

    if (grow(stack, err) < 0)
        return -1;
    if (am_buf_add(&stack->boundaries, boundary, size, err) < 0)
        return -1;
    struct am_container *top = &stack->items[stack->depth++];
    *top = *container;
    top->boundary_at = at;
    top->boundary_size = size;
    top->sizes = sizes;
    top->firsts = firsts;
    if (size > 0) {
        top->sizes |= bit_of(size);
        top->firsts |= bit_of(*(const unsigned char *)boundary);
    }
    return 0;
}

void am_stack_pop(struct am_stack *stack)
{
    const struct am_container *top = &stack->items[--stack->depth];

    stack->boundaries.size = top->boundary_at;
}

struct am_container *am_stack_top(const struct am_stack *stack)
{
    return stack->depth == 0 ? NULL : &stack->items[stack->depth - 1];
}

bool am_stack_may_match(const struct am_stack *stack, unsigned char first)
{
    return stack->depth > 0 &&
           (am_stack_top(stack)->firsts & bit_of(first)) != 0;
}

/* The bytes behind "--" of a line that may be a boundary, without the blanks at
 * its end; 0: it is none. */
static size_t text_size(const unsigned char *line, size_t size)
{
    while (size > 0 && am_ascii_is_wsp(line[size - 1]))
        size--;
    return size < 3 || line[0] != '-' || line[1] != '-' ? 0 : size - 2;
}

/* Is the text the boundary, or that and "--"? */
static bool is_same(const unsigned char *text, size_t size,
                    const unsigned char *boundary, size_t length, bool *is_end)
{
    *is_end =
        size == length + 2 && text[length] == '-' && text[length + 1] == '-';
    return length > 0 && (size == length || *is_end) &&
           memcmp(text, boundary, length) == 0;
}

bool am_stack_is_boundary(const unsigned char *line, size_t size,
                          const struct am_buf *boundary)
{
    bool is_end = false;
    size_t text = text_size(line, size);

    return text > 0 &&
           is_same(line + 2, text, boundary->data, boundary->size, &is_end);
}

int am_stack_match(const struct am_stack *stack, const unsigned char *line,
                   size_t size, bool *is_end)
{
    size_t text = text_size(line, size);
    if (text == 0 || stack->depth == 0)
        return -1;
    bool may_end = text > 2 && line[text] == '-' && line[text + 1] == '-';
    uint64_t sizes = bit_of(text) | (may_end ? bit_of(text - 2) : 0);
    if ((am_stack_top(stack)->sizes & sizes) == 0)
        return -1;
    for (unsigned i = stack->depth; i-- > 0;) {
        const struct am_container *item = &stack->items[i];
        if (is_same(line + 2, text, stack->boundaries.data + item->boundary_at,
                    item->boundary_size, is_end))
            return (int)i;
    }
    return -1;
}

unsigned am_stack_number(const struct am_stack *stack, bool is_multipart)
{
    const struct am_container *top = am_stack_top(stack);

    if (top != NULL && top->is_multipart)
        return top->children;
    return is_multipart ? 0 : 1;
}

/* Add ".number" at *used; false if it does not fit whole. */
static bool add_number(char *out, size_t out_size, size_t *used,
                       unsigned number)
{
    char text[12]; /* from the end: a dot and ten digits at most */
    size_t at = sizeof(text);

    if (number == 0)
        return true;
    for (; number > 0; number /= 10)
        text[--at] = (char)('0' + number % 10);
    if (*used > 0)
        text[--at] = '.';
    size_t size = sizeof(text) - at;
    if (size >= out_size - *used)
        return false;
    memcpy(out + *used, text + at, size);
    *used += size;
    out[*used] = '\0';
    return true;
}

void am_stack_path(const struct am_stack *stack, unsigned number, char *out,
                   size_t out_size)
{
    size_t used = 0;

    out[0] = '\0';
    for (unsigned i = 0; i < stack->depth; i++) {
        if (!add_number(out, out_size, &used, stack->items[i].number))
            return;
    }
    add_number(out, out_size, &used, number);
}
